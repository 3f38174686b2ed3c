-- The server's tables as the migrations make them; a test compares this file, the migrations and tables.py.

CREATE TABLE "server" (
    "lineage" BLOB NOT NULL PRIMARY KEY,
    "public_key" BLOB NOT NULL,
    "is_training" INTEGER,
    "created_at_ms" INTEGER NOT NULL
);

CREATE TABLE "post" (
    "code" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "province" TEXT NOT NULL,
    "feed_no" INTEGER NOT NULL,
    "last_block" INTEGER NOT NULL
);

CREATE TABLE "device" (
    "uid" BLOB NOT NULL PRIMARY KEY,
    "post" TEXT NOT NULL,
    "public_key" BLOB NOT NULL,
    "key_id" BLOB NOT NULL,
    "block" INTEGER NOT NULL,
    "enrolled_at_ms" INTEGER NOT NULL,
    "revoked_at_ms" INTEGER,
    "key_no" INTEGER,
    "told_revoked_at_ms" INTEGER,
    FOREIGN KEY ("post") REFERENCES "post" ("code")
);
CREATE INDEX "devicerow_post" ON "device" ("post");
CREATE UNIQUE INDEX "devicerow_public_key" ON "device" ("public_key");
CREATE INDEX "devicerow_key_id" ON "device" ("key_id");
CREATE UNIQUE INDEX "devicerow_key_no" ON "device" ("key_no");

CREATE TABLE "enrol_code" (
    "code_hash" BLOB NOT NULL PRIMARY KEY,
    "post" TEXT NOT NULL,
    "block" INTEGER NOT NULL,
    "created_at_ms" INTEGER NOT NULL,
    "expires_at_ms" INTEGER NOT NULL,
    "used_at_ms" INTEGER,
    "device" BLOB,
    FOREIGN KEY ("post") REFERENCES "post" ("code"),
    FOREIGN KEY ("device") REFERENCES "device" ("uid")
);
CREATE INDEX "enrolcoderow_post" ON "enrol_code" ("post");
CREATE INDEX "enrolcoderow_device" ON "enrol_code" ("device");
CREATE UNIQUE INDEX "enrolcoderow_post_block" ON "enrol_code" ("post", "block");

CREATE TABLE "stream" (
    "name" BLOB NOT NULL PRIMARY KEY,
    "device" BLOB NOT NULL,
    "post" TEXT NOT NULL,
    "salt_key" BLOB NOT NULL,
    "last_seq" INTEGER NOT NULL,
    "last_hash" BLOB NOT NULL,
    "set_sum" BLOB,
    "sum_seq" INTEGER,
    "block" INTEGER,
    FOREIGN KEY ("device") REFERENCES "device" ("uid"),
    FOREIGN KEY ("post") REFERENCES "post" ("code")
);
CREATE INDEX "streamrow_device" ON "stream" ("device");
CREATE INDEX "streamrow_post" ON "stream" ("post");

CREATE TABLE "event" (
    "stream" BLOB NOT NULL,
    "seq" INTEGER NOT NULL,
    "uid" BLOB NOT NULL,
    "kind" TEXT NOT NULL,
    "record" BLOB NOT NULL,
    "header" BLOB NOT NULL,
    "header_hash" BLOB NOT NULL,
    "body" BLOB NOT NULL,
    "post" TEXT NOT NULL,
    "feed_no" INTEGER NOT NULL,
    "received_at_ms" INTEGER NOT NULL,
    "head_signature" BLOB,
    "attention" TEXT NOT NULL,
    "attention_facts" TEXT NOT NULL,
    PRIMARY KEY ("stream", "seq"),
    FOREIGN KEY ("stream") REFERENCES "stream" ("name"),
    FOREIGN KEY ("post") REFERENCES "post" ("code")
);
CREATE UNIQUE INDEX "eventrow_uid" ON "event" ("uid");
CREATE UNIQUE INDEX "eventrow_post_feed_no" ON "event" ("post", "feed_no");
CREATE INDEX "eventrow_later" ON "event" ("post", "record") WHERE ("kind" != 'registered');

