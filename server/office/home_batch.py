"""The batch that a registration is in without any step: the one that was open on the day of the visit."""

from __future__ import annotations

from datetime import date

import resources
from core.batches import Place, batch_of
from core.errors import Trouble
from core.programme import Programme, parse_programme
from core.stages import Trail
from core.versions import is_newer
from server.store.programmes import newest_programmes
from server.store.records import StoredProgramme, StoredRegistration
from server.store.work import Work

_FOLDER = "programmes"


class HomeBatches:
    """Batches by the programmes' newest files: bundled with the program, or added at this server."""

    def __init__(self, work: Work) -> None:
        self._added = {one.code: one for one in newest_programmes(work)}
        self._known: dict[str, Programme | None] = {}

    def programme(self, code: str) -> Programme | None:
        """The programme as its newest file has it; ``None`` = no file is known here."""
        if code not in self._known:
            self._known[code] = _newest(_bundled(code), self._added.get(code))
        return self._known[code]

    def batch(self, registration: StoredRegistration, trail: Trail) -> int | None:
        """Number of the batch that it is in; ``None`` = in none, or the programme has none."""
        programme = self.programme(registration.programme)
        if programme is None or not programme.has_batches:
            return None
        province = registration.registration_no.partition("-")[0]
        try:
            on = date.fromisoformat(registration.business_on)
        except ValueError:  # whatever a desk said is kept, even a day that is none
            return None
        return batch_of(programme, province, Place(registration.status, on, trail)) or None


def _bundled(code: str) -> Programme | None:
    name = f"{code}.toml"
    return parse_programme(resources.read(_FOLDER, name), name) if name in resources.names(_FOLDER) else None


def _newest(bundled: Programme | None, added: StoredProgramme | None) -> Programme | None:
    if added is None or (bundled is not None and not is_newer(added.version, bundled.version)):
        return bundled
    try:
        return parse_programme(added.text, f"{added.code}.toml")
    except Trouble:  # a newer server's file
        return bundled
