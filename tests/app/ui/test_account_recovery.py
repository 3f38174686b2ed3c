"""A mailbox whose owner cannot get in: found by its address, given back by a coordinator who has seen a paper."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.desk.account.look import account_view
from app.models.events import events_after
from app.models.officers import Role, add_officer, secret_lock
from app.ui import actions as to
from app.ui.screens.account_pages import Page
from app.ui.station import Station
from core.accounts import Need
from core.ids import uid_from
from core.proofs import MailNotice
from core.wire.codec import decode
from core.wire.events import Kind
from core.wire.records import MailboxCodeSetBody
from tests.kit.account_desk import CODE, AccountDesk, with_page
from tests.kit.desk import CHEAP, SECRET
from tests.kit.window import OFFSCREEN_LACKS, settled
from tests.papers.reading import words

pytestmark = pytest.mark.qt_log_ignore(OFFSCREEN_LACKS)

NO_NUMBER = "Nomor surat tidak perlu ditulis di sini"


@pytest.fixture
def desk(qtbot: QtBot, station: Station) -> Iterator[AccountDesk]:
    yield AccountDesk(qtbot, with_page(station))
    settled(qtbot, station)


@pytest.fixture
def papers(desk: AccountDesk, tmp_path: Path) -> Path:
    return desk.choose_printer(tmp_path / "kartu")


@pytest.fixture
def owner(desk: AccountDesk, papers: Path) -> uuid.UUID:
    """Somebody who has activated their mailbox and gone home; the help's uid."""
    desk.grant()
    desk.begin()
    desk.press("1", "7", "1")
    codes_on(desk, papers, 1)
    uid = desk.view.account.uid
    desk.press("Return")
    desk.tell(MailNotice.MAILBOX_ACTIVE, account=uid)
    return uid


def codes_on(desk: AccountDesk, folder: Path, many: int) -> list[str]:
    """The codes of all cards, once so many have come out."""
    desk.hands.until(lambda: len(list(folder.glob("*.pdf"))) == many, f"not {many} cards")
    desk.hands.until(lambda: "diserahkan" in desk.screen.course.card.told.text)
    return [code for file in sorted(folder.glob("*.pdf")) for code in CODE.findall(words(file.read_bytes()))]


def new_codes(desk: AccountDesk) -> list[MailboxCodeSetBody]:
    store, sealer = desk.station.desk.store, desk.station.desk.keys.sealer
    found = store.run(lambda: events_after(store.profile.stream, 0, 99, sealer))
    return [decode(body, MailboxCodeSetBody) for header, body in found if header.kind == Kind.MAILBOX_CODE_SET]


def by_an_officer(qtbot: QtBot, desk: AccountDesk) -> AccountDesk:
    """The same desk with somebody at it who is no coordinator."""
    ours = desk.station.desk
    lock = secret_lock(SECRET, ours.keys.store_key, cost=CHEAP)
    uid = uid_from(ours.now_ms() + 1, bytes(10))
    ours.store.write(lambda: add_officer(uid, "BUDI", Role.OFFICER, lock, at_ms=ours.now_ms()))
    theirs = dataclasses.replace(ours, keys=ours.store.unlock("BUDI", SECRET, ours.clock))
    return AccountDesk(qtbot, replace(desk.station, desk=theirs))


# --- the coordinator's way ----------------------------------------------------------------------------------------


def test_a_coordinator_who_has_seen_a_paper_prints_a_card_with_a_new_code(
    desk: AccountDesk, papers: Path, owner: uuid.UUID
) -> None:
    desk.begin(account=owner)
    assert desk.page is Page.END
    desk.press("Ctrl+U")
    assert all(desk.hands.sees(text) for text in ("Pulihkan kotak e-mail ini?", "SITI AMINAH"))
    desk.press("k", "Return")
    desk.type("lupa kata sandi")
    desk.press("Return")
    first, second = codes_on(desk, papers, 2)
    assert first != second
    assert desk.page is Page.END
    (told,) = new_codes(desk)
    assert (told.why, told.turn, told.id_paper, told.reason) == ("recovery", 2, "KTP asli", "lupa kata sandi")


def test_a_paper_that_is_not_in_the_list_is_written_down(desk: AccountDesk, papers: Path, owner: uuid.UUID) -> None:
    desk.begin(account=owner)
    desk.press("Ctrl+U", "Return")
    desk.type("surat dari lurah")
    desk.press("Return")
    desk.type("HP hilang")
    desk.press("F2")
    codes_on(desk, papers, 2)
    assert [(one.id_paper, one.reason) for one in new_codes(desk)] == [("surat dari lurah", "HP hilang")]


