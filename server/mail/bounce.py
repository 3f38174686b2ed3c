"""Bounces [RFC 3464] of mails with codes: the address that they come back to names the code, the report says why."""

from __future__ import annotations

import email
import re
from dataclasses import dataclass
from email.message import Message

from server.mail.sender import why_refused

MOST_LOCAL = 64
"""Signs before ``@`` [RFC 5321 4.5.3.1.1]."""

_TAG = re.compile(r"[0-9a-f]{32}")
_FAILED = "failed"
_STATUS = re.compile(r"\s*5\.(\d{1,3}\.\d{1,3})\b")
_NOBODY = "<>"
"""Reports have no sender: nobody may answer them, and no ordinary mail comes so."""


@dataclass(frozen=True, slots=True)
class Bounce:
    """A mail that was taken and could not be delivered after all; ``asked``: the event that asked for its code."""

    asked: bytes
    why: str


def return_address(sender: str, asked: bytes) -> str:
    """Where a report about the mail of this code comes back to: the sender's own mail hosts, with a tag."""
    local, _, domain = sender.partition("@")
    return f"{local}+{asked.hex()}@{domain}"


def read_bounce(mail: bytes) -> Bounce | None:
    """What a mail host says; ``None`` = nothing of ours, or no final word: late, delivered, an answer by a program.

    Args:
        mail: as Postfix has put it into the folder, with the envelope's addresses in front.
    """
    report = email.message_from_bytes(mail)
    asked = _asked(str(report.get("Delivered-To", "")))
    if asked is None or str(report.get("Return-Path", "")).strip() != _NOBODY:
        return None
    for told in _told_of_recipients(report):
        if str(told.get("Action", "")).strip().lower() == _FAILED:
            status = _STATUS.match(str(told.get("Status", "")))
            return Bounce(asked, why_refused(status[1].encode("ascii")) if status else "refused")
    return None


def _asked(address: str) -> bytes | None:
    tag = address.strip().rpartition("@")[0].rpartition("+")[2].lower()
    return bytes.fromhex(tag) if _TAG.fullmatch(tag) else None


def _told_of_recipients(report: Message) -> list[Message]:
    """The fields about each recipient, behind those about the whole mail."""
    if report.get_content_type() != "multipart/report":
        return []
    for part in report.walk():
        if part.get_content_type() == "message/delivery-status":
            blocks = part.get_payload()
            return [block for block in blocks if isinstance(block, Message)] if isinstance(blocks, list) else []
    return []
