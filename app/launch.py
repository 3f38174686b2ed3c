"""Starts the window before anything behind it is loaded: store, desk and line come while the first picture stands."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import Trouble

if TYPE_CHECKING:
    from app.headless.answer import Answer

X_SOCKETS = "/tmp/.X11-unix/X"  # noqa: S108 - where display servers listen; nothing is written there
X_PORT = 6000
ANSWER_WITHIN_S = 3.0

UNUSED = ("_hashlib", "psycopg", "psycopg2")
"""What libraries would load because it happens to be installed: a second OpenSSL beside that of cryptography, for
digests that Python computes itself, too; and drivers of databases that no desk has. 15 MiB, and the time to read them.
"""


def open_window() -> Answer:
    """``posko`` and nothing behind it: the window, which does not wait for the grammar of all commands to be loaded."""
    from app.logs import note_trouble, start_logging
    from app.models.places import refuse_unreachable_folder
    from app.paths import LOG_FOLDER, profile_folder

    home = profile_folder(None)
    try:
        refuse_unreachable_folder(home)
        start_logging(home / LOG_FOLDER)
        exit_code = run_window(home)
    except Trouble as trouble:
        note_trouble(trouble)
        return _told(trouble)
    from app.headless.answer import Answer

    return Answer({"home": str(home)}, (), exit_code)


def _told(trouble: Trouble) -> Answer:
    from app.headless.answer import of_trouble

    return of_trouble(trouble)


def run_window(home: Path) -> int:
    """Open the window on a profile (or its set-up) until it is closed; the program's exit code.

    Raises: Trouble WINDOW_NO_SCREEN where no window can be shown.
    """
    if not _has_screen():
        raise Trouble("WINDOW_NO_SCREEN")
    gc.disable()  # what is loaded now stays: looking through it again and again only delays the first picture
    from app.ui.toolkit import load_plainly

    load_plainly()
    with _without(UNUSED):
        with _without(("typing_extensions",)):  # msgspec asks for it first, and takes Python's own as well
            import_module("app.settings_file")
        from app.house import DeskHouse
        from app.ui.program import run

        house = DeskHouse(home)
        try:
            return run(house)
        finally:
            house.close()
            gc.enable()


@contextmanager
def _without(modules: Sequence[str]) -> Iterator[None]:
    """Refuse to load these, as if they were not installed; what is loaded already stays."""
    refused = [name for name in modules if name not in sys.modules]
    for name in refused:
        sys.modules[name] = None  # type: ignore[assignment]  # the documented way to say that there is none
    try:
        yield
    finally:
        for name in refused:
            sys.modules.pop(name, None)


def _has_screen() -> bool:
    """The toolkit ends the whole program where it finds no screen, so it is asked only where there is one."""
    if sys.platform in ("win32", "darwin"):
        return True
    chosen = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if chosen not in ("", "xcb"):
        return True  # somebody knows what they do
    if not chosen and os.environ.get("WAYLAND_DISPLAY"):
        return True
    return _is_answered(os.environ.get("DISPLAY", ""))


def _is_answered(display: str) -> bool:
    """Whether a display server listens behind ``:0``, ``host:10.0`` and the like."""
    host, _, number = display.rpartition(":")
    server = number.partition(".")[0]
    if not (server.isascii() and server.isdecimal()):
        return False
    import socket

    try:
        if host not in ("", "unix"):
            socket.create_connection((host, X_PORT + int(server)), ANSWER_WITHIN_S).close()
            return True
    except (OSError, OverflowError):
        return False
    return any(_listens_at(path) for path in (f"{X_SOCKETS}{server}", f"\0{X_SOCKETS}{server}"))  # file, or name alone


def _listens_at(path: str) -> bool:
    import socket

    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(path)
    except OSError:
        return False
    return True
