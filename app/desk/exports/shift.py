"""The sheet by which one officer hands the desk to the next: things, blank forms by number, open work, two hands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.desk.blank_forms import open_blanks
from app.desk.context import Desk
from app.desk.drafts import drafts
from app.desk.exports.daily import incident_grid
from app.desk.exports.making import made_at, mark_of, place_and_day
from app.desk.incidents import incidents_on
from app.desk.queue.look import queue_now
from app.models.days import visits_on
from app.models.outgoing import outgoing_to_look_at, waiting
from core.incidents import Incident
from core.letter_words import letter_word
from core.reconciliation import in_words
from core.registration import Status
from core.tickets import Ticket
from papers.letter import Block, Fields, FormLine, FormLines, Grid, Letter, Signature, Signatures, Words
from papers.words import clock_time, long_day

_NOTE_LINES = 2


@dataclass(frozen=True, slots=True)
class Shift:
    """What is handed over, as far as the laptop knows.

    Args:
        blanks: blank forms of any day that are neither typed in nor torn up.
    """

    blanks: tuple[Ticket, ...]
    unsent: int
    to_look_at: int
    waiting: int
    incomplete: int
    on_waiting_list: int
    drafts: int
    disputes: int
    incidents: tuple[Incident, ...]


def shift_of(desk: Desk, on: date) -> Shift:
    """Count what is open at the end of a shift."""
    return desk.submit(lambda: _shift(desk, on), is_report=True).result()


def _shift(desk: Desk, on: date) -> Shift:
    visits = visits_on(on.isoformat())
    return Shift(
        blanks=open_blanks(desk),
        unsent=waiting().total,
        to_look_at=len(outgoing_to_look_at()),
        waiting=len(queue_now(desk, on).waiting),
        incomplete=sum(one.status == Status.INCOMPLETE for one in visits),
        on_waiting_list=sum(one.status == Status.WAITING_LIST for one in visits),
        drafts=len(drafts(desk)),
        disputes=len(desk.shelf().disputed()),
        incidents=incidents_on(desk, on),
    )


def shift_letter(desk: Desk, on: date, shift: Shift) -> Letter:
    """The sheet: what the laptop cannot know is left to the hand; 3 x 3 cm for the stamp beside each signature."""
    title = letter_word("shift_title")
    at = clock_time(made_at(desk), desk.words.zone)
    return Letter(
        letterhead=desk.words.letterhead,
        title=title,
        number=f"{long_day(on)} · {at} · {desk.store.profile.post.code}",
        blocks=tuple(_blocks(desk, on, shift)),
        mark=mark_of(desk, title.lower()),
        is_training=desk.store.profile.post.is_training,
        is_dense=True,
    )


def _blocks(desk: Desk, on: date, shift: Shift) -> Iterator[Block]:
    yield Words(letter_word("shift_begin", day=long_day(on), post=desk.store.profile.post.name))
    yield Words(letter_word("shift_things_part"), is_strong=True)
    yield Fields(((letter_word("shift_cash"), letter_word("shift_no_cash")),))
    things = ("shift_laptops", "shift_printer", "shift_stamp", "shift_keys")
    yield FormLines(tuple(FormLine(letter_word(key)) for key in things))
    yield Words(letter_word("shift_blanks_part"), is_strong=True)
    yield _blanks(shift.blanks)
    yield Words(letter_word("shift_work_part"), is_strong=True)
    yield Fields(tuple((letter_word(key), str(many)) for key, many in _work(shift)))
    yield Words(letter_word("shift_incidents_part"), is_strong=True)
    yield incident_grid(desk, shift.incidents)
    yield FormLines((FormLine(letter_word("shift_notes")), *(FormLine("") for _ in range(_NOTE_LINES - 1))))
    yield Words(letter_word("shift_end"))
    giver = Signature(letter_word("giver"), desk.keys.officer.name, letter_word("nip"))
    taker = Signature(letter_word("taker"), "", letter_word("nip"))
    yield Signatures(place_and_day(desk, on), (taker, giver), has_stamp=True)


def _work(shift: Shift) -> tuple[tuple[str, int], ...]:
    return (
        ("shift_unsent", shift.unsent),
        ("shift_to_look_at", shift.to_look_at),
        ("shift_waiting", shift.waiting),
        ("shift_incomplete", shift.incomplete),
        ("shift_waiting_list", shift.on_waiting_list),
        ("shift_drafts", shift.drafts),
        ("shift_disputes", shift.disputes),
    )


def _blanks(blanks: Sequence[Ticket]) -> Block:
    """Stretches of queue numbers by day, with the registration numbers at their ends."""
    rows = []
    for day in sorted({one.business_on for one in blanks}):
        by_number = {int(one.number[1:]): one for one in blanks if one.business_on == day}
        for first, last in in_words(by_number):
            ends = dict.fromkeys((by_number[first], by_number[last]))
            rows.append(
                (
                    f"{day:%d-%m-%Y}",
                    " - ".join(one.number for one in ends),
                    " - ".join(one.registration_no for one in ends),
                    str(last - first + 1),
                )
            )
    if not rows:
        return Words(letter_word("shift_no_blanks"))
    heads = ("shift_blank_day", "shift_blank_numbers", "shift_blank_serials", "count_of")
    return Grid(tuple(letter_word(key) for key in heads), tuple(rows), (16, 24, 46, 14), frozenset({3}))
