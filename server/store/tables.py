"""The server's tables as peewee rows. Every unique key holds its post or is a random uuid [ARCHITECTURE 5]."""

from __future__ import annotations

from peewee import (
    SQL,
    BigIntegerField,
    BlobField,
    BooleanField,
    CompositeKey,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)

from server.store.mail_tables import MAIL_TABLES


class ServerRow(Model):
    """The one row about this server: its life, its public key, whether it is for training."""

    lineage = BlobField(primary_key=True)
    public_key = BlobField()
    is_training = BooleanField(null=True)
    created_at_ms = BigIntegerField()

    class Meta:
        """Table facts."""

        table_name = "server"


class PostRow(Model):
    """A posko; ``feed_no`` and ``last_block`` are counters, locked by the transaction that raises them."""

    code = TextField(primary_key=True)
    name = TextField()
    province = TextField()
    feed_no = BigIntegerField(default=0)
    last_block = IntegerField(default=0)

    class Meta:
        """Table facts."""

        table_name = "post"


class DeviceRow(Model):
    """An enrolled device and its public key.

    ``key_no``: its place among the words that all desks hear of devices, and ``told_revoked_at_ms`` what that word
    says; none = it has no place yet, or an old process enrolled it.
    """

    uid = BlobField(primary_key=True)
    post = ForeignKeyField(PostRow, column_name="post", backref="+")
    public_key = BlobField(unique=True)
    key_id = BlobField(index=True)
    block = IntegerField()
    enrolled_at_ms = BigIntegerField()
    revoked_at_ms = BigIntegerField(null=True)
    key_no = BigIntegerField(null=True, unique=True)
    told_revoked_at_ms = BigIntegerField(null=True)

    class Meta:
        """Table facts."""

        table_name = "device"


class EnrolCodeRow(Model):
    """A one-time enrolment code, as its hash, with the number block it carries."""

    code_hash = BlobField(primary_key=True)
    post = ForeignKeyField(PostRow, column_name="post", backref="+")
    block = IntegerField()
    created_at_ms = BigIntegerField()
    expires_at_ms = BigIntegerField()
    used_at_ms = BigIntegerField(null=True)
    device = ForeignKeyField(DeviceRow, column_name="device", backref="+", null=True)

    class Meta:
        """Table facts."""

        table_name = "enrol_code"
        indexes = ((("post", "block"), True),)


class StreamRow(Model):
    """One incarnation of one device: how far its chain reaches here, and the sum over its events.

    ``set_sum`` covers the events up to ``sum_seq``: less than ``last_seq`` where a process of an older version wrote.
    ``block``: the number block given to this life of the device; none = the device's own.
    """

    name = BlobField(primary_key=True)
    device = ForeignKeyField(DeviceRow, column_name="device", backref="+")
    post = ForeignKeyField(PostRow, column_name="post", backref="+")
    salt_key = BlobField()
    last_seq = BigIntegerField()
    last_hash = BlobField()
    set_sum = BlobField(null=True)
    sum_seq = BigIntegerField(null=True)
    block = IntegerField(null=True)

    class Meta:
        """Table facts."""

        table_name = "stream"


class EventRow(Model):
    """One event as it was sent; ``head_signature`` stands on the last event of each batch."""

    stream = ForeignKeyField(StreamRow, column_name="stream", backref="+", index=False)
    seq = BigIntegerField()
    uid = BlobField(unique=True)
    kind = TextField()
    record = BlobField()
    header = BlobField()
    header_hash = BlobField()
    body = BlobField()
    post = ForeignKeyField(PostRow, column_name="post", backref="+", index=False)
    feed_no = BigIntegerField()
    received_at_ms = BigIntegerField()
    head_signature = BlobField(null=True)
    attention = TextField(default="")
    attention_facts = TextField(default="{}")

    class Meta:
        """Table facts."""

        table_name = "event"
        primary_key = CompositeKey("stream", "seq")
        indexes = ((("post", "feed_no"), True),)


LATER_ACTS = SQL("""("kind" != 'registered')""")
"""What was done with a registration after it came to be, whoever did it.

Written out in the words of the index: only a query with these very words can use it.
"""

