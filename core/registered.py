"""A registration as it is kept and listed, once a verb has given it its place."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

import msgspec

from core.disputes import Dispute
from core.registration import Outcome
from core.wire.records import RegisteredBody


@dataclass(frozen=True, slots=True)
class KeptRegistration:
    """One kept visit: who, what came of it, and how many copies of its paper exist.

    ``registration_no`` is empty where no outcome ever gave one; ``body`` says what later acts have made of the visit,
    ``disputes`` about which of its fields two desks differ.
    """

    uid: uuid.UUID
    status: str
    at_ms: int
    copies: int
    body: RegisteredBody
    disputes: tuple[Dispute, ...] = ()

    @property
    def registration_no(self) -> str:
        """The printed number, or empty."""
        return self.body.registration_no

    @property
    def queue_number(self) -> str:
        """The number that the visit was called by."""
        return self.body.queue_number

    @property
    def is_settled(self) -> bool:
        """Whether it is worth a receipt."""
        return is_settled(self.body)


class ListedVisit(msgspec.Struct, frozen=True, gc=False):
    """What lists and searches need of one kept visit; tens of thousands lie in memory, unseen by the collector.

    Args:
        key: the bytes of its uid.
        name: as on the card; as typed where it could not be taken.
        nik: all digits of it; as typed where it could not be taken.
        seq: the place of its event in its stream: of two of one millisecond the later one is the newer.
    """

    key: bytes
    name: str
    nik: str
    registration_no: str
    queue_number: str
    business_on: str
    at_ms: int
    seq: int
    programme: str
    outcome: str
    status: str
    sex: str
    village_code: str
    officer_name: str

    @property
    def uid(self) -> uuid.UUID:
        """The registration's uid."""
        return uuid.UUID(bytes=self.key)


@dataclass(frozen=True, slots=True)
class ListedPage:
    """Some visits of the list, the latest kept first.

    Args:
        before: where the next page begins; 0 = there is none.
        total: how many visits the store holds.
        broken: how many of this page have a broken seal and are left out.
    """

    visits: tuple[ListedVisit, ...]
    before: int
    total: int
    broken: int


def is_settled(body: RegisteredBody) -> bool:
    """Whether a visit has its number and its fields are free of doubt; a number may be older than a later doubt."""
    return bool(body.registration_no) and body.outcome in (Outcome.REGISTERED, Outcome.WAITING_LIST)


@dataclass(frozen=True, slots=True)
class DayCounts:
    """How many visits of each outcome."""

    by_outcome: dict[str, int]

    @property
    def registrations(self) -> int:
        """Visits that got a registration number."""
        return self.by_outcome.get("registered", 0) + self.by_outcome.get("waiting_list", 0)

    @property
    def incomplete(self) -> int:
        """Visits that wait for a field to be mended."""
        return self.by_outcome.get("incomplete", 0)
