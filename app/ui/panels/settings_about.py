"""What this is and how it stands: version, drafts, where the profile lies, and the way to more."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from app.desk.drafts import drafts
from app.ui.actions import ABOUT, LOG
from app.ui.i18n import number_text, tr
from app.ui.panels.settings_card import SettingsCard
from app.ui.station import Station
from app.ui.version import program_version
from app.ui.widgets.button import button
from app.ui.widgets.words import words


class AboutCard(SettingsCard):
    """A few lines and two buttons."""

    def __init__(self, station: Station) -> None:
        super().__init__(station.look, tr("Tentang laptop ini"))
        self._station = station
        self.drafts = words("", wraps=True)
        self.folder = words(tr("Folder data: {folder}").format(folder=str(station.house.home)), "muted", wraps=True)
        self.folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.column.addWidget(words(tr("Posko versi {version}").format(version=program_version())))
        self.column.addWidget(self.drafts)
        self.column.addWidget(self.folder)
        line = QHBoxLayout()
        line.addWidget(button(tr("Tentang dan lisensi"), lambda: station.signals.overlay_chosen.emit(ABOUT)))
        line.addWidget(button(tr("Catatan program"), lambda: station.signals.overlay_chosen.emit(LOG)))
        line.addStretch(1)
        self.column.addLayout(line)

    def refresh(self) -> None:
        """Count the drafts again."""
        desk = self._station.desk
        self._station.tasks.run(self, lambda: len(drafts(desk)), self._show_count)

    def _show_count(self, count: int) -> None:
        text = tr("{count} draf menunggu dilengkapi.") if count else tr("Tidak ada draf.")
        self.drafts.setText(text.format(count=number_text(count)))