EventRow.add_index(EventRow.index(EventRow.post, EventRow.record, where=LATER_ACTS, name="eventrow_later"))


class RegistrationRow(Model):
    """What the events say about one visit, in clear for export; derived, can be made again from the events."""

    post = ForeignKeyField(PostRow, column_name="post", backref="+", index=False)
    uid = BlobField()
    event_uid = BlobField()
    device = ForeignKeyField(DeviceRow, column_name="device", backref="+", index=False)
    incarnation = BigIntegerField()
    seq = BigIntegerField()
    feed_no = BigIntegerField()
    received_at_ms = BigIntegerField()
    registered_at_ms = BigIntegerField()
    outcome = TextField()
    status = TextField()
    programme = TextField()
    period = TextField()
    business_on = TextField()
    registration_no = TextField(index=True)
    queue_number = TextField()
    nik = TextField()
    name_on_id = TextField()
    birth_place = TextField()
    birth_date = TextField()
    sex = TextField()
    id_address = TextField()
    rt_rw = TextField()
    village_code = TextField()
    religion = TextField()
    marital_status = TextField()
    occupation = TextField()
    citizenship = TextField()
    family_card_no = TextField()
    mobile = TextField()
    email = TextField()
    contact_person = TextField()
    current_address = TextField()
    current_village_code = TextField()
    represented_by = TextField()
    disability = TextField()
    bank_account = TextField()
    answers = TextField()
    documents = TextField()
    findings = TextField()
    typed = TextField()
    consent_version = TextField()
    officer_name = TextField()
    rules_version = TextField()
    duplicate_group = BlobField(null=True)
    repeats = IntegerField(default=0)
    copies = IntegerField(default=1)
    disputes = TextField(default="[]", constraints=[SQL("DEFAULT '[]'")])

    class Meta:
        """Table facts."""

        table_name = "registration"
        primary_key = CompositeKey("post", "uid")
        indexes = (
            (("post", "feed_no"), True),
            (("nik", "programme", "period"), False),
        )


class AnswerRow(Model):
    """The reply to a request with a batch, so that the same request gets the same bytes again."""

    stream = ForeignKeyField(StreamRow, column_name="stream", backref="+", index=False)
    request_digest = BlobField()
    reply = BlobField()
    answer_no = BigIntegerField()

    class Meta:
        """Table facts."""

        table_name = "answer"
        primary_key = CompositeKey("stream", "request_digest")
        indexes = ((("stream", "answer_no"), False),)


class ProgrammeRow(Model):
    """A programme's file that desks are to work by; each version that was ever given out is kept."""

    code = TextField()
    version = TextField()
    text = BlobField()
    added_at_ms = BigIntegerField()

    class Meta:
        """Table facts."""

        table_name = "programme"
        primary_key = CompositeKey("code", "version")


class CrossWorkRow(Model):
    """A registration that others must be held against, and then (``is_found``) one whose post must be told.

    Without foreign keys: nobody who takes a row may wait for a post that a desk is just writing for.
    """

    uid = BlobField(primary_key=True)
    post = TextField()
    record = BlobField()
    is_found = BooleanField()

    class Meta:
        """Table facts."""

        table_name = "cross_work"
        indexes = ((("is_found", "post"), False),)


class NoticeRow(Model):
    """A word of the server's own to a post about one of its registrations, at its place in the post's feed."""

    post = TextField()
    feed_no = BigIntegerField()
    stream = BlobField()
    seq = BigIntegerField()
    record = BlobField()
    code = TextField()
    facts = TextField()
    told_at_ms = BigIntegerField()

    class Meta:
        """Table facts."""

        table_name = "notice"
        primary_key = CompositeKey("post", "feed_no")
        indexes = ((("post", "record"), False),)


TABLES = (
    ServerRow,
    PostRow,
    DeviceRow,
    EnrolCodeRow,
    StreamRow,
    EventRow,
    RegistrationRow,
    AnswerRow,
    ProgrammeRow,
    CrossWorkRow,
    NoticeRow,
    *MAIL_TABLES,
)
