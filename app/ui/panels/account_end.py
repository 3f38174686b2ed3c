"""What there is: the address large and spelled, how far mailbox, proof and card are; for road B and for the end."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.ui.panels.account_page import HelpPage
from app.ui.theme import Look
from app.ui.widgets.finding_line import FindingLine
from app.ui.widgets.spelled import SpelledStrip
from app.ui.widgets.words import show_address, words
from core.findings import Weight
from core.spelling import SpelledSign

MOST_LINES = 4


class ResultPage(HelpPage):
    """Nothing to type; keys lead on."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Enter is the page's; there is nothing to stop at
        self.address: QLabel = words("", "display-accent", wraps=True)
        self.spelled = SpelledStrip(look)
        self.lines = [FindingLine(look) for _place in range(MOST_LINES)]
        for part in (self.address, self.spelled, *self.lines):
            self.column.addWidget(part)
        self.column.addStretch(1)

    def show_result(
        self, title: str, address: str, signs: Sequence[SpelledSign], lines: Sequence[tuple[Weight, str]]
    ) -> None:
        """Show what there is.

        Args:
            lines: at most four sentences, empty ones are left out.
        """
        self.ask(title)
        show_address(self.address, address)
        self.address.setVisible(bool(address))
        self.spelled.show_signs(signs)
        said = [one for one in lines if one[1]][:MOST_LINES]
        for line in self.lines:
            line.hide()
        for line, (weight, text) in zip(self.lines, said, strict=False):
            line.show_finding(weight, text, ())
            line.show()
        self.setAccessibleDescription(" ".join((address, *(text for _weight, text in said))))

    def forget(self) -> None:
        """Nobody's address stays here."""
        self.address.clear()
        self.spelled.show_signs(())
        self.setAccessibleDescription("")
        for line in self.lines:
            line.hide()
