"""What the list is narrowed to besides what was typed: day, outcome, status."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.desk.people_index import Filters
from app.ui.i18n import day_text, mark, tr
from app.ui.theme import Look
from app.ui.widgets.box_signals import Typed
from app.ui.widgets.choice_box import ChoiceBox, Option
from app.ui.widgets.line_box import LineBox
from app.ui.widgets.standing import OUTCOMES, STATUSES
from app.ui.widgets.words import set_style_property, words
from core.dates import check_date

_TODAY, _YESTERDAY, _WEEK, _OTHER = "today", "yesterday", "week", "other"
_HIDDEN = "="
_DAYS = (
    (_TODAY, mark("Hari ini")),
    (_YESTERDAY, mark("Kemarin")),
    (_WEEK, mark("7 hari terakhir")),
    (_OTHER, mark("Tanggal lain")),
)


class SearchFilters(QWidget):
    """Three boxes in a row, and two dates where another day is wanted."""

    filtered = Signal(object)
    """The list is to be narrowed otherwise: ``Filters``."""

    def __init__(self, look: Look, today: date) -> None:
        super().__init__()
        self._look = look
        self._today = today
        self._chosen = {"day": "", "outcome": "", "status": ""}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(look.px(16))
        self.day = self._choice("day", tr("Hari"), tuple(Option(code, tr(text)) for code, text in _DAYS))
        self.first = self._date(tr("Dari tanggal"))
        self.last = self._date(tr("Sampai tanggal"))
        outcomes = tuple(Option(code, tr(text)) for code, text in OUTCOMES.items())
        statuses = tuple(Option(code, tr(one.text)) for code, one in STATUSES.items())
        self.outcome = self._choice("outcome", tr("Hasil"), outcomes)
        self.status = self._choice("status", tr("Status"), statuses)
        self._row.addStretch(1)
        self._show_dates()

    def _choice(self, name: str, label: str, options: tuple[Option, ...]) -> ChoiceBox:
        # letters are to choose by the words that are read, never by the codes behind them
        box = ChoiceBox(name, [Option(_HIDDEN + one.text, one.label) for one in options])
        box.view().setAccessibleName(label)
        box.setItemText(0, tr("Semua"))
        box.setAccessibleDescription(tr("Ketik huruf depannya; Backspace untuk semua"))
        box.signals.typed.connect(self._choose)
        box.setMinimumWidth(self._look.px(150))
        self._add(label, box)
        return box

    def _date(self, label: str) -> LineBox:
        box = LineBox("date")
        box.setPlaceholderText(day_text(self._today))
        box.setFixedWidth(self._look.px(120))
        box.textChanged.connect(lambda _text: self._tell())
        self._add(label, box)
        return box

    def _add(self, label: str, box: QWidget) -> None:
        name = words(label, "muted")
        name.setBuddy(box)
        box.setAccessibleName(label)
        column = QVBoxLayout()
        column.setSpacing(self._look.px(4))
        column.addWidget(name)
        column.addWidget(box)
        self._row.addLayout(column)

    @property
    def filters(self) -> Filters:
        """What is chosen now."""
        first, last = self._span()
        return Filters(first, last, self._chosen["outcome"], self._chosen["status"])

    def clear(self) -> None:
        """Show everybody again."""
        for box in (self.day, self.outcome, self.status):
            box.show_text("")
        self.first.clear()
        self.last.clear()
        self._chosen = dict.fromkeys(self._chosen, "")
        self._show_dates()
        self._tell()

    def _choose(self, typed: Typed) -> None:
        self._chosen[typed.name] = typed.text.removeprefix(_HIDDEN)
        self._show_dates()
        self._tell()

    def _show_dates(self) -> None:
        is_other = self._chosen["day"] == _OTHER
        for box in (self.first, self.last):
            box.setVisible(is_other)
            label = self._label_of(box)
            if label:
                label.setVisible(is_other)

    def _label_of(self, box: QWidget) -> QLabel | None:
        return next((label for label in self.findChildren(QLabel) if label.buddy() is box), None)

    def _span(self) -> tuple[str, str]:
        today, day = self._today, timedelta(days=1)
        spans = {
            _TODAY: (today, today),
            _YESTERDAY: (today - day, today - day),
            _WEEK: (today - 6 * day, today),
        }
        if self._chosen["day"] in spans:
            first, last = spans[self._chosen["day"]]
            return first.isoformat(), last.isoformat()
        return (self._read(self.first), self._read(self.last)) if self._chosen["day"] == _OTHER else ("", "")

    def _read(self, box: LineBox) -> str:
        """The date in a box as ISO text; empty while it is none, which the box then shows."""
        text = box.text().strip()
        day = check_date(text, on=self._today, field="date").value if text else None
        set_style_property(box, "state", "stop" if text and day is None else "")
        return day.isoformat() if day else ""

    def _tell(self) -> None:
        self.filtered.emit(self.filters)


def set_tab_order(filters: SearchFilters, before: QWidget, after: QWidget) -> None:
    """Tab goes from the search box through the filters to the list."""
    order = (before, filters.day, filters.first, filters.last, filters.outcome, filters.status, after)
    for one, other in itertools.pairwise(order):
        QWidget.setTabOrder(one, other)
