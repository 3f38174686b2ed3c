"""Which version of the program this is."""

from __future__ import annotations


def program_version() -> str:
    """The version of this program; ``?`` where it was only copied, not installed."""
    from importlib import metadata  # loaded when somebody asks

    try:
        return metadata.version("posko")
    except metadata.PackageNotFoundError:
        return "?"
