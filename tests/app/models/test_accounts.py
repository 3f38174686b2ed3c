"""Helps with e-mail in the store: what came first, what cannot be meant, what is let go, what does not fit the log."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from app.desk.account.go_on import choose_road, end, note_address
from app.desk.account.look import account_of, account_view
from app.desk.account.open import open_account
from app.desk.account.proof import ask_proof, read_proof
from app.desk.context import Desk
from app.desk.drafts import purge_drafts
from app.desk.register import register
from app.models.account_events import ACCOUNT_DOOR
from app.models.accounts import account_by_uid, tell_placed_accounts
from app.models.events import chain_problem, note_places
from app.models.mail_notices import keep_mail_notice, notices_of
from app.models.mailboxes import mailbox_of, proven_between
from app.models.news import keep_news
from app.models.profile import ask_for_all_news
from app.models.purging import wipe, wipe_steps
from core.accounts import Account, AccountState, Need, Reason, Result, Road
from core.errors import Trouble
from core.proofs import MailboxState, MailNotice
from core.registration import Outcome
from core.wire.codec import encode
from core.wire.envelope import Change, EventUp, Notice, Placed
from core.wire.events import Kind, event_uid, record_uid, stream_name
from core.wire.records import (
    AccountMovedBody,
    AccountOpenedBody,
    MailboxCodeSetBody,
    MailboxReservedBody,
    ProofAskedBody,
)
from tests.kit.desk import DAY, all_rows, entry_of, person_values, prakerja, register_one, sql
from tests.kit.helped import helped, reserved, server_tells, with_space
from tests.kit.manual_clock import ManualClock

STREAM = stream_name(uuid.UUID(int=9 << 64), 1)
HELP = record_uid(STREAM, 1, 1000)
OPENED = AccountOpenedBody(DAY.isoformat(), "none", "SITI AMINAH", "BUDI")
ADDRESS = "siti.aminah90@gmail.com"


def hear(desk: Desk, seq: int, kind: Kind, body: bytes, record: uuid.UUID = HELP, feed_no: int | None = None) -> None:
    """One event of a neighbour comes."""
    event = EventUp(kind.value, 1000 * seq, bytes(16), body, record.bytes)
    desk.store.write(lambda: keep_news(desk.shelf(), Change(feed_no or seq, STREAM, seq, event)))


def moved(word: str, turn: int = 1, **said: object) -> bytes:
    return encode(AccountMovedBody(word, turn, "BUDI", **said))  # type: ignore[arg-type]  # members by name


def known(desk: Desk, uid: uuid.UUID = HELP) -> Account | None:
    return desk.store.run(lambda: account_by_uid(desk.keys.sealer, uid))


def known_well(desk: Desk, uid: uuid.UUID) -> Account:
    account = known(desk, uid)
    assert account is not None
    return account


def only(desk: Desk) -> Account:
    return known_well(desk, HELP)


def test_a_move_may_come_before_its_help(desk: Desk) -> None:
    hear(desk, 2, Kind.ACCOUNT_MOVED, moved("road", road="public", provider="gmail"))
    assert known(desk) is None
    hear(desk, 1, Kind.ACCOUNT_OPENED, encode(OPENED))
    account = only(desk)
    assert (account.road, account.provider, account.opened.name_on_id) == ("public", "gmail", "SITI AMINAH")
    assert sql(desk.store, "SELECT road, state FROM account") == [("public", "open")]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (Kind.ACCOUNT_OPENED, encode(AccountOpenedBody("tomorrow", "none", "SITI", "BUDI"))),
        (Kind.ACCOUNT_OPENED, encode(AccountOpenedBody(DAY.isoformat(), "none", "SITI", "BUDI", registration="who"))),
        (Kind.ACCOUNT_OPENED, b"\xc1"),
        (Kind.ACCOUNT_MOVED, b"\xc1"),
        (Kind.MAILBOX_RESERVED, encode(ProofAskedBody("a@b.id", "BUDI"))),
    ],
)
def test_what_cannot_be_meant_is_kept_as_news_and_nothing_else(desk: Desk, kind: Kind, body: bytes) -> None:
    hear(desk, 1, kind, body)
    assert sql(desk.store, "SELECT count(*) FROM news") == [(1,)]
    assert all_rows(desk.store)["account"] == all_rows(desk.store)["mail_act"] == []


def test_words_of_a_newer_program_do_not_hide_the_help(desk: Desk) -> None:
    hear(desk, 1, Kind.ACCOUNT_OPENED, encode(AccountOpenedBody(DAY.isoformat(), "cloud", "SITI", "BUDI")))
    hear(desk, 2, Kind.ACCOUNT_MOVED, moved("sung", road="moon"))
    assert (only(desk).opened.need, only(desk).state, only(desk).road, only(desk).turn) == ("cloud", "open", "", 1)


def test_what_two_desks_did_at_once_goes_by_the_servers_order(desk: Desk) -> None:
    uid = helped(desk)
    choose_road(desk, uid, Road.OWN)
    hear(desk, 1, Kind.ACCOUNT_MOVED, moved("road", road="public"), uid, feed_no=5)
    assert known_well(desk, uid).road == "own"  # ours stands behind everything that has its place
    stream = desk.store.profile.stream
    desk.store.write(lambda: note_places(stream, (Placed(1, 3, 2),)))
    assert desk.store.write(lambda: tell_placed_accounts(stream, 1, 2)) == {uid}
    assert sql(desk.store, "SELECT road FROM account") == [("public",)]


def test_when_the_server_numbers_its_feed_anew_the_new_order_counts(desk: Desk) -> None:
    hear(desk, 1, Kind.ACCOUNT_OPENED, encode(OPENED))
    hear(desk, 2, Kind.ACCOUNT_MOVED, moved("road", road="public"), feed_no=7)
    other = EventUp("account_moved", 1, bytes(16), moved("road", road="own"), HELP.bytes)
    place = stream_name(uuid.UUID(int=8 << 64), 1), 1
    desk.store.write(lambda: keep_news(desk.shelf(), Change(6, *place, other)))
    assert only(desk).road == "public"
    hear(desk, 3, Kind.ACCOUNT_MOVED, moved("step", 2, step=3), feed_no=8)
    assert only(desk).step == 3


def test_what_is_let_go_is_told_anew_from_what_is_left(desk: Desk) -> None:
    hear(desk, 1, Kind.ACCOUNT_OPENED, encode(OPENED))
    hear(desk, 2, Kind.ACCOUNT_MOVED, moved("ended", result="later", reason="no_time"))
    hear(desk, 3, Kind.PROOF_ASKED, encode(ProofAskedBody(ADDRESS, "BUDI")))
    desk.store.write(lambda: ACCOUNT_DOOR.let_go(STREAM, 2))
    assert only(desk).state is AccountState.OPEN
    assert sql(desk.store, "SELECT state FROM account") == [("open",)]
    assert sql(desk.store, "SELECT count(*) FROM mail_act") == [(0,)]
    desk.store.write(lambda: ACCOUNT_DOOR.let_go(STREAM, 1))
    assert known(desk) is None


def test_a_help_or_mailbox_whose_row_is_gone_is_noticed(desk: Desk) -> None:
    with_space(desk)
    reserved(desk, helped(desk))
    assert desk.store.run(chain_problem) is None
    sql(desk.store, "DELETE FROM mail_act")
    assert desk.store.run(chain_problem) is not None


def test_a_help_whose_row_is_gone_is_noticed(desk: Desk) -> None:
    helped(desk)
    sql(desk.store, "DELETE FROM account")
    assert desk.store.run(chain_problem) is not None


def test_a_help_that_no_event_tells_of_is_noticed(desk: Desk) -> None:
    helped(desk)
    choose_road(desk, uuid.UUID(bytes=sql(desk.store, "SELECT uid FROM account")[0][0]), Road.OWN)
    sql(desk.store, "UPDATE account SET seq = 99")
    assert desk.store.run(chain_problem) is not None


# --- mailboxes ----------------------------------------------------------------------------------------------------


def reserve_at_neighbour(desk: Desk, seq: int, name: str) -> None:
    hear(
        desk, seq, Kind.MAILBOX_RESERVED, encode(MailboxReservedBody(f"{name}.20@warga.id", bytes(32), "SITI", "BUDI"))
    )


def told(desk: Desk, seq: int, code: MailNotice, feed_no: int) -> uuid.UUID | None:
    notice = Notice(feed_no, STREAM, seq, code.value, {"account": str(HELP)})
    return desk.store.write(lambda: keep_mail_notice(notice))


def state(desk: Desk) -> tuple[str, MailboxState, int]:
    box = desk.store.run(lambda: mailbox_of(desk.keys.sealer, HELP))
    assert box is not None
    return box.address, box.state, box.code_turn


def test_of_two_promises_the_one_counts_that_the_server_keeps(desk: Desk) -> None:
    hear(desk, 1, Kind.ACCOUNT_OPENED, encode(OPENED))
    reserve_at_neighbour(desk, 2, "siti")
    reserve_at_neighbour(desk, 3, "aminah")
    assert state(desk)[0] == "siti.20@warga.id"
    told(desk, 2, MailNotice.MAILBOX_TAKEN, 10)
    told(desk, 3, MailNotice.MAILBOX_READY, 11)
    assert state(desk) == ("aminah.20@warga.id", MailboxState.READY, 1)


def test_the_highest_code_counts(desk: Desk) -> None:
    reserve_at_neighbour(desk, 2, "siti")
    body = MailboxCodeSetBody("siti.20@warga.id", bytes(32), 4, "print_failed", "BUDI")
    hear(desk, 3, Kind.MAILBOX_CODE_SET, encode(body))
    assert state(desk)[2] == 4


def test_the_last_word_of_the_server_counts_whatever_order_they_come_in(desk: Desk) -> None:
    reserve_at_neighbour(desk, 2, "siti")
    told(desk, 2, MailNotice.MAILBOX_ENABLED, 30)
    told(desk, 2, MailNotice.MAILBOX_DISABLED, 20)
    assert state(desk)[1] is MailboxState.ACTIVE
    told(desk, 2, MailNotice.MAILBOX_DISABLED, 40)
    assert state(desk)[1] is MailboxState.DISABLED


def test_a_word_is_news_once(desk: Desk) -> None:
    assert told(desk, 2, MailNotice.MAILBOX_READY, 10) == HELP
    assert told(desk, 2, MailNotice.MAILBOX_READY, 10) is None
    assert told(desk, 2, MailNotice.MAILBOX_READY, 9) is None


@pytest.mark.parametrize("facts", [{}, {"account": "who"}])
def test_a_word_that_names_no_help_is_left_out(desk: Desk, facts: dict[str, str]) -> None:
    notice = Notice(1, STREAM, 2, MailNotice.MAILBOX_READY.value, facts)
    assert desk.store.write(lambda: keep_mail_notice(notice)) is None
    assert all_rows(desk.store)["mail_notice"] == []


def test_a_server_that_begins_anew_tells_anew_but_what_is_proven_stays(desk: Desk) -> None:
    told(desk, 2, MailNotice.MAILBOX_DISABLED, 40)
    told(desk, 3, MailNotice.PROOF_GOOD, 41)
    with_space(desk)
    desk.store.write(ask_for_all_news)
    assert [one.code for one in desk.store.run(lambda: notices_of(HELP))] == ["PROOF_GOOD"]
    assert desk.store.refresh().mail_space is None


# --- past their time ----------------------------------------------------------------------------------------------


def proven(desk: Desk) -> frozenset[uuid.UUID]:
    return desk.store.run(lambda: proven_between(DAY.isoformat(), DAY.isoformat()))


def finished(desk: Desk, number: int = 3) -> uuid.UUID:
    """Somebody with a proven address, whose help is over."""
    uid = helped(desk, nik=str(person_values(number)["nik"]))
    note_address(desk, uid, ADDRESS)
    ask_proof(desk, uid)
    read_proof(desk, uid, "123456")
    server_tells(desk, uid, Kind.PROOF_READ, MailNotice.PROOF_GOOD)
    end(desk, uid, Result.MADE)
    return uid


def purge(desk: Desk, registration: uuid.UUID) -> None:
    """The copy of a registration is past its time."""
    assert desk.store.write(lambda: wipe(desk.keys.sealer, registration))
    desk.store.write(wipe_steps)


def test_a_help_goes_with_the_copy_of_its_registration(desk: Desk) -> None:
    uid = finished(desk)
    own = register(desk, entry_of(person_values(3)), prakerja(), DAY, account=uid).kept.uid
    purge(desk, register_one(desk, 4).kept.uid)
    assert (known_well(desk, uid).address, known_well(desk, uid).opened.name_on_id) == (ADDRESS, "SITI AMINAH")
    purge(desk, own)
    account = known_well(desk, uid)
    assert (account.address, account.opened.name_on_id, account.result) == ("", "", "made")
    assert proven(desk) == {uid}
    assert all_rows(desk.store)["account_person"] == []


def repeated(desk: Desk, account: uuid.UUID, number: int = 3, on: date = DAY) -> uuid.UUID:
    """Somebody who is registered already comes with a help; the registration that stands."""
    told = register(desk, entry_of(person_values(number)), prakerja(), on, account=account)
    assert told.outcome is Outcome.DUPLICATE
    return told.kept.uid


def test_a_help_that_was_bound_later_goes_with_that_copy(desk: Desk) -> None:
    first = register_one(desk, 3).kept.uid
    uid = finished(desk)
    assert repeated(desk, uid) == first
    purge(desk, register_one(desk, 4).kept.uid)
    assert known_well(desk, uid).address == ADDRESS
    purge(desk, first)
    assert (known_well(desk, uid).address, known_well(desk, uid).result) == ("", "made")


def test_what_comes_later_about_such_a_help_goes_too(desk: Desk) -> None:
    kept = register_one(desk, 3).kept.uid
    uid = open_account(desk, DAY, Need.NONE, registration=kept).account.uid
    purge(desk, kept)
    hear(desk, 1, Kind.ACCOUNT_MOVED, moved("address", address=ADDRESS), uid)
    desk.store.write(wipe_steps)
    assert known_well(desk, uid).address == ""


A_DAY_S = 86_400


def test_a_help_without_a_registration_is_kept_like_a_draft(desk: Desk, clock: ManualClock) -> None:
    uid = finished(desk)
    with_space(desk)
    box = helped(desk, "RATNA")
    reserved(desk, box)
    clock.pass_s(31 * A_DAY_S)
    bound = helped(desk, "BUDI")
    register(desk, entry_of(person_values(5)), prakerja(), date(2020, 5, 14), account=bound)
    assert purge_drafts(desk, 30) == 0
    first, second = known_well(desk, uid), known_well(desk, bound)
    assert (first.address, first.result, second.opened.name_on_id) == ("", "made", "BUDI")
    assert proven(desk) == {uid}
    assert sql(desk.store, "SELECT count(*) FROM event WHERE kind = 'drafts_purged'") == [(1,)]
    assert purge_drafts(desk, 30) == 0
    assert sql(desk.store, "SELECT count(*) FROM event WHERE kind = 'drafts_purged'") == [(1,)]


def test_the_name_of_a_mailbox_is_not_given_again_even_then(desk: Desk, clock: ManualClock) -> None:
    with_space(desk)
    uid = helped(desk)
    reserved(desk, uid)
    end(desk, uid, Result.FAILED, Reason.UNWILLING)
    clock.pass_s(31 * A_DAY_S)
    register_one(desk, 5, on=date(2020, 5, 14))
    purge_drafts(desk, 30)
    with pytest.raises(AssertionError, match="NAME_TAKEN"):
        reserved(desk, helped(desk))


# --- registrations ------------------------------------------------------------------------------------------------


def test_a_registration_names_its_help(desk: Desk) -> None:
    uid = helped(desk)
    told = register(desk, entry_of(person_values(3)), prakerja(), DAY, account=uid)
    assert told.changes.has_accounts
    assert told.kept.body.account == str(uid)
    view = account_of(desk, told.kept.uid)
    assert view is not None
    assert view.account.uid == uid


def test_the_help_of_who_was_registered_already_belongs_to_that_registration(desk: Desk) -> None:
    first = register_one(desk, 3).kept.uid
    uid = helped(desk)
    told = register(desk, entry_of(person_values(3)), prakerja(), DAY, account=uid)
    assert (told.outcome, told.kept.uid, told.changes.has_accounts) == (Outcome.DUPLICATE, first, True)
    view = account_of(desk, first)
    assert view is not None
    assert view.account.uid == uid
    assert told.kept.body.account == "", "what was registered stays as it was"


def test_a_help_is_bound_once(desk: Desk) -> None:
    first = register_one(desk, 3).kept.uid
    begun_there = open_account(desk, DAY, Need.NONE, registration=first).account.uid
    came_beside = helped(desk)
    for uid in (begun_there, came_beside, came_beside):
        repeated(desk, uid)
    bound = sql(desk.store, "SELECT account_uid, registration_uid FROM account_bound")
    assert bound == [(came_beside.bytes, first.bytes)]


def test_who_is_helped_is_known_by_the_registration_that_stands(desk: Desk) -> None:
    with_space(desk)
    register_one(desk, 3)
    one, other = helped(desk), helped(desk)
    repeated(desk, one)
    repeated(desk, other)
    reserved(desk, one, "siti.aminah")
    with pytest.raises(AssertionError, match="PERSON_HAS_MAILBOX"):
        reserved(desk, other, "siti.lain")


def test_a_neighbours_binding_may_come_before_its_help_and_is_let_go_with_its_place(desk: Desk) -> None:
    first = register_one(desk, 3).kept.uid
    hear(desk, 2, Kind.ACCOUNT_MOVED, moved("bound", registration=str(first)))
    hear(desk, 1, Kind.ACCOUNT_OPENED, encode(OPENED))
    view = account_of(desk, first)
    assert view is not None
    assert view.account.uid == HELP
    desk.store.write(lambda: ACCOUNT_DOOR.let_go(STREAM, 2))
    assert account_of(desk, first) is None


def test_a_help_that_is_bound_to_what_is_no_registration_is_not_bound(desk: Desk) -> None:
    hear(desk, 1, Kind.ACCOUNT_OPENED, encode(OPENED))
    hear(desk, 2, Kind.ACCOUNT_MOVED, moved("bound", registration="somebody"))
    assert all_rows(desk.store)["account_bound"] == all_rows(desk.store)["account_move"] == []


def test_the_latest_help_of_a_registration_is_the_one_that_is_shown(desk: Desk, clock: ManualClock) -> None:
    first = helped(desk)
    kept = register(desk, entry_of(person_values(3)), prakerja(), DAY, account=first).kept.uid
    clock.pass_s(60)
    second = open_account(desk, DAY, Need.FORGOTTEN, registration=kept).account.uid
    view = account_of(desk, kept)
    assert view is not None
    assert view.account.uid == second
    assert account_of(desk, register_one(desk, 4).kept.uid) is None


def test_a_registration_with_a_help_that_nobody_knows_is_not_made(desk: Desk) -> None:
    before = all_rows(desk.store)
    with pytest.raises(Trouble, match="ACCOUNT_UNKNOWN"):
        register(desk, entry_of(person_values(3)), prakerja(), DAY, account=uuid.UUID(int=7))
    assert all_rows(desk.store) == before


def test_a_proof_stands_at_the_event_that_asked_for_it(desk: Desk) -> None:
    hear(desk, 1, Kind.ACCOUNT_OPENED, encode(OPENED))
    hear(desk, 2, Kind.ACCOUNT_MOVED, moved("address", address=ADDRESS))
    hear(desk, 3, Kind.PROOF_ASKED, encode(ProofAskedBody(ADDRESS, "BUDI")))
    told(desk, 3, MailNotice.PROOF_SENT, 9)
    proof = account_view(desk, HELP).proof
    assert (proof.asked, proof.state) == (event_uid(STREAM, 3, 3000), "sent")
