"""Names as a search compares them: words without case, accent and sign, and one form for spellings that sound alike."""

from __future__ import annotations

import functools
import re
import unicodedata

_OLD_SPELLINGS = (
    # as written since 1901, as officially written since, the year of the change
    ("oe", "u", 1947),
    ("tj", "c", 1972),
    ("dj", "j", 1972),
    ("nj", "ny", 1972),
    ("sj", "sy", 1972),
    ("ch", "kh", 1972),
)
"""Van Ophuijsen's spelling lives on in names: Soekarno, Tjahjono, Djoko [Ejaan Republik 1947, EYD 1972].

The old ``j`` for ``y`` is not in the list, for most names with a ``j`` are of today; it passes as one wrong letter.
"""

_ALIKE = (("dh", "d"), ("th", "t"), ("ph", "f"), ("q", "k"), ("v", "f"))
"""Budhi and Budi, Thalib and Talib, Taufiq and Taufik, Novi and Nofi: one person's papers differ in these."""

_ONE_NAME = {
    "muhamad": "md mhd muh muhd moh mohd moch mokh mochamad muchamad mokhamad muhamat mohamad mohamat mohamed",
    "ahmad": "ach akh achmad akhmad ahmat achmat akhmat achmed ahmed",
    "abdul": "abd abdoel abdel",
    "nur": "noer noor",
    "siti": "st sitti",
}
"""Short and other forms of the most frequent names."""

_LATIN = str.maketrans({"ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th"})
_SILENT = re.compile(r"['`]")
_GAP = re.compile(r"[^0-9a-z]+")
_LEAST_SOUND = 3
"""A shorter rest would sound like half of all names."""

_TWICE = re.compile(r"(\D)\1+")


def kept_words(name: str) -> tuple[str, ...]:
    """The words under which a kept name is found: a first word ``M.`` also counts as what it nearly always means."""
    words = name_words(name)
    return ("muh", *words) if len(words) > 1 and words[0] == "m" else words


def name_words(text: str) -> tuple[str, ...]:
    """The words of a name: ``Nu'man Al-Fàrisi, S.E.`` becomes ``numan al farisi s e``."""
    plain = text.lower() if text.isascii() else _without_accents(text)
    return tuple(_GAP.sub(" ", _SILENT.sub("", plain)).split())


def _without_accents(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold()).translate(_LATIN)
    return "".join(char for char in parts if not unicodedata.combining(char))


@functools.lru_cache(maxsize=4096)
def sound_of(word: str) -> str:
    """The one form of a word that spellings of it share: ``djoko`` and ``joko``, ``moch`` and ``muhammad``."""
    return _FULL_NAME.get(_simplified(word)) or _FULL_NAME.get(word) or _simplified(word)


def _simplified(word: str) -> str:
    for old, new, _year in _OLD_SPELLINGS:
        word = word.replace(old, new)
    for one, other in _ALIKE:
        word = word.replace(one, other)
    single = _TWICE.sub(r"\1", word)
    word = single if len(single) >= _LEAST_SOUND else word
    return word[:-1] + "i" if len(word) > 3 and word.endswith("y") else word


_FULL_NAME = {form: full for full, forms in _ONE_NAME.items() for form in forms.split()} | {
    _simplified(form): full for full, forms in _ONE_NAME.items() for form in forms.split()
}


@functools.lru_cache(maxsize=1024)
def sounds_begun_by(word: str) -> frozenset[str]:
    """The forms that a word may be the beginning of, as it is being typed."""
    begun = {full for form, full in _FULL_NAME.items() if len(word) > 2 and form.startswith(word)}
    return frozenset(begun | {sound_of(word)})
