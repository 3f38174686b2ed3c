"""Table classes of the queue: tickets and their moves, closed days, visits without a registration, the survey."""

from __future__ import annotations

import peewee

from app.models.rows import Row


class TicketRow(Row):
    """A number of the queue, our own or a neighbour's, and where it stands after all known moves.

    Up to ``at_ms`` what was said when it was taken; what follows is told anew with every move. So is ``number``: one
    of two people who hold the same may get another, and then ``taken_number`` is the one that was taken.
    """

    stream = peewee.BlobField()
    seq = peewee.IntegerField()
    uid = peewee.BlobField(index=True)
    number = peewee.TextField()
    business_on = peewee.TextField(index=True)
    taken_for = peewee.TextField()
    taken_tick = peewee.IntegerField()
    source = peewee.TextField()
    registration_no = peewee.TextField()
    at_ms = peewee.IntegerField()
    service = peewee.TextField()
    state = peewee.TextField()
    slot = peewee.IntegerField()
    slot_tick = peewee.IntegerField()
    counter = peewee.TextField()
    calls = peewee.IntegerField()
    called_tick = peewee.IntegerField()
    turn = peewee.IntegerField()
    tick = peewee.IntegerField()
    called_at_ms = peewee.IntegerField(null=True)
    done_at_ms = peewee.IntegerField(null=True)
    wait_s = peewee.IntegerField(null=True)
    service_s = peewee.IntegerField(null=True)
    rivals = peewee.TextField()
    taken_number = peewee.TextField(null=True)

    class Meta:
        """Name of the table, and how the times of a line are found."""

        table_name = "ticket"
        primary_key = peewee.CompositeKey("stream", "seq")
        indexes = ((("service", "business_on"), False),)


class TicketMoveRow(Row):
    """What was done with a ticket, our own act or a neighbour's; may stand here before its ticket."""

    stream = peewee.BlobField()
    seq = peewee.IntegerField()
    ticket_uid = peewee.BlobField(index=True)
    move = peewee.TextField()
    turn = peewee.IntegerField()
    tick = peewee.IntegerField()
    counter = peewee.TextField()
    service = peewee.TextField()
    slot = peewee.IntegerField()
    at_ms = peewee.IntegerField()
    number = peewee.TextField(null=True)

    class Meta:
        """Name of the table."""

        table_name = "ticket_move"
        primary_key = peewee.CompositeKey("stream", "seq")


class TicketSpellRow(Row):
    """What was measured of a ticket in a line that it has left; told anew with every move."""

    ticket_uid = peewee.BlobField()
    place = peewee.IntegerField()
    business_on = peewee.TextField()
    service = peewee.TextField()
    called_tick = peewee.IntegerField()
    wait_s = peewee.IntegerField(null=True)
    service_s = peewee.IntegerField(null=True)

    class Meta:
        """Name of the table, and how the times of a line are found."""

        table_name = "ticket_spell"
        primary_key = peewee.CompositeKey("ticket_uid", "place")
        indexes = ((("business_on", "service"), False),)


class QueueDayRow(Row):
    """The queue of a business date was closed, or opened again."""

    stream = peewee.BlobField()
    seq = peewee.IntegerField()
    business_on = peewee.TextField(index=True)
    is_closed = peewee.BooleanField()
    turn = peewee.IntegerField()

    class Meta:
        """Name of the table."""

        table_name = "queue_day"
        primary_key = peewee.CompositeKey("stream", "seq")


class NotedVisitRow(Row):
    """A visit without a registration of its own: what was asked and what came of it; the note is sealed."""

    stream = peewee.BlobField()
    seq = peewee.IntegerField()
    business_on = peewee.TextField(index=True)
    asked = peewee.TextField()
    result = peewee.TextField()
    about_uid = peewee.BlobField(null=True, index=True)
    ticket_uid = peewee.BlobField(null=True)
    at_ms = peewee.IntegerField()
    sealed = peewee.BlobField()

    class Meta:
        """Name of the table."""

        table_name = "noted_visit"
        primary_key = peewee.CompositeKey("stream", "seq")


class SurveyAnswerRow(Row):
    """What somebody answered to the survey of satisfaction, nine figures in a row; nobody knows who."""

    stream = peewee.BlobField()
    seq = peewee.IntegerField()
    business_on = peewee.TextField(index=True)
    service = peewee.TextField()
    answers = peewee.TextField()

    class Meta:
        """Name of the table."""

        table_name = "survey_answer"
        primary_key = peewee.CompositeKey("stream", "seq")


class IncidentRow(Row):
    """Something went wrong at the post on a day; what it was is sealed."""

    stream = peewee.BlobField()
    seq = peewee.IntegerField()
    business_on = peewee.TextField(index=True)
    at_ms = peewee.IntegerField()
    sealed = peewee.BlobField()

    class Meta:
        """Name of the table."""

        table_name = "incident"
        primary_key = peewee.CompositeKey("stream", "seq")
