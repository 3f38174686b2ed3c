"""The public validation cases and our own, one test a row: verdict and value exactly as the table says."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.address import Regions, check_postal_code, check_rt_rw, check_village_code, described_village
from core.dates import DateSource, check_date
from core.email import check_email
from core.family_card import check_family_card_no
from core.findings import Checked, Finding, Weight
from core.identity_rules import IdentityRules
from core.names import check_name
from core.nik import check_nik, described
from core.people import IdPaper, Sex
from core.phone import check_mobile
from core.sentences import sentence
from tests.core.test_typed_text import ANY_TEXT

T = TypeVar("T")

CASES = Path(__file__).parents[1] / "data" / "cases"
COVERED = ("nik", "kk", "phone", "email", "date", "name", "rtrw", "kodewil", "kodepos")
ELSEWHERE = {"elig"}
TABLES = ("identity_examples.csv", "own_cases.csv", "identity_own.csv")


@dataclass(frozen=True, slots=True)
class Row:
    kind: str
    input: str
    verdict: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Judged:
    verdict: str
    value: str
    findings: tuple[Finding, ...]


class Judge:
    """Judges one row as ``posko check`` does."""

    def __init__(self, regions: Regions, rules: IdentityRules, today: date) -> None:
        self._regions = regions
        self._rules = rules
        self._today = today

    def __call__(self, row: Row) -> Judged:
        text, *pairs = row.input.split("|")
        keys = dict(pair.split("=", 1) for pair in pairs)
        on = date.fromisoformat(keys["ref"]) if "ref" in keys else self._today
        judged: Judged = getattr(self, f"judge_{row.kind}")(text, keys, on)
        return judged

    def judge_nik(self, text: str, keys: Mapping[str, str], on: date) -> Judged:
        checked = check_nik(
            text,
            on=on,
            regions=self._regions,
            birth_date=check_date(keys["dob"], on=on).value if "dob" in keys else None,
            sex=Sex(keys["sex"]) if "sex" in keys else None,
            paper=IdPaper(keys.get("doc", "KTP")),
            is_training=keys.get("mode") == "latihan",
        )
        return said(checked, described)

    def judge_kk(self, text: str, keys: Mapping[str, str], on: date) -> Judged:
        return said(check_family_card_no(text, on=on, nik=keys.get("nik", ""), regions=self._regions), str)

    def judge_phone(self, text: str, _keys: Mapping[str, str], _on: date) -> Judged:
        return said(check_mobile(text, rules=self._rules), str)

    def judge_email(self, text: str, keys: Mapping[str, str], _on: date) -> Judged:
        checked = check_email(text, rules=self._rules, is_shared=keys.get("dup") == "1")
        proposal = next((finding.proposal for finding in checked.findings if finding.proposal), None)
        return said(Checked(proposal, checked.findings) if checked.value and proposal else checked, str)

    def judge_date(self, text: str, keys: Mapping[str, str], on: date) -> Judged:
        source = DateSource.EXCEL if keys.get("src") == "excel" else DateSource.TYPED
        return said(check_date(text, on=on, source=source), date.isoformat)

    def judge_name(self, text: str, _keys: Mapping[str, str], _on: date) -> Judged:
        return said(check_name(text), str)

    def judge_rtrw(self, text: str, _keys: Mapping[str, str], _on: date) -> Judged:
        return said(check_rt_rw(text), str)

    def judge_kodewil(self, text: str, _keys: Mapping[str, str], _on: date) -> Judged:
        return said(check_village_code(text, regions=self._regions), described_village)

    def judge_kodepos(self, text: str, keys: Mapping[str, str], _on: date) -> Judged:
        return said(check_postal_code(text, regions=self._regions, province=keys.get("prov", "")), str)


def said(checked: Checked[T], show: Callable[[T], str]) -> Judged:
    value = "" if checked.value is None else show(checked.value)
    return Judged(str(checked.weight), value, checked.findings)


def rows(name: str) -> list[Row]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return [Row(*cells.values()) for cells in csv.DictReader(file)]


ROWS = [row for name in TABLES for row in rows(name) if row.kind in COVERED]


@pytest.fixture(scope="module")
def judge(regions: Regions, rules: IdentityRules, today: date) -> Judge:
    return Judge(regions, rules, today)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.kind}:{row.input!a}")
def test_a_case_gets_its_verdict_and_value(judge: Judge, row: Row) -> None:
    judged = judge(row)
    assert (judged.verdict, judged.value) == (row.verdict, row.value), row.reason


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.kind}:{row.input!a}")
def test_every_finding_of_a_case_can_be_said(judge: Judge, row: Row) -> None:
    for finding in judge(row).findings:
        assert "{" not in sentence(finding.code, finding.facts)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.kind}:{row.input!a}")
def test_a_verdict_that_is_not_ok_has_a_reason(judge: Judge, row: Row) -> None:
    judged = judge(row)
    assert (judged.verdict == Weight.OK) == all(finding.weight is Weight.OK for finding in judged.findings)


def test_the_tables_hold_no_kind_that_nobody_judges() -> None:
    kinds = {row.kind for name in TABLES for row in rows(name)}
    assert kinds <= {*COVERED, *ELSEWHERE}


def test_our_own_cases_are_at_least_as_many_as_the_public_ones() -> None:
    public = [row for row in rows("identity_examples.csv") if row.kind in COVERED]
    assert len(rows("own_cases.csv")) >= len(public)
    assert len(rows("identity_own.csv")) >= 2 * len(public)


def test_no_case_is_asked_twice_with_another_answer() -> None:
    answers = {(row.kind, row.input): (row.verdict, row.value) for row in ROWS}
    assert all(answers[row.kind, row.input] == (row.verdict, row.value) for row in ROWS)


ODD_TEXT = ANY_TEXT | st.text(alphabet="0123456789OIlSB@.,;:/()-+|=\"' \u200f\u202e\x00\ud800ptgadn", max_size=40)


@settings(deadline=1_000)
@given(kind=st.sampled_from(COVERED), text=ODD_TEXT)
@example(kind="email", text="@" * 254)
@example(kind="email", text="a." * 127)
@example(kind="phone", text="0812345601" * 20)
@example(kind="phone", text="(" * 200)
@example(kind="date", text="1a" * 100)
@example(kind="rtrw", text="O03*O07")
@example(kind="kodewil", text="1 " * 100)
@example(kind="name", text="\u0300" * 200)
def test_any_text_gets_a_verdict_of_every_kind(judge: Judge, kind: str, text: str) -> None:
    value = text.replace("|", "")
    judged = judge(Row(kind, value, "", "", ""))
    assert bool(judged.value) == (judged.verdict != Weight.BLOCK)
    assert all(sentence(finding.code, finding.facts) for finding in judged.findings)


@pytest.mark.parametrize("kind", COVERED)
@pytest.mark.parametrize("sign", ["1", "A", "@", "\u202e", "\x00", "\ud800", " ", "\u0300", "0812345601"])
def test_a_text_without_end_is_refused_unread(judge: Judge, kind: str, sign: str) -> None:
    judged = judge(Row(kind, sign * 100_000, "", "", ""))
    assert [finding.code for finding in judged.findings] == ["TEXT_TOO_LONG"]
