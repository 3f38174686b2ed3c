"""Programmes from the server: their files are kept, the newest version wins over the one that ships with the program."""

from __future__ import annotations

from typing import Any

STATEMENT = """
    CREATE TABLE "programme" (
        "code" TEXT NOT NULL PRIMARY KEY,
        "version" TEXT NOT NULL,
        "text" BLOB NOT NULL,
        "taken_at_ms" INTEGER NOT NULL
    )
"""


def up(migrator: Any, db: Any) -> None:  # noqa: ANN401 - the runner is untyped
    """Make the table."""
    del migrator
    db.execute_sql(STATEMENT)
