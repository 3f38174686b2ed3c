"""Turned to the applicant at the account desk: one step, or the address sign by sign, large, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.ui.overlays.turned import TurnedOverlay
from app.ui.theme import DISPLAY_PT, TITLE_PT, Look
from app.ui.widgets.drawing import drawing_pixmap
from app.ui.widgets.spelled import SpelledStrip
from app.ui.widgets.words import show_address, words
from core.spelling import SpelledSign

PICTURE_PX = 200


@dataclass(frozen=True, slots=True)
class HelpCard:
    """What the applicant reads.

    Args:
        place: which step of how many.
        picture: name of a drawing; empty = none.
    """

    title: str
    text: str = ""
    place: str = ""
    picture: str = ""
    address: str = field(default="", repr=False)
    signs: Sequence[SpelledSign] = field(default=(), repr=False)


class HelpCardOverlay(TurnedOverlay):
    """One card."""

    def __init__(self, look: Look, parent: QWidget, shown: HelpCard) -> None:
        super().__init__(look, parent)
        self.setAccessibleName(shown.title)
        self.setAccessibleDescription(f"{shown.text} {shown.address}".strip())
        self.put(self._page(shown))

    def _page(self, shown: HelpCard) -> QWidget:
        look, page = self.look, QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(16))
        if shown.place:
            column.addWidget(words(shown.place, "large-muted"))
        if shown.picture:
            picture = QLabel()
            picture.setPixmap(drawing_pixmap(shown.picture, look.colours.accent, look.px(PICTURE_PX)))
            column.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(words(shown.title, "display", wraps=True))
        if shown.text:
            column.addWidget(words(shown.text, "show-fact", wraps=True))
        if shown.address:
            address = words("", "display-accent", wraps=True)
            show_address(address, shown.address)
            column.addWidget(address)
        if shown.signs:
            spelled = SpelledStrip(look, sign_pt=DISPLAY_PT, word_pt=TITLE_PT)
            column.addWidget(spelled)
            spelled.show_signs(shown.signs)
        column.addStretch(1)
        return page
