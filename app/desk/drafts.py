"""Drafts: a half-filled form survives a power cut. A draft is no visit and takes no number."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.changes import Changes
from app.desk.context import Desk
from app.models import drafts as rows
from core.people import masked_name, masked_nik
from core.typed_text import tidy


@dataclass(frozen=True, slots=True)
class Draft:
    """A half-filled form: its fields as typed."""

    uid: uuid.UUID
    values: Mapping[str, str]
    updated_at_ms: int

    @property
    def title(self) -> str:
        """Who it is about, masked: the list of drafts stands where others can see it. Empty if nobody knows yet."""
        name = tidy(self.values.get("name_on_id", "")).upper()
        return masked_name(name) if name else masked_nik(tidy(self.values.get("nik", "")))

    @property
    def programme(self) -> str:
        """Code of the programme that the form was for; empty if it does not say."""
        return self.values.get("programme", "")

    @property
    def stage(self) -> str:
        """Name of the field where the officer was."""
        return self.values.get("stage", "")


def save_draft(desk: Desk, values: Mapping[str, str], uid: uuid.UUID | None = None) -> tuple[uuid.UUID, Changes]:
    """Keep the form as it stands; the same ``uid`` overwrites."""
    kept = uid or uuid.UUID(bytes=secrets.token_bytes(16), version=4)
    desk.store.write(lambda: rows.keep(desk.keys.sealer, kept, values, desk.keys.officer.uid, desk.now_ms()))
    return kept, Changes(has_drafts=True)


def drafts(desk: Desk) -> Sequence[Draft]:
    """All drafts, the latest first."""
    return tuple(Draft(*one) for one in desk.store.run(lambda: rows.everything(desk.keys.sealer)))


def discard_draft(desk: Desk, uid: uuid.UUID) -> Changes:
    """Forget a draft: it was saved as a visit, or the officer let it go."""
    desk.store.write(lambda: rows.remove(uid))
    return Changes(has_drafts=True)
