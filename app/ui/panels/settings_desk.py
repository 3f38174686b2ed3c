"""What stands on every paper of this desk, where papers come out, and when the window locks itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from app.settings import FOLDER_PRINTER, MOST_COUNTER, MOST_LINE, Settings
from app.ui.i18n import mark, number_text, say, tr
from app.ui.panels.settings_card import SettingsCard
from app.ui.theme import Look
from app.ui.widgets.ask_row import GUTTER_PX, AskRow
from app.ui.widgets.button import button
from app.ui.widgets.choice_box import ChoiceBox, Option
from app.ui.widgets.line_box import LineBox

MOST_HOST = 60
_HOST = re.compile(r"[A-Za-z0-9.:-]*", re.ASCII)
_LINES = (
    ("agency", mark("Dinas"), mark("Kepala setiap slip."), 0, MOST_LINE),
    ("post_address", mark("Alamat posko"), "", 0, MOST_LINE),
    ("post_phone", mark("Telepon posko"), "", 220, MOST_LINE),
    ("counter", mark("Loket"), mark("Tercetak di samping nomor antrean."), 120, MOST_COUNTER),
    ("complaint_line", mark("Pengaduan"), mark("Ke mana orang bisa mengadu; di kaki setiap slip."), 0, MOST_LINE),
    (
        "status_host",
        mark("Halaman status"),
        mark("Nama server yang dibuka kode QR di slip. Boleh kosong."),
        300,
        MOST_HOST,
    ),
)
_MINUTES = (1, 2, 3, 5, 10, 15, 30, 60)
_PAPERS = (
    ("thermal80", mark("Gulungan 80 mm")),
    ("thermal58", mark("Gulungan 58 mm")),
    ("a5", mark("Lembar A5")),
    ("a4", mark("Lembar A4")),
)


class DeskCard(SettingsCard):
    """Words of the papers, and the lock."""

    edited = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(
            look, tr("Meja ini"), tr("Berlaku mulai slip berikutnya. Slip yang sudah dicetak tidak berubah.")
        )
        self.lines: dict[str, LineBox] = {}
        for name, label, help_text, width_px, most in _LINES:
            box = LineBox(name)
            box.setMaxLength(most)
            self.lines[name] = box
            row = AskRow(look, tr(label), box, tr(help_text) if help_text else "", width_px=width_px)
            self.add_row(name, row, box.signals)
            box.signals.typed.connect(lambda _typed: self.edited.emit())
        minutes = [Option(str(one), tr("{count} menit").format(count=number_text(one))) for one in _MINUTES]
        self.lock = ChoiceBox("lock_after_minutes", minutes, can_be_empty=False)
        self.lock.signals.typed.connect(lambda _typed: self.edited.emit())
        help_text = tr("Layar terkunci kalau selama ini tidak ada yang menyentuh laptop.")
        row = AskRow(look, tr("Kunci layar setelah"), self.lock, help_text, width_px=160)
        self.add_row("lock_after_minutes", row, self.lock.signals)

    def show_settings(self, settings: Settings) -> None:
        """Show what holds now."""
        for name, box in self.lines.items():
            box.show_text(getattr(settings, name))
            box.setCursorPosition(0)
        self.lock.show_text(str(settings.lock_after_minutes))

    def values(self) -> Mapping[str, str | int]:
        """What stands here, by key of the settings."""
        texts = {name: " ".join(box.text().split()) for name, box in self.lines.items()}
        return {**texts, "lock_after_minutes": int(self.lock.chosen)}

    def findings(self) -> Mapping[str, str]:
        """What cannot be saved."""
        host = self.lines["status_host"].text().strip()
        return {} if _HOST.fullmatch(host) else {"status_host": say("STATUS_HOST_SHAPE")}


class PrinterCard(SettingsCard):
    """Where slips come out, and on what."""

    edited = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, tr("Printer"))
        self.dialog: QFileDialog | None = None
        self.printer = ChoiceBox("printer", [], can_be_empty=False)
        self.folder = LineBox("printer_folder")
        self.paper = ChoiceBox("paper", [Option(name, tr(text)) for name, text in _PAPERS], can_be_empty=False)
        self.choose = button(tr("Pilih folder ..."), self._choose_folder)
        self.add_row("printer", AskRow(look, tr("Cetak ke"), self.printer, width_px=380), self.printer.signals)
        folder_help = tr("Setiap slip disimpan sebagai berkas PDF yang bisa dibaca siapa saja di folder itu.")
        self.add_row("printer_folder", AskRow(look, tr("Folder"), self.folder, folder_help), self.folder.signals)
        line = QHBoxLayout()
        line.addSpacing(look.px(GUTTER_PX))
        line.addWidget(self.choose)
        line.addStretch(1)
        self.column.addLayout(line)
        self.add_row("paper", AskRow(look, tr("Kertas"), self.paper, width_px=220), self.paper.signals)
        for box in (self.printer, self.folder, self.paper):
            box.signals.typed.connect(lambda _typed: self._on_edited())
        self.offer(())

    def offer(self, system_printers: tuple[str, ...]) -> None:
        """Offer these printers of the system; what is chosen stays."""
        chosen = self.printer.chosen
        options = [
            Option("", tr("Belum ada printer")),
            *(Option(name, name) for name in system_printers),
            Option(FOLDER_PRINTER, tr("Simpan sebagai berkas di folder")),
        ]
        self.printer.offer(options)
        self.printer.show_text(chosen)
        self._show_folder()

    def show_settings(self, settings: Settings) -> None:
        """Show what holds now."""
        is_folder = settings.printer.startswith(FOLDER_PRINTER)
        self.printer.show_text(FOLDER_PRINTER if is_folder else settings.printer)
        self.folder.show_text(settings.printer.removeprefix(FOLDER_PRINTER) if is_folder else "")
        self.paper.show_text(settings.paper)
        self._show_folder()

    def values(self) -> Mapping[str, str | int]:
        """What stands here, by key of the settings."""
        folder = f"{FOLDER_PRINTER}{self.folder.text().strip()}"
        return {
            "printer": folder if self.printer.chosen == FOLDER_PRINTER else self.printer.chosen,
            "paper": self.paper.chosen,
        }

    def findings(self) -> Mapping[str, str]:
        """What cannot be saved."""
        is_empty = self.printer.chosen == FOLDER_PRINTER and not self.folder.text().strip()
        return {"printer_folder": say("PRINTER_FOLDER_EMPTY")} if is_empty else {}

    def _on_edited(self) -> None:
        self._show_folder()
        self.edited.emit()

    def _show_folder(self) -> None:
        is_folder = self.printer.chosen == FOLDER_PRINTER
        self.rows["printer_folder"].setVisible(is_folder)
        self.choose.setVisible(is_folder)

    def _choose_folder(self) -> None:
        """Our own dialog, not the system's: it speaks the window's language and blocks nothing."""
        start = self.folder.text().strip() or str(Path.home())
        dialog = QFileDialog(self, tr("Folder untuk slip"), start)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self._take_folder)
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        dialog.open()

    def _take_folder(self, name: str) -> None:
        self.folder.show_text(name)
        self.rows["printer_folder"].show_finding("")
        self.edited.emit()
