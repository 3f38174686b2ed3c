"""One writer a profile: a lock file that names its holder, so that a second program can say who is in."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO

from core.errors import Trouble

LOCK_NAME = "posko.lock"

if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: IO[bytes]) -> bool:
        file.seek(4096)  # beyond the text, so that others can still read who holds it
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


def _trouble(error: OSError) -> Trouble:
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return Trouble("STORE_READ_ONLY", file=LOCK_NAME)
    return Trouble("DISK_FULL" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "DISK_ERROR", file=LOCK_NAME)


class ProfileLock:
    """Held as long as the program may write. The operating system lets go of it when the program dies."""

    def __init__(self, home: Path, holder: str) -> None:
        """Take the lock of the profile in ``home``.

        Raises: Trouble STORE_IN_USE naming the holder; STORE_READ_ONLY, DISK_FULL, DISK_ERROR if it cannot be written.
        """
        try:
            self._file = (home / LOCK_NAME).open("a+b")
        except OSError as error:
            raise _trouble(error) from error
        if not _try_lock(self._file):
            self._file.seek(0)
            other = self._file.read(200).decode("utf-8", "replace").strip().partition("\n")[0] or "?"
            self._file.close()
            raise Trouble("STORE_IN_USE", holder=other)
        self._write(f"{holder}\n{os.getpid()}")  # the number is for support, an officer reads the name only

    def _write(self, text: str) -> None:
        try:
            self._file.truncate(0)
            self._file.write(text.encode())
            self._file.flush()
        except OSError as error:
            with suppress(OSError):
                self._file.close()  # tries once more to write
            raise _trouble(error) from error

    def release(self) -> None:
        """Let the next program in."""
        self._file.close()
