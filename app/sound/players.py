"""What plays a WAV on this machine: the system's own player; none at all is fine."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

MOST_S = 30.0
"""No call is longer; a player that hangs is ended then."""

UNIX_PLAYERS: tuple[tuple[str, ...], ...] = (("pw-play",), ("paplay",), ("aplay", "-q"))
MAC_PLAYERS: tuple[tuple[str, ...], ...] = (("afplay",),)


class Player(Protocol):
    """Plays sounds, one at a time; called in the voice's thread."""

    def play(self, wav: bytes) -> bool:
        """Play to the end; whether anything was played."""
        ...

    def stop(self) -> None:
        """End what is being played; from any thread."""
        ...


class CommandPlayer:
    """A program of the system that is handed a file. The first one that is there and plays is kept."""

    def __init__(self, commands: Sequence[Sequence[str]]) -> None:
        """Prepare.

        Args:
            commands: name and options of each, the best first; the file's name is put behind them.
        """
        self._commands = [tuple(one) for one in commands]
        self._left = list(self._commands)
        self._door = threading.Lock()
        self._running: subprocess.Popen[bytes] | None = None
        self._is_stopped = False

    def play(self, wav: bytes) -> bool:
        """Play to the end. The file holds a number, and nobody's name.

        A program that cannot is not asked again before all others have failed, too.
        """
        with tempfile.TemporaryDirectory(prefix="posko-suara-") as folder:
            file = Path(folder) / "panggilan.wav"
            file.write_bytes(wav)
            while self._left and not self._is_stopped:
                program = shutil.which(self._left[0][0])
                if program is not None and self._run((program, *self._left[0][1:], str(file))):
                    return True
                if not self._is_stopped:
                    del self._left[0]
        self._left = list(self._commands)
        return False

    def stop(self) -> None:
        """End what is being played, and play nothing more."""
        with self._door:
            self._is_stopped = True
            if self._running is not None:
                self._running.terminate()

    def _run(self, words: Sequence[str]) -> bool:
        with self._door:
            if self._is_stopped:
                return False
            try:
                self._running = subprocess.Popen(  # noqa: S603 - one of the players named above, found on this system
                    words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
                )
            except OSError:
                return False
        try:
            return self._running.wait(MOST_S) == 0
        except subprocess.TimeoutExpired:
            self._running.kill()
            self._running.wait()
            return False
        finally:
            with self._door:
                self._running = None


class WindowsPlayer:
    """The system's own function; needs no program and no file."""

    def play(self, wav: bytes) -> bool:
        """Play to the end."""
        if sys.platform == "win32":
            import winsound

            try:
                winsound.PlaySound(wav, winsound.SND_MEMORY)
            except RuntimeError:  # no loudspeaker
                return False
            return True
        return False

    def stop(self) -> None:
        """Nothing can end a sound out of memory: it is over within seconds."""


def system_player() -> Player:
    """What this system plays with."""
    if sys.platform == "win32":
        return WindowsPlayer()
    return CommandPlayer(MAC_PLAYERS if sys.platform == "darwin" else UNIX_PLAYERS)
