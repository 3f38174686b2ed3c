"""The house behind the window: opens the profile, unlocks desks, keeps the sync going, closes; no Qt, no widgets."""

from __future__ import annotations

import dataclasses
import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.logs import note_bug, recent_lines, start_logging
from app.paths import LOG_FOLDER, SETTINGS_NAME
from app.settings_file import read_settings, write_settings
from core.errors import Trouble

if TYPE_CHECKING:  # loaded when it is used: the first picture of the window waits for no store, no desk and no line
    import uuid
    from concurrent.futures import Future

    from app.desk.context import Desk
    from app.models.regions import RegionFile
    from app.models.store import Keys, Store
    from app.settings import Settings
    from app.sync.state import CarriedIn, CarriedOut, SyncState
    from app.sync.worker import SyncWorker
    from app.ui.house import NewPost, OfficerName, PostName, ProvinceName
    from core.findings import Finding

LOG = logging.getLogger(__name__)

CLOSE_WITHIN_S = 5.0
SYNC_WITHIN_S = 3.5
"""Of the time that closing may take this much belongs to the request that is under way, the rest to the store."""


class DeskHouse:
    """One profile, from its founding to its closing. Every method may be called from any thread.

    What takes long says so; nothing of that belongs on the window's thread.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        self._store: Store | None = None
        self._settings: Settings | None = None
        self._regions: RegionFile | None = None
        self._regions_door = threading.Lock()
        self._line = _Line()
        self._unsent = 0

    def is_founded(self) -> bool:
        """Whether there is a profile in the folder."""
        from app.models.places import DATABASE_NAME

        return (self.home / DATABASE_NAME).is_file()

    def provinces(self) -> tuple[ProvinceName, ...]:
        """Every province, by name (reads a file). Raises: Trouble if the lists of regions are damaged."""
        from app.ui.house import ProvinceName
        from core.address import PROVINCES

        regions = self._region_file()
        found = ((code, regions.province(code)) for code in PROVINCES)
        named = (ProvinceName(code, name) for code, name in found if name)
        return tuple(sorted(named, key=lambda one: one.name))

    def check_post(self, new: NewPost) -> tuple[Finding, ...]:
        """What is wrong with the wizard's answers, by field."""
        from app.founding import check_post

        return check_post(new)

    def found(self, new: NewPost) -> str:
        """Make the profile (blocking, perhaps over the network) and return its recovery code.

        Raises: Trouble of folder, line, code or server; no profile is left then.
        """
        from app.founding import found
        from app.models.sealing import new_recovery_code

        recovery_code = new_recovery_code()
        found(self.home, new, recovery_code)
        self._settings = None  # they stand in a file now
        start_logging(self.home / LOG_FOLDER)
        return recovery_code

    def open(self) -> None:
        """Open the store, still locked; an open one stays as it is.

        Raises: Trouble SETTINGS_..., PROFILE_NOT_FOUND, STORE_IN_USE, STORE_TOO_NEW, STORE_DAMAGED ...
        """
        from app.models.store import Store

        self.settings()
        if self._store is None:
            self._store = Store(self.home, holder="posko")

    def post(self) -> PostName:
        """Which desk this is."""
        from app.ui.house import PostName

        profile = self._opened().profile
        post = profile.post
        return PostName(post.code, post.name, post.province, post.is_training, profile.server is not None)

    def officers(self) -> tuple[OfficerName, ...]:
        """Who may unlock it, the eldest first."""
        from app.desk.officers import officers
        from app.ui.house import OfficerName

        return tuple(OfficerName(one.name, one.is_coordinator) for one in officers(self._opened()))

    def unlock(self, officer_name: str, secret: str) -> Desk:
        """Open the seal (blocking, about 0.2 s). Raises: Trouble SECRET_WRONG, SECRET_WAIT, OFFICER_UNKNOWN."""
        from app.main import SystemClock

        return self._desk(self._opened().unlock(officer_name, secret, SystemClock()))

    def unlock_by_recovery(self, recovery_code: str) -> Desk:
        """Open the seal as the first coordinator. Raises: Trouble RECOVERY_WRONG."""
        return self._desk(self._opened().unlock_by_recovery(recovery_code))

    def recover(self, recovery_code: str, officer_name: str, secret: str) -> Desk:
        """Give an officer a new secret with the recovery code, and open the seal with it (blocking, about 0.5 s).

        Raises: Trouble RECOVERY_WRONG, OFFICER_UNKNOWN, SECRET_TOO_SHORT.
        """
        from app.desk.officers import set_secret

        officer = set_secret(self.unlock_by_recovery(recovery_code), officer_name, secret)
        return self.unlock(officer.name, secret)

    def _desk(self, keys: Keys) -> Desk:
        from app.desk.known import fill_marks_meanwhile
        from app.desk.purging import purge_meanwhile
        from app.main import desk_of

        store = self._opened()
        if store.profile.server is not None:
            self._line.keep(store, keys)
        regions = self._region_file()
        regions.warm()  # the window asks for a district with the sixth digit of a NIK
        desk = desk_of(store, keys, self.settings(), regions)
        self._purge_drafts(desk)
        fill_marks_meanwhile(desk)
        purge_meanwhile(desk, self._note_purged)
        return desk

    def _note_purged(self, records: frozenset[uuid.UUID]) -> None:
        self._line.note_touched(records)
        self.wake()

    def _purge_drafts(self, desk: Desk) -> None:
        from app.desk.drafts import purge_drafts

        try:
            purge_drafts(desk, self.settings().draft_days)
        except Trouble as trouble:  # a full disk keeps nobody out
            LOG.warning("old drafts could not be deleted: %s", trouble.code)

    def _region_file(self) -> RegionFile:
        from app.models.regions import RegionFile

        with self._regions_door:
            self._regions = self._regions or RegionFile()
            return self._regions

    def renewed(self, desk: Desk) -> Desk:
        """The same desk with the settings as they are now."""
        from app.main import post_words, queue_rules

        settings = self.settings()
        words = post_words(settings, desk.store.profile.post.name, desk.store.home)
        rules = queue_rules(settings)
        return dataclasses.replace(desk, words=words, training_on=settings.training_day, queue_rules=rules)

    def start_sync(self, report: Callable[[SyncState], None]) -> None:
        """Send by itself from now on, also while the window is locked; who asks again is told the latest state.

        Args:
            report: called in a worker's thread, the first time perhaps in this one.
        """
        store = self._opened()
        if store.profile.server is None:
            _report_offline(store, report)
            return
        self._line.start(report)

    def wake(self) -> None:
        """Something new waits."""
        self._line.each(lambda worker: worker.wake())

    def send_now(self) -> None:
        """Do not wait for the next try; also what was stopped goes on."""
        self._line.each(lambda worker: worker.try_now())

    def line_came_back(self) -> None:
        """The system has found a network: do not wait for the next try; what was stopped stays stopped."""
        self._line.each(lambda worker: worker.line_came_back())

    def pause_sending(self) -> None:
        """Stop after the request that is under way, until :meth:`send_now`."""
        self._line.each(lambda worker: worker.pause())

    def enrol(self, desk: Desk, server_url: str, enrol_code: str) -> None:
        """Make this desk known to a server (blocking, network); then :meth:`start_sync` sends there.

        Raises: Trouble of address, line, code or server; nothing has changed then.
        """
        from app.founding import enrol_desk

        enrol_desk(desk, server_url, enrol_code)
        self._line.stop(SYNC_WITHIN_S)  # it would go on sending to the server before
        self._line.keep(desk.store, desk.keys)

    def carry_out(self, desk: Desk, target: Path) -> CarriedOut:
        """Write what waits into a sealed file for the server (blocking, disk).

        Raises: Trouble of the place, or that no server has vouched for this desk yet; no file is left then.
        """
        from app.desk.outputs import refuse_carry_place
        from app.main import codec
        from app.sync.carrying import carry_out
        from app.sync.log import SyncLog

        refuse_carry_place(self.home, target)
        return carry_out(SyncLog(desk.store, desk.keys, desk.clock), codec(), target)

    def carry_in(self, desk: Desk, source: Path) -> CarriedIn:
        """Let the server's answer in a file count (blocking, disk).

        Raises: Trouble that says what is wrong with the file; nothing has changed then.
        """
        from app.main import codec
        from app.sync.carrying import carry_in
        from app.sync.log import SyncLog

        return carry_in(SyncLog(desk.store, desk.keys, desk.clock), codec(), source)

    def settings(self) -> Settings:
        """What ``posko.toml`` says. Raises: Trouble SETTINGS_FILE, SETTINGS_KEY, SETTINGS_VALUE (usage)."""
        if self._settings is None:
            self._settings = read_settings(self.home / SETTINGS_NAME)
        return self._settings

    def save_settings(self, settings: Settings) -> None:
        """Write ``posko.toml``; a desk that is unlocked needs :meth:`renewed` to print by it.

        Raises: Trouble SETTINGS_VALUE, CLEAR_IN_PROFILE (usage), FILE_CANNOT_USE.
        """
        from app.desk.outputs import refuse_clear_in_profile

        if settings.printer_folder is not None:
            refuse_clear_in_profile(self.home, settings.printer_folder)
        write_settings(self.home / SETTINGS_NAME, settings)
        self._settings = settings

    def recent_log(self, most_lines: int) -> tuple[str, ...]:
        """The last lines of the log, masked, the newest last."""
        return recent_lines(self.home / LOG_FOLDER, most_lines)

    def note_bug(self, error: BaseException) -> str:
        """Log a bug and return the masked report that may be handed on."""
        from app.bug_report import bug_report

        note_bug(error)
        return bug_report(error)

    def close(self) -> int:
        """Stop sending, finish what the desk has begun, close everything within 5 s; how many events are unsent."""
        store, self._store = self._store, None
        if store is None:
            return self._unsent
        until_s = time.monotonic() + CLOSE_WITHIN_S
        try:
            self._line.stop(SYNC_WITHIN_S)
            self._count_unsent(store, until_s)
        finally:
            self._let_go(store, until_s)
        return self._unsent

    def _count_unsent(self, store: Store, until_s: float) -> None:
        from app.desk.state import pending_events

        try:
            self._unsent = store.submit(lambda: pending_events(store)).result(max(until_s - time.monotonic(), 0))
        except (Trouble, TimeoutError) as error:  # they wait all the same; only nobody can count them now
            LOG.warning("what is unsent cannot be counted: %s", type(error).__name__)

    def _let_go(self, store: Store, until_s: float) -> None:
        try:
            if not store.close(max(until_s - time.monotonic(), 0)):
                LOG.warning("the database still works on something; it ends with the program")
        finally:
            with self._regions_door:
                if self._regions is not None:
                    self._regions.close()
                self._regions = None  # whoever comes back opens it anew

    def _opened(self) -> Store:
        if self._store is None:
            raise RuntimeError("the house is not open")
        return self._store


