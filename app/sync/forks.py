"""Where our chain and the server's part: found by asking about single events, half by half; signed words only."""

from __future__ import annotations

from app.models.events import StreamState
from app.sync.flight import Flight
from app.sync.log import SyncLog
from app.sync.replies import believed, fork_of
from app.sync.settling import request_of
from core.errors import Trouble
from core.wire.codec import Codec
from core.wire.envelope import Receipt


def signed_end(codec: Codec, log: SyncLog, flight: Flight, stream: bytes) -> Receipt:
    """How far the server says under its signature that it holds this stream.

    Raises: Trouble if the answer is not the server's, or about another stream.
    """
    answer = believed(flight.send(request_of(log, stream=stream, wants_news=False)).reply, codec, log.server())
    if answer.receipt.stream != stream:
        raise Trouble("RECEIPT_WRONG")
    return answer.receipt


def common_seq(codec: Codec, log: SyncLog, flight: Flight, state: StreamState, end: Receipt) -> int:
    """The last place of a stream that the server has as we have it.

    Raises: Trouble if an answer is neither the server's yes nor a no.
    """
    low, high = 0, min(end.have_seq, state.head_seq)
    while low < high:
        middle = (low + high + 1) // 2
        batch = log.batch(state.stream, middle - 1, 1)
        reply = flight.send(request_of(log, batch=batch, wants_news=False)).reply
        if fork_of(reply) is not None:
            high = middle - 1
        elif believed(reply, codec, log.server()).receipt.stream == state.stream:
            low = middle
        else:
            raise Trouble("RECEIPT_WRONG")
    return low
