"""The two papers that go with a recap: the agency's statement of correctness and the minutes of the hand-over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from app.desk.context import Desk
from app.desk.exports.making import both_sign, made_at, mark_of, place_and_day, scope_text
from app.desk.exports.recap import Recap
from app.desk.exports.values import status_text
from core.acts import act_of
from core.letter_words import letter_word
from core.programme import Programme
from core.registered import KeptRegistration
from papers.letter import Block, Grid, Letter, Points, Signature, Signatures, Words
from papers.roll import Roll
from papers.words import long_day


def correctness(desk: Desk, made: Recap) -> Letter:
    """The agency's word for the data of a recap, tied to it by its checksum."""
    programme, roll = made.programme, made.roll
    begin = letter_word(
        "correctness_begin",
        agency=desk.words.letterhead.agency or desk.store.profile.post.name,
        count=len(roll.rows),
        act=act_of(programme).lower(),
        programme=programme.name,
        period=scope_text(desk, made.selection),
        post=desk.store.profile.post.name,
    )
    points = (
        letter_word("correctness_file", checksum=roll.checksum),
        letter_word("correctness_limit"),
        *((letter_word("correctness_law", law=programme.legal_basis),) if programme.legal_basis else ()),
    )
    blocks: tuple[Block, ...] = (Words(begin), Points(points), both_sign(desk))
    return _letter(desk, letter_word("correctness_title"), blocks, roll)


def handover(desk: Desk, made: Recap) -> Letter:
    """The minutes of the hand-over of a recap, with counts by status and sex."""
    programme, roll = made.programme, made.roll
    begin = letter_word(
        "handover_begin",
        day=long_day(made_at(desk).date()),
        act=act_of(programme).lower(),
        programme=programme.name,
        period=scope_text(desk, made.selection),
        place=" ".join(filter(None, (desk.store.profile.post.name, desk.words.letterhead.agency))),
    )
    hands = (
        Signature(letter_word("taker")),
        Signature(letter_word("giver"), desk.keys.officer.name, letter_word("nip")),
    )
    blocks: tuple[Block, ...] = (
        Words(begin),
        _counts(programme, made.visits),
        Words(letter_word("handover_file", count=len(roll.rows), checksum=roll.checksum)),
        Words(letter_word("handover_end")),
        Signatures(place_and_day(desk), hands),
    )
    return _letter(desk, letter_word("handover_title"), blocks, roll)


def _counts(programme: Programme, visits: Iterable[KeptRegistration]) -> Grid:
    counted = Counter((kept.status, kept.body.person.sex) for kept in visits)
    statuses = sorted({status for status, _sex in counted})
    headings = ("status", "women", "men", "sex_unknown", "count_of")
    rows = [
        _count_row(status_text(status, programme), [counted[status, sex] for sex in ("P", "L", "")])
        for status in statuses
    ]
    whole = [sum(counted[status, sex] for status in statuses) for sex in ("P", "L", "")]
    rows.append(_count_row(letter_word("all"), whole))
    return Grid(tuple(map(letter_word, headings)), tuple(rows), (30, 14, 14, 18, 14), frozenset({1, 2, 3, 4}))


def _count_row(label: str, counts: list[int]) -> tuple[str, ...]:
    return (label, *map(str, counts), str(sum(counts)))


def _letter(desk: Desk, title: str, blocks: tuple[Block, ...], roll: Roll) -> Letter:
    return Letter(
        letterhead=desk.words.letterhead,
        title=title,
        number=letter_word("number", number=" " * 3 + "." * 30),
        blocks=blocks,
        mark=mark_of(desk, title.lower(), roll.checksum),
        is_training=desk.store.profile.post.is_training,
    )
