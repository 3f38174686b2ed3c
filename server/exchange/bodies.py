"""A registration's body as the columns of its row, and back: what later acts move is the body."""

from __future__ import annotations

import json
import operator
import uuid
from collections.abc import Iterable

import msgspec

from core.disputes import Claim, Dispute
from core.wire.events import device_of
from core.wire.records import NotedFinding, PersonBody, RegisteredBody
from server.store.records import StoredRegistration

_LISTED = ("answers", "documents", "findings", "typed")
"""Members that stand in their columns as JSON text."""

_NOT_KEPT = ("person", "visit", "ticket", "account")
"""The person has columns of its own; what shares a visit or a ticket shares device, day and queue number.

Help with an e-mail address is looked up in the event.
"""

_PLAIN = tuple(name for name in RegisteredBody.__struct_fields__ if name not in (*_LISTED, *_NOT_KEPT))


COLUMNS = (*PersonBody.__struct_fields__, *_PLAIN, *_LISTED)
"""The columns that a body fills."""

_plain_of = operator.attrgetter(*_PLAIN)
_JSON = msgspec.json.Encoder()


def values_of(body: RegisteredBody) -> tuple[str, ...]:
    """What a body fills its columns with, in their order."""
    return (
        *msgspec.structs.astuple(body.person),
        *_plain_of(body),
        _json(body.answers) if body.answers else "{}",
        _json(body.documents) if body.documents else "[]",
        _json([msgspec.structs.asdict(finding) for finding in body.findings]) if body.findings else "[]",
        _json(body.typed) if body.typed else "{}",
    )


def columns_of(body: RegisteredBody) -> dict[str, str]:
    """The same by the columns' names."""
    return dict(zip(COLUMNS, values_of(body), strict=True))


def body_of(registration: StoredRegistration) -> RegisteredBody:
    """The body that a row was made of."""
    listed = {name: json.loads(getattr(registration, name)) for name in _LISTED}
    return RegisteredBody(
        **{name: getattr(registration, name) for name in _PLAIN},
        person=PersonBody(**{name: getattr(registration, name) for name in PersonBody.__struct_fields__}),
        answers=listed["answers"],
        documents=tuple(listed["documents"]),
        findings=tuple(NotedFinding(**finding) for finding in listed["findings"]),
        typed=listed["typed"],
    )


def disputes_text(disputes: Iterable[Dispute]) -> str:
    """Disputes as their column holds them; what is shown comes last among the claims."""
    return _json([{"field": one.field, "claims": [_claim(claim) for claim in one.claims]} for one in disputes])


def _claim(claim: Claim) -> dict[str, object]:
    return {
        "event": str(uuid.UUID(bytes=claim.uid)),
        "device": str(device_of(claim.stream)),
        "at_ms": claim.at_ms,
        "officer_name": claim.officer_name,
        "value": claim.value,
        "typed": claim.typed,
    }


def _json(value: object) -> str:
    return _JSON.encode(value).decode()
