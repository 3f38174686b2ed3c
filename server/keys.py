"""The server's signing key: a file beside the database, made once, never silently replaced."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from core.clock import Clock, to_ms
from core.errors import Trouble, unusable
from core.ids import uid_from
from core.signing import SigningKey
from server.codes import ServerCode
from server.config import Settings
from server.store import enrolment, mail_spaces
from server.store.codes import StoreCode
from server.store.database import Store
from server.store.files import sync_folder
from server.store.records import Server

_HEADER = "posko-server-key 1"


def identify(store: Store, settings: Settings, clock: Clock) -> tuple[SigningKey, Server]:
    """The key and life of this server; both begin with the first command on a fresh database.

    Raises: Trouble KEY_MISSING, KEY_DAMAGED or KEY_OTHER if the database knows a key that the file does not hold.
    """
    with store.writing() as work:
        enrolment.lock_server(work)
        server = enrolment.server(work)
        key = read_key(settings.key_file)
        if server is None:
            now_ms = to_ms(clock.now())
            lineage = uid_from(now_ms, os.urandom(10)).bytes
            if key is not None:  # it had a database, which is lost
                mail_spaces.begin_behind_lost_tags(work, lineage, now_ms)
            key = key or _new_key(settings.key_file)
            enrolment.add_server(work, lineage, key.public, now_ms)
            return key, Server(lineage, key.public, is_training=None)
    return _fitting(key, server, settings.key_file), server


def settle_training(store: Store, server: Server, *, is_training: bool) -> None:
    """Training and real data never share a database: the first run decides.

    Raises: Trouble TRAINING_DATABASE or REAL_DATABASE if this run is of the other sort.
    """
    if server.is_training is None:
        with store.writing() as work:
            enrolment.lock_server(work)
            enrolment.fix_training(work, is_training=is_training)
            server = enrolment.known_server(work)
    if server.is_training != is_training:
        code = ServerCode.TRAINING_DATABASE if server.is_training else ServerCode.REAL_DATABASE
        raise Trouble(code, database=str(store.address))


def back_up(settings: Settings, target: Path) -> None:
    """Copy the key to ``target``; a file that holds anything else is left alone.

    Raises: Trouble FILE_IS_OWN, KEY_MISSING, KEY_DAMAGED, BACKUP_STANDS or FILE_UNWRITABLE.
    """
    settings.refuse_own(target)
    key = read_key(settings.key_file)
    if key is None:
        raise Trouble(ServerCode.KEY_MISSING, file=str(settings.key_file))
    if target.exists():
        if _key_in(target) != key.private:
            raise unusable(ServerCode.BACKUP_STANDS, file=str(target))
        return
    _write(target, key, ServerCode.FILE_UNWRITABLE)


def restore(settings: Settings, source: Path) -> None:
    """Put a backed-up key in its place.

    Raises: Trouble BACKUP_UNREADABLE, KEY_OTHER (another key stands here or in the database), KEY_UNWRITABLE.
    """
    private = _key_in(source)
    if private is None:
        raise unusable(ServerCode.BACKUP_UNREADABLE, file=str(source))
    key = SigningKey(private)
    server = _known_server(settings)
    if server is not None:
        _fitting(key, server, source)
    standing = settings.key_file.exists()
    if standing and server is None and _key_in(settings.key_file) != private:
        raise Trouble(ServerCode.KEY_OTHER, file=str(settings.key_file))
    _write(settings.key_file, key, ServerCode.KEY_UNWRITABLE)


def read_key(file: Path) -> SigningKey | None:
    """The key in ``file``, ``None`` if there is no file. Raises: Trouble KEY_DAMAGED if it holds no key."""
    if not file.exists():
        return None
    private = _key_in(file)
    if private is None:
        raise Trouble(ServerCode.KEY_DAMAGED, file=str(file))
    return SigningKey(private)


def _known_server(settings: Settings) -> Server | None:
    try:
        store = Store.open(settings.database, may_create=False)
    except Trouble as trouble:
        if trouble.code == StoreCode.MISSING:
            return None
        raise
    try:
        with store.reading() as work:
            return enrolment.server(work)
    finally:
        store.close()


def _fitting(key: SigningKey | None, server: Server, file: Path) -> SigningKey:
    if key is None:
        raise Trouble(ServerCode.KEY_MISSING, file=str(file))
    if key.public != server.public_key:
        raise Trouble(ServerCode.KEY_OTHER, file=str(file))
    return key


def _new_key(file: Path) -> SigningKey:
    key = SigningKey.generate()
    _write(file, key, ServerCode.KEY_UNWRITABLE)
    return key


def _key_in(file: Path) -> bytes | None:
    try:
        header, private = file.read_text("ascii").split("\n")[:2]
        key = bytes.fromhex(private)
    except (OSError, ValueError):
        return None
    return key if header == _HEADER and len(key) == 32 else None


def _write(file: Path, key: SigningKey, trouble: ServerCode) -> None:
    """Whole or not at all: a power cut leaves the old file or the new one, and nobody else may read it."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as text:
            text.write(f"{_HEADER}\n{key.private.hex()}\n")
            text.flush()
            os.fsync(text.fileno())
        draft.replace(file)
        sync_folder(file.parent)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        raise Trouble(trouble, file=str(file)) from error
