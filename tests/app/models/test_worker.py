"""The database worker: one job after the other, the desk before the sync, and nothing that raises ever kills it."""

from __future__ import annotations

import logging
import threading
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from app.models import worker as worker_module
from app.models.worker import DatabaseWorker, Priority, job_name
from core.errors import Trouble

WITHIN_S = 30


@pytest.fixture
def worker() -> Iterator[DatabaseWorker]:
    one = DatabaseWorker("test-worker")
    yield one
    one.close()


class Gate:
    """A job that holds the worker until it is told to go on."""

    def __init__(self, worker: DatabaseWorker) -> None:
        self._go = threading.Event()
        is_in = threading.Event()

        def hold() -> None:
            is_in.set()
            assert self._go.wait(WITHIN_S)

        worker.submit(hold)
        assert is_in.wait(WITHIN_S)

    def open(self) -> None:
        """Let the worker go on."""
        self._go.set()


def test_every_job_runs_in_the_same_thread_and_not_in_ours(worker: DatabaseWorker) -> None:
    threads = {worker.run(threading.get_ident) for _time in range(5)}
    assert len(threads) == 1
    assert threading.get_ident() not in threads


def test_the_desk_comes_before_the_sync_and_the_sync_before_reports(worker: DatabaseWorker) -> None:
    done: list[str] = []
    gate = Gate(worker)
    jobs = [("report", Priority.REPORT), ("sync", Priority.SYNC), ("desk", Priority.DESK)]
    futures = [worker.submit(partial(done.append, name), priority) for name, priority in jobs]
    gate.open()
    for future in futures:
        future.result(WITHIN_S)
    assert done == ["desk", "sync", "report"]


def test_equals_run_in_the_order_they_came(worker: DatabaseWorker) -> None:
    done: list[int] = []
    gate = Gate(worker)
    futures = [worker.submit(partial(done.append, number)) for number in range(50)]
    gate.open()
    for future in futures:
        future.result(WITHIN_S)
    assert done == list(range(50))


def test_what_a_job_raises_goes_back_to_who_asked(worker: DatabaseWorker) -> None:
    with pytest.raises(ZeroDivisionError):
        worker.run(lambda: 1 // 0)
    assert worker.run(lambda: 7) == 7


def test_not_even_an_exit_ends_the_worker(worker: DatabaseWorker) -> None:
    def leave() -> None:
        raise SystemExit(3)

    with pytest.raises(SystemExit):
        worker.run(leave)
    assert worker.run(lambda: 7) == 7


def test_a_job_that_was_called_off_never_runs(worker: DatabaseWorker) -> None:
    done: list[int] = []
    gate = Gate(worker)
    future = worker.submit(lambda: done.append(1))
    assert future.cancel()
    gate.open()
    assert worker.run(lambda: len(done)) == 0


def test_closing_finishes_what_is_queued_and_then_the_last_job() -> None:
    worker = DatabaseWorker()
    done: list[str] = []
    gate = Gate(worker)
    for priority in (Priority.REPORT, Priority.DESK):
        worker.submit(partial(done.append, priority.name), priority)
    closing = threading.Thread(target=worker.close, args=(lambda: done.append("last"),))
    closing.start()
    gate.open()
    closing.join(WITHIN_S)
    assert not closing.is_alive()
    assert done == ["DESK", "REPORT", "last"]


def test_closing_twice_is_closing_once() -> None:
    worker = DatabaseWorker()
    worker.close()
    worker.close(lambda: 1 // 0)


def test_what_the_last_job_raises_is_heard() -> None:
    worker = DatabaseWorker()
    with pytest.raises(ZeroDivisionError):
        worker.close(lambda: 1 // 0)


def test_a_closed_worker_takes_no_more_jobs() -> None:
    worker = DatabaseWorker()
    worker.close()
    with pytest.raises(RuntimeError):
        worker.submit(lambda: 1)


def test_who_asks_while_it_closes_gets_an_answer_or_a_refusal() -> None:
    for _time in range(200):
        worker = DatabaseWorker()
        start = threading.Barrier(3)

        def ask(worker: DatabaseWorker = worker, start: threading.Barrier = start) -> str:
            start.wait(WITHIN_S)
            try:
                return str(worker.submit(lambda: 7).result(WITHIN_S))
            except RuntimeError:
                return "closed"

        with ThreadPoolExecutor(2) as pool:
            answers = [pool.submit(ask) for _each in range(2)]
            start.wait(WITHIN_S)
            worker.close()
            assert {answer.result(WITHIN_S) for answer in answers} <= {"7", "closed"}


def test_a_slow_job_is_noted_in_the_log(
    worker: DatabaseWorker, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(worker_module, "SLOW_JOB_S", -1)  # every job is slow
    with caplog.at_level(logging.INFO, worker_module.LOG.name):
        worker.run(a_job)
        worker.close()
    assert f"database job {__name__}.a_job:" in caplog.text


def a_job() -> int:
    """A job that has a name."""
    return 7


@pytest.mark.parametrize("job", [a_job, partial(a_job), partial(partial, a_job)], ids=str)
def test_a_job_is_named_by_the_innermost_function(job: Callable[[], object]) -> None:
    assert job_name(job).startswith(f"{__name__}.a_job:")


def test_a_job_that_is_no_function_has_a_name_too() -> None:
    assert job_name(partial(int)) == "builtins.int"


# --- a job that has jobs of its own ---------------------------------------------------------------------------------


def test_what_a_job_runs_is_done_at_once_and_in_the_same_thread(worker: DatabaseWorker) -> None:
    assert worker.run(lambda: worker.run(threading.get_ident)) == worker.run(threading.get_ident)


def test_nothing_of_others_gets_in_between_the_steps_of_a_job(worker: DatabaseWorker) -> None:
    done: list[str] = []

    def verb() -> None:
        for step in ("first", "second"):
            worker.submit(partial(done.append, "other"))
            worker.run(partial(done.append, step), Priority.REPORT)

    worker.run(verb)
    worker.close()
    assert done == ["first", "second", "other", "other"]


def test_what_a_step_raises_goes_to_the_job_that_ran_it(worker: DatabaseWorker) -> None:
    def verb() -> str:
        try:
            worker.run(lambda: 1 // 0)
        except ZeroDivisionError:
            return "heard"
        return "not heard"

    assert worker.run(verb) == "heard"


# --- closing in time ------------------------------------------------------------------------------------------------


def test_closing_waits_no_longer_than_it_may() -> None:
    worker = DatabaseWorker()
    done: list[str] = []
    gate = Gate(worker)
    assert not worker.close(lambda: done.append("last"), within_s=0.01)
    gate.open()
    assert worker.close()
    assert done == ["last"]


class Held:
    """Stands for something of the window that a job has in its hands."""


def refuse(held: Held) -> None:
    """What the officer is told of, and goes on."""
    raise Trouble("STORE_IN_USE", what=type(held).__name__)


@pytest.mark.parametrize("is_refused", [False, True])
def test_what_a_job_holds_is_let_go_before_its_answer_is_heard(worker: DatabaseWorker, *, is_refused: bool) -> None:
    def job_with(held: Held) -> Callable[[], object]:
        return lambda: refuse(held) if is_refused else repr(held)

    held, heard, has_come = Held(), list[object](), threading.Event()
    alive = weakref.ref(held)
    future = worker.submit(job_with(held))
    del held

    def hear(_future: object) -> None:
        heard.append(alive())
        has_come.set()

    future.add_done_callback(hear)
    assert has_come.wait(30)
    assert heard == [None]
