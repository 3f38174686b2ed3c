"""What the proofs share: folders in memory, one warm desk program, and strace where the machine has it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.harness.places import quick_folder
from tests.harness.warm import WarmDesk, warm_desk


@pytest.fixture
def folder() -> Iterator[Path]:
    with quick_folder() as made:
        yield made


@pytest.fixture(scope="session")
def warm() -> Iterator[WarmDesk]:
    with warm_desk() as desk:
        yield desk


@pytest.fixture
def strace() -> str:
    found = shutil.which("strace")
    if found is None:
        pytest.skip("strace is missing: `make setup` installs it where that is allowed")
    return found
