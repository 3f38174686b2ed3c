"""Reading the registration input: one JSON object, JSON lines, or a JSON list; what cannot be read is named by line."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.headless.files import content_of
from core.errors import Trouble, unusable

_BOM = b"\xef\xbb\xbf"


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

    Raises: Trouble (usage) FILE_NOT_FOUND, FILE_CANNOT_READ, FILE_TOO_LARGE, INPUT_EMPTY, or, if there is nobody in it
        who can be read, INPUT_NOT_JSON, INPUT_NOT_TEXT or INPUT_NOT_PEOPLE.
    """
    content = content_of(name)
    lines = [(number, line.removeprefix(_BOM).strip()) for number, line in enumerate(content.split(b"\n"), 1)]
    lines = [(number, line) for number, line in lines if line]
    if not lines:
        raise unusable("INPUT_EMPTY")
    first = _item(*lines[0])
    if first.values is not None:
        return Input([first, *(_item(*line) for line in lines[1:])], is_single=len(lines) == 1)
    try:
        return _whole(content.removeprefix(_BOM))
    except Trouble:
        items = [first, *(_item(*line) for line in lines[1:])]
        is_list = lines[0][1].startswith(b"[")
        if is_list or not any(item.values is not None for item in items):
            raise
        return Input(items, is_single=False)


def _whole(content: bytes) -> Input:
    """The content as one document over any number of lines."""
    document = _document(content)
    if isinstance(document, dict):
        return Input([Item(1, document)], is_single=True)
    if not isinstance(document, list):
        raise unusable("INPUT_NOT_PEOPLE")
    if not document:
        raise unusable("INPUT_EMPTY")
    items = [
        Item(place, value) if isinstance(value, dict) else Item(place, None, "LINE_NOT_AN_OBJECT")
        for place, value in enumerate(document, 1)
    ]
    if not any(item.values is not None for item in items):
        raise unusable("INPUT_NOT_PEOPLE")
    return Input(items, is_single=False)


def _document(content: bytes) -> object:
    try:
        return json.loads(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise unusable("INPUT_NOT_TEXT", line=content.count(b"\n", 0, error.start) + 1) from error
    except json.JSONDecodeError as error:
        raise unusable("INPUT_NOT_JSON", line=error.lineno) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits; nested without end
        raise unusable("INPUT_NOT_JSON", line=1) from error


def _item(number: int, line: bytes) -> Item:
    try:
        value = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        return Item(number, None, "LINE_NOT_TEXT")
    except (ValueError, RecursionError):
        return Item(number, None, "LINE_NOT_JSON")
    return Item(number, value) if isinstance(value, dict) else Item(number, None, "LINE_NOT_AN_OBJECT")
