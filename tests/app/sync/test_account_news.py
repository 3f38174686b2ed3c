"""Help with e-mail over a real server: both desks know it, names are granted and kept, words of the server count."""

from __future__ import annotations

import shutil
import threading
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from app.desk.account.go_on import choose_road, end, note_address, pause, reach_step, resume
from app.desk.account.look import AccountView, account_of, account_view, mail_space, open_accounts
from app.desk.account.open import open_account
from app.desk.account.proof import ask_proof, read_proof
from app.desk.account.reserve import Reserved, new_code, reserve_mailbox
from app.desk.context import Desk
from app.desk.outbox import outbox
from app.desk.register import register
from app.desk.state import desk_state
from app.main import codec
from app.models.backups import Opener, make_backup, restore_backup
from app.models.events import chain_problem
from app.sync.exchange import Line, drain
from app.sync.log import SyncLog
from app.sync.mail_words import keep_mail_words
from app.sync.transport import HttpTransport
from core.account_rules import AccountCode
from core.accounts import CodeWhy, Need, Reason, Result, Road
from core.activation import code_hash
from core.mail_space import MailSpace
from core.proofs import MailboxState, ProofState
from core.signing import Purpose, SigningKey
from core.wire import envelope
from core.wire.envelope import ExchangeReply, Receipt, mail_space_message
from core.wire.events import stream_name
from server.mail.address import smtp_address
from server.mail_settings import MailSettings
from server.store import mailboxes
from server.store.mail_records import BoxState
from tests.harness.places import quick_folder
from tests.kit.desk import DAY, SECRET, entry_of, new_profile, opened, person_values, prakerja, sql
from tests.kit.enrolled import enrolled_desk, join, pending, sync
from tests.kit.helped import helped, kept, refusal, reserved
from tests.kit.lasting_server import LastingServer
from tests.kit.mail_house import Fault, MailHouse, mail_house
from tests.kit.manual_clock import ManualClock
from tests.kit.server import RunningServer, running_server
from tests.kit.stick import Stick

DOMAIN = "warga.contoh.test"
TRIES = 1200


@pytest.fixture(scope="module")
def house() -> Iterator[MailHouse]:
    with mail_house() as running:
        yield running


@pytest.fixture(scope="module")
def server(house: MailHouse) -> Iterator[RunningServer]:
    """A server that mails codes and has a domain; every test brings a post of its own."""
    mail = MailSettings(smtp=smtp_address(house.url), sender="posko@contoh.test", domain=DOMAIN)
    with quick_folder() as folder, running_server(folder, mail=mail) as running:
        yield running


@pytest.fixture(autouse=True)
def _quiet(house: MailHouse) -> Iterator[None]:
    """What one test does to the mail server does not reach the next."""
    yield
    house.fault = Fault.NONE


def meet(*desks: Desk) -> None:
    """Everybody sends, and hears what the others have sent."""
    for desk in (*desks, *desks):
        sync(desk)


def heard(desk: Desk, uid: uuid.UUID, is_so: Callable[[AccountView], bool]) -> AccountView:
    """How a help stands once the desk has heard so; the mailer has its own pace."""
    pause_ = threading.Event()
    for _ in range(TRIES):
        sync(desk)
        view = account_view(desk, uid)
        if is_so(view):
            return view
        pause_.wait(0.05)
    raise AssertionError(account_view(desk, uid))


def proven_in(state: ProofState) -> Callable[[AccountView], bool]:
    return lambda view: view.proof.state is state


def seen(desk: Desk) -> list[tuple[object, ...]]:
    """Every open help as a desk shows it, but for who measured it."""
    found: list[tuple[object, ...]] = []
    for view in open_accounts(desk):
        one = view.account
        box = (view.mailbox.address, view.mailbox.state, view.mailbox.code_turn) if view.mailbox else None
        told = one.state, one.road, one.provider, one.step, one.address, one.result, one.turn, one.worked_s
        found.append((one.uid, one.opened.name_on_id, *told, box, view.proof))
    return found