def test_without_paper_or_reason_nothing_is_done(desk: AccountDesk, owner: uuid.UUID) -> None:
    desk.begin(account=owner)
    desk.press("Ctrl+U", "F2")
    assert desk.hands.sees("Pilih dulu surat yang dilihat.")
    desk.press("1", "F2")
    assert desk.hands.sees("Tulis dulu apa yang terjadi.")
    assert new_codes(desk) == []


@pytest.mark.parametrize("text", ["NIK 3578010101900001 lupa sandi", "3578 0101 0190 0001", "kartu 12345678"])
def test_the_number_of_a_paper_is_kept_in_neither_box(desk: AccountDesk, owner: uuid.UUID, text: str) -> None:
    desk.begin(account=owner)
    desk.press("Ctrl+U", "Return")
    desk.type(text)
    desk.press("Return")
    desk.type("lupa kata sandi")
    desk.press("Return")
    assert desk.hands.sees(NO_NUMBER)
    assert desk.screen.pages.recovery.other.hasFocus()
    desk.screen.pages.recovery.other.clear()
    desk.type("paspor")
    desk.press("Return")
    desk.screen.pages.recovery.reason.clear()
    desk.type(text)
    desk.press("Return")
    assert desk.hands.sees(NO_NUMBER)
    assert (desk.page, new_codes(desk)) == (Page.RECOVER, [])


def test_of_two_papers_none_is_written_down_unasked(desk: AccountDesk, papers: Path, owner: uuid.UUID) -> None:
    desk.begin(account=owner)
    desk.press("Ctrl+U", "Return")
    desk.type("surat dari lurah")
    desk.press("Return")
    desk.type("HP hilang")
    desk.screen.pages.recovery.paper.setFocus()
    desk.press("k", "F2")
    assert desk.hands.sees("Pilih satu surat saja")
    assert (desk.page, new_codes(desk)) == (Page.RECOVER, [])
    desk.screen.pages.recovery.other.clear()
    desk.press("F2")
    codes_on(desk, papers, 2)
    assert [one.id_paper for one in new_codes(desk)] == ["KTP asli"]


def test_a_reason_that_tells_a_password_is_refused_kindly(desk: AccountDesk, owner: uuid.UUID) -> None:
    desk.begin(account=owner)
    desk.press("Ctrl+U", "1", "Return")
    desk.type("sandi: rahasia123")
    desk.press("Return")
    assert not desk.screen.answer.isHidden()
    assert desk.page is Page.RECOVER
    assert new_codes(desk) == []


def test_one_goes_back_without_having_done_anything(desk: AccountDesk, owner: uuid.UUID) -> None:
    desk.begin(account=owner)
    desk.press("Ctrl+U", "1", "Ctrl+Z")
    assert (desk.page, new_codes(desk)) == (Page.END, [])
    desk.press("Ctrl+U")
    assert desk.screen.pages.recovery.paper.chosen == "", "nothing is chosen beforehand"


def test_an_officer_is_told_to_call_the_coordinator(qtbot: QtBot, desk: AccountDesk, owner: uuid.UUID) -> None:
    officer = by_an_officer(qtbot, desk)
    officer.begin(account=owner)
    officer.press("Ctrl+U")
    assert officer.hands.sees("Pemulihan kotak e-mail hanya dilakukan koordinator.")
    assert (officer.page, new_codes(desk)) == (Page.END, [])
    settled(qtbot, officer.station)


def test_a_mailbox_that_was_never_used_needs_no_coordinator(desk: AccountDesk) -> None:
    desk.grant()
    desk.begin()
    desk.press("1", "7", "1")
    assert desk.offer(to.RECOVER) is None
    desk.tell(MailNotice.MAILBOX_READY)
    assert desk.offer(to.RECOVER) is None


