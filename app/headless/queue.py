"""``posko queue``: numbers, calls and the end of the day, as the window does them."""

from __future__ import annotations

import argparse
import uuid
from collections.abc import Callable, Mapping
from datetime import date
from typing import assert_never

from app.desk.business_day import business_day, open_other_day
from app.desk.context import Desk
from app.desk.lookup import find_one
from app.desk.queue.acts import TicketMoved
from app.desk.queue.call import call, call_next, recall
from app.desk.queue.close import DayClosed, DayReopened, close_day, reopen_day
from app.desk.queue.look import QueueNow, find_ticket, find_to_renumber, queue_now
from app.desk.queue.move import finish, lapse, leave, put_back, requeue, serve, skip, transfer
from app.desk.queue.renumber import Renumbered, renumber
from app.desk.queue.take import BlanksReserved, TicketTaken, reserve_blanks, take_ticket
from app.desk.queue.visits import VisitNoted, note_visit
from app.desk.refusal import Refused
from app.headless.answer import NOT_ALL_GRANTED, Answer, Json, fact_json
from app.headless.opening import desk_for
from app.headless.stage import day_of
from core.errors import unusable
from core.queue_line import MOST_BLANKS
from core.sentences import sentence
from core.tickets import LINES, Service, Ticket
from core.visits import Asked, Result

_Told = (
    TicketTaken | TicketMoved | Renumbered | BlanksReserved | DayClosed | DayReopened | VisitNoted | QueueNow | Refused
)
_Act = Callable[[Desk, argparse.Namespace, date], _Told]


def queue(arguments: argparse.Namespace) -> Answer:
    """Do one thing in the queue of a day, or say how it stands."""
    with desk_for(arguments, is_read_only=arguments.what == "status") as desk:
        on = _day(desk, arguments)
        told = _ACTS[arguments.what](desk, arguments, on)
    return _answer(told, on)


def _day(desk: Desk, arguments: argparse.Namespace) -> date:
    """The business date; numbers of another day are given as people are registered for it."""
    if not arguments.on:
        return business_day(desk)
    on = day_of(arguments.on)
    return open_other_day(desk, on, arguments.reason) if arguments.what == "take" else on


def ticket_to_register(desk: Desk, number: str, on: date) -> uuid.UUID | None:
    """The ticket by which somebody was called; ``None`` = by none.

    Raises: Trouble TICKET_UNKNOWN, TICKET_BOUND (usage).
    """
    if not number:
        return None
    ticket = find_ticket(desk, number, on)
    if ticket is not None and ticket.visit is not None:
        raise unusable("TICKET_BOUND", number=ticket.number)
    return ticket_named(desk, number, on)


def ticket_named(desk: Desk, number: str, on: date) -> uuid.UUID:
    """The ticket with this number. Raises: Trouble QUEUE_NUMBER_MISSING, TICKET_UNKNOWN (usage)."""
    return _found(find_ticket, desk, number, on)


def _found(find: Callable[[Desk, str, date], Ticket | None], desk: Desk, number: str, on: date) -> uuid.UUID:
    if not number:
        raise unusable("QUEUE_NUMBER_MISSING")
    ticket = find(desk, number, on)
    if ticket is None:
        raise unusable("TICKET_UNKNOWN")
    return ticket.uid


def _take(desk: Desk, arguments: argparse.Namespace, on: date) -> _Told:
    return take_ticket(desk, _service(arguments.service or "A"), on, service=_line(arguments.line))


def _call(desk: Desk, arguments: argparse.Namespace, on: date) -> _Told:
    counter = _counter(desk, arguments)
    if arguments.number:
        return call(desk, ticket_named(desk, arguments.number, on), counter)
    wanted = [_line(letter) for letter in arguments.service.split(",")] if arguments.service else []
    return call_next(desk, on, counter, tuple(filter(None, wanted)) or LINES)


