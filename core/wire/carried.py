"""Carried files: the signed requests of the line and their answers, sealed for the other end [docs/wire.md 12].

What a desk writes only its server can read, and the answer only that desk; the clear headers hold nobody's data.
"""

from __future__ import annotations

import struct
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Annotated, TypeVar

import msgspec
from msgspec import Meta

from core.agreement import agreement_public, shared_key
from core.sealed_file import FILE_SALT_BYTES, SealBroken, SealedWriter, plain_chunks, read_header
from core.signing import Purpose, SigningKey, is_signed, key_id
from core.wire.codec import Malformed, decode, encode
from core.wire.envelope import MAX_PACKED_BYTES, Certificate, PublicKey, Seq, Signature, Stream

VERSION = 1
OUT_MAGIC = b"POSKOCO1"
ANSWER_MAGIC = b"POSKOCA1"
OUT_ENDING, ANSWER_ENDING = ".poskokirim", ".poskojawab"
"""How the names of such files end."""

MAX_CERTIFICATE = 2_048
MAX_FRAME = MAX_PACKED_BYTES + 8_192
"""One request with its headers."""

_LENGTH = struct.Struct(">I")

M = TypeVar("M", bound=msgspec.Struct)
_Salt = Annotated[bytes, Meta(min_length=FILE_SALT_BYTES, max_length=FILE_SALT_BYTES)]
_Word = Annotated[str, Meta(max_length=200)]


class OutHeader(msgspec.Struct, frozen=True):
    """What stands in clear before a desk's requests (JSON, bytes as base64).

    ``server`` is the key id of who can open it; ``proof`` is the device's signature over all members before it.
    """

    version: int
    device: _Word
    post: _Word
    server: _Word
    agreement: PublicKey
    certificate: Annotated[bytes, Meta(max_length=MAX_CERTIFICATE)]
    salt: _Salt
    proof: Signature


class AnswerHeader(msgspec.Struct, frozen=True):
    """What stands in clear before a server's answers: for which device, by the server with which key."""

    version: int
    device: _Word
    post: _Word
    server: _Word
    salt: _Salt


class Place(msgspec.Struct, frozen=True, array_like=True):
    """What a request is about; comes back with its answer. Without a batch both places are 0.

    ``cursor``: from which place of the feed on it asks for news.
    """

    stream: Stream
    first_seq: Seq = 0
    last_seq: Seq = 0
    cursor: Seq = 0


class CarriedRequest(msgspec.Struct, frozen=True, array_like=True):
    """One request as the line would have carried it: headers with lower-case names, and the body."""

    place: Place
    headers: Annotated[dict[str, Annotated[str, Meta(max_length=400)]], Meta(max_length=8)]
    body: Annotated[bytes, Meta(max_length=MAX_PACKED_BYTES)]


class CarriedReply(msgspec.Struct, frozen=True, array_like=True):
    """One answer as the line would have carried it."""

    place: Place
    status: Annotated[int, Meta(ge=100, le=599)]
    media_type: _Word
    body: Annotated[bytes, Meta(max_length=MAX_PACKED_BYTES)]


class NotForUs(Exception):  # noqa: N818 - a verdict about bytes, which the caller puts into words
    """The file is whole, as far as one can see, but for another server or another desk."""


class TooNew(Exception):  # noqa: N818 - a verdict about bytes, which the caller puts into words
    """A newer program wrote the file."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose file it is, proven by its own signature; and the key for the answer.

    Args:
        agreement: the device's public bytes for shared keys.
    """

    certificate: Certificate
    agreement: bytes


def out_writer(file: IO[bytes], device: SigningKey, certificate: Certificate, server: bytes, salt: bytes) -> Frames:
    """What writes a desk's requests.

    Args:
        server: the public key of the server that the desk is enrolled with.
        salt: fresh random bytes.
    """
    unsigned = OutHeader(
        version=VERSION,
        device=str(uuid.UUID(bytes=certificate.device)),
        post=certificate.post,
        server=key_id(server).hex(),
        agreement=agreement_public(device),
        certificate=encode(certificate),
        salt=salt,
        proof=bytes(64),
    )
    header = msgspec.structs.replace(unsigned, proof=device.sign(Purpose.CARRIED, _proven(unsigned)))
    key = shared_key(device, certificate.sealing_key, b"out" + salt)
    return Frames(SealedWriter(file, OUT_MAGIC, msgspec.json.encode(header), key, salt))


