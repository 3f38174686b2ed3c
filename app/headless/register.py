"""``posko register``: one person or many through the same verb that the window uses."""

from __future__ import annotations

import argparse
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.desk.business_day import business_day, open_other_day
from app.desk.context import Desk
from app.desk.known import fill_marks
from app.desk.register import Registered, register
from app.desk.slips import slip_title, write_slip
from app.headless.answer import DONE, NOT_ALL_GRANTED, TROUBLE, USAGE, Answer, Json, finding_json, trouble_json
from app.headless.input_file import Input, Item, read_input
from app.headless.opening import desk_for, refuse_clear_output
from app.headless.progress import Progress
from app.headless.queue import ticket_to_register
from app.main import settings_of
from core.acts import outcome_code
from core.entry import entry_from_json
from core.errors import Trouble, unusable
from core.findings import Fact, Finding, Weight
from core.programme import Programme
from core.registration import Outcome
from core.sentences import sentence
from papers import Paper


@dataclass(frozen=True, slots=True)
class Order:
    """What to do with each item.

    Args:
        programmes: what each person asks for, in one visit.
        ticket: by which the person was called.
    """

    programmes: tuple[Programme, ...]
    on: date
    slips: Path | None
    paper: Paper
    ticket: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one item in one programme: an answer, an unreadable line, or a trouble (perhaps only of the slip).

    ``is_untried``: the store met trouble with somebody before.
    """

    item: Item
    programme: Programme
    registered: Registered | None = None
    slip: Path | None = None
    trouble: Trouble | None = None
    is_untried: bool = False

    @property
    def outcome(self) -> str:
        """The word under which it is counted."""
        if self.registered is not None:
            return self.registered.outcome.value
        if self.is_untried:
            return "untried"
        return "trouble" if self.trouble else "unreadable"

    @property
    def code(self) -> str:
        """Why there is no answer."""
        if self.is_untried:
            return "LINE_NOT_TRIED"
        return self.trouble.code if self.trouble else self.item.code

    @property
    def facts(self) -> Mapping[str, Fact]:
        """What the sentence of the code needs."""
        return {"line": self.item.line, **(self.trouble.facts if self.trouble else {})}


def register_input(arguments: argparse.Namespace) -> Answer:
    """Register what the input holds, in order; one person's trouble with a slip does not stop the others.

    Several programmes (``--programme A,B``) are one visit: one queue number, an outcome for each.
    """
    paper = paper_of(arguments.paper or settings_of(arguments.home).paper)
    if arguments.slips is not None:
        refuse_clear_output(arguments, arguments.slips)
    given = read_input(arguments.input)
    if arguments.ticket and not given.is_single:
        raise unusable("TICKET_FOR_ONE")
    with desk_for(arguments) as desk:
        wanted = programmes_of(desk, arguments.programme)
        on = business_date(desk, arguments.on, arguments.reason)
        fill_marks(desk)  # nobody works beside: whom an older program kept must be found by the first one asked about
        order = Order(wanted, on, arguments.slips, paper, ticket_to_register(desk, arguments.ticket, on))
        results = _each(desk, given, order)
    return _answer(given, results, len(wanted))


def programmes_of(desk: Desk, text: str) -> tuple[Programme, ...]:
    """The programmes of a list with commas, each once. Raises: Trouble PROGRAMME_UNKNOWN (usage)."""
    return tuple(desk.programme_of(code) for code in dict.fromkeys(code.strip() for code in text.split(",")))


def paper_of(name: str) -> Paper:
    """The paper with this name. Raises: Trouble PAPER_UNKNOWN (usage)."""
    try:
        return Paper(name)
    except ValueError as error:
        raise unusable("PAPER_UNKNOWN", paper=name[:40], known=tuple(Paper)) from error


def business_date(desk: Desk, text: str | None, reason: str) -> date:
    """The business date: today, or another one where that is allowed.

    Raises: Trouble ON_NOT_A_DAY, ON_NEEDS_COORDINATOR (usage), DAY_OUT_OF_RANGE (usage, or world: the laptop's clock).
    """
    if text is None:
        return business_day(desk)
    try:
        on = date.fromisoformat(text)
    except ValueError as error:
        raise unusable("ON_NOT_A_DAY", on=text[:40]) from error
    return open_other_day(desk, on, reason)


def _each(desk: Desk, given: Input, order: Order) -> list[Done]:
    results: list[Done] = []
    progress = Progress(len(given.items))
    for item in given.items:
        results += _one(desk, item, order)
        progress.step()
        if results[-1].registered is None and results[-1].trouble is not None:
            break  # the store cannot keep anything now: the rest must not pass as asked
    wanted = [(item, programme) for item in given.items for programme in order.programmes]
    return results + [Done(*untried, is_untried=True) for untried in wanted[len(results) :]]


def _one(desk: Desk, item: Item, order: Order) -> list[Done]:
    """One visit; what could not be tried after a trouble is left out."""
    found: list[Done] = []
    visit: uuid.UUID | None = None
    for programme in order.programmes:
        done = _asked_for(desk, item, programme, order, visit)
        found.append(done)
        if done.registered is None and done.trouble is not None:
            break
        if done.registered is not None and done.registered.outcome is not Outcome.DUPLICATE:
            visit = visit or done.registered.kept.uid
    return found


def _asked_for(desk: Desk, item: Item, programme: Programme, order: Order, visit: uuid.UUID | None) -> Done:
    if item.values is None:
        return Done(item, programme)
    try:
        entry = entry_from_json(item.values)
        registered = register(desk, entry, programme, order.on, same_visit=visit, ticket=order.ticket)
    except Trouble as trouble:
        return Done(item, programme, trouble=trouble)
    if order.slips is None or registered.outcome is Outcome.DUPLICATE:
        return Done(item, programme, registered)
    try:
        target = order.slips / f"{slip_title(registered.kept)}.pdf"
        slip = write_slip(desk, registered.kept, order.paper, target, is_reprint=False)
        return Done(item, programme, registered, slip.path)
    except Trouble as trouble:
        return Done(item, programme, registered, trouble=trouble)


def _answer(given: Input, results: Sequence[Done], programmes: int) -> Answer:
    documents = [_document(done) for done in results]
    if given.is_single and programmes == 1:
        return Answer(documents[0], _lines(results[0]), _exit_code(results))
    words = Counter((done.outcome, _word(done.outcome, done.programme)) for done in results)
    summary = ", ".join(f"{word} {count}" for (_name, word), count in sorted(words.items()))
    lines = [line for done in results for line in _lines(done, has_programme=programmes > 1)]
    return Answer(documents, (*lines, summary), _exit_code(results))


def _word(name: str, programme: Programme) -> str:
    """What became of a line, as people call it."""
    if name in set(Outcome):
        return sentence(outcome_code(programme, Outcome(name)))
    return sentence(f"OUTCOME_{name.upper()}")


def _exit_code(results: Sequence[Done]) -> int:
    if any(done.trouble is not None for done in results):
        return TROUBLE
    if any(done.registered is None for done in results):
        return USAGE
    granted = all(done.registered is not None and done.registered.outcome.has_number for done in results)
    return DONE if granted else NOT_ALL_GRANTED


def _document(done: Done) -> Json:
    document: dict[str, Json] = {"line": done.item.line, "programme": done.programme.code}
    if done.registered is None:
        finding = Finding("", Weight.BLOCK, done.code, done.facts)
        document |= dict.fromkeys(("outcome", "uid", "registration_no", "queue_number", "status", "slip"))
        document |= {"verdict": "block", "findings": [finding_json(finding)]}
    else:
        document |= _registered_json(done.registered, done.slip)
    if done.trouble is not None:
        document["error"] = trouble_json(done.trouble)
    return document


def _registered_json(registered: Registered, slip: Path | None) -> dict[str, Json]:
    kept = registered.kept
    findings: list[Json] = [
        finding_json(noted.finding) | {"confirmed": noted.is_confirmed} for noted in registered.findings
    ]
    is_duplicate = registered.outcome is Outcome.DUPLICATE
    return {
        "outcome": registered.outcome.value,
        "verdict": registered.verdict.value,
        "uid": str(kept.uid),
        "registration_no": kept.registration_no or None,
        "queue_number": None if is_duplicate else kept.queue_number,
        "status": kept.status,
        "slip": str(slip) if slip else None,
        "findings": findings,
    }


def _line(done: Done, *, has_programme: bool) -> str:
    if done.registered is None:
        return f"{done.item.line}: {sentence(done.code, done.facts)}"
    kept = done.registered.kept
    words = (
        f"{done.item.line}:",
        kept.queue_number if done.registered.outcome is not Outcome.DUPLICATE else "-",
        kept.registration_no or "-",
        *((done.programme.code,) if has_programme else ()),
        _word(done.outcome, done.programme),
    )
    return " ".join(words)


def _lines(done: Done, *, has_programme: bool = False) -> tuple[str, ...]:
    if done.registered is None:
        return (_line(done, has_programme=has_programme),)
    remarks = [noted.finding for noted in done.registered.findings if noted.finding.weight.value != "ok"]
    said = tuple(f"  - {sentence(finding.code, finding.facts)}" for finding in remarks)
    slip = (f"  {sentence('SLIP_AT', {'file': str(done.slip)})}",) if done.slip else ()
    trouble = (f"  {sentence(done.trouble.code, done.trouble.facts)}",) if done.trouble else ()
    return (_line(done, has_programme=has_programme), *said, *slip, *trouble)
