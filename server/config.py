"""Where a server's key and database are, from its arguments and the environment."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.errors import unusable
from server.codes import ServerCode
from server.store.address import Address, postgres_url
from server.store.files import SIDES, is_same_file
from server.store.migrating import is_copy_of
from server.store.run_lock import LOCK_ENDING

DATABASE_NAME = "posko-server.db"
KEY_NAME = "server.key"
DATA_VARIABLE = "POSKO_SERVER_DATA"
DATABASE_VARIABLE = "POSKO_SERVER_DATABASE"
"""The URL, where nobody else on the machine can read it from the list of processes."""

UNSAFE_VARIABLE = "POSKO_SERVER_UNSAFE_POSTGRES"
"""``allowed``: a PostgreSQL without fsync will do. For tests: a power cut may lose what desks were told is safe."""

_SQLITE = "sqlite:///"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the key and the database of one server are."""

    data: Path
    database: Address

    @property
    def key_file(self) -> Path:
        """Where the signing key is: beside, not in the database, so that a copy of one is not a copy of both."""
        return self.data / KEY_NAME

    def refuse_own(self, target: Path) -> None:
        """See that nothing is written over a file of this server. Raises: Trouble FILE_IS_OWN."""
        if is_same_file(target, self.key_file) or (isinstance(self.database, Path) and _is_of(self.database, target)):
            raise unusable(ServerCode.FILE_IS_OWN, file=str(target))


def _is_of(database: Path, target: Path) -> bool:
    """Whether this is a database file, one of its sides, its lock, or a copy made before an upgrade."""
    # a linked database has its sides beside the file that the link leads to, and its lock beside the link
    bases = {database, Path(os.path.realpath(database))}
    own = [base.with_name(base.name + ending) for base in bases for ending in ("", LOCK_ENDING, *SIDES)]
    place = Path(os.path.realpath(target))
    is_copy = any(is_same_file(place.parent, base.parent) and is_copy_of(base, place) for base in bases)
    return is_copy or any(is_same_file(target, file) for file in own)


def settings(database_url: str | None, data: str | None, environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings that a command's ``--database`` and ``--data`` stand for.

    Raises: Trouble DATABASE_URL for a URL of neither engine.
    """
    folder = Path(data or environment.get(DATA_VARIABLE) or _platform_folder(environment)).expanduser()
    url = database_url or environment.get(DATABASE_VARIABLE)
    if not url:
        return Settings(folder, folder / DATABASE_NAME)
    if not url.startswith(_SQLITE):
        address = postgres_url(url, may_be_unsafe=environment.get(UNSAFE_VARIABLE) == "allowed")
        if address is None:
            raise unusable(ServerCode.DATABASE_URL)
        return Settings(folder, address)
    path = url.removeprefix(_SQLITE)
    if not path or path == ":memory:" or "\0" in path:
        raise unusable(ServerCode.DATABASE_URL)
    return Settings(folder, Path(path).expanduser())


def _platform_folder(environment: Mapping[str, str]) -> Path:
    home = Path.home()
    if sys.platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local") / "posko-server"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "posko-server"
    return Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share") / "posko-server"
