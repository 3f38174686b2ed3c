"""Where a help goes another way: names and codes that are void, another road, a card that fails, the first answer."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.desk.account.look import open_accounts
from app.ui import actions as to
from app.ui.screens.account_pages import Page
from app.ui.station import Station
from core.accounts import Need, PhoneOwner, Result, Road
from core.proofs import MailboxState, MailNotice
from tests.kit.account_desk import CODE, AccountDesk, with_page
from tests.kit.window import OFFSCREEN_LACKS, settled
from tests.papers.reading import words

pytestmark = pytest.mark.qt_log_ignore(OFFSCREEN_LACKS)

NIK = "3578085508909901"
LONG = "hammad.kusumaningrat.12@warga.disnakertrans.jatimprov.go.id"


@pytest.fixture
def desk(qtbot: QtBot, station: Station) -> Iterator[AccountDesk]:
    yield AccountDesk(qtbot, with_page(station))
    settled(qtbot, station)


@pytest.fixture
def papers(desk: AccountDesk, tmp_path: Path) -> Path:
    return desk.choose_printer(tmp_path / "kartu")


def reserve(desk: AccountDesk) -> uuid.UUID:
    """Somebody without a phone gets a mailbox; the help's uid."""
    desk.grant()
    desk.begin()
    desk.press("1", "7", "1")
    assert desk.page is Page.MAILBOX
    return desk.view.account.uid


def cards_in(desk: AccountDesk, folder: Path, many: int) -> list[str]:
    """What stands on each card, once so many have come out."""
    desk.hands.until(lambda: len(list(folder.glob("*.pdf"))) == many, f"not {many} cards")
    desk.hands.until(lambda: "diserahkan" in desk.screen.course.card.told.text)
    return [words(file.read_bytes()) for file in sorted(folder.glob("*.pdf"))]


# --- a mailbox that is void ---------------------------------------------------------------------------------------


def test_an_address_that_was_taken_gives_way_to_another_name(desk: AccountDesk) -> None:
    reserve(desk)
    first = desk.view.account.address
    desk.tell(MailNotice.MAILBOX_TAKEN)
    assert desk.hands.sees("Alamat ini milik orang lain")
    assert desk.offer(to.REPRINT) is None
    desk.press("Return")
    assert desk.page is Page.NAMES
    assert desk.hands.sees("lalu beri nama baru")
    assert first not in {one.accessibleName() for one in desk.screen.pages.names.answers.buttons}
    desk.press("1")
    assert desk.view.mailbox is not None
    assert (desk.page, desk.view.mailbox.state) == (Page.MAILBOX, MailboxState.RESERVED)
    assert desk.view.account.address == desk.view.mailbox.address != first


def test_an_ended_help_whose_address_was_taken_is_gone_on_with(desk: AccountDesk) -> None:
    uid = reserve(desk)
    desk.press("Return")
    desk.tell(MailNotice.MAILBOX_TAKEN, account=uid)
    desk.begin(account=uid)
    again = desk.offer(to.UNDO)
    assert again is not None
    assert (desk.page, again.is_primary, desk.offer(to.REPRINT)) == (Page.END, True, None)
    desk.press("Ctrl+Z")
    assert desk.page is Page.NAMES


def test_a_mailbox_that_was_never_used_gets_a_new_card(desk: AccountDesk, papers: Path) -> None:
    uid = reserve(desk)
    cards_in(desk, papers, 1)
    desk.press("Return")
    desk.tell(MailNotice.MAILBOX_EXPIRED, account=uid)
    desk.begin(account=uid)
    desk.press("F7")
    first, second = (CODE.findall(text) for text in cards_in(desk, papers, 2))
    assert len(first) == len(second) == 1
    assert first != second


# --- another road -------------------------------------------------------------------------------------------------


def test_another_provider_gets_a_name_of_its_own(desk: AccountDesk) -> None:
    desk.begin()
    desk.press("1", "1", "1", "1")
    assert (desk.page, desk.view.account.address.endswith("@gmail.com")) == (Page.STEPS, True)
    desk.press("Ctrl+G", "3")
    assert desk.page is Page.NAMES
    desk.press("1")
    assert (desk.page, desk.view.account.address.endswith("@yahoo.com")) == (Page.STEPS, True)


def test_a_mailbox_that_is_there_has_its_address_when_its_road_is_gone_again(desk: AccountDesk) -> None:
    reserve(desk)
    regional = desk.view.account.address
    desk.press("Ctrl+G", "2")
    assert desk.page is Page.NAMES
    desk.press("1", "Ctrl+G")
    assert desk.view.account.address != regional
    desk.press("4")
    assert (desk.page, desk.view.account.address) == (Page.MAILBOX, regional)


