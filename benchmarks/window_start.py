"""From the start of the process to the first picture, and memory at rest, against a bare form of the same toolkit."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median

from benchmarks import stage
from benchmarks.measuring import Figure
from benchmarks.window_child import BARE, MEMORY, OURS, PAINTED, READY
from benchmarks.window_stage import bear

ROUNDS = 10
MEMORY_ROUNDS = 2
FIRST_PICTURE = 1.3
AT_REST = 1.6


def asked(whose: str, question: str, environment: Mapping[str, str]) -> float:
    """What the process answers; seconds count from before its start."""
    words = [sys.executable, "-m", "benchmarks.window_child", whose, question]
    started = time.monotonic()
    answer = subprocess.run(words, cwd=stage.ROOT, env=environment, check=True, capture_output=True, timeout=60)
    value = float(answer.stdout)
    return value if question == MEMORY else value - started


def compared(question: str, environment: Mapping[str, str], rounds: int) -> tuple[float, float]:
    """Median of ours and of the bare form, in turn, after one round that warms the files."""
    taken: dict[str, list[float]] = {OURS: [], BARE: []}
    for place in range(rounds + 1):
        for whose in (OURS, BARE) if place % 2 else (BARE, OURS):
            taken[whose].append(asked(whose, question, environment))
    return median(taken[OURS][1:]), median(taken[BARE][1:])


def environment_on(place: Path, home: Path, platform: str) -> dict[str, str]:
    """Bytecode is kept, as where the program is installed, but not in the repository."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {
        **kept,
        "PYTHONPYCACHEPREFIX": str(place / "bytecode"),
        "POSKO_HOME": str(home),
        "QT_QPA_PLATFORM": platform,
    }


def measure() -> list[Figure]:
    """Off screen; on a screen too where there is one."""
    with stage.folder() as place, tempfile.TemporaryDirectory() as cache:
        bear(place / "meja")
        environment = environment_on(Path(cache), place / "meja", "offscreen")
        first = compared(PAINTED, environment, ROUNDS)
        ready = compared(READY, environment, ROUNDS // 2)
        memory = compared(MEMORY, environment, MEMORY_ROUNDS)
        figures = [
            Figure("window, first picture", "ms", first[0] * 1000, first[1] * 1000, aim=FIRST_PICTURE),
            Figure("window, a secret can be typed", "ms", ready[0] * 1000, ready[1] * 1000),
            Figure("window at rest, unlocked, memory", "MiB", *memory, aim=AT_REST),
        ]
        if os.environ.get("DISPLAY"):
            shown = compared(PAINTED, environment | {"QT_QPA_PLATFORM": "xcb"}, ROUNDS)
            figures.insert(1, Figure("window, first picture (xcb)", "ms", shown[0] * 1000, shown[1] * 1000))
    return figures
