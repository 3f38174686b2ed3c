"""The two papers that go with a recap: the agency's statement of correctness and the minutes of the hand-over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from app.desk.context import Desk
from app.desk.exports.gathering import Selection, gathered
from app.desk.exports.making import both_sign, made_at, mark_of, period_text, place_and_day
from app.desk.exports.recap import recap
from app.desk.exports.values import act_of, status_text
from core.letter_words import letter_word
from core.programme import Programme
from core.registered import KeptRegistration
from papers.letter import Block, Grid, Letter, Points, Signature, Signatures, Words
from papers.roll import Roll
from papers.words import long_day


def correctness(desk: Desk, programme: Programme, selection: Selection) -> tuple[Letter, int]:
    """The agency's word for the data of a recap, tied to it by its checksum; and how many people are in it."""
    roll = recap(desk, programme, selection)
    begin = letter_word(
        "correctness_begin",
        agency=desk.words.letterhead.agency or desk.store.profile.post.name,
        count=len(roll.rows),
        act=act_of(programme).lower(),
        programme=programme.name,
        period=period_text(selection),
        post=desk.store.profile.post.name,
    )
    points = (
        letter_word("correctness_file", checksum=roll.checksum),
        letter_word("correctness_limit"),
        *((letter_word("correctness_law", law=programme.legal_basis),) if programme.legal_basis else ()),
    )
    blocks: tuple[Block, ...] = (Words(begin), Points(points), both_sign(desk))
    return _letter(desk, letter_word("correctness_title"), blocks, roll), len(roll.rows)


def handover(desk: Desk, programme: Programme, selection: Selection) -> tuple[Letter, int]:
    """The minutes of the hand-over, with counts by status and sex; and how many people are in it."""
    roll = recap(desk, programme, selection)
    begin = letter_word(
        "handover_begin",
        day=long_day(made_at(desk).date()),
        act=act_of(programme).lower(),
        programme=programme.name,
        period=period_text(selection),
        place=" ".join(filter(None, (desk.store.profile.post.name, desk.words.letterhead.agency))),
    )
    hands = (
        Signature(letter_word("taker")),
        Signature(letter_word("giver"), desk.keys.officer.name, letter_word("nip")),
    )
    blocks: tuple[Block, ...] = (
        Words(begin),
        _counts(gathered(desk, selection)),
        Words(letter_word("handover_file", count=len(roll.rows), checksum=roll.checksum)),
        Words(letter_word("handover_end")),
        Signatures(place_and_day(desk), hands),
    )
    return _letter(desk, letter_word("handover_title"), blocks, roll), len(roll.rows)


def _counts(visits: Iterable[KeptRegistration]) -> Grid:
    counted = Counter((kept.status, kept.body.person.sex) for kept in visits)
    statuses = sorted({status for status, _sex in counted})
    headings = ("status", "women", "men", "sex_unknown", "count_of")
    rows = [_count_row(status_text(status), [counted[status, sex] for sex in ("P", "L", "")]) for status in statuses]
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
