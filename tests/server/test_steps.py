"""Steps at the server: the export shows where a registration stands, in whatever order the events came."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest

from core.wire.codec import encode
from core.wire.envelope import EventOutcome
from core.wire.records import BatchJoinedBody, JudgementBody, PortalTypedBody, StageBody
from server.office.export import event_lines, registration_lines
from server.store import statements, streams
from tests.kit.desk_wire import WireDesk, enrolled_device, registered
from tests.kit.server import RunningServer

NUMBER = "35-SBY01-20200413-0001-0"
JUDGEMENT = JudgementBody("registered", "TERDAFTAR", NUMBER, (), "2")


def stage(code: str, turn: int, batch: int = 0) -> bytes:
    return encode(StageBody(code, "2020-04-14", "portal", "Rina", turn, "Sudah ada", batch))


def rows(server: RunningServer) -> list[dict[str, Any]]:
    return [json.loads(line) for line in registration_lines(server.store)]


def test_a_registration_without_steps_is_in_the_batch_of_its_day_or_in_none(
    server: RunningServer, desk: WireDesk
) -> None:
    desk.register(1)
    desk.register(2, status="DAFTAR_TUNGGU", outcome="waiting_list")
    desk.register(3, business_on="2020-05-04")
    desk.register(4, programme="TAK_DIKENAL")
    desk.exchange(server.url)
    assert [(row["stage"], row["batch"]) for row in rows(server)] == [
        (None, 1),
        (None, None),
        (None, None),
        (None, None),
    ]


def test_the_export_shows_stage_and_batch(server: RunningServer, desk: WireDesk) -> None:
    record = desk.register(1, status="DAFTAR_TUNGGU", outcome="waiting_list")
    desk.add("batch_joined", encode(BatchJoinedBody(1, "2020-04-14", "Rina", 1, JUDGEMENT)), record)
    desk.add("portal_typed", encode(PortalTypedBody("AKUN_DIBUAT", "2020-04-14", "Rina", 2)), record)
    desk.add("stage_reached", stage("AKUN_DIBUAT", 3), record)
    desk.add("batch_joined", encode(BatchJoinedBody(2, "2020-04-20", "Rina", 4)), record)
    assert desk.exchange(server.url).outcomes == ()
    (row,) = rows(server)
    assert (row["status"], row["outcome"], row["batch"], row["repeats"]) == ("TERDAFTAR", "registered", 2, 0)
    assert {name: row["stage"][name] for name in ("code", "on", "told_by", "note", "officer_name")} == {
        "code": "AKUN_DIBUAT",
        "on": "2020-04-14",
        "told_by": "portal",
        "note": "Sudah ada",
        "officer_name": "Rina",
    }
    told = [json.loads(line) for line in event_lines(server.store)]
    assert [(one["kind"], one["status"]) for one in told][1:] == [
        ("batch_joined", "TERDAFTAR"),
        ("portal_typed", None),
        ("stage_reached", None),
        ("batch_joined", None),
    ]
    assert told[3]["body"]["code"] == "AKUN_DIBUAT"


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_order_of_delivery_changes_nothing(server: RunningServer, desk: WireDesk, order: tuple[int, ...]) -> None:
    author = WireDesk()
    record = author.register(1)
    steps = [stage("AKUN_DIBUAT", 1), stage("TES_SELESAI", 2, batch=2), stage("GABUNG_GELOMBANG", 3)]
    for place in order:
        desk.add("stage_reached", steps[place], record)
    desk.exchange(server.url)
    assert rows(server) == []
    desk.add("registered", encode(registered(1)), record)
    desk.exchange(server.url, first_seq=4)
    (row,) = rows(server)
    assert (row["stage"]["code"], row["batch"]) == ("GABUNG_GELOMBANG", 2)


def test_a_correction_to_no_stage_shows_none(server: RunningServer, desk: WireDesk) -> None:
    record = desk.register(1)
    desk.add("stage_reached", stage("AKUN_DIBUAT", 1), record)
    desk.add("stage_reached", encode(StageBody("", "2020-04-14", "office", "Rina", 2, reason="Salah")), record)
    desk.exchange(server.url)
    assert rows(server)[0]["stage"] is None


def test_another_post_says_nothing_about_it(server: RunningServer, desk: WireDesk) -> None:
    record = desk.register(1)
    desk.exchange(server.url)
    stranger = enrolled_device(server, "MLG01")
    stranger.add("stage_reached", stage("LOLOS", 9), record)
    stranger.exchange(server.url)
    assert rows(server)[0]["stage"] is None


def test_a_step_that_cannot_be_read_needs_attention_and_counts_for_nothing(
    server: RunningServer, desk: WireDesk
) -> None:
    record = desk.register(1)
    desk.add("stage_reached", stage("AKUN_DIBUAT", 1), record)
    desk.add("stage_reached", b"\x93junk", record)
    desk.add("portal_typed", encode(PortalTypedBody("AKUN_DIBUAT", "kemarin", "Rina", 2)), record)
    unreadable = [EventOutcome(seq, "needs_attention", "BODY_UNREADABLE") for seq in (3, 4)]
    assert list(desk.exchange(server.url).outcomes) == unreadable
    assert rows(server)[0]["stage"]["code"] == "AKUN_DIBUAT"


@pytest.mark.one_engine  # asks SQLite for its plan
def test_steps_are_found_by_an_index(server: RunningServer, desk: WireDesk) -> None:
    record = desk.register(1)
    desk.add("stage_reached", stage("AKUN_DIBUAT", 1), record)
    desk.exchange(server.url)
    with server.store.reading() as work:
        (found,) = streams.steps_of(work, "SBY01", [record])
        plan = statements.rows_among(work, f"EXPLAIN QUERY PLAN {streams.STEPS}", [record], "SBY01")
    assert found.seq == 2
    assert "eventrow_later" in str(plan)
