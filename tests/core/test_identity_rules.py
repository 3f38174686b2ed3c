"""The file of identity rules: what it holds, and what is said when it cannot be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from core.errors import Kind, Trouble
from core.identity_rules import IdentityRules, RulesCode, parse_rules
from core.sentences import sentence

CONTENT = resources.read("identity", "rules.toml")


def trouble_of(content: bytes) -> Trouble:
    with pytest.raises(Trouble) as raised:
        parse_rules(content)
    return raised.value


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        (b'prefixes = ["0811"', b'prefixes = ["811"', "mobile.operators[0].prefixes[0]"),
        (b'name = "Telkomsel"\n', b"", "mobile.operators[0].name"),
        (b"least = 6", b'least = "six"', "email.providers[0].least"),
        (b"[email]", b"[email]\nunknown_key = 1", "email.unknown_key"),
        (b'dots = "one"', b'dots = "two"', "email.providers[1].dots"),
        (b"[mobile]", b"[mobile", "#4"),
        (b"# Dated", b"\xff", "#1"),
    ],
)
def test_a_wrong_file_names_the_key_or_the_line(old: bytes, new: bytes, place: str) -> None:
    trouble = trouble_of(CONTENT.replace(old, new, 1))
    assert (trouble.code, trouble.kind, trouble.facts) == (RulesCode.UNREADABLE, Kind.USAGE, {"place": place})
    assert place in sentence(trouble.code, trouble.facts)


@given(st.binary() | st.text().map(str.encode))
def test_any_bytes_are_rules_or_a_trouble(content: bytes) -> None:
    assert trouble_of(content).code == RulesCode.UNREADABLE


def test_deep_nesting_is_a_trouble_too() -> None:
    assert trouble_of(b"a = " + b"[" * 100_000).code == RulesCode.UNREADABLE


def test_every_prefix_belongs_to_one_operator(rules: IdentityRules) -> None:
    prefixes = [prefix for operator in rules.mobile.operators for prefix in operator.prefixes]
    assert len(prefixes) == len(set(prefixes))


def test_every_mail_domain_belongs_to_one_provider(rules: IdentityRules) -> None:
    domains = [domain for provider in rules.email.providers for domain in provider.domains]
    assert len(domains) == len(set(domains))


def test_every_typo_leads_to_a_providers_domain_and_is_none_itself(rules: IdentityRules) -> None:
    for typo, meant in rules.email.domain_typos.items():
        assert rules.email.provider(meant)
        assert rules.email.provider(typo) is None


def test_every_provider_has_room_between_least_and_most(rules: IdentityRules) -> None:
    assert all(provider.least < provider.most for provider in rules.email.providers)


def test_every_placeholder_number_has_a_known_prefix(rules: IdentityRules) -> None:
    assert all(rules.mobile.operator(number) for number in rules.mobile.placeholders)
