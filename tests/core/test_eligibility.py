"""Whether a person may take part: yes, no or cannot know yet, by the programme's file alone."""

from __future__ import annotations

import csv
import dataclasses
import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from app.__main__ import main
from core.dates import age_on, check_date
from core.eligibility import (
    EligibilityCode,
    Judgement,
    Ruling,
    Situation,
    judge,
    one_word,
    sends_to_waiting_list,
)
from core.eligibility_case import judge_case
from core.findings import Finding, Scope, Weight, heaviest
from core.programme import Programme, Rule, RuleKind, parse_programme
from core.sentences import sentence
from core.wire.records import Answer

CASES = Path(__file__).parents[1] / "data" / "cases"


@functools.cache
def bundled(code: str) -> Programme:
    return parse_programme(resources.read("programmes", f"{code}.toml"), f"{code}.toml")


PRAKERJA = bundled("PRAKERJA2020")
ON = date(2020, 4, 14)

FINE = Situation(
    on=ON,
    birth_date=date(1990, 1, 1),
    citizenship="WNI",
    given=frozenset({"nik", "birth_date", "family_card_no", "email"}),
    answers={
        "employment_status": "usaha_kecil",
        "in_formal_education": False,
        "excluded_group": None,
        "former_recipient": False,
        "education": "SMA",
        "training": "Menjahit",
    },
    papers=frozenset({"ktp", "kk"}),
    is_batch_open=True,
)
"""Somebody whom nothing stands against."""


@dataclass(frozen=True, slots=True)
class Row:
    input: str
    verdict: str
    value: str
    reason: str

    @property
    def programme(self) -> str:
        return self.input.split("|")[0].upper()


def rows(name: str) -> list[Row]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return [Row(*list(cells.values())[1:]) for cells in csv.DictReader(file) if cells["kind"] == "elig"]


ROWS = [*rows("identity_examples.csv"), *rows("own_elig_cases.csv")]


def judged(row: Row) -> tuple[str, str]:
    """Verdict and word of a case, as ``posko check elig`` says them."""
    keys = dict(pair.split("=", 1) for pair in row.input.split("|")[1:])
    on = date.fromisoformat(keys.get("ref", "2026-11-21"))
    born = check_date(keys["dob"], on=on) if "dob" in keys else None
    if born is not None and born.weight is Weight.BLOCK:
        return born.weight.value, ""
    programme = bundled(row.programme)
    judgement = judge_case(programme, keys, on, born.value if born else None)
    return heaviest(judgement.findings).value, one_word(programme, judgement)


def situation(answers: Mapping[str, Answer] | None = None, **changes: object) -> Situation:
    """Somebody fine, with some things changed; ``answers`` only adds."""
    known: dict[str, object] = {name: getattr(FINE, name) for name in Situation.__slots__}
    known["answers"] = {**FINE.answers, **(answers or {})}
    return Situation(**{**known, **changes})  # type: ignore[arg-type]  # the tests below give what the names say


def weights(judgement: Judgement) -> dict[str, Weight]:
    return {finding.code: finding.weight for finding in judgement.findings}


def finding_of(judgement: Judgement, code: str) -> Finding:
    return next(finding for finding in judgement.findings if finding.code == code)


# --- the cases ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.input)
def test_a_case_gets_its_verdict_and_word(row: Row) -> None:
    assert judged(row) == (row.verdict, row.value), row.reason


def test_the_command_judges_the_same_cases_alike(capsys: pytest.CaptureFixture[str]) -> None:
    file = CASES / "own_elig_cases.csv"
    exit_code = main(["check", "elig", "-", "--cases", str(file), "--json"])
    said = [(document["verdict"], document["value"]) for document in json.loads(capsys.readouterr().out)]
    assert said == [(row.verdict, row.value) for row in rows(file.name)]
    assert exit_code == 1


def test_every_programme_on_file_has_cases_of_our_own() -> None:
    on_file = {path.stem for path in resources.path("programmes").glob("*.toml")}
    assert {row.programme for row in rows("own_elig_cases.csv")} == on_file


def test_every_finding_of_a_case_can_be_said() -> None:
    for row in ROWS:
        keys = dict(pair.split("=", 1) for pair in row.input.split("|")[1:])
        judgement = judge_case(bundled(row.programme), keys, date.fromisoformat(keys.get("ref", "2026-11-21")), None)
        assert [one for one in judgement.findings if "..." in sentence(one.code, one.facts)] == []


# --- rules --------------------------------------------------------------------------------------------------------


