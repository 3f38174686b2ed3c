"""Identifiers: UUIDv7, registration numbers with their check digit, number blocks and queue numbers."""

from __future__ import annotations

import hashlib
import re
import uuid
from dataclasses import dataclass
from datetime import date

BLOCK_SIZE = 200
"""Numbers in one chunk of a device's block [INTERFACES, Numbers and QR]."""

PRIMARY_BLOCKS = 10
"""Blocks 1..10 have their first chunk below 2001; chunks above are the overflow of those ten blocks."""

OVERFLOW_CHUNKS = 4
"""Further chunks that each block owns after its first one."""

NUMBERS_A_BLOCK = BLOCK_SIZE * (1 + OVERFLOW_CHUNKS)
"""Numbers a device has a day and series."""

MAX_BLOCK = 9_999
"""The last block whose numbers all fit into the seven digits of a registration number and of a slip."""

POST_CODE = re.compile(r"[A-Z0-9]{2,10}")
_REGISTRATION_NO = re.compile(r"(\d{2})-([A-Z0-9]{2,10})-(\d{8})-(\d{4,7})-(\d)")


def uid_from(at_ms: int, entropy: bytes) -> uuid.UUID:
    """A UUIDv7 of this millisecond whose 74 random bits come from ``entropy`` (at least 10 bytes).

    Source: RFC 9562, section 5.7.
    """
    return uuid.UUID(int=_uid_number(at_ms, entropy))


def _uid_number(at_ms: int, entropy: bytes) -> int:
    random_bits = int.from_bytes(entropy[:10], "big")
    value = (at_ms & (2**48 - 1)) << 80 | 0x7 << 76 | (random_bits >> 62 & 0xFFF) << 64
    return value | 0b10 << 62 | random_bits & (2**62 - 1)


def derived_uid(label: str, stream: bytes, seq: int, at_ms: int) -> uuid.UUID:
    """The UUIDv7 that both ends derive from an event's place, so that it need not travel.

    A stream's name holds the 74 random bits of its device's uid, hence no two devices ever derive the same one.
    """
    return uuid.UUID(bytes=derived_uid_bytes(label, stream, seq, at_ms))


def derived_uid_bytes(label: str, stream: bytes, seq: int, at_ms: int) -> bytes:
    """The same as bytes, which is all that thousands of events need of it."""
    digest = hashlib.sha256(b"%s|%s|%d" % (label.encode(), stream, seq)).digest()
    return _uid_number(at_ms, digest).to_bytes(16, "big")


def check_digit(text: str) -> str:
    """Damm check digit over ``text`` (0-9, A-Z), letters counted as 10..35."""
    from stdnum import damm  # brings much of the network's library with it: loaded with the first number

    return str(damm.calc_check_digit("".join(str(int(char, 36)) for char in text)))


@dataclass(frozen=True, slots=True)
class RegistrationNo:
    """The parts of a printed registration number, e.g. ``35-SBY01-20200413-0042-5``."""

    province: str
    post_code: str
    business_on: date
    serial: int

    def __str__(self) -> str:
        day = f"{self.business_on:%Y%m%d}"
        serial = f"{self.serial:04d}"
        digit = check_digit(f"{self.province}{self.post_code}{day}{serial}")
        return f"{self.province}-{self.post_code}-{day}-{serial}-{digit}"


def looks_like_registration_no(text: str) -> bool:
    """Whether a text has the shape of a registration number, be its day and check digit right or not."""
    return text.isascii() and _REGISTRATION_NO.fullmatch(text.strip().upper()) is not None


def parse_registration_no(text: str) -> RegistrationNo | None:
    """The parts of a registration number as typed, or ``None`` if shape, day or check digit are wrong."""
    cleaned = text.strip().upper()
    match = _REGISTRATION_NO.fullmatch(cleaned) if cleaned.isascii() else None
    if match is None:
        return None
    province, post_code, day, serial, _digit = match.groups()
    try:
        business_on = date(int(day[:4]), int(day[4:6]), int(day[6:]))
    except ValueError:
        return None
    number = RegistrationNo(province, post_code, business_on, int(serial))
    return number if str(number) == cleaned else None


def block_number(block: int, count: int) -> int:
    """The ``count``-th number (from 1) of a device's block: first its own 200, then its overflow chunks.

    No two blocks of one post ever yield the same number: blocks 1..10 own chunks 0..9 and four overflow chunks
    each in 10..49; every later block owns five consecutive chunks above.

    Args:
        block: 1, 2, 3 ...
        count: 1, 2, 3 ... within this block, day and service.
    """
    chunk_index, offset = divmod(count - 1, BLOCK_SIZE)
    return _chunk(block, chunk_index) * BLOCK_SIZE + offset + 1


def _chunk(block: int, chunk_index: int) -> int:
    if block <= PRIMARY_BLOCKS:
        if chunk_index == 0:
            return block - 1
        return PRIMARY_BLOCKS + (block - 1) * OVERFLOW_CHUNKS + chunk_index - 1
    later = PRIMARY_BLOCKS * (1 + OVERFLOW_CHUNKS) + (block - PRIMARY_BLOCKS - 1) * (1 + OVERFLOW_CHUNKS)
    return later + chunk_index


QUEUE_NUMBER = re.compile(r"([A-Z])([0-9]{3,7})")
"""A queue number as it is printed: service letter and digits."""


def queue_number(service: str, number: int) -> str:
    """A queue number as it is called: service letter and at least three digits, e.g. ``A042``."""
    return f"{service}{number:03d}"
