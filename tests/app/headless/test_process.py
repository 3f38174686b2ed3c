"""The command line as a real process: pipes, closed streams, other alphabets, a second writer, what is imported."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from tests.kit.desk import DAY_FILE, person_values

ROOT = Path(__file__).parents[3]
POSKO = (sys.executable, "-m", "app")
NIK = ("check", "nik", "3578085508909901")
REGISTER = ("register", "--programme", "PRAKERJA2020", "--on", "2020-04-13", "--input")

HEAVY = {"peewee", "playhouse", "cryptography", "httpx", "reportlab", "qrcode", "msgspec", "asyncio", "ssl", "logging"}
"""What costs more to import than a NIK costs to judge."""


def run(
    *words: str | Path, stdin: bytes | None = None, env: Mapping[str, str] | None = None, program: Sequence[str] = POSKO
) -> subprocess.CompletedProcess[bytes]:
    """One command to its end."""
    return subprocess.run(
        [*program, *map(str, words)],
        cwd=ROOT,
        input=stdin,
        stdin=subprocess.DEVNULL if stdin is None else None,
        capture_output=True,
        timeout=60,
        check=False,
        env={**os.environ, **(env or {})},
    )


def shell(script: str) -> subprocess.CompletedProcess[bytes]:
    """A line of the shell in which ``posko`` is the program."""
    posko = f'posko() {{ "{sys.executable}" -m app "$@"; }}\n'
    return run("-c", posko + script, program=("bash",))


def visits(*numbers: int) -> bytes:
    return "\n".join(json.dumps(person_values(number)) for number in numbers).encode()


def test_a_value_is_judged_without_loading_store_line_or_papers() -> None:
    script = f"import sys; from app.__main__ import main; main({list(NIK)!r}); print(' '.join(sys.modules))"
    loaded = run("-c", script, program=(sys.executable,)).stdout.split()
    assert {name.decode().partition(".")[0] for name in loaded} & HEAVY == set()


@pytest.mark.slow
def test_the_program_answers_as_a_process(home: Path) -> None:
    said = run(*NIK, "--json")
    assert (said.returncode, said.stderr) == (0, b"")
    assert json.loads(said.stdout)["value"] == "kec=35.78.08;dob=1990-08-15;sex=P"
    assert run("check", "nik", "1").returncode == 1
    assert run("no-such-command").returncode == 2
    assert run("sync").returncode == 3


def test_one_person_comes_through_a_pipe(home: Path) -> None:
    said = run(*REGISTER, "-", "--json", stdin=visits(1))
    assert (said.returncode, said.stderr, json.loads(said.stdout)["queue_number"]) == (0, b"", "A001")


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_the_answer_is_utf_8_json_on_any_console(encoding: str) -> None:
    said = run("check", "name", "Šárka 😀", "--json", env={"PYTHONIOENCODING": encoding})
    assert (said.returncode, said.stderr) == (1, b"")
    assert json.loads(said.stdout.decode("utf-8"))["findings"][0]["facts"] == {"sign": "😀"}
    plain = run("check", "name", "Šárka 😀", env={"PYTHONIOENCODING": encoding})
    assert (plain.returncode, plain.stderr) == (1, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, a disk that is always full")
def test_an_answer_that_cannot_be_written_is_said(home: Path) -> None:
    said = shell("posko status --json > /dev/full")
    assert (said.returncode, said.stdout) == (3, b"")
    assert said.stderr.decode().startswith("Jawaban tidak bisa ditulis")
    assert said.stderr.count(b"\n") == 1


@pytest.mark.slow
def test_nobody_is_lost_when_the_reader_of_the_answer_leaves(home: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    process = subprocess.Popen([*POSKO, *REGISTER, DAY_FILE], cwd=ROOT, stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    _out, err = process.communicate(timeout=60)
    assert process.returncode == 3
    assert all(line.endswith(b"dari 182 selesai.") for line in err.splitlines())
    kept = json.loads(run("status", "--json").stdout)["by_outcome"]
    assert sum(kept.values()) > 170


@pytest.mark.slow
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_are_no_trouble(home: Path, closed: str) -> None:
    said = shell(f"posko status --json {closed}")
    assert said.returncode == 0
    assert b"Traceback" not in said.stderr


@pytest.mark.slow
def test_a_second_writer_is_told_who_is_in_and_readers_are_not_disturbed(home: Path) -> None:
    keeper = subprocess.Popen(
        [sys.executable, "-m", "tests.app.models.holding_store", str(home)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert keeper.stdout is not None
    assert keeper.stdout.readline() == b"open\n"
    try:
        said = run(*REGISTER, "-", stdin=visits(1))
        assert said.returncode == 3
        assert "posko register" in said.stderr.decode()
        assert run("status").returncode == 0
        assert run("find", "A001").returncode == 1
    finally:
        keeper.communicate(timeout=60)
    assert run(*REGISTER, "-", stdin=visits(1)).returncode == 0


@pytest.mark.parametrize("module", ["app.cli", "core.errors", "app.headless.sync", "core.sentences"])
def test_ctrl_c_during_the_start_ends_with_a_sentence(module: str) -> None:
    script = f"""
import sys
class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            sys.meta_path.remove(self)
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupting())
from app.__main__ import main
sys.exit(main(["status", "--json"]))
"""
    said = run("-c", script, program=(sys.executable,))
    assert (said.returncode, json.loads(said.stdout)["error"]["code"], said.stderr) == (3, "INTERRUPTED", b"")


@pytest.fixture
def hears_ctrl_c() -> Iterator[None]:
    """A shell that starts us in the background has us ignore it, and our children with us."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.slow
@pytest.mark.usefixtures("hears_ctrl_c")
@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C is no signal there")
def test_ctrl_c_ends_with_a_sentence(home: Path) -> None:
    process = subprocess.Popen(
        [*POSKO, *REGISTER, "-", "--json"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    # more than a pipe holds: once it is written the program is reading, so it has started
    process.stdin.write(b" " * 1_000_000)
    process.stdin.flush()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, json.loads(out)["error"]["code"], err) == (3, "INTERRUPTED", b"")
