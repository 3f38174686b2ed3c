"""The kartu e-mail at the desk: the right address, the code on paper alone, no card that is good for nothing."""

from __future__ import annotations

import dataclasses
import functools
import uuid
from datetime import date, timedelta

import pytest

from app.desk.account.acts import AccountKept
from app.desk.account.card import activation_page, card_facts, prepare_card
from app.desk.account.go_on import choose_road, note_address
from app.desk.account.look import account_view
from app.desk.account.open import open_account
from app.desk.account.reserve import Reserved, new_code, reserve_mailbox
from app.desk.context import Desk
from app.models.mail_notices import keep_mail_notice
from app.models.mail_space import keep_mail_space
from app.models.profile import ServerBond
from core.accounts import CodeWhy, Need, Road
from core.errors import Trouble
from core.mail_space import MailSpace
from core.proofs import MailNotice
from core.wire.envelope import Notice
from papers.card import Activation, CardFacts, card_pdf
from papers.card_page import CardPaper
from papers.slip import Letterhead
from tests.kit.desk import DAY, all_rows, sql
from tests.kit.manual_clock import ManualClock
from tests.papers import reading

HOST = "posko.contoh.go.id"
UNUSED = timedelta(days=30)
LONGEST = "fransiskus.kusumaningratwidyadiningrat.1234@warga.contoh.go.id"


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A desk of a post with a public page, which may give out names."""
    space = MailSpace("warga.contoh.go.id", "12")
    desk.store.write(lambda: keep_mail_space(desk.store.profile.stream, space))
    return dataclasses.replace(desk, words=dataclasses.replace(desk.words, status_host=HOST))


def helped(
    desk: Desk, address: str = "", need: Need = Need.NONE, road: Road | None = None, provider: str = ""
) -> uuid.UUID:
    uid = open_account(desk, DAY, need, name_on_id="SITI AMINAH").account.uid
    if road:
        assert isinstance(choose_road(desk, uid, road, provider), AccountKept)
    if address:
        assert isinstance(note_address(desk, uid, address), AccountKept)
    return uid


def reserved(desk: Desk, stem: str = "siti.aminah") -> tuple[uuid.UUID, Reserved]:
    uid = helped(desk)
    told = reserve_mailbox(desk, uid, stem)
    assert isinstance(told, Reserved)
    return uid, told


def tell(desk: Desk, uid: uuid.UUID, *codes: MailNotice) -> None:
    """What the server says about the mailbox of a help."""
    [(stream, seq)] = sql(
        desk.store, "SELECT stream, seq FROM mail_act WHERE account_uid = ? AND kind = 'mailbox_reserved'", uid.bytes
    )
    for feed_no, code in enumerate(codes, 1):
        notice = Notice(feed_no, stream, seq, code.value, {"account": str(uid)})
        desk.store.write(functools.partial(keep_mail_notice, notice))


def facts(desk: Desk, uid: uuid.UUID, code: str = "") -> CardFacts:
    return card_facts(desk, account_view(desk, uid), code)


def refusal(desk: Desk, uid: uuid.UUID, code: str = "") -> str:
    with pytest.raises(Trouble) as trouble:
        prepare_card(desk, uid, "a6", code)
    return trouble.value.code


# --- what stands on it --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", CardPaper)
def test_the_card_of_a_mailbox_says_address_code_and_page_on_every_paper(desk: Desk, paper: CardPaper) -> None:
    uid, told = reserved(desk)
    pdf = prepare_card(desk, uid, paper.value, told.code).pdf
    text = reading.words(pdf)
    assert told.address in text
    assert told.code in text
    assert f"{HOST}/aktivasi" in text
    assert reading.page_count(pdf) == 1
    assert reading.qr_texts(reading.on_head(pdf)) == [f"HTTPS://{HOST.upper()}/AKTIVASI"]


def test_a_code_is_good_for_as_long_as_the_mailbox_waits(desk: Desk, clock: ManualClock) -> None:
    uid, told = reserved(desk)
    clock.pass_s(5 * 24 * 3600)
    again = new_code(desk, uid, CodeWhy.PRINT_FAILED)
    assert isinstance(again, Reserved)
    for code in (told.code, again.code):
        activation = facts(desk, uid, code).activation
        assert activation is not None
        assert activation.until == date(2020, 4, 13) + UNUSED


def test_a_mailbox_that_nobody_activated_has_its_whole_time_again(desk: Desk, clock: ManualClock) -> None:
    uid, _told = reserved(desk)
    tell(desk, uid, MailNotice.MAILBOX_READY, MailNotice.MAILBOX_EXPIRED)
    clock.pass_s(40 * 24 * 3600)
    again = new_code(desk, uid, CodeWhy.PRINT_FAILED)
    assert isinstance(again, Reserved)
    activation = facts(desk, uid, again.code).activation
    assert activation is not None
    assert activation.until == date(2020, 4, 13) + timedelta(days=40) + UNUSED


def test_a_code_that_brings_a_password_back_has_no_last_day(desk: Desk) -> None:
    uid, _told = reserved(desk)
    tell(desk, uid, MailNotice.MAILBOX_READY, MailNotice.MAILBOX_ACTIVE)
    again = new_code(desk, uid, CodeWhy.RECOVERY, reason="Lupa", id_paper="KTP")
    assert isinstance(again, Reserved)
    activation = facts(desk, uid, again.code).activation
    assert activation is not None
    assert activation.until is None


@pytest.mark.parametrize(
    ("address", "need", "road", "provider", "said"),
    [
        ("contoh.nama@gmail.com", Need.NONE, Road.PUBLIC, "gmail", "Gmail"),
        ("contoh.nama@yahoo.com", Need.NONE, Road.PUBLIC, "yahoo", "Yahoo"),
        ("contoh.nama@gmail.com", Need.HAS, Road.OWN, "", "Gmail"),
        ("siti.aminah27@contoh.id", Need.HAS, Road.OWN, "", "kata sandi"),
        ("siti.aminah27@contoh.id", Need.FORGOTTEN, Road.OWN, "", "Lupa lagi"),
        ("siti.aminah27@contoh.id", Need.NONE, None, "", "kata sandi"),
    ],
)
def test_a_card_says_how_to_get_in_at_this_provider(
    desk: Desk, address: str, need: Need, road: Road | None, provider: str, said: str
) -> None:
    card = facts(desk, helped(desk, address, need, road, provider))
    assert said in " ".join(card.sign_in)
    assert card.activation is None


@pytest.mark.parametrize("paper", CardPaper)
@pytest.mark.parametrize("is_large", [False, True], ids=["usual", "large"])
def test_what_every_guide_wants_on_a_card_fits_one_card(desk: Desk, paper: CardPaper, *, is_large: bool) -> None:
    activation = Activation("K7QM-2XRT-9DHE", f"{HOST}/aktivasi", f"HTTPS://{HOST.upper()}/AKTIVASI", DAY)
    for guide in desk.mail_rules().guides:
        card = CardFacts(
            letterhead=Letterhead("PEMERINTAH PROVINSI CONTOH", "Dinas Tenaga Kerja, Posko Contoh 01"),
            address=LONGEST,
            on=DAY,
            sign_in=guide.card_lines,
            activation=activation if guide.road is Road.REGIONAL else None,
            is_training=True,
            is_large=is_large,
        )
        assert reading.page_count(card_pdf(card, paper, desk.fonts())) == 1, guide.code


def test_the_card_of_an_active_mailbox_has_no_code(desk: Desk) -> None:
    uid, told = reserved(desk)
    tell(desk, uid, MailNotice.MAILBOX_READY, MailNotice.MAILBOX_ACTIVE)
    text = reading.words(prepare_card(desk, uid, "a6").pdf)
    assert told.address in text
    assert "Kodeaktivasi" not in text


def test_a_training_card_says_so_and_names_the_post_alone(desk: Desk) -> None:
    card = facts(desk, helped(desk, "siti.aminah27@contoh.id"))
    assert card.is_training
    assert (card.letterhead.address, card.letterhead.phone, card.letterhead.emblem) == ("", "", b"")
    assert card.letterhead.post_name == desk.words.letterhead.post_name


def test_the_same_card_gives_the_same_bytes_and_a_title_that_names_nobody(desk: Desk) -> None:
    uid, told = reserved(desk)
    one, other = (prepare_card(desk, uid, "thermal80", told.code) for _ in range(2))
    assert one == other
    assert one.title == "Kartu e-mail"
    assert "siti" not in repr(one)


# --- where the page is --------------------------------------------------------------------------------------------


def test_without_a_public_host_the_page_is_at_the_server(desk: Desk) -> None:
    bond = ServerBond("http://127.0.0.1:8080", bytes(32), b"life")
    desk.store.profile = dataclasses.replace(desk.store.profile, server=bond)
    bare = dataclasses.replace(desk, words=dataclasses.replace(desk.words, status_host=""))
    assert activation_page(bare) == "http://127.0.0.1:8080/aktivasi"
    uid, told = reserved(bare)
    activation = facts(bare, uid, told.code).activation
    assert activation is not None
    assert (activation.page, activation.qr_text) == ("http://127.0.0.1:8080/aktivasi", "HTTP://127.0.0.1:8080/AKTIVASI")


def test_without_host_and_server_no_card_with_a_code_is_made(desk: Desk) -> None:
    bare = dataclasses.replace(desk, words=dataclasses.replace(desk.words, status_host=""))
    uid, told = reserved(bare)
    assert refusal(bare, uid, told.code) == "CARD_NO_PAGE"


# --- what is refused ----------------------------------------------------------------------------------------------


def test_without_an_address_there_is_no_card(desk: Desk) -> None:
    assert refusal(desk, helped(desk)) == "ACCOUNT_NO_ADDRESS"


def test_an_unknown_help_has_no_card(desk: Desk) -> None:
    assert refusal(desk, uuid.uuid4()) == "ACCOUNT_UNKNOWN"


@pytest.mark.parametrize("told", [(), (MailNotice.MAILBOX_READY,), (MailNotice.MAILBOX_EXPIRED,)])
def test_a_mailbox_that_nobody_can_open_yet_has_no_card_without_a_code(
    desk: Desk, told: tuple[MailNotice, ...]
) -> None:
    uid, _reserved = reserved(desk)
    tell(desk, uid, *told)
    assert refusal(desk, uid) == "CARD_NEEDS_CODE"


def test_a_mailbox_that_is_somebody_elses_has_no_card_at_all(desk: Desk) -> None:
    uid, told = reserved(desk)
    tell(desk, uid, MailNotice.MAILBOX_TAKEN)
    assert refusal(desk, uid, told.code) == "CARD_MAILBOX_TAKEN"


# --- what is kept -------------------------------------------------------------------------------------------------


def test_neither_the_code_nor_the_card_is_kept_anywhere_in_the_profile(desk: Desk) -> None:
    uid, told = reserved(desk)
    pdf = prepare_card(desk, uid, "thermal58", told.code).pdf
    bare = told.code.replace("-", "")
    held = repr(all_rows(desk.store))
    assert [secret for secret in (told.code, bare, bare.lower()) if secret in held] == []
    kept = [path.read_bytes() for path in desk.store.home.rglob("*") if path.is_file()]
    assert [data for data in kept if told.code.encode() in data or bare.encode() in data or pdf in data] == []
