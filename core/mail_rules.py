"""Dated facts behind help with e-mail, read from data files: words of names, regional mailboxes, the roads' steps."""

from __future__ import annotations

import enum
import string
from dataclasses import dataclass
from datetime import date
from typing import Annotated, TypeVar

import msgspec

from core.data_file import place_of
from core.errors import unusable
from core.mail_steps import RoadGuide, check_guide
from core.typed import toml_as

T = TypeVar("T")

Letters = Annotated[str, msgspec.Meta(pattern="^[a-z]+$")]
Figures = Annotated[str, msgspec.Meta(pattern="^[0-9]+$")]

SPELLED_SIGNS = frozenset(string.ascii_lowercase + string.digits + ".@-_+")
"""What is read out of addresses; every one has its word in the file."""


class MailRulesCode(enum.StrEnum):
    """Troubles with the files about e-mail."""

    UNREADABLE = "MAIL_FILE"


class NameRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words out of which good addresses are made, or must not be.

    Args:
        front_titles, degrees: no part of a name; a degree is written here without dots.
        degrees_or_names: a degree only behind a comma or with a dot, else a name like others.
        religions: words that tell a religion; they are left out wherever something else is left.
        town_words: what stands before a town's own name.
        neutral: what an address is made of where a name has no Latin letter.
        bad_anywhere: read as bad wherever the letters stand in a row, but inside one of ``innocent``.
        bad_alone: bad only where they stand alone between dots and figures.
        bad_numbers: groups of figures that make people smile or shudder.
        spelling: the well-known word for each sign, to read an address out.
    """

    source: str
    as_of: date
    front_titles: frozenset[Letters]
    degrees: frozenset[Letters]
    degrees_or_names: frozenset[Letters]
    religions: frozenset[Letters]
    town_words: frozenset[Letters]
    neutral: Annotated[tuple[Letters, ...], msgspec.Meta(min_length=1)]
    bad_anywhere: frozenset[Letters]
    bad_alone: frozenset[Letters]
    innocent: frozenset[Letters]
    bad_numbers: frozenset[Figures]
    spelling: dict[str, str]


class RegionalRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How mailboxes of the region's own domain are given out.

    Args:
        unused_days: one that nobody has activated by then expires.
        quota_mb: how much a mailbox holds.
        least, most: length of the name before the tag.
    """

    source: str
    as_of: date
    unused_days: Annotated[int, msgspec.Meta(ge=1, le=365)]
    quota_mb: Annotated[int, msgspec.Meta(ge=1, le=10_000)]
    least: Annotated[int, msgspec.Meta(ge=1, le=30)]
    most: Annotated[int, msgspec.Meta(ge=6, le=50)]


class ProofRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How long the server keeps what it has noted about mailed codes: beyond a day, over which it limits them."""

    source: str
    as_of: date
    kept_days: Annotated[int, msgspec.Meta(ge=2, le=365)]


@dataclass(frozen=True, slots=True)
class MailRules:
    """Everything that the files say."""

    names: NameRules
    regional: RegionalRules
    guides: tuple[RoadGuide, ...] = ()


def parse_names(content: bytes, file_name: str) -> NameRules:
    """The words of names in a TOML file's bytes. Raises: Trouble MAIL_FILE (usage) with file, key and line."""
    rules = _parsed(content, NameRules, file_name)
    missing = sorted(SPELLED_SIGNS - set(rules.spelling))
    if missing:
        raise unusable(MailRulesCode.UNREADABLE, file=file_name, place=f"spelling {missing[0]}")
    return rules


def parse_regional(content: bytes, file_name: str) -> RegionalRules:
    """What holds for regional mailboxes. Raises: as :func:`parse_names`."""
    rules = _parsed(content, RegionalRules, file_name)
    if rules.least > rules.most:
        raise unusable(MailRulesCode.UNREADABLE, file=file_name, place="least")
    return rules


def parse_proofs(content: bytes, file_name: str) -> ProofRules:
    """What holds for mailed codes. Raises: as :func:`parse_names`."""
    return _parsed(content, ProofRules, file_name)


def parse_guide(content: bytes, file_name: str) -> RoadGuide:
    """The steps of a road. Raises: as :func:`parse_names`."""
    guide = _parsed(content, RoadGuide, file_name)
    flaw = check_guide(guide)
    if flaw:
        raise unusable(MailRulesCode.UNREADABLE, file=file_name, place=flaw)
    return guide


def _parsed(content: bytes, kind: type[T], file_name: str) -> T:
    text = content.decode("utf-8-sig", "replace")
    try:
        return toml_as(content.removeprefix(b"\xef\xbb\xbf"), kind)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise unusable(MailRulesCode.UNREADABLE, file=file_name, place=place_of(error, text)) from error
