"""Versions of rules: a later day is newer, then a higher count; any text is a version."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.versions import is_newer


@pytest.mark.parametrize(
    ("older", "newer"),
    [("2020-04-11.1", "2020-04-11.2"), ("2020-04-11.9", "2020-04-11.10"), ("2020-04-11.10", "2020-04-12.1"),
     ("2020-04-11", "2020-04-11.1"), ("2020-04-11.1", "2021-01-01")],
)  # fmt: skip
def test_a_later_day_or_a_higher_count_is_newer(older: str, newer: str) -> None:
    assert is_newer(newer, older)
    assert not is_newer(older, newer)


@given(st.text(max_size=30), st.text(max_size=30))
def test_of_two_versions_one_at_most_is_newer(one: str, other: str) -> None:
    assert is_newer(one, other) != is_newer(other, one) or one == other
    assert not is_newer(one, one)
