"""What is promised of the lines, what was measured, and the table of both."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

OURS = "Posko"
NOT_RUN = "not run"

POOR = "182 over the poor line"
FAIR = "182 over the fair line"
BYTES = "bytes a record, up and down"
REQUESTS = "requests for 182"
CONNECTIONS = "connections for 182"
LOOPBACK = "10,000 on loopback"
CUT = "sent up after a cut, worst"
DARK_30 = "dark 30 s: late by"
DARK_90 = "dark 90 s: late by"
MEMORY = "memory for 10,000"
PULL = "pull of 50,000"
PULL_MEMORY = "memory for that pull"

Measured = Mapping[str, Mapping[str, float]]
"""Figure -> who -> how much. What is not there was not run, or its contestant is absent."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of the table.

    Args:
        against: whose figure ours is set against; ``None`` = ours alone is judged.
        limit: what that may be; ``None`` = nothing is promised.
        is_least: whether it has to be at least that.
    """

    figure: str
    unit: str
    against: str | None = None
    limit: float | None = None
    is_least: bool = False

    @property
    def text(self) -> str:
        """The promise in words."""
        if self.limit is None:
            return ""
        sign = ">=" if self.is_least else "<="
        return f"{sign} {self.limit:g}" + (f" x {self.against}" if self.against else f" {self.unit}".rstrip())


BARS = (
    Bar(POOR, "s", "floor", 1.15),
    Bar(POOR, "s", "Anki", 0.65),
    Bar(POOR, "s", "PouchDB"),
    Bar(FAIR, "s", "floor", 1.4),
    Bar(FAIR, "s", "Anki", 0.65),
    Bar(FAIR, "s", "PouchDB"),
    Bar(BYTES, "B", "floor"),
    Bar(BYTES, "B", "Anki", 0.85),
    Bar(BYTES, "B", "PouchDB"),
    Bar(REQUESTS, "", None, 8),
    Bar(REQUESTS, "", "Anki"),
    Bar(CONNECTIONS, "", None, 3),
    Bar(LOOPBACK, "records/s", "floor"),
    Bar(LOOPBACK, "records/s", "Anki", 0.7, is_least=True),
    Bar(LOOPBACK, "records/s", "PouchDB", 5, is_least=True),
    Bar(CUT, "x", None, 1.15),
    Bar(DARK_30, "s", None, 2),
    Bar(DARK_90, "s", None, 2),
    Bar(MEMORY, "MB", None, 30),
    Bar(PULL, "records/s"),
    Bar(PULL_MEMORY, "MB"),
)
"""The table of issue 5, and beside it what is only told."""

HEADING = ("figure", "Posko", "against", "ratio", "bar", "")


@dataclass(frozen=True, slots=True)
class Judged:
    """A bar and what came of it; ``None`` where nothing was measured."""

    bar: Bar
    ours: float | None
    theirs: float | None

    @property
    def ratio(self) -> float | None:
        """Ours over theirs."""
        return self.ours / self.theirs if self.ours is not None and self.theirs else None

    @property
    def is_kept(self) -> bool | None:
        """Whether the promise was kept; ``None`` if there is none, or nothing to judge it by."""
        judged = self.ratio if self.bar.against else self.ours
        if judged is None or self.bar.limit is None:
            return None
        return judged >= self.bar.limit if self.bar.is_least else judged <= self.bar.limit

    def cells(self) -> tuple[str, ...]:
        """The line of the table."""
        bar = self.bar
        ours = NOT_RUN if self.ours is None else with_unit(self.ours, bar.unit)
        theirs = "" if bar.against is None else f"{bar.against} absent"
        if bar.against is not None and self.theirs is not None:
            theirs = f"{bar.against} {with_unit(self.theirs, bar.unit)}"
        elif bar.against is not None and self.ours is None:
            theirs = f"{bar.against} {NOT_RUN}"
        ratio = "" if self.ratio is None else f"{self.ratio:.2f} x"
        verdict = {None: "", True: "kept", False: "MISSED"}[self.is_kept]
        return bar.figure, ours, theirs, ratio, bar.text, verdict


def with_unit(value: float, unit: str) -> str:
    """A figure as it stands in the table."""
    number = f"{value:,.0f}" if value == int(value) or abs(value) >= 100 else f"{value:.2f}"
    return f"{number} {unit}".rstrip()


def judged(measured: Measured) -> list[Judged]:
    """Every bar, in the order of the table."""
    return [_judged(bar, measured.get(bar.figure, {})) for bar in BARS]


def _judged(bar: Bar, found: Mapping[str, float]) -> Judged:
    return Judged(bar, found.get(OURS), found.get(bar.against) if bar.against else None)


def table(measured: Measured) -> str:
    """All of it as Markdown that is readable as text."""
    rows = [HEADING, *(one.cells() for one in judged(measured))]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["| " + " | ".join(map(str.ljust, cells, widths)) + " |" for cells in rows]
    ruler = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join((lines[0], ruler, *lines[1:]))


def document(measured: Measured) -> list[dict[str, object]]:
    """All of it for JSON."""
    return [
        {**dataclasses.asdict(one.bar), "ours": one.ours, "theirs": one.theirs, "is_kept": one.is_kept}
        for one in judged(measured)
    ]
