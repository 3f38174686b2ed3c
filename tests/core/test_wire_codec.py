"""Bytes become messages or are refused: nothing a line can carry does anything else."""

from __future__ import annotations

import itertools
import zlib
from collections.abc import Callable
from functools import partial

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.wire.codec import MAGIC, VERSION, Codec, Malformed, decode, encode
from core.wire.envelope import (
    MAX_BODY_BYTES,
    MAX_EVENTS,
    MAX_MESSAGE_BYTES,
    MAX_PACKED_BYTES,
    Batch,
    Change,
    EventOutcome,
    EventUp,
    ExchangeReply,
    ExchangeRequest,
    Receipt,
)
from core.wire.events import GENESIS, Header
from core.wire.records import PersonBody, RegisteredBody, RepeatedBody, ReprintedBody
from tools.make_wire_examples import Examples
from tools.wire_example_bodies import REGISTERED

EXAMPLES = Examples()
REQUEST = EXAMPLES.frames["request_with_batch"]
PLAIN = Codec({})
WORDS = b"SURABAYA ISLAM KAWIN WNI BURUH HARIAN LEPAS PRAKERJA2020 RINA SETYOWATI"
RICH = Codec({1: WORDS, 2: WORDS[::-1]}, best=1)
KINDS = (ExchangeRequest, ExchangeReply, Batch, EventUp, Change, Receipt, EventOutcome, Header, RegisteredBody)
EVENT = EventUp("registered", 1, bytes(16), b"body")


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(Malformed) as caught:
        act()
    return caught.value.code


