"""A registration told from its first body and all later acts, whoever wrote them: what stands, and what is disputed.

Two desks correct one registration. Different fields are both kept. Of one field, corrected by two who had not seen each
other, the later in the server's order is shown and both stay as a dispute, until somebody who has seen both speaks.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from core.moves import ANSWER, Move, moved
from core.wire.events import record_uid
from core.wire.records import Answer, CorrectedBody, RegisteredBody, SettledBody, WithdrawnBody

NUMBER = "registration_no"
"""The field of a dispute about numbers: two desks gave one each. The one that stands is never replaced."""


@dataclass(frozen=True, slots=True)
class Act:
    """One event about a registration.

    Args:
        body: what it says; ``None`` = it moves nothing here (a slip printed again, a step, a later program's kind), and
            is known only for what its writer had seen.
    """

    stream: bytes
    seq: int
    uid: bytes
    base: tuple[bytes, ...]
    at_ms: int
    body: RegisteredBody | Move | None


class Claim(msgspec.Struct, frozen=True, array_like=True):
    """What one act says about a disputed field: its value, and the text that stands beside it."""

    uid: bytes
    stream: bytes
    at_ms: int
    officer_name: str
    value: Answer
    typed: str = ""

    @property
    def text(self) -> Answer:
        """What a person compares: the value, or what was typed where it gave none."""
        return self.typed if self.value in ("", None) and self.typed else self.value


class Dispute(msgspec.Struct, frozen=True, array_like=True):
    """A field about which acts say different things. ``claims``: in the server's order; what is shown comes last."""

    field: str
    claims: tuple[Claim, ...]

    @property
    def shown(self) -> Claim:
        """The one that the registration shows."""
        return self.claims[-1]

    @property
    def choices(self) -> tuple[Claim, ...]:
        """One claim of each text, the latest of it; what is shown comes last."""
        return tuple({repr(claim.text): claim for claim in reversed(self.claims)}.values())[::-1]


class Disputes(msgspec.Struct, frozen=True, array_like=True):
    """The open disputes of a registration as they are kept with it."""

    open: tuple[Dispute, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What all acts together make of a registration."""

    body: RegisteredBody
    disputes: tuple[Dispute, ...] = ()


def told(record: bytes, acts: Sequence[Act]) -> Told | None:
    """Tell a registration; the same acts in the same order give the same, wherever they are told.

    Args:
        acts: all that is known of the record, in the server's order; what the server has not numbered comes last.

    Returns ``None`` while its first event is not known.
    """
    first = _first(record, acts)
    if first is None:
        return None
    telling = _Telling(first.body)
    telling.note_number(first)
    for act, sight in _with_sight(acts):
        if act.body is not None and not isinstance(act.body, RegisteredBody):
            telling.take(act, act.body, sight)
    return Told(telling.body, tuple(telling.disputes()))


@dataclass(frozen=True, slots=True)
class _First:
    """The act that created the registration."""

    uid: bytes
    stream: bytes
    at_ms: int
    body: RegisteredBody


def _first(record: bytes, acts: Iterable[Act]) -> _First | None:
    """Its creator's word; one that only claims to create it counts if no other does."""
    found = [
        (
            record_uid(act.stream, act.seq, act.at_ms).bytes != record,
            place,
            _First(act.uid, act.stream, act.at_ms, body),
        )
        for place, act in enumerate(acts)
        if isinstance(body := act.body, RegisteredBody)
    ]
    return min(found, key=lambda one: one[:2])[2] if found else None


Sight = Mapping[bytes, int]
"""Up to which place of each stream the writer of an act had seen what there is about the registration."""


def _with_sight(acts: Sequence[Act]) -> Iterator[tuple[Act, Sight]]:
    """The acts, each behind all that its writer had seen, with what that is."""
    sights: dict[bytes, dict[bytes, int]] = {}
    placed: dict[bytes, Act] = {}
    before = _before(acts)
    for act in in_order(acts, before):
        sight: dict[bytes, int] = {}
        for uid in before[act.uid]:
            seen = placed.get(uid)
            if seen is not None:
                for stream, seq in (*sights[uid].items(), (seen.stream, seen.seq)):
                    sight[stream] = max(sight.get(stream, 0), seq)
        sights[act.uid], placed[act.uid] = sight, act
        yield act, sight


def _before(acts: Sequence[Act]) -> dict[bytes, frozenset[bytes]]:
    """What each act comes behind: what its base names, the act before it in its own stream, and the first of all."""
    known = {act.uid for act in acts}
    births = tuple(act.uid for act in acts if isinstance(act.body, RegisteredBody))
    before: dict[bytes, frozenset[bytes]] = {}
    last: dict[bytes, bytes] = {}
    for act in sorted(acts, key=lambda act: act.seq):
        own = (last[act.stream],) if act.stream in last else ()
        first = () if act.uid in births else births
        before[act.uid] = frozenset(uid for uid in (*first, *act.base, *own) if uid in known and uid != act.uid)
        last[act.stream] = act.uid
    return before


def in_order(acts: Sequence[Act], before: Mapping[bytes, frozenset[bytes]] | None = None) -> Iterator[Act]:
    """The server's order, except that nothing comes before what its writer had seen.

    The two differ only where a server lost events and got them again in another order. Acts that claim to have seen
    each other are forged or damaged; they keep nothing from coming to an end.
    """
    before = _before(acts) if before is None else before
    ranks = {act.uid: rank for rank, act in enumerate(acts)}
    missing = {act.uid: len(before[act.uid]) for act in acts}
    behind: dict[bytes, list[bytes]] = {}
    for act in acts:
        for uid in before[act.uid]:
            behind.setdefault(uid, []).append(act.uid)
    free = [ranks[act.uid] for act in acts if not missing[act.uid]]
    heapq.heapify(free)
    done, next_stuck = [False] * len(acts), 0
    for _place in acts:
        while free and done[free[0]]:
            heapq.heappop(free)
        while not free and done[next_stuck]:
            next_stuck += 1
        rank = heapq.heappop(free) if free else next_stuck
        done[rank] = True
        yield acts[rank]
        for uid in behind.get(acts[rank].uid, ()):
            missing[uid] -= 1
            if not missing[uid]:
                heapq.heappush(free, ranks[uid])


@dataclass(frozen=True, slots=True)
class _Said:
    """A claim in the place of its act."""

    seq: int
    claim: Claim

    def is_seen(self, sight: Sight) -> bool:
        """Whether somebody with this sight knew it."""
        return sight.get(self.claim.stream, 0) >= self.seq


@dataclass(slots=True)
class _Field:
    """Everything that was said about a field, and what of it nobody who had seen it has spoken about since."""

    said: list[_Said] = field(default_factory=list)
    open: list[_Said] = field(default_factory=list)


@dataclass(slots=True)
class _Telling:
    """A registration while it is told."""

    body: RegisteredBody
    first: RegisteredBody = field(init=False)
    fields: dict[str, _Field] = field(default_factory=dict)
    numbers: dict[str, Claim] = field(default_factory=dict)
    is_number_settled: bool = False

    def __post_init__(self) -> None:
        self.first = self.body

    def take(self, act: Act, move: Move, sight: Sight) -> None:
        """The next act: what it says about a field is laid over what its writer had seen there."""
        if isinstance(move, CorrectedBody):
            move = self._correct(act, move, sight)
        elif isinstance(move, SettledBody):
            self._settle(act, move, sight)
        self.body = moved(self.body, move)
        number = "" if isinstance(move, WithdrawnBody) or move.judgement is None else move.judgement.registration_no
        if number and number not in self.numbers:
            self.numbers[number] = Claim(act.uid, act.stream, act.at_ms, move.officer_name, number)
            self.is_number_settled = False

    def note_number(self, first: _First) -> None:
        """A number that the registration was born with stands before all others."""
        number = first.body.registration_no
        if number:
            self.numbers[number] = Claim(first.uid, first.stream, first.at_ms, first.body.officer_name, number)

    def _correct(self, act: Act, move: CorrectedBody, sight: Sight) -> CorrectedBody:
        """The correction with whole fields: value and text beside it, of which it carries only what had changed."""
        fields, typed = {}, {}
        for name in dict.fromkeys((*move.fields, *move.typed)):
            seen = self._seen(name, sight)
            fields[name] = move.fields.get(name, str(seen.value))
            typed[name] = move.typed.get(name, seen.typed)
            self._say(
                name, act, Claim(act.uid, act.stream, act.at_ms, move.officer_name, fields[name], typed[name]), sight
            )
        for name, answer in move.answers.items():
            self._say(ANSWER + name, act, Claim(act.uid, act.stream, act.at_ms, move.officer_name, answer), sight)
        return msgspec.structs.replace(move, fields=fields, typed=typed)

    def _settle(self, act: Act, move: SettledBody, sight: Sight) -> None:
        if move.field == NUMBER:
            self.is_number_settled = True
            return
        claim = Claim(act.uid, act.stream, act.at_ms, move.officer_name, move.value, move.typed)
        self._say(move.field, act, claim, sight, frozenset(move.over))

    def _say(self, name: str, act: Act, claim: Claim, sight: Sight, over: frozenset[bytes] = frozenset()) -> None:
        about, one = self.fields.setdefault(name, _Field()), _Said(act.seq, claim)
        about.said.append(one)
        about.open = [other for other in about.open if not (other.is_seen(sight) or other.claim.uid in over)]
        about.open.append(one)

    def _seen(self, name: str, sight: Sight) -> Claim:
        """What a writer with this sight found in a field."""
        said = self.fields.get(name, _Field()).said
        seen = next((one.claim for one in reversed(said) if one.is_seen(sight)), None)
        at_first = str(getattr(self.first.person, name, "")), self.first.typed.get(name, "")
        return seen or Claim(b"", b"", 0, "", *at_first)

    def disputes(self) -> Iterator[Dispute]:
        """Fields about which open claims differ, in the order in which they were first spoken about."""
        for name, about in self.fields.items():
            claims = tuple(one.claim for one in about.open)
            if len({repr(claim.text) for claim in claims}) > 1:
                yield Dispute(name, claims)
        standing = self.numbers.get(self.body.registration_no)
        others = tuple(claim for number, claim in self.numbers.items() if number != self.body.registration_no)
        if standing is not None and others and not self.is_number_settled:
            yield Dispute(NUMBER, (*others, standing))
