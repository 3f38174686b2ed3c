"""Backup and restore: one sealed file, verified before it counts; an officer's secret or the recovery code opens it."""

from __future__ import annotations

import hashlib
import os
import secrets
import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Annotated

import msgspec
from msgspec import Meta

from app.models import database as db
from app.models.birth import FOLDERS
from app.models.events import Writer, append, chain_problem
from app.models.lock import ProfileLock
from app.models.numbers import burn_after_restore, is_anothers_work, last_promised, used_elsewhere
from app.models.officers import Officer, choose_officer
from app.models.places import DATABASE_NAME, make_private_folders, new_private_file, refuse_unsafe_folder
from app.models.placing import put_in_place, remove_database, replaced_databases, sync_folder
from app.models.profile import read_profile, start_incarnation
from app.models.registrations import counts
from app.models.rows import WORKER_DATABASE
from app.models.sealed_file import SealedWriter, file_troubles, new_file_salt, plain_chunks, read_header
from app.models.sealing import (
    LEAST_MEMORY_KIB,
    MOST_ITERATIONS,
    MOST_MEMORY_KIB,
    SALT_BYTES,
    KdfCost,
    Sealer,
    unwrap_with_recovery,
    unwrap_with_secret,
)
from app.models.store import Keys, Store
from app.models.tables import OfficerRow, ProfileRow
from app.models.worker import DatabaseWorker
from core.clock import Clock, to_ms
from core.errors import Trouble, unusable
from core.typed import json_as
from core.wire.events import Kind
from core.wire.records import RemarkBody

MAGIC = b"POSKOBK1"
SETTINGS_NAME = "posko.toml"
"""The profile's settings travel with its data."""

_LENGTH = struct.Struct(">I")
_READ = 1024 * 1024


_Salt = Annotated[bytes, Meta(min_length=SALT_BYTES, max_length=SALT_BYTES)]


class _Wrap(msgspec.Struct, frozen=True):
    """Bounded, for the header is read before any seal: a forged cost must not keep the machine busy for hours."""

    name: str
    memory_kib: Annotated[int, Meta(ge=LEAST_MEMORY_KIB, le=MOST_MEMORY_KIB)]
    iterations: Annotated[int, Meta(ge=1, le=MOST_ITERATIONS)]
    salt: _Salt
    wrapped: bytes


class _Header(msgspec.Struct, frozen=True):
    version: int
    salt: _Salt
    officers: tuple[_Wrap, ...]
    recovery_salt: _Salt
    recovery_wrap: bytes


@dataclass(frozen=True, slots=True)
class Opener:
    """What opens a backup: an officer's name (``None`` = the only one) and secret, or the recovery code."""

    officer_name: str | None = None
    secret: str = ""
    recovery_code: str = ""


@dataclass(frozen=True, slots=True)
class _Opened:
    """A backup that is no longer locked: what is in it, and who opened it (``None`` = the recovery code)."""

    file_name: str
    pieces: Iterator[bytes]
    store_key: bytes
    officer_name: str | None


def make_backup(store: Store, keys: Keys, target: Path, settings: bytes) -> int:
    """Write a sealed, verified copy of the profile. Returns how many registrations it holds.

    Raises: Trouble if the copy is not sound or cannot be written; ``target`` then stays as it was.
    """
    copy = store.home / "backups" / f"{secrets.token_hex(8)}.part"
    part = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
    with file_troubles(target), _removed_at_end(copy, part):
        make_private_folders(store.home, FOLDERS)
        new_private_file(copy).close()
        store.backup_to(copy)
        many = _in_copy(copy, lambda: _sound_count(copy))
        header = msgspec.json.encode(store.run(_header))
        _seal(copy, part, header, keys.sealer.file_key, settings)
        if _digest_of_sealed(part, keys.sealer.file_key) != _digest(settings, copy):
            raise Trouble("FILE_DAMAGED", file=target.name)
        part.replace(target)
        sync_folder(target.parent.absolute())
    return many


def restore_backup(source: Path, home: Path, opener: Opener, clock: Clock, on: date) -> int:
    """Put a backup in place as a new incarnation of its device. Returns how many registrations it holds.

    A profile that stands in ``home`` is kept aside, never overwritten; the numbers it has used are counted as used.
    Nothing changes unless the copy is sound, and nothing is made unless the opener opens it.

    Args:
        on: the business date; numbers of the begun chunk of every day up to it are never used again.
    """
    refuse_unsafe_folder(home)
    with file_troubles(source), source.open("rb") as file:
        opened = _opened(file, source, opener)
        with _folder_troubles(home):
            return _restored(opened, home, clock, on)


def _restored(backup: _Opened, home: Path, clock: Clock, on: date) -> int:
    part = home / f"{DATABASE_NAME}.{secrets.token_hex(4)}.part"
    make_private_folders(home, FOLDERS)
    lock = ProfileLock(home, "posko restore")
    try:
        with _removed_at_end(part):
            settings = _pour(backup, part)
            replaced = replaced_databases(home / DATABASE_NAME, on)
            many = _in_copy(part, lambda: _revive(part, replaced, backup.store_key, backup.officer_name, clock, on))
            if settings and not (home / SETTINGS_NAME).exists():
                (home / SETTINGS_NAME).write_bytes(settings)
            put_in_place(part, home / DATABASE_NAME, clock.now())
    finally:
        lock.release()
    return many


