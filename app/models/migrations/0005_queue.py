"""The queue: tickets and what was done with them, days that were closed, visits without a registration, the survey.

What an older program kept of it as news, without understanding it, is let go: it comes once more.
"""

from __future__ import annotations

from typing import Any

KINDS = "('ticket_taken', 'ticket_moved', 'day_closed', 'day_reopened', 'visit_noted', 'survey_answered')"

TICKETS = (
    """
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
        PRIMARY KEY ("stream", "seq")
    )
    """,
    """
    CREATE INDEX "ticket_uid" ON "ticket" ("uid")
    """,
    """
    CREATE INDEX "ticket_business_on" ON "ticket" ("business_on")
    """,
    """
    CREATE INDEX "ticket_service_business_on" ON "ticket" ("service", "business_on")
    """,
    """
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
        PRIMARY KEY ("stream", "seq")
    )
    """,
    """
    CREATE INDEX "ticket_move_ticket_uid" ON "ticket_move" ("ticket_uid")
    """,
    'ALTER TABLE "registration" ADD COLUMN "ticket_uid" BLOB',
    """
    CREATE INDEX "registration_ticket_uid" ON "registration" ("ticket_uid")
    """,
)

BESIDES = (
    """
    CREATE TABLE "queue_day" (
        "stream" BLOB NOT NULL,
        "seq" INTEGER NOT NULL,
        "business_on" TEXT NOT NULL,
        "is_closed" INTEGER NOT NULL,
        "turn" INTEGER NOT NULL,
        PRIMARY KEY ("stream", "seq")
    )
    """,
    """
    CREATE INDEX "queue_day_business_on" ON "queue_day" ("business_on")
    """,
    """
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
    )
    """,
    """
    CREATE INDEX "noted_visit_business_on" ON "noted_visit" ("business_on")
    """,
    """
    CREATE INDEX "noted_visit_about_uid" ON "noted_visit" ("about_uid")
    """,
    """
    CREATE TABLE "survey_answer" (
        "stream" BLOB NOT NULL,
        "seq" INTEGER NOT NULL,
        "business_on" TEXT NOT NULL,
        "service" TEXT NOT NULL,
        "answers" TEXT NOT NULL,
        PRIMARY KEY ("stream", "seq")
    )
    """,
    """
    CREATE INDEX "survey_answer_business_on" ON "survey_answer" ("business_on")
    """,
    f'UPDATE "profile" SET "cursor" = 0 WHERE EXISTS (SELECT 1 FROM "news" WHERE "kind" IN {KINDS})',  # noqa: S608 - own words
    f'DELETE FROM "news" WHERE "kind" IN {KINDS}',  # noqa: S608 - as above
)


def up(migrator: Any, db: Any) -> None:  # noqa: ANN401 - the runner is untyped
    """Add tables and a column."""
    del migrator
    for statement in (*TICKETS, *BESIDES):
        db.execute_sql(statement)
