"""Registrations in the store: insert, move, the search for a first one, look-up by number or NIK, counts, copies."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import peewee

from app.models.accounts import note_account_person
from app.models.applicants import NOBODY, forget_person, keep_person
from app.models.sealing import Sealer
from app.models.statements import Value, insert, run
from app.models.tables import RegistrationRow, SlipRow, StreamRow
from core.disputes import Dispute, Disputes
from core.errors import Trouble
from core.registered import DayCounts, KeptRegistration, ListedPage, ListedVisit, is_settled
from core.registration import Status
from core.typed_text import is_digits
from core.wire.codec import decode, encode
from core.wire.records import RegisteredBody

LOG = logging.getLogger(__name__)

_TABLE = "registration"
_DISPUTES = "registration.disputes"

_FIRST_OF = """
    SELECT uid FROM registration
    WHERE nik_mark = ? AND programme = ? AND period = ? AND registration_no IS NOT NULL AND status != 'DITARIK'
    ORDER BY business_on, at_ms, seq LIMIT 1"""

_LISTED = """
    SELECT rowid, uid, status, outcome, registration_no, queue_number, business_on, at_ms, seq, programme, sealed
    FROM registration"""
HAS_PERSON = f"person_uid != x'{NOBODY.hex()}'"
"""Of a registration whose copy was purged only numbers and counts are left; lists and searches pass it over."""

_PAGE = f"{_LISTED} WHERE rowid < ? AND {HAS_PERSON} ORDER BY rowid DESC LIMIT ?"
_ONE = f"{_LISTED} WHERE uid = ? AND {HAS_PERSON}"
_COUNT = f"SELECT COUNT(*) FROM registration WHERE {HAS_PERSON}"  # noqa: S608 - words of our own
_OF_VISIT = """
    SELECT other.programme FROM registration AS mine
    JOIN registration AS other USING (business_on, queue_number, stream)
    WHERE mine.uid = ? AND mine.stream = ? AND mine.business_on = ?"""
_BEYOND_ROWS = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Place:
    """Where the event that created a registration stands."""

    stream: bytes
    seq: int
    record: bytes
    at_ms: int
    officer: bytes


def _uid_in(text: str) -> bytes | None:
    """A uid that a body names as text: of a ticket, of a help; ``None`` = there is none."""
    try:
        return uuid.UUID(text).bytes if text else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Shelf:
    """Reads and writes sealed registrations of one unlocked store; call in the database worker's thread."""

    sealer: Sealer

    def insert(self, place: Place, body: RegisteredBody) -> uuid.UUID:
        """Keep a visit whose event stands at this place of the log, our own or another desk's."""
        person = keep_person(self.sealer, body.person, is_settled=is_settled(body))
        values: dict[str, Value] = {
            "uid": place.record,
            "person_uid": person.bytes,
            "stream": place.stream,
            "seq": place.seq,
            "programme": body.programme,
            "period": body.period,
            "outcome": body.outcome,
            "status": body.status,
            "registration_no": body.registration_no or None,
            "queue_number": body.queue_number,
            "business_on": body.business_on,
            "at_ms": place.at_ms,
            "officer_uid": place.officer,
            "nik_mark": self.sealer.mark("nik", body.person.nik),
            "sealed": self.sealer.seal(_TABLE, place.record, encode(body)),
            "ticket_uid": _uid_in(body.ticket),
            "account_uid": _uid_in(body.account),
        }
        insert(RegistrationRow, values)
        self._note_helped(body)
        return uuid.UUID(bytes=place.record)

    def _note_helped(self, body: RegisteredBody) -> None:
        """Whoever registers with a help is the one who got it."""
        account = _uid_in(body.account)
        if account is not None:
            note_account_person(uuid.UUID(bytes=account), self.sealer.mark("nik", body.person.nik))

    def move(self, uid: uuid.UUID, body: RegisteredBody, disputes: tuple[Dispute, ...] = ()) -> None:
        """Bring a registration that stands here to what later acts made of it, and keep what they differ about."""
        before = self.person_of(uid)
        person = keep_person(self.sealer, body.person, is_settled=is_settled(body))
        RegistrationRow.update(
            person=person.bytes,
            outcome=body.outcome,
            status=body.status,
            registration_no=body.registration_no or None,
            nik_mark=self.sealer.mark("nik", body.person.nik),
            sealed=self.sealer.seal(_TABLE, uid.bytes, encode(body)),
            sealed_disputes=self.sealer.seal(_DISPUTES, uid.bytes, encode(Disputes(disputes))) if disputes else None,
        ).where(RegistrationRow.uid == uid.bytes).execute()
        if before != person.bytes:
            self._let_go(before)

    def person_of(self, uid: uuid.UUID) -> bytes:
        """The uid of the person whose registration this is."""
        return bytes(RegistrationRow.select(RegistrationRow.person).where(RegistrationRow.uid == uid.bytes).scalar())

    def _let_go(self, person: bytes) -> None:
        """A registration does not name this person any more: what it had said about them goes, too."""
        others = self._rows(RegistrationRow.person == person)
        if others:
            keep_person(self.sealer, others[0].body.person, is_settled=True)
        else:
            forget_person(person)

    def first_of(self, nik: str, programme: str, period: str) -> KeptRegistration | None:
        """The registration that already has a number for this person, programme and period, and still stands."""
        mark = self.sealer.mark("nik", nik)
        row = run(_FIRST_OF, mark, programme, period).fetchone() if mark else None
        return self.by_uid(uuid.UUID(bytes=row[0])) if row else None

    def by_uid(self, uid: uuid.UUID) -> KeptRegistration | None:
        """The registration with this uid."""
        rows = self._rows(RegistrationRow.uid == uid.bytes)
        return rows[0] if rows else None

    def by_uids(self, uids: Iterable[uuid.UUID]) -> Sequence[KeptRegistration]:
        """Those of these registrations that stand here and whose seal opens, the latest first."""
        return self._rows(RegistrationRow.uid.in_([uid.bytes for uid in uids]), skips_broken=True)

    def by_nik(self, nik: str) -> Sequence[KeptRegistration]:
        """All visits of a person."""
        return self._rows(RegistrationRow.nik_mark == self.sealer.mark("nik", nik))

    def by_registration_no(self, registration_no: str) -> Sequence[KeptRegistration]:
        """The registrations that carry this number (more than one only after a copied profile)."""
        return self._rows(RegistrationRow.registration_no == registration_no)

    def by_queue_number(self, queue_number: str) -> Sequence[KeptRegistration]:
        """All visits that were called by this number, the latest day first."""
        return self._rows(RegistrationRow.queue_number == queue_number)

    def disputed(self) -> Sequence[KeptRegistration]:
        """The registrations about which desks differ and somebody can decide: what is withdrawn stays as it is."""
        return self._rows(
            RegistrationRow.sealed_disputes.is_null(False) & (RegistrationRow.status != Status.WITHDRAWN.value),
            skips_broken=True,
        )

    def everything(self) -> Sequence[KeptRegistration]:
        """All visits whose seal opens, the latest first: one damaged row must not hide the others."""
        return self._rows(RegistrationRow.uid.is_null(False), skips_broken=True)

    def page(self, before: int | None, limit: int) -> ListedPage:
        """Some visits as lists show them, the latest kept first; those with a broken seal are counted.

        Args:
            before: where the page before ended; ``None`` = begin.
        """
        rows = run(_PAGE, _BEYOND_ROWS if before is None else before, limit).fetchall()
        visits = tuple(visit for visit in map(self._listed, rows) if visit)
        return ListedPage(
            visits=visits,
            before=rows[-1][0] if len(rows) == limit else 0,
            total=run(_COUNT).fetchone()[0],
            broken=len(rows) - len(visits),
        )

    def listed(self, uids: Iterable[uuid.UUID]) -> tuple[ListedVisit, ...]:
        """These visits as lists show them; who is not there, or whose seal is broken, is left out."""
        rows = [row for uid in uids for row in run(_ONE, uid.bytes).fetchall()]
        return tuple(visit for visit in map(self._listed, rows) if visit)

    def _listed(self, row: tuple[Any, ...]) -> ListedVisit | None:
        _rowid, uid, status, outcome, registration_no, queue_number, business_on, at_ms, seq, programme, sealed = row
        try:
            body = decode(self.sealer.open(_TABLE, uid, sealed), RegisteredBody)
        except Trouble:
            LOG.warning("seal of registration %s is broken", uuid.UUID(bytes=uid))
            return None
        person = body.person
        return ListedVisit(
            key=uid,
            name=person.name_on_id or body.typed.get("name_on_id", ""),
            nik=person.nik or "".join(char for char in body.typed.get("nik", "") if is_digits(char)),
            registration_no=registration_no or "",
            queue_number=queue_number,
            business_on=business_on,
            at_ms=at_ms,
            seq=seq,
            programme=programme,
            outcome=outcome,
            status=status,
            sex=person.sex,
            village_code=person.village_code,
            officer_name=body.officer_name,
        )

    def _rows(self, condition: peewee.Expression, *, skips_broken: bool = False) -> Sequence[KeptRegistration]:
        rows = list(
            RegistrationRow.select(RegistrationRow, peewee.fn.COUNT(SlipRow.copy_no).alias("copies"))
            .join(SlipRow, peewee.JOIN.LEFT_OUTER)
            .where(condition & (RegistrationRow.person != NOBODY))
            .group_by(RegistrationRow.uid)
            .order_by(RegistrationRow.business_on.desc(), RegistrationRow.at_ms.desc(), RegistrationRow.seq.desc())
        )
        kept = (self._kept(row, may_skip=skips_broken) for row in rows)
        return tuple(one for one in kept if one is not None)

    def _kept(self, row: RegistrationRow, *, may_skip: bool) -> KeptRegistration | None:
        uid = bytes(row.uid)
        try:
            body = decode(self.sealer.open(_TABLE, uid, bytes(row.sealed)), RegisteredBody)
            disputes = self._disputes(uid, row.sealed_disputes)
        except Trouble:
            if not may_skip:
                raise
            LOG.warning("seal of registration %s is broken", uuid.UUID(bytes=uid))
            return None
        copies = int(getattr(row, "copies"))  # noqa: B009 - an alias of the query, unknown to the table class
        return KeptRegistration(uuid.UUID(bytes=uid), row.status, row.at_ms, copies, body, disputes)

    def _disputes(self, uid: bytes, sealed: bytes | None) -> tuple[Dispute, ...]:
        return decode(self.sealer.open(_DISPUTES, uid, bytes(sealed)), Disputes).open if sealed else ()


