"""Helps with e-mail in the store: kept with their events, told anew with every move, sealed but for counts."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from app.models.account_tables import AccountBoundRow, AccountMoveRow, AccountRow
from app.models.heard import NOT_NUMBERED, news_place, opened_at
from app.models.sealing import Sealer
from app.models.statements import insert, run
from core.account_events import moved_account, opened_account
from core.accounts import Account, AccountMove, AccountState, MovedAccount, OpenedAccount, folded
from core.queue_events import Spot, uid_of
from core.wire.codec import encode
from core.wire.records import AccountMovedBody, AccountOpenedBody

FEED_NO = f"""COALESCE(
    (SELECT feed_no FROM event WHERE event.stream = {{table}}.stream AND event.seq = {{table}}.seq),
    (SELECT feed_no FROM news WHERE news.stream = {{table}}.stream AND news.seq = {{table}}.seq), {NOT_NUMBERED})"""  # noqa: S608 - words of our own
"""Where an event stands in the server's order; last of all while the server has not told it."""

_TABLE, _MOVES_TABLE = "account", "account_move"
_OPENED = """
    SELECT stream, seq, uid, business_on, need, registration_uid, ticket_uid, at_ms, sealed
    FROM account WHERE uid = ? ORDER BY stream, seq"""
_MOVES = f"""
    SELECT move, turn, at_ms, stream, seq, {FEED_NO.format(table="account_move")}, road, provider, step, result, reason,
        address_mark, sealed
    FROM account_move WHERE account_uid = ?"""  # noqa: S608 - as above
_TELL = """
    UPDATE account SET state = ?, road = ?, provider = ?, step = ?, result = ?, reason = ?, address_mark = ?,
        worked_s = ?, ended_at_ms = ?
    WHERE stream = ? AND seq = ?"""
_OPEN = "SELECT DISTINCT uid FROM account WHERE state != ? ORDER BY at_ms, stream, seq"
_BETWEEN = "SELECT DISTINCT uid FROM account WHERE business_on BETWEEN ? AND ? ORDER BY at_ms, stream, seq"
_OF_REGISTRATION = """
    SELECT uid FROM account WHERE registration_uid = ?1
    UNION SELECT account_uid FROM account_bound WHERE registration_uid = ?1
    UNION SELECT account_uid FROM registration WHERE uid = ?1 AND account_uid IS NOT NULL"""
_REGISTRATIONS = """
    SELECT uid FROM registration WHERE account_uid = ?1
    UNION SELECT registration_uid FROM account_bound WHERE account_uid = ?1
    UNION SELECT registration_uid FROM account WHERE uid = ?1 AND registration_uid IS NOT NULL"""
_SET_PERSON = "INSERT OR REPLACE INTO account_person (account_uid, nik_mark) VALUES (?, ?)"
_OF_PERSON = "SELECT account_uid FROM account_person WHERE nik_mark = ?"
_WITH_ADDRESS = "SELECT DISTINCT uid FROM account WHERE address_mark = ?"
_PERSON_OF = "SELECT nik_mark FROM account_person WHERE account_uid = ?"
_NIK_OF = "SELECT nik_mark FROM registration WHERE uid = ?"
_TOUCHED = (
    "SELECT DISTINCT uid FROM account WHERE stream = ? AND seq BETWEEN ? AND ?",
    "SELECT DISTINCT account_uid FROM account_move WHERE stream = ? AND seq BETWEEN ? AND ?",
)
_DROPS = tuple(
    f"DELETE FROM {table} WHERE stream = ? AND seq BETWEEN ? AND ?"  # noqa: S608 - tables of our own
    for table in ("account", "account_move", "mail_act", "account_bound")
)
_SHARED_TURNS = """
    SELECT DISTINCT account_uid FROM account_move AS ours WHERE stream = ? AND seq BETWEEN ? AND ? AND EXISTS (
        SELECT 1 FROM account_move AS other
        WHERE other.account_uid = ours.account_uid AND other.turn = ours.turn AND other.stream != ours.stream)"""


