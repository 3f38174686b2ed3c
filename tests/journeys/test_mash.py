"""Ten thousand random keys into the real window: no bug, nothing lost, no number twice, and then a normal visit."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.desk.drafts import drafts
from app.ui.crash import CrashReport
from app.ui.window import Window
from tests.harness.seeds import seeded
from tests.journeys.monkey import Monkey
from tests.journeys.people import fill_in, somebody
from tests.kit.desk import OFFICER, SECRET, opened
from tests.kit.enrolled import registrations
from tests.kit.typist import Typist
from tests.kit.window import OFFSCREEN_LACKS, opened_window, training_home

KEYS = 10_000
PROOF_KEYS = 100_000
pytestmark = pytest.mark.qt_log_ignore(OFFSCREEN_LACKS)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A training desk; whatever a file box may be made to write lands beside it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    return training_home(tmp_path / "meja")


@pytest.mark.slow
def test_ten_thousand_random_keys_break_nothing_and_lose_nobody(qtbot: QtBot, home: Path) -> None:
    mash(qtbot, home, KEYS, seeded("random keys"))


@pytest.mark.proof
def test_a_hundred_thousand_random_keys_break_nothing_and_lose_nobody(qtbot: QtBot, home: Path) -> None:
    mash(qtbot, home, PROOF_KEYS, seeded("random keys"))


def mash(qtbot: QtBot, home: Path, keys: int, chance: random.Random) -> None:
    """Press so many keys, in as many lives of the window as it takes; then register somebody and count everybody."""
    bugs: list[CrashReport] = []
    seen: set[str] = set()
    pressed = lives = 0
    while pressed < keys:
        lives += 1
        with opened_window(qtbot, home) as window:
            window.crashes.happened.connect(bugs.append)
            typist = Typist(qtbot, window)
            monkey = Monkey(typist, window, chance)
            monkey.fill_clipboard("NIK: 3578 0812-0385 9901\n")
            monkey.play(keys - pressed)
            if window.isVisible():
                a_normal_visit(monkey, typist, window, lives)
            seen |= monkey.seen
            pressed += monkey.keys
        assert bugs == []
    numbers, registration_nos = kept_numbers(home)
    print(f"{pressed} keys in {lives} lives, {len(numbers)} visits kept, {len(seen)} numbers seen")
    assert len(numbers) == len(set(numbers)), "a queue number was given twice"
    assert len(registration_nos) == len(set(registration_nos)), "a registration number was given twice"
    assert seen <= set(numbers), "a number was shown whose visit is not kept"
    assert seen


def a_normal_visit(monkey: Monkey, typist: Typist, window: Window, number: int) -> None:
    """Whatever state the keys have left: a way back, and somebody is registered as on any other day."""
    monkey.come_in()
    monkey.breathe()
    monkey.be_in_front()
    for key in ("Esc", "Esc", "Esc", "F3", "F3"):  # who has just typed an emergency form in is asked for the next one
        typist.press(key)
        monkey.breathe()
        monkey.be_in_front()
    shell = window.shell
    assert shell is not None
    assert typist.place == "NIK", f"the focus is on {typist.target!r}; shown: {typist.shown}"
    fill_in(typist, somebody(number % 90, "orang terakhir", born="150770"))
    typist.press("F2", "F2")
    typist.until(lambda: shell.registration.saved.isVisible() and bool(shell.registration.saved.number.text()))
    monkey.look()


def kept_numbers(home: Path) -> tuple[list[str], list[str]]:
    """Queue and registration numbers of all visits in the store, which opens and whose drafts can be read."""
    with opened(home, officer=OFFICER, secret=SECRET) as desk:
        assert all(draft.values for draft in drafts(desk))
        bodies = [kept.body for kept in registrations(desk)]
        return [one.queue_number for one in bodies], [one.registration_no for one in bodies if one.registration_no]
