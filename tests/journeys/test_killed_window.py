"""The window is killed in the middle of a form and in the middle of saving: the person is kept once, or their draft."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.desk.drafts import Draft, drafts
from app.desk.register import register
from core.registered import KeptRegistration
from tests.harness.places import quick_folder
from tests.harness.seeds import seeded
from tests.journeys.people import Person, somebody
from tests.journeys.window_process import orders_of, window_process
from tests.kit.desk import DAY, entry_of, opened, person_values, prakerja
from tests.kit.enrolled import registrations
from tests.kit.window import training_home

SAVE = (("press", "F2"), ("until sees", "Nomor antrean"))


@pytest.fixture
def home() -> Iterator[Path]:
    """A training desk in memory: a kill needs no disk."""
    with quick_folder() as folder:
        yield training_home(folder / "meja")


@dataclass(frozen=True)
class Kept:
    """What a desk holds of one person."""

    visits: tuple[KeptRegistration, ...]
    drafts: tuple[Draft, ...]


def kept_of(home: Path, person: Person) -> Kept:
    """Ask the store, which must open and be whole."""
    with opened(home) as desk:
        visits = tuple(one for one in registrations(desk) if one.body.person.nik == person.nik)
        return Kept(visits, tuple(one for one in drafts(desk) if one.values["nik"] == person.nik))


@pytest.mark.slow
def test_a_form_comes_back_with_one_key_after_a_kill_and_is_saved_once(home: Path) -> None:
    person = somebody(1, "budi santoso")
    with window_process(home) as window:
        window.unlock()
        window.do(*orders_of(person, until="mobile"), ("until kept",))
        window.kill()
    kept = kept_of(home, person)
    assert (kept.visits, len(kept.drafts)) == ((), 1)
    with window_process(home) as window:
        window.unlock()
        window.do(("until sees", "Isian terakhir belum disimpan: BUDI S***"), ("press", "Ctrl+Z"))
        shown = window.do(("until sees", "BUDI SANTOSO"))
        assert {"3578 0812 0385 9902", "JL KENANGA NO 5", "12-03-1985", person.keys["mobile"]} <= set(shown)
        window.do(*orders_of(person, since="mobile"), *SAVE, ("until drafts", "0"))
    kept = kept_of(home, person)
    assert (len(kept.visits), kept.drafts) == (1, ())


@pytest.mark.slow
def test_a_draft_whose_nik_is_registered_already_is_recognised(home: Path) -> None:
    """As a kill between the visit and the end of its draft leaves it."""
    person = somebody(3, "citra dewi", born="520385")
    with window_process(home) as window:
        window.unlock()
        window.do(*orders_of(person), ("until kept",))
        window.kill()
    with opened(home) as desk:
        values = person_values(3, nik=person.nik, name_on_id="CITRA DEWI", birth_date="12-03-1985", sex="P")
        first = register(desk, entry_of(values), prakerja(), DAY).kept
    with window_process(home) as window:
        window.unlock()
        window.do(("until sees", "Isian terakhir belum disimpan: CITRA D***"), ("press", "Ctrl+Z"))
        window.do(("until sees", f"nomor {first.registration_no}"), ("press", "F2"), ("until sees", "Sudah terdaftar"))
        window.do(("until drafts", "0"))
    kept = kept_of(home, person)
    assert ([one.uid for one in kept.visits], kept.drafts) == ([first.uid], ())


@pytest.mark.slow
def test_windows_killed_while_saving_keep_the_visit_once_or_its_draft(home: Path) -> None:
    kill_while_saving(home, 20, seeded("windows killed while saving"))


@pytest.mark.proof
def test_many_windows_killed_while_saving_keep_the_visit_once_or_its_draft(home: Path) -> None:
    kill_while_saving(home, 300, seeded("windows killed while saving"))


def kill_while_saving(home: Path, kills: int, chance: random.Random) -> None:
    """Save one person undisturbed to learn how long that takes, then kill so many others around it."""
    saving_s = seconds_of_saving(home)
    tally = {"number shown": 0, "kept unseen": 0, "draft": 0}
    for number in range(1, kills + 1):
        person = somebody(number % 90, f"orang {'i' * (number % 40 + 1)}", born=f"{1 + number // 90:02d}0385")
        with window_process(home) as window:
            window.unlock()
            window.do(*orders_of(person), ("until kept",))
            window.send(*SAVE)
            said = window.kill_after(chance.uniform(0, 2 * saving_s))
        kept = kept_of(home, person)
        has_number = len(said) == len(SAVE)
        assert len(kept.visits) <= 1, f"kill {number}: kept twice"
        assert kept.visits or kept.drafts, f"kill {number}: neither the visit nor its draft is there"
        if has_number:
            assert kept.visits, f"kill {number}: the number was shown, and the visit is not there"
            assert kept.visits[0].body.queue_number in said[-1]
        tally["number shown" if has_number else "kept unseen" if kept.visits else "draft"] += 1
    print(f"{kills} windows killed within {2 * saving_s * 1000:.0f} ms of F2: {tally}; lost 0, twice 0")
    with opened(home) as desk:
        numbers = [one.body.queue_number for one in registrations(desk)]
    assert len(numbers) == len(set(numbers))


def seconds_of_saving(home: Path) -> float:
    """From F2 to the number."""
    with window_process(home) as window:
        window.unlock()
        window.do(*orders_of(somebody(0, "ani")), ("until kept",))
        begun_s = time.monotonic()
        window.do(*SAVE)
        return time.monotonic() - begun_s
