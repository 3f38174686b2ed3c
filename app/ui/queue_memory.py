"""What this window remembers of the queue from day to day: its counter, which line it serves, how calls are heard."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings

from app.settings import MOST_COUNTER
from app.sound.pieces import Loudness
from core.tickets import LINES, Service

_COUNTER, _LINE, _LOUDNESS, _IS_STILL = "queue/counter", "queue/line", "queue/loudness", "queue/is_still"
_HAS_CALL_SCREEN = "queue/has_call_screen"
_YES, _NO = "yes", "no"


class QueueMemory:
    """Kept in ``window.ini`` of the profile, beside the window's place."""

    def __init__(self, home: Path, counter: str) -> None:
        """Open.

        Args:
            counter: what the desk's settings say; it holds until another one is chosen here.
        """
        self._kept = QSettings(str(home / "window.ini"), QSettings.Format.IniFormat)
        self._counter = counter

    def _text(self, key: str) -> str:
        value = self._kept.value(key)
        return value if isinstance(value, str) else ""

    @property
    def counter(self) -> str:
        """The counter to which this window calls."""
        return self._text(_COUNTER) or self._counter or "1"

    @counter.setter
    def counter(self, counter: str) -> None:
        self._kept.setValue(_COUNTER, " ".join(counter.split())[:MOST_COUNTER])

    @property
    def line(self) -> Service | None:
        """The one line that is served here; ``None`` = all."""
        text = self._text(_LINE)
        return Service(text) if text in LINES else None

    @line.setter
    def line(self, line: Service | None) -> None:
        self._kept.setValue(_LINE, line.value if line else "")

    @property
    def loudness(self) -> Loudness:
        """How calls are heard."""
        text = self._text(_LOUDNESS)
        return Loudness(text) if text in list(Loudness) else Loudness.VOICE

    @loudness.setter
    def loudness(self, loudness: Loudness) -> None:
        self._kept.setValue(_LOUDNESS, loudness.value)

    @property
    def is_still(self) -> bool:
        """Whether nothing may move on the call screen."""
        return self._text(_IS_STILL) == _YES

    @is_still.setter
    def is_still(self, is_still: bool) -> None:
        self._kept.setValue(_IS_STILL, _YES if is_still else _NO)

    @property
    def has_call_screen(self) -> bool:
        """Whether the call screen stood open when it was last asked for."""
        return self._text(_HAS_CALL_SCREEN) == _YES

    @has_call_screen.setter
    def has_call_screen(self, has_call_screen: bool) -> None:
        self._kept.setValue(_HAS_CALL_SCREEN, _YES if has_call_screen else _NO)