# --- both desks ---------------------------------------------------------------------------------------------------


def test_a_help_that_was_paused_at_one_desk_goes_on_at_the_other(desk: Desk, neighbour: Desk) -> None:
    uid = helped(desk)
    choose_road(desk, uid, Road.PUBLIC, "gmail")
    reach_step(desk, uid, 3)
    pause(desk, uid)
    meet(desk, neighbour)
    assert seen(neighbour) == seen(desk) != []
    assert kept(resume(neighbour, uid)).step == 3
    note_address(neighbour, uid, "siti.aminah90@gmail.com")
    end(neighbour, uid, Result.MADE)
    meet(desk, neighbour)
    account = account_view(desk, uid).account
    assert (account.result, account.address) == ("made", "siti.aminah90@gmail.com")
    assert seen(neighbour) == seen(desk) == []


def test_what_both_did_at_once_ends_the_same_at_both(desk: Desk, neighbour: Desk) -> None:
    uid = helped(desk)
    meet(desk, neighbour)
    choose_road(desk, uid, Road.OWN)
    choose_road(neighbour, uid, Road.PUBLIC, "yahoo")
    end(desk, uid, Result.LATER, Reason.NO_TIME)
    reach_step(neighbour, uid, 2)
    meet(desk, neighbour)
    assert seen(neighbour) == seen(desk)
    assert desk.store.run(chain_problem) is neighbour.store.run(chain_problem) is None


def test_a_registration_is_found_with_its_help_at_the_other_desk(desk: Desk, neighbour: Desk) -> None:
    uid = helped(desk)
    mine = register(desk, entry_of(person_values(17)), prakerja(), DAY, account=uid).kept.uid
    meet(desk, neighbour)
    view = account_of(neighbour, mine)
    assert view is not None
    assert view.account.uid == uid


def test_the_same_person_gets_no_second_mailbox_at_the_other_desk(desk: Desk, neighbour: Desk) -> None:
    meet(desk, neighbour)
    uid = helped(desk)
    reserved(desk, uid)
    mine = register(desk, entry_of(person_values(18)), prakerja(), DAY, account=uid).kept.uid
    meet(desk, neighbour)
    again = open_account(neighbour, DAY, Need.FORGOTTEN, registration=mine).account.uid
    assert refusal(reserve_mailbox(neighbour, again, "siti.lain")) is AccountCode.PERSON_HAS_MAILBOX
    stranger = helped(neighbour, nik=str(person_values(18)["nik"]))
    assert refusal(reserve_mailbox(neighbour, stranger, "siti.lain")) is AccountCode.PERSON_HAS_MAILBOX


def test_the_sync_tells_which_helps_have_news(desk: Desk, neighbour: Desk) -> None:
    uid = helped(desk)
    sync(desk)
    touched: set[uuid.UUID] = set()
    log = SyncLog(neighbour.store, neighbour.keys, neighbour.clock, touched.update)
    transport = HttpTransport(log.server().url)
    drain(Line(log, transport, codec()))
    transport.close()
    assert uid in touched


# --- names --------------------------------------------------------------------------------------------------------


def test_the_first_contact_brings_a_name_space_of_its_own(desk: Desk, neighbour: Desk) -> None:
    assert mail_space(desk) is None
    meet(desk, neighbour)
    first, second = mail_space(desk), mail_space(neighbour)
    assert first is not None
    assert second is not None
    assert (first.domain, second.domain) == (DOMAIN, DOMAIN)
    assert first.tag != second.tag


