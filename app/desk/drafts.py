"""Drafts: a half-filled form survives a power cut. A draft is no visit and takes no number."""

from __future__ import annotations

import logging
import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.changes import Changes
from app.desk.context import Desk
from app.models import drafts as rows
from app.models.account_purging import are_unbound_accounts, wipe_unbound_accounts
from app.models.events import append, latest_at_ms
from app.models.profile import born_at_ms
from app.models.visits import are_unbound_notes, wipe_unbound_notes
from core.card_numbers import LENGTH
from core.people import masked_name
from core.typed_text import tidy
from core.wire.events import Kind
from core.wire.records import RemarkBody

LOG = logging.getLogger(__name__)

MS_A_DAY = 86_400_000


@dataclass(frozen=True, slots=True)
class Draft:
    """A half-filled form: its fields as typed."""

    uid: uuid.UUID
    values: Mapping[str, str]
    updated_at_ms: int

    @property
    def title(self) -> str:
        """Who it is about, masked: the list of drafts stands where others can see it. Empty if nobody knows yet."""
        return masked_name(tidy(self.values.get("name_on_id", "")).upper())

    @property
    def nik_end(self) -> str:
        """The last four digits of a NIK, which tell two people without a name apart; empty while it is half typed."""
        digits = "".join(char for char in self.values.get("nik", "") if char.isdigit())
        return digits[-4:] if len(digits) == LENGTH else ""

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


def purge_drafts(desk: Desk, days: int) -> int:
    """Delete what nobody has touched for so many days, and note how many that were; the number.

    Helps with e-mail that never became a registration's, and notes of visits about none, are wiped like drafts: only
    what counts is left of them.

    A programme's file may shorten the days of its own drafts, never lengthen them.

    A clock that ran ahead or back must not cost anybody a form: days count to the desk's last act at most, and a
    draft that seems older than the desk begins its days anew.

    Source: FACTBOOK 5.1, retention: drafts 30 days.
    """

    def purge() -> int:
        now_ms = desk.now_ms()
        rows.restamp(born_at_ms(), now_ms)
        last_ms = _last_ms(now_ms)
        before_ms = last_ms - days * MS_A_DAY
        many = rows.remove_older(before_ms) + _remove_of_programmes(desk, days, last_ms)
        told = {
            "drafts_purged": many,
            "accounts_purged": wipe_unbound_accounts(before_ms),
            "notes_purged": wipe_unbound_notes(before_ms),
        }
        for about, count in told.items():
            if count:
                body = RemarkBody(about, count, desk.keys.officer.name)
                append(desk.writer(), Kind.DRAFTS_PURGED, body, at_ms=now_ms)
        return many

    def is_needed() -> bool:
        before_ms = _last_ms(desk.now_ms()) - days * MS_A_DAY
        if are_unbound_accounts(before_ms) or are_unbound_notes(before_ms):
            return True
        oldest_ms = rows.oldest_ms()
        least = min((days, *_shorter_days(desk, days).values()))
        return oldest_ms is not None and oldest_ms < max(_last_ms(desk.now_ms()) - least * MS_A_DAY, born_at_ms())

    if not desk.store.run(is_needed):
        return 0
    many = desk.store.write(purge)
    LOG.info("drafts of more than %d days, or those of their programme, deleted: %d", days, many)
    return many


def _shorter_days(desk: Desk, days: int) -> Mapping[str, int]:
    """The days of those programmes that keep drafts for fewer."""
    kept = ((code, desk.programme_of(code).retention) for code in desk.programme_codes())
    return {code: told.drafts_days for code, told in kept if told is not None and told.drafts_days < days}


def _remove_of_programmes(desk: Desk, days: int, last_ms: int) -> int:
    """Delete drafts whose programme keeps them for fewer days; only then is any of them opened."""
    shorter = _shorter_days(desk, days)
    found = rows.everything(desk.keys.sealer) if shorter else ()
    over = [
        uid
        for uid, values, at_ms in found
        if at_ms < last_ms - shorter.get(values.get("programme", ""), days) * MS_A_DAY
    ]
    for uid in over:
        rows.remove(uid)
    return len(over)


def _last_ms(now_ms: int) -> int:
    latest_ms = latest_at_ms()
    return now_ms if latest_ms is None else min(now_ms, latest_ms)
