"""Two monitors: the wall and the kiosk stand on the other one, and the officer goes on working."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.kit.two_monitors import WALL

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, object]:
    home = tmp_path_factory.mktemp("monitors") / "meja"
    words = [sys.executable, "-m", "tests.kit.two_monitors", str(home)]
    answer = subprocess.run(words, cwd=ROOT, capture_output=True, timeout=300, check=False)
    assert answer.returncode == 0, answer.stderr.decode()
    found: Mapping[str, object] = json.loads(answer.stdout)
    return found


def test_the_call_screen_fills_the_other_monitor(seen: Mapping[str, object]) -> None:
    assert seen["wall"] == list(WALL)


def test_the_kiosk_stands_on_the_other_monitor_and_the_desk_stays_open(seen: Mapping[str, object]) -> None:
    assert seen["kiosk"] == list(WALL)
    assert seen["is_locked"] is False


def test_from_that_kiosk_nobody_comes_anywhere(seen: Mapping[str, object]) -> None:
    assert (seen["has_way_out"], seen["is_open_still"]) == (False, True)


def test_the_key_that_opened_it_takes_it_away(seen: Mapping[str, object]) -> None:
    assert seen["is_gone"] is True
