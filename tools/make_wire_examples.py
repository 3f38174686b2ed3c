"""Make the frozen example messages of ``core/wire/examples``: one made-up post, fixed keys, every kind of message.

Run it after a message got a new member at its end::

    .venv/bin/python -m tools.make_wire_examples

It writes files that are missing and leaves the others alone: an example that was released never changes.
"""

from __future__ import annotations

import json
import sys
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import msgspec

from core.agreement import agreement_public
from core.signing import Purpose, SigningKey, key_id
from core.wire.chain import Link, expand
from core.wire.codec import Codec
from core.wire.envelope import (
    PROTOCOL,
    Author,
    Batch,
    Certificate,
    Change,
    DeviceKey,
    EnrolReply,
    EnrolRequest,
    EventOutcome,
    EventUp,
    ExchangeReply,
    ExchangeRequest,
    MailSpace,
    Notice,
    Placed,
    Problem,
    Receipt,
    StreamSet,
    Supply,
    Wanted,
    certificate_message,
    enrolment_message,
    mail_space_message,
    receipt_message,
    revocation_message,
)
from core.wire.events import GENESIS, head_message, stream_name
from core.wire.http_signature import signed_headers
from core.wire.sets import EMPTY_SUM, added, post_digest
from tools.wire_example_bodies import (
    BODIES,
    LATER_BODIES,
    MAIL_BODIES,
    NUMBER_BODIES,
    QUEUE_BODIES,
    SETTLED_BODIES,
    STEP_BODIES,
    TURN_BODIES,
    Bodies,
)

FOLDER = Path(__file__).resolve().parents[1] / "core" / "wire" / "examples" / str(PROTOCOL)
PLAIN = Codec({})
"""Writes without a dictionary, which everybody reads."""

DEVICE = SigningKey(bytes(range(32)))
OTHER_DEVICE = SigningKey(bytes(range(32, 64)))
SERVER = SigningKey(bytes(range(64, 96)))
SALT_KEY = bytes(range(96, 128))
STREAM = stream_name(uuid.UUID("0171710b-0000-7000-8000-000000000001"), 1)
OTHER_STREAM = stream_name(uuid.UUID("0171710b-0000-7000-8000-000000000002"), 0x9E3779B9)
OFFICER = uuid.UUID("0171710b-0000-7000-8000-00000000000f").bytes
LINEAGE = uuid.UUID("0171710b-0000-7000-8000-0000000000ff").bytes
AT_MS = 1_586_743_200_000
"""13 April 2020, 09.00 in Surabaya."""


