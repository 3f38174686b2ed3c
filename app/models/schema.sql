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
    "feed_no" INTEGER,
    PRIMARY KEY ("stream", "seq")
);
CREATE INDEX "event_record" ON "event" ("record");
CREATE INDEX "event_slip_case" ON "event" ("kind") WHERE ("kind" IN ('slip_case_opened', 'slip_case_settled'));
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
    "drift_ms" INTEGER,
    "certificate" BLOB,
    "line_bytes_s" INTEGER,
    "keys_seen" INTEGER
);
CREATE TABLE "programme" (
    "code" TEXT NOT NULL PRIMARY KEY,
    "version" TEXT NOT NULL,
    "text" BLOB NOT NULL,
    "taken_at_ms" INTEGER NOT NULL
);
CREATE TABLE "receipt_day" (
    "stream" BLOB NOT NULL,
    "at_ms" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    PRIMARY KEY ("stream", "at_ms")
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
    "sealed_disputes" BLOB,
    "ticket_uid" BLOB,
    "account_uid" BLOB,
    FOREIGN KEY ("person_uid") REFERENCES "person" ("uid") ON DELETE RESTRICT
);
CREATE INDEX "registration_person_uid" ON "registration" ("person_uid");
CREATE INDEX "registration_business_on" ON "registration" ("business_on");
CREATE INDEX "registration_programme_period_nik_mark" ON "registration" ("programme", "period", "nik_mark");
CREATE UNIQUE INDEX "registration_registration_no_stream" ON "registration" ("registration_no", "stream");
CREATE UNIQUE INDEX "registration_business_on_queue_number_stream_programme" ON "registration" ("business_on", "queue_number", "stream", "programme");
CREATE INDEX "registration_ticket_uid" ON "registration" ("ticket_uid");
CREATE INDEX "registration_account_uid" ON "registration" ("account_uid");
CREATE INDEX "registration_disputed" ON "registration" ("uid") WHERE ("sealed_disputes" IS NOT NULL);
CREATE UNIQUE INDEX "registration_one_a_person" ON "registration" ("programme", "period", "nik_mark", "stream") WHERE (("registration_no" IS NOT NULL) AND ("status" != 'DITARIK'));
CREATE TABLE "news" (
    "stream" BLOB NOT NULL,
    "seq" INTEGER NOT NULL,
    "feed_no" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "sealed" BLOB NOT NULL,
    "record" BLOB,
    "hash" BLOB,
    "head_signature" BLOB,
    PRIMARY KEY ("stream", "seq")
);
CREATE INDEX "news_record" ON "news" ("record");
CREATE INDEX "news_slip_case" ON "news" ("kind") WHERE ("kind" IN ('slip_case_opened', 'slip_case_settled'));
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
CREATE TABLE "author" (
    "stream" BLOB NOT NULL PRIMARY KEY,
    "sealed_salt_key" BLOB NOT NULL,
    "certificate" BLOB NOT NULL,
    "head_seq" INTEGER NOT NULL,
    "head_hash" BLOB NOT NULL
);
CREATE TABLE "device_key" (
    "device" BLOB NOT NULL PRIMARY KEY,
    "certificate" BLOB NOT NULL,
    "revoked_at_ms" INTEGER NOT NULL
);
CREATE TABLE "branch" (
    "stream" BLOB NOT NULL,
    "seq" INTEGER NOT NULL,
    "hash" BLOB NOT NULL,
    "kept" BLOB NOT NULL,
    PRIMARY KEY ("stream", "seq", "hash")
);
CREATE TABLE "ticket" (
    "stream" BLOB NOT NULL,
    "seq" INTEGER NOT NULL,
    "uid" BLOB NOT NULL,
    "number" TEXT NOT NULL,
    "business_on" TEXT NOT NULL,
    "taken_for" TEXT NOT NULL,
    "taken_tick" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "registration_no" TEXT NOT NULL,
    "at_ms" INTEGER NOT NULL,
    "service" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "slot" INTEGER NOT NULL,
    "slot_tick" INTEGER NOT NULL,
    "counter" TEXT NOT NULL,
    "calls" INTEGER NOT NULL,
    "called_tick" INTEGER NOT NULL,
    "turn" INTEGER NOT NULL,
    "tick" INTEGER NOT NULL,
    "called_at_ms" INTEGER,
    "done_at_ms" INTEGER,
    "wait_s" INTEGER,
    "service_s" INTEGER,
    "rivals" TEXT NOT NULL,
    "taken_number" TEXT,
    PRIMARY KEY ("stream", "seq")
);
CREATE INDEX "ticket_uid" ON "ticket" ("uid");
CREATE INDEX "ticket_business_on" ON "ticket" ("business_on");
CREATE INDEX "ticket_service_business_on" ON "ticket" ("service", "business_on");
CREATE TABLE "ticket_move" (
    "stream" BLOB NOT NULL,
    "seq" INTEGER NOT NULL,
    "ticket_uid" BLOB NOT NULL,
    "move" TEXT NOT NULL,
    "turn" INTEGER NOT NULL,
    "tick" INTEGER NOT NULL,
    "counter" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "slot" INTEGER NOT NULL,
    "at_ms" INTEGER NOT NULL,
    "number" TEXT,
    PRIMARY KEY ("stream", "seq")
);
CREATE INDEX "ticket_move_ticket_uid" ON "ticket_move" ("ticket_uid");
CREATE TABLE "ticket_spell" (
    "ticket_uid" BLOB NOT NULL,
    "place" INTEGER NOT NULL,
    "business_on" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "called_tick" INTEGER NOT NULL,
    "wait_s" INTEGER,
    "service_s" INTEGER,
    PRIMARY KEY ("ticket_uid", "place")
);
CREATE INDEX "ticket_spell_business_on_service" ON "ticket_spell" ("business_on", "service");
CREATE TABLE "queue_day" (
    "stream" BLOB NOT NULL,
    "seq" INTEGER NOT NULL,
    "business_on" TEXT NOT NULL,
    "is_closed" INTEGER NOT NULL,
    "turn" INTEGER NOT NULL,
    PRIMARY KEY ("stream", "seq")
);
CREATE INDEX "queue_day_business_on" ON "queue_day" ("business_on");
CREATE TABLE "noted_visit" (
    "stream" BLOB NOT NULL,
    "seq" INTEGER NOT NULL,
    "business_on" TEXT NOT NULL,
    "asked" TEXT NOT NULL,
    "result" TEXT NOT NULL,
    "about_uid" BLOB,
    "ticket_uid" BLOB,
    "at_ms" INTEGER NOT NULL,
    "sealed" BLOB NOT NULL,
    PRIMARY KEY ("stream", "seq")
);
CREATE INDEX "noted_visit_business_on" ON "noted_visit" ("business_on");
CREATE INDEX "noted_visit_about_uid" ON "noted_visit" ("about_uid");
CREATE TABLE "survey_answer" (
    "stream" BLOB NOT NULL,
    "seq" INTEGER NOT NULL,
    "business_on" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "answers" TEXT NOT NULL,
    PRIMARY KEY ("stream", "seq")
);
CREATE INDEX "survey_answer_business_on" ON "survey_answer" ("business_on");
CREATE TABLE "incident" (
    "stream" BLOB NOT NULL,
    "seq" INTEGER NOT NULL,
    "business_on" TEXT NOT NULL,
    "at_ms" INTEGER NOT NULL,
    "sealed" BLOB NOT NULL,
    PRIMARY KEY ("stream", "seq")
);
CREATE INDEX "incident_business_on" ON "incident" ("business_on");
CREATE TABLE "account" (
    "stream" BLOB NOT NULL,
    "seq" INTEGER NOT NULL,
    "uid" BLOB NOT NULL,
    "business_on" TEXT NOT NULL,
    "need" TEXT NOT NULL,
    "registration_uid" BLOB,
    "ticket_uid" BLOB,
    "at_ms" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "road" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "step" INTEGER NOT NULL,
    "result" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "address_mark" BLOB,
    "worked_s" INTEGER NOT NULL,
    "ended_at_ms" INTEGER,
    "sealed" BLOB NOT NULL,
    PRIMARY KEY ("stream", "seq")
);
CREATE INDEX "account_uid" ON "account" ("uid");
CREATE INDEX "account_business_on" ON "account" ("business_on");
CREATE INDEX "account_registration_uid" ON "account" ("registration_uid");
CREATE INDEX "account_state" ON "account" ("state");
CREATE TABLE "account_move" (
    "stream" BLOB NOT NULL,
    "seq" INTEGER NOT NULL,
    "account_uid" BLOB NOT NULL,
    "move" TEXT NOT NULL,
    "turn" INTEGER NOT NULL,
    "at_ms" INTEGER NOT NULL,
    "road" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "step" INTEGER NOT NULL,
    "result" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "address_mark" BLOB,
    "sealed" BLOB NOT NULL,
    PRIMARY KEY ("stream", "seq")
);
CREATE INDEX "account_move_account_uid" ON "account_move" ("account_uid");
CREATE INDEX "account_move_address_mark" ON "account_move" ("address_mark");
CREATE TABLE "mail_act" (
    "stream" BLOB NOT NULL,
    "seq" INTEGER NOT NULL,
    "account_uid" BLOB NOT NULL,
    "kind" TEXT NOT NULL,
    "at_ms" INTEGER NOT NULL,
    "turn" INTEGER NOT NULL,
    "asked" BLOB,
    "address_mark" BLOB,
    "sealed" BLOB NOT NULL,
    PRIMARY KEY ("stream", "seq")
);
CREATE INDEX "mail_act_account_uid" ON "mail_act" ("account_uid");
CREATE INDEX "mail_act_address_mark" ON "mail_act" ("address_mark");
CREATE TABLE "mail_notice" (
    "stream" BLOB NOT NULL,
    "seq" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "feed_no" INTEGER NOT NULL,
    "account_uid" BLOB NOT NULL,
    "facts" TEXT NOT NULL,
    PRIMARY KEY ("stream", "seq", "code")
);
CREATE INDEX "mail_notice_account_uid" ON "mail_notice" ("account_uid");
CREATE TABLE "mail_space" (
    "stream" BLOB NOT NULL PRIMARY KEY,
    "domain" TEXT NOT NULL,
    "tag" TEXT NOT NULL
);
CREATE TABLE "account_person" (
    "account_uid" BLOB NOT NULL PRIMARY KEY,
    "nik_mark" BLOB NOT NULL
);
CREATE INDEX "account_person_nik_mark" ON "account_person" ("nik_mark");
CREATE TABLE "account_bound" (
    "stream" BLOB NOT NULL,
    "seq" INTEGER NOT NULL,
    "account_uid" BLOB NOT NULL,
    "registration_uid" BLOB NOT NULL,
    PRIMARY KEY ("stream", "seq")
);
CREATE INDEX "account_bound_account_uid" ON "account_bound" ("account_uid");
CREATE INDEX "account_bound_registration_uid" ON "account_bound" ("registration_uid");
