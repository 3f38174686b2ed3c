"""A device's rounds against a real server: what is kept, what is answered, what is refused."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from core.signing import SigningKey
from core.wire.codec import encode
from core.wire.envelope import PROTOCOL, EventOutcome, ExchangeRequest
from core.wire.events import GENESIS, stream_name
from core.wire.records import ReprintedBody
from server.exchange.answer import NEWS_EVENTS
from tests.kit.desk_wire import WireDesk, enrolled_device, is_receipt_signed, registered
from tests.kit.server import RunningServer, running_server
from tests.kit.server_engines import Engine


@pytest.fixture(scope="module")
def server(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """One server for the whole file; every test brings its own devices and posts."""
    with running_server(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture
def desk(server: RunningServer, request: pytest.FixtureRequest) -> WireDesk:
    """An enrolled device of a post of its own."""
    return enrolled_device(server, post_of(request))


def post_of(request: pytest.FixtureRequest) -> str:
    return "P" + hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:9].upper()


def test_the_first_batch_is_kept_and_its_receipt_equals_the_desks_own_chain(
    server: RunningServer, desk: WireDesk
) -> None:
    for number in range(3):
        desk.register(number + 100)
    reply = desk.exchange(server.url)
    assert (reply.receipt.have_seq, reply.receipt.have_hash) == (3, desk.head)
    assert reply.receipt.stream == desk.stream
    assert reply.receipt.lineage == server.lineage
    assert is_receipt_signed(server.public_key, reply)
    assert reply.outcomes == ()


def test_a_retry_byte_for_byte_gets_the_same_bytes_back(server: RunningServer, desk: WireDesk) -> None:
    desk.register(110)
    request = desk.request(desk.batch())
    first = desk.post_bytes(server.url, request)
    again = desk.post_bytes(server.url, request)
    assert first.status_code == again.status_code == 200
    assert first.content == again.content


def test_a_late_retry_gets_its_old_answer_even_after_further_batches(server: RunningServer, desk: WireDesk) -> None:
    desk.register(111)
    request = desk.request(desk.batch())
    first = desk.post_bytes(server.url, request)
    desk.register(112)
    desk.exchange(server.url, first_seq=2)
    assert desk.post_bytes(server.url, request).content == first.content


def test_an_answer_so_old_that_it_is_forgotten_is_made_anew(server: RunningServer, desk: WireDesk) -> None:
    desk.register(113)
    request = desk.request(desk.batch())
    desk.post_bytes(server.url, request)
    for number in range(114, 124):
        desk.register(number)
        desk.exchange(server.url, first_seq=len(desk.events))
    reply = desk.opened(desk.post_bytes(server.url, request))
    assert reply.outcomes == (EventOutcome(1, "duplicate"),)
    assert reply.receipt.have_seq == 11


def test_events_that_came_before_are_skipped_and_the_rest_is_appended(server: RunningServer, desk: WireDesk) -> None:
    for number in range(130, 134):
        desk.register(number)
    desk.exchange(server.url, last_seq=2)
    reply = desk.exchange(server.url)
    assert reply.outcomes == (EventOutcome(1, "duplicate"), EventOutcome(2, "duplicate"))
    assert (reply.receipt.have_seq, reply.receipt.have_hash) == (4, desk.head)


def test_a_whole_batch_that_came_before_changes_nothing(server: RunningServer, desk: WireDesk) -> None:
    for number in range(140, 143):
        desk.register(number)
    desk.exchange(server.url)
    reply = desk.exchange(server.url, first_seq=2, last_seq=3)
    assert reply.outcomes == (EventOutcome(2, "duplicate"), EventOutcome(3, "duplicate"))
    assert reply.receipt.have_seq == 3


def test_a_gap_is_answered_with_what_the_server_has(server: RunningServer, desk: WireDesk) -> None:
    for number in range(150, 154):
        desk.register(number)
    desk.exchange(server.url, last_seq=1)
    response = desk.post_bytes(server.url, desk.request(desk.batch(3)))
    assert response.status_code == 409
    problem = response.json()
    assert problem["code"] == "STREAM_GAP"
    assert problem["facts"] == {"have_seq": 1, "have_hash": desk.hashes[1].hex()}


def test_a_stream_that_does_not_begin_at_its_beginning_is_a_gap(server: RunningServer, desk: WireDesk) -> None:
    desk.register(160)
    desk.register(161)
    response = desk.post_bytes(server.url, desk.request(desk.batch(2)))
    assert response.json()["facts"] == {"have_seq": 0, "have_hash": GENESIS.hex()}


def test_a_copied_disk_that_goes_its_own_way_is_a_fork_and_nothing_of_it_is_stored(
    server: RunningServer, desk: WireDesk
) -> None:
    desk.register(170)
    copy = desk.copied()
    desk.register(171)
    desk.exchange(server.url)
    copy.register(172)
    copy.register(173)
    response = copy.post_bytes(server.url, copy.request(copy.batch()))
    assert response.status_code == 409
    problem = response.json()
    assert problem["code"] == "STREAM_FORK"
    assert problem["facts"] == {"seq": 2, "have_seq": 2, "have_hash": desk.head.hex()}
    assert desk.poll(server.url).receipt.have_seq == 2


def test_a_copy_that_sends_only_its_later_events_is_a_fork_too(server: RunningServer, desk: WireDesk) -> None:
    desk.register(175)
    copy = desk.copied()
    desk.register(176)
    desk.exchange(server.url)
    copy.register(177)
    copy.register(178)
    response = copy.post_bytes(server.url, copy.request(copy.batch(3)))
    assert response.json()["code"] == "STREAM_FORK"
    assert response.json()["facts"]["seq"] == 2


def test_a_first_event_that_claims_a_past_is_a_fork(server: RunningServer, desk: WireDesk) -> None:
    desk.hashes[0] = b"x" * 32
    desk.register(179)
    response = desk.post_bytes(server.url, desk.request(desk.batch()))
    assert response.json()["facts"] == {"seq": 1, "have_seq": 0, "have_hash": GENESIS.hex()}


def test_a_batch_of_another_post_is_refused(server: RunningServer, desk: WireDesk) -> None:
    desk.register(180)
    batch = msgspec.structs.replace(desk.batch(), post="SBY99")
    response = desk.post_bytes(server.url, desk.request(batch))
    assert (response.status_code, response.json()["code"]) == (403, "POST_OF_ANOTHER_DEVICE")


def test_another_devices_stream_is_refused(server: RunningServer, desk: WireDesk) -> None:
    other = enrolled_device(server, desk.post)
    desk.register(181)
    response = other.post_bytes(server.url, other.request(desk.batch()))
    assert (response.status_code, response.json()["code"]) == (403, "STREAM_OF_ANOTHER_DEVICE")


def test_a_head_that_the_device_did_not_sign_is_refused(server: RunningServer, desk: WireDesk) -> None:
    desk.register(182)
    batch = msgspec.structs.replace(desk.batch(), head_signature=bytes(64))
    response = desk.post_bytes(server.url, desk.request(batch))
    assert (response.status_code, response.json()["code"]) == (400, "HEAD_SIGNATURE")
    assert desk.poll(server.url).receipt.have_seq == 0


def test_a_changed_event_under_an_honest_head_is_refused(server: RunningServer, desk: WireDesk) -> None:
    desk.register(183)
    honest = desk.batch()
    forged = msgspec.structs.replace(honest.events[0], body=encode(registered(999)))
    response = desk.post_bytes(server.url, desk.request(msgspec.structs.replace(honest, events=(forged,))))
    assert response.json()["code"] == "HEAD_SIGNATURE"


def test_a_new_stream_without_its_salt_key_is_refused(server: RunningServer, desk: WireDesk) -> None:
    desk.register(184)
    response = desk.post_bytes(server.url, desk.request(msgspec.structs.replace(desk.batch(), salt_key=None)))
    assert (response.status_code, response.json()["code"]) == (400, "SALT_KEY_MISSING")


def test_an_event_about_a_record_that_nobody_made_is_refused(server: RunningServer, desk: WireDesk) -> None:
    desk.register(185)
    batch = desk.batch()
    lost = msgspec.structs.replace(batch.events[0], record=7)
    response = desk.post_bytes(server.url, desk.request(msgspec.structs.replace(batch, events=(lost,))))
    assert (response.status_code, response.json()["code"]) == (400, "EVENT_RECORD")


def test_an_event_may_point_to_a_record_of_an_earlier_batch(server: RunningServer, desk: WireDesk) -> None:
    desk.register(186)
    desk.exchange(server.url)
    desk.repeat(1)
    reply = desk.exchange(server.url, first_seq=2)
    assert (reply.receipt.have_seq, reply.receipt.have_hash) == (2, desk.head)


def test_a_stranger_is_refused_before_its_message_is_read(server: RunningServer) -> None:
    stranger = WireDesk()
    response = stranger.post_bytes(server.url, b"no message at all")
    assert (response.status_code, response.json()["code"]) == (401, "DEVICE_UNKNOWN")
    assert response.headers["www-authenticate"] == "Signature"


def test_an_unsigned_request_is_refused(server: RunningServer, desk: WireDesk) -> None:
    response = desk.post_bytes(server.url, desk.request(None), headers={})
    assert (response.status_code, response.json()["code"]) == (401, "REQUEST_UNSIGNED")


def test_a_body_changed_on_the_line_is_refused(server: RunningServer, desk: WireDesk) -> None:
    from core.wire.http_signature import signed_headers

    body = desk.request(None)
    headers = signed_headers(desk.key, "POST", "/v1/exchange", body)
    response = desk.post_bytes(server.url, body + b"!", headers=headers)
    assert (response.status_code, response.json()["code"]) == (401, "REQUEST_SIGNATURE")


def test_a_request_signed_by_another_key_under_this_devices_name_is_refused(
    server: RunningServer, desk: WireDesk
) -> None:
    from core.wire.http_signature import signed_headers

    body = desk.request(None)
    honest = signed_headers(desk.key, "POST", "/v1/exchange", body)
    foreign = signed_headers(SigningKey.generate(), "POST", "/v1/exchange", body)
    response = desk.post_bytes(server.url, body, headers={**honest, "Signature": foreign["Signature"]})
    assert (response.status_code, response.json()["code"]) == (401, "REQUEST_SIGNATURE")


def test_a_revoked_device_is_told_so(server: RunningServer, desk: WireDesk) -> None:
    from server.store import enrolment

    with server.store.writing() as work:
        assert enrolment.revoke_device(work, desk.device, 1)
    response = desk.post_bytes(server.url, desk.request(None))
    assert (response.status_code, response.json()["code"]) == (403, "DEVICE_REVOKED")


def test_a_round_without_events_brings_a_signed_receipt_of_the_newest_stream(
    server: RunningServer, desk: WireDesk
) -> None:
    empty = desk.poll(server.url)
    assert (empty.receipt.stream, empty.receipt.have_seq) == (stream_name(desk.device, 1), 0)
    desk.register(190)
    desk.exchange(server.url)
    later = desk.reborn()
    later.register(191)
    later.register(192)
    later.exchange(server.url)
    reply = later.poll(server.url)
    assert (reply.receipt.stream, reply.receipt.have_seq) == (stream_name(desk.device, 2), 2)
    assert is_receipt_signed(server.public_key, reply)


def asked(desk: WireDesk, stream: bytes) -> bytes:
    """A round without events that asks how far the server holds a stream."""
    return desk.codec.pack(ExchangeRequest(PROTOCOL, desk.is_training, 0, stream=stream))


def test_a_device_may_ask_about_each_of_its_streams(server: RunningServer, desk: WireDesk) -> None:
    desk.register(193)
    desk.exchange(server.url)
    later = desk.reborn()
    later.register(194)
    later.exchange(server.url)
    places = {}
    for stream in (desk.stream, later.stream, stream_name(desk.device, 3)):
        receipt = desk.opened(desk.post_bytes(server.url, asked(desk, stream))).receipt
        places[receipt.stream] = (receipt.have_seq, receipt.have_hash)
    unknown = {stream_name(desk.device, 3): (0, GENESIS)}
    assert places == {desk.stream: (1, desk.head), later.stream: (1, later.head)} | unknown


def test_a_device_may_not_ask_about_anothers_stream(server: RunningServer, desk: WireDesk) -> None:
    other = enrolled_device(server, desk.post)
    other.register(195)
    other.exchange(server.url)
    response = desk.post_bytes(server.url, asked(desk, other.stream))
    assert (response.status_code, response.json()["code"]) == (403, "STREAM_OF_ANOTHER_DEVICE")


# --- news ---------------------------------------------------------------------------------------------------------


def test_two_devices_of_a_post_see_each_others_events_and_not_their_own(server: RunningServer, desk: WireDesk) -> None:
    other = enrolled_device(server, desk.post)
    desk.register(200)
    desk.exchange(server.url)
    other.register(201)
    reply = other.exchange(server.url)
    assert [(change.stream, change.seq) for change in reply.changes] == [(desk.stream, 1)]
    change = reply.changes[0]
    assert change.event == msgspec.structs.replace(desk.events[0], record=desk.record(1))
    assert [change.seq for change in desk.poll(server.url).changes] == [1]


def test_news_come_once_because_the_cursor_remembers(server: RunningServer, desk: WireDesk) -> None:
    other = enrolled_device(server, desk.post)
    desk.register(205)
    desk.exchange(server.url)
    first = other.poll(server.url)
    assert len(first.changes) == 1
    desk.register(206)
    desk.exchange(server.url, first_seq=2)
    second = other.poll(server.url, cursor=first.receipt.cursor)
    assert [change.seq for change in second.changes] == [2]
    assert other.poll(server.url, cursor=second.receipt.cursor).changes == ()


def test_another_post_sees_nothing(server: RunningServer, desk: WireDesk) -> None:
    elsewhere = enrolled_device(server, desk.post[:-1] + "Z")
    desk.register(210)
    desk.exchange(server.url)
    assert elsewhere.poll(server.url).changes == ()


def test_many_news_come_in_pages_without_a_loss(server: RunningServer, desk: WireDesk) -> None:
    for number in range(NEWS_EVENTS + 30):
        desk.add("exported", encode(ReprintedBody(number, "recap", "Petugas Contoh")))
    desk.exchange(server.url)
    reader = enrolled_device(server, desk.post)
    first = reader.poll(server.url)
    assert first.has_more
    assert len(first.changes) == NEWS_EVENTS
    rest = reader.poll(server.url, cursor=first.receipt.cursor)
    assert not rest.has_more
    assert [change.seq for change in (*first.changes, *rest.changes)] == list(range(1, NEWS_EVENTS + 31))


def test_big_news_are_bounded_by_bytes_but_always_move_on(server: RunningServer, desk: WireDesk) -> None:
    for _ in range(5):
        desk.add("exported", bytes(60 * 1024))
    desk.exchange(server.url)
    reader = enrolled_device(server, desk.post)
    seen: list[int] = []
    cursor, has_more = 0, True
    while has_more:
        reply = reader.poll(server.url, cursor=cursor)
        assert 1 <= len(reply.changes) <= 2
        seen += [change.seq for change in reply.changes]
        cursor, has_more = reply.receipt.cursor, reply.has_more
    assert seen == [1, 2, 3, 4, 5]


def test_a_cursor_beyond_the_feed_starts_again(server: RunningServer, desk: WireDesk) -> None:
    desk.register(220)
    desk.exchange(server.url)
    reader = enrolled_device(server, desk.post)
    reply = reader.poll(server.url, cursor=1_000_000)
    assert [change.seq for change in reply.changes] == [1]
    assert reply.receipt.cursor == 1


# --- what needs attention -----------------------------------------------------------------------------------------


def test_an_unreadable_body_is_kept_and_stops_no_other(server: RunningServer, desk: WireDesk) -> None:
    desk.register(230)
    desk.add("registered", b"\xc1 not msgpack")
    desk.add("slip_reprinted", encode(ReprintedBody(2**40, "thermal80", "Petugas Contoh")), 1)
    desk.register(231)
    reply = desk.exchange(server.url)
    assert [(outcome.seq, outcome.outcome, outcome.code) for outcome in reply.outcomes] == [
        (2, "needs_attention", "BODY_UNREADABLE"),
        (3, "needs_attention", "BODY_UNREADABLE"),
    ]
    assert reply.receipt.have_seq == 4


def test_deep_nesting_is_an_unreadable_body_and_no_crash(server: RunningServer, desk: WireDesk) -> None:
    desk.add("registered", b"\x91" * 60_000)
    assert desk.exchange(server.url).outcomes[0].code == "BODY_UNREADABLE"


def test_what_needed_attention_is_told_again_when_the_first_answer_was_lost(
    server: RunningServer, desk: WireDesk
) -> None:
    desk.add("registered", b"?")
    desk.exchange(server.url)
    again = desk.exchange(server.url, cursor=1)
    assert again.outcomes == (EventOutcome(1, "needs_attention", "BODY_UNREADABLE"),)


def test_a_kind_that_nobody_knows_yet_is_kept_as_it_is(server: RunningServer, desk: WireDesk) -> None:
    desk.add("teleported", b"\x01\x02")
    reply = desk.exchange(server.url)
    assert reply.outcomes == ()
    reader = enrolled_device(server, desk.post)
    assert reader.poll(server.url).changes[0].event.body == b"\x01\x02"


def test_the_same_person_at_a_second_post_is_kept_and_the_second_desk_is_told(
    server: RunningServer, desk: WireDesk
) -> None:
    elsewhere = enrolled_device(server, desk.post[:-1] + "Y")
    nik = "3578081508900240"
    desk.register(240, nik=nik)
    assert desk.exchange(server.url).outcomes == ()
    elsewhere.register(241, nik=nik)
    reply = elsewhere.exchange(server.url)
    assert reply.outcomes == (EventOutcome(1, "needs_attention", "NIK_ELSEWHERE", {"post": desk.post}),)
    again = elsewhere.exchange(server.url, cursor=1)
    assert again.outcomes == reply.outcomes


def test_the_same_person_for_another_programme_is_no_duplicate(server: RunningServer, desk: WireDesk) -> None:
    nik = "3578081508900245"
    desk.register(245, nik=nik)
    desk.register(246, nik=nik, programme="BSU")
    assert desk.exchange(server.url).outcomes == ()


def test_a_visit_that_ended_without_a_number_claims_nobody(server: RunningServer, desk: WireDesk) -> None:
    nik = "3578081508900247"
    desk.register(247, nik=nik, outcome="incomplete", registration_no="")
    desk.register(248, nik=nik)
    assert desk.exchange(server.url).outcomes == ()


def test_a_number_that_stands_on_two_papers_is_flagged(server: RunningServer, desk: WireDesk) -> None:
    desk.register(250)
    desk.register(251, registration_no=registered(250, post=desk.post).registration_no)
    reply = desk.exchange(server.url)
    assert reply.outcomes == (EventOutcome(2, "needs_attention", "NUMBER_TWICE"),)


def test_a_record_of_another_device_is_not_overwritten(server: RunningServer, desk: WireDesk) -> None:
    record = desk.register(255)
    desk.exchange(server.url)
    other = enrolled_device(server, desk.post)
    other.add("registered", encode(registered(256, post=desk.post)), record)
    assert other.exchange(server.url).outcomes[0].code == "RECORD_ELSEWHERE"


# --- training -----------------------------------------------------------------------------------------------------


def test_a_real_desk_is_refused_by_a_training_server(server: RunningServer, desk: WireDesk) -> None:
    desk.is_training = False
    desk.register(260)
    response = desk.post_bytes(server.url, desk.request(desk.batch()))
    assert (response.status_code, response.json()["code"]) == (409, "TRAINING_MISMATCH")
    assert response.json()["facts"] == {"server": "training"}


def test_a_real_server_refuses_training_desks_and_does_not_count_training_people(tmp_path: Path) -> None:
    with running_server(tmp_path, is_training=False) as real:
        desk = enrolled_device(real, "SBY01")
        desk.is_training = True
        desk.register(1)
        response = desk.post_bytes(real.url, desk.request(desk.batch()))
        assert response.json()["facts"] == {"server": "real"}
        desk.is_training = False
        desk.register(2, nik="3599991508900001")
        assert desk.exchange(real.url).outcomes == (EventOutcome(2, "needs_attention", "TRAINING_NIK"),)


def test_another_protocol_is_refused(server: RunningServer, desk: WireDesk) -> None:
    body = desk.codec.pack(ExchangeRequest(protocol=2, is_training=True, cursor=0))
    response = desk.post_bytes(server.url, body)
    assert (response.status_code, response.json()["code"]) == (400, "PROTOCOL_VERSION")


@pytest.mark.slow
def test_desks_that_send_at_the_same_instant_lose_nothing_and_a_reader_misses_nothing(
    server: RunningServer, desk: WireDesk
) -> None:
    writers = [enrolled_device(server, desk.post) for _ in range(4)]
    for place, writer in enumerate(writers):
        for number in range(8):
            writer.register(300 + 10 * place + number)

    def send(writer: WireDesk) -> None:
        for seq in range(1, 9):
            writer.exchange(server.url, first_seq=seq, last_seq=seq)

    threads = [threading.Thread(target=send, args=(writer,)) for writer in writers]
    for thread in threads:
        thread.start()
    seen: list[tuple[bytes, int]] = []
    cursor = 0
    is_last_look = False
    while not is_last_look:
        is_last_look = not any(thread.is_alive() for thread in threads)
        reply = desk.poll(server.url, cursor=cursor)
        seen += [(change.stream, change.seq) for change in reply.changes]
        cursor = reply.receipt.cursor
    assert sorted(seen) == sorted((writer.stream, seq) for writer in writers for seq in range(1, 9))
    assert cursor == 32
