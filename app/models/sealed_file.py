"""Backups as sealed files (``core/sealed_file.py``): a fresh salt for each, and what is wrong with one as a trouble."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from core import sealed_file
from core.errors import Trouble, unusable
from core.sealed_file import FILE_SALT_BYTES, H, NotSealed, SealBroken, SealedWriter
from core.sentences import os_reason

__all__ = ["SealedWriter", "file_troubles", "new_file_salt", "plain_chunks", "read_header"]


def new_file_salt() -> bytes:
    """A salt that makes every file's key its own."""
    return secrets.token_bytes(FILE_SALT_BYTES)


def read_header(file: IO[bytes], magic: bytes, kind: type[H], name: str) -> tuple[H, bytes]:
    """The header and its bytes. Raises: Trouble FILE_NOT_SEALED if this is no such file."""
    try:
        return sealed_file.read_header(file, magic, kind)
    except NotSealed as error:
        raise Trouble("FILE_NOT_SEALED", file=name) from error


def plain_chunks(file: IO[bytes], header: bytes, file_key: bytes, salt: bytes, name: str) -> Iterator[bytes]:
    """The plain bytes behind the header.

    Raises: Trouble FILE_DAMAGED as soon as a chunk does not open, or if the file ends too early or too late.
    """
    try:
        yield from sealed_file.plain_chunks(file, header, file_key, salt)
    except SealBroken as error:
        raise Trouble("FILE_DAMAGED", file=name) from error


@contextmanager
def file_troubles(path: Path) -> Iterator[None]:
    """What goes wrong with a file that a person named is said with its name. Raises: Trouble."""
    try:
        yield
    except FileNotFoundError as error:
        raise unusable("FILE_NOT_FOUND", file=path.name) from error
    except OSError as error:
        raise Trouble("FILE_CANNOT_USE", file=path.name, reason=os_reason(error.errno)) from error
