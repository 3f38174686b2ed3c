"""Finds villages by the beginnings of words, fast enough for every key: sorted words, marks for what fits.

The tables of the bundled file need no column for it, and nothing is kept on disk. Measured over the whole country
(83,762 villages, a busy laptop): made once in a third of a second, 0.2 to 4 ms an answer, 15 MB.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, islice

MOST_FOUND = 12
"""As many as a list under a box shows without scrolling."""

LEAST_LETTERS = 3
"""Shorter words fit nearly everywhere: they narrow down what the others found."""

_JOINED_LETTERS = 6
"""From so many letters a word may be two that the list writes apart: Pulogadung, Pulo Gadung."""
_MOST_RARE = 100
"""A word that begins more names than this is written as it stands."""
_MOST_WORDS = 6
_MOST_LOOKS = 2000
"""Villages looked at one by one for the short words; keeps an answer within a frame."""

_LEVEL_WORDS = frozenset(("kelurahan", "kel", "desa", "ds", "kecamatan", "kec", "kabupaten", "kab", "kota"))
_APOSTROPHES = re.compile(r"['\"`’‘ʼ*]")
_NO_LETTERS = re.compile(r"[^a-z0-9\n]+")

_Marks = bytearray
"""One byte a village: 1 = fits."""


def plain_words(text: str) -> str:
    """Lower case, no accents, no apostrophes, single spaces: ``Ma'rang-Élo`` -> ``marang elo``. Lines stay lines."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _NO_LETTERS.sub(" ", _APOSTROPHES.sub("", text.lower())).strip(" ")


class VillageIndex:
    """The names of all villages, districts and regencies of today; immutable once made, so any thread may ask.

    Args:
        connection: the bundled lists; needed only while the index is made.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._villages = _Names(connection, "village")
        self._above = (_Names(connection, "district"), 6), (_Names(connection, "regency"), 4)
        """With the number of digits that a village's code shares with them."""

    def find(self, text: str, near: Sequence[str] = (), most: int = MOST_FOUND) -> tuple[int, ...]:
        """Codes of the villages that ``text`` may mean, the likeliest first.

        Args:
            text: beginnings of words of village, district and regency; or a code, whole or not.
            near: codes of districts, regencies or provinces; villages in and around the first come first.
        """
        codes = self._villages.codes
        digits = _digits(text)
        if digits:
            return tuple(codes[at] for at in self._below(digits)[:most])
        places = _distinct(self._ranked(_readings(text), list(_around(near))))
        return tuple(codes[at] for at in islice(places, most))

    def _ranked(self, readings: Iterable[Sequence[str]], areas: Sequence[str]) -> Iterator[int]:
        """Places of villages by the first reading that finds any; one may come twice."""
        for words in readings:
            found = self._found([word for word in words if len(word) >= LEAST_LETTERS])
            if not found:
                yield from self._villages.called(" ".join(words))
            if 1 in found:
                yield from self._in_order(found, words, areas)
                return

    def _in_order(self, found: _Marks, words: Sequence[str], areas: Sequence[str]) -> Iterator[int]:
        """Area by area; in each the exact name, names that begin so or with the first word, then all."""
        name = " ".join(words)
        heads = self._villages.heads(name, found)
        exact = [at for at in heads if self._villages.name(at) == name]
        firsts = self._villages.heads(words[0], found) if len(words) > 1 else []
        short = [word for word in words if len(word) < LEAST_LETTERS]
        looks = iter(range(_MOST_LOOKS))
        for area in areas:
            below = self._below(area)
            for at in chain((at for at in (*exact, *heads, *firsts) if at in below), _ones(found, below)):
                if not short or (next(looks, None) is not None and self._has(at, short)):
                    yield at

    def _found(self, words: Sequence[str]) -> _Marks:
        """Villages of which every word begins a word, in their own name or in a name above."""
        return _both([self._fitting(word) for word in words]) if words else _Marks()

    def _fitting(self, word: str) -> _Marks:
        marks = _Marks(len(self._villages.codes))
        for at in self._villages.with_word(word):
            marks[at] = 1
        for names, _length in self._above:
            for at in names.with_word(word):
                below = self._below(str(names.codes[at]))
                marks[below.start : below.stop] = b"\x01" * len(below)
        return marks

    def _has(self, at: int, words: Iterable[str]) -> bool:
        """Whether every word begins a word of this village's names."""
        code = str(self._villages.codes[at])
        above = (names.name(bisect_left(names.codes, int(code[:length]))) for names, length in self._above)
        line = " ".join(("", self._villages.name(at), *above))
        return all(f" {word}" in line for word in words)

    def _below(self, digits: str) -> range:
        """The villages whose code begins with these digits."""
        codes, missing = self._villages.codes, 10 - len(digits)
        if missing < 0 or not codes:
            return range(0)
        first = int(digits or "0") * 10**missing
        last = first + 10**missing - 1 if digits else codes[-1]
        return range(bisect_left(codes, first), bisect_right(codes, last))


