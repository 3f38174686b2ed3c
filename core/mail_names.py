"""Proposals for the name before the ``@``: good addresses from any name, and what an own wish has to keep to.

Source: FACTBOOK 3 [rule]. Never out of NIK, telephone, full birth date or religion; the birth year only if the
applicant agrees, for it tells the age.
"""

from __future__ import annotations

import enum
import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from core.email import check_email, mailbox_of
from core.findings import Checked, Finding, block
from core.identity_rules import IdentityRules
from core.mail_rules import MailRules, NameRules
from core.name_on_mail import town_for_mail, words_for_mail
from core.name_words import name_words
from core.typed_text import tidy, too_long

MOST_NAMES = 5
LEAST_NAMES = 3
_MOST_PLAIN = 3
"""So many at most without figures: at the big providers those are mostly gone."""

FIGURES = "23456789"
"""Without 0 and 1, which are taken for letters."""

_LEAST_CHARS, _MOST_CHARS = 6, 30
_WIDTHS = (2, 3, 4, 2, 3, 4, 4, 4)
"""How many figures are tried, one after the other."""
_MOST_WIDTH = 4
"""More figures are a telephone, a birth date or a NIK."""
_TRIES = 64
_STRIDE = 27
"""Odd, so that no number comes twice before all have come."""

_MIXED = (("0", "o"), ("1", "li"))
_STEM = re.compile(r"[a-z][a-z0-9]*(?:\.[a-z0-9]+)*")


class NameForm(enum.StrEnum):
    """What a proposal is made of."""

    NAME = "name"
    SWAPPED = "swapped"
    YEAR = "year"
    TOWN = "town"
    DIGITS = "digits"
    NEUTRAL = "neutral"
    """Nothing of the name could be used."""


class MailNameCode(enum.StrEnum):
    """What stands against a wish."""

    SIGN = "MAIL_NAME_SIGN"
    LENGTH = "MAIL_NAME_LENGTH"
    BAD = "MAIL_NAME_BAD"
    OFFICE = "MAIL_NAME_OFFICE"
    NUMBER = "MAIL_NAME_NUMBER"


@dataclass(frozen=True, slots=True)
class MailName:
    """One proposal; ``local`` is what somebody chooses: without the tag of a regional mailbox."""

    local: str = field(repr=False)
    address: str = field(repr=False)
    why: NameForm


@dataclass(frozen=True, slots=True)
class NameWish:
    """For whom an address is looked for.

    Args:
        tag: what the desk's names of regional mailboxes end with; empty at a public provider.
        birth_year: in full; only if the applicant agrees that it shows.
        town: where they live, if it may show.
    """

    name_on_id: str = field(repr=False)
    domain: str
    tag: str = ""
    birth_year: int | None = field(default=None, repr=False)
    town: str = field(default="", repr=False)

    def address(self, local: str) -> str:
        """The whole address of a name."""
        return f"{local}.{self.tag}@{self.domain}" if self.tag else f"{local}@{self.domain}"


def propose_names(
    wish: NameWish,
    rules: MailRules,
    identity: IdentityRules,
    *,
    is_taken: Callable[[str], bool],
    randbelow: Callable[[int], int],
) -> tuple[MailName, ...]:
    """Three to five different addresses that are free and decent; fewer only where everything is taken.

    Args:
        is_taken: whether a whole address is somebody's already, or was shown before.
        randbelow: a whole number below this one, by chance.
    """
    makers = _Makers(wish, rules, identity)
    found: dict[str, MailName] = {}

    def offer(each: Iterator[tuple[str, NameForm]], most: int) -> None:
        for local, why in each:
            if len(found) >= most:
                return
            address = wish.address(local)
            mailbox = mailbox_of(address, rules=identity).replace(".", "")
            if mailbox not in found and makers.is_fit(local) and not is_taken(address) and makers.is_good(address):
                found[mailbox] = MailName(local, address, why)

    offer(makers.plain(), _MOST_PLAIN)
    for one in makers.numbered(randbelow):
        if len(found) < MOST_NAMES:
            offer(one, len(found) + 1)
    for one in makers.neutral(randbelow):
        if len(found) < LEAST_NAMES:
            offer(one, len(found) + 1)
    return tuple(found.values())


