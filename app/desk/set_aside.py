"""What an officer was in the middle of when the desk was locked: held sealed in memory until the same one is back."""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.desk.context import Desk

_TABLE = "set_aside"


@dataclass(frozen=True, slots=True)
class SetAside:
    """Values that nobody can read while the desk is locked, and only one officer gets back."""

    officer_uid: uuid.UUID
    mark: bytes = field(repr=False)
    sealed: bytes = field(repr=False)


def set_aside(desk: Desk, values: Mapping[str, str]) -> SetAside:
    """Seal what stands in the boxes."""
    mark = secrets.token_bytes(16)
    plain = json.dumps(dict(values)).encode()
    return SetAside(desk.keys.officer.uid, mark, desk.keys.sealer.seal(_TABLE, mark, plain))


def taken_up(desk: Desk, kept: SetAside) -> Mapping[str, str] | None:
    """What was set aside; ``None`` for another officer."""
    if kept.officer_uid != desk.keys.officer.uid:
        return None
    values = json.loads(desk.keys.sealer.open(_TABLE, kept.mark, kept.sealed))
    return {str(name): str(value) for name, value in values.items()}
