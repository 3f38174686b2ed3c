"""Papers and lists about some business dates, whatever the programmes: report, shift, visitors, survey."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from app.desk.context import Desk
from app.desk.daily_report import daily_report
from app.desk.exports.attendance import attendance_letter, attendance_roll, visitors_on
from app.desk.exports.daily import daily_letter, daily_roll
from app.desk.exports.gathering import Selection
from app.desk.exports.satisfaction import survey_letter, survey_roll, surveyed
from app.desk.exports.shift import shift_letter, shift_of
from papers.letter import Letter
from papers.roll import Roll


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper, and the list that stands behind it; ``rows``: how many people or answers are in it."""

    letter: Letter
    roll: Roll | None
    rows: int


def daily_sheet(desk: Desk, first_on: date | None, last_on: date | None) -> Sheet:
    """The report of a day; a day without anybody has its sheet as well."""
    on = first_on or last_on or desk.today()
    report = daily_report(desk, on)
    rows = report.registered.people + sum(report.not_yet.values())
    return Sheet(daily_letter(desk, on, report), daily_roll(desk, on, report), rows)


def shift_sheet(desk: Desk, first_on: date | None, last_on: date | None) -> Sheet:
    """The hand-over of a shift."""
    on = first_on or last_on or desk.today()
    shift = shift_of(desk, on)
    return Sheet(shift_letter(desk, on, shift), None, len(shift.blanks))


def attendance_sheet(desk: Desk, first_on: date | None, last_on: date | None) -> Sheet:
    """The visitors of a day, and empty lines."""
    on = first_on or last_on or desk.today()
    visitors = visitors_on(desk, on)
    return Sheet(attendance_letter(desk, on, visitors), attendance_roll(desk, on, visitors), len(visitors))


def survey_sheet(desk: Desk, first_on: date | None, last_on: date | None) -> Sheet:
    """What came of the survey between two days."""
    selection = Selection(frozenset(), first_on, last_on)
    result = surveyed(desk, first_on, last_on)
    return Sheet(survey_letter(desk, result, selection), survey_roll(desk, result, selection), result.people)


SheetMaker = Callable[[Desk, date | None, date | None], Sheet]

SHEETS: Mapping[str, SheetMaker] = {
    "daily": daily_sheet,
    "shift": shift_sheet,
    "attendance": attendance_sheet,
    "survey": survey_sheet,
}
"""By the word for the kind of copy."""
