"""What the proofs share: folders in memory, one warm desk program, and strace where the machine has it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.harness.places import quick_folder
from tests.harness.warm import WarmDesk, warm_desk
from tests.kit.ends import Ends
from tests.kit.server_engines import Engine

_ATTACHING = Path("/proc/sys/kernel/yama/ptrace_scope")
"""Who may look into whose processes: 0 and 1 are enough for us (a process may allow it), 2 needs rights."""


@pytest.fixture
def folder() -> Iterator[Path]:
    with quick_folder() as made:
        yield made


@pytest.fixture
def ends(engine: Engine) -> Iterator[Ends]:
    """A server on either engine, without any desk yet."""
    with quick_folder() as made, closing(Ends(made)) as both:
        yield both


@pytest.fixture(scope="session")
def warm() -> Iterator[WarmDesk]:
    with warm_desk() as desk:
        yield desk


@pytest.fixture
def strace() -> str:
    """strace, or the reason why this machine must do without these proofs."""
    found = shutil.which("strace")
    if found is None:
        pytest.skip("strace is missing: `make setup` installs it where that is allowed")
    trial = subprocess.run([found, "-o", os.devnull, "true"], capture_output=True, text=True, check=False)
    if trial.returncode != 0:
        pytest.skip(f"strace may not look into processes here: {trial.stderr.strip()}")
    if _ATTACHING.is_file() and int(_ATTACHING.read_text()) > 1 and os.geteuid() != 0:
        pytest.skip(f"strace may not attach to running processes here: see {_ATTACHING}")
    return found
