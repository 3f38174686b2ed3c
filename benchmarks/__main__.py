"""``make bench``: run every measurement, print one table; ``BENCH_JSON=FILE`` writes it as JSON too."""

from __future__ import annotations

import dataclasses
import json
import os
import platform
import sqlite3
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from app.models.database import journal_mode
from benchmarks import (
    duplicates,
    printing,
    receipt,
    regions,
    registration,
    search,
    start_up,
    synchronisation,
    unlock,
    window,
    wire_size,
)
from benchmarks.measuring import Figure

ALL = (
    registration,
    receipt,
    printing,
    synchronisation,
    wire_size,
    search,
    duplicates,
    regions,
    unlock,
    start_up,
    window,
)
HEADING = ("figure", "ours", "floor", "ratio", "aim", "")


def machine() -> dict[str, str | int]:
    """What the figures were measured on."""
    return {
        "on": datetime.now(UTC).date().isoformat(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count() or 1,
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "journal_mode": journal_mode(),
    }


def row(figure: Figure) -> tuple[str, ...]:
    """One figure as it stands in the table."""
    aim = ""
    if figure.aim is not None:
        aim = f"<= {_number(figure.aim)}" + ("" if figure.is_aim_of_ours else " x")
    return (
        figure.name,
        f"{_number(figure.ours)} {figure.unit}".strip(),
        "" if figure.floor is None else f"{_number(figure.floor)} {figure.unit}".strip(),
        "" if figure.ratio is None else f"{figure.ratio:.2f} x",
        aim,
        {None: "", True: "kept", False: "MISSED"}[figure.is_met],
    )


def _number(value: float) -> str:
    if value == int(value) or value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 20 else f"{value:.2f}"


def table(figures: Sequence[Figure]) -> str:
    """All figures, readable as text and as Markdown."""
    rows = [HEADING, *map(row, figures)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        " | ".join(cell.rjust(width) if place else cell.ljust(width) for place, (cell, width) in _placed(cells, widths))
        for cells in rows
    ]
    ruler = "-|-".join("-" * width for width in widths)
    return "\n".join(f"| {line} |" for line in (lines[0], ruler, *lines[1:])).replace(f"| {ruler} |", f"|-{ruler}-|")


def _placed(cells: Sequence[str], widths: Sequence[int]) -> enumerate[tuple[str, int]]:
    return enumerate(zip(cells, widths, strict=True))


def document(figures: Sequence[Figure]) -> str:
    """Machine and figures as JSON."""
    rows = [dataclasses.asdict(one) | {"ratio": one.ratio, "is_met": one.is_met} for one in figures]
    return json.dumps({"machine": machine(), "figures": rows}, indent=2)


def main() -> int:
    """Measure everything."""
    figures: list[Figure] = []
    for benchmark in ALL:
        print(f"measuring {benchmark.__name__.rpartition('.')[2]} ...", file=sys.stderr, flush=True)
        figures += benchmark.measure()
    print(", ".join(f"{name} {value}" for name, value in machine().items()))
    print(table(figures))
    if target := os.environ.get("BENCH_JSON"):
        Path(target).write_text(document(figures) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
