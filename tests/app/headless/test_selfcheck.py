"""``posko selfcheck``: real steps in a temporary profile; the one that fails is named."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from core.entry import Entry
from tests.app.headless.conftest import Posko
from tests.kit.desk import CHEAP

STEPS = ["migrate", "register", "print", "card", "verify", "store", "regions", "sentences", "english"]


@pytest.fixture(autouse=True)
def own_temp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Temporary files of this test alone, and secrets that cost nothing."""
    monkeypatch.setattr("app.models.birth.give_birth.__kwdefaults__", {"cost": CHEAP})
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
    (tmp_path / "temp").mkdir()
    return tmp_path / "temp"


def test_every_step_is_done_and_nothing_is_left(posko: Posko, own_temp: Path) -> None:
    said = posko("selfcheck", "--json")
    assert (said.code, said.json["ok"], said.err) == (0, True, "")
    assert [step["step"] for step in said.json["steps"]] == STEPS
    assert all(step["ok"] and step["problem"] == "" for step in said.json["steps"])
    assert list(own_temp.iterdir()) == []


def test_a_person_reads_the_steps(posko: Posko) -> None:
    assert posko("selfcheck").out.splitlines() == [f"ok   {step}" for step in STEPS]


def test_a_registration_that_comes_out_otherwise_is_a_failure(posko: Posko, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.headless.selfcheck._ENTRY", Entry({}))
    said = posko("selfcheck")
    assert said.code == 3
    assert said.out.splitlines()[-1].startswith("GAGAL register: Pemohon contoh untuk ")


def test_it_needs_no_profile_and_touches_none(posko: Posko, home: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*")}
    assert posko("selfcheck").code == 0
    assert {path: path.stat().st_mtime_ns for path in home.rglob("*")} == before


@pytest.mark.parametrize(
    ("missing", "step"), [("regions/wilayah.sqlite", "register"), ("fonts/NotoSans-Bold.ttf", "print")]
)
def test_a_file_that_is_missing_fails_the_step_that_needs_it(
    posko: Posko, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, missing: str, step: str
) -> None:
    from app.main import fonts

    real = Path(__file__).parents[3] / "resources"
    installed = tmp_path / "installed" / "resources"
    for path in real.rglob("*"):
        if path.is_file() and path.relative_to(real).as_posix() != missing:
            (installed / path.relative_to(real)).parent.mkdir(parents=True, exist_ok=True)
            (installed / path.relative_to(real)).symlink_to(path)
    monkeypatch.setattr("sys._MEIPASS", str(installed.parent), raising=False)
    fonts.cache_clear()
    said = posko("selfcheck", "--json")
    assert (said.code, said.json["ok"]) == (3, False)
    failed = said.json["steps"][-1]
    assert (failed["step"], failed["ok"]) == (step, False)
    assert Path(missing).name in failed["problem"]


def test_without_a_temporary_folder_it_says_so(posko: Posko, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    said = posko("selfcheck", "--json")
    assert (said.code, said.error) == (3, "FILE_CANNOT_USE")
