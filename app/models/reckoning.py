"""What the tables hold about one business date, each counted by itself: visits, papers, events, receipts, numbers."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TypeVar

from app.models.events import hash_at
from app.models.heard import NEWS_TABLE, news_place
from app.models.numbers import REGISTRATION_SERIES
from app.models.profile import read_profile
from app.models.registrations import HAS_PERSON
from app.models.sealing import Sealer
from app.models.statements import run
from core.errors import Trouble
from core.ids import BLOCK_SIZE, parse_registration_no
from core.reconciliation import NumberRun, Numbers, PaperRow, ToldVisit, VisitRow, WaitingAct
from core.registration import Outcome, Status
from core.signing import Purpose, is_signed
from core.wire.codec import Malformed, decode
from core.wire.envelope import EventUp, Receipt, receipt_message
from core.wire.events import Header, Kind, device_of
from core.wire.records import RegisteredBody, RepeatedBody

LOG = logging.getLogger(__name__)

STEP = 300
"""Events looked at in one turn of the database's worker, some 20 ms where all of them are visits."""

_OWN = "stream IN (SELECT stream FROM stream)"
_VISITS = f"""
    SELECT uid, queue_number, registration_no, status, outcome, {HAS_PERSON} FROM registration
    WHERE business_on = ? AND {_OWN} ORDER BY queue_number, seq"""  # noqa: S608 - words of our own
_OTHERS = f"""
    SELECT stream, queue_number FROM registration WHERE business_on = ? AND NOT {_OWN}
    ORDER BY queue_number"""  # noqa: S608 - as above
_PAPERS = f"""
    SELECT registration_uid, kind, copy_no FROM slip WHERE registration_uid IN
        (SELECT uid FROM registration WHERE business_on = ? AND {_OWN})"""  # noqa: S608 - as above
_SERIALS = """
    SELECT registration_no FROM registration WHERE registration_no LIKE ?1
    UNION SELECT registration_no FROM ticket WHERE registration_no LIKE ?1"""
_TICKETS = "SELECT number FROM ticket WHERE business_on = ? ORDER BY number"
_USED = "SELECT series, block, used FROM number WHERE business_on = ?"
_STREAMS = "SELECT stream, head_seq, receipt_seq, receipt, receipt_signature FROM stream"
_LAST = "SELECT COALESCE(MAX(rowid), 0) FROM {table}"
_WAITING = """
    SELECT kind, record FROM event WHERE stream = ? AND seq > ? AND kind NOT IN ('registered', 'exported')"""
"""That a sheet was made would else change the next one."""
_RESTORES = "SELECT header FROM event WHERE kind = 'restored'"
_EVENTS = """
    SELECT stream, seq, kind, record, header, sealed FROM event WHERE rowid > ? AND rowid <= ?"""
