"""The export says exactly what was sent, and what became of it."""

from __future__ import annotations

import base64
import json
import uuid
from pathlib import Path
from typing import Any

import msgspec
import pytest

from core.wire.codec import encode
from core.wire.events import Kind
from core.wire.records import (
    AccountMovedBody,
    AccountOpenedBody,
    MailboxReservedBody,
    NotedFinding,
    PersonBody,
    ProofReadBody,
    RemarkBody,
)
from server.office.export import EVENT_BODIES, event_lines, registration_lines
from server.store import streams
from tests.kit.desk_wire import WireDesk, registered
from tests.kit.server import RunningServer, running_server


@pytest.fixture
def desk(server: RunningServer) -> WireDesk:
    device = WireDesk()
    device.enrol(server.url, server.new_code())
    return device


def registrations(server: RunningServer) -> list[dict[str, Any]]:
    return [json.loads(line) for line in registration_lines(server.store)]


def events(server: RunningServer) -> list[dict[str, Any]]:
    return [json.loads(line) for line in event_lines(server.store)]


def test_a_registration_is_exported_as_it_was_sent(server: RunningServer, desk: WireDesk) -> None:
    findings = (NotedFinding("mobile", "MOBILE_MISSING", "warn", is_confirmed=True),)
    sent = registered(1, findings=findings)
    desk.add("registered", encode(sent))
    desk.exchange(server.url)
    (row,) = registrations(server)
    assert row["uid"] == str(uuid.UUID(bytes=desk.record(1)))
    assert (row["device"], row["post"], row["seq"]) == (str(desk.device), "SBY01", 1)
    expected = {name: getattr(sent.person, name) for name in PersonBody.__struct_fields__}
    plain = ("registration_no", "status", "outcome", "queue_number", "programme", "period", "business_on",
             "consent_version", "officer_name", "rules_version")  # fmt: skip
    expected.update({name: getattr(sent, name) for name in plain})
    expected.update(answers=sent.answers, typed=sent.typed, documents=["ktp", "kk"])
    expected["findings"] = [msgspec.structs.asdict(finding) for finding in findings]
    assert {name: row[name] for name in expected} == expected
    assert row["registered_at"] == "2020-04-13T00:01:00.000Z"
    assert row["received_at"].endswith("Z")
    assert row["duplicate_group"] is None


def test_every_event_is_exported_whole_and_in_order(server: RunningServer, desk: WireDesk) -> None:
    desk.register(1)
    desk.repeat(1)
    desk.reprint(1)
    desk.add("exported", encode(RemarkBody("recap", 3, "Petugas Contoh")))
    desk.add("teleported", b"\x00\xff")
    desk.exchange(server.url, last_seq=2)
    desk.exchange(server.url, first_seq=3)
    rows = events(server)
    assert [row["seq"] for row in rows] == [1, 2, 3, 4, 5]
    assert [row["feed_no"] for row in rows] == [1, 2, 3, 4, 5]
    assert [base64.b64decode(row["body_base64"]) for row in rows] == [event.body for event in desk.events]
    assert [row["header_hash"] for row in rows] == [link.hex() for link in desk.hashes[1:]]
    assert [row["prev_hash"] for row in rows] == [link.hex() for link in desk.hashes[:-1]]
    assert [row["head_signature"] is not None for row in rows] == [False, True, False, False, True]
    assert rows[0]["nik"] == rows[0]["body"]["person"]["nik"] == registered(1).person.nik
    assert rows[3]["body"] == {"about": "recap", "count": 3, "officer_name": "Petugas Contoh"}
    assert rows[4]["body"] is None


def test_help_with_e_mail_is_exported_in_plain_words(server: RunningServer, desk: WireDesk) -> None:
    account, asked, hashed = uuid.uuid4(), uuid.uuid4(), bytes(range(32))
    address, officer = "siti.22@warga.contoh.test", "Petugas Contoh"
    bodies: dict[str, msgspec.Struct] = {
        "account_opened": AccountOpenedBody("2020-04-13", "none", "SITI CONTOH", officer),
        "account_moved": AccountMovedBody("road", 1, officer, road="regional"),
        "mailbox_reserved": MailboxReservedBody(address, hashed, "SITI CONTOH", officer),
        "proof_read": ProofReadBody("123456", asked.bytes, officer),
    }
    for kind, body in bodies.items():
        desk.add(kind, encode(body), account.bytes)
    desk.exchange(server.url)
    opened, moved, reserved, read = (row["body"] for row in events(server))
    assert (opened["name_on_id"], moved["road"], reserved["address"]) == ("SITI CONTOH", "regional", address)
    assert (reserved["code_hash"], read["asked"]) == (hashed.hex(), str(asked))


