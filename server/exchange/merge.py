"""From new events to registrations: bodies are read leniently, nothing is refused, what is odd is flagged."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import msgspec

from core.wire.chain import Link
from core.wire.codec import Malformed, decode
from core.wire.envelope import EventOutcome
from core.wire.events import Kind
from core.wire.records import RegisteredBody, RepeatedBody, ReprintedBody
from server.exchange.outcomes import EventCode
from server.store import registrations
from server.store.database import Work
from server.store.records import Device, Standing, StoredRegistration

MAX_COPIES = 10_000

_TRAINING_NIK = re.compile(r"\d{2}9999\d{10}")

_BODIES: Mapping[str, type[RegisteredBody | RepeatedBody | ReprintedBody]] = {
    Kind.REGISTERED: RegisteredBody,
    Kind.REPEATED: RepeatedBody,
    Kind.SLIP_REPRINTED: ReprintedBody,
}


@dataclass(frozen=True, slots=True)
class Act:
    """A new event in its place and what its body says (``None``: of a kind that changes no registration)."""

    link: Link
    feed_no: int
    body: RegisteredBody | RepeatedBody | ReprintedBody | None


@dataclass(slots=True)
class _Picture:
    """The registrations that new ones are compared with, kept up to date while a batch is worked through."""

    of_record: dict[bytes, Standing]
    of_person: dict[tuple[str, str, str], list[Standing]] = field(default_factory=dict)
    of_number: dict[str, bytes] = field(default_factory=dict)
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
        """Read everything the batch may touch, in three queries."""
        records = {act.link.header.record for act in acts if act.body}
        bodies = [act.body for act in acts if isinstance(act.body, RegisteredBody)]
        niks = {body.person.nik for body in bodies if body.registration_no}
        numbers = {body.registration_no for body in bodies if body.registration_no}
        known = registrations.of_records(self._work, self._device.post, records)
        picture = _Picture({standing.uid: standing for standing in known})
        for standing in registrations.of_people(self._work, niks):
            _note_person(picture, standing)
        for standing in registrations.of_numbers(self._work, numbers):
            picture.of_number.setdefault(standing.registration_no, standing.uid)
        return picture

    def _take(self, picture: _Picture, act: Act) -> tuple[EventOutcome, ...]:
        record = act.link.header.record
        standing = picture.of_record.get(record)
        if isinstance(act.body, RegisteredBody):
            return self._register(picture, act, act.body, standing)
        if standing is None or act.body is None:
            return ()
        if isinstance(act.body, RepeatedBody):
            changed = replace(standing, repeats=standing.repeats + 1)
        else:
            changed = replace(standing, copies=max(standing.copies, act.body.copy_no))
        picture.of_record[record] = changed
        picture.counted.add(record)
        return ()

    def _register(
        self, picture: _Picture, act: Act, body: RegisteredBody, before: Standing | None
    ) -> tuple[EventOutcome, ...]:
        seq = act.link.header.seq
        if not self._is_training and _TRAINING_NIK.fullmatch(body.person.nik):
            return (_attention(seq, EventCode.TRAINING_NIK),)
        if before and before.device != self._device.uid:
            return (_attention(seq, EventCode.RECORD_ELSEWHERE),)
        standing = self._standing(act, body, before)
        outcome = self._compare(picture, seq, standing)
        group = picture.groups.get((standing.post, standing.uid), standing.duplicate_group)
        picture.of_record[standing.uid] = standing
        picture.new[standing.uid] = self._registration(act, body, group)
        _note_person(picture, standing)
        return outcome

    def _compare(self, picture: _Picture, seq: int, standing: Standing) -> tuple[EventOutcome, ...]:
        """Hold a registration against those that stand: a number or a person twice is kept, flagged and told."""
        first_of_number = picture.of_number.setdefault(standing.registration_no, standing.uid)
        is_number_twice = bool(standing.registration_no) and first_of_number != standing.uid
        others = [other for other in picture.of_person.get(_person(standing), ()) if other.uid != standing.uid]
        if standing.registration_no and others:
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
            registration_no=body.registration_no,
            duplicate_group=before.duplicate_group if before else None,
            repeats=before.repeats if before else 0,
            copies=before.copies if before else 1,
        )

    def _registration(self, act: Act, body: RegisteredBody, group: bytes | None) -> StoredRegistration:
        header = act.link.header
        return StoredRegistration(
            **msgspec.structs.asdict(body.person),
            uid=header.record,
            registration_no=body.registration_no,
            post=self._device.post,
            device=uuid.UUID(bytes=header.stream[:16]),
            incarnation=int.from_bytes(header.stream[16:], "big"),
            seq=header.seq,
            status=body.status,
            outcome=body.outcome,
            queue_number=body.queue_number,
            programme=body.programme,
            period=body.period,
            business_on=body.business_on,
            registered_at_ms=header.at_ms,
            received_at_ms=self._received_at_ms,
            feed_no=act.feed_no,
            event_uid=header.uid,
            answers=_json(body.answers),
            documents=_json(body.documents),
            findings=_json([msgspec.structs.asdict(finding) for finding in body.findings]),
            typed=_json(body.typed),
            consent_version=body.consent_version,
            officer_name=body.officer_name,
            rules_version=body.rules_version,
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


def _read(link: Link) -> RegisteredBody | RepeatedBody | ReprintedBody | None:
    kind = _BODIES.get(link.header.kind)
    if kind is None:
        return None
    body = decode(link.body, kind)
    if isinstance(body, ReprintedBody) and not 1 <= body.copy_no <= MAX_COPIES:
        raise Malformed("MESSAGE_SHAPE", "copy_no")
    return body


def _note_person(picture: _Picture, standing: Standing) -> None:
    if not standing.registration_no:
        return  # a visit that ended without a number claims nothing
    same = picture.of_person.setdefault(_person(standing), [])
    same[:] = [other for other in same if (other.post, other.uid) != (standing.post, standing.uid)]
    same.append(standing)


def _person(standing: Standing) -> tuple[str, str, str]:
    return standing.nik, standing.programme, standing.period


def _attention(seq: int, code: EventCode, **facts: str) -> EventOutcome:
    return EventOutcome(seq, "needs_attention", code, facts)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