def answer_writer(file: IO[bytes], server: SigningKey, to: Sender, salt: bytes) -> Frames:
    """What writes a server's answers to a desk."""
    own = to.certificate
    device = str(uuid.UUID(bytes=own.device))
    header = AnswerHeader(VERSION, device, own.post, key_id(server.public).hex(), salt)
    key = shared_key(server, to.agreement, b"answer" + salt)
    return Frames(SealedWriter(file, ANSWER_MAGIC, msgspec.json.encode(header), key, salt))


class Frames:
    """Messages in a sealed file, one after the other."""

    def __init__(self, writer: SealedWriter) -> None:
        self._writer = writer

    def add(self, message: CarriedRequest | CarriedReply) -> None:
        """Write one message."""
        packed = encode(message)
        self._writer.write(_LENGTH.pack(len(packed)) + packed)

    def finish(self) -> None:
        """Write what is left; without this the file counts as cut."""
        self._writer.finish()


def sender_of(file: IO[bytes], server: SigningKey) -> tuple[Sender, OutHeader, bytes]:
    """Who wrote a desk's file; the certificate in it is not looked at further.

    Raises: NotSealed, SealBroken, TooNew, NotForUs.
    """
    header, raw = read_header(file, OUT_MAGIC, OutHeader)
    if header.version != VERSION:
        raise TooNew
    try:
        certificate = decode(header.certificate, Certificate)
    except Malformed as error:
        raise SealBroken from error
    if not is_signed(certificate.public_key, Purpose.CARRIED, _proven(header), header.proof):
        raise SealBroken
    if header.server != key_id(server.public).hex() or certificate.sealing_key != agreement_public(server):
        raise NotForUs
    return Sender(certificate, header.agreement), header, raw


def requests_in(file: IO[bytes], server: SigningKey) -> Iterator[CarriedRequest]:
    """The requests of a desk's file. Raises: as :func:`sender_of`; SealBroken also in the middle."""
    sender, header, raw = sender_of(file, server)
    key = _shared(server, sender.agreement, b"out" + header.salt)
    return messages(plain_chunks(file, raw, key, header.salt), CarriedRequest)


def replies_in(file: IO[bytes], device: SigningKey, certificate: Certificate) -> Iterator[CarriedReply]:
    """The answers in a server's file.

    Raises: NotSealed, SealBroken (also in the middle), TooNew, NotForUs if they are for another desk.
    """
    header, raw = read_header(file, ANSWER_MAGIC, AnswerHeader)
    if header.version != VERSION:
        raise TooNew
    if header.device != str(uuid.UUID(bytes=certificate.device)):
        raise NotForUs
    key = _shared(device, certificate.sealing_key, b"answer" + header.salt)
    return messages(plain_chunks(file, raw, key, header.salt), CarriedReply)


def messages(pieces: Iterable[bytes], kind: type[M]) -> Iterator[M]:
    """The messages in plain bytes of any cut. Raises: SealBroken if they are none."""
    buffer = b""
    for piece in pieces:
        buffer += piece
        while len(buffer) >= _LENGTH.size:
            end = _LENGTH.size + _LENGTH.unpack_from(buffer)[0]
            if end > MAX_FRAME:
                raise SealBroken
            if len(buffer) < end:
                break
            yield _message(buffer[_LENGTH.size : end], kind)
            buffer = buffer[end:]
    if buffer:
        raise SealBroken


def _message(packed: bytes, kind: type[M]) -> M:
    try:
        return decode(packed, kind)
    except Malformed as error:
        raise SealBroken from error


def _shared(own: SigningKey, other: bytes, context: bytes) -> bytes:
    try:
        return shared_key(own, other, context)
    except ValueError as error:  # bytes that are no key
        raise SealBroken from error


def _proven(header: OutHeader) -> bytes:
    return msgspec.msgpack.encode(msgspec.structs.astuple(header)[:-1])
