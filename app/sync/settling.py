"""What a desk asks and what an answer is worth, whichever way they travel: over the line or in a carried file."""

from __future__ import annotations

from app.models.events import StreamState
from app.sync.log import SyncLog
from app.sync.state import Totals
from core.errors import Trouble
from core.wire.envelope import PROTOCOL, Batch, ExchangeReply, ExchangeRequest, Receipt, StreamSet, Supply


def request_of(
    log: SyncLog,
    *,
    batch: Batch | None = None,
    stream: bytes | None = None,
    is_following: bool = False,
    wants_news: bool = True,
    sets: tuple[StreamSet, ...] | None = None,
    supplies: tuple[Supply, ...] = (),
) -> ExchangeRequest:
    """What this desk asks for: to take a batch or what it hands on, to hear what is new, to compare."""
    return ExchangeRequest(
        PROTOCOL,
        log.profile.post.is_training,
        log.profile.cursor,
        batch,
        stream=stream,
        programmes=log.programmes() if wants_news else None,
        sets=sets,
        supplies=supplies,
        is_following=is_following,
        has_certificate=log.profile.has_certificate,
        wants_news=wants_news,
        keys_seen=log.profile.keys_seen if wants_news else None,
        mail_domain=_mail_domain(log, batch.stream if batch else stream) if wants_news else None,
    )


def _mail_domain(log: SyncLog, stream: bytes | None) -> str | None:
    """Of the name space that this life of the device has; an earlier life gives out no names any more."""
    if stream != log.profile.stream:
        return None
    space = log.profile.mail_space
    return space.domain if space else ""


def is_ours(log: SyncLog, state: StreamState, last_sent: int, receipt: Receipt) -> bool:
    """Whether the receipt names a place of our own chain.

    If it does not, a copy of this device has written the stream on, or a restore cut an earlier stream short.

    Args:
        last_sent: the place of the last event that went up with this round; 0 = none did.

    Raises: Trouble RECEIPT_WRONG for the receipt of another round.
    """
    if receipt.stream != state.stream or receipt.have_seq < last_sent:
        raise Trouble("RECEIPT_WRONG")
    if receipt.have_seq > state.head_seq:
        own = log.hash_at(state.stream, receipt.have_seq)
        return own == receipt.have_hash or (last_sent > 0 and receipt.stream != log.profile.stream)
    is_equal = log.hash_at(state.stream, receipt.have_seq) == receipt.have_hash
    if last_sent and not is_equal:  # the server has just taken these very events behind our own
        raise Trouble("RECEIPT_WRONG")
    return is_equal


def counted(sent: int, answer: ExchangeReply, received: int) -> Totals:
    """What a round with so many events moved."""
    duplicates = sum(outcome.outcome == "duplicate" for outcome in answer.outcomes)
    refused = len(answer.outcomes) - duplicates
    return Totals(sent, sent - duplicates - refused, duplicates, refused, received)
