"""What each rule says for the screen and the slip: yes, no and from when, or who knows and what comes next."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from core.eligibility import (
    EligibilityCode,
    Judgement,
    RuleAnswer,
    Ruling,
    Situation,
    judge,
    missing_papers,
    one_word,
    rule_of,
    sends_to_waiting_list,
)
from core.eligibility_case import judge_case
from core.findings import Finding, Weight, heaviest
from core.programme import Programme, Rule, RuleKind, parse_programme
from core.sentences import sentence
from core.wire.records import Answer
from tests.core.test_answers import made_up

ON = date(2026, 2, 10)

EMPTY = Situation(ON, None, "", frozenset(), {}, frozenset(), is_batch_open=True)
"""A form that nobody has written in."""


@functools.cache
def bundled(code: str) -> Programme:
    return parse_programme(resources.read("programmes", f"{code}.toml"), f"{code}.toml")


def situation(**changes: object) -> Situation:
    return dataclasses.replace(EMPTY, **changes)  # type: ignore[arg-type]  # the tests below give what the names say


def answer_of(judgement: Judgement, code: str) -> RuleAnswer:
    return next(answer for answer in judgement.answers if answer.code == code)


def finding_of(judgement: Judgement, code: str) -> Finding:
    return next(finding for finding in judgement.findings if rule_of(finding.code, finding.facts) == code)


def only(rule: Rule) -> Programme:
    """The made-up programme with one rule and nothing else to say."""
    own = made_up()
    values = {name: getattr(own, name) for name in Programme.__struct_fields__}
    return Programme(**values | {"rules": (rule,), "contribution": None})


def ruled(rule: Rule, **changes: object) -> Ruling:
    return judge(only(rule), situation(**changes)).rulings[rule.code]


def age_rule(kind: RuleKind, figure: int, **more: object) -> Rule:
    return Rule(code="AGE_RULE", kind=kind, label="usia", source="test", figure=figure, **more)  # type: ignore[arg-type]  # members of a rule


# --- ages ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "born", "on", "is_yes"),
    [
        (RuleKind.AGE_AT_LEAST, date(2008, 2, 10), date(2026, 2, 10), True),
        (RuleKind.AGE_AT_LEAST, date(2008, 2, 11), date(2026, 2, 10), False),
        (RuleKind.AGE_AT_MOST, date(2007, 2, 11), date(2026, 2, 10), True),
        (RuleKind.AGE_AT_MOST, date(2007, 2, 10), date(2026, 2, 10), False),
        (RuleKind.AGE_BELOW, date(2008, 2, 11), date(2026, 2, 10), True),
        (RuleKind.AGE_BELOW, date(2008, 2, 10), date(2026, 2, 10), False),
        (RuleKind.AGE_UP_TO_BIRTHDAY, date(2008, 2, 10), date(2026, 2, 10), True),
        (RuleKind.AGE_UP_TO_BIRTHDAY, date(2008, 2, 9), date(2026, 2, 10), False),
        (RuleKind.AGE_UP_TO_BIRTHDAY, date(2008, 2, 29), date(2026, 3, 1), True),
        (RuleKind.AGE_UP_TO_BIRTHDAY, date(2008, 2, 29), date(2026, 3, 2), False),
    ],
)
def test_eighteen_is_counted_as_the_rule_says(kind: RuleKind, born: date, on: date, *, is_yes: bool) -> None:
    assert ruled(age_rule(kind, 18), birth_date=born, on=on) is (Ruling.YES if is_yes else Ruling.NO)


@pytest.mark.parametrize("kind", [one for one in RuleKind if one.value.startswith("age")])
def test_nobody_without_a_birth_date_has_an_age(kind: RuleKind) -> None:
    assert ruled(age_rule(kind, 18)) is Ruling.UNKNOWN


@given(
    st.sampled_from([one for one in RuleKind if one.value.startswith("age")]),
    st.dates(date(1900, 1, 1), date(2030, 1, 1)),
    st.integers(1, 80),
)
def test_the_years_around_a_birthday_agree(kind: RuleKind, born: date, figure: int) -> None:
    """Old enough and too old never hold at once, and one of them always does."""
    on = date(2030, 1, 1)
    old_enough = ruled(age_rule(RuleKind.AGE_AT_LEAST, figure), birth_date=born, on=on)
    below = ruled(age_rule(RuleKind.AGE_BELOW, figure), birth_date=born, on=on)
    assert (old_enough, below) in {(Ruling.YES, Ruling.NO), (Ruling.NO, Ruling.YES)}
    assert ruled(age_rule(kind, figure), birth_date=born, on=on) in {Ruling.YES, Ruling.NO}


@pytest.mark.parametrize(
    ("contract", "is_yes"), [("2026-03-01", True), ("2026-02-10", False), ("", False), ("soon", False)]
)
def test_an_age_may_count_on_another_day(contract: str, *, is_yes: bool) -> None:
    rule = age_rule(RuleKind.AGE_AT_LEAST, 18, counts_on="contract_start")
    said = ruled(rule, birth_date=date(2008, 3, 1), answers={"contract_start": contract})
    assert said is (Ruling.YES if is_yes else Ruling.NO)


# --- places, fields, answers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("province", "said"), [("31", Ruling.YES), ("35", Ruling.NO), ("", Ruling.UNKNOWN)])
def test_the_card_is_of_a_province(province: str, said: Ruling) -> None:
    for kind, name in ((RuleKind.ID_PROVINCE, "id_province"), (RuleKind.HOME_PROVINCE, "home_province")):
        rule = Rule(code="PLACE_RULE", kind=kind, label="x", source="test", province="31", place="DKI Jakarta")
        assert ruled(rule, **{name: province}) is said


def test_a_field_is_there_or_is_known_not_to_be_or_may_still_come() -> None:
    rule = Rule(code="FIELD_RULE", kind=RuleKind.GIVEN, label="x", source="test", field="nik")
    assert ruled(rule, given=frozenset({"nik"})) is Ruling.YES
    assert ruled(rule, lacking=frozenset({"nik"})) is Ruling.NO
    assert ruled(rule) is Ruling.UNKNOWN


@pytest.mark.parametrize(
    ("answer", "said"), [(True, Ruling.YES), (False, Ruling.NO), (None, Ruling.UNKNOWN), ("ya", Ruling.UNKNOWN)]
)
def test_a_yes_is_a_yes_only_if_it_was_said(answer: Answer, said: Ruling) -> None:
    rule = Rule(code="YES_RULE", kind=RuleKind.ANSWER_IS_YES, label="x", source="test", question="has_boat")
    assert ruled(rule, answers={"has_boat": answer}) is said


@pytest.mark.parametrize(
    ("answer", "said"),
    [(2_000_000, Ruling.YES), (2_000_001, Ruling.NO), ("banyak", Ruling.UNKNOWN), (True, Ruling.UNKNOWN)],
)
def test_an_amount_is_held_against_the_figure_of_its_year(answer: Answer, said: Ruling) -> None:
    judgement = judge(made_up(), situation(on=date(2020, 6, 1), answers={"income": answer}))
    assert judgement.rulings["INCOME_TOO_HIGH"] is said


# --- who knows, and what comes next -------------------------------------------------------------------------------


def test_a_no_tells_its_source_its_step_and_its_day() -> None:
    answer = answer_of(judge(bundled("KLJ"), situation(birth_date=date(1966, 2, 11))), "AGE_TOO_YOUNG")
    assert (answer.ruling, answer.from_on, answer.asks) == (Ruling.NO, date(2026, 2, 11), "")
    assert answer.source
    refused = answer_of(judge(made_up(), situation(answers={"has_boat": False})), "BOAT_NEEDED")
    assert (refused.next_step, refused.question) == ("Kembali kalau sudah punya perahu.", "has_boat")


def test_what_nobody_has_been_asked_yet_is_for_this_desk() -> None:
    answer = answer_of(judge(made_up(), EMPTY), "BOAT_NEEDED")
    assert (answer.ruling, answer.asks, answer.next_step) == (Ruling.UNKNOWN, "", "")


def test_what_the_applicant_may_not_know_is_for_the_office() -> None:
    answer = answer_of(judge(bundled("KLJ"), EMPTY), "NOT_IN_WELFARE_REGISTER")
    assert (answer.ruling, answer.asks) == (Ruling.UNKNOWN, "Dinsos")


def test_a_doubt_leaves_the_matter_open_and_names_the_step() -> None:
    judgement = judge(bundled("KLJ"), situation(answers={"in_welfare_register": False}))
    answer = answer_of(judgement, "NOT_IN_WELFARE_REGISTER")
    assert (answer.ruling, answer.asks) == (Ruling.UNKNOWN, "Dinsos")
    assert answer.next_step == "Datang ke kelurahan untuk diusulkan lewat MPM."
    finding = finding_of(judgement, "NOT_IN_WELFARE_REGISTER")
    assert finding.weight is Weight.WARN
    assert "DTSEN" in sentence(finding.code, finding.facts)
    assert not sends_to_waiting_list(bundled("KLJ"), finding)


def test_a_register_is_called_as_it_was_at_that_time() -> None:
    judgement = judge(bundled("KLJ"), situation(on=date(2024, 7, 23), answers={"in_welfare_register": False}))
    finding = finding_of(judgement, "NOT_IN_WELFARE_REGISTER")
    assert "DTKS" in sentence(finding.code, finding.facts)


def test_a_doubt_about_what_is_refused_anyway_is_not_said() -> None:
    codes = {finding.code for finding in judge(bundled("KAJ"), situation(birth_date=date(2010, 1, 1))).findings}
    assert "AGE_LIMIT_REACHED" in codes
    assert "AGE_EDGE" not in codes


def test_no_figure_on_file_is_said_and_not_guessed() -> None:
    judgement = judge(bundled("KPJ"), situation(on=date(2024, 5, 1), answers={"wage": 9_000_000}))
    answer = answer_of(judgement, "WAGE_ABOVE_LIMIT")
    assert (answer.ruling, answer.asks) == (Ruling.UNKNOWN, "Disnakertrans")
    finding = finding_of(judgement, EligibilityCode.FIGURE_NOT_ON_FILE)
    assert finding.weight is Weight.WARN
    assert "01-05-2024" in sentence(finding.code, finding.facts)


def test_matters_of_offices_stand_last_with_the_name_of_their_time() -> None:
    answers = judge(bundled("KPJ"), EMPTY).answers
    assert [(one.label, one.asks) for one in answers[-2:]] == [("", "Disnakertrans, Bank Jakarta"), ("", "Dukcapil")]
    assert all(one.label for one in answers[:-2])
    before = judge(bundled("KPJ"), situation(on=date(2025, 6, 21))).answers
    assert before[-2].asks == "Disnakertrans, Bank DKI"


def test_a_partner_without_a_name_on_that_day_is_called_by_its_role() -> None:
    kpj = bundled("KPJ")
    values = {name: getattr(kpj, name) for name in Programme.__struct_fields__}
    nameless = Programme(**values | {"partners": ()})
    assert answer_of(judge(nameless, EMPTY), "CARD_AT_BANK").asks == "Disnakertrans, bank"


@pytest.mark.parametrize(
    ("changes", "from_on"),
    [
        ({"birth_date": date(2008, 3, 1)}, date(2026, 3, 1)),
        ({"birth_date": date(2008, 3, 1), "citizenship": "WNA"}, None),
        ({"birth_date": date(1990, 1, 1)}, None),
    ],
)
def test_a_day_is_promised_only_if_nothing_else_stands_against_it(
    changes: Mapping[str, object], from_on: date | None
) -> None:
    assert judge(bundled("PRAKERJA2020"), situation(**changes)).from_on == from_on


# --- questions and papers that hang on others ---------------------------------------------------------------------


def test_a_question_that_is_not_put_is_not_missing() -> None:
    def asked(answers: Mapping[str, Answer]) -> set[str]:
        findings = judge(made_up(), situation(answers=answers)).findings
        return {one.field for one in findings if one.code == EligibilityCode.ANSWER_MISSING}

    assert asked({"has_boat": False}) == {"answers.income"}
    assert asked({"has_boat": True}) == {"answers.income", "answers.boat", "answers.boat_since"}


def test_a_proxy_is_asked_who_they_are() -> None:
    klj = bundled("KLJ")

    def asked(given: frozenset[str]) -> set[str]:
        findings = judge(klj, situation(given=given)).findings
        return {one.field for one in findings if one.code == EligibilityCode.ANSWER_MISSING}

    about_the_proxy = {"answers.family_relation", "answers.power_of_attorney"}
    assert asked(frozenset({"represented_by"})) - asked(frozenset()) == about_the_proxy


def test_a_paper_that_stands_for_another_one_leaves_only_itself() -> None:
    own = made_up()
    papers = frozenset({"ktp", "copy"})
    signed = situation(papers=papers, answers={"letter_is_signed": True})
    assert missing_papers(own, signed) == ()
    assert [one.code for one in missing_papers(own, situation(papers=papers))] == ["letter"]
    finding = next(one for one in judge(own, situation(papers=papers)).findings if one.facts.get("paper") == "letter")
    assert finding.facts["label"] == "Surat nelayan / Salinan surat"


def test_a_programme_without_batches_closes_none() -> None:
    codes = {finding.code for finding in judge(made_up(), situation(is_batch_open=False)).findings}
    assert EligibilityCode.BATCH_CLOSED not in codes


# --- rules of which the program has never heard -------------------------------------------------------------------


def test_a_rule_without_a_sentence_of_its_own_is_told_by_its_label() -> None:
    finding = finding_of(judge(made_up(), situation(answers={"has_boat": False})), "BOAT_NEEDED")
    assert (finding.code, finding.weight) == (EligibilityCode.CONDITION_NOT_MET, Weight.BLOCK)
    assert sentence(finding.code, finding.facts) == "Tidak memenuhi syarat: punya perahu."


def test_a_doubt_without_a_sentence_of_its_own_names_who_knows() -> None:
    finding = finding_of(judge(made_up(), situation(answers={"in_register": False})), "NOT_IN_FISHERS_REGISTER")
    assert (finding.code, finding.weight) == (EligibilityCode.CONDITION_TO_CHECK, Weight.WARN)
    assert sentence(finding.code, finding.facts) == "Belum pasti: ada di daftar nelayan. Tanyakan kepada Dinas Contoh."


@pytest.mark.parametrize(
    ("keys", "verdict", "word"),
    [
        ({}, "ok", "SIAP"),
        ({"letter": "0"}, "warn", "KURANG:letter"),
        ({"ktp": "0", "letter": "0"}, "warn", "KURANG:ktp+letter"),
    ],
)
def test_a_made_up_programme_has_its_own_words(keys: Mapping[str, str], verdict: str, word: str) -> None:
    judgement = judge_case(made_up(), keys, date(2020, 6, 1), None)
    assert (heaviest(judgement.findings), one_word(made_up(), judgement)) == (verdict, word)


def test_the_word_of_a_doubt_is_found_by_the_rules_own_code() -> None:
    fine = {"income": 0, "has_boat": True, "boat": "motor", "boat_since": "2020-01-01", "in_register": False}
    papers = frozenset({"ktp", "letter", "copy"})
    judgement = judge(
        made_up(), situation(on=date(2020, 6, 1), answers=fine, papers=papers, given=frozenset({"mobile"}))
    )
    assert one_word(made_up(), judgement) == "TANYA"
