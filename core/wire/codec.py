"""The one way bytes become messages and back: magic, version, preset dictionary, deflate, strict bounded msgpack."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

import msgspec

from core.typed import msgpack_as
from core.wire.envelope import MAX_MESSAGE_BYTES, MAX_PACKED_BYTES

CONTENT_TYPE = "application/vnd.posko.exchange"
MAGIC = b"PSK"
VERSION = 1

M = TypeVar("M", bound=msgspec.Struct)


class Malformed(Exception):  # noqa: N818 - a verdict about bytes, turned into a refusal or a trouble by the caller
    """Bytes that are no message. ``code`` says why: MESSAGE_MAGIC, _VERSION, _DICTIONARY, _SIZE, _DAMAGED, _SHAPE."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Codec:
    """Packs and unpacks messages.

    Args:
        dictionaries: preset dictionaries by number; 0 (none) is always known. Old ones stay readable for ever.
        best: the number to write with.
    """

    dictionaries: Mapping[int, bytes]
    best: int = 0

    def like(self, packed: bytes) -> Codec:
        """The codec that answers a message it could unpack: whoever wrote with that dictionary can read it too."""
        return replace(self, best=packed[4])

    def pack(self, message: msgspec.Struct) -> bytes:
        """The message as bytes for the line or a file."""
        preset = self.dictionaries[self.best] if self.best else b""
        deflate = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, preset)
        packed = deflate.compress(msgspec.msgpack.encode(message)) + deflate.flush()
        return MAGIC + bytes([VERSION, self.best]) + packed

    def unpack(self, packed: bytes, kind: type[M]) -> M:
        """The message in ``packed``.

        Raises: Malformed for anything that is not exactly one whole, bounded message of this kind.
        """
        return decode(self._inflate(packed), kind)

    def _inflate(self, packed: bytes) -> bytes:
        if len(packed) > MAX_PACKED_BYTES:
            raise Malformed("MESSAGE_SIZE")
        if packed[:3] != MAGIC or len(packed) < 5:
            raise Malformed("MESSAGE_MAGIC")
        if packed[3] != VERSION:
            raise Malformed("MESSAGE_VERSION", str(packed[3]))
        number = packed[4]
        if number and number not in self.dictionaries:
            raise Malformed("MESSAGE_DICTIONARY", str(number))
        inflate = zlib.decompressobj(-15, self.dictionaries[number]) if number else zlib.decompressobj(-15)
        try:
            plain = inflate.decompress(packed[5:], MAX_MESSAGE_BYTES + 1)
        except zlib.error as error:
            raise Malformed("MESSAGE_DAMAGED") from error
        if len(plain) > MAX_MESSAGE_BYTES:
            raise Malformed("MESSAGE_SIZE")
        if not inflate.eof or inflate.unused_data:
            raise Malformed("MESSAGE_DAMAGED")
        return plain


def encode(message: msgspec.Struct) -> bytes:
    """A struct's one byte form (bodies are hashed and sealed in it)."""
    return msgspec.msgpack.encode(message)


def decode(plain: bytes, kind: type[M]) -> M:
    """The struct in ``plain``. Raises: Malformed if shape, type or bound is wrong, or it nests too deep."""
    try:
        return msgpack_as(plain, kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        # the library's text may quote the sender's data: only its kind is kept
        raise Malformed("MESSAGE_SHAPE", type(error).__name__) from error
