"""Programme files that the server has sent: kept as they came, the newest version of each."""

from __future__ import annotations

from dataclasses import dataclass

from app.models.statements import run
from app.models.tables import ProgrammeRow
from core.versions import is_newer

_KEPT = "SELECT code, version, text FROM programme ORDER BY code"


@dataclass(frozen=True, slots=True)
class KeptProgramme:
    """A programme's file from the server."""

    code: str
    version: str
    text: bytes


def kept_programmes() -> tuple[KeptProgramme, ...]:
    """All of them; call in the database worker's thread."""
    return tuple(KeptProgramme(*row) for row in run(_KEPT).fetchall())


def keep_programme(kept: KeptProgramme, at_ms: int) -> bool:
    """Keep a file unless a newer one is there; whether it was kept. Call inside the transaction."""
    present = ProgrammeRow.get_or_none(ProgrammeRow.code == kept.code)
    if present is not None and not is_newer(kept.version, present.version):
        return False
    ProgrammeRow.delete().where(ProgrammeRow.code == kept.code).execute()
    ProgrammeRow.insert(code=kept.code, version=kept.version, text=kept.text, taken_at_ms=at_ms).execute()
    return True
