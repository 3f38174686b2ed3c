"""One desk of the machine: a folder that is backed up, restored and cut off from its power while the rest goes on."""

from __future__ import annotations

import shutil
from contextlib import ExitStack, suppress
from pathlib import Path

from app.desk.context import Desk
from app.models.backups import Opener, make_backup, restore_backup
from app.models.events import append
from app.models.numbers import REGISTRATION_SERIES, take_number
from app.models.tables import EventRow
from core.wire.events import Kind
from core.wire.records import RemarkBody
from tests.harness.mid_exchange import PowerCutError, cut_in_exchange
from tests.kit.desk import DAY, SECRET, new_profile, opened
from tests.kit.enrolled import join
from tests.kit.lasting_server import LastingServer
from tests.kit.manual_clock import ManualClock

MOST_RESTORES = 4
"""A block has a thousand numbers a day, and each restore may burn two hundred."""


class Site:
    """A desk, its folder, and its last backup."""

    def __init__(self, folder: Path, server: LastingServer, clock: ManualClock, *, copied: Site | None = None) -> None:
        """Found a desk, or start a copy of another one's disk in a second computer."""
        self._folder = folder
        self._home = folder / "home"
        self._backup = folder / "backup"
        self._files = folder / "files"
        self._server = server
        self._clock = clock
        self._open = ExitStack()
        self.restores = 0
        self.has_lost_count = False
        """Whether it went back, on an empty disk, behind a restore: then nothing here knows the numbers given since.

        Such numbers may stand on paper twice; both registrations are kept and flagged [INTERFACES, Numbers and QR].
        """
        if copied is None:
            self._found()
        else:
            copied.close()
            shutil.copytree(copied._home, self._home)
            copied.desk = copied._opened()
            self.desk: Desk = self._opened()
            self.restores = copied.restores
            self.has_lost_count = copied.has_lost_count = True  # both print from one block until they meet a server
        self.back_up()

    def _found(self) -> None:
        new_profile(self._home, clock=self._clock)
        self.desk = self._opened()
        join(self.desk, self._server.line.url, self._server.now.new_code())

    def _opened(self) -> Desk:
        return self._open.enter_context(opened(self._home, clock=self._clock))

    def close(self) -> None:
        """Close its files."""
        self._open.close()

    def reopen(self) -> None:
        """The officer goes home and comes back."""
        self.close()
        self.desk = self._opened()

    def lose_power_in_mid_registration(self) -> None:
        """What the files hold in the middle of a transaction is all that is left."""
        cut_off = self._folder / "cut off"
        desk = self.desk

        def register_halfway() -> None:
            append(desk.writer(), Kind.EXPORTED, RemarkBody("half", 1, "Petugas"), at_ms=desk.now_ms())
            take_number(REGISTRATION_SERIES, DAY, desk.store.profile.numbers)
            shutil.copytree(self._home, cut_off)
            raise PowerCutError

        with suppress(PowerCutError):
            desk.store.write(register_halfway)
        self.close()
        shutil.rmtree(self._home)
        cut_off.rename(self._home)
        self.desk = self._opened()

    def lose_power_in_mid_exchange(self, after: int) -> None:
        """The power goes within a transaction of an exchange, after so many others of it (if there are as many)."""
        cut_off = self._folder / "cut off"
        if cut_in_exchange(self.desk, after, cut_off):
            self.close()
            shutil.rmtree(self._home)
            cut_off.rename(self._home)
            self.desk = self._opened()

    def begin_anew(self) -> None:
        """The computer is gone, or its program was installed again: a new desk of the same post stands here."""
        self.close()
        shutil.rmtree(self._home)
        self._found()
        self.restores, self.has_lost_count = 0, False
        self.back_up()

    def back_up(self) -> None:
        """Make a backup in the place of the one before."""
        make_backup(self.desk.store, self.desk.keys, self._backup, b"")
        self.close()
        shutil.rmtree(self._files, ignore_errors=True)
        shutil.copytree(self._home, self._files)
        self.desk = self._opened()
        self._restores_in_backup = self.restores

    def go_back_in_time(self) -> None:
        """The files as they stood when the last backup was made are put back behind the program's back."""
        self.close()
        shutil.rmtree(self._home)
        shutil.copytree(self._files, self._home)
        self.has_lost_count = True  # the program cannot know that it has given numbers since
        self.desk = self._opened()

    def restore(self, *, is_disk_lost: bool) -> None:
        """Put the last backup in place; the disk with everything since then may be gone."""
        self.close()
        if is_disk_lost:
            shutil.rmtree(self._home)
            self.has_lost_count |= self.restores > self._restores_in_backup
        restore_backup(self._backup, self._home, Opener(None, SECRET), self._clock, DAY)
        self.restores += 1
        self.desk = self._opened()

    def written(self) -> set[bytes]:
        """Uids of the registrations that stand in this desk's own log."""
        query = EventRow.select(EventRow.record).where(EventRow.kind == Kind.REGISTERED.value)
        return {bytes(row.record) for row in self.desk.store.run(lambda: list(query))}
