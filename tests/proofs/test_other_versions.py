"""TRUST S12, S13: what one end cannot read stops nothing, and stays as it is for those who can."""

from __future__ import annotations

import msgspec
import pytest

from app.desk.context import Desk
from app.desk.outbox import outbox
from app.models.events import append_event
from core.wire.envelope import EventUp, ExchangeReply
from core.wire.events import Kind
from tests.kit.desk_wire import WireDesk, registered
from tests.kit.ends import PEOPLE, POST, Ends
from tests.kit.enrolled import line_of, pending, registrations, sync
from tests.kit.line import Forge, HttpMessage
from tests.kit.zeros import settle

# --- S12: a record that the server cannot take ----------------------------------------------------------------------


def write_event(desk: Desk, kind: str, body: bytes, record: bytes | None = None, schema: int = 1) -> None:
    """An event as another program might have written it."""
    writer = desk.writer()
    event = EventUp(kind, desk.now_ms(), writer.officer.bytes, body, record, (), schema)
    desk.store.write(lambda: append_event(writer, event))


def test_one_poisoned_record_stops_no_other_and_is_shown_with_its_reason(ends: Ends) -> None:
    desk, neighbour = ends.found("desk"), ends.found("neighbour")
    ends.visit(desk)
    (kept,) = registrations(desk)
    write_event(desk, Kind.CORRECTED.value, b"\xc1 no body", kept.uid.bytes)
    for _ in range(3):
        ends.visit(desk)
    totals = sync(desk)
    assert (totals.sent, totals.refused, pending(desk)) == (5, 1, 0)
    assert [(one.code, one.about) for one in outbox(desk).to_look_at] == [("BODY_UNREADABLE", kept.uid)]
    ends.check()
    assert len(registrations(neighbour)) == 4


# --- S13: other versions --------------------------------------------------------------------------------------------

PACK = msgspec.msgpack.encode
DEEP = b"\x91" * 40 + b"\x90"


@pytest.mark.parametrize(
    ("kind", "body", "schema"),
    [
        ("photo_taken", b"\x00\xff anything at all", 7),
        ("registered_by_phone", PACK({"new": [1, 2, {"x": b"\x00"}]}), 2),
        ("registered", PACK([*msgspec.to_builtins(registered(1)), "a later member", {"and": 1}]), 2),
        ("corrected", PACK({"a": "map where this program has an array"}), 9),
        ("corrected", DEEP, 1),
    ],
    ids=["a kind to come", "a kind to come with a map", "more members", "another shape", "deep"],
)
def test_what_a_later_program_writes_reaches_the_other_desk_byte_for_byte(
    ends: Ends, kind: str, body: bytes, schema: int
) -> None:
    desk, neighbour = ends.found("desk"), ends.found("neighbour")
    settle(desk, neighbour)
    later = WireDesk(post=POST)
    later.enrol(ends.server.now.url, ends.server.now.new_code(POST))
    later.add(kind, body)
    later.exchange(ends.server.now.url)
    sync(desk)
    ends.server.lose_everything_but_the_key()
    settle(neighbour, desk)  # who had heard it hands it on to the empty server, and from there it goes on
    sync(neighbour)
    again = WireDesk(post=POST)
    again.enrol(ends.server.now.url, ends.server.now.new_code(POST))
    changes = again.poll(ends.server.now.url).changes
    assert [(one.event.kind, one.event.body) for one in changes if one.stream == later.stream] == [(kind, body)]
    assert pending(desk) == pending(neighbour) == 0


@pytest.mark.one_engine
def test_members_of_a_later_servers_answer_that_nobody_knows_are_passed_over(ends: Ends) -> None:
    desk = ends.found("desk")
    ends.visit(desk)
    with line_of(desk) as line:
        codec = line.codec

    def forge(message: HttpMessage) -> bytes:
        told = codec.unpack(message.body, ExchangeReply)
        members = [*(getattr(told, name) for name in ExchangeReply.__struct_fields__), "later", {"more": [1]}]
        return message.with_body(codec.pack(members))  # type: ignore[arg-type]  # an array is what a message is packed as

    ends.server.line.harm(Forge(forge))
    assert sync(desk).sent == 1
    ends.check()


@pytest.mark.one_engine
@pytest.mark.parametrize("members", [4, 5, 7], ids=["the first version's", "with a digest", "with programmes"])
def test_a_request_without_the_newest_members_is_taken(ends: Ends, members: int) -> None:
    older = WireDesk(post=POST)
    older.enrol(ends.server.now.url, ends.server.now.new_code(POST))
    older.register(next(PEOPLE))
    whole = [1, True, 0, older.batch(), None, None, None]
    request = older.codec.pack(whole[:members])  # type: ignore[arg-type]  # an array is what a message is packed as
    reply = older.opened(older.post_bytes(ends.server.now.url, request))
    assert (reply.receipt.have_seq, reply.receipt.have_hash) == (1, older.head)


@pytest.mark.one_engine
def test_a_request_with_members_of_a_later_version_is_taken(ends: Ends) -> None:
    newer = WireDesk(post=POST)
    newer.enrol(ends.server.now.url, ends.server.now.new_code(POST))
    newer.register(next(PEOPLE))
    whole = [1, True, 0, newer.batch(), None, None, None, None, [], False, True, True, None, "later", {"more": [1]}]
    reply = newer.opened(newer.post_bytes(ends.server.now.url, newer.codec.pack(whole)))  # type: ignore[arg-type]  # as above
    assert reply.receipt.have_seq == 1
