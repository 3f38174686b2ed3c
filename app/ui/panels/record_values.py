"""What a correction starts from and what it says: the fields of a kept registration as an officer would type them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.desk.history import MASKED
from app.desk.record import Record
from app.ui.i18n import day_text
from app.ui.panels.registration_fields import ANSWER, NONE_OF_THESE, Cell, sections_of
from app.ui.widgets.tick_boxes import NO, YES
from core.findings import Finding, Weight
from core.registration import NotedFinding
from core.wire.records import Answer

_NOT_HERE = ("documents", "consent")


@dataclass(frozen=True, slots=True)
class Correction:
    """What the officer wants to put right.

    Args:
        confirm_at: field and code of the warnings that were confirmed.
        is_typed: whether anything was entered; else only a doubt is settled and the field stays as it is.
    """

    field: str
    text: str
    reason: str
    confirm_at: frozenset[tuple[str, str]] = frozenset()
    is_typed: bool = True

    @property
    def fields(self) -> dict[str, str]:
        """As identity fields."""
        return {self.field: self.text} if self.is_typed and not self.field.startswith(ANSWER) else {}

    @property
    def answers(self) -> dict[str, Answer]:
        """As answers to the programme's questions."""
        if not (self.is_typed and self.field.startswith(ANSWER)):
            return {}
        meant: dict[str, Answer] = {YES: True, NO: False, NONE_OF_THESE: None}
        return {self.field.removeprefix(ANSWER): meant.get(self.text, self.text)}


def cells_of(record: Record) -> Iterator[Cell]:
    """The boxes of everything that can be corrected, in the order of the form."""
    if record.programme is not None:
        for section in sections_of(record.programme):
            for row in section.rows:
                yield from (cell for cell in row.cells if cell.name not in _NOT_HERE)


def left_open(record: Record, name: str) -> Iterator[NotedFinding]:
    """What the first visit left open at a field: one key may settle it without another text."""
    for one in record.open_findings:
        if one.field == name and one.is_open:
            yield NotedFinding(Finding(one.field, Weight(one.weight), one.code, one.facts))


def kept_text(record: Record, name: str) -> str:
    """What a field or an answer says now, as the form keeps it; empty for numbers that are not shown."""
    body = record.kept.body
    if name in MASKED:
        return ""  # the whole number is looked at by its own key, which is kept in the history
    if not name.startswith(ANSWER):
        return str(getattr(body.person, name)) or body.typed.get(name, "")
    question = name.removeprefix(ANSWER)
    if question not in body.answers:
        return ""
    answer = body.answers[question]
    return NONE_OF_THESE if answer is None else str(answer)


def shown_text(record: Record, name: str, text: str) -> str:
    """A kept value as an officer would type it."""
    villages = {"village_code": record.village, "current_village_code": record.current_village}
    if name == "birth_date" and record.kept.body.person.birth_date:
        return day_text(date.fromisoformat(text))
    return (villages.get(name) or text) if name in villages else text
