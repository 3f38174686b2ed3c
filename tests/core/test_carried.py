"""Carried files: only the two ends can read them, and one that is cut or altered anywhere is no longer one."""

from __future__ import annotations

import io
import uuid

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.agreement import agreement_public
from core.sealed_file import NotSealed, SealBroken
from core.signing import Purpose, SigningKey
from core.wire.carried import (
    CarriedReply,
    CarriedRequest,
    NotForUs,
    Place,
    Sender,
    TooNew,
    answer_writer,
    out_writer,
    replies_in,
    requests_in,
    sender_of,
)
from core.wire.envelope import Certificate, certificate_message

SERVER, DEVICE, STRANGER = (SigningKey(bytes([one]) * 32) for one in (1, 2, 3))
STREAM = bytes(range(20))
SALT = bytes(16)
REQUESTS = [
    CarriedRequest(Place(STREAM, 1, 3), {"signature": "sig1=::"}, b"a" * 40),
    CarriedRequest(Place(STREAM), {}, b""),
]
REPLIES = [CarriedReply(Place(STREAM, 1, 3), 200, "application/vnd.posko.exchange", b"b" * 40)]


def certificate(device: SigningKey = DEVICE, server: SigningKey = SERVER) -> Certificate:
    """The server's word for a device."""
    sealing_key = agreement_public(server)
    uid = uuid.UUID(int=7).bytes
    unsigned = Certificate(uid, device.public, "SBY01", "Posko Contoh", "35", 1, True, sealing_key, bytes(64))
    return msgspec.structs.replace(unsigned, signature=server.sign(Purpose.DEVICE, certificate_message(unsigned)))


def out_file() -> bytes:
    """A desk's file."""
    file = io.BytesIO()
    frames = out_writer(file, DEVICE, certificate(), SERVER.public, SALT)
    for request in REQUESTS:
        frames.add(request)
    frames.finish()
    return file.getvalue()


def answer_file() -> bytes:
    """A server's answer."""
    file = io.BytesIO()
    frames = answer_writer(file, SERVER, Sender(certificate(), agreement_public(DEVICE)), SALT)
    for reply in REPLIES:
        frames.add(reply)
    frames.finish()
    return file.getvalue()


def requests(content: bytes, server: SigningKey = SERVER) -> list[CarriedRequest]:
    """What the server reads."""
    return list(requests_in(io.BytesIO(content), server))


def replies(content: bytes, device: SigningKey = DEVICE) -> list[CarriedReply]:
    """What the desk reads."""
    return list(replies_in(io.BytesIO(content), device, certificate()))


def test_the_server_reads_what_the_desk_wrote() -> None:
    assert requests(out_file()) == REQUESTS
    sender, _header, _raw = sender_of(io.BytesIO(out_file()), SERVER)
    assert sender == Sender(certificate(), agreement_public(DEVICE))


def test_the_desk_reads_what_the_server_answered() -> None:
    assert replies(answer_file()) == REPLIES


def test_another_server_cannot_read_it() -> None:
    with pytest.raises(NotForUs):
        requests(out_file(), STRANGER)


def test_another_desk_cannot_read_the_answer() -> None:
    with pytest.raises(SealBroken):
        replies(answer_file(), STRANGER)


def test_an_answer_says_for_which_desk_it_is() -> None:
    other = msgspec.structs.replace(certificate(), device=uuid.UUID(int=8).bytes)
    with pytest.raises(NotForUs):
        list(replies_in(io.BytesIO(answer_file()), DEVICE, other))


def test_a_request_is_no_answer() -> None:
    with pytest.raises(NotSealed):
        replies(out_file())


def test_nobody_writes_in_another_desks_name() -> None:
    file = io.BytesIO()
    out_writer(file, STRANGER, certificate(), SERVER.public, SALT).finish()
    with pytest.raises(SealBroken):
        requests(file.getvalue())


def test_a_file_of_a_newer_program_says_so() -> None:
    with pytest.raises(TooNew):
        requests(out_file().replace(b'{"version":1', b'{"version":2', 1))


REFUSED = (NotSealed, SealBroken, NotForUs, TooNew)


@pytest.mark.parametrize("place", range(0, len(out_file()), 7))
def test_a_request_file_cut_anywhere_is_refused(place: int) -> None:
    with pytest.raises(REFUSED):
        requests(out_file()[:place])


@given(place=st.integers(0, len(out_file()) - 1), bit=st.integers(0, 7))
def test_a_request_file_altered_anywhere_is_refused(place: int, bit: int) -> None:
    altered = bytearray(out_file())
    altered[place] ^= 1 << bit
    with pytest.raises(REFUSED):
        requests(bytes(altered))


@given(place=st.integers(0, len(answer_file()) - 1), bit=st.integers(0, 7))
def test_an_answer_cut_or_altered_anywhere_is_refused(place: int, bit: int) -> None:
    altered = bytearray(answer_file())
    altered[place] ^= 1 << bit
    for content in (bytes(altered), answer_file()[:place]):
        with pytest.raises(REFUSED):
            replies(content)


@given(st.binary(max_size=300))
def test_any_other_bytes_are_no_such_file(content: bytes) -> None:
    with pytest.raises(REFUSED):
        requests(content)
    with pytest.raises(REFUSED):
        replies(content)


def test_the_clear_part_holds_no_more_than_which_desk_and_which_server() -> None:
    raw = sender_of(io.BytesIO(out_file()), SERVER)[2]
    assert set(msgspec.json.decode(raw)) == {
        "version", "device", "post", "server", "agreement", "certificate", "salt", "proof",
    }  # fmt: skip
