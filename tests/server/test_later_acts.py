"""Later acts at the server: its row follows, what is withdrawn counts for nobody, what it cannot place it keeps."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

import pytest

from core.wire.codec import encode
from core.wire.envelope import EventOutcome
from core.wire.records import CorrectedBody, JudgementBody, NikShownBody, NotedFinding, PapersAddedBody, WithdrawnBody
from server.office.export import event_lines, registration_lines
from tests.kit.desk_wire import WireDesk, enrolled_device, registered
from tests.kit.server import RunningServer, running_server

NUMBER = "35-SBY01-20200413-0001-0"
FINDING = NotedFinding("documents", "PAPER_MISSING", "warn", facts={"paper": "kk"})


def judgement(outcome: str = "registered", status: str = "TERDAFTAR", number: str = NUMBER) -> JudgementBody:
    return JudgementBody(outcome, status, number, (FINDING,), "2")


def correction(judged: JudgementBody | None = None, **fields: str) -> bytes:
    return encode(CorrectedBody(fields, {"children": 2}, {"mobile": "?"}, judged or judgement(), "Salah", "Tetangga"))


WITHDRAWN = encode(WithdrawnBody("Pindah", "Tetangga"))


def rows(server: RunningServer) -> list[dict[str, Any]]:
    return [json.loads(line) for line in registration_lines(server.store)]


@pytest.mark.parametrize("is_one_batch", [True, False])
def test_the_row_shows_the_present_state_in_the_place_of_the_first(
    server: RunningServer, desk: WireDesk, *, is_one_batch: bool
) -> None:
    record = desk.register(1, outcome="incomplete", status="BELUM_LENGKAP", registration_no="")
    desk.reprint(1, copy_no=3)
    if not is_one_batch:
        desk.exchange(server.url)
    desk.add("corrected", correction(mobile="", birth_place="MALANG"), record)
    desk.add("papers_added", encode(PapersAddedBody(("sim",), judgement("waiting_list", "DAFTAR_TUNGGU"), "R")), record)
    desk.add("nik_shown", encode(NikShownBody("Rina")), record)
    assert desk.exchange(server.url, first_seq=1 if is_one_batch else 3).outcomes == ()
    (row,) = rows(server)
    assert (row["registration_no"], row["outcome"], row["status"]) == (NUMBER, "waiting_list", "DAFTAR_TUNGGU")
    assert (row["birth_place"], row["mobile"], row["documents"]) == ("MALANG", "", ["ktp", "kk", "sim"])
    assert (row["typed"], row["answers"]["children"]) == ({"birth_date": "15-08-1990", "mobile": "?"}, 2)
    assert [one["code"] for one in row["findings"]] == ["PAPER_MISSING"]
    assert (row["seq"], row["feed_no"], row["queue_number"], row["copies"]) == (1, 1, "A001", 3)
    assert row["officer_name"] == registered(1).officer_name


def test_a_neighbour_of_the_post_may_move_it(server: RunningServer, desk: WireDesk) -> None:
    record = desk.register(1)
    desk.exchange(server.url)
    neighbour = enrolled_device(server)
    neighbour.add("withdrawn", WITHDRAWN, record)
    assert neighbour.exchange(server.url).outcomes == ()
    (row,) = rows(server)
    assert (row["status"], row["device"], row["registration_no"]) == ("DITARIK", str(desk.device), NUMBER)


def test_another_post_moves_nothing(server: RunningServer, desk: WireDesk) -> None:
    record = desk.register(1)
    desk.exchange(server.url)
    stranger = enrolled_device(server, "MLG01")
    stranger.add("withdrawn", WITHDRAWN, record)
    stranger.exchange(server.url)
    assert [row["status"] for row in rows(server)] == ["TERDAFTAR"]


def test_an_act_about_an_unknown_record_is_kept_and_skipped(server: RunningServer, desk: WireDesk) -> None:
    desk.add("withdrawn", WITHDRAWN, uuid.uuid4().bytes)
    desk.add("corrected", b"\x93junk", uuid.uuid4().bytes)
    assert desk.exchange(server.url).outcomes == (EventOutcome(2, "needs_attention", "BODY_UNREADABLE"),)
    assert rows(server) == []
    assert len(list(event_lines(server.store))) == 2


def test_a_withdrawn_person_may_register_again_anywhere(server: RunningServer, desk: WireDesk) -> None:
    nik = registered(1).person.nik
    record = desk.register(1)
    desk.add("withdrawn", WITHDRAWN, record)
    desk.register(2, nik=nik)
    assert desk.exchange(server.url).outcomes == ()
    assert [row["duplicate_group"] for row in rows(server)] == [None, None]


def test_a_corrected_nik_that_stands_elsewhere_is_told_once(server: RunningServer, desk: WireDesk) -> None:
    elsewhere = enrolled_device(server, "MLG01")
    elsewhere.register(1)
    elsewhere.exchange(server.url)
    record = desk.register(2)
    desk.exchange(server.url)
    desk.add("corrected", correction(nik=registered(1).person.nik), record)
    desk.add("corrected", correction(birth_place="MALANG"), record)
    told = EventOutcome(2, "needs_attention", "NIK_ELSEWHERE", {"post": "MLG01"})
    assert desk.exchange(server.url, first_seq=2).outcomes == (told,)
    assert len({row["duplicate_group"] for row in rows(server)}) == 1


def test_a_nik_that_was_corrected_is_free_again(server: RunningServer, desk: WireDesk) -> None:
    record = desk.register(1)
    desk.add("corrected", correction(nik="3578081508909999"), record)
    desk.register(2, nik=registered(1).person.nik)
    assert desk.exchange(server.url).outcomes == ()


def test_a_number_given_later_that_stands_elsewhere_is_told(server: RunningServer, desk: WireDesk) -> None:
    record = desk.register(2, outcome="incomplete", status="BELUM_LENGKAP", registration_no="")
    desk.register(1)
    desk.add("papers_added", encode(PapersAddedBody(("sim",), judgement(), "Rina")), record)
    assert desk.exchange(server.url).outcomes == (EventOutcome(3, "needs_attention", "NUMBER_TWICE"),)


def test_people_whose_nik_cannot_be_read_any_more_are_not_one_person(server: RunningServer, desk: WireDesk) -> None:
    for number in (1, 2):
        record = desk.register(number)
        judged = judgement("incomplete", "BELUM_LENGKAP", registered(number).registration_no)
        desk.add("corrected", correction(judged, nik=""), record)
    assert desk.exchange(server.url).outcomes == ()


def test_a_real_server_takes_no_training_nik_by_a_correction(tmp_path: Path) -> None:
    with running_server(tmp_path / "real", is_training=False) as real:
        desk = enrolled_device(real)
        record = desk.register(1)
        desk.add("corrected", correction(nik="3599991508900001"), record)
        assert [one.code for one in desk.exchange(real.url).outcomes] == ["TRAINING_NIK"]
        assert [row["nik"] for row in rows(real)] == [registered(1).person.nik]


def test_every_later_act_is_exported_with_what_it_says(server: RunningServer, desk: WireDesk) -> None:
    record = desk.register(1)
    desk.add("corrected", correction(birth_place="MALANG"), record)
    desk.add("withdrawn", WITHDRAWN, record)
    desk.add("nik_shown", encode(NikShownBody("Rina")), record)
    desk.exchange(server.url)
    _first, corrected, withdrawn, shown = (json.loads(line) for line in event_lines(server.store))
    assert (corrected["status"], corrected["registration_no"], corrected["nik"]) == ("TERDAFTAR", NUMBER, None)
    assert corrected["body"]["fields"] == {"birth_place": "MALANG"}
    assert (withdrawn["body"]["reason"], shown["body"]) == ("Pindah", {"officer_name": "Rina"})