CREATE TABLE "registration" (
    "post" TEXT NOT NULL,
    "uid" BLOB NOT NULL,
    "event_uid" BLOB NOT NULL,
    "device" BLOB NOT NULL,
    "incarnation" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "feed_no" INTEGER NOT NULL,
    "received_at_ms" INTEGER NOT NULL,
    "registered_at_ms" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "programme" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "business_on" TEXT NOT NULL,
    "registration_no" TEXT NOT NULL,
    "queue_number" TEXT NOT NULL,
    "nik" TEXT NOT NULL,
    "name_on_id" TEXT NOT NULL,
    "birth_place" TEXT NOT NULL,
    "birth_date" TEXT NOT NULL,
    "sex" TEXT NOT NULL,
    "id_address" TEXT NOT NULL,
    "rt_rw" TEXT NOT NULL,
    "village_code" TEXT NOT NULL,
    "religion" TEXT NOT NULL,
    "marital_status" TEXT NOT NULL,
    "occupation" TEXT NOT NULL,
    "citizenship" TEXT NOT NULL,
    "family_card_no" TEXT NOT NULL,
    "mobile" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "contact_person" TEXT NOT NULL,
    "current_address" TEXT NOT NULL,
    "current_village_code" TEXT NOT NULL,
    "represented_by" TEXT NOT NULL,
    "disability" TEXT NOT NULL,
    "bank_account" TEXT NOT NULL,
    "answers" TEXT NOT NULL,
    "documents" TEXT NOT NULL,
    "findings" TEXT NOT NULL,
    "typed" TEXT NOT NULL,
    "consent_version" TEXT NOT NULL,
    "officer_name" TEXT NOT NULL,
    "rules_version" TEXT NOT NULL,
    "duplicate_group" BLOB,
    "repeats" INTEGER NOT NULL,
    "copies" INTEGER NOT NULL,
    "disputes" TEXT NOT NULL DEFAULT '[]',
    PRIMARY KEY ("post", "uid"),
    FOREIGN KEY ("post") REFERENCES "post" ("code"),
    FOREIGN KEY ("device") REFERENCES "device" ("uid")
);
CREATE INDEX "registrationrow_registration_no" ON "registration" ("registration_no");
CREATE UNIQUE INDEX "registrationrow_post_feed_no" ON "registration" ("post", "feed_no");
CREATE INDEX "registrationrow_nik_programme_period" ON "registration" ("nik", "programme", "period");

CREATE TABLE "answer" (
    "stream" BLOB NOT NULL,
    "request_digest" BLOB NOT NULL,
    "reply" BLOB NOT NULL,
    "answer_no" INTEGER NOT NULL,
    PRIMARY KEY ("stream", "request_digest"),
    FOREIGN KEY ("stream") REFERENCES "stream" ("name")
);
CREATE INDEX "answerrow_stream_answer_no" ON "answer" ("stream", "answer_no");

CREATE TABLE "programme" (
    "code" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "text" BLOB NOT NULL,
    "added_at_ms" INTEGER NOT NULL,
    PRIMARY KEY ("code", "version")
);

CREATE TABLE "cross_work" (
    "uid" BLOB NOT NULL PRIMARY KEY,
    "post" TEXT NOT NULL,
    "record" BLOB NOT NULL,
    "is_found" INTEGER NOT NULL
);
CREATE INDEX "crossworkrow_is_found_post" ON "cross_work" ("is_found", "post");

CREATE TABLE "notice" (
    "post" TEXT NOT NULL,
    "feed_no" INTEGER NOT NULL,
    "stream" BLOB NOT NULL,
    "seq" INTEGER NOT NULL,
    "record" BLOB NOT NULL,
    "code" TEXT NOT NULL,
    "facts" TEXT NOT NULL,
    "told_at_ms" INTEGER NOT NULL,
    PRIMARY KEY ("post", "feed_no")
);
CREATE INDEX "noticerow_post_record" ON "notice" ("post", "record");

CREATE TABLE "mail_space" (
    "tag" INTEGER NOT NULL,
    "domain" TEXT NOT NULL,
    "stream" BLOB NOT NULL,
    "device" BLOB NOT NULL,
    "post" TEXT NOT NULL,
    "granted_at_ms" INTEGER NOT NULL,
    PRIMARY KEY ("tag", "domain")
);
CREATE INDEX "mailspacerow_stream" ON "mail_space" ("stream");

