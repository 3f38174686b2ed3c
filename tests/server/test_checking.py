"""``posko-server check``: what was changed in the tables past the program is found and named, on both engines."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import msgspec
import pytest

from core.wire.chain import Link, chained
from core.wire.codec import encode
from core.wire.envelope import EventUp
from core.wire.events import GENESIS
from core.wire.records import CorrectedBody, JudgementBody, WithdrawnBody
from server.__main__ import main as posko_server
from server.exchange.checking import MOST_NAMED, FlawCode, check
from server.store import statements
from tests.kit.desk_wire import WireDesk, enrolled_device, registered
from tests.kit.server import RunningServer, running_server
from tests.kit.server_engines import with_database


@pytest.fixture
def desk(server: RunningServer) -> WireDesk:
    """A device that has sent three registrations in two batches."""
    device = enrolled_device(server)
    for number in (1, 2, 3):
        device.register(number)
    device.exchange(server.url, 1, 2)
    device.exchange(server.url, 3, 3)
    return device


def by_hand(server: RunningServer, text: str, *values: bytes | str | int | None) -> None:
    """Change the tables past the program."""
    with server.store.writing() as work:
        statements.run(work, text, *values)


def found(server: RunningServer) -> list[tuple[FlawCode, int]]:
    return [(flaw.code, flaw.seq) for flaw in check(server.store).flaws]


def correction(number: int, **fields: str) -> bytes:
    judgement = JudgementBody("registered", "TERDAFTAR", registered(number).registration_no, (), "2")
    return encode(CorrectedBody(fields, {}, {}, judgement, "Salah baca", "Tetangga"))


def test_what_devices_sent_and_nobody_changed_is_whole(server: RunningServer, desk: WireDesk) -> None:
    checked = check(server.store)
    assert (checked.streams, checked.events, checked.registrations, checked.flawed) == (1, 3, 3, 0)


def test_everything_odd_that_a_server_keeps_is_whole(server: RunningServer, desk: WireDesk) -> None:
    neighbour = enrolled_device(server)
    copy = neighbour.copied()
    neighbour.register(7, nik="3578999001010001")  # of the training range: kept and not counted
    neighbour.add("corrected", correction(1, mobile="+62811"), desk.record(1))
    neighbour.add("corrected", b"no body", desk.record(2))
    neighbour.add("withdrawn", encode(WithdrawnBody("Pindah", "Tetangga")), desk.record(3))
    neighbour.add("dance", b"of a later program")
    desk.add("corrected", correction(1, mobile="+62822", name_on_id="SITI\0CONTOH"), 1)
    desk.reprint(2)
    desk.register(4, nik=registered(1).person.nik)
    for device in (neighbour, desk):
        device.exchange(server.url)
    life = copy.reborn()
    life.add("registered", encode(registered(9)), desk.record(2))
    life.add("corrected", correction(9, mobile="+62833"), desk.record(2))
    life.exchange(server.url)
    assert found(server) == []


@pytest.mark.parametrize(
    ("text", "values", "flaws"),
    [
        ('UPDATE "event" SET "body" = ? WHERE "seq" = 2', [b"other"], [(FlawCode.BODY, 2), (FlawCode.REGISTRATION, 2)]),
        ('UPDATE "event" SET "header" = ? WHERE "seq" = 3', [b"\xc1"], [(FlawCode.HEADER, 3)]),
        ('UPDATE "event" SET "kind" = ? WHERE "seq" = 1', ["danced"], [(FlawCode.HEADER, 1)]),
        ('UPDATE "event" SET "header_hash" = ? WHERE "seq" = 1', [bytes(32)], [(FlawCode.HEADER, 1)]),
        ('UPDATE "event" SET "head_signature" = ? WHERE "seq" = 2', [bytes(64)], [(FlawCode.SIGNATURE, 2)]),
        ('UPDATE "event" SET "head_signature" = ? WHERE "seq" = 3', [None], [(FlawCode.SIGNATURE, 3)]),
        ('UPDATE "stream" SET "last_hash" = ?', [bytes(32)], [(FlawCode.STREAM, 3)]),
        ('UPDATE "stream" SET "last_seq" = ?, "sum_seq" = 3', [2], [(FlawCode.STREAM, 2), (FlawCode.STREAM, 3)]),
        ('UPDATE "stream" SET "set_sum" = ?', [bytes(16)], [(FlawCode.SUM, 3)]),
        ('UPDATE "post" SET "feed_no" = ?', [2], [(FlawCode.FEED, 3)]),
        ('UPDATE "registration" SET "nik" = ? WHERE "seq" = 2', ["1"], [(FlawCode.REGISTRATION, 2)]),
        ('UPDATE "registration" SET "typed" = ? WHERE "seq" = 1', ["no JSON"], [(FlawCode.REGISTRATION, 1)]),
        ('UPDATE "registration" SET "event_uid" = ? WHERE "seq" = 1', [bytes(16)], [(FlawCode.REGISTRATION, 1)]),
        ('DELETE FROM "registration" WHERE "seq" = ?', [2], [(FlawCode.REGISTRATION_MISSING, 2)]),
        ('DELETE FROM "event" WHERE "seq" = ?', [2], [(FlawCode.EVENT_MISSING, 2), (FlawCode.REGISTRATION, 2)]),
        ('DELETE FROM "event" WHERE "seq" = ?', [3], [(FlawCode.EVENT_MISSING, 3), (FlawCode.REGISTRATION, 3)]),
    ],
)
def test_a_row_that_was_changed_by_hand_is_named(
    server: RunningServer,
    desk: WireDesk,
    text: str,
    values: list[bytes | str | int | None],
    flaws: list[tuple[FlawCode, int]],
) -> None:
    by_hand(server, text, *values)
    assert set(flaws) <= set(found(server))
    assert {seq for _code, seq in found(server)} == {seq for _code, seq in flaws}


def test_who_rewrites_a_whole_stream_lacks_the_key_of_its_device(server: RunningServer, desk: WireDesk) -> None:
    forged, previous = desk.copied(), GENESIS
    forged.events[1] = msgspec.structs.replace(forged.events[1], body=encode(registered(77)))
    for seq, event in enumerate(forged.events, 1):
        link = _link(forged, seq, event, previous)
        previous = link.hash
        by_hand(
            server,
            'UPDATE "event" SET "header" = ?, "header_hash" = ?, "body" = ? WHERE "seq" = ?',
            link.packed,
            link.hash,
            link.body,
            seq,
        )
    by_hand(server, 'UPDATE "stream" SET "last_hash" = ?, "set_sum" = NULL, "sum_seq" = NULL', previous)
    assert found(server) == [(FlawCode.SIGNATURE, 2), (FlawCode.SIGNATURE, 3), (FlawCode.REGISTRATION, 2)]


def _link(desk: WireDesk, seq: int, event: EventUp, previous: bytes) -> Link:
    return chained(desk.stream, desk.post, seq, event, desk.record(seq), desk.salt_key, previous)


@pytest.mark.one_engine
def test_events_whose_stream_was_deleted_are_named(server: RunningServer, desk: WireDesk) -> None:
    with server.store.writing() as work:
        db = work.db
    db.execute_sql("PRAGMA foreign_keys=0")
    db.execute_sql('DELETE FROM "stream"')
    db.execute_sql("PRAGMA foreign_keys=1")
    assert found(server) == [(FlawCode.STREAM, 1)]


def test_what_comes_in_meanwhile_is_no_flaw(server: RunningServer, desk: WireDesk) -> None:
    def send() -> None:
        for number in range(50, 70):
            desk.register(number)
            desk.exchange(server.url, len(desk.events))

    sender = threading.Thread(target=send)
    sender.start()
    flawed = [check(server.store).flawed]
    while sender.is_alive():
        flawed.append(check(server.store).flawed)
    sender.join()
    assert set(flawed) == {0}
    assert check(server.store).events == 23


def test_the_command_counts_names_and_tells_by_its_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = with_database(["check", "--data", str(tmp_path)])
    with running_server(tmp_path) as server:
        desk = enrolled_device(server)
        desk.register(1)
        desk.exchange(server.url)
        assert posko_server([*words, "--json"]) == 0
        assert json.loads(capsys.readouterr().out) == {
            "is_whole": True,
            "streams": 1,
            "events": 1,
            "registrations": 1,
            "flawed": 0,
            "flaws": [],
        }
        by_hand(server, 'UPDATE "registration" SET "name_on_id" = ?', "ORANG LAIN")
    assert posko_server([*words, "--json"]) == 1
    (flaw,) = json.loads(capsys.readouterr().out)["flaws"]
    assert flaw == {
        "code": "SERVER_FLAW_REGISTRATION",
        "post": "SBY01",
        "device": str(desk.device),
        "stream": desk.stream.hex(),
        "seq": 1,
    }
    assert posko_server(words) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0] == (f"Pendaftaran dari catatan ke-1 perangkat {desk.device} di SBY01 tidak sama dengan catatannya.")
    assert said[1].startswith("Ada 1 baris yang tidak cocok di antara 1 catatan dan 1 pendaftaran.")


def test_of_very_many_flaws_the_first_are_named_and_all_are_counted(server: RunningServer, desk: WireDesk) -> None:
    many = enrolled_device(server)
    for number in range(MOST_NAMED + 5):
        many.add("dance", b"%d" % number)
    for first in range(1, len(many.events) + 1, 500):
        many.exchange(server.url, first, min(first + 499, len(many.events)))
    by_hand(server, 'UPDATE "event" SET "body" = ? WHERE "kind" = ?', b"", "dance")
    checked = check(server.store)
    assert (checked.flawed, len(checked.flaws)) == (MOST_NAMED + 5, MOST_NAMED)
