"""The mail that brings a code: short, without a name, in plain text."""

from __future__ import annotations

import enum
import secrets
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from textwrap import fill

from core.sentences import sentence


class LetterWord(enum.StrEnum):
    """Sentences of the mail."""

    SUBJECT = "MAIL_CODE_SUBJECT"
    FROM = "MAIL_CODE_FROM"
    CODE = "MAIL_CODE_ITSELF"
    WHY = "MAIL_CODE_WHY"
    READ_OUT = "MAIL_CODE_READ_OUT"
    NEVER = "MAIL_CODE_NEVER"
    NOT_MINE = "MAIL_CODE_NOT_MINE"


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail with a code says.

    Args:
        sender: the address that it comes from.
        post_name: of the post whose desk asked for it.
    """

    sender: str
    to: str
    post_name: str
    code: str
    valid_minutes: int
    at: datetime


_WIDTH = 72
"""Of the text's lines: a mail that needs no encoding looks right in every mail program."""

_POLICY = SMTP.clone(cte_type="7bit")


def letter_bytes(letter: Letter) -> bytes:
    """The mail as it goes over the line."""
    message = EmailMessage(policy=_POLICY)
    message["From"] = Address(sentence(LetterWord.FROM), addr_spec=letter.sender)
    message["To"] = Address(addr_spec=letter.to)
    message["Subject"] = sentence(LetterWord.SUBJECT, {"code": letter.code})
    message["Date"] = format_datetime(letter.at)
    message["Message-ID"] = f"<{secrets.token_hex(16)}@{letter.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(_text(letter), charset="utf-8")
    message["Content-Language"] = "id"
    return message.as_bytes()


def _text(letter: Letter) -> str:
    post_name = " ".join(letter.post_name.split())
    paragraphs = (
        sentence(LetterWord.CODE, {"code": letter.code}),
        sentence(LetterWord.WHY, {"post": post_name}),
        sentence(LetterWord.READ_OUT, {"minutes": letter.valid_minutes}),
        sentence(LetterWord.NEVER),
        sentence(LetterWord.NOT_MINE),
    )
    return "\n\n".join(fill(one, _WIDTH, break_on_hyphens=False) for one in paragraphs) + "\n"
