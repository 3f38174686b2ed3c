"""Official papers on office sheets: forms for a signature, statements, minutes, lists. Records in, PDF bytes out."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from papers.slip import Letterhead


class OfficeSheet(enum.StrEnum):
    """The two sheets of Indonesian offices."""

    A4 = "a4"
    F4 = "f4"
    """Folio, 215 x 330 mm [FACTBOOK 4]."""


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph. ``is_strong``: a heading that stays with what follows."""

    text: str
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """Numbered sentences."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fields:
    """Labels with their values; an empty value is a line to write on by hand."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Ticks:
    """Things to tick off: label and whether it was seen."""

    rows: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a head that comes again on every page.

    Args:
        shares: width of each column as a share of the whole.
        figures: columns that are set to the right.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[int, ...]
    figures: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: what stands above the space for hand and stamp, and the name below (empty = a line)."""

    above: str
    name: str = ""
    below: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """Signatures beside each other, kept on one page. ``place_and_day`` stands over the last one."""

    place_and_day: str
    hands: tuple[Signature, ...]


Block = Words | Points | Fields | Ticks | Grid | Signatures
"""What a letter is made of, from the top down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One official paper; unlike a slip it may carry a whole NIK, for the law asks for it.

    Args:
        mark: stands in the foot of every page: what it is, version, checksum.
    """

    letterhead: Letterhead
    title: str
    blocks: tuple[Block, ...]
    number: str = ""
    mark: str = ""
    is_training: bool = False
    is_lying: bool = False
    """Whether the sheet lies on its long side."""
