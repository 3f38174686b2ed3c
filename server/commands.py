"""The commands of ``posko-server``: each opens what it needs, does one thing, and answers with an exit code."""

from __future__ import annotations

import argparse
import json
import logging
import os
import signal
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

from core.clock import from_ms, to_ms
from core.errors import Trouble, unusable
from core.findings import Fact
from core.programme import parse_programme
from core.sentences import os_reason, sentence
from core.versions import is_newer
from server.clock import SystemClock
from server.codes import ServerCode, Word
from server.config import Settings, settings
from server.exchange.issue import Order, issue
from server.keys import back_up, identify, restore, settle_training
from server.office.export import event_lines, registration_lines
from server.store import enrolment, streams
from server.store.database import Store
from server.store.programmes import add_programme, newest_programmes
from server.store.records import ListedDevice, StoredProgramme, StreamHead
from server.store.run_lock import RunLock

MAX_VALID_DAYS = 365

log = logging.getLogger("posko.server")


def run_command(arguments: argparse.Namespace) -> int:
    """Do what the arguments ask for. Raises: Trouble."""
    return _COMMANDS[arguments.command](arguments, settings(arguments.database, arguments.data))


def say(text: str) -> None:
    """One text for whoever asked. Raises: Trouble ANSWER_UNWRITABLE."""
    with _stdout():
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()


@contextmanager
def _stdout() -> Iterator[None]:
    """What keeps an answer from being written is the world's trouble, and nothing more may be written at exit.

    Raises: Trouble ANSWER_UNWRITABLE; BrokenPipeError where the reader has had enough.
    """
    try:
        yield
    except OSError as error:
        leave_stdout()
        if isinstance(error, BrokenPipeError):
            raise
        raise Trouble(ServerCode.ANSWER_UNWRITABLE) from error


def leave_stdout() -> None:
    """Nobody reads it: nothing of what is left may be written, not even at exit."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - stays for the process's life


def _answer(arguments: argparse.Namespace, document: object, word: Word, **facts: Fact) -> int:
    say(json.dumps(document, ensure_ascii=False) if arguments.is_json else sentence(word, facts))
    return 0


@contextmanager
def _opened(store: Store) -> Iterator[Store]:
    try:
        yield store
    finally:
        store.close()


def _run(arguments: argparse.Namespace, files: Settings) -> int:
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    clock = SystemClock()
    with RunLock.take(files.database), _opened(Store.open(files.database, is_alone=True)) as store:
        store.check()
        key, server = identify(store, files, clock)
        settle_training(store, server, is_training=arguments.is_training)
        from server.http.application import create_app
        from server.serving import PoliteServer, address_of, bound_socket

        bound = bound_socket(arguments.host, arguments.port)
        word = Word.READY_TRAINING if arguments.is_training else Word.READY
        ready = sentence(word, {"url": address_of(bound)})
        app = create_app(store, key, clock, is_training=arguments.is_training)
        _end_quietly_on_signals()
        PoliteServer(app, lambda: _announce(ready)).run(sockets=[bound])
    log.info("stopped")
    return 0


def _announce(ready: str) -> None:
    log.info(ready)
    try:
        say(ready)
    except (BrokenPipeError, Trouble):
        log.info("nobody reads stdout")


def _end_quietly_on_signals() -> None:
    """Uvicorn finishes the requests in flight and then raises the signal again: by then all is done."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)


def _migrate(arguments: argparse.Namespace, files: Settings) -> int:
    with _opened(Store.open(files.database)) as store:
        store.check()
        identify(store, files, SystemClock())
    return _answer(arguments, {"database": str(files.database)}, Word.MIGRATED, database=str(files.database))


def _enrol_code(arguments: argparse.Namespace, files: Settings) -> int:
    if not 1 <= arguments.valid_days <= MAX_VALID_DAYS:
        raise unusable(ServerCode.VALID_DAYS, limit=MAX_VALID_DAYS)
    clock = SystemClock()
    order = Order(
        post=arguments.post,
        name=arguments.post_name,
        province=arguments.province,
        block=arguments.block,
        valid=timedelta(days=arguments.valid_days),
    )
    with _opened(Store.open(files.database)) as store:
        identify(store, files, clock)
        issued = issue(store, order, os.urandom(10), clock.now())
    document = {
        "code": issued.code,
        "post": issued.post,
        "province": issued.province,
        "block": issued.block,
        "expires_at": issued.expires_at.isoformat(timespec="seconds"),
    }
    until = issued.expires_at.astimezone().date()
    return _answer(
        arguments,
        document,
        Word.CODE_ISSUED,
        code=issued.code,
        post=issued.post,
        province=issued.province,
        block=issued.block,
        until=until,
    )


def _export(arguments: argparse.Namespace, files: Settings) -> int:
    lines_of = registration_lines if arguments.kind == "registrations" else event_lines
    if arguments.out is not None:
        files.refuse_own(Path(arguments.out))
    with _opened(Store.open(files.database, may_create=False)) as store:
        if arguments.out is None:
            with _stdout():
                for line in lines_of(store):
                    sys.stdout.buffer.write(line)
                sys.stdout.buffer.flush()
            return 0
        count = _write_lines(Path(arguments.out), lines_of(store))
    sys.stderr.write(sentence(Word.EXPORTED, {"count": count, "file": arguments.out}) + "\n")
    return 0


