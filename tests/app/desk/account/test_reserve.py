"""Regional mailboxes at the desk: one name for one person, and a code that stands on paper only."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.desk.account.go_on import end, note_address
from app.desk.account.look import MailboxView, account_view, mail_space, open_accounts
from app.desk.account.open import open_account
from app.desk.account.propose import propose
from app.desk.account.reserve import new_code, reserve_mailbox
from app.desk.context import Desk
from app.desk.refusal import Refused
from app.desk.register import register
from app.models.backups import Opener, make_backup, restore_backup
from app.models.events import events_after
from app.models.officers import Role, add_officer, secret_lock
from core.account_rules import AccountCode
from core.accounts import CodeWhy, Need, Reason, Result, Road
from core.activation import code_hash
from core.ids import uid_from
from core.mail_space import MailSpace
from core.passwords import PasswordCode
from core.proofs import MailboxState, MailNotice
from core.wire.codec import decode
from core.wire.events import Kind
from core.wire.records import MailboxCodeSetBody, MailboxReservedBody
from tests.kit.desk import (
    CHEAP,
    DAY,
    SECRET,
    entry_of,
    opened,
    person_values,
    prakerja,
    ready_desk,
    register_one,
    sql,
)
from tests.kit.helped import SPACE, helped, refusal, reserved, server_tells, with_space
from tests.kit.manual_clock import ManualClock

TAKEN_BOX = (Kind.MAILBOX_RESERVED, MailNotice.MAILBOX_TAKEN)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A desk to which the server has granted names."""
    with_space(desk)
    return desk


def bodies(desk: Desk, kind: Kind) -> list[bytes]:
    found = desk.store.run(lambda: events_after(desk.store.profile.stream, 0, 99, desk.keys.sealer))
    return [body for header, body in found if header.kind == kind]


def test_a_name_is_promised_with_this_desks_tag(desk: Desk) -> None:
    uid = helped(desk)
    told = reserved(desk, uid, "Siti.Aminah")
    assert told.address == "siti.aminah.12@warga.contoh.id"
    assert (told.account.address, told.account.road, told.code_turn) == (told.address, Road.REGIONAL, 1)
    view = account_view(desk, uid)
    assert view.mailbox == MailboxView(told.address, MailboxState.RESERVED, 1, desk.now_ms())
    assert view.space == SPACE == mail_space(desk)


def test_the_log_holds_the_hash_of_the_code_and_nothing_else_holds_the_code(desk: Desk, home: Path) -> None:
    told = reserved(desk, helped(desk))
    [body] = bodies(desk, Kind.MAILBOX_RESERVED)
    assert decode(body, MailboxReservedBody).code_hash == code_hash(told.code)
    bare = told.code.replace("-", "")
    files = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    every_body = b"".join(bodies(desk, kind)[0] for kind in (Kind.MAILBOX_RESERVED, Kind.ACCOUNT_MOVED))
    for text in (told.code, bare, bare.lower()):
        assert text.encode() not in files + every_body
        assert text not in repr(told)


def test_without_a_grant_of_the_server_there_is_no_name(desk: Desk) -> None:
    uid = helped(desk)
    with_space(desk, MailSpace("", ""))
    assert refusal(reserve_mailbox(desk, uid, "siti.aminah")) is AccountCode.NO_SPACE
    assert account_view(desk, uid).space is None


@pytest.mark.parametrize("stem", ["", "a", "siti aminah", "admin", "3578081508900001", "siti@", "x" * 40])
def test_a_name_that_is_no_good_one_is_refused(desk: Desk, stem: str) -> None:
    assert refusal(reserve_mailbox(desk, helped(desk), stem)) is AccountCode.BAD_STEM


def test_a_name_is_given_once(desk: Desk) -> None:
    reserved(desk, helped(desk))
    told = reserve_mailbox(desk, helped(desk), "siti.aminah")
    assert refusal(told) is AccountCode.NAME_TAKEN
    assert isinstance(told, Refused)
    assert told.facts == {"address": "siti.aminah.12@warga.contoh.id"}


def test_nor_is_one_that_an_applicant_has_already(desk: Desk) -> None:
    register_one(desk, 5, email="siti.aminah.12@warga.contoh.id")
    assert refusal(reserve_mailbox(desk, helped(desk), "siti.aminah")) is AccountCode.NAME_TAKEN


def test_one_help_gets_one_mailbox(desk: Desk) -> None:
    uid = helped(desk)
    first = reserved(desk, uid)
    told = reserve_mailbox(desk, uid, "siti.lain")
    assert refusal(told) is AccountCode.HAS_MAILBOX
    assert isinstance(told, Refused)
    assert told.facts == {"address": first.address}


