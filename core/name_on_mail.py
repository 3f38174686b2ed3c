"""The words of a name that may stand in an address: without titles, alias, initials and religion, in letters a-z."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from core.mail_rules import NameRules
from core.name_words import name_words
from core.typed_text import MAX_CHARS

_ALIAS = re.compile(r"[/(@]|\b(?:alias|als)\b", re.IGNORECASE)
_LONGEST_DEGREE = 3
"""Pieces that one degree is written in: ``S. Pd. I.``"""

_WORDS_OF_A_NAME = 2
"""Behind so many words ``SE`` is a degree also without dots; behind one (``Jack Ma``) it is the name."""


class _Piece(NamedTuple):
    """What stands between two spaces.

    ``letters``: all of them in one word; ``is_marked``: it has a full stop, or stands behind a comma, as degrees do.
    """

    words: tuple[str, ...]
    letters: str
    is_marked: bool


def words_for_mail(name: str, rules: NameRules) -> tuple[str, ...]:
    """The words of a name as on the card; empty if it has no Latin letter."""
    own = _ALIAS.split(name[:MAX_CHARS])
    pieces = next((found for part in own if (found := _pieces(part))), [])
    words = [word for piece in _without_titles(pieces, rules) for word in piece.words]
    for unwanted in (_initials(words), rules.front_titles, rules.religions, rules.bad_alone):
        words = [word for word in words if word not in unwanted] or words
    return tuple(words)


def town_for_mail(town: str, rules: NameRules) -> tuple[str, ...]:
    """The words of a town's own name: ``Kota Adm. Jakarta Timur`` becomes ``jakarta timur``."""
    words = (_letters(word) for word in name_words(town[:MAX_CHARS]))
    return tuple(word for word in words if word and word not in rules.town_words)


def _letters(word: str) -> str:
    """Never a figure: where somebody typed a number behind the name, it goes into no address."""
    return "".join(char for char in word if char.isalpha())


def _pieces(text: str) -> list[_Piece]:
    return list(_each_piece(text))


def _each_piece(text: str) -> Iterator[_Piece]:
    for place, part in enumerate(text.split(",")):
        for written in part.split():
            words = tuple(letters for word in name_words(written) if (letters := _letters(word)))
            if words:
                yield _Piece(words, "".join(words), is_marked="." in written or place > 0)


def _without_titles(pieces: list[_Piece], rules: NameRules) -> list[_Piece]:
    """Titles before and degrees behind go, but never the last word of a name."""
    kept = list(pieces)
    while len(kept) > 1 and kept[0].letters in rules.front_titles:
        kept.pop(0)
    while many := _pieces_of_degree(kept, rules):
        del kept[-many:]
    return kept


def _pieces_of_degree(pieces: list[_Piece], rules: NameRules) -> int:
    """How many pieces at the end are one degree."""
    for many in range(min(_LONGEST_DEGREE, len(pieces) - 1), 0, -1):
        tail = pieces[-many:]
        letters = "".join(piece.letters for piece in tail)
        is_marked = all(piece.is_marked for piece in tail) or len(pieces) - many >= _WORDS_OF_A_NAME
        is_told = letters in rules.degrees_or_names and is_marked
        if letters in rules.degrees or is_told:
            return many
    return 0


def _initials(words: list[str]) -> frozenset[str]:
    return frozenset(word for word in words if len(word) == 1)
