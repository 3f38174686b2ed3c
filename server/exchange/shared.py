"""Registrations on which more than one stream has acted: told anew from every act that is held and those of a batch."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from core.disputes import Act
from core.moves import MOVES, Move
from core.typed import msgpack_as
from core.wire.chain import Link
from core.wire.codec import Malformed, decode
from core.wire.events import Header, Kind
from core.wire.records import CorrectedBody, RegisteredBody, SettledBody, WithdrawnBody
from server.exchange.outcomes import EventCode
from server.store import streams
from server.store.database import Work
from server.store.records import StoredEvent

_BODIES: Mapping[str, type[RegisteredBody | Move]] = {Kind.REGISTERED: RegisteredBody, **MOVES}


@dataclass(frozen=True, slots=True)
class Shared:
    """All acts on one record, in the feed's order; it is told once a batch.

    Args:
        last_seq: the place of the batch's last act about it.
    """

    acts: tuple[Act, ...]
    last_seq: int


def shared_records(work: Work, post: str, links: Iterable[Link]) -> frozenset[bytes]:
    """Records of a batch on which another stream than the batch's has acted, too."""
    about = {link.header.record: link.header.stream for link in links}
    writers = streams.writers_of(work, post, about)
    return frozenset(record for record, names in writers.items() if names - {about[record]})


def acts_on(
    work: Work, post: str, records: Collection[bytes], first_uids: Collection[bytes], links: Iterable[Link]
) -> dict[bytes, Shared]:
    """Everything about these records.

    Args:
        first_uids: the events that created those that stand here.
        links: the batch, in order.
    """
    acts: dict[bytes, list[Act]] = {}
    last_seqs: dict[bytes, int] = {}
    if not records:
        return {}
    for event in streams.acts_on(work, post, records, first_uids):
        if event.attention == EventCode.RECORD_ELSEWHERE:
            continue  # about somebody else, whom a copy of the device has under the same uid
        acts.setdefault(event.record, []).append(act_of(event))
    for link in links:
        if link.header.record in records:
            acts.setdefault(link.header.record, []).append(_act(link.header, link.body))
            last_seqs[link.header.record] = link.header.seq
    return {record: Shared(tuple(acts[record]), last_seq) for record, last_seq in last_seqs.items()}


def act_of(event: StoredEvent) -> Act:
    """A stored event as it is told; what was put aside as training says nothing."""
    is_put_aside = event.attention == EventCode.TRAINING_NIK
    return _act(msgpack_as(event.header, Header), b"" if is_put_aside else event.body)


def _act(header: Header, packed: bytes) -> Act:
    kind = _BODIES.get(header.kind)
    try:
        body = decode(packed, kind) if kind else None
    except Malformed:
        body = None
    return Act(header.stream, header.seq, header.uid, header.base, header.at_ms, body)


def nik_said(body: object) -> str:
    """The NIK that an act gives a registration; empty = it says nothing about it."""
    if isinstance(body, RegisteredBody):
        return body.person.nik
    if isinstance(body, SettledBody):
        return str(body.value) if body.field == "nik" else ""
    return body.fields.get("nik", "") if isinstance(body, CorrectedBody) else ""


def number_said(body: object) -> str:
    """The number that a registration has by an act; empty = none, or the act says nothing about it."""
    if isinstance(body, RegisteredBody):
        return body.registration_no
    if not isinstance(body, Move) or isinstance(body, WithdrawnBody) or body.judgement is None:
        return ""
    return body.judgement.registration_no
