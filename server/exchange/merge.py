"""From new events to registrations: bodies are read leniently, nothing is refused, what is odd is flagged."""

from __future__ import annotations

import operator
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from dataclasses import replace as replace_record

import msgspec
from msgspec.structs import replace

from core.disputes import told
from core.moves import Move, moved
from core.registration import Status
from core.wire.chain import Link
from core.wire.envelope import EventOutcome
from core.wire.records import (
    BatchJoinedBody,
    PortalTypedBody,
    RegisteredBody,
    ReprintedBody,
    StageBody,
)
from server.exchange.bodies import COLUMNS, body_of, columns_of, disputes_text
from server.exchange.outcomes import EventCode
from server.exchange.shared import Shared, acts_on, nik_said, number_said, shared_records
from server.exchange.unfold import Body, Said, links_of
from server.store import registrations, streams
from server.store.database import Work
from server.store.records import Device, Standing, StoredRegistration

_TRAINING_NIK = re.compile(r"\d{2}9999\d{10}")


_PLACED = (
    *("uid", "post", "device", "incarnation", "seq", "registered_at_ms", "received_at_ms", "feed_no", "event_uid"),
    *("duplicate_group", "repeats", "copies", "disputes"),
)
"""What a new registration has of its event and of this server, in the order in which it is put together here."""

_in_order = operator.itemgetter(*map((*COLUMNS, *_PLACED).index, StoredRegistration.__struct_fields__))


class Act(msgspec.Struct, frozen=True, gc=False):
    """A new event that can be read, and where it stands in the feed.

    ``body``: ``None`` = it is of a kind that changes no registration. ``values``: of the columns that it fills.
    """

    link: Link
    body: Body | None
    values: tuple[str, ...]
    feed_no: int

    @property
    def move(self) -> Move | None:
        """What the body says if it moves a registration; a step that brings no judgement is told by its event alone."""
        body = self.body
        if isinstance(body, RegisteredBody) or (isinstance(body, BatchJoinedBody) and body.judgement is None):
            return None
        return body if isinstance(body, Move) else None


