"""The program's last log lines, masked, for support."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.ui.i18n import tr
from app.ui.overlays.text_sheet import TextSheet
from app.ui.station import Station

MOST_LINES = 500


class LogView(TextSheet):
    """Reads the lines aside and shows them."""

    def __init__(self, station: Station, parent: QWidget) -> None:
        super().__init__(
            station.look,
            parent,
            tr("Catatan program"),
            tr("Untuk dukungan. NIK, nomor KK, nomor HP, dan e-mail sudah disamarkan."),
        )
        station.tasks.run_aside(self, lambda: station.house.recent_log(MOST_LINES), self._show)

    def _show(self, lines: tuple[str, ...]) -> None:
        self.show_text("\n".join(lines) if lines else tr("Belum ada catatan."))
