"""Two people side by side who are likely one: what the form says, what stands here already, and what agrees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout

from app.forms.views import FormView
from app.ui.i18n import day_text, field_label, mark, of_programme, tr
from app.ui.theme import Look
from app.ui.widgets.finding_line import Answering
from app.ui.widgets.icon import icon_pixmap
from app.ui.widgets.key_chip import KeyChip
from app.ui.widgets.words import set_kind, set_tip, words
from core.known import LikelyPerson
from core.people import masked_nik

WIDTH_PX = 660
CELL_PX = 190
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
    yield Pair(tr("Program"), NOTHING, of_programme(likely.programme))
    yield Pair(tr("Nomor registrasi"), NOTHING, likely.registration_no)
    yield Pair(tr("Tercatat"), NOTHING, f"{likely.queue_number}, {day_text(likely.on)}")


def _day(text: str) -> str:
    try:
        return day_text(date.fromisoformat(text))
    except ValueError:
        return text


class LikelyPanel(QFrame):
    """A small table under the name, and the keys that decide; built once, then only its words change."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._rows: list[_Row] = []
        self._answers: tuple[Answering, ...] | None = None
        self._chips: list[KeyChip] = []
        self.setProperty("is", "card")
        self.setMaximumWidth(look.px(WIDTH_PX))
        self.setAccessibleName(tr("Dibandingkan dengan data yang sudah ada"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(look.px(16))
        self._grid.setVerticalSpacing(look.px(2))
        for column, text in enumerate(("", tr("Formulir ini"), tr("Data yang sudah ada"))):
            self._grid.addWidget(words(text, "strong"), 0, column)
        for column in (1, 2):
            self._grid.setColumnStretch(column, 1)
        self._keys = QHBoxLayout()
        self._keys.setSpacing(look.px(16))
        keys = QHBoxLayout()
        keys.addLayout(self._keys)
        keys.addStretch(1)
        column_of_all = QVBoxLayout(self)
        column_of_all.setContentsMargins(look.px(12), look.px(8), look.px(12), look.px(8))
        column_of_all.setSpacing(look.px(8))
        column_of_all.addLayout(self._grid)
        column_of_all.addLayout(keys)

    def show_pairs(self, pairs: Sequence[Pair], answers: Sequence[Answering]) -> None:
        """Show both people, and what may be answered now."""
        while len(self._rows) < len(pairs):
            self._rows.append(_Row(self._look, self._grid, len(self._rows) + 1))
        for row, pair in zip(self._rows, pairs, strict=True):
            row.show_pair(pair)
        self.setAccessibleDescription(". ".join(_spoken(pair) for pair in pairs))
        if tuple(answers) == self._answers:
            return
        self._answers = tuple(answers)
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips = [KeyChip(self._look, answer.keys, answer.text, self) for answer in answers]
        for chip, answer in zip(self._chips, answers, strict=True):
            chip.clicked.connect(answer.run)
            self._keys.addWidget(chip)
            chip.show()


class _Row:
    """One line of the table."""

    def __init__(self, look: Look, grid: QGridLayout, place: int) -> None:
        self._look = look
        self._shown: Pair | None = None
        self._label = words("", "muted")
        self._here = words("")
        self._before = words("")
        self._sign = QLabel()
        self._word = words("")
        for column, cell in enumerate((self._label, self._here, self._before)):
            grid.addWidget(cell, place, column)
        line = QHBoxLayout()
        line.setSpacing(look.px(4))
        line.addWidget(self._sign)
        line.addWidget(self._word)
        grid.addLayout(line, place, 3)

    def show_pair(self, pair: Pair) -> None:
        """Show this one; a name that is longer than its room is told whole by the mouse."""
        if pair == self._shown:
            return
        self._shown = pair
        self._label.setText(pair.label)
        room = self._look.px(CELL_PX)
        for cell, text in ((self._here, pair.here), (self._before, pair.before)):
            shown = cell.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
            cell.setText(shown)
            set_tip(cell, "" if shown == text else text)
        icon_name, kind, word = _AGREEMENTS[pair.agreement]
        pixmap = (
            icon_pixmap(icon_name, getattr(self._look.colours, kind), self._look.px(16)) if icon_name else QPixmap()
        )
        self._sign.setPixmap(pixmap)
        self._word.setText(tr(word) if word else "")
        set_kind(self._word, kind)


def _spoken(pair: Pair) -> str:
    word = _AGREEMENTS[pair.agreement][2]
    return f"{pair.label}: {pair.here}, {pair.before}" + (f", {tr(word)}" if word else "")
