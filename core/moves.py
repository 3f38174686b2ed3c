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
    WithdrawnBody,
)

Move = CorrectedBody | PapersAddedBody | WithdrawnBody | BatchJoinedBody
"""What an act says that moves a registration."""

MOVES: Mapping[str, type[Move]] = {
    Kind.CORRECTED: CorrectedBody,
    Kind.PAPERS_ADDED: PapersAddedBody,
    Kind.WITHDRAWN: WithdrawnBody,
    Kind.BATCH_JOINED: BatchJoinedBody,
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
        case BatchJoinedBody():
            return _judged(body, move.judgement) if move.judgement else body
        case _:
            assert_never(move)


def _corrected(body: RegisteredBody, move: CorrectedBody) -> RegisteredBody:
    known = set(PersonBody.__struct_fields__)  # a later program may know more fields
    person = msgspec.structs.replace(body.person, **{name: text for name, text in move.fields.items() if name in known})
    typed = {name: text for name, text in {**body.typed, **move.typed}.items() if text}
    return msgspec.structs.replace(body, person=person, typed=typed, answers={**body.answers, **move.answers})


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
