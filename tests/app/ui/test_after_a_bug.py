"""A job that ended in a bug leaves nothing half: the next key, the next letter, the next try are answered as before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import cast

import pytest
from pytestqt.qtbot import QtBot

from app.desk.context import Desk
from app.desk.places import VillagePlace, find_villages
from app.models.rows import WORKER_DATABASE
from app.ui.screens.record import RecordScreen
from app.ui.screens.registration import RegistrationScreen
from app.ui.station import Station
from app.ui.widgets.village_box import VillageBox
from tests.kit.desk import DAY, register_one
from tests.kit.stage import Stage
from tests.kit.typist import Typist
from tests.kit.window import settled


def on_stage(qtbot: QtBot, screen: RecordScreen | RegistrationScreen) -> Typist:
    stage = Stage(screen)
    qtbot.addWidget(stage)
    stage.resize(1176, 640)
    with qtbot.waitExposed(stage):
        stage.show()
    stage.activateWindow()
    return Typist(qtbot, stage)


@contextmanager
def without_table(desk: Desk, table: str) -> Iterator[None]:
    """What only a bug of ours could do to a store: its jobs fall."""

    def rename(old: str, new: str) -> None:
        desk.store.run(lambda: WORKER_DATABASE.execute_sql(f'ALTER TABLE "{old}" RENAME TO "{new}"'))

    rename(table, f"{table}_gone")
    try:
        yield
    finally:
        rename(f"{table}_gone", table)


def test_a_village_search_that_fell_once_finds_at_the_next_letter(
    qtbot: QtBot, station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    falls = [True]

    def fall_once(desk: Desk, text: str, near: str = "") -> Sequence[VillagePlace]:
        if falls.pop() if falls else False:
            raise RuntimeError("a bug")
        return find_villages(desk, text, near)

    monkeypatch.setattr("app.ui.screens.form_desk.find_villages", fall_once)
    screen = RegistrationScreen(station)
    typist = on_stage(qtbot, screen)
    screen.enter()
    screen.form_desk.jump_to("village_code")
    typist.type("gub")
    settled(qtbot, station)
    assert falls == []
    box = cast("VillageBox", screen.form_desk.page.column.box("village_code"))
    assert not box.is_listing
    typist.type("e")
    typist.until(lambda: box.is_listing, "the search is dead")


def test_a_record_offers_the_same_after_a_verb_that_fell_and_does_it_at_the_next_try(
    qtbot: QtBot, station: Station
) -> None:
    kept = register_one(station.desk, on=DAY).kept
    screen = RecordScreen(station)
    typist = on_stage(qtbot, screen)
    screen.open(kept.uid, lambda: None)
    screen.enter()
    settled(qtbot, station)
    before = [(one.command.code, one.is_enabled) for one in screen.offers()]
    with without_table(station.desk, "event"):
        typist.press("Alt+N")
        settled(qtbot, station)
    assert [(one.command.code, one.is_enabled) for one in screen.offers()] == before
    typist.press("Alt+N")
    settled(qtbot, station)
    assert screen.identity.nik.text().replace(" ", "") == kept.body.person.nik