def test_the_name_that_a_provider_gave_with_another_ending_stays(desk: AccountDesk) -> None:
    desk.begin()
    desk.press("1", "1", "3", "1")
    desk.go_on_to(Page.ADDRESS)
    desk.screen.pages.address.address.selectAll()
    desk.type("siti.aminah@yahoo.co.id")
    desk.press("Return", "Escape")
    desk.begin(account=open_accounts(desk.station.desk)[0].account.uid)
    assert (desk.page, desk.view.account.address) == (Page.PROOF, "siti.aminah@yahoo.co.id")


def test_where_the_provider_says_taken_the_next_names_are_one_key_away(desk: AccountDesk) -> None:
    desk.begin()
    desk.press("1", "1", "1")
    seen = desk.screen.pages.names.seen
    desk.press("1", "Return", "Return", "Return")
    step = desk.view.account.step
    desk.press("0")
    assert desk.page is Page.NAMES
    assert not {one.accessibleName() for one in desk.screen.pages.names.answers.buttons} & seen
    desk.press("1")
    assert (desk.page, desk.view.account.step) == (Page.STEPS, step)
    assert desk.view.account.address not in seen


def test_from_the_other_names_one_comes_back_to_the_step(desk: AccountDesk) -> None:
    desk.begin()
    desk.press("1", "1", "1", "1", "Return", "0", "Ctrl+Z")
    assert (desk.page, desk.view.account.step) == (Page.STEPS, 1)


# --- cards --------------------------------------------------------------------------------------------------------


def test_a_card_that_fails_after_the_end_is_told(desk: AccountDesk, tmp_path: Path) -> None:
    place = tmp_path / "bukan-folder"
    place.write_text("", encoding="utf-8")
    desk.choose_printer(place / "kartu")
    desk.grant()
    desk.begin()
    desk.press("1", "7")
    desk.screen.course.card.moved.connect(desk.screen.course.card.forget)  # as quick as an officer can be
    desk.press("1")
    desk.hands.until(lambda: bool(desk.stage.notices), "nobody was told")
    (notice,) = desk.stage.notices
    assert notice.tone == "stop"
    assert "Kartu e-mail" in notice.text
    assert "F7" in notice.text


def test_whoever_comes_back_is_reminded_of_the_card(desk: AccountDesk) -> None:
    uid = reserve(desk)
    desk.press("Escape")
    desk.begin(account=uid)
    assert desk.page is Page.MAILBOX
    assert desk.hands.sees("Kalau kartunya belum di tangan pemohon, F7 mencetak kartu baru.")


def test_no_code_is_ever_on_the_screen(desk: AccountDesk, papers: Path) -> None:
    reserve(desk)
    shown = [desk.hands.shown]
    (card,) = cards_in(desk, papers, 1)
    (code,) = CODE.findall(card)
    shown.append(desk.hands.shown)
    desk.press("F8")
    large = desk.screen.pages.shown_card()
    shown += [str(large), *(one.accessibleName() for one in desk.screen.findChildren(type(desk.screen.answer)))]
    desk.press("Return")
    shown += [desk.hands.shown, *(notice.text for notice in desk.stage.notices)]
    bare = [re.sub(r"[^A-Z0-9]", "", text.upper()) for text in shown]
    assert all(code.replace("-", "") not in text for text in bare)


# --- the first answers --------------------------------------------------------------------------------------------


def test_who_turns_out_to_have_an_address_goes_on_with_it(desk: AccountDesk) -> None:
    desk.begin()
    desk.press("1", "1")
    assert desk.hands.sees("E-mail yang sudah ada")
    desk.press("4")
    assert (desk.page, desk.view.account.road) == (Page.ADDRESS, Road.OWN)
    desk.type("siti.aminah@contoh.id")
    desk.press("Return", "F2")
    assert desk.kept.account.result == Result.HAD


def test_a_proposed_name_is_no_address_that_was_there(desk: AccountDesk) -> None:
    desk.begin()
    desk.press("1", "1", "2", "1", "Ctrl+G", "4")
    assert desk.page is Page.ADDRESS


def test_a_simple_phone_is_a_phone(desk: AccountDesk) -> None:
    desk.begin()
    desk.press("1", "6")
    assert desk.hands.sees("Mengapa ditunda?")
    assert desk.view.account.phone_owner == PhoneOwner.SELF


def test_an_answer_in_one_go_with_f4_opens_no_second_help(desk: AccountDesk) -> None:
    desk.begin(nik=NIK)
    desk.press("1", "1")
    uid = desk.view.account.uid
    desk.press("Escape")
    desk.start(nik=NIK)
    desk.screen.course.open(Need.NONE)
    desk.rest()
    assert [one.account.uid for one in open_accounts(desk.station.desk)] == [uid]
    assert desk.view.account.uid == uid


