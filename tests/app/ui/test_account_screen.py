"""The account desk: questions by digits, names, addresses, proof, cards that did not come out; never a password."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.desk.account.look import open_accounts
from app.desk.queue.call import call_next
from app.desk.queue.look import queue_now
from app.desk.queue.move import serve
from app.desk.queue.take import TicketTaken, take_ticket
from app.ui.account_wish import AccountWish, HelpOutcome
from app.ui.actions import SHOW
from app.ui.screens.account_pages import Page
from app.ui.station import Station
from core.accounts import AccountState, Need, PhoneOwner, Reach, Reason, Result, Road
from core.proofs import ProofState
from core.tickets import Service
from tests.kit.account_desk import AccountDesk
from tests.kit.manual_clock import ManualClock
from tests.kit.registering import Desk as RegistrationDesk
from tests.kit.window import OFFSCREEN_LACKS, settled

pytestmark = pytest.mark.qt_log_ignore(OFFSCREEN_LACKS)


@pytest.fixture
def desk(qtbot: QtBot, station: Station) -> Iterator[AccountDesk]:
    yield AccountDesk(qtbot, station)
    settled(qtbot, station)


# --- questions ----------------------------------------------------------------------------------------------------


def test_nothing_is_written_down_before_the_first_answer(desk: AccountDesk, station: Station) -> None:
    desk.begin()
    assert desk.hands.sees("Apakah SITI AMINAH pernah punya e-mail?")
    assert open_accounts(station.desk) == ()
    desk.press("Escape")
    assert desk.back == [HelpOutcome()]
    assert open_accounts(station.desk) == ()


def test_without_a_name_it_is_asked_first(desk: AccountDesk) -> None:
    desk.press("Return")
    assert desk.page is Page.WHO
    desk.press("Return")
    assert desk.hands.sees("Ketik dulu namanya.")
    desk.type("slamet")
    desk.press("Return", "1")
    assert desk.view.account.opened.name_on_id == "SLAMET"


def test_a_digit_answers_and_the_arrows_with_enter_do_too(desk: AccountDesk) -> None:
    desk.begin()
    desk.press("Down", "Down", "Return")
    assert desk.view.account.opened.need == Need.FORGOTTEN


def test_without_a_domain_road_b_is_not_shown(desk: AccountDesk) -> None:
    desk.begin()
    desk.press("1", "1")
    assert desk.page is Page.ROAD
    assert not desk.hands.sees("E-mail daerah")
    assert desk.hands.sees("Gmail di HP pemohon")


def test_without_a_phone_and_a_domain_it_is_put_off_with_a_reason(desk: AccountDesk) -> None:
    desk.begin()
    desk.press("1", "7")
    assert desk.hands.sees("Mengapa ditunda?")
    desk.press("1")
    account = desk.kept.account
    assert (account.result, account.reason, account.phone_owner) == (Result.LATER, Reason.NO_PHONE, PhoneOwner.NONE)
    assert desk.back[0].address == ""


def test_without_credit_the_regional_names_come_at_once(desk: AccountDesk) -> None:
    desk.grant()
    desk.begin()
    desk.press("1", "2")
    assert (desk.page, desk.view.account.road) == (Page.NAMES, Road.REGIONAL)


def test_it_is_taken_up_where_it_was_left(desk: AccountDesk) -> None:
    desk.begin()
    desk.press("1", "1", "1", "1", "Return", "Return")
    step = desk.view.account.step
    uid = desk.view.account.uid
    desk.press("Escape")
    desk.begin(account=uid)
    assert (desk.page, desk.view.account.step) == (Page.STEPS, step)


def test_the_person_is_found_again_by_the_nik_alone(desk: AccountDesk) -> None:
    desk.begin(nik="3578085508909901")
    desk.press("1", "1")
    uid = desk.view.account.uid
    desk.press("Escape")
    heard: list[object] = []
    desk.begin(nik="3578085508909901", begun=heard.append)
    assert (desk.view.account.uid, heard) == (uid, [uid])


# --- names --------------------------------------------------------------------------------------------------------


def test_other_names_are_never_those_that_were_shown(desk: AccountDesk) -> None:
    desk.grant()
    desk.begin()
    desk.press("1", "6")
    names = desk.screen.pages.names
    first = names.seen
    assert 3 <= len(first) <= 5
    desk.press("0")
    assert not {button.accessibleName() for button in names.answers.buttons} & first


def test_the_birth_year_shows_only_if_the_applicant_agrees(desk: AccountDesk) -> None:
    desk.begin(birth_year=1980)
    desk.press("1", "1", "1")
    names = desk.screen.pages.names
    assert not any("80@" in one for one in names.seen)
    desk.hands.tab_to("Pemohon setuju tahun lahirnya terlihat di alamat")
    desk.press("Space")
    assert any("80@" in one.accessibleName() for one in names.answers.buttons)


def test_a_letter_begins_ones_own_wish_which_is_judged_at_once(desk: AccountDesk) -> None:
    desk.grant()
    desk.begin()
    desk.press("1", "6")
    desk.type("ab")
    assert desk.hands.sees("Nama alamat harus 4 sampai 30 huruf.")
    desk.type("adi.jaya")
    assert desk.screen.pages.names.spelled.text.startswith("a Ayam, b Bola, a Ayam, d Daun")
    desk.press("Return")
    assert desk.view.account.address == "abadi.jaya.12@warga.contoh.go.id"


def test_the_chosen_name_is_shown_large_sign_by_sign(desk: AccountDesk, station: Station) -> None:
    desk.begin()
    desk.press("1", "1", "1")
    wanted: list[object] = []
    station.signals.overlay_chosen.connect(wanted.append)
    desk.press("F8")
    shown = desk.screen.pages.shown_card()
    assert wanted == [SHOW]
    assert shown is not None
    assert "".join(one.sign for one in shown.signs) == shown.address


# --- address and proof --------------------------------------------------------------------------------------------


def test_a_mistyped_provider_is_mended_by_one_key(desk: AccountDesk) -> None:
    desk.begin()
    desk.press("2")
    desk.type("siti@gmial.com")
    assert desk.hands.sees("Maksudnya gmail.com?")
    desk.press("Return")
    assert desk.page is Page.ADDRESS, "nobody passes a question by"
    desk.press("Alt+U")
    assert desk.screen.pages.address.address.text() == "siti@gmail.com"


def test_what_is_no_address_is_said_on_enter_only(desk: AccountDesk) -> None:
    desk.begin()
    desk.press("2")
    desk.type("siti")
    assert desk.screen.pages.address.finding.isHidden()
    desk.press("Return")
    assert not desk.screen.pages.address.finding.isHidden()


def test_off_line_the_request_waits_and_the_help_can_end(desk: AccountDesk) -> None:
    desk.begin()
    desk.press("2")
    desk.type("siti.aminah@contoh.id")
    desk.press("Return", "Return")
    assert desk.view.proof.state is ProofState.WAITING
    assert desk.hands.sees("Permintaan kode tersimpan dan berangkat begitu internet ada.")
    desk.type("12")
    desk.press("Return")
    assert desk.hands.sees("Kodenya enam angka")
    desk.press("F2")
    assert desk.kept.account.result == Result.HAD
    assert desk.back[0].address == "siti.aminah@contoh.id"


def test_how_an_address_is_found_is_one_key_away(desk: AccountDesk) -> None:
    desk.begin()
    desk.press("2", "Ctrl+Z")
    assert desk.hands.sees("Cari alamat di HP")
    desk.press("Return", "Return")
    assert desk.page is Page.ADDRESS


def test_the_copied_address_does_not_stay_in_the_clipboard(desk: AccountDesk) -> None:
    desk.begin()
    desk.press("2")
    desk.type("siti.aminah@contoh.id")
    desk.press("Return", "Ctrl+C")
    assert QGuiApplication.clipboard().text() == "siti.aminah@contoh.id"
    desk.screen.leave()
    assert QGuiApplication.clipboard().text() == ""


# --- road B -------------------------------------------------------------------------------------------------------


def test_a_card_that_did_not_come_out_gets_a_new_code(desk: AccountDesk) -> None:
    desk.grant()
    desk.begin()
    desk.press("1", "6", "1")
    assert desk.hands.sees("Kartu belum dicetak: belum ada printer yang dipilih di Pengaturan.")
    assert desk.view.mailbox is not None
    assert desk.view.mailbox.code_turn == 1
    desk.press("F7")
    assert desk.view.mailbox.code_turn == 2
    desk.press("Return")
    assert desk.kept.account.result == Result.MADE


def test_nowhere_at_this_desk_is_a_box_for_a_password(desk: AccountDesk) -> None:
    boxes = desk.screen.findChildren(QLineEdit)
    assert boxes
    assert all(box.echoMode() is QLineEdit.EchoMode.Normal for box in boxes)
    said = [f"{box.accessibleName()} {box.placeholderText()}".lower() for box in boxes]
    assert all(said), "every box has a name"
    assert not any(word in name for name in said for word in ("sandi", "password", "pin"))


# --- telephone, pause, end ----------------------------------------------------------------------------------------


def test_who_has_no_phone_names_somebody_who_can_be_reached(desk: AccountDesk) -> None:
    desk.begin()
    desk.press("4", "5", "Return", "Return")
    assert desk.hands.sees("Tanpa HP perlu nama orang yang bisa dihubungi.")
    desk.type("Wati, anak, 081234560123")
    desk.press("Return")
    assert desk.back[0].contact_person == "Wati, anak, 081234560123"
    assert desk.kept.account.state is AccountState.ENDED


def test_a_password_in_a_text_is_refused_kindly(desk: AccountDesk) -> None:
    desk.begin()
    desk.press("4", "5", "Return")
    desk.type("sandi: rahasia123")
    desk.press("Return")
    assert not desk.back
    assert not desk.screen.answer.isHidden()
    assert desk.view.account.contact_person == ""


def test_a_phone_and_how_to_be_reached_are_noted(desk: AccountDesk) -> None:
    desk.begin()
    desk.press("4", "1", "Return", "Space", "F2")
    account = desk.kept.account
    assert (account.phone_owner, account.reach) == (PhoneOwner.SELF, (Reach.CALL,))


def test_a_pause_puts_the_number_back_into_its_line(desk: AccountDesk, station: Station) -> None:
    taken = take_ticket(station.desk, Service.EMAIL, station.desk.today())
    assert isinstance(taken, TicketTaken)
    call_next(station.desk, station.desk.today(), "1")
    serve(station.desk, taken.ticket.uid, "1")
    desk.begin(ticket=taken.ticket.uid, ticket_number=taken.ticket.number)
    desk.press("1", "Ctrl+J")
    assert [one.number for one in queue_now(station.desk, station.desk.today()).waiting] == [taken.ticket.number]
    assert desk.kept.account.state is AccountState.PAUSED
    assert desk.screen.count() == 1
    desk.press("Down", "Return")
    assert desk.view.account.state is AccountState.OPEN


def test_a_long_help_gets_a_friendly_hint_and_nothing_stops(qtbot: QtBot, station: Station) -> None:
    clock = ManualClock(station.desk.clock.now())
    desk = AccountDesk(qtbot, replace(station, desk=replace(station.desk, clock=clock)))
    desk.begin()
    desk.press("1", "1", "1", "1")
    clock.pass_s(540)
    desk.screen.enter()
    assert desk.hands.sees("9 menit")
    assert desk.screen.head.hint.isHidden()
    clock.pass_s(540)
    desk.screen.enter()
    assert desk.hands.sees("Boleh dijeda dengan Ctrl+J")
    desk.press("Return")
    assert desk.view.account.step == 1


def test_an_ended_help_can_be_gone_on_with(desk: AccountDesk) -> None:
    desk.begin()
    desk.press("1", "1", "Ctrl+T", "4")
    account = desk.kept.account
    assert (account.result, account.reason) == (Result.FAILED, Reason.NO_MESSAGE)
    desk.begin(account=account.uid)
    assert desk.page is Page.END
    desk.press("Ctrl+Z")
    assert desk.view.account.state is AccountState.OPEN


def test_the_day_stands_in_figures_beside_the_list(desk: AccountDesk, station: Station) -> None:
    desk.begin()
    desk.press("1", "1", "Ctrl+N", "7")
    desk.screen.enter()
    settled(desk.qtbot, station)
    assert all(desk.hands.sees(label) for label in ("Hari ini", "Dibantu", "Ditunda"))


# --- the form's side ----------------------------------------------------------------------------------------------


def test_an_address_that_comes_back_is_judged_like_a_typed_one(qtbot: QtBot, station: Station) -> None:
    form = RegistrationDesk(qtbot, station)
    wishes: list[AccountWish] = []
    station.signals.help_chosen.connect(wishes.append)
    form.enter("nik", "3578085508909901")
    form.hands.type("siti")
    form.hands.press("Left", "F4")
    (wish,) = wishes
    assert (wish.name_on_id, wish.nik, wish.birth_year) == ("SITI", "3578085508909901", 1990)
    account = uuid.uuid4()
    wish.begun(account)
    wish.back(HelpOutcome(account, "siti@gmial.com", "Wati, 081234560123"))
    settled(qtbot, station)
    assert form.is_at("name_on_id")
    assert form.box("name_on_id").cursorPosition() == len("SIT")  # type: ignore[attr-defined]  # it is a line
    assert form.text("contact_person") == "Wati, 081234560123"
    assert "EMAIL_DOMAIN_TYPO" in form.findings()
    assert form.screen.form_desk.form.account == account
    form.screen.keep_draft(lambda _kept: None)
    settled(qtbot, station)


def test_another_person_is_never_given_the_address(qtbot: QtBot, station: Station) -> None:
    form = RegistrationDesk(qtbot, station)
    wishes: list[AccountWish] = []
    station.signals.help_chosen.connect(wishes.append)
    form.enter("nik", "3578085508909901")
    form.hands.press("F4")
    form.screen.start_next()
    settled(qtbot, station)
    wishes[0].back(HelpOutcome(uuid.uuid4(), "siti@contoh.id"))
    assert form.screen.form_desk.form.is_empty()
    assert form.screen.form_desk.form.account is None
