"""The emblem of the letterhead, read from the file that the settings name."""

from __future__ import annotations

import logging
from pathlib import Path

from core.errors import Trouble, unusable
from papers.emblem import MOST_BYTES, is_emblem

LOG = logging.getLogger(__name__)


def read_emblem(home: Path, name: str) -> bytes:
    """The picture in this file; a name without a folder is one in the profile's folder; no name, no picture.

    Raises: Trouble EMBLEM_UNUSABLE (usage) if there is none, or none that papers can carry.
    """
    if not name:
        return b""
    path = home / Path(name).expanduser()
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:  # no such file; or a name that no file can have
        raise unusable("EMBLEM_UNUSABLE", file=path.name) from error
    if not is_emblem(content):
        raise unusable("EMBLEM_UNUSABLE", file=path.name)
    return content


def emblem_or_none(home: Path, name: str) -> bytes:
    """The same; papers go out without it where it has gone: nobody waits for a picture."""
    try:
        return read_emblem(home, name)
    except Trouble as trouble:
        LOG.warning("the letterhead goes without its emblem: %s", trouble.code)
        return b""