NIK = str(person_values(3)["nik"])


def test_the_same_person_gets_no_second_one_in_another_help(desk: Desk) -> None:
    reserved(desk, helped(desk, nik=NIK))
    again = helped(desk, nik=NIK)
    assert refusal(reserve_mailbox(desk, again, "siti.lain")) is AccountCode.PERSON_HAS_MAILBOX


def test_nor_when_the_nik_is_told_only_then(desk: Desk) -> None:
    reserved(desk, helped(desk, nik=NIK))
    assert refusal(reserve_mailbox(desk, helped(desk), "siti.lain", nik=NIK)) is AccountCode.PERSON_HAS_MAILBOX


def test_nor_after_the_registration_that_named_the_first(desk: Desk) -> None:
    first = helped(desk)
    reserved(desk, first)
    kept = register(desk, entry_of(person_values(3)), prakerja(), DAY, account=first).kept
    again = open_account(desk, DAY, Need.FORGOTTEN, registration=kept.uid).account.uid
    assert refusal(reserve_mailbox(desk, again, "siti.lain")) is AccountCode.PERSON_HAS_MAILBOX


def test_mother_and_daughter_get_one_each(desk: Desk) -> None:
    reserved(desk, helped(desk, nik=NIK), "siti.aminah")
    reserved(desk, helped(desk, nik=str(person_values(4)["nik"])), "ratna.dewi")


def test_nothing_is_promised_after_the_end(desk: Desk) -> None:
    uid = helped(desk)
    end(desk, uid, Result.LATER, Reason.NO_TIME)
    assert refusal(reserve_mailbox(desk, uid, "siti.aminah")) is AccountCode.ENDED


def test_who_lost_a_name_to_a_copy_of_the_desk_gets_another(desk: Desk) -> None:
    uid = helped(desk)
    reserved(desk, uid)
    server_tells(desk, uid, *TAKEN_BOX)
    assert refusal(new_code(desk, uid, CodeWhy.PRINT_FAILED)) is AccountCode.MAILBOX_CLOSED
    second = reserved(desk, uid, "siti.aminah2")
    view = account_view(desk, uid)
    assert view.mailbox is not None
    assert (view.mailbox.address, view.account.address) == (second.address, second.address)


# --- codes --------------------------------------------------------------------------------------------------------


def test_a_failed_print_makes_a_new_code(desk: Desk) -> None:
    uid = helped(desk)
    first = reserved(desk, uid)
    second = new_code(desk, uid, CodeWhy.PRINT_FAILED)
    assert not isinstance(second, Refused)
    assert (second.address, second.code_turn) == (first.address, 2)
    assert second.code != first.code
    [body] = bodies(desk, Kind.MAILBOX_CODE_SET)
    told = decode(body, MailboxCodeSetBody)
    assert (told.code_hash, told.turn, told.why) == (code_hash(second.code), 2, "print_failed")


def test_a_code_needs_a_mailbox(desk: Desk) -> None:
    assert refusal(new_code(desk, helped(desk), CodeWhy.PRINT_FAILED)) is AccountCode.NO_MAILBOX


def test_who_uses_the_mailbox_gets_a_code_by_recovery_only(desk: Desk) -> None:
    uid = helped(desk)
    reserved(desk, uid)
    server_tells(desk, uid, Kind.MAILBOX_RESERVED, MailNotice.MAILBOX_ACTIVE)
    assert refusal(new_code(desk, uid, CodeWhy.PRINT_FAILED)) is AccountCode.MAILBOX_IN_USE
    told = new_code(desk, uid, CodeWhy.RECOVERY, reason="Lupa kata sandi", id_paper="KTP asli")
    assert not isinstance(told, Refused)
    [body] = bodies(desk, Kind.MAILBOX_CODE_SET)
    assert decode(body, MailboxCodeSetBody).reason == "Lupa kata sandi"


def test_a_recovery_needs_what_happened_and_which_paper_was_shown(desk: Desk) -> None:
    uid = helped(desk)
    reserved(desk, uid)
    for reason, paper in (("", "KTP"), ("Lupa kata sandi", ""), (" ", " ")):
        told = new_code(desk, uid, CodeWhy.RECOVERY, reason=reason, id_paper=paper)
        assert refusal(told) is AccountCode.NO_ID_PAPER


def test_a_recovery_that_tells_a_password_is_refused(desk: Desk) -> None:
    uid = helped(desk)
    reserved(desk, uid)
    told = new_code(desk, uid, CodeWhy.RECOVERY, reason="password: siti123", id_paper="KTP")
    assert isinstance(told, Refused)
    assert told.code is PasswordCode.TOLD


