"""From new events to proofs and mailboxes: what help with e-mail asks of the server, inside the batch's transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from core.wire.chain import Link
from core.wire.codec import Malformed, decode
from core.wire.envelope import EventOutcome
from core.wire.events import Kind
from core.wire.records import MailboxCodeSetBody, MailboxReservedBody, ProofAskedBody, ProofReadBody
from server.exchange.centre import MailTerms
from server.exchange.mailbox_acts import MailboxActs
from server.exchange.outcomes import EventCode
from server.exchange.proof_acts import ProofActs
from server.store.database import Work
from server.store.mail_notices import MailWord
from server.store.records import Device

_Body = ProofAskedBody | ProofReadBody | MailboxReservedBody | MailboxCodeSetBody

_BODIES: Mapping[str, type[_Body]] = {
    Kind.PROOF_ASKED: ProofAskedBody,
    Kind.PROOF_READ: ProofReadBody,
    Kind.MAILBOX_RESERVED: MailboxReservedBody,
    Kind.MAILBOX_CODE_SET: MailboxCodeSetBody,
}


class MailActs:
    """Does what the events of one batch ask for.

    Args:
        device: who wrote them.
        now_ms: when they came, by the server's clock.
    """

    def __init__(self, work: Work, terms: MailTerms, device: Device, now_ms: int) -> None:
        proofs = ProofActs(work, terms, device, now_ms)
        boxes = MailboxActs(work, terms, device, now_ms)
        self._acts: Mapping[type[_Body], Callable[..., MailWord | None]] = {
            ProofAskedBody: proofs.ask,
            ProofReadBody: proofs.read,
            MailboxReservedBody: boxes.reserve,
            MailboxCodeSetBody: boxes.set_code,
        }

    def apply(self, links: Iterable[Link]) -> tuple[tuple[EventOutcome, ...], tuple[MailWord, ...]]:
        """Outcomes of events that cannot be read, and what is to be told of the others."""
        outcomes: list[EventOutcome] = []
        words: list[MailWord] = []
        for link in links:
            kind = _BODIES.get(link.header.kind)
            if kind is None:
                continue
            try:
                body = decode(link.body, kind)
            except Malformed:
                outcomes.append(EventOutcome(link.header.seq, "needs_attention", EventCode.BODY_UNREADABLE))
                continue
            word = self._acts[kind](link.header, body)
            words.extend([word] if word else [])
        return tuple(outcomes), tuple(words)
