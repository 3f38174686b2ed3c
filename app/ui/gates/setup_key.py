"""The last step of the set-up: the recovery key, shown once, and a proof that somebody has kept it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QDir, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.gates.key_sheet import GROUPS_A_LINE, KeySheet, print_sheet, printers, save_sheet
from app.ui.i18n import say, tr
from app.ui.printer import load_printing
from app.ui.tasks import Tasks
from app.ui.theme import Look
from app.ui.widgets.ask_row import AskRow
from app.ui.widgets.button import button
from app.ui.widgets.choice_box import ChoiceBox, Option
from app.ui.widgets.finding_line import FindingLine
from app.ui.widgets.line_box import LineBox
from app.ui.widgets.tick_boxes import TickBox
from app.ui.widgets.words import card, words
from core.errors import Trouble
from core.findings import Weight


class KeyStep(QWidget):
    """Shows the key, prints or saves it, and asks for its last group."""

    moved_on = Signal()

    def __init__(self, look: Look, tasks: Tasks, sheet: KeySheet, home: Path) -> None:
        super().__init__()
        self._look, self._tasks, self._sheet, self._home = look, tasks, sheet, home
        self.dialog: QFileDialog | None = None
        self.print = button(tr("Cetak kunci"), self._print)
        self.save = button(tr("Simpan sebagai PDF"), self._choose_file)
        self.printer = ChoiceBox("printer", [], can_be_empty=False)
        self.printer.setAccessibleName(tr("Printer"))
        self.done = FindingLine(look)
        self.proof = LineBox("proof", is_upper=True)
        self.proof.setMaxLength(8)
        self.tick = TickBox("tick", tr("Koordinator sudah menyimpan kunci ini"))
        self.proof_row = AskRow(
            look, tr("Empat tanda terakhir"), self.proof, tr("Ketik dari kertasnya, bukan dari layar."), width_px=140
        )
        self.tick_row = AskRow(look, tr("atau"), self.tick)
        self.tick.setAccessibleName(self.tick.text())
        for box in (self.proof, self.tick):
            box.signals.moved_on.connect(lambda _name: self.moved_on.emit())
        self._lay_out()
        self._show_printers(())
        load_printing()
        tasks.run_aside(self, printers, self._show_printers)

    def _lay_out(self) -> None:
        look = self._look
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(12))
        column.addWidget(words(tr("Kunci pemulihan"), "large"))
        lead = tr(
            "Kalau kata rahasia terlupa, hanya kunci ini yang membuka data. Kunci ditampilkan sekali ini saja: cetak "
            "atau simpan, lalu serahkan kepada koordinator."
        )
        column.addWidget(words(lead, "muted", wraps=True))
        column.addWidget(self._key_card())
        buttons = QHBoxLayout()
        buttons.setSpacing(look.px(12))
        for part in (self.print, self.printer, self.save):
            buttons.addWidget(part)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addWidget(self.done)
        self.done.hide()
        column.addWidget(self.proof_row)
        column.addWidget(self.tick_row)

    def _key_card(self) -> QWidget:
        frame = card()
        frame.setAccessibleName(self._sheet.code)
        grid = QGridLayout(frame)
        margin = self._look.px(16)
        grid.setContentsMargins(margin, margin, margin, margin)
        grid.setSpacing(self._look.px(8))
        for place, group in enumerate(self._sheet.code.split("-")):
            label = words(group, "display")
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setAccessibleName(" ".join(group))
            grid.addWidget(label, *divmod(place, GROUPS_A_LINE))
        return frame

    @property
    def first(self) -> QWidget:
        """Keeping the key comes before proving it."""
        return self.save if self.print.isHidden() else self.print

    @property
    def is_proven(self) -> bool:
        """Whether somebody has the key."""
        typed = "".join(self.proof.text().split()).upper()
        return self.tick.isChecked() or typed == self._sheet.code.rpartition("-")[2]

    def ask_again(self) -> None:
        """Say what is still missing."""
        self.proof_row.show_finding(say("RECOVERY_NOT_PROVEN"))
        self.proof.setFocus(Qt.FocusReason.OtherFocusReason)

    def warn_of_loss(self) -> None:
        """Somebody wants to close the window before the key is kept."""
        self._tell(Weight.WARN, say("RECOVERY_NOT_KEPT"))

    def _show_printers(self, names: tuple[str, ...]) -> None:
        self.printer.offer([Option(name, name) for name in names])
        self.print.setVisible(bool(names))
        self.printer.setVisible(len(names) > 1)
        if names and self.save.hasFocus():
            self.print.setFocus(Qt.FocusReason.OtherFocusReason)

    def _print(self) -> None:
        self.print.setEnabled(False)
        job = partial(print_sheet, self._sheet, self.printer.chosen)
        self._tasks.run_aside(self, job, self._printed, on_trouble=self._troubled)

    def _printed(self, _none: None) -> None:
        self._kept(say("RECOVERY_PRINTED"))

    def _choose_file(self) -> None:
        """Our own dialog, not the system's: it speaks the window's language and blocks nothing."""
        dialog = QFileDialog(self, tr("Simpan kunci pemulihan"), QDir.homePath(), "PDF (*.pdf)")
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(f"kunci-pemulihan-{self._sheet.post.split()[0].lower()}.pdf")
        dialog.fileSelected.connect(self._save_to)
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        dialog.open()

    def _save_to(self, name: str) -> None:
        path = Path(name)
        self._tasks.run_aside(
            self,
            lambda: save_sheet(self._sheet, path, self._home),
            lambda _none: self._kept(say("RECOVERY_SAVED", {"file": path.name})),
            on_trouble=self._troubled,
        )

    def _kept(self, text: str) -> None:
        self.print.setEnabled(True)
        self._tell(Weight.OK, text)
        self.proof.setFocus(Qt.FocusReason.OtherFocusReason)

    def _troubled(self, trouble: Trouble) -> None:
        self.print.setEnabled(True)
        self._tell(Weight.BLOCK, say(trouble.code, trouble.facts))

    def _tell(self, weight: Weight, text: str) -> None:
        self.done.show_finding(weight, text, ())
        self.done.show()
