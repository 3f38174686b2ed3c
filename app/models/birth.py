"""A new profile: folder, database, device key, first officer, recovery code. All of it or nothing is left behind."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass, field
from pathlib import Path

from app.models import database as db
from app.models.officers import Role, add_officer, secret_lock
from app.models.places import DATABASE_NAME, make_private_folders, new_private_file, refuse_unsafe_folder
from app.models.placing import put_in_place, remove_database
from app.models.profile import Post, ServerBond, bind_server, create_profile
from app.models.sealing import KEY_BYTES, STRONG, KdfCost, new_recovery_code
from app.models.worker import DatabaseWorker
from core.clock import Clock, to_ms
from core.errors import Trouble, unusable
from core.ids import uid_from
from core.signing import SigningKey
from core.wire.envelope import Certificate

FOLDERS = ("slips", "backups", "logs")


@dataclass(frozen=True, slots=True)
class NewDesk:
    """What a new profile is made of. ``server``, block and certificate come from an enrolment, if there was one.

    The recovery code is kept nowhere in the profile.
    """

    device_uid: uuid.UUID
    key: SigningKey
    post: Post
    block: int
    officer_name: str
    role: Role
    secret: str
    server: ServerBond | None = None
    certificate: Certificate | None = None
    recovery_code: str = field(default_factory=new_recovery_code)


def new_device_uid(clock: Clock) -> uuid.UUID:
    """A uid for a new device."""
    return uid_from(to_ms(clock.now()), secrets.token_bytes(10))


def refuse_taken_folder(home: Path) -> None:
    """Refuse a folder where no profile may be made. Raises: Trouble PROFILE_EXISTS, PROFILE_FOLDER_SHARED (usage)."""
    if (home / DATABASE_NAME).exists():
        raise unusable("PROFILE_EXISTS", folder=home.name)
    refuse_unsafe_folder(home)


def give_birth(home: Path, desk: NewDesk, clock: Clock, *, cost: KdfCost = STRONG) -> str:
    """Make the profile in ``home`` and return its recovery code.

    Raises: Trouble PROFILE_EXISTS (usage) if one stands there; a folder that is not safe is refused.
    """
    refuse_taken_folder(home)
    part = home / f"{DATABASE_NAME}.{secrets.token_hex(4)}.part"
    try:
        make_private_folders(home, FOLDERS)
        new_private_file(part).close()  # SQLite gives its journals the mode that it finds
        _write(part, desk, clock, cost)
        put_in_place(part, home / DATABASE_NAME, clock.now())
    except OSError as error:
        raise Trouble("PROFILE_CANNOT_WRITE", folder=home.name) from error
    finally:
        remove_database(part)
    return desk.recovery_code


def _write(path: Path, desk: NewDesk, clock: Clock, cost: KdfCost) -> None:
    store_key = secrets.token_bytes(KEY_BYTES)
    at_ms = to_ms(clock.now())
    lock = secret_lock(desk.secret, store_key, cost=cost)

    def write() -> None:
        database = db.connect(path)
        try:
            with db.translated_errors(path):
                db.migrate(database, path, is_new=True)
                with database.atomic("IMMEDIATE"):
                    create_profile(
                        device_uid=desk.device_uid,
                        post=desk.post,
                        block=desk.block,
                        key=desk.key,
                        store_key=store_key,
                        recovery_code=desk.recovery_code,
                        at_ms=at_ms,
                    )
                    add_officer(new_device_uid(clock), desk.officer_name, desk.role, lock, at_ms=at_ms)
                    if desk.server is not None:
                        bind_server(desk.server, desk.block, desk.certificate)
        finally:
            database.close()

    worker = DatabaseWorker()
    try:
        worker.run(write)
    finally:
        worker.close()
