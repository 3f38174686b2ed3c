"""Tickets in the store: kept with their events, told anew with every move, read by day; closed days; measured times."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.models.attention import Attention
from app.models.heard import NOT_NUMBERED
from app.models.queue_tables import QueueDayRow, TicketMoveRow, TicketRow, TicketSpellRow
from app.models.statements import Value, insert, run
from core.queue_line import DayTurn, last_turn
from core.queue_times import LATEST
from core.sentences import fact_text
from core.tickets import Service, Source, Spell, TakenTicket, Ticket, TicketMove, TicketState, folded

_FEED_NO = f"""COALESCE(
    (SELECT feed_no FROM event WHERE event.stream = {{table}}.stream AND event.seq = {{table}}.seq),
    (SELECT feed_no FROM news WHERE news.stream = {{table}}.stream AND news.seq = {{table}}.seq), {NOT_NUMBERED})"""  # noqa: S608 - words of our own

_TAKEN = """
    SELECT stream, seq, uid, COALESCE(taken_number, number), taken_for, business_on, taken_tick, at_ms, source,
        registration_no
    FROM ticket WHERE uid = ?"""
_MOVES = f"""
    SELECT move, turn, tick, at_ms, stream, seq, {_FEED_NO.format(table="ticket_move")}, counter, service, slot,
        COALESCE(number, '')
    FROM ticket_move WHERE ticket_uid = ?"""  # noqa: S608 - as above
_TELL = """
    UPDATE ticket SET service = ?, state = ?, slot = ?, slot_tick = ?, counter = ?, calls = ?, called_tick = ?,
        turn = ?, tick = ?, called_at_ms = ?, done_at_ms = ?, wait_s = ?, service_s = ?, rivals = ?, number = ?,
        taken_number = ?
    WHERE stream = ? AND seq = ?"""
_STANDING = """
    SELECT uid, number, service, state, source, slot, at_ms, registration_no, counter, calls, slot_tick, called_tick,
        turn, tick, called_at_ms, done_at_ms, wait_s, service_s, rivals, taken_number
    FROM ticket"""
_OF_DAY = f"{_STANDING} WHERE business_on = ? ORDER BY stream, seq"
_ONE = f"{_STANDING} WHERE uid = ? ORDER BY stream, seq"
_LEFT_LINES = "DELETE FROM ticket_spell WHERE ticket_uid = ?"
_SPELLS = "SELECT ticket_uid, service, called_tick, wait_s, service_s FROM ticket_spell"
_SPELLS_OF_DAY = f"{_SPELLS} WHERE business_on = ? ORDER BY ticket_uid, place"
_SPELLS_OF_ONE = f"{_SPELLS} WHERE ticket_uid = ? ORDER BY place"
_MOVE_COLUMNS = ("stream", "seq", "move", "turn", "tick", "at_ms", "counter", "service", "slot")
_DAY_OF = "SELECT business_on FROM ticket WHERE uid = ?"
_DAYS = f"""
    SELECT is_closed, turn, {_FEED_NO.format(table="queue_day")}, stream, seq
    FROM queue_day WHERE business_on = ?"""  # noqa: S608 - as above
_SERVED_BEFORE = """
    SELECT service_s, business_on, called_tick FROM ticket
    WHERE service = ?1 AND business_on < ?2 AND service_s IS NOT NULL
    UNION ALL
    SELECT service_s, business_on, called_tick FROM ticket_spell
    WHERE service = ?1 AND business_on < ?2 AND service_s IS NOT NULL
    ORDER BY 2 DESC, 3 DESC LIMIT ?3"""
_VISITS = """
    SELECT queue_number, stream, ticket_uid, uid, at_ms FROM registration WHERE business_on = ? ORDER BY at_ms, seq"""
_RESERVED_NO = """
    SELECT registration_no FROM ticket WHERE uid = ? AND registration_no != '' AND NOT EXISTS (
        SELECT 1 FROM registration WHERE registration.registration_no = ticket.registration_no)"""
_USED_BY = "SELECT 1 FROM registration WHERE business_on = ? AND queue_number = ? AND stream = ? LIMIT 1"
_BOUND = "SELECT 1 FROM registration WHERE ticket_uid = ? LIMIT 1"
_OF_TAKEN = "SELECT DISTINCT uid FROM ticket WHERE stream = ? AND seq BETWEEN ? AND ?"
_OF_MOVES = "SELECT DISTINCT ticket_uid FROM ticket_move WHERE stream = ? AND seq BETWEEN ? AND ?"
_SHARED_TURNS = """
    SELECT DISTINCT ticket_uid FROM ticket_move AS ours WHERE stream = ? AND seq BETWEEN ? AND ? AND EXISTS (
        SELECT 1 FROM ticket_move AS other
        WHERE other.ticket_uid = ours.ticket_uid AND other.turn = ours.turn AND other.stream != ours.stream)"""
_DROPS = tuple(
    f"DELETE FROM {table} WHERE stream = ? AND seq BETWEEN ? AND ?"  # noqa: S608 - tables of our own
    for table in ("ticket", "ticket_move", "queue_day")
)
_TWICE = """
    SELECT number, business_on FROM ticket GROUP BY business_on, number HAVING COUNT(*) > 1
    UNION
    SELECT number, ticket.business_on FROM ticket JOIN registration
        ON registration.business_on = ticket.business_on AND registration.queue_number = ticket.number
        AND registration.ticket_uid IS NULL
    ORDER BY 2, 1"""


@dataclass(frozen=True, slots=True)
class PlainVisit:
    """A registration that took its number itself, without a ticket."""

    number: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class QueueDay:
    """Everything that has a number on a business date."""

    on: date
    tickets: tuple[Ticket, ...]
    plain: tuple[PlainVisit, ...]

    @property
    def plain_numbers(self) -> tuple[str, ...]:
        """Numbers of registrations without a ticket."""
        return tuple(visit.number for visit in self.plain)


def keep_ticket(seq: int, taken: TakenTicket) -> None:
    """Keep a ticket that was taken, and what is known of it already; inside a transaction."""
    counts: dict[str, Value] = dict.fromkeys(("slot", "slot_tick", "calls", "called_tick", "turn", "tick"), 0)
    insert(
        TicketRow,
        {
            "stream": taken.stream,
            "seq": seq,
            "uid": taken.uid.bytes,
            "number": taken.number,
            "business_on": taken.business_on.isoformat(),
            "taken_for": taken.service.value,
            "taken_tick": taken.tick,
            "source": taken.source.value,
            "registration_no": taken.registration_no,
            "at_ms": taken.at_ms,
            "service": taken.service.value,
            "state": TicketState.WAITING.value,
            "counter": "",
            "rivals": "",
            **counts,  # what is known of it is told below
        },
    )
    tell_ticket(taken.uid)


def keep_move(ticket: uuid.UUID, move: TicketMove) -> None:
    """Keep what was done with a ticket, whether it stands here yet or not; inside a transaction."""
    values: dict[str, Value] = {name: getattr(move, name) for name in _MOVE_COLUMNS}
    insert(TicketMoveRow, {**values, "number": move.number or None, "ticket_uid": ticket.bytes})
    tell_ticket(ticket)


def keep_day_turn(business_on: date, turn: DayTurn) -> None:
    """Keep that the queue of a day was closed or opened; inside a transaction."""
    values: dict[str, Value] = {name: getattr(turn, name) for name in ("stream", "seq", "is_closed", "turn")}
    insert(QueueDayRow, {**values, "business_on": business_on.isoformat()})


def tell_ticket(uid: uuid.UUID) -> None:
    """Bring a ticket to what all known moves make of it; inside a transaction."""
    moves = tuple(TicketMove(*row) for row in run(_MOVES, uid.bytes).fetchall())
    for row in run(_TAKEN, uid.bytes).fetchall():
        ticket = folded(_taken(row), moves)
        run(_TELL, *_told(ticket), row[0], row[1])
        _tell_spells(ticket)


def _tell_spells(ticket: Ticket) -> None:
    run(_LEFT_LINES, ticket.uid.bytes)
    for place, spell in enumerate(ticket.spells):
        insert(
            TicketSpellRow,
            {
                "ticket_uid": ticket.uid.bytes,
                "place": place,
                "business_on": ticket.business_on.isoformat(),
                "service": spell.service.value,
                "called_tick": spell.called_tick,
                "wait_s": spell.wait_s,
                "service_s": spell.service_s,
            },
        )


def _taken(row: tuple[Any, ...]) -> TakenTicket:
    stream, _seq, uid, number, taken_for, business_on, tick, at_ms, source, registration_no = row
    return TakenTicket(
        uid=uuid.UUID(bytes=uid),
        number=number,
        letter=Service(number[0]),
        service=Service(taken_for),
        business_on=date.fromisoformat(business_on),
        tick=tick,
        at_ms=at_ms,
        stream=stream,
        source=Source(source),
        registration_no=registration_no,
    )


def _told(ticket: Ticket) -> tuple[str | int | None, ...]:
    return (
        ticket.service.value,
        ticket.state.value,
        ticket.slot,
        ticket.slot_tick,
        ticket.counter,
        ticket.calls,
        ticket.called_tick,
        ticket.turn,
        ticket.tick,
        ticket.called_at_ms,
        ticket.done_at_ms,
        ticket.wait_s,
        ticket.service_s,
        "\n".join(ticket.rivals),
        ticket.number,
        ticket.taken_number or None,
    )


def tickets_on(on: date) -> tuple[Ticket, ...]:
    """Every known ticket of a business date, in order of number."""
    return day_on(on).tickets


def day_on(on: date) -> QueueDay:
    """Every known ticket of a business date, in order of number, and the visits that have none."""
    rows = run(_OF_DAY, on.isoformat()).fetchall()
    plain, bound = _visits(on)
    spells = _spells(run(_SPELLS_OF_DAY, on.isoformat()).fetchall())
    many = Counter((*(row[1] for row in rows), *(visit.number for visit in plain)))
    tickets = [_ticket(on, row, spells.get(row[0], ()), bound.get(row[0]), is_twice=many[row[1]] > 1) for row in rows]
    return QueueDay(on, tuple(sorted(tickets, key=_by_number)), plain)


def ticket_again(uid: uuid.UUID, on: date, *, visit: uuid.UUID | None, is_twice: bool) -> Ticket:
    """A ticket that must be there, after a move; what other tickets and visits say of it is known already."""
    spells = _spells(run(_SPELLS_OF_ONE, uid.bytes).fetchall())
    return _ticket(on, run(_ONE, uid.bytes).fetchone(), spells.get(uid.bytes, ()), visit, is_twice=is_twice)


def _spells(rows: Iterable[tuple[bytes, str, int, int | None, int | None]]) -> dict[bytes, tuple[Spell, ...]]:
    """Times in lines that were left, by ticket."""
    found: dict[bytes, tuple[Spell, ...]] = {}
    for uid, service, called_tick, wait_s, service_s in rows:
        found[uid] = (*found.get(uid, ()), Spell(_SERVICES[service], called_tick, wait_s, service_s))
    return found


def _by_number(ticket: Ticket) -> tuple[str, int, str]:
    return ticket.letter, len(ticket.number), ticket.number


def _visits(on: date) -> tuple[tuple[PlainVisit, ...], dict[bytes, uuid.UUID]]:
    """Visits that took their numbers themselves, each number once; ticket -> first registration that came of it."""
    plain: dict[tuple[str, bytes], PlainVisit] = {}
    bound: dict[bytes, uuid.UUID] = {}
    for number, stream, ticket, uid, at_ms in run(_VISITS, on.isoformat()).fetchall():
        if ticket is None:
            plain.setdefault((number, stream), PlainVisit(number, at_ms))
        else:
            bound.setdefault(ticket, uuid.UUID(bytes=uid))
    return tuple(plain.values()), bound


_SERVICES: Mapping[str, Service] = {one.value: one for one in Service}
_STATES: Mapping[str, TicketState] = {one.value: one for one in TicketState}
_SOURCES: Mapping[str, Source] = {one.value: one for one in Source}


def _ticket(
    on: date, row: tuple[Any, ...], spells: tuple[Spell, ...], visit: uuid.UUID | None, *, is_twice: bool
) -> Ticket:
    uid, number, service, state, source, slot, at_ms, registration_no, *counts, rivals, taken_number = row
    counter, calls, slot_tick, called_tick, turn, tick, called_at_ms, done_at_ms, wait_s, service_s = counts
    return Ticket(
        uid=uuid.UUID(bytes=uid),
        number=number,
        letter=_SERVICES[number[0]],
        service=_SERVICES[service],
        business_on=on,
        state=_STATES[state],
        source=_SOURCES[source],
        slot=slot,
        taken_at_ms=at_ms,
        registration_no=registration_no,
        counter=counter,
        calls=calls,
        slot_tick=slot_tick,
        called_tick=called_tick,
        turn=turn,
        tick=tick,
        called_at_ms=called_at_ms,
        done_at_ms=done_at_ms,
        wait_s=wait_s,
        service_s=service_s,
        rivals=tuple(rivals.split("\n")) if rivals else (),
        spells=spells,
        taken_number=taken_number or "",
        is_twice=is_twice,
        visit=visit,
    )


def ticket_day(uid: uuid.UUID) -> date | None:
    """The business date of a ticket; ``None`` = there is no such ticket here."""
    row = run(_DAY_OF, uid.bytes).fetchone()
    return date.fromisoformat(row[0]) if row else None


def is_number_used(number: str, on: date, stream: bytes) -> bool:
    """Whether a registration of this stream and day has a queue number."""
    return run(_USED_BY, on.isoformat(), number, stream).fetchone() is not None


def is_bound(uid: uuid.UUID) -> bool:
    """Whether a registration has this ticket's number."""
    return run(_BOUND, uid.bytes).fetchone() is not None


