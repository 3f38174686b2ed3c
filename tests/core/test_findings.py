"""Findings carry a weight, a code and facts; troubles carry a code, facts and a tone."""

from __future__ import annotations

from datetime import date

import pytest

from core.errors import Kind, Trouble, unusable
from core.findings import Checked, Finding, Scope, Weight, block, heaviest, ok, warn


def test_weights_are_ordered() -> None:
    assert sorted(Weight, key=lambda weight: weight.rank) == [Weight.OK, Weight.WARN, Weight.BLOCK]


@pytest.mark.parametrize(
    ("findings", "weight"),
    [
        ((), Weight.OK),
        ((ok("x", "A"),), Weight.OK),
        ((warn("x", "A"), ok("x", "B")), Weight.WARN),
        ((warn("x", "A"), block("x", "B"), ok("x", "C")), Weight.BLOCK),
    ],
)
def test_the_heaviest_finding_counts(findings: tuple[Finding, ...], weight: Weight) -> None:
    assert heaviest(findings) is weight
    assert Checked("value", findings).weight is weight


def test_a_finding_about_a_field_says_where_what_and_how_heavy() -> None:
    finding = block("nik", "NIK_TOO_SHORT", length=15, needed=16)
    assert finding == Finding("nik", Weight.BLOCK, "NIK_TOO_SHORT", {"length": 15, "needed": 16}, Scope.FIELD)
    assert [make("x", "A").weight for make in (ok, warn, block)] == list(Weight)


def test_a_proposal_is_a_text_or_none() -> None:
    assert warn("email", "A", proposal="siti@contoh.id").proposal == "siti@contoh.id"
    assert warn("email", "A").proposal is None
    assert warn("email", "A", proposal=date(1990, 8, 17)).proposal is None


def test_a_trouble_is_the_worlds_fault_unless_what_was_given_is_unusable() -> None:
    assert Trouble("DISK_FULL", file="x").kind is Kind.WORLD
    trouble = unusable("FILE_NOT_TEXT", file="x.csv", kind_of="csv")
    assert (trouble.kind, trouble.code) == (Kind.USAGE, "FILE_NOT_TEXT")
    assert trouble.facts == {"file": "x.csv", "kind_of": "csv"}


def test_the_text_of_a_trouble_for_the_log_is_its_code_alone() -> None:
    assert str(Trouble("SECRET_WRONG", name="RINA")) == "SECRET_WRONG"
    assert (Kind.USAGE.value, Kind.WORLD.value) == (2, 3)
