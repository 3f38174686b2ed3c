"""The distinct words of all names: which of them a typed word may mean, and in whose name they stand."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from core.name_words import sound_of, sounds_begun_by

TYPO_FROM_CHARS = 5
"""A shorter word with another letter is another name: Rina and Rini."""

TWO_TYPOS_FROM_CHARS = 9

_BEYOND = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Meant:
    """The places of names that have a typed word: written so (or said so), begun so, and nearly so.

    Each set holds the one before.
    """

    exact: frozenset[int]
    begun: frozenset[int]
    nearly: frozenset[int]


class Vocabulary:
    """Words and sounds -> places. A *form* is a word as written, or the sound that its spellings share."""

    def __init__(self) -> None:
        self._places: dict[str, set[int]] = {}
        self._words_of: dict[str, set[str]] = {}
        self._forms: list[str] = []
        self._meant: dict[str, Meant] = {}
        self._stems: dict[int, list[str]] = {}

    def __len__(self) -> int:
        return len(self._places)

    def add(self, place: int, words: Iterable[str]) -> None:
        """A name with these words stands at this place."""
        for word in words:
            places = self._places.get(word)
            if places is None:
                places = self._places[word] = set()
                self._learn(word)
            places.add(place)
        self._meant.clear()

    def remove(self, place: int, words: Iterable[str]) -> None:
        """The name at this place is gone; a word nobody has any more is kept, for it will come again."""
        for word in words:
            self._places[word].discard(place)
        self._meant.clear()

    def _learn(self, word: str) -> None:
        for form in {word, sound_of(word)}:
            if form not in self._words_of:
                self._words_of[form] = set()
                insort(self._forms, form)
                self._stems.clear()
            self._words_of[form].add(word)

    def meant_by(self, word: str) -> Meant:
        """Whose names a typed word may mean."""
        found = self._meant.get(word)
        if found is None:
            found = self._meant[word] = self._look_up(word)
        return found

    def _look_up(self, word: str) -> Meant:
        typed = {word, sound_of(word)}
        exact = self._places_of(self._words_of_forms(typed))
        begun = self._places_of(self._words_of_forms(self._begun(typed | sounds_begun_by(word)))) | exact
        return Meant(exact, begun, self._places_of(self._words_of_forms(self._near(typed))) | begun)

    def _places_of(self, words: Iterable[str]) -> frozenset[int]:
        return frozenset().union(*(self._places[word] for word in words))

    def _words_of_forms(self, forms: Iterable[str]) -> set[str]:
        return set[str]().union(*(self._words_of.get(form, ()) for form in forms))

    def _begun(self, typed: Iterable[str]) -> Iterator[str]:
        for start in typed:
            first, last = bisect_left(self._forms, start), bisect_left(self._forms, start + _BEYOND)
            yield from self._forms[first:last]

    def _near(self, typed: Iterable[str]) -> Iterator[str]:
        """Forms that have, or begin with, what was meant by a word with a typo."""
        for word in typed:
            if len(word) < TYPO_FROM_CHARS:
                continue
            edits = 2 if len(word) >= TWO_TYPOS_FROM_CHARS else 1
            for length in range(len(word) - edits, len(word) + edits + 1):
                stems = extract(word, self._stems_of(length), scorer=OSA.distance, score_cutoff=edits, limit=None)
                yield from self._begun(stem for stem, _distance, _place in stems)

    def _stems_of(self, length: int) -> list[str]:
        """How the forms begin; they are in order, so that equal beginnings stand together."""
        stems = self._stems.get(length)
        if stems is None:
            stems = self._stems[length] = list(dict.fromkeys(form[:length] for form in self._forms))
        return stems
