"""Queries about programmes' files: every version is kept, the newest one of each code is given out."""

from __future__ import annotations

from core.versions import is_newer
from server.store.bulk import insert_rows
from server.store.database import Work
from server.store.records import StoredProgramme
from server.store.tables import ProgrammeRow


def newest_programmes(work: Work) -> tuple[StoredProgramme, ...]:
    """The newest file of each programme, by code."""
    newest: dict[str, StoredProgramme] = {}
    for row in ProgrammeRow.select().order_by(ProgrammeRow.code).dicts().execute(work.db):
        one = StoredProgramme(row["code"], row["version"], bytes(row["text"]), row["added_at_ms"])
        if one.code not in newest or is_newer(one.version, newest[one.code].version):
            newest[one.code] = one
    return tuple(newest.values())


def add_programme(work: Work, programme: StoredProgramme) -> None:
    """Keep a file; its version must be new."""
    values = {"code": programme.code, "version": programme.version, "text": programme.text}
    insert_rows(work, ProgrammeRow, [{**values, "added_at_ms": programme.added_at_ms}])
