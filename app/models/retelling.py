"""A registration told anew from every event about it, its own desk's and other desks', in the server's order."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import peewee

from app.models.accounts import tell_placed_accounts
from app.models.events import event_header
from app.models.heard import NOT_NUMBERED, news_of
from app.models.registrations import Shelf
from app.models.rows import WORKER_DATABASE
from app.models.sealing import Sealer
from app.models.statements import run
from app.models.tables import EventRow
from app.models.tickets import tell_placed
from core.disputes import Act, Told, told
from core.errors import Trouble
from core.moves import MOVES, Move, moved
from core.registered import KeptRegistration
from core.wire.codec import Malformed, decode
from core.wire.events import Kind
from core.wire.records import RegisteredBody

LOG = logging.getLogger(__name__)

_BODIES: Mapping[str, type[RegisteredBody | Move]] = {Kind.REGISTERED: RegisteredBody, **MOVES}

_PLACE = "SELECT stream, seq FROM registration WHERE uid = ?"
_HAS_NEWS = "SELECT 1 FROM news WHERE record = ? LIMIT 1"
_SHARED = """
    SELECT DISTINCT record FROM event
    WHERE stream = ? AND seq BETWEEN ? AND ? AND EXISTS (SELECT 1 FROM news WHERE news.record = event.record)"""


def retell(shelf: Shelf, record: bytes) -> None:
    """Bring a registration that stands here to what all known acts make of it; one that is not here yet waits."""
    uid = uuid.UUID(bytes=record)
    try:
        kept = shelf.by_uid(uid)
        anew = told(record, _acts_on_one(shelf.sealer, record)) if kept else None
        if anew is None or kept is None:
            return
        check_days(anew.body)
    except (Trouble, ValueError):
        return  # a broken seal or a day that is none: the acts are kept, and the news behind them are heard
    if (anew.body, anew.disputes) != (kept.body, kept.disputes):
        _keep(shelf, uid, anew)


def _keep(shelf: Shelf, uid: uuid.UUID, anew: Told) -> None:
    try:
        with WORKER_DATABASE.atomic():
            shelf.move(uid, anew.body, anew.disputes)
    except peewee.IntegrityError:
        LOG.warning("what became of registration %s does not fit beside what stands here", uid)


def retell_placed(shelf: Shelf, stream: bytes, first_seq: int, last_seq: int) -> frozenset[uuid.UUID]:
    """Tell anew what other desks have spoken about too, once the server has told where our own acts stand.

    Returns the registrations, tickets and helps that were looked at.
    """
    records = [record for (record,) in run(_SHARED, stream, first_seq, last_seq).fetchall()]
    for record in records:
        retell(shelf, record)
    places = stream, first_seq, last_seq
    return tell_placed(*places) | tell_placed_accounts(*places) | {uuid.UUID(bytes=record) for record in records}


def after_own_act(shelf: Shelf, kept: KeptRegistration, move: Move) -> Told:
    """What an act of this desk, which stands in the log already, makes of a registration; it had seen all there is."""
    if run(_HAS_NEWS, kept.uid.bytes).fetchone():
        anew = told(kept.uid.bytes, _acts_on_one(shelf.sealer, kept.uid.bytes))
        if anew is not None:
            return anew
    return Told(moved(kept.body, move), kept.disputes)


def _acts_on_one(sealer: Sealer, record: bytes) -> tuple[Act, ...]:
    """All acts on a registration, but none on another one that a copy of the device made under the same uid.

    That one is kept by its own desk, and told by the server [RECORD_ELSEWHERE]; neither moves the other.
    """
    acts = acts_of(sealer, record)
    births = [act for act in acts if isinstance(act.body, RegisteredBody)]
    if all(birth.body == births[0].body for birth in births):
        return acts
    here = run(_PLACE, record).fetchone()
    ours = next((birth for birth in births if here == (birth.stream, birth.seq)), births[0])
    strangers = {birth.stream for birth in births if birth.body != ours.body}
    return tuple(act for act in acts if act.stream not in strangers)


@dataclass(frozen=True, slots=True)
class _Placed:
    """An act and its place in the server's order."""

    order: tuple[int, int]
    act: Act


def acts_of(sealer: Sealer, record: bytes) -> tuple[Act, ...]:
    """Everything known about a record in the server's order; what the server has not numbered comes last."""
    found: dict[bytes, _Placed] = {}
    for one in (*_own(sealer, record), *_of_others(sealer, record)):
        same = found.setdefault(one.act.uid, one)  # what a restored desk wrote in an earlier life comes as news, too
        if one.order < same.order:
            found[one.act.uid] = one
    return tuple(one.act for one in sorted(found.values(), key=lambda one: one.order))


def _own(sealer: Sealer, record: bytes) -> Iterator[_Placed]:
    rows = list(EventRow.select().where(EventRow.record == record).order_by(peewee.SQL("rowid")))
    for place, row in enumerate(rows):
        header = event_header(row)
        packed = _opened(sealer, header.uid, bytes(row.sealed)) if header.kind in _BODIES else b""
        feed_no = NOT_NUMBERED if row.feed_no is None else row.feed_no
        act = Act(header.stream, header.seq, header.uid, header.base, header.at_ms, _body(header.kind, packed))
        yield _Placed((feed_no, place), act)


def _of_others(sealer: Sealer, record: bytes) -> Iterator[_Placed]:
    for one in news_of(sealer, record):
        event = one.event
        act = Act(one.stream, one.seq, one.uid, event.base, event.at_ms, _body(event.kind, event.body))
        yield _Placed((one.feed_no, 0), act)


def _opened(sealer: Sealer, uid: bytes, sealed: bytes) -> bytes:
    try:
        return sealer.open("event", uid, sealed)
    except Trouble:
        LOG.warning("event %s does not open", uuid.UUID(bytes=uid))
        return b""


def _body(kind: str, packed: bytes) -> RegisteredBody | Move | None:
    """What an act says; ``None`` = it moves nothing, or a later program wrote it, or it is broken."""
    expected = _BODIES.get(kind)
    try:
        return decode(packed, expected) if expected else None
    except Malformed:
        return None


def check_days(body: RegisteredBody) -> None:
    """Raises: ValueError if a day in it is none."""
    date.fromisoformat(body.business_on)
    if body.person.birth_date:
        date.fromisoformat(body.person.birth_date)
