"""A real database of every released version opens in this program and holds what it held."""

from __future__ import annotations

import gzip
from pathlib import Path

import msgspec
import pytest

from app.desk.context import Desk
from app.models.database import MIGRATIONS
from app.models.events import chain_problem
from app.models.places import DATABASE_NAME
from app.models.store import Store
from core.registration import Outcome
from tests.kit.desk import OFFICER, opened, register_one, sql
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


def test_every_version_is_kept() -> None:
    assert sorted(path.name[:4] for path in MIGRATIONS.glob("*.py")) == VERSIONS


def test_the_digest_sees_a_change(home: Path) -> None:
    stored = unpacked(VERSIONS[0], home)
    with opened(home, officer=OFFICER, secret=stored.secret) as desk:
        register_one(desk, 500)
        assert digest_of(desk) != stored.digest
