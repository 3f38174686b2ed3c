"""Names as a search compares them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.name_words import kept_words, name_words, sound_of, sounds_begun_by


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("SITI AMINAH", ("siti", "aminah")),
        ("Nu'man Al-Fàrisi, S.E.", ("numan", "al", "farisi", "s", "e")),
        ("Ørsted ŁUKASZ Æsa", ("orsted", "lukasz", "aesa")),
        ("  ", ()),
        ("-.,'", ()),
    ],
)
def test_words_have_no_case_accent_or_sign(text: str, words: tuple[str, ...]) -> None:
    assert name_words(text) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("soekarno", "sukarno"),
        ("djoko", "joko"),
        ("tjahjono", "cahjono"),
        ("sjarif", "syarif"),
        ("chairil", "khairil"),
        ("moch", "muhammad"),
        ("mohammad", "muhamad"),
        ("achmad", "ahmad"),
        ("abdoel", "abdul"),
        ("noor", "nur"),
        ("taufiq", "taufik"),
        ("yudhi", "yudi"),
        ("anna", "ana"),
        ("deny", "deni"),
    ],
)
def test_spellings_of_one_name_sound_alike(one: str, other: str) -> None:
    assert sound_of(one) == sound_of(other)


@pytest.mark.parametrize(("one", "other"), [("rina", "rini"), ("budi", "dewi"), ("aaaa", "a"), ("ali", "ari")])
def test_other_names_do_not(one: str, other: str) -> None:
    assert sound_of(one) != sound_of(other)


def test_the_beginning_of_a_short_form_stands_for_the_name() -> None:
    assert sound_of("muhammad") in sounds_begun_by("moc")
    assert sound_of("muhammad") not in sounds_begun_by("mo")


def test_a_first_m_is_muhammad_and_one_that_stands_alone_is_not() -> None:
    assert kept_words("M. ARIF") == ("muh", "m", "arif")
    assert kept_words("M") == ("m",)
    assert kept_words("ARIF, M.M.") == ("arif", "m", "m")


@given(st.text(max_size=100))
def test_any_text_has_words_of_plain_letters_and_digits(text: str) -> None:
    for word in name_words(text):
        assert word.isascii()
        assert word.isalnum()
        assert sound_of(word)
