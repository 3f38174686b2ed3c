"""Where a desk's files live (one folder a profile), and how a file is made that only its user may read."""

from __future__ import annotations

import os
import sys
from pathlib import Path

SETTINGS_NAME = "posko.toml"
LOG_FOLDER = "logs"


def profile_folder(given: str | None) -> Path:
    """The profile: ``--home``, else ``$POSKO_HOME``, else the platform's folder for user data."""
    chosen = given or os.environ.get("POSKO_HOME")
    return _expanded(chosen) if chosen else _user_data() / "posko"


def _expanded(text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError:  # there is no such user: then that is the folder's name
        return Path(text)


def _user_data() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


def private(path: str, flags: int) -> int:
    """Open a file that, if it is new, only this user may read: the ``opener`` of ``open``."""
    return os.open(path, flags, 0o600)
