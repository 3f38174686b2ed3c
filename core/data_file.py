"""Dated facts come in files that people write: which key and line of one a reader's complaint is about."""

from __future__ import annotations

import itertools
import re

_STEP = re.compile(r"(\w+)(?:\[(\d+)\])?")
_HEADER = re.compile(r"\s*(\[\[?)\s*([\w.]+)\s*\]\]?")


def place_of(error: Exception, text: str = "") -> str:
    """The key (``rules[1].figure``) and line (``#12``) that a complaint names; ``-`` if it names none.

    The reader's own words are English and stay in the log.

    Args:
        text: of the file, to find the line of a key in.
    """
    reason = str(error)
    missing = re.search(r"field `(\w+)`", reason)
    path = re.search(r"`\$\.?([^`]*)`", reason)
    line = re.search(r"line (\d+)", reason)
    parts = [path[1] if path else "", missing[1] if missing else ""]
    key = ".".join(part for part in parts if part)
    number = int(line[1]) if line else _broken_line(error, text) or _line_of(key, text)
    return " ".join(part for part in (key, f"#{number}" if number else "") if part) or "-"


def _broken_line(error: Exception, text: str) -> int | None:
    """The line where a file stops being text, or ends too early."""
    if isinstance(error, UnicodeDecodeError):
        return error.object.count(b"\n", 0, error.start) + 1
    return len(text.splitlines()) or None if "at end of document" in str(error) else None


def _line_of(path: str, text: str) -> int | None:
    """The line of a TOML file where a key stands; of a missing one, where its table begins."""
    steps = [(found[1], int(found[2] or 0)) for found in _STEP.finditer(path)]
    lines = text.splitlines()
    start = 0
    for length in range(len(steps) - 1, 0, -1):
        header = _header_line(lines, ".".join(name for name, _ in steps[:length]), steps[length - 1][1])
        if header is not None:
            start, steps = header + 1, steps[length:]
            break
    return _key_line(lines, start, steps) or start or None


def _header_line(lines: list[str], name: str, place: int) -> int | None:
    found = (_HEADER.match(line) for line in lines)
    headers = [number for number, one in enumerate(found) if one and one[2] == name]
    return headers[place] if place < len(headers) else None


def _key_line(lines: list[str], start: int, steps: list[tuple[str, int]]) -> int | None:
    for number in range(start, len(lines)):
        if _HEADER.match(lines[number]):
            return None
        if steps and re.match(rf"\s*{steps[0][0]}\s*=", lines[number]):
            return _item_line(lines, number, steps[0][1]) if len(steps) > 1 else number + 1
    return None


def _item_line(lines: list[str], start: int, place: int) -> int:
    """The line of one of the tables in braces that a key holds."""
    begun = itertools.accumulate(line.count("{") for line in lines[start:])
    return next((start + number + 1 for number, count in enumerate(begun) if count > place), start + 1)
