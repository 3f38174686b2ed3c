"""Versions of rules, ``2020-04-11.1``: the day they are from, and a count within it."""

from __future__ import annotations


def is_newer(version: str, than: str) -> bool:
    """Whether a version comes after another one; any text is a version."""
    return _order(version) > _order(than)


def _order(version: str) -> tuple[str, int, str]:
    day, _, count = version.partition(".")
    is_count = count.isascii() and count.isdigit() and len(count) < 9
    return day, int(count) if is_count else 0, version
