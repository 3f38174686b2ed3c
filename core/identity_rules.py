"""Dated facts behind the identity rules, read from a data file: operators' prefixes, mail providers, fillers."""

from __future__ import annotations

import enum
from datetime import date
from typing import Annotated, Literal

import msgspec

from core.data_file import place_of
from core.errors import unusable
from core.typed import toml_as

Domain = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9.-]+$")]
Prefix = Annotated[str, msgspec.Meta(pattern=r"^08[0-9]{2}$")]
CountryCode = Annotated[str, msgspec.Meta(pattern=r"^[1-79][0-9]{0,2}$")]
Word = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9.-]+$")]


class RulesCode(enum.StrEnum):
    """Troubles with the file of identity rules."""

    UNREADABLE = "IDENTITY_RULES_UNREADABLE"


class Operator(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A mobile operator and the first four digits of its numbers."""

    name: str
    prefixes: tuple[Prefix, ...]


class MobileRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of Indonesian mobile numbers on a day.

    ``workers_abroad``: country codes of places where migrant workers live and with which no Indonesian number begins.
    """

    source: str
    as_of: date
    placeholders: frozenset[str]
    operators: tuple[Operator, ...]
    workers_abroad: tuple[CountryCode, ...]

    def operator(self, number: str) -> str | None:
        """The operator of a number written with its zero."""
        return next((known.name for known in self.operators if number[:4] in known.prefixes), None)


class MailProvider(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a provider allows before the @ sign.

    ``tag`` starts a part that does not belong to the mailbox's name; ``signs`` are allowed beside letters and digits.
    """

    name: str
    source: str
    domains: tuple[Domain, ...]
    least: Annotated[int, msgspec.Meta(ge=1)]
    most: Annotated[int, msgspec.Meta(ge=1)]
    signs: str
    dots: Literal["ignored", "one", "many"]
    must_start_with_letter: bool
    tag: Annotated[str, msgspec.Meta(min_length=1, max_length=1)]


class EmailRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of mail providers and of what people type wrong, on a day."""

    source: str
    as_of: date
    office_words: frozenset[Word]
    placeholder_words: frozenset[Word]
    ending_typos: dict[str, str]
    real_neighbours: frozenset[Domain]
    providers: tuple[MailProvider, ...]
    domain_typos: dict[Domain, Domain]

    def provider(self, domain: str) -> MailProvider | None:
        """The provider that owns a domain."""
        return next((known for known in self.providers if domain in known.domains), None)


class IdentityRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All dated facts of the identity rules."""

    mobile: MobileRules
    email: EmailRules


def parse_rules(content: bytes) -> IdentityRules:
    """The rules in a TOML file's bytes. Raises: Trouble IDENTITY_RULES_UNREADABLE naming the key or the line."""
    try:
        return toml_as(content, IdentityRules)
    except (msgspec.MsgspecError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise unusable(RulesCode.UNREADABLE, place=place_of(error)) from error
