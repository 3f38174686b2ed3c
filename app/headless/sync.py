"""``posko sync`` and ``posko status``."""

from __future__ import annotations

import argparse
import random
import threading
from collections.abc import Sequence
from datetime import timedelta, timezone

from app.desk.state import desk_state
from app.headless.answer import DONE, NOT_ALL_GRANTED, Answer, Json
from app.headless.opening import desk_for, line_of
from app.main import settings_of
from app.models.attention import Attention
from app.models.store import Store
from app.settings import Settings
from app.sync.exchange import Line, are_heads_equal, drain
from app.sync.state import Totals
from core.clock import from_ms
from core.errors import Trouble
from core.findings import Fact
from core.sentences import kept_sentence, sentence

TRIES = 3
FIRST_PAUSE_S = 1.0
LONGEST_ASKED_S = 30
"""A command does not sit out a longer wait that a busy server asks for: it says so instead."""


def sync(arguments: argparse.Namespace) -> Answer:
    """One full exchange; without ``--once`` a passing trouble of the line is tried again twice."""
    with desk_for(arguments) as desk, line_of(desk) as line:
        totals = _tried(line, 1 if arguments.once else TRIES)
        are_equal, pending = are_heads_equal(line.log), line.log.pending()
        matters = desk_state(desk.store).attention if totals.refused else ()
    document: dict[str, Json] = {name: getattr(totals, name) for name in Totals.__slots__}
    document |= {"pending": pending, "heads_match": are_equal}
    line_text = sentence("SYNC_DONE", {"sent": totals.sent, "received": totals.received, "pending": pending})
    is_all = are_equal and not pending and not totals.refused
    return Answer(document, (line_text, *_matters(matters)), DONE if is_all else NOT_ALL_GRANTED)


def _tried(line: Line, tries: int) -> Totals:
    pause = threading.Event()  # never set: waiting on it is a pause that Ctrl+C can end
    for left in range(tries - 1, -1, -1):
        try:
            return drain(line)
        except Trouble as trouble:
            asked_s = _asked_s(trouble)
            if not left or trouble.code not in _PASSING or asked_s > LONGEST_ASKED_S:
                raise
            own_s = FIRST_PAUSE_S * (tries - left) * (0.5 + random.random())  # noqa: S311 - jitter, no secret
            pause.wait(max(own_s, asked_s))
    raise AssertionError("unreachable")


def _asked_s(trouble: Trouble) -> int:
    """How long a busy server wants to be left alone."""
    asked = trouble.facts.get("retry_after_s", 0)
    return asked if isinstance(asked, int) else 0


_PASSING = frozenset({"LINE_NONE", "LINE_SLOW", "LINE_BROKEN", "SERVER_BUSY", "SERVER_TROUBLE", "REPLY_DAMAGED"})
"""Troubles that a second try may find gone."""


def status(arguments: argparse.Namespace) -> Answer:
    """Figures of this desk; needs no secret and runs beside the window."""
    with Store(arguments.home, is_read_only=True) as store:
        state = desk_state(store)
    last_sync = from_ms(state.last_contact_ms).isoformat() if state.last_contact_ms else None
    document: dict[str, Json] = {
        "registrations": state.visits.registrations,
        "incomplete": state.visits.incomplete,
        "by_outcome": dict(state.visits.by_outcome),
        "pending": state.pending,
        "needs_attention": len(state.attention),
        "attention": [_attention_json(one) for one in state.attention],
        "drafts": state.drafts,
        "last_sync": last_sync,
        "drift_s": None if state.drift_ms is None else round(state.drift_ms / 1000, 1),
    }
    facts: dict[str, Fact] = {
        "registrations": state.visits.registrations,
        "incomplete": state.visits.incomplete,
        "pending": state.pending,
        "drafts": state.drafts,
        "last": _on_the_wall(settings_of(arguments.home), state.last_contact_ms),
    }
    return Answer(document, (sentence("STATUS", facts), *_matters(state.attention)))


def _on_the_wall(settings: Settings, at_ms: int | None) -> str:
    """An instant as the clock of the post shows it: 17-08-2026 09.14 WIB."""
    if at_ms is None:
        return sentence("STATUS_NEVER")
    local = from_ms(at_ms).astimezone(timezone(timedelta(hours=settings.zone_hours)))
    return f"{local:%d-%m-%Y %H.%M} {settings.zone}"


def _matters(attention: Sequence[Attention]) -> tuple[str, ...]:
    return tuple(f"  ! {_numbers(one)}: {kept_sentence(one.code, one.facts)}" for one in attention)


def _attention_json(one: Attention) -> Json:
    return {
        "registration_no": one.registration_no or None,
        "queue_number": one.queue_number or None,
        "code": one.code,
        "facts": dict(one.facts),
        "message": kept_sentence(one.code, one.facts),
    }


def _numbers(one: Attention) -> str:
    return " ".join(number for number in (one.queue_number, one.registration_no) if number) or "-"
