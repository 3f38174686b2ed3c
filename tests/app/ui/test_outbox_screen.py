"""Kirim data in the window: what waits, what goes and what needs a look, over a real server and a bad line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.changes import Changes
from app.desk.correct import correct
from app.models.attention import note_attention
from app.sync.state import Phase, SyncState
from app.ui.actions import OPEN, SEND, SETTINGS, SETTLE, STOP_SENDING, UNDO, Command
from app.ui.screens.outbox import OutboxScreen
from app.ui.station import Station
from app.ui.tables.outbox import ACT, NAME, QUEUE, WAY, WHEN
from core.findings import Fact
from core.registered import KeptRegistration
from core.wire.events import Kind
from server.store import enrolment
from tests.harness.places import quick_folder
from tests.kit.desk import register_one, sql
from tests.kit.server import RunningServer, running_server
from tests.kit.window import SPEAKING, settled

PATIENCE_MS = 20_000


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    with quick_folder() as folder, running_server(Path(folder)) as running:
        yield running


def shown(qtbot: QtBot, station: Station) -> OutboxScreen:
    """The screen, in front and read."""
    screen = OutboxScreen(station)
    qtbot.addWidget(screen)
    screen.resize(1100, 640)
    screen.show()
    screen.enter()
    settled(qtbot, station)
    return screen


def cells(screen: OutboxScreen, column: int) -> list[str]:
    return [str(screen.model.index(row, column).data()) for row in range(screen.model.rowCount())]


def offered(screen: OutboxScreen, command: Command) -> bool:
    return any(action.command is command and action.is_enabled for action in screen.offers())


def give(screen: OutboxScreen, command: Command) -> None:
    next(action for action in screen.offers() if action.command is command).run()


def join_server(station: Station, server: RunningServer) -> None:
    station.house.enrol(station.desk, server.url, server.new_code())
    station.house.start_sync(station.signals.sync_moved.emit)


def test_a_desk_without_a_server_says_how_to_get_one(qtbot: QtBot, station: Station) -> None:
    screen = shown(qtbot, station)
    assert screen.status.headline.text() == "Meja ini bekerja tanpa server"
    assert "Pengaturan" in screen.status.detail.text()
    assert not offered(screen, SEND)
    with qtbot.waitSignal(station.signals.place_chosen) as chosen:
        qtbot.mouseClick(screen.to_settings, Qt.MouseButton.LeftButton)
    assert chosen.args == [SETTINGS]


def test_an_empty_outbox_says_so_in_the_place_of_a_list(qtbot: QtBot, station: Station) -> None:
    screen = shown(qtbot, station)
    assert screen.empty.isVisible()
    assert not screen.table.isVisible()


def test_what_was_registered_waits_with_number_and_name(qtbot: QtBot, station: Station) -> None:
    register_one(station.desk, 0)
    register_one(station.desk, 1)
    screen = shown(qtbot, station)
    assert cells(screen, QUEUE) == ["A002", "A001"]
    assert cells(screen, NAME) == ["BUDI AAB", "BUDI AAA"]
    assert cells(screen, WAY) == ["Menunggu", "Menunggu"]
    assert cells(screen, ACT) == ["Pendaftaran", "Pendaftaran"]
    assert "2 pendaftaran" in screen.status.waiting.text()


def test_everything_goes_to_a_real_server_and_is_shown_as_sent(
    qtbot: QtBot, station: Station, server: RunningServer
) -> None:
    screen = shown(qtbot, station)
    register_one(station.desk, 0)
    join_server(station, server)
    qtbot.waitUntil(lambda: cells(screen, WAY) == ["Terkirim"], timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: screen.status.headline.text() == "Semua data sudah terkirim", timeout=PATIENCE_MS)
    assert "Terakhir terhubung" in screen.status.contact.text()
    assert not screen.to_settings.isVisible()
    assert offered(screen, SEND)


def test_send_now_shows_at_once_that_something_happens(qtbot: QtBot, station: Station, server: RunningServer) -> None:
    join_server(station, server)
    screen = shown(qtbot, station)
    qtbot.waitUntil(lambda: offered(screen, SEND), timeout=PATIENCE_MS)
    give(screen, SEND)
    assert not offered(screen, SEND)
    qtbot.waitUntil(lambda: offered(screen, SEND), timeout=PATIENCE_MS)


def test_stopped_sending_says_so_and_goes_on_with_one_key(
    qtbot: QtBot, station: Station, server: RunningServer
) -> None:
    join_server(station, server)
    screen = shown(qtbot, station)
    qtbot.waitUntil(lambda: offered(screen, SEND), timeout=PATIENCE_MS)
    station.house.pause_sending()
    qtbot.waitUntil(lambda: screen.status.headline.text() == "Pengiriman dihentikan", timeout=PATIENCE_MS)
    register_one(station.desk, 5)
    station.signals.changed.emit(Changes(has_outbox=True))
    qtbot.waitUntil(lambda: cells(screen, WAY) == ["Menunggu"], timeout=PATIENCE_MS)
    give(screen, SEND)
    qtbot.waitUntil(lambda: cells(screen, WAY) == ["Terkirim"], timeout=PATIENCE_MS)


def test_trouble_on_the_line_is_said_with_the_next_try(qtbot: QtBot, station: Station) -> None:
    screen = shown(qtbot, station)
    station.signals.sync_moved.emit(SyncState(Phase.WAITING, 3, "LINE_SLOW", 35.0))
    assert screen.status.headline.text() == "Belum terkirim: 3"
    assert "Dicoba lagi sendiri dalam 3" in screen.status.detail.text()


def test_a_device_that_the_server_trusts_no_more_locks_the_sending_and_says_so(
    qtbot: QtBot, station: Station, server: RunningServer
) -> None:
    join_server(station, server)
    screen = shown(qtbot, station)
    qtbot.waitUntil(lambda: offered(screen, SEND), timeout=PATIENCE_MS)
    with server.store.writing() as work:
        enrolment.revoke_device(work, station.desk.store.profile.device_uid, 1)
    give(screen, SEND)
    qtbot.waitUntil(lambda: screen.status.headline.text() == "Pengiriman dikunci", timeout=PATIENCE_MS)
    assert "Data tetap tersimpan di laptop" in screen.status.detail.text()
    assert "Hubungi koordinator" in screen.status.detail.text()
    assert not offered(screen, SEND)
    register_one(station.desk, 6)
    station.house.wake()
    station.house.line_came_back()
    qtbot.waitUntil(lambda: screen.status.headline.text() == "Pengiriman dikunci", timeout=PATIENCE_MS)


STATES = (
    *("LINE_NONE", "LINE_SLOW", "LINE_BROKEN", "CAPTIVE_PORTAL", "TLS_CLOCK", "TLS_CERTIFICATE", "SERVER_BUSY"),
    *("SERVER_TROUBLE", "SERVER_REFUSES", "SERVER_OTHER_VERSION", "SERVER_FORGETS", "DEVICE_UNKNOWN", "REPLY_DAMAGED"),
    *("REPLY_TOO_LARGE", "RECEIPT_WRONG", "TRAINING_MISMATCH", "DEVICE_REVOKED", "DEVICE_COPIED", "SERVER_RESTORED"),
)


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_state_of_the_line_says_another_sentence_and_whether_the_data_are_safe(
    qtbot: QtBot, station: Station, language: str
) -> None:
    SPEAKING.speak(language)
    screen = shown(qtbot, station)
    told = set()
    for code in STATES:
        phase = Phase.LOCKED if code == "DEVICE_REVOKED" else Phase.WAITING
        remark = code if code == "SERVER_RESTORED" else ""
        facts: Mapping[str, Fact] = {"status": 502, "problem": "HTTP_SHAPE"}
        screen.note_sync(SyncState(phase, 3, "" if remark else code, facts=facts, remark=remark))
        text = screen.status.detail.text()
        assert re.search(
            r"[Dd]ata .*(aman|tersimpan)|tidak ada yang hilang|data .*(safe|saved)|nothing is lost", text
        ), text
        assert "..." not in text
        told.add(text)
    SPEAKING.speak("id")
    assert len(told) == len(STATES)


def test_while_something_is_sent_it_can_be_stopped_and_the_rows_say_so(qtbot: QtBot, station: Station) -> None:
    register_one(station.desk, 0)
    screen = shown(qtbot, station)
    station.signals.sync_moved.emit(SyncState(Phase.SENDING, 1))
    assert offered(screen, STOP_SENDING)
    assert cells(screen, WAY) == ["Sedang dikirim"]


def test_what_needs_a_look_stands_on_top_with_reason_and_opens_its_record(qtbot: QtBot, station: Station) -> None:
    desk = station.desk
    first = register_one(desk, 0).kept
    register_one(desk, 1)
    sql(desk.store, "UPDATE stream SET receipt_seq = 2")
    stream = desk.store.profile.stream
    desk.store.write(lambda: note_attention(stream, 1, "NIK_ELSEWHERE", {"post": "SBY02"}, 1))
    screen = shown(qtbot, station)
    assert cells(screen, WAY) == ["Perlu dilihat", "Terkirim"]
    assert "SBY02" in screen.said.text()
    assert offered(screen, OPEN)
    with qtbot.waitSignal(station.signals.record_chosen) as chosen:
        qtbot.keyClick(screen.table, Qt.Key.Key_Return)
    assert chosen.args == [first.uid]


def looked_at(station: Station) -> KeptRegistration:
    """A visit about which the server has told something."""
    desk = station.desk
    kept = register_one(desk, 0).kept
    sql(desk.store, "UPDATE stream SET receipt_seq = 1")
    stream = desk.store.profile.stream
    desk.store.write(lambda: note_attention(stream, 1, "NIK_ELSEWHERE", {"post": "SBY02"}, 1))
    return kept


def test_what_was_seen_to_leaves_the_top_and_comes_back_with_one_key(qtbot: QtBot, station: Station) -> None:
    looked_at(station)
    screen = shown(qtbot, station)
    give(screen, SETTLE)
    qtbot.waitUntil(lambda: cells(screen, WAY) == ["Terkirim"], timeout=PATIENCE_MS)
    settled(qtbot, station)
    assert not offered(screen, SETTLE)
    give(screen, UNDO)
    qtbot.waitUntil(lambda: cells(screen, WAY) == ["Perlu dilihat"], timeout=PATIENCE_MS)


def test_a_correction_settles_what_the_server_told_before(qtbot: QtBot, station: Station) -> None:
    kept = looked_at(station)
    correct(station.desk, kept.uid, {"name_on_id": "SITI AMINAH BARU"}, "Salah baca")
    assert set(cells(shown(qtbot, station), WAY)) == {"Terkirim", "Menunggu"}


def test_the_sentence_follows_the_marked_row(qtbot: QtBot, station: Station) -> None:
    register_one(station.desk, 0)
    register_one(station.desk, 1)
    sql(station.desk.store, "UPDATE stream SET receipt_seq = 1")
    screen = shown(qtbot, station)
    waiting = screen.said.text()
    qtbot.keyClick(screen.table, Qt.Key.Key_Down)
    assert screen.said.text() != waiting


def test_older_acts_come_when_the_list_is_scrolled(qtbot: QtBot, station: Station) -> None:
    for number in range(120):
        register_one(station.desk, number)
    screen = shown(qtbot, station)
    assert screen.model.rowCount() == 100
    qtbot.keyClick(screen.table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: screen.model.rowCount() == 120, timeout=PATIENCE_MS)
    assert cells(screen, QUEUE)[-1] == "A001"


def test_an_act_about_the_desk_itself_opens_nothing(qtbot: QtBot, station: Station) -> None:
    screen = shown(qtbot, station)
    assert Kind.OFFICER_ADDED not in cells(screen, ACT)
    assert not offered(screen, OPEN)


def test_nobodys_name_stays_when_one_leaves(qtbot: QtBot, station: Station) -> None:
    register_one(station.desk, 0)
    screen = shown(qtbot, station)
    screen.leave()
    assert screen.model.rowCount() == 0


def test_where_there_is_little_room_the_names_keep_theirs(qtbot: QtBot, station: Station) -> None:
    register_one(station.desk, 0)
    screen = shown(qtbot, station)
    screen.resize(560, 480)
    qtbot.waitUntil(lambda: screen.table.isColumnHidden(WHEN))
    assert not screen.table.isColumnHidden(NAME)


def test_every_control_has_a_name(qtbot: QtBot, station: Station) -> None:
    screen = shown(qtbot, station)
    stops = [one for one in screen.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert [type(one).__name__ for one in stops if not one.accessibleName()] == []
