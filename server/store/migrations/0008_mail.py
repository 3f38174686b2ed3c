"""Names of regional mailboxes, the mailboxes with their aliases and their log, and the proofs by mail.

New tables only. An old process that still runs knows nothing of them: what it takes of these kinds stays an event
without a mailbox or a mail. So the domain and the mail server are set when the last of them has gone.
"""

from __future__ import annotations

import peewee


def up(migrator: object, db: peewee.Database) -> None:
    """Make the tables."""
    del migrator
    db.create_tables([*_mailbox_tables(db), *_proof_tables(db)])


def _mailbox_tables(db: peewee.Database) -> list[type[peewee.Model]]:
    class MailboxRow(peewee.Model):
        address = peewee.TextField(primary_key=True)
        account = peewee.BlobField(unique=True)
        post = peewee.TextField()
        stream = peewee.BlobField()
        seq = peewee.BigIntegerField()
        state = peewee.TextField()
        code_hash = peewee.BlobField(null=True, unique=True)
        code_turn = peewee.IntegerField()
        reserved_at_ms = peewee.BigIntegerField()
        expires_at_ms = peewee.BigIntegerField()
        activated_at_ms = peewee.BigIntegerField(null=True)
        password_hash = peewee.TextField(null=True)
        quota_mb = peewee.IntegerField()
        forward_to = peewee.TextField()
        keeps_copy = peewee.BooleanField()
        is_disabled = peewee.BooleanField()
        version = peewee.BigIntegerField(index=True)

        class Meta:
            database = db
            table_name = "mailbox"
            indexes = ((("state", "expires_at_ms"), False),)

    class MailAliasRow(peewee.Model):
        name = peewee.TextField(primary_key=True, column_name="alias")
        address = peewee.TextField(index=True)

        class Meta:
            database = db
            table_name = "mail_alias"

    class MailboxActRow(peewee.Model):
        address = peewee.TextField()
        act_no = peewee.IntegerField()
        at_ms = peewee.BigIntegerField()
        act = peewee.TextField()
        officer_name = peewee.TextField()
        reason = peewee.TextField()

        class Meta:
            database = db
            table_name = "mailbox_act"
            primary_key = peewee.CompositeKey("address", "act_no")

    return [MailboxRow, MailAliasRow, MailboxActRow]


def _proof_tables(db: peewee.Database) -> list[type[peewee.Model]]:
    class MailSpaceRow(peewee.Model):
        tag = peewee.IntegerField()
        domain = peewee.TextField()
        stream = peewee.BlobField(index=True)
        device = peewee.BlobField()
        post = peewee.TextField()
        granted_at_ms = peewee.BigIntegerField()

        class Meta:
            database = db
            table_name = "mail_space"
            primary_key = peewee.CompositeKey("tag", "domain")

    class ProofRow(peewee.Model):
        stream = peewee.BlobField()
        seq = peewee.BigIntegerField()
        uid = peewee.BlobField(unique=True)
        post = peewee.TextField()
        device = peewee.BlobField()
        account = peewee.BlobField(index=True)
        address = peewee.TextField()
        state = peewee.TextField()
        asked_at_ms = peewee.BigIntegerField()
        code_hash = peewee.BlobField(null=True)
        code_salt = peewee.BlobField(null=True)
        tries = peewee.IntegerField()
        sent_at_ms = peewee.BigIntegerField(null=True)
        expires_at_ms = peewee.BigIntegerField(null=True)
        next_try_at_ms = peewee.BigIntegerField()
        failures = peewee.IntegerField()
        lease_until_ms = peewee.BigIntegerField()

        class Meta:
            database = db
            table_name = "proof"
            primary_key = peewee.CompositeKey("stream", "seq")
            indexes = (
                (("address", "asked_at_ms"), False),
                (("device", "asked_at_ms"), False),
                (("state", "next_try_at_ms"), False),
            )

    return [MailSpaceRow, ProofRow]
