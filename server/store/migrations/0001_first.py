"""The first tables: server, posts, devices, enrolment codes, streams, events, registrations, answers.

Self-contained: a frozen copy of the tables as they were, so that later changes of ``tables.py`` cannot change it.
"""

from __future__ import annotations

import peewee


def up(migrator: object, db: peewee.Database) -> None:
    """Make the first tables."""
    del migrator

    class ServerRow(peewee.Model):
        lineage = peewee.BlobField(primary_key=True)
        public_key = peewee.BlobField()
        is_training = peewee.BooleanField(null=True)
        created_at_ms = peewee.BigIntegerField()

        class Meta:
            database = db
            table_name = "server"

    class PostRow(peewee.Model):
        code = peewee.TextField(primary_key=True)
        name = peewee.TextField()
        province = peewee.TextField()
        feed_no = peewee.BigIntegerField(default=0)
        last_block = peewee.IntegerField(default=0)

        class Meta:
            database = db
            table_name = "post"

    class DeviceRow(peewee.Model):
        uid = peewee.BlobField(primary_key=True)
        post = peewee.ForeignKeyField(PostRow, column_name="post", backref="+")
        public_key = peewee.BlobField(unique=True)
        key_id = peewee.BlobField(index=True)
        block = peewee.IntegerField()
        enrolled_at_ms = peewee.BigIntegerField()
        revoked_at_ms = peewee.BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "device"

    class EnrolCodeRow(peewee.Model):
        code_hash = peewee.BlobField(primary_key=True)
        post = peewee.ForeignKeyField(PostRow, column_name="post", backref="+")
        block = peewee.IntegerField()
        created_at_ms = peewee.BigIntegerField()
        expires_at_ms = peewee.BigIntegerField()
        used_at_ms = peewee.BigIntegerField(null=True)
        device = peewee.ForeignKeyField(DeviceRow, column_name="device", backref="+", null=True)

        class Meta:
            database = db
            table_name = "enrol_code"
            indexes = ((("post", "block"), True),)

    class StreamRow(peewee.Model):
        name = peewee.BlobField(primary_key=True)
        device = peewee.ForeignKeyField(DeviceRow, column_name="device", backref="+")
        post = peewee.ForeignKeyField(PostRow, column_name="post", backref="+")
        salt_key = peewee.BlobField()
        last_seq = peewee.BigIntegerField()
        last_hash = peewee.BlobField()

        class Meta:
            database = db
            table_name = "stream"

    class EventRow(peewee.Model):
        stream = peewee.ForeignKeyField(StreamRow, column_name="stream", backref="+", index=False)
        seq = peewee.BigIntegerField()
        uid = peewee.BlobField(unique=True)
        kind = peewee.TextField()
        record = peewee.BlobField()
        header = peewee.BlobField()
        header_hash = peewee.BlobField()
        body = peewee.BlobField()
        post = peewee.ForeignKeyField(PostRow, column_name="post", backref="+", index=False)
        feed_no = peewee.BigIntegerField()
        received_at_ms = peewee.BigIntegerField()
        head_signature = peewee.BlobField(null=True)
        attention = peewee.TextField(default="")
        attention_facts = peewee.TextField(default="{}")

        class Meta:
            database = db
            table_name = "event"
            primary_key = peewee.CompositeKey("stream", "seq")
            indexes = ((("post", "feed_no"), True),)

    class RegistrationRow(peewee.Model):
        post = peewee.ForeignKeyField(PostRow, column_name="post", backref="+", index=False)
        uid = peewee.BlobField()
        event_uid = peewee.BlobField()
        device = peewee.ForeignKeyField(DeviceRow, column_name="device", backref="+")
        incarnation = peewee.BigIntegerField()
        seq = peewee.BigIntegerField()
        feed_no = peewee.BigIntegerField()
        received_at_ms = peewee.BigIntegerField()
        registered_at_ms = peewee.BigIntegerField()
        outcome = peewee.TextField()
        status = peewee.TextField()
        programme = peewee.TextField()
        period = peewee.TextField()
        business_on = peewee.TextField()
        registration_no = peewee.TextField(index=True)
        queue_number = peewee.TextField()
        nik = peewee.TextField()
        name_on_id = peewee.TextField()
        birth_place = peewee.TextField()
        birth_date = peewee.TextField()
        sex = peewee.TextField()
        id_address = peewee.TextField()
        rt_rw = peewee.TextField()
        village_code = peewee.TextField()
        religion = peewee.TextField()
        marital_status = peewee.TextField()
        occupation = peewee.TextField()
        citizenship = peewee.TextField()
        family_card_no = peewee.TextField()
        mobile = peewee.TextField()
        email = peewee.TextField()
        contact_person = peewee.TextField()
        current_address = peewee.TextField()
        current_village_code = peewee.TextField()
        represented_by = peewee.TextField()
        disability = peewee.TextField()
        bank_account = peewee.TextField()
        answers = peewee.TextField()
        documents = peewee.TextField()
        findings = peewee.TextField()
        typed = peewee.TextField()
        consent_version = peewee.TextField()
        officer_name = peewee.TextField()
        rules_version = peewee.TextField()
        duplicate_group = peewee.BlobField(null=True)
        repeats = peewee.IntegerField(default=0)
        copies = peewee.IntegerField(default=1)

        class Meta:
            database = db
            table_name = "registration"
            primary_key = peewee.CompositeKey("post", "uid")
            indexes = (
                (("post", "feed_no"), True),
                (("nik", "programme", "period"), False),
            )

    class AnswerRow(peewee.Model):
        stream = peewee.ForeignKeyField(StreamRow, column_name="stream", backref="+", index=False)
        request_digest = peewee.BlobField()
        reply = peewee.BlobField()
        answer_no = peewee.BigIntegerField()

        class Meta:
            database = db
            table_name = "answer"
            primary_key = peewee.CompositeKey("stream", "request_digest")
            indexes = ((("stream", "answer_no"), False),)

    db.create_tables([ServerRow, PostRow, DeviceRow, EnrolCodeRow, StreamRow, EventRow, RegistrationRow, AnswerRow])