def programmes_of_visit(uid: uuid.UUID, stream: bytes, business_on: str) -> frozenset[str]:
    """What was asked for in the visit of a registration; empty if it was not of this stream and day."""
    return frozenset(programme for (programme,) in run(_OF_VISIT, uid.bytes, stream, business_on).fetchall())


def counts() -> DayCounts:
    """How many visits of each outcome this desk has kept (those of the post's other desks are not counted).

    What was withdrawn counts as that and as nothing else.
    """
    kind = peewee.Case(None, [(RegistrationRow.status == Status.WITHDRAWN.value, "withdrawn")], RegistrationRow.outcome)
    query = (
        RegistrationRow.select(kind, peewee.fn.COUNT(RegistrationRow.uid).alias("many"))
        .where(RegistrationRow.stream.in_(StreamRow.select(StreamRow.stream)))
        .group_by(peewee.SQL("1"))
    )
    rows: Iterable[tuple[str, int]] = query.tuples()  # type: ignore[assignment]  # the stubs know rows as models only
    return DayCounts(dict(rows))


def note_copy(
    registration: uuid.UUID, kind: str, paper: str, officer: uuid.UUID, at_ms: int, *, is_reprint: bool
) -> int:
    """Count one more copy of a paper; call inside the transaction.

    Args:
        kind: ``receipt`` or ``note``: who brought what was missing gets the first receipt, not a copy of the note.

    Returns its number: 1 = the original, which only the act behind it can write; a reprint is never 1.
    """
    own = (SlipRow.registration == registration.bytes) & (SlipRow.kind == kind)
    highest = SlipRow.select(peewee.fn.MAX(SlipRow.copy_no)).where(own).scalar()
    copy_no = max(highest or 0, 1 if is_reprint else 0) + 1
    SlipRow.insert(
        registration=registration.bytes,
        kind=kind,
        copy_no=copy_no,
        paper=paper,
        at_ms=at_ms,
        officer_uid=officer.bytes,
    ).execute()
    return copy_no
