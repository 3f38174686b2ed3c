"""Addresses read out sign by sign."""

from __future__ import annotations

from core.mail_rules import MailRules
from core.spelling import SpelledSign, spelled


def test_every_sign_has_a_word_that_everybody_knows(mail_rules: MailRules) -> None:
    assert [word for _, word in spelled("Su.7@id", mail_rules.names)] == [
        "Susu", "Udang", "titik", "tujuh", "et", "Ikan", "Daun",
    ]  # fmt: skip


def test_a_word_begins_with_its_letter_and_a_sign_is_named(mail_rules: MailRules) -> None:
    for sign, word in mail_rules.names.spelling.items():
        assert SpelledSign(sign, word).is_letter == sign.isalpha()
        assert not sign.isalpha() or word[0].lower() == sign


def test_no_two_signs_share_a_word(mail_rules: MailRules) -> None:
    assert len(set(mail_rules.names.spelling.values())) == len(mail_rules.names.spelling)


def test_a_sign_without_a_word_is_said_as_it_stands(mail_rules: MailRules) -> None:
    assert spelled("é", mail_rules.names) == (("é", "é"),)
