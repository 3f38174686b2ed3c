"""``posko backup`` and ``restore``: sealed, verified, opened by secret or recovery code, never over a profile."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.app.headless.conftest import Posko
from tests.kit.desk import SECRET, new_profile, person_values


@pytest.fixture
def copy(posko: Posko, home: Path, tmp_path: Path) -> Path:
    """A backup of a desk with two visits."""
    visits = "\n".join(json.dumps(person_values(number)) for number in (1, 2)).encode()
    command = ("register", "--programme", "PRAKERJA2020", "--input", "-", "--on", "2020-04-13")
    assert posko(*command, stdin=visits).code == 0
    assert posko("backup", tmp_path / "copy.posko", "--json").json == {
        "path": str(tmp_path / "copy.posko"),
        "registrations": 2,
        "broken": 0,
    }
    return tmp_path / "copy.posko"


def test_a_backup_becomes_a_desk_in_a_new_home_and_goes_on(posko: Posko, copy: Path, tmp_path: Path) -> None:
    new = tmp_path / "new" / "home"
    said = posko("restore", copy, "--home", new, "--json")
    assert (said.code, said.json) == (0, {"path": str(new), "registrations": 2})
    visit = json.dumps(person_values(3)).encode()
    command = ("register", "--programme", "PRAKERJA2020", "--input", "-", "--json", "--home", new)
    first = posko(*command, "--on", "2020-04-13", stdin=visit)
    assert (first.code, first.json["outcome"]) == (0, "registered")
    assert first.json["queue_number"] not in ("A001", "A002", "A003")  # the begun block is burnt
    again = posko(*command, "--on", "2020-04-13", stdin=json.dumps(person_values(1)).encode())
    assert (again.json["outcome"], again.json["registration_no"][9:17]) == ("duplicate", "20200413")


def test_a_backup_opens_with_the_recovery_code(posko: Posko, tmp_path: Path, secret_file: Path) -> None:
    code = new_profile(tmp_path / "desk")
    (tmp_path / "recovery.txt").write_text(code.lower().replace("-", " ") + "\n", encoding="utf-8")
    desk = ("--home", tmp_path / "desk", "--secret-file", secret_file)
    assert posko("backup", tmp_path / "copy.posko", *desk).code == 0
    said = posko(
        "restore", tmp_path / "copy.posko", "--home", tmp_path / "new", "--recovery-file", tmp_path / "recovery.txt"
    )
    assert said.code == 0


def test_a_profile_that_stands_there_is_kept_aside(posko: Posko, home: Path, copy: Path) -> None:
    before = (home / "posko.db").read_bytes()
    assert posko("restore", copy).code == 0
    kept = [path for path in home.iterdir() if ".sebelum-pulih-" in path.name]
    assert before in [path.read_bytes() for path in kept]


@pytest.mark.parametrize(
    ("secret", "officer", "code"),
    [("not the secret", (), "SECRET_WRONG"), (SECRET, ("--officer", "Wati"), "OFFICER_UNKNOWN")],
)
def test_only_who_may_open_the_desk_restores_it(
    posko: Posko, copy: Path, tmp_path: Path, secret: str, officer: tuple[str, ...], code: str
) -> None:
    (tmp_path / "s").write_text(secret, encoding="utf-8")
    said = posko("restore", copy, "--json", "--home", tmp_path / "new", "--secret-file", tmp_path / "s", *officer)
    assert (said.error, said.code in (2, 3)) == (code, True)
    assert not (tmp_path / "new" / "posko.db").exists()


def test_a_file_that_is_no_backup_is_refused(posko: Posko, copy: Path, tmp_path: Path) -> None:
    new = ("--home", tmp_path / "new", "--json")
    assert posko("restore", tmp_path / "none", *new).error == "FILE_NOT_FOUND"
    assert posko("restore", tmp_path, *new).error == "FILE_CANNOT_USE"
    for content in (b"", b"x" * 5000, json.dumps(person_values(1)).encode(), b"POSKOBK1\x00\x00\x00\x02{}"):
        (tmp_path / "other").write_bytes(content)
        assert posko("restore", tmp_path / "other", *new).error == "FILE_NOT_SEALED"
    whole = copy.read_bytes()
    for damaged in (
        whole[:-1],
        whole[: len(whole) // 2],
        whole + b"x",
        whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:],
    ):
        (tmp_path / "other").write_bytes(damaged)
        assert posko("restore", tmp_path / "other", *new).error == "FILE_DAMAGED"
    assert not (tmp_path / "new" / "posko.db").exists()


def test_a_place_that_cannot_be_written_is_said(posko: Posko, home: Path, tmp_path: Path) -> None:
    def said(target: Path) -> tuple[int, str]:
        answer = posko("backup", target, "--json")
        return answer.code, answer.error

    (tmp_path / "file").write_bytes(b"")
    assert said(tmp_path / "none" / "copy.posko") == (2, "FOLDER_NOT_FOUND")
    assert said(tmp_path / "file" / "copy.posko") == (2, "FOLDER_NOT_FOUND")
    assert said(tmp_path) == (2, "FILE_IS_FOLDER")
    assert list((home / "backups").iterdir()) == []


@pytest.mark.parametrize("name", ["posko.db", "posko.toml", "copy.posko", "slips/copy.posko", "logs/../posko.db"])
def test_a_backup_does_not_destroy_what_it_copies(posko: Posko, home: Path, name: str) -> None:
    before = (home / "posko.db").read_bytes()
    said = posko("backup", home / name, "--json")
    assert (said.code, said.error, (home / "posko.db").read_bytes() == before) == (2, "BACKUP_IN_PROFILE", True)


def test_a_backup_may_stand_in_the_folder_for_backups_but_not_in_place_of_the_secret(
    posko: Posko, home: Path, secret_file: Path
) -> None:
    assert posko("backup", home / "backups" / "copy.posko").code == 0
    assert posko("backup", secret_file, "--json").error == "OUTPUT_IS_INPUT"
    assert secret_file.read_text("utf-8").startswith(SECRET)


def test_a_restore_that_could_not_be_opened_afterwards_is_refused_before(posko: Posko, home: Path, copy: Path) -> None:
    before = (home / "posko.db").read_bytes()
    (home / "posko.toml").write_text("zone = WIB", encoding="utf-8")
    said = posko("restore", copy, "--json")
    assert (said.code, said.error, (home / "posko.db").read_bytes() == before) == (2, "SETTINGS_FILE", True)


def test_a_wrong_secret_leaves_nothing_where_the_backup_was_to_go(posko: Posko, copy: Path, tmp_path: Path) -> None:
    (tmp_path / "s").write_text("not the secret", encoding="utf-8")
    posko("restore", copy, "--home", tmp_path / "new", "--secret-file", tmp_path / "s")
    assert not (tmp_path / "new").exists()


def test_a_home_that_cannot_be_written_is_not_blamed_on_the_backup(posko: Posko, copy: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "slips").write_bytes(b"")
    said = posko("restore", copy, "--json", "--home", tmp_path / "other")
    assert (said.code, said.error, said.json["error"]["facts"]) == (3, "PROFILE_CANNOT_WRITE", {"folder": "other"})


def test_nothing_is_left_beside_a_backup(posko: Posko, home: Path, copy: Path) -> None:
    assert list((home / "backups").iterdir()) == []
    assert [path.name for path in copy.parent.iterdir() if path.name.startswith(copy.name)] == [copy.name]
