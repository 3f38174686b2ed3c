"""One exchange: send what is next, believe only a signed receipt that equals our own chain. No thread, no sleep."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.models.events import StreamState
from app.sync.log import SyncLog
from app.sync.replies import believed, gap_of
from app.sync.state import Progress, Totals
from app.sync.transport import Transport
from core.errors import Trouble
from core.wire.codec import CONTENT_TYPE, Codec
from core.wire.envelope import PROTOCOL, Batch, ExchangeReply, ExchangeRequest
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
    on_progress: Callable[[Progress], None] = lambda _: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> Totals:
    """Exchange until nothing waits on either side, or until cancelled between two requests.

    Raises: Trouble for the line or the server; what was receipted until then counts.
    """
    totals, size, rewinds = Totals(), FIRST_BATCH, 0
    goal = line.log.pending()
    while not is_cancelled():
        done = _round(line, size)
        totals = totals.plus(done.totals)
        size = min(size * 2, LARGEST_BATCH)
        rewinds += done.is_rewound
        if rewinds > MOST_REWINDS:
            raise Trouble("SERVER_FORGETS")
        waiting = line.log.pending()
        goal = max(goal, waiting)
        on_progress(Progress(goal - waiting, goal, "SENDING"))
        if not (waiting or done.is_rewound or done.has_more):
            break
    return totals


def are_heads_equal(log: SyncLog) -> bool:
    """Whether every stream of this device ends at the server exactly where it ends here.

    A receipt is only ever kept after its hash was compared with our own, so equal places mean equal heads.
    """
    return all(state.receipt_seq == state.head_seq for state in log.streams())


def _round(line: Line, size: int) -> _Round:
    state = next((one for one in line.log.streams() if one.pending), None)
    batch = line.log.batch(state, size) if state else None
    profile = line.log.profile
    packed = line.codec.pack(ExchangeRequest(PROTOCOL, profile.post.is_training, profile.cursor, batch))
    headers = signed_headers(line.log.keys.device, "POST", PATH, packed) | {"Content-Type": CONTENT_TYPE}
    reply = line.transport.post(PATH, packed, headers)
    moved = Totals(requests=1, bytes_up=len(packed), bytes_down=len(reply.body))
    gap = gap_of(reply)
    if gap is not None and state is not None:
        return _Round(moved, is_rewound=_rewind(line, state, *gap))
    answer = believed(reply, line.codec, line.log.server())
    return _settled(line, state, batch, answer, moved)


def _rewind(line: Line, state: StreamState, have_seq: int, have_hash: bytes) -> bool:
    """The server misses events that it once vouched for: take back the receipt and send them again."""
    if have_seq > state.receipt_seq or line.log.hash_at(state.stream, have_seq) != have_hash:
        raise Trouble("DEVICE_COPIED")
    line.log.forget_receipt(state.stream, have_seq)
    return True


def _settled(
    line: Line, state: StreamState | None, batch: Batch | None, answer: ExchangeReply, moved: Totals
) -> _Round:
    receipt = answer.receipt
    if batch is not None and receipt.stream != batch.stream:
        raise Trouble("RECEIPT_WRONG")
    about = state or next((one for one in line.log.streams() if one.stream == receipt.stream), None)
    own_hash = line.log.hash_at(receipt.stream, receipt.have_seq)
    if own_hash is not None and own_hash != receipt.have_hash:
        raise Trouble("RECEIPT_WRONG")
    is_behind = about is not None and receipt.have_seq < about.receipt_seq
    received = line.log.take(answer, is_ours=about is not None and not is_behind)
    if is_behind and about is not None:
        _rewind(line, about, receipt.have_seq, receipt.have_hash)
    counted = _counted(batch, answer, received)
    return _Round(moved.plus(counted), is_rewound=is_behind, has_more=answer.has_more)


def _counted(batch: Batch | None, answer: ExchangeReply, received: int) -> Totals:
    sent = len(batch.events) if batch else 0
    duplicates = sum(outcome.outcome == "duplicate" for outcome in answer.outcomes)
    refused = len(answer.outcomes) - duplicates
    return Totals(sent, sent - duplicates - refused, duplicates, refused, received)
