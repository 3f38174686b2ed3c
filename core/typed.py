"""Bytes and tables read as a type, which is looked at by one thread at a time.

msgspec (0.22) looks at a type when it meets it first, and keeps what it has seen while it still looks. A second thread
that meets the same type, or one that holds it, at that moment takes the half for the whole, and the process ends
[decision 0054]. So all of our reading goes through here.
"""

from __future__ import annotations

import threading
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")

_LOOKING = threading.RLock()
"""Held by whoever looks at types; nothing waits for it but another look."""


_MSGPACK: dict[object, msgspec.msgpack.Decoder[Any]] = {}
_JSON: dict[object, msgspec.json.Decoder[Any]] = {}


def msgpack_as(plain: bytes, kind: type[T]) -> T:
    """The value in MessagePack bytes. Raises: msgspec.DecodeError, UnicodeDecodeError, RecursionError."""
    decoder = _MSGPACK.get(kind) or meet(kind)
    value: T = decoder.decode(plain)
    return value


def meet(kind: type[T]) -> msgspec.msgpack.Decoder[T]:
    """Look at a type that will be read from MessagePack, before anybody waits for it."""
    with _LOOKING:
        decoder = _MSGPACK[kind] = msgspec.msgpack.Decoder(kind)
    return decoder


def json_as(plain: bytes | str, kind: type[T]) -> T:
    """The value in JSON text. Raises: msgspec.DecodeError, UnicodeDecodeError, RecursionError."""
    decoder = _JSON.get(kind)
    if decoder is None:
        with _LOOKING:
            decoder = _JSON[kind] = msgspec.json.Decoder(kind)
    value: T = decoder.decode(plain)
    return value


def toml_as(plain: bytes, kind: type[T]) -> T:
    """The value in TOML text. Raises: msgspec.DecodeError, UnicodeDecodeError, ValueError."""
    with _LOOKING:
        return msgspec.toml.decode(plain, type=kind)


def table_as(table: object, kind: type[T]) -> T:
    """A table of plain values as a type. Raises: msgspec.ValidationError, RecursionError."""
    with _LOOKING:
        return msgspec.convert(table, kind)
