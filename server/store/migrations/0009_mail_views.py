"""What Postfix and Dovecot may know of mailboxes, one view for each question they ask.

On PostgreSQL their role reads these and no table [deploy/mail/role.sql]; on SQLite they are copied into ``mail.db``.
"""

from __future__ import annotations

import peewee


def up(migrator: object, db: peewee.Database) -> None:
    """Make the views."""
    del migrator
    for view in (ACCOUNT, NAME, FORWARD, CLOSED):
        db.execute_sql(view)


ACCOUNT = """CREATE VIEW "mail_account" AS
SELECT "address", "password_hash" AS "password", CAST("quota_mb" AS BIGINT) * 1048576 AS "quota_bytes",
    NOT "is_disabled" AS "is_active"
FROM "mailbox" WHERE "state" = 'active' AND "password_hash" IS NOT NULL"""
"""Who has a password; not active: may not sign in for now."""

NAME = """CREATE VIEW "mail_name" AS
SELECT "address" AS "name", "address" FROM "mailbox" WHERE "state" = 'active' AND NOT "is_disabled"
UNION ALL
SELECT "alias", "mailbox"."address" FROM "mail_alias" JOIN "mailbox" ON "mailbox"."address" = "mail_alias"."address"
WHERE "state" = 'active' AND NOT "is_disabled\""""
"""Every name that a mailbox gets mail under, and may write under."""

FORWARD = """CREATE VIEW "mail_forward" AS
SELECT "address", "forward_to" FROM "mailbox" WHERE "state" = 'active' AND NOT "is_disabled" AND "forward_to" <> ''
UNION ALL
SELECT "address", "address" FROM "mailbox"
WHERE "state" = 'active' AND NOT "is_disabled" AND "forward_to" <> '' AND "keeps_copy\""""
"""Where the mail of a mailbox goes that forwards; itself among them if it keeps a copy."""

CLOSED = """CREATE VIEW "mail_closed" AS
SELECT "address" AS "name", "address", NOT "is_disabled" AS "is_waiting" FROM "mailbox"
WHERE "state" = 'reserved' OR ("state" = 'active' AND "is_disabled")
UNION ALL
SELECT "alias", "mailbox"."address", NOT "is_disabled" FROM "mail_alias"
JOIN "mailbox" ON "mailbox"."address" = "mail_alias"."address"
WHERE "state" = 'reserved' OR ("state" = 'active' AND "is_disabled")"""
"""Names that take no mail now; waiting: their owner has not activated the mailbox yet."""
