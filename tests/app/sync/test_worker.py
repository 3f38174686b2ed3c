"""The sync worker by itself: it finds the line again, waits longer and longer, obeys a busy server, ends when told."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.desk.context import Desk
from app.sync import worker as worker_module
from app.sync.pace import FEWEST, LANES
from app.sync.state import Phase, Progress, SyncState, Totals
from app.sync.transport import HttpTransport, Reply
from app.sync.worker import LONGEST_WAIT_S, SyncWorker, pause_s, traffic_of
from server.store import enrolment
from tests.app.sync.conftest import Visit
from tests.kit.enrolled import desk_heads, line_of, pending, server_heads, sync
from tests.kit.line import BadLine, CutAnswer, Harm, Hold, Pass, Silence, answer
from tests.kit.server import RunningServer

PATIENCE_S = 30.0
SOON_S = 0.01


class Listener:
    """Hears every state that a worker reports, in order."""

    def __init__(self) -> None:
        self._states: queue.Queue[SyncState] = queue.Queue()
        self.heard: list[SyncState] = []

    def hear(self, state: SyncState) -> None:
        """What the worker calls."""
        self._states.put(state)

    def wait_for(self, phase: Phase, **members: object) -> SyncState:
        """The next state of this kind; fails if none comes."""
        wanted = {"phase": phase, **members}
        while True:
            state = self._states.get(timeout=PATIENCE_S)
            self.heard.append(state)
            if all(getattr(state, name) == value for name, value in wanted.items()):
                return state


@contextmanager
def working(
    desk: Desk,
    listener: Listener,
    *,
    first_wait_s: float = SOON_S,
    jitter: Callable[[], float] = lambda: 0.0,
    transport: HttpTransport | None = None,
) -> Iterator[SyncWorker]:
    """A worker that has been started; stopped when the block ends."""
    with line_of(desk, transport) as line:
        worker = SyncWorker(line, listener.hear, jitter, first_wait_s=first_wait_s)
        worker.start()
        try:
            yield worker
        finally:
            assert worker.stop(PATIENCE_S)


# --- how long it waits ----------------------------------------------------------------------------------------------


def test_pauses_double_up_to_five_minutes() -> None:
    spans = [pause_s(failures, 1.0) for failures in range(1, 12)]
    assert spans == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]
    assert pause_s(10_000, 1.0) == LONGEST_WAIT_S == 300


def test_half_of_a_pause_is_chance() -> None:
    assert [pause_s(4, jitter) for jitter in (0.0, 0.5, 1.0)] == [4, 6, 8]


@given(st.integers(1, 100), st.floats(0, 1), st.floats(0.001, 10))
def test_no_pause_is_shorter_than_half_the_first_or_longer_than_the_longest(
    failures: int, jitter: float, first_s: float
) -> None:
    assert first_s / 2 <= pause_s(failures, jitter, first_s) <= LONGEST_WAIT_S


def test_failures_in_a_row_are_reported_with_pauses_that_grow(desk: Desk, line: BadLine) -> None:
    line.cut()
    listener = Listener()
    with working(desk, listener, first_wait_s=0.008, jitter=lambda: 1.0):
        waits = [listener.wait_for(Phase.WAITING, trouble="LINE_NONE").next_try_s for _ in range(4)]
    assert waits == [0.008, 0.016, 0.032, 0.064]


def test_after_a_success_pauses_begin_small_again(desk: Desk, line: BadLine) -> None:
    line.harm(*[answer("500 X")] * 3, Pass(), answer("500 X"))
    listener = Listener()
    with working(desk, listener, jitter=lambda: 1.0) as worker:
        waits = [listener.wait_for(Phase.WAITING).next_try_s for _ in range(3)]
        listener.wait_for(Phase.RESTING)
        worker.wake()
        waits.append(listener.wait_for(Phase.WAITING).next_try_s)
    assert waits == [SOON_S, SOON_S * 2, SOON_S * 4, SOON_S]


def test_a_line_that_breaks_under_the_first_exchange_is_soon_tried_again_however_often(
    desk: Desk, line: BadLine, visit: Visit
) -> None:
    visit(desk, 1)
    line.harm(*[CutAnswer()] * 3)
    listener = Listener()
    with working(desk, listener, jitter=lambda: 1.0):
        waits = [listener.wait_for(Phase.WAITING, trouble="LINE_BROKEN").next_try_s for _ in range(3)]
    assert waits == [SOON_S / 2] * 3


def test_chance_is_drawn_anew_for_each_pause(desk: Desk, line: BadLine) -> None:
    line.cut()
    listener = Listener()
    numbers = iter([0.0, 1.0, 0.5] + [0.0] * 1000)
    with working(desk, listener, jitter=lambda: next(numbers)):
        waits = [listener.wait_for(Phase.WAITING).next_try_s for _ in range(3)]
    assert waits == [SOON_S / 2, SOON_S * 2, SOON_S * 3]


# --- it finds the line by itself ------------------------------------------------------------------------------------


def test_what_is_registered_goes_up_by_itself(server: RunningServer, desk: Desk, visit: Visit) -> None:
    listener = Listener()
    with working(desk, listener) as worker:
        listener.wait_for(Phase.RESTING, pending=0)
        visit(desk, 1)
        worker.wake()
        listener.wait_for(Phase.SENDING, pending=1)
        listener.wait_for(Phase.RESTING, pending=0)
    assert desk_heads(desk) == server_heads(server, desk)


def test_a_line_that_comes_back_is_found_without_anybody_pressing_anything(
    server: RunningServer, desk: Desk, line: BadLine, visit: Visit
) -> None:
    visit(desk, 1)
    line.cut()
    listener = Listener()
    with working(desk, listener):
        for _ in range(3):
            assert listener.wait_for(Phase.WAITING).pending == 1
        line.heal()
        listener.wait_for(Phase.RESTING, pending=0)
    assert desk_heads(desk) == server_heads(server, desk)


def test_after_an_answer_is_lost_on_the_way_it_goes_on_by_itself(
    server: RunningServer, desk: Desk, line: BadLine, visit: Visit
) -> None:
    visit(desk, 1)
    line.harm(CutAnswer(), answer("502 Bad Gateway"), CutAnswer(100))
    listener = Listener()
    with working(desk, listener):
        troubles = [listener.wait_for(Phase.WAITING).trouble for _ in range(3)]
        listener.wait_for(Phase.RESTING, pending=0)
    assert troubles == ["LINE_BROKEN", "SERVER_TROUBLE", "LINE_BROKEN"]
    assert desk_heads(desk) == server_heads(server, desk)


def test_send_now_ends_a_long_pause(desk: Desk, line: BadLine) -> None:
    line.harm(answer("500 X"))
    listener = Listener()
    with working(desk, listener, first_wait_s=LONGEST_WAIT_S) as worker:
        assert listener.wait_for(Phase.WAITING).next_try_s == LONGEST_WAIT_S / 2
        worker.try_now()
        listener.wait_for(Phase.RESTING)


def test_a_dead_line_is_not_hammered_by_those_who_register(desk: Desk, line: BadLine, visit: Visit) -> None:
    line.harm(answer("500 X"))
    listener = Listener()
    with working(desk, listener, first_wait_s=LONGEST_WAIT_S) as worker:
        listener.wait_for(Phase.WAITING)
        for number in range(5):
            visit(desk, number)
            worker.wake()
        worker.try_now()
        listener.wait_for(Phase.RESTING, pending=0)
    assert len(line.requests) == 3  # enrolment, the failure, and all five at once


def test_progress_is_reported_batch_by_batch(desk: Desk, visit: Visit) -> None:
    for number in range(FEWEST + 10):
        visit(desk, number)
    listener = Listener()
    with working(desk, listener):
        listener.wait_for(Phase.RESTING, pending=0)
    steps = [(state.progress.done, state.progress.total, state.pending) for state in listener.heard if state.progress]
    assert steps == [(FEWEST, FEWEST + 10, 10), (FEWEST + 10, FEWEST + 10, 0)]
    assert {state.progress.code for state in listener.heard if state.progress} == {"SENDING"}


def test_progress_comes_with_what_was_moved_and_what_is_left(desk: Desk, visit: Visit) -> None:
    for number in range(FEWEST + 10):
        visit(desk, number)
    listener = Listener()
    with working(desk, listener):
        listener.wait_for(Phase.RESTING, pending=0)
    first, last = (state.traffic for state in listener.heard if state.progress)
    assert first is not None
    assert last is not None
    assert first.bytes_up < last.bytes_up
    assert first.bytes_left == round(first.bytes_up * 10 / FEWEST)
    assert (last.bytes_left, last.seconds_left) == (0, 0)
    assert first.bytes_down > 0


def test_nothing_is_estimated_before_anything_was_sent() -> None:
    assert traffic_of(Progress(0, 10, "SENDING"), Totals(requests=1, bytes_up=100), 1.0) is None


def test_the_end_of_an_exchange_is_always_told_and_the_way_there_not_too_often(
    desk: Desk, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_module, "EVERY_S", 3600)
    for number in range(FEWEST * 3 + 10):
        visit(desk, number)
    listener = Listener()
    with working(desk, listener):
        listener.wait_for(Phase.RESTING, pending=0)
    steps = [state.progress.done for state in listener.heard if state.progress]
    assert steps == [FEWEST, FEWEST * 3 + 10]


def test_who_registers_while_it_waits_sees_the_count_grow(desk: Desk, line: BadLine, visit: Visit) -> None:
    line.cut()
    listener = Listener()
    with working(desk, listener, first_wait_s=LONGEST_WAIT_S) as worker:
        listener.wait_for(Phase.WAITING, pending=0)
        visit(desk, 1)
        worker.wake()
        waiting = listener.wait_for(Phase.WAITING, pending=1, trouble="LINE_NONE")
        assert waiting.next_try_s is not None
        assert 0 < waiting.next_try_s <= LONGEST_WAIT_S
    assert [state.phase for state in listener.heard].count(Phase.SENDING) == 1


def test_every_state_says_when_the_server_was_last_heard(desk: Desk) -> None:
    listener = Listener()
    with working(desk, listener):
        listener.wait_for(Phase.RESTING)
    contact = desk.store.profile.last_contact_ms
    assert [state.last_contact_ms for state in listener.heard][-1] == contact is not None
    assert listener.heard[-1].drift_ms == desk.store.profile.drift_ms


# --- stopped by a person --------------------------------------------------------------------------------------------


def test_stopped_in_mid_exchange_it_finishes_what_is_under_way_and_sends_no_other(
    server: RunningServer, desk: Desk, line: BadLine, visit: Visit
) -> None:
    for number in range(FEWEST * LANES + 10):
        visit(desk, number)
    held = Hold(many=LANES)  # whichever of the two comes first
    line.harm_always(held)
    listener = Listener()
    with working(desk, listener) as worker:
        assert held.arrived.wait(PATIENCE_S)
        worker.pause()
        held.let_go()
        listener.wait_for(Phase.PAUSED, pending=10)
        visit(desk, FEWEST * LANES + 11)
        worker.wake()
        listener.wait_for(Phase.PAUSED, pending=11)
        worker.try_now()
        listener.wait_for(Phase.RESTING, pending=0)
    assert desk_heads(desk) == server_heads(server, desk)


def test_stopped_while_it_waits_it_tries_no_more_by_itself(desk: Desk, line: BadLine, visit: Visit) -> None:
    line.cut()
    listener = Listener()
    with working(desk, listener, first_wait_s=LONGEST_WAIT_S) as worker:
        listener.wait_for(Phase.WAITING)
        worker.pause()
        listener.wait_for(Phase.PAUSED)
        line.heal()
        worker.try_now()
        listener.wait_for(Phase.RESTING)


def test_stopped_it_still_ends_at_once(desk: Desk) -> None:
    listener = Listener()
    with working(desk, listener) as worker:
        listener.wait_for(Phase.RESTING)
        worker.pause()
        listener.wait_for(Phase.PAUSED)
    listener.wait_for(Phase.STOPPED)


# --- a busy server --------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_time_that_a_busy_server_asks_for_is_waited_even_if_somebody_presses(desk: Desk, line: BadLine) -> None:
    line.harm(answer("503 Busy", Retry_After="1"))
    listener = Listener()
    with working(desk, listener) as worker:
        waiting = listener.wait_for(Phase.WAITING, trouble="SERVER_BUSY")
        asked_at = time.monotonic()
        worker.wake()
        worker.try_now()
        listener.wait_for(Phase.SENDING)
        assert time.monotonic() - asked_at >= 0.9
        assert waiting.next_try_s == 1
        listener.wait_for(Phase.RESTING)


def test_a_pause_of_our_own_that_is_longer_than_what_was_asked_stays(desk: Desk, line: BadLine) -> None:
    line.harm(answer("429 Too Many", Retry_After="1"))
    listener = Listener()
    with working(desk, listener, first_wait_s=100, jitter=lambda: 1.0):
        assert listener.wait_for(Phase.WAITING, trouble="SERVER_BUSY").next_try_s == 100


# --- the end --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "harm", [answer("500 X"), answer("503 Busy", Retry_After="3600"), Pass()], ids=["pause", "busy server", "rest"]
)
def test_it_ends_at_once_while_it_waits(desk: Desk, line: BadLine, visit: Visit, harm: Harm) -> None:
    visit(desk, 1)
    line.harm(harm)
    listener = Listener()
    is_waiting = Phase.RESTING if isinstance(harm, Pass) else Phase.WAITING
    with working(desk, listener, first_wait_s=LONGEST_WAIT_S):
        listener.wait_for(is_waiting)
    listener.wait_for(Phase.STOPPED)
    assert listener.heard[-1].pending == pending(desk)


def test_an_end_in_mid_exchange_lets_what_is_under_way_finish_and_says_what_is_left(
    server: RunningServer, desk: Desk, line: BadLine, visit: Visit
) -> None:
    for number in range(FEWEST * LANES + 10):
        visit(desk, number)
    held = Hold(many=LANES)  # whichever of the two comes first
    line.harm_always(held)
    listener = Listener()
    with line_of(desk) as way:
        worker = SyncWorker(way, listener.hear, lambda: 0.0)
        worker.start()
        assert held.arrived.wait(PATIENCE_S)
        assert not worker.stop(within_s=SOON_S)
        held.let_go()
        assert worker.stop(PATIENCE_S)
    assert listener.wait_for(Phase.STOPPED).pending == pending(desk) == 10
    line.heal()
    assert sync(desk).sent == 10
    assert desk_heads(desk) == server_heads(server, desk)


def test_a_silent_server_does_not_hold_up_the_end(desk: Desk, line: BadLine) -> None:
    silence = Silence()
    line.harm_always(silence)
    listener = Listener()
    with line_of(desk) as way:
        worker = SyncWorker(way, listener.hear, lambda: 0.0)
        worker.start()
        assert silence.arrived.wait(PATIENCE_S)
        assert not worker.stop(within_s=SOON_S)
        line.cut()
        assert worker.stop(PATIENCE_S)


# --- bugs -----------------------------------------------------------------------------------------------------------


class BuggyTransport(HttpTransport):
    """The real line, whose first request meets a bug of ours."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self._has_failed = False

    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        if not self._has_failed:
            self._has_failed = True
            raise ZeroDivisionError("NIK 3578081508901234")
        return super().post(path, body, headers)


