"""The queue ticket read back from its own PDF: the number before everything, and nobody's name."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papers import Paper
from papers.ticket import QueueTicket, ticket
from papers.words import clean
from tests.papers import reading
from tests.papers.slips import FONTS, RECEIPT

EVERY_PAPER = pytest.mark.parametrize("paper", Paper)

TICKET = QueueTicket(
    letterhead=RECEIPT.letterhead,
    number="A042",
    service="Pendaftaran",
    at=RECEIPT.at,
    zone="WIB",
    ahead=7,
    wait_minutes=35,
    bring=("KTP", "Kartu Keluarga (KK)"),
)


@EVERY_PAPER
def test_everything_a_ticket_has_to_say_is_printed(paper: Paper) -> None:
    text = reading.words(ticket(TICKET, paper, FONTS))
    head = TICKET.letterhead
    said = [head.agency, head.post_name, "Pendaftaran", "A042", "09.14 WIB", "Senin, 13 April 2020", *TICKET.bring]
    said += ["7 orang sebelum Anda", "Perkiraan menunggu 35 menit", "Layanan ini GRATIS"]
    assert [one for one in said if reading.squeezed(one) not in text] == []


@EVERY_PAPER
def test_a_new_number_says_which_one_it_stands_for(paper: Paper) -> None:
    text = reading.words(ticket(replace(TICKET, instead_of="A017"), paper, FONTS))
    assert reading.squeezed("Pengganti nomor A017. Slip lama tidak dipakai lagi.") in text


@EVERY_PAPER
def test_the_number_is_by_far_the_largest_line(paper: Paper) -> None:
    heights = sorted(ink.bottom - ink.top for ink in reading.lines(ticket(TICKET, paper, FONTS)))
    assert heights[-1] > 2.5 * heights[-2]


@EVERY_PAPER
@pytest.mark.parametrize("is_large", [False, True], ids=["usual", "large"])
def test_a_ticket_takes_one_page(paper: Paper, *, is_large: bool) -> None:
    assert reading.page_count(ticket(replace(TICKET, is_large=is_large), paper, FONTS)) == 1


@EVERY_PAPER
def test_the_same_ticket_gives_the_same_bytes(paper: Paper) -> None:
    assert ticket(TICKET, paper, FONTS) == ticket(replace(TICKET), paper, FONTS)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ahead": 0}, "Anda berikutnya"),
        ({"wait_minutes": None}, "Lama menunggu belum bisa diperkirakan."),
        ({"is_training": True}, "DATA LATIHAN"),
        ({"copy_no": 3}, "DUPLIKAT (cetakan ke-3)"),
    ],
)
def test_a_ticket_says_what_is_special_about_it(changes: dict[str, object], said: str) -> None:
    special = replace(TICKET, **changes)  # type: ignore[arg-type] # one member at a time
    assert reading.squeezed(said) in reading.words(ticket(special, Paper.THERMAL58, FONTS))
    assert reading.squeezed(said) not in reading.words(ticket(TICKET, Paper.THERMAL58, FONTS))


def test_nothing_is_said_of_those_before_where_nobody_counted_them() -> None:
    text = reading.words(ticket(replace(TICKET, ahead=None), Paper.THERMAL80, FONTS))
    assert "sebelum" not in text
    assert "menunggu" not in text


def test_the_file_names_no_number() -> None:
    properties = reading.properties(ticket(TICKET, Paper.A5, FONTS))
    assert properties["Title"] == "Nomor antrean"
    assert "A042" not in " ".join(properties.values())


@pytest.mark.parametrize(
    "broken",
    [{"at": datetime(2020, 4, 13, 9, 14)}, {"copy_no": 0}],  # noqa: DTZ001 - a time without its zone is the point
    ids=["naive time", "no copy"],
)
def test_a_ticket_that_breaks_its_promises_cannot_be_made(broken: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"ticket|copies"):
        replace(TICKET, **broken)  # type: ignore[arg-type] # one wrong value at a time


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(text=st.text(max_size=120), paper=st.sampled_from(Paper), is_large=st.booleans())
def test_texts_of_any_length_stay_inside_the_page(text: str, paper: Paper, *, is_large: bool) -> None:
    wild = replace(TICKET, service=text, bring=(text,), zone=text, is_large=is_large)
    data = ticket(wild, paper, FONTS)
    sheet = paper.sheet
    assert all(ink.right <= sheet.left_dots + sheet.printable_dots + 2 for ink in reading.lines(data))
    if text.isascii():
        assert reading.squeezed(clean(text)) in reading.words(data)