def keep_account(sealer: Sealer, spot: Spot, body: AccountOpenedBody) -> None:
    """Keep a help that began; inside a transaction. Raises: Malformed if its day or a uid is none."""
    opened = opened_account(body, spot)
    insert(
        AccountRow,
        {
            "stream": spot.stream,
            "seq": spot.seq,
            "uid": spot.record.bytes,
            "business_on": opened.on.isoformat(),
            "need": body.need,
            "registration_uid": opened.registration.bytes if opened.registration else None,
            "ticket_uid": opened.ticket.bytes if opened.ticket else None,
            "at_ms": spot.at_ms,
            "state": AccountState.OPEN.value,
            "step": 0,
            "worked_s": 0,
            "sealed": sealer.seal(_TABLE, news_place(spot.stream, spot.seq), encode(body)),
            **dict.fromkeys(("road", "provider", "result", "reason"), ""),  # what is known of it is told below
        },
    )
    if opened.registration is not None:
        _note_person_of(spot.record, opened.registration)
    tell_account(spot.record)


def keep_account_move(sealer: Sealer, spot: Spot, body: AccountMovedBody) -> None:
    """Keep what was done with a help, whether it stands here yet or not; inside a transaction.

    Raises: Malformed if it binds the help to what is no registration.
    """
    if body.move == AccountMove.BOUND and (registration := uid_of(body.registration)) is not None:
        _bind(spot, registration)
    insert(
        AccountMoveRow,
        {
            "stream": spot.stream,
            "seq": spot.seq,
            "account_uid": spot.record.bytes,
            "at_ms": spot.at_ms,
            "address_mark": sealer.mark("email", body.address),
            "sealed": sealer.seal(_MOVES_TABLE, news_place(spot.stream, spot.seq), encode(body)),
            **{name: getattr(body, name) for name in ("move", "turn", "road", "provider", "step", "result", "reason")},
        },
    )
    tell_account(spot.record)


def _bind(spot: Spot, registration: uuid.UUID) -> None:
    insert(
        AccountBoundRow,
        {
            "stream": spot.stream,
            "seq": spot.seq,
            "account_uid": spot.record.bytes,
            "registration_uid": registration.bytes,
        },
    )
    _note_person_of(spot.record, registration)


def _note_person_of(account: uuid.UUID, registration: uuid.UUID) -> None:
    """Who is helped is known by the registration, where it stands here."""
    row = run(_NIK_OF, registration.bytes).fetchone()
    note_account_person(account, row[0] if row else None)


def tell_account(uid: uuid.UUID) -> None:
    """Bring what is in clear of a help to what all known moves make of it; needs no seal; inside a transaction."""
    moves = tuple(_marked_move(row) for row in run(_MOVES, uid.bytes).fetchall())
    for row in run(_OPENED, uid.bytes).fetchall():
        told = folded(_opened_bare(row), moves)
        mark = bytes.fromhex(told.address) or None
        counts = told.worked_s, told.ended_at_ms
        words = told.state.value, told.road, told.provider, told.step, told.result, told.reason
        run(_TELL, *words, mark, *counts, row[0], row[1])


def account_by_uid(sealer: Sealer, uid: uuid.UUID) -> Account | None:
    """One help with everything that it says; ``None`` = there is none here."""
    row = run(_OPENED, uid.bytes).fetchone()
    if row is None:
        return None
    return folded(_opened(sealer, row), (_move(sealer, one) for one in run(_MOVES, uid.bytes).fetchall()))