def test_nothing_stands_against_somebody_fine() -> None:
    judgement = judge(PRAKERJA, FINE)
    assert weights(judgement) == {"QUOTA_AT_OFFICE": Weight.OK, "NIK_NOT_AT_DUKCAPIL_YET": Weight.OK}
    assert set(judgement.rulings.values()) == {Ruling.YES, Ruling.UNKNOWN}
    assert judgement.rulings["FAMILY_CARD_FULL"] is Ruling.UNKNOWN


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"citizenship": "WNA"}, "NOT_A_CITIZEN", "citizenship"),
        ({"birth_date": date(2002, 4, 15)}, "AGE_BELOW_MINIMUM", "birth_date"),
        ({"answers": {"in_formal_education": True}}, "IN_FORMAL_EDUCATION", "answers.in_formal_education"),
        ({"answers": {"excluded_group": "asn"}}, "EXCLUDED_GROUP", "answers.excluded_group"),
        ({"answers": {"former_recipient": True}}, "FORMER_RECIPIENT", "answers.former_recipient"),
        ({"answers": {"family_card_recipients": 2}}, "FAMILY_CARD_FULL", "answers.family_card_recipients"),
    ],
)
def test_a_rule_says_no_and_where_it_looked(changes: Mapping[str, object], code: str, field: str) -> None:
    judgement = judge(PRAKERJA, situation(**changes))  # type: ignore[arg-type]  # see situation()
    finding = finding_of(judgement, code)
    assert (finding.field, finding.weight, finding.scope) == (field, Weight.BLOCK, Scope.ELIGIBILITY)
    assert judgement.rulings[code] is Ruling.NO
    assert one_word(PRAKERJA, judgement) == ""


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"citizenship": ""}, "NOT_A_CITIZEN"),
        ({"birth_date": None}, "AGE_BELOW_MINIMUM"),
        ({"answers": {"in_formal_education": None}}, "IN_FORMAL_EDUCATION"),
        ({"answers": {"in_formal_education": ""}}, "IN_FORMAL_EDUCATION"),
        ({"answers": {"in_formal_education": "ya"}}, "IN_FORMAL_EDUCATION"),
        ({"answers": {"former_recipient": 1}}, "FORMER_RECIPIENT"),
        ({"answers": {"family_card_recipients": True}}, "FAMILY_CARD_FULL"),
        ({"answers": {"family_card_recipients": "2"}}, "FAMILY_CARD_FULL"),
    ],
)
def test_what_is_not_known_is_no_no(changes: Mapping[str, object], code: str) -> None:
    judgement = judge(PRAKERJA, situation(**changes))  # type: ignore[arg-type]  # see situation()
    assert judgement.rulings[code] is Ruling.UNKNOWN
    assert code not in weights(judgement)


def test_a_group_that_was_not_asked_about_is_not_known() -> None:
    unasked = {name: answer for name, answer in FINE.answers.items() if name != "excluded_group"}
    judgement = judge(PRAKERJA, dataclasses.replace(FINE, answers=unasked))
    assert judgement.rulings["EXCLUDED_GROUP"] is Ruling.UNKNOWN
    assert weights(judgement)["ANSWER_MISSING"] is Weight.WARN


@pytest.mark.parametrize("nothing", [None, ""])
def test_none_of_these_groups_is_an_answer(nothing: str | None) -> None:
    judgement = judge(PRAKERJA, situation({"excluded_group": nothing}))
    assert judgement.rulings["EXCLUDED_GROUP"] is Ruling.YES
    assert "ANSWER_MISSING" not in weights(judgement)


def test_one_recipient_in_the_family_card_leaves_room_for_another() -> None:
    assert judge(PRAKERJA, situation({"family_card_recipients": 1})).rulings["FAMILY_CARD_FULL"] is Ruling.YES


def test_a_rule_counts_from_its_first_to_its_last_day() -> None:
    only_2023 = Rule(
        code="AGE_BELOW_MINIMUM",
        kind=RuleKind.AGE_AT_LEAST,
        label="",
        source="test",
        figure=99,
        since=date(2023, 1, 1),
        until=date(2023, 12, 31),
    )
    programme = changed(rules=(only_2023,))
    for on, is_counted in ((date(2022, 12, 31), False), (date(2023, 1, 1), True), (date(2024, 1, 1), False)):
        assert bool(judge(programme, situation(on=on)).rulings) is is_counted


def changed(**members: object) -> Programme:
    """The programme with some members changed."""
    values = {name: getattr(PRAKERJA, name) for name in Programme.__struct_fields__}
    return Programme(**{**values, **members})


