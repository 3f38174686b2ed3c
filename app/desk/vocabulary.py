"""The distinct words of all names: which of them a typed word may mean, and in whose name they stand."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from operator import itemgetter

from core.name_words import sound_of, sounds_begun_by

TYPO_FROM_CHARS = 5
"""A shorter word with another letter is another name: Rina and Rini."""

TWO_TYPOS_FROM_CHARS = 9

_BEYOND = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Meant:
    """The places of names that have a typed word: written so (or said so), begun so, and nearly so.

    Each set holds the one before. They live until the vocabulary changes: look, do not keep.
    """

    exact: AbstractSet[int]
    begun: AbstractSet[int]
    nearly: AbstractSet[int]


class Vocabulary:
    """Words and sounds -> places. A *form* is a word as written, or the sound that its spellings share."""

    def __init__(self) -> None:
        self._places: dict[str, set[int]] = {}
        self._words_of: dict[str, set[str]] = {}
        self._forms: list[str] = []
        self._forms_of_length: dict[int, list[str]] = {}
        self._stems: dict[int, list[str]] = {}
        self._meant: dict[str, Meant] = {}

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
                self._forms_of_length.setdefault(len(form), []).append(form)
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
        exact = self._places_of(self._words(typed))
        begun = self._places_of(self._words(self._begun_by(typed | sounds_begun_by(word))))
        near = self._places_of(self._words(self._near(typed)))
        if not begun:
            near |= self._places_of(self._words(self._begun_by(self._near_stems(word))))
        return Meant(exact, begun, begun | near if near else begun)

    def _places_of(self, words: Iterable[str]) -> AbstractSet[int]:
        every = [self._places[word] for word in words]
        return every[0] if len(every) == 1 else set[int]().union(*every)

    def _words(self, forms: Iterable[str]) -> set[str]:
        return set[str]().union(*(self._words_of.get(form, ()) for form in forms))

    def _begun_by(self, starts: Iterable[str]) -> Iterator[str]:
        for start in starts:
            first, last = bisect_left(self._forms, start), bisect_left(self._forms, start + _BEYOND)
            yield from self._forms[first:last]

    def _near(self, typed: Iterable[str]) -> Iterator[str]:
        """Forms that are one or two typing mistakes away, the word itself too."""
        for word in typed:
            edits = (len(word) >= TYPO_FROM_CHARS) + (len(word) >= TWO_TYPOS_FROM_CHARS)
            for length in range(len(word) - edits, len(word) + edits + 1) if edits else ():
                yield from _within(word, self._forms_of_length.get(length, []), edits)

    def _near_stems(self, word: str) -> Iterator[str]:
        """How forms begin that are still being typed, with one letter wrong."""
        length = len(word)
        if length < TYPO_FROM_CHARS:
            return iter(())
        if length not in self._stems:
            # in order, so that equal beginnings stand together
            self._stems[length] = list(dict.fromkeys(map(itemgetter(slice(length)), self._forms)))
        return _within(word, self._stems[length], 1)


def _within(word: str, choices: Sequence[str], edits: int) -> Iterator[str]:
    from rapidfuzz.distance import OSA  # loaded with the first search
    from rapidfuzz.process import extract

    near = extract(word, choices, scorer=OSA.distance, score_cutoff=edits, limit=None)
    return (choice for choice, _distance, _place in near)
