"""Dated facts behind the index of satisfaction, read from a data file: where its bands begin, by which law."""

from __future__ import annotations

import enum
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Annotated

import msgspec

from core.data_file import place_of
from core.errors import unusable
from core.typed import toml_as


class SurveyRulesCode(enum.StrEnum):
    """Troubles with the file about the survey."""

    UNREADABLE = "SURVEY_FILE"


class Band(enum.StrEnum):
    """How good the service is by its index."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class BandRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a band begins, as the law prints it."""

    band: Band
    least: Annotated[str, msgspec.Meta(pattern=r"^\d{1,3}\.\d\d$")]

    @property
    def from_index(self) -> Fraction:
        """The lowest index of the band."""
        return Fraction(self.least)


class BandTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The bands of one law, the best first."""

    law: str
    source: str
    valid_from: date
    bands: Annotated[tuple[BandRule, ...], msgspec.Meta(min_length=1)]

    def __post_init__(self) -> None:
        if any(one.from_index <= next_one.from_index for one, next_one in pairwise(self.bands)):
            raise ValueError("bands must fall")

    def span(self, band: Band) -> tuple[Fraction, Fraction]:
        """The lowest and the highest index of a band, as they are printed."""
        place = [one.band for one in self.bands].index(band)
        highest = self.bands[place - 1].from_index - Fraction(1, 100) if place else Fraction(100)
        return self.bands[place].from_index, highest

    def band_of(self, index: Fraction) -> Band:
        """The band of an index that is printed with two decimals; the last one below all of them."""
        return next((one.band for one in self.bands if index >= one.from_index), self.bands[-1].band)


class SurveyRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All tables of bands that were ever in force."""

    tables: Annotated[tuple[BandTable, ...], msgspec.Meta(min_length=1)]

    def on(self, day: date) -> BandTable:
        """The table in force on a day; the oldest one before all of them."""
        begun = [table for table in self.tables if table.valid_from <= day]
        return max(begun or self.tables[:1], key=lambda table: table.valid_from)


def parse_survey_rules(content: bytes) -> SurveyRules:
    """The rules in a TOML file's bytes. Raises: Trouble SURVEY_FILE naming the key or the line."""
    try:
        return toml_as(content, SurveyRules)
    except (msgspec.MsgspecError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise unusable(SurveyRulesCode.UNREADABLE, place=place_of(error)) from error
