"""Queries about programmes' files: every version is kept, the newest one of each code is given out."""

from __future__ import annotations

from core.versions import is_newer
from server.store import statements
from server.store.bulk import insert_rows
from server.store.database import Work
from server.store.records import StoredProgramme
from server.store.tables import ProgrammeRow

_VERSIONS = statements.select(ProgrammeRow, ["code", "version"], 'ORDER BY "code"')
_PROGRAMME = statements.select(ProgrammeRow, StoredProgramme.__slots__, 'WHERE "code" = ? AND "version" = ?')


def newest_versions(work: Work) -> dict[str, str]:
    """The newest version of each programme, by code and in its order."""
    newest: dict[str, str] = {}
    for code, version in statements.rows(work, _VERSIONS):
        if code not in newest or is_newer(version, newest[code]):
            newest[code] = version
    return newest


def programme(work: Work, code: str, version: str) -> StoredProgramme:
    """One file, which must be there. Raises: LookupError."""
    row = statements.first(work, _PROGRAMME, code, version)
    if row is None:
        raise LookupError(code)
    return StoredProgramme(*row)


def newest_programmes(work: Work) -> tuple[StoredProgramme, ...]:
    """The newest file of each programme, by code."""
    return tuple(programme(work, code, version) for code, version in newest_versions(work).items())


def add_programme(work: Work, programme: StoredProgramme) -> None:
    """Keep a file; its version must be new."""
    values = {"code": programme.code, "version": programme.version, "text": programme.text}
    insert_rows(work, ProgrammeRow, [{**values, "added_at_ms": programme.added_at_ms}])
