"""What was noted about mailed codes goes after its time; that an address is proven stays counted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from core.errors import Kind, Trouble
from core.mail_rules import parse_proofs
from server.__main__ import main as posko_server
from server.mail_settings import proof_days
from server.office.proof_purging import proofs_purged, purge_proofs
from server.store import proofs
from tests.kit.mail_desk import MailDesk
from tests.kit.mail_house import MailHouse, mail_house
from tests.kit.manual_clock import ManualClock
from tests.kit.server import RunningServer, running_server
from tests.kit.server_engines import with_database
from tests.server.test_email_figures import ADDRESS, by, ended, hear

DAYS = 30
DAY_S = timedelta(days=1).total_seconds()
WITHIN_S = 30


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def house() -> Iterator[MailHouse]:
    with mail_house() as running:
        yield running


@pytest.fixture
def server(tmp_path: Path, house: MailHouse, clock: ManualClock) -> Iterator[RunningServer]:
    with running_server(tmp_path, mail=by(house), clock=clock) as running:
        yield running


def is_kept(server: RunningServer, uid: bytes) -> bool:
    with server.store.reading() as work:
        return proofs.proof_asked_by(work, uid) is not None


def test_a_code_is_forgotten_after_its_days_and_not_before(server: RunningServer, clock: ManualClock) -> None:
    desk = MailDesk.enrolled(server)
    asked = desk.ask(desk.help(), ADDRESS)
    hear(desk, asked)
    clock.pass_s(DAYS * DAY_S - 1)
    assert (purge_proofs(server.store, clock, DAYS), is_kept(server, desk.uid(asked))) == (0, True)
    clock.pass_s(1)
    assert (purge_proofs(server.store, clock, DAYS), is_kept(server, desk.uid(asked))) == (1, False)


def test_a_reading_of_a_forgotten_code_is_told_to_be_too_late(server: RunningServer, clock: ManualClock) -> None:
    desk = MailDesk.enrolled(server)
    asked = desk.ask(desk.help(), ADDRESS)
    hear(desk, asked)
    clock.pass_s(DAYS * DAY_S)
    purge_proofs(server.store, clock, DAYS)
    read = desk.read(asked, "123456")
    desk.meet()
    assert desk.words(read) == ["PROOF_EXPIRED"]


def test_a_proven_address_is_counted_when_its_code_is_forgotten(
    server: RunningServer, house: MailHouse, clock: ManualClock, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = MailDesk.enrolled(server)
    helped = desk.help()
    ended(desk, helped, "had", address=ADDRESS)
    asked = desk.ask(helped, ADDRESS)
    hear(desk, asked)
    desk.read(asked, house.letters[-1].code)
    desk.meet()
    clock.pass_s(DAYS * DAY_S)
    assert purge_proofs(server.store, clock, DAYS) == 1
    assert posko_server(with_database(["email-figures", "--json", "--data", str(server.settings.data)])) == 0
    assert json.loads(capsys.readouterr().out)["proven"] == 1


def test_more_than_is_let_go_in_one_transaction_goes_in_several(
    server: RunningServer, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = MailDesk.enrolled(server)
    places = [desk.ask(desk.help(), f"orang{number}@contoh.test") for number in range(7)]
    for place in places:
        hear(desk, place)  # what is just being mailed would wait
    clock.pass_s(DAYS * DAY_S)
    monkeypatch.setattr(proofs.purge, "__defaults__", (3,))
    assert purge_proofs(server.store, clock, DAYS) == 7
    assert not any(is_kept(server, desk.uid(place)) for place in places)


def test_a_running_server_does_it_by_itself(
    server: RunningServer, clock: ManualClock, caplog: pytest.LogCaptureFixture
) -> None:
    desk = MailDesk.enrolled(server)
    asked = desk.ask(desk.help(), ADDRESS)
    hear(desk, asked)
    clock.pass_s(DAYS * DAY_S)
    caplog.set_level("INFO")
    with proofs_purged(server.store, clock, DAYS):
        pass
    assert not is_kept(server, desk.uid(asked))
    assert "proofs purged" in caplog.messages


@pytest.mark.one_engine
def test_the_days_stand_in_a_dated_file_and_outlast_every_limit() -> None:
    assert proof_days() == DAYS
    with pytest.raises(Trouble) as caught:
        parse_proofs(b'source = "x"\nas_of = 2026-11-22\nkept_days = 1\n', "proofs.toml")
    assert (caught.value.kind, caught.value.code) == (Kind.USAGE, "MAIL_FILE")
