"""Table classes of the local store. Only the database worker's thread can use them.

Clear columns are uids, programme, status, times, numbers, village code, sex and birth year; whatever tells who a
person is stands in a ``sealed`` blob or as a keyed hash (``..._mark``). A test holds this list.
"""

from __future__ import annotations

import peewee

from app.models.account_tables import (
    AccountBoundRow,
    AccountMoveRow,
    AccountPersonRow,
    AccountRow,
    MailActRow,
    MailNoticeRow,
    MailSpaceRow,
)
from app.models.queue_tables import (
    IncidentRow,
    NotedVisitRow,
    QueueDayRow,
    SurveyAnswerRow,
    TicketMoveRow,
    TicketRow,
    TicketSpellRow,
)
from app.models.rows import Row


class ProfileRow(Row):
    """The one row about this desk."""

    id = peewee.IntegerField(primary_key=True)
    device_uid = peewee.BlobField()
    incarnation = peewee.IntegerField()
    post_code = peewee.TextField()
    post_name = peewee.TextField()
    province = peewee.TextField()
    block = peewee.IntegerField()
    burnt_until = peewee.TextField(default="")
    burnt_chunks = peewee.IntegerField(default=0)
    is_training = peewee.BooleanField()
    public_key = peewee.BlobField()
    sealed_key = peewee.BlobField()
    created_at_ms = peewee.IntegerField()
    recovery_salt = peewee.BlobField()
    recovery_wrap = peewee.BlobField()
    server_url = peewee.TextField(default="")
    server_key = peewee.BlobField(null=True)
    server_lineage = peewee.BlobField(null=True)
    cursor = peewee.IntegerField(default=0)
    last_contact_ms = peewee.IntegerField(null=True)
    drift_ms = peewee.IntegerField(null=True)
    certificate = peewee.BlobField(null=True)
    line_bytes_s = peewee.IntegerField(null=True)
    keys_seen = peewee.IntegerField(null=True)

    class Meta:
        """Name of the table."""

        table_name = "profile"


class OfficerRow(Row):
    """An officer and the store key wrapped under that officer's secret."""

    uid = peewee.BlobField(primary_key=True)
    name = peewee.TextField(unique=True)
    role = peewee.TextField()
    kdf_memory_kib = peewee.IntegerField()
    kdf_iterations = peewee.IntegerField()
    kdf_salt = peewee.BlobField()
    wrapped_key = peewee.BlobField()
    failures = peewee.IntegerField(default=0)
    failed_at_ms = peewee.IntegerField(default=0)
    created_at_ms = peewee.IntegerField()

    class Meta:
        """Name of the table."""

        table_name = "officer"


class PersonRow(Row):
    """A person: sealed identity, keyed hashes for equality, and what statistics need."""

    uid = peewee.BlobField(primary_key=True)
    sealed = peewee.BlobField()
    nik_mark = peewee.BlobField(null=True, index=True)
    family_card_mark = peewee.BlobField(null=True, index=True)
    mobile_mark = peewee.BlobField(null=True, index=True)
    email_mark = peewee.BlobField(null=True, index=True)
    village_code = peewee.TextField()
    sex = peewee.TextField()
    birth_year = peewee.IntegerField(null=True)
    birth_mark = peewee.BlobField(null=True, index=True)
    name_mark = peewee.BlobField(null=True, index=True)

    class Meta:
        """Name of the table."""

        table_name = "person"


class RegistrationRow(Row):
    """One visit and its outcome in one programme; a visit that asked for several has a row for each.

    ``sealed_disputes``: what two desks said differently about it; none = nothing.
    """

    uid = peewee.BlobField(primary_key=True)
    person = peewee.ForeignKeyField(PersonRow, column_name="person_uid", on_delete="RESTRICT")
    stream = peewee.BlobField()
    seq = peewee.IntegerField()
    programme = peewee.TextField()
    period = peewee.TextField()
    outcome = peewee.TextField()
    status = peewee.TextField()
    registration_no = peewee.TextField(null=True)
    queue_number = peewee.TextField()
    business_on = peewee.TextField(index=True)
    at_ms = peewee.IntegerField()
    officer_uid = peewee.BlobField()
    nik_mark = peewee.BlobField(null=True)
    sealed = peewee.BlobField()
    sealed_disputes = peewee.BlobField(null=True)
    ticket_uid = peewee.BlobField(null=True, index=True)
    account_uid = peewee.BlobField(null=True, index=True)

    class Meta:
        """Name of the table and its unique keys: paper numbers are unique within a stream."""

        table_name = "registration"
        indexes = (
            (("programme", "period", "nik_mark"), False),
            (("registration_no", "stream"), True),
            (("business_on", "queue_number", "stream", "programme"), True),
        )


