"""The attendance list of a day: who came, by number, with a place to sign; and empty lines for hours without power."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.desk.context import Desk
from app.desk.exports.gathering import kept_ones
from app.desk.exports.making import both_sign, made_at, made_at_text, mark_of
from app.models.days import post_visits_on
from core.clock import from_ms
from core.letter_words import letter_word
from core.registered import KeptRegistration
from papers.letter import Grid, Letter, Words
from papers.roll import Column, Roll
from papers.words import long_day

_NIK_END = 4

EMPTY_LINES = 8
"""Lines behind the last visitor, for who comes while the laptop is off."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """One line of the list."""

    number: str
    time: str
    name: str
    nik_end: str
    need: str


def visitors_on(desk: Desk, on: date) -> tuple[Visitor, ...]:
    """Everybody of whom this laptop knows that they came for a registration, once a visit, by their number."""
    listed = desk.submit(lambda: post_visits_on(on.isoformat()), is_report=True).result()
    kept = [one for one in kept_ones(desk, [uid for uid, _stream in listed]) if not one.body.visit]
    return tuple(_visitor(desk, one) for one in sorted(kept, key=lambda one: (one.queue_number, one.at_ms)))


def _visitor(desk: Desk, kept: KeptRegistration) -> Visitor:
    body = kept.body
    return Visitor(
        number=kept.queue_number,
        time=f"{desk.words.local(from_ms(kept.at_ms)):%H.%M}",
        name=body.person.name_on_id or body.typed.get("name_on_id", ""),
        nik_end=body.person.nik[-_NIK_END:],
        need=desk.programme_of(body.programme).name,
    )


def attendance_roll(desk: Desk, on: date, visitors: Sequence[Visitor]) -> Roll:
    """The list without places to sign. Of a NIK only its end: the list lies where others see it [FACTBOOK 5.1]."""
    post = desk.store.profile.post
    return Roll(
        title=f"{on:%Y-%m-%d}",
        columns=(
            Column(letter_word("no"), 6),
            Column(letter_word("queue_number"), 14),
            Column(letter_word("attendance_time"), 8),
            Column(letter_word("attendance_name"), 34),
            Column(letter_word("attendance_nik"), 14),
            Column(letter_word("attendance_need"), 34),
        ),
        rows=tuple((at, one.number, one.time, one.name, one.nik_end, one.need) for at, one in enumerate(visitors, 1)),
        about=(
            (letter_word("about_agency"), desk.words.letterhead.agency),
            (letter_word("about_post"), f"{post.code} {post.name}"),
            (letter_word("about_period"), f"{on:%d-%m-%Y}"),
            (letter_word("about_made_by"), desk.keys.officer.name),
            (letter_word("about_made_at"), made_at_text(desk)),
        ),
        made_at=made_at(desk),
    )


def attendance_letter(desk: Desk, on: date, visitors: Sequence[Visitor]) -> Letter:
    """The list to sign: places for odd and even numbers stand beside each other, so that hands have room."""
    roll, title = attendance_roll(desk, on, visitors), letter_word("attendance_title")
    heads = tuple(column.heading for column in roll.columns)
    sign = letter_word("attendance_sign")
    signed = [(*map(str, row), *_sign_places(at)) for at, row in enumerate(roll.rows, 1)]
    first = len(signed) + 1
    empty = [(str(at), *[""] * (len(heads) - 1), *_sign_places(at)) for at in range(first, first + EMPTY_LINES)]
    begin = letter_word("attendance_begin", post=desk.store.profile.post.name, day=long_day(on))
    grid = Grid(
        (*heads, sign, ""), (*signed, *empty), (5, 8, 7, 24, 9, 19, 14, 14), frozenset({0}), is_to_write_on=True
    )
    return Letter(
        letterhead=desk.words.letterhead,
        title=title,
        blocks=(Words(begin), grid, both_sign(desk)),
        mark=mark_of(desk, title.lower(), roll.checksum),
        is_training=desk.store.profile.post.is_training,
        is_lying=True,
    )


def _sign_places(at: int) -> tuple[str, str]:
    place = letter_word("attendance_sign_place", number=at)
    return (place, "") if at % 2 else ("", place)
