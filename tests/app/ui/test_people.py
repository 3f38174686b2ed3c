"""The names are read behind everybody's back, found from the first page on, kept current, and gone at lock."""

from __future__ import annotations

import gc
from itertools import pairwise

from pytestqt.qtbot import QtBot

from app.changes import Changes
from app.desk.people_index import PAGE_VISITS
from app.ui.people import PIECE_VISITS, People, Reading
from app.ui.station import Station
from tests.kit.desk import register_one
from tests.kit.window import settled


def test_page_after_page_until_everybody_is_known(qtbot: QtBot, station: Station) -> None:
    settled(qtbot, station)
    many = PAGE_VISITS + 3
    for number in range(many):
        register_one(station.desk, number)
    seen: list[Reading] = []
    people = People(station.desk, station.tasks, station.signals.changed)
    people.indexed.connect(seen.append)
    settled(qtbot, station)
    assert [(one.done, one.total, one.is_whole) for one in seen] == [
        (PAGE_VISITS, many, False),
        (many, many, True),
    ]
    assert people.index.search("").count == many


def test_what_an_act_touched_is_read_again(qtbot: QtBot, station: Station) -> None:
    settled(qtbot, station)
    kept = register_one(station.desk, name_on_id="SITI AMINAH").kept
    with qtbot.waitSignal(station.people.indexed):
        station.signals.changed.emit(Changes(frozenset({kept.uid})))
    assert [visit.uid for visit in station.people.index.search("siti").visits] == [kept.uid]


def test_what_other_desks_did_is_read_in_pieces_and_ones_own_first(qtbot: QtBot, station: Station) -> None:
    settled(qtbot, station)
    theirs = frozenset(register_one(station.desk, number).kept.uid for number in range(2 * PIECE_VISITS + 1))
    ours = register_one(station.desk, 300, name_on_id="SITI AMINAH").kept.uid
    counts: list[int] = []
    station.people.indexed.connect(lambda _reading: counts.append(len(station.people.index)))
    station.signals.changed.emit(Changes(theirs))
    station.signals.changed.emit(Changes(frozenset({ours}), has_queue=True))
    settled(qtbot, station)
    pieces = [after - before for before, after in pairwise([0, *counts])]
    assert sorted(pieces) == [1, 1, PIECE_VISITS, PIECE_VISITS]
    assert pieces[-1] == 1
    assert pieces.index(1) < 2, "our own person waits for one piece at most"
    assert len(station.people.index) == len(theirs) + 1


def test_the_names_are_left_out_of_collections_until_the_lock(qtbot: QtBot, station: Station) -> None:
    settled(qtbot, station)
    gc.unfreeze()
    people = People(station.desk, station.tasks, station.signals.changed)
    settled(qtbot, station)
    assert gc.get_freeze_count() > 0
    people.drop()
    assert gc.get_freeze_count() == 0


def test_after_the_lock_nothing_that_is_still_on_its_way_is_kept(qtbot: QtBot, station: Station) -> None:
    kept = register_one(station.desk, name_on_id="SITI AMINAH").kept
    people = People(station.desk, station.tasks, station.signals.changed)
    station.signals.changed.emit(Changes(frozenset({kept.uid})))
    people.drop()
    settled(qtbot, station)
    assert (len(people.index), people.reading) == (0, Reading())
