"""Desks without a line: what waits is carried to the server in a file, and the answer counts as one of the line."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.desk.context import Desk
from app.sync.state import CarriedInCode
from core.errors import Trouble
from tests.kit.desk import OFFICER, opened, register_one
from tests.kit.enrolled import (
    desk_heads,
    enrolled_desk,
    pending,
    registrations,
    server_has,
    server_heads,
    server_says,
    sync,
)
from tests.kit.lasting_server import LastingServer
from tests.kit.stick import Stick

pytestmark = pytest.mark.slow


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LastingServer]:
    """A server, reached once for the enrolment; the tests then cut its line."""
    with LastingServer(tmp_path / "server") as lasting:
        yield lasting


@pytest.fixture
def desk(tmp_path: Path, server: LastingServer) -> Iterator[Desk]:
    """A desk that was enrolled and has not had a line since."""
    with enrolled_desk(tmp_path / "desk", server.line.url, server.now.new_code()) as new:
        yield new


@pytest.fixture
def neighbour(tmp_path: Path, server: LastingServer, desk: Desk) -> Iterator[Desk]:
    """The second desk of the post."""
    with enrolled_desk(tmp_path / "neighbour", server.line.url, server.now.new_code()) as new:
        yield new


@pytest.fixture
def stick(tmp_path: Path) -> Stick:
    """A stick."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return Stick(folder)


@pytest.fixture
def data(server: LastingServer) -> Path:
    """Where the server's files are."""
    return server.now.settings.data


def code_of(stick: Stick, desk: Desk, answer: Path) -> str:
    """The trouble that reading an answer ends in."""
    with pytest.raises(Trouble) as caught:
        stick.bring_back(desk, answer)
    return caught.value.code


def test_what_is_carried_counts_as_sent_when_the_answer_is_read(
    server: LastingServer, desk: Desk, stick: Stick, data: Path
) -> None:
    for number in range(3):
        register_one(desk, number)
    waiting = pending(desk)
    file = stick.take_from(desk)
    assert pending(desk) == waiting
    answered = stick.bring_to(data, file)
    assert (answered.exit_code, answered.document["taken"], answered.document["refused"]) == (0, waiting, {})
    assert pending(desk) == waiting
    done = stick.bring_back(desk, answered.answer)
    assert (done.code, done.totals.sent, done.totals.accepted, done.pending) == (
        CarriedInCode.TAKEN,
        waiting,
        waiting,
        0,
    )
    assert server_heads(server.now, desk) == desk_heads(desk)


def test_the_line_goes_on_where_the_stick_was(server: LastingServer, desk: Desk, stick: Stick, data: Path) -> None:
    register_one(desk, 0)
    stick.go_round(desk, data)
    register_one(desk, 1)
    totals = sync(desk)
    assert (totals.duplicates, pending(desk)) == (0, 0)
    assert server_heads(server.now, desk) == desk_heads(desk)


