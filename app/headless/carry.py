"""``posko carry out`` and ``posko carry in``: what waits goes in a sealed file, and the server's answer comes back."""

from __future__ import annotations

import argparse

from app.desk.outputs import refuse_carry_place, refuse_over
from app.headless.answer import DONE, NOT_ALL_GRANTED, Answer, Json
from app.headless.opening import desk_for, read_by
from app.main import SystemClock, codec
from app.sync.carrying import carry_in, carry_out
from app.sync.log import SyncLog
from app.sync.state import CarriedInCode, Totals
from core.sentences import sentence


def carry(arguments: argparse.Namespace) -> Answer:
    """One of the two ways."""
    return _out(arguments) if arguments.what == "out" else _in(arguments)


def _out(arguments: argparse.Namespace) -> Answer:
    refuse_over(read_by(arguments), arguments.file)
    refuse_carry_place(arguments.home, arguments.file)  # before anybody types a secret
    with desk_for(arguments) as desk:
        log = SyncLog(desk.store, desk.keys, SystemClock())
        done = carry_out(log, codec(), arguments.file, is_everything=arguments.all)
        pending = log.pending()
    word = "CARRIED_OUT" if done.events else "CARRIED_OUT_NOTHING"
    document: dict[str, Json] = {"path": str(arguments.file), "events": done.events, "pending": pending}
    return Answer(document, (sentence(word, {"count": done.events, "file": done.file}),))


def _in(arguments: argparse.Namespace) -> Answer:
    with desk_for(arguments) as desk:
        done = carry_in(SyncLog(desk.store, desk.keys, SystemClock()), codec(), arguments.file)
    document: dict[str, Json] = {name: getattr(done.totals, name) for name in Totals.__slots__}
    document |= {"pending": done.pending, "code": done.code.value}
    facts = {"sent": done.totals.sent, "received": done.totals.received, "pending": done.pending}
    is_all = done.code is CarriedInCode.TAKEN
    return Answer(document, (sentence(done.code, facts),), DONE if is_all else NOT_ALL_GRANTED)
