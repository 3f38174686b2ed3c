"""The lines measure what they promise: same registrations for all, bars that the paper names, a shape that holds."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from app.desk.register import register
from benchmarks.sync import bars, people, rows
from benchmarks.sync.bars import BARS, OURS, Bar, Judged, table
from benchmarks.sync.contestants import floor, one_run, posko
from benchmarks.sync.cutting import Cut, CutLink
from benchmarks.sync.links import Loopback
from benchmarks.sync.load import Load, load_of
from benchmarks.sync.namespaces import NAME, NamespaceLink
from benchmarks.sync.shaped_relay import RelayLink
from benchmarks.sync.shaping import LINES, Way
from core.registration import Outcome
from tests.kit.desk import DAY, prakerja, ready_desk
from tools import make_dictionary

ROOT = Path(__file__).parents[2]
PAPER = ROOT / "benchmarks" / "sync" / "README.md"
NAMESPACES = Path("/var/run/netns")


def rows_of_paper(heading: str) -> list[list[str]]:
    """The cells of the table under a heading of the README."""
    text = PAPER.read_text("utf-8").partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]


# --- table and paper ----------------------------------------------------------------------------------------------
def test_the_paper_names_every_bar_and_no_other() -> None:
    named = [(cells[0], cells[-1]) for cells in rows_of_paper("What is measured")]
    promised: dict[str, list[str]] = {}
    for bar in BARS:
        promised.setdefault(bar.figure, []).extend([bar.text] if bar.text else [])
    assert named == [(figure, "; ".join(texts)) for figure, texts in promised.items()]


def test_the_last_table_has_the_lines_that_are_measured_today() -> None:
    seen = rows_of_paper("Last table seen")
    assert [(cells[0], cells[4]) for cells in seen] == [(bar.figure, bar.text) for bar in BARS]


def test_the_last_table_judges_its_own_figures_rightly() -> None:
    for cells, bar in zip(rows_of_paper("Last table seen"), BARS, strict=True):
        judged = re.match(r"-?[\d.,]+", cells[3] if bar.against else cells[1])
        if judged is None or bar.limit is None:
            assert cells[5] == ""
            continue
        figure = float(judged[0].replace(",", ""))
        is_kept = figure >= bar.limit if bar.is_least else figure <= bar.limit
        if abs(figure - bar.limit) > 0.005 * bar.limit:  # rounded figures cannot tell nearer than that
            assert cells[5] == ("kept" if is_kept else "MISSED"), cells


@pytest.mark.parametrize(
    ("bar", "ours", "theirs", "is_kept"),
    [
        (Bar("slow", "s", "floor", 1.15), 1.2, 1.0, False),
        (Bar("quick", "s", "floor", 1.15), 1.1, 1.0, True),
        (Bar("rate", "1/s", "Anki", 0.7, is_least=True), 700, 1000, True),
        (Bar("rate", "1/s", "Anki", 0.7, is_least=True), 600, 1000, False),
        (Bar("few", "", None, 8), 9, None, False),
        (Bar("peer away", "s", "Anki", 0.65), 1.0, None, None),
        (Bar("not run", "s", None, 2), None, None, None),
        (Bar("only told", "s", "PouchDB"), 9.0, 1.0, None),
    ],
)
def test_a_bar_is_about_the_ratio_or_about_our_own_figure(
    bar: Bar, ours: float | None, theirs: float | None, is_kept: bool | None
) -> None:
    assert Judged(bar, ours, theirs).is_kept == is_kept


def test_who_is_absent_and_what_was_not_run_is_said() -> None:
    text = table({bars.POOR: {OURS: 4.0, "floor": 3.5}})
    assert "Anki absent" in text
    assert "1.14 x" in text
    assert bars.DARK_90 in text
    assert text.count("kept") == 1
    assert "not run" in text
    assert len({len(line) for line in text.splitlines()}) == 1


# --- what is sent -------------------------------------------------------------------------------------------------
def test_no_word_of_the_applicants_helped_to_make_the_dictionary() -> None:
    names = {*people.WOMEN, *people.MEN, *people.FAMILIES}
    streets = {street.removesuffix(" NO. ") for street in make_dictionary.STREETS}
    assert names.isdisjoint({*make_dictionary.FIRST_NAMES, *make_dictionary.LAST_NAMES})
    assert streets.isdisjoint(people.STREETS)
    assert set(people.BIRTH_PLACES).isdisjoint(make_dictionary.BIRTH_PLACES)
    assert set(people.WISHES).isdisjoint(make_dictionary.TRAININGS)
    assert set(people.OPERATORS).isdisjoint(make_dictionary.OPERATORS)


def test_nobody_is_made_up_twice() -> None:
    many = rows.Plan().pulled
    pairs = {number * people.STRIDE % (people.BORN_DAYS * people.SERIALS) for number in range(many)}
    assert len(pairs) == many


def test_each_applicant_becomes_a_registration(tmp_path: Path) -> None:
    with ready_desk(tmp_path / "meja") as desk:
        outcomes = {register(desk, people.applicant(number), prakerja(), DAY).outcome for number in range(40)}
    assert outcomes <= {Outcome.REGISTERED, Outcome.WAITING_LIST, Outcome.INCOMPLETE, Outcome.NOT_ELIGIBLE}


# --- the shape of a line ------------------------------------------------------------------------------------------
def test_a_line_carries_no_faster_than_its_rate_and_no_earlier_than_its_delay() -> None:
    way, rates = Way(), replace(LINES["poor"], loss=0.0)
    way.become(rates.up_bps, rates, seed=1)
    arrivals_s = [way.arrival_s(1500, 0.0) for _ in range(4)]
    assert arrivals_s == pytest.approx([0.15 + packet * 1500 * 8 / 64_000 for packet in (1, 2, 3, 4)])


def test_a_full_queue_drops_what_comes() -> None:
    way, rates = Way(), replace(LINES["poor"], loss=0.0)
    way.become(rates.up_bps, rates, seed=1)
    dropped = [way.arrival_s(1500, 0.0) is None for _ in range(60)]
    assert dropped == [False] * 50 + [True] * 10


def test_equal_seeds_lose_the_same_packets() -> None:
    def lost(seed: int) -> list[bool]:
        way = Way()
        way.become(0, LINES["poor"], seed)
        return [way.is_lost() for _ in range(2_000)]

    assert lost(1) == lost(1) != lost(2)
    assert sum(lost(1)) == pytest.approx(40, abs=20)


# --- the rows themselves, small -----------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def load(tmp_path_factory: pytest.TempPathFactory) -> Load:
    return load_of(12, tmp_path_factory.mktemp("load"))


@pytest.mark.slow
def test_posko_and_the_floor_send_the_same_registrations(load: Load) -> None:
    assert len(load.lines.read_bytes().splitlines()) == 12
    assert one_run(floor, Loopback(), load, "open", 1).taken_s > 0
    assert one_run(posko, Loopback(), load, "open", 1).told["sent"] == 12


@pytest.mark.slow
@pytest.mark.parametrize("cut", [Cut("up", 400), Cut("down", 40)], ids=["torn request", "swallowed answer"])
def test_after_a_cut_everything_arrives_and_the_bytes_of_both_tries_count(load: Load, cut: Cut) -> None:
    retry = partial(posko, how="retry")
    clean = one_run(retry, CutLink(), load, "open", 1).counts
    broken = one_run(retry, CutLink(cut), load, "open", 1).counts
    assert clean.up > cut.after
    assert broken.up > clean.up
    assert broken.connections > clean.connections


@pytest.mark.slow
def test_over_the_relay_the_day_takes_as_long_as_the_line_needs(load: Load) -> None:
    with RelayLink() as link:
        run = one_run(posko, link, load, "poor", 1)
    assert run.counts.requests >= 1
    assert run.taken_s > run.counts.up * 8 / LINES["poor"].up_bps


@pytest.mark.slow
def test_namespaces_carry_the_day_and_are_gone_afterwards(load: Load) -> None:
    try:
        link = NamespaceLink()
    except (OSError, RuntimeError) as refusal:
        pytest.skip(f"namespaces are not permitted here: {refusal}")
    with link:
        run = one_run(posko, link, load, "fair", 1)
        inside = set(link.at_client(())) | set(link.at_server(()))
    assert run.counts.up > run.told["bytes_up"]
    assert run.taken_s > 4 * LINES["fair"].delay_s
    assert {name for name in inside if name.startswith(NAME) and (NAMESPACES / name).exists()} == set()
