"""The voice: plays through whatever the system has, one call after the other, and is silent where nothing plays."""

from __future__ import annotations

import os
import sys
import threading
import wave
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.sound.joining import joined
from app.sound.pieces import call_pieces
from app.sound.players import UNIX_PLAYERS, CommandPlayer, system_player
from app.sound.voice import MOST_WAITING, Voice

ONE, TWO = call_pieces("A001", "1"), call_pieces("B017", "2")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there the system's own function plays")

RECORDING = """#!{python}
import pathlib, shutil, sys
folder = pathlib.Path(__file__).parent
heard = len(list(folder.glob("*.heard")))
shutil.copyfile(sys.argv[-1], folder / f"{{heard:03}}.part")
(folder / "words").write_text(" ".join(sys.argv[1:-1]))
(folder / f"{{heard:03}}.part").rename(folder / f"{{heard:03}}.heard")
"""
"""A player as the system would have one: a program that is handed a file; this one keeps what it got."""

FAILING = "#!/bin/sh\nexit 3\n"
HANGING = "#!{python}\nimport pathlib, signal\npathlib.Path(__file__).with_suffix('.begun').touch()\nsignal.pause()\n"


class Loudspeaker:
    """A folder on the path with players in it."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        self.folder = folder
        self._qtbot = qtbot

    def install(self, name: str, program: str) -> None:
        path = self.folder / name
        path.write_text(program.format(python=sys.executable), "utf-8")
        path.chmod(0o755)

    def heard(self) -> list[bytes]:
        return [path.read_bytes() for path in sorted(self.folder.glob("*.heard"))]

    def until_heard(self, count: int) -> None:
        self.until(lambda: len(self.heard()) >= count)

    def until(self, is_so: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(is_so, timeout=20_000)


@pytest.fixture
def loudspeaker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> Loudspeaker:
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/usr/bin{os.pathsep}/bin")
    return Loudspeaker(tmp_path, qtbot)


@pytest.fixture
def voice() -> Iterator[Voice]:
    speaking = Voice(CommandPlayer(UNIX_PLAYERS))
    yield speaking
    assert speaking.close(20)


def test_a_call_reaches_the_player_whole(loudspeaker: Loudspeaker, voice: Voice) -> None:
    loudspeaker.install("aplay", RECORDING)
    voice.say(ONE)
    loudspeaker.until_heard(1)
    assert loudspeaker.heard() == [joined(ONE)]
    assert (loudspeaker.folder / "words").read_text("utf-8") == "-q"


def test_what_the_player_gets_is_a_wav_that_anybody_can_read(loudspeaker: Loudspeaker, voice: Voice) -> None:
    loudspeaker.install("paplay", RECORDING)
    voice.say(ONE)
    loudspeaker.until_heard(1)
    with wave.open(str(next(loudspeaker.folder.glob("*.heard"))), "rb") as sound:
        assert 3 < sound.getnframes() / sound.getframerate() < 12


def test_calls_are_heard_one_after_the_other(loudspeaker: Loudspeaker, voice: Voice) -> None:
    loudspeaker.install("aplay", RECORDING)
    voice.say(ONE)
    voice.say(TWO)
    loudspeaker.until_heard(2)
    assert loudspeaker.heard() == [joined(ONE), joined(TWO)]


def test_a_player_that_cannot_play_gives_way_to_the_next(loudspeaker: Loudspeaker, voice: Voice) -> None:
    loudspeaker.install("pw-play", FAILING)
    loudspeaker.install("aplay", RECORDING)
    voice.say(ONE)
    loudspeaker.until_heard(1)
    assert loudspeaker.heard() == [joined(ONE)]


def test_nothing_of_a_call_stays_on_the_disk(
    loudspeaker: Loudspeaker, voice: Voice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passing = tmp_path / "sementara"
    passing.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(passing))
    loudspeaker.install("aplay", RECORDING)
    voice.say(ONE)
    loudspeaker.until_heard(1)
    loudspeaker.until(lambda: not list(passing.iterdir()))


def test_without_a_player_it_is_silent_and_stays_so(loudspeaker: Loudspeaker, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    player = Counting()
    speaking = Voice(player)
    speaking.say(ONE)
    assert player.asked.wait(20)
    loudspeaker.until(lambda: "calls are silent" in caplog.text)
    speaking.say(TWO)
    assert speaking.close(20)
    assert player.calls == [joined(ONE)], "nobody tries again with every call"


def test_a_loudspeaker_that_is_put_right_is_heard_again(
    loudspeaker: Loudspeaker, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    speaking = Voice(CommandPlayer(UNIX_PLAYERS), quiet_s=0)
    loudspeaker.install("aplay", FAILING)
    speaking.say(ONE)
    loudspeaker.until(lambda: "calls are silent" in caplog.text)
    loudspeaker.install("aplay", RECORDING)
    speaking.say(TWO)
    loudspeaker.until_heard(1)
    assert loudspeaker.heard() == [joined(TWO)]
    assert speaking.close(20)


def test_of_many_calls_the_eldest_are_left_out(loudspeaker: Loudspeaker) -> None:
    player = Counting(can_play=True)
    speaking = Voice(player)
    numbers = [call_pieces(f"A{number:03}", "1") for number in range(1, 8)]
    speaking.say(numbers[0])
    assert player.asked.wait(20)
    for pieces in numbers[1:]:
        speaking.say(pieces)
    player.may_end.set()
    loudspeaker.until(lambda: len(player.calls) == 1 + MOST_WAITING)
    assert player.calls == [joined(pieces) for pieces in (numbers[0], *numbers[-MOST_WAITING:])]
    assert speaking.close(20)


def test_closing_ends_what_is_being_played(loudspeaker: Loudspeaker) -> None:
    loudspeaker.install("aplay", HANGING)
    speaking = Voice(CommandPlayer(UNIX_PLAYERS))
    speaking.say(ONE)
    loudspeaker.until((loudspeaker.folder / "aplay.begun").exists)
    assert speaking.close(20)


def test_a_closed_voice_says_nothing(loudspeaker: Loudspeaker) -> None:
    loudspeaker.install("aplay", RECORDING)
    speaking = Voice(CommandPlayer(UNIX_PLAYERS))
    assert speaking.close(20)
    speaking.say(ONE)
    assert loudspeaker.heard() == []


def test_every_system_has_its_player() -> None:
    assert isinstance(system_player(), CommandPlayer)


class Counting:
    """A player that counts; the first call lasts until it may end, if it can play at all."""

    def __init__(self, *, can_play: bool = False) -> None:
        self.calls: list[bytes] = []
        self.asked, self.may_end = threading.Event(), threading.Event()
        self._can_play = can_play

    def play(self, wav: bytes) -> bool:
        self.calls.append(wav)
        self.asked.set()
        if self._can_play:
            self.may_end.wait(20)
        return self._can_play

    def stop(self) -> None:
        self.may_end.set()


def test_nothing_is_said_where_nothing_is_to_be_heard() -> None:
    player = Counting()
    speaking = Voice(player)
    nothing: Sequence[str] = ()
    speaking.say(nothing)
    assert speaking.close(20)
    assert player.calls == []
