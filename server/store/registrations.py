"""Queries about the registrations derived from events."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any

from server.store.database import Work
from server.store.records import Standing, StoredRegistration
from server.store.streams import PAGE, ROWS_PER_INSERT
from server.store.tables import RegistrationRow

_KEY = (RegistrationRow.post, RegistrationRow.uid)
_COUNTERS = ("post", "uid", "repeats", "copies")


def of_records(work: Work, post: str, uids: Collection[bytes]) -> tuple[Standing, ...]:
    """The registrations of a post with these uids."""
    return _standing(work, (RegistrationRow.post == post) & RegistrationRow.uid.in_(list(uids)))


def of_people(work: Work, niks: Collection[str]) -> tuple[Standing, ...]:
    """The registrations of these people at every post."""
    return _standing(work, RegistrationRow.nik.in_(list(niks)))


def of_numbers(work: Work, numbers: Collection[str]) -> tuple[Standing, ...]:
    """The registrations with these printed numbers at every post."""
    return _standing(work, RegistrationRow.registration_no.in_(list(numbers)))


def save(work: Work, registrations: list[StoredRegistration]) -> None:
    """Add registrations; one that stands is replaced, its counters stay."""
    rows = [_row(registration) for registration in registrations]
    said_again = [field for name, field in RegistrationRow._meta.fields.items() if name not in _COUNTERS]
    for start in range(0, len(rows), ROWS_PER_INSERT):
        insert = RegistrationRow.insert_many(rows[start : start + ROWS_PER_INSERT])
        insert.on_conflict(conflict_target=_KEY, preserve=said_again).execute(work.db)


def count_act(work: Work, post: str, uid: bytes, *, repeats: int, copies: int) -> None:
    """Write how often a person came again and the highest copy of the slip."""
    update = RegistrationRow.update(repeats=repeats, copies=copies)
    update.where(RegistrationRow.post == post, RegistrationRow.uid == uid).execute(work.db)


def flag_duplicate(work: Work, post: str, uid: bytes, group: bytes) -> None:
    """Put a registration into a group of duplicates."""
    update = RegistrationRow.update(duplicate_group=group)
    update.where(RegistrationRow.post == post, RegistrationRow.uid == uid).execute(work.db)


def page(work: Work, after: tuple[str, int]) -> tuple[StoredRegistration, ...]:
    """The next registrations after this post and feed number, over all posts."""
    post, number = after
    later = (RegistrationRow.post > post) | ((RegistrationRow.post == post) & (RegistrationRow.feed_no > number))
    select = RegistrationRow.select().where(later).order_by(RegistrationRow.post, RegistrationRow.feed_no).limit(PAGE)
    return tuple(
        StoredRegistration(**{**row, "device": uuid.UUID(bytes=row["device"])})
        for row in select.dicts().execute(work.db)
    )


def _standing(work: Work, condition: object) -> tuple[Standing, ...]:
    columns = [getattr(RegistrationRow, name) for name in Standing.__slots__]
    select = RegistrationRow.select(*columns).where(condition).order_by(RegistrationRow.post, RegistrationRow.feed_no)
    return tuple(
        Standing(**{**row, "device": uuid.UUID(bytes=row["device"])}) for row in select.dicts().execute(work.db)
    )


def _row(registration: StoredRegistration) -> dict[str, Any]:
    row: dict[str, Any] = {name: getattr(registration, name) for name in StoredRegistration.__slots__}
    row["device"] = registration.device.bytes
    return row
