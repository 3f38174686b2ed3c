"""The line on top: which desk, who works there, what time it is, and the way to everything else."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout

from app.ui.actions import FIND, Action
from app.ui.i18n import tr
from app.ui.station import Station
from app.ui.widgets.key_chip import KeyChip
from app.ui.widgets.words import words

CLOCK_EVERY_MS = 5000


class Header(QFrame):
    """Post, training mark, finder, officer, clock."""

    def __init__(self, station: Station, find: Action) -> None:
        super().__init__()
        self._station = station
        look, desk = station.look, station.desk
        post = desk.store.profile.post
        self.setProperty("is", "header")
        self.setFixedHeight(look.px(40))
        self._clock = words("", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(20), 0, look.px(20), 0)
        row.setSpacing(look.px(8))
        row.addWidget(words(f"Posko {post.code}", "section"))
        row.addWidget(words(desk.words.letterhead.agency or post.name, "muted"))
        if post.is_training:
            row.addWidget(words(tr("LATIHAN"), "attention"))
        row.addStretch(1)
        finder = KeyChip(look, FIND.keys, tr(FIND.text))
        finder.clicked.connect(find.run)
        row.addWidget(finder)
        row.addSpacing(look.px(16))
        row.addWidget(words(desk.keys.officer.name))
        row.addWidget(self._clock)
        timer = QTimer(self, interval=CLOCK_EVERY_MS)
        timer.timeout.connect(self._tick)
        timer.start()
        self._tick()

    def _tick(self) -> None:
        local = self._station.desk.words.local(self._station.desk.clock.now())
        self._clock.setText(f"{local:%H.%M} {self._station.desk.words.zone}")
