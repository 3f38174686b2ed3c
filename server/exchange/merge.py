"""From new events to registrations: bodies are read leniently, nothing is refused, what is odd is flagged."""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from core.moves import MOVES, Move, moved
from core.registration import Status
from core.stages import STEPS, StepBody, read_step
from core.wire.chain import Link
from core.wire.codec import Malformed, decode
from core.wire.envelope import EventOutcome
from core.wire.events import Kind
from core.wire.records import (
    BatchJoinedBody,
    CorrectedBody,
    PapersAddedBody,
    PortalTypedBody,
    RegisteredBody,
    RepeatedBody,
    ReprintedBody,
    StageBody,
)
from server.exchange.bodies import body_of, columns_of
from server.exchange.outcomes import EventCode
from server.store import registrations
from server.store.database import Work
from server.store.records import Device, Standing, StoredRegistration

MAX_COPIES = 10_000

_TRAINING_NIK = re.compile(r"\d{2}9999\d{10}")

_Body = RegisteredBody | RepeatedBody | ReprintedBody | Move | StepBody

_BODIES: Mapping[str, type[_Body]] = {
    Kind.REGISTERED: RegisteredBody,
    Kind.REPEATED: RepeatedBody,
    Kind.SLIP_REPRINTED: ReprintedBody,
    **MOVES,
}


@dataclass(frozen=True, slots=True)
class Act:
    """A new event in its place and what its body says (``None``: of a kind that changes no registration)."""

    link: Link
    feed_no: int
    body: _Body | None

    @property
    def move(self) -> Move | None:
        """What the body says if it moves a registration; a step that brings no judgement is told by its event alone."""
        if isinstance(self.body, BatchJoinedBody) and self.body.judgement is None:
            return None
        return self.body if isinstance(self.body, Move) else None


@dataclass(slots=True)
class _Picture:
    """The registrations that new ones are compared with, kept up to date while a batch is worked through."""

    of_record: dict[bytes, Standing]
    of_person: dict[tuple[str, str, str], list[Standing]] = field(default_factory=dict)
    of_number: dict[str, bytes] = field(default_factory=dict)
    held: dict[bytes, StoredRegistration] = field(default_factory=dict)
    new: dict[bytes, StoredRegistration] = field(default_factory=dict)
    groups: dict[tuple[str, bytes], bytes] = field(default_factory=dict)
    counted: set[bytes] = field(default_factory=set)


class Merge:
    """Derives the registrations of one batch inside its transaction."""

    def __init__(self, work: Work, device: Device, received_at_ms: int, *, is_training: bool) -> None:
        self._work = work
        self._device = device
        self._received_at_ms = received_at_ms
        self._is_training = is_training

    def apply(self, links: Iterable[tuple[Link, int]]) -> tuple[EventOutcome, ...]:
        """Write what new events (each with its feed number) say; the outcomes of those that need attention."""
        acts: list[Act] = []
        outcomes: list[EventOutcome] = []
        for link, feed_no in links:
            try:
                acts.append(Act(link, feed_no, _read(link)))
            except Malformed:
                outcomes.append(_attention(link.header.seq, EventCode.BODY_UNREADABLE))
        picture = self._look(acts)
        for act in acts:
            outcomes.extend(self._take(picture, act))
        self._write(picture)
        return tuple(sorted(outcomes, key=lambda outcome: outcome.seq))

    def _look(self, acts: list[Act]) -> _Picture:
        """Read everything the batch may touch, in at most four queries."""
        records = {act.link.header.record for act in acts if act.body}
        moving = {act.link.header.record for act in acts if act.move}
        known = registrations.of_records(self._work, self._device.post, records)
        picture = _Picture({standing.uid: standing for standing in known})
        if moving:
            held = registrations.whole(self._work, self._device.post, moving)
            picture.held = {registration.uid: registration for registration in held}
        for standing in registrations.of_people(self._work, (_niks(acts, moving) | _niks_of(known, moving)) - {""}):
            _note_person(picture, standing)
        for standing in registrations.of_numbers(self._work, set(_numbers(acts)) - {""}):
            picture.of_number.setdefault(standing.registration_no, standing.uid)
        return picture

    def _take(self, picture: _Picture, act: Act) -> tuple[EventOutcome, ...]:
        record = act.link.header.record
        standing = picture.of_record.get(record)
        if isinstance(act.body, RegisteredBody):
            return self._register(picture, act, act.body, standing)
        if standing is None or act.body is None:
            return ()
        if act.move:
            return self._move(picture, act.link.header.seq, act.move, standing)
        if isinstance(act.body, StageBody | BatchJoinedBody | PortalTypedBody):
            return ()
        if isinstance(act.body, ReprintedBody):
            changed = replace(standing, copies=max(standing.copies, act.body.copy_no))
        else:
            changed = replace(standing, repeats=standing.repeats + 1)
        picture.of_record[record] = changed
        picture.counted.add(record)
        return ()

    def _register(
        self, picture: _Picture, act: Act, body: RegisteredBody, before: Standing | None
    ) -> tuple[EventOutcome, ...]:
        seq = act.link.header.seq
        if self._is_of_training(body.person.nik):
            return (_attention(seq, EventCode.TRAINING_NIK),)
        if before and before.device != self._device.uid:
            return (_attention(seq, EventCode.RECORD_ELSEWHERE),)
        standing = self._standing(act, body, before)
        outcome = self._compare(picture, seq, standing)
        group = picture.groups.get((standing.post, standing.uid), standing.duplicate_group)
        picture.of_record[standing.uid] = standing
        picture.new[standing.uid] = self._registration(act, body, group)
        _note_person(picture, standing, before)
        return outcome

    def _move(self, picture: _Picture, seq: int, move: Move, before: Standing) -> tuple[EventOutcome, ...]:
        """Bring a registration to what a later act made of it; it keeps the place of its first event."""
        registration = picture.new.get(before.uid) or picture.held[before.uid]
        body = moved(body_of(registration), move)
        if self._is_of_training(body.person.nik):
            return (_attention(seq, EventCode.TRAINING_NIK),)
        standing = replace(
            before,
            nik=body.person.nik,
            outcome=body.outcome,
            status=body.status,
            registration_no=body.registration_no,
        )
        is_claim_new = _claim(standing) is not None and _claim(standing) != _claim(before)
        outcome = self._compare(picture, seq, standing) if is_claim_new else ()
        picture.of_record[standing.uid] = standing
        picture.new[standing.uid] = replace(registration, **columns_of(body))
        _note_person(picture, standing, before)
        return outcome

    def _is_of_training(self, nik: str) -> bool:
        return not self._is_training and _TRAINING_NIK.fullmatch(nik) is not None

    def _compare(self, picture: _Picture, seq: int, standing: Standing) -> tuple[EventOutcome, ...]:
        """Hold a registration against those that stand: a number or a person twice is kept, flagged and told."""
        first_of_number = picture.of_number.setdefault(standing.registration_no, standing.uid)
        is_number_twice = bool(standing.registration_no) and first_of_number != standing.uid
        claim = _claim(standing)
        others = [other for other in picture.of_person.get(claim, ()) if other.uid != standing.uid] if claim else []
        if others:
            group = next((other.duplicate_group for other in others if other.duplicate_group), others[0].uid)
            for member in (*others, standing):
                picture.groups[member.post, member.uid] = group
            return (_attention(seq, EventCode.NIK_ELSEWHERE, post=others[0].post),)
        return (_attention(seq, EventCode.NUMBER_TWICE),) if is_number_twice else ()

    def _standing(self, act: Act, body: RegisteredBody, before: Standing | None) -> Standing:
        return Standing(
            post=self._device.post,
            uid=act.link.header.record,
            device=self._device.uid,
            nik=body.person.nik,
            programme=body.programme,
            period=body.period,
            outcome=body.outcome,
            status=body.status,
            registration_no=body.registration_no,
            duplicate_group=before.duplicate_group if before else None,
            repeats=before.repeats if before else 0,
            copies=before.copies if before else 1,
        )

    def _registration(self, act: Act, body: RegisteredBody, group: bytes | None) -> StoredRegistration:
        header = act.link.header
        return StoredRegistration(
            **columns_of(body),
            uid=header.record,
            post=self._device.post,
            device=uuid.UUID(bytes=header.stream[:16]),
            incarnation=int.from_bytes(header.stream[16:], "big"),
            seq=header.seq,
            registered_at_ms=header.at_ms,
            received_at_ms=self._received_at_ms,
            feed_no=act.feed_no,
            event_uid=header.uid,
            duplicate_group=group,
            repeats=0,
            copies=1,
        )

    def _write(self, picture: _Picture) -> None:
        registrations.save(self._work, list(picture.new.values()))
        for (post, uid), group in picture.groups.items():
            registrations.flag_duplicate(self._work, post, uid, group)
        for uid in picture.counted:
            standing = picture.of_record[uid]
            registrations.count_act(self._work, standing.post, uid, repeats=standing.repeats, copies=standing.copies)


