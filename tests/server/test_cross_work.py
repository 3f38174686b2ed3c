"""The same person at several posts: each post is told once, whoever came first, and whatever happens in between."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest

from core.wire.events import stream_name
from server.clock import SystemClock
from server.exchange.bodies import columns_of
from server.office.cross import cross_work_done, work_off
from server.store import cross, enrolment, registrations
from server.store.database import Store, Work
from server.store.records import Device, Notice, StoredRegistration
from server.store.streams import feed_no
from tests.kit.at_once import at_once
from tests.kit.desk_wire import WireDesk, registered
from tests.kit.server import RunningServer
from tests.kit.server_engines import Engine

CLOCK = SystemClock()
NIK = "3578081508900001"


@pytest.fixture
def store(engine: Engine, tmp_path: Path) -> Iterator[Store]:
    """A store without a server: nothing is worked off but what a test works off."""
    opened = Store.open(engine.address(tmp_path))
    with opened.writing() as work:
        enrolment.add_server(work, bytes(16), bytes(32), 0)
        for number, post in enumerate(("SBY01", "MLG01", "JMB01"), 1):
            enrolment.save_post(work, post, f"Posko {post}", "35")
            enrolment.save_device(work, _device(post, number), 0)
    yield opened
    opened.close()


def _device(post: str, number: int) -> Device:
    return Device(UUID(int=number), post, bytes([number]) * 32, 1, is_revoked=False)


DEVICES = {post: _device(post, number) for number, post in enumerate(("SBY01", "MLG01", "JMB01"), 1)}


def registration(post: str, number: int, *, status: str = "TERDAFTAR", nik: str = NIK) -> StoredRegistration:
    body = registered(number, post=post, nik=nik, status=status)
    return StoredRegistration(
        **columns_of(body),
        uid=f"{post}{number}".encode().ljust(16, b"."),
        post=post,
        device=DEVICES[post].uid,
        incarnation=1,
        seq=number,
        registered_at_ms=0,
        received_at_ms=0,
        feed_no=number,
        event_uid=bytes(16),
        duplicate_group=None,
        repeats=0,
        copies=1,
    )


def save(store: Store, *some: StoredRegistration) -> None:
    with store.writing() as work:
        registrations.save(work, list(some))


def work_all_off(store: Store) -> None:
    while work_off(store, CLOCK):
        pass


def told(store: Store, post: str) -> list[tuple[int, str]]:
    """Place and facts of what a post was told."""
    with store.reading() as work:
        return [(notice.seq, notice.facts["post"]) for notice in cross.notices(work, post, 0, 100)]


def groups(store: Store) -> set[bytes | None]:
    with store.reading() as work:
        return {one.duplicate_group for one in registrations.of_people(work, [NIK])}


def is_work_waiting(store: Store) -> bool:
    with store.reading() as work:
        return cross.is_work_waiting(work)


def becomes_true(condition: Callable[[], bool]) -> bool:
    """Whether it holds within half a minute; the worker of a running server has its own pace."""
    pause = threading.Event()
    return any(condition() or pause.wait(0.05) for _ in range(600))


def test_both_posts_are_told_of_each_other_once_and_end_in_one_group(store: Store) -> None:
    save(store, registration("SBY01", 1))
    work_all_off(store)
    assert told(store, "SBY01") == []
    save(store, registration("MLG01", 2))
    work_all_off(store)
    save(store, registration("MLG01", 2))
    work_all_off(store)
    assert (told(store, "SBY01"), told(store, "MLG01")) == ([(1, "MLG01")], [(2, "SBY01")])
    assert len(groups(store)) == 1
    assert None not in groups(store)


def test_a_third_post_is_told_of_both_and_both_of_it(store: Store) -> None:
    for number, post in enumerate(DEVICES, 1):
        save(store, registration(post, number))
        work_all_off(store)
    assert told(store, "JMB01") == [(3, "MLG01"), (3, "SBY01")]
    assert told(store, "SBY01") == [(1, "MLG01"), (1, "JMB01")]
    assert len(groups(store)) == 1


def test_a_notice_stands_in_its_posts_feed_and_names_the_event_and_nobody(store: Store) -> None:
    save(store, registration("SBY01", 1), registration("SBY01", 2, nik="3578081508900002"))
    save(store, registration("MLG01", 7))
    work_all_off(store)
    with store.reading() as work:
        (notice,) = cross.notices(work, "SBY01", 0, 10)
        assert cross.notices(work, "SBY01", notice.feed_no, 10) == ()
        assert cross.notices(work, "SBY01", 0, 0) == ()
        assert feed_no(work, "SBY01") == notice.feed_no == 1
    name = stream_name(DEVICES["SBY01"].uid, 1)
    uid = registration("SBY01", 1).uid
    assert notice == Notice("SBY01", 1, name, 1, uid, "NIK_ELSEWHERE", {"post": "MLG01"}, notice.told_at_ms)
    assert NIK not in str(notice)


@pytest.mark.parametrize("status", ["DITARIK"])
def test_who_has_withdrawn_claims_nothing(store: Store, status: str) -> None:
    save(store, registration("SBY01", 1, status=status), registration("MLG01", 2))
    work_all_off(store)
    assert (told(store, "SBY01"), told(store, "MLG01"), groups(store)) == ([], [], {None})


def test_two_at_one_post_are_told_of_their_own_post(store: Store) -> None:
    save(store, registration("SBY01", 1), registration("SBY01", 2))
    work_all_off(store)
    assert told(store, "SBY01") == [(1, "SBY01"), (2, "SBY01")]


def test_what_fails_in_the_middle_is_done_again_and_told_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    save(store, registration("SBY01", 1), registration("MLG01", 2))
    for step in ("end_work", "add_notices", "end_work", "add_notices"):
        failing = _failing_once(monkeypatch, step)
        with pytest.raises(ZeroDivisionError):
            work_all_off(store)
        assert failing == []
    work_all_off(store)
    assert (told(store, "SBY01"), told(store, "MLG01")) == ([(1, "MLG01")], [(2, "SBY01")])
    assert not is_work_waiting(store)


def _failing_once(monkeypatch: pytest.MonkeyPatch, name: str) -> list[str]:
    """The step raises when it is next done; a list that is empty once it has."""
    waiting, real = [name], getattr(cross, name)

    def step(*arguments: object) -> None:
        real(*arguments)
        if waiting:
            waiting.clear()
            raise ZeroDivisionError

    monkeypatch.setattr(cross, name, step)
    return waiting


def test_several_workers_at_once_tell_each_post_once(store: Store) -> None:
    for number in range(1, 31):
        save(store, registration(list(DEVICES)[number % 3], number, nik=f"35780815089{number // 3:05d}"))
    assert at_once([lambda: work_all_off(store)] * 4) == []
    with store.reading() as work:
        assert not cross.is_work_waiting(work)
        everything = [notice for post in DEVICES for notice in cross.notices(work, post, 0, 1000)]
    said = [(notice.post, notice.record, notice.facts["post"]) for notice in everything]
    assert len(said) == len(set(said)) == 9 * 6 + 2
    for post in DEVICES:
        numbers = [notice.feed_no for notice in everything if notice.post == post]
        assert numbers == list(range(1, len(numbers) + 1))


def test_two_desks_at_the_same_instant_are_both_told_though_neither_transaction_saw_the_other(
    store: Store, engine: Engine
) -> None:
    both_have_written = threading.Barrier(2)

    def register(post: str, number: int) -> None:
        def act(work: Work) -> None:
            assert registrations.of_people(work, [NIK]) == ()
            registrations.save(work, [registration(post, number)])
            both_have_written.wait(30)

        store.write(act)

    if engine.name == "sqlite":  # there one transaction always comes after the other
        save(store, registration("SBY01", 1))
        save(store, registration("MLG01", 2))
    else:
        assert at_once([lambda: register("SBY01", 1), lambda: register("MLG01", 2)]) == []
    work_all_off(store)
    assert (told(store, "SBY01"), told(store, "MLG01")) == ([(1, "MLG01")], [(2, "SBY01")])
    assert len(groups(store)) == 1


def test_a_desk_that_was_told_in_its_own_round_is_not_told_again(server: RunningServer) -> None:
    first, second = WireDesk(post="SBY01"), WireDesk(post="MLG01")
    for desk in (first, second):
        desk.enrol(server.url, server.new_code(desk.post))
        desk.register(1, nik=NIK)
    assert first.exchange(server.url).outcomes == ()
    (outcome,) = second.exchange(server.url).outcomes
    assert (outcome.code, outcome.facts) == ("NIK_ELSEWHERE", {"post": "SBY01"})
    assert becomes_true(lambda: told(server.store, "SBY01") == [(1, "MLG01")])
    assert becomes_true(lambda: not is_work_waiting(server.store))
    assert told(server.store, "MLG01") == []


def test_the_worker_wakes_when_something_is_stored_and_ends_with_the_server(store: Store) -> None:
    with cross_work_done(store, CLOCK):
        save(store, registration("SBY01", 1), registration("MLG01", 2))
        assert becomes_true(lambda: bool(told(store, "SBY01") and told(store, "MLG01")))
    assert "cross-work" not in {thread.name for thread in threading.enumerate()}
