"""``posko check nik`` as a whole process against an interpreter that does nothing."""

from __future__ import annotations

import subprocess
import sys

from benchmarks import stage
from benchmarks.measuring import Figure, alternating

ROUNDS = 15
NIK = "3578085508909901"


def measure() -> list[Figure]:
    """From the start of the process to its end."""

    def run(*words: str) -> None:
        subprocess.run([sys.executable, *words], cwd=stage.ROOT, check=True, stdout=subprocess.DEVNULL)

    ours, floor = alternating(lambda: run("-m", "app", "check", "nik", NIK), lambda: run("-c", "pass"), ROUNDS)
    return [Figure("posko check nik, whole process", "ms", ours * 1000, floor * 1000)]
