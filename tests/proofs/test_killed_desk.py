"""TRUST D1: desks killed with -9 at random moments lose nothing they acknowledged."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.harness.kills import live_and_die
from tests.harness.seeds import seeded
from tests.harness.warm import WarmDesk


@pytest.mark.slow
def test_three_hundred_killed_desks_lose_nothing_they_acknowledged(warm: WarmDesk, folder: Path) -> None:
    tally = live_and_die(warm, folder, 300, seeded("kill -9"))
    print(tally)
    assert tally.heard > tally.kills


@pytest.mark.proof
def test_three_thousand_killed_desks_lose_nothing_they_acknowledged(warm: WarmDesk, folder: Path) -> None:
    tally = live_and_die(warm, folder, 3000, seeded("kill -9"))
    print(tally)
    assert tally.heard > tally.kills