CREATE TABLE "mailbox" (
    "address" TEXT NOT NULL PRIMARY KEY,
    "account" BLOB NOT NULL,
    "post" TEXT NOT NULL,
    "stream" BLOB NOT NULL,
    "seq" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "code_hash" BLOB,
    "code_turn" INTEGER NOT NULL,
    "reserved_at_ms" INTEGER NOT NULL,
    "expires_at_ms" INTEGER NOT NULL,
    "activated_at_ms" INTEGER,
    "password_hash" TEXT,
    "quota_mb" INTEGER NOT NULL,
    "forward_to" TEXT NOT NULL,
    "keeps_copy" INTEGER NOT NULL,
    "is_disabled" INTEGER NOT NULL,
    "version" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "mailboxrow_account" ON "mailbox" ("account");
CREATE UNIQUE INDEX "mailboxrow_code_hash" ON "mailbox" ("code_hash");
CREATE INDEX "mailboxrow_version" ON "mailbox" ("version");
CREATE INDEX "mailboxrow_state_expires_at_ms" ON "mailbox" ("state", "expires_at_ms");

CREATE TABLE "mail_alias" (
    "alias" TEXT NOT NULL PRIMARY KEY,
    "address" TEXT NOT NULL
);
CREATE INDEX "mailaliasrow_address" ON "mail_alias" ("address");

CREATE TABLE "mailbox_act" (
    "address" TEXT NOT NULL,
    "act_no" INTEGER NOT NULL,
    "at_ms" INTEGER NOT NULL,
    "act" TEXT NOT NULL,
    "officer_name" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    PRIMARY KEY ("address", "act_no")
);

CREATE TABLE "proof" (
    "stream" BLOB NOT NULL,
    "seq" INTEGER NOT NULL,
    "uid" BLOB NOT NULL,
    "post" TEXT NOT NULL,
    "device" BLOB NOT NULL,
    "account" BLOB NOT NULL,
    "address" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "asked_at_ms" INTEGER NOT NULL,
    "code_hash" BLOB,
    "code_salt" BLOB,
    "tries" INTEGER NOT NULL,
    "sent_at_ms" INTEGER,
    "expires_at_ms" INTEGER,
    "next_try_at_ms" INTEGER NOT NULL,
    "failures" INTEGER NOT NULL,
    "lease_until_ms" INTEGER NOT NULL,
    PRIMARY KEY ("stream", "seq")
);
CREATE UNIQUE INDEX "proofrow_uid" ON "proof" ("uid");
CREATE INDEX "proofrow_account" ON "proof" ("account");
CREATE INDEX "proofrow_address_asked_at_ms" ON "proof" ("address", "asked_at_ms");
CREATE INDEX "proofrow_device_asked_at_ms" ON "proof" ("device", "asked_at_ms");
CREATE INDEX "proofrow_state_next_try_at_ms" ON "proof" ("state", "next_try_at_ms");

-- what Postfix and Dovecot may know; on SQLite these are copied into mail.db
CREATE VIEW "mail_account" AS
SELECT "address", "password_hash" AS "password", CAST("quota_mb" AS BIGINT) * 1048576 AS "quota_bytes",
    NOT "is_disabled" AS "is_active"
FROM "mailbox" WHERE "state" = 'active' AND "password_hash" IS NOT NULL;

CREATE VIEW "mail_name" AS
SELECT "address" AS "name", "address" FROM "mailbox" WHERE "state" = 'active' AND NOT "is_disabled"
UNION ALL
SELECT "alias", "mailbox"."address" FROM "mail_alias" JOIN "mailbox" ON "mailbox"."address" = "mail_alias"."address"
WHERE "state" = 'active' AND NOT "is_disabled";

CREATE VIEW "mail_forward" AS
SELECT "address", "forward_to" FROM "mailbox" WHERE "state" = 'active' AND NOT "is_disabled" AND "forward_to" <> ''
UNION ALL
SELECT "address", "address" FROM "mailbox"
WHERE "state" = 'active' AND NOT "is_disabled" AND "forward_to" <> '' AND "keeps_copy";

CREATE VIEW "mail_closed" AS
SELECT "address" AS "name", "address", NOT "is_disabled" AS "is_waiting" FROM "mailbox"
WHERE "state" = 'reserved' OR ("state" = 'active' AND "is_disabled")
UNION ALL
SELECT "alias", "mailbox"."address", NOT "is_disabled" FROM "mail_alias"
JOIN "mailbox" ON "mailbox"."address" = "mail_alias"."address"
WHERE "state" = 'reserved' OR ("state" = 'active' AND "is_disabled");
