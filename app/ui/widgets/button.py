"""A button that says its name, and its key where it has one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton


def button(text: str, run: Callable[[], None], *, kind: str = "", keys: str = "") -> QPushButton:
    """A button.

    Args:
        kind: ``primary``, ``quiet`` or empty.
        keys: the key that does the same, in Qt's portable form; shown behind the words.
    """
    key = _shown(keys)
    made = QPushButton(f"{text}   {key}".rstrip())
    made.setProperty("is", kind)
    made.setAccessibleName(text)
    made.setAccessibleDescription(key)
    made.clicked.connect(run)
    return made


def _shown(keys: str) -> str:
    if not keys:
        return ""
    from app.ui.widgets.key_chip import key_text  # a gate has no keys to show, and is the first picture

    return key_text(keys)