def _write_lines(target: Path, lines: Iterator[bytes]) -> int:
    """Whole or not at all, readable by nobody else: these are people's data in clear."""
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    count = 0
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            for line in lines:
                file.write(line)
                count += 1
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    except OSError as error:
        raise Trouble(ServerCode.FILE_UNWRITABLE, file=str(target)) from error
    finally:
        with suppress(OSError):
            draft.unlink()
    return count


def _heads(arguments: argparse.Namespace, files: Settings) -> int:
    with _opened(Store.open(files.database, may_create=False)) as store, store.reading() as work:
        heads = streams.all_streams(work)
    if arguments.is_json:
        say(json.dumps([_head(head) for head in heads]))
        return 0
    for head in heads:
        say(sentence(Word.HEAD, {"post": head.post, "device": str(head.device), "seq": head.last_seq}))
    if not heads:
        say(sentence(Word.NO_HEADS))
    return 0


def _head(head: StreamHead) -> dict[str, str | int]:
    return {
        "device": str(head.device),
        "post": head.post,
        "last_seq": head.last_seq,
        "head": head.last_hash.hex(),
        "incarnation": head.incarnation,
        "stream": head.name.hex(),
    }


def _device(arguments: argparse.Namespace, files: Settings) -> int:
    with _opened(Store.open(files.database, may_create=False)) as store:
        return (_revoke if arguments.action == "revoke" else _list_devices)(arguments, store)


def _list_devices(arguments: argparse.Namespace, store: Store) -> int:
    with store.reading() as work:
        listed = enrolment.all_devices(work)
    if arguments.is_json:
        say(json.dumps([_listed(one) for one in listed]))
        return 0
    for one in listed:
        word = Word.DEVICE_UNTRUSTED if one.device.is_revoked else Word.DEVICE
        since = from_ms(one.enrolled_at_ms).astimezone().date()
        facts: dict[str, Fact] = {"post": one.device.post, "device": str(one.device.uid), "block": one.device.block}
        say(sentence(word, {**facts, "since": since}))
    if not listed:
        say(sentence(Word.NO_DEVICES))
    return 0


def _listed(one: ListedDevice) -> dict[str, str | int]:
    return {
        "device": str(one.device.uid),
        "post": one.device.post,
        "block": one.device.block,
        "enrolled_at": from_ms(one.enrolled_at_ms).isoformat(timespec="seconds"),
        "is_revoked": one.device.is_revoked,
    }


def _revoke(arguments: argparse.Namespace, store: Store) -> int:
    try:
        device = uuid.UUID(arguments.device)
    except ValueError as error:
        raise unusable(ServerCode.DEVICE_UNKNOWN, device=arguments.device) from error
    with store.writing() as work:
        if enrolment.device(work, device) is None:
            raise unusable(ServerCode.DEVICE_UNKNOWN, device=arguments.device)
        enrolment.revoke_device(work, device, to_ms(SystemClock().now()))
    document = {"device": str(device), "is_revoked": True}
    return _answer(arguments, document, Word.DEVICE_REVOKED, device=str(device))


def _key(arguments: argparse.Namespace, files: Settings) -> int:
    file = Path(arguments.file)
    if arguments.action == "backup":
        back_up(files, file)
        return _answer(arguments, {"path": str(file)}, Word.KEY_SAVED, file=str(file))
    restore(files, file)
    return _answer(arguments, {"path": str(files.key_file)}, Word.KEY_RESTORED, file=str(files.key_file))


def _user(_: argparse.Namespace, __: Settings) -> int:
    raise unusable(ServerCode.USERS_LATER)


def _programme(arguments: argparse.Namespace, files: Settings) -> int:
    return (_add_programme if arguments.action == "add" else _list_programmes)(arguments, files)


def _add_programme(arguments: argparse.Namespace, files: Settings) -> int:
    """A file that a desk could not read is refused here, before anybody works by it."""
    path = Path(arguments.file)
    try:
        text = path.read_bytes()
    except OSError as error:
        raise unusable(ServerCode.PROGRAMME_FILE, file=path.name, reason=os_reason(error.errno)) from error
    read = parse_programme(text, path.name)
    with _opened(Store.open(files.database)) as store, store.writing() as work:
        present = next((one for one in newest_programmes(work) if one.code == read.code), None)
        if present is not None and not is_newer(read.version, present.version):
            raise unusable(ServerCode.PROGRAMME_NOT_NEWER, programme=read.code, version=present.version)
        add_programme(work, StoredProgramme(read.code, read.version, text, to_ms(SystemClock().now())))
    document = {"code": read.code, "version": read.version}
    return _answer(arguments, document, Word.PROGRAMME_ADDED, programme=read.code, version=read.version)


def _list_programmes(arguments: argparse.Namespace, files: Settings) -> int:
    with _opened(Store.open(files.database, may_create=False)) as store, store.reading() as work:
        newest = newest_programmes(work)
    if arguments.is_json:
        say(json.dumps([{"code": one.code, "version": one.version} for one in newest]))
        return 0
    for one in newest:
        say(sentence(Word.PROGRAMME, {"programme": one.code, "version": one.version}))
    if not newest:
        say(sentence(Word.NO_PROGRAMMES))
    return 0


_COMMANDS: dict[str, Callable[[argparse.Namespace, Settings], int]] = {
    "run": _run,
    "migrate": _migrate,
    "enrol-code": _enrol_code,
    "export": _export,
    "heads": _heads,
    "device": _device,
    "programme": _programme,
    "key": _key,
    "user": _user,
}
