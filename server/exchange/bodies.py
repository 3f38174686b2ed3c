"""A registration's body as the columns of its row, and back: what later acts move is the body."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from core.wire.records import NotedFinding, PersonBody, RegisteredBody
from server.store.records import StoredRegistration

_LISTED = ("answers", "documents", "findings", "typed")
"""Members that stand in their columns as JSON text."""

_NOT_KEPT = ("person", "visit")
"""The person has columns of its own; registrations of one visit share device, day and queue number."""

_PLAIN = tuple(name for name in RegisteredBody.__struct_fields__ if name not in (*_LISTED, *_NOT_KEPT))


def columns_of(body: RegisteredBody) -> dict[str, Any]:
    """The columns that a body fills."""
    columns: dict[str, Any] = msgspec.structs.asdict(body.person)
    columns.update({name: getattr(body, name) for name in _PLAIN})
    findings = [msgspec.structs.asdict(finding) for finding in body.findings]
    listed = {"answers": body.answers, "documents": body.documents, "findings": findings, "typed": body.typed}
    columns.update({name: _json(listed[name]) for name in _LISTED})
    return columns


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


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
