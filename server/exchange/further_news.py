"""News beyond one answer, for a desk that cannot ask again: what the line would bring it, all at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from msgspec.structs import replace

from core.wire.envelope import ExchangeReply, ExchangeRequest
from server.exchange.centre import Centre
from server.exchange.outcomes import Accepted
from server.exchange.receive import exchange
from server.store.records import Device

MOST_ANSWERS = 10_000
"""So many go into one file; what is left comes with the next."""


@dataclass(frozen=True, slots=True)
class FurtherNews:
    """One more answer.

    Args:
        cursor: from which place of the feed on it tells news.
    """

    stream: bytes
    cursor: int
    reply: bytes


def further_news(centre: Centre, device: Device, body: bytes, reply: bytes) -> Iterator[FurtherNews]:
    """The rest of the news behind a good answer, if its request asked for any.

    Args:
        body: of the request.
        reply: the answer to it.
    """
    asked = centre.codec.unpack(body, ExchangeRequest)
    codec = centre.codec.like(body)
    for _ in range(MOST_ANSWERS):
        told = codec.unpack(reply, ExchangeReply)
        if not (told.has_more and asked.wants_news):
            return
        stream, cursor = told.receipt.stream, told.receipt.cursor
        seen = told.device_keys[-1].no if told.device_keys else asked.keys_seen
        following = replace(
            asked, batch=None, supplies=(), stream=stream, cursor=cursor, programmes=None, keys_seen=seen
        )
        outcome = exchange(centre, device, codec.pack(following))
        if not isinstance(outcome, Accepted):
            return
        reply = outcome.reply
        yield FurtherNews(stream, cursor, reply)
