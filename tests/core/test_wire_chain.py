"""A batch becomes a chain: each event behind the one before, each record where its creator put it."""

from __future__ import annotations

import hashlib

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.wire.chain import Link, chained, expand
from core.wire.codec import Malformed
from core.wire.envelope import Batch, EventUp
from core.wire.events import GENESIS, Header, body_digest, event_uid, header_hash, record_uid, salt

STREAM = bytes(range(20))
SALT_KEY = bytes(range(32))
OFFICER = bytes(16)
FOREIGN = b"r" * 16
AT_MS = 1_586_743_200_000


def event(body: bytes = b"x", record: bytes | int | None = None, **more: object) -> EventUp:
    values: dict[str, object] = {
        "kind": "registered",
        "at_ms": AT_MS,
        "officer": OFFICER,
        "body": body,
        "record": record,
    }
    return EventUp(**{**values, **more})  # type: ignore[arg-type]  # the tests below give what the names say


def batch(*events: EventUp, first_seq: int = 1, prev_hash: bytes = GENESIS) -> Batch:
    return Batch(STREAM, "SBY01", first_seq, prev_hash, events, bytes(64))


def nothing_known(_seq: int) -> bytes | None:
    return None


def links(*events: EventUp, first_seq: int = 1) -> tuple[Link, ...]:
    return expand(batch(*events, first_seq=first_seq), SALT_KEY, nothing_known)


def by_hand(seq: int, up: EventUp, record: bytes, previous: bytes) -> Link:
    """One link built without the code under test."""
    digest = hashlib.sha256(b"posko/body/1\0" + salt(SALT_KEY, seq) + up.body).digest()
    header = Header(
        STREAM,
        seq,
        event_uid(STREAM, seq, up.at_ms).bytes,
        up.kind,
        record,
        up.base,
        up.schema,
        "SBY01",
        up.officer,
        up.at_ms,
        digest,
        previous,
    )
    packed = msgspec.msgpack.encode(header)
    return Link(header, hashlib.sha256(b"posko/header/1\0" + packed).digest(), up.body, packed)


@given(st.lists(st.binary(max_size=20), min_size=1, max_size=8), st.integers(1, 2**40))
def test_a_batch_is_the_chain_built_by_hand(bodies: list[bytes], first_seq: int) -> None:
    events = [event(body, at_ms=AT_MS + place, base=(OFFICER,), schema=2) for place, body in enumerate(bodies)]
    previous, wanted = GENESIS, []
    for seq, up in enumerate(events, first_seq):
        wanted.append(by_hand(seq, up, record_uid(STREAM, seq, up.at_ms).bytes, previous))
        previous = wanted[-1].hash
    assert links(*events, first_seq=first_seq) == tuple(wanted)


def test_two_halves_make_the_same_chain_as_the_whole() -> None:
    events = [event(bytes([place])) for place in range(6)]
    whole = links(*events)
    records = {link.header.seq: link.header.record for link in whole}
    first = links(*events[:3])
    second = expand(batch(*events[3:], first_seq=4, prev_hash=first[-1].hash), SALT_KEY, records.get)
    assert first + second == whole


def test_the_desk_and_the_batch_chain_alike() -> None:
    (link,) = links(event(), first_seq=9)
    record = record_uid(STREAM, 9, AT_MS).bytes
    assert chained(STREAM, "SBY01", 9, event(), record, SALT_KEY, GENESIS) == link
    assert (link.hash, link.header.body_digest) == (header_hash(link.header), body_digest(salt(SALT_KEY, 9), b"x"))


def test_an_event_without_a_record_creates_one() -> None:
    first, second = links(event(), event())
    assert first.header.record == record_uid(STREAM, 1, AT_MS).bytes
    assert second.header.record == record_uid(STREAM, 2, AT_MS).bytes


def test_a_number_points_to_the_record_of_an_earlier_event_of_the_batch() -> None:
    first, second, third = links(event(), event(record=1), event(record=2))
    assert first.header.record == second.header.record == third.header.record


def test_sixteen_bytes_are_any_other_record() -> None:
    first, second = links(event(record=FOREIGN), event(record=1))
    assert first.header.record == second.header.record == FOREIGN


def test_a_number_before_the_batch_is_looked_up() -> None:
    asked: list[int] = []

    def record_of(seq: int) -> bytes | None:
        asked.append(seq)
        return FOREIGN

    (link,) = expand(batch(event(record=3), first_seq=5), SALT_KEY, record_of)
    assert (link.header.record, asked) == (FOREIGN, [3])


@pytest.mark.parametrize(("record", "first_seq"), [(0, 1), (1, 1), (2, 1), (9, 1), (0, 5), (5, 5), (6, 5), (4, 5)])
def test_a_record_that_no_earlier_event_created_is_refused(record: int, first_seq: int) -> None:
    with pytest.raises(Malformed) as caught:
        links(event(record=record), event(), first_seq=first_seq)
    assert (caught.value.code, caught.value.detail) == ("EVENT_RECORD", str(record))


def test_places_outside_the_stream_are_never_looked_up() -> None:
    def record_of(seq: int) -> bytes | None:
        raise AssertionError(seq)

    for record in (0, 5, 6):
        with pytest.raises(Malformed, match="EVENT_RECORD"):
            expand(batch(event(record=record), first_seq=5), SALT_KEY, record_of)
