"""Nobody of the day can be found in what the desk wrote: database, journal, log, sealed slips, backups, temp files.

A whole day with everything that happens in it: a program stopped while it works and killed, everybody once more,
drafts, wrong input, a reprint, synchronisation, a backup, a restore. Clear slips go to a folder outside the profile.
"""

from __future__ import annotations

import base64
import gzip
import json
import os
import shutil
import signal
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.desk import register as registering
from app.desk.drafts import save_draft
from app.models.sealing import Sealer
from tests.kit.desk import (
    DAY,
    DAY_FILE,
    day_lines,
    day_values,
    entry_of,
    new_profile,
    opened,
    prakerja,
    register_one,
)
from tests.kit.privacy_search import Searcher, day_texts, texts_of
from tests.kit.server import RunningServer, running_server
from tests.papers.reading import squeezed, words

ROOT = Path(__file__).parents[2]
OFFICER, SECRET = "Petugas Latihan", "rahasia-latihan"
REGISTER = ("register", "--programme", "PRAKERJA2020", "--on", "2020-04-13", "--json")

SLIP_HEAD = "%PDF-1.3"

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class World:
    """The folders of the day. ``desk`` is all that is searched; what lies in ``clear`` was asked for by a person."""

    desk: Path
    clear: Path

    @property
    def home(self) -> Path:
        """The profile."""
        return self.desk / "profile"

    def program(self, *words: str | Path) -> subprocess.Popen[bytes]:
        """Start a command of the real program, whose temporary files are searched as well."""
        env = {
            **os.environ,
            "POSKO_HOME": str(self.home),
            "POSKO_SECRET_FILE": str(self.clear / "secret.txt"),
            "TMPDIR": str(self.desk / "temp"),
            "HOME": str(self.desk / "user"),
            "XDG_DATA_HOME": str(self.desk / "user"),
            "PYTHONUNBUFFERED": "1",
        }
        command = [sys.executable, "-m", "app", *map(str, words)]
        return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def posko(self, *words: str | Path) -> tuple[int, bytes]:
        """Run a command to its end; exit code and answer."""
        process = self.program(*words)
        out, err = process.communicate(timeout=240)
        assert b"Traceback" not in err
        return process.returncode, out

    def keep_a_picture(self, name: str) -> None:
        """Copy the profile as it lies on the disk at this moment."""
        shutil.copytree(self.home, self.desk / "pictures" / name)


@pytest.fixture(scope="module")
def searcher() -> Searcher:
    return Searcher(day_texts(DAY_FILE) | {SLIP_HEAD})


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running_server(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, server: RunningServer) -> World:
    """The whole day."""
    folder = tmp_path_factory.mktemp("day")
    made = World(folder / "desk", folder / "clear")
    for new in (made.desk / "temp", made.desk / "user", made.clear):
        new.mkdir(parents=True)
    (made.clear / "secret.txt").write_text(SECRET, encoding="utf-8")
    new_profile(made.home, officer=OFFICER, secret=SECRET)
    assert made.posko("enrol", "--server", server.url, "--enrol", server.new_code(province="35"))[0] == 0
    _morning(made)
    _noon(made)
    _evening(made)
    return made


def _morning(world: World) -> None:
    """The day's people; the program is stopped while it works, looked at, and killed."""
    process = world.program(*REGISTER, "--input", DAY_FILE, "--slips", world.clear / "slips")
    assert process.stderr is not None
    assert process.stderr.readline().endswith(b"dari 182 selesai.\n")  # at work for a second
    process.send_signal(signal.SIGSTOP)
    world.keep_a_picture("while it works")
    process.kill()
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    world.keep_a_picture("after the crash")
    assert 0 < len(list((world.clear / "slips").glob("*.pdf"))) < 182


def _noon(world: World) -> None:
    """Everybody again (who is in is a duplicate), a picture within a transaction, drafts, wrong input."""
    code, out = world.posko(*REGISTER, "--input", DAY_FILE, "--slips", world.clear / "slips")
    assert (code, len(json.loads(out))) == (1, 182)
    with opened(world.home, officer=OFFICER, secret=SECRET) as desk:
        entry = entry_of(day_lines()[0], nik="3578085508909901")

        def half_done() -> None:
            registering.register(desk, entry, prakerja(), DAY)
            save = world.home / "posko.db-journal", world.home / "posko.db-wal"
            assert any(path.exists() and path.stat().st_size for path in save)
            world.keep_a_picture("within a transaction")

        desk.store.write(half_done)
        draft, _changes = save_draft(desk, {name: str(value) for name, value in day_values(7).items()})
        save_draft(desk, {name: str(value) for name, value in day_values(8).items()}, draft)
    bad = world.clear / "bad.jsonl"
    bad.write_text("\n".join([day_lines()[3], day_lines()[4][:-1], f'"{day_lines()[5]}']), encoding="utf-8")
    assert world.posko(*REGISTER, "--input", bad)[0] == 2
    wrong = world.clear / "wrong.txt"
    wrong.write_text(str(day_values(9)["nik"]), encoding="utf-8")
    assert world.posko("find", str(day_values(9)["nik"]), "--secret-file", wrong)[0] == 3


