"""Work over several posts, queued beside the registrations that cause it, and notices that come of it.

New tables only: an old process that still runs knows nothing of them, and what it stores is flagged by its own check.
"""

from __future__ import annotations

import peewee


def up(migrator: object, db: peewee.Database) -> None:
    """Make the tables."""
    del migrator

    class CrossWorkRow(peewee.Model):
        uid = peewee.BlobField(primary_key=True)
        post = peewee.TextField()
        record = peewee.BlobField()
        is_found = peewee.BooleanField()

        class Meta:
            database = db
            table_name = "cross_work"
            indexes = ((("is_found", "post"), False),)

    class NoticeRow(peewee.Model):
        post = peewee.TextField()
        feed_no = peewee.BigIntegerField()
        stream = peewee.BlobField()
        seq = peewee.BigIntegerField()
        record = peewee.BlobField()
        code = peewee.TextField()
        facts = peewee.TextField()
        told_at_ms = peewee.BigIntegerField()

        class Meta:
            database = db
            table_name = "notice"
            primary_key = peewee.CompositeKey("post", "feed_no")
            indexes = ((("post", "record"), False),)

    db.create_tables([CrossWorkRow, NoticeRow])