def framed(plain: bytes, *, version: int = VERSION, dictionary: int = 0) -> bytes:
    """A frame around any bytes."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    return MAGIC + bytes([version, dictionary]) + deflate.compress(plain) + deflate.flush()


def only_malformed(act: Callable[[], object]) -> None:
    """The act may succeed or call its bytes malformed; anything else is a bug that fails the test."""
    try:
        act()
    except Malformed as error:
        assert error.code.startswith("MESSAGE_")  # noqa: PT017 - either way is good


# --- there and back -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("codec", [PLAIN, RICH], ids=["plain", "with a dictionary"])
@pytest.mark.parametrize("name", list(EXAMPLES.frames))
def test_a_message_comes_back_as_it_was(codec: Codec, name: str) -> None:
    message = EXAMPLES.frames[name]
    assert codec.unpack(codec.pack(message), type(message)) == message


def test_a_dictionary_makes_small_messages_smaller_and_is_named_in_the_frame() -> None:
    assert len(RICH.pack(REQUEST)) < len(PLAIN.pack(REQUEST))
    assert (RICH.pack(REQUEST)[:5], PLAIN.pack(REQUEST)[:5]) == (MAGIC + b"\1\1", MAGIC + b"\1\0")


def test_everybody_reads_what_was_written_without_a_dictionary() -> None:
    assert RICH.unpack(PLAIN.pack(REQUEST), ExchangeRequest) == REQUEST


def test_an_answer_is_written_with_the_askers_dictionary() -> None:
    newest = Codec(RICH.dictionaries, best=2)
    assert newest.like(RICH.pack(REQUEST)) == RICH
    assert newest.like(PLAIN.pack(REQUEST)).pack(REQUEST) == PLAIN.pack(REQUEST)


# --- frames that are none -----------------------------------------------------------------------------------------


@given(st.binary(max_size=300))
def test_any_bytes_are_a_message_or_malformed(packed: bytes) -> None:
    only_malformed(lambda: PLAIN.unpack(packed, ExchangeRequest))
    only_malformed(lambda: RICH.unpack(MAGIC + bytes([VERSION, 1]) + packed, ExchangeReply))


@given(st.binary(max_size=300), st.sampled_from(KINDS))
def test_any_plain_bytes_are_a_struct_or_malformed(plain: bytes, kind: type[msgspec.Struct]) -> None:
    only_malformed(lambda: decode(plain, kind))


@pytest.mark.parametrize("codec", [PLAIN, RICH], ids=["plain", "with a dictionary"])
def test_a_frame_cut_anywhere_is_refused(codec: Codec) -> None:
    packed = codec.pack(REQUEST)
    cuts = (packed[:length] for length in range(len(packed)))
    codes = {code_of(partial(codec.unpack, cut, ExchangeRequest)) for cut in cuts}
    assert codes == {"MESSAGE_MAGIC", "MESSAGE_DAMAGED"}


def test_a_frame_with_something_behind_it_is_refused() -> None:
    assert code_of(lambda: PLAIN.unpack(PLAIN.pack(REQUEST) + b"\0", ExchangeRequest)) == "MESSAGE_DAMAGED"


def test_two_messages_in_one_frame_are_refused() -> None:
    twice = framed(encode(REQUEST) * 2)
    assert code_of(lambda: PLAIN.unpack(twice, ExchangeRequest)) == "MESSAGE_SHAPE"


def test_any_flipped_bit_is_refused_or_read_as_another_message() -> None:
    packed = PLAIN.pack(REQUEST)
    for place, bit in itertools.product(range(len(packed)), range(8)):
        changed = bytearray(packed)
        changed[place] ^= 1 << bit
        only_malformed(partial(PLAIN.unpack, bytes(changed), ExchangeRequest))


@pytest.mark.parametrize(
    ("packed", "code"),
    [
        (b"", "MESSAGE_MAGIC"),
        (MAGIC, "MESSAGE_MAGIC"),
        (MAGIC + b"\1", "MESSAGE_MAGIC"),
        (b"<!DOCTYPE html><title>Login</title>", "MESSAGE_MAGIC"),
        (framed(b"", version=0), "MESSAGE_VERSION"),
        (framed(b"", version=2), "MESSAGE_VERSION"),
        (framed(b"", dictionary=3), "MESSAGE_DICTIONARY"),
        (MAGIC + b"\1\0", "MESSAGE_DAMAGED"),
        (MAGIC + b"\1\0\xff\xff", "MESSAGE_DAMAGED"),
        (framed(b""), "MESSAGE_SHAPE"),
        (framed(b"\xc1"), "MESSAGE_SHAPE"),
        (framed(b"\x93\x01\xc2"), "MESSAGE_SHAPE"),
    ],
)
def test_a_frame_that_is_none_says_why(packed: bytes, code: str) -> None:
    assert code_of(lambda: RICH.unpack(packed, ExchangeRequest)) == code


def test_the_wrong_dictionary_gives_malformed_bytes_or_words_that_no_signature_covers() -> None:
    other = RICH.pack(REQUEST)
    only_malformed(lambda: RICH.unpack(other[:4] + b"\2" + other[5:], ExchangeRequest))
    only_malformed(lambda: RICH.unpack(other[:4] + b"\0" + other[5:], ExchangeRequest))


# --- bombs --------------------------------------------------------------------------------------------------------


def test_a_bomb_of_zeros_is_not_unpacked() -> None:
    bomb = framed(bytes(32 * 1024 * 1024))
    assert len(bomb) < MAX_PACKED_BYTES
    assert code_of(lambda: PLAIN.unpack(bomb, ExchangeRequest)) == "MESSAGE_SIZE"


def test_a_frame_larger_than_a_request_may_be_is_not_looked_into() -> None:
    assert code_of(lambda: PLAIN.unpack(bytes(MAX_PACKED_BYTES + 1), ExchangeRequest)) == "MESSAGE_SIZE"


@pytest.mark.parametrize(
    ("size", "code"), [(MAX_MESSAGE_BYTES, "MESSAGE_SHAPE"), (MAX_MESSAGE_BYTES + 1, "MESSAGE_SIZE")]
)
def test_the_bound_of_a_message_is_exact(size: int, code: str) -> None:
    assert code_of(lambda: PLAIN.unpack(framed(bytes(size)), ExchangeRequest)) == code


@pytest.mark.parametrize(
    "deep", [b"\x91" * 100_000, b"\x81\xa0" * 100_000, b"\x81" * 50_000], ids=["arrays", "maps", "keys"]
)
@pytest.mark.parametrize("kind", KINDS)
def test_nesting_without_end_in_a_member_that_is_skipped_is_refused(deep: bytes, kind: type[msgspec.Struct]) -> None:
    known = msgspec.msgpack.decode(encode(_example_of(kind)))
    head = b"\xdc" + (len(known) + 1).to_bytes(2, "big") + b"".join(map(msgspec.msgpack.encode, known))
    assert code_of(partial(decode, head + deep, kind)) == "MESSAGE_SHAPE"
    assert code_of(partial(decode, head + deep + b"\xc0", kind)) == "MESSAGE_SHAPE"


def _example_of(kind: type[msgspec.Struct]) -> msgspec.Struct:
    examples: tuple[msgspec.Struct, ...] = (
        REQUEST,
        EXAMPLES.reply,
        EXAMPLES.batch,
        EVENT,
        EXAMPLES.reply.changes[0],
        EXAMPLES.receipt,
        EventOutcome(1, "duplicate"),
        EXAMPLES.links[0].header,
        REGISTERED,
    )
    return next(example for example in examples if type(example) is kind)


def test_a_length_that_is_not_there_costs_no_memory() -> None:
    for claim in (b"\xdd\xff\xff\xff\xff", b"\xdf\xff\xff\xff\xff", b"\xc6\xff\xff\xff\xff", b"\xdb\xff\xff\xff\xff"):
        for plain in (claim, b"\x94\x01\xc2\x00" + claim):
            assert code_of(partial(decode, plain, ExchangeRequest)) == "MESSAGE_SHAPE"


# --- strict members -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"kind": ""},
        {"kind": "x" * 41},
        {"at_ms": -1},
        {"at_ms": 2**47},
        {"officer": bytes(15)},
        {"officer": bytes(17)},
        {"body": bytes(MAX_BODY_BYTES + 1)},
        {"record": bytes(15)},
        {"record": -1},
        {"record": "1"},
        {"base": (bytes(15),)},
        {"base": (bytes(16),) * 65},
        {"schema": 0},
        {"schema": 10_001},
        {"at_ms": "1"},
        {"kind": 1},
        {"body": "text"},
    ],
    ids=str,
)
def test_a_member_out_of_bounds_is_refused(change: dict[str, object]) -> None:
    assert code_of(lambda: decode(encode(msgspec.structs.replace(EVENT, **change)), EventUp)) == "MESSAGE_SHAPE"


@pytest.mark.parametrize("count", [0, MAX_EVENTS + 1])
def test_a_batch_holds_one_to_five_hundred_events(count: int) -> None:
    batch = Batch(bytes(20), "SBY01", 1, GENESIS, (EVENT,) * count, bytes(64))
    assert code_of(lambda: decode(encode(batch), Batch)) == "MESSAGE_SHAPE"


def test_text_that_is_no_utf8_is_refused() -> None:
    damaged = encode(EventOutcome(1, "duplicate", "XXXX")).replace(b"XXXX", b"\xff\xff\xff\xff")
    assert code_of(lambda: decode(damaged, EventOutcome)) == "MESSAGE_SHAPE"


def test_a_refusal_does_not_quote_the_sender() -> None:
    with pytest.raises(Malformed) as caught:
        decode(encode(msgspec.structs.replace(EVENT, kind="3578085508909901" * 3)), EventUp)
    assert "3578" not in str(caught.value)
    assert str(caught.value) == "MESSAGE_SHAPE ValidationError"


# --- what a later program adds ------------------------------------------------------------------------------------


def test_members_behind_the_known_ones_are_skipped() -> None:
    longer = msgspec.msgpack.decode(encode(REQUEST))
    longer.append({"later": [1, 2, 3]})
    assert decode(msgspec.msgpack.encode(longer), ExchangeRequest) == REQUEST


def test_members_at_the_end_may_be_missing() -> None:
    shorter = msgspec.msgpack.encode(["registered", 1, bytes(16), b"body"])
    assert decode(shorter, EventUp) == EVENT


def test_a_body_with_members_of_a_later_program_passes_through_untouched() -> None:
    """Desk, line and server carry a body as opaque bytes: what they do not know is not lost."""
    later = msgspec.msgpack.encode([*msgspec.msgpack.decode(encode(REGISTERED)), "member 16", {"and": "more"}])
    event = msgspec.structs.replace(EVENT, body=later)
    batch = msgspec.structs.replace(EXAMPLES.batch, events=(event,))
    request = ExchangeRequest(1, is_training=False, cursor=0, batch=batch)
    arrived = PLAIN.unpack(PLAIN.pack(request), ExchangeRequest).batch
    assert arrived is not None
    assert arrived.events[0].body == later
    assert decode(later, RegisteredBody) == REGISTERED


def test_a_person_of_an_earlier_program_has_no_later_members() -> None:
    first_fifteen = msgspec.msgpack.decode(encode(REGISTERED.person))[:15]
    assert decode(msgspec.msgpack.encode(first_fifteen), PersonBody) == REGISTERED.person


def test_a_body_of_another_kind_is_refused() -> None:
    assert code_of(lambda: decode(encode(ReprintedBody(2, "a5", "RINA")), RepeatedBody)) == "MESSAGE_SHAPE"
