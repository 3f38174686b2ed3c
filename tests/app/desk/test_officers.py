"""Officers: who may add one, whose secret opens what, and that guessing an old secret costs as much as elsewhere."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from app.desk.context import Desk
from app.desk.officers import add_officer, change_secret, officers, remove_officer, set_secret
from app.house import DeskHouse
from app.models import sealing
from app.models.events import events_after
from app.models.officers import Role
from core.errors import Trouble
from core.wire.codec import decode
from core.wire.events import Kind
from core.wire.records import RemarkBody
from tests.kit.desk import CHEAP, OFFICER, SECRET, new_profile, opened, register_one
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


def last_event(desk: Desk) -> tuple[str, RemarkBody]:
    header, body = desk.store.run(lambda: events_after(desk.store.profile.stream, 0, 99, desk.keys.sealer))[-1]
    return header.kind, decode(body, RemarkBody)


def test_another_own_secret_is_an_event(desk: Desk) -> None:
    change_secret(desk, SECRET, NEW_SECRET)
    assert last_event(desk) == (
        Kind.OFFICER_SECRET_SET,
        RemarkBody(f"own {desk.keys.officer.uid}", 1, desk.keys.officer.name),
    )


def test_a_coordinator_sets_an_officers_secret_and_ends_their_wait(desk: Desk, home: Path) -> None:
    budi = add_officer(desk, "Budi", NEW_SECRET, is_coordinator=False)
    for _time in range(5):
        with pytest.raises(Trouble):
            desk.store.unlock("Budi", "salah-salah", desk.clock)
    assert set_secret(desk, "budi", "rahasia-ketiga").uid == budi
    assert last_event(desk)[1].about == f"coordinator {budi}"
    desk.store.close()
    with opened(home, officer="Budi", secret="rahasia-ketiga") as second:
        assert second.keys.officer.uid == budi


def test_an_officer_sets_no_secret_but_their_own(desk: Desk, home: Path) -> None:
    add_officer(desk, "Budi", NEW_SECRET, is_coordinator=False)
    desk.store.close()
    with opened(home, officer="Budi", secret=NEW_SECRET) as second:
        with pytest.raises(Trouble) as caught:
            set_secret(second, OFFICER, "rahasia-curian")
        assert caught.value.code == "COORDINATOR_NEEDED"
        set_secret(second, "Budi", "rahasia-ketiga")
        assert second.store.unlock("Budi", "rahasia-ketiga", second.clock).officer.name == "Budi"


def test_an_officer_who_left_opens_nothing_and_what_they_did_keeps_their_name(desk: Desk, home: Path) -> None:
    budi = add_officer(desk, "Budi", NEW_SECRET, is_coordinator=False)
    desk.store.close()
    with opened(home, officer="Budi", secret=NEW_SECRET) as second:
        kept = register_one(second).kept
    with opened(home, officer=OFFICER) as first:
        remove_officer(first, " budi ")
        assert last_event(first) == (Kind.OFFICER_REMOVED, RemarkBody(str(budi), 1, OFFICER))
        with pytest.raises(Trouble) as caught:
            first.store.unlock("Budi", NEW_SECRET, first.clock)
        assert caught.value.code == "OFFICER_UNKNOWN"
        found = first.store.run(lambda: first.shelf().by_uid(kept.uid))
        assert found is not None
        assert found.body.officer_name == "Budi"


def test_who_is_unlocked_and_the_last_coordinator_stay(desk: Desk, home: Path) -> None:
    with pytest.raises(Trouble) as caught:
        remove_officer(desk, OFFICER)
    assert caught.value.code == "OFFICER_IS_SELF"
    add_officer(desk, "Budi", NEW_SECRET, is_coordinator=True)
    desk.store.close()
    with opened(home, officer="Budi", secret=NEW_SECRET) as second:
        remove_officer(second, OFFICER)
        assert [one.name for one in officers(second.store)] == ["Budi"]


def test_by_the_recovery_code_too_somebody_must_be_left_who_may_let_others_in(home: Path) -> None:
    code = new_profile(home)
    house = DeskHouse(home)
    house.open()
    try:
        desk = house.unlock_by_recovery(code)
        with pytest.raises(Trouble) as caught:
            remove_officer(desk, OFFICER)
        assert caught.value.code == "OFFICER_LAST_COORDINATOR"
        assert house.recover(code, OFFICER, NEW_SECRET).keys.officer.name == OFFICER
        assert last_event(desk)[1].about == f"recovery {desk.keys.officer.uid}"
    finally:
        house.close()


def test_who_holds_the_recovery_code_may_add_officers_where_no_coordinator_is(home: Path) -> None:
    code = new_profile(home, role=Role.OFFICER)
    house = DeskHouse(home)
    house.open()
    try:
        add_officer(house.unlock_by_recovery(code), "Budi", NEW_SECRET, is_coordinator=True)
        assert [one.is_coordinator for one in house.officers()] == [False, True]
    finally:
        house.close()


def test_a_secret_is_stretched_beside_the_database_worker(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk's work would stand still for as long as a guess costs."""
    threads: set[str] = set()

    def noted(*arguments: object) -> bytes:
        threads.add(threading.current_thread().name)
        return stretched(*arguments)  # type: ignore[arg-type]  # the real one's own

    stretched = sealing._stretched
    monkeypatch.setattr(sealing, "_stretched", noted)
    add_officer(desk, "Budi", NEW_SECRET, is_coordinator=False)
    change_secret(desk, SECRET, NEW_SECRET)
    set_secret(desk, "Budi", "rahasia-ketiga")
    assert threads == {threading.current_thread().name}