class _Makers:
    """Makes names before the ``@`` for one person at one provider."""

    def __init__(self, wish: NameWish, rules: MailRules, identity: IdentityRules) -> None:
        self._wish = wish
        self._names = rules.names
        self._identity = identity
        self._least, self._most = _bounds(wish, rules, identity)
        self._words = words_for_mail(wish.name_on_id, rules.names)
        self._base = self._pair()

    def plain(self) -> Iterator[tuple[str, NameForm]]:
        """Names without figures by chance, the best first."""
        if not self._base:
            return
        first, *others = self._words
        if len(self._base) > 1 or self._wish.tag:
            yield ".".join(self._base), NameForm.NAME
        year = self._year("".join(self._base))
        if year:
            yield "".join(self._base) + year, NameForm.YEAR
        yield from self._with_town(first)
        if len(self._base) > 1:
            yield ".".join(reversed(self._base)), NameForm.SWAPPED
        if len(others) > 1:
            yield f"{first}.{others[0]}", NameForm.NAME

    def numbered(self, randbelow: Callable[[int], int]) -> Iterator[Iterator[tuple[str, NameForm]]]:
        """Names with figures by chance, from which one each is taken: few figures first."""
        bases = dict.fromkeys((self._base, self._base[::-1])) if self._base else {}
        for width, base in itertools.product(_WIDTHS, bases):
            yield self._counted(".".join(base), width, randbelow, NameForm.DIGITS)

    def neutral(self, randbelow: Callable[[int], int]) -> Iterator[Iterator[tuple[str, NameForm]]]:
        """For a name of which nothing can be used."""
        for width, word in itertools.product(_WIDTHS[2:], self._names.neutral):
            yield self._counted(word, width, randbelow, NameForm.NEUTRAL)

    def is_fit(self, local: str) -> bool:
        """Whether it has the length that is asked for and nobody would be ashamed of it."""
        has_length = self._least <= len(local.replace(".", "")) and len(local) <= self._most
        return has_length and is_decent(local, self._names)

    def is_good(self, address: str) -> bool:
        """Whether the rules for typed addresses have nothing to say of it; the dearest question comes last."""
        checked = check_email(address, rules=self._identity)
        return checked.value is not None and not checked.findings

    def _with_town(self, first: str) -> Iterator[tuple[str, NameForm]]:
        """The town's words as far as they fit."""
        town = town_for_mail(self._wish.town, self._names)
        for many in range(len(town), 0, -1):
            local = f"{first}.{''.join(town[:many])}"
            if len(local) <= self._most:
                yield local, NameForm.TOWN
                return

    def _year(self, letters: str) -> str:
        """Two figures of the birth year, unless one of them would be taken for a letter of this name."""
        if self._wish.birth_year is None:
            return ""
        year = f"{self._wish.birth_year % 100:02}"
        is_mixed = any(figure in year and set(alike) & set(letters) for figure, alike in _MIXED)
        return "" if is_mixed else year

    def _counted(
        self, stem: str, width: int, randbelow: Callable[[int], int], why: NameForm
    ) -> Iterator[tuple[str, NameForm]]:
        """A name with so many figures, or more where it would be too short: another number each time."""
        short = self._least - len(stem.replace(".", ""))
        if short > _MOST_WIDTH:
            stem = f"{stem}.{self._names.neutral[0]}"
            short = self._least - len(stem.replace(".", ""))
        for number in _numbers(max(width, short), randbelow):
            yield stem + number, why

    def _pair(self) -> tuple[str, ...]:
        """First and last word of the name, or the last one that fits; figures must have room behind them."""
        if not self._words:
            return ()
        first, *others = self._words
        room = self._most - _MOST_WIDTH - len(first) - 1
        other = next((word for word in reversed(others) if len(word) <= room), None)
        return (first[: self._most - _MOST_WIDTH], other) if other else (first[: self._most - _MOST_WIDTH],)


def _bounds(wish: NameWish, rules: MailRules, identity: IdentityRules) -> tuple[int, int]:
    provider = identity.email.provider(wish.domain)
    if provider is None:
        return max(rules.regional.least, _LEAST_CHARS), min(rules.regional.most, _MOST_CHARS)
    return max(provider.least, _LEAST_CHARS), min(provider.most, _MOST_CHARS)


def _numbers(width: int, randbelow: Callable[[int], int]) -> Iterator[str]:
    many = len(FIGURES) ** width
    start = randbelow(many)
    for step in range(min(many, _TRIES)):
        number = (start + step * _STRIDE) % many
        yield "".join(FIGURES[number // len(FIGURES) ** place % len(FIGURES)] for place in range(width))


def is_decent(local: str, rules: NameRules) -> bool:
    """Whether nothing bad is read in a name: in its parts, where parts are joined, or in its figures."""
    parts = [part for part in re.split("[^a-z]+", local) if part]
    joined = "".join(parts)
    if rules.bad_alone & {*parts, joined}:
        return False
    if any(bad in number for number in re.findall("[0-9]+", local) for bad in rules.bad_numbers):
        return False
    for word in rules.innocent:
        joined = joined.replace(word, " ")
    return not any(bad in joined for bad in rules.bad_anywhere)


def check_stem(text: str, rules: MailRules, identity: IdentityRules) -> Checked[str]:
    """A wish for the name of a regional mailbox, without tag and domain: in lower case, or what stands against it."""
    refusal = too_long(text, "stem")
    if refusal:
        return Checked(None, (refusal,))
    stem = tidy(text).lower()
    finding = _objection(stem, rules, identity)
    return Checked(None, (finding,)) if finding else Checked(stem)


def _objection(stem: str, rules: MailRules, identity: IdentityRules) -> Finding | None:
    if not _STEM.fullmatch(stem) or stem.rpartition(".")[2].isdigit():
        mended = ".".join(name_words(stem))
        is_better = mended != stem and _objection(mended, rules, identity) is None
        return block("stem", MailNameCode.SIGN, **({"proposal": mended} if is_better else {}))
    least, most = rules.regional.least, rules.regional.most
    words = {stem, *re.split("[^a-z]+", stem)}
    if not least <= len(stem) <= most:
        return block("stem", MailNameCode.LENGTH, least=least, most=most)
    if sum(char.isdigit() for char in stem) > _MOST_WIDTH:
        return block("stem", MailNameCode.NUMBER)
    if words & (identity.email.office_words | identity.email.placeholder_words):
        return block("stem", MailNameCode.OFFICE)
    return None if is_decent(stem, rules.names) else block("stem", MailNameCode.BAD)
