"""Sealed files: a whole one opens; a cut, altered, swapped or lengthened one never passes for whole."""

from __future__ import annotations

import io

import msgspec
import pytest

from app.models.sealed_file import SealedWriter, plain_chunks, read_header
from core import sealed_file
from core.errors import Trouble

MAGIC = b"POSKOTST"
FILE_KEY = bytes(range(32))
SALT = bytes(16)


class Note(msgspec.Struct, frozen=True):
    """A header."""

    text: str


HEADER = msgspec.json.encode(Note("catatan"))


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed_file, "CHUNK", 64)


def sealed(plain: bytes, header: bytes = HEADER) -> bytes:
    """A sealed file in memory."""
    file = io.BytesIO()
    writer = SealedWriter(file, MAGIC, header, FILE_KEY, SALT)
    writer.write(plain)
    writer.finish()
    return file.getvalue()


def opened(content: bytes, key: bytes = FILE_KEY) -> bytes:
    """What a sealed file holds."""
    file = io.BytesIO(content)
    _note, raw = read_header(file, MAGIC, Note, "f")
    return b"".join(plain_chunks(file, raw, key, SALT, "f"))


def code_of(content: bytes, key: bytes = FILE_KEY) -> str:
    """The trouble that opening meets."""
    with pytest.raises(Trouble) as caught:
        opened(content, key)
    return caught.value.code


@pytest.mark.parametrize("length", [0, 1, 63, 64, 65, 128, 1000])
def test_a_whole_file_opens(length: int) -> None:
    plain = bytes(place % 251 for place in range(length))
    assert opened(sealed(plain)) == plain


def test_pieces_of_any_size_make_the_same_file() -> None:
    plain = bytes(place % 251 for place in range(1000))
    file = io.BytesIO()
    writer = SealedWriter(file, MAGIC, HEADER, FILE_KEY, SALT)
    for start in range(0, 1000, 7):
        writer.write(plain[start : start + 7])
    writer.finish()
    assert opened(file.getvalue()) == plain


def test_every_cut_is_noticed() -> None:
    content = sealed(bytes(300))
    codes = {code_of(content[:length]) for length in range(len(content))}
    assert codes == {"FILE_NOT_SEALED", "FILE_DAMAGED"}


def test_every_flipped_bit_is_noticed() -> None:
    content = sealed(bytes(100))
    for place in range(len(content) * 8):
        altered = bytearray(content)
        altered[place // 8] ^= 1 << place % 8
        assert code_of(bytes(altered)) in {"FILE_NOT_SEALED", "FILE_DAMAGED"}


def test_chunks_cannot_change_places() -> None:
    content = sealed(bytes(64) + b"x" * 64 + b"y" * 64)
    start = len(content) - 3 * (4 + 64 + 16)
    chunks = [content[start + place : start + place + 84] for place in (0, 84, 168)]
    assert opened(content[:start] + b"".join(chunks)) == bytes(64) + b"x" * 64 + b"y" * 64
    assert code_of(content[:start] + chunks[1] + chunks[0] + chunks[2]) == "FILE_DAMAGED"


def test_whole_chunks_cannot_be_cut_off() -> None:
    content = sealed(bytes(64 * 3))
    assert code_of(content[:-84]) == "FILE_DAMAGED"


def test_nothing_can_be_added() -> None:
    content = sealed(bytes(100))
    assert code_of(content + b"x") == "FILE_DAMAGED"
    assert code_of(content + content[-84:]) == "FILE_DAMAGED"


def test_a_chunk_of_another_file_does_not_fit() -> None:
    other = msgspec.json.encode(Note("catatam"))
    content, stranger = sealed(bytes(10)), sealed(bytes(10), other)
    assert code_of(content[: -(10 + 16)] + stranger[-(10 + 16) :]) == "FILE_DAMAGED"


def test_another_key_does_not_open_it() -> None:
    assert code_of(sealed(b"x"), bytes(32)) == "FILE_DAMAGED"


def test_a_length_beyond_all_measure_is_not_believed() -> None:
    assert code_of(MAGIC + b"\xff\xff\xff\xff" + bytes(100)) == "FILE_NOT_SEALED"
    assert code_of(MAGIC + len(HEADER).to_bytes(4, "big") + HEADER + b"\xff\xff\xff\xff" + bytes(100)) == "FILE_DAMAGED"


@pytest.mark.parametrize(
    "header", [b"", b"{}", b"[", b'{"text": 1}', b"[" * 100_000, b'{"text": "\xff"}', b'{"text": "a\xc4"}']
)
def test_a_header_that_cannot_be_read_is_no_seal(header: bytes) -> None:
    assert code_of(MAGIC + len(header).to_bytes(4, "big") + header) == "FILE_NOT_SEALED"
