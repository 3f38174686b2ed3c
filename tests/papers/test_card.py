"""The kartu e-mail read back from its own PDF: address and code large, room for the owner's hand, nobody's name."""

from __future__ import annotations

from dataclasses import replace

import pypdfium2 as pdfium  # type: ignore[import-untyped] # ships without types
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import Trouble
from papers.address_lines import address_lines
from papers.card import Activation, CardFacts, card_pdf
from papers.card_page import CardPaper
from papers.fonts import faces_of
from papers.page import POINTS_PER_DOT, SMALLEST_TYPE, Paper
from tests.papers import reading
from tests.papers.cards import ALL_CARDS, CODE, LONGEST, PUBLIC, QR_TEXT, REGIONAL
from tests.papers.slips import FONTS

EVERY_PAPER = pytest.mark.parametrize("paper", CardPaper)
EVERY_CARD = pytest.mark.parametrize("card", ALL_CARDS.values(), ids=ALL_CARDS.keys())
SHEETS = pytest.mark.parametrize("paper", [CardPaper.A6, CardPaper.A5, CardPaper.A4, CardPaper.F4])
ROLLS = pytest.mark.parametrize("paper", [CardPaper.THERMAL58, CardPaper.THERMAL80])
BOLD = faces_of(FONTS).bold


def line_texts(data: bytes) -> list[str]:
    page = pdfium.PdfDocument(data)[0]
    items = page.get_objects([pdfium.raw.FPDF_PAGEOBJ_TEXT], textpage=page.get_textpage())
    return [item.extract() for item in items]


def contents(card: CardFacts) -> list[str]:
    """Everything a card has to say, as one would look for it."""
    said = [card.letterhead.agency, card.letterhead.post_name, "KARTU E-MAIL", card.address, "@ = dibaca et"]
    said += [". = titik", "Cara masuk", *card.sign_in, "Kata sandi", "Tulis sendiri", "Untuk pemulihan"]
    said += ["Jangan berikan kata sandi kepada siapa pun, termasuk petugas."]
    said += ["Jangan ganti nomor HP selama 6 bulan.", "Senin, 13 April 2020", "Layanan ini GRATIS"]
    if card.activation:
        said += [card.activation.code, card.activation.page, "Kode aktivasi: sekali pakai"]
        said += ["Pakai paling lambat", "Coba lagi besok"]
    return said


@EVERY_PAPER
@EVERY_CARD
@pytest.mark.parametrize("is_large", [False, True], ids=["usual", "large"])
def test_everything_stands_on_one_page_and_nothing_over_anything_else(
    card: CardFacts, paper: CardPaper, *, is_large: bool
) -> None:
    data = card_pdf(replace(card, is_large=is_large), paper, FONTS)
    sheet = paper.sheet(is_large=is_large)
    text, inks = reading.words(data), reading.lines(data)
    assert [said for said in contents(card) if reading.squeezed(said) not in text] == []
    assert reading.page_count(data) == 1
    assert [ink for ink in inks if ink.left < sheet.left_dots - 3 or ink.top < 0] == []
    assert [ink for ink in inks if ink.right > sheet.left_dots + sheet.printable_dots + 1] == []
    assert [(one, other) for at, one in enumerate(inks) for other in inks[:at] if one.overlaps(other)] == []


@EVERY_PAPER
@pytest.mark.parametrize("card", [REGIONAL, LONGEST], ids=["usual", "longest"])
@pytest.mark.parametrize("is_large", [False, True], ids=["usual", "large"])
def test_the_page_of_the_code_is_read_from_a_thermal_head_and_an_office_printer(
    card: CardFacts, paper: CardPaper, *, is_large: bool
) -> None:
    data = card_pdf(replace(card, is_large=is_large), paper, FONTS)
    assert card.activation is not None
    assert reading.qr_texts(reading.on_head(data)) == [card.activation.qr_text]
    assert reading.qr_texts(reading.picture(data, 300)) == [card.activation.qr_text]


@ROLLS
def test_the_qr_is_read_when_only_the_head_s_own_width_is_printed(paper: CardPaper) -> None:
    image, sheet = reading.on_head(card_pdf(REGIONAL, paper, FONTS)), Paper(paper.value).sheet
    cropped = image.crop((sheet.left_dots, 0, sheet.left_dots + sheet.printable_dots, image.height))
    assert reading.qr_texts(cropped) == [QR_TEXT]


@EVERY_PAPER
def test_the_address_is_larger_than_what_is_said_about_it(paper: CardPaper) -> None:
    data = card_pdf(PUBLIC, paper, FONTS)
    [domain] = [text for text in line_texts(data) if text.endswith("@contoh.id")]
    assert reading.capital_height(data, domain) > 1.15 * reading.capital_height(data, "Cara masuk")


@EVERY_PAPER
def test_the_code_stands_in_one_line_that_is_large(paper: CardPaper) -> None:
    data = card_pdf(REGIONAL, paper, FONTS)
    assert reading.capital_height(data, CODE) > 9, "points: about 3 mm"


@EVERY_PAPER
@EVERY_CARD
def test_an_address_is_broken_before_a_dot_and_the_sign_only(card: CardFacts, paper: CardPaper) -> None:
    texts = line_texts(card_pdf(card, paper, FONTS))
    start = next(at for at, text in enumerate(texts) if text and card.address.startswith(text))
    lines: list[str] = []
    while "".join(lines) != card.address:
        lines.append(texts[start + len(lines)])
    assert [line for line in lines[1:] if line[0] not in ".@"] == []