def test_a_recovery_is_a_coordinators_act(desk: Desk) -> None:
    uid = helped(desk)
    reserved(desk, uid)
    officer = uid_from(desk.now_ms() + 1, bytes(10))
    lock = secret_lock(SECRET, desk.keys.store_key, cost=CHEAP)
    desk.store.write(lambda: add_officer(officer, "BUDI", Role.OFFICER, lock, at_ms=desk.now_ms()))
    budi = dataclasses.replace(desk, keys=desk.store.unlock("BUDI", SECRET, desk.clock))
    told = new_code(budi, uid, CodeWhy.RECOVERY, reason="Lupa kata sandi", id_paper="KTP")
    assert refusal(told) is AccountCode.NEEDS_COORDINATOR
    assert not isinstance(new_code(budi, uid, CodeWhy.PRINT_FAILED), Refused)


@pytest.mark.parametrize(
    ("notice", "code"),
    [
        (MailNotice.MAILBOX_EXPIRED, None),
        (MailNotice.MAILBOX_READY, None),
        (MailNotice.MAILBOX_DISABLED, AccountCode.MAILBOX_CLOSED),
    ],
)
def test_a_new_code_depends_on_how_the_mailbox_is(desk: Desk, notice: MailNotice, code: AccountCode | None) -> None:
    uid = helped(desk)
    reserved(desk, uid)
    server_tells(desk, uid, Kind.MAILBOX_RESERVED, notice)
    told = new_code(desk, uid, CodeWhy.PRINT_FAILED)
    assert (refusal(told) if isinstance(told, Refused) else None) is code


# --- names that are proposed --------------------------------------------------------------------------------------


def test_names_are_proposed_with_the_tag_and_can_be_taken_as_they_are(desk: Desk) -> None:
    names = propose(desk, "Hj. SITI AMINAH, S.Pd.", domain=SPACE.domain, town="KOTA SURABAYA")
    assert 3 <= len(names) <= 5
    assert all(name.address == SPACE.address(name.local) for name in names)
    assert reserved(desk, helped(desk), names[0].local).address == names[0].address


def test_what_somebody_at_the_post_has_is_not_proposed(desk: Desk) -> None:
    names = propose(desk, "SITI AMINAH", domain="gmail.com")
    register_one(desk, 5, email=names[0].address)
    note_address(desk, helped(desk), names[1].address)
    again = propose(desk, "SITI AMINAH", domain="gmail.com", shown=[names[2].address])
    assert {name.address for name in names[:3]} & {name.address for name in again} == set()


def test_no_address_is_made_of_a_name_that_tells_a_password(desk: Desk) -> None:
    names = propose(desk, "password: kucing77", domain="gmail.com")
    assert names
    assert [name.address for name in names if "kucing" in name.address or "pass" in name.address] == []


def test_thirty_people_of_one_name_get_thirty_addresses(desk: Desk) -> None:
    given = set()
    for _ in range(30):
        name = propose(desk, "SRI", domain=SPACE.domain)[0]
        given.add(reserved(desk, helped(desk, "SRI"), name.local).address)
    assert len(given) == 30


# --- a desk that was put back -------------------------------------------------------------------------------------


@pytest.fixture
def restored(tmp_path: Path, clock: ManualClock) -> Iterator[Desk]:
    """A desk after a restore of a backup, made when it had promised one mailbox."""
    home, backup = tmp_path / "lama", tmp_path / "cadangan"
    with ready_desk(home, clock=clock) as before:
        with_space(before)
        reserved(before, helped(before), "siti.aminah")
        make_backup(before.store, before.keys, backup, b"")
    restore_backup(backup, home, Opener(None, SECRET), clock, DAY)
    with opened(home, clock=clock) as again:
        yield again


def test_a_restored_desk_gives_out_no_names_until_the_server_has_granted_some(restored: Desk) -> None:
    assert mail_space(restored) is None
    uid = helped(restored)
    assert refusal(reserve_mailbox(restored, uid, "ratna.dewi")) is AccountCode.NO_SPACE
    with_space(restored, MailSpace("warga.contoh.id", "13"))
    assert reserved(restored, uid, "siti.aminah").address == "siti.aminah.13@warga.contoh.id"
    assert sql(restored.store, "SELECT count(*) FROM mail_space") == [(2,)]


def test_its_mailboxes_are_still_there(restored: Desk) -> None:
    [view] = open_accounts(restored)
    assert view.mailbox is not None
    assert view.mailbox.address == "siti.aminah.12@warga.contoh.id"
    assert not isinstance(new_code(restored, view.account.uid, CodeWhy.PRINT_FAILED), Refused)
