"""What holds for every command: one JSON document, exit codes, where words may stand, what does not exist yet."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.app.headless.conftest import Posko


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_without_a_screen_the_window_says_so_and_makes_nothing(
    posko: Posko, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    said = posko("--json", "--home", tmp_path / "new")
    assert (said.code, said.error) == (3, "WINDOW_NO_SCREEN")
    assert posko("--home", tmp_path / "new").err.count("\n") == 1
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("import", "people.xlsx", "--programme", "PRAKERJA2020", "--report", "out.xlsx"),
        ("import", "--programme", "PRAKERJA2020", "people.xlsx"),
        ("import",),
    ],
    ids=" ".join,
)
def test_what_does_not_exist_yet_says_so_in_one_sentence_with_exit_2(posko: Posko, words: tuple[str, ...]) -> None:
    said = posko(*words)
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert "versi ini" in said.err
    as_json = posko("--json", *words)
    assert as_json.code == 2
    assert as_json.json["error"]["message"] == said.err.strip()
    assert as_json.err == ""


@pytest.mark.parametrize(
    "words",
    [
        ("no-such-command",),
        ("status", "--no-such-option"),
        ("status", "surplus"),
        ("--no-such-option",),
        ("check", "nik"),
        ("check", "nik", "--"),
        ("check", "--", "nik", "--"),
        ("check", "nik", "1", "2"),
        ("register", "--programme", "PRAKERJA2020"),
        ("register", "--input"),
        ("init", "--block", "many"),
        ("officer", "promote", "BUDI", "--new-secret-file", "f"),
        ("officer", "add", "BUDI", "--role", "minister", "--new-secret-file", "f"),
        ("--home", "", "status"),
        ("stat",),
        ("status", "--js"),
    ],
    ids=" ".join,
)
def test_words_that_are_no_command_are_a_usage_error_and_still_one_json_document(
    posko: Posko, words: tuple[str, ...]
) -> None:
    said = posko("--json", *words)
    assert (said.code, said.error, said.err) == (2, "COMMAND_LINE", "")
    plain = posko(*words)
    assert (plain.code, plain.out, plain.err.count("\n")) == (2, "", 1)


def test_help_is_printed_and_is_no_error(posko: Posko) -> None:
    said = posko("--help")
    assert (said.code, said.err) == (0, "")
    commands = "init enrol officer check register find slip verify sync status import export backup restore selfcheck"
    assert all(f"    {name} " in said.out for name in commands.split())
    assert posko("register", "--help").code == 0


def test_options_may_stand_before_and_after_the_command(posko: Posko, tmp_path: Path) -> None:
    home = str(tmp_path / "nowhere")
    before, after = posko("--home", home, "--json", "status"), posko("status", "--json", "--home", home)
    assert before == after
    assert before.error == "PROFILE_NOT_FOUND"


def test_the_word_behind_two_hyphens_is_a_value_even_if_it_looks_like_an_option(posko: Posko) -> None:
    said = posko("check", "name", "--", "--json")
    assert said.out == "Baik. --JSON\n"


def test_a_value_may_begin_with_a_hyphen(posko: Posko) -> None:
    assert posko("check", "--json", "rtrw", "-|ref=2020-04-13").json["value"] == "-"
    assert posko("check", "name", "-A", "--json").json["value"] == "-A"


def test_home_comes_from_the_option_then_the_environment_then_the_users_data(
    posko: Posko, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert posko("status", "--json").code == 0
    assert posko("status", "--json", "--home", tmp_path / "else").json["error"]["facts"] == {"folder": "else"}
    monkeypatch.delenv("POSKO_HOME")
    assert posko("status", "--json").json["error"]["facts"] == {"folder": "posko"}
    assert posko("status", "--json", "--home", home).code == 0


def test_a_home_of_nobody_is_a_folder_that_does_not_exist(posko: Posko) -> None:
    assert posko("status", "--json", "--home", "~nobody-by-this-name/desk").error == "PROFILE_NOT_FOUND"


@pytest.mark.parametrize(
    "words",
    [
        ("register", "--programme", "PRAKERJA2020", "--input", "people.jsonl"),
        ("find", "SITI"),
        ("slip", "A001", "--paper", "a5", "--out", "slip.pdf"),
        ("sync",),
        ("status",),
        ("backup", "copy.posko"),
        ("enrol", "--server", "http://127.0.0.1:1", "--enrol", "CODE"),
        ("officer", "add", "BUDI", "--new-secret-file", "secret.txt"),
    ],
    ids=lambda words: words[0],
)
def test_without_a_profile_a_command_says_where_it_looked(
    posko: Posko, secret_file: Path, tmp_path: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "people.jsonl").write_text('{"nik": "1"}\n', encoding="utf-8")
    said = posko(*words, "--json", "--secret-file", secret_file, "--home", tmp_path / "nowhere")
    assert (said.code, said.error, said.err) == (3, "PROFILE_NOT_FOUND", "")
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("command", [("find", "SITI"), ("sync",), ("backup", "copy.posko")], ids=lambda one: one[0])
def test_a_locked_store_asks_for_the_secret(
    posko: Posko, home: Path, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("POSKO_SECRET_FILE")
    said = posko(*command, "--json")
    assert (said.code, said.error) == (2, "SECRET_NEEDED")


@pytest.mark.parametrize("content", [b"", b"\n\n", b"   \nsecond line", b"\xff\xfe\x00", b"\xef\xbb\xbf\n"])
def test_an_empty_or_unreadable_secret_file_is_a_usage_error(
    posko: Posko, home: Path, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "s").write_bytes(content)
    said = posko("find", "SITI", "--json", "--secret-file", tmp_path / "s")
    assert (said.code, said.error) == (2, "SECRET_FILE")


def test_a_missing_secret_file_is_a_usage_error(posko: Posko, home: Path, tmp_path: Path) -> None:
    assert posko("find", "SITI", "--json", "--secret-file", tmp_path / "none").error == "SECRET_FILE"
    assert posko("find", "SITI", "--json", "--secret-file", tmp_path).error == "SECRET_FILE"


@pytest.mark.parametrize("name", ["none", "empty"])
def test_a_recovery_file_that_holds_nothing_is_no_question_of_the_secret(
    posko: Posko, home: Path, tmp_path: Path, name: str
) -> None:
    (tmp_path / "empty").write_bytes(b"")
    said = posko("find", "SITI", "--json", "--recovery-file", tmp_path / name)
    assert (said.code, said.error) == (2, "RECOVERY_FILE")


@pytest.mark.parametrize("words", [("status",), ("find", "x"), ("restore", "copy.posko")], ids=lambda words: words[0])
def test_a_home_that_leads_in_a_circle_or_has_an_endless_name_is_a_usage_error(
    posko: Posko, tmp_path: Path, secret_file: Path, words: tuple[str, ...]
) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for folder in (tmp_path / "loop", tmp_path / "loop" / "desk", tmp_path / ("x" * 300)):
        said = posko(*words, "--json", "--home", folder, "--secret-file", secret_file)
        assert (said.code, said.error) == (2, "PROFILE_FOLDER_UNREACHABLE")


def test_a_wrong_secret_is_a_trouble(posko: Posko, home: Path, tmp_path: Path) -> None:
    (tmp_path / "s").write_text("not the secret", encoding="utf-8")
    said = posko("find", "SITI", "--json", "--secret-file", tmp_path / "s")
    assert (said.code, said.error) == (3, "SECRET_WRONG")


def test_the_answer_is_plain_utf_8_whatever_was_asked(posko: Posko) -> None:
    said = posko("check", "name", "\udcff\udcfe 😀 \u202e", "--json")
    assert said.json["verdict"] == "block"
    assert said.out.encode("utf-8")


def test_a_person_reads_sentences_and_not_json(posko: Posko, home: Path) -> None:
    said = posko("status")
    assert said.code == 0
    assert said.out.startswith("Terdaftar 0,")
    with pytest.raises(json.JSONDecodeError):
        json.loads(said.out)


def test_an_interrupted_command_says_that_what_is_stored_is_safe(
    posko: Posko, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("app.headless.sync.desk_state", interrupted)
    said = posko("status", "--json")
    assert (said.code, said.error) == (3, "INTERRUPTED")


def test_a_bug_is_one_sentence_for_the_user_and_its_place_for_support(
    posko: Posko, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "SITI AMINAH"

    def broken(*_: object) -> None:
        raise ValueError(typed)

    typed = f"NIK {3578085508909900 + 1} of {name}"
    monkeypatch.setattr("app.headless.sync.desk_state", broken)
    said = posko("status", "--json")
    assert (said.code, said.error) == (3, "PROGRAM_BUG")
    assert "ValueError (test_answers.py:" in said.err
    log = (home / "logs" / "posko.log").read_text("utf-8")
    assert "in broken" in log
    assert not any(word in said.err + log for word in typed.split() if word not in ("NIK", "of"))


def test_what_was_typed_does_not_get_into_the_log(posko: Posko, home: Path, tmp_path: Path) -> None:
    posko("register", "--programme", "PRAKERJA2020", "--input", tmp_path / "SITI AMINAH.json", "--json")
    posko("slip", "SITI AMINAH", "--paper", "a5", "--out", tmp_path / "x.pdf")
    posko("register", "--programme", "PRAKERJA2020", "--on", "SITI AMINAH", "--input", "-", stdin=b"{}")
    log = (home / "logs" / "posko.log").read_text("utf-8")
    assert [line.split()[-1] for line in log.splitlines() if "trouble" in line] == [
        "FILE_NOT_FOUND",
        "REGISTRATION_UNKNOWN",
        "ON_NOT_A_DAY",
    ]
    assert "SITI" not in log


def test_support_reads_in_the_log_what_the_officer_was_told(posko: Posko, home: Path) -> None:
    posko("sync", "--json")
    assert "trouble NOT_ENROLLED" in (home / "logs" / "posko.log").read_text("utf-8")
