"""A client made from ``docs/wire.md`` alone: it imports nothing of ours, and the real server believes it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import secrets
import time
import uuid
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

import resources
from server.mail_settings import MailSettings
from server.store.programmes import add_programme
from server.store.records import StoredProgramme
from tests.kit.server import RunningServer, running_server

PERSON = ["3599995508909901", "SITI AMINAH", "SURABAYA", "1990-08-15", "P", "JL. LATIHAN", "001/001", "35.78.08.1001"]
PERSON += ["ISLAM", "KAWIN", "WIRASWASTA", "WNI", "", "", ""]


def sha256(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def pack(value: object) -> bytes:
    return msgspec.msgpack.encode(value)


@dataclass
class Client:
    """Another team's desk."""

    address: str
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    device: uuid.UUID = field(default_factory=uuid.uuid4)
    salt_key: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    hashes: list[bytes] = field(default_factory=lambda: [bytes(32)])
    records: list[bytes] = field(default_factory=lambda: [b""])

    @property
    def public(self) -> bytes:
        return self.key.public_key().public_bytes_raw()

    @property
    def stream(self) -> bytes:
        return self.device.bytes + (1).to_bytes(4, "big")

    def post(self, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(self.address.removeprefix("http://"))
        try:
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def asked(self, code: str, *post: str) -> tuple[int, dict[str, Any]]:
        """The answer to an enrolment, which may name post and province."""
        message = "|".join([code, str(self.device), self.public.hex(), *post]).encode()
        wanted = {
            "code": code,
            "device": str(self.device),
            "public_key": self.public.hex(),
            "signature": self.key.sign(b"posko/enrolment/1\0" + message).hex(),
            "is_training": True,
            **dict(zip(("post_code", "province"), post, strict=False)),
        }
        status, body = self.post("/v1/enrol", json.dumps(wanted).encode(), {"Content-Type": "application/json"})
        answer: dict[str, Any] = json.loads(body)
        return status, answer

    def enrol(self, code: str) -> dict[str, Any]:
        status, welcome = self.asked(code)
        assert status == 200
        return welcome

    def derived(self, label: str, seq: int, at_ms: int) -> bytes:
        digest = sha256(label.encode() + b"|" + self.stream + b"|" + str(seq).encode())
        random = int.from_bytes(digest[:10], "big") & (2**74 - 1)
        upper, lower = random >> 62, random & (2**62 - 1)
        return ((at_ms & (2**48 - 1)) << 80 | 7 << 76 | upper << 64 | 0b10 << 62 | lower).to_bytes(16, "big")

    def event(self, kind: str, body: bytes, about: int | None = None) -> list[object]:
        """The next event of the stream, set into the chain."""
        seq, at_ms, officer = len(self.hashes), int(time.time() * 1000), bytes(16)
        record = self.derived("record", seq, at_ms) if about is None else self.records[about]
        salt = hmac.digest(self.salt_key, b"posko/salt/1\0" + str(seq).encode(), "sha256")[:16]
        digest = sha256(b"posko/body/1\0" + salt + body)
        uid = self.derived("event", seq, at_ms)
        header = [self.stream, seq, uid, kind, record, [], 1, "SBY01", officer, at_ms, digest, self.hashes[-1]]
        self.hashes.append(sha256(b"posko/header/1\0" + pack(header)))
        self.records.append(record)
        return [kind, at_ms, officer, body] if about is None else [kind, at_ms, officer, body, about]

    def batch(self, first_seq: int, events: list[list[object]]) -> list[object]:
        last = first_seq + len(events) - 1
        head = self.key.sign(b"posko/head/1\0" + self.stream + last.to_bytes(8, "big") + self.hashes[last])
        salt_key = self.salt_key if first_seq == 1 else None
        return [self.stream, "SBY01", first_seq, self.hashes[first_seq - 1], events, head, salt_key]

    def exchange(self, request: list[object]) -> tuple[int, bytes]:
        deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
        body = b"PSK\x01\x00" + deflate.compress(pack(request)) + deflate.flush()
        digest = f"sha-256=:{base64.b64encode(sha256(body)).decode()}:"
        key_id = sha256(self.public)[:8].hex()
        params = f'("@method" "@path" "content-digest");keyid="{key_id}";alg="ed25519"'
        lines = ['"@method": POST', '"@path": /v1/exchange', f'"content-digest": {digest}']
        base = "\n".join([*lines, f'"@signature-params": {params}']).encode()
        signature = base64.b64encode(self.key.sign(base)).decode()
        headers = {
            "Content-Type": "application/vnd.posko.exchange",
            "Content-Digest": digest,
            "Signature-Input": f"sig1={params}",
            "Signature": f"sig1=:{signature}:",
        }
        return self.post("/v1/exchange", body, headers)


def opened(frame: bytes) -> list[Any]:
    """The message in an answer."""
    assert frame[:4] == b"PSK\x01"
    preset = resources.read("dictionaries", f"{frame[4]}.zdict") if frame[4] else b""
    inflate = zlib.decompressobj(-15, preset) if preset else zlib.decompressobj(-15)
    plain = inflate.decompress(frame[5:])
    assert inflate.eof
    assert not inflate.unused_data
    message: list[Any] = msgspec.msgpack.decode(plain)
    return message


def registered(registration_no: str) -> bytes:
    visit = ["registered", "TERDAFTAR", "PRAKERJA2020", "2020", "2020-04-13", registration_no, "A001", PERSON]
    return pack([*visit, {"in_formal_education": False}, ["ktp", "kk"], [], {}, "prakerja2020-1", "Rina", "1"])


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    with running_server(tmp_path) as running:
        yield running


@pytest.fixture
def client(server: RunningServer) -> Client:
    stranger = Client(server.url)
    stranger.enrol(server.new_code())
    return stranger


def test_the_same_enrolment_again_gets_the_same_welcome(server: RunningServer) -> None:
    stranger, code = Client(server.url), server.new_code()
    welcome = stranger.enrol(code)
    assert (welcome["post_code"], welcome["block"], stranger.enrol(code)) == ("SBY01", 1, welcome)


def test_the_code_of_another_post_stays_good(server: RunningServer) -> None:
    stranger, code = Client(server.url), server.new_code("MLG01")
    status, problem = stranger.asked(code, "SBY01", "35")
    facts = {"post": "MLG01", "province": "35"}
    assert (status, problem["code"], problem["facts"]) == (409, "ENROL_OTHER_POST", facts)
    status, welcome = stranger.asked(code, "MLG01", "35")
    assert (status, welcome["post_code"]) == (200, "MLG01")


def test_the_receipt_is_signed_and_equals_the_clients_own_chain(server: RunningServer, client: Client) -> None:
    first = client.event("registered", registered("35-SBY01-20200413-0001-4"))
    again = client.event("repeated", pack(["PRAKERJA2020", "2020", "2020-04-13", "Rina"]), about=1)
    unknown = client.event("word_of_another_year", b"\xc1 no MessagePack at all")
    status, frame = client.exchange([1, True, 0, client.batch(1, [first, again, unknown])])
    receipt, signature, _server_at_ms, outcomes, changes, has_more, programmes, set_digest, places, *rest = opened(
        frame
    )
    Ed25519PublicKey.from_public_bytes(server.public_key).verify(signature, b"posko/receipt/1\0" + pack(receipt))
    assert (status, receipt) == (200, [server.lineage, client.stream, 3, client.hashes[3], 3])
    assert (outcomes, changes, has_more, programmes) == ([], [], False, [])
    assert (set_digest, places) == (post_digest({client.stream: client.hashes[1:]}), [[1, 1, 3]])
    assert rest == [[], [], [], 0, None, [], None]  # authors, notices, wanted, block, certificate, devices, mail_space


def test_a_newer_programme_comes_signed_to_whoever_names_what_they_have(server: RunningServer, client: Client) -> None:
    with server.store.writing() as work:
        add_programme(work, StoredProgramme("CONTOH", "2026-01-02.1", b"code = 'CONTOH'", 0))
    _status, frame = client.exchange([1, True, 0, None, None, None, {"CONTOH": "2026-01-01.9"}])
    [[code, version, text, signature]] = opened(frame)[6]
    message = b"posko/programme/1\0" + pack([code, version, text])
    Ed25519PublicKey.from_public_bytes(server.public_key).verify(signature, message)
    assert (code, version, text) == ("CONTOH", "2026-01-02.1", b"code = 'CONTOH'")
    _status, frame = client.exchange([1, True, 0, None, None, None, {"CONTOH": "2026-01-02.1"}])
    assert opened(frame)[6] == []


def test_the_same_request_again_gets_the_same_bytes(client: Client) -> None:
    request: list[object] = [1, True, 0, client.batch(1, [client.event("restored", pack(["restored", 0, "Rina"]))])]
    assert client.exchange(request) == client.exchange(request)


def test_an_event_that_came_before_is_a_duplicate(client: Client) -> None:
    event = client.event("restored", pack(["restored", 0, "Rina"]))
    client.exchange([1, True, 0, client.batch(1, [event])])
    _status, frame = client.exchange([1, True, 1, client.batch(1, [event])])
    assert opened(frame)[3] == [[1, "duplicate", "", {}]]


def test_a_person_with_two_numbers_and_a_body_that_is_none_need_attention(client: Client) -> None:
    numbers = ("35-SBY01-20200413-0001-4", "35-SBY01-20200413-0002-3")
    events = [client.event("registered", registered(number)) for number in numbers]
    events.append(client.event("registered", b"\x93junk"))
    _status, frame = client.exchange([1, True, 0, client.batch(1, events)])
    elsewhere = [2, "needs_attention", "NIK_ELSEWHERE", {"post": "SBY01"}]
    assert opened(frame)[3] == [elsewhere, [3, "needs_attention", "BODY_UNREADABLE", {}]]


def test_later_acts_move_a_registration_and_a_withdrawn_one_stands_in_nobodys_way(client: Client) -> None:
    judgement = ["waiting_list", "DAFTAR_TUNGGU", "35-SBY01-20200413-0001-4", [], "1"]
    corrected = pack([{"birth_place": "SIDOARJO"}, {"children": 2}, {}, judgement, "Salah baca", "Rina"])
    events = [
        client.event("registered", registered("35-SBY01-20200413-0001-4")),
        client.event("corrected", corrected, about=1),
        client.event("papers_added", pack([["kk"], judgement, "Rina"]), about=1),
        client.event("nik_shown", pack(["Rina"]), about=1),
        client.event("withdrawn", pack(["Pindah", "Rina"]), about=1),
        client.event("registered", registered("35-SBY01-20200413-0002-3").replace(b"A001", b"A002")),
    ]
    _status, frame = client.exchange([1, True, 0, client.batch(1, events)])
    assert opened(frame)[3] == []


def test_a_gap_is_answered_with_what_the_server_has(client: Client) -> None:
    events = [client.event("restored", pack(["restored", 0, "Rina"])) for _ in range(2)]
    status, body = client.exchange([1, True, 0, client.batch(2, events[1:])])
    problem = json.loads(body)
    facts = {"have_seq": 0, "have_hash": bytes(32).hex()}
    assert (status, problem["code"], problem["facts"]) == (409, "STREAM_GAP", facts)


def test_another_event_at_the_same_place_is_a_fork(client: Client) -> None:
    client.exchange([1, True, 0, client.batch(1, [client.event("restored", pack(["restored", 0, "Rina"]))])])
    kept = client.hashes.pop()
    other = client.event("restored", pack(["restored", 1, "Rina"]))
    status, body = client.exchange([1, True, 0, client.batch(1, [other])])
    problem = json.loads(body)
    facts = {"seq": 1, "have_seq": 1, "have_hash": kept.hex()}
    assert (status, problem["code"], problem["facts"]) == (409, "STREAM_FORK", facts)


def test_another_posts_device_is_told_under_the_servers_signature(server: RunningServer, client: Client) -> None:
    far = Client(server.url)
    far.enrol(server.new_code("GRS02"))
    asked: list[object] = [1, True, 0, None, None, None, None, None, [], False, True, True, 0]
    status, frame = client.exchange(asked)
    [[no, certificate, revoked_at_ms, signature]] = [one for one in opened(frame)[14] if one[1][2] == "GRS02"]
    assert (status, no > 0, revoked_at_ms, signature) == (200, True, 0, None)
    assert (certificate[:2], is_by_server(server, certificate)) == ([far.device.bytes, far.public], True)


def test_members_behind_the_known_ones_are_skipped(client: Client) -> None:
    known: list[object] = [1, True, 0, None, None, None, None, None, [], False, True, True, None]
    status, _frame = client.exchange([*known, "a member of another year"])
    assert status == 200


def sum_of(hashes: list[bytes]) -> bytes:
    items = (int.from_bytes(sha256(b"posko/set/1\0" + one)[:16], "big") for one in hashes)
    return (sum(items) % 2**128).to_bytes(16, "big")


def post_digest(streams: dict[bytes, list[bytes]]) -> bytes:
    parts = (name + len(hashes).to_bytes(8, "big") + sum_of(hashes) for name, hashes in sorted(streams.items()))
    return sha256(b"posko/post-set/1\0" + b"".join(parts))[:16]


def is_by_server(server: RunningServer, certificate: list[Any]) -> bool:
    *members, signature = certificate
    Ed25519PublicKey.from_public_bytes(server.public_key).verify(signature, b"posko/device/1\0" + pack(members))
    return True


def test_a_desk_that_asks_gets_its_certificate(server: RunningServer, client: Client) -> None:
    _status, frame = client.exchange([1, True, 0, None, None, client.stream, None, None, [], False, False])
    certificate = opened(frame)[13]
    assert certificate[:3] == [client.device.bytes, client.public, "SBY01"]
    assert is_by_server(server, certificate)


def test_the_comparison_says_what_either_side_lacks(server: RunningServer, client: Client) -> None:
    client.exchange([1, True, 0, client.batch(1, [client.event("restored", pack(["restored", 0, "Rina"]))])])
    other = Client(server.url)
    other.enrol(server.new_code())
    nobody = other.device.bytes + (9).to_bytes(4, "big")
    _status, frame = other.exchange([1, True, 0, None, None, other.stream, None, [[nobody, 2, sum_of([])]]])
    answer = opened(frame)
    assert [(change[1], change[2]) for change in answer[4]] == [(client.stream, 1)]
    assert [(author[0], author[1], is_by_server(server, author[2])) for author in answer[9]] == [
        (client.stream, client.salt_key, True)
    ]
    assert answer[11] == [[nobody, 0, bytes(32)]]
    assert answer[7] == post_digest({client.stream: client.hashes[1:]})


def test_events_of_another_device_are_taken_under_its_own_signature_alone(
    server: RunningServer, client: Client
) -> None:
    _status, frame = client.exchange([1, True, 0, None, None, client.stream, None, None, [], False, False])
    certificate = opened(frame)[13]
    batch = client.batch(1, [client.event("restored", pack(["restored", 0, "Rina"]))])
    batch[6] = None
    other = Client(server.url)
    other.enrol(server.new_code())
    supply = [[client.stream, client.salt_key, certificate], batch]
    forged = [[client.stream, client.salt_key, certificate], [*batch[:5], other.key.sign(b"x"), None]]
    status, body = other.exchange([1, True, 0, None, None, other.stream, None, None, [forged]])
    assert (status, json.loads(body)["code"]) == (400, "SUPPLY_UNPROVEN")
    status, frame = other.exchange([1, True, 0, None, None, other.stream, None, None, [supply]])
    assert (status, opened(frame)[7]) == (200, post_digest({client.stream: client.hashes[1:]}))


DOMAIN = "warga.contoh.test"


@pytest.fixture
def post_office(tmp_path: Path) -> Iterator[RunningServer]:
    """A server whose region has a domain for mailboxes."""
    with running_server(tmp_path / "post", mail=MailSettings(domain=DOMAIN)) as running:
        yield running


def test_names_of_mailboxes_come_signed_and_a_mailbox_under_them_is_made(post_office: RunningServer) -> None:
    desk = Client(post_office.url)
    desk.enrol(post_office.new_code())
    asked: list[object] = [1, True, 0, None, None, desk.stream, None, None, [], False, True, True, None, ""]
    stream, domain, tag, signature = opened(desk.exchange(asked)[1])[15]
    message = b"posko/mail-space/1\0" + pack([stream, domain, tag])
    Ed25519PublicKey.from_public_bytes(post_office.public_key).verify(signature, message)
    assert (stream, domain, tag.isdecimal()) == (desk.stream, DOMAIN, True)
    hashed = hashlib.scrypt(b"K7QM2XRT9DHE", salt=b"posko/activation/1", n=16_384, r=8, p=1, dklen=32)
    address = f"siti.aminah.{tag}@{domain}"
    events = [
        desk.event("account_opened", pack(["2020-04-13", "none", "SITI AMINAH", "Rina"])),
        desk.event("mailbox_reserved", pack([address, hashed, "SITI AMINAH", "Rina"]), about=1),
        desk.event("proof_asked", pack(["siti.aminah90@contoh.test", "Rina"]), about=1),
    ]
    batch = desk.batch(1, events)
    answer = opened(desk.exchange([1, True, 0, batch, None, None, None, None, [], False, True, True, None, DOMAIN])[1])
    account = {"account": str(uuid.UUID(bytes=desk.records[1]))}
    assert [notice[1:] for notice in answer[10]] == [
        [desk.stream, 2, "MAILBOX_READY", account],
        [desk.stream, 3, "MAIL_OFF", account],
    ]
    assert (answer[3], answer[15]) == ([], None)