def test_a_bug_does_not_end_the_sync_for_the_day(
    server: RunningServer, desk: Desk, line: BadLine, visit: Visit
) -> None:
    visit(desk, 1)
    listener = Listener()
    with working(desk, listener, transport=BuggyTransport(line.url)):
        listener.wait_for(Phase.WAITING, trouble="PROGRAM_BUG")
        listener.wait_for(Phase.RESTING, pending=0)
    assert desk_heads(desk) == server_heads(server, desk)


def test_a_listener_with_a_bug_does_not_end_the_sync(server: RunningServer, desk: Desk, visit: Visit) -> None:
    visit(desk, 1)
    is_done = threading.Event()

    def stumble(state: SyncState) -> None:
        if state.phase is Phase.RESTING:
            is_done.set()
        raise ZeroDivisionError

    with line_of(desk) as way:
        worker = SyncWorker(way, stumble, lambda: 0.0, first_wait_s=SOON_S)
        worker.start()
        assert is_done.wait(PATIENCE_S)
        assert worker.stop(PATIENCE_S)
    assert desk_heads(desk) == server_heads(server, desk)


def test_a_store_in_trouble_does_not_end_the_sync(
    server: RunningServer, desk: Desk, line: BadLine, visit: Visit
) -> None:
    """The disk fails while the worker looks what waits, and works again later."""
    visit(desk, 1)
    listener = Listener()
    desk.store.run(lambda: desk.store._database.execute_sql("ALTER TABLE stream RENAME TO stream_away"))
    with working(desk, listener) as worker:
        listener.wait_for(Phase.WAITING, trouble="PROGRAM_BUG")
        desk.store.run(lambda: desk.store._database.execute_sql("ALTER TABLE stream_away RENAME TO stream"))
        worker.try_now()
        listener.wait_for(Phase.RESTING, pending=0)
    assert desk_heads(desk) == server_heads(server, desk)


