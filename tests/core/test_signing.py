"""Signatures hold for exactly one message, one key and one purpose."""

from __future__ import annotations

import hashlib
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.signing import PUBLIC_KEY_BYTES, SIGNATURE_BYTES, Purpose, SigningKey, is_signed, key_id

KEY = SigningKey(bytes(range(32)))
OTHER = SigningKey(bytes(range(32, 64)))


@given(st.binary(max_size=200), st.sampled_from(Purpose))
def test_a_signature_holds_and_is_always_the_same(message: bytes, purpose: Purpose) -> None:
    signature = KEY.sign(purpose, message)
    assert len(signature) == SIGNATURE_BYTES
    assert signature == KEY.sign(purpose, message)
    assert is_signed(KEY.public, purpose, message, signature)


@given(st.binary(max_size=50), st.data())
def test_one_changed_bit_anywhere_breaks_it(message: bytes, data: st.DataObject) -> None:
    parts = [KEY.public, message, KEY.sign(Purpose.HEAD, message)]
    which = data.draw(st.sampled_from([at for at, part in enumerate(parts) if part]))
    bit = data.draw(st.integers(0, len(parts[which]) * 8 - 1))
    changed = int.from_bytes(parts[which], "big") ^ 1 << bit
    parts[which] = changed.to_bytes(len(parts[which]), "big")
    public, text, signature = parts
    assert not is_signed(public, Purpose.HEAD, text, signature)


@pytest.mark.parametrize(("made_for", "shown_as"), list(itertools.permutations(Purpose, 2)))
def test_a_signature_cannot_be_passed_off_as_another(made_for: Purpose, shown_as: Purpose) -> None:
    assert not is_signed(KEY.public, shown_as, b"x", KEY.sign(made_for, b"x"))


def test_no_purpose_begins_with_another() -> None:
    named = [purpose.value for purpose in Purpose if purpose is not Purpose.REQUEST]
    assert not any(one.startswith(other) for one, other in itertools.permutations(named, 2))


def test_a_request_begins_as_nothing_else_does() -> None:
    """Its signature base [RFC 9421] has no purpose before it; no other signed message begins with a quote."""
    assert Purpose.REQUEST.value == b""
    assert not any(purpose.value.startswith(b'"') for purpose in Purpose)


def test_another_key_did_not_sign() -> None:
    assert not is_signed(OTHER.public, Purpose.SLIP, b"x", KEY.sign(Purpose.SLIP, b"x"))


@pytest.mark.slow
@given(st.binary(max_size=80), st.binary(max_size=80))
def test_any_bytes_for_key_and_signature_are_judged_not_raised(public: bytes, signature: bytes) -> None:
    assert not is_signed(public, Purpose.SLIP, b"x", signature)


def test_a_key_comes_back_out_of_its_private_bytes() -> None:
    key = SigningKey.generate()
    assert SigningKey(key.private).public == key.public
    assert len(key.public) == PUBLIC_KEY_BYTES
    assert key.private != SigningKey.generate().private


@pytest.mark.parametrize("length", [0, 31, 33])
def test_private_bytes_of_another_length_are_refused(length: int) -> None:
    with pytest.raises(ValueError, match="32"):
        SigningKey(bytes(length))


def test_a_key_is_named_by_eight_bytes_of_its_digest() -> None:
    assert key_id(KEY.public) == hashlib.sha256(KEY.public).digest()[:8]
