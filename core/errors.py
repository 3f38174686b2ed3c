"""Trouble: what the world does to us (disk, line, wrong secret), as one exception with a code and facts.

Expected refusals are values, not exceptions; anything that is neither is a bug.
"""

from __future__ import annotations

import enum

from core.findings import Fact


class Kind(enum.Enum):
    """Which exit code and tone a trouble has."""

    USAGE = 2
    """What was asked or given cannot be read."""
    WORLD = 3
    """Line, disk, printer, server, lock: not the officer's fault and not ours."""


class Trouble(Exception):  # noqa: N818 - "trouble" is the house's word; it is not always an error of ours
    """Something in the world went wrong, raised at the edge where it is understood.

    Args:
        code: upper-case word; its sentence stands in ``core.sentences``.
        kind: usage (exit 2) or world (exit 3).
        facts: values for the sentence; no personal data.
    """

    def __init__(self, code: str, /, *, kind: Kind = Kind.WORLD, **facts: Fact) -> None:
        super().__init__(code)
        self.code = code
        self.kind = kind
        self.facts = facts


def unusable(code: str, /, **facts: Fact) -> Trouble:
    """A trouble of kind *usage*: what was given cannot be read or used."""
    return Trouble(code, kind=Kind.USAGE, **facts)
