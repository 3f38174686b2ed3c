"""Which engine keeps the servers' data in a test: a file in the folder, or a database of a real PostgreSQL.

A folder stands for one server on either engine: the same folder again is the same server again.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from server.config import DATABASE_NAME, UNSAFE_VARIABLE
from server.store.address import Address


class Engine(Protocol):
    """Where servers' data are."""

    name: str

    def address(self, folder: Path, *, is_founded: bool = False) -> Address:
        """The database of the server whose files are in ``folder``.

        Args:
            is_founded: whether a new one may come with its tables, which saves time.
        """

    def words(self, folder: Path) -> tuple[str, ...]:
        """What a command needs besides ``--data``."""

    def copy(self, folder: Path, copy: Path) -> None:
        """Have what the server in ``folder`` keeps outside of it stand for ``copy``, too; nobody uses either now."""

    def in_use(self) -> frozenset[Path]:
        """The folders whose servers have a database outside of them."""

    def recycle(self, kept: Collection[Path] = ()) -> None:
        """Forget the servers of all other folders."""


class SqliteFiles:
    """Each server has a file in its folder."""

    name = "sqlite"

    def address(self, folder: Path, *, is_founded: bool = False) -> Address:
        """The file in the folder."""
        return folder / DATABASE_NAME

    def words(self, folder: Path) -> tuple[str, ...]:
        """Nothing: that is where commands look by themselves."""
        return ()

    def copy(self, folder: Path, copy: Path) -> None:
        """Nothing: the file was copied with its folder."""

    def in_use(self) -> frozenset[Path]:
        """None: everything is in the folders, which pytest clears away."""
        return frozenset()

    def recycle(self, kept: Collection[Path] = ()) -> None:
        """Nothing has to be done."""


@contextmanager
def servers_on(engine: Engine) -> Iterator[None]:
    """Every server of the kit keeps its data there until the block ends; so do the programs that it starts."""
    before = _present[0], os.environ.get(UNSAFE_VARIABLE)
    _present[0] = engine
    os.environ[UNSAFE_VARIABLE] = "allowed"
    try:
        yield
    finally:
        _present[0] = before[0]
        if before[1] is None:
            del os.environ[UNSAFE_VARIABLE]
        else:
            os.environ[UNSAFE_VARIABLE] = before[1]


def present() -> Engine:
    """The engine of the test that runs."""
    return _present[0]


def with_database(words: Sequence[str]) -> list[str]:
    """The words of a command of ``posko-server``, with the database of its ``--data`` folder."""
    listed = list(words)
    if "--data" not in listed or "--database" in listed:
        return listed
    return [*listed, *present().words(Path(listed[listed.index("--data") + 1]))]


_present: list[Engine] = [SqliteFiles()]