def test_two_desks_without_a_line_promise_the_same_name_and_both_get_it(desk: Desk, neighbour: Desk) -> None:
    meet(desk, neighbour)
    promised = [(one, helped(one)) for one in (desk, neighbour)]
    addresses = {reserved(one, uid, "siti.aminah").address for one, uid in promised}
    assert len(addresses) == 2
    meet(desk, neighbour)
    for one, uid in promised:
        view = account_view(one, uid)
        assert view.mailbox is not None
        assert (view.mailbox.state, view.mailbox.address in addresses) == (MailboxState.READY, True)
    assert seen(desk) == seen(neighbour)


def test_a_new_code_stands_at_the_server_in_the_place_of_the_old_one(desk: Desk, server: RunningServer) -> None:
    sync(desk)
    uid = helped(desk)
    reserved(desk, uid)
    sync(desk)
    told = new_code(desk, uid, CodeWhy.PRINT_FAILED)
    assert isinstance(told, Reserved)
    sync(desk)
    with server.store.reading() as work:
        box = mailboxes.mailbox(work, told.address)
    assert box is not None
    assert (box.code_hash, box.account) == (code_hash(told.code), uid.bytes)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


def test_a_restored_desk_has_no_names_until_its_first_contact_and_never_the_old_ones(
    tmp_path: Path, server: RunningServer, post: str, clock: ManualClock
) -> None:
    home, backup = tmp_path / "meja", tmp_path / "cadangan"
    with enrolled_desk(home, server.url, server.new_code(post), post=post, clock=clock) as before:
        sync(before)
        old = mail_space(before)
        make_backup(before.store, before.keys, backup, b"")
        lost = reserved(before, helped(before), "siti.aminah").address
        sync(before)
    restore_backup(backup, home, Opener(None, SECRET), clock, DAY)
    with opened(home, clock=clock) as again:
        uid = helped(again)
        assert refusal(reserve_mailbox(again, uid, "siti.aminah")) is AccountCode.NO_SPACE
        meet(again)
        new = mail_space(again)
        assert new is not None
        assert old is not None
        assert (new.domain, new.tag != old.tag) == (DOMAIN, True)
        assert reserved(again, uid, "siti.aminah").address == new.address("siti.aminah")
        found = {view.mailbox.address for view in open_accounts(again) if view.mailbox}
        assert found == {lost, new.address("siti.aminah")}


def promised_in(home: Path, clock: ManualClock) -> tuple[uuid.UUID, str, MailboxState]:
    """A desk promises a mailbox without a line, and then meets the server."""
    with opened(home, clock=clock) as desk:
        clock.pass_s(60)
        uid = helped(desk)
        address = reserved(desk, uid, "siti.aminah").address
        meet(desk)
        box = account_view(desk, uid).mailbox
        assert box is not None
        return uid, address, box.state


def test_of_two_copies_of_a_desk_the_second_is_told_that_its_name_is_taken(
    tmp_path: Path, server: RunningServer, post: str, clock: ManualClock
) -> None:
    homes = tmp_path / "satu", tmp_path / "dua"
    with enrolled_desk(homes[0], server.url, server.new_code(post), post=post, clock=clock) as before:
        sync(before)
    shutil.copytree(*homes)
    _first, address, state = promised_in(homes[0], clock)
    uid, same, other_state = promised_in(homes[1], clock)
    assert (same, state, other_state) == (address, MailboxState.READY, MailboxState.TAKEN)
    with opened(homes[1], clock=clock) as desk:
        assert "MAILBOX_TAKEN" in [row.code for row in outbox(desk).to_look_at]
        assert "MAILBOX_TAKEN" in {one.code for one in desk_state(desk.store).attention}
        clock.pass_s(60)
        assert reserved(desk, uid, "siti.aminah").address != address
        assert "MAILBOX_TAKEN" not in [row.code for row in outbox(desk).to_look_at]
        assert "MAILBOX_TAKEN" not in {one.code for one in desk_state(desk.store).attention}


