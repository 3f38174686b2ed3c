"""Dated facts come in files that people write: which key or line of one a reader's complaint is about."""

from __future__ import annotations

import re


def place_of(error: Exception) -> str:
    """The key (``rules[1].figure``) or line (``#12``) that a complaint names; ``-`` if it names none.

    The reader's own words are English and stay in the log.
    """
    reason = str(error)
    missing = re.search(r"field `(\w+)`", reason)
    path = re.search(r"`\$\.?([^`]*)`", reason)
    line = re.search(r"line (\d+)", reason)
    parts = [path[1] if path else "", missing[1] if missing else ""]
    key = ".".join(part for part in parts if part)
    return key or (f"#{line[1]}" if line else "-")