class _Line:
    """The sync of an unlocked, enrolled desk. It keeps its keys until the end: locking the window stops no sending."""

    def __init__(self) -> None:
        self._door = threading.RLock()
        self._held: tuple[Store, Keys] | None = None
        self._worker: SyncWorker | None = None
        self._report: Callable[[SyncState], None] = lambda _state: None
        self._latest: SyncState | None = None
        self._touched: frozenset[uuid.UUID] = frozenset()
        self._remark = ""

    def keep(self, store: Store, keys: Keys) -> None:
        """What to send, and with whose keys; those that are held already stay."""
        with self._door:
            self._held = self._held or (store, keys)

    def start(self, report: Callable[[SyncState], None]) -> None:
        """Begin, or tell somebody else from now on."""
        with self._door:
            self._report = report
            if self._worker is None:
                self._worker = self._begun()
            elif self._latest is not None:
                report(self._latest)

    def _begun(self) -> SyncWorker:
        import random

        from app.main import SystemClock, codec
        from app.sync.exchange import Line
        from app.sync.log import SyncLog
        from app.sync.transport import LateTransport
        from app.sync.worker import SyncWorker

        if self._held is None:
            raise RuntimeError("nobody has unlocked the desk yet")
        log = SyncLog(*self._held, SystemClock(), self.note_touched, self._note_remark)
        worker = SyncWorker(Line(log, LateTransport(log.server().url), codec()), self._tell, random.random)
        worker.start()
        return worker

    def note_touched(self, records: frozenset[uuid.UUID]) -> None:
        """Registrations that the window must read again, for the next report."""
        self._touched |= records

    def _note_remark(self, code: str) -> None:
        self._remark = code

    def _tell(self, state: SyncState) -> None:
        told, self._touched = self._touched, frozenset()
        self._latest = dataclasses.replace(state, remark=self._remark)
        self._report(dataclasses.replace(self._latest, touched=told))

    def each(self, act: Callable[[SyncWorker], None]) -> None:
        """Do something to the worker if there is one."""
        with self._door:
            if self._worker is not None:
                act(self._worker)

    def stop(self, within_s: float) -> None:
        """End the sending and forget the keys."""
        with self._door:
            worker, self._worker, self._held, self._latest = self._worker, None, None, None
        if worker is not None and not worker.stop(within_s):
            LOG.info("the server has not answered the last request; it counts when it is sent again")


def _report_offline(store: Store, report: Callable[[SyncState], None]) -> None:
    """Nobody waits for the count: the database may be busy with something long."""
    from app.desk.state import pending_events
    from app.sync.state import Phase, SyncState

    def tell(counted: Future[int]) -> None:
        error = counted.exception()
        if error is not None:
            LOG.warning("what is unsent cannot be counted: %s", type(error).__name__)
            return
        report(SyncState(Phase.OFFLINE, counted.result(), has_plain_http=_has_plain_http()))

    store.submit(lambda: pending_events(store)).add_done_callback(tell)


def _has_plain_http() -> bool:
    from app.sync.transport import is_plain_http_allowed

    return is_plain_http_allowed()
