"""A button that says its name, and its key where it has one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton

from app.ui.widgets.key_chip import key_text


def button(text: str, run: Callable[[], None], *, kind: str = "", keys: str = "") -> QPushButton:
    """A button.

    Args:
        kind: ``primary``, ``quiet`` or empty.
        keys: the key that does the same, in Qt's portable form; shown behind the words.
    """
    made = QPushButton(f"{text}   {key_text(keys)}".rstrip())
    made.setProperty("is", kind)
    made.setAccessibleName(text)
    made.setAccessibleDescription(key_text(keys))
    made.clicked.connect(run)
    return made
