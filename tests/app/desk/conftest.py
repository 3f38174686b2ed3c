"""What the tests of the verbs share: a clock that stands still, a folder for a profile, an unlocked desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.desk.context import Desk
from tests.kit.desk import ready_desk
from tests.kit.manual_clock import ManualClock


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "meja"


@pytest.fixture
def desk(home: Path, clock: ManualClock) -> Iterator[Desk]:
    with ready_desk(home, clock=clock) as desk:
        yield desk
