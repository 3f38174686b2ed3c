"""What came of the survey of satisfaction: a table by element, the index and its band; nobody knows who answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from app.desk.context import Desk
from app.desk.exports.gathering import Selection
from app.desk.exports.making import both_sign, made_at, made_at_text, mark_of, period_text
from app.desk.queue.survey import survey_answers
from core.letter_words import letter_word
from core.survey import Element, ElementResult, SurveyResult, decimal_text, survey_result
from core.survey_rules import Band, BandTable
from core.visits import HIGHEST_ANSWER, LOWEST_ANSWER
from papers.letter import Block, Grid, Letter, Points, Words
from papers.roll import Cell, Column, Roll

_QUESTIONS: Mapping[Element, str] = {
    Element.REQUIREMENTS: "element_U1",
    Element.PROCEDURE: "element_U2",
    Element.TIME: "element_U3",
    Element.COST: "element_U4",
    Element.PRODUCT: "element_U5",
    Element.COMPETENCE: "element_U6",
    Element.CONDUCT: "element_U7",
    Element.FACILITIES: "element_U8",
    Element.COMPLAINTS: "element_U9",
}
_BANDS: Mapping[Band, str] = {Band.A: "band_A", Band.B: "band_B", Band.C: "band_C", Band.D: "band_D"}
_MARKS = tuple(range(LOWEST_ANSWER, HIGHEST_ANSWER + 1))


def surveyed(desk: Desk, first_on: date | None, last_on: date | None) -> SurveyResult:
    """Count the answers of some business dates, both included; ``None`` = without end."""
    first, last = first_on or date.min, last_on or date.max
    table = desk.survey_rules().on(min(last, desk.today()))
    return survey_result((one.answers for one in survey_answers(desk, first, last)), table)


def question_text(element: Element) -> str:
    """What an element asks about."""
    return letter_word(_QUESTIONS[element])


def band_text(band: Band) -> str:
    """What a band means."""
    return letter_word(_BANDS[band])


def survey_roll(desk: Desk, result: SurveyResult, selection: Selection) -> Roll:
    """The table as a list, the index in its last row."""
    post = desk.store.profile.post
    heads = (letter_word("survey_element"), letter_word("survey_question"), *map(str, _MARKS))
    return Roll(
        title=letter_word("survey_index"),
        columns=(
            Column(heads[0], 10),
            Column(heads[1], 40),
            *(Column(head, 8) for head in heads[2:]),
            Column(letter_word("survey_mean"), 12),
            Column(letter_word("survey_band"), 8),
        ),
        rows=(*map(_row, result.elements), _index_row(result)),
        about=(
            (letter_word("about_agency"), desk.words.letterhead.agency),
            (letter_word("about_post"), f"{post.code} {post.name}"),
            (letter_word("about_period"), period_text(selection)),
            (letter_word("about_made_by"), desk.keys.officer.name),
            (letter_word("about_made_at"), made_at_text(desk)),
        ),
        made_at=made_at(desk),
    )


def survey_letter(desk: Desk, result: SurveyResult, selection: Selection) -> Letter:
    """The report with the table, the index, and what to mend first."""
    title, roll = letter_word("survey_title"), survey_roll(desk, result, selection)
    return Letter(
        letterhead=desk.words.letterhead,
        title=title,
        blocks=(*_blocks(result, roll, period_text(selection)), both_sign(desk)),
        mark=mark_of(desk, title.lower(), roll.checksum),
        is_training=desk.store.profile.post.is_training,
    )


def _row(one: ElementResult) -> tuple[Cell, ...]:
    return one.element.value, question_text(one.element), *one.counts, decimal_text(one.mean), one.band or "-"


def _index_row(result: SurveyResult) -> tuple[Cell, ...]:
    blanks = ("",) * len(_MARKS)
    return "", letter_word("survey_index"), *blanks, decimal_text(result.index or Fraction(0)), result.band or "-"


def _blocks(result: SurveyResult, roll: Roll, period: str) -> tuple[Block, ...]:
    heads = tuple(column.heading for column in roll.columns)
    rows = tuple(tuple(map(str, row)) for row in roll.rows)
    begin = Words(letter_word("survey_begin", count=result.people, period=period))
    return (begin, Grid(heads, rows, (8, 44, 7, 7, 7, 7, 11, 9), frozenset({2, 3, 4, 5, 6})), *_conclusion(result))


def _conclusion(result: SurveyResult) -> tuple[Block, ...]:
    index, band, weakest = result.index, result.band, result.weakest
    if index is None or band is None or weakest is None:
        return ()
    said = letter_word("survey_result", index=decimal_text(index), band=band.value, word=band_text(band))
    first = letter_word(
        "survey_weakest",
        element=weakest.element.value,
        question=question_text(weakest.element),
        mean=decimal_text(weakest.mean),
    )
    how = letter_word("survey_how", bands=_bands_text(result.table), law=result.table.law)
    return Words(said, is_strong=True), Points((first, how))


def _bands_text(table: BandTable) -> str:
    """``A 88,31-100,00; B 76,61-88,30 ...``."""
    spans = ((one.band, *table.span(one.band)) for one in table.bands)
    return "; ".join(f"{band} {decimal_text(low)}-{decimal_text(high)}" for band, low, high in spans)
