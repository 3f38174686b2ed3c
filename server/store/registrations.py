"""Queries about the registrations derived from events."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any

from server.store.bulk import insert_rows
from server.store.database import Work
from server.store.records import Standing, StoredRegistration
from server.store.streams import PAGE
from server.store.tables import RegistrationRow

_KEY = ("post", "uid")
_KEPT = (*_KEY, "repeats", "copies")


def of_records(work: Work, post: str, uids: Collection[bytes]) -> tuple[Standing, ...]:
    """The registrations of a post with these uids."""
    return _standing(work, (RegistrationRow.post == post) & RegistrationRow.uid.in_(list(uids)))


def whole(work: Work, post: str, uids: Collection[bytes]) -> tuple[StoredRegistration, ...]:
    """The registrations of a post with these uids, complete."""
    select = RegistrationRow.select().where(RegistrationRow.post == post, RegistrationRow.uid.in_(list(uids)))
    return tuple(_stored(row) for row in select.dicts().execute(work.db))


def of_people(work: Work, niks: Collection[str]) -> tuple[Standing, ...]:
    """The registrations of these people at every post."""
    return _standing(work, RegistrationRow.nik.in_(list(niks)))


def of_numbers(work: Work, numbers: Collection[str]) -> tuple[Standing, ...]:
    """The registrations with these printed numbers at every post."""
    return _standing(work, RegistrationRow.registration_no.in_(list(numbers)))


def save(work: Work, registrations: list[StoredRegistration]) -> None:
    """Add registrations; one that stands is replaced, its counters stay."""
    said_again = [name for name in StoredRegistration.__slots__ if name not in _KEPT]
    insert_rows(work, RegistrationRow, [_row(new) for new in registrations], key=_KEY, said_again=said_again)


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
    return tuple(_stored(row) for row in select.dicts().execute(work.db))


def _stored(row: dict[str, Any]) -> StoredRegistration:
    return StoredRegistration(**{**row, "device": uuid.UUID(bytes=row["device"])})


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
