"""The event log: one chain a stream, whose every change is noticed; receipts; what the server wants looked at."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import msgspec
import pytest

from app.desk.context import Desk
from app.models import events
from app.models.attention import attention, note_attention
from app.models.events import Writer, append, chain_problem, stream_states
from app.models.places import DATABASE_NAME
from core.errors import Trouble
from core.wire.codec import decode, encode
from core.wire.envelope import MAX_BODY_BYTES, Receipt
from core.wire.events import GENESIS, Header, Kind, body_digest, header_hash, record_uid, salt
from core.wire.records import RegisteredBody, RemarkBody, RepeatedBody
from tests.kit.desk import opened, ready_desk, register_one, sql

REMARK = RemarkBody("exported", 3, "RINA")


@pytest.fixture(scope="module")
def logged(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The store of a desk with six events: four registrations, one repeated, one remark."""
    home = tmp_path_factory.mktemp("catatan") / "meja"
    with ready_desk(home) as desk:
        for number in (0, 1, 2, 0, 3):
            register_one(desk, number)
        desk.store.write(lambda: append(desk.writer(), Kind.EXPORTED, REMARK, at_ms=desk.now_ms()))
    return (home / DATABASE_NAME).read_bytes()


@pytest.fixture
def log(logged: bytes, home: Path) -> Iterator[Desk]:
    """That desk, opened."""
    home.mkdir()
    (home / DATABASE_NAME).write_bytes(logged)
    with opened(home) as desk:
        yield desk


def problem(desk: Desk) -> str | None:
    """What a walk along the chain finds."""
    return desk.store.run(chain_problem)


def stream_of(desk: Desk) -> bytes:
    return desk.store.profile.stream


def headers(desk: Desk) -> list[Header]:
    """All headers in order."""
    rows = sql(desk.store, "SELECT header FROM event ORDER BY seq")
    return [msgspec.msgpack.decode(row[0], type=Header) for row in rows]


# --- appending --------------------------------------------------------------------------------------------------
def test_events_are_numbered_without_gaps_and_chained(log: Desk) -> None:
    assert [header.seq for header in headers(log)] == [1, 2, 3, 4, 5, 6]
    previous = GENESIS
    for header in headers(log):
        assert header.prev_hash == previous
        previous = header_hash(header)
    assert log.store.run(stream_states) == (events.StreamState(stream_of(log), 6, previous, 0),)
    assert problem(log) is None


def test_an_event_says_who_where_and_when(log: Desk) -> None:
    header = headers(log)[0]
    assert (header.post, header.officer, header.at_ms) == ("SBY01", log.keys.officer.uid.bytes, log.now_ms())
    assert (header.stream, header.kind, header.schema) == (stream_of(log), Kind.REGISTERED, 1)


def test_a_new_records_uid_is_derived_from_its_place(log: Desk) -> None:
    for header in headers(log):
        derived = record_uid(header.stream, header.seq, header.at_ms).bytes
        assert (header.record == derived) is (header.kind != Kind.REPEATED)
    kept = log.store.run(lambda: log.shelf().everything())
    assert {one.uid.bytes for one in kept} == {header.record for header in headers(log)[:3] + headers(log)[4:5]}


def test_an_event_about_a_record_names_what_its_writer_had_seen(log: Desk) -> None:
    first, repeated = headers(log)[0], headers(log)[3]
    assert first.base == ()
    assert (repeated.record, repeated.base) == (first.record, (first.uid,))


def test_in_a_later_stream_the_newest_event_is_what_was_seen(log: Desk) -> None:
    record = uuid.UUID(bytes=headers(log)[0].record)
    body = RepeatedBody("PRAKERJA2020", "2020", "2020-04-13", "RINA")
    later = Writer(b"later-stream........", "SBY01", log.keys.officer.uid, log.keys.sealer)

    def twice() -> tuple[bytes, tuple[bytes, ...]]:
        one = append(later, Kind.REPEATED, body, at_ms=1, record=record)
        return one.header.uid, append(later, Kind.REPEATED, body, at_ms=2, record=record).header.base

    first, base = log.store.write(twice)
    assert base == (first,)


