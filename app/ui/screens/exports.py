"""Salinan untuk dinas: which list or paper, of whom, where to; written aside, logged, and said to be clear data."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.changes import Changes
from app.desk.context import Desk
from app.desk.exports.kinds import ExportKind, ExportOrder
from app.desk.exports.making import Exported
from app.desk.exports.order import export, made_copy
from app.desk.lookup import find_one
from app.desk.outputs import refuse_clear_in_profile, refuse_folder
from app.desk.reconcile import Evening
from app.desk.referral_slip import prepare_referral
from app.ui.actions import CANCEL, REPRINT, SAVE, Action
from app.ui.i18n import say, tr
from app.ui.panels.export_form import ExportForm
from app.ui.screen import Screen
from app.ui.station import CopyWish, Station
from app.ui.widgets.button import button
from app.ui.widgets.finding_line import FindingLine
from app.ui.widgets.scrolling import PageArea
from app.ui.widgets.words import words
from core.errors import Trouble
from core.findings import Fact, Weight


class ExportsScreen(Screen):
    """A short form; F2 writes the file, F7 prints where there is a printer for sheets."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        look = station.look
        self._back: Callable[[], None] | None = None
        self._is_busy = False
        self._over: Path | None = None
        self._written: Path | None = None
        self.dialog: QFileDialog | None = None
        self.title = words(tr("Salinan untuk dinas"), "title")
        self.about = words(
            tr("Salinan berisi data orang tanpa sandi. Siapa yang membuatnya dan berapa orang di dalamnya tercatat."),
            "muted",
            wraps=True,
        )
        self.form = ExportForm(station)
        self.choose = button(tr("Pilih tempat ..."), self.choose_file)
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setAccessibleName(tr("Salinan sedang dibuat"))
        self.answer = FindingLine(look)
        self.open_folder = button(tr("Buka foldernya"), self._open_folder)
        self.sheets = words("", "muted", wraps=True)
        self._lay_out()
        self.form.edited.connect(self._on_edited)
        for part in (self.progress, self.answer, self.open_folder):
            part.hide()

    def _lay_out(self) -> None:
        look = self.station.look
        page = QWidget()
        self._area = PageArea(page)  # with large letters in a small window not everything fits
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._area)
        column = QVBoxLayout(page)
        column.setContentsMargins(look.px(24), look.px(16), look.px(24), look.px(16))
        column.setSpacing(look.px(12))
        self.form.add_below_file(self.choose)
        line = QHBoxLayout()
        line.addWidget(self.open_folder)
        line.addStretch(1)
        for part in (self.title, self.about, self.form, self.progress, self.answer):
            column.addWidget(part)
        column.addLayout(line)
        column.addWidget(self.sheets)
        column.addStretch(1)

    def enter(self) -> None:
        """Lists of a programme; the first box takes the keys."""
        self._back = None
        self._begin(CopyWish(""))

    def prepare(self, wish: CopyWish, back: Callable[[], None]) -> None:
        """Choose what somebody wants.

        Args:
            back: goes to where it was wished.
        """
        self._back = back
        self._begin(wish)

    def _begin(self, wish: CopyWish) -> None:
        self._over = self._written = None
        self.answer.hide()
        self.open_folder.hide()
        is_one = wish.uid is not None
        about = tr("Surat dan formulir {number}").format(number=wish.number)
        self.title.setText(about if is_one else tr("Salinan untuk dinas"))
        takes_sheets = self.station.printing.takes_sheets
        self.sheets.setText(
            ""
            if takes_sheets
            else tr("Meja ini belum punya printer untuk kertas kantor. Simpan sebagai PDF, lalu cetak di tempat lain.")
        )
        self.sheets.setVisible(not takes_sheets)
        self.form.begin(wish)
        self._area.to_top()
        self.offers_changed.emit()

    def leave(self) -> None:
        """Whose papers they were does not stay here."""
        self._back = None
        self.form.begin(CopyWish(""), takes_keys=False)
        self.title.setText(tr("Salinan untuk dinas"))
        self.answer.hide()

    def offers(self) -> Sequence[Action]:
        """Write it, print it, go back."""
        can_print = self.station.printing.takes_sheets or self._is_slip
        text = tr("Cetak sebagai slip") if self._is_slip else tr("Cetak")
        return (
            Action(SAVE, self.save, tr("Simpan salinan"), is_primary=True, is_enabled=not self._is_busy),
            Action(REPRINT, self.print_it, text, is_enabled=can_print and not self._is_busy, is_in_bar=can_print),
            Action(CANCEL, self._go_back, tr("Kembali"), is_enabled=self._back is not None, is_in_bar=bool(self._back)),
        )

    def _go_back(self) -> None:
        back, self._back = self._back, None
        if back is not None:
            back()

    def _on_edited(self) -> None:
        self._over = None
        self.answer.hide()
        self.open_folder.hide()
        self.offers_changed.emit()

    # --- a file -----------------------------------------------------------------------------------------------------
    def choose_file(self) -> None:
        """Our own dialog, not the system's: it speaks the window's language and blocks nothing."""
        dialog = QFileDialog(self, tr("Simpan salinan di"), self.form.file.text())
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # asked in the window, once
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.fileSelected.connect(self.form.take_file)
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        dialog.open()

    def save(self) -> None:
        """Write the copy, unless something of the form cannot be; over another file only when asked twice."""
        order = self.form.order()
        if order is None or self._is_busy:
            return
        desk, may_replace = self.station.desk, order.target == self._over

        def write() -> Exported | None:
            refuse_folder(order.target)
            refuse_clear_in_profile(desk.store.home, order.target)
            return export(desk, order) if may_replace or not order.target.exists() else None

        self._set_busy(is_busy=True)
        self.station.tasks.run_aside(self, write, lambda written: self._saved(order, written), on_trouble=self._cannot)

    def _saved(self, order: ExportOrder, written: Exported | None) -> None:
        self._set_busy(is_busy=False)
        if written is None:
            self._over = order.target
            self._say(Weight.WARN, tr("Berkas ini sudah ada. F2 sekali lagi menggantinya; atau tulis nama lain."))
            return
        self._over, self._written = None, written.path
        if written.evening is None:
            self._say(Weight.OK, say("EXPORT_WRITTEN", {"file": written.path.name, "count": written.rows}))
        else:
            self._tell_evening(written.path.name, written.evening)
        self.open_folder.show()
        self.form.forget_proposal()
        self._told()

    def _tell_evening(self, file: str, evening: Evening) -> None:
        """The figures at once: whoever goes home needs to know before the paper is out."""
        counted = evening.counted
        figures: Mapping[str, Fact] = {
            "visits": len(counted.visits),
            "slips": counted.slips,
            "under_receipt": counted.under_receipt,
            "count": len(counted.differences),
        }
        said = say("RECONCILE_EVEN" if evening.is_even else "RECONCILE_DIFFERS", figures)
        written = say("RECONCILE_WRITTEN", {"file": file})
        self._say(Weight.OK if evening.is_even else Weight.WARN, f"{said} {written}")

    def _told(self) -> None:
        self.station.signals.changed.emit(Changes(has_outbox=True))
        self.station.house.wake()

    def _cannot(self, trouble: Trouble) -> None:
        self._set_busy(is_busy=False)
        self._say(Weight.BLOCK, say(trouble.code, trouble.facts))

    def _open_folder(self) -> None:
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written.parent)))

    # --- paper ------------------------------------------------------------------------------------------------------
    def print_it(self) -> None:
        """Print the copy; no file is written."""
        order = self.form.order()
        if order is None:
            return
        desk, drawn, printing = (
            self.station.desk,
            dataclasses.replace(order, target=Path("cetak.pdf")),
            self.station.printing,
        )
        if self._is_slip:
            paper = self.station.house.settings().paper
            printing.print_paper(lambda: _referral(desk, order, paper), paper, self.form.print_title)
        else:
            printing.print_sheets(lambda: made_copy(desk, drawn).content, self.form.print_title)
        self._say(Weight.OK, tr("Sedang dicetak."))

    @property
    def _is_slip(self) -> bool:
        """Whether this paper can go on the roll of a desk that has no office paper."""
        has_roll = bool(self.station.house.settings().printer) and not self.station.printing.takes_sheets
        return has_roll and self.form.chosen is ExportKind.REFERRAL

    def _set_busy(self, *, is_busy: bool) -> None:
        self._is_busy = is_busy
        self.progress.setVisible(is_busy)
        if is_busy:
            self.answer.hide()
            self.open_folder.hide()
        self.offers_changed.emit()

    def _say(self, weight: Weight, text: str) -> None:
        self.answer.show_finding(weight, text, ())
        self.answer.show()
        self.offers_changed.emit()
        self._area.ensureWidgetVisible(self.answer)


def _referral(desk: Desk, order: ExportOrder, paper: str) -> bytes:
    """The referral as a slip; in a thread that may wait."""
    return prepare_referral(desk, find_one(desk, order.ref), paper, order.reason).pdf
