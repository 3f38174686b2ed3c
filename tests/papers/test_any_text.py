"""Whatever the fields hold, a slip comes out: complete, inside its page, nothing over anything else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papers import Paper, Slip, render
from papers.words import clean
from tests.papers import reading
from tests.papers.slips import FONTS, RECEIPT, TOO_YOUNG

LETTERS = "ABCDEIKLMNOPRSTUWYabdeghiklmnoprstuy0123456789.,'-()/&éèñöç"


def lengths(most: int) -> st.SearchStrategy[str]:
    """Texts of Indonesian papers up to a length, words up to very long ones."""
    words = st.text(LETTERS, min_size=1, max_size=24)
    return st.lists(words, min_size=1, max_size=30).map(" ".join).map(lambda text: text[:most].strip())


SLIPS = st.builds(
    replace,
    st.sampled_from([RECEIPT, TOO_YOUNG]),
    name=lengths(160),
    programme=lengths(160),
    stage=lengths(60),
    counter=lengths(60),
    officer_name=lengths(80),
    papers_missing=st.lists(lengths(100), max_size=9).map(tuple),
    papers_seen=st.lists(lengths(60), max_size=9).map(tuple),
    reasons=st.lists(lengths(300), max_size=5).map(tuple),
    next_steps=st.lists(lengths(120), max_size=3).map(tuple),
    status_check=lengths(160),
    complaint_line=lengths(160),
    is_training=st.booleans(),
    copy_no=st.integers(1, 40),
)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(slip=SLIPS, paper=st.sampled_from(Paper))
def test_texts_of_any_length_are_wrapped_never_cut_and_never_overlap(slip: Slip, paper: Paper) -> None:
    data = render(slip, paper, FONTS)
    sheet = paper.sheet
    inks = reading.lines(data)
    height = reading.picture(data).height
    assert all(sheet.left_dots - 2 <= ink.left for ink in inks)
    assert all(ink.right <= sheet.left_dots + sheet.printable_dots + 2 for ink in inks)
    assert all(ink.top >= 0 and ink.bottom <= height for ink in inks)
    assert not any(one.overlaps(other) for at, one in enumerate(inks) for other in inks[:at])
    said = [slip.name, slip.programme, *slip.papers_missing, *slip.papers_seen, *slip.reasons, *slip.next_steps]
    text = reading.words(data)
    assert [item for item in said if reading.squeezed(clean(item)) not in text] == []


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=120), paper=st.sampled_from(Paper))
def test_any_unicode_gives_a_slip(text: str, paper: Paper) -> None:
    wild = replace(RECEIPT, name=text, programme=text, counter=text, zone=text, papers_missing=(text,), reasons=(text,))
    assert render(wild, paper, FONTS).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("  SITI \t AMINAH\n", "SITI AMINAH"),
        ("Jose\u0301", "José"),
        ("A\ud800B", "A\ufffdB"),
        ("SI\u200bTI\x07", "SITI"),
        ("SITI\xa0AMINAH", "SITI AMINAH"),
        ("NIK 3578085508909901.", "NIK 357808******9901."),
        ("35-SBY01-20200413-0042-5", "35-SBY01-20200413-0042-5"),
    ],
)
def test_text_is_cleaned_before_it_is_set(typed: str, printed: str) -> None:
    assert clean(typed) == printed