def test_a_body_is_sealed_and_bound_to_its_header(log: Desk) -> None:
    stream = stream_of(log)
    key = log.store.run(lambda: events.salt_key(stream, log.keys.sealer))
    found = log.store.run(lambda: events.events_after(stream, 0, 50, log.keys.sealer))
    assert [header.seq for header, _body in found] == [1, 2, 3, 4, 5, 6]
    assert all(header.body_digest == body_digest(salt(key, header.seq), body) for header, body in found)
    assert decode(found[0][1], RegisteredBody).person.name_on_id == "BUDI AAA"
    assert decode(found[5][1], RemarkBody) == REMARK


def test_events_are_read_in_stretches(log: Desk) -> None:
    stretch = log.store.run(lambda: events.events_after(stream_of(log), 2, 3, log.keys.sealer))
    assert [header.seq for header, _body in stretch] == [3, 4, 5]
    assert log.store.run(lambda: events.events_after(stream_of(log), 6, 3, log.keys.sealer)) == ()


def test_the_hash_at_a_place(log: Desk) -> None:
    chain = [log.store.run(partial(events.hash_at, stream_of(log), seq)) for seq in range(8)]
    assert chain == [GENESIS, *map(header_hash, headers(log)), None]


def test_a_body_that_no_server_would_take_is_refused_before_it_blocks_the_log(log: Desk) -> None:
    huge = RemarkBody("x" * MAX_BODY_BYTES, 1, "RINA")
    with pytest.raises(ValueError, match="exported of"):
        log.store.write(lambda: append(log.writer(), Kind.EXPORTED, huge, at_ms=1))
    assert len(headers(log)) == 6


def test_who_created_a_record(log: Desk) -> None:
    stream, first = stream_of(log), headers(log)[0].record
    assert log.store.run(lambda: events.creator_seq(stream, first)) == 1
    assert log.store.run(lambda: events.creator_seq(stream, b"somebody elses..")) is None
    assert log.store.run(lambda: events.creator_seq(b"another stream", first)) is None


def test_a_record_that_another_stream_created_has_no_creator_here(log: Desk) -> None:
    strange = uuid.UUID(int=77)
    log.store.write(lambda: append(log.writer(), Kind.EXPORTED, REMARK, at_ms=1, record=strange))
    assert log.store.run(lambda: events.creator_seq(stream_of(log), strange.bytes)) is None


# --- what a walk along the chain finds --------------------------------------------------------------------------
TAMPERS = {
    "an edited hash": "UPDATE event SET hash = zeroblob(32) WHERE seq = 3",
    "an edited header": "UPDATE event SET header = (SELECT header FROM event WHERE seq = 2) WHERE seq = 3",
    "no header at all": "UPDATE event SET header = x'' WHERE seq = 3",
    "a kind": "UPDATE event SET kind = 'restored' WHERE seq = 3",
    "a record": "UPDATE event SET record = zeroblob(16) WHERE seq = 3",
    "a stream": "UPDATE event SET stream = zeroblob(20)",
    "the first deleted": "DELETE FROM event WHERE seq = 1",
    "one deleted in the middle": "DELETE FROM event WHERE seq = 3",
    "the last deleted": "DELETE FROM event WHERE seq = 6",
    "half the tail deleted": "DELETE FROM event WHERE seq > 3",
    "all deleted": "DELETE FROM event",
    "one moved": "UPDATE event SET seq = 99 WHERE seq = 3",
    "one doubled": """
        INSERT INTO event SELECT stream, 7, kind, record, header, hash, sealed, feed_no FROM event WHERE seq = 6""",
    "the head moved back": "UPDATE stream SET head_seq = 5",
    "another head": "UPDATE stream SET head_hash = zeroblob(32)",
    "the stream forgotten": "DELETE FROM stream",
}


@pytest.mark.parametrize("statement", TAMPERS.values(), ids=TAMPERS.keys())
def test_every_tampering_is_found(log: Desk, statement: str) -> None:
    sql(log.store, statement)
    assert problem(log)