@dataclass(frozen=True)
class Examples:
    """All messages of one made-up morning."""

    @cached_property
    def batch(self) -> Batch:
        """Five events of a stream's beginning, signed."""
        events = tuple(
            EventUp(kind.value, AT_MS + place * 60_000, OFFICER, body, record, base)
            for place, (kind, body, record, base) in enumerate(BODIES)
        )
        unsigned = Batch(STREAM, "SBY01", 1, GENESIS, events, bytes(64), SALT_KEY)
        head = expand(unsigned, SALT_KEY, lambda _: None)[-1].hash
        signature = DEVICE.sign(Purpose.HEAD, head_message(STREAM, len(events), head))
        return msgspec.structs.replace(unsigned, head_signature=signature)

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """The batch's events in their chain."""
        return expand(self.batch, SALT_KEY, lambda _: None)

    def _behind(self, before: Link, bodies: Bodies) -> Batch:
        """The next events of the stream, signed."""
        first = before.header.seq + 1
        events = tuple(
            EventUp(kind.value, AT_MS + (first + place) * 60_000, OFFICER, body, record, base)
            for place, (kind, body, record, base) in enumerate(bodies)
        )
        unsigned = Batch(STREAM, "SBY01", first, before.hash, events, bytes(64))
        head = expand(unsigned, SALT_KEY, self.record_of)[-1]
        signature = DEVICE.sign(Purpose.HEAD, head_message(STREAM, head.header.seq, head.hash))
        return msgspec.structs.replace(unsigned, head_signature=signature)

    @cached_property
    def later_batch(self) -> Batch:
        """The next four events."""
        return self._behind(self.links[-1], LATER_BODIES)

    @cached_property
    def later_links(self) -> tuple[Link, ...]:
        """The next batch's events in their chain."""
        return expand(self.later_batch, SALT_KEY, self.record_of)

    @cached_property
    def step_batch(self) -> Batch:
        """Four more."""
        return self._behind(self.later_links[-1], STEP_BODIES)

    @cached_property
    def step_links(self) -> tuple[Link, ...]:
        """The events of that batch in their chain."""
        return expand(self.step_batch, SALT_KEY, self.record_of)

    @cached_property
    def settled_batch(self) -> Batch:
        """One more."""
        return self._behind(self.step_links[-1], SETTLED_BODIES)

    @cached_property
    def settled_links(self) -> tuple[Link, ...]:
        """Its events in their chain."""
        return expand(self.settled_batch, SALT_KEY, self.record_of)

    @cached_property
    def queue_batch(self) -> Batch:
        """The queue of the morning."""
        return self._behind(self.settled_links[-1], QUEUE_BODIES)

    @cached_property
    def queue_links(self) -> tuple[Link, ...]:
        """Its events in their chain."""
        return expand(self.queue_batch, SALT_KEY, self.record_of)

    @cached_property
    def mail_batch(self) -> Batch:
        """Help with e-mail on that morning."""
        return self._behind(self.queue_links[-1], MAIL_BODIES)

    @cached_property
    def mail_links(self) -> tuple[Link, ...]:
        """Its events in their chain."""
        return expand(self.mail_batch, SALT_KEY, self.record_of)

    @cached_property
    def turn_batch(self) -> Batch:
        """Helps that took a turn."""
        return self._behind(self.mail_links[-1], TURN_BODIES)

    @cached_property
    def turn_links(self) -> tuple[Link, ...]:
        """Its events in their chain."""
        return expand(self.turn_batch, SALT_KEY, self.record_of)

    @cached_property
    def number_batch(self) -> Batch:
        """Tickets with another number, and at the close: what that desk did where it had no help with e-mail."""
        return self._behind(self.queue_links[-1], NUMBER_BODIES)

    @cached_property
    def number_links(self) -> tuple[Link, ...]:
        """Its events in their chain."""
        return expand(self.number_batch, SALT_KEY, self.record_of)

    def record_of(self, seq: int) -> bytes:
        """The record that an event of the first batch is about."""
        return self.links[seq - 1].header.record

    @cached_property
    def receipt(self) -> Receipt:
        """What the server vouches for after the batch."""
        return Receipt(LINEAGE, STREAM, len(self.links), self.links[-1].hash, cursor=42)

    @cached_property
    def reply(self) -> ExchangeReply:
        """The answer to the batch, with two remarks and one piece of news."""
        elsewhere = self.batch.events[0]
        return ExchangeReply(
            receipt=self.receipt,
            receipt_signature=SERVER.sign(Purpose.RECEIPT, receipt_message(self.receipt)),
            server_at_ms=AT_MS + 300_000,
            outcomes=(
                EventOutcome(1, "needs_attention", "NIK_ELSEWHERE", {"post": "MLG02"}),
                EventOutcome(2, "duplicate"),
            ),
            changes=(Change(42, OTHER_STREAM, 7, msgspec.structs.replace(elsewhere, at_ms=AT_MS - 60_000)),),
            has_more=True,
        )

    @cached_property
    def certificate(self) -> Certificate:
        """The server's word for the device."""
        unsigned = Certificate(
            STREAM[:16],
            DEVICE.public,
            "SBY01",
            "Posko Contoh 01",
            "35",
            2,
            is_training=False,
            sealing_key=agreement_public(SERVER),
            signature=bytes(64),
        )
        return msgspec.structs.replace(unsigned, signature=SERVER.sign(Purpose.DEVICE, certificate_message(unsigned)))

    @cached_property
    def author(self) -> Author:
        """Who writes the stream."""
        return Author(STREAM, SALT_KEY, self.certificate)

    @cached_property
    def supplied(self) -> Batch:
        """The first batch as another desk hands it on."""
        return msgspec.structs.replace(self.batch, salt_key=None)

    @cached_property
    def sets(self) -> tuple[StreamSet, ...]:
        """What the desk holds of its post."""
        return (StreamSet(STREAM, len(self.links), added(EMPTY_SUM, (link.hash for link in self.links))),)

    @cached_property
    def reply_with_sets(self) -> ExchangeReply:
        """An answer with everything that comes with the comparison of sets."""
        change = msgspec.structs.replace(self.reply.changes[0], seq=1, head_signature=self.batch.head_signature)
        return msgspec.structs.replace(
            self.reply,
            has_more=False,
            changes=(change,),
            set_digest=post_digest(self.sets),
            places=(Placed(1, 38, len(self.links)),),
            authors=(Author(OTHER_STREAM, SALT_KEY, self.certificate),),
            notices=(Notice(43, STREAM, 1, "NIK_ELSEWHERE", {"post": "MLG02"}),),
            wanted=(Wanted(OTHER_STREAM, 6, self.links[0].hash),),
            block=7,
            certificate=self.certificate,
        )

    @cached_property
    def reply_with_keys(self) -> ExchangeReply:
        """An answer with words for two devices, one of them revoked."""
        device, at_ms = self.certificate.device, AT_MS + 600_000
        signature = SERVER.sign(Purpose.REVOCATION, revocation_message(device, at_ms))
        words = (DeviceKey(4, self.certificate), DeviceKey(9, self.certificate, at_ms, signature))
        return msgspec.structs.replace(self.reply, has_more=False, changes=(), device_keys=words)

    @cached_property
    def reply_with_mail(self) -> ExchangeReply:
        """An answer with a name space, and with words about a proof and a mailbox."""
        space = MailSpace(STREAM, "warga.contoh.id", "12", bytes(64))
        message = mail_space_message(space.stream, space.domain, space.tag)
        asked, reserved = (self.mail_links[place].header for place in (6, 8))
        account = {"account": str(uuid.UUID(bytes=asked.record))}
        return msgspec.structs.replace(
            self.reply,
            has_more=False,
            changes=(),
            notices=(
                Notice(44, STREAM, asked.seq, "PROOF_SENT", {**account, "until_ms": str(AT_MS + 900_000)}),
                Notice(45, STREAM, reserved.seq, "MAILBOX_READY", account),
            ),
            mail_space=msgspec.structs.replace(space, signature=SERVER.sign(Purpose.MAIL_SPACE, message)),
        )

    @cached_property
    def frames(self) -> Mapping[str, msgspec.Struct]:
        """What travels as a packed frame."""
        return {
            "request_with_batch": ExchangeRequest(PROTOCOL, is_training=False, cursor=41, batch=self.batch),
            "request_with_later_acts": ExchangeRequest(PROTOCOL, is_training=False, cursor=42, batch=self.later_batch),
            "request_with_steps": ExchangeRequest(PROTOCOL, is_training=False, cursor=43, batch=self.step_batch),
            "request_with_settlement": ExchangeRequest(
                PROTOCOL, is_training=False, cursor=44, batch=self.settled_batch
            ),
            "request_with_queue": ExchangeRequest(PROTOCOL, is_training=False, cursor=45, batch=self.queue_batch),
            "request_for_news": ExchangeRequest(PROTOCOL, is_training=True, cursor=0),
            "request_with_sets": ExchangeRequest(
                PROTOCOL, is_training=False, cursor=42, stream=STREAM, sets=self.sets, has_certificate=False
            ),
            "request_with_supply": ExchangeRequest(
                PROTOCOL, is_training=False, cursor=42, supplies=(Supply(self.author, self.supplied),), wants_news=False
            ),
            "request_with_keys": ExchangeRequest(PROTOCOL, is_training=False, cursor=45, stream=STREAM, keys_seen=3),
            "request_with_mail": ExchangeRequest(
                PROTOCOL, is_training=False, cursor=46, batch=self.mail_batch, mail_domain=""
            ),
            "request_with_turns": ExchangeRequest(PROTOCOL, is_training=False, cursor=47, batch=self.turn_batch),
            "request_with_numbers": ExchangeRequest(PROTOCOL, is_training=False, cursor=48, batch=self.number_batch),
            "reply_with_keys": self.reply_with_keys,
            "reply_with_mail": self.reply_with_mail,
            "reply": self.reply,
            "reply_with_sets": self.reply_with_sets,
        }

    @cached_property
    def documents(self) -> Mapping[str, msgspec.Struct]:
        """What travels as JSON."""
        device = str(uuid.UUID(bytes=STREAM[:16]))
        public = DEVICE.public.hex()
        code = "K7QF2MXR9TWA4H3N"
        proof = DEVICE.sign(Purpose.ENROLMENT, enrolment_message(code, device, public))
        post_proof = DEVICE.sign(Purpose.ENROLMENT, enrolment_message(code, device, public, "SBY01", "35"))
        return {
            "enrol_request": EnrolRequest(code, device, public, proof.hex(), is_training=False),
            "enrol_request_of_post": EnrolRequest(
                code, device, public, post_proof.hex(), is_training=False, post_code="SBY01", province="35"
            ),
            "enrol_reply": EnrolReply(
                "SBY01", "Posko Contoh 01", "35", 2, SERVER.public.hex(), LINEAGE.hex(), is_training=False
            ),
            "problem": Problem(
                type="/problems/stream-gap",
                title="Server belum punya data sebelum kiriman ini.",
                status=409,
                code="STREAM_GAP",
                facts={"have_seq": 2, "have_hash": self.links[1].hash.hex()},
            ),
        }

    @cached_property
    def facts(self) -> Mapping[str, object]:
        """What both ends must work out by themselves, in hex."""
        return {
            "header_hashes": [link.hash.hex() for link in self.links],
            "event_uids": [link.header.uid.hex() for link in self.links],
            "records": [link.header.record.hex() for link in self.links],
            "body_digests": [link.header.body_digest.hex() for link in self.links],
            "salt_key": SALT_KEY.hex(),
            "device_key": DEVICE.public.hex(),
            "device_key_id": key_id(DEVICE.public).hex(),
            "server_key": SERVER.public.hex(),
            "headers_of_receipt": signed_headers(DEVICE, "POST", "/v1/exchange", receipt_message(self.receipt)),
        }

    def files(self) -> Mapping[str, bytes]:
        """Every file by its name."""
        found = {f"{name}.psk": PLAIN.pack(message) for name, message in self.frames.items()}
        found["receipt.msgpack"] = receipt_message(self.receipt)
        for name, document in self.documents.items():
            found[f"{name}.json"] = msgspec.json.encode(document)
        found["facts.json"] = json.dumps(self.facts, indent=1).encode() + b"\n"
        batches = (
            ("later", self.later_links),
            ("step", self.step_links),
            ("settled", self.settled_links),
            ("queue", self.queue_links),
            ("mail", self.mail_links),
            ("turn", self.turn_links),
            ("number", self.number_links),
        )
        for name, links in batches:
            found[f"{name}_facts.json"] = json.dumps(_facts_of(links), indent=1).encode() + b"\n"
        return found


def _facts_of(links: Sequence[Link]) -> Mapping[str, object]:
    return {
        "header_hashes": [link.hash.hex() for link in links],
        "event_uids": [link.header.uid.hex() for link in links],
        "records": [link.header.record.hex() for link in links],
        "body_digests": [link.header.body_digest.hex() for link in links],
    }


def main() -> int:
    """Write what is missing; name what has changed."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    changed = []
    for name, content in Examples().files().items():
        file = FOLDER / name
        if not file.exists():
            file.write_bytes(content)
            print(f"written: {name}")
        elif file.read_bytes() != content:
            changed.append(name)
    for name in changed:
        print(f"left alone, though it would be another one today: {name}", file=sys.stderr)
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main())
