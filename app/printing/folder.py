"""A folder in place of a printer: each paper becomes a clear PDF file there, because somebody chose so."""

from __future__ import annotations

import itertools
import re
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

from app.printing.worker import Handover
from core.errors import Trouble
from core.sentences import os_reason

_ODD = re.compile(r"[^A-Za-z0-9._-]+")
MOST_TITLE = 80

_OWNER_ALONE = 0o600
"""Names and half of a NIK stand on slips, an activation code on a card: no other account of this machine reads them."""


class FolderPrinter:
    """Writes papers into a folder and overwrites none: a second one of the same title gets a number."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def hand_over(self, pdf: bytes, paper: str, title: str, on_sent: Callable[[], None]) -> Handover:
        """Write one paper. Raises: Trouble PRINTER_FOLDER."""
        del paper, on_sent  # its size stands in the PDF, and nobody is asked
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._put(pdf, title)
        except (OSError, ValueError) as error:  # ValueError: no folder can have that name
            reason = os_reason(error.errno if isinstance(error, OSError) else None)
            raise Trouble("PRINTER_FOLDER", folder=self._folder.name, reason=reason) from error
        return Handover()

    def _put(self, pdf: bytes, title: str) -> None:
        part = self._folder / f"{secrets.token_hex(8)}.part"
        try:
            part.touch(_OWNER_ALONE, exist_ok=False)
            part.write_bytes(pdf)
            for name in _names(title):
                target = self._folder / name
                if not target.exists():  # this program is the only one that writes these names
                    part.replace(target)
                    return
        finally:
            part.unlink(missing_ok=True)


def _names(title: str) -> Iterator[str]:
    stem = _ODD.sub("-", title).strip(".-")[:MOST_TITLE] or "slip"
    yield f"{stem}.pdf"
    for number in itertools.count(2):
        yield f"{stem}-{number}.pdf"
