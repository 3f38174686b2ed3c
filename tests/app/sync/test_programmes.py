"""Newer rules from the server: dated, signed by the server that this desk trusts; they win, nothing else does."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

import resources
from app.desk.context import Desk
from app.desk.register import register
from app.models.programmes import KeptProgramme, keep_programme
from core.programme import parse_programme
from core.signing import Purpose, SigningKey
from core.wire.envelope import ExchangeReply, ProgrammeDocument, Receipt, programme_message
from core.wire.events import GENESIS
from server.__main__ import main as posko_server
from tests.harness.places import quick_folder
from tests.kit.desk import DAY, entry_of, opened, person_values
from tests.kit.enrolled import enrolled_desk, line_of, server_says, sync
from tests.kit.server import RunningServer, running_server

BUNDLED = resources.read("programmes", "PRAKERJA2020.toml").decode()
VERSION = parse_programme(BUNDLED.encode(), "PRAKERJA2020.toml").version
NEWER, NEWEST = "2099-01-01.1", "2099-01-01.2"


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    with quick_folder() as folder:
        yield folder


@pytest.fixture
def server() -> Iterator[RunningServer]:
    """A server of its own for each test: what it gives out is for all posts."""
    with quick_folder() as folder, running_server(folder) as running:
        yield running


@pytest.fixture
def desk(tmp_path: Path, server: RunningServer) -> Iterator[Desk]:
    with enrolled_desk(tmp_path / "meja", server.url, server.new_code(), post="SBY01") as desk:
        yield desk


def file_of(folder: Path, version: str, *, code: str = "PRAKERJA2020", age: int = 18) -> Path:
    """The bundled programme with another version, perhaps another code and age."""
    text = BUNDLED.replace(f'version = "{VERSION}"', f'version = "{version}"')
    text = text.replace('code = "PRAKERJA2020"', f'code = "{code}"').replace("figure = 18", f"figure = {age}", 1)
    path = folder / f"{code}.toml"
    path.write_text(text, "utf-8")
    return path


def give_out(server: RunningServer, folder: Path, version: str, *, code: str = "PRAKERJA2020", age: int = 18) -> None:
    server_says(server, "programme", "add", str(file_of(folder, version, code=code, age=age)))


def test_a_newer_file_reaches_the_desk_and_wins(desk: Desk, server: RunningServer, tmp_path: Path) -> None:
    give_out(server, tmp_path, NEWER)
    assert desk.programme_of("PRAKERJA2020").version == VERSION
    sync(desk)
    assert desk.programme_of("PRAKERJA2020").version == NEWER


def test_the_desk_judges_by_the_newer_rules(desk: Desk, server: RunningServer, tmp_path: Path) -> None:
    give_out(server, tmp_path, NEWER, age=99)
    sync(desk)
    done = register(desk, entry_of(person_values(1)), desk.programme_of("PRAKERJA2020"), DAY)
    assert (done.outcome, done.kept.body.rules_version) == ("not_eligible", NEWER)


def test_what_the_server_gave_is_there_after_a_restart(server: RunningServer, tmp_path: Path) -> None:
    give_out(server, tmp_path, NEWER)
    with enrolled_desk(tmp_path / "meja", server.url, server.new_code(), post="SBY01") as desk:
        sync(desk)
    with opened(tmp_path / "meja") as desk:
        assert desk.programme_of("PRAKERJA2020").version == NEWER


def test_a_programme_that_the_desk_never_had_comes_with_the_line(
    desk: Desk, server: RunningServer, tmp_path: Path
) -> None:
    give_out(server, tmp_path, NEWER, code="PELATIHAN2099")
    sync(desk)
    assert "PELATIHAN2099" in desk.programme_codes()
    assert desk.programme_of("PELATIHAN2099").version == NEWER


def test_a_file_is_sent_once(desk: Desk, server: RunningServer, tmp_path: Path) -> None:
    give_out(server, tmp_path, NEWER)
    first, second = sync(desk), sync(desk)
    assert second.bytes_down < first.bytes_down
    assert second.bytes_down < 600


def test_an_older_file_than_the_bundled_one_changes_nothing(desk: Desk, server: RunningServer, tmp_path: Path) -> None:
    give_out(server, tmp_path, "2019-01-01.1", age=99)
    sync(desk)
    assert desk.programme_of("PRAKERJA2020").version == VERSION


def test_rules_under_a_foreign_signature_are_not_taken(desk: Desk) -> None:
    stranger = SigningKey.generate()
    text = BUNDLED.encode()
    signature = stranger.sign(Purpose.PROGRAMME, programme_message("PRAKERJA2020", NEWER, text))
    receipt = Receipt(bytes(16), desk.store.profile.stream, 0, GENESIS, 0)
    documents = (ProgrammeDocument("PRAKERJA2020", NEWER, text, signature),)
    with line_of(desk) as line:
        line.log.take(ExchangeReply(receipt, bytes(64), 0, programmes=documents), is_ours=False)
    assert desk.programme_of("PRAKERJA2020").version == VERSION
    assert desk.store.programmes == ()


def test_a_file_of_a_newer_program_that_this_one_cannot_read_changes_nothing(desk: Desk) -> None:
    unknown = KeptProgramme("PRAKERJA2020", NEWER, BUNDLED.encode() + b'\nwhat_comes_later = "x"\n')
    desk.store.write(lambda: keep_programme(unknown, 0))
    desk.store.refresh()
    assert desk.programme_of("PRAKERJA2020").version == VERSION


def test_the_server_refuses_a_file_that_desks_could_not_read(server: RunningServer, tmp_path: Path) -> None:
    path = file_of(tmp_path, NEWER)
    path.write_text(path.read_text("utf-8") + "\n[[rules]]\n", "utf-8")
    assert server_refuses(server, path) == "PROGRAMME_FILE"


def test_the_server_refuses_a_version_that_is_not_newer(server: RunningServer, tmp_path: Path) -> None:
    give_out(server, tmp_path, NEWEST)
    assert server_refuses(server, file_of(tmp_path, NEWER)) == "SERVER_PROGRAMME_NOT_NEWER"


def test_the_server_lists_the_newest_version_of_each(server: RunningServer, tmp_path: Path) -> None:
    give_out(server, tmp_path, NEWER)
    give_out(server, tmp_path, NEWEST)
    listed = json.loads(server_says(server, "programme", "list", "--json"))
    assert listed == [{"code": "PRAKERJA2020", "version": NEWEST}]


def server_refuses(server: RunningServer, path: Path) -> str:
    """The code of the trouble that adding this file meets."""
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(io.StringIO()):
        assert posko_server(["programme", "add", str(path), "--json", "--data", str(server.settings.data)]) == 2
    code: str = json.loads(said.getvalue())["error"]["code"]
    return code
