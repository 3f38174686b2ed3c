"""Sealing: what was sealed opens in its own place only, unaltered; marks tell equal from different, no more."""

from __future__ import annotations

import hmac
import secrets

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from app.models.sealing import (
    KEY_BYTES,
    STRONG,
    Sealer,
    new_recovery_code,
    unwrap_with_recovery,
    unwrap_with_secret,
    wrap_with_recovery,
    wrap_with_secret,
)
from core.errors import Trouble
from tests.kit.desk import CHEAP

KEY = bytes(range(KEY_BYTES))
SALT = bytes(16)
SEALER = Sealer(KEY)
UID = b"uid-of-one-row--"


def code_of(sealer: Sealer, table: str, uid: bytes, sealed: bytes) -> str:
    """The trouble that opening meets."""
    with pytest.raises(Trouble) as caught:
        sealer.open(table, uid, sealed)
    return caught.value.code


@given(plain=st.binary(max_size=500))
def test_what_was_sealed_opens(plain: bytes) -> None:
    assert SEALER.open("person", UID, SEALER.seal("person", UID, plain)) == plain


def test_the_same_text_is_sealed_differently_each_time() -> None:
    assert SEALER.seal("person", UID, b"SITI") != SEALER.seal("person", UID, b"SITI")


def test_it_does_not_open_in_another_table() -> None:
    assert code_of(SEALER, "registration", UID, SEALER.seal("person", UID, b"SITI")) == "SEAL_BROKEN"


def test_it_does_not_open_for_another_row() -> None:
    assert code_of(SEALER, "person", UID[:-1] + b"x", SEALER.seal("person", UID, b"SITI")) == "SEAL_BROKEN"


def test_table_and_row_cannot_be_shifted_into_each_other() -> None:
    assert code_of(SEALER, "personu", b"id", SEALER.seal("person", b"uid", b"SITI")) == "SEAL_BROKEN"


def test_it_does_not_open_under_another_key() -> None:
    assert code_of(Sealer(bytes(32)), "person", UID, SEALER.seal("person", UID, b"SITI")) == "SEAL_BROKEN"


def test_every_flipped_bit_is_noticed() -> None:
    sealed = SEALER.seal("person", UID, b"SITI AMINAH")
    for place in range(len(sealed) * 8):
        altered = bytearray(sealed)
        altered[place // 8] ^= 1 << place % 8
        assert code_of(SEALER, "person", UID, bytes(altered)) == "SEAL_BROKEN"


def test_every_cut_is_noticed() -> None:
    sealed = SEALER.seal("person", UID, b"SITI AMINAH")
    for length in range(len(sealed)):
        assert code_of(SEALER, "person", UID, sealed[:length]) == "SEAL_BROKEN"


def test_equal_values_have_equal_marks() -> None:
    assert SEALER.mark("nik", "3578081508909901") == Sealer(KEY).mark("nik", "3578081508909901")


@given(st.binary(min_size=32, max_size=32), st.text(min_size=1))
def test_a_mark_is_an_hmac_of_kind_and_value(store_key: bytes, value: str) -> None:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"posko/mark/1").derive(store_key)
    text = f"name\0{value}".encode()
    assert Sealer(store_key).mark("name", value) == hmac.digest(key, text, "sha256")[:16]


def test_marks_of_different_kinds_differ() -> None:
    marks = {SEALER.mark(kind, "3578081508909901") for kind in ("nik", "kk", "mobile", "email")}
    assert len(marks) == 4


def test_marks_of_different_stores_differ() -> None:
    assert SEALER.mark("nik", "3578081508909901") != Sealer(bytes(32)).mark("nik", "3578081508909901")


def test_nothing_has_no_mark() -> None:
    assert SEALER.mark("nik", "") is None


def test_the_keys_for_rows_marks_and_files_are_different_ones() -> None:
    assert SEALER.file_key != KEY
    assert len(SEALER.file_key) == KEY_BYTES


@given(secret=st.text(min_size=8, max_size=30), other=st.text(min_size=8, max_size=30))
def test_only_the_secret_unwraps(secret: str, other: str) -> None:
    wrapped = wrap_with_secret(KEY, secret, SALT, CHEAP)
    assert unwrap_with_secret(wrapped, secret, SALT, CHEAP) == KEY
    if other != secret:
        assert unwrap_with_secret(wrapped, other, SALT, CHEAP) is None


def test_another_salt_does_not_unwrap() -> None:
    wrapped = wrap_with_secret(KEY, "rahasia-latihan", SALT, CHEAP)
    assert unwrap_with_secret(wrapped, "rahasia-latihan", secrets.token_bytes(16), CHEAP) is None


def test_a_wrap_that_was_cut_does_not_open() -> None:
    wrapped = wrap_with_secret(KEY, "rahasia-latihan", SALT, CHEAP)
    assert all(unwrap_with_secret(wrapped[:end], "rahasia-latihan", SALT, CHEAP) is None for end in range(len(wrapped)))


def test_the_recovery_code_unwraps_and_another_does_not() -> None:
    code = new_recovery_code()
    wrapped = wrap_with_recovery(KEY, code, SALT)
    assert unwrap_with_recovery(wrapped, code.lower(), SALT) == KEY
    assert unwrap_with_recovery(wrapped, new_recovery_code(), SALT) is None


def test_a_guess_of_a_real_secret_is_dear() -> None:
    assert (STRONG.memory_kib, STRONG.iterations) == (64 * 1024, 3)
