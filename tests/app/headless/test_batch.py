"""``posko batch``: figures of the batches, and carrying over who waits for nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.app.headless.conftest import Posko
from tests.kit.desk import person_values

Write = Callable[[str, Any], Path]
BEFORE, OPEN = "2020-04-10", "2020-04-13"
PROGRAMME = ("--programme", "PRAKERJA2020")


@pytest.fixture
def numbers(home: Path, posko: Posko, write: Write) -> list[str]:
    """Registration numbers of two people who came before the first batch: one complete, one without family card."""
    people = write("two.jsonl", [person_values(0), person_values(1, documents=["ktp"])])
    said = posko("register", *PROGRAMME, "--input", people, "--on", BEFORE, "--json")
    return [one["registration_no"] for one in said.json]


def test_the_figures_say_who_is_where(posko: Posko, numbers: list[str]) -> None:
    assert len(numbers) == 2
    said = posko("batch", *PROGRAMME, "--on", OPEN, "--json")
    (first,) = (one for one in said.json["batches"] if one["batch"] == 1)
    assert (said.json["open"], first["members"], said.json["waiting"], said.json["missing"]) == (1, 0, 2, 2)
    assert said.json["waiting_by_group"]["phk"] == 2


def test_who_is_complete_is_carried_over_once(posko: Posko, numbers: list[str]) -> None:
    complete = posko("stage", numbers[0], "--json").json["uid"]
    said = posko("batch", *PROGRAMME, "--carry-over", "--on", OPEN, "--json")
    assert said.json == {"batch": 1, "joined": [complete], "still_waiting": 1}
    again = posko("batch", *PROGRAMME, "--carry-over", "--on", OPEN)
    assert again.out == "0 orang masuk Gelombang 1. 1 masih menunggu.\n"
    lines = posko("batch", *PROGRAMME, "--on", OPEN).out.splitlines()
    assert lines[:2] == ["Gelombang 1 sedang buka.", "Gelombang 1: 1 orang."]
    assert "Daftar tunggu: 1 orang, 1 di antaranya masih kurang." in lines


def test_without_an_open_batch_nobody_moves(posko: Posko, numbers: list[str]) -> None:
    assert len(numbers) == 2
    said = posko("batch", *PROGRAMME, "--carry-over", "--on", BEFORE, "--json")
    assert (said.code, said.json["refused"]["code"]) == (1, "BATCH_NONE_OPEN")
    assert posko("batch", *PROGRAMME, "--on", BEFORE).out.startswith("Tidak ada gelombang yang buka. Gelombang 1 mulai")


def test_a_programme_without_batches_says_so(posko: Posko, home: Path) -> None:
    assert home.is_dir()
    said = posko("batch", "--programme", "KLJ")
    assert said.out.splitlines()[0] == "Tidak ada gelombang yang buka atau yang akan datang."


def test_a_day_that_is_none_is_said(posko: Posko, home: Path) -> None:
    assert home.is_dir()
    assert posko("batch", *PROGRAMME, "--on", "kemarin", "--json").error == "ON_NOT_A_DAY"
