-- The local store after all migrations: a reference for people. A test holds it against migrations and tables.
CREATE TABLE "attention" (
    "stream" BLOB NOT NULL,
    "seq" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "facts" TEXT NOT NULL,
    "at_ms" INTEGER NOT NULL,
    PRIMARY KEY ("stream", "seq")
);
CREATE TABLE "draft" (
    "uid" BLOB NOT NULL PRIMARY KEY,
    "sealed" BLOB NOT NULL,
    "updated_at_ms" INTEGER NOT NULL,
    "officer_uid" BLOB NOT NULL
);
CREATE TABLE "event" (
    "stream" BLOB NOT NULL,
    "seq" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "record" BLOB NOT NULL,
    "header" BLOB NOT NULL,
    "hash" BLOB NOT NULL,
    "sealed" BLOB NOT NULL,
    PRIMARY KEY ("stream", "seq")
);
CREATE INDEX "event_record" ON "event" ("record");
CREATE TABLE "number" (
    "series" TEXT NOT NULL,
    "business_on" TEXT NOT NULL,
    "block" INTEGER NOT NULL,
    "used" INTEGER NOT NULL,
    PRIMARY KEY ("series", "business_on", "block")
);
CREATE TABLE "officer" (
    "uid" BLOB NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "kdf_memory_kib" INTEGER NOT NULL,
    "kdf_iterations" INTEGER NOT NULL,
    "kdf_salt" BLOB NOT NULL,
    "wrapped_key" BLOB NOT NULL,
    "failures" INTEGER NOT NULL,
    "failed_at_ms" INTEGER NOT NULL,
    "created_at_ms" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "officer_name" ON "officer" ("name");
CREATE TABLE "person" (
    "uid" BLOB NOT NULL PRIMARY KEY,
    "sealed" BLOB NOT NULL,
    "nik_mark" BLOB,
    "family_card_mark" BLOB,
    "mobile_mark" BLOB,
    "email_mark" BLOB,
    "village_code" TEXT NOT NULL,
    "sex" TEXT NOT NULL,
    "birth_year" INTEGER,
    "birth_mark" BLOB,
    "name_mark" BLOB
);
CREATE INDEX "person_nik_mark" ON "person" ("nik_mark");
CREATE INDEX "person_family_card_mark" ON "person" ("family_card_mark");
CREATE INDEX "person_mobile_mark" ON "person" ("mobile_mark");
CREATE INDEX "person_email_mark" ON "person" ("email_mark");
CREATE INDEX "person_birth_mark" ON "person" ("birth_mark");
CREATE INDEX "person_name_mark" ON "person" ("name_mark");
CREATE TABLE "profile" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "device_uid" BLOB NOT NULL,
    "incarnation" INTEGER NOT NULL,
    "post_code" TEXT NOT NULL,
    "post_name" TEXT NOT NULL,
    "province" TEXT NOT NULL,
    "block" INTEGER NOT NULL,
    "burnt_until" TEXT NOT NULL,
    "burnt_chunks" INTEGER NOT NULL,
    "is_training" INTEGER NOT NULL,
    "public_key" BLOB NOT NULL,
    "sealed_key" BLOB NOT NULL,
    "created_at_ms" INTEGER NOT NULL,
    "recovery_salt" BLOB NOT NULL,
    "recovery_wrap" BLOB NOT NULL,
    "server_url" TEXT NOT NULL,
    "server_key" BLOB,
    "server_lineage" BLOB,
    "cursor" INTEGER NOT NULL,
    "last_contact_ms" INTEGER,
    "drift_ms" INTEGER
);
CREATE TABLE "programme" (
    "code" TEXT NOT NULL PRIMARY KEY,
    "version" TEXT NOT NULL,
    "text" BLOB NOT NULL,
    "taken_at_ms" INTEGER NOT NULL
);
CREATE TABLE "registration" (
    "uid" BLOB NOT NULL PRIMARY KEY,
    "person_uid" BLOB NOT NULL,
    "stream" BLOB NOT NULL,
    "seq" INTEGER NOT NULL,
    "programme" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "registration_no" TEXT,
    "queue_number" TEXT NOT NULL,
    "business_on" TEXT NOT NULL,
    "at_ms" INTEGER NOT NULL,
    "officer_uid" BLOB NOT NULL,
    "nik_mark" BLOB,
    "sealed" BLOB NOT NULL,
    FOREIGN KEY ("person_uid") REFERENCES "person" ("uid") ON DELETE RESTRICT
);
CREATE INDEX "registration_person_uid" ON "registration" ("person_uid");
CREATE INDEX "registration_business_on" ON "registration" ("business_on");
CREATE INDEX "registration_programme_period_nik_mark" ON "registration" ("programme", "period", "nik_mark");
CREATE UNIQUE INDEX "registration_registration_no_stream" ON "registration" ("registration_no", "stream");
CREATE UNIQUE INDEX "registration_business_on_queue_number_stream_programme" ON "registration" ("business_on", "queue_number", "stream", "programme");
CREATE UNIQUE INDEX "registration_one_a_person" ON "registration" ("programme", "period", "nik_mark", "stream") WHERE (("registration_no" IS NOT NULL) AND ("status" != 'DITARIK'));
CREATE TABLE "news" (
    "stream" BLOB NOT NULL,
    "seq" INTEGER NOT NULL,
    "feed_no" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "sealed" BLOB NOT NULL,
    "record" BLOB,
    PRIMARY KEY ("stream", "seq")
);
CREATE INDEX "news_record" ON "news" ("record");
CREATE TABLE "stage" (
    "stream" BLOB NOT NULL,
    "seq" INTEGER NOT NULL,
    "record" BLOB NOT NULL,
    "kind" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "reached_on" TEXT NOT NULL,
    "batch" INTEGER NOT NULL,
    "turn" INTEGER NOT NULL,
    "at_ms" INTEGER NOT NULL,
    "sealed" BLOB NOT NULL,
    PRIMARY KEY ("stream", "seq")
);
CREATE INDEX "stage_record" ON "stage" ("record");
CREATE TABLE "slip" (
    "registration_uid" BLOB NOT NULL,
    "kind" TEXT NOT NULL,
    "copy_no" INTEGER NOT NULL,
    "paper" TEXT NOT NULL,
    "at_ms" INTEGER NOT NULL,
    "officer_uid" BLOB NOT NULL,
    PRIMARY KEY ("registration_uid", "kind", "copy_no"),
    FOREIGN KEY ("registration_uid") REFERENCES "registration" ("uid") ON DELETE RESTRICT
);
CREATE INDEX "slip_registration_uid" ON "slip" ("registration_uid");
CREATE TABLE "stream" (
    "stream" BLOB NOT NULL PRIMARY KEY,
    "sealed_salt_key" BLOB NOT NULL,
    "head_seq" INTEGER NOT NULL,
    "head_hash" BLOB NOT NULL,
    "receipt_seq" INTEGER NOT NULL,
    "receipt" BLOB,
    "receipt_signature" BLOB
);
