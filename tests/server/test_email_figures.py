"""``posko-server email-figures``: the office counts help with e-mail as the desks do, over all posts, naming nobody."""

from __future__ import annotations

import functools
import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.wire.codec import encode
from core.wire.records import AccountMovedBody
from server.__main__ import main as posko_server
from server.mail.address import smtp_address
from server.mail_settings import MailSettings
from tests.kit.mail_desk import DOMAIN, OFFICER, MailDesk
from tests.kit.mail_house import MailHouse, mail_house
from tests.kit.server import RunningServer, running_server
from tests.kit.server_engines import with_database

ADDRESS = "siti.contoh@contoh.test"
TRIES = 1200
Run = Callable[..., Any]
Read = Callable[..., Any]


@pytest.fixture
def read(capsys: pytest.CaptureFixture[str]) -> Read:
    """Run the command beside a running server: its JSON, or what it says."""

    def read(server: RunningServer, *words: str, exit_code: int = 0) -> Any:  # noqa: ANN401 - JSON, or a text
        line = ["email-figures", *words, "--data", str(server.settings.data)]
        assert posko_server(with_database(line)) == exit_code
        streams = capsys.readouterr()
        if exit_code:
            return streams.err
        return json.loads(streams.out) if "--json" in words else streams.out

    return read


@pytest.fixture
def run(server: RunningServer, read: Read) -> Run:
    return functools.partial(read, server)


def by(house: MailHouse) -> MailSettings:
    return MailSettings(smtp=smtp_address(house.url), sender="posko@contoh.test", domain=DOMAIN)


def hear(desk: MailDesk, place: int) -> None:
    """Meet the server until it has told something about an event; the mailer has its own pace."""
    pause = threading.Event()
    for _ in range(TRIES):
        desk.meet()
        if desk.words(place):
            return
        pause.wait(0.05)
    raise AssertionError("the server told nothing")


def ended(desk: MailDesk, help_at: int, result: str, *, reason: str = "", road: str = "", address: str = "") -> None:
    """What became of a help."""
    moves = [AccountMovedBody("road", 1, OFFICER, road=road)] if road else []
    moves += [AccountMovedBody("address", 2, OFFICER, address=address)] if address else []
    for body in (*moves, AccountMovedBody("ended", 3, OFFICER, result=result, reason=reason)):
        desk.wire.add("account_moved", encode(body), help_at)


def figures(run: Run, *words: str) -> Any:  # noqa: ANN401 - any JSON
    return run(*words, "--json")


def test_a_server_without_help_counts_nobody(run: Run) -> None:
    found = figures(run)
    assert (found["asked"], found["posts"], found["days"], found["worked"]) == (0, {}, {}, None)


def test_helps_of_all_posts_are_counted_by_post_and_by_day(server: RunningServer, run: Run) -> None:
    one, other = MailDesk.enrolled(server), MailDesk.enrolled(server, "SBY02")
    ended(one, one.help(), "made", road="regional", address="siti.12@warga.contoh.test")
    ended(one, one.help(), "failed", reason="no_phone")
    ended(other, other.help(), "later", reason="no_credit")
    other.help()
    one.meet()
    other.meet()
    found = figures(run)
    assert (found["asked"], found["made"], found["failed"], found["open"]) == (4, {"regional": 1}, {"no_phone": 1}, 1)
    assert {post: told["asked"] for post, told in found["posts"].items()} == {"SBY01": 2, "SBY02": 2}
    assert {on: told["later"] for on, told in found["days"].items()} == {"2020-04-13": {"no_credit": 1}}
    assert list(figures(run, "--post", "SBY02")["posts"]) == ["SBY02"]


def test_only_days_of_the_period_count(server: RunningServer, run: Run) -> None:
    desk = MailDesk.enrolled(server)
    desk.help()
    desk.meet()
    assert figures(run, "--since", "2020-04-13", "--until", "2020-04-13")["asked"] == 1
    assert figures(run, "--since", "2020-04-14")["asked"] == 0
    assert figures(run, "--until", "2020-04-12")["asked"] == 0


def test_an_address_is_proven_only_by_the_code_that_was_read_there(tmp_path: Path, read: Read) -> None:
    with mail_house() as house, running_server(tmp_path, mail=by(house)) as server:
        desk = MailDesk.enrolled(server)
        proven, other = desk.help(), desk.help()
        ended(desk, proven, "had", address=ADDRESS)
        ended(desk, other, "had", address=ADDRESS)
        asked = desk.ask(proven, ADDRESS)
        hear(desk, asked)
        assert read(server, "--json")["proven"] == 0
        desk.read(asked, house.letters[-1].code)
        desk.meet()
        assert read(server, "--json")["proven"] == 1


def test_a_mailbox_that_is_somebody_elses_was_not_made(tmp_path: Path, read: Read) -> None:
    with running_server(tmp_path, mail=MailSettings(domain=DOMAIN)) as server:
        desk = MailDesk.enrolled(server)
        desk.meet()
        first, second = desk.help(), desk.help()
        for helped in (first, second):
            desk.reserve(helped, desk.address("siti"))
            ended(desk, helped, "made", road="regional", address=desk.address("siti"))
        desk.meet()
        found = read(server, "--json")
        assert (found["made"], found["open"]) == ({"regional": 1}, 1)
        desk.reserve(second, desk.address("siti.contoh"))
        desk.meet()
        found = read(server, "--json")
        assert (found["made"], found["open"]) == ({"regional": 2}, 0)


def test_what_the_office_reads_names_nobody(server: RunningServer, run: Run) -> None:
    desk = MailDesk.enrolled(server)
    ended(desk, desk.help("SITI CONTOH"), "had", address=ADDRESS)
    desk.meet()
    said = run()
    assert said.splitlines()[0].startswith("SBY01  Dibantu 1: sudah punya 1")
    assert "SITI" not in said + str(figures(run))
    assert "@" not in said + str(figures(run))


def test_a_body_that_cannot_be_read_is_left_out(server: RunningServer, run: Run) -> None:
    desk = MailDesk.enrolled(server)
    help_at = desk.help()
    desk.wire.add("account_moved", b"\x00", help_at)
    desk.meet()
    assert figures(run)["open"] == 1


def test_a_day_that_is_none_is_refused(run: Run) -> None:
    assert "yesterday" in run("--since", "yesterday", exit_code=2)
