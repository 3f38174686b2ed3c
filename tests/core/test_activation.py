"""Activation codes: made, typed, hashed."""

from __future__ import annotations

import hashlib
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.activation import LENGTH, SIGNS, code_hash, new_code, read_code, shown

CODE = "K7QM-2XRT-9DHE"


def test_a_code_is_twelve_signs_in_three_groups() -> None:
    code = new_code(secrets.randbelow)
    assert [len(group) for group in code.split("-")] == [4, 4, 4]
    assert set(code) - {"-"} <= set(SIGNS)
    assert not set("01OIZ") & set(SIGNS)


def test_no_code_comes_twice() -> None:
    assert len({new_code(secrets.randbelow) for _ in range(1_000)}) == 1_000


@pytest.mark.parametrize("typed", [CODE, "k7qm2xrt9dhe", " K7QM 2XRT 9DHE ", "k7qm.2xrt.9dhe", "K7QM--2XRT--9DHE"])
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert read_code(typed) == "K7QM2XRT9DHE"


@pytest.mark.parametrize("typed", ["", "K7QM", "K7QM-2XRT-9DH", "K7QM-2XRT-9DHEE", "K7QM-2XRT-9DH0", "K7QM-2XRT-9DH!"])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert read_code(typed) is None


@given(st.text(max_size=40))
def test_nothing_typed_can_break_it(typed: str) -> None:
    code = read_code(typed)
    assert code is None or (len(code) == LENGTH and read_code(shown(code)) == code)


def test_the_hash_is_the_same_with_and_without_hyphens_and_is_the_papers() -> None:
    hashed = code_hash(CODE)
    assert hashed == code_hash("K7QM2XRT9DHE")
    assert hashed == hashlib.scrypt(b"K7QM2XRT9DHE", salt=b"posko/activation/1", n=16_384, r=8, p=1, dklen=32)
    assert code_hash("K7QM2XRT9DHF") != hashed
