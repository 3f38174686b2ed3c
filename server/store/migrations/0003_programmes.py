"""Programmes' files that desks are to work by. Self-contained: a frozen copy of the table as it was."""

from __future__ import annotations

import peewee


def up(migrator: object, db: peewee.Database) -> None:
    """Make the table."""
    del migrator

    class ProgrammeRow(peewee.Model):
        code = peewee.TextField()
        version = peewee.TextField()
        text = peewee.BlobField()
        added_at_ms = peewee.BigIntegerField()

        class Meta:
            database = db
            table_name = "programme"
            primary_key = peewee.CompositeKey("code", "version")

    ProgrammeRow.create_table()
