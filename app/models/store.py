"""The store of one desk: opened by one program, unlocked by one officer, used through its worker."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Self, TypeVar

import peewee

from app.models import database as db
from app.models import officers as officer_rows
from app.models.events import Writer
from app.models.lock import ProfileLock
from app.models.officers import Officer
from app.models.places import DATABASE_NAME, refuse_unsafe_folder
from app.models.profile import Profile, device_key, read_profile, store_key_by_recovery
from app.models.programmes import kept_programmes
from app.models.registrations import Shelf
from app.models.sealing import Sealer
from app.models.worker import DatabaseWorker, Priority
from core.clock import Clock, to_ms
from core.errors import Trouble
from core.signing import SigningKey

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Keys:
    """What unlocking gives: the officer, the seal, and the device's signing key.

    Args:
        is_recovered: opened with the recovery code: whoever holds it may do what a coordinator may.
    """

    officer: Officer
    store_key: bytes
    sealer: Sealer
    device: SigningKey
    is_recovered: bool = False

    @property
    def is_coordinator(self) -> bool:
        """Whether they may do what only a coordinator may."""
        return self.is_recovered or self.officer.is_coordinator


@dataclass(frozen=True, slots=True)
class Compared:
    """When everything was compared with the server the last time, and whether it was the same."""

    is_equal: bool
    at_ms: int


class Store:
    """One open profile. Everything that touches the database runs as a job on its worker."""

    def __init__(self, home: Path, *, holder: str = "posko", is_read_only: bool = False) -> None:
        """Open the profile in ``home``.

        Args:
            holder: what a second program is told about who is in.
            is_read_only: a short look beside the window; takes no lock and cannot write.

        Raises: Trouble PROFILE_NOT_FOUND, STORE_IN_USE, STORE_DAMAGED, STORE_TOO_NEW ...
        """
        self.home = home
        self.path = home / DATABASE_NAME
        if not self.path.is_file():
            raise Trouble("PROFILE_NOT_FOUND", folder=home.name)
        refuse_unsafe_folder(home)
        self._lock = None if is_read_only else ProfileLock(home, holder)
        self._worker = DatabaseWorker()
        self.compared: Compared | None = None
        """Noted by the sync of this program; ``None`` = it has not compared yet."""
        try:
            self._database, self.profile = self._opened(is_read_only=is_read_only)
            self.programmes = self.run(kept_programmes)
            """Files from the server, as of the last look; whoever reads them looks whether they are others by now."""
        except BaseException:
            self._let_go()
            raise

    def _opened(self, *, is_read_only: bool) -> tuple[peewee.SqliteDatabase, Profile]:
        try:
            return self._worker.run(lambda: self._open(is_read_only=is_read_only))
        except Trouble as trouble:
            if not is_read_only or trouble.code != "STORE_READ_ONLY":
                raise
        # a program that died in mid-transaction left a journal which only a writer may roll back
        Store(self.home, holder="posko").close()
        return self._worker.run(lambda: self._open(is_read_only=True))

    def _open(self, *, is_read_only: bool) -> tuple[peewee.SqliteDatabase, Profile]:
        database = db.connect(self.path, is_read_only=is_read_only)
        try:
            with db.translated_errors(self.path, database):
                (db.check_schema if is_read_only else db.migrate)(database, self.path)
                db.check_tables(database, self.path)
                return database, read_profile()
        except BaseException:
            database.close()
            raise

    def submit(self, job: Callable[[], T], priority: Priority = Priority.DESK) -> Future[T]:
        """Queue a whole verb: what it runs and writes itself is done at once, with nothing of others in between.

        Its transactions are its own; a verb that is asked for while another one runs waits its turn.
        """
        return self._worker.submit(job, priority)

    def run(self, job: Callable[[], T], priority: Priority = Priority.DESK) -> T:
        """Run a job that only reads."""
        return self._worker.run(partial(self._translated, job), priority)

    def write(self, job: Callable[[], T], priority: Priority = Priority.DESK) -> T:
        """Run a job as one IMMEDIATE transaction: all of it is on disk when this returns, or none of it."""
        return self._worker.run(partial(self._translated, partial(self._in_transaction, job)), priority)

    def _in_transaction(self, job: Callable[[], T]) -> T:
        with self._database.atomic("IMMEDIATE"):
            return job()

    def _translated(self, job: Callable[[], T]) -> T:
        with db.translated_errors(self.path, self._database):
            return job()

    def refresh(self) -> Profile:
        """Read the profile's row again."""
        self.profile = self.run(read_profile)
        kept = self.run(kept_programmes)
        if kept != self.programmes:
            self.programmes = kept
        return self.profile

    def unlock(self, officer_name: str | None, secret: str, clock: Clock) -> Keys:
        """Open the seal with an officer's secret. Not on the worker: it stretches the secret in the calling thread.

        Raises: Trouble SECRET_WRONG with the seconds to wait, SECRET_WAIT, OFFICER_UNKNOWN ...
        """
        officer = self.run(lambda: officer_rows.choose_officer(officer_name))
        at_ms = to_ms(clock.now())
        self.write(lambda: officer_rows.restart_wait(officer, at_ms))
        wait_s = self.write(lambda: officer_rows.count_try(officer, at_ms))
        store_key = self.run(lambda: officer_rows.lock_of(officer)).opened(secret)
        if store_key is None:
            raise Trouble("SECRET_WRONG", wait_s=wait_s)
        self.write(lambda: officer_rows.clear_tries(officer))
        return self._keys(officer, store_key)

    def look_in(self, officer_name: str | None, secret: str, clock: Clock) -> Keys:
        """Open the seal for reading only, perhaps beside another program.

        It obeys a wait, and counts a wrong secret unless another program holds the store at that moment.

        Raises: Trouble SECRET_WRONG, SECRET_WAIT, OFFICER_UNKNOWN ...
        """
        officer = self.run(lambda: officer_rows.choose_officer(officer_name))
        at_ms = to_ms(clock.now())
        self.run(lambda: officer_rows.refuse_during_wait(officer, at_ms))
        store_key = self.run(lambda: officer_rows.lock_of(officer)).opened(secret)
        if store_key is None:
            self._count_wrong_look(officer, at_ms)
            raise Trouble("SECRET_WRONG")
        return self._keys(officer, store_key)

    def _count_wrong_look(self, officer: Officer, at_ms: int) -> None:
        with suppress(Trouble), Store(self.home, holder="posko") as writer:
            writer.write(lambda: officer_rows.count_try(officer, at_ms))

    def unlock_by_recovery(self, code: str) -> Keys:
        """Open the seal with the coordinator's recovery code, as the first coordinator (or officer) there is."""
        store_key = self.run(lambda: store_key_by_recovery(code))
        if store_key is None:
            raise Trouble("RECOVERY_WRONG")
        everybody = self.run(officer_rows.officers)
        officer = next((one for one in everybody if one.is_coordinator), everybody[0])
        return replace(self._keys(officer, store_key), is_recovered=True)

    def _keys(self, officer: Officer, store_key: bytes) -> Keys:
        sealer = Sealer(store_key)
        return Keys(officer, store_key, sealer, self.run(lambda: device_key(sealer)))

    def shelf(self, keys: Keys) -> Shelf:
        """The registrations of this store."""
        return Shelf(keys.sealer)

    def writer(self, keys: Keys) -> Writer:
        """The event log's pen for this officer."""
        return Writer(self.profile.stream, self.profile.post.code, keys.officer.uid, keys.sealer)

    def integrity_problem(self) -> str | None:
        """What SQLite complains about, or ``None``."""
        return self.run(lambda: db.integrity_problem(self._database))

    def backup_to(self, target: Path) -> None:
        """A consistent copy of the database file, page by page, by the connection that owns it."""

        def copy() -> None:
            destination = sqlite3.connect(target)
            try:
                self._database.connection().backup(destination)
            finally:
                destination.close()

        self.run(copy, Priority.REPORT)

    def close(self, within_s: float | None = None) -> bool:
        """Finish what is queued, close the file (which empties its journal into it), let the next program in.

        Args:
            within_s: wait no longer than this; the store then stays open and locked until its work or the program ends.

        Returns: whether it is closed.
        Raises: Trouble if the disk refuses the last words; the store is closed and free for the next program then.
        """
        has_ended = True
        try:
            with db.translated_errors(self.path):
                has_ended = self._worker.close(self._database.close, within_s)
        finally:
            if has_ended:
                self._release()
        return has_ended

    def _let_go(self) -> None:
        self._worker.close()
        self._release()

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
