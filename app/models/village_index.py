"""Finds villages by the beginnings of words, fast enough for every key: sorted words, marks for what fits.

What is looked through lies packed in the bundled file (made by ``tools/region_index.py`` when the file is built), so
that the first question waits 50 ms and not a third of a second. Measured over the whole country (83,762 villages,
a busy laptop): 0.2 to 4 ms an answer, 9 MB.
"""

from __future__ import annotations

import re
import sqlite3
import sys
import unicodedata
import zlib
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, reduce
from itertools import accumulate, islice
from operator import and_

MOST_FOUND = 12
"""As many as a list under a box shows without scrolling."""

LEAST_LETTERS = 3
"""Shorter words fit nearly everywhere: they narrow down what the others found."""

_JOINED_LETTERS = 6
"""From so many letters a word may be two that the list writes apart: Pulogadung, Pulo Gadung."""
_MOST_RARE = 100
"""A word that begins more names than this is written as it stands."""
_MOST_WORDS = 6
_REMEMBERED = 12
"""Marks of so many words: who goes on typing pays for the last word alone; 80 KB each."""

_LEVEL_WORDS = frozenset(("kelurahan", "kel", "desa", "ds", "kecamatan", "kec", "kabupaten", "kab", "kota"))
_APOSTROPHES = re.compile(r"['\"`’‘ʼ*]")
_NO_LETTERS = re.compile(r"[^a-z0-9\n]+")

_POSTAL_DIGITS = 5
_VILLAGE_DIGITS = 10

_Marks = bytearray
"""One byte a village: 1 = fits."""


