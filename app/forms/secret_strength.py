"""How hard a secret is to guess for somebody who knows the posko, its people and the words that everybody takes."""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Iterable


class Strength(enum.IntEnum):
    """From the worst to the best."""

    SHORT = 0
    WEAK = 1
    FAIR = 2
    STRONG = 3


FAIR_POINTS, STRONG_POINTS = 9, 14
LEAST_DIFFERENT = 5
"""Fewer different signs than this are quickly tried."""

LEAST_WORD = 3

MOST_REPEATED = 4
"""A piece as short as this, again and again, is one idea and no more."""

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890")
_LOOKALIKES = str.maketrans("013457@$!", "oieastasi")
_YEAR = re.compile(r"(?:19|20)\d\d")
_AGAIN = re.compile(r"(.+?)\1+.{0,3}", re.DOTALL)
_EASY_WORDS = """
administrator admin agustus allah anjing april aman bismillah buka cantik cinta coba default desember disnaker dinas
februari ganteng garuda guest indonesia jakarta januari jawa juli juni kantor kartu kata kemnaker kerja komputer
koordinator kunci laptop latihan letmein lupa maret master mei merdeka monyet november oktober pakai pancasila passw
password pegawai petugas posko prakerja qwerty rahasia root sandi sayang selamat september server surabaya test tes
timur user welcome
"""
_EASY = frozenset(_EASY_WORDS.split())
"""What people here take when a program asks for a password, and what is tried first."""


def strength_of(secret: str, *, least: int, known: Iterable[str] = ()) -> Strength:
    """How good a secret is.

    Args:
        least: shortest length that is allowed at all.
        known: names of post, officer and the like; whoever guesses knows them too.
    """
    if len(secret) < least:
        return Strength.SHORT
    rest = _without_easy(unicodedata.normalize("NFC", secret).casefold(), known)
    if len(set(rest)) < LEAST_DIFFERENT:
        return Strength.WEAK
    points = _length(rest) + _kinds(secret) - 1
    if points < FAIR_POINTS:
        return Strength.WEAK
    return Strength.STRONG if points >= STRONG_POINTS else Strength.FAIR


def is_trivial(secret: str, *, known: Iterable[str] = ()) -> bool:
    """Whether a secret is among the first that anybody tries: a common word, a run of signs, the post, its people.

    Args:
        known: names of post, officer and the like.
    """
    text = unicodedata.normalize("NFC", secret).casefold()
    again = _AGAIN.fullmatch(text)
    rest = _without_easy(again[1] if again else text, known)
    return _length(rest) <= 1 or (again is not None and len(again[1]) <= MOST_REPEATED)


def _without_easy(text: str, known: Iterable[str]) -> str:
    """The text with one sign in the place of everything that is tried first."""
    text = _YEAR.sub("\0", text)
    plain = text.translate(_LOOKALIKES)
    words = {word for name in known for word in re.findall(r"\w+", name.casefold()) if len(word) >= LEAST_WORD}
    for word in sorted(_EASY | words, key=len, reverse=True):
        for form in {word, word.translate(_LOOKALIKES)}:
            for found in reversed(list(re.finditer(re.escape(form), plain))):
                text = f"{text[: found.start()]}\0{text[found.end() :]}"
                plain = f"{plain[: found.start()]}\0{plain[found.end() :]}"
    return text


def _length(text: str) -> int:
    """Signs that say something new: not the next of the alphabet, of the keyboard, nor the same again."""
    return sum(not _follows(one, other) for one, other in zip(f"\0{text}", text, strict=False))


def _follows(one: str, other: str) -> bool:
    if abs(ord(one) - ord(other)) <= 1:
        return True
    return any(abs(row.find(one) - row.find(other)) == 1 for row in _ROWS if one in row and other in row)


def _kinds(text: str) -> int:
    tests = (str.islower, str.isupper, str.isdigit, lambda char: not char.isalnum())
    return sum(any(test(char) for char in text) for test in tests)
