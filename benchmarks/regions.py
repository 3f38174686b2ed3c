"""Villages while typing: every three letters that begin a word, postal codes, names typed out; what the index costs."""

from __future__ import annotations

import random
import re
import sqlite3
import statistics
import time
import tracemalloc
from collections.abc import Iterator, Sequence
from contextlib import closing

import resources
from app.models.regions import FILE_PARTS, RegionFile
from app.models.village_index import plain_words
from benchmarks.measuring import Figure

NEAR = ("3578080101900001", "35.78.08", "35.78.09", "35.78.01", "35.15.07", "35.25.10", "35.78.11", "35.78", "35")
"""A person's NIK, the post's usual districts, its town and its province: as many areas as a real post has."""
PEOPLE = 200
POSTAL_STEP = 5


def rows(query: str) -> list[tuple[str, ...]]:
    """What a query over the bundled lists gives, as text."""
    with closing(sqlite3.connect(f"{resources.path(*FILE_PARTS).as_uri()}?mode=ro&immutable=1", uri=True)) as lists:
        return [tuple(map(str, row)) for row in lists.execute(query)]


def three_letters() -> Sequence[str]:
    """The first three letters of every word in a name of a village, district or regency, of today or before."""
    tables = ("village", "district", "regency", "former_name")
    query = " UNION ".join(f"SELECT name FROM {table}" for table in tables)  # noqa: S608 - tables of our own
    names = plain_words("\n".join(name for (name,) in rows(query)))
    return sorted({word[:3] for word in re.findall(r"[a-z0-9]{3,}", names) if not word[:3].isdigit()})


def postal_codes() -> Sequence[str]:
    """Whole postal codes and their beginnings, every fifth of them."""
    codes = [code for (code,) in rows("SELECT DISTINCT postal_code FROM village ORDER BY postal_code")]
    return sorted({code[:length] for code in codes for length in (3, 4, 5)})[::POSTAL_STEP]


def typed_out() -> Iterator[str]:
    """Key by key: village, village and district, district and regency, in the ways that officers write them."""
    chance = random.Random(5)
    query = """
        SELECT village.name, district.name, regency.name FROM village
        JOIN district ON district.code = village.code / 10000 JOIN regency ON regency.code = village.code / 1000000"""
    for village, district, regency in chance.sample(rows(query), PEOPLE):
        ways = (village, f"{village} {district}", district, regency, f"kel. {village} kec. {district} {regency}")
        text = chance.choice(ways).lower()
        yield from (text[:end] for end in range(3, len(text) + 1))


def spent_ms(regions: RegionFile, text: str) -> float:
    """Processor time of one answer in this thread: what else runs on the machine does not count."""
    started = time.thread_time()
    regions.find_villages(text, NEAR)
    return (time.thread_time() - started) * 1000


def memory_mib() -> float:
    """What the index holds."""
    tracemalloc.start()
    with closing(RegionFile()) as regions:
        regions.prepare_search()
        held, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return held / 1024 / 1024


def opening_ms() -> float:
    """The quickest of five: from nothing to an index that answers."""
    taken = []
    for _round in range(5):
        with closing(RegionFile()) as regions:
            started = time.thread_time()
            regions.prepare_search()
            taken.append((time.thread_time() - started) * 1000)
    return min(taken)


def measure() -> list[Figure]:
    """A key's answer for each kind of text, then opening and memory."""
    with closing(RegionFile()) as regions:
        regions.prepare_search()
        kinds = {"3 letters": three_letters(), "postal codes": postal_codes(), "names typed out": list(typed_out())}
        costs = {kind: sorted(spent_ms(regions, text) for text in texts) for kind, texts in kinds.items()}
    figures = []
    for kind, taken in costs.items():
        figures.append(Figure(f"village search, {kind}, median of {len(taken):,}", "ms", statistics.median(taken)))
        last = taken[len(taken) * 99 // 100]
        figures.append(Figure(f"village search, {kind}, 99 of 100 below", "ms", last, aim=16, is_aim_of_ours=True))
    return [
        *figures,
        Figure("village search, first opening", "ms", opening_ms(), aim=50, is_aim_of_ours=True),
        Figure("village search, memory", "MiB", memory_mib()),
    ]
