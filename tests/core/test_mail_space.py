"""Tags of name spaces: whole numbers without 0 and 1, for those are read as letters."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from core.mail_space import FIRST_TAG, is_tag, tag_after, tag_at, tag_no

GOOD = [number for number in range(FIRST_TAG, 25_000) if not set(str(number)) & {"0", "1"}]


def test_each_tag_is_the_next_number_whose_figures_are_all_2_to_9() -> None:
    tags = list(itertools.accumulate(range(len(GOOD) - 1), lambda tag, _no: tag_after(tag), initial=FIRST_TAG))
    assert tags == GOOD
    assert GOOD[:2] == [22, 23]


def test_a_tag_is_told_from_other_numbers() -> None:
    assert [number for number in range(25_000) if is_tag(number)] == GOOD


def test_behind_a_number_that_is_none_the_next_tag_follows() -> None:
    assert [tag_after(number) for number in (0, 9, 12, 29, 99, 105, 2101)] == [22, 22, 22, 32, 222, 222, 2222]


def test_tags_are_counted_without_the_numbers_between_them() -> None:
    numbers = [tag_no(tag) for tag in GOOD]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))


@given(st.integers(min_value=0, max_value=10**11))
def test_no_tag_lies_between_a_number_and_the_next_tag(number: int) -> None:
    after = tag_after(number)
    assert number < after
    assert is_tag(after)
    assert not any(is_tag(between) for between in range(number + 1, min(after, number + 200)))


def test_a_tag_is_found_by_its_place() -> None:
    assert [tag_at(tag_no(tag)) for tag in GOOD] == GOOD
