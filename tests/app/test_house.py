"""The house behind the window over real files and a real server: found, open, unlock, send, save, close."""

from __future__ import annotations

import logging
import queue
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from app.house import DeskHouse
from app.models.store import Store
from app.paths import LOG_FOLDER, SETTINGS_NAME
from app.settings import Settings
from app.sync.state import Phase, SyncState
from app.ui.house import House, NewPost
from core.errors import Kind, Trouble
from core.sentences import sentence
from tests.kit.desk import CHEAP, OFFICER, SECRET, new_profile, register_one
from tests.kit.enrolled import server_has
from tests.kit.line import BadLine, Hold
from tests.kit.logging_state import logging_as_before
from tests.kit.server import RunningServer, running_server

PATIENCE_S = 30.0
ROOT = Path(__file__).parents[2]

NEW = NewPost(
    post_code=" sby07 ",
    post_name="Posko  Contoh 07",
    province="35",
    officer_name="Rina Setyowati",
    secret=SECRET,
    is_training=True,
    agency="Dinas Contoh",
    post_address="Jl. Contoh No. 1",
    counter="3",
    block=4,
)


@pytest.fixture(autouse=True)
def own_world(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A guess of a secret costs next to nothing, and logging is as before when the test ends."""
    for function in ("app.models.birth.give_birth", "app.models.officers.secret_lock"):
        monkeypatch.setattr(f"{function}.__kwdefaults__", {"cost": CHEAP})
    monkeypatch.delenv("POSKO_ALLOW_PLAIN_HTTP", raising=False)
    with logging_as_before():
        yield


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running_server(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture
def line(server: RunningServer) -> Iterator[BadLine]:
    with BadLine(server.url) as bad_line:
        yield bad_line


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "meja"


@contextmanager
def opened(home: Path) -> Iterator[DeskHouse]:
    """An open house over a profile that is made if there is none; closed when the block ends."""
    if not home.exists():
        new_profile(home)
    house = DeskHouse(home)
    house.open()
    try:
        yield house
    finally:
        house.close()


@contextmanager
def enrolled(home: Path, line: BadLine, server: RunningServer, post: str) -> Iterator[DeskHouse]:
    """An open house that was founded over the line."""
    house = DeskHouse(home)
    house.found(replace(NEW, post_code=post, server_url=line.url, enrol_code=server.new_code(post)))
    with opened(home) as house:
        yield house


class Listener:
    """Hears every state of the sync."""

    def __init__(self) -> None:
        self.heard: queue.Queue[SyncState] = queue.Queue()

    def wait_for(self, phase: Phase, **members: object) -> SyncState:
        """The next state of this kind; fails if none comes."""
        while True:
            state = self.heard.get(timeout=PATIENCE_S)
            if state.phase is phase and all(getattr(state, name) == value for name, value in members.items()):
                return state


# --- founding -------------------------------------------------------------------------------------------------------


def test_the_house_is_what_the_window_asks_for(home: Path) -> None:
    house: House = DeskHouse(home)
    assert (house.home, house.is_founded()) == (home, False)


def test_a_new_desk_is_founded_opened_and_unlocked(home: Path) -> None:
    house = DeskHouse(home)
    assert house.settings() == Settings()
    assert house.check_post(NEW) == ()
    recovery_code = house.found(NEW)
    assert house.is_founded()
    house.open()
    post = house.post()
    assert (post.code, post.name, post.province, post.is_training, post.has_server) == (
        "SBY07",
        "Posko Contoh 07",
        "35",
        True,
        False,
    )
    assert [(one.name, one.is_coordinator) for one in house.officers()] == [("Rina Setyowati", True)]
    desk = house.unlock("Rina Setyowati", SECRET)
    assert (desk.words.letterhead.agency, desk.words.letterhead.address, desk.words.counter) == (
        "Dinas Contoh",
        "Jl. Contoh No. 1",
        "3",
    )
    assert register_one(desk).kept.queue_number == "A601"
    assert house.unlock_by_recovery(recovery_code).keys.officer.name == "Rina Setyowati"
    assert house.close() > 0


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"post_code": "SBY 07"}, "post_code", "POST_CODE_SHAPE"),
        ({"post_name": " "}, "post_name", "POST_NAME_SHAPE"),
        ({"province": "3"}, "province", "PROVINCE_SHAPE"),
        ({"province": "99"}, "province", "PROVINCE_UNKNOWN"),
        ({"officer_name": "\t"}, "officer_name", "OFFICER_NAME_EMPTY"),
        ({"secret": "1234567"}, "secret", "SECRET_TOO_SHORT"),
        ({"block": 0}, "block", "BLOCK_SHAPE"),
        ({"server_url": "https://posko.contoh.go.id"}, "enrol_code", "ENROL_NEEDS_BOTH"),
        ({"enrol_code": "KODE"}, "server_url", "ENROL_NEEDS_BOTH"),
        ({"server_url": "http://posko.contoh.go.id", "enrol_code": "KODE"}, "server_url", "SERVER_URL_PLAIN"),
        ({"agency": "D" * 121}, "agency", "SETTING_TOO_LONG"),
        ({"post_address": "J" * 121}, "post_address", "SETTING_TOO_LONG"),
        ({"counter": "1" * 21}, "counter", "SETTING_TOO_LONG"),
    ],
    ids=str,
)
def test_an_answer_that_will_not_do_is_named_by_its_field_and_makes_nothing(
    home: Path, changes: dict[str, str], field: str, code: str
) -> None:
    house, new = DeskHouse(home), replace(NEW, **changes)  # type: ignore[arg-type]  # of the record's own kinds
    (finding,) = house.check_post(new)
    assert (finding.field, finding.code) == (field, code)
    assert "..." not in sentence(finding.code, finding.facts)
    with pytest.raises(Trouble) as caught:
        house.found(new)
    assert (caught.value.code, caught.value.kind) == (code, Kind.USAGE)
    assert not home.exists()


def test_all_that_is_wrong_is_said_at_once(home: Path) -> None:
    findings = DeskHouse(home).check_post(NewPost("", "", "", "", ""))
    assert [finding.field for finding in findings] == ["post_code", "post_name", "province", "officer_name", "secret"]


def test_a_second_founding_changes_nothing(home: Path) -> None:
    house = DeskHouse(home)
    house.found(NEW)
    before = (home / "posko.db").read_bytes()
    with pytest.raises(Trouble) as caught:
        house.found(NEW)
    assert caught.value.code == "PROFILE_EXISTS"
    assert (home / "posko.db").read_bytes() == before


def test_a_wrong_code_leaves_no_desk(home: Path, server: RunningServer) -> None:
    with pytest.raises(Trouble) as caught:
        DeskHouse(home).found(replace(NEW, server_url=server.url, enrol_code="SALAH"))
    assert caught.value.code == "ENROL_CODE_WRONG"
    assert not home.exists()


# --- opening and unlocking ------------------------------------------------------------------------------------------


def test_a_profile_in_use_is_not_opened_twice(home: Path) -> None:
    with opened(home):
        with pytest.raises(Trouble) as caught:
            DeskHouse(home).open()
        assert caught.value.code == "STORE_IN_USE"
        assert caught.value.facts["holder"] == "posko", "an officer reads the name only"


def test_what_could_not_be_opened_opens_later(home: Path) -> None:
    second = DeskHouse(home)
    with opened(home), pytest.raises(Trouble):
        second.open()
    second.open()
    second.open()
    assert second.post().code == "SBY01"
    assert second.close() == 0


def test_settings_that_are_wrong_are_said_before_the_store_is_opened(home: Path) -> None:
    new_profile(home)
    (home / SETTINGS_NAME).write_text("look = 'grey'", encoding="utf-8")
    house = DeskHouse(home)
    with pytest.raises(Trouble) as caught:
        house.open()
    assert (caught.value.code, caught.value.facts["key"]) == ("SETTINGS_VALUE", "look")
    (home / SETTINGS_NAME).write_text("look = 'dark'", encoding="utf-8")
    house.open()
    assert house.settings().look == "dark"
    house.close()


def test_wrong_secrets_cost_time_even_after_closing(home: Path) -> None:
    new_profile(home)
    with opened(home) as house:
        assert {code_of_unlocking(house, "salah-salah") for _try in range(3)} == {"SECRET_WRONG"}
    with opened(home) as house:
        assert [code_of_unlocking(house, "salah-salah") for _try in range(3)][-1] == "SECRET_WAIT"
    with opened(home) as house:
        assert code_of_unlocking(house, SECRET) == "SECRET_WAIT"


def code_of_unlocking(house: DeskHouse, secret: str) -> str:
    with pytest.raises(Trouble) as caught:
        house.unlock(OFFICER, secret)
    assert "..." not in sentence(caught.value.code, caught.value.facts)
    return caught.value.code


def test_another_officer_unlocks_the_same_open_store(home: Path) -> None:
    from app.desk.officers import add_officer

    with opened(home) as house:
        first = house.unlock(OFFICER, SECRET)
        add_officer(first, "Budi", "rahasia-budi", is_coordinator=False)
        second = house.unlock("budi", "rahasia-budi")
        assert register_one(second, 1).kept.body.officer_name == "Budi"
        assert register_one(first, 2).kept.body.officer_name == OFFICER
        assert [(one.name, one.is_coordinator) for one in house.officers()] == [(OFFICER, True), ("Budi", False)]


# --- sending --------------------------------------------------------------------------------------------------------


def test_without_a_server_it_says_so_once(home: Path) -> None:
    listener = Listener()
    with opened(home) as house:
        desk = house.unlock(OFFICER, SECRET)
        register_one(desk)
        house.start_sync(listener.heard.put)
        house.wake()
        house.send_now()
        house.pause_sending()
        listener.wait_for(Phase.OFFLINE, pending=1, has_plain_http=False)
        assert house.close() == 1
    assert listener.heard.empty()


def test_what_is_registered_goes_up_also_while_the_window_is_locked(
    home: Path, line: BadLine, server: RunningServer
) -> None:
    listener = Listener()
    with enrolled(home, line, server, "LOCKED") as house:
        assert house.post().has_server
        desk = house.unlock(NEW.officer_name, SECRET)
        house.start_sync(listener.heard.put)
        listener.wait_for(Phase.RESTING, pending=0)
        register_one(desk, 1)
        house.wake()
        del desk  # the window forgets the desk when it locks; nobody unlocks again
        state = listener.wait_for(Phase.RESTING, pending=0)
        assert state.last_contact_ms is not None
        assert state.drift_ms is not None
        assert house.close() == 0
        listener.wait_for(Phase.STOPPED, pending=0)
    assert len([one for one in server_has(server) if one["post"] == "LOCKED"]) == 1


def test_people_of_the_next_desk_are_told_to_the_window(tmp_path: Path, line: BadLine, server: RunningServer) -> None:
    ours, theirs = Listener(), Listener()
    with (
        enrolled(tmp_path / "sini", line, server, "SBY31") as here,
        enrolled(tmp_path / "sana", line, server, "SBY31") as there,
    ):
        here.unlock(NEW.officer_name, SECRET)
        here.start_sync(ours.heard.put)
        ours.wait_for(Phase.RESTING)
        kept = register_one(there.unlock(NEW.officer_name, SECRET), 7).kept
        there.start_sync(theirs.heard.put)
        theirs.wait_for(Phase.RESTING, pending=0)
        here.send_now()
        ours.wait_for(Phase.SENDING)
        told = [ours.heard.get(timeout=PATIENCE_S)]
        while told[-1].phase is not Phase.RESTING:
            told.append(ours.heard.get(timeout=PATIENCE_S))
    assert frozenset().union(*(state.touched for state in told)) == {kept.uid}


def test_asking_twice_starts_one_sync_and_tells_the_new_listener_at_once(
    home: Path, line: BadLine, server: RunningServer
) -> None:
    first, second = Listener(), Listener()
    with enrolled(home, line, server, "TWICE") as house:
        house.unlock(NEW.officer_name, SECRET)
        house.start_sync(first.heard.put)
        first.wait_for(Phase.RESTING)
        desk = house.unlock(NEW.officer_name, SECRET)
        house.start_sync(second.heard.put)
        second.wait_for(Phase.RESTING)
        register_one(desk, 2)
        house.wake()
        second.wait_for(Phase.SENDING, pending=1)
        second.wait_for(Phase.RESTING, pending=0)
        assert first.heard.empty()


def test_a_desk_that_worked_alone_is_enrolled_and_sends_what_it_has(
    home: Path, line: BadLine, server: RunningServer
) -> None:
    listener = Listener()
    with opened(home) as house:
        desk = house.unlock(OFFICER, SECRET)
        register_one(desk, 3)
        house.start_sync(listener.heard.put)
        listener.wait_for(Phase.OFFLINE)
        with pytest.raises(Trouble):
            house.enrol(desk, line.url, "SALAH")
        assert not house.post().has_server
        house.enrol(desk, f" {line.url}/ ", server.new_code("SBY01", block=9))
        assert house.post().has_server
        house.start_sync(listener.heard.put)
        listener.wait_for(Phase.RESTING, pending=0)
        assert register_one(desk, 4).kept.queue_number == "A1601"


def test_stopped_sending_waits_for_a_person(home: Path, line: BadLine, server: RunningServer) -> None:
    listener = Listener()
    with enrolled(home, line, server, "STOPPED") as house:
        desk = house.unlock(NEW.officer_name, SECRET)
        house.start_sync(listener.heard.put)
        listener.wait_for(Phase.RESTING)
        house.pause_sending()
        listener.wait_for(Phase.PAUSED, pending=0)
        register_one(desk, 5)
        house.wake()
        listener.wait_for(Phase.PAUSED, pending=1)
        house.send_now()
        listener.wait_for(Phase.RESTING, pending=0)


def test_a_lifted_rule_about_plain_http_is_said_all_the_time(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSKO_ALLOW_PLAIN_HTTP", "1")
    listener = Listener()
    with opened(home) as house:
        house.start_sync(listener.heard.put)
        assert listener.wait_for(Phase.OFFLINE).has_plain_http


def test_nobody_sends_with_keys_that_nobody_has_opened(home: Path, line: BadLine, server: RunningServer) -> None:
    with enrolled(home, line, server, "KEYS") as house, pytest.raises(RuntimeError):
        house.start_sync(print)


# --- closing --------------------------------------------------------------------------------------------------------


def test_closing_says_what_is_unsent_and_lets_the_next_in(home: Path, line: BadLine, server: RunningServer) -> None:
    listener = Listener()
    with enrolled(home, line, server, "CLOSING") as house:
        desk = house.unlock(NEW.officer_name, SECRET)
        line.cut()
        register_one(desk, 6)
        register_one(desk, 7)
        house.start_sync(listener.heard.put)
        listener.wait_for(Phase.WAITING, pending=2, trouble="LINE_NONE")
        assert house.close() == 2
        assert house.close() == 2
    assert sum(path.stat().st_size for path in home.glob("posko.db-*")) == 0  # nothing waits in a journal
    Store(home).close()


@pytest.mark.slow
def test_a_silent_server_does_not_keep_the_window_from_closing(
    home: Path, line: BadLine, server: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.house.SYNC_WITHIN_S", 0.05)
    listener, held = Listener(), Hold()
    with enrolled(home, line, server, "SILENT") as house:
        desk = house.unlock(NEW.officer_name, SECRET)
        register_one(desk, 8)
        line.harm(held)
        house.start_sync(listener.heard.put)
        assert held.arrived.wait(PATIENCE_S)
        assert house.close() == 1
        Store(home).close()
        held.let_go()
        listener.wait_for(Phase.STOPPED)


# --- settings and log -----------------------------------------------------------------------------------------------


def test_settings_are_saved_whole_and_a_desk_renewed_prints_by_them(home: Path) -> None:
    with opened(home) as house:
        desk = house.unlock(OFFICER, SECRET)
        changed = msgspec.structs.replace(house.settings(), agency="Dinas Baru", lock_after_minutes=10)
        house.save_settings(changed)
        assert house.settings() == DeskHouse(home).settings() == changed
        assert desk.words.letterhead.agency == ""
        assert house.renewed(desk).words.letterhead.agency == "Dinas Baru"


@pytest.mark.parametrize(
    ("changes", "key"),
    [({"text_percent": 151}, "text_percent"), ({"paper": "a6"}, "paper"), ({"agency": "D" * 121}, "agency")],
    ids=str,
)
def test_a_setting_that_could_not_be_read_back_is_not_written(home: Path, changes: dict[str, object], key: str) -> None:
    with opened(home) as house:
        before = house.settings()
        with pytest.raises(Trouble) as caught:
            house.save_settings(msgspec.structs.replace(before, **changes))
        assert (caught.value.code, caught.value.facts["key"]) == ("SETTINGS_VALUE", key)
        assert house.settings() == before
        assert not (home / SETTINGS_NAME).exists()


def test_clear_slips_are_not_printed_into_the_profile(home: Path, tmp_path: Path) -> None:
    with opened(home) as house:
        inside, outside = Settings(printer=f"folder:{home}/cetak"), Settings(printer=f"folder:{tmp_path}/cetak")
        with pytest.raises(Trouble) as caught:
            house.save_settings(inside)
        assert caught.value.code == "CLEAR_IN_PROFILE"
        house.save_settings(outside)
        assert house.settings().printer_folder == tmp_path / "cetak"


def test_support_reads_the_last_lines_of_the_log_and_no_number_of_anybody(home: Path) -> None:
    house = DeskHouse(home)
    assert house.recent_log(10) == ()
    house.found(NEW)
    for number in range(5):
        logging.getLogger("posko.test").info("line %d of 3578085508909901", number)
    lines = house.recent_log(2)
    assert [line.partition("line ")[2] for line in lines] == ["3 of <angka>", "4 of <angka>"]
    assert len(house.recent_log(1000)) >= 5
    assert house.recent_log(0) == ()
    assert (home / LOG_FOLDER / "posko.log").exists()


def test_neither_network_nor_toolkit_is_loaded_before_it_is_needed() -> None:
    """The first picture of the window waits for every import."""
    heavy = "h11", "reportlab", "PySide6", "app.founding", "app.sync.exchange"
    program = f"import sys, app.house; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
