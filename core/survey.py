"""Survei kepuasan: nine answers without a name, the mean of each element, the index (IKM) and its band."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from core.survey_rules import Band, BandTable
from core.visits import HIGHEST_ANSWER, LOWEST_ANSWER, are_answers

_SCALE = 25
"""A mean of 4 makes an index of 100."""


class Element(enum.StrEnum):
    """What is asked, in the order of the law; agencies differ in the order of the last two [FACTBOOK 4].

    Source: PermenPANRB 14/2017.
    """

    REQUIREMENTS = "U1"
    PROCEDURE = "U2"
    TIME = "U3"
    COST = "U4"
    PRODUCT = "U5"
    COMPETENCE = "U6"
    CONDUCT = "U7"
    FACILITIES = "U8"
    COMPLAINTS = "U9"


ELEMENTS = tuple(Element)


@dataclass(frozen=True, slots=True)
class ElementResult:
    """How one element was judged.

    Args:
        counts: how many people gave 1, 2, 3 and 4.
    """

    element: Element
    counts: tuple[int, int, int, int]
    table: BandTable

    @property
    def people(self) -> int:
        """How many answered."""
        return sum(self.counts)

    @property
    def mean(self) -> Fraction:
        """The exact mean of the answers; 0 without any."""
        if not self.people:
            return Fraction(0)
        return Fraction(sum(answer * many for answer, many in enumerate(self.counts, LOWEST_ANSWER)), self.people)

    @property
    def band(self) -> Band | None:
        """The band of this element alone; ``None`` without answers."""
        return band_of(self.mean * _SCALE, self.table) if self.people else None


@dataclass(frozen=True, slots=True)
class SurveyResult:
    """What came of a survey."""

    elements: tuple[ElementResult, ...]
    table: BandTable

    @property
    def people(self) -> int:
        """How many people answered."""
        return self.elements[0].people

    @property
    def index(self) -> Fraction | None:
        """The exact index: the mean of the nine means, times 25; ``None`` without answers.

        The law's weight of 0.111 makes nine parts of 0.999: a ninth is meant, and nothing is rounded before the end.
        """
        if not self.people:
            return None
        return sum((one.mean for one in self.elements), Fraction(0)) / len(self.elements) * _SCALE

    @property
    def band(self) -> Band | None:
        """The band of the index; ``None`` without answers."""
        index = self.index
        return None if index is None else band_of(index, self.table)

    @property
    def weakest(self) -> ElementResult | None:
        """What to mend first; ``None`` without answers."""
        return min(self.elements, key=lambda one: one.mean) if self.people else None


def survey_result(sheets: Iterable[tuple[int, ...]], table: BandTable) -> SurveyResult:
    """Count the sheets of a survey; what is no whole sheet is left out.

    Args:
        table: the bands by which it is judged.
    """
    counts = [[0] * HIGHEST_ANSWER for _ in ELEMENTS]
    for answers in filter(are_answers, sheets):
        for at, answer in enumerate(answers):
            counts[at][answer - LOWEST_ANSWER] += 1
    elements = (
        ElementResult(element, (found[0], found[1], found[2], found[3]), table)
        for element, found in zip(ELEMENTS, counts, strict=True)
    )
    return SurveyResult(tuple(elements), table)


def band_of(index: Fraction, table: BandTable) -> Band:
    """The band of an index, by the index as it is printed: with two decimals."""
    return table.band_of(hundredths(index))


def hundredths(figure: Fraction) -> Fraction:
    """A figure with two decimals, halves up, as offices round."""
    return Fraction((figure * 100 + Fraction(1, 2)).__floor__(), 100)


def decimal_text(figure: Fraction) -> str:
    """A figure as people write it: ``86,50``."""
    whole, rest = divmod(int(hundredths(figure) * 100), 100)
    return f"{whole},{rest:02d}"
