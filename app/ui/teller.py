"""Carries what a worker's thread tells into the window's thread, to whoever is still there to hear it.

A signal of the listener itself would not do: it may go at the very moment at which the worker speaks, and whoever emits
a signal of something that has gone ends the program. The one teller never goes.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal


class _Teller(QObject):
    told = Signal(object, object)


@functools.cache
def _teller() -> _Teller:
    return _Teller()


def told_home(listener: Callable[[object, Any], None]) -> Callable[[object], None]:
    """What a worker's thread may call at any time.

    Args:
        listener: a method of an object of the toolkit, called in its thread while it lives: with the mark of who was
            told (this function's answer), and with what was told. It hears the others' words as well.
    """
    teller = _teller()
    teller.told.connect(listener, Qt.ConnectionType.QueuedConnection)

    def tell(word: object) -> None:
        teller.told.emit(tell, word)

    return tell
