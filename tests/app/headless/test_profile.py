"""``posko init``, ``enrol``, ``officer``: a profile is made whole or not at all, and codes are not wasted."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.models.sealing import KdfCost
from tests.app.headless.conftest import Posko
from tests.kit.desk import CHEAP, OFFICER, SECRET, new_profile, person_values
from tests.kit.server import RunningServer, running_server

INIT = ("init", "--post-code", "SBY01", "--post-name", "Posko Contoh", "--province", "35", "--training", "--json")


@pytest.fixture(autouse=True)
def cheap_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a guess of a secret costs is tested with the store; here it would only take time."""
    cheap: KdfCost = CHEAP
    monkeypatch.setattr("app.models.birth.give_birth.__kwdefaults__", {"cost": cheap})
    monkeypatch.setattr("app.models.officers.secret_lock.__kwdefaults__", {"cost": cheap})


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the new profile is to be."""
    monkeypatch.setenv("POSKO_HOME", str(tmp_path / "new"))
    return tmp_path / "new"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running_server(tmp_path_factory.mktemp("server")) as running:
        yield running


def test_a_new_profile_can_work_at_once(posko: Posko, folder: Path, secret_file: Path) -> None:
    said = posko(*INIT, "--officer", "Rina Setyowati", "--secret-file", secret_file, "--block", "3")
    assert (said.code, said.err) == (0, "")
    assert said.json["home"] == str(folder)
    assert len(said.json["device"]) == 36
    assert len(said.json["recovery_code"]) == 39
    visit = json.dumps(person_values(1)).encode()
    command = ("register", "--programme", "PRAKERJA2020", "--input", "-", "--secret-file", secret_file, "--json")
    assert posko(*command, stdin=visit).json["queue_number"] == "A401"
    assert (folder / "posko.toml").read_text("utf-8").count('zone = "WIB"') == 1


def test_the_recovery_code_goes_to_a_file_if_wanted_and_opens_the_store(
    posko: Posko, folder: Path, secret_file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "recovery.txt"
    said = posko(*INIT, "--officer", "Rina", "--secret-file", secret_file, "--recovery-out", out)
    assert "recovery_code" not in said.json
    assert out.stat().st_mode & 0o077 == 0
    assert posko("find", "x", "--json", "--recovery-file", out).json == []
    assert posko("find", "x", "--json", "--recovery-file", secret_file).error == "RECOVERY_WRONG"


def test_a_recovery_file_that_cannot_be_written_is_said_before_there_is_a_profile(
    posko: Posko, folder: Path, secret_file: Path, tmp_path: Path
) -> None:
    for out in (tmp_path / "none" / "recovery.txt", tmp_path):
        said = posko(*INIT, "--officer", "Rina", "--secret-file", secret_file, "--recovery-out", out)
        assert (said.code, said.error) == (3, "FILE_CANNOT_USE")
    assert not folder.exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, a disk that is always full")
def test_no_profile_is_made_whose_recovery_code_could_not_be_written(
    posko: Posko, folder: Path, secret_file: Path
) -> None:
    said = posko(*INIT, "--officer", "Rina", "--secret-file", secret_file, "--recovery-out", "/dev/full")
    assert (said.code, said.error, said.json["error"]["facts"]["reason"]) == (3, "FILE_CANNOT_USE", "disk penuh")
    assert not folder.exists()


def test_a_recovery_file_that_holds_something_is_not_overwritten(
    posko: Posko, folder: Path, secret_file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "recovery.txt"
    out.write_text("the code of another desk\n", encoding="utf-8")
    said = posko(*INIT, "--officer", "Rina", "--secret-file", secret_file, "--recovery-out", out)
    assert (said.code, said.error, folder.exists()) == (2, "FILE_EXISTS", False)
    assert out.read_text("utf-8") == "the code of another desk\n"


def test_an_empty_recovery_file_is_filled_and_closed_to_others(
    posko: Posko, folder: Path, secret_file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "recovery.txt"
    out.touch(mode=0o644)
    assert posko(*INIT, "--officer", "Rina", "--secret-file", secret_file, "--recovery-out", out).code == 0
    assert (len(out.read_text("ascii").strip()), out.stat().st_mode & 0o077) == (39, 0)


def test_the_recovery_code_is_not_written_into_the_profile_or_over_the_secret(
    posko: Posko, folder: Path, secret_file: Path
) -> None:
    words = (*INIT, "--officer", "Rina", "--secret-file", secret_file, "--recovery-out")
    said = [posko(*words, out) for out in (folder / "posko.db", folder / "recovery.txt", secret_file)]
    assert [(one.code, one.error) for one in said] == [
        (2, "CLEAR_IN_PROFILE"),
        (2, "CLEAR_IN_PROFILE"),
        (2, "OUTPUT_IS_INPUT"),
    ]
    assert not folder.exists()


def test_the_secret_of_a_new_desk_may_come_from_the_environment(
    posko: Posko, folder: Path, secret_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert posko(*INIT, "--officer", "Rina").error == "SECRET_NEEDED"
    monkeypatch.setenv("POSKO_SECRET_FILE", str(secret_file))
    assert posko(*INIT, "--officer", "Rina").code == 0


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_only_the_owner_reads_the_files_of_a_profile_even_in_a_folder_that_stood_there(
    posko: Posko, folder: Path, secret_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.mkdir()
    folder.chmod(0o755)
    monkeypatch.setenv("POSKO_SECRET_FILE", str(secret_file))
    before = os.umask(0)
    try:
        assert posko(*INIT, "--officer", "Rina").code == 0
        assert posko("find", "x").code == 1
        assert posko("find", "x", "--json", "--officer", "Wati").error == "OFFICER_UNKNOWN"  # which the log notes
        assert posko("backup", folder / "backups" / "copy.posko").code == 0
    finally:
        os.umask(before)
    private = ("", "posko.db", "logs/posko.log", "backups/copy.posko")
    assert {name: (folder / name).stat().st_mode & 0o077 for name in private} == dict.fromkeys(private, 0)
    assert posko("find", "x", "--json", "--secret-file", secret_file).json == []


def test_settings_that_stand_there_already_are_kept(posko: Posko, folder: Path, secret_file: Path) -> None:
    folder.mkdir()
    (folder / "posko.toml").write_text('counter = "9"', encoding="utf-8")
    assert posko(*INIT, "--officer", "Rina", "--secret-file", secret_file).code == 0
    assert (folder / "posko.toml").read_text("utf-8") == 'counter = "9"'


def test_no_empty_recovery_file_is_left_when_there_is_no_profile(
    posko: Posko, folder: Path, secret_file: Path, tmp_path: Path
) -> None:
    bad = ("--server", "http://127.0.0.1:1", "--enrol", "X", "--recovery-out", tmp_path / "recovery.txt")
    assert posko(*INIT, "--officer", "Rina", "--secret-file", secret_file, *bad).error == "LINE_NONE"
    assert not (tmp_path / "recovery.txt").exists()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"--post-code": "s"}, "POST_CODE_SHAPE"),
        ({"--post-code": "SBY 01"}, "POST_CODE_SHAPE"),
        ({"--post-code": "ŠBY01"}, "POST_CODE_SHAPE"),
        ({"--post-name": " "}, "POST_NAME_SHAPE"),
        ({"--post-name": "P" * 121}, "POST_NAME_SHAPE"),
        ({"--province": "Jawa Timur"}, "PROVINCE_SHAPE"),
        ({"--province": "٣٥"}, "PROVINCE_SHAPE"),
        ({"--province": "99"}, "PROVINCE_UNKNOWN"),
        ({"--block": "0"}, "BLOCK_SHAPE"),
        ({"--block": "-1"}, "BLOCK_SHAPE"),
        ({"--block": "10000"}, "BLOCK_SHAPE"),
        ({"--officer": "  "}, "OFFICER_NAME_EMPTY"),
        ({"--server": "http://127.0.0.1:1"}, "ENROL_NEEDS_BOTH"),
        ({"--enrol": "CODE"}, "ENROL_NEEDS_BOTH"),
        ({"--server": "http://posko.contoh.go.id", "--enrol": "CODE"}, "SERVER_URL_PLAIN"),
        ({"--server": "ftp://posko.contoh.go.id", "--enrol": "CODE"}, "SERVER_URL"),
        ({"--server": "posko.contoh.go.id", "--enrol": "CODE"}, "SERVER_URL"),
        ({"--server": "http://[::1", "--enrol": "CODE"}, "SERVER_URL"),
        ({"--server": "https://127.0.0.1:99999", "--enrol": "CODE"}, "SERVER_URL"),
    ],
    ids=str,
)
def test_words_that_make_no_desk_are_a_usage_error_and_leave_nothing(
    posko: Posko, folder: Path, secret_file: Path, changes: dict[str, str], code: str
) -> None:
    options = {"--officer": "Rina", **changes}
    said = posko(*INIT, "--secret-file", secret_file, *(word for pair in options.items() for word in pair))
    assert (said.code, said.error) == (2, code)
    assert not folder.exists()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"short", "SECRET_TOO_SHORT"),
        (b"", "SECRET_FILE"),
        (b"\n12345678", "SECRET_FILE"),
        (b"       \n", "SECRET_FILE"),
    ],
)
def test_a_secret_must_be_long_enough(posko: Posko, folder: Path, tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "s").write_bytes(content)
    said = posko(*INIT, "--officer", "Rina", "--secret-file", tmp_path / "s")
    assert (said.code, said.error, folder.exists()) == (2, code, False)


@pytest.mark.parametrize(
    "content",
    [
        "kata rahasia dengan spasi\n",
        "rahasia-šéćřęt-秘密-😀\r\nsecond line\r\n",
        "\ufeffrahasia-latihan\n",
        "x" * 1000,
        "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
    ],
    ids=["spaces", "any letters", "mark of order", "long", "signs"],
)
def test_any_text_may_be_a_secret(posko: Posko, folder: Path, tmp_path: Path, content: str) -> None:
    (tmp_path / "s").write_text(content, encoding="utf-8", newline="")
    assert posko(*INIT, "--officer", "Rina", "--secret-file", tmp_path / "s").code == 0
    (tmp_path / "plain").write_text(content.removeprefix("\ufeff").splitlines()[0], encoding="utf-8")
    assert posko("find", "x", "--json", "--secret-file", tmp_path / "plain").json == []


def test_a_secret_opens_whichever_way_its_accents_are_written(
    posko: Posko, folder: Path, tmp_path: Path, secret_file: Path
) -> None:
    secret_file.write_text("rahas\u00eda-latihan", encoding="utf-8")
    assert posko(*INIT, "--officer", "Rina", "--secret-file", secret_file).code == 0
    secret_file.write_text("rahasi\u0301a-latihan", encoding="utf-8")
    assert posko("find", "x", "--json", "--secret-file", secret_file).json == []


def test_a_profile_is_never_overwritten_and_no_code_is_used_up_for_nothing(
    posko: Posko, home: Path, secret_file: Path, server: RunningServer, tmp_path: Path
) -> None:
    before = (home / "posko.db").read_bytes()
    code = server.new_code(province="35")
    words = ("--officer", "Rina", "--secret-file", secret_file, "--server", server.url, "--enrol", code)
    said = posko(*INIT, *words)
    assert (said.code, said.error) == (2, "PROFILE_EXISTS")
    assert (home / "posko.db").read_bytes() == before
    assert posko(*INIT, *words, "--home", tmp_path / "second").code == 0


def test_a_profile_can_be_enrolled_at_birth_or_later(
    posko: Posko, folder: Path, secret_file: Path, server: RunningServer, tmp_path: Path
) -> None:
    officer = ("--officer", "Rina", "--secret-file", secret_file)
    code = server.new_code(province="35", block=7)
    assert posko(*INIT, *officer, "--server", server.url, "--enrol", code).code == 0
    new_profile(tmp_path / "later")
    later = ("--home", tmp_path / "later", "--secret-file", secret_file, "--json")
    said = posko("enrol", "--server", server.url, "--enrol", server.new_code(province="35", block=8), *later)
    assert (said.code, len(said.json["device"]), said.json["block"]) == (0, 36, 8)
    visit = json.dumps(person_values(1)).encode()
    for place, number in ((folder, "A1201"), (tmp_path / "later", "A1401")):
        command = ("register", "--programme", "PRAKERJA2020", "--input", "-", "--json", "--home", place)
        assert posko(*command, "--secret-file", secret_file, stdin=visit).json["queue_number"] == number


def test_a_wrong_or_used_code_is_said_and_leaves_no_profile(
    posko: Posko, folder: Path, secret_file: Path, server: RunningServer, tmp_path: Path
) -> None:
    officer = ("--officer", "Rina", "--secret-file", secret_file, "--server", server.url)
    assert posko(*INIT, *officer, "--enrol", "WRONG-CODE").error == "ENROL_CODE_WRONG"
    assert posko(*INIT, *officer, "--enrol", server.new_code("MLG02", province="35")).error == "ENROL_OTHER_POST"
    assert not folder.exists()
    code = server.new_code(province="35")
    assert posko(*INIT, *officer, "--enrol", code, "--home", tmp_path / "first").code == 0
    assert posko(*INIT, *officer, "--enrol", code).error == "ENROL_CODE_USED"
    assert not folder.exists()


def test_training_and_real_do_not_mix(posko: Posko, folder: Path, secret_file: Path, server: RunningServer) -> None:
    real = tuple(word for word in INIT if word != "--training")
    words = ("--officer", "Rina", "--secret-file", secret_file, "--server", server.url)
    said = posko(*real, *words, "--enrol", server.new_code(province="35"))
    assert (said.code, said.error, folder.exists()) == (3, "TRAINING_MISMATCH", False)


def test_a_second_officer_opens_the_store_by_name(posko: Posko, home: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.txt"
    new.write_text("rahasia-petugas", encoding="utf-8")
    said = posko("officer", "add", "Budi", "--role", "officer", "--new-secret-file", new, "--json")
    assert (said.code, len(said.json["device"])) == (0, 36)
    assert posko("find", "x", "--json").error == "OFFICER_UNNAMED"
    assert posko("find", "x", "--json", "--officer", "Wati").error == "OFFICER_UNKNOWN"
    assert posko("find", "x", "--json", "--officer", " budi ", "--secret-file", new).json == []
    assert posko("--officer", "Budi", "find", "x", "--json", "--secret-file", new).json == []
    again = posko("officer", "add", "BUDI", "--new-secret-file", new, "--officer", "rina setyowati", "--json")
    assert (again.code, again.error) == (2, "OFFICER_EXISTS")
    below = posko(
        "officer", "add", "Wati", "--new-secret-file", new, "--officer", "budi", "--secret-file", new, "--json"
    )
    assert (below.code, below.error) == (2, "COORDINATOR_NEEDED")


def test_a_coordinator_gives_an_officer_a_new_secret_and_lets_them_go(
    posko: Posko, home: Path, tmp_path: Path, secret_file: Path
) -> None:
    new, third = tmp_path / "new.txt", tmp_path / "third.txt"
    new.write_text("rahasia-petugas", encoding="utf-8")
    third.write_text("rahasia-ketiga", encoding="utf-8")
    rina = ("--officer", "rina setyowati", "--secret-file", secret_file, "--json")
    uid = posko("officer", "add", "Budi", "--new-secret-file", new, *rina).json["officer"]
    said = posko("officer", "secret", "budi", "--new-secret-file", third, *rina)
    assert (said.code, said.json["officer"]) == (0, uid)
    budi = ("--officer", "Budi", "--json", "--secret-file")
    assert posko("find", "x", *budi, new).error == "SECRET_WRONG"
    assert posko("find", "x", *budi, third).json == []
    own = posko("officer", "secret", "Budi", "--new-secret-file", new, *budi, third)
    assert (own.code, posko("find", "x", *budi, new).json) == (0, [])
    theirs = posko("officer", "secret", OFFICER, "--new-secret-file", third, *budi, new)
    assert (theirs.code, theirs.error) == (2, "COORDINATOR_NEEDED")
    assert posko("officer", "remove", "budi", *rina).json["officer"] == uid
    assert posko("find", "x", *budi, new).error == "OFFICER_UNKNOWN"
    assert posko("officer", "remove", OFFICER, *rina).error == "OFFICER_IS_SELF"


def test_with_the_recovery_code_a_forgotten_secret_is_set_anew(
    posko: Posko, folder: Path, secret_file: Path, tmp_path: Path
) -> None:
    code, new = tmp_path / "recovery.txt", tmp_path / "new.txt"
    new.write_text("rahasia-baru-sekali", encoding="utf-8")
    assert posko(*INIT, "--officer", "Rina", "--secret-file", secret_file, "--recovery-out", code).code == 0
    assert posko("officer", "secret", "Rina", "--new-secret-file", new, "--recovery-file", code).code == 0
    assert posko("find", "x", "--json", "--secret-file", secret_file).error == "SECRET_WRONG"
    assert posko("find", "x", "--json", "--secret-file", new).json == []


@pytest.mark.parametrize("what", ["add", "secret"])
def test_without_the_file_of_the_new_secret_nothing_is_done(posko: Posko, home: Path, what: str) -> None:
    said = posko("officer", what, OFFICER, "--json")
    assert (said.code, said.error) == (2, "NEW_SECRET_NEEDED")


def test_a_secret_is_never_printed(posko: Posko, folder: Path, secret_file: Path) -> None:
    said = posko(*INIT, "--officer", "Rina", "--secret-file", secret_file)
    assert SECRET not in said.out + said.err