def _transfer(desk: Desk, arguments: argparse.Namespace, on: date) -> _Told:
    line = _line(arguments.line or arguments.service)
    if line is None:
        raise unusable("QUEUE_SERVICE_UNKNOWN", service="-", known=tuple(LINES))
    return transfer(desk, ticket_named(desk, arguments.number, on), line)


def _blanks(desk: Desk, arguments: argparse.Namespace, on: date) -> _Told:
    if not 1 <= arguments.count <= MOST_BLANKS:
        raise unusable("QUEUE_COUNT", most=MOST_BLANKS)
    return reserve_blanks(desk, on, arguments.count)


def _note(desk: Desk, arguments: argparse.Namespace, on: date) -> _Told:
    asked, result = _word(arguments.asked, tuple(Asked)), _word(arguments.result, tuple(Result))
    about = find_one(desk, arguments.about).uid if arguments.about else None
    ticket = ticket_named(desk, arguments.number, on) if arguments.number else None
    return note_visit(desk, on, Asked(asked), Result(result), note=arguments.note, about=about, ticket=ticket)


def _on_ticket(verb: Callable[[Desk, uuid.UUID], TicketMoved | Refused]) -> _Act:
    return lambda desk, arguments, on: verb(desk, ticket_named(desk, arguments.number, on))


def _at_counter(verb: Callable[[Desk, uuid.UUID, str], TicketMoved | Refused]) -> _Act:
    return lambda desk, arguments, on: verb(desk, ticket_named(desk, arguments.number, on), _counter(desk, arguments))


_ACTS: Mapping[str, _Act] = {
    "take": _take,
    "call": _call,
    "recall": _at_counter(recall),
    "serve": _at_counter(serve),
    "skip": _on_ticket(skip),
    "lapse": _on_ticket(lapse),
    "requeue": _on_ticket(requeue),
    "put-back": _on_ticket(put_back),
    "transfer": _transfer,
    "done": _on_ticket(finish),
    "leave": _on_ticket(leave),
    "renumber": lambda desk, arguments, on: renumber(desk, _found(find_to_renumber, desk, arguments.number, on)),
    "blanks": _blanks,
    "note": _note,
    "status": lambda desk, _arguments, on: queue_now(desk, on),
    "close": lambda desk, _arguments, on: close_day(desk, on),
    "reopen": lambda desk, arguments, on: reopen_day(desk, on, arguments.reason),
}


def _counter(desk: Desk, arguments: argparse.Namespace) -> str:
    return arguments.counter or desk.words.counter


def _service(text: str) -> Service:
    letter = text.strip().upper()
    if letter not in set(Service):
        raise unusable("QUEUE_SERVICE_UNKNOWN", service=text[:20], known=tuple(Service))
    return Service(letter)


def _line(text: str) -> Service | None:
    if not text:
        return None
    line = _service(text)
    if line not in LINES:
        raise unusable("QUEUE_SERVICE_UNKNOWN", service=text[:20], known=tuple(LINES))
    return line


def _word(text: str, known: tuple[str, ...]) -> str:
    if text not in known:
        raise unusable("QUEUE_WORD_UNKNOWN", word=text[:40] or "-", known=known)
    return text


def _answer(told: _Told, on: date) -> Answer:
    match told:
        case TicketTaken():
            return _taken(told)
        case TicketMoved():
            return Answer(_ticket(told.ticket), (_standing(told.ticket),))
        case BlanksReserved():
            first, last = told.tickets[0].number, told.tickets[-1].number
            said = sentence("QUEUE_RESERVED", {"count": len(told.tickets), "first": first, "last": last})
            return Answer([_ticket(ticket) for ticket in told.tickets], (said,))
        case DayClosed():
            return _closed(told, on)
        case Renumbered():
            said = sentence("QUEUE_RENUMBERED", {"before": told.before, "number": told.ticket.number})
            return Answer({**_ticket(told.ticket), "before": told.before}, (said,))
        case DayReopened() | VisitNoted():
            said = sentence("QUEUE_VISIT_NOTED" if isinstance(told, VisitNoted) else "QUEUE_REOPENED", {"on": on})
            return Answer({"on": on.isoformat()}, (said,))
        case QueueNow():
            return _status(told)
        case Refused():
            return _refused(told)
        case _:
            assert_never(told)


