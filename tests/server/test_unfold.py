"""What was worked out of a batch before its transaction is only believed where the transaction finds the same."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

import pytest

from core.wire.envelope import Batch
from core.wire.events import GENESIS
from server.exchange import receive
from server.exchange.unfold import Unfolded, foreseen
from server.store.database import Store
from server.store.records import Device
from tests.kit.desk_wire import WireDesk
from tests.kit.server import RunningServer

Meanwhile = Callable[[Callable[[], object]], None]


@pytest.fixture
def desk(server: RunningServer) -> WireDesk:
    made = WireDesk()
    made.enrol(server.url, server.new_code())
    return made


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    """Have something done once between the foreseeing of the next batch and its transaction."""
    waiting: list[Callable[[], object]] = []

    def foreseen_late(store: Store, device: Device, batch: Batch) -> Unfolded | None:
        whole = foreseen(store, device, batch)
        assert whole is not None, "nothing was foreseen, so nothing is shown"
        if waiting:
            waiting.pop()()
        return whole

    monkeypatch.setattr(receive, "foreseen", foreseen_late)
    return waiting.append


def test_a_twin_that_began_the_stream_meanwhile_with_a_key_of_its_own_makes_a_fork(
    server: RunningServer, desk: WireDesk, meanwhile: Meanwhile
) -> None:
    twin = replace(desk, salt_key=hashlib.sha256(b"twin").digest(), events=[], hashes=[GENESIS])
    desk.register(1)
    twin.register(2)
    meanwhile(lambda: twin.exchange(server.url))
    answer = desk.post_bytes(server.url, desk.request(desk.batch()))
    assert (answer.status_code, answer.json()["code"]) == (409, "STREAM_FORK")


def test_the_very_same_request_that_was_taken_meanwhile_gets_the_same_answer(
    server: RunningServer, desk: WireDesk, meanwhile: Meanwhile
) -> None:
    desk.register(1)
    desk.repeat(1)
    request, earlier = desk.request(desk.batch()), []
    meanwhile(lambda: earlier.append(desk.post_bytes(server.url, request)))
    answer = desk.post_bytes(server.url, request)
    assert (answer.status_code, answer.content) == (200, earlier[0].content)


def test_what_was_taken_meanwhile_of_another_cut_counts_once(
    server: RunningServer, desk: WireDesk, meanwhile: Meanwhile
) -> None:
    for number in range(1, 7):
        desk.register(number)
    meanwhile(lambda: desk.exchange(server.url, 1, 4))
    reply = desk.exchange(server.url)
    assert (reply.receipt.have_seq, {one.outcome for one in reply.outcomes}) == (6, {"duplicate"})
    with server.store.reading() as work:
        assert work.db.execute_sql("SELECT COUNT(*) FROM registration").fetchone() == (6,)
