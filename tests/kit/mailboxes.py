"""Mailboxes at a server as a desk's reservation leaves them, without the desk: for tests of what comes after."""

from __future__ import annotations

import re
import secrets
import uuid
from dataclasses import dataclass
from html import unescape

import httpx

from core.activation import code_hash, new_code
from core.clock import to_ms
from server.office.mail_officer import DAY_MS
from server.store import cross, mailboxes
from server.store.mail_records import BoxState, Mailbox
from server.store.records import Notice
from tests.kit.desk_wire import NO_TLS, WireDesk, enrolled_device
from tests.kit.server import RunningServer

DOMAIN = "warga.contoh.go.id"
UNUSED_DAYS = 30
GOOD_PASSWORD = "mangga manis di kebun"


@dataclass(frozen=True)
class Card:
    """What the paper says that somebody takes home."""

    address: str
    code: str
    account: bytes


def reserve(server: RunningServer, name: str = "siti.contoh.22", desk: WireDesk | None = None) -> Card:
    """A mailbox that waits for its owner."""
    writer = desk or enrolled_device(server)
    writer.register(len(writer.events) + 1)
    writer.exchange(server.url)
    card = Card(f"{name}@{DOMAIN}", new_code(secrets.randbelow), uuid.uuid4().bytes)
    now_ms = to_ms(server.clock.now())
    box = Mailbox(
        address=card.address,
        account=card.account,
        post=writer.post,
        stream=writer.stream,
        seq=len(writer.events),
        state=BoxState.RESERVED,
        code_hash=code_hash(card.code),
        code_turn=1,
        reserved_at_ms=now_ms,
        expires_at_ms=now_ms + UNUSED_DAYS * DAY_MS,
        activated_at_ms=None,
        password_hash=None,
        quota_mb=100,
        forward_to="",
        keeps_copy=True,
        is_disabled=False,
    )
    with server.store.writing() as work:
        assert mailboxes.add_mailbox(work, box)
    return card


def box_of(server: RunningServer, address: str) -> Mailbox:
    """The mailbox as it stands now."""
    with server.store.reading() as work:
        box = mailboxes.mailbox(work, address)
    assert box is not None
    return box


def acts_of(server: RunningServer, address: str) -> list[str]:
    """What its log says was done with it."""
    with server.store.reading() as work:
        return [act.act for act in mailboxes.acts_of(work, address)]


def told(server: RunningServer, post: str = "SBY01") -> list[Notice]:
    """What the server has told a post, in order."""
    with server.store.reading() as work:
        return list(cross.notices(work, post, 0, 1000))


def look(server: RunningServer, path: str) -> httpx.Response:
    """Open a page."""
    return httpx.get(server.url + path, timeout=30, verify=NO_TLS)


def send(server: RunningServer, path: str, **fields: str) -> httpx.Response:
    """Send a form as a browser does."""
    return httpx.post(server.url + path, data=fields, timeout=30, verify=NO_TLS)


def activate(server: RunningServer, card: Card, password: str = GOOD_PASSWORD) -> httpx.Response:
    """Send the second step of the activation page."""
    return send(server, "/aktivasi", code=card.code, new=password, again=password)


def shown(response: httpx.Response) -> str:
    """The words of a page, as somebody reads them."""
    body = re.sub(r"<(style|script)>.*?</\1>", "", response.text, flags=re.DOTALL)
    return unescape(re.sub(r"\s+", " ", re.sub(r"<wbr>", "", re.sub(r"<(?!wbr)[^>]+>", " ", body))))
