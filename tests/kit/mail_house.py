"""A real mail server on 127.0.0.1 that takes mails for a test, and that can be told to behave badly."""

from __future__ import annotations

import asyncio
import email
import enum
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

LOOPBACK = "127.0.0.1"
USER, SECRET = "posko", "sandi surat/posko"


class Fault(enum.Enum):
    """How it treats who hands over a mail."""

    NONE = ""
    NO_MAILBOX = "550 5.1.1 No such user here"
    NO_DOMAIN = "550 5.1.2 No such domain"
    TAKES_NO_MAIL = "556 5.1.10 Recipient address has null MX"
    FORBIDDEN = "554 5.7.1 Not from you"
    BLOCKED = "550 5.7.26 Not signed as it should be"
    ODD_SENDER = "550 5.1.8 Sender address rejected: Domain not found"
    SENDER_SYNTAX = "553 5.1.7 Sender address is none"
    FULL = "552 5.2.2 Mailbox full"
    OUT_OF_ORDER = "554 5.3.0 Mail system not working"
    WORDLESS = "550 No"
    GREYLISTED = "451 4.7.1 Come again later"
    LEAVES = "421 4.3.2 Shutting down"
    SPAM = "spam"
    """Looks at the mail and does not want it."""
    DROPS = "drops"
    """Takes the mail, and the line breaks before it has said so."""
    SILENT = "silent"
    """Says nothing any more once it knows the recipient."""


@dataclass
class Received:
    """A mail that was taken."""

    sender: str
    to: str
    message: EmailMessage
    was_encrypted: bool

    @property
    def code(self) -> str:
        """The code in its subject."""
        return str(self.message["Subject"]).partition(" ")[0]


@dataclass
class MailHouse:
    """A mail server; ``fault`` may be changed at any time."""

    port: int = 0
    scheme: str = "smtp"
    fault: Fault = Fault.NONE
    letters: list[Received] = field(default_factory=list)
    lines: int = 0
    has_login: bool = False
    somebody_waits: threading.Event = field(default_factory=threading.Event)
    """Set once it has fallen silent."""

    @property
    def url(self) -> str:
        user = "posko:sandi%20surat%2Fposko@" if self.has_login else ""
        return f"{self.scheme}://{user}{LOOPBACK}:{self.port}"

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.fault is Fault.SILENT:
            self.somebody_waits.set()
            await asyncio.Event().wait()
        if self.fault.value[:1].isdigit():
            return self.fault.value
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        if self.fault is Fault.SPAM:
            return "554 5.7.1 Looks like spam"
        assert isinstance(envelope.content, bytes)
        message = email.message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        is_encrypted = session.ssl is not None or self.scheme == "smtps"
        self.letters.append(Received(str(envelope.mail_from), envelope.rcpt_tos[0], message, is_encrypted))
        if self.fault is Fault.DROPS:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return "250 OK"


def _login(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> AuthResult:
    is_known = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), SECRET.encode())
    return AuthResult(success=is_known, handled=False)


@contextmanager
def mail_house(
    *, tls: ssl.SSLContext | None = None, starttls: ssl.SSLContext | None = None, has_login: bool = False
) -> Iterator[MailHouse]:
    """A mail server until the block ends.

    Args:
        tls: encrypted from the first byte on. ``starttls``: it takes nothing before STARTTLS.
        has_login: it takes nothing before somebody has logged in.
    """
    house = MailHouse(scheme="smtps" if tls else "smtp+starttls" if starttls else "smtp", has_login=has_login)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="mail house")
    thread.start()

    def speaker() -> SMTP:
        house.lines += 1
        return SMTP(
            house,
            hostname="rumah.surat.test",
            loop=loop,
            tls_context=starttls,
            require_starttls=starttls is not None,
            authenticator=_login if has_login else None,
            auth_required=has_login,
            auth_require_tls=starttls is not None,
        )

    async def start() -> asyncio.Server:
        return await loop.create_server(speaker, LOOPBACK, 0, ssl=tls)

    async def stop(server: asyncio.Server) -> None:
        server.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    server = asyncio.run_coroutine_threadsafe(start(), loop).result(30)
    house.port = server.sockets[0].getsockname()[1]
    try:
        yield house
    finally:
        asyncio.run_coroutine_threadsafe(stop(server), loop).result(30)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
