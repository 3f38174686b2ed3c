"""Many rows at once; peewee would spell out every value, which costs more than storing them.

SQLite: one prepared statement, which takes a hundred rows at a time where there are so many. PostgreSQL: COPY, straight
into the table or, where a row may stand already, into a table of this connection and from there by one statement.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import chain

from peewee import Model, PostgresqlDatabase

from server.store.statements import quoted
from server.store.work import Work

FEW = 4
"""So few rows are sooner there by plain inserts than by COPY."""

AT_ONCE = 100
"""So many rows in one statement of SQLite's: while it runs other threads go on, who would be in the way at each row."""

_Row = Mapping[str, object]


def insert_rows(
    work: Work,
    table: type[Model],
    rows: Sequence[_Row],
    *,
    key: Collection[str] = (),
    said_again: Collection[str] = (),
) -> None:
    """Insert rows that all have the same columns.

    Args:
        rows: values as the driver takes them, by column name.
        key: columns of the key under which a row may stand already; then ``said_again`` is what is replaced in it.
            Each key comes once.
    """
    if rows:
        columns = tuple(rows[0])
        insert_tuples(
            work, table, columns, [tuple(row[name] for name in columns) for row in rows], key=key, said_again=said_again
        )


def insert_tuples(
    work: Work,
    table: type[Model],
    columns: Sequence[str],
    rows: Sequence[Sequence[object]],
    *,
    key: Collection[str] = (),
    said_again: Collection[str] = (),
) -> None:
    """The same for rows without names: all values in the order of ``columns``."""
    if not rows:
        return
    name = table._meta.table_name
    conflict = _conflict(key, said_again) if key else ""
    if not isinstance(work.db, PostgresqlDatabase) or len(rows) <= FEW:
        _insert(work, f'INSERT INTO "{name}" ({quoted(columns)})', conflict, rows)
    elif conflict:
        _copy(work, _own_table(work, name, columns), columns, rows)
        listed = quoted(columns)
        work.db.execute_sql(f'INSERT INTO "{name}" ({listed}) SELECT {listed} FROM "{_own(name)}"{conflict}')  # noqa: S608 - names of ours only
        work.db.execute_sql(f'DELETE FROM "{_own(name)}"')  # noqa: S608 - more may follow in this transaction
    else:
        _copy(work, name, columns, rows)


def storable(text: str) -> str:
    """The text without the one letter that PostgreSQL cannot keep; what was sent stands in the event, byte for byte."""
    return text.replace("\0", "\ufffd")


def _own(name: str) -> str:
    return f"incoming_{name}"


def _own_table(work: Work, name: str, columns: Sequence[str]) -> str:
    """A table that only this connection sees; of our columns alone, whatever a newer program has added to the other."""
    listed = quoted(columns)
    rows = f'SELECT {listed} FROM "{name}" WITH NO DATA'  # noqa: S608 - names of ours only
    work.db.execute_sql(f'CREATE TEMP TABLE IF NOT EXISTS "{_own(name)}" ON COMMIT DELETE ROWS AS {rows}')
    return _own(name)


def _insert(work: Work, into: str, conflict: str, rows: Sequence[Sequence[object]]) -> None:
    place, cursor = f"({', '.join([work.db.param] * len(rows[0]))})", work.db.cursor()
    last = len(rows) - len(rows) % AT_ONCE
    if last:
        many = f"{into} VALUES {', '.join([place] * AT_ONCE)}{conflict}"
        for first in range(0, last, AT_ONCE):
            cursor.execute(many, tuple(chain.from_iterable(rows[first : first + AT_ONCE])))
    cursor.executemany(f"{into} VALUES {place}{conflict}", rows[last:])


def _copy(work: Work, name: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    with work.db.cursor().copy(f'COPY "{name}" ({quoted(columns)}) FROM STDIN') as stream:
        for values in rows:
            stream.write_row(values)


def _conflict(key: Collection[str], said_again: Collection[str]) -> str:
    replaced = ", ".join(f'"{name}" = EXCLUDED."{name}"' for name in said_again)
    return f" ON CONFLICT ({quoted(key)}) DO UPDATE SET {replaced}"