def _read(link: Link) -> _Body | None:
    if link.header.kind in STEPS:
        return read_step(link.header.kind, link.body)
    kind = _BODIES.get(link.header.kind)
    if kind is None:
        return None
    body = decode(link.body, kind)
    if isinstance(body, ReprintedBody) and not 1 <= body.copy_no <= MAX_COPIES:
        raise Malformed("MESSAGE_SHAPE", "copy_no")
    return body


def _niks(acts: Iterable[Act], moving: Collection[bytes]) -> set[str]:
    """Whose registrations the bodies of a batch may have to be held against."""
    bodies = [(act.link.header.record, act.body) for act in acts]
    first = {
        body.person.nik
        for record, body in bodies
        if isinstance(body, RegisteredBody) and (body.registration_no or record in moving)
    }
    return first | {body.fields.get("nik", "") for _, body in bodies if isinstance(body, CorrectedBody)}


def _niks_of(known: Iterable[Standing], moving: Collection[bytes]) -> set[str]:
    """The people of registrations that stand here and that the batch moves: one of them may get its number now."""
    return {standing.nik for standing in known if standing.uid in moving}


def _numbers(acts: Iterable[Act]) -> Iterator[str]:
    for act in acts:
        if isinstance(act.body, RegisteredBody):
            yield act.body.registration_no
        elif isinstance(act.body, BatchJoinedBody):
            yield act.body.judgement.registration_no if act.body.judgement else ""
        elif isinstance(act.body, CorrectedBody | PapersAddedBody):
            yield act.body.judgement.registration_no


def _note_person(picture: _Picture, standing: Standing, before: Standing | None = None) -> None:
    for claim in (_claim(before) if before else None, _claim(standing)):
        if claim is not None:
            same = picture.of_person.setdefault(claim, [])
            same[:] = [other for other in same if (other.post, other.uid) != (standing.post, standing.uid)]
    claim = _claim(standing)
    if claim is not None:
        picture.of_person[claim].append(standing)


def _claim(standing: Standing) -> tuple[str, str, str] | None:
    """What nobody else may have; a visit that ended without a number or was withdrawn claims nothing."""
    if not standing.registration_no or not standing.nik or standing.status == Status.WITHDRAWN:
        return None
    return standing.nik, standing.programme, standing.period


def _attention(seq: int, code: EventCode, **facts: str) -> EventOutcome:
    return EventOutcome(seq, "needs_attention", code, facts)
