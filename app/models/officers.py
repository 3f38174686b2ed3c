"""Officers: the store key under each one's secret, and the growing delay after wrong ones."""

from __future__ import annotations

import enum
import secrets
import uuid
from dataclasses import dataclass

from app.models.sealing import SALT_BYTES, STRONG, KdfCost, unwrap_with_secret, wrap_with_secret
from app.models.tables import OfficerRow
from core.errors import Trouble, unusable

MIN_SECRET = 8
FREE_TRIES = 4
FIRST_WAIT_S = 30
LONGEST_WAIT_S = 15 * 60


class Role(enum.StrEnum):
    """What an officer may do at the desk."""

    OFFICER = "officer"
    COORDINATOR = "coordinator"


@dataclass(frozen=True, slots=True)
class Officer:
    """Who works at the desk."""

    uid: uuid.UUID
    name: str
    role: Role

    @property
    def is_coordinator(self) -> bool:
        """Whether they may do what only a coordinator may."""
        return self.role is Role.COORDINATOR


def wait_s(failures: int) -> int:
    """Seconds before the next try after so many wrong secrets: none for four, then 30 s doubling to 15 min.

    Source: TRUST 4.5, X4.
    """
    if failures <= FREE_TRIES:
        return 0
    doublings = min(failures - FREE_TRIES - 1, 10)
    return min(FIRST_WAIT_S << doublings, LONGEST_WAIT_S)


@dataclass(frozen=True, slots=True)
class SecretLock:
    """The store key under one secret, and what a guess of it costs."""

    cost: KdfCost
    salt: bytes
    wrapped_key: bytes

    def opened(self, secret: str) -> bytes | None:
        """The store key, or ``None`` if the secret is wrong. Takes a fraction of a second on purpose.

        Raises: Trouble SEAL_BROKEN if the cost cannot be meant.
        """
        return unwrap_with_secret(self.wrapped_key, secret, self.salt, self.cost)


def secret_lock(secret: str, store_key: bytes, *, cost: KdfCost = STRONG) -> SecretLock:
    """Put the store key under a secret. It takes as long as a guess: not on the database worker.

    Raises: Trouble SECRET_TOO_SHORT (usage).
    """
    if len(secret) < MIN_SECRET:
        raise unusable("SECRET_TOO_SHORT", limit=MIN_SECRET)
    salt = secrets.token_bytes(SALT_BYTES)
    return SecretLock(cost, salt, wrap_with_secret(store_key, secret, salt, cost))


def free_name(name: str) -> str:
    """The name as it is kept, if nobody here has it. Raises: Trouble OFFICER_NAME_EMPTY or OFFICER_EXISTS (usage)."""
    cleaned = " ".join(name.split())
    if not cleaned:
        raise unusable("OFFICER_NAME_EMPTY")
    if any(officer.name.casefold() == cleaned.casefold() for officer in officers()):
        raise unusable("OFFICER_EXISTS", name=cleaned)
    return cleaned


def add_officer(uid: uuid.UUID, name: str, role: Role, lock: SecretLock, *, at_ms: int) -> Officer:
    """Let a person in. Raises: Trouble OFFICER_NAME_EMPTY or OFFICER_EXISTS (usage)."""
    cleaned = free_name(name)
    OfficerRow.create(uid=uid.bytes, name=cleaned, role=role.value, created_at_ms=at_ms, **_columns(lock))
    return Officer(uid, cleaned, role)


def set_lock(officer: Officer, lock: SecretLock) -> None:
    """The officer's old secret opens no longer; wrong tries at it are forgotten."""
    columns = _columns(lock) | {"failures": 0, "failed_at_ms": 0}
    OfficerRow.update(columns).where(OfficerRow.uid == officer.uid.bytes).execute()


def remove_officer(officer: Officer) -> None:
    """The officer's secret opens nothing any more; the name stays with what they did."""
    OfficerRow.delete().where(OfficerRow.uid == officer.uid.bytes).execute()


def _columns(lock: SecretLock) -> dict[str, int | bytes]:
    return {
        "kdf_memory_kib": lock.cost.memory_kib,
        "kdf_iterations": lock.cost.iterations,
        "kdf_salt": lock.salt,
        "wrapped_key": lock.wrapped_key,
    }


def officers() -> tuple[Officer, ...]:
    """All officers, the eldest first."""
    return tuple(_officer(row) for row in OfficerRow.select().order_by(OfficerRow.created_at_ms, OfficerRow.name))


def _officer(row: OfficerRow) -> Officer:
    role = Role(row.role) if row.role in set(Role) else Role.OFFICER  # a damaged word gives the lesser rights
    return Officer(uuid.UUID(bytes=bytes(row.uid)), row.name, role)


def choose_officer(name: str | None) -> Officer:
    """The officer with this name; without a name the only one there is.

    Raises: Trouble OFFICER_UNKNOWN or OFFICER_UNNAMED (usage).
    """
    everybody = officers()
    if name is None:
        if len(everybody) == 1:
            return everybody[0]
        raise unusable("OFFICER_UNNAMED", names=tuple(officer.name for officer in everybody))
    for officer in everybody:
        if officer.name.casefold() == " ".join(name.split()).casefold():
            return officer
    raise unusable("OFFICER_UNKNOWN", names=tuple(officer.name for officer in everybody))


def refuse_during_wait(officer: Officer, at_ms: int) -> OfficerRow:
    """The officer's row, unless the wait after wrong secrets still runs.

    Raises: Trouble SECRET_WAIT with the seconds that are left.
    """
    row = OfficerRow.get_by_id(officer.uid.bytes)
    elapsed_s = max(at_ms - row.failed_at_ms, 0) // 1000
    left_s = wait_s(row.failures) - elapsed_s
    if left_s > 0:
        raise Trouble("SECRET_WAIT", seconds=left_s)
    return row


def restart_wait(officer: Officer, at_ms: int) -> None:
    """A clock set back starts the wait anew: it neither helps who guesses nor locks anybody out until it catches up."""
    OfficerRow.update(failed_at_ms=at_ms).where(
        (OfficerRow.uid == officer.uid.bytes) & (OfficerRow.failed_at_ms > at_ms)
    ).execute()


def count_try(officer: Officer, at_ms: int) -> int:
    """Count a try before it is made, so that a killed program has not tried for free; call in a transaction.

    Returns: the seconds to wait before the next one, if this one is wrong.
    Raises: Trouble SECRET_WAIT with the seconds that are left.
    """
    row = refuse_during_wait(officer, at_ms)
    OfficerRow.update(failures=row.failures + 1, failed_at_ms=at_ms).where(
        OfficerRow.uid == officer.uid.bytes
    ).execute()
    return wait_s(row.failures + 1)


def clear_tries(officer: Officer) -> None:
    """Forget the tries after a right secret."""
    OfficerRow.update(failures=0, failed_at_ms=0).where(OfficerRow.uid == officer.uid.bytes).execute()


def lock_of(officer: Officer) -> SecretLock:
    """What the officer's secret opens. Raises: Trouble OFFICER_UNKNOWN (usage) if they were removed meanwhile."""
    row = OfficerRow.get_or_none(OfficerRow.uid == officer.uid.bytes)
    if row is None:
        raise unusable("OFFICER_UNKNOWN", names=tuple(one.name for one in officers()))
    return SecretLock(KdfCost(row.kdf_memory_kib, row.kdf_iterations), bytes(row.kdf_salt), bytes(row.wrapped_key))
