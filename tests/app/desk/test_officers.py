"""Officers: who may add one, whose secret opens what, and that guessing an old secret costs as much as elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.desk.context import Desk
from app.desk.officers import add_officer, change_secret, officers
from app.models.events import events_after
from core.errors import Trouble
from core.wire.events import Kind
from tests.kit.desk import CHEAP, OFFICER, SECRET, opened, register_one
from tests.kit.manual_clock import ManualClock

NEW_SECRET = "rahasia-baru"


@pytest.fixture(autouse=True)
def cheap_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a guess of a secret costs is tested with the store; here it would only take time."""
    monkeypatch.setattr("app.models.officers.secret_lock.__kwdefaults__", {"cost": CHEAP})


def code_of(desk: Desk, old: str, new: str = NEW_SECRET) -> str:
    with pytest.raises(Trouble) as caught:
        change_secret(desk, old, new)
    return caught.value.code


def test_a_coordinator_adds_an_officer_who_can_work_at_once(desk: Desk, home: Path, clock: ManualClock) -> None:
    clock.pass_s(1)
    uid = add_officer(desk, "  Budi  Santoso ", NEW_SECRET, is_coordinator=False)
    assert [(one.name, one.is_coordinator) for one in officers(desk.store)] == [
        (OFFICER, True),
        ("Budi Santoso", False),
    ]
    desk.store.close()
    with opened(home, officer="budi santoso", secret=NEW_SECRET) as second:
        assert second.keys.officer.uid == uid
        assert register_one(second).kept.body.officer_name == "Budi Santoso"


def test_a_new_officer_is_an_event_without_anybodys_name(desk: Desk) -> None:
    add_officer(desk, "Budi", NEW_SECRET, is_coordinator=True)
    ((header, body),) = desk.store.run(lambda: events_after(desk.store.profile.stream, 0, 9, desk.keys.sealer))
    assert header.kind == Kind.OFFICER_ADDED
    assert b"Budi" not in body


def test_an_officer_who_is_no_coordinator_adds_nobody(desk: Desk, home: Path) -> None:
    add_officer(desk, "Budi", NEW_SECRET, is_coordinator=False)
    desk.store.close()
    with opened(home, officer="Budi", secret=NEW_SECRET) as second:
        with pytest.raises(Trouble) as caught:
            add_officer(second, "Wati", SECRET, is_coordinator=False)
        assert caught.value.code == "COORDINATOR_NEEDED"
        assert len(officers(second.store)) == 2


@pytest.mark.parametrize(
    ("name", "secret", "code"),
    [
        ("", NEW_SECRET, "OFFICER_NAME_EMPTY"),
        ("Budi", "1234567", "SECRET_TOO_SHORT"),
        (OFFICER, SECRET, "OFFICER_EXISTS"),
    ],
)
def test_what_makes_no_officer_is_said(desk: Desk, name: str, secret: str, code: str) -> None:
    with pytest.raises(Trouble) as caught:
        add_officer(desk, name, secret, is_coordinator=False)
    assert caught.value.code == code
    assert len(officers(desk.store)) == 1


def test_an_own_secret_is_changed_and_only_the_new_one_opens(desk: Desk, home: Path) -> None:
    before = register_one(desk).kept
    change_secret(desk, SECRET, NEW_SECRET)
    desk.store.close()
    with opened(home, secret=NEW_SECRET) as again:
        assert again.store.run(lambda: again.shelf().by_uid(before.uid)) == before
    with pytest.raises(Trouble), opened(home, secret=SECRET):
        pass


def test_without_the_old_secret_nothing_changes(desk: Desk, home: Path) -> None:
    assert code_of(desk, "salah-salah") == "SECRET_WRONG"
    assert code_of(desk, SECRET, "1234567") == "SECRET_TOO_SHORT"
    desk.store.close()
    with opened(home, secret=SECRET):
        pass


def test_guessing_the_old_secret_at_an_open_desk_soon_costs_time(desk: Desk) -> None:
    codes = [code_of(desk, "salah-salah") for _try in range(6)]
    assert codes == ["SECRET_WRONG"] * 5 + ["SECRET_WAIT"]
    assert code_of(desk, SECRET) == "SECRET_WAIT"