@pytest.mark.one_engine
def test_every_kind_of_event_is_exported_with_a_body() -> None:
    assert set(EVENT_BODIES) == set(Kind)


def test_repeats_and_copies_are_counted(server: RunningServer, desk: WireDesk) -> None:
    desk.register(1)
    desk.repeat(1)
    desk.reprint(1, copy_no=2)
    desk.exchange(server.url)
    desk.repeat(1)
    desk.reprint(1, copy_no=4)
    desk.exchange(server.url, first_seq=4)
    (row,) = registrations(server)
    assert (row["repeats"], row["copies"]) == (2, 4)


def test_acts_about_an_unknown_record_are_kept_as_events_only(server: RunningServer, desk: WireDesk) -> None:
    desk.add("registered", b"?")
    desk.repeat(1)
    desk.exchange(server.url)
    assert registrations(server) == []
    assert [row["attention"] for row in events(server)] == ["BODY_UNREADABLE", None]


def test_a_second_registration_under_the_same_uid_is_told_and_lays_nothing_over_the_first(
    server: RunningServer, desk: WireDesk
) -> None:
    record = desk.register(1, outcome="incomplete", registration_no="")
    desk.repeat(1)
    desk.exchange(server.url)
    desk.add("registered", encode(registered(1, queue_number="A007")), record)
    answer = desk.exchange(server.url, first_seq=3)
    assert [(one.seq, one.code) for one in answer.outcomes] == [(3, "RECORD_ELSEWHERE")]
    (row,) = registrations(server)
    assert (row["outcome"], row["queue_number"], row["seq"], row["repeats"]) == ("incomplete", "A001", 1, 1)


def test_a_person_registered_three_times_is_one_group(server: RunningServer, desk: WireDesk) -> None:
    elsewhere = WireDesk(post="MLG01")
    elsewhere.enrol(server.url, server.new_code("MLG01"))
    nik = "3578081508909999"
    first = desk.register(1, nik=nik)
    desk.register(2)
    desk.exchange(server.url)
    elsewhere.register(3, nik=nik)
    elsewhere.register(4, nik=nik)
    elsewhere.exchange(server.url)
    groups = {row["queue_number"]: row["duplicate_group"] for row in registrations(server)}
    group = str(uuid.UUID(bytes=first))
    assert groups == {"A001": group, "A002": None, "A003": group, "A004": group}


def test_a_flag_survives_the_desks_later_word(server: RunningServer, desk: WireDesk) -> None:
    nik = "3578081508909998"
    first = desk.register(1, nik=nik)
    desk.register(2, nik=nik)
    desk.exchange(server.url)
    desk.add("registered", encode(registered(1, nik="3578081508909997")), first)
    desk.exchange(server.url, first_seq=3)
    assert all(row["duplicate_group"] for row in registrations(server))


def test_a_training_person_at_a_real_server_is_an_event_and_no_registration(tmp_path: Path) -> None:
    with running_server(tmp_path / "real", is_training=False) as real:
        desk = WireDesk(is_training=False)
        desk.enrol(real.url, real.new_code())
        desk.register(1, nik="3599991508900001")
        desk.exchange(real.url)
        assert registrations(real) == []
        assert [row["attention"] for row in events(real)] == ["TRAINING_NIK"]


def test_more_than_a_page_is_exported_without_a_loss_over_all_posts(
    server: RunningServer, desk: WireDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from server.store import registrations as registration_queries

    for module in (streams, registration_queries):
        monkeypatch.setattr(module, "PAGE", 3)
    elsewhere = WireDesk(post="MLG01")
    elsewhere.enrol(server.url, server.new_code("MLG01"))
    for device, people in ((desk, range(1, 8)), (elsewhere, range(11, 15))):
        for number in people:
            device.register(number)
        device.exchange(server.url)
    numbers = [int(row["queue_number"][1:]) for row in registrations(server)]
    assert numbers == [*range(11, 15), *range(1, 8)]
    assert [row["post"] for row in events(server)] == ["MLG01"] * 4 + ["SBY01"] * 7


def test_the_last_instant_that_the_wire_knows_can_be_exported(server: RunningServer, desk: WireDesk) -> None:
    desk.add("exported", b"", at_ms=2**47 - 1)
    desk.exchange(server.url)
    assert events(server)[0]["at"].startswith("6429-10-17T02:45:55.")