def helped_names(sealer: Sealer, uids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Names of those who got these helps, as far as somebody has told them."""
    rows = ((uid, run(_OPENED, uid.bytes).fetchone()) for uid in uids)
    return {uid: _opened(sealer, row).name_on_id for uid, row in rows if row is not None}


def open_account_uids() -> tuple[uuid.UUID, ...]:
    """Helps that somebody is at or comes back to, the eldest first."""
    return _uids(run(_OPEN, AccountState.ENDED.value).fetchall())


def account_uids_between(since: date, until: date) -> tuple[uuid.UUID, ...]:
    """Helps that began on these business dates."""
    return _uids(run(_BETWEEN, since.isoformat(), until.isoformat()).fetchall())


def accounts_of_registration(registration: uuid.UUID) -> tuple[uuid.UUID, ...]:
    """The helps of a registration: those that came out of it, and the one that its visit got."""
    return _uids(run(_OF_REGISTRATION, registration.bytes).fetchall())


def registrations_of(account: uuid.UUID) -> tuple[uuid.UUID, ...]:
    """The registrations of whoever got this help."""
    return _uids(run(_REGISTRATIONS, account.bytes).fetchall())


def note_account_person(account: uuid.UUID, nik_mark: bytes | None) -> None:
    """Note who is helped, as far as this desk knows; inside a transaction."""
    if nik_mark is not None:
        run(_SET_PERSON, account.bytes, nik_mark)


def accounts_of_person(account: uuid.UUID, nik_mark: bytes | None) -> tuple[uuid.UUID, ...]:
    """Helps of the same person besides this one, as far as this desk knows whose they are.

    Args:
        nik_mark: of the NIK that somebody says this help is for; ``None`` = nobody does.
    """
    marks = {nik_mark, *(mark for (mark,) in run(_PERSON_OF, account.bytes).fetchall())} - {None}
    found = {uid for mark in marks for uid in _uids(run(_OF_PERSON, mark).fetchall())}
    beside = {uid for one in registrations_of(account) for uid in accounts_of_registration(one)}
    return tuple(sorted((found | beside) - {account}))


def accounts_with_nik(nik_mark: bytes) -> tuple[uuid.UUID, ...]:
    """Helps of the person with this NIK."""
    return _uids(run(_OF_PERSON, nik_mark).fetchall())


def accounts_with_address(mark: bytes) -> tuple[uuid.UUID, ...]:
    """Helps whose address has this mark now."""
    return _uids(run(_WITH_ADDRESS, mark).fetchall())


def drop_accounts(stream: bytes, first_seq: int, last_seq: int) -> None:
    """Let go what stands at these places of a log; inside a transaction. What is left is told anew."""
    places = stream, first_seq, last_seq
    touched = {uid for text in _TOUCHED for (uid,) in run(text, *places).fetchall()}
    for text in _DROPS:
        run(text, *places)
    for uid in touched:
        tell_account(uuid.UUID(bytes=uid))


def tell_placed_accounts(stream: bytes, first_seq: int, last_seq: int) -> frozenset[uuid.UUID]:
    """Tell anew what two desks did at once, now that the server has told which came first; the helps."""
    found = frozenset(_uids(run(_SHARED_TURNS, stream, first_seq, last_seq).fetchall()))
    for uid in found:
        tell_account(uid)
    return found


def _uids(rows: Iterable[tuple[bytes]]) -> tuple[uuid.UUID, ...]:
    return tuple(uuid.UUID(bytes=uid) for (uid,) in rows)


def _opened(sealer: Sealer, row: tuple[Any, ...]) -> OpenedAccount:
    stream, seq, uid, *_clear, at_ms, sealed = row
    body = opened_at(sealer, _TABLE, (stream, seq), sealed, AccountOpenedBody) if sealed else None
    spot = Spot(stream, seq, uuid.UUID(bytes=uid), at_ms)
    return opened_account(body, spot) if body else _opened_bare(row)


def _opened_bare(row: tuple[Any, ...]) -> OpenedAccount:
    """What is left of a help past its time, and all that counts need."""
    stream, _seq, uid, on, need, registration, ticket, at_ms, _sealed = row
    return OpenedAccount(
        uid=uuid.UUID(bytes=uid),
        on=date.fromisoformat(on),
        need=need,
        name_on_id="",
        officer_name="",
        at_ms=at_ms,
        stream=stream,
        registration=uuid.UUID(bytes=registration) if registration else None,
        ticket=uuid.UUID(bytes=ticket) if ticket else None,
    )


def _move(sealer: Sealer, row: tuple[Any, ...]) -> MovedAccount:
    move, turn, at_ms, stream, seq, feed_no, road, provider, step, result, reason, _mark, sealed = row
    body = opened_at(sealer, _MOVES_TABLE, (stream, seq), sealed, AccountMovedBody) if sealed else None
    if body is not None:
        return moved_account(body, Spot(stream, seq, uuid.UUID(int=0), at_ms, feed_no))
    clear = {"road": road, "provider": provider, "step": step, "result": result, "reason": reason}
    return MovedAccount(move, turn, at_ms, stream, seq, feed_no, **clear)


def _marked_move(row: tuple[Any, ...]) -> MovedAccount:
    """A move with the mark of its address in the address's place: to know which counts, nothing has to be opened."""
    move, turn, at_ms, stream, seq, feed_no, road, provider, step, result, reason, mark, _sealed = row
    clear = {"road": road, "provider": provider, "step": step, "result": result, "reason": reason}
    return MovedAccount(move, turn, at_ms, stream, seq, feed_no, address=mark.hex() if mark else "", **clear)
