"""One row of the registration form: label, boxes, the grey hint beside them, the findings under them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.forms.views import FieldView, Hint, HintCode
from app.ui.i18n import say, tr
from app.ui.panels.registration_fields import Box, RowPlan, box_of
from app.ui.theme import Look
from app.ui.widgets.finding_line import Answering, FindingLine
from app.ui.widgets.icon import icon_pixmap
from app.ui.widgets.words import set_kind, set_style_property, set_tip, words
from core.findings import Finding, Weight, heaviest

GUTTER_PX = 134
QUESTION_PX = 300
ROW_PX = 40
MOST_HINT_LINES = 2

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
        self._sign = QLabel()
        self._hint = words("", "muted", wraps=True)
        self._hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._hint.setFixedHeight(look.px(ROW_PX))
        self._lines: list[FindingLine] = []
        self._shown: tuple[ShownFinding, ...] = ()
        self._is_settled = False
        self._below = QWidget()
        self._below_column = QVBoxLayout(self._below)
        self._below_column.setContentsMargins(look.px(QUESTION_PX if plan.is_wide else GUTTER_PX), 0, 0, look.px(8))
        self._below_column.setSpacing(look.px(4))
        self._below.hide()
        self._lay_out()

    def _lay_out(self) -> None:
        look = self._look
        label = words(self.plan.label, "" if self.plan.is_wide else "muted", wraps=True)
        label.setFixedWidth(look.px((QUESTION_PX if self.plan.is_wide else GUTTER_PX) - 8))
        label.setBuddy(next(iter(self.boxes.values())))
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(look.px(8))
        line.addWidget(label)
        for cell in self.plan.cells:
            line.addWidget(self.boxes[cell.name], cell.width_px)  # far more than the hint's 1: boxes come first
        line.addWidget(self._sign)
        line.addWidget(self._hint, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(line)
        column.addWidget(self._below)
        self.setMinimumHeight(look.px(ROW_PX))
        self._sign.hide()

    def show_field(self, view: FieldView) -> None:
        """Show text and hint of one field."""
        cast("Box", self.boxes[view.name]).show_text(view.text)
        self._hint_texts[view.name] = hint_text(view)
        text = " \u00b7 ".join(one for one in self._hint_texts.values() if one)
        if text != self._hint_text:
            self._hint_text = text
            self._fit_hint()
            self._describe()
        if view.name == "nik":
            self._praise(is_read=any(hint.code == HintCode.BORN for hint in view.hints) and not view.findings)

    def _fit_hint(self) -> None:
        """Two lines at most; what is longer is cut, and told whole by the mouse."""
        metrics, width, text = self._hint.fontMetrics(), self._hint.width(), self._hint_text
        is_whole = self._hint_lines(text, width) <= MOST_HINT_LINES
        self._hint.setText(text if is_whole else metrics.elidedText(text, Qt.TextElideMode.ElideRight, width))
        set_tip(self._hint, "" if is_whole else text)

    def _hint_lines(self, text: str, width: int) -> int:
        metrics = self._hint.fontMetrics()
        if metrics.horizontalAdvance(text) <= width:
            return 1
        broken = metrics.boundingRect(QRect(0, 0, width, 0), Qt.TextFlag.TextWordWrap, text)
        return MOST_HINT_LINES + 1 if broken.width() > width else round(broken.height() / metrics.lineSpacing())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the toolkit's name
        """Another amount of the hint fits."""
        super().resizeEvent(event)
        self._fit_hint()

    def _praise(self, *, is_read: bool) -> None:
        """The decoded number is good news: sign and colour say so."""
        if is_read == self._sign.isHidden():
            colour = self._look.colours.ok
            self._sign.setPixmap(icon_pixmap("check", colour, self._look.px(18)))
            self._sign.setVisible(is_read)
            set_kind(self._hint, "ok" if is_read else "muted")

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
            self._lines.append(line)
            self._below_column.insertWidget(len(self._lines) - 1, line)
        for place, line in enumerate(self._lines):
            line.setVisible(place < len(shown))
            if place < len(shown):
                line.show_finding(shown[place].finding.weight, shown[place].text, shown[place].answers)
        self._below.setVisible(bool(shown))
        self._describe()

    def add_below(self, widget: QWidget) -> None:
        """Put more than sentences under the boxes; it comes last and shows itself."""
        self._below_column.addWidget(widget)

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
