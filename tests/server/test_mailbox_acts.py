"""Mailboxes that desks promise: never two for one person, never one for two, whatever comes twice or in between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from core.activation import code_hash
from core.wire.codec import encode
from core.wire.envelope import PROTOCOL, Author, ExchangeRequest, Supply
from core.wire.records import MailboxCodeSetBody
from server.mail_settings import MailSettings
from server.office.mail_officer import MailOfficer
from server.store import mail_spaces, mailboxes
from server.store.mail_records import BoxState, Mailbox
from tests.kit.at_once import at_once
from tests.kit.mail_desk import DOMAIN, OFFICER, MailDesk
from tests.kit.manual_clock import ManualClock
from tests.kit.server import RunningServer, running_server

FIRST, SECOND, THIRD = "K7QM-2XRT-9DHE", "AAAA-BBBB-CCCC", "DDDD-EEEE-FFFF"
DAY_MS = 86_400_000


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def server(tmp_path: Path, clock: ManualClock) -> Iterator[RunningServer]:
    with running_server(tmp_path, mail=MailSettings(domain=DOMAIN), clock=clock) as running:
        yield running


@pytest.fixture
def desk(server: RunningServer) -> MailDesk:
    met = MailDesk.enrolled(server)
    met.meet()
    return met


def box_of(server: RunningServer, account: bytes) -> Mailbox | None:
    with server.store.reading() as work:
        return mailboxes.mailbox_of(work, account)


def known_box(server: RunningServer, account: bytes) -> Mailbox:
    box = box_of(server, account)
    assert box is not None
    return box


def count(server: RunningServer) -> int:
    with server.store.reading() as work:
        return len(mailboxes.mailboxes(work))


def is_opened_by(box: Mailbox, code: str) -> bool:
    return box.code_hash == code_hash(code)


def test_a_promised_mailbox_stands_and_its_desk_is_told_in_the_same_round(
    server: RunningServer, desk: MailDesk, clock: ManualClock
) -> None:
    helped = desk.help()
    reserved = desk.reserve(helped, desk.address("siti.contoh"), FIRST)
    desk.meet()
    assert desk.words(reserved) == ["MAILBOX_READY"]
    assert desk.facts(reserved) == {}
    box = known_box(server, desk.account(helped))
    assert (box.address, box.state, box.stream, box.seq) == (
        "siti.contoh.22@warga.contoh.test",
        BoxState.RESERVED,
        desk.wire.stream,
        reserved,
    )
    assert (box.expires_at_ms - box.reserved_at_ms) % DAY_MS == 0
    assert is_opened_by(box, FIRST)
    assert (box.password_hash, box.forward_to, box.is_disabled) == (None, "", False)


def test_neither_notice_nor_answer_holds_an_address(desk: MailDesk) -> None:
    desk.reserve(desk.help(), desk.address("siti.contoh"))
    reply = desk.meet()
    assert "siti" not in str(reply.notices)


def test_two_desks_promise_the_same_names_under_their_own_tags(server: RunningServer, desk: MailDesk) -> None:
    other = MailDesk.enrolled(server)
    other.meet()
    for one in (desk, other):
        places = [one.reserve(one.help(), one.address(f"siti{number}")) for number in range(20)]
        one.meet()
        assert {word for place in places for word in one.words(place)} == {"MAILBOX_READY"}
    assert count(server) == 40


@pytest.mark.parametrize(
    "address",
    [
        "siti.23@warga.contoh.test",
        "siti@warga.contoh.test",
        "siti.22@surat.contoh.test",
        "siti.2222222@warga.contoh.test",
        "siti.12@warga.contoh.test",
        "siti.30@warga.contoh.test",
        "Siti.22@warga.contoh.test",
        "siti..22@warga.contoh.test",
        "siti.22@warga.contoh.test\n",
        "siti.22",
        "",
        f"{'a' * 250}.22@warga.contoh.test",
    ],
)
def test_a_name_outside_the_desks_own_is_not_given(server: RunningServer, desk: MailDesk, address: str) -> None:
    MailDesk.enrolled(server).meet()
    reserved = desk.reserve(desk.help(), address)
    desk.meet()
    assert desk.words(reserved) == ["MAILBOX_TAKEN"]
    assert count(server) == 0


def test_an_address_is_given_once(server: RunningServer, desk: MailDesk) -> None:
    first, second = desk.help(), desk.help()
    places = [desk.reserve(helped, desk.address("siti")) for helped in (first, second)]
    desk.meet()
    assert [desk.words(place) for place in places] == [["MAILBOX_READY"], ["MAILBOX_TAKEN"]]
    assert box_of(server, desk.account(second)) is None


def test_a_help_gets_one_mailbox(server: RunningServer, desk: MailDesk) -> None:
    helped = desk.help()
    places = [desk.reserve(helped, desk.address(stem)) for stem in ("siti", "siti.contoh")]
    desk.meet()
    assert [desk.words(place) for place in places] == [["MAILBOX_READY"], ["MAILBOX_TAKEN"]]
    assert known_box(server, desk.account(helped)).address == desk.address("siti")


def test_a_code_opens_one_mailbox(server: RunningServer, desk: MailDesk) -> None:
    places = [desk.reserve(desk.help(), desk.address(stem), FIRST) for stem in ("siti", "budi")]
    desk.meet()
    assert [desk.words(place) for place in places] == [["MAILBOX_READY"], ["MAILBOX_TAKEN"]]
    assert count(server) == 1


def test_a_further_name_of_a_mailbox_is_nobody_elses(server: RunningServer, desk: MailDesk) -> None:
    desk.reserve(desk.help(), desk.address("siti"))
    desk.meet()
    with server.store.writing() as work:
        assert mailboxes.add_alias(work, desk.address("lurah"), desk.address("siti"))
    reserved = desk.reserve(desk.help(), desk.address("lurah"))
    desk.meet()
    assert desk.words(reserved) == ["MAILBOX_TAKEN"]


def test_a_name_that_was_taken_is_followed_by_another_one(server: RunningServer, desk: MailDesk) -> None:
    desk.reserve(desk.help(), desk.address("siti"))
    second = desk.help()
    desk.reserve(second, desk.address("siti"))
    desk.meet()
    again = desk.reserve(second, desk.address("siti.contoh"))
    desk.meet()
    assert desk.words(again) == ["MAILBOX_READY"]
    assert known_box(server, desk.account(second)).address == desk.address("siti.contoh")


def test_of_two_copies_of_a_desk_the_first_keeps_the_name(server: RunningServer, desk: MailDesk) -> None:
    copy = replace(desk, wire=desk.wire.reborn(), told=[], sent=0)
    first, second = desk.help(), copy.help()
    here, there = desk.reserve(first, desk.address("siti")), copy.reserve(second, desk.address("siti"))
    free = copy.reserve(copy.help(), desk.address("budi"))
    desk.meet()
    copy.meet()
    assert desk.words(here) == ["MAILBOX_READY"]
    assert copy.words(there) == ["MAILBOX_TAKEN"]
    assert copy.words(free) == ["MAILBOX_READY"]
    assert known_box(server, desk.account(first)).address == "siti.22@warga.contoh.test"
    assert box_of(server, copy.account(second)) is None


def test_copies_at_the_same_instant_get_one_mailbox(server: RunningServer, desk: MailDesk) -> None:
    copies = [
        replace(desk, wire=replace(desk.wire.reborn(), incarnation=number), told=[], sent=0) for number in (2, 3, 4)
    ]
    places = [copy.reserve(copy.help(), desk.address("siti")) for copy in copies]
    assert at_once([lambda copy=copy: copy.meet() for copy in copies]) == []  # type: ignore[misc]  # bound at once
    words = sorted(word for copy, place in zip(copies, places, strict=True) for word in copy.words(place))
    assert words == ["MAILBOX_READY", "MAILBOX_TAKEN", "MAILBOX_TAKEN"]


def test_the_same_promise_written_anew_by_another_life_changes_nothing(server: RunningServer, desk: MailDesk) -> None:
    helped = desk.help()
    desk.reserve(helped, desk.address("siti"), FIRST)
    desk.meet()
    before = known_box(server, desk.account(helped))
    anew = replace(desk, wire=desk.wire.reborn(), told=[], sent=0)
    anew.help("LAIN CONTOH")
    body = desk.wire.events[1].body
    anew.wire.add("mailbox_reserved", body, desk.account(helped))
    anew.meet()
    assert [one.code for one in anew.told if one.seq == 2 and one.stream == anew.wire.stream] == ["MAILBOX_READY"]
    after = known_box(server, desk.account(helped))
    assert (after.address, after.stream, after.seq, after.code_hash) == (
        before.address,
        before.stream,
        before.seq,
        before.code_hash,
    )
    assert count(server) == 1


def test_a_batch_that_comes_twice_changes_nothing(server: RunningServer, desk: MailDesk) -> None:
    desk.reserve(desk.help(), desk.address("siti"))
    first = desk.say(desk.wire.batch())
    assert desk.say(desk.wire.batch(last_seq=1)).notices == first.notices
    assert desk.meet().notices == first.notices
    assert len(first.notices) == count(server) == 1


def test_a_neighbours_promise_that_is_handed_on_counts_once(server: RunningServer, desk: MailDesk) -> None:
    neighbour = MailDesk.enrolled(server)
    neighbour.meet()
    promised = neighbour.reserve(neighbour.help(), neighbour.address("siti"))
    supply = Supply(author_of(server, neighbour), neighbour.wire.batch())
    request = ExchangeRequest(PROTOCOL, is_training=True, cursor=0, supplies=(supply,))
    told = desk.wire.opened(desk.wire.post_bytes(server.url, desk.wire.codec.pack(request))).notices
    assert [(one.stream, one.seq, one.code) for one in told] == [(neighbour.wire.stream, promised, "MAILBOX_READY")]
    neighbour.meet()
    assert neighbour.words(promised) == ["MAILBOX_READY"]
    assert count(server) == 1


def test_a_new_code_voids_the_one_before(server: RunningServer, desk: MailDesk, clock: ManualClock) -> None:
    helped = desk.help()
    desk.reserve(helped, desk.address("siti"), FIRST)
    desk.meet()
    before = known_box(server, desk.account(helped))
    clock.pass_s(3600)
    changed = desk.set_code(helped, desk.address("siti"), SECOND, turn=1)
    desk.meet()
    box = known_box(server, desk.account(helped))
    assert desk.words(changed) == ["MAILBOX_READY"]
    assert is_opened_by(box, SECOND)
    assert (box.code_turn, box.expires_at_ms - before.expires_at_ms) == (1, 3_600_000)
    assert box.version > before.version


def test_of_several_codes_the_one_with_the_highest_turn_counts_and_of_equals_the_last(
    server: RunningServer, desk: MailDesk
) -> None:
    helped = desk.help()
    desk.reserve(helped, desk.address("siti"), FIRST)
    places = [desk.set_code(helped, desk.address("siti"), code, turn) for code, turn in ((SECOND, 2), (THIRD, 1))]
    desk.meet()
    assert [desk.words(place) for place in places] == [["MAILBOX_READY"], ["MAILBOX_CODE_REFUSED"]]
    assert desk.facts(places[1]) == {"why": "older"}
    assert is_opened_by(known_box(server, desk.account(helped)), SECOND)
    desk.set_code(helped, desk.address("siti"), THIRD, turn=2)
    desk.meet()
    assert is_opened_by(known_box(server, desk.account(helped)), THIRD)


def test_a_recovery_is_written_down_with_who_and_why(server: RunningServer, desk: MailDesk) -> None:
    helped = desk.help()
    desk.reserve(helped, desk.address("siti"), FIRST)
    desk.set_code(helped, desk.address("siti"), SECOND, turn=1, why="recovery")
    desk.meet()
    with server.store.reading() as work:
        (act,) = mailboxes.acts_of(work, desk.address("siti"))
    assert (act.act_no, act.act, act.officer_name, act.reason) == (1, "code_set", "Petugas Contoh", "kartu hilang; ktp")


def test_a_code_for_no_mailbox_or_another_address_changes_nothing(server: RunningServer, desk: MailDesk) -> None:
    helped = desk.help()
    desk.reserve(helped, desk.address("siti"), FIRST)
    places = [
        desk.set_code(desk.help(), desk.address("siti"), SECOND, turn=1),
        desk.set_code(helped, desk.address("budi"), SECOND, turn=1),
    ]
    desk.meet()
    assert [desk.words(place) for place in places] == [["MAILBOX_TAKEN"], ["MAILBOX_TAKEN"]]
    assert is_opened_by(known_box(server, desk.account(helped)), FIRST)


def test_nobody_sets_the_code_that_another_mailbox_has(server: RunningServer, desk: MailDesk) -> None:
    first, second = desk.help(), desk.help()
    desk.reserve(first, desk.address("siti"), FIRST)
    desk.reserve(second, desk.address("budi"), SECOND)
    taken = desk.set_code(second, desk.address("budi"), FIRST, turn=1)
    desk.meet()
    assert (desk.words(taken), desk.facts(taken)) == (["MAILBOX_CODE_REFUSED"], {"why": "other"})
    assert is_opened_by(known_box(server, desk.account(first)), FIRST)
    assert is_opened_by(known_box(server, desk.account(second)), SECOND)


def test_another_post_cannot_set_a_code(server: RunningServer, desk: MailDesk) -> None:
    helped = desk.help()
    desk.reserve(helped, desk.address("siti"), FIRST)
    desk.meet()
    stranger = MailDesk.enrolled(server, "MLG01")
    place = stranger.set_code(desk.account(helped), desk.address("siti"), SECOND, turn=5)
    stranger.meet()
    assert stranger.words(place) == ["MAILBOX_TAKEN"]
    assert is_opened_by(known_box(server, desk.account(helped)), FIRST)


def test_an_expired_mailbox_is_its_owners_again_with_a_new_code(server: RunningServer, desk: MailDesk) -> None:
    helped = desk.help()
    desk.reserve(helped, desk.address("siti"), FIRST)
    desk.meet()
    box = known_box(server, desk.account(helped))
    with server.store.writing() as work:
        mailboxes.save_mailbox(work, replace(box, state=BoxState.EXPIRED.value))
    place = desk.set_code(helped, desk.address("siti"), SECOND, turn=1)
    desk.meet()
    assert desk.words(place) == ["MAILBOX_READY"]
    assert known_box(server, desk.account(helped)).state == BoxState.RESERVED


def test_a_code_whose_turn_no_desk_can_have_reached_changes_nothing(server: RunningServer, desk: MailDesk) -> None:
    helped = desk.help()
    desk.reserve(helped, desk.address("siti"), FIRST)
    far_off = desk.set_code(helped, desk.address("siti"), SECOND, turn=2**31 - 1)
    desk.meet()
    assert (desk.words(far_off), desk.facts(far_off)) == (["MAILBOX_CODE_REFUSED"], {"why": "other"})
    assert is_opened_by(known_box(server, desk.account(helped)), FIRST)
    desk.set_code(helped, desk.address("siti"), THIRD, turn=1)
    desk.meet()
    assert is_opened_by(known_box(server, desk.account(helped)), THIRD)


def test_a_desks_new_code_is_good_after_codes_of_the_mail_officer(
    server: RunningServer, desk: MailDesk, clock: ManualClock
) -> None:
    helped = desk.help()
    desk.reserve(helped, desk.address("siti"), FIRST)
    desk.meet()
    officer = MailOfficer(server.store, clock, desk.address("siti"), officer_name="Wati", reason="kartu hilang")
    for _ in range(2):
        officer.recover("KTP", 30)
    desk.set_code(helped, desk.address("siti"), SECOND, turn=1)
    desk.meet()
    assert is_opened_by(known_box(server, desk.account(helped)), SECOND)


def test_a_card_that_a_copy_of_the_desk_tells_of_again_does_not_void_the_mail_officers_code(
    server: RunningServer, desk: MailDesk, clock: ManualClock
) -> None:
    helped = desk.help()
    desk.reserve(helped, desk.address("siti"), FIRST)
    desk.meet()
    officer = MailOfficer(server.store, clock, desk.address("siti"), officer_name="Wati", reason="kartu hilang")
    code = officer.recover("KTP", 30)
    anew = replace(desk, wire=desk.wire.reborn(), told=[], sent=0)
    anew.wire.add("mailbox_reserved", desk.wire.events[1].body, desk.account(helped))
    anew.meet()
    assert is_opened_by(known_box(server, desk.account(helped)), code)


def test_of_two_cards_for_one_mailbox_the_later_one_is_written_down(server: RunningServer, desk: MailDesk) -> None:
    helped = desk.help()
    for code in (FIRST, FIRST, SECOND):
        desk.reserve(helped, desk.address("siti"), code)
    desk.meet()
    assert is_opened_by(known_box(server, desk.account(helped)), SECOND)
    with server.store.reading() as work:
        acts = mailboxes.acts_of(work, desk.address("siti"))
    assert [(act.act, act.officer_name, act.reason) for act in acts] == [("code_set", OFFICER, "reserved_again")]


@pytest.mark.parametrize(("why", "is_new"), [("print_failed", False), ("recovery", True)])
def test_a_mailbox_in_use_is_opened_anew_by_a_recovery_alone(
    server: RunningServer, desk: MailDesk, why: str, *, is_new: bool
) -> None:
    helped = desk.help()
    desk.reserve(helped, desk.address("siti"), FIRST)
    desk.meet()
    box = known_box(server, desk.account(helped))
    with server.store.writing() as work:
        mailboxes.save_mailbox(work, replace(box, state=BoxState.ACTIVE.value, password_hash="x"))
    place = desk.set_code(helped, desk.address("siti"), SECOND, turn=1, why=why)
    desk.meet()
    box = known_box(server, desk.account(helped))
    assert desk.words(place) == ["MAILBOX_ACTIVE" if is_new else "MAILBOX_CODE_REFUSED"]
    assert desk.facts(place) == ({} if is_new else {"why": "active"})
    assert (is_opened_by(box, SECOND), box.state, box.password_hash) == (is_new, BoxState.ACTIVE, "x")


@pytest.mark.parametrize("left_out", ["reason", "id_paper", "officer_name"])
def test_a_recovery_that_nobody_accounts_for_does_not_open_a_mailbox_in_use(
    server: RunningServer, desk: MailDesk, left_out: str
) -> None:
    helped = desk.help()
    desk.reserve(helped, desk.address("siti"), FIRST)
    desk.meet()
    box = known_box(server, desk.account(helped))
    with server.store.writing() as work:
        mailboxes.save_mailbox(work, replace(box, state=BoxState.ACTIVE.value, password_hash="x"))
    whole = MailboxCodeSetBody(desk.address("siti"), code_hash(SECOND), 1, "recovery", OFFICER, "kartu hilang", "ktp")
    body = msgspec.structs.replace(whole, **{left_out: " "})
    desk.wire.add("mailbox_code_set", encode(body), helped)
    desk.meet()
    assert is_opened_by(known_box(server, desk.account(helped)), FIRST)


def test_a_code_that_comes_before_its_mailbox_is_the_one_that_opens_it(server: RunningServer, desk: MailDesk) -> None:
    neighbour = MailDesk.enrolled(server)
    helped = desk.help()
    desk.reserve(helped, desk.address("siti"), FIRST)
    early = neighbour.set_code(desk.account(helped), desk.address("siti"), SECOND, turn=1)
    neighbour.meet()
    assert neighbour.words(early) == ["MAILBOX_TAKEN"]
    desk.meet()
    box = known_box(server, desk.account(helped))
    assert (is_opened_by(box, SECOND), box.code_turn) == (True, 1)


@pytest.mark.parametrize("kind", ["mailbox_reserved", "mailbox_code_set", "proof_asked", "proof_read"])
def test_a_body_that_cannot_be_read_is_kept_and_told(server: RunningServer, desk: MailDesk, kind: str) -> None:
    desk.wire.add(kind, b"\x93\x01\x02\x03")
    reply = desk.meet()
    assert [(one.seq, one.code) for one in reply.outcomes] == [(1, "BODY_UNREADABLE")]
    assert (reply.receipt.have_seq, desk.told) == (1, [])


def test_without_a_domain_a_promise_is_kept_if_the_desk_had_one(tmp_path: Path) -> None:
    with running_server(tmp_path, mail=MailSettings(domain=DOMAIN)) as server:
        desk = MailDesk.enrolled(server)
        desk.meet()
    helped = desk.help()
    with running_server(tmp_path) as server:
        desk.server = server
        reserved = desk.reserve(helped, desk.address("siti"))
        other = desk.reserve(desk.help(), "siti.99@lain.contoh.test")
        desk.meet()
        assert (desk.words(reserved), desk.words(other)) == (["MAIL_OFF"], ["MAIL_OFF"])
        assert known_box(server, desk.account(helped)).state == BoxState.RESERVED
        assert count(server) == 1


def test_a_server_put_back_from_a_backup_knows_the_tag_of_a_promise_again(server: RunningServer) -> None:
    desk, other = MailDesk.enrolled(server), MailDesk.enrolled(server)
    desk.domain, desk.tag = DOMAIN, "27"  # granted by the life that was lost
    helped = desk.help()
    reserved = desk.reserve(helped, "siti.27@warga.contoh.test")
    desk.meet()
    other.meet()
    assert desk.words(reserved) == ["MAILBOX_READY"]
    assert int(other.tag) > 27
    with server.store.reading() as work:
        assert {one.stream for one in mail_spaces.spaces_with(work, 27)} == {desk.wire.stream}


def author_of(server: RunningServer, desk: MailDesk) -> Author:
    request = ExchangeRequest(PROTOCOL, is_training=True, cursor=0, has_certificate=False)
    reply = desk.wire.opened(desk.wire.post_bytes(server.url, desk.wire.codec.pack(request)))
    assert reply.certificate is not None
    return Author(desk.wire.stream, desk.wire.salt_key, reply.certificate)