def test_an_answer_that_was_quicker_than_the_search_is_taken_when_nothing_is_found(desk: AccountDesk) -> None:
    desk.start(nik=NIK)
    desk.screen.course.open(Need.NONE)
    desk.rest()
    assert desk.page is Page.PHONE
    assert len(open_accounts(desk.station.desk)) == 1


# --- pages --------------------------------------------------------------------------------------------------------


def test_what_was_typed_is_there_again_after_a_look_at_the_steps(desk: AccountDesk) -> None:
    desk.begin()
    desk.press("2")
    desk.type("siti.aminah@gmail.cmo")
    desk.press("Ctrl+Z")
    assert desk.page is Page.STEPS
    desk.go_on_to(Page.ADDRESS)
    assert desk.screen.pages.address.address.text() == "siti.aminah@gmail.cmo"


def test_the_step_with_the_address_spells_it(desk: AccountDesk) -> None:
    desk.begin()
    desk.press("1", "1", "1", "1")
    assert desk.screen.pages.steps.spelled.isHidden()
    desk.press("Return", "Return", "Return")
    step = desk.screen.pages.steps.step
    assert step is not None
    assert step.code == "address"
    assert desk.screen.pages.steps.spelled.text.startswith("s Susu")
    shown = desk.screen.pages.shown_card()
    assert shown is not None
    assert "".join(one.sign for one in shown.signs) == desk.view.account.address


def test_a_proof_that_was_left_out_has_no_tick(desk: AccountDesk) -> None:
    desk.begin()
    desk.press("1", "1", "1", "1")
    desk.go_on_to(Page.ADDRESS)
    desk.press("Return", "F2")
    assert desk.page is Page.STEPS
    assert "prove" not in desk.screen.pages.steps.ticked
    assert "recovery" in desk.screen.pages.steps.ticked


@pytest.mark.parametrize(("address", "has_page"), [("siti.aminah@gmail.com", True), ("siti.aminah@contoh.id", False)])
def test_a_forgotten_password_has_its_providers_page(desk: AccountDesk, address: str, *, has_page: bool) -> None:
    desk.begin()
    desk.press("3")
    desk.go_on_to(Page.ADDRESS)
    desk.type(address)
    desk.press("Return")
    desk.screen.course.go(Page.STEPS)
    browser = desk.offer(to.BROWSER)
    assert browser is not None
    assert browser.is_enabled is has_page
    assert ("recovery" in desk.screen.pages.page_address) is has_page


def test_nobody_says_that_something_was_checked_that_was_not(desk: AccountDesk) -> None:
    desk.begin()
    desk.press("1", "1")
    gmail, outlook = (desk.screen.pages.question.answers.buttons[place] for place in (0, 1))
    assert "dicek 22-11-2026" in gmail.accessibleDescription()
    assert "belum dipastikan" in outlook.accessibleDescription()
    desk.press("2", "1", "Return")
    assert desk.hands.sees("Belum dipastikan.")


def test_a_long_address_breaks_and_is_read_whole(desk: AccountDesk) -> None:
    desk.begin()
    desk.press("2")
    desk.type(LONG)
    desk.press("Return")
    page = desk.screen.pages.proof
    desk.stage.resize(640, 480)
    desk.rest()
    assert page.address.accessibleName() == LONG
    assert page.minimumSizeHint().width() <= 640 - 2 * 24
    desk.press("Ctrl+C")
    assert desk.screen.clipboard.held is not None


def test_the_officer_is_told_what_not_to_do(desk: AccountDesk) -> None:
    desk.begin()
    desk.press("2")
    desk.type("siti.aminah@contoh.id")
    desk.press("Return")
    assert desk.hands.sees("Jangan menanyakan atau mengetik kata sandinya.")


def test_the_card_that_is_printed_is_of_the_address_that_is_seen(desk: AccountDesk, papers: Path) -> None:
    reserve(desk)
    box = desk.view.account.address
    cards_in(desk, papers, 1)
    desk.press("Ctrl+G", "5")
    desk.type("siti@contoh.id")
    desk.press("Return", "F7")
    mailboxs, other = sorted(cards_in(desk, papers, 2), key=lambda said: box not in said)
    assert desk.view.mailbox is not None
    assert desk.view.mailbox.code_turn == 1, "the card in the applicant's hand stays good"
    assert (box in mailboxs, len(CODE.findall(mailboxs))) == (True, 1)
    assert ("siti@contoh.id" in other, CODE.findall(other)) == (True, [])
