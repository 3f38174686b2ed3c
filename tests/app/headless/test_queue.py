"""``posko queue`` and ``posko register --ticket``: the whole day by words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.app.headless.conftest import Posko
from tests.kit.desk import opened, person_values, sql

Write = Callable[[str, Any], Path]
ON = ("--on", "2026-11-23")


@pytest.fixture
def queue(posko: Posko, home: Path) -> Callable[..., Any]:
    """Run ``posko queue`` and answer its JSON, with the exit code that is expected."""

    def run(*words: str, code: int = 0) -> Any:  # noqa: ANN401 - any JSON
        said = posko("queue", *words, *ON, "--json")
        assert said.code == code, said.out
        return said.json

    return run


def test_a_number_is_taken_called_and_done(queue: Callable[..., Any]) -> None:
    taken = queue("take", "--service", "b")
    assert (taken["number"], taken["state"], taken["before"], taken["wait_s"]) == ("B001", "waiting", 0, None)
    assert queue("call", "--counter", "2") | {"uid": ""} == {
        "uid": "",
        "number": "B001",
        "service": "B",
        "state": "called",
        "counter": "2",
        "calls": 1,
        "registration_no": None,
        "rivals": [],
        "is_twice": False,
    }
    assert queue("recall", "b001", "--counter", "2")["calls"] == 2
    assert queue("serve", "B001", "--counter", "2")["state"] == "serving"
    assert queue("done", "B001")["state"] == "done"


def test_somebody_who_does_not_come_lapses_and_comes_back(queue: Callable[..., Any]) -> None:
    queue("take")
    queue("call")
    refused = queue("lapse", "A001", code=1)["refused"]
    assert (refused["code"], refused["facts"]) == ("QUEUE_CALL_AGAIN", {"number": "A001", "left": 2})
    queue("recall", "A001")
    queue("recall", "A001")
    assert queue("skip", "A001")["state"] == "lapsed"
    assert queue("requeue", "A001")["state"] == "waiting"
    queue("call", "A001")
    assert queue("put-back", "A001")["state"] == "waiting"
    assert queue("transfer", "A001", "--line", "C")["service"] == "C"
    assert queue("leave", "A001")["state"] == "left"


def test_the_state_of_the_queue_in_one_document(queue: Callable[..., Any], posko: Posko) -> None:
    for letter in "AAP":
        queue("take", "--service", letter)
    queue("call", "--counter", "3")
    now = queue("status")
    assert (now["waiting"], now["counters"], now["is_closed"]) == (["A002", "P001"], {"3": "A001"}, False)
    assert now["services"]["A"]["given"] == 2
    said = posko("queue", "status", *ON)
    assert "A001: dipanggil di loket 3." in said.out
    assert "Urutan panggil: A002, P001." in said.out


def test_a_counter_calls_the_lines_that_it_serves(queue: Callable[..., Any]) -> None:
    queue("take")
    queue("take", "--service", "C")
    assert queue("call", "--service", "b,c")["number"] == "C001"
    assert queue("call", "--counter", "2", "--service", "B", code=1)["refused"]["code"] == "QUEUE_NOBODY_WAITS"


def test_a_day_is_closed_and_opened_again(queue: Callable[..., Any]) -> None:
    queue("take")
    queue("take", "--service", "B")
    queue("call", "B001")
    queue("serve", "B001")
    closed = queue("close")
    assert (closed["left"], closed["settled"]) == (["A001"], ["B001"])
    assert queue("take", code=1)["refused"]["code"] == "QUEUE_DAY_CLOSED"
    assert queue("reopen", code=1)["refused"]["code"] == "QUEUE_NO_REASON"
    assert queue("reopen", "--reason", "Masih ada yang datang") == {"on": "2026-11-23"}
    assert queue("take")["number"] == "A002"


def test_a_number_that_nobody_else_holds_is_not_changed(queue: Callable[..., Any]) -> None:
    queue("take")
    assert queue("renumber", "A001", code=1)["refused"]["code"] == "QUEUE_NOT_TWICE"


def test_of_two_people_with_one_number_who_came_later_gets_another(queue: Callable[..., Any], home: Path) -> None:
    first, second = queue("take"), queue("take")
    with opened(home) as desk:
        sql(desk.store, "UPDATE ticket SET number = 'A001' WHERE number = 'A002'")
    told = queue("renumber", "a001")
    assert (told["uid"], told["before"], told["number"]) == (second["uid"], "A001", "A003")
    assert queue("status")["waiting"] == [first["number"], "A003"]


def test_numbers_are_reserved_for_blank_forms(queue: Callable[..., Any], posko: Posko) -> None:
    forms = queue("blanks", "--count", "2")
    assert [form["number"] for form in forms] == ["A001", "A002"]
    assert all(form["registration_no"].startswith("35-SBY01-20261123-") for form in forms)
    assert posko("queue", "blanks", *ON, "--count", "0", "--json").error == "QUEUE_COUNT"


def test_a_visit_without_registration_is_noted(queue: Callable[..., Any], posko: Posko) -> None:
    queue("take", "--service", "C")
    queue("call")
    assert queue("note", "C001", "--asked", "complaint", "--result", "forwarded", "--note", "Kartu belum sampai")
    assert queue("status")["services"]["C"]["served"] == 1
    for words in (("--asked", "weather", "--result", "answered"), ("--asked", "complaint")):
        assert posko("queue", "note", *ON, *words, "--json").error == "QUEUE_WORD_UNKNOWN"


def test_the_registration_has_the_number_of_the_ticket(queue: Callable[..., Any], posko: Posko, write: Write) -> None:
    queue("take", "--service", "P")
    queue("call")
    one = write("one.json", person_values(1))
    words = ("register", "--programme", "PRAKERJA2020", "--input", one, *ON, "--ticket", "p001", "--json")
    said = posko(*words)
    assert said.json["queue_number"] == "P001"
    assert queue("status")["services"]["P"]["served"] == 1
    other = write("two.json", person_values(2))
    again = posko("register", "--programme", "PRAKERJA2020", "--input", other, *ON, "--ticket", "P001", "--json")
    assert (again.code, again.error) == (2, "TICKET_BOUND")


def test_one_ticket_is_not_for_several_people(posko: Posko, home: Path, write: Write) -> None:
    many = write("many.jsonl", [person_values(1), person_values(2)])
    said = posko("register", "--programme", "PRAKERJA2020", "--input", many, *ON, "--ticket", "A001", "--json")
    assert (said.code, said.error) == (2, "TICKET_FOR_ONE")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("skip",), "QUEUE_NUMBER_MISSING"),
        (("skip", "A999"), "TICKET_UNKNOWN"),
        (("take", "--service", "Q"), "QUEUE_SERVICE_UNKNOWN"),
        (("take", "--service", "P", "--line", "P"), "QUEUE_SERVICE_UNKNOWN"),
        (("transfer", "A001"), "QUEUE_SERVICE_UNKNOWN"),
        (("dance",), "COMMAND_LINE"),
    ],
)
def test_what_cannot_be_meant_is_said_and_changes_nothing(
    posko: Posko, home: Path, words: tuple[str, ...], code: str
) -> None:
    said = posko("queue", *words, *ON, "--json")
    assert (said.code, said.error) == (2, code)


def test_a_day_that_is_none_is_refused(posko: Posko, home: Path) -> None:
    assert posko("queue", "status", "--on", "yesterday", "--json").error == "ON_NOT_A_DAY"


def test_without_a_day_it_is_todays_queue(posko: Posko, home: Path) -> None:
    posko("queue", "take", "--json")
    assert posko("queue", "status", "--json").json["waiting"] == ["A001"]


def test_what_people_read_says_number_and_wait(posko: Posko, home: Path) -> None:
    said = posko("queue", "take", *ON)
    assert said.out.splitlines() == [
        "Nomor antrean A001. Menunggu di depannya: 0.",
        "Lama menunggu belum bisa diperkirakan.",
    ]
