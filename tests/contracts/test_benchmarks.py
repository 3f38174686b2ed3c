"""The benchmarks judge rightly, and their floors do the same work as we do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.main import fonts
from app.models.database import journal_mode
from benchmarks import receipt, registration, window_child, window_start, window_sync, wire_size
from benchmarks.__main__ import document, table
from benchmarks.measuring import Figure, alternating
from papers import Paper, render
from tests.kit.window import training_home
from tests.papers.reading import words
from tests.papers.slips import RECEIPT


@pytest.mark.parametrize(
    ("figure", "ratio", "is_met"),
    [
        (Figure("slower", "ms", 3.1, 1.0, aim=3), 3.1, False),
        (Figure("as promised", "ms", 3.0, 1.0, aim=3), 3.0, True),
        (Figure("too many bytes", "B", 201, aim=200, is_aim_of_ours=True), None, False),
        (Figure("few bytes", "B", 150, 10, aim=200, is_aim_of_ours=True), 15, True),
        (Figure("nothing promised", "ms", 5.0, 1.0), 5.0, None),
    ],
)
def test_an_aim_is_about_the_ratio_or_about_our_own_figure(
    figure: Figure, ratio: float | None, is_met: bool | None
) -> None:
    assert (figure.ratio, figure.is_met) == (ratio, is_met)


def test_a_missed_aim_is_said_in_the_table_and_in_the_json() -> None:
    figures = [Figure("slower", "ms", 3.1, 1.0, aim=3), Figure("fine", "B", 1_500, 2_000, aim=1)]
    text = table(figures)
    assert "3.10 ms" in text
    assert text.count("MISSED") == text.count("kept") == 1
    assert len({len(line) for line in text.splitlines()}) == 1
    assert [one["is_met"] for one in json.loads(document(figures))["figures"]] == [False, True]


def test_both_sides_run_equally_often_and_in_turn() -> None:
    calls: list[str] = []
    alternating(lambda: calls.append("ours"), lambda: calls.append("floor"), 4)
    assert calls == ["ours", "floor", "floor", "ours", "ours", "floor", "floor", "ours", "ours", "floor"]


@pytest.mark.parametrize("paper", [Paper.THERMAL80, Paper.A5])
def test_the_bare_receipt_holds_the_same_strings(paper: Paper) -> None:
    receipt.register_fonts()
    bare = receipt.bare(receipt.marks_of(RECEIPT, paper.sheet), paper.sheet)
    assert words(bare) == words(render(RECEIPT, paper, fonts()))
    assert len(words(bare)) > 300


def test_the_plain_insert_is_as_durable_as_ours(tmp_path: Path) -> None:
    with registration.plain_store(tmp_path / "plain.db") as database:
        registration.insert(database, 0)
        settings = [database.execute_sql(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
        assert settings == [journal_mode(), 2]
        assert registration.PlainRow.select().count() == 1


@pytest.mark.slow
def test_the_dictionary_helps_small_batches_most() -> None:
    ratios = [figure.ratio or 1 for figure in wire_size.measure()]
    assert ratios == sorted(ratios)
    assert ratios[0] < 0.6
    assert ratios[-1] < 1


@pytest.mark.slow
def test_program_and_bare_form_answer_the_same_questions(tmp_path: Path) -> None:
    training_home(tmp_path / "meja")
    environment = window_start.environment_on(tmp_path, tmp_path / "meja", "offscreen")
    for question in (window_child.PAINTED, window_child.READY):
        assert min(window_start.compared(question, environment, 1)) > 0
    ours, bare = window_start.compared(window_child.MEMORY, environment, 1)
    assert ours > bare > 0  # whatever other work there is on the machine


def test_the_long_measurement_runs_only_where_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BENCH_LONG", raising=False)
    assert window_sync.measure() == []
