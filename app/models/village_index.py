"""Finds villages by the beginnings of words, fast enough for every key: one text of all names, searched with marks.

Measured over the whole country (83,762 villages, one slow core): 0.1-5 ms an answer; built once in about 0.2 s.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

MOST_FOUND = 12
"""As many as a list under a box shows without scrolling."""

LEAST_LETTERS = 3
"""Shorter words must be whole: as a beginning they fit everywhere."""

_APOSTROPHES = re.compile(r"['\"`’‘ʼ*]")
_NO_LETTERS = re.compile(r"[^a-z0-9\n]+")

Marks = bytearray
"""One byte a village: 1 = fits."""


def plain_words(text: str) -> str:
    """Lower case, no accents, no apostrophes, single spaces: ``Ma'rang-Élo`` -> ``marang elo``. Lines stay lines."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _NO_LETTERS.sub(" ", _APOSTROPHES.sub("", text.lower())).strip(" ")


class VillageIndex:
    """The names of all villages, districts and regencies of today; immutable once made, so any thread may ask.

    Args:
        connection: the bundled lists; needed only while the index is made.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._villages = _Names(connection, "village")
        self._above = (_Names(connection, "district"), _Names(connection, "regency"))

    def find(self, text: str, near: str = "", most: int = MOST_FOUND) -> tuple[int, ...]:
        """Codes of the villages that ``text`` may mean, the likeliest first.

        Args:
            text: beginnings of words of village, district and regency; or a code, whole or not.
            near: code of a district, regency or province whose villages come first.
        """
        digits = _digits(text)
        if digits:
            return tuple(self._villages.codes[at] for at in self._below(digits)[:most])
        words = plain_words(text.replace("\n", " ")).split()
        found = self._found(words)
        if not any(found) and len(words) > 1:  # Pulo Gadung is written Pulogadung, and the other way round
            words = ["".join(words)]
            found = self._found(words)
        return tuple(self._villages.codes[at] for at in self._ranked(found, words, _digits(near), most))

    def _found(self, words: Sequence[str]) -> Marks:
        """Villages of which every word begins a word, in their own name or in a name above."""
        return _both(self._fitting(word) for word in words) if words else Marks()

    def _fitting(self, word: str) -> Marks:
        marks = self._villages.marks_of(word)
        for names in self._above:
            for at in names.hits_of(word):
                below = self._below(str(names.codes[at]))
                marks[below.start : below.stop] = b"\x01" * len(below)
        return marks

    def _ranked(self, found: Marks, words: Sequence[str], near: str, most: int) -> Sequence[int]:
        """Near ones first; among equals the exact name, then names that begin so, then all."""
        if not any(found):
            return ()
        name = " ".join(words)
        heads = (self._villages.marks_of_head(f"\n {name} {''.join(words)} \n" if len(words) > 1 else f"\n {name} \n"),
                 self._villages.marks_of_head(f"\n {name}"))
        tiers = (*(_both((found, head)) for head in heads), found)
        places: dict[int, None] = {}
        for length in (6, 4, 2, 0):
            if length <= len(near):
                below = self._below(near[:length])
                for tier in tiers:
                    for at in _ones(tier, below):
                        places[at] = None
                        if len(places) == most:
                            return tuple(places)
        return tuple(places)

    def _below(self, digits: str) -> range:
        """The villages whose code begins with these digits."""
        codes, missing = self._villages.codes, 10 - len(digits)
        if missing < 0:
            return range(0)
        first = int(digits or "0") * 10**missing
        last = first + 10**missing - 1 if digits else codes[-1]
        return range(bisect_left(codes, first), bisect_right(codes, last))


class _Names:
    """The names of one table in one text: a line a name, a space before and behind every word.

    A name of several words stands there once more in one piece.
    """

    def __init__(self, connection: sqlite3.Connection, table: str) -> None:
        rows = connection.execute(f"SELECT code, name FROM {table} ORDER BY code").fetchall()  # noqa: S608 - our own names
        self.codes = array("q", (code for code, _name in rows))
        lines = plain_words("\n".join(name.replace("\n", " ") for _code, name in rows)).split("\n")
        self._text = "\n" + "".join(map(_line, lines))
        self._starts = array("l", _starts(self._text))

    def hits_of(self, word: str) -> Iterator[int]:
        """Places of the names with a word that begins so."""
        yield from self._hits(f" {word}" if len(word) >= LEAST_LETTERS else f" {word} ", 0)

    def marks_of(self, word: str) -> Marks:
        """The same as marks."""
        return self._marked(self.hits_of(word))

    def marks_of_head(self, head: str) -> Marks:
        """Marks of the names that begin so; ``head`` starts with a line's end."""
        return self._marked(self._hits(head, 1))

    def _marked(self, places: Iterable[int]) -> Marks:
        marks = Marks(len(self.codes))
        for at in places:
            marks[at] = 1
        return marks

    def _hits(self, wanted: str, offset: int) -> Iterator[int]:
        find, text, starts = self._text.find, self._text, self._starts
        at = find(wanted)
        while at >= 0:
            place = bisect_right(starts, at + offset) - 1
            yield place
            at = find(wanted, starts[place + 1] - 1 if place + 1 < len(starts) else len(text))


def _line(name: str) -> str:
    """``pulo gadung`` -> `` pulo gadung pulogadung`` and the line's end."""
    name = name.strip()
    return f" {name} {name.replace(' ', '')} \n" if " " in name else f" {name} \n"


def _starts(text: str) -> Iterator[int]:
    """Where each line behind the first line's end starts."""
    at = 1
    while at < len(text):
        yield at
        at = text.index("\n", at) + 1


def _both(many: Iterable[Marks]) -> Marks:
    """What is marked in all of them."""
    first, *others = many
    result = int.from_bytes(first, "little")
    for marks in others:
        result &= int.from_bytes(marks, "little")
    return Marks(result.to_bytes(len(first), "little"))


def _ones(marks: Marks, places: range) -> Iterator[int]:
    at = marks.find(1, places.start, places.stop)
    while at >= 0:
        yield at
        at = marks.find(1, at + 1, places.stop)


def _digits(text: str) -> str:
    """A code without its dots; empty if there is anything else than digits."""
    digits = re.sub(r"[ .\-/]", "", text)
    return digits if digits.isascii() and digits.isdigit() else ""
