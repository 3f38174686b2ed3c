"""One exchange: send what is next, believe only a signed receipt that equals our own chain. No thread, no sleep."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from app.models.events import StreamState
from app.sync.log import SyncLog
from app.sync.replies import believed, gap_of
from app.sync.state import Progress, Totals
from app.sync.transport import Transport
from core.errors import Trouble
from core.wire.codec import CONTENT_TYPE, Codec
from core.wire.envelope import PROTOCOL, Batch, ExchangeReply, ExchangeRequest, Receipt
from core.wire.http_signature import signed_headers

PATH = "/v1/exchange"
FIRST_BATCH = 50
LARGEST_BATCH = 400
MOST_REWINDS = 5
"""How often in one exchange a server may say that it lost something before we stop believing it."""


@dataclass(frozen=True, slots=True)
class Line:
    """Everything an exchange needs: the log, the way to the server, the codec."""

    log: SyncLog
    transport: Transport
    codec: Codec


@dataclass(frozen=True, slots=True)
class _Round:
    """What one request brought."""

    totals: Totals
    is_rewound: bool = False
    has_more: bool = False


def drain(
    line: Line,
    on_progress: Callable[[Progress, Totals], None] = lambda _progress, _totals: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> Totals:
    """Exchange until nothing waits on either side, or until cancelled between two requests.

    Args:
        on_progress: told after each request how far it is, and what was moved until then.

    Raises: Trouble for the line or the server; what was receipted until then counts.
    """
    totals, size, rewinds = Totals(), FIRST_BATCH, 0
    goal = line.log.pending()
    heard: set[bytes] = set()
    while not is_cancelled() and (state := _next(line.log, heard)):
        done = _round(line, state, size)
        totals = totals.plus(done.totals)
        size = min(size * 2, LARGEST_BATCH)
        rewinds += done.is_rewound
        if rewinds > MOST_REWINDS:
            raise Trouble("SERVER_FORGETS")
        if not done.has_more:
            heard.add(state.stream)
        waiting = line.log.pending()
        goal = max(goal, waiting)
        on_progress(Progress(goal - waiting, goal, "SENDING"), totals)
    return totals


def _next(log: SyncLog, heard: Collection[bytes]) -> StreamState | None:
    """What the next round is about: a stream that has something to send, else one of which nothing was heard yet.

    So each exchange learns of every stream how far the server holds it, and sees what a restored server has lost.
    """
    streams = log.streams()
    unheard = (state for state in streams if state.stream not in heard)
    return next((state for state in streams if state.pending), None) or next(unheard, None)


def are_heads_equal(log: SyncLog) -> bool:
    """Whether every stream of this device ends at the server exactly where it ends here.

    A receipt is only ever kept after its hash was compared with our own, so equal places mean equal heads.
    """
    return all(state.receipt_seq == state.head_seq for state in log.streams())


def _round(line: Line, state: StreamState, size: int) -> _Round:
    batch = line.log.batch(state, size) if state.pending else None
    asked = None if batch else state.stream
    profile = line.log.profile
    request = ExchangeRequest(
        PROTOCOL, profile.post.is_training, profile.cursor, batch, stream=asked, programmes=line.log.programmes()
    )
    packed = line.codec.pack(request)
    headers = signed_headers(line.log.keys.device, "POST", PATH, packed) | {"Content-Type": CONTENT_TYPE}
    reply = line.transport.post(PATH, packed, headers)
    moved = Totals(requests=1, bytes_up=len(packed), bytes_down=len(reply.body))
    gap = gap_of(reply)
    if gap is not None and batch is not None:
        _rewind(line, state, *gap)
        return _Round(moved, is_rewound=True)
    answer = believed(reply, line.codec, line.log.server())
    return _settled(line, state, batch, answer, moved)


def _rewind(line: Line, state: StreamState, have_seq: int, have_hash: bytes) -> None:
    """The server misses events that it once vouched for: take back the receipt and send them again."""
    if have_seq > state.receipt_seq or line.log.hash_at(state.stream, have_seq) != have_hash:
        raise Trouble("DEVICE_COPIED")
    line.log.rewind(state.stream, have_seq)


def _settled(line: Line, state: StreamState, batch: Batch | None, answer: ExchangeReply, moved: Totals) -> _Round:
    receipt = answer.receipt
    is_equal = _is_equal(line.log, state, batch, receipt)
    is_behind = receipt.have_seq < state.receipt_seq
    received = line.log.take(answer, is_ours=not is_behind and (is_equal or batch is not None))
    if is_behind:
        _rewind(line, state, receipt.have_seq, receipt.have_hash)
    counted = _counted(batch, answer, received)
    return _Round(moved.plus(counted), is_rewound=is_behind, has_more=answer.has_more)


def _is_equal(log: SyncLog, state: StreamState, batch: Batch | None, receipt: Receipt) -> bool:
    """Whether the receipt names a place of our own chain; not so only for an earlier stream that a restore cut short.

    Raises: Trouble RECEIPT_WRONG for the receipt of another round, DEVICE_COPIED if another desk writes our stream.
    """
    last_sent = batch.first_seq + len(batch.events) - 1 if batch else 0
    if receipt.stream != state.stream or receipt.have_seq < last_sent:
        raise Trouble("RECEIPT_WRONG")
    own_hash = log.hash_at(receipt.stream, receipt.have_seq)
    if own_hash is None and receipt.stream == log.profile.stream:
        raise Trouble("DEVICE_COPIED")
    if own_hash not in (None, receipt.have_hash):
        raise Trouble("RECEIPT_WRONG")
    return own_hash is not None


def _counted(batch: Batch | None, answer: ExchangeReply, received: int) -> Totals:
    sent = len(batch.events) if batch else 0
    duplicates = sum(outcome.outcome == "duplicate" for outcome in answer.outcomes)
    refused = len(answer.outcomes) - duplicates
    return Totals(sent, sent - duplicates - refused, duplicates, refused, received)
