"""``posko backup`` and ``posko restore``."""

from __future__ import annotations

import argparse

from app.desk.outputs import refuse_backup_place, refuse_over
from app.desk.safekeeping import back_up
from app.headless.answer import DONE, NOT_ALL_GRANTED, Answer, Json
from app.headless.opening import desk_for, read_by, unlocking_of
from app.main import SystemClock, settings_of
from app.models.backups import Opener, restore_backup
from core.clock import latest_business_date
from core.sentences import sentence


def backup(arguments: argparse.Namespace) -> Answer:
    """Write a sealed, verified copy of the profile; rows whose seal does not open are copied too, and counted."""
    refuse_over(read_by(arguments), arguments.file)
    refuse_backup_place(arguments.home, arguments.file)  # before anybody types a secret
    with desk_for(arguments) as desk:
        done = back_up(desk, arguments.file)
    word = "BACKUP_MADE_WITH_BROKEN" if done.broken else "BACKUP_MADE"
    line = sentence(word, {"file": str(done.path), "count": done.registrations, "broken": done.broken})
    document: dict[str, Json] = {"path": str(done.path), "registrations": done.registrations, "broken": done.broken}
    return Answer(document, (line,), NOT_ALL_GRANTED if done.broken else DONE)


def restore(arguments: argparse.Namespace) -> Answer:
    """Put a backup in place; a profile that stands there is kept aside."""
    unlocking = unlocking_of(arguments)
    opener = Opener(unlocking.officer_name, unlocking.secret, unlocking.recovery_code)
    settings_of(arguments.home)  # a desk that could not be opened afterwards is not replaced
    clock = SystemClock()
    many = restore_backup(arguments.file, arguments.home, opener, clock, latest_business_date(clock.now()))
    line = sentence("BACKUP_RESTORED", {"folder": str(arguments.home), "count": many})
    return Answer({"path": str(arguments.home), "registrations": many}, (line,))
