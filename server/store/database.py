"""The server's database, open: transactions that read, that write, and that are done again after a conflict."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self, TypeVar

from server.store.address import Address
from server.store.sqlite import SqliteEngine
from server.store.work import Engine, Work, through

__all__ = ["Store", "Work"]

Answer = TypeVar("Answer")


class Store:
    """The server's database, open. Share one between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._bells: list[threading.Event] = []
        self.observe: Callable[[str, float], None] | None = None
        """Told of each transaction: ``read`` or ``write``, and its seconds, waiting for its turn included."""

    @classmethod
    def open(cls, address: Address, *, may_create: bool = True, is_alone: bool = False) -> Self:
        """The database at ``address``, with the tables of this program.

        Args:
            may_create: whether a missing one is made (never one that exists and will not open).
            is_alone: whether the caller holds the run lock (an SQLite file's).

        Raises: Trouble of :class:`StoreCode`.
        """
        if isinstance(address, Path):
            return cls(SqliteEngine.open(address, may_create=may_create, is_alone=is_alone))
        from server.store.postgres import PostgresEngine

        return cls(PostgresEngine.open(address, may_create=may_create))

    @property
    def address(self) -> Address:
        """Where it is; as text it may be shown."""
        return self._engine.address

    def close(self) -> None:
        """Close what is open."""
        self._engine.close()

    def check(self) -> None:
        """Look whether the database is whole. Raises: Trouble DAMAGED."""
        self._engine.check()

    def new_bell(self) -> threading.Event:
        """An event that each commit of this process sets; whoever waits for work by it clears it."""
        bell = threading.Event()
        self._bells.append(bell)
        return bell

    @contextmanager
    def writing(self, *, rings: bool = True) -> Iterator[Work]:
        """One transaction that may write; on disk when the block ends, undone if it raises.

        Args:
            rings: whether the bells ring after it.

        Raises: Conflict (a Trouble BUSY) if it was undone for another one's sake.
        """
        with self._timed("write"), self._engine.writing() as work:
            yield work
        if rings:
            for bell in self._bells:
                bell.set()

    @contextmanager
    def reading(self) -> Iterator[Work]:
        """One short transaction that sees one state of the database."""
        with self._timed("read"), self._engine.reading() as work:
            yield work

    @contextmanager
    def _timed(self, kind: str) -> Iterator[None]:
        started_s = time.perf_counter()
        try:
            yield
        finally:
            if self.observe is not None:
                self.observe(kind, time.perf_counter() - started_s)

    def write(self, act: Callable[[Work], Answer], *, rings: bool = True) -> Answer:
        """The answer of an act that is one transaction; it is done again if others got in its way.

        Args:
            act: depends on the database alone, so that doing it again is as if the first time had never been.
        """
        return through(lambda: self._once(act, rings=rings), has_rivals=self._engine.has_rivals)

    def _once(self, act: Callable[[Work], Answer], *, rings: bool) -> Answer:
        with self.writing(rings=rings) as work:
            return act(work)
