"""Hands mails to a mail server over one line: taken, refused for good, or to be tried again."""

from __future__ import annotations

import re
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass

from server.mail.address import Safety, SmtpAddress

WAIT_S = 20
"""For each answer of the mail server."""


@dataclass(frozen=True, slots=True)
class Handed:
    """The mail server has taken it."""


@dataclass(frozen=True, slots=True)
class Unwanted:
    """It can never be delivered; ``why``: no_mailbox, no_domain, refused."""

    why: str


@dataclass(frozen=True, slots=True)
class Later:
    """Not now; ``reason``: a word for the log."""

    reason: str


Outcome = Handed | Unwanted | Later

_LEAVES = 421
"""The mail server closes the line with it [RFC 5321 3.8]."""

_STATUS = re.compile(rb"\b5\.(\d{1,3}\.\d{1,3})\b")
_WHY = {b"1.1": "no_mailbox", b"1.2": "no_domain", b"1.10": "no_domain", b"4.4": "no_domain"}
"""By enhanced status [RFC 3463, RFC 7505]: bad mailbox, bad system, a domain that takes no mail, no route to it."""

_NOT_THEIRS = re.compile(rb"1\.[78]|2\.2|3\.\d+|7\.\d+")
"""Our sender's address, a full mailbox, a mail system in trouble, what we may not do: no fault of the address."""


class MailLine:
    """A line to one mail server, opened with the first mail, kept for the next; not for several threads."""

    def __init__(self, address: SmtpAddress, sender: str) -> None:
        self._address = address
        self._sender = sender
        self._line: smtplib.SMTP | None = None

    def hand_over(self, to: str, mail: bytes, returns_to: str = "") -> Outcome:
        """What became of a mail.

        Args:
            returns_to: where reports about it are sent; empty = to its sender.
        """
        try:
            return self._handed_over(to, mail, returns_to or self._sender)
        except smtplib.SMTPServerDisconnected:
            self._drop()
            return Later("line")
        except (smtplib.SMTPException, OSError, UnicodeError) as error:
            self._drop()
            return Later(_reason(error))

    def close(self) -> None:
        """Say good-bye, if there is anybody."""
        if self._line is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._line.quit()
            self._drop()

    def _handed_over(self, to: str, mail: bytes, returns_to: str) -> Outcome:
        line = self._line = self._line or self._opened()
        text: bytes | str
        try:
            line.sendmail(returns_to, [to], mail)
        except smtplib.SMTPRecipientsRefused as refusal:
            code, text = refusal.recipients[to]
        except smtplib.SMTPDataError as refusal:
            code, text = refusal.smtp_code, refusal.smtp_error
        else:
            return Handed()
        if code == _LEAVES:
            self._drop()
        return _judged(code, text)

    def _opened(self) -> smtplib.SMTP:
        name = self._sender.rpartition("@")[2]
        address = self._address
        if address.safety is Safety.TLS:
            line: smtplib.SMTP = smtplib.SMTP_SSL(
                address.host, address.port, name, timeout=WAIT_S, context=ssl.create_default_context()
            )
        else:
            line = smtplib.SMTP(address.host, address.port, name, timeout=WAIT_S)
        try:
            if address.safety is Safety.STARTTLS:
                line.starttls(context=ssl.create_default_context())
            if address.user:
                line.login(address.user, address.secret)
        except BaseException:
            line.close()
            raise
        return line

    def _drop(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None


def _judged(code: int, text: bytes | str) -> Outcome:
    """What a mail server said about one mail."""
    if code < 500:
        return Later(str(code))
    said = text.encode("ascii", "replace") if isinstance(text, str) else text
    status = _STATUS.search(said)
    if status is None:
        return Unwanted("refused")
    if _NOT_THEIRS.fullmatch(status[1]):
        return Later(status[0].decode("ascii"))
    return Unwanted(why_refused(status[1]))


def why_refused(status: bytes) -> str:
    """The word for an enhanced status, its first figure left out."""
    return _WHY.get(status, "refused")


def _reason(error: Exception) -> str:
    """A word without what the other side said: that may quote the address."""
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{type(error).__name__} {error.smtp_code}"
    return type(error).__name__
