"""What every clear copy says of itself: agency, post, period, made by and when, rows, checksum, version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from app.desk.context import Desk
from app.desk.exports.gathering import Selection
from app.desk.outputs import put_in_place
from app.desk.reconcile import Evening
from core.errors import Trouble
from core.letter_words import letter_word
from core.programme import Programme
from core.sentences import os_reason
from papers.letter import Block, Grid, Letter, Signature, Signatures, Words
from papers.roll import Roll
from papers.words import clock_time, long_day

COLUMNS_VERSION = "1"
"""Order and headings of the columns of every list; a change makes a new version, never a silent one."""

_WIDEST_SHARE = 24


@dataclass(frozen=True, slots=True)
class Exported:
    """A clear copy that stands at ``path``; ``rows`` persons, or lines of a count, are in it.

    Args:
        evening: what a reconciliation found.
    """

    path: Path
    rows: int
    evening: Evening | None = None


def write_clear(target: Path, content: bytes) -> None:
    """Put a clear copy in place: all of it, or nothing. Raises: Trouble EXPORT_CANNOT_WRITE."""
    try:
        put_in_place(target, content)
    except OSError as error:
        raise Trouble("EXPORT_CANNOT_WRITE", file=target.name, reason=os_reason(error.errno)) from error


def made_at(desk: Desk) -> datetime:
    """Local time of making."""
    return desk.words.local(desk.clock.now())


def made_at_text(desk: Desk) -> str:
    """``22-11-2026 09.14 WIB``."""
    at = made_at(desk)
    return f"{at:%d-%m-%Y} {clock_time(at, desk.words.zone)}"


def period_text(selection: Selection) -> str:
    """The days of a selection."""
    first, last = selection.first_on, selection.last_on
    if first is None and last is None:
        return letter_word("all_days")
    if first == last and first is not None:
        return f"{first:%d-%m-%Y}"
    return letter_word("period", first=_day(first), last=_day(last))


def scope_text(desk: Desk, selection: Selection) -> str:
    """The days of a selection, and which kelurahan or unit if it is not everybody."""
    narrowed = (f"{label} {value}" for label, value in _narrowed(desk, selection))
    return ", ".join((period_text(selection), *narrowed))


def _narrowed(desk: Desk, selection: Selection) -> Iterator[tuple[str, str]]:
    if selection.village_code:
        village = desk.regions.village(selection.village_code)
        yield letter_word("village"), village.name if village else selection.village_code
    if selection.unit.strip():
        yield letter_word("unit"), selection.unit.strip()


def _day(on: date | None) -> str:
    return f"{on:%d-%m-%Y}" if on else "..."


def about_rows(desk: Desk, programme: Programme, selection: Selection) -> tuple[tuple[str, str], ...]:
    """The first lines of a list's sheet about itself; rows and checksum follow by themselves."""
    post = desk.store.profile.post
    return (
        (letter_word("about_agency"), desk.words.letterhead.agency),
        (letter_word("about_post"), f"{post.code} {post.name}"),
        (letter_word("about_programme"), f"{programme.code} {programme.name}"),
        (letter_word("about_period"), period_text(selection)),
        *_narrowed(desk, selection),
        (letter_word("about_made_by"), desk.keys.officer.name),
        (letter_word("about_made_at"), made_at_text(desk)),
        (letter_word("about_version"), COLUMNS_VERSION),
        (letter_word("about_rules"), programme.version),
    )


def mark_of(desk: Desk, about: str, checksum: str = "") -> str:
    """What stands at the foot of a paper."""
    if checksum:
        return letter_word("mark", about=about, made_at=made_at_text(desk), checksum=checksum)
    return letter_word("mark_one", about=about, made_at=made_at_text(desk))


def place_and_day(desk: Desk, on: date | None = None) -> str:
    """``Posko Contoh, Senin, 13 April 2020``."""
    return letter_word("place_and_day", place=desk.store.profile.post.name, day=long_day(on or made_at(desk).date()))


def officer_signs(desk: Desk) -> Signature:
    """The officer's place to sign."""
    return Signature(letter_word("officer_hand"), desk.keys.officer.name, letter_word("nip"))


def both_sign(desk: Desk) -> Signatures:
    """Officer and coordinator."""
    return Signatures(place_and_day(desk), (Signature(letter_word("coordinator_hand")), officer_signs(desk)))


def roll_letter(desk: Desk, roll: Roll, title: str, about: str, after: tuple[Block, ...] = ()) -> Letter:
    """A list as official paper, lying, with the same checksum as its workbook, whose every column counts for it."""
    return Letter(
        letterhead=desk.words.letterhead,
        title=title,
        blocks=(_grid(roll), *(block for other in roll.beside for block in _beside(other)), *after),
        mark=mark_of(desk, about, roll.checksum),
        is_training=desk.store.profile.post.is_training,
        is_lying=True,
    )


def _grid(roll: Roll) -> Grid:
    shown = [at for at, column in enumerate(roll.columns) if column.is_on_paper]
    return Grid(
        tuple(roll.columns[at].heading for at in shown),
        tuple(tuple(str(row[at]) for at in shown) for row in roll.rows),
        tuple(min(roll.columns[at].width, _WIDEST_SHARE) for at in shown),
        frozenset({0}),
    )


def _beside(roll: Roll) -> tuple[Block, ...]:
    """A list that was counted from the one before it, under its own heading and with what is to be said of it."""
    said = tuple(Words(f"{label}: {text}") for label, text in roll.about)
    return (Words(roll.title, is_strong=True), _grid(roll), *said) if roll.rows else ()
