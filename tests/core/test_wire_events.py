"""Headers and what both ends derive: bound to their place, their stream and their body."""

from __future__ import annotations

import hashlib
import hmac
import uuid

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.wire.events import (
    GENESIS,
    SALT_BYTES,
    SALT_KEY_BYTES,
    STREAM_BYTES,
    Header,
    Kind,
    body_digest,
    device_of,
    event_uid,
    head_message,
    header_hash,
    record_uid,
    salt,
    stream_name,
)

DEVICE = uuid.UUID("0171710b-0000-7000-8000-000000000001")
STREAM = stream_name(DEVICE, 1)
SALT_KEY = bytes(range(SALT_KEY_BYTES))

HEADER = Header(
    stream=STREAM,
    seq=7,
    uid=bytes(16),
    kind=Kind.REGISTERED,
    record=bytes(range(16)),
    base=(bytes(16),),
    schema=1,
    post="SBY01",
    officer=bytes(16),
    at_ms=1_586_743_200_000,
    body_digest=bytes(32),
    prev_hash=GENESIS,
)


@given(st.uuids(), st.integers(1, 2**32 - 1))
def test_a_stream_is_named_by_device_and_incarnation(device: uuid.UUID, incarnation: int) -> None:
    stream = stream_name(device, incarnation)
    assert len(stream) == STREAM_BYTES
    assert device_of(stream) == device
    assert int.from_bytes(stream[16:], "big") == incarnation


@pytest.mark.parametrize(
    "change",
    [
        {"stream": stream_name(DEVICE, 2)},
        {"seq": 8},
        {"uid": bytes(15) + b"\1"},
        {"kind": Kind.REPEATED},
        {"record": bytes(16)},
        {"base": ()},
        {"base": (bytes(16), bytes(16))},
        {"schema": 2},
        {"post": "SBY02"},
        {"officer": bytes(15) + b"\1"},
        {"at_ms": HEADER.at_ms + 1},
        {"body_digest": bytes(31) + b"\1"},
        {"prev_hash": bytes(31) + b"\1"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_hash_covers_every_member(change: dict[str, object]) -> None:
    assert header_hash(msgspec.structs.replace(HEADER, **change)) != header_hash(HEADER)


def test_the_hash_is_the_one_of_the_paper() -> None:
    """docs/wire.md, section 4."""
    packed = msgspec.msgpack.encode([getattr(HEADER, name) for name in Header.__struct_fields__])
    assert header_hash(HEADER) == hashlib.sha256(b"posko/header/1\0" + packed).digest()
    assert len(Header.__struct_fields__) == 12


def test_a_salt_is_bound_to_its_key_and_place() -> None:
    salts = {salt(SALT_KEY, 1), salt(SALT_KEY, 2), salt(SALT_KEY, 12), salt(bytes(32), 1)}
    assert len(salts) == 4
    assert salt(SALT_KEY, 1) == hmac.new(SALT_KEY, b"posko/salt/1\x001", "sha256").digest()[:SALT_BYTES]


@given(st.binary(max_size=40), st.binary(max_size=40))
def test_only_the_same_body_has_the_same_digest(one: bytes, other: bytes) -> None:
    body_salt = salt(SALT_KEY, 1)
    assert (body_digest(body_salt, one) == body_digest(body_salt, other)) is (one == other)
    assert body_digest(body_salt, one) != body_digest(salt(SALT_KEY, 2), one)


def test_event_and_record_of_one_place_have_different_uids_of_the_same_time() -> None:
    event, record = event_uid(STREAM, 1, HEADER.at_ms), record_uid(STREAM, 1, HEADER.at_ms)
    assert event != record
    assert event.int >> 80 == record.int >> 80 == HEADER.at_ms


def test_a_head_is_signed_with_its_stream_and_place() -> None:
    assert head_message(STREAM, 7, GENESIS) == STREAM + (7).to_bytes(8, "big") + GENESIS
