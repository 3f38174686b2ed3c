"""What stands on every paper of this desk, and when the window locks itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Signal

from app.desk.emblem import read_emblem
from app.settings import MOST_COUNTER, MOST_LINE, Settings
from app.ui.i18n import mark, number_text, say, tr
from app.ui.panels.settings_card import SettingsCard
from app.ui.theme import Look
from app.ui.widgets.ask_row import AskRow
from app.ui.widgets.choice_box import ChoiceBox, Option
from app.ui.widgets.line_box import LineBox
from core.errors import Trouble

MOST_HOST, MOST_PATH = 60, 400
_USUAL, _LARGE = "usual", "large"
_HOST = re.compile(r"[A-Za-z0-9.:-]*", re.ASCII)
_LINES = (
    ("agency", mark("Dinas"), mark("Kepala setiap slip."), 0, MOST_LINE),
    ("post_address", mark("Alamat posko"), "", 0, MOST_LINE),
    ("post_phone", mark("Telepon posko"), "", 220, MOST_LINE),
    ("emblem", mark("Lambang"), mark("Berkas PNG atau JPEG untuk kop surat dan slip. Boleh kosong."), 0, MOST_PATH),
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


class DeskCard(SettingsCard):
    """Words of the papers, and the lock."""

    edited = Signal()

    def __init__(self, look: Look, home: Path) -> None:
        """The card, empty yet; ``home``: where an emblem without a folder lies."""
        super().__init__(
            look, tr("Meja ini"), tr("Berlaku mulai slip berikutnya. Slip yang sudah dicetak tidak berubah.")
        )
        self._home = home
        self.lines: dict[str, LineBox] = {}
        for name, label, help_text, width_px, most in _LINES:
            box = LineBox(name)
            box.setMaxLength(most)
            self.lines[name] = box
            row = AskRow(look, tr(label), box, tr(help_text) if help_text else "", width_px=width_px)
            self.add_row(name, row, box.signals)
            box.signals.typed.connect(lambda _typed: self.edited.emit())
        sizes = [Option(_USUAL, tr("Biasa")), Option(_LARGE, tr("Besar"))]
        self.print_size = ChoiceBox("large_print", sizes, can_be_empty=False)
        self.print_size.signals.typed.connect(lambda _typed: self.edited.emit())
        help_text = tr("Besar: untuk yang sulit membaca. Slip menjadi lebih panjang.")
        row = AskRow(look, tr("Huruf di slip"), self.print_size, help_text, width_px=160)
        self.add_row("large_print", row, self.print_size.signals)
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
        self.print_size.show_text(_LARGE if settings.large_print else _USUAL)
        self.lock.show_text(str(settings.lock_after_minutes))

    def values(self) -> Mapping[str, str | int]:
        """What stands here, by key of the settings."""
        texts = {name: " ".join(box.text().split()) for name, box in self.lines.items()}
        texts["emblem"] = self.lines["emblem"].text().strip()
        is_large = self.print_size.chosen == _LARGE
        return {**texts, "large_print": is_large, "lock_after_minutes": int(self.lock.chosen)}

    def findings(self) -> Mapping[str, str]:
        """What cannot be saved."""
        found = {}
        if not _HOST.fullmatch(self.lines["status_host"].text().strip()):
            found["status_host"] = say("STATUS_HOST_SHAPE")
        try:
            read_emblem(self._home, self.lines["emblem"].text().strip())
        except Trouble as trouble:
            found["emblem"] = say(trouble.code, trouble.facts)
        return found
