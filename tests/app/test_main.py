"""``app.main`` and ``app.bundled``: what ships with the program, and a desk built out of a profile's folder."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.bundled import identity_rules, programme, programme_codes
from app.launch import run_window
from app.main import SystemClock, Unlocking, codec, fonts, opened_desk, settings_of
from core.errors import Kind, Trouble
from papers import Paper, render
from tests.kit.desk import OFFICER, SECRET, new_profile, register_one
from tests.papers.slips import RECEIPT

HOLDER = "posko test"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    new_profile(tmp_path / "desk")
    return tmp_path / "desk"


def test_the_programmes_on_file_can_be_had_by_their_codes() -> None:
    assert "PRAKERJA2020" in programme_codes()
    assert [programme(code).code for code in programme_codes()] == list(programme_codes())


@pytest.mark.parametrize("code", ["", "KIS", "../identity/rules", "prakerja2020", "PRAKERJA2020.toml", "\0"])
def test_another_programme_is_a_usage_error(code: str) -> None:
    with pytest.raises(Trouble) as caught:
        programme(code)
    assert (caught.value.code, caught.value.kind) == ("PROGRAMME_UNKNOWN", Kind.USAGE)


def test_the_identity_rules_are_there() -> None:
    assert identity_rules().mobile.operator("081234560123")


def test_the_typeface_that_ships_prints_a_slip() -> None:
    assert render(RECEIPT, Paper.THERMAL80, fonts()).startswith(b"%PDF-")


def test_the_codec_knows_every_dictionary_on_file_and_writes_the_newest() -> None:
    built = codec()
    assert built.best == max(built.dictionaries, default=0)


def test_the_clock_is_the_machines() -> None:
    clock = SystemClock()
    before, read, after = datetime.now(UTC), clock.now(), datetime.now(UTC)
    assert before <= read <= after
    assert clock.monotonic_s() <= clock.monotonic_s()


def test_a_desk_opens_with_the_only_officers_secret_or_by_name(home: Path) -> None:
    for unlocking in (Unlocking(None, SECRET), Unlocking(OFFICER, SECRET), Unlocking(OFFICER.lower(), SECRET)):
        with opened_desk(home, unlocking, holder=HOLDER) as desk:
            assert desk.keys.officer.name == OFFICER


def test_a_desk_opens_with_the_recovery_code(tmp_path: Path) -> None:
    code = new_profile(tmp_path / "desk")
    with opened_desk(tmp_path / "desk", Unlocking(recovery_code=code), holder=HOLDER) as desk:
        assert desk.keys.officer.name == OFFICER


def test_a_desk_that_only_looks_cannot_write(home: Path) -> None:
    with opened_desk(home, Unlocking(None, SECRET), holder=HOLDER, is_read_only=True) as desk:
        with pytest.raises(Trouble) as caught:
            register_one(desk)
        assert caught.value.code == "STORE_READ_ONLY"


def test_settings_that_are_wrong_are_said_before_the_store_is_opened(home: Path) -> None:
    (home / "posko.toml").write_text("zone = 3", encoding="utf-8")
    with (
        pytest.raises(Trouble) as caught,
        opened_desk(home, Unlocking(None, SECRET), holder=HOLDER),
    ):
        pass
    assert caught.value.code == "SETTINGS_VALUE"


def test_what_the_post_prints_comes_from_its_settings(home: Path) -> None:
    (home / "posko.toml").write_text(
        'agency = "Disnaker Contoh"\ncounter = "4"\nzone = "WIT"\nstatus_host = "s.contoh.id"\n', encoding="utf-8"
    )
    assert settings_of(home).counter == "4"
    with opened_desk(home, Unlocking(None, SECRET), holder=HOLDER) as desk:
        words = desk.words
    assert (words.letterhead.agency, words.counter, words.zone, words.status_host) == (
        "Disnaker Contoh",
        "4",
        "WIT",
        "s.contoh.id",
    )
    assert words.local(datetime(2020, 4, 13, 15, 0, tzinfo=UTC)).day == 14


def test_the_store_is_free_again_when_the_block_ends(home: Path) -> None:
    for _ in range(2):
        with opened_desk(home, Unlocking(None, SECRET), holder=HOLDER) as desk:
            assert desk.store.integrity_problem() is None


def test_the_window_needs_a_screen(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    with pytest.raises(Trouble) as caught:
        run_window(home)
    assert caught.value.code == "WINDOW_NO_SCREEN"
