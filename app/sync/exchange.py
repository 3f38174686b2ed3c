"""One exchange: send what waits, hear what is new, compare what both sides hold. No sleep, and no thread of its own.

An answer is believed only with a signed receipt that equals our own chain; whatever else comes changes nothing.
"""

from __future__ import annotations

import itertools
import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from app.models.events import StreamState
from app.sync.comparing import Comparison
from app.sync.enrol import be_known_again
from app.sync.flight import Answered, Flight, Launched, Ready
from app.sync.forks import common_seq, signed_end
from app.sync.lanes import Lanes
from app.sync.log import SyncLog
from app.sync.pace import LANES_IN_ROW, Pace
from app.sync.replies import believed, fork_of, gap_of
from app.sync.settling import counted, is_ours, request_of
from app.sync.state import Progress, Totals
from app.sync.transport import Transport
from core.errors import Trouble
from core.wire.codec import Codec
from core.wire.envelope import Batch, ExchangeReply, ExchangeRequest

LOG = logging.getLogger(__name__)

MOST_REWINDS = 5
"""How often in one exchange a server may say that it lost something before we stop believing it."""


@dataclass(frozen=True, slots=True)
class Line:
    """Everything an exchange needs: the log, the way to the server, the codec."""

    log: SyncLog
    transport: Transport
    codec: Codec


