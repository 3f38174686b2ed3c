"""``make bench-sync``: everybody over the same lines, the table of bars; ``BENCH_LONG=1`` runs the long rows too."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.__main__ import machine
from benchmarks.sync.bars import Measured, document, table
from benchmarks.sync.contestants import present
from benchmarks.sync.links import bad_line
from benchmarks.sync.rows import Plan, day_rows, many_rows

EVERYBODY = ("floor", "Posko", "Anki", "PouchDB")
PARTS = ("day", "many")


def measured(plan: Plan, parts: Sequence[str], *, is_long: bool) -> Measured:
    """The rows of the parts asked for; says what they were run on."""
    found: dict[str, dict[str, float]] = {}
    for absent in sorted(set(EVERYBODY) - set(present())):
        print(f"{absent} is absent (make bench-peers installs it)", file=sys.stderr)
    if "day" in parts:
        with bad_line() as (link, how):
            print(f"line: {how}")
            found |= {name: dict(values) for name, values in day_rows(link, plan, is_long=is_long).items()}
    if "many" in parts:
        found |= {name: dict(values) for name, values in many_rows(plan, is_long=is_long).items()}
    return found


def main() -> int:
    """Measure, print, write JSON if asked to."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that namespaces and servers go, too
    standard = Plan()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=PARTS, help="rows of the day, or of many; else both")
    for name in Plan.__slots__:
        parser.add_argument(f"--{name}", type=int, default=getattr(standard, name), help="to try things out")
    chosen = parser.parse_args()
    plan = Plan(chosen.day, chosen.many, chosen.pulled, chosen.rounds)
    found = measured(plan, [chosen.only] if chosen.only else PARTS, is_long=bool(os.environ.get("BENCH_LONG")))
    print(", ".join(f"{name} {value}" for name, value in machine().items()))
    if plan != standard:
        print(f"NOT the sizes of the table: {plan}")
    print(table(found))
    if target := os.environ.get("BENCH_JSON"):
        text = json.dumps({"machine": machine(), "plan": str(plan), "figures": document(found)}, indent=2)
        Path(target).write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
