"""What is guessed first is weak, whatever signs it is dressed up with; a short sentence of one's own is strong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.forms.secret_strength import Strength, is_trivial, strength_of

POST = ("SBY01", "Posko Disnakertrans Jawa Timur", "Rina Setyowati")


def judged(secret: str) -> Strength:
    return strength_of(secret, least=8, known=POST)


@pytest.mark.parametrize("secret", ["", "abc", "1234567", "kopi ja"])
def test_what_is_shorter_than_allowed_is_short(secret: str) -> None:
    assert judged(secret) is Strength.SHORT


@pytest.mark.parametrize(
    "secret",
    [
        "12345678", "87654321", "aaaaaaaa", "abcdefgh", "qwertyuiop", "asdfghjkl123", "password", "P4ssw0rd!",
        "rahasia123", "R4h4s14!", "indonesia1945", "merdeka2024", "sby01rina", "RinaSetyowati1", "posko-sby01",
        "admin12345", "bismillah1", "rahasia-latihan", "jawatimur99", "aaaabbbbcccc",
    ],
)  # fmt: skip
def test_what_everybody_takes_is_weak(secret: str) -> None:
    assert judged(secret) is Strength.WEAK


@pytest.mark.parametrize("secret", ["t7Kp2qWm", "meluncur7kali", "bubur/ayam", "pelikan-biru"])
def test_something_of_ones_own_is_fair(secret: str) -> None:
    assert judged(secret) >= Strength.FAIR


@pytest.mark.parametrize("secret", ["kopi tubruk jam tiga", "sepeda merah kakek bocor lagi", "Zx9!pQ#mvT7$kLw2"])
def test_a_sentence_of_ones_own_is_strong(secret: str) -> None:
    assert judged(secret) is Strength.STRONG


@given(st.text(max_size=60), st.text(max_size=12))
def test_any_text_is_judged_and_the_post_never_makes_it_stronger(secret: str, name: str) -> None:
    assert strength_of(secret, least=8, known=(name,)) <= strength_of(secret, least=8)


@pytest.mark.parametrize(
    "secret",
    [
        "12345678", "87654321", "11112222", "12341234", "aaaaaaaa", "abcabcabc", "qwertyui", "password", "PASSWORD1",
        "P4ssw0rd", "rahasia123", "sby01sby01", "SBY01Rina", "rinasetyowati", "R1n4S3ty0w4t1", "kopikopi",
    ],
)  # fmt: skip
def test_what_is_tried_first_is_trivial(secret: str) -> None:
    assert is_trivial(secret, known=POST)


@pytest.mark.parametrize("secret", ["rahasia-latihan", "kopi tubruk", "t7Kp2qWm", "jawa-timur-raya", "bubur/ayam"])
def test_a_little_of_ones_own_is_not_trivial(secret: str) -> None:
    assert not is_trivial(secret, known=POST)


@given(st.text(min_size=8, max_size=200))
def test_what_is_trivial_is_never_called_good(secret: str) -> None:
    assert not is_trivial(secret) or strength_of(secret, least=8) is Strength.WEAK
