"""One row of the registration form: label, boxes, the grey hint beside them, the findings under them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.forms.views import FieldView, Hint, HintCode
from app.ui.i18n import say, tr
from app.ui.panels.registration_fields import Box, RowPlan, box_of
from app.ui.theme import Look
from app.ui.widgets.drawn_label import DrawnLabel
from app.ui.widgets.finding_line import Answering, FindingLine
from app.ui.widgets.words import set_style_property, words
from core.findings import Finding, Weight, heaviest

GUTTER_PX = 134
QUESTION_PX = 300
ROW_PX = 40
MOST_HINT_LINES = 2
LABEL_AIR_PX = 4
"""Above and below a label: two lines of one question never run into those of the next."""

_STATES = {Weight.OK: "", Weight.WARN: "attention", Weight.BLOCK: "stop"}
_SAID_BY_BOX = frozenset({("sex", HintCode.WOMAN), ("sex", HintCode.MAN)})
"""Hints that the words in the box say already."""


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding as its row shows it.

    Args:
        place: the field it stands under; mostly, but not always, the one it is about.
    """

    place: str
    finding: Finding
    text: str
    answers: tuple[Answering, ...] = ()


class RowWidget(QWidget):
    """Shows the fields of one row. Findings come and go only when told so: nothing moves while somebody types."""

    def __init__(self, look: Look, plan: RowPlan) -> None:
        super().__init__()
        self._look = look
        self.plan = plan
        self.boxes: dict[str, QWidget] = {cell.name: box_of(cell, look) for cell in plan.cells}
        self._hint_texts: dict[str, str] = {}
        self._hint_text = ""
        self._is_read = False
        self._hint = DrawnLabel(look, most_lines=MOST_HINT_LINES)
        self._hint.setFixedHeight(look.px(ROW_PX))
        self._lines: list[FindingLine] = []
        self._shown: tuple[ShownFinding, ...] = ()
        self._is_settled = False
        self._below: QWidget | None = None
        self._lay_out()

    def _lay_out(self) -> None:
        look = self._look
        label = words(self.plan.label, "" if self.plan.is_wide else "muted", wraps=True)
        label.setFixedWidth(look.px((QUESTION_PX if self.plan.is_wide else GUTTER_PX) - 8))
        label.setContentsMargins(0, look.px(LABEL_AIR_PX), 0, look.px(LABEL_AIR_PX))
        label.setBuddy(next(iter(self.boxes.values())))
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(look.px(8))
        line.addWidget(label)
        for cell in self.plan.cells:
            line.addWidget(self.boxes[cell.name], cell.width_px)  # far more than the hint's 1: boxes come first
        line.addWidget(self._hint, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(line)
        self.setMinimumHeight(look.px(ROW_PX))

    def show_field(self, view: FieldView) -> None:
        """Show text and hint of one field."""
        cast("Box", self.boxes[view.name]).show_text(view.text)
        self._hint_texts[view.name] = hint_text(view)
        text = " \u00b7 ".join(one for one in self._hint_texts.values() if one)
        is_read = self._is_read
        if view.name == "nik":
            is_read = any(hint.code == HintCode.BORN for hint in view.hints) and not view.findings
        if (text, is_read) != (self._hint_text, self._is_read):
            self._hint_text, self._is_read = text, is_read
            # the decoded number is good news: sign and colour say so
            tone, sign = ("ok", "check") if is_read else ("muted", "")
            self._hint.say(text, tone, sign=sign, is_bold=is_read)
            self._describe()

    def show_states(self, views: Mapping[str, FieldView]) -> None:
        """Colour the boxes: given by the program, in question, or wrong; the sentence below says the same in words."""
        for name, box in self.boxes.items():
            worst = heaviest(one.finding for one in self._shown if one.place == name)
            state = _STATES[worst] or ("given" if views[name].is_filled_in else "")
            set_style_property(box, "state", state)

    def show_findings(self, findings: Sequence[ShownFinding]) -> None:
        """Show these under the boxes."""
        shown = tuple(findings)
        if shown == self._shown and not self._is_settled:
            return
        self._shown = shown
        self._is_settled = False
        while len(self._lines) < len(shown):
            line = FindingLine(self._look)
            self._room_below.insertWidget(len(self._lines), line)
            self._lines.append(line)
        for place, line in enumerate(self._lines):
            line.setVisible(place < len(shown))
            if place < len(shown):
                line.show_finding(shown[place].finding.weight, shown[place].text, shown[place].answers)
        if self._below is not None:
            self._below.setVisible(bool(shown))
        self._describe()

    def add_below(self, widget: QWidget) -> None:
        """Put more than sentences under the boxes; it comes last and shows itself."""
        self._room_below.addWidget(widget)

    @property
    def _room_below(self) -> QVBoxLayout:
        """What stands under the boxes; most rows never need it."""
        if self._below is None:
            look = self._look
            self._below = QWidget(self)
            self._below.hide()
            column = QVBoxLayout(self._below)
            column.setContentsMargins(look.px(QUESTION_PX if self.plan.is_wide else GUTTER_PX), 0, 0, look.px(8))
            column.setSpacing(look.px(4))
            self._column.addWidget(self._below)
        return cast("QVBoxLayout", self._below.layout())

    def _describe(self) -> None:
        """What stands beside and below a box is told with it."""
        for name, box in self.boxes.items():
            said = [self._hint_texts.get(name, ""), *(one.text for one in self._shown if one.place == name)]
            box.setAccessibleDescription(" ".join(one for one in said if one))

    @property
    def findings(self) -> tuple[ShownFinding, ...]:
        """What stands under the boxes now."""
        return self._shown

    def line_of(self, shown: ShownFinding) -> QWidget:
        """Where one of :attr:`findings` is written."""
        return self._lines[self._shown.index(shown)]

    def settle(self, views: Mapping[str, FieldView]) -> None:
        """While somebody mends the field, its sentences go silent once they are no longer true, but keep their room."""
        if not self._shown:
            return
        still = {noted.finding.code for shown in self._shown for noted in views[shown.finding.field].findings}
        for shown, line in zip(self._shown, self._lines, strict=False):
            if shown.finding.code not in still:
                self._is_settled = True  # the same may be true again when the field is left
                line.show_finding(Weight.OK, tr("Sudah diperbaiki."), ())


def hint_text(view: FieldView) -> str:
    """The grey remarks of a field in one line."""
    said = [_hint_words(hint) for hint in view.hints if (view.name, hint.code) not in _SAID_BY_BOX]
    if any(noted.is_confirmed for noted in view.findings):
        said.append(tr("sudah dipastikan"))
    text = ", ".join(said)
    return text[:1].upper() + text[1:]


def _hint_words(hint: Hint) -> str:
    return say(hint.code, hint.facts)
