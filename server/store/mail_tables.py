"""The tables of help with e-mail, as peewee rows: names of mailboxes, mailboxes, their log, proofs.

Unlike all others an address is its own key: it is somebody's in the whole world. Without foreign keys: nobody who
changes a mailbox may wait for a post that a desk is just writing for.
"""

from __future__ import annotations

from peewee import BigIntegerField, BlobField, BooleanField, CompositeKey, IntegerField, Model, TextField


class MailSpaceRow(Model):
    """Names of regional mailboxes that one stream alone gives out: with this tag, under this domain.

    A tag belongs to one stream for ever, whatever domains the operator has had.
    """

    tag = IntegerField()
    domain = TextField()
    stream = BlobField(index=True)
    device = BlobField()
    post = TextField()
    granted_at_ms = BigIntegerField()

    class Meta:
        """Table facts."""

        table_name = "mail_space"
        primary_key = CompositeKey("tag", "domain")


class MailboxRow(Model):
    """A regional mailbox, promised or in use; its row stays for ever, so that no name is given to a second person.

    ``account``: the help that it came out of, ``stream`` and ``seq``: the event that reserved it. ``version`` grows
    with every change, over all mailboxes: the mail programs' own file has copied up to one of them.
    """

    address = TextField(primary_key=True)
    account = BlobField(unique=True)
    post = TextField()
    stream = BlobField()
    seq = BigIntegerField()
    state = TextField()
    code_hash = BlobField(null=True, unique=True)
    code_turn = IntegerField()
    reserved_at_ms = BigIntegerField()
    expires_at_ms = BigIntegerField()
    activated_at_ms = BigIntegerField(null=True)
    password_hash = TextField(null=True)
    quota_mb = IntegerField()
    forward_to = TextField()
    keeps_copy = BooleanField()
    is_disabled = BooleanField()
    version = BigIntegerField(index=True)

    class Meta:
        """Table facts."""

        table_name = "mailbox"
        indexes = ((("state", "expires_at_ms"), False),)


class MailAliasRow(Model):
    """A further name of a mailbox."""

    name = TextField(primary_key=True, column_name="alias")
    address = TextField(index=True)

    class Meta:
        """Table facts."""

        table_name = "mail_alias"


class MailboxActRow(Model):
    """What was done with a mailbox, by whom and why; ``act_no`` counts the acts on this one."""

    address = TextField()
    act_no = IntegerField()
    at_ms = BigIntegerField()
    act = TextField()
    officer_name = TextField()
    reason = TextField()

    class Meta:
        """Table facts."""

        table_name = "mailbox_act"
        primary_key = CompositeKey("address", "act_no")


class ProofRow(Model):
    """A code that a desk asked for at this place of its stream; ``uid``: of that event, by which it is read back.

    ``code_hash``: none while no mail has gone out, and again once the code is used or void. ``lease_until_ms``: so long
    the process that is just sending it has it to itself.
    """

    stream = BlobField()
    seq = BigIntegerField()
    uid = BlobField(unique=True)
    post = TextField()
    device = BlobField()
    account = BlobField(index=True)
    address = TextField()
    state = TextField()
    asked_at_ms = BigIntegerField()
    code_hash = BlobField(null=True)
    code_salt = BlobField(null=True)
    tries = IntegerField()
    sent_at_ms = BigIntegerField(null=True)
    expires_at_ms = BigIntegerField(null=True)
    next_try_at_ms = BigIntegerField()
    failures = IntegerField()
    lease_until_ms = BigIntegerField()

    class Meta:
        """Table facts."""

        table_name = "proof"
        primary_key = CompositeKey("stream", "seq")
        indexes = (
            (("address", "asked_at_ms"), False),
            (("device", "asked_at_ms"), False),
            (("state", "next_try_at_ms"), False),
        )


MAIL_TABLES = (MailSpaceRow, MailboxRow, MailAliasRow, MailboxActRow, ProofRow)