def reserved_registration_no(uid: uuid.UUID) -> str:
    """The registration number on the blank form with this ticket; empty if there is none, or somebody has it."""
    row = run(_RESERVED_NO, uid.bytes).fetchone()
    return row[0] if row else ""


def day_turn_of(on: date) -> DayTurn | None:
    """What was said last about the queue of a day; ``None`` = it was never closed."""
    rows = run(_DAYS, on.isoformat()).fetchall()
    return last_turn(
        DayTurn(bool(is_closed), turn, feed_no, stream, seq) for is_closed, turn, feed_no, stream, seq in rows
    )


def served_before(service: Service, on: date) -> tuple[int, ...]:
    """Measured service times of a line on earlier days, the latest first; as many as count."""
    rows = run(_SERVED_BEFORE, service.value, on.isoformat(), LATEST).fetchall()
    return tuple(service_s for service_s, _on, _tick in rows)


def tell_placed(stream: bytes, first_seq: int, last_seq: int) -> frozenset[uuid.UUID]:
    """Tell anew what two desks did at once, now that the server has told which came first; the tickets."""
    found = frozenset(uuid.UUID(bytes=uid) for (uid,) in run(_SHARED_TURNS, stream, first_seq, last_seq).fetchall())
    for uid in found:
        tell_ticket(uid)
    return found


def drop_ticket_events(stream: bytes, first_seq: int, last_seq: int) -> None:
    """Let go what stands at these places of a log; inside a transaction. What is left is told anew."""
    places = stream, first_seq, last_seq
    touched = {uid for text in (_OF_TAKEN, _OF_MOVES) for (uid,) in run(text, *places).fetchall()}
    for text in _DROPS:
        run(text, *places)
    for uid in touched:
        run(_LEFT_LINES, uid)
        tell_ticket(uuid.UUID(bytes=uid))


def doubled_numbers() -> tuple[Attention, ...]:
    """Numbers of the queue that two people have on one day, the eldest first."""
    return tuple(
        Attention("QUEUE_NUMBER_TWICE", {"on": fact_text(date.fromisoformat(on))}, "", number)
        for number, on in run(_TWICE).fetchall()
    )
