"""A search for people in bytes: every text in every form it may take on a disk, also inside packed streams."""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.main import codec

SHORTEST = 8
"""Letters of a name that is looked for, and bytes by which a form is recognised."""

PACKED_AT_MOST = 4 * 1024 * 1024


@dataclass(frozen=True)
class Hit:
    """A person's text in a file. ``inside`` says in what it was packed."""

    file: str
    text: str
    form: str
    inside: str = ""


def texts_of(values: Mapping[str, object]) -> set[str]:
    """What tells who a person of the registration input is: NIK, KK, phone, mail, name; as typed and as kept."""
    found = {str(values.get(name) or "") for name in ("nik", "family_card_no", "mobile", "email", "name_on_id")}
    for name in ("nik", "family_card_no", "mobile"):
        digits = re.sub(r"\D", "", str(values.get(name) or ""))
        found.add(digits)
        if name == "mobile":
            local = re.sub(r"^(62|0)", "", digits)
            found |= {f"0{local}", f"62{local}", f"+62{local}"}
    found |= {str(values.get("email") or "").lower()}
    for name in (str(values.get("name_on_id") or ""), *str(values.get("name_on_id") or "").split()):
        found |= {name, name.upper(), name.lower(), name.title()}
    return {text for text in found if len(text) >= SHORTEST}


def day_texts(path: Path) -> set[str]:
    """The texts of all people of a file of JSON lines."""
    return {text for line in path.read_text("utf-8").splitlines() for text in texts_of(json.loads(line))}


def forms_of(text: str) -> Iterator[tuple[str, bytes]]:
    """A text as bytes in every form that is looked for."""
    plain = text.encode()
    yield "utf-8", plain
    yield "utf-16-le", text.encode("utf-16-le")
    yield "utf-16-be", text.encode("utf-16-be")
    yield "utf-32-le", text.encode("utf-32-le")
    yield "reversed", plain[::-1]
    yield "hex", plain.hex().encode()
    yield "HEX", plain.hex().upper().encode()
    for shift in range(3):
        yield f"base64+{shift}", _base64(plain, shift)
        yield f"base64url+{shift}", _base64(plain, shift).translate(bytes.maketrans(b"+/", b"-_"))
    if text.isascii() and text.isdigit():
        number = int(text)
        yield "integer, big end first", number.to_bytes(8, "big")
        yield "integer, little end first", number.to_bytes(8, "little")
        if len(text) % 2 == 0 and len(text) // 2 >= SHORTEST:
            yield "digits in halves of bytes", bytes.fromhex(text)


def _base64(plain: bytes, shift: int) -> bytes:
    """What is the same in base64 of these bytes whatever stands before and behind them."""
    coded = base64.b64encode(b"\0" * shift + plain)
    first = -(-shift * 8 // 6)
    whole = (shift + len(plain)) * 8 // 6
    return coded[first:whole]


class Searcher:
    """Looks for many texts in one pass."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._forms: dict[bytes, list[tuple[bytes, str, str]]] = {}
        for text in texts:
            for form, pattern in forms_of(text):
                if len(pattern) >= SHORTEST:
                    self._forms.setdefault(pattern[:SHORTEST], []).append((pattern, text, form))

    def hits(self, name: str, data: bytes) -> list[Hit]:
        """Everything found in these bytes, plain or packed."""
        found = list(self._plain_hits(name, data))
        for inside, unpacked in unpacked_streams(data):
            found += self._plain_hits(name, unpacked, inside)
        return found

    def hits_below(self, folder: Path) -> list[Hit]:
        """Everything found in the files of a folder and in their names; copies of a file are read once."""
        found: list[Hit] = []
        known: set[bytes] = set()
        for path in sorted(folder.rglob("*")):
            name = str(path.relative_to(folder))
            found += self._plain_hits(name, name.encode())
            data = path.read_bytes() if path.is_file() else b""
            if data not in known:
                known.add(data)
                found += self.hits(name, data)
        return found

    def _plain_hits(self, name: str, data: bytes, inside: str = "") -> Iterator[Hit]:
        starts = self._forms
        for place in range(len(data) - SHORTEST + 1):
            if data[place : place + SHORTEST] in starts:
                for pattern, text, form in starts[data[place : place + SHORTEST]]:
                    if data.startswith(pattern, place):
                        yield Hit(name, text, form, inside)


def unpacked_streams(data: bytes) -> Iterator[tuple[str, bytes]]:
    """What comes out of every zlib, gzip and deflate stream that starts anywhere in these bytes."""
    dictionaries = [known for known in codec().dictionaries.values() if known]
    for place in range(len(data) - 2):
        head = data[place : place + 2]
        if head == b"\x1f\x8b":
            yield from _unpacked("gzip", data, place, zlib.decompressobj(31))
        elif head[0] & 15 == 8 and (head[0] << 8 | head[1]) % 31 == 0:
            yield from _unpacked("zlib", data, place, zlib.decompressobj())
        if _may_be_deflate(data, place):
            yield from _unpacked("deflate", data, place, zlib.decompressobj(-15))
        if head == b"PS":
            for known in dictionaries:
                yield from _unpacked("message", data, place + 5, zlib.decompressobj(-15, known))


def _may_be_deflate(data: bytes, place: int) -> bool:
    """A deflate stream has no mark of its own, but its first block is of one of three kinds."""
    kind = data[place] & 6
    if kind == 0:  # stored: its length, and the same with every bit turned
        length, turned = data[place + 1 : place + 3], data[place + 3 : place + 5]
        return len(turned) == 2 and bytes(byte ^ 0xFF for byte in length) == turned
    return kind != 6


def _unpacked(kind: str, data: bytes, place: int, stream: zlib._Decompress) -> Iterator[tuple[str, bytes]]:
    pieces = []
    # in small steps, for nearly every place is no stream, and fails within a few bytes
    for start in range(place, len(data), 256):
        try:
            pieces.append(stream.decompress(data[start : start + 256], PACKED_AT_MOST))
        except zlib.error:
            break
        if stream.eof or len(pieces) * 256 > PACKED_AT_MOST:
            break
    unpacked = b"".join(pieces)
    if len(unpacked) >= SHORTEST:
        yield kind, unpacked
