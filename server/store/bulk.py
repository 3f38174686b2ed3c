"""Many rows in one prepared statement; peewee would spell out every value, which costs more than storing them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from peewee import Model

from server.store.database import Work


def insert_rows(
    work: Work,
    table: type[Model],
    rows: Sequence[Mapping[str, object]],
    *,
    key: Collection[str] = (),
    said_again: Collection[str] = (),
) -> None:
    """Insert rows that all have the same columns.

    Args:
        rows: values as the driver takes them, by column name.
        key: columns of the key under which a row may stand already; then ``said_again`` is what is replaced in it.
    """
    if not rows:
        return
    columns = list(rows[0])
    places = ", ".join([work.db.param] * len(columns))
    sql = f"INSERT INTO {_quoted([table._meta.table_name])} ({_quoted(columns)}) VALUES ({places})"  # noqa: S608 - names of ours only
    if key:
        replaced = ", ".join(f'"{name}" = EXCLUDED."{name}"' for name in said_again)
        sql += f" ON CONFLICT ({_quoted(key)}) DO UPDATE SET {replaced}"
    work.db.cursor().executemany(sql, [tuple(row[name] for name in columns) for row in rows])


def _quoted(names: Collection[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
