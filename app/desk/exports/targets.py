"""The lists of a programme's target per RW, beside its recap: each district, and each RW that has somebody [S1]."""

from __future__ import annotations

from collections.abc import Sequence

from app.desk.context import Desk
from app.desk.exports.making import made_at
from core.letter_words import letter_word
from core.programme import Target
from core.registered import KeptRegistration
from core.targets import Counted, TargetCount, count_target, lies_in, percent
from papers.roll import Column, Roll


def target_rolls(desk: Desk, target: Target, visits: Sequence[KeptRegistration]) -> tuple[Roll, ...]:
    """Districts and RW, counted from these visits; the districts only in the target's own province."""
    people = (Counted(one.body.person.village_code, one.body.person.rt_rw, one.body.answers) for one in visits)
    count = count_target(target, people)
    is_ours = lies_in(target, desk.store.profile.post.province)
    return (*((_districts(desk, count),) if is_ours else ()), _rws(desk, count))


def _districts(desk: Desk, count: TargetCount) -> Roll:
    rows = tuple(
        (
            one.area.label,
            one.area.rw_count,
            one.begun,
            one.reached,
            percent(one.reached, one.area.rw_count),
            one.people,
            count.wanted(one.area),
            percent(one.people, count.wanted(one.area)),
        )
        for one in count.areas
    )
    return Roll(
        title=letter_word("target_districts"),
        columns=(
            Column(letter_word("district"), 22),
            *(Column(letter_word(key), 14) for key in (
                "target_rws", "target_begun", "target_reached", "target_percent_rw", "target_people", "target_wanted",
                "target_percent",
            )),
        ),
        rows=rows,
        about=_about(count),
        made_at=made_at(desk),
    )  # fmt: skip


def _rws(desk: Desk, count: TargetCount) -> Roll:
    per_rw = count.target.per_rw
    rows = tuple(
        (*_place(desk, one.village_code), one.rw, one.people, per_rw, max(per_rw - one.people, 0))
        for one in count.rws
    )  # fmt: skip
    keys = ("target_people", "target_wanted", "target_lacking")
    return Roll(
        title=letter_word("target_rw_list"),
        columns=(
            Column(letter_word("district"), 22),
            Column(letter_word("village"), 22),
            Column(letter_word("target_rw"), 8),
            *(Column(letter_word(key), 14) for key in keys),
        ),
        rows=rows,
        about=_about(count),
        made_at=made_at(desk),
    )


def _place(desk: Desk, village_code: str) -> tuple[str, str]:
    village = desk.regions.village(village_code) if village_code else None
    return (village.district, village.name) if village else ("", village_code)


def _about(count: TargetCount) -> tuple[tuple[str, str], ...]:
    """What has to be said beside the figures."""
    target = count.target
    outside = ((letter_word("target_outside"), str(count.outside)),) if count.outside else ()
    said = letter_word("target_here_only", name=target.name, per_rw=target.per_rw)
    return ((letter_word("target"), said), *outside, (letter_word("target_source"), target.source))
