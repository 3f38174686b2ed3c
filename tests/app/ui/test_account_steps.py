"""Road B step by step, and one question back wherever an answer was another than was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.ui import actions as to
from app.ui.panels.action_bar import ActionBar
from app.ui.panels.status_line import StatusLine
from app.ui.screens.account_pages import Page
from app.ui.station import Station
from app.ui.widgets.key_chip import KeyChip
from core.accounts import Need, Result, Road
from core.proofs import MailNotice, ProofState
from core.wire.events import Kind
from tests.kit.account_desk import AccountDesk, with_page
from tests.kit.window import OFFSCREEN_LACKS, settled

pytestmark = pytest.mark.qt_log_ignore(OFFSCREEN_LACKS)

PLACE = re.compile(r"Langkah (\d) dari 7")


@pytest.fixture
def desk(qtbot: QtBot, station: Station) -> Iterator[AccountDesk]:
    yield AccountDesk(qtbot, with_page(station))
    settled(qtbot, station)


def reserve(desk: AccountDesk) -> None:
    """Somebody without a phone gets a mailbox."""
    desk.grant()
    desk.begin()
    desk.press("1", "7", "1")
    assert desk.page is Page.MAILBOX


def step(desk: AccountDesk) -> str:
    """Code of the step whose card is on."""
    shown = desk.screen.pages.steps.step
    assert shown is not None
    return shown.code


# --- road B -------------------------------------------------------------------------------------------------------


def test_with_the_card_in_hand_one_key_ends_it(desk: AccountDesk) -> None:
    reserve(desk)
    assert step(desk) == "card"
    assert desk.screen.pages.steps.ticked == {"address"}
    desk.press("Return")
    assert desk.kept.account.result == Result.MADE


def test_every_step_can_be_shown_large_with_its_picture(desk: AccountDesk) -> None:
    reserve(desk)
    for notice in (None, MailNotice.MAILBOX_READY, MailNotice.MAILBOX_ACTIVE):
        if notice is not None:
            desk.tell(notice)
        shown = desk.screen.pages.shown_card()
        assert shown is not None
        assert (bool(shown.picture), bool(shown.text), bool(shown.address)) == (True, True, True)
        assert PLACE.fullmatch(shown.place)
        desk.press("Ctrl+Y" if notice is None else "Return")


def test_nobody_goes_on_to_the_activation_before_the_server_has_said_so(desk: AccountDesk) -> None:
    reserve(desk)
    desk.press("Ctrl+Y")
    assert step(desk) == "wait"
    go_on = desk.offer(to.OPEN)
    assert go_on is not None
    assert not go_on.is_enabled
    desk.tell(MailNotice.MAILBOX_READY)
    assert step(desk) == "activate"
    desk.press("Return")
    assert step(desk) == "password"


def test_what_came_about_elsewhere_has_its_tick_and_is_no_step_any_more(desk: AccountDesk, tmp_path: Path) -> None:
    desk.choose_printer(tmp_path / "kartu")
    reserve(desk)
    desk.hands.until(lambda: "diserahkan" in desk.screen.course.card.told.text)
    desk.tell(MailNotice.MAILBOX_READY)
    assert step(desk) == "card", "the card comes first, whatever the server says"
    desk.press("Ctrl+Y")
    assert desk.screen.pages.steps.ticked == {"address", "card", "wait"}
    desk.tell(MailNotice.MAILBOX_ACTIVE)
    assert step(desk) == "prove"
    assert desk.screen.pages.steps.ticked == {"address", "card", "wait", "activate", "password"}
    desk.press("Ctrl+Z")
    assert step(desk) == "card"
    assert desk.offer(to.UNDO) is None


def test_from_the_proof_one_signs_out_and_is_done(desk: AccountDesk) -> None:
    reserve(desk)
    desk.tell(MailNotice.MAILBOX_ACTIVE)
    desk.press("Ctrl+Y", "Return")
    assert desk.page is Page.PROOF
    desk.press("Ctrl+Z")
    assert (desk.page, step(desk)) == (Page.MAILBOX, "prove")
    desk.press("Return", "Return")
    assert desk.view.proof.state is ProofState.WAITING
    large = desk.screen.pages.shown_card()
    assert large is not None
    assert (large.title, large.picture) == ("Baca kode enam angka", "six-digits")
    desk.type("123456")
    desk.press("Return")
    desk.tell(MailNotice.PROOF_GOOD, Kind.PROOF_READ)
    desk.press("Return")
    assert (desk.page, step(desk)) == (Page.MAILBOX, "sign_out")
    desk.press("Return")
    assert desk.kept.account.result == Result.MADE
    assert desk.kept.proof.is_proven


def test_the_rest_can_be_done_another_day(desk: AccountDesk) -> None:
    reserve(desk)
    desk.press("Ctrl+Y", "F2")
    uid = desk.kept.account.uid
    assert desk.kept.account.result == Result.MADE
    desk.begin(account=uid)
    desk.press("Ctrl+Z")
    assert (desk.page, step(desk)) == (Page.MAILBOX, "wait")


def test_a_card_that_did_not_come_out_has_no_tick(desk: AccountDesk) -> None:
    reserve(desk)
    desk.press("Ctrl+Y")
    assert "card" not in desk.screen.pages.steps.ticked
    assert desk.hands.sees("Kartu belum dicetak: belum ada printer yang dipilih di Pengaturan.")


# --- another answer -----------------------------------------------------------------------------------------------


def test_who_cannot_sign_in_goes_on_with_the_recovery_of_the_same_address(desk: AccountDesk) -> None:
    desk.begin()
    desk.press("2")
    desk.type("siti.aminah@contoh.id")
    desk.press("Return")
    uid = desk.view.account.uid
    desk.press("Ctrl+G")
    assert desk.hands.sees("Lupa alamat atau kata sandinya")
    desk.press("2")
    account = desk.view.account
    assert (desk.page, account.uid, account.need, account.road) == (Page.STEPS, uid, Need.FORGOTTEN, Road.OWN)
    assert all(desk.hands.sees(text) for text in ("Lupa kata sandi", "Langkah 1 dari 7"))


def test_what_cannot_be_recovered_gives_way_to_a_new_address(desk: AccountDesk) -> None:
    desk.begin()
    desk.press("2")
    desk.type("siti.aminah@gmail.com")
    desk.press("Return", "Ctrl+G", "2", "Ctrl+G")
    assert desk.hands.sees("jangan membuat yang kedua")
    desk.press("3")
    assert desk.page is Page.NAMES, "the address that is there is no name to be made"
    desk.press("1")
    assert (desk.page, desk.view.account.road) == (Page.STEPS, Road.PUBLIC)
    assert desk.view.account.address != "siti.aminah@gmail.com"


def test_who_remembers_it_goes_back_to_the_address(desk: AccountDesk) -> None:
    desk.begin()
    desk.press("3", "Ctrl+G", "2")
    assert (desk.page, desk.view.account.need) == (Page.ADDRESS, Need.HAS)


def test_one_question_back_and_another_answer(desk: AccountDesk) -> None:
    desk.begin()
    desk.press("4")
    assert desk.page is Page.CONTACT
    desk.press("Ctrl+Z")
    assert desk.hands.sees("Apakah SITI AMINAH pernah punya e-mail?")
    assert desk.view.account.need == Need.PHONE, "nothing is changed by looking back"
    desk.press("1")
    assert (desk.page, desk.view.account.need) == (Page.PHONE, Need.NONE)


def test_question_by_question_one_comes_back_to_the_first(desk: AccountDesk) -> None:
    desk.begin()
    desk.press("1", "1", "1")
    seen = []
    for _ in range(4):
        seen.append(desk.page)
        desk.press("Ctrl+Z")
    assert seen == [Page.NAMES, Page.ROAD, Page.PHONE, Page.NEED]
    assert desk.page is Page.NAMES, "and from there to where it stood"


def test_the_same_answer_leads_to_the_next_question(desk: AccountDesk) -> None:
    desk.begin()
    desk.press("1", "1", "1", "Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
    turn = desk.view.account.turn
    desk.press("1")
    assert (desk.page, desk.view.account.turn) == (Page.PHONE, turn)


def test_from_the_first_step_one_comes_back_to_the_question(desk: AccountDesk) -> None:
    desk.begin()
    desk.press("3", "Ctrl+Z")
    assert desk.hands.sees("Apakah SITI AMINAH pernah punya e-mail?")
    desk.press("1")
    assert (desk.page, desk.view.account.road) == (Page.PHONE, "")


def test_a_regional_name_that_was_not_meant_leads_back_to_the_phone(desk: AccountDesk) -> None:
    desk.grant()
    desk.begin()
    desk.press("1", "7", "Ctrl+Z")
    assert desk.hands.sees("HP siapa yang dipakai?")
    desk.press("1")
    assert desk.page is Page.ROAD


def test_a_question_that_was_only_put_for_a_moment_leads_back_to_the_step(desk: AccountDesk) -> None:
    desk.begin()
    desk.press("1", "1", "1", "1", "Return", "Ctrl+G", "Ctrl+Z")
    assert (desk.page, desk.view.account.step) == (Page.STEPS, 1)


def test_a_long_step_begins_at_its_top_in_a_low_window(desk: AccountDesk) -> None:
    desk.stage.resize(900, 480)
    reserve(desk)
    steps = desk.screen.pages.steps
    desk.hands.until(lambda: steps.height() > desk.stage.height(), "the step is not longer than the window")
    desk.rest()
    assert steps.title.visibleRegion().boundingRect().height() == steps.title.height()


def test_the_bar_always_has_the_key_that_turns_the_screen_and_no_words_twice(qtbot: QtBot, desk: AccountDesk) -> None:
    bar = ActionBar(desk.station.look, StatusLine(desk.station.look))
    qtbot.addWidget(bar)
    bar.resize(1366, bar.height())
    reserve(desk)
    for notice in (None, MailNotice.MAILBOX_READY, None, MailNotice.MAILBOX_ACTIVE):
        if notice is not None:
            desk.tell(notice)
        bar.show_actions(desk.screen.offers())
        said = [chip.text() for chip in bar.findChildren(KeyChip) if not chip.isHidden()]
        assert "Tunjukkan" in " ".join(said), step(desk)
        primary = {button.accessibleName() for button in bar.findChildren(QPushButton) if not button.isHidden()}
        assert not primary & set(said), step(desk)
        desk.press("Ctrl+Y" if step(desk) == "card" else "Return")
