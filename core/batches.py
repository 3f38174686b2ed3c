"""Which batch a registration is in, who waits for one, and the figures of all batches for a screen or a paper."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from core.eligibility import sends_to_waiting_list
from core.programme import Batch, Programme
from core.programme_parts import NO_BATCH
from core.registration import Assessment, Outcome, Status
from core.stages import Trail, has_ended
from core.wire.records import Answer

OTHERS = ""
"""The group of those whom no priority names."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a registration stands, as far as batches go.

    Args:
        group: the answer that puts it into a priority group; :data:`OTHERS` = none.
    """

    status: str
    business_on: date
    trail: Trail
    group: str = OTHERS


@dataclass(frozen=True, slots=True)
class BatchCount:
    """One batch in figures, as far as the post's own data go.

    Args:
        by_group: code of the group -> persons; every group is there.
        by_stage: code of the stage (empty: none reached) -> persons.
    """

    batch: Batch
    members: int
    by_group: Mapping[str, int]
    by_stage: Mapping[str, int]

    @property
    def quota_left(self) -> int | None:
        """How many more could be taken if nobody but this post sent any; ``None`` = no quota on file."""
        return None if self.batch.quota is None else max(self.batch.quota - self.members, 0)


@dataclass(frozen=True, slots=True)
class BatchBoard:
    """All batches of a programme, and who is in none, on one day.

    Args:
        open: the batch that takes people today; ``upcoming`` the one that those who wait will join.
        groups: code -> label, in the order of the programme; the others last.
        waiting: on the waiting list by group; ``missing`` of them still lack something.
        incomplete: visits whose fields must be settled first.
    """

    programme: str
    name: str
    on: date
    open: Batch | None
    upcoming: Batch | None
    groups: Mapping[str, str]
    batches: tuple[BatchCount, ...]
    waiting: Mapping[str, int]
    missing: int
    incomplete: int

    @property
    def waiting_total(self) -> int:
        """How many wait."""
        return sum(self.waiting.values())


def windows(programme: Programme, province: str) -> tuple[Batch, ...]:
    """The batches of a province, the earliest first; its own window of a batch replaces the common one."""
    own = {batch.number for batch in programme.batches if batch.province == province}
    here = (
        batch
        for batch in programme.batches
        if batch.province == province or (batch.province == "*" and batch.number not in own)
    )
    return tuple(sorted(here, key=lambda batch: (batch.since or date.min, batch.number)))


def next_batch(programme: Programme, province: str, on: date) -> Batch | None:
    """The batch that takes people on this day, else the first one after it."""
    later = (batch for batch in windows(programme, province) if batch.since and batch.since > on)
    return programme.open_batch(province, on) or next(later, None)


def batch_of(programme: Programme, province: str, place: Place) -> int:
    """The number of the batch that a registration is in; 0 = in none.

    Who was complete on the day of the visit is in the batch that was open then; every later one is a step of its own.
    """
    if place.status != Status.REGISTERED:
        return 0
    if place.trail.batch is not None:
        return place.trail.batch.batch
    batch = programme.open_batch(province, place.business_on)
    return batch.number if batch else 0


def batch_numbered(programme: Programme, province: str, number: int) -> Batch | None:
    """The batch with this number, as its window stands in a province."""
    return next((batch for batch in windows(programme, province) if batch.number == number), None)


def is_waiting(programme: Programme, province: str, place: Place) -> bool:
    """Whether a registration is on the waiting list: something is missing, or no batch has taken it yet."""
    if has_ended(programme, place.trail.stage_code):
        return False
    if place.status == Status.WAITING_LIST:
        return True
    is_complete = place.status == Status.REGISTERED
    return is_complete and programme.has_batches and not batch_of(programme, province, place)


def with_open_batch(programme: Programme, assessment: Assessment) -> Assessment:
    """The same judgement for somebody whom a batch takes after all, though none was open on the day of the visit."""
    findings = tuple(one for one in assessment.findings if one.finding.code not in NO_BATCH)
    is_held_back = any(sends_to_waiting_list(programme, one.finding) for one in findings)
    is_free = assessment.outcome is Outcome.WAITING_LIST and not is_held_back
    outcome = Outcome.REGISTERED if is_free else assessment.outcome
    return dataclasses.replace(assessment, findings=findings, outcome=outcome)


def group_of(programme: Programme, answers: Mapping[str, Answer]) -> str:
    """The priority group of a person."""
    answer = answers.get(programme.priority.question) if programme.priority else None
    is_named = programme.priority is not None and answer in programme.priority.answers
    return str(answer) if is_named else OTHERS


def groups(programme: Programme) -> Mapping[str, str]:
    """Every priority group with its label; the others last, without one."""
    priority = programme.priority
    question = programme.question(priority.question) if priority else None
    labels = {choice.code: choice.label for choice in question.choices} if question else {}
    return {**{code: labels.get(code, code) for code in (priority.answers if priority else ())}, OTHERS: ""}


class BoardCount:
    """Counts registrations page by page."""

    def __init__(self, programme: Programme, province: str, on: date) -> None:
        self._programme, self._province, self._on = programme, province, on
        self._members: dict[int, list[Place]] = {}
        self._waiting: Counter[str] = Counter()
        self._missing = 0
        self._incomplete = 0

    def add(self, places: Iterable[Place]) -> None:
        """Count some more."""
        for place in places:
            number = batch_of(self._programme, self._province, place)
            if number:
                self._members.setdefault(number, []).append(place)
            elif is_waiting(self._programme, self._province, place):
                self._waiting[place.group] += 1
                self._missing += place.status == Status.WAITING_LIST
            elif place.status == Status.INCOMPLETE:
                self._incomplete += 1

    def board(self) -> BatchBoard:
        """The figures so far."""
        programme, province, on = self._programme, self._province, self._on
        named = groups(programme)
        return BatchBoard(
            programme=programme.code,
            name=programme.name,
            on=on,
            open=programme.open_batch(province, on),
            upcoming=next_batch(programme, province, on),
            groups=named,
            batches=tuple(self._counted(batch, named) for batch in windows(programme, province)),
            waiting={code: self._waiting[code] for code in named},
            missing=self._missing,
            incomplete=self._incomplete,
        )

    def _counted(self, batch: Batch, named: Mapping[str, str]) -> BatchCount:
        members = self._members.get(batch.number, [])
        by_group = Counter(place.group for place in members)
        by_stage = Counter(place.trail.stage_code for place in members)
        return BatchCount(batch, len(members), {code: by_group[code] for code in named}, dict(by_stage))
