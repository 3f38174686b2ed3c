"""``posko carry``: out, to the server's command, and in again; what is said and with which exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.app.headless.conftest import Posko
from tests.kit.desk import person_values
from tests.kit.server import RunningServer, running_server
from tests.kit.stick import Answered, Stick


@pytest.fixture
def enrolled(posko: Posko, home: Path, tmp_path: Path) -> Path:
    """A desk that met its server once, with one visit since; the server's files."""
    with running_server(tmp_path / "server") as server:
        assert posko("enrol", "--server", server.url, "--enrol", _code(server)).code == 0
    visit = json.dumps(person_values(1)).encode()
    command = ("register", "--programme", "PRAKERJA2020", "--input", "-", "--on", "2020-04-13")
    assert posko(*command, stdin=visit).code == 0
    return tmp_path / "server"


def _code(server: RunningServer) -> str:
    return server.new_code(province="35")


def carried(posko: Posko, tmp_path: Path, data: Path) -> Answered:
    """Written by the desk and brought to the server."""
    assert posko("carry", "out", tmp_path / "kirim").code == 0
    return Stick(tmp_path).bring_to(data, tmp_path / "kirim")


def test_out_and_in_says_what_was_moved(posko: Posko, enrolled: Path, tmp_path: Path) -> None:
    out = posko("carry", "out", tmp_path / "kirim", "--json")
    assert (out.code, out.json["events"], out.json["pending"]) == (0, 1, 1)
    answered = Stick(tmp_path).bring_to(enrolled, tmp_path / "kirim")
    done = posko("carry", "in", answered.answer, "--json")
    assert (done.code, done.err) == (0, "")
    assert {name: done.json[name] for name in ("sent", "accepted", "received", "pending")} == {
        "sent": 1, "accepted": 1, "received": 0, "pending": 0,
    }  # fmt: skip
    assert posko("status", "--json").json["pending"] == 0


def test_what_was_written_is_said_with_what_to_do_next(posko: Posko, enrolled: Path, tmp_path: Path) -> None:
    said = posko("carry", "out", tmp_path / "kirim")
    assert "1 catatan ditulis tersegel ke kirim. Bawa ke dinas" in said.out


def test_an_answer_may_be_read_twice(posko: Posko, enrolled: Path, tmp_path: Path) -> None:
    answer = carried(posko, tmp_path, enrolled).answer
    posko("carry", "in", answer)
    again = posko("carry", "in", answer, "--json")
    assert (again.code, again.json["sent"], again.json["pending"]) == (0, 0, 0)


def test_a_file_that_stands_is_not_replaced(posko: Posko, enrolled: Path, tmp_path: Path) -> None:
    posko("carry", "out", tmp_path / "kirim")
    said = posko("carry", "out", tmp_path / "kirim", "--json")
    assert (said.code, said.error) == (2, "CARRY_FILE_STANDS")


def test_the_profile_is_no_place_for_it(posko: Posko, enrolled: Path, home: Path) -> None:
    said = posko("carry", "out", home / "kirim", "--json")
    assert (said.code, said.error) == (2, "CARRY_IN_PROFILE")


def test_a_desk_without_a_server_says_so(posko: Posko, home: Path, tmp_path: Path) -> None:
    said = posko("carry", "out", tmp_path / "kirim", "--json")
    assert (said.code, said.error) == (3, "NOT_ENROLLED")
    assert not (tmp_path / "kirim").exists()


@pytest.mark.parametrize(("content", "code"), [(b"", "CARRY_NONE"), (b"POSKOCA1\x00\x00\x00\x02{}", "CARRY_NONE")])
def test_what_is_no_answer_changes_nothing(
    posko: Posko, enrolled: Path, tmp_path: Path, content: bytes, code: str
) -> None:
    (tmp_path / "jawab").write_bytes(content)
    said = posko("carry", "in", tmp_path / "jawab", "--json")
    assert (said.code, said.error) == (2, code)
    assert posko("status", "--json").json["pending"] == 1


def test_no_answer_at_all_is_named(posko: Posko, enrolled: Path, tmp_path: Path) -> None:
    said = posko("carry", "in", tmp_path / "jawab", "--json")
    assert (said.code, said.error) == (2, "FILE_NOT_FOUND")
