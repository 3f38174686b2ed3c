"""Help with e-mail as the wire sees it: what a desk of ``tests.kit.desk_wire`` asks, and what its post is told."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass, field
from typing import Protocol

from core.activation import code_hash, new_code
from core.wire.codec import encode
from core.wire.envelope import PROTOCOL, Batch, ExchangeReply, ExchangeRequest, Notice
from core.wire.events import event_uid
from core.wire.records import (
    AccountOpenedBody,
    MailboxCodeSetBody,
    MailboxReservedBody,
    ProofAskedBody,
    ProofReadBody,
)
from tests.kit.desk_wire import WireDesk, enrolled_device
from tests.kit.server import RunningServer

DOMAIN = "warga.contoh.test"
OFFICER = "Petugas Contoh"


class Place(Protocol):
    """A server that answers."""

    @property
    def url(self) -> str: ...


@dataclass
class MailDesk:
    """A device of the post that helps with e-mail; ``wire`` makes and signs its events."""

    server: Place
    wire: WireDesk
    domain: str = ""
    """Of the name space that it says it has."""
    tag: str = ""
    cursor: int = 0
    sent: int = 0
    told: list[Notice] = field(default_factory=list)

    @classmethod
    def enrolled(cls, server: RunningServer, post: str = "SBY01") -> MailDesk:
        """A new device that the server knows."""
        return cls(server, enrolled_device(server, post))

    def help(self, name: str = "SITI CONTOH") -> int:
        """Somebody is helped; the place of the event."""
        self.wire.add("account_opened", encode(AccountOpenedBody("2020-04-13", "none", name, OFFICER)))
        return len(self.wire.events)

    def account(self, place: int) -> bytes:
        """The uid of a help."""
        return self.wire.record(place)

    def ask(self, help_at: int, address: str) -> int:
        """Have a code mailed; the place of the event."""
        self.wire.add("proof_asked", encode(ProofAskedBody(address, OFFICER)), help_at)
        return len(self.wire.events)

    def uid(self, place: int) -> bytes:
        """The uid of the event at a place."""
        return event_uid(self.wire.stream, place, self.wire.events[place - 1].at_ms).bytes

    def read(self, asked_at: int, code: str) -> int:
        """The applicant reads a code; the place of the event."""
        help_at = self.wire.events[asked_at - 1].record
        self.wire.add("proof_read", encode(ProofReadBody(code, self.uid(asked_at), OFFICER)), help_at)
        return len(self.wire.events)

    def address(self, stem: str) -> str:
        """A name under this desk's own tag."""
        return f"{stem}.{self.tag}@{self.domain}"

    def reserve(self, help_at: int, address: str, code: str = "") -> int:
        """Promise a mailbox; the place of the event."""
        body = MailboxReservedBody(address, code_hash(code or new_code(secrets.randbelow)), "SITI CONTOH", OFFICER)
        self.wire.add("mailbox_reserved", encode(body), help_at)
        return len(self.wire.events)

    def set_code(self, help_at: int | bytes, address: str, code: str, turn: int, why: str = "print_failed") -> int:
        """A new code for a mailbox; the place of the event."""
        reason, paper = ("kartu hilang", "ktp") if why == "recovery" else ("", "")
        body = MailboxCodeSetBody(address, code_hash(code), turn, why, OFFICER, reason, paper)
        self.wire.add("mailbox_code_set", encode(body), help_at)
        return len(self.wire.events)

    def meet(self) -> ExchangeReply:
        """One round with everything that is new on both sides."""
        new = len(self.wire.events) > self.sent
        reply = self.say(self.wire.batch(self.sent + 1) if new else None)
        self.sent = len(self.wire.events)
        self.cursor = reply.receipt.cursor
        self.told += reply.notices
        if reply.mail_space is not None:
            self.domain, self.tag = reply.mail_space.domain, reply.mail_space.tag
        return reply

    def say(self, batch: Batch | None) -> ExchangeReply:
        """A round that this desk does not take note of."""
        request = ExchangeRequest(
            PROTOCOL, self.wire.is_training, self.cursor, batch, stream=self.wire.stream, mail_domain=self.domain
        )
        return self.wire.opened(self.wire.post_bytes(self.server.url, self.wire.codec.pack(request)))

    def words(self, place: int) -> list[str]:
        """What was told at an event of this desk, in order."""
        return [one.code for one in self._at(place)]

    def facts(self, place: int) -> dict[str, str]:
        """The facts of the last word at an event, without the help's uid, which must be the right one."""
        facts = dict(self._at(place)[-1].facts)
        assert facts.pop("account") == str(uuid.UUID(bytes=self.wire.record(place)))
        return facts

    def _at(self, place: int) -> list[Notice]:
        return [one for one in self.told if (one.stream, one.seq) == (self.wire.stream, place)]
