"""Disputes at the server: one registration, several desks, whatever comes first, on every engine."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest

from core.wire.codec import encode
from core.wire.events import event_uid
from core.wire.records import CorrectedBody, JudgementBody, ReprintedBody, SettledBody
from server.office.export import event_lines, registration_lines
from tests.kit.desk_wire import WireDesk, enrolled_device, registered
from tests.kit.server import RunningServer, running_server

JUDGEMENT = JudgementBody("registered", "TERDAFTAR", registered(1).registration_no, (), "2")


def correction(**fields: str) -> bytes:
    return encode(CorrectedBody(fields, {}, {}, JUDGEMENT, "Salah baca", "Tetangga"))


def settlement(value: str, *over: bytes) -> bytes:
    return encode(SettledBody("mobile", value, "", over, JUDGEMENT, "Ditelepon", "Koordinator"))


def uid_of(desk: WireDesk, seq: int) -> bytes:
    return event_uid(desk.stream, seq, desk.events[seq - 1].at_ms).bytes


def row(server: RunningServer) -> dict[str, Any]:
    (only,) = [json.loads(line) for line in registration_lines(server.store)]
    found: dict[str, Any] = only
    return found


def disputed(server: RunningServer) -> dict[str, list[str]]:
    return {one["field"]: [claim["value"] for claim in one["claims"]] for one in row(server)["disputes"]}


def three(server: RunningServer) -> tuple[WireDesk, WireDesk, WireDesk, bytes]:
    """A desk that has registered somebody, and two that correct the mobile without having seen each other."""
    first, one, two = (enrolled_device(server) for _desk in range(3))
    record = first.register(1)
    for desk, mobile in ((one, "+62811"), (two, "+62822")):
        desk.add("corrected", correction(mobile=mobile), record, base=(uid_of(first, 1),))
    return first, one, two, record


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_whatever_comes_first_both_texts_stand_in_the_order_of_the_feed(
    server: RunningServer, order: tuple[int, ...]
) -> None:
    first, one, two, _record = three(server)
    desks = (first, one, two)
    for place in order:
        assert desks[place].exchange(server.url).outcomes == ()
    heard = [("+62811", "+62822")[place - 1] for place in order if place]
    assert disputed(server) == {"mobile": heard}
    assert row(server)["mobile"] == heard[-1]
    assert row(server)["disputes"][0]["claims"][0]["officer_name"] == "Tetangga"


def test_what_the_writer_had_seen_is_no_dispute(server: RunningServer) -> None:
    first, one, two, record = three(server)
    for desk in (first, one):
        desk.exchange(server.url)
    two.events.clear()
    two.hashes[1:] = []
    two.add("corrected", correction(mobile="+62833"), record, base=(uid_of(one, 1),))
    two.exchange(server.url)
    assert (row(server)["mobile"], disputed(server)) == ("+62833", {})


def test_sight_goes_through_a_slip_that_was_printed_again(server: RunningServer) -> None:
    first, one, two, record = three(server)
    one.add("slip_reprinted", encode(ReprintedBody(2, "a5", "Rina")), record)
    for desk in (first, one):
        desk.exchange(server.url)
    two.events.clear()
    two.hashes[1:] = []
    two.add("corrected", correction(mobile="+62833"), record, base=(uid_of(one, 2),))
    two.exchange(server.url)
    assert (row(server)["mobile"], disputed(server), row(server)["copies"]) == ("+62833", {}, 2)


def test_a_settlement_ends_it_and_is_exported_in_words(server: RunningServer) -> None:
    first, one, two, record = three(server)
    for desk in (first, one, two):
        desk.exchange(server.url)
    first.add("dispute_settled", settlement("+62811", uid_of(one, 1), uid_of(two, 1)), record)
    assert first.exchange(server.url, first_seq=2).outcomes == ()
    assert (row(server)["mobile"], disputed(server)) == ("+62811", {})
    last = [json.loads(line) for line in event_lines(server.store)][-1]
    assert (last["kind"], last["body"]["field"], last["status"]) == ("dispute_settled", "mobile", "TERDAFTAR")


def test_a_settlement_that_had_not_heard_of_a_third_leaves_that_open(server: RunningServer) -> None:
    first, one, two, record = three(server)
    third = enrolled_device(server)
    third.add("corrected", correction(mobile="+62833"), record, base=(uid_of(first, 1),))
    first.add("dispute_settled", settlement("+62811", uid_of(one, 1), uid_of(two, 1)), record)
    for desk in (one, two, third, first):
        desk.exchange(server.url)
    assert disputed(server) == {"mobile": ["+62833", "+62811"]}


def test_other_fields_are_merged(server: RunningServer) -> None:
    first, one, two, record = three(server)
    two.add("corrected", correction(birth_place="MALANG"), record)
    for desk in (first, two, one):
        desk.exchange(server.url)
    assert (row(server)["birth_place"], row(server)["mobile"]) == ("MALANG", "+62811")


def test_a_nik_that_a_retelling_brings_back_is_held_against_other_posts(server: RunningServer) -> None:
    elsewhere = enrolled_device(server, "MLG01")
    elsewhere.register(2)
    elsewhere.exchange(server.url)
    first, one, two = (enrolled_device(server) for _desk in range(3))
    record = first.register(1)
    first.exchange(server.url)
    for desk, nik in ((one, registered(2).person.nik), (two, registered(3).person.nik)):
        desk.add("corrected", correction(nik=nik), record, base=(uid_of(first, 1),))
    assert [outcome.code for outcome in one.exchange(server.url).outcomes] == ["NIK_ELSEWHERE"]
    assert two.exchange(server.url).outcomes == ()
    over = (uid_of(one, 1), uid_of(two, 1))
    chosen = SettledBody("nik", registered(2).person.nik, "", over, JUDGEMENT, "Kartunya dilihat", "Koordinator")
    first.add("dispute_settled", encode(chosen), record)
    assert [outcome.code for outcome in first.exchange(server.url, first_seq=2).outcomes] == ["NIK_ELSEWHERE"]


def test_a_real_server_takes_no_training_nik_from_a_dispute(tmp_path: Path) -> None:
    with running_server(tmp_path / "real", is_training=False) as real:
        first, one, two, record = three(real)
        two.add("corrected", correction(nik="3599991508900001"), record)
        for desk in (first, one):
            desk.exchange(real.url)
        assert [outcome.code for outcome in two.exchange(real.url).outcomes] == ["TRAINING_NIK"]
        assert (row(real)["nik"], disputed(real)) == (registered(1).person.nik, {"mobile": ["+62811", "+62822"]})
