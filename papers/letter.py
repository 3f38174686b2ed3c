"""Official papers on office sheets: forms for a signature, statements, minutes, lists. Records in, PDF bytes out."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from papers.slip import Letterhead


class OfficeSheet(enum.StrEnum):
    """The sheets of Indonesian offices."""

    A5 = "a5"
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
        is_to_write_on: rows so tall that a hand can sign in them.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[int, ...]
    figures: frozenset[int] = frozenset()
    is_to_write_on: bool = False


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: what stands above the space for hand and stamp, and the name below (empty = a line)."""

    above: str
    name: str = ""
    below: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """Signatures beside each other, kept on one page. ``place_and_day`` stands over the last one.

    Args:
        has_stamp: a dotted square of 3 x 3 cm beside each hand for the wet stamp [FACTBOOK 4].
    """

    place_and_day: str
    hands: tuple[Signature, ...]
    has_stamp: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """A small chart: label, bar, figure. All bars of one chart are of one scale."""

    rows: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class FormLine:
    """One thing to be written down by hand in block letters, or to be ticked.

    Args:
        cells: groups of boxes, one box a letter; several rows of boxes if they are many; empty = a line to write on.
        choices: boxes to tick instead.
        is_half: it shares its row with the next one, if that is a half as well.
    """

    label: str
    cells: tuple[int, ...] = ()
    choices: tuple[str, ...] = ()
    is_half: bool = False


@dataclass(frozen=True, slots=True)
class FormLines:
    """Lines of a blank form, kept in their order."""

    rows: tuple[FormLine, ...]


@dataclass(frozen=True, slots=True)
class HandBoxes:
    """Two low boxes to sign in, for a form that should stay on one sheet."""

    hands: tuple[Signature, Signature]


@dataclass(frozen=True, slots=True)
class NumberHead:
    """The numbers of a blank form, so large that nobody mixes two forms up."""

    queue_number: str
    registration_no: str
    day: str


@dataclass(frozen=True, slots=True)
class TearOff:
    """The lower end of a blank form, which the applicant takes home: numbers, QR and what they are good for."""

    head: NumberHead
    title: str
    qr_text: str
    texts: tuple[str, ...]


Block = Words | Points | Fields | Ticks | Grid | Signatures | Bars | FormLines | HandBoxes | NumberHead | TearOff
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
    is_dense: bool = False
    """Narrow margins and small gaps: a form that should stay on one sheet."""
    copy_no: int = 1
    """1 for the original; from 2 on the paper says DUPLIKAT."""