@given(st.dates(date(1900, 1, 1), date(2030, 1, 1)), st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_who_is_too_young_is_told_the_first_day_that_is_not(some_day: date, on: date) -> None:
    born = min(some_day, on)
    judgement = judge(PRAKERJA, situation(birth_date=born, on=on))
    is_adult = age_on(born, on) >= 18
    assert judgement.rulings["AGE_BELOW_MINIMUM"] is (Ruling.YES if is_adult else Ruling.NO)
    if not is_adult:
        facts = finding_of(judgement, "AGE_BELOW_MINIMUM").facts
        from_on, years, months = facts["from_on"], facts["years"], facts["months"]
        assert isinstance(from_on, date)
        assert isinstance(years, int)
        assert isinstance(months, int)
        assert on < from_on
        assert judge(PRAKERJA, situation(birth_date=born, on=from_on)).rulings["AGE_BELOW_MINIMUM"] is Ruling.YES
        assert 0 <= years * 12 + months < 18 * 12
        assert months < 12


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (date(2008, 12, 15), date(2026, 11, 14), (17, 10)),
        (date(2008, 12, 15), date(2026, 11, 15), (17, 11)),
        (date(2008, 12, 15), date(2026, 12, 14), (17, 11)),
        (date(2008, 2, 29), date(2026, 2, 28), (17, 11)),
        (date(2020, 4, 14), date(2020, 4, 14), (0, 0)),
    ],
)
def test_an_age_is_told_in_whole_years_and_months(born: date, on: date, age: tuple[int, int]) -> None:
    facts = finding_of(judge(PRAKERJA, situation(birth_date=born, on=on)), "AGE_BELOW_MINIMUM").facts
    assert (facts["years"], facts["months"]) == age


def test_the_sentence_about_age_is_the_one_of_the_paper() -> None:
    judgement = judge(PRAKERJA, situation(birth_date=date(2008, 12, 15), on=date(2026, 11, 21)))
    finding = finding_of(judgement, "AGE_BELOW_MINIMUM")
    assert (
        sentence(finding.code, finding.facts)
        == "Belum bisa didaftarkan: usia 17 tahun 11 bulan. Bisa mendaftar mulai 15-12-2026."
    )


# --- what is missing ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"papers": frozenset({"ktp"})}, EligibilityCode.PAPER_MISSING, "documents"),
        ({"given": FINE.given - {"family_card_no"}}, "DATUM_MISSING", "family_card_no"),
        ({"given": FINE.given - {"email"}}, "EMAIL_NONE", "email"),
        ({"is_batch_open": False}, EligibilityCode.BATCH_CLOSED, "batch"),
        ({"answers": {"education": ""}}, EligibilityCode.ANSWER_MISSING, "answers.education"),
        ({"answers": {"employment_status": None}}, EligibilityCode.ANSWER_MISSING, "answers.employment_status"),
    ],
)
def test_what_is_missing_is_a_warning(changes: Mapping[str, object], code: str, field: str) -> None:
    finding = finding_of(judge(PRAKERJA, situation(**changes)), code)  # type: ignore[arg-type]  # see situation()
    assert (finding.field, finding.weight) == (field, Weight.WARN)
    assert sends_to_waiting_list(PRAKERJA, finding) is (code != "EMAIL_NONE")


def test_an_answer_no_is_an_answer() -> None:
    assert "ANSWER_MISSING" not in weights(judge(PRAKERJA, situation({"in_formal_education": False})))


def test_remarks_and_field_warnings_send_nobody_to_the_waiting_list() -> None:
    for finding in (
        Finding("", Weight.OK, "QUOTA_AT_OFFICE", scope=Scope.ELIGIBILITY),
        Finding("nik", Weight.BLOCK, "NOT_A_CITIZEN", scope=Scope.ELIGIBILITY),
        Finding("rt_rw", Weight.WARN, "RT_RW_NONE"),
    ):
        assert not sends_to_waiting_list(PRAKERJA, finding)


@pytest.mark.parametrize("status", ["phk", "dirumahkan", "pmi"])
def test_a_priority_group_is_remarked(status: str) -> None:
    judgement = judge(PRAKERJA, situation({"employment_status": status}))
    assert finding_of(judgement, "PRIORITY_GROUP").weight is Weight.OK
    assert one_word(PRAKERJA, judgement) == "PRIORITAS"


def test_a_programme_without_priority_groups_has_none() -> None:
    judgement = judge(changed(priority=None), situation({"employment_status": "phk"}))
    assert "PRIORITY_GROUP" not in weights(judgement)
