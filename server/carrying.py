"""``posko-server carry``: a desk's requests out of a file, answered exactly as on the line, the answers into another.

The file is read twice: nothing of one that was cut or altered is worked on. The same file again gets the same receipts,
for each request is answered as a retry on the line would be.
"""

from __future__ import annotations

import json
import os
import secrets
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from core.errors import Trouble, unusable
from core.sealed_file import FILE_SALT_BYTES, NotSealed, SealBroken
from core.sentences import os_reason
from core.signing import SigningKey, key_id
from core.wire.carried import (
    ANSWER_MAGIC,
    CarriedReply,
    CarriedRequest,
    Frames,
    NotForUs,
    Place,
    Sender,
    TooNew,
    answer_writer,
    requests_in,
    sender_of,
)
from core.wire.codec import CONTENT_TYPE
from core.wire.http_signature import claimed_key_id
from core.wire.sets import is_certified
from server.codes import ServerCode
from server.exchange.centre import Centre
from server.exchange.certificates import admit
from server.exchange.further_news import further_news
from server.http.exchange_route import Signed, signed_answer
from server.http.metrics import Seen
from server.http.openapi import EXCHANGE_PATH
from server.store import enrolment
from server.store.database import Work
from server.store.files import sync_folder
from server.store.records import Device


@dataclass(slots=True)
class Carried:
    """What became of a file.

    Args:
        taken: events that are new here.
        refused: how many requests were refused, by code.
    """

    device: str
    post: str
    requests: int = 0
    taken: int = 0
    refused: Counter[str] = field(default_factory=Counter)


def sender_in(source: Path, key: SigningKey) -> Sender:
    """Whose file it is, after a look at every byte of it.

    Raises: Trouble CARRY_... (usage) if it is none, cut, altered, for another server or by a stranger.
    """
    with _read(source) as file:
        sender, _header, _raw = sender_of(file, key)
        file.seek(0)
        own = key_id(sender.certificate.public_key)
        if any(claimed_key_id(request.headers) != own for request in requests_in(file, key)):
            raise SealBroken  # nobody gets answers to another desk's requests
    if not is_certified(sender.certificate, key.public):
        raise unusable(ServerCode.CARRY_STRANGER, file=source.name)
    return sender


def answer_carried(centre: Centre, source: Path, sender: Sender, target: Path) -> Carried:
    """Work on every request of a file in order and write the answers.

    Args:
        sender: of this file, proven.

    Raises: Trouble CARRY_STRANGER (usage), FILE_UNWRITABLE, or of the store: then no answer is written, and the file
        can be brought again.
    """
    device = _known(centre, source, sender)
    done = Carried(str(device.uid), device.post)
    with _read(source) as file, _written(target) as answers:
        frames = answer_writer(answers, centre.key, sender, secrets.token_bytes(FILE_SALT_BYTES))
        for request in requests_in(file, centre.key):
            _answer(centre, device, request, frames, done)
        frames.finish()
    return done


def _known(centre: Centre, source: Path, sender: Sender) -> Device:
    """The device of the file, known again by its certificate where the database has lost it."""

    def look(work: Work) -> Device | None:
        enrolment.lock_server(work)
        return admit(centre, work, sender.certificate)

    device = centre.store.write(look)
    if device is None:
        raise unusable(ServerCode.CARRY_STRANGER, file=source.name)
    return device


def _answer(centre: Centre, device: Device, request: CarriedRequest, frames: Frames, done: Carried) -> None:
    seen = Seen("POST", EXCHANGE_PATH)
    response = signed_answer(centre, Signed("POST", EXCHANGE_PATH, request.headers, request.body), seen)
    reply = CarriedReply(request.place, response.status_code or 200, str(response.media_type), response.content)
    frames.add(reply)
    done.requests += 1
    done.taken += seen.events_taken
    if reply.media_type != CONTENT_TYPE:
        done.refused[str(json.loads(reply.body)["code"])] += 1
        return
    for more in further_news(centre, device, request.body, reply.body):
        place = Place(more.stream, cursor=more.cursor)
        frames.add(CarriedReply(place, reply.status, CONTENT_TYPE, more.reply))


@contextmanager
def _read(source: Path) -> Iterator[IO[bytes]]:
    """The file, open; what is wrong with it as a trouble."""
    try:
        with source.open("rb") as file:
            yield file
    except FileNotFoundError as error:
        raise unusable(ServerCode.CARRY_MISSING, file=source.name) from error
    except NotSealed as error:
        raise unusable(ServerCode.CARRY_NONE, file=source.name) from error
    except SealBroken as error:
        raise unusable(ServerCode.CARRY_DAMAGED, file=source.name) from error
    except NotForUs as error:
        raise unusable(ServerCode.CARRY_OTHER_SERVER, file=source.name) from error
    except TooNew as error:
        raise unusable(ServerCode.CARRY_TOO_NEW, file=source.name) from error
    except OSError as error:
        raise unusable(ServerCode.CARRY_UNREADABLE, file=source.name, reason=os_reason(error.errno)) from error


@contextmanager
def _written(target: Path) -> Iterator[IO[bytes]]:
    """The answer file, whole or not at all; over an older answer, never over anything else."""
    _refuse_over(target)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with _unwritable(target):
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            draft.replace(target)
            sync_folder(target.absolute().parent)
    finally:
        with suppress(OSError):
            draft.unlink()


def _refuse_over(target: Path) -> None:
    try:
        with target.open("rb") as file:
            is_answer = file.read(len(ANSWER_MAGIC)) == ANSWER_MAGIC
    except FileNotFoundError:
        return
    except OSError as error:
        raise Trouble(ServerCode.FILE_UNWRITABLE, file=str(target)) from error
    if not is_answer:
        raise unusable(ServerCode.CARRY_STANDS, file=str(target))


@contextmanager
def _unwritable(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Trouble(ServerCode.FILE_UNWRITABLE, file=str(target)) from error