class _Names:
    """The names of one table in the order of their codes, and where each of their words stands.

    Words are sorted, and so are their places behind each other: a beginning of words is one slice of places.
    """

    def __init__(self, connection: sqlite3.Connection, table: str) -> None:
        # one text instead of many rows: twice as quick, and the two stand in the same order
        query = f"SELECT group_concat(code), group_concat(name, char(10)) FROM (SELECT * FROM {table} ORDER BY code)"  # noqa: S608 - tables of our own
        codes, names = connection.execute(query).fetchone()
        self.codes = array("q", map(int, codes.split(",") if codes else ()))
        lines = [line.strip() for line in plain_words(names or "").split("\n")]
        self._text = "\n" + "\n".join(lines) + "\n"
        self._starts = _starts(lines)
        self._joined = self._text.replace(" ", "")
        self._joined_starts = _starts(self._joined[1:-1].split("\n"))
        places_of: defaultdict[str, list[int]] = defaultdict(list)
        for at, line in enumerate(lines):
            for word in line.split():
                places_of[word].append(at)
        self._words = sorted(places_of)
        places = [places_of[word] for word in self._words]
        self._ends = array("l", accumulate(map(len, places), initial=0))
        self._places = array("l", chain.from_iterable(places))

    def name(self, at: int) -> str:
        """The plain name at this place."""
        start = self._starts[at]
        return self._text[start : self._text.index("\n", start)]

    def with_word(self, word: str) -> Sequence[int]:
        """Places of the names with a word that begins so, also where the list writes one word as two."""
        first, last = bisect_left(self._words, word), bisect_left(self._words, f"{word}~")
        places = self._places[self._ends[first] : self._ends[last]]
        if len(word) >= _JOINED_LETTERS and len(places) < _MOST_RARE:
            places.extend(_lines_with(f"\n{word}", self._joined, self._joined_starts))
        return places

    def called(self, name: str) -> list[int]:
        """Places of the names that are just this."""
        return list(_lines_with(f"\n{name}\n", self._text, self._starts)) if name else []

    def heads(self, name: str, among: _Marks) -> list[int]:
        """Places of the marked names that begin so."""
        marked = (at for at in self.with_word(name.partition(" ")[0]) if among[at])
        return sorted(at for at in marked if self._text.startswith(name, self._starts[at]))


def _readings(text: str) -> Iterator[Sequence[str]]:
    """What was typed as words; without "desa" and the like; at last as one word: Pulo Gadung, Pulogadung."""
    words = list(dict.fromkeys(plain_words(text.replace("\n", " ")).split()))[:_MOST_WORDS]
    yield words
    names = [word for word in words if word not in _LEVEL_WORDS]
    if len(names) < len(words):
        yield names
    if len(words) > 1:
        yield ["".join(words)]


def _around(near: Iterable[str]) -> Iterator[str]:
    """Each area, the ones it lies in, and at last the whole country; as the digits with which their codes begin."""
    for code in map(_digits, near):
        yield from (code[:length] for length in (6, 4, 2) if len(code) >= length)
    yield ""


def _distinct(places: Iterable[int]) -> Iterator[int]:
    """Each place once, at its first coming; no more are looked for than are asked for."""
    known: set[int] = set()
    for at in places:
        if at not in known:
            known.add(at)
            yield at


def _starts(lines: Iterable[str]) -> array[int]:
    """Where each line starts in a text that begins with a line's end."""
    starts = array("l", accumulate(map(len, lines), lambda start, length: start + length + 1, initial=1))
    starts.pop()
    return starts


def _lines_with(wanted: str, text: str, starts: array[int]) -> Iterator[int]:
    """Places of the lines with this text; a line's end in front of it counts to the line."""
    at = text.find(wanted)
    while at >= 0:
        yield bisect_right(starts, at + 1) - 1
        at = text.find(wanted, at + 1)


def _both(many: Sequence[_Marks]) -> _Marks:
    """What is marked in all of them."""
    result = int.from_bytes(many[0], "little")
    for marks in many[1:]:
        result &= int.from_bytes(marks, "little")
    return _Marks(result.to_bytes(len(many[0]), "little"))


def _ones(marks: _Marks, places: range) -> Iterator[int]:
    at = marks.find(1, places.start, places.stop)
    while at >= 0:
        yield at
        at = marks.find(1, at + 1, places.stop)


def _digits(text: str) -> str:
    """A code without its dots; empty if there is anything else than digits."""
    digits = re.sub(r"[ .\-/]", "", text)
    return digits if digits.isascii() and digits.isdigit() else ""
