"""TRUST D2: in no state that a power cut can leave behind has a desk lost what it acknowledged."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.harness.power_cuts import BirthCut, DeskCut, PlainCut, search
from tests.harness.seeds import seeded
from tests.harness.warm import WarmDesk

PLAIN_STATES = 1500


def days(warm: WarmDesk, folder: Path) -> list[DeskCut]:
    """Short scripts over desks of several ages: a short script has many states a second."""
    shapes = [(0, 6), (0, 12), (1, 8), (5, 8), (12, 8), (40, 6), (90, 6)]
    return [
        DeskCut(warm, folder, f"desk-{place}", before=before, many=many) for place, (before, many) in enumerate(shapes)
    ]


def look(warm: WarmDesk, folder: Path, states: int) -> None:
    found = search(days(warm, folder), states, seeded("power cuts"))
    print(f"{found.total()} different states after a power cut, {found.total() - found['']} with something wrong")
    assert found == {"": states}


@pytest.mark.slow
def test_no_power_cut_loses_an_acknowledged_registration(strace: str, warm: WarmDesk, folder: Path) -> None:
    look(warm, folder, 20_000)


@pytest.mark.proof
def test_no_power_cut_of_a_long_search_loses_an_acknowledged_registration(
    strace: str, warm: WarmDesk, folder: Path
) -> None:
    look(warm, folder, 100_000)


@pytest.mark.slow
def test_no_power_cut_leaves_half_a_new_profile(strace: str, warm: WarmDesk, folder: Path) -> None:
    states = 300
    assert search([BirthCut(warm, folder)], states, seeded("birth")) == {"": states}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("journal_mode", "synchronous"),
    [("delete", "full"), ("truncate", "normal"), ("truncate", "off"), ("wal", "normal"), ("memory", "full")],
)
def test_the_search_finds_what_weaker_settings_lose(
    journal_mode: str, synchronous: str, strace: str, warm: WarmDesk, folder: Path
) -> None:
    cut = PlainCut(warm, folder, journal_mode, synchronous)
    found = search([cut], PLAIN_STATES, seeded(f"{journal_mode} {synchronous}"))
    print(found.most_common(5))
    assert found.total() > found[""]


@pytest.mark.slow
@pytest.mark.parametrize(("journal_mode", "synchronous"), [("truncate", "full"), ("wal", "full"), ("delete", "extra")])
def test_the_search_raises_no_false_alarm(
    journal_mode: str, synchronous: str, strace: str, warm: WarmDesk, folder: Path
) -> None:
    cut = PlainCut(warm, folder, journal_mode, synchronous)
    found = search([cut], PLAIN_STATES, seeded(f"{journal_mode} {synchronous}"))
    assert found == {"": PLAIN_STATES}