def test_a_new_card_that_opens_nothing_is_on_top_of_the_outbox_until_there_is_another(
    tmp_path: Path, server: RunningServer, post: str, clock: ManualClock
) -> None:
    with enrolled_desk(tmp_path / "desk", server.url, server.new_code(post), post=post, clock=clock) as desk:
        sync(desk)
        uid = helped(desk)
        address = reserved(desk, uid, "siti.aminah").address
        meet(desk)
        with server.store.writing() as work:  # its owner was quicker, and the desk has not heard of it
            box = mailboxes.mailbox(work, address)
            assert box is not None
            mailboxes.save_mailbox(work, replace(box, state=BoxState.ACTIVE.value, password_hash="x"))
        for _ in range(2):
            clock.pass_s(60)
            assert isinstance(new_code(desk, uid, CodeWhy.PRINT_FAILED), Reserved)
            assert "MAILBOX_CODE_REFUSED" not in {row.code for row in outbox(desk).to_look_at}
            assert "MAILBOX_CODE_REFUSED" not in {one.code for one in desk_state(desk.store).attention}
            meet(desk)
            assert [row.facts["why"] for row in outbox(desk).to_look_at] == ["active"]
            assert "MAILBOX_CODE_REFUSED" in {one.code for one in desk_state(desk.store).attention}
        view = account_view(desk, uid).mailbox
        assert view is not None
        assert (view.address, view.state) == (address, MailboxState.READY)


def signed_space(key: SigningKey, stream: bytes, tag: str = "77", domain: str = DOMAIN) -> envelope.MailSpace:
    signature = key.sign(Purpose.MAIL_SPACE, mail_space_message(stream, domain, tag))
    return envelope.MailSpace(stream, domain, tag, signature)


def answered(desk: Desk, space: envelope.MailSpace, server_key: bytes) -> MailSpace | None:
    """What a desk may give out after such an answer."""
    receipt = Receipt(bytes(16), desk.store.profile.stream, 0, bytes(32), 0)
    reply = ExchangeReply(receipt, bytes(64), 0, mail_space=space)
    desk.store.write(lambda: keep_mail_words(reply, desk.store.profile, server_key, 0))
    return mail_space(desk)


def test_names_count_only_under_the_servers_signature_and_for_this_device(desk: Desk) -> None:
    key, stream = SigningKey.generate(), desk.store.profile.stream
    other = stream_name(uuid.UUID(int=5), 1)
    assert answered(desk, signed_space(SigningKey.generate(), stream), key.public) is None
    assert answered(desk, signed_space(key, other), key.public) is None
    bent = msgspec.structs.replace(signed_space(key, stream), tag="78")
    assert answered(desk, bent, key.public) is None
    assert answered(desk, signed_space(key, stream), key.public) == MailSpace(DOMAIN, "77")
    assert answered(desk, signed_space(key, stream, "", ""), key.public) is None


def test_a_server_without_a_domain_grants_nothing_and_takes_names_back(tmp_path: Path) -> None:
    with LastingServer(tmp_path / "server", mail=MailSettings(domain=DOMAIN)) as server:
        new_profile(tmp_path / "meja")
        with opened(tmp_path / "meja") as desk:
            join(desk, server.line.url, server.now.new_code())
            sync(desk)
            assert mail_space(desk) is not None
            server.mail = None
            server.end()
            server.start()
            sync(desk)
            assert mail_space(desk) is None


def test_names_come_and_mailboxes_go_by_stick_as_well(tmp_path: Path) -> None:
    data, mail = tmp_path / "server", ["--mail-domain", DOMAIN]
    with running_server(data, mail=MailSettings(domain=DOMAIN)) as server:
        new_profile(tmp_path / "meja")
        with opened(tmp_path / "meja") as desk:
            join(desk, server.url, server.new_code())
    stick = Stick(tmp_path)
    with opened(tmp_path / "meja") as desk:
        stick.go_round(desk, data, *mail)
        space = mail_space(desk)
        assert space is not None
        uid = helped(desk)
        reserved(desk, uid)
        stick.go_round(desk, data, *mail)
        view = account_view(desk, uid)
        assert view.mailbox is not None
        assert (view.mailbox.state, pending(desk)) == (MailboxState.READY, 0)


