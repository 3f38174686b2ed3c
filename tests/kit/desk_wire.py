"""A desk as the wire sees it: makes events, chains and signs them, posts them. Built on ``core.wire`` alone."""

from __future__ import annotations

import hashlib
import itertools
import ssl
import uuid
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import httpx
import msgspec

from core.signing import Purpose, SigningKey, is_signed
from core.wire.chain import chained
from core.wire.codec import CONTENT_TYPE, Codec, encode
from core.wire.envelope import (
    PROTOCOL,
    Batch,
    EnrolReply,
    EnrolRequest,
    EventUp,
    ExchangeReply,
    ExchangeRequest,
    enrolment_message,
    receipt_message,
)
from core.wire.events import GENESIS, head_message, record_uid, stream_name
from core.wire.http_signature import signed_headers
from core.wire.records import PersonBody, RegisteredBody, RepeatedBody, ReprintedBody

if TYPE_CHECKING:  # this file is built on the wire alone
    from tests.kit.server import RunningServer

EXCHANGE = "/v1/exchange"

NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Trusts nobody: the tests' servers are on loopback. Without one, each call reads all of the world's certificates."""

START_MS = 1_586_736_000_000
OFFICER = uuid.UUID("018f0000-0000-7000-8000-00000000000f").bytes

_FIRST_NAMES = ("SITI", "BUDI", "RATNA", "AGUS", "DEWI")


def person(number: int, *, nik: str | None = None) -> PersonBody:
    """A made-up person, another one for every number."""
    return PersonBody(
        nik=nik or f"357808150890{number:04d}",
        name_on_id=f"{_FIRST_NAMES[number % 5]} CONTOH {number}",
        birth_place="SURABAYA",
        birth_date="1990-08-15",
        sex="L",
        id_address=f"JL. KENANGA NO. {number}",
        rt_rw="003/007",
        village_code="35.78.08.1002",
        religion="ISLAM",
        marital_status="KAWIN",
        occupation="BURUH HARIAN LEPAS",
        citizenship="WNI",
        family_card_no=f"357808230812{number:04d}",
        mobile=f"+62812345{number:05d}",
        email=f"contoh{number}@example.org",
    )


def registered(number: int, *, post: str = "SBY01", nik: str | None = None, **changes: Any) -> RegisteredBody:  # noqa: ANN401
    """The body of a registration."""
    body = RegisteredBody(
        outcome="registered",
        status="TERDAFTAR",
        programme="PRAKERJA2020",
        period="2020-1",
        business_on="2020-04-13",
        registration_no=f"35-{post}-20200413-{number:04d}-0",
        queue_number=f"A{number:03d}",
        person=person(number, nik=nik),
        answers={"employment_status": "phk", "in_formal_education": False},
        documents=("ktp", "kk"),
        findings=(),
        typed={"birth_date": "15-08-1990"},
        consent_version="1",
        officer_name="Petugas Contoh",
        rules_version="1",
    )
    return msgspec.structs.replace(body, **changes)


@dataclass
class WireDesk:
    """One device with one stream and all events it ever made."""

    post: str = "SBY01"
    key: SigningKey = field(default_factory=SigningKey.generate)
    device: uuid.UUID = field(default_factory=uuid.uuid4)
    incarnation: int = 1
    is_training: bool = True
    codec: Codec = field(default_factory=lambda: Codec({}))
    salt_key: bytes = field(default_factory=lambda: hashlib.sha256(uuid.uuid4().bytes).digest())
    events: list[EventUp] = field(default_factory=list)
    hashes: list[bytes] = field(default_factory=lambda: [GENESIS])

    @property
    def stream(self) -> bytes:
        return stream_name(self.device, self.incarnation)

    @property
    def head(self) -> bytes:
        return self.hashes[-1]

    def reborn(self) -> WireDesk:
        """The same device after a restore: a new, empty incarnation."""
        return replace(self, incarnation=self.incarnation + 1, events=[], hashes=[GENESIS])

    def copied(self) -> WireDesk:
        """A copy of the disk: the same stream, going its own way from now on."""
        return replace(self, events=list(self.events), hashes=list(self.hashes))

    def register(self, number: int, **changes: Any) -> bytes:  # noqa: ANN401
        """Register a person; the record's uid."""
        self.add("registered", encode(registered(number, post=self.post, **changes)))
        return self.record(len(self.events))

    def repeat(self, seq: int) -> None:
        """The person of event ``seq`` came again."""
        self.add("repeated", encode(RepeatedBody("PRAKERJA2020", "2020-1", "2020-04-13", "Petugas Contoh")), seq)

    def reprint(self, seq: int, copy_no: int = 2) -> None:
        """The slip of event ``seq`` was printed again."""
        self.add("slip_reprinted", encode(ReprintedBody(copy_no, "thermal80", "Petugas Contoh")), seq)

    def add(
        self,
        kind: str,
        body: bytes,
        record: bytes | int | None = None,
        at_ms: int | None = None,
        base: tuple[bytes, ...] = (),
    ) -> None:
        """Append any event."""
        seq = len(self.events) + 1
        event = EventUp(kind, at_ms or START_MS + seq * 60_000, OFFICER, body, record, base)
        uid = (
            self.record(record)
            if isinstance(record, int)
            else record or record_uid(self.stream, seq, event.at_ms).bytes
        )
        link = chained(self.stream, self.post, seq, event, uid, self.salt_key, self.head)
        self.events.append(event)
        self.hashes.append(link.hash)

    def record(self, seq: int) -> bytes:
        """The uid of the record that event ``seq`` is about."""
        event = self.events[seq - 1]
        if isinstance(event.record, int):
            return self.record(event.record)
        return event.record or record_uid(self.stream, seq, event.at_ms).bytes

    def batch(self, first_seq: int = 1, last_seq: int | None = None) -> Batch:
        """A stretch of the stream, signed."""
        last = last_seq or len(self.events)
        message = head_message(self.stream, last, self.hashes[last])
        return Batch(
            stream=self.stream,
            post=self.post,
            first_seq=first_seq,
            prev_hash=self.hashes[first_seq - 1],
            events=tuple(itertools.islice(self.events, first_seq - 1, last)),
            head_signature=self.key.sign(Purpose.HEAD, message),
            salt_key=self.salt_key if first_seq == 1 else None,
        )

    def request(self, batch: Batch | None, cursor: int = 0) -> bytes:
        """The packed request of one round."""
        return self.codec.pack(ExchangeRequest(PROTOCOL, self.is_training, cursor, batch))

    def post_bytes(self, url: str, body: bytes, headers: dict[str, str] | None = None) -> httpx.Response:
        """Send any bytes, signed by this device unless ``headers`` say otherwise."""
        signed = signed_headers(self.key, "POST", EXCHANGE, body) if headers is None else headers
        headers = {"Content-Type": CONTENT_TYPE, **signed}
        return httpx.post(url + EXCHANGE, content=body, headers=headers, timeout=30, verify=NO_TLS)

    def exchange(self, url: str, first_seq: int = 1, last_seq: int | None = None, cursor: int = 0) -> ExchangeReply:
        """Send a stretch; the opened answer. Fails unless the server accepted it."""
        return self.opened(self.post_bytes(url, self.request(self.batch(first_seq, last_seq), cursor)))

    def poll(self, url: str, cursor: int = 0) -> ExchangeReply:
        """Ask for news only."""
        return self.opened(self.post_bytes(url, self.request(None, cursor)))

    def opened(self, response: httpx.Response) -> ExchangeReply:
        assert response.status_code == 200, response.text
        return self.codec.unpack(response.content, ExchangeReply)

    def enrolment(
        self, code: str, *, key: SigningKey | None = None, post: str = "", province: str = ""
    ) -> dict[str, Any]:
        """The enrolment request as plain JSON values; ``key`` signs instead of this device's own."""
        signer = key or self.key
        public_key = self.key.public.hex()
        message = enrolment_message(code, str(self.device), public_key, post, province)
        request = EnrolRequest(
            code=code,
            device=str(self.device),
            public_key=public_key,
            signature=signer.sign(Purpose.ENROLMENT, message).hex(),
            is_training=self.is_training,
            post_code=post,
            province=province,
        )
        built: dict[str, Any] = msgspec.to_builtins(request)
        return built

    def try_enrol(self, url: str, code: str) -> httpx.Response:
        """Ask to be enrolled."""
        return httpx.post(f"{url}/v1/enrol", json=self.enrolment(code), timeout=30, verify=NO_TLS)

    def enrol(self, url: str, code: str) -> EnrolReply:
        """Be enrolled. Fails unless the server agreed."""
        response = self.try_enrol(url, code)
        assert response.status_code == 200, response.text
        return msgspec.json.decode(response.content, type=EnrolReply)


def is_receipt_signed(server_key: bytes, reply: ExchangeReply) -> bool:
    """Whether the server signed the receipt of this answer."""
    return is_signed(server_key, Purpose.RECEIPT, receipt_message(reply.receipt), reply.receipt_signature)


def enrolled_device(server: RunningServer, post: str = "SBY01") -> WireDesk:
    """A new device that this server knows."""
    device = WireDesk(post=post, is_training=server.is_training)
    device.enrol(server.url, server.new_code(post))
    return device
