"""The QR of a slip: what it accepts, how large it gets, and that its rectangles are its modules."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Kind, Trouble
from core.sentences import sentence
from papers import Paper, render
from papers.qr import CAPACITIES, LONGEST_TEXT, QrCode, check_text, modules_of, rectangles, side_modules
from tests.papers.slips import FONTS, RECEIPT

MATRICES = st.integers(1, 12).flatmap(
    lambda width: st.lists(st.lists(st.booleans(), min_size=width, max_size=width), min_size=1, max_size=12)
)


@pytest.mark.parametrize("text", ["", "https://posko.id/S/A", "A_B", "A\nB", "Ä", "A" * 300 + "a"])
def test_text_outside_the_alphanumeric_set_is_refused(text: str) -> None:
    with pytest.raises(Trouble) as trouble:
        check_text(text)
    assert (trouble.value.code, trouble.value.kind) == (QrCode.CHARSET, Kind.USAGE)


def test_text_beyond_version_8_is_refused() -> None:
    check_text("A" * LONGEST_TEXT)
    with pytest.raises(Trouble) as trouble:
        check_text("A" * (LONGEST_TEXT + 1))
    assert trouble.value.code == QrCode.TOO_LONG
    assert "222" in sentence(trouble.value.code, trouble.value.facts)


@pytest.mark.parametrize("text", ["", "kecil", "A" * 222])
@pytest.mark.parametrize("paper", Paper)
def test_a_receipt_whose_qr_cannot_be_printed_is_refused(paper: Paper, text: str) -> None:
    with pytest.raises(Trouble) as trouble:
        render(replace(RECEIPT, qr_text=text), paper, FONTS)
    assert sentence(trouble.value.code, trouble.value.facts)


@pytest.mark.parametrize("length", sorted({1, *CAPACITIES, *(most + 1 for most in CAPACITIES[:-1])}))
@pytest.mark.parametrize("letter", ["A", "7"], ids=["letters", "digits"])
def test_the_size_known_beforehand_is_the_size_drawn(length: int, letter: str) -> None:
    modules = modules_of(letter * length)
    assert len(modules) == len(modules[0]) == side_modules(letter * length)


@given(MATRICES)
def test_rectangles_are_exactly_the_dark_modules_and_never_overlap(modules: list[list[bool]]) -> None:
    covered = [
        (x, y)
        for column, row, columns, rows in rectangles(modules)
        for x in range(column, column + columns)
        for y in range(row, row + rows)
    ]
    assert len(covered) == len(set(covered))
    assert set(covered) == {(x, y) for y, row in enumerate(modules) for x, dark in enumerate(row) if dark}
