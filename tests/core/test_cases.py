"""The public validation cases and our own, one test a row: verdict and value exactly as the table says."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest

from core.address import Regions, check_rt_rw, check_village_code, described_village
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

T = TypeVar("T")

CASES = Path(__file__).parents[1] / "data" / "cases"
COVERED = ("nik", "kk", "phone", "email", "date", "name", "rtrw", "kodewil")
ELSEWHERE = {"elig", "kodepos"}


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

    def judge_kk(self, text: str, keys: Mapping[str, str], _on: date) -> Judged:
        return said(check_family_card_no(text, nik=keys.get("nik", ""), regions=self._regions), str)

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


def said(checked: Checked[T], show: Callable[[T], str]) -> Judged:
    value = "" if checked.value is None else show(checked.value)
    return Judged(str(checked.weight), value, checked.findings)


def rows(name: str) -> list[Row]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return [Row(*cells.values()) for cells in csv.DictReader(file)]


ROWS = [row for name in ("identity_examples.csv", "own_cases.csv") for row in rows(name) if row.kind in COVERED]


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
    kinds = {row.kind for name in ("identity_examples.csv", "own_cases.csv") for row in rows(name)}
    assert kinds <= {*COVERED, *ELSEWHERE}


def test_our_own_cases_are_at_least_as_many_as_the_public_ones() -> None:
    public = [row for row in rows("identity_examples.csv") if row.kind in COVERED]
    assert len(rows("own_cases.csv")) >= len(public)
