"""Requests on the line: one alone in the caller's thread, or a few at once in threads that end with the exchange.

A few at once go over a connection each, or in a row over one.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from typing import Self, TypeVar

from app.sync.transport import Post, Reply, Row, Transport
from core.errors import Trouble
from core.signing import SigningKey
from core.wire.codec import CONTENT_TYPE, Codec
from core.wire.envelope import Batch, ExchangeRequest
from core.wire.http_signature import signed_headers

PATH = "/v1/exchange"
TAKEN = 200

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Packed:
    """A request as it goes over the line, as often as it takes."""

    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answered:
    """One request and what came back."""

    reply: Reply
    bytes_up: int
    began_s: float
    ended_s: float


@dataclass(frozen=True, slots=True)
class Ready:
    """A batch that may be sent.

    Args:
        is_following: the batch before it is under way as well.
        is_last: it asks for news.
    """

    batch: Batch
    packed: Packed
    is_following: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class Launched:
    """A batch under way.

    Args:
        is_second: it was torn once and is sent again.
    """

    ready: Ready
    answer: Future[Answered]
    is_second: bool = False

    @property
    def is_torn(self) -> bool:
        """Whether its connection broke, for the first time; waits for its end."""
        trouble = self.answer.exception()
        return isinstance(trouble, Trouble) and trouble.code == "LINE_BROKEN" and not self.is_second

    @property
    def is_lost(self) -> bool:
        """Whether nothing came back over its connection; waits for its end."""
        trouble = self.answer.exception()
        return isinstance(trouble, Trouble) and trouble.code in {"LINE_BROKEN", "LINE_SLOW"}

    @property
    def is_done(self) -> bool:
        """Whether the server has taken it already, so that its lane is free for another one."""
        return self.answer.done() and self.is_taken

    @property
    def is_taken(self) -> bool:
        """Whether the server has taken it, as far as an answer's number tells; waits for it."""
        return self.answer.exception() is None and self.answer.result().reply.status == TAKEN


class Flight:
    """The requests of one exchange."""

    def __init__(self, transport: Transport, codec: Codec, key: SigningKey) -> None:
        self._transport = transport
        self._codec = codec
        self._key = key
        self._threads: list[threading.Thread] = []
        self._calls: list[Future[float]] = []
        self._row: Row | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_what: object) -> None:
        self._join()
        self.leave_row()

    def _join(self) -> None:
        for thread in self._threads:
            thread.join()

    @property
    def is_in_row(self) -> bool:
        """Whether batches leave one behind the other over one connection."""
        return self._row is not None

    def line_up(self) -> bool:
        """From now on batches leave one behind the other over one connection; whether that is of use here.

        So a packet that gets lost is missed as soon as the next ones have come: at the end of a request with nothing
        behind it a slow line is silent for seconds before the sender takes it for lost.

        Raises: Trouble of the line.
        """
        if self._row is None or not self._row.is_open:
            self.leave_row()
            self._row = self._transport.row()
        return self._row is not None

    def leave_row(self) -> None:
        """Each over a connection of its own again, once those under way have come back."""
        row, self._row = self._row, None
        if row is not None:
            self._join()
            row.end()

    def packed(self, request: ExchangeRequest) -> Packed:
        """The request, packed and signed."""
        body = self._codec.pack(request)
        return Packed(body, signed_headers(self._key, "POST", PATH, body) | {"Content-Type": CONTENT_TYPE})

    def send(self, request: ExchangeRequest) -> Answered:
        """Send one request and wait for its answer. Raises: Trouble of the line."""
        return self._send(self.packed(request))

    def carry(self, ready: Ready) -> Launched:
        """Send one batch from the caller's thread; the answer, or the trouble, is there when this returns."""
        answer: Future[Answered] = Future()
        try:
            answer.set_result(self._send(ready.packed))
        except Trouble as trouble:
            answer.set_exception(trouble)
        return Launched(ready, answer)

    def launch(self, ready: Ready) -> Launched:
        """Send one batch beside others: over the first connection that gets free, or behind them in the row."""
        post = self._row.next() if self._row else self._transport.post
        answer, thread = _aside(lambda: self._answered(ready.packed, post))
        self._threads = [*(one for one in self._threads if one.is_alive()), thread]
        return Launched(ready, answer)

    def call(self, lanes: int) -> bool:
        """Have so many connections, called for at once where they are not there; whether it was the first time."""
        if self._calls:
            return False
        there = self._transport.idle()[:lanes]
        self._calls = [*map(_known, there), *(_aside(self._transport.prepare)[0] for _ in range(lanes - len(there)))]
        return True

    def opened_s(self) -> float:
        """How long the first connection took to open; the others may still be on their way.

        Raises: Trouble if the first that ends does not open.
        """
        opened = wait(self._calls, return_when=FIRST_COMPLETED).done
        return next(iter(opened)).result()

    def _send(self, packed: Packed) -> Answered:
        row = self._row
        return self._answered(packed, row.next() if row is not None and row.is_open else self._transport.post)

    def _answered(self, packed: Packed, post: Post) -> Answered:
        began_s = time.monotonic()
        reply = post(PATH, packed.body, packed.headers)
        return Answered(reply, len(packed.body), began_s, time.monotonic())


def _known(seconds: float) -> Future[float]:
    """What needs no waiting for."""
    known: Future[float] = Future()
    known.set_result(seconds)
    return known


def _aside(job: Callable[[], T]) -> tuple[Future[T], threading.Thread]:
    """Begin something in a thread of its own, for which the end of the program does not wait as for a pool's."""
    promised: Future[T] = Future()
    thread = threading.Thread(target=_fulfil, args=(promised, job), name="posko-line", daemon=True)
    thread.start()
    return promised, thread


def _fulfil(promised: Future[T], job: Callable[[], T]) -> None:
    try:
        promised.set_result(job())
    except BaseException as error:  # whoever waits for it gets it, whatever it is
        promised.set_exception(error)