def test_a_flipped_bit_in_any_byte_of_a_header_is_found(log: Desk) -> None:
    ((header,),) = sql(log.store, "SELECT header FROM event WHERE seq = 2")
    for place in range(len(header)):
        altered = bytearray(header)
        altered[place] ^= 1 << place % 8
        sql(log.store, "UPDATE event SET header = ? WHERE seq = 2", bytes(altered))
        assert problem(log), place
    sql(log.store, "UPDATE event SET header = ? WHERE seq = 2", header)
    assert problem(log) is None


def test_two_events_that_changed_places_are_found(log: Desk) -> None:
    for columns in ("kind, record, header, hash, sealed", "header", "header, hash"):
        sql(log.store, "SAVEPOINT before")
        old = sql(log.store, f"SELECT {columns} FROM event WHERE seq IN (2, 3) ORDER BY seq")
        for seq, values in zip((3, 2), old, strict=True):
            places = ", ".join(f"{column} = ?" for column in columns.split(", "))
            sql(log.store, f"UPDATE event SET {places} WHERE seq = {seq}", *values)
        assert problem(log), columns
        sql(log.store, "ROLLBACK TO before")
        assert problem(log) is None


def test_a_cut_tail_with_its_head_set_back_is_betrayed_by_the_registrations(log: Desk) -> None:
    ((head,),) = sql(log.store, "SELECT hash FROM event WHERE seq = 4")
    sql(log.store, "DELETE FROM event WHERE seq > 4")
    sql(log.store, "UPDATE stream SET head_seq = 4, head_hash = ?", head)
    assert problem(log)


def test_a_registration_that_was_taken_away_is_betrayed_by_its_event(log: Desk) -> None:
    sql(log.store, "DELETE FROM registration WHERE seq = 2")
    assert problem(log)


def test_an_altered_body_does_not_open(log: Desk) -> None:
    sql(log.store, "UPDATE event SET sealed = (SELECT sealed FROM event WHERE seq = 2) WHERE seq = 3")
    with pytest.raises(Trouble) as caught:
        log.store.run(lambda: events.events_after(stream_of(log), 0, 50, log.keys.sealer))
    assert caught.value.code == "SEAL_BROKEN"


# --- receipts and attention -------------------------------------------------------------------------------------
def receipt(desk: Desk, seq: int) -> Receipt:
    """What the server says it has."""
    return Receipt(bytes(16), stream_of(desk), seq, bytes(32), 0)


def pending(desk: Desk) -> int:
    return sum(state.pending for state in desk.store.run(stream_states))


def test_a_receipt_makes_events_sent(log: Desk) -> None:
    assert pending(log) == 6
    log.store.write(lambda: events.note_receipt(receipt(log, 4), b"s" * 64))
    assert pending(log) == 2
    assert sql(log.store, "SELECT receipt, receipt_signature FROM stream") == [(encode(receipt(log, 4)), b"s" * 64)]


def test_a_server_that_has_more_than_we_do_leaves_nothing_waiting(log: Desk) -> None:
    log.store.write(lambda: events.note_receipt(receipt(log, 99), b"s" * 64))
    assert pending(log) == 0
    register_one(log, 9)
    assert pending(log) == 1


def test_what_the_server_lost_waits_again(log: Desk) -> None:
    log.store.write(lambda: events.note_receipt(receipt(log, 6), b"s" * 64))
    log.store.write(lambda: events.forget_receipt(stream_of(log), 2))
    assert pending(log) == 4
    log.store.write(lambda: events.forget_receipt(stream_of(log), 5))
    assert pending(log) == 4


def test_what_needs_attention_is_noted_once(log: Desk) -> None:
    for code in ("SAME_PERSON", "SAME_NUMBER"):
        job = partial(note_attention, stream_of(log), 2, code, {"post": "SBY02", "on": "13-04-2020"}, 5)
        log.store.write(job)
    (one,) = log.store.run(attention)
    assert (one.code, one.facts, one.queue_number) == ("SAME_NUMBER", {"on": "13-04-2020", "post": "SBY02"}, "A002")
