"""Help with an e-mail address: what somebody needs, which road is gone, how far, what came of it; one rule everywhere.

Like a ticket, a help is made of events: it is opened, and then moved. A move's ``turn`` is one more than the highest
that its writer had seen of the same help; of two whose writers had not seen each other the later one in the server's
order counts. Whether an address is proven stands in ``core.proofs``; nothing here can say so.
"""

from __future__ import annotations

import enum
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from core.tickets import LAST_TICK, MOST_SPELL_S


class Need(enum.StrEnum):
    """What somebody came to the account desk with."""

    NONE = "none"
    """Never had an address, as far as the person knows."""
    FORGOTTEN = "forgotten"
    """Had one and cannot get into it."""
    HAS = "has"
    PHONE = "phone"
    """Help with the telephone only."""


class Road(enum.StrEnum):
    """The way on which the person gets an address."""

    OWN = "own"
    """An address that is there already: found on the telephone, and checked."""
    PUBLIC = "public"
    """Road A: a public provider, on the applicant's own telephone."""
    REGIONAL = "regional"
    """Road B: a mailbox of the region's own domain."""


class Result(enum.StrEnum):
    """What came of it."""

    HAD = "had"
    MADE = "made"
    LATER = "later"
    FAILED = "failed"


class Reason(enum.StrEnum):
    """Why there is no address at the end, or not yet [FACTBOOK 3, Posko rule]."""

    NO_PHONE = "no_phone"
    NO_CREDIT = "no_credit"
    NUMBER_USED_UP = "number_used_up"
    """The provider takes no further account for this number."""
    NO_MESSAGE = "no_message"
    """The provider's message did not come."""
    FORGOTTEN = "forgotten"
    NO_LINE = "no_line"
    NO_TIME = "no_time"
    UNWILLING = "unwilling"
    OTHER = "other"


class PhoneOwner(enum.StrEnum):
    """Whose telephone it is (``pemilik_hp``) [FACTBOOK 1.4]."""

    SELF = "self"
    SPOUSE = "spouse"
    CHILD = "child"
    OTHER = "other"
    NONE = "none"


class Reach(enum.StrEnum):
    """How somebody is reached."""

    CALL = "call"
    SMS = "sms"
    WHATSAPP = "whatsapp"
    CONTACT = "contact"
    """Through the contact person."""


class AccountMove(enum.StrEnum):
    """What is done with a help; one word for ever."""

    ROAD = "road"
    STEP = "step"
    ADDRESS = "address"
    PHONE = "phone"
    PAUSED = "paused"
    RESUMED = "resumed"
    ENDED = "ended"
    REOPENED = "reopened"
    NEED_NONE = "need_none"
    NEED_FORGOTTEN = "need_forgotten"
    NEED_HAS = "need_has"
    NEED_PHONE = "need_phone"
    BOUND = "bound"
    """The person turned out to be registered already: the help belongs to that registration."""


NEED_MOVES: Mapping[Need, AccountMove] = {
    Need.NONE: AccountMove.NEED_NONE,
    Need.FORGOTTEN: AccountMove.NEED_FORGOTTEN,
    Need.HAS: AccountMove.NEED_HAS,
    Need.PHONE: AccountMove.NEED_PHONE,
}
"""The person turned out to need this, whatever was said first; the road begins anew.

A word each, so that the need stands in clear where moves do: figures ask for it without opening a seal.
"""


class CodeWhy(enum.StrEnum):
    """Why a mailbox gets a new activation code."""

    PRINT_FAILED = "print_failed"
    RECOVERY = "recovery"


class AccountState(enum.StrEnum):
    """Where a help stands."""

    OPEN = "open"
    PAUSED = "paused"
    ENDED = "ended"


_INTO: Mapping[str, AccountState] = {
    AccountMove.PAUSED: AccountState.PAUSED,
    AccountMove.ENDED: AccountState.ENDED,
    AccountMove.ROAD: AccountState.OPEN,
    AccountMove.STEP: AccountState.OPEN,
    AccountMove.RESUMED: AccountState.OPEN,
    AccountMove.REOPENED: AccountState.OPEN,
    **dict.fromkeys(NEED_MOVES.values(), AccountState.OPEN),
}
"""An address, a telephone or a registration is noted in any state, and moves none."""

_NEEDS: Mapping[str, str] = {move.value: need.value for need, move in NEED_MOVES.items()}


