"""Queries about the registrations derived from events."""

from __future__ import annotations

import operator
import uuid
from collections.abc import Collection, Iterable
from typing import Any

from msgspec.structs import astuple, fields

from core.registration import Status
from server.store import cross, statements
from server.store.bulk import insert_tuples, storable
from server.store.database import Work
from server.store.records import Standing, StoredRegistration
from server.store.streams import PAGE
from server.store.tables import RegistrationRow

_KEY = ("post", "uid")
_KEPT = (*_KEY, "repeats", "copies")

_SAID_AGAIN = tuple(name for name in StoredRegistration.__struct_fields__ if name not in _KEPT)

_IN_ORDER = 'ORDER BY "post", "feed_no"'
_ANY_BETWEEN = statements.select(RegistrationRow, ["uid"], 'WHERE "post" = ? AND "uid" BETWEEN ? AND ? LIMIT 1')
OF_RECORDS = statements.select(RegistrationRow, Standing.__struct_fields__, 'WHERE "post" = ? AND "uid" {among}')
"""Open to the test that asks SQLite by which index it goes; asked for an order, it would read the whole post for it."""
_OF_PEOPLE = statements.select(RegistrationRow, Standing.__struct_fields__, f'WHERE "nik" {{among}} {_IN_ORDER}')
_OF_NUMBERS = statements.select(
    RegistrationRow, Standing.__struct_fields__, f'WHERE "registration_no" {{among}} {_IN_ORDER}'
)
_WHOLE = statements.select(RegistrationRow, StoredRegistration.__struct_fields__, 'WHERE "post" = ? AND "uid" {among}')
_COUNT_ACT = 'UPDATE "registration" SET "repeats" = ?, "copies" = ? WHERE "post" = ? AND "uid" = ?'
_DEVICE = Standing.__struct_fields__.index("device")
_STORED_DEVICE = StoredRegistration.__struct_fields__.index("device")
_texts_of = operator.itemgetter(*(place for place, field in enumerate(fields(StoredRegistration)) if field.type is str))
_FLAG = 'UPDATE "registration" SET "duplicate_group" = ? WHERE "post" = ? AND "uid" = ?'

Claim = tuple[str, str, str]
"""A person (by NIK) in a programme and its period: at most one registration with a number may have it."""


def claim_of(one: Standing | StoredRegistration) -> Claim | None:
    """What nobody else may have; a visit that ended without a number or was withdrawn claims nothing."""
    if not one.registration_no or not one.nik or one.status == Status.WITHDRAWN:
        return None
    return one.nik, one.programme, one.period


def of_records(work: Work, post: str, uids: Collection[bytes]) -> tuple[Standing, ...]:
    """The registrations of a post with these uids, in any order.

    Uids begin with the time: of what a desk has just made nothing stands, nor anything of a time between.
    """
    if not uids or statements.first(work, _ANY_BETWEEN, post, min(uids), max(uids)) is None:
        return ()
    return _standing(statements.rows_among(work, OF_RECORDS, uids, post))


def whole(work: Work, post: str, uids: Collection[bytes]) -> tuple[StoredRegistration, ...]:
    """The registrations of a post with these uids, complete."""
    rows = statements.rows_among(work, _WHOLE, uids, post)
    return tuple(_stored(row) for row in rows)


def of_people(work: Work, niks: Collection[str]) -> tuple[Standing, ...]:
    """The registrations of these people at every post."""
    return _standing(statements.rows_among(work, _OF_PEOPLE, [storable(nik) for nik in niks]))


def of_numbers(work: Work, numbers: Collection[str]) -> tuple[Standing, ...]:
    """The registrations with these printed numbers at every post."""
    return _standing(statements.rows_among(work, _OF_NUMBERS, [storable(number) for number in numbers]))


def save(
    work: Work,
    registrations: Collection[StoredRegistration],
    shared: Iterable[tuple[str, bytes]] | None = None,
    standing: Collection[bytes] | None = None,
) -> None:
    """Add registrations; one that stands is replaced, its counters stay.

    Those that claim what nobody else may have are queued to be held against other posts'.

    Args:
        shared: all (post and uid) who were found to have a claim of these registrations together; ``None`` = nobody
            has looked. Where nobody else writes meanwhile that is everybody, and nothing needs to be looked at again.
        standing: the uids of those that may stand; ``None`` = nobody has looked. Looking at each row costs as much
            again as adding it.
    """
    may_stand = [one for one in registrations if standing is None or one.uid in standing]
    new = [one for one in registrations if standing is not None and one.uid not in standing]
    columns = StoredRegistration.__struct_fields__
    insert_tuples(work, RegistrationRow, columns, [_row(one) for one in new])
    insert_tuples(work, RegistrationRow, columns, [_row(one) for one in may_stand], key=_KEY, said_again=_SAID_AGAIN)
    if shared is None or work.has_rivals:
        claiming = [(new.post, new.uid) for new in registrations if claim_of(new) is not None]
        cross.add_work(work, claiming, is_found=False)
    else:
        cross.add_work(work, shared, is_found=True)


def count_act(work: Work, post: str, uid: bytes, *, repeats: int, copies: int) -> None:
    """Write how often a person came again and the highest copy of the slip."""
    statements.run(work, _COUNT_ACT, repeats, copies, post, uid)


def flag_duplicate(work: Work, post: str, uid: bytes, group: bytes) -> None:
    """Put a registration into a group of duplicates."""
    statements.run(work, _FLAG, group, post, uid)


def page(work: Work, after: tuple[str, int]) -> tuple[StoredRegistration, ...]:
    """The next registrations after this post and feed number, over all posts."""
    post, number = after
    later = (RegistrationRow.post > post) | ((RegistrationRow.post == post) & (RegistrationRow.feed_no > number))
    select = RegistrationRow.select().where(later).order_by(RegistrationRow.post, RegistrationRow.feed_no).limit(PAGE)
    return tuple(
        StoredRegistration(**{**row, "device": uuid.UUID(bytes=row["device"])})
        for row in select.dicts().execute(work.db)
    )


def _stored(row: tuple[Any, ...]) -> StoredRegistration:
    return StoredRegistration(*_with_device(row, _STORED_DEVICE))


def _standing(rows: Iterable[tuple[Any, ...]]) -> tuple[Standing, ...]:
    return tuple(Standing(*_with_device(row, _DEVICE)) for row in rows)


def _with_device(row: tuple[Any, ...], place: int) -> list[Any]:
    values = list(row)
    values[place] = uuid.UUID(bytes=values[place])
    return values


def _row(registration: StoredRegistration) -> tuple[Any, ...]:
    row = astuple(registration)
    if "\0" in "".join(_texts_of(row)):
        row = tuple(storable(value) if isinstance(value, str) else value for value in row)
    return (*row[:_STORED_DEVICE], registration.device.bytes, *row[_STORED_DEVICE + 1 :])
