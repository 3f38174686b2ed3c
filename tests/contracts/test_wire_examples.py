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

from core.account_events import ACCOUNT_KINDS
from core.ids import parse_registration_no
from core.queue_events import QUEUE_KINDS
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
    mail_space_message,
    receipt_message,
)
from core.wire.events import Kind, head_message
from core.wire.http_signature import is_request_signed
from core.wire.records import (
    AccountMovedBody,
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
    SettledBody,
    SlipCaseBody,
    SlipCaseSettledBody,
    StageBody,
    TicketMovedBody,
    WithdrawnBody,
)
from core.wire.sets import is_key_vouched
from tests.contracts.codes_in_source import HOUSE
from tools.make_wire_examples import FOLDER, Examples

EXAMPLES = HOUSE / "core" / "wire" / "examples"
CODEC = Codec({})

FRAMES: Mapping[str, type[msgspec.Struct]] = {
    "request_with_batch.psk": ExchangeRequest,
    "request_with_later_acts.psk": ExchangeRequest,
    "request_with_steps.psk": ExchangeRequest,
    "request_with_settlement.psk": ExchangeRequest,
    "request_with_queue.psk": ExchangeRequest,
    "request_for_news.psk": ExchangeRequest,
    "request_with_sets.psk": ExchangeRequest,
    "request_with_supply.psk": ExchangeRequest,
    "request_with_keys.psk": ExchangeRequest,
    "request_with_mail.psk": ExchangeRequest,
    "request_with_turns.psk": ExchangeRequest,
    "request_with_numbers.psk": ExchangeRequest,
    "reply_with_keys.psk": ExchangeReply,
    "reply_with_mail.psk": ExchangeReply,
    "reply.psk": ExchangeReply,
    "reply_with_sets.psk": ExchangeReply,
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
SETTLED_BODIES: Mapping[str, type[msgspec.Struct]] = {Kind.DISPUTE_SETTLED: SettledBody}
QUEUE_BODIES: Mapping[str, type[msgspec.Struct]] = {
    **QUEUE_KINDS,
    Kind.REGISTERED: RegisteredBody,
    Kind.TICKET_REPRINTED: ReprintedBody,
    Kind.SLIP_CASE_OPENED: SlipCaseBody,
    Kind.SLIP_CASE_SETTLED: SlipCaseSettledBody,
}
TURN_BODIES: Mapping[str, type[msgspec.Struct]] = {Kind.ACCOUNT_MOVED: AccountMovedBody}
NUMBER_BODIES: Mapping[str, type[msgspec.Struct]] = {Kind.TICKET_MOVED: TicketMovedBody}
MAIL_BODIES: Mapping[str, type[msgspec.Struct]] = {**ACCOUNT_KINDS, Kind.REGISTERED: RegisteredBody}


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

    @property
    def settled_batch(self) -> Batch:
        return self._batch("request_with_settlement.psk")

    @property
    def queue_batch(self) -> Batch:
        return self._batch("request_with_queue.psk")

    @property
    def mail_batch(self) -> Batch:
        return self._batch("request_with_mail.psk")

    @property
    def number_batch(self) -> Batch:
        return self._batch("request_with_numbers.psk")

    @property
    def turn_batch(self) -> Batch:
        return self._batch("request_with_turns.psk")

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
    def settled_links(self) -> tuple[Link, ...]:
        first = self.links
        return expand(
            self.settled_batch, bytes.fromhex(self.facts["salt_key"]), lambda seq: first[seq - 1].header.record
        )

    @property
    def queue_links(self) -> tuple[Link, ...]:
        first = self.links
        return expand(self.queue_batch, bytes.fromhex(self.facts["salt_key"]), lambda seq: first[seq - 1].header.record)

    @property
    def mail_links(self) -> tuple[Link, ...]:
        first = self.links
        return expand(self.mail_batch, bytes.fromhex(self.facts["salt_key"]), lambda seq: first[seq - 1].header.record)

    @property
    def number_links(self) -> tuple[Link, ...]:
        first = self.links
        return expand(
            self.number_batch, bytes.fromhex(self.facts["salt_key"]), lambda seq: first[seq - 1].header.record
        )

    @property
    def turn_links(self) -> tuple[Link, ...]:
        first = self.links
        return expand(self.turn_batch, bytes.fromhex(self.facts["salt_key"]), lambda seq: first[seq - 1].header.record)

    @property
    def number_facts(self) -> dict[str, Any]:
        facts: dict[str, Any] = json.loads(self.read("number_facts.json"))
        return facts

    @property
    def turn_facts(self) -> dict[str, Any]:
        facts: dict[str, Any] = json.loads(self.read("turn_facts.json"))
        return facts

    @property
    def mail_facts(self) -> dict[str, Any]:
        facts: dict[str, Any] = json.loads(self.read("mail_facts.json"))
        return facts

    @property
    def queue_facts(self) -> dict[str, Any]:
        facts: dict[str, Any] = json.loads(self.read("queue_facts.json"))
        return facts

    @property
    def settled_facts(self) -> dict[str, Any]:
        facts: dict[str, Any] = json.loads(self.read("settled_facts.json"))
        return facts

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
    batches = (
        (frozen.batch, BODIES),
        (frozen.later_batch, LATER_BODIES),
        (frozen.step_batch, STEP_BODIES),
        (frozen.settled_batch, SETTLED_BODIES),
        (frozen.queue_batch, QUEUE_BODIES),
        (frozen.mail_batch, MAIL_BODIES),
        (frozen.turn_batch, TURN_BODIES),
        (frozen.number_batch, NUMBER_BODIES),
    )
    for events, bodies in ((batch.events, bodies) for batch, bodies in batches):
        assert {event.kind for event in events} == set(bodies)
        for event in events:
            assert known_then(encode(decode(event.body, bodies[event.kind])), event.body) == event.body


def test_the_chain_has_its_frozen_hashes(frozen: Frozen) -> None:
    assert [link.hash.hex() for link in frozen.links] == frozen.facts["header_hashes"]
    assert [link.hash.hex() for link in frozen.later_links] == frozen.later_facts["header_hashes"]
    assert [link.hash.hex() for link in frozen.step_links] == frozen.step_facts["header_hashes"]
    assert [link.hash.hex() for link in frozen.settled_links] == frozen.settled_facts["header_hashes"]
    assert [link.hash.hex() for link in frozen.queue_links] == frozen.queue_facts["header_hashes"]
    assert [link.hash.hex() for link in frozen.mail_links] == frozen.mail_facts["header_hashes"]
    assert [link.hash.hex() for link in frozen.turn_links] == frozen.turn_facts["header_hashes"]
    assert [link.hash.hex() for link in frozen.number_links] == frozen.number_facts["header_hashes"]


@pytest.mark.parametrize(
    ("fact", "member"), [("event_uids", "uid"), ("records", "record"), ("body_digests", "body_digest")]
)
def test_what_does_not_travel_is_derived_as_ever(frozen: Frozen, fact: str, member: str) -> None:
    assert [getattr(link.header, member).hex() for link in frozen.links] == frozen.facts[fact]
    assert [getattr(link.header, member).hex() for link in frozen.later_links] == frozen.later_facts[fact]
    assert [getattr(link.header, member).hex() for link in frozen.step_links] == frozen.step_facts[fact]
    assert [getattr(link.header, member).hex() for link in frozen.settled_links] == frozen.settled_facts[fact]
    assert [getattr(link.header, member).hex() for link in frozen.queue_links] == frozen.queue_facts[fact]
    assert [getattr(link.header, member).hex() for link in frozen.mail_links] == frozen.mail_facts[fact]
    assert [getattr(link.header, member).hex() for link in frozen.turn_links] == frozen.turn_facts[fact]
    assert [getattr(link.header, member).hex() for link in frozen.number_links] == frozen.number_facts[fact]


def test_every_signature_still_holds(frozen: Frozen) -> None:
    device, server = frozen.key("device_key"), frozen.key("server_key")
    reply = CODEC.unpack(frozen.read("reply.psk"), ExchangeReply)
    head = head_message(frozen.batch.stream, len(frozen.links), frozen.links[-1].hash)
    later_head = head_message(frozen.batch.stream, frozen.later_links[-1].header.seq, frozen.later_links[-1].hash)
    assert is_signed(device, Purpose.HEAD, later_head, frozen.later_batch.head_signature)
    step_head = head_message(frozen.batch.stream, frozen.step_links[-1].header.seq, frozen.step_links[-1].hash)
    assert is_signed(device, Purpose.HEAD, step_head, frozen.step_batch.head_signature)
    settled_head = head_message(frozen.batch.stream, frozen.settled_links[-1].header.seq, frozen.settled_links[-1].hash)
    assert is_signed(device, Purpose.HEAD, settled_head, frozen.settled_batch.head_signature)
    queue_head = head_message(frozen.batch.stream, frozen.queue_links[-1].header.seq, frozen.queue_links[-1].hash)
    assert is_signed(device, Purpose.HEAD, queue_head, frozen.queue_batch.head_signature)
    mail_head = head_message(frozen.batch.stream, frozen.mail_links[-1].header.seq, frozen.mail_links[-1].hash)
    assert is_signed(device, Purpose.HEAD, mail_head, frozen.mail_batch.head_signature)
    turn_head = head_message(frozen.batch.stream, frozen.turn_links[-1].header.seq, frozen.turn_links[-1].hash)
    assert is_signed(device, Purpose.HEAD, turn_head, frozen.turn_batch.head_signature)
    number_head = head_message(frozen.batch.stream, frozen.number_links[-1].header.seq, frozen.number_links[-1].hash)
    assert is_signed(device, Purpose.HEAD, number_head, frozen.number_batch.head_signature)
    headers = {name.lower(): text for name, text in frozen.facts["headers_of_receipt"].items()}
    assert is_signed(device, Purpose.HEAD, head, frozen.batch.head_signature)
    assert is_signed(server, Purpose.RECEIPT, receipt_message(reply.receipt), reply.receipt_signature)
    assert is_request_signed(device, "POST", "/v1/exchange", frozen.read("receipt.msgpack"), headers)


def test_every_word_for_a_device_still_holds(frozen: Frozen) -> None:
    trusted, revoked = CODEC.unpack(frozen.read("reply_with_keys.psk"), ExchangeReply).device_keys
    assert (trusted.revoked_at_ms, revoked.revoked_at_ms > 0) == (0, True)
    assert is_key_vouched(trusted, frozen.key("server_key"))
    assert is_key_vouched(revoked, frozen.key("server_key"))


def test_every_name_space_of_mailboxes_still_holds(frozen: Frozen) -> None:
    space = CODEC.unpack(frozen.read("reply_with_mail.psk"), ExchangeReply).mail_space
    assert space is not None
    message = mail_space_message(space.stream, space.domain, space.tag)
    assert is_signed(frozen.key("server_key"), Purpose.MAIL_SPACE, message, space.signature)


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
