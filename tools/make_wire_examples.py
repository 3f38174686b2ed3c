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

from core.signing import Purpose, SigningKey, key_id
from core.wire.chain import Link, expand
from core.wire.codec import Codec, encode
from core.wire.envelope import (
    PROTOCOL,
    Batch,
    Change,
    EnrolReply,
    EnrolRequest,
    EventOutcome,
    EventUp,
    ExchangeReply,
    ExchangeRequest,
    Problem,
    Receipt,
    enrolment_message,
    receipt_message,
)
from core.wire.events import GENESIS, Kind, head_message, stream_name
from core.wire.http_signature import signed_headers
from core.wire.records import (
    BatchJoinedBody,
    CorrectedBody,
    JudgementBody,
    NikShownBody,
    NotedFinding,
    OtherDayBody,
    PapersAddedBody,
    PersonBody,
    PortalTypedBody,
    RegisteredBody,
    RemarkBody,
    RepeatedBody,
    ReprintedBody,
    StageBody,
    WithdrawnBody,
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
FOREIGN_RECORD = uuid.UUID("0171710b-0000-7000-8000-0000000000aa").bytes
SEEN_EVENT = uuid.UUID("0171710b-0000-7000-8000-0000000000bb").bytes
LINEAGE = uuid.UUID("0171710b-0000-7000-8000-0000000000ff").bytes
AT_MS = 1_586_743_200_000
"""13 April 2020, 09.00 in Surabaya."""

PERSON = PersonBody(
    nik="3578085508909901",
    name_on_id="SITI AMINAH",
    birth_place="SURABAYA",
    birth_date="1990-08-15",
    sex="P",
    id_address="JL. KENANGA NO. 12",
    rt_rw="003/007",
    village_code="35.78.08.1002",
    religion="ISLAM",
    marital_status="KAWIN",
    occupation="BURUH HARIAN LEPAS",
    citizenship="WNI",
    family_card_no="3578080101159901",
    mobile="+6281234560123",
    email="siti.aminah@contoh.id",
)

REGISTERED = RegisteredBody(
    outcome="waiting_list",
    status="DAFTAR_TUNGGU",
    programme="PRAKERJA2020",
    period="2020",
    business_on="2020-04-13",
    registration_no="35-SBY01-20200413-0001-4",
    queue_number="A001",
    person=PERSON,
    answers={"employment_status": "phk", "in_formal_education": False, "excluded_group": None, "children": 2},
    documents=("ktp",),
    findings=(
        NotedFinding("documents", "PAPER_MISSING", "warn", facts={"paper": "kk", "label": "Kartu Keluarga (KK)"}),
        NotedFinding("rt_rw", "RT_RW_NONE", "warn", is_confirmed=True),
    ),
    typed={"rt_rw": "-"},
    consent_version="prakerja2020-1",
    officer_name="RINA SETYOWATI",
    rules_version="2020-04-11.1",
)


def _as_then(body: msgspec.Struct, members: int) -> bytes:
    """A body as a program wrote it that knew so many members: chains over it were frozen with those bytes."""
    return msgspec.msgpack.encode(msgspec.msgpack.decode(encode(body))[:members])


BODIES: tuple[tuple[Kind, bytes, bytes | int | None, tuple[bytes, ...]], ...] = (
    (Kind.REGISTERED, _as_then(REGISTERED, 15), None, ()),
    (Kind.REPEATED, encode(RepeatedBody("PRAKERJA2020", "2020", "2020-04-13", "RINA SETYOWATI")), 1, ()),
    (Kind.SLIP_REPRINTED, encode(ReprintedBody(2, "thermal80", "RINA SETYOWATI")), FOREIGN_RECORD, (SEEN_EVENT,)),
    (Kind.OFFICER_ADDED, encode(RemarkBody("officer", 1, "RINA SETYOWATI")), None, ()),
    (Kind.OTHER_DAY, encode(OtherDayBody("2020-04-11", "Listrik padam", "RINA SETYOWATI")), None, ()),
)
"""Kind, body, record and base of the events: a record of its own, one of the same stream, one of another device."""

JUDGEMENT = JudgementBody(
    outcome="registered",
    status="TERDAFTAR",
    registration_no="35-SBY01-20200413-0001-4",
    findings=(NotedFinding("rt_rw", "RT_RW_NONE", "warn", is_confirmed=True),),
    rules_version="2020-04-11.1",
)

LATER_BODIES: tuple[tuple[Kind, bytes, bytes | int | None, tuple[bytes, ...]], ...] = (
    (Kind.PAPERS_ADDED, encode(PapersAddedBody(("kk",), JUDGEMENT, "RINA SETYOWATI")), 1, (SEEN_EVENT,)),
    (
        Kind.CORRECTED,
        encode(
            CorrectedBody(
                fields={"birth_place": "SIDOARJO", "mobile": ""},
                answers={"education": "SMA", "children": 3, "excluded_group": None},
                typed={"mobile": "0812-3456", "rt_rw": ""},
                judgement=JUDGEMENT,
                reason="Salah baca kartu",
                officer_name="RINA SETYOWATI",
            )
        ),
        1,
        (SEEN_EVENT, FOREIGN_RECORD),
    ),
    (Kind.NIK_SHOWN, encode(NikShownBody("RINA SETYOWATI")), FOREIGN_RECORD, ()),
    (Kind.WITHDRAWN, encode(WithdrawnBody("Pindah ke luar kota", "RINA SETYOWATI")), 1, (SEEN_EVENT,)),
)
"""The same for the events of the next batch: later acts on a registration."""


STEP_BODIES: tuple[tuple[Kind, bytes, bytes | int | None, tuple[bytes, ...]], ...] = (
    (Kind.PORTAL_TYPED, encode(PortalTypedBody("AKUN_DIBUAT", "2020-04-13", "RINA SETYOWATI", 1)), 1, (SEEN_EVENT,)),
    (
        Kind.STAGE_REACHED,
        encode(
            StageBody(
                code="GABUNG_GELOMBANG",
                on="2020-04-13",
                told_by="applicant",
                officer_name="RINA SETYOWATI",
                turn=2,
                note="Menunjukkan pesan di HP",
                batch=1,
                reason="Salah orang",
            )
        ),
        1,
        (SEEN_EVENT,),
    ),
    (Kind.BATCH_JOINED, encode(BatchJoinedBody(2, "2020-04-20", "RINA SETYOWATI", 3, JUDGEMENT)), FOREIGN_RECORD, ()),
    (
        Kind.REGISTERED,
        encode(msgspec.structs.replace(REGISTERED, visit=str(uuid.UUID(bytes=FOREIGN_RECORD)))),
        None,
        (),
    ),
)
"""The same for the batch after that: steps of a registration after the desk, and a second one of the same visit."""


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

    @cached_property
    def later_batch(self) -> Batch:
        """The next four events of the stream, signed."""
        first = len(self.links) + 1
        events = tuple(
            EventUp(kind.value, AT_MS + (first + place) * 60_000, OFFICER, body, record, base)
            for place, (kind, body, record, base) in enumerate(LATER_BODIES)
        )
        unsigned = Batch(STREAM, "SBY01", first, self.links[-1].hash, events, bytes(64))
        head = expand(unsigned, SALT_KEY, self.record_of)[-1]
        signature = DEVICE.sign(Purpose.HEAD, head_message(STREAM, head.header.seq, head.hash))
        return msgspec.structs.replace(unsigned, head_signature=signature)

    @cached_property
    def later_links(self) -> tuple[Link, ...]:
        """The next batch's events in their chain."""
        return expand(self.later_batch, SALT_KEY, self.record_of)

    @cached_property
    def step_batch(self) -> Batch:
        """The next four events of the stream, signed."""
        first = self.later_links[-1].header.seq + 1
        events = tuple(
            EventUp(kind.value, AT_MS + (first + place) * 60_000, OFFICER, body, record, base)
            for place, (kind, body, record, base) in enumerate(STEP_BODIES)
        )
        unsigned = Batch(STREAM, "SBY01", first, self.later_links[-1].hash, events, bytes(64))
        head = expand(unsigned, SALT_KEY, self.record_of)[-1]
        signature = DEVICE.sign(Purpose.HEAD, head_message(STREAM, head.header.seq, head.hash))
        return msgspec.structs.replace(unsigned, head_signature=signature)

    @cached_property
    def step_links(self) -> tuple[Link, ...]:
        """The events of that batch in their chain."""
        return expand(self.step_batch, SALT_KEY, self.record_of)

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
    def frames(self) -> Mapping[str, msgspec.Struct]:
        """What travels as a packed frame."""
        return {
            "request_with_batch": ExchangeRequest(PROTOCOL, is_training=False, cursor=41, batch=self.batch),
            "request_with_later_acts": ExchangeRequest(PROTOCOL, is_training=False, cursor=42, batch=self.later_batch),
            "request_with_steps": ExchangeRequest(PROTOCOL, is_training=False, cursor=43, batch=self.step_batch),
            "request_for_news": ExchangeRequest(PROTOCOL, is_training=True, cursor=0),
            "reply": self.reply,
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

    @cached_property
    def later_facts(self) -> Mapping[str, object]:
        """The same of the next batch."""
        return _facts_of(self.later_links)

    @cached_property
    def step_facts(self) -> Mapping[str, object]:
        """The same of the batch after that."""
        return _facts_of(self.step_links)

    def files(self) -> Mapping[str, bytes]:
        """Every file by its name."""
        found = {f"{name}.psk": PLAIN.pack(message) for name, message in self.frames.items()}
        found["receipt.msgpack"] = receipt_message(self.receipt)
        for name, document in self.documents.items():
            found[f"{name}.json"] = msgspec.json.encode(document)
        found["facts.json"] = json.dumps(self.facts, indent=1).encode() + b"\n"
        found["later_facts.json"] = json.dumps(self.later_facts, indent=1).encode() + b"\n"
        found["step_facts.json"] = json.dumps(self.step_facts, indent=1).encode() + b"\n"
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