def test_a_stick_worked_on_without_the_mail_settings_takes_no_names_away(tmp_path: Path) -> None:
    data = tmp_path / "server"
    with running_server(data, mail=MailSettings(domain=DOMAIN)) as server:
        new_profile(tmp_path / "meja")
        with opened(tmp_path / "meja") as desk:
            join(desk, server.url, server.new_code())
            sync(desk)
    with opened(tmp_path / "meja") as desk:
        space = mail_space(desk)
        Stick(tmp_path).go_round(desk, data)
        assert mail_space(desk) == space is not None


# --- proof --------------------------------------------------------------------------------------------------------


def test_a_code_is_mailed_read_back_and_proves_the_address_at_both_desks(
    desk: Desk, neighbour: Desk, house: MailHouse
) -> None:
    uid = helped(desk)
    note_address(desk, uid, "siti.dua.meja@contoh.test")
    ask_proof(desk, uid)
    assert account_view(desk, uid).proof.state is ProofState.WAITING
    heard(desk, uid, proven_in(ProofState.SENT))
    kept(read_proof(desk, uid, house.letters[-1].code))
    sync(desk)
    assert account_view(desk, uid).proof.is_proven
    sync(neighbour)
    assert account_view(neighbour, uid).proof.is_proven


def test_a_wrong_code_is_said_to_be_wrong(desk: Desk, house: MailHouse) -> None:
    uid = helped(desk)
    note_address(desk, uid, "siti.salah@contoh.test")
    ask_proof(desk, uid)
    heard(desk, uid, proven_in(ProofState.SENT))
    wrong = f"{(int(house.letters[-1].code) + 1) % 1_000_000:06d}"
    kept(read_proof(desk, uid, wrong))
    view = heard(desk, uid, proven_in(ProofState.WRONG))
    assert view.proof.facts["left"] == "4"


def test_a_mail_that_cannot_be_delivered_is_on_the_list_of_what_needs_a_look(desk: Desk, house: MailHouse) -> None:
    house.fault = Fault.NO_MAILBOX
    uid = helped(desk)
    note_address(desk, uid, "siti.tiada@contoh.test")
    ask_proof(desk, uid)
    view = heard(desk, uid, proven_in(ProofState.REFUSED))
    assert view.proof.facts["why"] == "no_mailbox"
    [row] = outbox(desk).to_look_at
    assert (row.code, row.about, row.name) == ("PROOF_REFUSED", None, "SITI AMINAH")


def test_without_a_line_the_question_waits_in_the_outbox(desk: Desk) -> None:
    uid = helped(desk)
    note_address(desk, uid, "siti.menunggu@contoh.test")
    ask_proof(desk, uid)
    assert (pending(desk), account_view(desk, uid).proof.state) == (3, ProofState.WAITING)


def test_what_was_told_stands_under_a_server_that_was_put_back(tmp_path: Path) -> None:
    """The server forgets a grant and a mailbox; the desk sends the mailbox again and asks for names anew."""
    with LastingServer(tmp_path / "server", mail=MailSettings(domain=DOMAIN)) as server:
        new_profile(tmp_path / "meja")
        with opened(tmp_path / "meja") as desk:
            join(desk, server.line.url, server.now.new_code())
            server.keep_copy(tmp_path / "salinan")
            sync(desk)
            uid = helped(desk)
            address = reserved(desk, uid).address
            sync(desk)
            server.put_back(tmp_path / "salinan")
            helped(desk, "RATNA")
            meet(desk)
            view = account_view(desk, uid)
            assert view.mailbox is not None
            assert (view.mailbox.address, view.mailbox.state) == (address, MailboxState.READY)
            assert view.space is not None
            assert sql(desk.store, "SELECT count(*) FROM mail_notice") == [(1,)]