def _evening(world: World) -> None:
    """Find, reprint, send, back up, restore, check."""
    code, out = world.posko("find", str(day_values(1)["nik"]), "--json")
    assert (code, len(json.loads(out))) == (0, 1)
    assert world.posko("find", str(day_values(1)["name_on_id"]))[0] == 0
    assert world.posko("slip", "A001", "--paper", "a5", "--out", world.clear / "again.pdf")[0] == 0
    assert world.posko("sync")[0] == 0
    backup = world.home / "backups" / "evening.posko"
    assert world.posko("backup", backup)[0] == 0
    assert world.posko("restore", backup, "--home", world.desk / "restored")[0] == 0
    restored = ("--home", world.desk / "restored")
    assert world.posko(*REGISTER, *restored, "--input", DAY_FILE, "--slips", world.clear / "more")[0] == 1
    assert world.posko("sync", *restored)[0] == 0
    assert world.posko("selfcheck")[0] == 0
    assert world.posko("status")[0] == 0


def test_nobody_of_the_day_is_found_in_anything_the_desk_wrote(world: World, searcher: Searcher) -> None:
    names = {path.name for path in world.desk.rglob("*") if path.is_file()}
    assert {"posko.db", "posko.lock", "posko.log", "evening.posko"} <= names
    assert sum(name.endswith(".slip") for name in names) > 150
    assert searcher.hits_below(world.desk) == []


def test_nothing_is_left_in_the_temp_folder_nor_in_parts(world: World) -> None:
    assert list((world.desk / "temp").iterdir()) == []
    assert list((world.desk / "user").iterdir()) == []
    left = [path for folder in (world.home, world.desk / "restored") for path in folder.rglob("*.part")]
    assert [path for path in left if path.parent.name != "slips"] == []  # a sealed one that the crash cut may stay


# --- the search has teeth ---------------------------------------------------------------------------------------------

SAMPLE = json.dumps(day_values(1), ensure_ascii=False)


def _deflated(data: bytes) -> bytes:
    stream = zlib.compressobj(9, zlib.DEFLATED, -15)
    return stream.compress(data) + stream.flush()


@pytest.mark.parametrize(
    "hide",
    [
        str.encode,
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("utf-16-be"),
        lambda text: text.encode().hex().encode(),
        lambda text: text.encode().hex().upper().encode(),
        lambda text: text.encode()[::-1],
        lambda text: base64.b64encode(text.encode()),
        lambda text: base64.b64encode(b"x" + text.encode()),
        lambda text: base64.urlsafe_b64encode(b"xx" + text.encode()),
        lambda text: zlib.compress(text.encode()),
        lambda text: gzip.compress(text.encode()),
        lambda text: _deflated(text.encode()),
        lambda text: _deflated(text.encode("utf-16-le")),
    ],
    ids=[
        "utf-8", "utf-16-le", "utf-16-be", "hex", "HEX", "reversed", "base64", "base64 shifted by one",
        "base64 shifted by two", "zlib", "gzip", "deflate", "deflated utf-16",
    ],
)  # fmt: skip
def test_a_person_is_found_in_every_form_and_at_any_place(searcher: Searcher, hide: Callable[[str], bytes]) -> None:
    hidden = os.urandom(997) + hide(SAMPLE) + os.urandom(101)
    found = {hit.text for hit in searcher.hits("hidden", hidden)}
    values = day_values(1)
    assert {str(values[name]) for name in ("nik", "family_card_no", "mobile", "name_on_id")} <= found


def test_a_number_is_found_that_was_stored_as_a_number(searcher: Searcher) -> None:
    nik = int(str(day_values(1)["nik"]))
    for hidden in (nik.to_bytes(8, "big"), nik.to_bytes(8, "little"), bytes.fromhex(str(nik))):
        assert {hit.text for hit in searcher.hits("hidden", b"xyz" + hidden + b"xyz")} == {str(nik)}


def test_a_clear_slip_names_the_person_and_would_be_recognised(world: World, searcher: Searcher) -> None:
    [slip] = (world.clear / "slips").glob("A001-35-*.pdf")
    assert squeezed(str(day_values(1)["name_on_id"])) in words(slip.read_bytes())
    # its letters are glyphs of a font, so a slip is known by its head
    assert {hit.text for hit in searcher.hits(slip.name, slip.read_bytes())} == {SLIP_HEAD}


def test_people_are_found_in_a_store_that_does_not_seal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def clear(_sealer: Sealer, _table: str, _uid: bytes, plain: bytes) -> bytes:
        return bytes(12) + plain

    def opened_clear(_sealer: Sealer, _table: str, _uid: bytes, sealed: bytes) -> bytes:
        return sealed[12:]

    monkeypatch.setattr(Sealer, "seal", clear)
    monkeypatch.setattr(Sealer, "open", opened_clear)
    new_profile(tmp_path / "desk")
    with opened(tmp_path / "desk") as desk:
        register_one(desk, 0, **day_values(1))
    wanted = texts_of(day_values(1))
    assert {hit.text for hit in Searcher(wanted).hits_below(tmp_path)} >= {
        str(day_values(1)[name]) for name in ("nik", "family_card_no", "name_on_id")
    }
