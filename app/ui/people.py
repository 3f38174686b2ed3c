"""Everybody's names in the window's memory: read in the background after unlock, kept current, gone at lock."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from itertools import islice

from PySide6.QtCore import QObject, Signal, SignalInstance

from app.changes import Changes
from app.desk.context import Desk
from app.desk.people_index import Filters, PeopleIndex, read_again, read_page
from app.ui import collector
from app.ui.tasks import Tasks
from core.errors import Trouble
from core.registered import ListedPage, ListedVisit
from core.registration import Status

PIECE_VISITS = 50
"""So many of other desks' visits are read again at a time: no key and no visit waits for more."""

WAITING = Filters(status=Status.WAITING_LIST.value)


@dataclass(frozen=True, slots=True)
class Reading:
    """How far the names are read.

    Args:
        broken: visits whose seal is damaged and that no list can show.
    """

    done: int = 0
    total: int = 0
    broken: int = 0
    is_whole: bool = False


class People(QObject):
    """Reads page after page, and anew whatever an act has touched; can be searched from the first page on."""

    indexed = Signal(object)
    """More is known, or something else: ``Reading``."""

    def __init__(self, desk: Desk, tasks: Tasks, changed: SignalInstance, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.index = PeopleIndex()
        self.reading = Reading()
        self._desk = desk
        self._tasks = tasks
        self._is_dropped = self._is_left_out = False
        self._touched: dict[uuid.UUID, None] = {}
        self._is_reading_again = False
        changed.connect(self._on_changed)
        self._read(None)

    @property
    def waiting(self) -> int:
        """How many are on a waiting list, of all programmes, as far as the names are read."""
        return self.index.search("", WAITING, limit=0).count

    @property
    def waiting_for(self) -> str:
        """Code of the programme for which somebody waits who came last; empty = nobody waits."""
        visits = self.index.search("", WAITING, limit=1).visits
        return visits[0].programme if visits else ""

    def drop(self) -> None:
        """Forget everybody: the desk is locked."""
        self._is_dropped = True
        self._touched.clear()
        self.index.drop()
        if self._is_left_out:
            self._is_left_out = False
            collector.look_at_all()
        self.reading = Reading()
        self.indexed.emit(self.reading)

    def _read(self, before: int | None) -> None:
        self._tasks.run(self, lambda: read_page(self._desk, before), self._take, is_report=True)

    def _take(self, page: ListedPage) -> None:
        if self._is_dropped:
            return
        self.index.add(page.visits)
        broken = self.reading.broken + page.broken
        self.reading = Reading(len(self.index), page.total, broken, is_whole=page.before == 0)
        if page.before:
            self._read(page.before)
        else:
            self._is_left_out = True
            collector.leave_out_what_is_there()
        self.indexed.emit(self.reading)

    def _on_changed(self, changes: Changes) -> None:
        """What this desk did is read at once; what came from others waits until nobody works, a few at a time."""
        uids = changes.registrations
        if not uids or self._is_dropped:
            return
        if changes.has_queue or changes.has_outbox:
            self._tasks.run(self, lambda: read_again(self._desk, uids), lambda visits: self._replace(uids, visits))
            return
        self._touched |= dict.fromkeys(uids)
        if not self._is_reading_again:
            self._read_touched()

    def _read_touched(self) -> None:
        piece = frozenset(islice(self._touched, PIECE_VISITS))
        self._is_reading_again = bool(piece)
        if not piece:
            return
        for uid in piece:
            del self._touched[uid]

        def go_on(visits: tuple[ListedVisit, ...]) -> None:
            self._replace(piece, visits)
            self._read_touched()

        def stop(trouble: Trouble) -> None:
            self._is_reading_again = False
            self._tasks.troubled.emit(trouble)

        self._tasks.run(self, lambda: read_again(self._desk, piece), go_on, on_trouble=stop, is_report=True)

    def _replace(self, uids: frozenset[uuid.UUID], visits: tuple[ListedVisit, ...]) -> None:
        if not self._is_dropped:
            self.index.replace(uids, visits)
            self.indexed.emit(self.reading)