def plain_words(text: str) -> str:
    """Lower case, no accents, no apostrophes, single spaces: ``Ma'rang-Élo`` -> ``marang elo``. Lines stay lines."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _NO_LETTERS.sub(" ", _APOSTROPHES.sub("", text.lower())).strip(" ")


class VillageIndex:
    """The names of all villages, districts and regencies, postal codes and names of before; any thread may ask.

    Args:
        connection: the bundled lists; needed only while the index is read.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        packed: dict[str, bytes] = dict(connection.execute("SELECT part, content FROM search"))
        self._villages = _Names(packed, "village")
        self._above = (_Names(packed, "district"), _Names(packed, "regency"))
        self._former = _Names(packed, "former")
        self._names_before = zlib.decompress(packed["former.shown"]).decode().split("\n")
        self._postal = _numbers(packed["village.postal"])
        self._by_postal = _summed(packed["village.by_postal"])
        self._fitting = lru_cache(_REMEMBERED)(self._looked_up)

    def find(self, text: str, near: Sequence[str] = (), most: int = MOST_FOUND) -> tuple[int, ...]:
        """Codes of the villages that ``text`` may mean, the likeliest first.

        Args:
            text: beginnings of words of village, district and regency; or a postal code, or a region's code, whole
                or not.
            near: codes of districts, regencies or provinces; villages in all these districts come first, then those
                in their regencies, then those in their provinces.
        """
        areas = list(_around(near))
        digits = code_digits(text)
        places = self._with_digits(digits, text, areas) if digits else self._ranked(_readings(text), areas)
        return tuple(self._villages.codes[at] for at in islice(_distinct(places), most))

    def names_before(self, code: int) -> Sequence[str]:
        """What a village and its district were called before, and the districts that it has left."""
        codes = self._former.codes
        return [
            name
            for one in (code, code // 10_000)
            for name in self._names_before[bisect_left(codes, one) : bisect_right(codes, one)]
        ]

    def provinces_of(self, postal_code: str) -> frozenset[str]:
        """Two-digit codes of the provinces where this postal code is in use."""
        if len(postal_code) != _POSTAL_DIGITS or not postal_code.isdigit() or not postal_code.isascii():
            return frozenset()
        return frozenset(str(self._villages.codes[at])[:2] for at in self._with_postal(postal_code, ("",)))

    def _with_digits(self, digits: str, text: str, areas: Sequence[str]) -> Iterator[int]:
        """Places by postal code, which has no dots and at least three digits here, then by the code of a region."""
        if text.strip() == digits and len(digits) >= LEAST_LETTERS:
            yield from self._with_postal(digits, areas)
        yield from self._below(digits)

    def _with_postal(self, digits: str, areas: Sequence[str]) -> Iterator[int]:
        """Places of the villages whose postal code begins so, area by area."""
        missing = _POSTAL_DIGITS - len(digits)
        if missing < 0:
            return
        first, postal = int(digits) * 10**missing, self._postal.__getitem__
        start = bisect_left(self._by_postal, first, key=postal)
        found = sorted(self._by_postal[start : bisect_left(self._by_postal, first + 10**missing, key=postal)])
        for area in areas:
            yield from _within(found, self._below(area))

    def _ranked(self, readings: Iterable[Sequence[str]], areas: Sequence[str]) -> Iterator[int]:
        """Places of villages by the first reading that finds any; one may come twice."""
        for words in readings:
            if max(map(len, words), default=0) < LEAST_LETTERS:
                yield from self._villages.called(" ".join(words))
                continue
            found = self._both(words)
            if 1 in found:
                yield from self._in_order(found, words, areas)
                return

    def _in_order(self, found: _Marks, words: Sequence[str], areas: Sequence[str]) -> Iterator[int]:
        """Area by area; in each the exact name, names that begin so or with the first word, then all.

        Of the names that begin so those come first whose district does too: they are the towns that districts bear
        the names of.
        """
        name = " ".join(words)
        heads = self._villages.heads(name, found)
        exact = [at for at in heads if self._villages.name(at) == name]
        firsts = self._villages.heads(words[0], found) if len(words) > 1 else []
        for area in areas:
            below = self._below(area)
            yield from _within(exact, below)
            yield from sorted(_within(heads, below), key=lambda at: not self._is_of_namesake(at, name))
            yield from _within(firsts, below)
            yield from _ones(found, below)

    def _is_of_namesake(self, at: int, name: str) -> bool:
        districts = self._above[0]
        return districts.name(bisect_left(districts.codes, self._villages.codes[at] // 10_000)).startswith(name)

    def _both(self, words: Iterable[str]) -> _Marks:
        """Villages of which every word begins a word, in their own name or in a name above, of today or before."""
        size = len(self._villages.codes)
        marks = reduce(and_, map(self._fitting, words), (1 << 8 * size) - 1)
        return _Marks(marks.to_bytes(size, "little"))

    def _looked_up(self, word: str) -> int:
        """The marks of one word, as a number."""
        marks = _Marks(len(self._villages.codes))
        for at in self._villages.with_word(word):
            marks[at] = 1
        for names in (*self._above, self._former):
            for at in names.with_word(word):
                below = self._below(str(names.codes[at]))
                marks[below.start : below.stop] = b"\x01" * len(below)
        return int.from_bytes(marks, "little")

    def _below(self, digits: str) -> range:
        """The villages whose code begins with these digits."""
        codes, missing = self._villages.codes, _VILLAGE_DIGITS - len(digits)
        if missing < 0 or not codes:
            return range(0)
        first = int(digits or "0") * 10**missing
        last = first + 10**missing - 1 if digits else codes[-1]
        return range(bisect_left(codes, first), bisect_right(codes, last))


class _Names:
    """The names of one level in the order of their codes, and where each of their words stands.

    Words are sorted, and so are their places behind each other: a beginning of words is one slice of places.
    """

    def __init__(self, packed: Mapping[str, bytes], level: str) -> None:
        self.codes = _numbers(packed[f"{level}.codes"], "q")
        self._text = zlib.decompress(packed[f"{level}.text"]).decode()
        self._starts = _summed(packed[f"{level}.starts"])
        self._words = zlib.decompress(packed[f"{level}.words"]).decode().split()
        self._ends = _summed(packed[f"{level}.ends"])
        self._places = _numbers(packed[f"{level}.places"])

    def name(self, at: int) -> str:
        """The plain name at this place."""
        start = self._starts[at]
        return self._text[start : self._text.index("\n", start)]

    def with_word(self, word: str) -> Sequence[int]:
        """Places of the names with a word that begins so, also where the list writes one word as two."""
        first, last = bisect_left(self._words, word), bisect_left(self._words, f"{word}~")
        places = self._places[self._ends[first] : self._ends[last]]
        if len(word) >= _JOINED_LETTERS and len(places) < _MOST_RARE:
            places.extend(self._written_apart(word))
        return places

    def _written_apart(self, word: str) -> Iterator[int]:
        """Places of the names that begin so once the gaps are taken out; their first word begins this one."""
        for end in range(1, len(word)):
            first = bisect_left(self._words, word[:end])
            if self._words[first : first + 1] == [word[:end]]:
                for at in self._places[self._ends[first] : self._ends[first + 1]]:
                    name = self.name(at)
                    if name.startswith(f"{word[:end]} ") and name.replace(" ", "").startswith(word):
                        yield at

    def called(self, name: str) -> list[int]:
        """Places of the names that are just this."""
        return list(_lines_with(f"\n{name}\n", self._text)) if name else []

    def heads(self, name: str, among: _Marks) -> list[int]:
        """Places of the marked names that begin so."""
        marked = (at for at in self.with_word(name.partition(" ")[0]) if among[at])
        return sorted(at for at in marked if self._text.startswith(name, self._starts[at]))


def _numbers(packed: bytes, kind: str = "I") -> array[int]:
    numbers = array(kind)
    numbers.frombytes(zlib.decompress(packed))
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def _summed(packed: bytes) -> array[int]:
    return array("I", accumulate(_numbers(packed, "i")))


def name_words(text: str) -> Sequence[str]:
    """The words that name something: neither "desa" and the like, nor digits."""
    words = plain_words(text.replace("\n", " ")).split()
    return [word for word in words if word not in _LEVEL_WORDS and not word.isdigit()]


def _readings(text: str) -> Iterator[Sequence[str]]:
    """What was typed as words; without "desa" and the like; at last as one word: Pulo Gadung, Pulogadung."""
    words = list(dict.fromkeys(plain_words(text.replace("\n", " ")).split()))[:_MOST_WORDS]
    yield words
    names = [word for word in words if word not in _LEVEL_WORDS]
    if len(names) < len(words):
        yield names
    if len(words) > 1:
        yield ["".join(words)]


def _around(near: Sequence[str]) -> Iterator[str]:
    """All districts, then all regencies, then all provinces, at last the whole country; as digits of their codes."""
    codes = [code_digits(code) for code in near]
    yield from dict.fromkeys(code[:length] for length in (6, 4, 2) for code in codes if len(code) >= length)
    yield ""


def _within(places: Sequence[int], area: range) -> Sequence[int]:
    """Those of the sorted places that lie in the area."""
    return places[bisect_left(places, area.start) : bisect_left(places, area.stop)]


def _distinct(places: Iterable[int]) -> Iterator[int]:
    """Each place once, at its first coming; no more are looked for than are asked for."""
    known: set[int] = set()
    for at in places:
        if at not in known:
            known.add(at)
            yield at


def _lines_with(wanted: str, text: str) -> Iterator[int]:
    """Places of the lines with this text; a line's end in front of it counts to the line."""
    line, start = 0, 0
    at = text.find(wanted)
    while at >= 0:
        line += text.count("\n", start, at)
        start = at
        yield line
        at = text.find(wanted, at + 1)


def _ones(marks: _Marks, places: range) -> Iterator[int]:
    at = marks.find(1, places.start, places.stop)
    while at >= 0:
        yield at
        at = marks.find(1, at + 1, places.stop)


def code_digits(text: str) -> str:
    """A code without its dots; empty if there is anything else than digits."""
    digits = re.sub(r"[ .\-/]", "", text)
    return digits if digits.isascii() and digits.isdigit() else ""
