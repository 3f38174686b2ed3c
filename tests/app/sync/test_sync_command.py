"""``posko sync`` on a bad line: a passing trouble is tried again, a lasting one is said at once."""

from __future__ import annotations

import pytest

from app.desk.context import Desk
from app.headless import sync as command
from core.errors import Trouble
from tests.app.sync.conftest import Visit
from tests.kit.enrolled import line_of, pending
from tests.kit.line import BadLine, CutAnswer, Harm, answer


def requests_of(desk: Desk, line: BadLine, *harms: Harm, tries: int = command.TRIES) -> tuple[str, int]:
    """The trouble that the command ends in (empty: none) over a line harmed like this, and its requests."""
    before = len(line.requests)
    line.harm(*harms)
    with line_of(desk) as way:
        try:
            command._tried(way, tries)
        except Trouble as trouble:
            return trouble.code, len(line.requests) - before
    return "", len(line.requests) - before


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pauses between tries are not what is looked at here."""
    monkeypatch.setattr(command, "FIRST_PAUSE_S", 0.01)


def test_a_passing_trouble_is_tried_again(desk: Desk, line: BadLine, visit: Visit) -> None:
    visit(desk, 1)
    assert requests_of(desk, line, CutAnswer(), answer("502 Bad Gateway")) == ("", 3)
    assert pending(desk) == 0


def test_a_trouble_that_stays_is_said_after_the_last_try(desk: Desk, line: BadLine) -> None:
    assert requests_of(desk, line, *[CutAnswer()] * 9) == ("LINE_BROKEN", command.TRIES)


def test_once_is_once(desk: Desk, line: BadLine) -> None:
    assert requests_of(desk, line, CutAnswer(), tries=1) == ("LINE_BROKEN", 1)


def test_a_foreign_page_is_not_asked_again(desk: Desk, line: BadLine) -> None:
    assert requests_of(desk, line, answer("200 OK", b"<html>", Content_Type="text/html")) == ("CAPTIVE_PORTAL", 1)


def test_a_busy_server_is_asked_again_when_it_wishes(desk: Desk, line: BadLine) -> None:
    assert requests_of(desk, line, answer("503 Busy", Retry_After="0")) == ("", 2)


def test_a_server_that_is_busy_for_long_is_left_alone(desk: Desk, line: BadLine) -> None:
    assert requests_of(desk, line, answer("503 Busy", Retry_After="3600")) == ("SERVER_BUSY", 1)
