"""The frozen messages of every protocol version are still read, and still written, byte for byte."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest

from core.ids import parse_registration_no
from core.signing import Purpose, is_signed, key_id
from core.wire.chain import Link, expand
from core.wire.codec import Codec, decode, encode
from core.wire.envelope import (
    PROTOCOL,
    Batch,
    EnrolReply,
    EnrolRequest,
    ExchangeReply,
    ExchangeRequest,
    Problem,
    Receipt,
    enrolment_message,
    receipt_message,
)
from core.wire.events import Kind, head_message
from core.wire.http_signature import is_request_signed
from core.wire.records import (
    BatchJoinedBody,
    CorrectedBody,
    NikShownBody,
    OtherDayBody,
    PapersAddedBody,
    PortalTypedBody,
    RegisteredBody,
    RemarkBody,
    RepeatedBody,
    ReprintedBody,
    StageBody,
    WithdrawnBody,
)
from tests.contracts.codes_in_source import HOUSE
from tools.make_wire_examples import FOLDER, Examples

EXAMPLES = HOUSE / "core" / "wire" / "examples"
CODEC = Codec({})

FRAMES: Mapping[str, type[msgspec.Struct]] = {
    "request_with_batch.psk": ExchangeRequest,
    "request_with_later_acts.psk": ExchangeRequest,
    "request_with_steps.psk": ExchangeRequest,
    "request_for_news.psk": ExchangeRequest,
    "reply.psk": ExchangeReply,
}
DOCUMENTS: Mapping[str, type[msgspec.Struct]] = {
    "enrol_request.json": EnrolRequest,
    "enrol_request_of_post.json": EnrolRequest,
    "enrol_reply.json": EnrolReply,
    "problem.json": Problem,
}
BODIES: Mapping[str, type[msgspec.Struct]] = {
    Kind.REGISTERED: RegisteredBody,
    Kind.REPEATED: RepeatedBody,
    Kind.SLIP_REPRINTED: ReprintedBody,
    Kind.OFFICER_ADDED: RemarkBody,
    Kind.OTHER_DAY: OtherDayBody,
}
LATER_BODIES: Mapping[str, type[msgspec.Struct]] = {
    Kind.CORRECTED: CorrectedBody,
    Kind.PAPERS_ADDED: PapersAddedBody,
    Kind.WITHDRAWN: WithdrawnBody,
    Kind.NIK_SHOWN: NikShownBody,
}
STEP_BODIES: Mapping[str, type[msgspec.Struct]] = {
    Kind.STAGE_REACHED: StageBody,
    Kind.BATCH_JOINED: BatchJoinedBody,
    Kind.PORTAL_TYPED: PortalTypedBody,
    Kind.REGISTERED: RegisteredBody,
}


@dataclass(frozen=True)
class Frozen:
    """One version's examples, as they lie in their folder."""

    folder: Path

    def read(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()

    def plain(self, name: str) -> bytes:
        """The MessagePack inside a frame: what may not change, whatever deflates it."""
        return zlib.decompress(self.read(name)[5:], wbits=-15)

    @property
    def batch(self) -> Batch:
        return self._batch("request_with_batch.psk")

    @property
    def later_batch(self) -> Batch:
        return self._batch("request_with_later_acts.psk")

    @property
    def step_batch(self) -> Batch:
        return self._batch("request_with_steps.psk")

    def _batch(self, name: str) -> Batch:
        batch = CODEC.unpack(self.read(name), ExchangeRequest).batch
        assert batch is not None
        return batch

    @property
    def links(self) -> tuple[Link, ...]:
        return expand(self.batch, bytes.fromhex(self.facts["salt_key"]), lambda _: None)

    @property
    def later_links(self) -> tuple[Link, ...]:
        first = self.links
        return expand(self.later_batch, bytes.fromhex(self.facts["salt_key"]), lambda seq: first[seq - 1].header.record)

    @property
    def step_links(self) -> tuple[Link, ...]:
        first = self.links
        return expand(self.step_batch, bytes.fromhex(self.facts["salt_key"]), lambda seq: first[seq - 1].header.record)

    @property
    def step_facts(self) -> dict[str, Any]:
        facts: dict[str, Any] = json.loads(self.read("step_facts.json"))
        return facts

    @property
    def later_facts(self) -> dict[str, Any]:
        facts: dict[str, Any] = json.loads(self.read("later_facts.json"))
        return facts

    @property
    def facts(self) -> dict[str, Any]:
        facts: dict[str, Any] = json.loads(self.read("facts.json"))
        return facts

    def key(self, name: str) -> bytes:
        return bytes.fromhex(self.facts[name])


@pytest.fixture(scope="module", params=sorted(path.name for path in EXAMPLES.iterdir()))
def frozen(request: pytest.FixtureRequest) -> Frozen:
    return Frozen(EXAMPLES / str(request.param))


def test_every_protocol_version_up_to_ours_has_its_examples() -> None:
    assert {path.name for path in EXAMPLES.iterdir()} == {str(version) for version in range(1, PROTOCOL + 1)}


@pytest.mark.parametrize("name", FRAMES)
def test_a_frame_is_read_and_written_again_byte_for_byte(frozen: Frozen, name: str) -> None:
    message = CODEC.unpack(frozen.read(name), FRAMES[name])
    assert CODEC.unpack(CODEC.pack(message), FRAMES[name]) == message
    assert known_then(encode(message), frozen.plain(name)) == frozen.plain(name)


def known_then(today: bytes, then: bytes) -> bytes:
    """Today's bytes without the members that a later program put behind the last ones of the frozen message."""
    return msgspec.msgpack.encode(_known_then(msgspec.msgpack.decode(today), msgspec.msgpack.decode(then)))


def _known_then(today: object, then: object) -> object:
    if isinstance(today, list) and isinstance(then, list):
        return [_known_then(*members) for members in zip(today, then, strict=False)]
    return today


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_read_and_written_again_byte_for_byte(frozen: Frozen, name: str) -> None:
    document = msgspec.json.decode(frozen.read(name), type=DOCUMENTS[name])
    assert msgspec.json.encode(document) == frozen.read(name)


def test_a_receipt_is_read_and_written_again_byte_for_byte(frozen: Frozen) -> None:
    receipt = decode(frozen.read("receipt.msgpack"), Receipt)
    assert receipt_message(receipt) == frozen.read("receipt.msgpack")
    assert receipt == CODEC.unpack(frozen.read("reply.psk"), ExchangeReply).receipt


def test_every_body_is_read_and_written_again_byte_for_byte(frozen: Frozen) -> None:
    batches = (frozen.batch, BODIES), (frozen.later_batch, LATER_BODIES), (frozen.step_batch, STEP_BODIES)
    for events, bodies in ((batch.events, bodies) for batch, bodies in batches):
        assert {event.kind for event in events} == set(bodies)
        for event in events:
            assert known_then(encode(decode(event.body, bodies[event.kind])), event.body) == event.body


def test_the_chain_has_its_frozen_hashes(frozen: Frozen) -> None:
    assert [link.hash.hex() for link in frozen.links] == frozen.facts["header_hashes"]
    assert [link.hash.hex() for link in frozen.later_links] == frozen.later_facts["header_hashes"]
    assert [link.hash.hex() for link in frozen.step_links] == frozen.step_facts["header_hashes"]


@pytest.mark.parametrize(
    ("fact", "member"), [("event_uids", "uid"), ("records", "record"), ("body_digests", "body_digest")]
)
def test_what_does_not_travel_is_derived_as_ever(frozen: Frozen, fact: str, member: str) -> None:
    assert [getattr(link.header, member).hex() for link in frozen.links] == frozen.facts[fact]
    assert [getattr(link.header, member).hex() for link in frozen.later_links] == frozen.later_facts[fact]
    assert [getattr(link.header, member).hex() for link in frozen.step_links] == frozen.step_facts[fact]


def test_every_signature_still_holds(frozen: Frozen) -> None:
    device, server = frozen.key("device_key"), frozen.key("server_key")
    reply = CODEC.unpack(frozen.read("reply.psk"), ExchangeReply)
    head = head_message(frozen.batch.stream, len(frozen.links), frozen.links[-1].hash)
    later_head = head_message(frozen.batch.stream, frozen.later_links[-1].header.seq, frozen.later_links[-1].hash)
    assert is_signed(device, Purpose.HEAD, later_head, frozen.later_batch.head_signature)
    step_head = head_message(frozen.batch.stream, frozen.step_links[-1].header.seq, frozen.step_links[-1].hash)
    assert is_signed(device, Purpose.HEAD, step_head, frozen.step_batch.head_signature)
    headers = {name.lower(): text for name, text in frozen.facts["headers_of_receipt"].items()}
    assert is_signed(device, Purpose.HEAD, head, frozen.batch.head_signature)
    assert is_signed(server, Purpose.RECEIPT, receipt_message(reply.receipt), reply.receipt_signature)
    assert is_request_signed(device, "POST", "/v1/exchange", frozen.read("receipt.msgpack"), headers)


@pytest.mark.parametrize("name", ["enrol_request.json", "enrol_request_of_post.json"])
def test_every_proof_of_an_enrolment_still_holds(frozen: Frozen, name: str) -> None:
    asked = msgspec.json.decode(frozen.read(name), type=EnrolRequest)
    proof = enrolment_message(asked.code, asked.device, asked.public_key, asked.post_code, asked.province)
    assert is_signed(frozen.key("device_key"), Purpose.ENROLMENT, proof, bytes.fromhex(asked.signature))


def test_a_key_keeps_its_short_name(frozen: Frozen) -> None:
    assert key_id(frozen.key("device_key")).hex() == frozen.facts["device_key_id"]


def test_a_frozen_registration_number_is_still_good(frozen: Frozen) -> None:
    body = decode(frozen.batch.events[0].body, RegisteredBody)
    assert str(parse_registration_no(body.registration_no)) == "35-SBY01-20200413-0001-4"


def test_the_same_morning_still_gives_the_same_messages() -> None:
    """The script from fixed keys, run again: what it makes is what lies there."""
    made = Examples().files()
    frozen = Frozen(FOLDER)
    assert {path.name for path in FOLDER.iterdir()} == set(made)
    for name, content in made.items():
        if name.endswith(".psk"):
            assert known_then(zlib.decompress(content[5:], wbits=-15), frozen.plain(name)) == frozen.plain(name)
        else:
            assert content == frozen.read(name)
