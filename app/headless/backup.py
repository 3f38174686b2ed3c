"""``posko backup`` and ``posko restore``."""

from __future__ import annotations

import argparse

from app.headless.answer import DONE, NOT_ALL_GRANTED, Answer, Json
from app.headless.opening import desk_for, refuse_backup_output, refuse_folder, unlocking_of
from app.main import SystemClock, settings_of
from app.models.backups import Opener, make_backup, restore_backup
from app.models.soundness import broken_seals
from app.models.worker import Priority
from app.paths import SETTINGS_NAME
from app.settings import latest_business_date
from core.errors import unusable
from core.sentences import sentence


def backup(arguments: argparse.Namespace) -> Answer:
    """Write a sealed, verified copy of the profile; rows whose seal does not open are copied too, and counted."""
    refuse_folder(arguments.file)
    refuse_backup_output(arguments, arguments.file)
    if not arguments.file.absolute().parent.is_dir():
        raise unusable("FOLDER_NOT_FOUND", folder=str(arguments.file.parent))
    with desk_for(arguments) as desk:
        settings = arguments.home / SETTINGS_NAME
        content = settings.read_bytes() if settings.exists() else b""
        many = make_backup(desk.store, desk.keys, arguments.file, content)
        broken = desk.store.run(lambda: broken_seals(desk.keys.sealer), Priority.REPORT)
    word = "BACKUP_MADE_WITH_BROKEN" if broken else "BACKUP_MADE"
    line = sentence(word, {"file": str(arguments.file), "count": many, "broken": broken})
    document: dict[str, Json] = {"path": str(arguments.file), "registrations": many, "broken": broken}
    return Answer(document, (line,), NOT_ALL_GRANTED if broken else DONE)


def restore(arguments: argparse.Namespace) -> Answer:
    """Put a backup in place; a profile that stands there is kept aside."""
    unlocking = unlocking_of(arguments)
    opener = Opener(unlocking.officer_name, unlocking.secret, unlocking.recovery_code)
    settings_of(arguments.home)  # a desk that could not be opened afterwards is not replaced
    clock = SystemClock()
    many = restore_backup(arguments.file, arguments.home, opener, clock, latest_business_date(clock.now()))
    line = sentence("BACKUP_RESTORED", {"folder": str(arguments.home), "count": many})
    return Answer({"path": str(arguments.home), "registrations": many}, (line,))
