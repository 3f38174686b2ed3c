"""Reading the registration input: one JSON object, JSON lines, or a JSON list; what cannot be read is named by line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import Trouble, unusable

MOST_BYTES = 64 * 1024 * 1024
MOST_LINE_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class Item:
    """One person of the input; ``values`` is ``None`` where the line cannot be read, and ``code`` says why."""

    line: int
    values: Mapping[str, object] | None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Input:
    """The whole input. ``is_single``: one object was given, so one object is the answer."""

    items: Sequence[Item]
    is_single: bool


def read_input(name: str) -> Input:
    """Read a file, or stdin for ``-``.

    Raises: Trouble FILE_NOT_FOUND, FILE_CANNOT_READ, FILE_TOO_LARGE or INPUT_EMPTY (usage).
    """
    content = _content(name).removeprefix(b"\xef\xbb\xbf")
    lines = [(number, line) for number, line in enumerate(content.split(b"\n"), 1) if line.strip()]
    if not lines:
        raise unusable("INPUT_EMPTY")
    first = _item(*lines[0])
    if first.values is not None:
        return Input([first, *_items(lines[1:])], is_single=len(lines) == 1)
    return _whole(content) or Input([first, *_items(lines[1:])], is_single=False)


def _content(name: str) -> bytes:
    try:
        if name == "-":
            content = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with Path(name).open("rb") as file:
                content = file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise unusable("FILE_NOT_FOUND", file=Path(name).name) from error
    except OSError as error:
        raise unusable("FILE_CANNOT_READ", file=Path(name).name) from error
    if len(content) > MOST_BYTES:
        raise unusable("FILE_TOO_LARGE", file=Path(name).name)
    return content


def _whole(content: bytes) -> Input | None:
    """The content as one document over several lines, if it is one."""
    try:
        document = _decoded(content)
    except Trouble:
        return None
    if isinstance(document, dict):
        return Input([Item(1, document)], is_single=True)
    if isinstance(document, list) and document:
        items = [
            Item(place, value) if isinstance(value, dict) else Item(place, None, "LINE_NOT_AN_OBJECT")
            for place, value in enumerate(document, 1)
        ]
        return Input(items, is_single=False)
    return None


def _items(lines: Sequence[tuple[int, bytes]]) -> Iterator[Item]:
    for number, line in lines:
        yield _item(number, line)


def _item(number: int, line: bytes) -> Item:
    if len(line) > MOST_LINE_BYTES:
        return Item(number, None, "LINE_TOO_LONG")
    try:
        value = _decoded(line)
    except Trouble as trouble:
        return Item(number, None, trouble.code)
    return Item(number, value) if isinstance(value, dict) else Item(number, None, "LINE_NOT_AN_OBJECT")


def _decoded(text: bytes) -> object:
    try:
        return json.loads(text.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise unusable("LINE_NOT_TEXT") from error
    except (ValueError, RecursionError) as error:
        raise unusable("LINE_NOT_JSON") from error
