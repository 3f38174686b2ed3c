"""What the village search looks through, made from the lists and packed small for ``wilayah.sqlite``."""

from __future__ import annotations

import sqlite3
import sys
import zlib
from array import array
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import accumulate, chain

from app.models.village_index import plain_words

_FORMER = """
    SELECT code, name FROM former_name
    UNION SELECT district.code, old_district.name
        FROM old_district JOIN district ON district.code = old_district.successor
        WHERE lower(old_district.name) <> lower(district.name)
    UNION SELECT village.code, old_village.name
        FROM old_village JOIN village ON village.code = old_village.successor
        WHERE lower(old_village.name) <> lower(village.name)
    UNION SELECT old_village.successor, district.name
        FROM old_village JOIN district ON district.code = old_village.code / 10000
        WHERE old_village.successor / 10000 <> district.code"""
"""Names of before, and the districts that villages have left; each with the code of today."""

_LEVELS = {
    "village": "SELECT code, name FROM village",
    "district": "SELECT code, name FROM district",
    "regency": "SELECT code, name FROM regency",
    "former": _FORMER,
}


def packed_index(connection: sqlite3.Connection) -> Mapping[str, bytes]:
    """The parts of the index, made from the other tables of the file; ``tools/build_regions.py`` keeps them in it."""
    parts: dict[str, bytes] = {}
    for level, query in _LEVELS.items():
        rows = connection.execute(f"SELECT code, name FROM ({query}) ORDER BY code, name").fetchall()  # noqa: S608 - ours
        parts |= {f"{level}.{name}": _packed(part) for name, part in _parts_of(rows).items()}
        if level == "former":
            parts["former.shown"] = _packed("\n".join(name for _code, name in rows))
    postal = [code or 0 for (code,) in connection.execute("SELECT postal_code FROM village ORDER BY code")]
    by_postal = sorted((at for at, code in enumerate(postal) if code), key=postal.__getitem__)
    return parts | {"village.postal": _packed(array("I", postal)), "village.by_postal": _packed(_steps(by_postal))}


def _parts_of(rows: Sequence[tuple[int, str]]) -> Mapping[str, str | array[int]]:
    """What a :class:`_Names` of these codes and names is read from."""
    # line by line as a whole: a tenth of the time of one name after the other
    lines = [line.strip() for line in plain_words("\n".join(name for _code, name in rows)).split("\n")]
    places_of: defaultdict[str, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        for word in line.split():
            places_of[word].append(at)
    words = sorted(places_of)
    starts = list(accumulate((len(line) + 1 for line in lines[:-1]), initial=1))
    return {
        "codes": array("q", (code for code, _name in rows)),  # summed up again they would take 10 ms
        "text": "\n".join(("", *lines, "")),
        "starts": _steps(starts),
        "words": " ".join(words),
        "ends": _steps(list(accumulate((len(places_of[word]) for word in words), initial=0))),
        "places": array("I", chain.from_iterable(places_of[word] for word in words)),
    }


def _packed(part: str | array[int]) -> bytes:
    """Numbers lie in the file as most machines hold them, the low byte first; those that grow as steps: a third."""
    if isinstance(part, str):
        return zlib.compress(part.encode(), 9)
    if sys.byteorder == "big":
        part.byteswap()
    return zlib.compress(part.tobytes(), 9)


def _steps(numbers: Sequence[int]) -> array[int]:
    return array("i", (number - before for number, before in zip(numbers, chain((0,), numbers), strict=False)))
