"""What an act has touched, so that every screen can decide for itself whether to look again."""

from __future__ import annotations

import uuid
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Changes:
    """The answer of a verb carries this: which registrations, and whether queue, outbox, drafts or mail help moved."""

    registrations: frozenset[uuid.UUID] = frozenset()
    has_queue: bool = False
    has_outbox: bool = False
    has_drafts: bool = False
    has_accounts: bool = False
