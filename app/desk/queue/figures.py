"""A day of the queue in figures: numbers, waiting and service times, visits without registration, the survey."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from app.desk.context import Desk
from app.models.tickets import day_on
from app.models.visits import survey_answers, visit_counts
from core.clock import from_ms
from core.queue_counts import LetterCount, letter_count
from core.queue_times import Times, times_of
from core.tickets import LINES, Service, Source, Spell, TicketState
from core.visits import SurveyAnswer

HOURS = 24


@dataclass(frozen=True, slots=True)
class DayFigures:
    """The queue of a business date.

    Args:
        waits, services: times by line; a line of which nothing was measured is not there.
        wait, service: of all lines together.
        given_by_hour, served_by_hour: by the hour of the wall clock, 24 figures.
        visits: (asked, result) -> visits without registration.
    """

    on: date
    by_letter: Mapping[Service, LetterCount]
    waits: Mapping[Service, Times]
    services: Mapping[Service, Times]
    wait: Times | None
    service: Times | None
    given_by_hour: tuple[int, ...]
    served_by_hour: tuple[int, ...]
    visits: Mapping[tuple[str, str], int]
    survey: tuple[SurveyAnswer, ...]


def day_figures(desk: Desk, on: date) -> DayFigures:
    """Read the figures of a day in one job."""
    return desk.store.run(lambda: _figures(desk, on))


def _figures(desk: Desk, on: date) -> DayFigures:
    day = day_on(on)
    tickets = day.tickets
    numbers = [one for one in tickets if one.source is not Source.BLANK]
    done = [one for one in tickets if one.state is TicketState.DONE]
    spells = [spell for ticket in tickets for spell in ticket.in_lines]
    without = [visit.at_ms for visit in day.plain]
    return DayFigures(
        on=on,
        by_letter={letter: letter_count(letter, tickets, day.plain_numbers) for letter in Service},
        waits=_by_line(spells, lambda one: one.wait_s),
        services=_by_line(spells, lambda one: one.service_s),
        wait=times_of([one.wait_s for one in spells if one.wait_s is not None]),
        service=times_of([one.service_s for one in spells if one.service_s is not None]),
        given_by_hour=_hours(desk, [*(one.taken_at_ms for one in numbers), *without]),
        served_by_hour=_hours(desk, [*(one.done_at_ms for one in done if one.done_at_ms is not None), *without]),
        visits=visit_counts(on),
        survey=survey_answers(on, on),
    )


def _by_line(spells: Collection[Spell], measured: Callable[[Spell], int | None]) -> Mapping[Service, Times]:
    found: dict[Service, Times] = {}
    for line in LINES:
        seconds = (measured(spell) for spell in spells if spell.service is line)
        times = times_of([one for one in seconds if one is not None])
        if times is not None:
            found[line] = times
    return found


def _hours(desk: Desk, instants: Collection[int]) -> tuple[int, ...]:
    hours = Counter(desk.words.local(from_ms(at_ms)).hour for at_ms in instants)
    return tuple(hours[hour] for hour in range(HOURS))