class NumberRow(Row):
    """How many numbers of a series were used on a business date within this device's block."""

    series = peewee.TextField()
    business_on = peewee.TextField()
    block = peewee.IntegerField()
    used = peewee.IntegerField()

    class Meta:
        """Name of the table."""

        table_name = "number"
        primary_key = peewee.CompositeKey("series", "business_on", "block")


class StreamRow(Row):
    """One incarnation of this device: its head, and what the server has under a signed receipt."""

    stream = peewee.BlobField(primary_key=True)
    sealed_salt_key = peewee.BlobField()
    head_seq = peewee.IntegerField()
    head_hash = peewee.BlobField()
    receipt_seq = peewee.IntegerField(default=0)
    receipt = peewee.BlobField(null=True)
    receipt_signature = peewee.BlobField(null=True)

    class Meta:
        """Name of the table."""

        table_name = "stream"


class ReceiptDayRow(Row):
    """How far the server vouched for a stream (empty = for its feed to this desk) at some time, by its own clock."""

    stream = peewee.BlobField()
    at_ms = peewee.IntegerField()
    seq = peewee.IntegerField()

    class Meta:
        """Name of the table."""

        table_name = "receipt_day"
        primary_key = peewee.CompositeKey("stream", "at_ms")


class EventRow(Row):
    """One event: clear header (no personal data), sealed body. Appended, never changed, kept after sending.

    ``feed_no``: its place in the server's order of the whole post, once the server has told it.
    """

    stream = peewee.BlobField()
    seq = peewee.IntegerField()
    kind = peewee.TextField()
    record = peewee.BlobField(index=True)
    header = peewee.BlobField()
    hash = peewee.BlobField()
    sealed = peewee.BlobField()
    feed_no = peewee.IntegerField(null=True)

    class Meta:
        """Name of the table."""

        table_name = "event"
        primary_key = peewee.CompositeKey("stream", "seq")


class AttentionRow(Row):
    """What the server said about an event that a person should look at."""

    stream = peewee.BlobField()
    seq = peewee.IntegerField()
    code = peewee.TextField()
    facts = peewee.TextField()
    at_ms = peewee.IntegerField()

    class Meta:
        """Name of the table."""

        table_name = "attention"
        primary_key = peewee.CompositeKey("stream", "seq")


class NewsRow(Row):
    """An event of another desk of this post, as the server passed it on; sealed whole, kept whatever its kind.

    ``hash``: of its header; none = an older program kept it, and it will come again. ``head_signature``: its author's,
    on the last event of a batch; what lies before it can be handed on under it.
    """

    stream = peewee.BlobField()
    seq = peewee.IntegerField()
    feed_no = peewee.IntegerField()
    kind = peewee.TextField()
    sealed = peewee.BlobField()
    record = peewee.BlobField(null=True, index=True)
    hash = peewee.BlobField(null=True)
    head_signature = peewee.BlobField(null=True)

    class Meta:
        """Name of the table."""

        table_name = "news"
        primary_key = peewee.CompositeKey("stream", "seq")


class AuthorRow(Row):
    """Who writes a stream whose events came as news, and how far its chain is known here without a hole."""

    stream = peewee.BlobField(primary_key=True)
    sealed_salt_key = peewee.BlobField()
    certificate = peewee.BlobField()
    head_seq = peewee.IntegerField()
    head_hash = peewee.BlobField()

    class Meta:
        """Name of the table."""

        table_name = "author"


class DeviceKeyRow(Row):
    """A device of any post and its public key, as the server vouched for it; ``revoked_at_ms`` 0 = it is trusted."""

    device = peewee.BlobField(primary_key=True)
    certificate = peewee.BlobField()
    revoked_at_ms = peewee.IntegerField()

    class Meta:
        """Name of the table."""

        table_name = "device_key"