@dataclass(frozen=True, slots=True)
class OpenedAccount:
    """That a help began.

    Args:
        need: a word of :class:`Need`, or of a newer program.
        registration: the registration that stood already; ``None`` = it came out of a form.
        stream: where that is written: whose clock ``at_ms`` is.
    """

    uid: uuid.UUID
    on: date
    need: str
    name_on_id: str = field(repr=False)
    officer_name: str
    at_ms: int
    stream: bytes
    registration: uuid.UUID | None = None
    ticket: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class MovedAccount:
    """One move in its place of the log; empty = it does not speak of that.

    Args:
        feed_no: its place in the server's order; the highest there is while the server has not told it.
    """

    move: str
    turn: int
    at_ms: int
    stream: bytes
    seq: int
    feed_no: int
    officer_name: str = ""
    road: str = ""
    provider: str = ""
    step: int = 0
    address: str = field(default="", repr=False)
    result: str = ""
    reason: str = ""
    phone_owner: str = ""
    reach: tuple[str, ...] = ()
    contact_person: str = field(default="", repr=False)

    @property
    def order(self) -> tuple[int, int, bytes, int]:
        """The highest counts."""
        return self.turn, self.feed_no, self.stream, self.seq


@dataclass(frozen=True, slots=True)
class Account:
    """A help and what became of it.

    Args:
        need: what the person needs, as far as is known by now; ``opened.need`` is what was said first.
        address: what the person has or gets; empty = not known yet.
        step: steps of the road that are done.
        worked_s: how long somebody worked at it, pauses left out, as the desks' clocks have measured it.
        running_since_ms: since when it runs now, by the clock of ``running_on``; ``None`` = it does not.
    """

    opened: OpenedAccount
    state: AccountState
    need: str = ""
    road: str = ""
    provider: str = ""
    step: int = 0
    address: str = field(default="", repr=False)
    result: str = ""
    reason: str = ""
    phone_owner: str = ""
    reach: tuple[str, ...] = ()
    contact_person: str = field(default="", repr=False)
    worked_s: int = 0
    running_since_ms: int | None = None
    running_on: bytes = b""
    ended_at_ms: int | None = None
    turn: int = 0

    @property
    def uid(self) -> uuid.UUID:
        """The help's uid."""
        return self.opened.uid

    @property
    def next_turn(self) -> int:
        """The turn of the next move."""
        return min(self.turn + 1, LAST_TICK)

    @property
    def is_open(self) -> bool:
        """Whether somebody is still at it, or comes back to it."""
        return self.state is not AccountState.ENDED


@dataclass(slots=True)
class _Course:
    """The way of one help, move by move."""

    opened: OpenedAccount
    need: str
    state: AccountState = AccountState.OPEN
    said: dict[str, str] = field(default_factory=dict)
    step: int = 0
    reach: tuple[str, ...] = ()
    worked_s: int = 0
    since: tuple[bytes, int] | None = None
    ended_at_ms: int | None = None
    turn: int = 0

    def follow(self, move: MovedAccount) -> None:
        """Go on with the next move in order; one of a newer program counts as seen and says nothing."""
        self.turn = max(self.turn, move.turn)
        if move.move not in set(AccountMove):
            return
        self._note(move)
        state = _INTO.get(move.move, self.state)
        self._measure(state, move)
        self.state = state

    def _note(self, move: MovedAccount) -> None:
        if move.move == AccountMove.ROAD or move.move in _NEEDS:
            self.need = _NEEDS.get(move.move, self.need)
            self.step = 0
            self.said |= {"road": move.road, "provider": move.provider, "result": "", "reason": ""}
        if move.move == AccountMove.REOPENED:
            self.said |= {"result": "", "reason": ""}
        if move.move == AccountMove.STEP:
            self.step = move.step
        if move.move == AccountMove.ENDED:
            self.said |= {"result": move.result, "reason": move.reason}
        if move.move == AccountMove.PHONE:
            self.said |= {"phone_owner": move.phone_owner, "contact_person": move.contact_person}
            self.reach = move.reach
        if move.move == AccountMove.ADDRESS or move.address:
            self.said |= {"address": move.address}

    def _measure(self, state: AccountState, move: MovedAccount) -> None:
        """Count what was worked; between two clocks nothing can be measured."""
        if self.since is not None and state is not AccountState.OPEN:
            stream, since_ms = self.since
            if stream == move.stream:
                self.worked_s += min(max(move.at_ms - since_ms, 0) // 1000, MOST_SPELL_S)
            self.since = None
        if self.since is None and state is AccountState.OPEN:
            self.since = move.stream, move.at_ms
        self.ended_at_ms = move.at_ms if state is AccountState.ENDED else None

    def account(self) -> Account:
        """Where it stands now."""
        return Account(
            opened=self.opened,
            state=self.state,
            need=self.need,
            step=self.step,
            reach=self.reach,
            worked_s=self.worked_s,
            running_since_ms=self.since[1] if self.since else None,
            running_on=self.since[0] if self.since else b"",
            ended_at_ms=self.ended_at_ms,
            turn=self.turn,
            **self.said,
        )


def folded(opened: OpenedAccount, moves: Iterable[MovedAccount]) -> Account:
    """Where a help stands after these moves, whatever order they come in."""
    course = _Course(opened, opened.need, since=(opened.stream, opened.at_ms))
    for move in sorted(moves, key=lambda move: move.order):
        course.follow(move)
    return course.account()