def _taken(told: TicketTaken) -> Answer:
    wait_s = told.wait_s
    said = sentence("QUEUE_TAKEN", {"number": told.ticket.number, "before": told.before})
    wait = (
        sentence("QUEUE_WAIT", {"minutes": -(-wait_s // 60)}) if wait_s is not None else sentence("QUEUE_WAIT_UNKNOWN")
    )
    return Answer({**_ticket(told.ticket), "before": told.before, "wait_s": wait_s}, (said, wait))


def _closed(told: DayClosed, on: date) -> Answer:
    said = [sentence("QUEUE_CLOSED", {"on": on, "count": len(told.left)})]
    if told.settled:
        said.append(sentence("QUEUE_SETTLED", {"numbers": tuple(one.number for one in told.settled)}))
    document = {"on": on.isoformat(), "left": _numbers(told.left), "settled": _numbers(told.settled)}
    return Answer(document, tuple(said))


def _refused(told: Refused) -> Answer:
    said = sentence(told.code, told.facts)
    facts = {name: fact_json(fact) for name, fact in told.facts.items()}
    refusal: dict[str, Json] = {"code": told.code.value, "message": said, "facts": facts}
    return Answer({"refused": refusal}, (said,), NOT_ALL_GRANTED)


def _ticket(ticket: Ticket) -> dict[str, Json]:
    return {
        "uid": str(ticket.uid),
        "number": ticket.number,
        "service": ticket.service.value,
        "state": ticket.state.value,
        "counter": ticket.counter or None,
        "calls": ticket.calls,
        "registration_no": ticket.registration_no or None,
        "rivals": list(ticket.rivals),
        "is_twice": ticket.is_twice,
    }


def _standing(ticket: Ticket) -> str:
    state = sentence(f"TICKET_STATE_{ticket.state.upper()}")
    if ticket.counter:
        return sentence("QUEUE_TICKET_AT", {"number": ticket.number, "state": state, "counter": ticket.counter})
    return sentence("QUEUE_TICKET", {"number": ticket.number, "state": state})


def _numbers(tickets: tuple[Ticket, ...]) -> list[Json]:
    return [ticket.number for ticket in tickets]


def _status(now: QueueNow) -> Answer:
    lines = {
        letter.value: {
            "waiting": _numbers(line.waiting),
            "given": line.count.given,
            "served": line.count.served,
            "lapsed": line.count.lapsed,
            "left": line.count.left,
            "cap_left": line.cap_left,
            "service_s": line.pace.service_s if line.pace else None,
        }
        for letter, line in now.lines.items()
    }
    document: dict[str, Json] = {
        "on": now.on.isoformat(),
        "is_closed": now.is_closed,
        "waiting": _numbers(now.waiting),
        "counters": {ticket.counter: ticket.number for ticket in now.at_counters},
        "skipped": _numbers(now.aside),
        "lapsed": _numbers(now.lapsed),
        "reserved": _numbers(now.reserved),
        "twice": list(now.twice),
        "services": lines,
    }
    said = (sentence("QUEUE_LINE", _line_facts(now, letter)) for letter in now.lines)
    order = sentence("QUEUE_WAITING", {"numbers": tuple(one.number for one in now.waiting) or ("-",)})
    return Answer(document, (*said, *map(_standing, now.at_counters), order))


def _line_facts(now: QueueNow, letter: Service) -> dict[str, str | int]:
    line = now.lines[letter]
    return {
        "service": sentence(f"QUEUE_SERVICE_{letter}"),
        "waiting": len(line.waiting),
        "given": line.count.given,
        "served": line.count.served,
        "lapsed": line.count.lapsed,
        "left": line.count.left,
    }
