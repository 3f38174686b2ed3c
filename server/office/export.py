"""What the server holds as JSON lines: registrations and events, page by page so that no desk has to wait."""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from core.account_events import ACCOUNT_KINDS
from core.clock import from_ms
from core.moves import MOVES
from core.queue_events import QUEUE_KINDS
from core.slip_cases import CASES
from core.stages import STEPS, Step, Trail
from core.typed import msgpack_as
from core.wire.codec import Malformed, decode
from core.wire.events import Header, Kind
from core.wire.records import (
    BatchJoinedBody,
    CorrectedBody,
    NikShownBody,
    OtherDayBody,
    PapersAddedBody,
    RegisteredBody,
    RemarkBody,
    RepeatedBody,
    ReprintedBody,
    SettledBody,
)
from server.office.home_batch import HomeBatches
from server.office.trails import trails_of
from server.store import registrations, streams
from server.store.database import Store
from server.store.records import StoredEvent, StoredRegistration

FIRST = ("", 0)

_JSON_COLUMNS = ("answers", "documents", "findings", "typed", "disputes")
EVENT_BODIES: Mapping[str, type[msgspec.Struct]] = {
    Kind.REGISTERED: RegisteredBody,
    Kind.REPEATED: RepeatedBody,
    Kind.SLIP_REPRINTED: ReprintedBody,
    Kind.EXPORTED: RemarkBody,
    Kind.RESTORED: RemarkBody,
    Kind.OFFICER_ADDED: RemarkBody,
    Kind.OFFICER_SECRET_SET: RemarkBody,
    Kind.OFFICER_REMOVED: RemarkBody,
    Kind.DRAFTS_PURGED: RemarkBody,
    Kind.COPIES_PURGED: RemarkBody,
    Kind.OTHER_DAY: OtherDayBody,
    Kind.NIK_SHOWN: NikShownBody,
    Kind.TICKET_REPRINTED: ReprintedBody,
    **MOVES,
    **STEPS,
    **QUEUE_KINDS,
    **CASES,
    **ACCOUNT_KINDS,
}
"""Every kind of event that this program knows, with its body."""

_UID_BYTES = 16


def registration_lines(store: Store) -> Iterator[bytes]:
    """Every registration, one JSON line each."""
    after = FIRST
    while True:
        with store.reading() as work:
            page = registrations.page(work, after)
            trails = trails_of(work, ((one.post, one.uid) for one in page))
            homes = HomeBatches(work)
        if not page:
            return
        told = ((one, trails.get((one.post, one.uid), Trail())) for one in page)
        yield from (_line(_registration(one, trail, homes)) for one, trail in told)
        after = (page[-1].post, page[-1].feed_no)


def event_lines(store: Store) -> Iterator[bytes]:
    """Every event, one JSON line each, in the order of the posts' feeds."""
    after = FIRST
    while True:
        with store.reading() as work:
            page = streams.page_of_events(work, after)
        if not page:
            return
        yield from (_line(_event(event)) for event in page)
        after = (page[-1].post, page[-1].feed_no)


def _stage(step: Step | None) -> dict[str, Any] | None:
    if step is None or not step.code:
        return None
    return {
        "code": step.code,
        "on": step.on.isoformat(),
        "told_by": step.told_by,
        "note": step.note,
        "officer_name": step.officer_name,
        "at": _instant(step.at_ms),
    }


def _registration(registration: StoredRegistration, trail: Trail, homes: HomeBatches) -> dict[str, Any]:
    row = msgspec.structs.asdict(registration)
    row["stage"] = _stage(trail.stage)
    row["batch"] = trail.batch.batch if trail.batch else homes.batch(registration, trail)
    row.update({name: json.loads(row[name]) for name in _JSON_COLUMNS})
    for claim in (claim for dispute in row["disputes"] for claim in dispute["claims"]):
        claim["at"] = _instant(claim.pop("at_ms"))
    row["uid"] = _uid(registration.uid)
    row["event_uid"] = _uid(registration.event_uid)
    row["device"] = str(registration.device)
    row["duplicate_group"] = _uid(registration.duplicate_group) if registration.duplicate_group else None
    row["registered_at"] = _instant(row.pop("registered_at_ms"))
    row["received_at"] = _instant(row.pop("received_at_ms"))
    return row


def _event(event: StoredEvent) -> dict[str, Any]:
    header = msgpack_as(event.header, Header)
    body = _body(event)
    first = body if isinstance(body, RegisteredBody) else None
    said = (
        body.judgement if isinstance(body, CorrectedBody | PapersAddedBody | BatchJoinedBody | SettledBody) else first
    )
    return {
        "uid": _uid(event.uid),
        "record": _uid(event.record),
        "kind": event.kind,
        "post": event.post,
        "device": str(uuid.UUID(bytes=event.stream[:16])),
        "incarnation": int.from_bytes(event.stream[16:], "big"),
        "seq": event.seq,
        "registration_no": said.registration_no if said else None,
        "nik": first.person.nik if first else None,
        "status": said.status if said else None,
        "outcome": said.outcome if said else None,
        "officer": _uid(header.officer),
        "at": _instant(header.at_ms),
        "received_at": _instant(event.received_at_ms),
        "feed_no": event.feed_no,
        "schema": header.schema,
        "base": [_uid(uid) for uid in header.base],
        "prev_hash": header.prev_hash.hex(),
        "header_hash": event.header_hash.hex(),
        "head_signature": event.head_signature.hex() if event.head_signature else None,
        "attention": event.attention or None,
        "body": _plain(body) if body else None,
        "body_base64": base64.b64encode(event.body).decode("ascii"),
    }


def _body(event: StoredEvent) -> msgspec.Struct | None:
    kind = EVENT_BODIES.get(event.kind)
    try:
        return decode(event.body, kind) if kind else None
    except Malformed:
        return None


def _plain(value: object) -> Any:  # noqa: ANN401 - JSON is anything
    """Structs as objects with names, which their own array form has not; bytes are an event's uid, or a hash."""
    if isinstance(value, msgspec.Struct):
        return {name: _plain(member) for name, member in msgspec.structs.asdict(value).items()}
    if isinstance(value, tuple):
        return [_plain(member) for member in value]
    if isinstance(value, bytes):
        return _uid(value) if len(value) == _UID_BYTES else value.hex()
    return value


def _uid(uid: bytes) -> str:
    return str(uuid.UUID(bytes=uid))


def _instant(at_ms: int) -> str:
    """ISO text in UTC; the wire's bound keeps every instant within the calendar."""
    return from_ms(at_ms).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _line(row: dict[str, Any]) -> bytes:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
