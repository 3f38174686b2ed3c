"""Search while typing over 60,000 people in memory, against a bare ``in`` over their names; and how long they load."""

from __future__ import annotations

import random
import statistics
from collections.abc import Iterator
from functools import partial

from app.desk.people_index import PAGE_VISITS, PeopleIndex
from benchmarks.measuring import Figure, alternating, seconds
from core.registered import ListedVisit
from tests.kit.crowd import crowd

PEOPLE = 60_000
SEARCHES = 300
ROUNDS = 9
MOST_SHOWN = 1000
"""As many as the window lists."""

TYPED = "suhrti"
"""A name with a typing mistake: the dearest kind of search."""


def loaded(people: list[ListedVisit]) -> tuple[PeopleIndex, list[float]]:
    """The index, filled page by page from the latest on as the window does it, and seconds a page."""
    index = PeopleIndex()
    taken = [
        seconds(partial(index.add, people[max(end - PAGE_VISITS, 0) : end][::-1]))
        for end in range(len(people), 0, -PAGE_VISITS)
    ]
    return index, taken


def texts(people: list[ListedVisit]) -> Iterator[str]:
    """What officers look for, key by key: names with and without mistakes, ends of a NIK, whole numbers."""
    chance = random.Random(3)
    for visit in chance.sample(people, SEARCHES):
        words = visit.name.lower().split()
        chance.shuffle(words)
        name = " ".join(words)
        place = chance.randrange(len(name))
        mistaken = name[:place] + chance.choice("aeiou") + name[place + 1 :]
        whole = chance.choice(
            (name, name, mistaken, visit.nik[-4:], visit.nik, visit.queue_number, visit.registration_no)
        )
        yield from (whole[:length] for length in range(1, len(whole) + 1))


def measure() -> list[Figure]:
    """One key's search, the slowest percent, one hard search in turn with its floor, and the loading."""
    people = crowd(PEOPLE)
    index, pages = loaded(people)
    taken = sorted(1000 * seconds(partial(index.search, text, limit=MOST_SHOWN)) for text in texts(people))
    names = [visit.name for visit in people]

    def ours() -> object:
        index.replace([people[0].uid], [people[0]])  # whatever was remembered of the search before is forgotten
        return index.search(TYPED, limit=MOST_SHOWN)

    def floor() -> object:
        wanted = TYPED.upper()
        return [place for place, name in enumerate(names) if wanted in name]

    hard, scan = alternating(ours, floor, ROUNDS)
    last = taken[len(taken) * 99 // 100]
    return [
        Figure("search in 60,000, a key, median", "ms", statistics.median(taken)),
        Figure("search in 60,000, a key, 99 of 100 below", "ms", last, aim=16, is_aim_of_ours=True),
        Figure("search in 60,000, mistyped name (floor: bare in)", "ms", hard * 1000, scan * 1000),
        Figure("60,000 into memory, slowest page", "ms", 1000 * max(pages), aim=50, is_aim_of_ours=True),
        Figure("60,000 into memory, all pages", "ms", 1000 * sum(pages)),
    ]