# --- the desk goes first --------------------------------------------------------------------------------------------


def test_registering_goes_on_while_an_exchange_is_on_the_line(
    server: RunningServer, desk: Desk, line: BadLine, visit: Visit
) -> None:
    visit(desk, 1)
    held = Hold()
    line.harm(held)
    listener = Listener()
    with working(desk, listener):
        assert held.arrived.wait(PATIENCE_S)
        for number in range(2, 6):
            visit(desk, number)
        assert pending(desk) == 5
        held.let_go()
        listener.wait_for(Phase.RESTING, pending=0)
    assert desk_heads(desk) == server_heads(server, desk)


def test_registering_and_sending_at_once_lose_nothing(
    server: RunningServer, desk: Desk, line: BadLine, visit: Visit, tmp_path: Path
) -> None:
    listener = Listener()
    line.harm(Pass(), CutAnswer(), Pass(), CutAnswer(50))
    with working(desk, listener) as worker:
        for number in range(60):
            visit(desk, number)
            worker.wake()
        while listener.wait_for(Phase.RESTING).pending or pending(desk):
            worker.wake()
    assert desk_heads(desk) == server_heads(server, desk)
    assert next(iter(desk_heads(desk).values()))[0] == 60


# --- a device that is trusted no more, and a network that comes back ----------------------------------------------


