"""Sealed files: a clear header (who can open it) and chunks under AES-256-GCM that cannot be cut, swapped or joined.

Layout: magic 8, header length 4, header (JSON), then per chunk: length 4, ciphertext. The nonce is the chunk's number;
its associated data are the header's digest and whether it is the last one. Files are opened by whoever calls.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from typing import IO, TypeVar

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core.typed import json_as

CHUNK = 256 * 1024
MAX_HEADER = 256 * 1024
FILE_SALT_BYTES = 16
_LENGTH = struct.Struct(">I")

H = TypeVar("H", bound=msgspec.Struct)


class NotSealed(Exception):  # noqa: N818 - a verdict about bytes, which the caller puts into words
    """This is no such file at all."""


class SealBroken(Exception):  # noqa: N818 - a verdict about bytes, which the caller puts into words
    """The file was cut, altered or put together anew, or the key is another one."""


class SealedWriter:
    """Writes one sealed file from plain bytes of any size."""

    def __init__(self, file: IO[bytes], magic: bytes, header: bytes, file_key: bytes, salt: bytes) -> None:
        file.write(magic + _LENGTH.pack(len(header)) + header)
        self._file = file
        self._chunks = _Chunks(file_key, salt, header)
        self._buffer = b""

    def write(self, plain: bytes) -> None:
        """Add plain bytes."""
        self._buffer += plain
        while len(self._buffer) > CHUNK:
            self._put(self._buffer[:CHUNK], is_last=False)
            self._buffer = self._buffer[CHUNK:]

    def finish(self) -> None:
        """Write what is left; without this the file counts as cut."""
        self._put(self._buffer, is_last=True)
        self._buffer = b""

    def _put(self, plain: bytes, *, is_last: bool) -> None:
        sealed = self._chunks.seal(plain, is_last=is_last)
        self._file.write(_LENGTH.pack(len(sealed)) + sealed)


class _Chunks:
    def __init__(self, file_key: bytes, salt: bytes, header: bytes) -> None:
        key = HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"posko/sealed-file/1").derive(file_key)
        self._cipher = AESGCM(key)
        self._digest = hashlib.sha256(header).digest()
        self._number = 0

    def seal(self, plain: bytes, *, is_last: bool) -> bytes:
        return self._cipher.encrypt(self._nonce(), plain, self._digest + bytes([is_last]))

    def open(self, sealed: bytes, *, is_last: bool) -> bytes:
        return self._cipher.decrypt(self._nonce(), sealed, self._digest + bytes([is_last]))

    def _nonce(self) -> bytes:
        self._number += 1
        return self._number.to_bytes(12, "big")


def read_header(file: IO[bytes], magic: bytes, kind: type[H]) -> tuple[H, bytes]:
    """The header and its bytes. Raises: NotSealed if this is no such file."""
    start = file.read(len(magic) + _LENGTH.size)
    if not start.startswith(magic) or len(start) < len(magic) + _LENGTH.size:
        raise NotSealed
    (length,) = _LENGTH.unpack(start[len(magic) :])
    raw = file.read(length) if length <= MAX_HEADER else b""
    try:
        return json_as(raw, kind), raw
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise NotSealed from error


def plain_chunks(file: IO[bytes], header: bytes, file_key: bytes, salt: bytes) -> Iterator[bytes]:
    """The plain bytes behind the header.

    Raises: SealBroken as soon as a chunk does not open, or if the file ends too early or too late.
    """
    chunks = _Chunks(file_key, salt, header)
    sealed = _next_chunk(file)
    while True:
        if not sealed:
            raise SealBroken
        following = _next_chunk(file)
        try:
            yield chunks.open(sealed, is_last=following is None)
        except InvalidTag as error:
            raise SealBroken from error
        if following is None:
            return
        sealed = following


def _next_chunk(file: IO[bytes]) -> bytes | None:
    prefix = file.read(_LENGTH.size)
    if not prefix:
        return None
    length = _LENGTH.unpack(prefix)[0] if len(prefix) == _LENGTH.size else 0
    sealed = file.read(length) if length <= CHUNK + 64 else b""
    return sealed if len(sealed) == length else b""
