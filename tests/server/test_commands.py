"""The commands of ``posko-server``: answers, sentences, exit codes; one JSON document where one is asked for."""

from __future__ import annotations

import json
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from core.sentences import SENTENCES
from server.__main__ import main as posko_server
from server.codes import ServerCode, Word
from server.config import settings
from server.exchange.issue import IssueCode
from server.store.database import Store
from tests.kit.desk_wire import WireDesk
from tests.kit.server import running_server
from tests.kit.server_engines import with_database
from tests.kit.server_process import ROOT, SERVER


def main(words: list[str]) -> int:
    return posko_server(with_database(words))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def desk(data: Path) -> WireDesk:
    """A device that has sent two registrations to a server that has ended."""
    with running_server(data) as server:
        device = WireDesk()
        device.enrol(server.url, server.new_code())
        device.register(1)
        device.register(2)
        device.exchange(server.url)
    return device


def issue(data: Path, *words: str) -> int:
    return main(["enrol-code", "--post", "SBY01", "--post-name", "Posko Satu", "--data", str(data), *words])


def test_a_code_comes_as_one_json_document(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert issue(data, "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["post"], answer["province"], answer["block"]) == ("SBY01", "35", 1)
    assert len(answer["code"].replace("-", "")) == 16


def test_a_code_comes_in_indonesian(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert issue(data) == 0
    out = capsys.readouterr().out
    assert out.startswith("Kode pendaftaran perangkat untuk posko SBY01 di provinsi 35: ")
    assert "Blok nomor 1." in out


@pytest.mark.one_engine
@pytest.mark.parametrize(
    "words",
    [
        ("--post", "sby"),
        ("--post-name", " "),
        ("--post-name", "x" * 121),
        ("--post-name", "Posko\nSatu"),
        ("--province", "9"),
        ("--province", "99"),
        ("--block", "0"),
        ("--block", "10000"),
        ("--valid-days", "0"),
        ("--valid-days", "100000000000"),
    ],
)
def test_an_order_that_cannot_be_met_is_said_and_costs_no_block(
    data: Path, words: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert issue(data, "--json", *words) == 2
    assert json.loads(capsys.readouterr().out)["error"]["message"]
    assert issue(data, "--json") == 0
    assert json.loads(capsys.readouterr().out)["block"] == 1


def test_a_trouble_is_a_sentence_and_with_json_one_document_too(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["heads", "--json", "--data", str(data)]) == 2
    streams = capsys.readouterr()
    answer = json.loads(streams.out)
    assert answer["error"] == {"code": "SERVER_DATABASE_MISSING", "message": streams.err.strip()}


@pytest.mark.one_engine
@pytest.mark.parametrize(
    "words",
    [
        [],
        ["dance"],
        ["run", "--port", "many"],
        ["enrol-code"],
        ["export", "people"],
        ["export", "events", "--format", "xml"],
        ["key"],
        ["user", "add", "ANI", "--role", "king", "--secret-file", "x"],
    ],
)
def test_wrong_words_are_a_usage_error(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    streams = capsys.readouterr()
    assert streams.out == ""
    assert streams.err.startswith("Perintah tidak terbaca: ")


@pytest.mark.one_engine
@pytest.mark.parametrize("words", [["dance"], ["enrol-code"], ["heads", "--wide"], ["key"]])
def test_wrong_words_with_json_are_one_document(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words, "--json"]) == 2
    streams = capsys.readouterr()
    assert json.loads(streams.out) == {"error": {"code": "SERVER_COMMAND_LINE", "message": streams.err.strip()}}


@pytest.mark.one_engine
def test_help_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--help"]) == 0
    assert "--training" in capsys.readouterr().out


@pytest.mark.one_engine
def test_what_comes_later_says_so(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["user", "add", "ANI", "--role", "admin", "--secret-file", "x", "--data", str(data)]
    assert main(words) == 2
    assert capsys.readouterr().err == SENTENCES["SERVER_USERS_LATER"] + "\n"


@pytest.mark.one_engine
@pytest.mark.parametrize(
    "url",
    [
        "mysql://x",
        "sqlite://x",
        "sqlite:///",
        "sqlite:///:memory:",
        "posko.db",
        "sqlite:///a\0b",
        "postgresql://db",
        "postgresql:///posko",
        "postgresql://db/posko/two",
        "postgresql://db:port/posko",
        "postgresql+psycopg://db/posko",
        "postgresql://[db/posko",
    ],
)
def test_an_odd_database_url_is_said(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate", "--database", url]) == 2
    assert "sqlite:///" in capsys.readouterr().err


@pytest.mark.one_engine
def test_the_database_may_stand_elsewhere(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "elsewhere" / "x.db"
    assert main(["migrate", "--database", f"sqlite:///{place}", "--data", str(data), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"database": str(place)}
    assert place.is_file()
    assert (data / "server.key").is_file()


def test_the_folder_comes_from_argument_environment_or_platform(tmp_path: Path) -> None:
    home = {"XDG_DATA_HOME": str(tmp_path / "xdg")}
    assert settings(None, None, home).data == tmp_path / "xdg" / "posko-server"
    assert settings(None, None, {"POSKO_SERVER_DATA": str(tmp_path / "env")}).data == tmp_path / "env"
    assert settings(None, str(tmp_path / "arg"), home).database == tmp_path / "arg" / "posko-server.db"


def test_migrating_twice_changes_nothing(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate", "--data", str(data)]) == 0
    key = (data / "server.key").read_bytes()
    assert main(["migrate", "--data", str(data)]) == 0
    assert (data / "server.key").read_bytes() == key
    assert capsys.readouterr().out.count("siap dipakai") == 2


@pytest.mark.one_engine
def test_a_folder_that_cannot_be_written_is_trouble(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("no folder")
    for words in (["run"], ["migrate"], ["enrol-code", "--post", "SBY01", "--post-name", "X"]):
        assert main([*words, "--data", str(tmp_path / "file" / "data")]) == 3
        assert "tidak bisa ditulisi" in capsys.readouterr().err


@pytest.mark.one_engine
def test_a_damaged_database_is_trouble_for_every_command(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data.mkdir()
    (data / "posko-server.db").write_bytes(b"spoiled" * 1000)
    for words in (["run"], ["migrate"], ["heads"], ["export", "events"]):
        assert main([*words, "--data", str(data)]) == 3
        assert "rusak" in capsys.readouterr().err


def test_heads_in_words(data: Path, desk: WireDesk, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["heads", "--data", str(data)]) == 0
    assert capsys.readouterr().out == f"SBY01: perangkat {desk.device} sampai catatan ke-2\n"


def test_no_heads_yet(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["migrate", "--data", str(data)])
    capsys.readouterr()
    assert main(["heads", "--data", str(data)]) == 0
    assert main(["heads", "--json", "--data", str(data)]) == 0
    assert capsys.readouterr().out == f"{SENTENCES['SERVER_NO_HEADS']}\n[]\n"


def test_an_export_to_a_file_is_whole_and_private(
    data: Path, desk: WireDesk, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("older")
    assert main(["export", "events", "--out", str(out), "--data", str(data)]) == 0
    streams = capfdbinary.readouterr()
    assert streams.out == b""
    assert b"2 baris" in streams.err
    assert [json.loads(line)["seq"] for line in out.read_text("utf-8").splitlines()] == [1, 2]
    assert out.stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_an_export_that_cannot_be_written_is_trouble(
    data: Path, desk: WireDesk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "events", "--out", str(tmp_path / "no" / "x"), "--data", str(data)]) == 3
    assert main(["export", "events", "--out", str(tmp_path), "--data", str(data)]) == 3
    assert "tidak bisa ditulis" in capsys.readouterr().err


OWN_FILES = [
    "posko-server.db",
    "posko-server.db-journal",
    "posko-server.db-wal",
    "posko-server.db-shm",
    "posko-server.db.lock",
    "posko-server.db.before-0002_phone",
    "server.key",
]


@pytest.mark.one_engine
@pytest.mark.parametrize("name", OWN_FILES)
def test_nothing_is_written_over_a_file_of_the_server(
    data: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["migrate", "--data", str(data)])
    before = {path.name: path.read_bytes() for path in data.iterdir()}
    other_way = tmp_path / "way"
    other_way.symlink_to(data)
    capsys.readouterr()
    for target in (data / name, data / ".." / "data" / name, other_way / name):
        for words in (["export", "events", "--out", str(target)], ["key", "backup", str(target)]):
            assert main([*words, "--data", str(data)]) == 2
            assert (
                capsys.readouterr().err
                == f"{target} adalah berkas server sendiri dan tidak ditimpa. Pilih nama lain.\n"
            )
    assert {path.name: path.read_bytes() for path in data.iterdir()} == before


@pytest.mark.one_engine
def test_a_link_to_a_file_of_the_server_is_that_file(data: Path, tmp_path: Path) -> None:
    main(["migrate", "--data", str(data)])
    (tmp_path / "soft").symlink_to(data / "server.key")
    (tmp_path / "hard").hardlink_to(data / "posko-server.db")
    for link in ("soft", "hard"):
        assert main(["export", "events", "--out", str(tmp_path / link), "--data", str(data)]) == 2
        assert main(["key", "backup", str(tmp_path / link), "--data", str(data)]) == 2


def test_the_file_behind_a_linked_database_is_the_servers_too(data: Path, tmp_path: Path) -> None:
    disk, link = tmp_path / "disk.db", tmp_path / "link.db"
    main(["migrate", "--database", f"sqlite:///{disk}", "--data", str(data)])
    link.symlink_to(disk)
    for target in (disk, link, tmp_path / "disk.db-wal", tmp_path / "link.db.lock"):
        words = ["export", "events", "--out", str(target), "--database", f"sqlite:///{link}"]
        assert main([*words, "--data", str(data)]) == 2


# --- stdout -------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
@pytest.mark.parametrize(
    "words", [["heads", "--json"], ["heads"], ["export", "events"], ["device", "list"], ["dance", "--json"]]
)
def test_an_answer_that_cannot_be_written_is_trouble_and_no_bug(data: Path, desk: WireDesk, words: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*SERVER, *with_database([*words, *(["--data", str(data)] if words[0] != "dance" else [])])],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert (done.returncode, done.stderr.splitlines()[-1]) == (3, SENTENCES["SERVER_ANSWER_UNWRITABLE"])
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


# --- devices ------------------------------------------------------------------------------------------------------


def test_devices_are_listed_with_post_block_and_day(
    data: Path, desk: WireDesk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["device", "list", "--json", "--data", str(data)]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    enrolled_at = row.pop("enrolled_at")
    assert row == {"device": str(desk.device), "post": "SBY01", "block": 1, "is_revoked": False}
    assert datetime.fromisoformat(enrolled_at).utcoffset() == timedelta(0)
    assert main(["device", "list", "--data", str(data)]) == 0
    assert capsys.readouterr().out.startswith(f"SBY01: perangkat {desk.device}, blok 1, sejak ")


def test_no_devices_yet(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["migrate", "--data", str(data)])
    capsys.readouterr()
    assert main(["device", "list", "--data", str(data)]) == 0
    assert main(["device", "list", "--json", "--data", str(data)]) == 0
    assert capsys.readouterr().out == f"{SENTENCES['SERVER_NO_DEVICES']}\n[]\n"


def test_a_revoked_device_is_refused_at_once_and_stays_on_the_list(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = WireDesk()
    with running_server(data) as server:
        desk.enrol(server.url, server.new_code())
        desk.register(1)
        desk.exchange(server.url)
        for _ in range(2):
            assert main(["device", "revoke", str(desk.device), "--json", "--data", str(data)]) == 0
            assert json.loads(capsys.readouterr().out) == {"device": str(desk.device), "is_revoked": True}
        response = desk.post_bytes(server.url, desk.request(None))
        assert (response.status_code, response.json()["code"]) == (403, "DEVICE_REVOKED")
    assert main(["device", "list", "--data", str(data)]) == 0
    assert "tidak dipercaya lagi" in capsys.readouterr().out


@pytest.mark.parametrize("device", ["", "SBY01", "018f0000-0000-7000-8000-00000000000f"])
def test_an_unknown_device_cannot_be_revoked(data: Path, device: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["migrate", "--data", str(data)])
    capsys.readouterr()
    assert main(["device", "revoke", device, "--json", "--data", str(data)]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "SERVER_DEVICE_UNKNOWN"


# --- key ----------------------------------------------------------------------------------------------------------


def test_a_lost_key_comes_back_from_its_backup(data: Path, desk: WireDesk, tmp_path: Path) -> None:
    backup, key_file = tmp_path / "backup" / "key", data / "server.key"
    assert main(["key", "backup", str(backup), "--data", str(data)]) == 0
    assert backup.stat().st_mode & 0o077 == 0
    key = key_file.read_bytes()
    key_file.unlink()
    assert main(["key", "restore", str(backup), "--data", str(data)]) == 0
    assert key_file.read_bytes() == key
    with running_server(data) as server:
        assert desk.poll(server.url).receipt.have_seq == 2


def test_a_key_is_never_made_anew_for_a_known_server(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["migrate", "--data", str(data)])
    (data / "server.key").unlink()
    capsys.readouterr()
    for words in (["run"], ["migrate"], ["enrol-code", "--post", "SBY01", "--post-name", "X"]):
        assert main([*words, "--data", str(data)]) == 3
        assert "key restore" in capsys.readouterr().err
    assert not (data / "server.key").exists()


def test_a_key_that_is_not_this_servers_is_refused(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["migrate", "--data", str(data)])
    main(["migrate", "--data", str(tmp_path / "other")])
    other = str(tmp_path / "other" / "server.key")
    capsys.readouterr()
    assert main(["key", "restore", other, "--data", str(data)]) == 3
    assert "bukan kunci server ini" in capsys.readouterr().err
    Path(other).replace(data / "server.key")
    assert main(["migrate", "--data", str(data)]) == 3


def test_a_damaged_key_is_said(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["migrate", "--data", str(data)])
    (data / "server.key").write_bytes(b"\xff\xfe")
    capsys.readouterr()
    assert main(["migrate", "--data", str(data)]) == 3
    assert main(["key", "backup", str(tmp_path / "k"), "--data", str(data)]) == 3
    assert capsys.readouterr().err.count("rusak") == 2


def test_a_backup_is_not_written_over_something_else(data: Path, tmp_path: Path) -> None:
    main(["migrate", "--data", str(data)])
    letter, backup = tmp_path / "letter", tmp_path / "key"
    letter.write_text("Yang terhormat")
    assert main(["key", "backup", str(letter), "--data", str(data)]) == 2
    assert letter.read_text() == "Yang terhormat"
    assert main(["key", "backup", str(backup), "--data", str(data)]) == 0
    assert main(["key", "backup", str(backup), "--data", str(data), "--json"]) == 0


def test_no_key_no_backup(data: Path, tmp_path: Path) -> None:
    assert main(["key", "backup", str(tmp_path / "k"), "--data", str(data)]) == 3
    assert not (tmp_path / "k").exists()


def test_a_file_that_is_no_backup_is_refused(data: Path, tmp_path: Path) -> None:
    assert main(["key", "restore", str(tmp_path / "none"), "--data", str(data)]) == 2
    (tmp_path / "short").write_text("posko-server-key 1\nabcd\n")
    assert main(["key", "restore", str(tmp_path / "short"), "--data", str(data)]) == 2


def test_a_restored_key_begins_a_new_life_on_a_fresh_database(data: Path, tmp_path: Path) -> None:
    main(["migrate", "--data", str(data)])
    fresh = tmp_path / "fresh"
    assert main(["key", "restore", str(data / "server.key"), "--data", str(fresh)]) == 0
    assert main(["migrate", "--data", str(fresh)]) == 0
    assert (fresh / "server.key").read_bytes() == (data / "server.key").read_bytes()


@pytest.mark.one_engine
def test_a_restored_key_replaces_no_other_even_without_a_database(data: Path, tmp_path: Path) -> None:
    main(["migrate", "--data", str(data)])
    main(["migrate", "--data", str(tmp_path / "other")])
    (data / "posko-server.db").unlink()
    before = (data / "server.key").read_bytes()
    assert main(["key", "restore", str(tmp_path / "other" / "server.key"), "--data", str(data)]) == 3
    assert (data / "server.key").read_bytes() == before


def test_a_key_that_cannot_be_written_is_trouble(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["migrate", "--data", str(data)])
    (tmp_path / "file").write_text("no folder")
    capsys.readouterr()
    assert main(["key", "backup", str(tmp_path / "file" / "k"), "--data", str(data)]) == 3
    assert "tidak bisa ditulis" in capsys.readouterr().err


# --- run ----------------------------------------------------------------------------------------------------------


def test_training_and_real_data_never_share_a_database(
    data: Path, desk: WireDesk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "--port", "0", "--data", str(data)]) == 3
    assert "data latihan" in capsys.readouterr().err
    with running_server(tmp_path / "real", is_training=False):
        pass
    assert main(["run", "--training", "--port", "0", "--data", str(tmp_path / "real")]) == 3
    assert "data sungguhan" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "exit_code"), [(["--port", "70000"], 2), (["--port", "-1"], 2), (["--host", "no.such.invalid"], 2)]
)
def test_an_address_that_cannot_be_is_said(data: Path, words: list[str], exit_code: int) -> None:
    assert main(["run", "--data", str(data), *words]) == exit_code


def test_a_bug_is_a_sentence_too(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> Store:
        raise RuntimeError("SITI CONTOH")

    monkeypatch.setattr(Store, "open", broken)
    assert main(["migrate", "--json", "--data", str(data)]) == 3
    streams = capsys.readouterr()
    assert json.loads(streams.out)["error"]["code"] == "SERVER_BUG"
    assert "Traceback" not in streams.err + caplog.text
    assert "SITI" not in streams.err + caplog.text


def test_every_word_and_trouble_has_its_sentence() -> None:
    codes = {str(code) for kind in (ServerCode, Word, IssueCode) for code in kind}
    assert codes <= set(SENTENCES)
