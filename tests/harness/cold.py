"""The program as it stands on a laptop: started anew, with nothing warmed up, as a user who has no special rights."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tests.harness.warm import ROOT
from tests.kit.desk import DAY, SECRET

PLAIN_RIGHTS = ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all")
"""Takes from root the right to write what nobody may write."""


def register_command(home: Path, visits: Iterable[Mapping[str, object]], *words: str) -> list[str]:
    """``posko register`` for these visits; its input and secret lie beside the profile."""
    secret, given = home.with_name("secret"), home.with_name("visits.jsonl")
    secret.write_text(f"{SECRET}\n", encoding="ascii")
    given.write_text("".join(f"{json.dumps(visit)}\n" for visit in visits), encoding="utf-8")
    command = [sys.executable, "-m", "app", "register", "--home", str(home), "--secret-file", str(secret)]
    return [*command, "--programme", "PRAKERJA2020", "--on", DAY.isoformat(), "--input", str(given), *words]


def run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run it to its end without root's rights over files."""
    rights = PLAIN_RIGHTS if os.geteuid() == 0 else ()
    return subprocess.run([*rights, *command], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def seconds_of(command: Sequence[str]) -> float:
    """Run it to its end; how long that took."""
    started = time.monotonic()
    done = run(command)
    assert done.returncode == 0, done
    return time.monotonic() - started


def killed_after(command: Sequence[str], seconds: float) -> None:
    """Run it for so long and end it as a power cut does (it may be done before)."""
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        _out, complaints = process.communicate(timeout=seconds)
        assert process.returncode == 0, complaints
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
