"""What later acts make of a registration: one function for the desk itself, its neighbours and the server."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

import msgspec

from core.registration import Status
from core.wire.events import Kind
from core.wire.records import (
    BatchJoinedBody,
    CorrectedBody,
    JudgementBody,
    PapersAddedBody,
    PersonBody,
    RegisteredBody,
    SettledBody,
    WithdrawnBody,
)

ANSWER = "answers."
"""What a question's name stands behind, where fields and answers are named together."""

Move = CorrectedBody | PapersAddedBody | WithdrawnBody | BatchJoinedBody | SettledBody
"""What an act says that moves a registration."""

MOVES: Mapping[str, type[Move]] = {
    Kind.CORRECTED: CorrectedBody,
    Kind.PAPERS_ADDED: PapersAddedBody,
    Kind.WITHDRAWN: WithdrawnBody,
    Kind.BATCH_JOINED: BatchJoinedBody,
    Kind.DISPUTE_SETTLED: SettledBody,
}
"""Kinds of events that move a registration, and their bodies."""


def moved(body: RegisteredBody, move: Move) -> RegisteredBody:
    """The registration after an act. What is withdrawn stays withdrawn, whoever's word comes first."""
    match move:
        case WithdrawnBody():
            return msgspec.structs.replace(body, status=Status.WITHDRAWN.value)
        case PapersAddedBody():
            documents = tuple(dict.fromkeys((*body.documents, *move.documents)))
            return _judged(msgspec.structs.replace(body, documents=documents), move.judgement)
        case CorrectedBody():
            return _judged(_corrected(body, move), move.judgement)
        case SettledBody():
            return _judged(_settled(body, move), move.judgement)
        case BatchJoinedBody():
            return _judged(body, move.judgement) if move.judgement else body
        case _:
            assert_never(move)


def _corrected(body: RegisteredBody, move: CorrectedBody) -> RegisteredBody:
    known = set(PersonBody.__struct_fields__)  # a later program may know more fields
    person = msgspec.structs.replace(body.person, **{name: text for name, text in move.fields.items() if name in known})
    typed = {name: text for name, text in {**body.typed, **move.typed}.items() if text}
    return msgspec.structs.replace(body, person=person, typed=typed, answers={**body.answers, **move.answers})


def _settled(body: RegisteredBody, move: SettledBody) -> RegisteredBody:
    """A settlement says of one field what a correction may say of several."""
    name, is_answer = move.field.removeprefix(ANSWER), move.field.startswith(ANSWER)
    said = {} if is_answer else {name: "" if move.value is None else str(move.value)}
    answers = {name: move.value} if is_answer else {}
    typed = {} if is_answer else {name: move.typed}
    return _corrected(body, CorrectedBody(said, answers, typed, move.judgement, move.reason, move.officer_name))


def _judged(body: RegisteredBody, judgement: JudgementBody) -> RegisteredBody:
    is_withdrawn = body.status == Status.WITHDRAWN
    return msgspec.structs.replace(
        body,
        outcome=judgement.outcome,
        status=body.status if is_withdrawn else judgement.status,
        registration_no=body.registration_no or judgement.registration_no,
        findings=judgement.findings,
        rules_version=judgement.rules_version,
    )
