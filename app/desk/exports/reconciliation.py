"""The evening reconciliation as a sheet to sign and as a list: figures, every difference by number, no names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from app.desk.context import Desk
from app.desk.exports.making import both_sign, made_at, made_at_text, mark_of
from app.desk.exports.values import day_text
from app.desk.reconcile import Evening, Flagged, whole_number
from core.clock import from_ms
from core.letter_words import letter_word
from core.reconciliation import Difference, DifferenceCode, GapReason, NumberSpan, in_words
from core.sentences import kept_sentence, sentence
from papers.letter import Block, Fields, Grid, Letter, Words
from papers.roll import Cell, Column, Roll
from papers.words import clock_time, long_day

WAITING = frozenset({DifferenceCode.NO_RECEIPT, DifferenceCode.ACT_WAITS})
"""Differences that go away by sending."""


def evening_roll(desk: Desk, evening: Evening) -> Roll:
    """Everything of the sheet as one list: part, what, registration number, figure, remark."""
    post = desk.store.profile.post
    return Roll(
        title=f"{evening.on:%Y-%m-%d}",
        columns=(
            Column(letter_word("evening_part"), 30),
            Column(letter_word("queue_number"), 34),
            Column(letter_word("registration_no"), 28),
            Column(letter_word("evening_figure"), 10),
            Column(letter_word("evening_about"), 60),
        ),
        rows=tuple(_list_rows(desk, evening)),
        about=(
            (letter_word("about_agency"), desk.words.letterhead.agency),
            (letter_word("about_post"), f"{post.code} {post.name}"),
            (letter_word("about_period"), f"{evening.on:%d-%m-%Y}"),
            (letter_word("about_made_by"), desk.keys.officer.name),
            (letter_word("about_made_at"), made_at_text(desk)),
        ),
        made_at=made_at(desk),
    )


def evening_letter(desk: Desk, evening: Evening) -> Letter:
    """The sheet with letterhead and two places to sign; it carries the checksum of the list."""
    title = letter_word("evening_title")
    return Letter(
        letterhead=desk.words.letterhead,
        title=title,
        number=f"{long_day(evening.on)} · {desk.store.profile.post.code}",
        blocks=(*_blocks(desk, evening), both_sign(desk)),
        mark=mark_of(desk, title.lower(), evening_roll(desk, evening).checksum),
        is_training=desk.store.profile.post.is_training,
    )


# --- what both say --------------------------------------------------------------------------------------------------
def _equal_rows(evening: Evening) -> tuple[tuple[str, int], ...]:
    counted = evening.counted
    return (
        (letter_word("evening_slips"), counted.slips),
        (letter_word("evening_visits"), len(counted.visits)),
        (letter_word("evening_events"), len(counted.told)),
        (letter_word("evening_under_receipt"), counted.under_receipt),
    )


def _status_rows(evening: Evening) -> Iterator[tuple[str, int]]:
    counted = evening.counted
    for status, many in sorted(counted.by_status.items()):
        yield status.replace("_", " ").capitalize(), many
    yield letter_word("evening_repeated"), evening.repeated
    yield letter_word("evening_reprints"), counted.reprints
    if counted.purged:
        yield letter_word("evening_purged"), counted.purged


def _series(span: NumberSpan) -> str:
    return letter_word("evening_queue", letter=span.letter) if span.letter else letter_word("evening_serial")


def _number(letter: str, number: int) -> str:
    return f"{letter}{number:03d}" if letter else f"{number:04d}"


def _gaps(span: NumberSpan) -> Iterator[tuple[str, GapReason, int]]:
    """Stretches of numbers that have the same reason."""
    for reason in dict.fromkeys(gap.reason for gap in span.gaps):
        for first, last in in_words(gap.number for gap in span.gaps if gap.reason is reason):
            ends = tuple(dict.fromkeys(_number(span.letter, end) for end in (first, last)))
            yield "-".join(ends), reason, last - first + 1


def _sorted_out(evening: Evening, *, is_waiting: bool) -> tuple[Difference, ...]:
    return tuple(one for one in evening.counted.differences if (one.code in WAITING) is is_waiting)


def _server_rows(desk: Desk, evening: Evening) -> Iterator[tuple[str, str]]:
    profile = desk.store.profile
    if profile.server is None:
        yield letter_word("evening_contact"), letter_word("evening_no_server")
    elif profile.last_contact_ms is not None:
        yield letter_word("evening_contact"), _moment(desk, profile.last_contact_ms)
    if evening.compared is None:
        yield letter_word("evening_compared"), letter_word("evening_compared_never")
    else:
        at = _moment(desk, evening.compared.at_ms)
        is_equal = evening.compared.is_equal
        same, differs = letter_word("evening_compared_equal", at=at), letter_word("evening_compared_other", at=at)
        yield letter_word("evening_compared"), same if is_equal else differs
    for other in evening.others:
        yield letter_word("evening_other_desk", first=other.first, last=other.last), str(other.visits)


def _moment(desk: Desk, at_ms: int) -> str:
    local: datetime = desk.words.local(from_ms(at_ms))
    return f"{day_text(local.date().isoformat())} {clock_time(local, desk.words.zone)}"


# --- the list -------------------------------------------------------------------------------------------------------
def _list_rows(desk: Desk, evening: Evening) -> Iterator[tuple[Cell, ...]]:
    for label, many in _equal_rows(evening):
        yield letter_word("evening_equal_part"), "", "", many, label
    for label, many in _status_rows(evening):
        yield letter_word("evening_status_part"), "", "", many, label
    for span in evening.counted.spans:
        yield from _span_rows(span)
    for part, is_waiting in (("evening_differences_part", False), ("evening_waiting_part", True)):
        for one in _sorted_out(evening, is_waiting=is_waiting):
            yield letter_word(part), *_called(desk, evening, one), "", sentence(one.code)
    for matter in evening.flagged:
        yield letter_word("evening_flagged_part"), *_numbers_of(matter), "", kept_sentence(matter.code, matter.facts)
    for label, said in _server_rows(desk, evening):
        yield letter_word("evening_server_part"), "", "", "", f"{label}: {said}"


def _span_rows(span: NumberSpan) -> Iterator[tuple[Cell, ...]]:
    part = letter_word("evening_numbers_part")
    whole = f"{_number(span.letter, span.first)}-{_number(span.letter, span.last)}"
    yield part, whole if span.letter else "", "" if span.letter else whole, span.taken, _series(span)
    for numbers, reason, many in _gaps(span):
        yield part, numbers if span.letter else "", "" if span.letter else numbers, many, sentence(reason)


def _called(desk: Desk, evening: Evening, one: Difference) -> tuple[str, str]:
    return one.numbers.queue_number, whole_number(desk, evening.on, one.numbers)


def _numbers_of(matter: Flagged) -> tuple[str, str]:
    return matter.numbers.queue_number, matter.numbers.registration_no


# --- the paper ------------------------------------------------------------------------------------------------------
def _blocks(desk: Desk, evening: Evening) -> Iterator[Block]:
    yield Words(letter_word("evening_begin"))
    yield Words(letter_word("evening_equal_part"), is_strong=True)
    yield _figures(_equal_rows(evening))
    many = len(evening.counted.differences)
    yield Words(letter_word("evening_differs", count=many) if many else letter_word("evening_even"), is_strong=True)
    yield Words(letter_word("evening_status_part"), is_strong=True)
    yield _figures(tuple(_status_rows(evening)))
    yield Words(letter_word("evening_numbers_part"), is_strong=True)
    yield from _spans(evening)
    yield Words(letter_word("evening_differences_part"), is_strong=True)
    yield from _differences(desk, evening, is_waiting=False)
    yield Words(letter_word("evening_waiting_part"), is_strong=True)
    yield from _differences(desk, evening, is_waiting=True)
    if evening.waiting_besides:
        yield Fields(((letter_word("evening_waiting_besides"), str(evening.waiting_besides)),))
    yield Words(letter_word("evening_flagged_part"), is_strong=True)
    yield from _matters(evening)
    yield Words(letter_word("evening_server_part"), is_strong=True)
    yield Fields(tuple(_server_rows(desk, evening)))


def _figures(rows: tuple[tuple[str, int], ...]) -> Grid:
    headings = (letter_word("evening_about"), letter_word("count_of"))
    return Grid(headings, tuple((label, str(many)) for label, many in rows), (85, 15), frozenset({1}))


def _spans(evening: Evening) -> Iterator[Block]:
    if not evening.counted.spans:
        yield Words(letter_word("evening_none"))
        return
    keys = ("evening_series", "evening_first", "evening_last", "evening_taken", "evening_gaps")
    rows = tuple(
        (
            _series(span),
            _number(span.letter, span.first),
            _number(span.letter, span.last),
            str(span.taken),
            " ".join(letter_word("evening_gap", numbers=text, reason=sentence(why)) for text, why, _ in _gaps(span))
            or letter_word("evening_none"),
        )
        for span in evening.counted.spans
    )
    yield Grid(tuple(letter_word(key) for key in keys), rows, (14, 9, 9, 10, 58), frozenset({3}))


def _differences(desk: Desk, evening: Evening, *, is_waiting: bool) -> Iterator[Block]:
    found = _sorted_out(evening, is_waiting=is_waiting)
    yield _by_number(tuple((*_called(desk, evening, one), sentence(one.code)) for one in found))


def _matters(evening: Evening) -> Iterator[Block]:
    yield _by_number(tuple((*_numbers_of(one), kept_sentence(one.code, one.facts)) for one in evening.flagged))


def _by_number(rows: tuple[tuple[str, str, str], ...]) -> Block:
    if not rows:
        return Words(letter_word("evening_none"))
    headings = (letter_word("queue_number"), letter_word("registration_no"), letter_word("evening_difference"))
    return Grid(headings, tuple((queue or "-", number or "-", said) for queue, number, said in rows), (12, 26, 62))
