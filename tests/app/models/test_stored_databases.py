"""A real database of every released version opens in this program and holds what it held."""

from __future__ import annotations

import gzip
from pathlib import Path

import msgspec
import pytest

from app.desk.account.acts import AccountKept
from app.desk.account.go_on import resume
from app.desk.account.look import open_accounts
from app.desk.context import Desk
from app.desk.queue.look import queue_now
from app.desk.queue.visits import visits_on
from app.models.database import MIGRATIONS
from app.models.events import chain_problem
from app.models.places import DATABASE_NAME
from app.models.store import Store
from core.accounts import AccountState
from core.proofs import ProofState
from core.registration import Outcome
from core.tickets import TicketState
from tests.kit.desk import DAY, OFFICER, opened, register_one, sql
from tests.kit.stores import FOLDER, Stored, digest_of

VERSIONS = sorted(path.name.removesuffix(".db.gz") for path in FOLDER.glob("*.db.gz"))


def unpacked(version: str, home: Path) -> Stored:
    """Put a stored database in place; what is written down about it."""
    home.mkdir()
    (home / DATABASE_NAME).write_bytes(gzip.decompress((FOLDER / f"{version}.db.gz").read_bytes()))
    return msgspec.json.decode((FOLDER / f"{version}.json").read_bytes(), type=Stored)


def is_sound(desk: Desk) -> bool:
    return desk.store.integrity_problem() is None and desk.store.run(chain_problem) is None


@pytest.mark.parametrize("version", VERSIONS)
def test_it_opens_and_holds_what_it_held(home: Path, version: str) -> None:
    stored = unpacked(version, home)
    with opened(home, officer=OFFICER, secret=stored.secret) as desk:
        assert digest_of(desk) == stored.digest
        assert is_sound(desk)


@pytest.mark.parametrize("version", VERSIONS)
def test_work_goes_on_in_it(home: Path, version: str) -> None:
    stored = unpacked(version, home)
    with opened(home, officer=OFFICER, secret=stored.secret) as desk:
        assert register_one(desk, 500).outcome is Outcome.REGISTERED
        assert is_sound(desk)


@pytest.mark.parametrize("version", VERSIONS)
def test_its_recovery_code_opens_it(home: Path, version: str) -> None:
    stored = unpacked(version, home)
    with Store(home) as store:
        assert store.unlock_by_recovery(stored.recovery_code).officer.name == OFFICER


@pytest.mark.parametrize("version", VERSIONS)
def test_it_holds_every_outcome_and_more_than_one_of_everything(home: Path, version: str) -> None:
    stored = unpacked(version, home)
    with opened(home, officer=OFFICER, secret=stored.secret) as desk:
        kept = desk.store.run(lambda: desk.shelf().everything())
        assert {one.body.outcome for one in kept} == {"registered", "waiting_list", "incomplete", "not_eligible"}
        assert max(one.copies for one in kept) > 1


@pytest.mark.parametrize("version", VERSIONS)
def test_the_news_in_it_name_their_records(home: Path, version: str) -> None:
    stored = unpacked(version, home)
    with opened(home, officer=OFFICER, secret=stored.secret) as desk:
        query = "SELECT count(*) FROM news JOIN registration ON registration.uid = news.record"
        assert sql(desk.store, query) == [(1,)]


IN_BETWEEN = {"0005", "0006", "0009"}
"""Steps on the way to a release: nobody ever had a store that ended there."""


def test_every_version_is_kept() -> None:
    assert sorted({path.name[:4] for path in MIGRATIONS.glob("*.py")} - IN_BETWEEN) == VERSIONS


@pytest.mark.parametrize("version", [one for one in VERSIONS if one > "0004"])
def test_its_queue_goes_on_too(home: Path, version: str) -> None:
    stored = unpacked(version, home)
    with opened(home, officer=OFFICER, secret=stored.secret) as desk:
        now = queue_now(desk, DAY)
        assert now.is_closed
        assert {ticket.state for ticket in now.tickets} == set(TicketState) - {
            TicketState.WAITING,
            TicketState.CALLED,
            TicketState.SERVING,
            TicketState.SKIPPED,
            TicketState.LAPSED,
        }
        assert [visit.note for visit in visits_on(desk, DAY)] == ["Kartu belum sampai"]


@pytest.mark.parametrize("version", [one for one in VERSIONS if one > "0008"])
def test_times_of_lines_that_were_left_and_who_sat_there_at_the_close_are_in_it(home: Path, version: str) -> None:
    stored = unpacked(version, home)
    with opened(home, officer=OFFICER, secret=stored.secret) as desk:
        tickets = queue_now(desk, DAY).tickets
        assert [len(ticket.spells) for ticket in tickets if ticket.spells] == [1]
        assert sum(ticket.is_settled for ticket in tickets) == 1


@pytest.mark.parametrize("version", [one for one in VERSIONS if one > "0007"])
def test_its_helps_with_mail_go_on_too(home: Path, version: str) -> None:
    stored = unpacked(version, home)
    with opened(home, officer=OFFICER, secret=stored.secret) as desk:
        first, second = open_accounts(desk)
        assert (first.account.address, first.account.state) == ("siti.contoh90@gmail.com", AccountState.PAUSED)
        assert first.proof.state is ProofState.READ
        assert second.mailbox is not None
        assert (second.mailbox.address, second.mailbox.code_turn) == ("ratna.dewi.12@warga.contoh.id", 2)
        told = resume(desk, first.account.uid)
        assert isinstance(told, AccountKept)
        assert told.account.turn == first.account.turn + 1


def test_the_digest_sees_a_change(home: Path) -> None:
    stored = unpacked(VERSIONS[0], home)
    with opened(home, officer=OFFICER, secret=stored.secret) as desk:
        register_one(desk, 500)
        assert digest_of(desk) != stored.digest
