"""The box that chooses of which programme a list is."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QHBoxLayout

from app.ui.i18n import of_programme, tr
from app.ui.station import Station
from app.ui.theme import Look
from app.ui.widgets.choice_box import ChoiceBox, Option
from app.ui.widgets.words import words
from core.programme import Programme

MOST_PX = 240
"""Names longer than this are cut in the box and whole in its list."""

_HIDDEN = "="
"""Letters choose by the names that are read, never by the codes behind them."""


class ProgrammeBox(ChoiceBox):
    """Names of programmes; none is never chosen while there is any."""

    def __init__(self, station: Station) -> None:
        super().__init__("programme", [], can_be_empty=False)
        self._desk = station.desk
        self.setAccessibleName(tr("Program"))
        self.view().setAccessibleName(tr("Program"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumWidth(station.look.px(MOST_PX))

    def offer_programmes(self, programmes: list[Programme]) -> None:
        """Offer these; what is chosen stays so if it is still among them."""
        self.offer([Option(_HIDDEN + one.code, of_programme(one.name)) for one in programmes])
        if not self.chosen and programmes:
            self.setCurrentIndex(0)

    def choose(self, code: str) -> None:
        """Choose a programme; nobody is told."""
        if code:
            self.show_text(_HIDDEN + code)

    @property
    def code(self) -> str:
        """Code of the chosen programme; empty = none is offered."""
        return self.chosen.removeprefix(_HIDDEN)

    @property
    def programme(self) -> Programme | None:
        """The chosen programme."""
        return self._desk.programme_of(self.code) if self.code else None


def programme_head(look: Look, title: str, box: ProgrammeBox) -> QHBoxLayout:
    """The head of a screen that is about one programme: its title at the left, which programme at the right."""
    head = QHBoxLayout()
    head.setSpacing(look.px(12))
    head.addWidget(words(title, "title"))
    head.addStretch(1)
    label = words(tr("Program"), "muted")
    label.setBuddy(box)
    head.addWidget(label)
    head.addWidget(box)
    return head
