"""A finding: what a rule noticed about one field, with a weight, a code and the facts behind it."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

T = TypeVar("T")

Fact = str | int | date | tuple[str, ...]
"""What a finding may carry: plain text, a number, a day, a list of words. Never a person's whole record."""


class Weight(enum.StrEnum):
    """How much a finding matters: ``ok`` = a remark, ``warn`` = a person decides, ``block`` = cannot exist."""

    OK = "ok"
    WARN = "warn"
    BLOCK = "block"

    @property
    def rank(self) -> int:
        """0, 1 or 2, so that weights can be compared."""
        return _RANKS[self]


_RANKS = {Weight.OK: 0, Weight.WARN: 1, Weight.BLOCK: 2}


class Scope(enum.Enum):
    """Whether a finding is about what was typed or about what a programme asks.

    A field warning must be confirmed by the officer; an eligibility finding sets the outcome, a status or a task.
    """

    FIELD = "field"
    ELIGIBILITY = "eligibility"


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark about one field.

    Args:
        field: name of the input field, or ``documents``, ``answers.NAME``, ``batch`` for eligibility findings.
        weight: how much it matters.
        code: upper-case word; its sentence stands in ``core.sentences``.
        facts: values for the sentence; ``facts["proposal"]`` holds a better text where the rule knows one.
        scope: see :class:`Scope`.
    """

    field: str
    weight: Weight
    code: str
    facts: Mapping[str, Fact] = dataclasses.field(default_factory=dict)
    scope: Scope = Scope.FIELD

    @property
    def proposal(self) -> str | None:
        """The text the rule would rather see, if it knows one."""
        text = self.facts.get("proposal")
        return text if isinstance(text, str) else None


@dataclass(frozen=True, slots=True)
class Checked(Generic[T]):
    """Answer of a parser: the value (``None`` if none can be had) and what was noticed on the way."""

    value: T | None
    findings: tuple[Finding, ...] = ()

    @property
    def weight(self) -> Weight:
        """The heaviest finding's weight; ``ok`` without findings."""
        return heaviest(self.findings)


def heaviest(findings: Iterable[Finding]) -> Weight:
    """The heaviest weight among ``findings``; ``ok`` if there are none."""
    return max((finding.weight for finding in findings), key=lambda weight: weight.rank, default=Weight.OK)


def ok(field_name: str, code: str, **facts: Fact) -> Finding:
    """A remark about a field that needs no answer."""
    return Finding(field_name, Weight.OK, code, facts)


def warn(field_name: str, code: str, **facts: Fact) -> Finding:
    """A warning about a field: unlikely, a person decides."""
    return Finding(field_name, Weight.WARN, code, facts)


def block(field_name: str, code: str, **facts: Fact) -> Finding:
    """A block: what was typed cannot exist."""
    return Finding(field_name, Weight.BLOCK, code, facts)