_NEWS = f"""
    SELECT stream, seq, kind, record, sealed FROM news WHERE rowid > ? AND rowid <= ? AND {_OWN}"""  # noqa: S608 - as above


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything but the log's own words, read at one moment.

    Args:
        serials: serials of registration numbers of the day that anybody's registration or blank form has.
        tickets: numbers of the queue that were taken at any desk, as far as it is known here.
        vouched: how far a receipt that this desk could verify covers each own stream.
        others: device of the post -> queue numbers of its visits of the day.
        last_event, last_news: the log goes on behind them; what comes later does not belong to this picture.
    """

    visits: tuple[VisitRow, ...]
    papers: tuple[PaperRow, ...]
    serials: Mapping[int, str]
    runs: tuple[NumberRun, ...]
    vouched: Mapping[bytes, int]
    waiting: tuple[WaitingAct, ...]
    others: Mapping[uuid.UUID, tuple[str, ...]]
    last_event: int
    last_news: int
    tickets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LogPart:
    """What a stretch of the log says: visits of the day, repeated visits of the day, papers written again."""

    told: tuple[ToldVisit, ...] = ()
    repeated: tuple[uuid.UUID, ...] = ()
    reprinted: tuple[uuid.UUID, ...] = ()


def snapshot(on: date, letter: str) -> Snapshot:
    """Read the tables in one go; a day has a few hundred rows.

    Args:
        letter: service letter of the queue numbers of this desk.
    """
    day = on.isoformat()
    vouched = dict(_vouched())
    papers = run(_PAPERS, day).fetchall()
    return Snapshot(
        visits=tuple(_visit(row) for row in run(_VISITS, day).fetchall()),
        papers=tuple(PaperRow(uuid.UUID(bytes=uid), kind, copy_no) for uid, kind, copy_no in papers),
        serials=dict(_serials(on)),
        runs=tuple(_runs(on, letter)),
        vouched=vouched,
        waiting=tuple(_waiting(vouched)),
        others=_others(day),
        last_event=int(run(_LAST.format(table="event")).fetchone()[0]),
        last_news=int(run(_LAST.format(table="news")).fetchone()[0]),
        tickets=tuple(number for (number,) in run(_TICKETS, day).fetchall()),
    )


def _visit(row: tuple[bytes, str, str | None, str, str, int]) -> VisitRow:
    uid, queue_number, registration_no, status, outcome, has_person = row
    return VisitRow(
        uid=uuid.UUID(bytes=uid),
        numbers=Numbers(queue_number, registration_no or ""),
        status=status,
        is_settled=bool(registration_no) and outcome in (Outcome.REGISTERED, Outcome.WAITING_LIST),
        is_withdrawn=status == Status.WITHDRAWN,
        is_purged=not has_person,
    )


def _serials(on: date) -> Iterator[tuple[int, str]]:
    for (text,) in run(_SERIALS, f"%-{on:%Y%m%d}-%").fetchall():
        number = parse_registration_no(text)
        if number is not None and number.business_on == on:
            yield number.serial, text


def _runs(on: date, letter: str) -> Iterator[NumberRun]:
    """What was begun by the count of numbers; a series that only a restore has touched is begun as far as it burnt."""
    own = read_profile().numbers
    used = {(series, block): count for series, block, count in run(_USED, on.isoformat()).fetchall()}
    for series in (letter, REGISTRATION_SERIES):
        used.setdefault((series, own.block), 0)
    has_restored = own.floor(on) > 0 or _has_restored(on)
    for (series, block), count in sorted(used.items()):
        begun = max(count, own.floor(on) if block == own.block else 0)
        burnt = begun // BLOCK_SIZE * BLOCK_SIZE if has_restored else 0
        yield NumberRun("" if series == REGISTRATION_SERIES else series, block, begun, burnt)


def _has_restored(on: date) -> bool:
    """Whether a copy was put back, or parted from another one, on that day or later by this desk's clock.

    A day's tolerance: the log knows instants, and the business date is a day on the wall.
    """
    day_ms = 86_400_000
    since_ms = (on.toordinal() - date(1970, 1, 1).toordinal() - 1) * day_ms
    return any(decode(header, Header).at_ms >= since_ms for (header,) in run(_RESTORES).fetchall())


def _vouched() -> Iterator[tuple[bytes, int]]:
    """A receipt counts as far as its signature is the server's and the hash that it names is our own.

    An event that is gone here says nothing against it: that it is gone is told by its own number.
    """
    server = read_profile().server
    for stream, head_seq, receipt_seq, packed, signature in run(_STREAMS).fetchall():
        receipt = _receipt(packed)
        is_genuine = (
            server is not None
            and receipt is not None
            and receipt.stream == stream
            and is_signed(server.public_key, Purpose.RECEIPT, receipt_message(receipt), bytes(signature or b""))
        )
        if receipt is None or not is_genuine:
            yield stream, 0
            continue
        own = hash_at(stream, receipt.have_seq)
        is_ours = receipt.have_seq > head_seq or own in (None, receipt.have_hash)
        yield stream, min(receipt_seq, receipt.have_seq) if is_ours else 0


def _receipt(packed: bytes | None) -> Receipt | None:
    try:
        return decode(packed, Receipt) if packed else None
    except Malformed:
        return None


def _waiting(vouched: Mapping[bytes, int]) -> Iterator[WaitingAct]:
    for stream, seq in vouched.items():
        for kind, record in run(_WAITING, stream, seq).fetchall():
            yield WaitingAct(uuid.UUID(bytes=record), kind)


def _others(day: str) -> Mapping[uuid.UUID, tuple[str, ...]]:
    found: dict[uuid.UUID, list[str]] = {}
    for stream, queue_number in run(_OTHERS, day).fetchall():
        found.setdefault(device_of(stream), []).append(queue_number)
    return {device: tuple(numbers) for device, numbers in found.items()}


def log_part(on: date, sealer: Sealer, vouched: Mapping[bytes, int], stretch: tuple[int, int]) -> LogPart:
    """What a stretch of this device's own log says of a day, out of the sealed bodies themselves.

    Args:
        stretch: behind which place, and up to which; at most :data:`STEP` places.
    """
    rows = run(_EVENTS, *stretch).fetchall()
    acts = (
        _Act(kind, record, seq <= vouched.get(stream, 0), partial(_own_body, sealer, header, sealed))
        for stream, seq, kind, record, header, sealed in rows
    )
    return _part(on, acts)


def news_part(on: date, sealer: Sealer, stretch: tuple[int, int]) -> LogPart:
    """The same of what the server gave back of an own earlier life: it holds that, so it vouches for it."""
    rows = run(_NEWS, *stretch).fetchall()
    acts = (
        _Act(kind, record, True, partial(_heard_body, sealer, stream, seq, sealed))
        for stream, seq, kind, record, sealed in rows
        if record is not None and kind != Kind.SLIP_REPRINTED  # its paper was counted in the store that is gone
    )
    return _part(on, acts)


@dataclass(frozen=True, slots=True)
class _Act:
    """An event that may be of the day; its body is opened only if its kind says so."""

    kind: str
    record: bytes
    is_vouched: bool
    body: Callable[[], bytes]


def _part(on: date, acts: Iterable[_Act]) -> LogPart:
    told: list[ToldVisit] = []
    repeated: list[uuid.UUID] = []
    reprinted: list[uuid.UUID] = []
    for act in acts:
        uid = uuid.UUID(bytes=act.record)
        if act.kind == Kind.SLIP_REPRINTED:
            reprinted.append(uid)
        elif act.kind == Kind.REGISTERED:
            body = _read(act, RegisteredBody)
            if body is not None and body.business_on == on.isoformat():
                numbers = Numbers(body.queue_number, body.registration_no)
                told.append(ToldVisit(uid, numbers, act.is_vouched, shares_number=bool(body.visit)))
        elif act.kind == Kind.REPEATED:
            again = _read(act, RepeatedBody)
            if again is not None and again.business_on == on.isoformat():
                repeated.append(uid)
    return LogPart(tuple(told), tuple(repeated), tuple(reprinted))


Body = TypeVar("Body", RegisteredBody, RepeatedBody)


def _read(act: _Act, kind: type[Body]) -> Body | None:
    """What does not open or is not understood says nothing: its visit then lacks its event, by number."""
    try:
        return decode(act.body(), kind)
    except (Trouble, Malformed) as error:
        LOG.warning("event of record %s does not open: %s", uuid.UUID(bytes=act.record), type(error).__name__)
        return None


def _own_body(sealer: Sealer, header: bytes, sealed: bytes) -> bytes:
    return sealer.open("event", decode(header, Header).uid, sealed)


def _heard_body(sealer: Sealer, stream: bytes, seq: int, sealed: bytes) -> bytes:
    return decode(sealer.open(NEWS_TABLE, news_place(stream, seq), sealed), EventUp).body
