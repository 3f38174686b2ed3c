"""Two desks gave one field different texts: the page says so, and a coordinator chooses by keys."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desk.context import Desk
from app.desk.correct import correct
from app.desk.history import history
from app.desk.lookup import find_one
from app.desk.officers import add_officer
from app.ui.actions import CHOOSE_TEXT
from app.ui.station import Station
from core.registered import KeptRegistration
from tests.app.ui.test_record_screen import Reading
from tests.kit.desk import DAY, register_one
from tests.kit.enrolled import enrolled_desk, join, sync
from tests.kit.server import RunningServer, running_server

MINE, THEIRS = "0812-3456-0001", "0812-3456-0002"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    with running_server(tmp_path / "pusat") as running:
        yield running


@contextmanager
def neighbour_of(station: Station, server: RunningServer, folder: Path) -> Iterator[Desk]:
    """Another desk of the same post, both enrolled."""
    post = station.desk.store.profile.post
    join(station.desk, server.url, server.new_code(post.code))
    with enrolled_desk(folder, server.url, server.new_code(post.code), post=post.code) as neighbour:
        yield neighbour


def differing(station: Station, neighbour: Desk, **corrections: tuple[str, str]) -> KeptRegistration:
    """A registration that both desks have corrected, each without having seen the other."""
    desk = station.desk
    kept = register_one(desk, 0, on=DAY).kept
    sync(desk)
    sync(neighbour)
    for place, one in enumerate((desk, neighbour)):
        correct(one, kept.uid, {name: texts[place] for name, texts in corrections.items()}, "Ditelepon")
    for one in (desk, neighbour, desk):
        sync(one)
    return find_one(desk, str(kept.uid))


@pytest.fixture
def reading(qtbot: QtBot, station: Station) -> Reading:
    return Reading(qtbot, station)


def test_both_texts_are_in_sight_and_a_coordinator_chooses_by_keys(
    reading: Reading, server: RunningServer, tmp_path: Path
) -> None:
    with neighbour_of(reading.station, server, tmp_path / "sebelah") as neighbour:
        kept = differing(reading.station, neighbour, mobile=(MINE, THEIRS))
    reading.open(kept)
    said = reading.screen.disputes.lines[0].text
    assert "Dua isian berbeda untuk Nomor HP" in said
    assert "0812-3456-0001" in said
    assert "0812-3456-0002" in said
    assert said.index("meja ini") < said.index("meja lain")
    assert CHOOSE_TEXT.code in reading.offered()
    reading.press("Alt+I")
    assert QApplication.focusWidget() is reading.screen.disputes.which
    reading.press("1", "Return")
    assert QApplication.focusWidget() is reading.screen.disputes.reason
    reading.press("F2")
    assert "Alasannya belum diisi" in reading.screen.disputes.said.text
    reading.hands.type("ditelepon lagi")
    reading.press("F2")
    assert reading.told.startswith("Pilihan tersimpan.")
    assert reading.kept(kept).body.person.mobile == "+6281234560001"
    assert reading.screen.disputes.isHidden()
    assert history(reading.station.desk, kept.uid)[-1].reason == "ditelepon lagi"


def test_escape_leaves_everything_as_it_is(reading: Reading, server: RunningServer, tmp_path: Path) -> None:
    with neighbour_of(reading.station, server, tmp_path / "sebelah") as neighbour:
        kept = differing(reading.station, neighbour, mobile=(MINE, THEIRS))
    reading.open(kept)
    reading.press("Alt+I", "Escape")
    assert not reading.screen.disputes.is_open
    assert reading.screen.disputes.lines[0].isVisible()
    assert reading.kept(kept).disputes == kept.disputes


def test_numbers_stay_masked_but_for_the_digits_that_differ(
    reading: Reading, server: RunningServer, tmp_path: Path
) -> None:
    with neighbour_of(reading.station, server, tmp_path / "sebelah") as neighbour:
        kept = differing(reading.station, neighbour, family_card_no=("3578082308120011", "3578082308150011"))
    reading.open(kept)
    said = reading.screen.disputes.lines[0].text
    assert [text for text in said.split() if text.startswith("357808")] == ["357808*****20011", "357808*****50011"]


def test_an_officer_asks_the_coordinator(qtbot: QtBot, station: Station, server: RunningServer, tmp_path: Path) -> None:
    add_officer(station.desk, "Budi", "kata rahasia yang panjang", is_coordinator=False)
    with neighbour_of(station, server, tmp_path / "sebelah") as neighbour:
        kept = differing(station, neighbour, mobile=(MINE, THEIRS))
    officer = station.house.unlock("Budi", "kata rahasia yang panjang")
    reading = Reading(qtbot, dataclasses.replace(station, desk=officer))
    reading.open(kept)
    assert "Minta koordinator" in reading.screen.disputes.lines[0].text
    assert CHOOSE_TEXT.code not in reading.offered()
    reading.press("Alt+I")
    assert not reading.screen.disputes.is_open
