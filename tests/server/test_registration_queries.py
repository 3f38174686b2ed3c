"""What a round asks of the registrations and later acts that stand: no more than it needs, however many there are."""

from __future__ import annotations

import pytest

from server.store import registrations, statements, streams
from tests.kit.desk_wire import WireDesk
from tests.kit.server import RunningServer

POST = "SBY01"


@pytest.mark.one_engine  # asks SQLite for its plan
def test_registrations_are_found_by_an_index_and_not_by_reading_their_post(
    server: RunningServer, desk: WireDesk
) -> None:
    records = [desk.register(number) for number in (1, 2, 3)]
    desk.exchange(server.url)
    with server.store.reading() as work:
        plan = statements.rows_among(work, f"EXPLAIN QUERY PLAN {registrations.OF_RECORDS}", records, POST)
    assert "(post=? AND uid=?)" in str(plan)


def test_registrations_of_times_between_are_not_taken_for_those_that_are_asked_for(
    server: RunningServer, desk: WireDesk
) -> None:
    first, second, third = sorted(desk.register(number) for number in (1, 2, 3))
    desk.exchange(server.url)
    with server.store.reading() as work:
        found = {one.uid for one in registrations.of_records(work, POST, [third, first])}
        strangers = registrations.of_records(work, POST, [first[:15] + bytes([first[15] ^ 1]), bytes(16), b"\xff" * 16])
        later = registrations.of_records(work, POST, [b"\xff" * 16])
        none = registrations.of_records(work, POST, [])
        elsewhere = registrations.of_records(work, "MLG01", [second])
    assert found == {first, third}
    assert strangers == later == none == elsewhere == ()


def test_only_records_with_later_acts_have_writers(server: RunningServer, desk: WireDesk) -> None:
    first, second, third = (desk.register(number) for number in (1, 2, 3))
    with server.store.reading() as work:
        assert streams.writers_of(work, POST, [first, third]) == {}
    desk.reprint(2)
    desk.exchange(server.url)
    with server.store.reading() as work:
        assert streams.writers_of(work, POST, [third, first]) == {}
        assert streams.writers_of(work, POST, [third, second, first]) == {second: {desk.stream}}
        assert streams.writers_of(work, POST, []) == {}
