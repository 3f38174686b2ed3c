"""Two people side by side who are likely one: what the form says, what stands here already, and what agrees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.forms.views import FormView
from app.ui.i18n import day_text, field_label, mark, of_programme, tr
from app.ui.theme import Look
from app.ui.widgets.finding_line import Answering
from app.ui.widgets.icon import icon_pixmap
from app.ui.widgets.key_chip import KeyChip
from app.ui.widgets.words import words
from core.known import LikelyPerson
from core.people import masked_nik

WIDTH_PX = 640
NOTHING = "\u2014"

_SEXES = {"P": mark("Perempuan"), "L": mark("Laki-laki")}
_AGREEMENTS = {
    "same": ("check", "attention", mark("sama")),
    "near": ("help-circle", "attention", mark("mirip")),
    "other": ("x", "muted", mark("beda")),
    "": ("", "muted", ""),
}


@dataclass(frozen=True, slots=True)
class Pair:
    """One line: what both say of a field, and whether that agrees: ``same``, ``near``, ``other`` or empty."""

    label: str
    here: str
    before: str
    agreement: str = ""


def pairs_of(view: FormView, likely: LikelyPerson) -> Iterator[Pair]:
    """The lines, in the order of the KTP; numbers of people are masked."""
    applicant, place = view.applicant, view.summary.place
    born = applicant.birth_date
    lines = (
        ("name_on_id", applicant.name_on_id, likely.name_on_id),
        ("birth_date", day_text(born) if born else "", _day(likely.birth_date)),
        ("sex", tr(_SEXES.get(applicant.sex or "", "")), tr(_SEXES.get(likely.sex, ""))),
        ("village_code", place[0] if place else "", likely.village),
        ("nik", masked_nik(applicant.nik), likely.masked_nik),
    )
    for field, here, before in lines:
        is_near = field in likely.agreeing and field != "nik"
        agreement = "" if not here or not before else "same" if here == before else "near" if is_near else "other"
        yield Pair(field_label(field), here or NOTHING, before or NOTHING, agreement)
    numbers = f"{likely.queue_number}  \u00b7  {likely.registration_no}"
    yield Pair(tr("Tercatat"), tr("belum"), f"{of_programme(likely.programme)}, {day_text(likely.on)}\n{numbers}")


def _day(text: str) -> str:
    try:
        return day_text(date.fromisoformat(text))
    except ValueError:
        return text


class LikelyPanel(QFrame):
    """A small table under the name, and the keys that decide."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._shown: tuple[tuple[Pair, ...], tuple[Answering, ...]] | None = None
        self.setProperty("is", "card")
        self.setMaximumWidth(look.px(WIDTH_PX))
        self.setAccessibleName(tr("Dibandingkan dengan data yang sudah ada"))
        self._table: QWidget | None = None
        self._chips = QHBoxLayout()
        self._chips.setSpacing(look.px(16))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(look.px(12), look.px(8), look.px(12), look.px(8))
        self._column.setSpacing(look.px(8))
        self._column.addLayout(self._chips)

    @property
    def chips(self) -> Sequence[KeyChip]:
        """The keys that decide."""
        items = (self._chips.itemAt(place) for place in range(self._chips.count()))
        return [item.widget() for item in items if item is not None and isinstance(item.widget(), KeyChip)]  # type: ignore[misc]  # checked here

    def show_pairs(self, pairs: Sequence[Pair], answers: Sequence[Answering]) -> None:
        """Show both; nothing is built anew while nothing has changed."""
        shown = (tuple(pairs), tuple(answers))
        if shown == self._shown:
            return
        self._shown = shown
        if self._table is not None:
            self._table.hide()
            self._table.deleteLater()
        self._table = self._made(pairs)
        self._column.insertWidget(0, self._table)
        while (item := self._chips.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for answer in answers:
            chip = KeyChip(self._look, answer.keys, answer.text)
            chip.clicked.connect(answer.run)
            self._chips.addWidget(chip)
        self._chips.addStretch(1)
        self.setAccessibleDescription(". ".join(_spoken(pair) for pair in pairs))

    def _made(self, pairs: Sequence[Pair]) -> QWidget:
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(self._look.px(16))
        grid.setVerticalSpacing(self._look.px(2))
        for column, text in enumerate(("", tr("Formulir ini"), tr("Data yang sudah ada"))):
            grid.addWidget(words(text, "strong"), 0, column)
        for row, pair in enumerate(pairs, 1):
            cells = (words(pair.label, "muted"), words(pair.here, wraps=True), words(pair.before, wraps=True))
            for column, cell in enumerate(cells):
                grid.addWidget(cell, row, column, Qt.AlignmentFlag.AlignTop)
            grid.addLayout(self._agreement(pair), row, len(cells), Qt.AlignmentFlag.AlignTop)
        for column in (1, 2):
            grid.setColumnStretch(column, 1)
        return table

    def _agreement(self, pair: Pair) -> QHBoxLayout:
        icon_name, kind, word = _AGREEMENTS[pair.agreement]
        sign = QLabel()
        if icon_name:
            sign.setPixmap(icon_pixmap(icon_name, getattr(self._look.colours, kind), self._look.px(16)))
        line = QHBoxLayout()
        line.setSpacing(self._look.px(4))
        line.addWidget(sign)
        line.addWidget(words(tr(word) if word else "", kind))
        return line


def _spoken(pair: Pair) -> str:
    word = _AGREEMENTS[pair.agreement][2]
    return f"{pair.label}: {pair.here}, {pair.before}" + (f", {tr(word)}" if word else "")