def drain(
    line: Line,
    on_progress: Callable[[Progress, Totals], None] = lambda _progress, _totals: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> Totals:
    """Exchange until nothing waits on either side and both hold the same, or until cancelled between two requests.

    Args:
        on_progress: told after each answer how far it is, and what was moved until then.

    Raises: Trouble for the line or the server; what was receipted until then counts.
    """
    with Flight(line.transport, line.codec, line.log.keys.device) as flight:
        exchange = _Exchange(line, flight, on_progress, is_cancelled)
        exchange.run()
        return exchange.totals


def are_heads_equal(log: SyncLog) -> bool:
    """Whether every stream of this device ends at the server exactly where it ends here.

    A receipt is only ever kept after its hash was compared with our own, so equal places mean equal heads. After an
    exchange of this program run also: whether the whole post's sets were the same.
    """
    compared = log.store.compared
    is_same = compared is None or compared.is_equal
    return is_same and all(one.receipt_seq == one.head_seq for one in log.streams())


def _end_of(batch: Batch) -> int:
    """The place of its last event."""
    return batch.first_seq + len(batch.events) - 1


class _Parted(Exception):  # noqa: N818 - no trouble: the log was put right and the exchange goes on
    """What is under way is void: the server holds less than it did, or a copy of this device was there first."""


@dataclass
class _Exchange:
    """One exchange as it goes on."""

    line: Line
    flight: Flight
    on_progress: Callable[[Progress, Totals], None]
    is_cancelled: Callable[[], bool]
    totals: Totals = field(default_factory=Totals)
    goal: int = 0
    rewinds: int = 0
    heard: set[bytes] = field(default_factory=set)
    set_digest: bytes | None = None
    is_known_again: bool = False
    answered_s: float = 0.0

    def run(self) -> None:
        """Send, hear, compare, until nothing is left to do."""
        self.goal = self.line.log.pending()
        self.pace = Pace(self.line.log.profile.line_bytes_s)
        comparison = Comparison(self.line.log, self._round)
        while not self.is_cancelled():
            try:
                if not (self._send() or self._hear() or comparison.go_on(self.set_digest)):
                    break
            except _Parted:
                self._count_rewind()
            except Trouble as trouble:
                if trouble.code != "DEVICE_UNKNOWN" or not self._be_known_again():
                    raise
        self._remember_pace()

    def _be_known_again(self) -> bool:
        """The server has lost everything but its key: show what it once said of us; whether we had not done so yet."""
        log = self.line.log
        certificate = log.certificate()
        if certificate is None or self.is_known_again:
            return False
        self.is_known_again = True
        try:
            welcome = be_known_again(self.line.transport, log.server(), certificate, log.keys.device, log.profile.post)
        except Trouble as refused:
            if refused.code.startswith("LINE_"):
                raise  # the line broke: nothing was refused
            LOG.info("the server does not know our certificate: %s", refused.code)
            return False
        log.follow(welcome.bond, welcome.block if welcome.block != certificate.block else 0)
        log.on_remark("SERVER_RESTORED")
        return True

    def _send(self) -> bool:
        """Send what waits of the first stream that has anything; whether it had."""
        state = next((one for one in self.line.log.streams() if one.pending), None)
        if state is None:
            return False
        piece = self.pace.events(state.pending)
        pieces = self._pieces(state, piece)
        if piece >= state.pending:  # the usual case: one batch, and no further thread
            self._land(state, self.flight.carry(next(self._packed(state, pieces))), 1)
            return True
        if self.pace.lanes > 1 and self.flight.call(self.pace.lanes):
            # connections open while what they are to carry is read
            pieces = itertools.chain(list(itertools.islice(pieces, LANES_IN_ROW)), pieces)
            self.pace.note_call(self.flight.opened_s())
        if not self.pace.is_in_row:
            self.flight.leave_row()
        elif not self.flight.line_up():
            self.pace.go_apart()
        self._send_in_lanes(state, self._packed(state, pieces))
        return True

    def _pieces(self, state: StreamState, piece: int) -> Iterator[Batch]:
        """What waits of a stream, cut."""
        sent_seq = state.receipt_seq
        while sent_seq < state.head_seq:
            batch = self.line.log.batch(state.stream, sent_seq, piece)
            sent_seq = _end_of(batch)
            yield batch

    def _packed(self, state: StreamState, pieces: Iterable[Batch]) -> Iterator[Ready]:
        """The same, packed and signed."""
        is_following = False
        for batch in pieces:
            is_last = _end_of(batch) >= state.head_seq
            waits = is_following and not self.flight.is_in_row  # in a row all that were before it have been answered
            request = request_of(self.line.log, batch=batch, is_following=waits, wants_news=is_last)
            yield Ready(batch, self.flight.packed(request), is_following, is_last)
            is_following = self.pace.lanes > 1

    def _send_in_lanes(self, state: StreamState, batches: Iterator[Ready]) -> None:
        """Keep the lanes full: a batch is packed while others are under way, and leaves before their answers count."""
        lanes = Lanes(self.flight, self.pace, batches, self.is_cancelled)
        try:
            while (first := lanes.first()) is not None:
                if self.flight.is_in_row and first.is_lost:
                    self._go_on_apart(state, first)
                    return
                if lanes.under_way and first.is_torn:
                    # those behind it wait for it at the server: without it all of them would have to go again
                    lanes.send_again(first)
                    continue
                beside = lanes.busy + 1
                if first.is_taken:
                    lanes.fill()
                self._land(state, first, beside)
        except Trouble:
            self._land_what_came(state, lanes.under_way)
            raise

    def _go_on_apart(self, state: StreamState, lost: Launched) -> None:
        """The connection of all broke: what of theirs has arrived only the server can say. Raises: Trouble, _Parted."""
        self.pace.note_failure()
        self.pace.go_apart()
        self.flight.leave_row()
        before = self._now(state)
        try:
            self._ask(before)
        except Trouble as trouble:
            if trouble.code == "LINE_NONE":
                lost.answer.result()  # the line is gone that stood: that is what ended this exchange
            raise
        arrived = self._now(state).receipt_seq - before.receipt_seq
        self.totals = self.totals.plus(Totals(sent=arrived, accepted=arrived))

    def _now(self, state: StreamState) -> StreamState:
        """How a stream stands by now."""
        return next(one for one in self.line.log.streams() if one.stream == state.stream)

    def _land(self, state: StreamState, launched: Launched, lanes: int) -> None:
        """Wait for the answer to a batch and let it count."""
        ready = launched.ready
        try:
            answered = launched.answer.result()
        except Trouble:
            self.pace.note_failure()
            raise
        self._measure(ready, answered, lanes)
        self._count_traffic(answered)
        if ready.is_following and gap_of(answered.reply) is not None:
            self.pace.go_singly()  # the batch before it was too slow for the server's patience
            raise _Parted
        self._settle(state, ready.batch, answered, has_news=ready.is_last)

    def _measure(self, ready: Ready, answered: Answered, lanes: int) -> None:
        """What the line carried: of a row from one answer to the next, for those behind share it with nobody."""
        began_s = answered.began_s
        if self.flight.is_in_row:
            began_s, lanes = max(began_s, self.answered_s), 1
        self.answered_s = answered.ended_s
        self.pace.note_sent(len(ready.batch.events), answered.bytes_up, answered.ended_s - began_s, lanes)

    def _land_what_came(self, state: StreamState, under_way: deque[Launched]) -> None:
        """One answer failed: others may have come, and a later receipt vouches for the earlier events as well."""
        while under_way:
            try:
                self._land(state, under_way.popleft(), 1)
            except (Trouble, _Parted):
                continue

    def _hear(self) -> bool:
        """Ask about a stream of which nothing was heard in this exchange; whether there was one.

        So each exchange learns of every stream how far the server holds it, and sees what a restored server has lost.
        """
        state = next((one for one in self.line.log.streams() if one.stream not in self.heard), None)
        if state is None:
            return False
        self._ask(state)
        return True

    def _ask(self, state: StreamState) -> None:
        """How far the server holds a stream, and what is new."""
        answered = self.flight.send(request_of(self.line.log, stream=state.stream))
        self._count_traffic(answered)
        self._settle(state, None, answered, has_news=True)

    def _round(self, request: ExchangeRequest) -> ExchangeReply:
        """A round of the comparison, about the stream that is written now."""
        answered = self.flight.send(request)
        self._count_traffic(answered)
        state = self.line.log.streams()[-1]
        return self._settle(state, None, answered, has_news=True)

    def _settle(self, state: StreamState, batch: Batch | None, answered: Answered, *, has_news: bool) -> ExchangeReply:
        """Believe an answer or not, and let it count. Raises: Trouble, _Parted."""
        log = self.line.log
        gap, fork = gap_of(answered.reply), fork_of(answered.reply)
        if batch is not None and fork is not None:
            self._part(state)
        if batch is not None and gap is not None:
            self._rewind(state, gap.have_seq, gap.have_hash)
        answer = believed(answered.reply, self.line.codec, log.server())
        receipt = answer.receipt
        is_behind = receipt.have_seq < state.receipt_seq
        last_sent = _end_of(batch) if batch else 0
        is_own = is_ours(log, state, last_sent, receipt)
        if (
            not is_own
            and not is_behind
            and (receipt.stream == log.profile.stream or receipt.have_seq <= state.head_seq)
        ):
            self._part(state)
        received = log.take(answer, is_ours=is_own and not is_behind, line_bytes_s=self._new_pace())
        self.totals = self.totals.plus(counted(len(batch.events) if batch else 0, answer, received))
        if is_behind:
            self._rewind(state, receipt.have_seq, receipt.have_hash)
        if has_news and not answer.has_more:
            self.heard.add(state.stream)
        self.set_digest = answer.set_digest or self.set_digest
        self._tell()
        return answer

    def _rewind(self, state: StreamState, have_seq: int, have_hash: bytes) -> None:
        """The server misses events that it once vouched for: take back the receipt and send them again."""
        if have_seq > state.receipt_seq or self.line.log.hash_at(state.stream, have_seq) != have_hash:
            self._part(state)
        self.line.log.rewind(state.stream, have_seq)
        self.line.log.on_remark("SERVER_RESTORED")
        raise _Parted

    def _part(self, state: StreamState) -> None:
        """A copy of this device has written the stream on in its own way: go on in a life of our own.

        What brought us here may be the unsigned word of anybody on the line, so the server is asked for a signed one.

        Raises: Trouble RECEIPT_WRONG if that one names a place of our own chain.
        """
        log = self.line.log
        end = signed_end(self.line.codec, log, self.flight, state.stream)
        if log.hash_at(state.stream, end.have_seq) == end.have_hash:
            raise Trouble("RECEIPT_WRONG")
        log.branch_off(state.stream, common_seq(self.line.codec, log, self.flight, state, end))
        log.on_remark("DEVICE_COPIED")
        raise _Parted

    def _count_rewind(self) -> None:
        self.rewinds += 1
        self.heard.clear()
        if self.rewinds > MOST_REWINDS:
            raise Trouble("SERVER_FORGETS")

    def _count_traffic(self, answered: Answered) -> None:
        self.totals = self.totals.plus(
            Totals(requests=1, bytes_up=answered.bytes_up, bytes_down=len(answered.reply.body))
        )

    def _tell(self) -> None:
        waiting = self.line.log.pending()
        self.goal = max(self.goal, waiting)
        self.on_progress(Progress(self.goal - waiting, self.goal, "SENDING"), self.totals)

    def _new_pace(self) -> int:
        """What the line carries, where that is worth remembering; 0 = as before."""
        before, now = self.line.log.profile.line_bytes_s, self.pace.bytes_s
        is_news = now is not None and (before is None or not 0.5 < now / max(before, 1) < 2)
        return max(int(now), 1) if is_news and now is not None else 0

    def _remember_pace(self) -> None:
        """What was measured after the last answer that counted."""
        pace = self._new_pace()
        if pace:
            self.line.log.note_pace(pace)
