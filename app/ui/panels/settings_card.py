"""One part of the settings: a heading, a sentence, and rows; Enter goes from box to box."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.ui.theme import Look
from app.ui.widgets.ask_row import AskRow
from app.ui.widgets.box_signals import BoxSignals
from app.ui.widgets.words import words


class SettingsCard(QFrame):
    """A card."""

    def __init__(self, look: Look, title: str, about: str = "") -> None:
        super().__init__()
        self.look = look
        self.rows: dict[str, AskRow] = {}
        self.setProperty("is", "card")
        self.setAccessibleName(title)
        self.column = QVBoxLayout(self)
        margin = look.px(16)
        self.column.setContentsMargins(margin, margin, margin, margin)
        self.column.setSpacing(look.px(12))
        self.column.addWidget(words(title, "section"))
        if about:
            self.column.addWidget(words(about, "muted", wraps=True))

    def add_row(self, name: str, row: AskRow, signals: BoxSignals | None = None) -> None:
        """One more question; its box can be found by its name when the window is built anew."""
        self.rows[name] = row
        row.box.setObjectName(f"setting_{name}")
        self.column.addWidget(row)
        if signals is not None:
            signals.moved_on.connect(lambda _name: self.move_on_from(name))
            signals.typed.connect(lambda _typed: row.show_finding(""))

    def move_on_from(self, name: str) -> None:
        """Enter goes to the next box of the window."""
        self.rows[name].box.setFocus(Qt.FocusReason.OtherFocusReason)
        self.focusNextChild()

    def show_findings(self, findings: Mapping[str, str]) -> bool:
        """Say what is wrong under the boxes; whether anything was, which then has the focus."""
        return show_findings(self.rows, findings)


def show_findings(rows: Mapping[str, AskRow], findings: Mapping[str, str]) -> bool:
    """Say what is wrong under the boxes; whether anything was, which then has the focus."""
    wrong = [name for name in rows if name in findings]
    for name, row in rows.items():
        row.show_finding(findings.get(name, ""))
    if wrong:
        rows[wrong[0]].box.setFocus(Qt.FocusReason.OtherFocusReason)
    return bool(wrong)