@dataclass(slots=True)
class _Picture:
    """The registrations that new ones are compared with, kept up to date while a batch is worked through.

    ``births``: the bodies that created those which a batch registers again. ``aside``: records under whose uid the
    batch's stream has registered somebody else than who stands there.
    """

    of_record: dict[bytes, Standing]
    of_person: dict[tuple[str, str, str], list[Standing]] = field(default_factory=dict)
    of_number: dict[str, bytes] = field(default_factory=dict)
    held: dict[bytes, StoredRegistration] = field(default_factory=dict)
    shared: dict[bytes, Shared] = field(default_factory=dict)
    births: dict[bytes, bytes] = field(default_factory=dict)
    aside: set[bytes] = field(default_factory=set)
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

    def apply(self, events: Sequence[Said], first_feed_no: int) -> tuple[EventOutcome, ...]:
        """Write what new events say, which stand in the feed from this number on; outcomes that need attention."""
        numbered = enumerate(events, first_feed_no)
        acts = [Act(said.link, said.body, said.values, feed_no) for feed_no, said in numbered if said.is_readable]
        unreadable = (said.link.header.seq for said in events if not said.is_readable)
        outcomes = [_attention(seq, EventCode.BODY_UNREADABLE) for seq in unreadable]
        picture = self._look(acts, links_of(events))
        for act in acts:
            outcomes.extend(self._take(picture, act))
        for record, shared in picture.shared.items():
            outcomes.extend(self._retell(picture, record, shared))
        self._write(picture)
        return tuple(sorted(outcomes, key=lambda outcome: outcome.seq))

    def _look(self, acts: list[Act], links: Sequence[Link]) -> _Picture:
        """Read everything the batch may touch, in a few queries however many events it holds."""
        shared = shared_records(self._work, self._device.post, links)
        records = {act.link.header.record for act in acts if act.body} | shared
        moving = {act.link.header.record for act in acts if act.move} | shared
        known = registrations.of_records(self._work, self._device.post, records)
        picture = _Picture({standing.uid: standing for standing in known})
        on_standing = (act for act in acts if act.link.header.record in picture.of_record)
        again = {act.link.header.record for act in on_standing if isinstance(act.body, RegisteredBody)}
        if moving | again:
            held = registrations.whole(self._work, self._device.post, moving | again)
            picture.held = {registration.uid: registration for registration in held}
        self._look_at_lives(picture, again, moving, links)
        first_uids = [picture.held[record].event_uid for record in shared & picture.held.keys()]
        picture.shared = acts_on(self._work, self._device.post, shared, first_uids, links)
        told_again = [act.body for one in picture.shared.values() for act in one.acts]
        niks = _niks(acts, moving) | _niks_of(known, moving) | {nik_said(body) for body in told_again}
        for standing in registrations.of_people(self._work, niks - {""}):
            _note_person(picture, standing)
        numbers = {number_said(body) for body in (*(act.body for act in acts), *told_again)}
        for standing in registrations.of_numbers(self._work, numbers - {""}):
            picture.of_number.setdefault(standing.registration_no, standing.uid)
        return picture

    def _look_at_lives(
        self, picture: _Picture, again: Collection[bytes], moving: Collection[bytes], links: Sequence[Link]
    ) -> None:
        """What a copied or restored device says about registrations of its other lives: it may mean other people."""
        first_uids = [picture.held[record].event_uid for record in again]
        for event in streams.events_with(self._work, first_uids) if first_uids else ():
            picture.births[event.record] = event.body
        others = [record for record in moving & picture.held.keys() if self._is_of_other_life(picture, record, links)]
        if others:
            picture.aside |= streams.set_aside(self._work, links[0].header.stream, others)

    def _is_of_other_life(self, picture: _Picture, record: bytes, links: Sequence[Link]) -> bool:
        registration = picture.held[record]
        is_same_device = registration.device == self._device.uid
        return is_same_device and registration.incarnation != int.from_bytes(links[0].header.stream[16:], "big")

    def _take(self, picture: _Picture, act: Act) -> tuple[EventOutcome, ...]:
        record = act.link.header.record
        standing = picture.of_record.get(record)
        if isinstance(act.body, RegisteredBody):
            return self._register(picture, act, act.body, standing)
        if standing is None or act.body is None:
            return ()
        if act.move and record in picture.aside:
            return (_attention(act.link.header.seq, EventCode.RECORD_ELSEWHERE),)
        if act.move and self._is_of_training(nik_said(act.move)):
            return (_attention(act.link.header.seq, EventCode.TRAINING_NIK),)
        if act.move and record in picture.shared:
            return ()  # told below, with all others about it
        if act.move:
            registration = picture.new.get(record) or picture.held[record]
            return self._bring(picture, act.link.header.seq, moved(body_of(registration), act.move), standing)
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
        record = act.link.header.record
        if before:
            # a life that parted writes its acts anew: the same act changes nothing, another one never what stands
            if before.device == self._device.uid and picture.births.get(record) == act.link.body:
                return ()
            picture.aside.add(record)
            return (_attention(seq, EventCode.RECORD_ELSEWHERE),)
        picture.births[record] = act.link.body
        standing = self._standing(act, body, before)
        outcome = self._compare(picture, seq, standing)
        group = picture.groups.get((standing.post, standing.uid), standing.duplicate_group)
        picture.of_record[standing.uid] = standing
        picture.new[standing.uid] = self._registration(act, group)
        _note_person(picture, standing, before)
        return outcome

    def _retell(self, picture: _Picture, record: bytes, shared: Shared) -> tuple[EventOutcome, ...]:
        """Tell a registration anew that several streams have spoken about."""
        before = picture.of_record.get(record)
        if before is None or record in picture.aside:
            return ()
        counted = [
            replace_record(act, body=None) if self._is_of_training(nik_said(act.body)) else act for act in shared.acts
        ]
        anew = told(record, counted)
        if anew is None:
            return ()
        return self._bring(picture, shared.last_seq, anew.body, before, disputes_text(anew.disputes))

    def _bring(
        self, picture: _Picture, seq: int, body: RegisteredBody, before: Standing, disputes: str = "[]"
    ) -> tuple[EventOutcome, ...]:
        """Bring a registration to what later acts made of it; it keeps the place of its first event."""
        registration = picture.new.get(before.uid) or picture.held[before.uid]
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
        picture.new[standing.uid] = replace(registration, **columns_of(body), disputes=disputes)
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
        counted = (before.duplicate_group, before.repeats, before.copies) if before else (None, 0, 1)
        name = self._device.post, act.link.header.record, self._device.uid
        claim = body.person.nik, body.programme, body.period
        return Standing(*name, *claim, body.outcome, body.status, body.registration_no, *counted)

    def _registration(self, act: Act, group: bytes | None) -> StoredRegistration:
        header = act.link.header
        stands = header.record, self._device.post, self._device.uid, int.from_bytes(header.stream[16:], "big")
        came = header.seq, header.at_ms, self._received_at_ms, act.feed_no, header.uid
        return StoredRegistration(*_in_order((*act.values, *stands, *came, group, 0, 1, "[]")))

    def _write(self, picture: _Picture) -> None:
        registrations.save(self._work, picture.new.values(), picture.groups, picture.held.keys())
        for (post, uid), group in picture.groups.items():
            registrations.flag_duplicate(self._work, post, uid, group)
        for uid in picture.counted:
            standing = picture.of_record[uid]
            registrations.count_act(self._work, standing.post, uid, repeats=standing.repeats, copies=standing.copies)


def _niks(acts: Iterable[Act], moving: Collection[bytes]) -> set[str]:
    """Whose registrations the bodies of a batch may have to be held against."""
    return {
        nik_said(act.body)
        for act in acts
        if not isinstance(act.body, RegisteredBody) or act.body.registration_no or act.link.header.record in moving
    }


def _niks_of(known: Iterable[Standing], moving: Collection[bytes]) -> set[str]:
    """The people of registrations that stand here and that the batch moves: one of them may get its number now."""
    return {standing.nik for standing in known if standing.uid in moving}


def _note_person(picture: _Picture, standing: Standing, before: Standing | None = None) -> None:
    claim = _claim(standing)
    for said in (_claim(before), claim) if before else ():
        if said is not None:
            same = picture.of_person.setdefault(said, [])
            same[:] = [other for other in same if (other.post, other.uid) != (standing.post, standing.uid)]
    if claim is not None:
        picture.of_person.setdefault(claim, []).append(standing)


def _claim(standing: Standing) -> tuple[str, str, str] | None:
    """What nobody else may have; a visit that ended without a number or was withdrawn claims nothing."""
    if not standing.registration_no or not standing.nik or standing.status == Status.WITHDRAWN:
        return None
    return standing.nik, standing.programme, standing.period


def _attention(seq: int, code: EventCode, **facts: str) -> EventOutcome:
    return EventOutcome(seq, "needs_attention", code, facts)
