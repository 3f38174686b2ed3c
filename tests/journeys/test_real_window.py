"""The program as a real process in a real X window, typed at by xdotool: unlock, one person, search, lock, close."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from app.desk.drafts import drafts
from app.desk.slip_cases import slip_cases
from core.ids import RegistrationNo
from core.slip_token import issue_token
from tests.journeys.people import fill_in, somebody
from tests.kit.desk import DAY, SECRET, opened
from tests.kit.window import training_home

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
SCREEN = "1366x768x24"
PATIENCE_S = 60.0
LOOK_EVERY_S = 0.1

PICTURE = """
import sys
from PySide6.QtGui import QGuiApplication
application = QGuiApplication(sys.argv)
assert application.primaryScreen().grabWindow(0).save(sys.argv[1])
"""


@pytest.fixture
def display() -> Iterator[str]:
    """A display of our own."""
    for program in ("Xvfb", "xdotool"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is missing: `make setup` installs it where that is allowed")
    reading, writing = os.pipe()
    process = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", SCREEN, "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"
    finally:
        process.terminate()
        process.wait(30)


class Hands:
    """Keys through the X server to whatever has the focus there."""

    def __init__(self, display: str, process: subprocess.Popen[bytes], home: Path, log: Path) -> None:
        self._world = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        self._process = process
        self._home = home
        self._log = log

    def _xdotool(self, *words: str) -> str:
        done = subprocess.run(
            ["xdotool", *words], env=self._world, capture_output=True, text=True, timeout=60, check=False
        )
        return done.stdout.strip()

    @property
    def exit_code(self) -> int | None:
        """``None`` while the program runs."""
        return self._process.poll()

    def until(self, is_so: Callable[[], bool], what: str) -> None:
        """Look again and again."""
        end = time.monotonic() + PATIENCE_S
        while not is_so():
            assert time.monotonic() < end, f"never came: {what}; title {self.title!r}; {self._log.read_text()[-2000:]}"
            self._wait()

    def _wait(self) -> None:
        try:
            self._process.wait(LOOK_EVERY_S)
        except subprocess.TimeoutExpired:
            return

    @property
    def window(self) -> str:
        """The X server's number of the window; empty while there is none."""
        return self._xdotool("search", "--onlyvisible", "--name", "Posko").partition("\n")[0]

    @property
    def title(self) -> str:
        """What the window's frame would say."""
        window = self.window
        return self._xdotool("getwindowname", window) if window else ""

    def take_focus(self) -> None:
        """As a click into the window would give it: there is no window manager here."""
        self.until(lambda: bool(self.window), "a window")
        self._xdotool("windowfocus", "--sync", self.window)

    def type(self, text: str) -> None:
        """Press the keys of a text."""
        self._xdotool("type", "--delay", "1", text)

    def press(self, *keys: str) -> None:
        """Press keys by name."""
        for key in keys:
            self._xdotool("key", key)

    def scan(self, token: str) -> None:
        """What a scanner on USB does: keys a few milliseconds apart, Shift for each capital, and Enter."""
        self._xdotool("key", "--delay", "4", *token, "Return")

    def until_sees(self, text: str) -> None:
        """Nobody here can read; but when the form is kept as a draft, two seconds later, what it looked up is shown."""
        self.until(lambda: self.status()["drafts"] == 1, f"a draft, and {text!r} before it")

    def has_noted(self, slip: str) -> bool:
        """Whether the sheet has come and its key was heard; a scan too early, in the middle of loading, comes again."""
        self.press("space")
        if self.status()["pending"]:
            return True
        self.scan(slip)
        return False

    def has_gone_home(self) -> bool:
        """Enter answers the farewell as soon as it has counted what is unsent."""
        self.press("Return")
        return self.exit_code is not None

    def status(self) -> dict[str, Any]:
        """``posko status --json`` beside the window."""
        done = posko("status", "--json", home=self._home)
        status: dict[str, Any] = json.loads(done.stdout)
        return status

    def photograph(self, picture: Path) -> None:
        """The whole screen."""
        subprocess.run([sys.executable, "-c", PICTURE, str(picture)], env=self._world, check=True, timeout=60)


def posko(*words: str, home: Path) -> subprocess.CompletedProcess[str]:
    """One command of the program."""
    return subprocess.run(
        [sys.executable, "-m", "app", "--home", str(home), *words],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


@contextmanager
def program(display: str, home: Path, log: Path) -> Iterator[Hands]:
    """``python -m app`` on the display."""
    world = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    words = [sys.executable, "-m", "app", "--home", str(home)]
    with log.open("wb") as complaints:
        process = subprocess.Popen(words, cwd=ROOT, env=world, stderr=complaints)
        try:
            yield Hands(display, process, home, log)
        finally:
            process.kill()
            process.wait(30)


def test_a_person_is_registered_in_a_real_window(display: str, tmp_path: Path) -> None:
    home, secret = training_home(tmp_path / "meja"), tmp_path / "rahasia"
    secret.write_text(SECRET)
    person = somebody(1, "budi santoso")
    with program(display, home, tmp_path / "stderr.txt") as hands:
        hands.take_focus()
        come_in(hands)
        fill_in(hands, person)
        hands.press("F2")
        hands.until(lambda: hands.status()["registrations"] == 1, "a visit in the store")
        hands.until(lambda: hands.status()["drafts"] == 0, "no draft any more")
        hands.photograph(tmp_path / "saved.png")
        hands.press("ctrl+2")
        hands.until(lambda: hands.title.startswith("Cari SBY01"), "the search")
        hands.type("santoso")
        hands.photograph(tmp_path / "found.png")
        hands.press("ctrl+l")
        come_in(hands)
        hands.press("ctrl+q")
        hands.until(lambda: "Pendaftaran" not in hands.title, "the farewell, which tells what is unsent")
        hands.until(hands.has_gone_home, "the end")
        assert hands.exit_code == 0
    (found,) = json.loads(posko("find", "santoso", "--secret-file", str(secret), "--json", home=home).stdout)
    assert (found["queue_number"], found["outcome"], found["name"]) == ("A001", "registered", "BUDI SANTOSO")


def test_a_scanner_is_heard_in_a_real_window_and_by_no_box_in_it(display: str, tmp_path: Path) -> None:
    home = training_home(tmp_path / "meja")
    with opened(home) as desk:
        slip = issue_token(desk.keys.device, RegistrationNo("35", "SBY01", DAY, 777), "A777")
    with program(display, home, tmp_path / "stderr.txt") as hands:
        hands.take_focus()
        hands.until(lambda: hands.title.startswith("SBY01"), "the gate")
        hands.scan(slip)  # no secret, and no try
        come_in(hands)
        hands.type("3578")
        hands.scan(slip)
        hands.until(lambda: hands.has_noted(slip), "the slip in the log")
        hands.photograph(tmp_path / "scanned.png")
    with opened(home) as desk:
        assert [case.queue_number for case in slip_cases(desk)] == ["A777"]
        assert [draft.values.get("nik") for draft in drafts(desk)] in ([], ["3578"])


def come_in(hands: Hands) -> None:
    """Unlock, once the gate says that it takes keys."""
    hands.until(lambda: hands.title.startswith("SBY01"), "the gate")
    hands.type(SECRET)
    hands.press("Return")
    hands.until(lambda: hands.title.startswith("Pendaftaran SBY01"), "the form")
