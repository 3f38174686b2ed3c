"""The programmes of one desk: those that ship with the program, and newer ones that its server has sent."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from app.bundled import programme, programme_codes
from app.models.programmes import KeptProgramme
from app.models.store import Store
from core.errors import Trouble
from core.programme import Programme, parse_programme
from core.versions import is_newer

LOG = logging.getLogger(__name__)


class Programmes:
    """Of each programme the newest version, be it bundled or sent by the server; any thread may ask."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._seen: tuple[KeptProgramme, ...] = ()
        self._sent: Mapping[str, Programme] = {}

    def codes(self) -> tuple[str, ...]:
        """Codes of all programmes, in the order in which their files want to be offered."""
        return tuple(sorted({*programme_codes(), *self._newer()}, key=lambda code: (self.of(code).order, code)))

    def of(self, code: str) -> Programme:
        """The programme with this code. Raises: Trouble PROGRAMME_UNKNOWN (usage)."""
        return self._newer().get(code) or programme(code)

    def _newer(self) -> Mapping[str, Programme]:
        """What the server has sent and is newer than what ships with the program; read anew when it has changed."""
        present = self._store.programmes
        if present is not self._seen:
            read = (_read(kept) for kept in present if _is_news(kept))
            self._sent = {one.code: one for one in read if one is not None}
            self._seen = present
        return self._sent


def _is_news(kept: KeptProgramme) -> bool:
    return kept.code not in programme_codes() or is_newer(kept.version, programme(kept.code).version)


def _read(kept: KeptProgramme) -> Programme | None:
    """A file that this version of the program cannot read, perhaps a newer program's, changes nothing."""
    try:
        read = parse_programme(kept.text, f"{kept.code}.toml")
    except Trouble as trouble:
        LOG.warning("programme %s %s from the server is not understood: %s", kept.code, kept.version, trouble.code)
        return None
    return read if (read.code, read.version) == (kept.code, kept.version) else None
