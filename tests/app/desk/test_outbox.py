"""The outbox as a value: what waits, what was sent, what needs a look, page after page."""

from __future__ import annotations

from app.desk.context import Desk
from app.desk.outbox import Way, outbox, outbox_page
from app.models.attention import note_attention
from app.models.outgoing import NEWEST
from core.wire.events import Kind
from tests.kit.desk import register_one, sql


def receipt_up_to(desk: Desk, seq: int) -> None:
    sql(desk.store, "UPDATE stream SET receipt_seq = ?", seq)


def look_at(desk: Desk, seq: int) -> None:
    stream = desk.store.profile.stream
    desk.store.write(lambda: note_attention(stream, seq, "NIK_ELSEWHERE", {"post": "SBY02"}, 1))


def test_a_new_desk_has_nothing_to_send(desk: Desk) -> None:
    box = outbox(desk)
    assert (box.waiting.total, box.waiting.oldest_at_ms, box.rows, box.to_look_at, box.next_before) == (
        0, None, (), (), None,
    )  # fmt: skip
    assert not box.has_server


def test_what_waits_is_counted_by_kind_since_the_eldest(desk: Desk) -> None:
    first = register_one(desk, 0).kept
    register_one(desk, 1)
    register_one(desk, 0)
    waiting = outbox(desk).waiting
    assert waiting.by_kind == {Kind.REGISTERED: 2, Kind.REPEATED: 1}
    assert waiting.oldest_at_ms == first.at_ms


def test_acts_stand_newest_first_with_number_and_name(desk: Desk) -> None:
    for number in range(3):
        register_one(desk, number)
    rows = outbox(desk).rows
    assert [row.queue_number for row in rows] == ["A003", "A002", "A001"]
    assert rows[0].name == "BUDI AAC"
    assert rows[0].registration_no.startswith("35-SBY01-20200413-0003")


def test_what_is_under_a_receipt_was_sent(desk: Desk) -> None:
    for number in range(3):
        register_one(desk, number)
    receipt_up_to(desk, 2)
    box = outbox(desk)
    assert [row.way for row in box.rows] == [Way.WAITING, Way.SENT, Way.SENT]
    assert (box.waiting.total, box.waiting.sent) == (1, 2)


def test_what_needs_a_look_stands_apart_with_its_reason(desk: Desk) -> None:
    for number in range(3):
        register_one(desk, number)
    receipt_up_to(desk, 3)
    look_at(desk, 2)
    box = outbox(desk)
    assert box.attention == 1
    assert [(row.queue_number, row.way, row.code) for row in box.to_look_at] == [
        ("A002", Way.ATTENTION, "NIK_ELSEWHERE")
    ]
    assert [row.queue_number for row in box.rows] == ["A003", "A001"]


def test_pages_follow_each_other_without_gap_or_repetition(desk: Desk) -> None:
    for number in range(7):
        register_one(desk, number)
    numbers, before = [], NEWEST
    while True:
        page = outbox_page(desk, before, 3)
        numbers += [row.queue_number for row in page.rows]
        if page.next_before is None:
            break
        before = page.next_before
    assert numbers == [f"A00{number}" for number in range(7, 0, -1)]
