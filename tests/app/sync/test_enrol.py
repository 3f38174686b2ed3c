"""Enrolment over a good and a bad line: a code turns a device into one the server knows, once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.desk.context import Desk
from core.errors import Kind, Trouble
from core.ids import MAX_BLOCK
from tests.kit.desk import new_profile, opened, register_one
from tests.kit.enrolled import enrolled_desk, join, sync
from tests.kit.line import BadLine, CutAnswer, CutRequest, Forge, Harm, HttpMessage, Twice, answer
from tests.kit.server import RunningServer, running_server

STEP = 61


@pytest.fixture
def stranger(tmp_path: Path) -> Iterator[Desk]:
    """A desk that no server knows yet."""
    new_profile(tmp_path / "stranger")
    with opened(tmp_path / "stranger") as desk:
        yield desk


def code_of_joining(desk: Desk, line: BadLine, code: str) -> str:
    """The trouble that an enrolment ends in; the desk must know no server then."""
    with pytest.raises(Trouble) as caught:
        join(desk, line.url, code)
    assert desk.store.refresh().server is None
    return caught.value.code


def test_an_enrolled_desk_knows_its_server_and_has_its_block(
    server: RunningServer, line: BadLine, stranger: Desk
) -> None:
    join(stranger, f"{line.url}/", f"  {server.new_code(block=7).lower()} ")
    profile = stranger.store.profile
    assert profile.server is not None
    assert (profile.server.url, profile.server.public_key) == (line.url, server.public_key)
    assert (profile.server.lineage, profile.numbers.block) == (server.lineage, 7)
    assert profile.has_certificate  # so it can write a file for the server before it was ever on the line
    register_one(stranger, 1)
    assert sync(stranger).accepted == 1


def test_a_wrong_a_used_and_an_empty_code_are_refused(server: RunningServer, line: BadLine, stranger: Desk) -> None:
    assert code_of_joining(stranger, line, "0000-0000-0000-0000") == "ENROL_CODE_WRONG"
    assert code_of_joining(stranger, line, "") == "ENROL_CODE_WRONG"
    assert code_of_joining(stranger, line, "X" * 100) == "SERVER_REFUSES"


def test_the_code_of_another_post_is_refused_and_stays_good_there(
    server: RunningServer, line: BadLine, stranger: Desk, tmp_path: Path
) -> None:
    code = server.new_code("MLG01")
    with pytest.raises(Trouble) as caught:
        join(stranger, line.url, code)
    assert (caught.value.code, caught.value.kind) == ("ENROL_OTHER_POST", Kind.USAGE)
    assert caught.value.facts == {"post": "MLG01", "province": "35"}
    with enrolled_desk(tmp_path / "malang", line.url, code, post="MLG01") as desk:
        assert desk.store.profile.server is not None


def test_a_code_that_another_desk_used_is_refused(
    server: RunningServer, line: BadLine, stranger: Desk, tmp_path: Path
) -> None:
    code = server.new_code()
    join(stranger, line.url, code)
    new_profile(tmp_path / "second")
    with opened(tmp_path / "second") as second:
        assert code_of_joining(second, line, code) == "ENROL_CODE_USED"


def cut_everywhere(server: RunningServer, line: BadLine, desk: Desk, *, step: int) -> int:
    """Cut one enrolment every ``step`` bytes, then let it through; how many cuts there were."""
    code = server.new_code()
    line.harm(answer("503 Busy"), CutAnswer())
    for _ in range(2):
        code_of_joining(desk, line, code)
    harms: list[Harm] = [CutRequest(at) for at in range(0, len(line.requests[-1].raw), step)]
    harms += [CutAnswer(at) for at in range(0, len(line.answers[-1].raw), step)]
    for harm in harms:
        line.harm(harm)
        assert code_of_joining(desk, line, code) == "LINE_BROKEN", harm
    join(desk, line.url, code)
    assert sync(desk).requests == 1
    return len(harms)


def test_an_enrolment_cut_anywhere_can_be_repeated_with_the_same_code(
    server: RunningServer, line: BadLine, stranger: Desk
) -> None:
    assert cut_everywhere(server, line, stranger, step=STEP) > 10


@pytest.mark.proof
def test_an_enrolment_cut_at_every_single_byte_can_be_repeated_with_the_same_code(
    server: RunningServer, line: BadLine, stranger: Desk
) -> None:
    print(f"enrolment cut at {cut_everywhere(server, line, stranger, step=1)} places: the code still holds")


def test_an_enrolment_that_arrives_twice_is_one(server: RunningServer, line: BadLine, stranger: Desk) -> None:
    line.harm(Twice())
    join(stranger, line.url, server.new_code())
    assert sync(stranger).requests == 1


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (answer("200 OK", b"<html>", Content_Type="text/html"), "CAPTIVE_PORTAL"),
        (answer("302 Found", Location="http://127.0.0.1:9/"), "CAPTIVE_PORTAL"),
        (answer("200 OK", b"<html>", Content_Type="application/json"), "REPLY_DAMAGED"),
        (answer("200 OK", b'{"ok":true}', Content_Type="application/json"), "REPLY_DAMAGED"),
        (answer("200 OK", b"[" * 100_000, Content_Type="application/json"), "REPLY_DAMAGED"),
        (answer("200 OK", b"\xff", Content_Type="application/json"), "REPLY_DAMAGED"),
        (answer("503 Busy"), "SERVER_BUSY"),
    ],
    ids=lambda value: repr(value)[:60],
)
def test_an_answer_of_somebody_else_enrols_nobody(
    server: RunningServer, line: BadLine, stranger: Desk, harm: Harm, code: str
) -> None:
    line.harm(harm)
    assert code_of_joining(stranger, line, server.new_code()) == code


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("server_key", "zz", "REPLY_DAMAGED"),
        ("server_key", "", "REPLY_DAMAGED"),
        ("lineage", "ab", "REPLY_DAMAGED"),
        ("is_training", False, "TRAINING_MISMATCH"),
        ("block", 0, "REPLY_DAMAGED"),
        ("block", MAX_BLOCK + 1, "REPLY_DAMAGED"),
        ("province", "99", "REPLY_DAMAGED"),
        ("province", "", "REPLY_DAMAGED"),
        ("post_code", "sby 01", "REPLY_DAMAGED"),
    ],
)
def test_a_welcome_with_an_odd_word_enrols_nobody(
    server: RunningServer, line: BadLine, stranger: Desk, name: str, value: object, code: str
) -> None:
    def change(message: HttpMessage) -> bytes:
        return message.with_body(json.dumps({**json.loads(message.body), name: value}).encode())

    line.harm(Forge(change))
    assert code_of_joining(stranger, line, server.new_code()) == code


def test_too_many_wrong_codes_ask_for_patience(line: BadLine, stranger: Desk, tmp_path: Path) -> None:
    with running_server(tmp_path / "server") as strict:
        line.lead_to(strict.url)
        codes = [code_of_joining(stranger, line, f"{number:016d}") for number in range(8)]
    assert set(codes) == {"ENROL_CODE_WRONG", "ENROL_TOO_MANY_TRIES"}
    assert codes[-1] == "ENROL_TOO_MANY_TRIES"