def test_a_device_that_is_trusted_no_more_stops_sending_and_nobody_at_the_desk_can_hurry_it(
    server: RunningServer, desk: Desk, visit: Visit
) -> None:
    listener = Listener()
    visit(desk, 1)
    with server.store.writing() as work:
        enrolment.revoke_device(work, desk.store.profile.device_uid, 1)
    with BadLine(server.url) as line, working(desk, listener, transport=HttpTransport(line.url)) as worker:
        locked = listener.wait_for(Phase.LOCKED)
        assert (locked.trouble, locked.pending, locked.next_try_s) == ("DEVICE_REVOKED", 1, None)
        asked = len(line.requests)
        visit(desk, 2)
        worker.try_now()
        worker.line_came_back()
        worker.wake()
        assert listener.wait_for(Phase.LOCKED).pending == 2
        assert len(line.requests) == asked


def test_a_network_that_comes_back_ends_the_wait(server: RunningServer, desk: Desk, visit: Visit) -> None:
    listener = Listener()
    with BadLine(server.url) as line:
        line.cut()
        with working(desk, listener, first_wait_s=600, transport=HttpTransport(line.url)) as worker:
            visit(desk, 1)
            listener.wait_for(Phase.WAITING)
            line.heal()
            worker.line_came_back()
            listener.wait_for(Phase.RESTING)
    assert pending(desk) == 0


def test_a_network_that_comes_back_does_not_go_on_with_what_a_person_stopped(
    server: RunningServer, desk: Desk, visit: Visit
) -> None:
    listener = Listener()
    with working(desk, listener) as worker:
        listener.wait_for(Phase.RESTING)
        worker.pause()
        listener.wait_for(Phase.PAUSED)
        visit(desk, 1)
        worker.line_came_back()
        worker.wake()
        assert listener.wait_for(Phase.PAUSED).pending == 1
    assert pending(desk) == 1


def test_a_server_in_trouble_is_told_with_what_it_answered(server: RunningServer, desk: Desk) -> None:
    listener = Listener()
    with BadLine(server.url) as line, working(desk, listener, transport=HttpTransport(line.url)):
        listener.wait_for(Phase.RESTING)
    with BadLine(server.url) as line:
        line.harm_always(answer("502 Bad Gateway"))
        with working(desk, listener, transport=HttpTransport(line.url)):
            assert listener.wait_for(Phase.WAITING).facts == {"status": 502}
