"""Where a server's files are, from its arguments and the environment."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.errors import unusable
from server.codes import ServerCode
from server.store.files import SIDES, is_same_file
from server.store.migrating import is_copy_of
from server.store.run_lock import LOCK_ENDING

DATABASE_NAME = "posko-server.db"
KEY_NAME = "server.key"
DATA_VARIABLE = "POSKO_SERVER_DATA"

_SQLITE = "sqlite:///"
_POSTGRES = ("postgresql://", "postgres://", "postgresql+")


@dataclass(frozen=True, slots=True)
class Settings:
    """The files of one server."""

    data: Path
    database: Path

    @property
    def key_file(self) -> Path:
        """Where the signing key is: beside, not in the database, so that a copy of one is not a copy of both."""
        return self.data / KEY_NAME

    def refuse_own(self, target: Path) -> None:
        """See that nothing is written over a file of this server. Raises: Trouble FILE_IS_OWN."""
        # a linked database has its sides beside the file that the link leads to, and its lock beside the link
        bases = {self.database, Path(os.path.realpath(self.database))}
        own = [base.with_name(base.name + ending) for base in bases for ending in ("", LOCK_ENDING, *SIDES)]
        place = Path(os.path.realpath(target))
        is_copy = any(is_same_file(place.parent, base.parent) and is_copy_of(base, place) for base in bases)
        if is_copy or any(is_same_file(target, file) for file in (self.key_file, *own)):
            raise unusable(ServerCode.FILE_IS_OWN, file=str(target))


def settings(database_url: str | None, data: str | None, environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings that a command's ``--database`` and ``--data`` stand for.

    Raises: Trouble DATABASE_URL or POSTGRES_LATER for a URL that this release cannot serve.
    """
    folder = Path(data or environment.get(DATA_VARIABLE) or _platform_folder(environment)).expanduser()
    if database_url is None:
        return Settings(folder, folder / DATABASE_NAME)
    if database_url.startswith(_POSTGRES):
        raise unusable(ServerCode.POSTGRES_LATER)
    path = database_url.removeprefix(_SQLITE)
    if not database_url.startswith(_SQLITE) or not path or path == ":memory:" or "\0" in path:
        raise unusable(ServerCode.DATABASE_URL)
    return Settings(folder, Path(path).expanduser())


def _platform_folder(environment: Mapping[str, str]) -> Path:
    home = Path.home()
    if sys.platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local") / "posko-server"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "posko-server"
    return Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share") / "posko-server"
