"""Which version of the program this is."""

from __future__ import annotations

from importlib import metadata


def program_version() -> str:
    """The version of this program; ``?`` where it was only copied, not installed."""
    try:
        return metadata.version("posko")
    except metadata.PackageNotFoundError:
        return "?"