def _revive(part: Path, replaced: Sequence[Path], store_key: bytes, name: str | None, clock: Clock, on: date) -> int:
    many = _sound_count(part)
    officer = choose_officer(name) if name else _anybody()
    before = read_profile()
    if replaced and is_anothers_work(replaced[-1], before.device_uid.bytes):
        raise unusable("RESTORE_OTHER_DESK")
    elsewhere = [used_elsewhere(file, before.device_uid.bytes) for file in replaced]
    start_incarnation(last_promised(on), burn_after_restore(before.numbers, elsewhere, on))
    profile = read_profile()
    writer = Writer(profile.stream, profile.post.code, officer.uid, Sealer(store_key))
    append(writer, Kind.RESTORED, RemarkBody("restored", many, officer.name), at_ms=to_ms(clock.now()))
    return many


def _anybody() -> Officer:
    row = OfficerRow.select().order_by(OfficerRow.role, OfficerRow.created_at_ms).first()
    return choose_officer(row.name if row else None)


def _sound_count(path: Path) -> int:
    database = WORKER_DATABASE.obj
    if database is None or db.integrity_problem(database) or chain_problem():
        raise Trouble("STORE_DAMAGED", file=path.name)
    return counts().registrations


def _in_copy(path: Path, job: Callable[[], int]) -> int:
    def run() -> int:
        database = db.connect(path)
        try:
            with db.translated_errors(path):
                db.migrate(database, path)
                with database.atomic("IMMEDIATE"):
                    return job()
        finally:
            database.close()

    worker = DatabaseWorker("posko-backup")
    try:
        return worker.run(run)
    finally:
        worker.close()


def _header() -> _Header:
    profile = ProfileRow.get()
    wraps = tuple(
        _Wrap(row.name, row.kdf_memory_kib, row.kdf_iterations, bytes(row.kdf_salt), bytes(row.wrapped_key))
        for row in OfficerRow.select().order_by(OfficerRow.created_at_ms)
    )
    return _Header(1, new_file_salt(), wraps, bytes(profile.recovery_salt), bytes(profile.recovery_wrap))


def _seal(copy: Path, part: Path, header: bytes, file_key: bytes, settings: bytes) -> None:
    salt = json_as(header, _Header).salt
    with copy.open("rb") as source, new_private_file(part) as file:
        writer = SealedWriter(file, MAGIC, header, file_key, salt)
        writer.write(_LENGTH.pack(len(settings)) + settings)
        while piece := source.read(_READ):
            writer.write(piece)
        writer.finish()
        file.flush()
        os.fsync(file.fileno())


def _digest(settings: bytes, copy: Path) -> bytes:
    digest = hashlib.sha256(_LENGTH.pack(len(settings)) + settings)
    with copy.open("rb") as source:
        while piece := source.read(_READ):
            digest.update(piece)
    return digest.digest()


def _digest_of_sealed(path: Path, file_key: bytes) -> bytes:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        header, raw = read_header(file, MAGIC, _Header, path.name)
        for piece in plain_chunks(file, raw, file_key, header.salt, path.name):
            digest.update(piece)
    return digest.digest()


def _opened(file: IO[bytes], source: Path, opener: Opener) -> _Opened:
    header, raw = read_header(file, MAGIC, _Header, source.name)
    if header.version != 1:
        raise Trouble("FILE_TOO_NEW", file=source.name)
    store_key, name = _store_key(header, opener)
    pieces = plain_chunks(file, raw, Sealer(store_key).file_key, header.salt, source.name)
    return _Opened(source.name, _blaming(source, pieces), store_key, name)


def _blaming(source: Path, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces; what goes wrong in reading them is the fault of their file, not of the folder they are put into."""
    with file_troubles(source):
        yield from pieces


def _pour(backup: _Opened, part: Path) -> bytes:
    """Write the database in a backup to ``part``. Returns the settings that stand before it."""
    buffer = b""
    while len(buffer) < _LENGTH.size or len(buffer) < _LENGTH.size + _LENGTH.unpack(buffer[: _LENGTH.size])[0]:
        piece = next(backup.pieces, b"")
        if not piece:
            raise Trouble("FILE_DAMAGED", file=backup.file_name)
        buffer += piece
    end = _LENGTH.size + _LENGTH.unpack(buffer[: _LENGTH.size])[0]
    with new_private_file(part) as target:
        target.write(buffer[end:])
        for piece in backup.pieces:
            target.write(piece)
        target.flush()
        os.fsync(target.fileno())
    return buffer[_LENGTH.size : end]


def _store_key(header: _Header, opener: Opener) -> tuple[bytes, str | None]:
    if opener.recovery_code:
        store_key = unwrap_with_recovery(header.recovery_wrap, opener.recovery_code, header.recovery_salt)
        if store_key is None:
            raise Trouble("RECOVERY_WRONG")
        return store_key, None
    wrap = _wrap_of(header, opener.officer_name)
    cost = KdfCost(wrap.memory_kib, wrap.iterations)
    store_key = unwrap_with_secret(wrap.wrapped, opener.secret, wrap.salt, cost)
    if store_key is None:
        raise Trouble("SECRET_WRONG")
    return store_key, wrap.name


def _wrap_of(header: _Header, name: str | None) -> _Wrap:
    names = tuple(wrap.name for wrap in header.officers)
    if name is None and len(header.officers) == 1:
        return header.officers[0]
    if name is None:
        raise unusable("OFFICER_UNNAMED", names=names)
    for wrap in header.officers:
        if wrap.name.casefold() == " ".join(name.split()).casefold():
            return wrap
    raise unusable("OFFICER_UNKNOWN", names=names)


@contextmanager
def _folder_troubles(home: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Trouble("PROFILE_CANNOT_WRITE", folder=home.name) from error


@contextmanager
def _removed_at_end(*paths: Path) -> Iterator[None]:
    try:
        yield
    finally:
        for path in paths:
            remove_database(path)
