"""What a command answers: one JSON document, lines for people, an exit code."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.errors import Trouble
from core.findings import Fact, Finding
from core.sentences import sentence

DONE = 0
NOT_ALL_GRANTED = 1
USAGE = 2
TROUBLE = 3

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]


@dataclass(frozen=True, slots=True)
class Answer:
    """The end of a command."""

    document: Json
    lines: tuple[str, ...]
    exit_code: int = DONE

    @property
    def is_trouble(self) -> bool:
        """Whether it only says what went wrong."""
        return isinstance(self.document, dict) and set(self.document) == {"error"}


Command = Callable[[argparse.Namespace], Answer]


def fact_json(fact: Fact) -> Json:
    """A fact as JSON: days in ISO form."""
    if isinstance(fact, date):
        return fact.isoformat()
    return list(fact) if isinstance(fact, tuple) else fact


def finding_json(finding: Finding) -> dict[str, Json]:
    """A finding as outside checks read it [INTERFACES]."""
    return {
        "field": finding.field,
        "weight": finding.weight.value,
        "code": finding.code,
        "facts": {name: fact_json(fact) for name, fact in finding.facts.items()},
        "message": sentence(finding.code, finding.facts),
    }


def trouble_json(trouble: Trouble) -> dict[str, Json]:
    """A trouble as JSON."""
    return {
        "code": trouble.code,
        "message": sentence(trouble.code, trouble.facts),
        "facts": {name: fact_json(fact) for name, fact in trouble.facts.items()},
    }


def of_trouble(trouble: Trouble) -> Answer:
    """The answer of a command that met trouble."""
    return Answer({"error": trouble_json(trouble)}, (sentence(trouble.code, trouble.facts),), trouble.kind.value)
