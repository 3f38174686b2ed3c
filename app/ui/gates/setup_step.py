"""One step of the set-up: what it asks, what it adds to the answers, where a finding of it belongs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.house import NewPost, ProvinceName
from app.ui.i18n import say
from app.ui.theme import Look
from app.ui.widgets.ask_row import AskRow
from app.ui.widgets.box_signals import BoxSignals
from app.ui.widgets.words import words
from core.findings import Finding


@dataclass(frozen=True, slots=True)
class Answers:
    """What the set-up has been told so far.

    Args:
        has_mode: whether somebody has chosen between training and real work.
        wants_server: whether the desk is to know its server from the start.
        block_text: the block as it was typed.
    """

    new: NewPost
    language: str = "id"
    again: str = ""
    has_mode: bool = False
    wants_server: bool = False
    block_text: str = "1"
    provinces: tuple[ProvinceName, ...] = ()


class SetupStep(QWidget):
    """Title, one sentence, a few rows."""

    moved_on = Signal()
    """Enter in the last box."""

    def __init__(self, look: Look, title: str, lead: str) -> None:
        super().__init__()
        self.look = look
        self.title = title
        self.rows: dict[str, AskRow] = {}
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(look.px(12))
        self.column.addWidget(words(title, "large"))
        self.column.addWidget(words(lead, "muted", wraps=True))
        self.column.addSpacing(look.px(8))

    @property
    def first(self) -> QWidget:
        """Where the keys go first."""
        return next(iter(self.rows.values())).box

    def add_row(self, name: str, row: AskRow) -> None:
        """One more question; ``name`` is the field that findings name."""
        self.rows[name] = row
        self.column.addWidget(row)

    def listen(self, signals: BoxSignals) -> None:
        """Enter moves on from this box; what is typed there answers what was said about it."""
        signals.moved_on.connect(self.move_on_from)
        signals.typed.connect(lambda typed: self.rows[typed.name].show_finding(""))

    def taken(self, answers: Answers) -> Answers:
        """The answers with those of this step."""
        raise NotImplementedError

    def findings(self, answers: Answers, found: Iterable[Finding]) -> Mapping[str, str]:
        """Field -> sentence, for what is wrong in this step.

        Args:
            found: what the house says about all answers.
        """
        del answers
        return {one.field: say(one.code, one.facts) for one in found if one.field in self.rows}

    def show_findings(self, findings: Mapping[str, str]) -> None:
        """Say them under their fields; the focus goes to the first."""
        for name, row in self.rows.items():
            row.show_finding(findings.get(name, ""))
        for name, row in self.rows.items():
            if name in findings:
                row.box.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def move_on_from(self, name: str) -> None:
        """Enter goes to the next box, behind the last one to the next step."""
        asked = [one for one, row in self.rows.items() if not row.isHidden()]
        behind = asked[asked.index(name) + 1 :]
        if behind:
            self.rows[behind[0]].box.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.moved_on.emit()
