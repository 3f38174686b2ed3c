"""The commands of ``posko-server``: each opens what it needs, does one thing, and answers with an exit code."""

from __future__ import annotations

import argparse
import gc
import json
import logging
import os
import signal
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from core.clock import from_ms, to_ms
from core.errors import Trouble, unusable
from core.findings import Fact
from core.programme import parse_programme
from core.sentences import os_reason, sentence
from core.versions import is_newer
from core.wire.events import device_of
from server.clock import SystemClock
from server.codes import ServerCode, Word
from server.config import Settings, settings
from server.exchange.checking import Flaw, check
from server.exchange.issue import Order, issue
from server.keys import back_up, identify, restore, settle_training
from server.logs import start_logging
from server.mail.accounts import accounts_kept
from server.mail_settings import codes_mailed, mail_settings, proof_days
from server.office.cross import cross_work_done
from server.office.export import event_lines, registration_lines
from server.office.mailbox_expiry import mailboxes_expire
from server.office.proof_purging import proofs_purged
from server.store import enrolment, streams
from server.store.database import Store
from server.store.device_keys import number_devices
from server.store.files import is_same_file
from server.store.programmes import add_programme, newest_programmes
from server.store.records import ListedDevice, StoredProgramme, StreamHead
from server.store.run_lock import run_lock

MAX_VALID_DAYS = 365

NEW_OBJECTS = 10_000
"""Garbage in circles is looked for after so many: a batch of 500 makes some thousands, which hold no circle."""

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
    start_logging(arguments.log_format)
    clock, mail = SystemClock(), mail_settings(arguments, files)
    with run_lock(files.database), _opened(Store.open(files.database, is_alone=True)) as store:
        store.check()
        key, server = identify(store, files, clock)
        settle_training(store, server, is_training=arguments.is_training)
        from server.http.application import create_app
        from server.metrics_listener import metrics_served
        from server.page_settings import page_terms
        from server.serving import PoliteServer, address_of, bound_socket

        pages, kept_days = page_terms(mail), proof_days()
        bound = bound_socket(arguments.host, arguments.port)
        word = Word.READY_TRAINING if arguments.is_training else Word.READY
        ready = sentence(word, {"url": address_of(bound)})
        app = create_app(store, key, clock, is_training=arguments.is_training, mail=mail.terms, pages=pages)
        _end_quietly_on_signals()
        gc.freeze()  # what stands by now stays: no search for garbage in a large batch need look through it
        gc.set_threshold(NEW_OBJECTS)
        with (
            accounts_kept(store, mail.database),
            metrics_served(app.metrics, arguments.metrics_host, arguments.metrics_port),
            cross_work_done(store, clock),
            mailboxes_expire(store, clock),
            proofs_purged(store, clock, kept_days),
            codes_mailed(mail, store, clock, app.metrics),
        ):
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


def _check(arguments: argparse.Namespace, files: Settings) -> int:
    with _opened(Store.open(files.database, may_create=False)) as store:
        store.check()
        checked = check(store)
    counts: dict[str, Fact] = {
        "streams": checked.streams,
        "events": checked.events,
        "registrations": checked.registrations,
        "flawed": checked.flawed,
    }
    document = {"is_whole": not checked.flawed, **counts, "flaws": [_flaw(flaw) for flaw in checked.flaws]}
    if not arguments.is_json:
        for flaw in checked.flaws:
            facts: dict[str, Fact] = {"post": flaw.post, "device": str(device_of(flaw.stream)), "seq": flaw.seq}
            say(sentence(flaw.code, facts))
    _answer(arguments, document, Word.CHECKED_FLAWED if checked.flawed else Word.CHECKED, **counts)
    return 1 if checked.flawed else 0


def _flaw(flaw: Flaw) -> dict[str, str | int]:
    return {
        "code": flaw.code.value,
        "post": flaw.post,
        "device": str(device_of(flaw.stream)),
        "stream": flaw.stream.hex(),
        "seq": flaw.seq,
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
    number_devices(store, SystemClock())
    document = {"device": str(device), "is_revoked": True}
    return _answer(arguments, document, Word.DEVICE_REVOKED, device=str(device))


def _key(arguments: argparse.Namespace, files: Settings) -> int:
    file = Path(arguments.file)
    if arguments.action == "backup":
        back_up(files, file)
        return _answer(arguments, {"path": str(file)}, Word.KEY_SAVED, file=str(file))
    restore(files, file)
    return _answer(arguments, {"path": str(files.key_file)}, Word.KEY_RESTORED, file=str(files.key_file))


def _carry(arguments: argparse.Namespace, files: Settings) -> int:
    """What a file brings is taken as if it had come over the line; the answers go into a file for that desk."""
    from server.carrying import answer_carried, sender_in
    from server.exchange.centre import Centre, bundled_codec

    source, target, clock = Path(arguments.file), Path(arguments.answer), SystemClock()
    files.refuse_own(target)
    if is_same_file(source, target):
        raise unusable(ServerCode.CARRY_STANDS, file=str(target))
    with _opened(Store.open(files.database)) as store:
        store.check()
        key, server = identify(store, files, clock)
        sender = sender_in(source, key)
        is_training = sender.certificate.is_training  # our own word, so a server made anew may go by it
        settle_training(store, server, is_training=is_training)
        terms = mail_settings(arguments, files).terms
        terms = replace(terms, is_said=bool(terms.domain))  # by hand the service's settings are easily left out
        centre = Centre(store, key, bundled_codec(), server.lineage, is_training, clock, mail=terms)
        done = answer_carried(centre, source, sender, target)
    document = {
        "device": done.device,
        "post": done.post,
        "requests": done.requests,
        "taken": done.taken,
        "refused": dict(done.refused),
        "answer": str(target),
    }
    word = Word.CARRIED_REFUSED if done.refused else Word.CARRIED
    why = " ".join(sentence(code) for code in done.refused)
    _answer(arguments, document, word, taken=done.taken, post=done.post, why=why, file=str(target))
    return 1 if done.refused else 0


def _email_figures(arguments: argparse.Namespace, files: Settings) -> int:
    from server.email_figures_command import email_figures_command

    return email_figures_command(arguments, files, say)


def _mailbox(arguments: argparse.Namespace, files: Settings) -> int:
    from server.mailbox_commands import mailbox_command

    return mailbox_command(arguments, files, say)


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
        enrolment.lock_server(work)
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
    "check": _check,
    "device": _device,
    "programme": _programme,
    "carry": _carry,
    "mailbox": _mailbox,
    "email-figures": _email_figures,
    "key": _key,
    "user": _user,
}
