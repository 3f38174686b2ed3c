"""One open transaction, whatever the engine, and what an engine has to offer."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from peewee import SQL, Database, Field, IntegrityError, ModelSelect, PostgresqlDatabase

from core.errors import Trouble
from server.store.address import Address
from server.store.codes import StoreCode

TRIES = 5
"""Conflicts are rare and short; whoever loses five times in a row asks the desk to come again."""

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Work:
    """One open transaction; only the query functions of this package look inside.

    Args:
        has_rivals: whether others write at the same time, so that a row must be locked before it is judged by.
        may_write: whether anything may be changed.
    """

    db: Database
    has_rivals: bool = False
    may_write: bool = True


class Conflict(Trouble):
    """Two transactions got in each other's way and this one was undone: it may simply be done again."""

    def __init__(self, database: str) -> None:
        super().__init__(StoreCode.BUSY, database=database)


class Engine(Protocol):
    """SQLite or PostgreSQL, opened; may be used by several threads."""

    @property
    def address(self) -> Address:
        """Where it is; as text it may be shown."""

    @property
    def has_rivals(self) -> bool:
        """Whether others may write at the same time."""

    def writing(self) -> AbstractContextManager[Work]:
        """One transaction that may write; on disk when the block ends, undone if it raises."""

    def reading(self) -> AbstractContextManager[Work]:
        """One short transaction that sees one state of the database."""

    def check(self) -> None:
        """Look whether the database is whole. Raises: Trouble DAMAGED."""

    def close(self) -> None:
        """Close what is open."""


def held(work: Work, select: ModelSelect[Any]) -> ModelSelect[Any]:
    """The same rows, and where this transaction may write nobody changes them before it ends.

    On SQLite nobody could anyway: a writing transaction holds the whole database.
    """
    return select.for_update() if work.has_rivals and work.may_write else select


def among(work: Work, column: Field, values: Collection[object]) -> SQL:
    """Whether a column (of a query's only table) is one of these; peewee would build a node for each of hundreds."""
    name = f'"{column.column_name}"'
    if isinstance(work.db, PostgresqlDatabase):
        return SQL(f"{name} = ANY(%s)", [list(values)])
    return SQL(f"{name} IN ({', '.join('?' * len(values))})", list(values))


def through(act: Callable[[], Answer], *, has_rivals: bool) -> Answer:
    """The answer of one whole transaction, which is done again if others got in its way.

    Raises: Conflict; IntegrityError if a key stays taken, which is a bug then.
    """
    for _ in range(TRIES - 1):
        try:
            return act()
        except Conflict:
            continue
        except IntegrityError:  # somebody else's row came first: seen by the next try
            if not has_rivals:
                raise
    return act()