def test_more_events_than_one_request_takes_go_into_one_file(
    server: LastingServer, desk: Desk, stick: Stick, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.sync.carrying.MOST", 2)
    for number in range(5):
        register_one(desk, number)
    waiting = pending(desk)
    answered = stick.bring_to(data, stick.take_from(desk))
    assert answered.document["requests"] == -(-waiting // 2) + 1
    assert stick.bring_back(desk, answered.answer).totals.sent == waiting
    assert server_heads(server.now, desk) == desk_heads(desk)


def test_the_same_file_twice_stores_nothing_twice_and_gets_the_same_receipts(
    server: LastingServer, desk: Desk, stick: Stick, data: Path
) -> None:
    register_one(desk, 0)
    file = stick.take_from(desk)
    first, second = stick.bring_to(data, file), stick.bring_to(data, file)
    assert (second.exit_code, second.document["taken"]) == (0, 0)
    assert len(server_has(server.now)) == 1
    assert stick.bring_back(desk, second.answer).pending == 0
    assert stick.bring_back(desk, first.answer).totals.sent == 0
    assert server_heads(server.now, desk) == desk_heads(desk)


def test_news_of_the_neighbour_come_with_the_answer_however_many(
    desk: Desk, neighbour: Desk, stick: Stick, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(7):
        register_one(neighbour, number)
    stick.go_round(neighbour, data)
    monkeypatch.setattr("server.exchange.answer.NEWS_EVENTS", 3)
    done = stick.go_round(desk, data)
    assert done.totals.received >= 7
    assert len(done.touched) >= 7
    assert {one.uid for one in registrations(desk)} == {one.uid for one in registrations(neighbour)}
    assert sync(desk).received == 0


def test_the_server_says_what_needs_a_look(
    server: LastingServer, desk: Desk, stick: Stick, data: Path, tmp_path: Path
) -> None:
    with enrolled_desk(tmp_path / "elsewhere", server.line.url, server.now.new_code("SBY02"), post="SBY02") as other:
        register_one(other, 0)
        sync(other)
    register_one(desk, 0)
    done = stick.go_round(desk, data)
    assert (done.code, done.totals.refused, done.pending) == (CarriedInCode.TO_LOOK_AT, 1, 0)


def test_an_older_answer_changes_nothing(server: LastingServer, desk: Desk, stick: Stick, data: Path) -> None:
    register_one(desk, 0)
    old = stick.bring_to(data, stick.take_from(desk)).answer
    register_one(desk, 1)
    sync(desk)
    before = desk.store.profile
    assert stick.bring_back(desk, old).code is CarriedInCode.OLD
    assert (desk.store.profile, pending(desk)) == (before, 0)
    assert server_heads(server.now, desk) == desk_heads(desk)


def test_a_carried_answer_says_nothing_about_line_and_clock(desk: Desk, stick: Stick, data: Path) -> None:
    register_one(desk, 0)
    stick.go_round(desk, data)
    assert (desk.store.profile.last_contact_ms, desk.store.profile.drift_ms) == (None, None)


def test_registering_goes_on_between_writing_and_reading(desk: Desk, stick: Stick, data: Path) -> None:
    register_one(desk, 0)
    answered = stick.bring_to(data, stick.take_from(desk))
    kept = pending(desk)
    register_one(desk, 1)
    later = pending(desk) - kept
    assert stick.bring_back(desk, answered.answer).pending == later


# --- what is refused, and changes nothing ----------------------------------------------------------------------------


def test_an_answer_for_another_desk_is_refused(desk: Desk, neighbour: Desk, stick: Stick, data: Path) -> None:
    register_one(desk, 0)
    answered = stick.bring_to(data, stick.take_from(desk))
    assert code_of(stick, neighbour, answered.answer) == "CARRY_OTHER_DESK"
    assert pending(desk)


def test_an_answer_that_was_cut_or_altered_is_refused(desk: Desk, stick: Stick, data: Path) -> None:
    register_one(desk, 0)
    waiting = pending(desk)
    answer = stick.bring_to(data, stick.take_from(desk)).answer
    whole = answer.read_bytes()
    for place in range(0, len(whole), max(len(whole) // 60, 1)):
        altered = bytearray(whole)
        altered[place] ^= 1
        for content in (whole[:place], bytes(altered)):
            answer.write_bytes(content)
            assert code_of(stick, desk, answer) in {"CARRY_NONE", "CARRY_DAMAGED", "CARRY_OTHER_DESK", "CARRY_TOO_NEW"}
    assert pending(desk) == waiting
    answer.write_bytes(whole)
    assert stick.bring_back(desk, answer).pending == 0


def test_a_file_that_was_cut_or_altered_is_refused_and_nothing_is_stored(
    server: LastingServer, desk: Desk, stick: Stick, data: Path
) -> None:
    register_one(desk, 0)
    file = stick.take_from(desk)
    whole = file.read_bytes()
    for place in range(0, len(whole), max(len(whole) // 12, 1)):
        altered = bytearray(whole)
        altered[place] ^= 1
        for content in (whole[:place], bytes(altered)):
            file.write_bytes(content)
            answered = stick.bring_to(data, file)
            assert (answered.exit_code, answered.code.startswith("SERVER_CARRY_")) == (2, True), answered
            assert not answered.answer.exists()
    assert server_has(server.now) == []
    file.write_bytes(whole)
    assert stick.bring_to(data, file).exit_code == 0


def test_a_file_for_another_server_is_refused(desk: Desk, stick: Stick, tmp_path: Path) -> None:
    register_one(desk, 0)
    with LastingServer(tmp_path / "other") as other:
        answered = stick.bring_to(other.now.settings.data, stick.take_from(desk))
    assert (answered.exit_code, answered.code) == (2, "SERVER_CARRY_OTHER_SERVER")


def test_a_device_that_is_no_longer_trusted_is_told_so(
    server: LastingServer, desk: Desk, stick: Stick, data: Path
) -> None:
    register_one(desk, 0)
    server_says(server.now, "device", "revoke", str(desk.store.profile.device_uid))
    answered = stick.bring_to(data, stick.take_from(desk))
    assert (answered.exit_code, set(answered.document["refused"])) == (1, {"DEVICE_REVOKED"})
    assert code_of(stick, desk, answered.answer) == "DEVICE_REVOKED"
    assert server_has(server.now) == []
    assert pending(desk)


def test_nothing_is_written_over_what_stands_there(desk: Desk, stick: Stick, data: Path) -> None:
    register_one(desk, 0)
    file = stick.take_from(desk)
    stick.folder.joinpath("1.poskojawab").write_text("catatan lain", encoding="utf-8")
    answered = stick.bring_to(data, file)
    assert (answered.exit_code, answered.code) == (2, "SERVER_CARRY_STANDS")
    assert answered.answer.read_text("utf-8") == "catatan lain"


# --- privacy, and a server that has lost everything ------------------------------------------------------------------


def test_nobodys_data_stand_in_clear_in_either_file(desk: Desk, stick: Stick, data: Path) -> None:
    kept = register_one(desk, 0).kept
    file = stick.take_from(desk)
    answered = stick.bring_to(data, file)
    person = kept.body.person
    for secret in (person.nik, person.name_on_id, person.mobile, person.family_card_no, kept.registration_no, OFFICER):
        assert secret
        for form in (secret.encode(), base64.b64encode(secret.encode())[:-2], secret.encode("utf-16-le")):
            assert form not in file.read_bytes()
            assert form not in answered.answer.read_bytes()


def test_an_empty_server_with_its_key_is_rebuilt_from_carried_files_alone(
    server: LastingServer, desk: Desk, neighbour: Desk, stick: Stick, data: Path
) -> None:
    for number, one in enumerate((desk, neighbour, desk)):
        register_one(one, number)
    sync(desk)
    sync(neighbour)
    before = sorted(one["uid"] for one in server_has(server.now))
    server.lose_everything_but_the_key()
    server.line.cut()
    for one in (desk, neighbour):
        answered = stick.bring_to(data, stick.take_from(one, is_everything=True))
        assert (answered.exit_code, answered.document["refused"]) == (0, {})
        assert stick.bring_back(one, answered.answer).pending == 0
    assert sorted(one["uid"] for one in server_has(server.now)) == before
    assert server_heads(server.now) == desk_heads(desk) | desk_heads(neighbour)
    assert desk.store.profile.server is not None
    assert desk.store.profile.server.lineage == server.now.lineage


def test_one_desk_alone_brings_what_it_knows_of_a_neighbour_whose_laptop_is_gone(
    server: LastingServer, desk: Desk, neighbour: Desk, stick: Stick, data: Path
) -> None:
    register_one(neighbour, 0)
    sync(neighbour)
    register_one(desk, 1)
    sync(desk)
    before = sorted(one["uid"] for one in server_has(server.now))
    server.lose_everything_but_the_key()
    answered = stick.bring_to(data, stick.take_from(desk, is_everything=True))
    assert answered.exit_code == 0
    assert sorted(one["uid"] for one in server_has(server.now)) == before


def test_a_server_put_back_from_a_backup_gets_the_rest_with_the_next_file(
    server: LastingServer, desk: Desk, stick: Stick, data: Path, tmp_path: Path
) -> None:
    register_one(desk, 0)
    sync(desk)
    server.keep_copy(tmp_path / "copy")
    register_one(desk, 1)
    sync(desk)
    server.put_back(tmp_path / "copy")
    register_one(desk, 2)
    answered = stick.bring_to(data, stick.take_from(desk))
    assert (answered.exit_code, set(answered.document["refused"])) == (1, {"STREAM_GAP"})
    assert stick.bring_back(desk, answered.answer).code is CarriedInCode.AGAIN
    assert stick.go_round(desk, data).pending == 0
    assert server_heads(server.now, desk) == desk_heads(desk)


def test_a_copy_of_the_disk_is_not_settled_without_a_line(
    server: LastingServer, desk: Desk, stick: Stick, data: Path, tmp_path: Path
) -> None:
    register_one(desk, 0)
    sync(desk)
    desk.store.close()
    shutil.copytree(desk.store.home, tmp_path / "copy")
    with opened(tmp_path / "copy") as copy, opened(desk.store.home) as original:
        register_one(copy, 1)
        sync(copy)
        register_one(original, 2)
        answered = stick.bring_to(data, stick.take_from(original))
        assert answered.exit_code == 1
        assert code_of(stick, original, answered.answer) == "CARRY_NEEDS_LINE"
        assert pending(original)
