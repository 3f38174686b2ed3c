"""A batch worked out before its transaction: what needs nothing but the batch and its stream's key holds nobody up.

Nothing here decides. What the transaction then finds otherwise than it was foreseen is worked out there once more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import msgspec

from core.moves import MOVES, Move
from core.signing import Purpose, is_signed
from core.stages import STEPS, StepBody, read_step
from core.wire.chain import Link, expand
from core.wire.codec import Malformed, decode
from core.wire.envelope import Batch
from core.wire.events import Kind, head_message
from core.wire.records import RegisteredBody, RepeatedBody, ReprintedBody
from server.exchange.bodies import values_of
from server.store import streams
from server.store.database import Store, Work
from server.store.records import Device

MAX_COPIES = 10_000

Body = RegisteredBody | RepeatedBody | ReprintedBody | Move | StepBody
"""What an event about a registration says."""

_BODIES: Mapping[str, type[Body]] = {
    Kind.REGISTERED: RegisteredBody,
    Kind.REPEATED: RepeatedBody,
    Kind.SLIP_REPRINTED: ReprintedBody,
    **MOVES,
}


class Said(msgspec.Struct, frozen=True, gc=False):
    """An event in its place and what its body says.

    ``body``: ``None`` = it changes no registration, or cannot be read. ``values``: of the columns of the registration
    that it creates.
    """

    link: Link
    body: Body | None
    is_readable: bool
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unfolded:
    """A whole batch.

    Args:
        salt_key: the stream's key that it was worked out with.
        is_vouched_for: whether the device has signed its end.
    """

    salt_key: bytes
    events: tuple[Said, ...]
    is_vouched_for: bool


def foreseen(store: Store, device: Device, batch: Batch) -> Unfolded | None:
    """The batch as its transaction will probably find it; ``None`` if that cannot be known yet."""
    with store.reading() as work:
        head = streams.stream(work, batch.stream)
        salt_key = head.salt_key if head else batch.salt_key
        records = _earlier_records(work, batch)
    if salt_key is None:
        return None
    try:
        return _unfolded(device, batch, salt_key, records)
    except Malformed:
        return None  # of an event that has not come yet, perhaps


def unfolded(work: Work, device: Device, batch: Batch, salt_key: bytes) -> Unfolded:
    """The batch as it is. Raises: Malformed if an event points to a record that no earlier event created."""
    return _unfolded(device, batch, salt_key, _earlier_records(work, batch))


def _earlier_records(work: Work, batch: Batch) -> Mapping[int, bytes]:
    """What earlier events of the stream have created, as far as those of the batch point to them."""
    pointed = {event.record for event in batch.events if isinstance(event.record, int)}
    return streams.records_at(work, batch.stream, [seq for seq in pointed if 1 <= seq < batch.first_seq])


def _unfolded(device: Device, batch: Batch, salt_key: bytes, records: Mapping[int, bytes]) -> Unfolded:
    links = expand(batch, salt_key, records.get)
    is_vouched_for = _is_vouched_for(device, batch, links[-1])
    return Unfolded(
        salt_key, tuple(_said(link) for link in links) if is_vouched_for else _unread(links), is_vouched_for
    )


def _is_vouched_for(device: Device, batch: Batch, last: Link) -> bool:
    message = head_message(batch.stream, last.header.seq, last.hash)
    return is_signed(device.public_key, Purpose.HEAD, message, batch.head_signature)


def _unread(links: Collection[Link]) -> tuple[Said, ...]:
    """Nobody vouches for them: they are not looked into."""
    return tuple(Said(link, None, is_readable=False) for link in links)


def _said(link: Link) -> Said:
    try:
        body = _read(link)
    except Malformed:
        return Said(link, None, is_readable=False)
    return Said(link, body, is_readable=True, values=values_of(body) if isinstance(body, RegisteredBody) else ())


def links_of(events: Iterable[Said]) -> tuple[Link, ...]:
    """The events alone."""
    return tuple(said.link for said in events)


def _read(link: Link) -> Body | None:
    if link.header.kind in STEPS:
        return read_step(link.header.kind, link.body)
    kind = _BODIES.get(link.header.kind)
    if kind is None:
        return None
    body = decode(link.body, kind)
    if isinstance(body, ReprintedBody) and not 1 <= body.copy_no <= MAX_COPIES:
        raise Malformed("MESSAGE_SHAPE", "copy_no")
    return body
