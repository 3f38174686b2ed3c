"""The voice of the queue: says calls one after the other in a thread of its own, and is silent where nothing plays."""

from __future__ import annotations

import collections
import logging
import threading
import time
import wave
from collections.abc import Sequence

from app.sound.joining import joined
from app.sound.players import Player, system_player

LOG = logging.getLogger(__name__)

QUIET_S = 60.0
"""After a call that nothing could play: whoever plugs a loudspeaker in is heard a minute later at most."""

MOST_WAITING = 3
"""Calls behind the one that is heard; of more the eldest are left out: their numbers stand on the screen."""


class Voice:
    """Takes calls from any thread."""

    def __init__(self, player: Player | None = None, *, quiet_s: float = QUIET_S) -> None:
        """Prepare; the thread begins with the first call.

        Args:
            player: ``None`` = whatever this system has.
            quiet_s: how long nothing is tried after a call that nothing could play.
        """
        self._player = player or system_player()
        self._waiting: collections.deque[tuple[str, ...]] = collections.deque(maxlen=MOST_WAITING)
        self._moved = threading.Condition()
        self._thread: threading.Thread | None = None
        self._is_closed = False
        self._quiet_s = quiet_s
        self._silent_until_s = 0.0

    def say(self, pieces: Sequence[str]) -> None:
        """Let these be heard behind whatever is heard now."""
        if not pieces:
            return
        with self._moved:
            if self._is_closed or time.monotonic() < self._silent_until_s:
                return
            self._waiting.append(tuple(pieces))
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="posko-voice", daemon=True)
                self._thread.start()
            self._moved.notify_all()

    def close(self, within_s: float = 0) -> bool:
        """Fall silent; whether the thread has ended in time."""
        with self._moved:
            self._is_closed = True
            self._waiting.clear()
            self._moved.notify_all()
        self._player.stop()
        if self._thread is not None:
            self._thread.join(within_s)
            return not self._thread.is_alive()
        return True

    def _work(self) -> None:
        while (pieces := self._next()) is not None:
            try:
                has_played = self._player.play(joined(pieces))
            except (OSError, wave.Error) as error:
                LOG.warning("a call could not be heard: %s", type(error).__name__)
                has_played = False
            if not has_played:
                self._fall_silent()

    def _next(self) -> tuple[str, ...] | None:
        with self._moved:
            self._moved.wait_for(lambda: self._waiting or self._is_closed)
            return self._waiting.popleft() if self._waiting else None

    def _fall_silent(self) -> None:
        """Nothing plays here now: nobody tries again with every call."""
        with self._moved:
            if not self._is_closed:
                LOG.info("no player for sounds was found; calls are silent for %.0f s", self._quiet_s)
            self._silent_until_s = time.monotonic() + self._quiet_s
            self._waiting.clear()