@EVERY_PAPER
def test_there_is_an_empty_line_for_the_password_and_for_the_recovery(paper: CardPaper) -> None:
    data = card_pdf(PUBLIC, paper, FONTS)
    texts, inks = [text.strip() for text in line_texts(data)], reading.lines(data)
    password, recovery = texts.index("Kata sandi"), texts.index("Untuk pemulihan")
    room = inks[recovery].top - max(ink.bottom for ink in inks[password:recovery])
    assert room * POINTS_PER_DOT / 72 * 25.4 > 7, "millimetres for a hand"


@EVERY_PAPER
def test_the_same_card_gives_the_same_bytes(paper: CardPaper) -> None:
    assert card_pdf(REGIONAL, paper, FONTS) == card_pdf(replace(REGIONAL), paper, FONTS)


def test_the_file_names_neither_address_nor_code() -> None:
    properties = reading.properties(card_pdf(REGIONAL, CardPaper.A6, FONTS))
    assert properties["Title"] == "Kartu e-mail"
    assert not [one for one in properties.values() if "siti" in one or CODE[:4] in one]


def test_a_card_is_hidden_where_it_is_logged() -> None:
    shown = repr(REGIONAL)
    assert "siti" not in shown
    assert CODE not in shown


@EVERY_PAPER
def test_a_training_card_says_so(paper: CardPaper) -> None:
    said = reading.squeezed("DATA LATIHAN")
    assert said in reading.words(card_pdf(replace(PUBLIC, is_training=True), paper, FONTS))
    assert said not in reading.words(card_pdf(PUBLIC, paper, FONTS))


@SHEETS
@EVERY_CARD
def test_on_a_sheet_the_card_is_an_a6_in_the_corner(card: CardFacts, paper: CardPaper) -> None:
    inks = reading.lines(card_pdf(card, paper, FONTS))
    assert max(ink.right for ink in inks) < 105 / 25.4 * 203
    assert max(ink.bottom for ink in inks) < 148 / 25.4 * 203


def test_a_large_card_on_a_large_sheet_is_an_a5() -> None:
    inks = reading.lines(card_pdf(replace(REGIONAL, is_large=True), CardPaper.A4, FONTS))
    assert 105 < max(ink.right for ink in inks) / 203 * 25.4 < 148


@SHEETS
def test_a_line_shows_where_to_cut_and_nothing_is_outside_it(paper: CardPaper) -> None:
    image = reading.on_head(card_pdf(REGIONAL, paper, FONTS)).convert("L")
    width, height = round(105 / 25.4 * 203), round(148 / 25.4 * 203)
    beside = image.crop((min(width + 4, image.width), 0, image.width, image.height))
    below = image.crop((0, min(height + 4, image.height), image.width, image.height))
    assert all(not part.width or not part.height or part.getextrema()[0] == 255 for part in (beside, below))
    edge = image.crop((width - 2, 0, min(width + 3, image.width), height))
    assert (edge.getextrema()[0] == 0) == (paper is not CardPaper.A6)


@ROLLS
def test_a_roll_is_as_long_as_its_card(paper: CardPaper) -> None:
    short, long = (reading.size_mm(card_pdf(card, paper, FONTS)) for card in (PUBLIC, REGIONAL))
    assert short[0] == long[0] == pytest.approx(Paper(paper.value).sheet.width_mm, abs=0.1)
    assert short[1] < long[1] < 260


def test_a_letter_o_is_told_only_where_it_may_be_a_nought() -> None:
    said = reading.squeezed("o = huruf o")
    assert said in reading.words(card_pdf(replace(PUBLIC, address="joko2@contoh.id"), CardPaper.A6, FONTS))
    assert said not in reading.words(card_pdf(replace(PUBLIC, address="joko@contoh.id"), CardPaper.A6, FONTS))


def test_an_address_with_many_digits_is_printed_as_it_is() -> None:
    address = "1234567890123456@contoh.id"
    text = reading.words(card_pdf(replace(PUBLIC, address=address), CardPaper.A6, FONTS))
    assert address in text


@pytest.mark.parametrize("qr_text", ["https://posko.contoh.go.id", "HTTPS://" + "A" * 250])
def test_a_page_that_no_qr_can_hold_is_refused(qr_text: str) -> None:
    assert REGIONAL.activation is not None
    wrong = replace(REGIONAL, activation=replace(REGIONAL.activation, qr_text=qr_text))
    with pytest.raises(Trouble):
        card_pdf(wrong, CardPaper.A6, FONTS)


LOCALS = st.text("abcdefghijklmnopqrstuvwxyz0123456789._-", min_size=1, max_size=64)
DOMAINS = st.lists(st.text("abcdefghijklmnopqrstuvwxyz-", min_size=1, max_size=30), min_size=1, max_size=5)
ADDRESSES = st.builds(lambda local, domain: f"{local}@{'.'.join(domain)}", LOCALS, DOMAINS)


@given(address=ADDRESSES, width=st.sampled_from([340, 384, 560, 743]), largest=st.integers(32, 78))
def test_no_sign_of_an_address_is_lost_or_beyond_the_paper(address: str, width: int, largest: int) -> None:
    size, lines = address_lines(BOLD, address, largest, width)
    assert "".join(lines) == address
    assert SMALLEST_TYPE <= size <= largest
    assert all(BOLD.width(line, size) <= width for line in lines)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(address=ADDRESSES, paper=st.sampled_from(CardPaper), is_large=st.booleans(), text=st.text(max_size=80))
def test_any_text_gives_a_card(address: str, paper: CardPaper, *, is_large: bool, text: str) -> None:
    activation = Activation(CODE, text, QR_TEXT, REGIONAL.on)
    wild = replace(REGIONAL, address=address, sign_in=(text, text), activation=activation, is_large=is_large)
    data = card_pdf(wild, paper, FONTS)
    assert address in reading.words(data)
