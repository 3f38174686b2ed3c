"""Table classes of helps with e-mail: helps, moves, proofs and mailboxes, the server's notices, its name spaces."""

from __future__ import annotations

import peewee

from app.models.rows import Row


class AccountRow(Row):
    """A help with e-mail, our own or a neighbour's, and where it stands after all known moves.

    Up to ``at_ms`` what was said when it began; what follows is told anew with every move. ``sealed`` is its first
    event's body; empty = past its time.
    """

    stream = peewee.BlobField()
    seq = peewee.IntegerField()
    uid = peewee.BlobField(index=True)
    business_on = peewee.TextField(index=True)
    need = peewee.TextField()
    registration_uid = peewee.BlobField(null=True, index=True)
    ticket_uid = peewee.BlobField(null=True)
    at_ms = peewee.IntegerField()
    state = peewee.TextField(index=True)
    road = peewee.TextField()
    provider = peewee.TextField()
    step = peewee.IntegerField()
    result = peewee.TextField()
    reason = peewee.TextField()
    address_mark = peewee.BlobField(null=True)
    worked_s = peewee.IntegerField()
    ended_at_ms = peewee.IntegerField(null=True)
    sealed = peewee.BlobField()

    class Meta:
        """Name of the table."""

        table_name = "account"
        primary_key = peewee.CompositeKey("stream", "seq")


class AccountMoveRow(Row):
    """What was done with a help, our own act or a neighbour's; may stand here before its help."""

    stream = peewee.BlobField()
    seq = peewee.IntegerField()
    account_uid = peewee.BlobField(index=True)
    move = peewee.TextField()
    turn = peewee.IntegerField()
    at_ms = peewee.IntegerField()
    road = peewee.TextField()
    provider = peewee.TextField()
    step = peewee.IntegerField()
    result = peewee.TextField()
    reason = peewee.TextField()
    address_mark = peewee.BlobField(null=True, index=True)
    sealed = peewee.BlobField()

    class Meta:
        """Name of the table."""

        table_name = "account_move"
        primary_key = peewee.CompositeKey("stream", "seq")


class MailActRow(Row):
    """A code was asked for or read back, a mailbox reserved or given a new code; ``asked`` names the event asked by.

    The mark of an address stays for ever: no name is given twice, even when everything else of it is past its time.
    """

    stream = peewee.BlobField()
    seq = peewee.IntegerField()
    account_uid = peewee.BlobField(index=True)
    kind = peewee.TextField()
    at_ms = peewee.IntegerField()
    turn = peewee.IntegerField()
    asked = peewee.BlobField(null=True)
    address_mark = peewee.BlobField(null=True, index=True)
    sealed = peewee.BlobField()

    class Meta:
        """Name of the table."""

        table_name = "mail_act"
        primary_key = peewee.CompositeKey("stream", "seq")


class MailNoticeRow(Row):
    """What the server told about an act on mail, the last of each word; its facts name nobody."""

    stream = peewee.BlobField()
    seq = peewee.IntegerField()
    code = peewee.TextField()
    feed_no = peewee.IntegerField()
    account_uid = peewee.BlobField(index=True)
    facts = peewee.TextField()

    class Meta:
        """Name of the table."""

        table_name = "mail_notice"
        primary_key = peewee.CompositeKey("stream", "seq", "code")


class MailSpaceRow(Row):
    """The names of regional mailboxes that a stream of this device may give out."""

    stream = peewee.BlobField(primary_key=True)
    domain = peewee.TextField()
    tag = peewee.TextField()

    class Meta:
        """Name of the table."""

        table_name = "mail_space"


class AccountPersonRow(Row):
    """Who is helped, as this desk alone knows it: a keyed hash, so that nobody gets two mailboxes."""

    account_uid = peewee.BlobField(primary_key=True)
    nik_mark = peewee.BlobField(index=True)

    class Meta:
        """Name of the table."""

        table_name = "account_person"


class AccountBoundRow(Row):
    """A help that belongs to a registration which stood already when its form was saved; uids alone."""

    stream = peewee.BlobField()
    seq = peewee.IntegerField()
    account_uid = peewee.BlobField(index=True)
    registration_uid = peewee.BlobField(index=True)

    class Meta:
        """Name of the table."""

        table_name = "account_bound"
        primary_key = peewee.CompositeKey("stream", "seq")
