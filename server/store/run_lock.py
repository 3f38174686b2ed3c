"""One serving process per SQLite file: a lock file that the operating system lets go when the process ends.

Of a PostgreSQL database any number of processes may serve at the same time.
"""

from __future__ import annotations

import os
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from types import TracebackType
from typing import Self

from core.errors import Trouble
from server.store.address import Address
from server.store.codes import StoreCode

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


LOCK_ENDING = ".lock"


class RunLock:
    """Held by the process that serves a database, or changes its tables."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    @classmethod
    def take(cls, database: Path) -> Self:
        """The lock of this database. Raises: Trouble IN_USE if another process holds it, FOLDER if none can be made."""
        place = database.with_name(database.name + LOCK_ENDING)
        try:
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(place, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise Trouble(StoreCode.FOLDER, folder=str(database.parent)) from error
        try:
            _take(descriptor)
        except OSError as error:
            os.close(descriptor)
            raise Trouble(StoreCode.IN_USE, database=str(database)) from error
        return cls(descriptor)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def release(self) -> None:
        """Let the next process in."""
        os.close(self._descriptor)


def run_lock(address: Address) -> AbstractContextManager[object]:
    """What a serving process holds while it runs. Raises: Trouble IN_USE, FOLDER."""
    return RunLock.take(address) if isinstance(address, Path) else nullcontext()
