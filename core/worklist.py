"""The worklist of a programme whose truth lives in another site: whose turn it is there, and what to type."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from core.people import masked_nik
from core.phone import printed_mobile
from core.programme import Programme, Question, QuestionKind, Stage
from core.stages import Step, Trail, next_stages, stage_of
from core.wire.records import Answer, PersonBody, RegisteredBody

SECRET_FIELDS = frozenset(("nik", "family_card_no"))
"""Fields whose whole value is masked elsewhere: who copies them has looked at them."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One registration of a programme with a site, before it is known whether anything is to be typed."""

    uid: uuid.UUID
    stream: bytes
    seq: int
    at_ms: int
    body: RegisteredBody
    trail: Trail


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One line of the worklist.

    Args:
        nik: masked.
        stage: the present stage, with day, source and officer; ``None`` = none reached.
        stage_label: as people call it; empty = none reached.
        next_step: what is to be done in the other site.
        since: since when it has been waiting for that.
        typed: who typed the person in, and when; ``None`` = nobody since the present stage was reached.
    """

    uid: uuid.UUID
    registration_no: str
    name: str
    nik: str
    status: str
    stage: Step | None
    stage_label: str
    next_step: Stage
    since: date
    typed: Step | None


@dataclass(frozen=True, slots=True)
class Worklist:
    """Everybody who has not ended and has a step in the other site before them; who waits longest is first."""

    rows: tuple[WorkRow, ...]

    @property
    def to_type(self) -> tuple[WorkRow, ...]:
        """Those who are to be typed in next."""
        return tuple(row for row in self.rows if row.typed is None)

    @property
    def typed(self) -> tuple[WorkRow, ...]:
        """Those who were typed in and whose news is awaited."""
        return tuple(row for row in self.rows if row.typed is not None)


@dataclass(frozen=True, slots=True)
class PortalValue:
    """One box of the other site: its label there, and what belongs into it (empty = nothing was given).

    Args:
        is_of_card: it asks where the person lives now; nobody named another address, so that of the card stands here.
    """

    field: str
    label: str
    text: str
    is_of_card: bool = False


def worklist_of(programme: Programme, candidates: Iterable[Candidate]) -> Worklist:
    """Who has a step in the other site before them."""
    rows = []
    for one in candidates:
        next_step = next_portal_step(programme, one.body.status, one.trail)
        if next_step is not None:
            rows.append((one, _row(programme, one, next_step)))
    rows.sort(key=lambda pair: (_since(pair[0]), pair[0].body.business_on, pair[0].at_ms, pair[0].stream, pair[0].seq))
    return Worklist(tuple(row for _, row in rows))


def next_portal_step(programme: Programme, status: str, trail: Trail) -> Stage | None:
    """What comes next in the other site; ``None`` = nothing, or the programme has none."""
    if programme.portal is None:
        return None
    return next((stage for stage in next_stages(programme, status, trail.stage_code) if stage.is_portal), None)


def _since(one: Candidate) -> date:
    return one.trail.stage.on if one.trail.stage else date.fromisoformat(one.body.business_on)


def _row(programme: Programme, one: Candidate, next_step: Stage) -> WorkRow:
    body, trail = one.body, one.trail
    present = stage_of(programme, trail.stage_code)
    return WorkRow(
        uid=one.uid,
        registration_no=body.registration_no,
        name=body.person.name_on_id or body.typed.get("name_on_id", ""),
        nik=masked_nik(body.person.nik),
        status=body.status,
        stage=trail.stage,
        stage_label=present.label if present else "",
        next_step=next_step,
        since=_since(one),
        typed=trail.typed if trail.is_typed else None,
    )


def portal_values(programme: Programme, body: RegisteredBody, villages: Mapping[str, str]) -> tuple[PortalValue, ...]:
    """What belongs into the boxes of the other site, in its order.

    Args:
        villages: codes of villages -> names.
    """
    return tuple(_values(programme, body, villages))


def _values(programme: Programme, body: RegisteredBody, villages: Mapping[str, str]) -> Iterator[PortalValue]:
    for box in programme.portal.fields if programme.portal else ():
        name = box.field.removeprefix("answers.")
        if name != box.field:
            text = answer_text(programme.question(name), body.answers.get(name))
        else:
            text = _identity_text(body.person, name, villages)
        yield PortalValue(box.field, box.label, text, is_of_card=bool(text) and _lives_by_card(body.person, name))


def _lives_by_card(person: PersonBody, name: str) -> bool:
    return name == "current_address" and not person.current_address


def _identity_text(person: PersonBody, name: str, villages: Mapping[str, str]) -> str:
    text = str(getattr(person, name, ""))
    match name:
        case "birth_date" if text:
            return f"{date.fromisoformat(text):%d-%m-%Y}"
        case "mobile" if text:
            return printed_mobile(text).replace("-", "")
        case "current_address" if not text:
            return person.id_address  # who named no other address lives at that of the card
        case "village_code" | "current_village_code":
            return villages.get(text, text)
        case _:
            return text


def answer_text(question: Question | None, answer: Answer) -> str:
    """An answer as people write it."""
    if answer is None or answer == "":
        return ""
    if isinstance(answer, bool):
        return "Ya" if answer else "Tidak"
    if question is None:
        return str(answer)
    if question.kind is QuestionKind.DATE:
        return _day_text(str(answer))
    return next((choice.label for choice in question.choices if choice.code == answer), str(answer))


def _day_text(text: str) -> str:
    try:
        return f"{date.fromisoformat(text):%d-%m-%Y}"
    except ValueError:  # what another program took for a day
        return text