class BranchRow(Row):
    """An event whose place in its stream a copy of the device had taken; whoever wrote it wrote it anew elsewhere.

    ``kept``: the header of an event of our own, the sealed event of another desk.
    """

    stream = peewee.BlobField()
    seq = peewee.IntegerField()
    hash = peewee.BlobField()
    kept = peewee.BlobField()

    class Meta:
        """Name of the table."""

        table_name = "branch"
        primary_key = peewee.CompositeKey("stream", "seq", "hash")


class StageRow(Row):
    """A step of a registration after the desk, our own or a neighbour's; may stand here before its registration.

    ``turn`` 0: an older program kept it as news without understanding it; what it says still has to be read there.
    """

    stream = peewee.BlobField()
    seq = peewee.IntegerField()
    record = peewee.BlobField(index=True)
    kind = peewee.TextField()
    code = peewee.TextField()
    reached_on = peewee.TextField()
    batch = peewee.IntegerField()
    turn = peewee.IntegerField()
    at_ms = peewee.IntegerField()
    sealed = peewee.BlobField()

    class Meta:
        """Name of the table."""

        table_name = "stage"
        primary_key = peewee.CompositeKey("stream", "seq")


class SlipRow(Row):
    """A copy of a paper that was written: number 1 of a kind (``note``, ``receipt``) is its original."""

    registration = peewee.ForeignKeyField(RegistrationRow, column_name="registration_uid", on_delete="RESTRICT")
    kind = peewee.TextField()
    copy_no = peewee.IntegerField()
    paper = peewee.TextField()
    at_ms = peewee.IntegerField()
    officer_uid = peewee.BlobField()

    class Meta:
        """Name of the table."""

        table_name = "slip"
        primary_key = peewee.CompositeKey("registration", "kind", "copy_no")


class DraftRow(Row):
    """A half-filled form, sealed."""

    uid = peewee.BlobField(primary_key=True)
    sealed = peewee.BlobField()
    updated_at_ms = peewee.IntegerField()
    officer_uid = peewee.BlobField()

    class Meta:
        """Name of the table."""

        table_name = "draft"


class ProgrammeRow(Row):
    """A programme's file from the server: public rules, nobody's data; its signature held when it came."""

    code = peewee.TextField(primary_key=True)
    version = peewee.TextField()
    text = peewee.BlobField()
    taken_at_ms = peewee.IntegerField()

    class Meta:
        """Name of the table."""

        table_name = "programme"


TABLES: tuple[type[Row], ...] = (
    ProfileRow,
    OfficerRow,
    PersonRow,
    RegistrationRow,
    NumberRow,
    StreamRow,
    ReceiptDayRow,
    EventRow,
    AttentionRow,
    NewsRow,
    AuthorRow,
    DeviceKeyRow,
    BranchRow,
    StageRow,
    SlipRow,
    DraftRow,
    ProgrammeRow,
    TicketRow,
    TicketMoveRow,
    TicketSpellRow,
    QueueDayRow,
    NotedVisitRow,
    SurveyAnswerRow,
    IncidentRow,
    AccountRow,
    AccountMoveRow,
    MailActRow,
    MailNoticeRow,
    MailSpaceRow,
    AccountPersonRow,
    AccountBoundRow,
)

SLIP_CASES = """("kind" IN ('slip_case_opened', 'slip_case_settled'))"""
"""Slips without a record; written out in the words of the index: only a query with these very words can use it."""

EventRow.add_index(EventRow.index(EventRow.kind, where=peewee.SQL(SLIP_CASES), name="event_slip_case"))
NewsRow.add_index(NewsRow.index(NewsRow.kind, where=peewee.SQL(SLIP_CASES), name="news_slip_case"))

ONE_A_PERSON = "registration_one_a_person"
"""Name of the index that lets a device give one person one number a programme and period, whatever the code does.

What was withdrawn claims nothing any more.
"""

RegistrationRow.add_index(
    RegistrationRow.index(
        RegistrationRow.programme,
        RegistrationRow.period,
        RegistrationRow.nik_mark,
        RegistrationRow.stream,
        unique=True,
        where=peewee.SQL("""(("registration_no" IS NOT NULL) AND ("status" != 'DITARIK'))"""),
        name=ONE_A_PERSON,
    )
)

RegistrationRow.add_index(
    RegistrationRow.index(
        RegistrationRow.uid, where=peewee.SQL("""("sealed_disputes" IS NOT NULL)"""), name="registration_disputed"
    )
)
