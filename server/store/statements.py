"""SQL texts written once: peewee takes ten times longer to write a statement than a database takes to run it.

What runs in each round of a desk is run from here as text that both engines read alike; everything else is a peewee
query. In a text ``?`` stands for a value and ``{among}``, as the last of them, for "is one of these"; it holds no other
question mark, brace or percent sign.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from peewee import Model, PostgresqlDatabase

from server.store.work import Work

Value = bytes | str | int | None
_ReadRow = tuple[Any, ...]


def run(work: Work, text: str, *values: Value) -> None:
    """Run a statement that finds nothing."""
    work.db.execute_sql(_spelled(text, work.db.param), values)


def rows(work: Work, text: str, *values: Value) -> list[_ReadRow]:
    """What a query finds."""
    found: list[_ReadRow] = work.db.execute_sql(_spelled(text, work.db.param), values).fetchall()
    return found


def first(work: Work, text: str, *values: Value) -> _ReadRow | None:
    """The first row that a query finds."""
    row: _ReadRow | None = work.db.execute_sql(_spelled(text, work.db.param), values).fetchone()
    return row


def held_first(work: Work, text: str, *values: Value) -> _ReadRow | None:
    """The same; where this transaction may write nobody changes the row before it ends.

    On SQLite nobody could anyway: a writing transaction holds the whole database.
    """
    return first(work, text + " FOR UPDATE" if work.has_rivals and work.may_write else text, *values)


def rows_among(work: Work, text: str, among: Iterable[Value], *before: Value) -> list[_ReadRow]:
    """What a query finds for any of several values; nothing if there are none.

    Args:
        before: the values of the question marks.
    """
    several = list(among)
    found: list[_ReadRow] = _run_among(work, text, several, before).fetchall() if several else []
    return found


def run_among(work: Work, text: str, among: Iterable[Value], *before: Value) -> None:
    """Run a statement for any of several values, if there are any."""
    several = list(among)
    if several:
        _run_among(work, text, several, before)


def select(table: type[Model], columns: Collection[str], rest: str) -> str:
    """The text of a query of one table. Raises: ValueError for a column that is not the table's.

    Args:
        rest: what stands behind the table's name.
    """
    known = {field.column_name for field in table._meta.sorted_fields}
    if not known.issuperset(columns):
        raise ValueError(f"{table.__name__} has no column {set(columns) - known}")
    return f'SELECT {quoted(columns)} FROM "{table._meta.table_name}" {rest}'  # noqa: S608 - names of our own tables


def insert(table: type[Model], columns: Collection[str], rest: str = "") -> str:
    """The text that adds a row: one question mark for each column.

    Args:
        rest: what stands behind the values.
    """
    places = ", ".join("?" * len(columns))
    return f'INSERT INTO "{table._meta.table_name}" ({quoted(columns)}) VALUES ({places}) {rest}'  # noqa: S608 - names of our own tables


def assigned(columns: Collection[str]) -> str:
    """Columns as a statement sets them, each to a question mark."""
    return ", ".join(f'"{name}" = ?' for name in columns)


def quoted(names: Collection[str]) -> str:
    """Names as a statement lists them."""
    return ", ".join(f'"{name}"' for name in names)


def _run_among(work: Work, text: str, several: Sequence[Value], before: Sequence[Value]) -> Any:  # noqa: ANN401 - either driver's cursor
    if isinstance(work.db, PostgresqlDatabase):
        return work.db.execute_sql(_spelled(text, "%s", "= ANY(%s)"), (*before, list(several)))
    return work.db.execute_sql(_spelled(text, "?", _places(len(several))), (*before, *several))


@functools.lru_cache(maxsize=512)
def _spelled(text: str, place: str, among: str = "") -> str:
    return text.replace("?", place).replace("{among}", among)


@functools.lru_cache(maxsize=512)
def _places(count: int) -> str:
    return f"IN ({', '.join('?' * count)})"