def test_the_card_is_the_mailboxs_though_another_address_was_meant_since(
    desk: AccountDesk, papers: Path, owner: uuid.UUID
) -> None:
    box = account_view(desk.station.desk, owner).account.address
    desk.begin(account=owner)
    desk.press("Ctrl+Z", "Ctrl+G", "5")
    desk.type("siti@contoh.id")
    desk.press("Return", "F2")
    desk.begin(account=owner)
    assert desk.view.account.address == "siti@contoh.id"
    desk.press("Ctrl+U", "1", "Return")
    desk.type("lupa kata sandi")
    desk.press("Return")
    codes_on(desk, papers, 2)
    second = max(papers.glob("*.pdf"), key=lambda file: file.stat().st_mtime_ns)
    assert box in words(second.read_bytes())


def test_a_card_that_did_not_come_out_is_asked_for_once_more(desk: AccountDesk, papers: Path, owner: uuid.UUID) -> None:
    desk.begin(account=owner)
    desk.press("Ctrl+U", "1", "Return")
    desk.type("lupa kata sandi")
    desk.press("Return")
    codes_on(desk, papers, 2)
    desk.press("F7")
    assert (desk.page, len(new_codes(desk))) == (Page.RECOVER, 1), "a card without its code is good for nothing"
    desk.press("Escape")
    desk.begin(account=owner)
    desk.press("F7")
    desk.hands.until(lambda: len(list(papers.glob("*.pdf"))) == 3)
    assert len(new_codes(desk)) == 1, "later on it is the card of an address"


# --- in a help that is still open ---------------------------------------------------------------------------------


def opened_again(desk: AccountDesk, owner: uuid.UUID) -> None:
    """The same help, which goes on."""
    desk.begin(account=owner)
    desk.press("Ctrl+Z")
    assert desk.view.account.is_open


def give_back(desk: AccountDesk) -> None:
    """The coordinator has seen a paper."""
    desk.press("Ctrl+U", "k", "Return")
    desk.type("lupa kata sandi")
    desk.press("Return")


def test_in_an_open_help_it_is_said_that_the_card_came_out(desk: AccountDesk, papers: Path, owner: uuid.UUID) -> None:
    opened_again(desk, owner)
    desk.press("Ctrl+Y")
    give_back(desk)
    codes_on(desk, papers, 2)
    assert desk.page is Page.MAILBOX
    assert desk.hands.sees("Kartu sudah diserahkan ke printer.")


def test_who_says_that_the_password_is_forgotten_is_still_given_the_mailbox_back(
    desk: AccountDesk, papers: Path, owner: uuid.UUID
) -> None:
    opened_again(desk, owner)
    desk.screen.course.take_own(Need.FORGOTTEN)
    desk.rest()
    assert (desk.page, desk.view.account.address) == (Page.STEPS, "")
    assert desk.hands.sees("koordinator menekan Ctrl+U")
    give_back(desk)
    assert len(codes_on(desk, papers, 2)) == 2
    assert desk.hands.sees("Kartu sudah diserahkan ke printer.")


def test_on_the_way_to_another_address_as_well(desk: AccountDesk, papers: Path, owner: uuid.UUID) -> None:
    opened_again(desk, owner)
    desk.press("Ctrl+G", "5")
    desk.type("siti@contoh.id")
    desk.press("Return")
    assert desk.page is Page.PROOF
    give_back(desk)
    codes_on(desk, papers, 2)
    assert desk.page is Page.PROOF
    assert desk.hands.sees("Kartu sudah diserahkan ke printer.")
    desk.press("Escape")
    assert not desk.hands.sees("Kartu sudah diserahkan ke printer."), "nobody sits there any more"


# --- found by the address -----------------------------------------------------------------------------------------


def test_whoever_comes_with_a_card_is_found_by_its_address(desk: AccountDesk, owner: uuid.UUID) -> None:
    address = account_view(desk.station.desk, owner).account.address
    desk.press("Ctrl+F")
    assert desk.page is Page.FIND
    desk.type(address.upper())
    desk.press("Return")
    assert (desk.page, desk.view.account.uid) == (Page.END, owner)
    assert all(desk.hands.sees(text) for text in ("SITI AMINAH", "koordinator menekan Ctrl+U"))
    assert desk.offer(to.RECOVER) is not None


def test_an_address_that_nobody_here_knows_is_said_to_be_so(desk: AccountDesk) -> None:
    desk.press("Ctrl+F", "Return")
    assert desk.hands.sees("Ketik dulu alamatnya.")
    desk.type("siti@contoh.id")
    desk.press("Return")
    assert desk.hands.sees("Alamat ini belum dikenal di laptop ini.")
    desk.press("Escape")
    assert desk.page is Page.HOME
    assert desk.screen.pages.find.address.text() == ""
