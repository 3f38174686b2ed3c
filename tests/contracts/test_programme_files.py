"""Every programme on file is sound: it can be read, said, and followed back to its sources."""

from __future__ import annotations

import dataclasses
import string
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

import resources
from core.eligibility import Judgement, Ruling, Situation, judge, one_word
from core.eligibility_case import judge_case
from core.findings import Finding, Scope, Weight, heaviest
from core.programme import Dated, Programme, QuestionKind, Rule, RuleKind, parse_programme
from core.programme_checks import MOST_NEXT_STEPS as MOST_IN_A_FILE
from core.programme_parts import STATUSES
from core.registration import Status
from core.sentences import SENTENCES, sentence
from papers import MOST_NEXT_STEPS

FILES = sorted(resources.path("programmes").glob("*.toml"))
CODES = {"PRAKERJA2020", "PRAKERJA2023", "KPJ", "BPU", "KLJ", "KPDJ", "KAJ", "PJLP"}
PROPOSALS = {"KLJ", "KPDJ", "KAJ"}
"""Nobody applies for these: people are chosen from a register."""

ON = date(2026, 2, 10)
LONG_AGO = date(1900, 1, 1)
TOO_MUCH = 10**9

NOBODY = Situation(
    on=ON,
    birth_date=None,
    citizenship="",
    given=frozenset(),
    answers={},
    papers=frozenset(),
    is_batch_open=False,
)
"""Somebody of whom nothing is known yet."""

WORST: Mapping[RuleKind, bool | int | str] = {
    RuleKind.ANSWER_IS_NO: True,
    RuleKind.ANSWER_IS_YES: False,
    RuleKind.COUNT_BELOW: TOO_MUCH,
    RuleKind.AMOUNT_AT_MOST: TOO_MUCH,
    RuleKind.ANSWER_IS_NONE: "asn",
}
"""The answer that a rule of this kind turns away."""


@pytest.fixture(scope="module", params=FILES, ids=lambda path: path.stem)
def file(request: pytest.FixtureRequest) -> Path:
    path = request.param
    assert isinstance(path, Path)
    return path


@pytest.fixture(scope="module")
def programme(file: Path) -> Programme:
    return parse_programme(file.read_bytes(), file.name)


def places(code: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(SENTENCES[code]) if name}


def day_of(programme: Programme, rule: Rule) -> date:
    """A day on which a rule counts and its figure is on file."""
    figures = [figure for figure in programme.figures if figure.name == rule.limit]
    dated: list[Dated] = [rule, *figures]
    return next((one.since or one.until or ON for one in reversed(dated) if one.since or one.until), ON)


def turned_away_by(programme: Programme, rule: Rule) -> Situation:
    """Somebody of whom a rule says no."""
    on = day_of(programme, rule)
    return dataclasses.replace(
        NOBODY,
        on=on,
        birth_date=_unfit_birth(rule, on),
        citizenship="WNA",
        lacking=frozenset({rule.field}),
        answers={rule.question: WORST[rule.kind]} if rule.question else {},
        id_province="00",
        home_province="00",
    )


def _unfit_birth(rule: Rule, on: date) -> date:
    match rule.kind:
        case RuleKind.AGE_AT_LEAST:
            return on
        case RuleKind.AGE_UP_TO_BIRTHDAY:
            return date(on.year - rule.figure, 1, 1)
        case _:
            return LONG_AGO


def favoured(programme: Programme, on: date = ON) -> Judgement:
    return judge_case(programme, {}, on, None)


def judgements(programme: Programme) -> Iterator[Judgement]:
    yield judge(programme, NOBODY)
    yield favoured(programme)
    yield favoured(programme, LONG_AGO)
    for rule in programme.rules:
        yield judge(programme, turned_away_by(programme, rule))


def findings(programme: Programme) -> list[Finding]:
    """Every finding that the programme can have, apart from the priority group's."""
    return [finding for judgement in judgements(programme) for finding in judgement.findings]


def test_the_programmes_of_the_five_systems_are_on_file() -> None:
    assert {path.stem for path in FILES} == CODES


def test_a_programme_is_named_like_its_file(programme: Programme, file: Path) -> None:
    assert programme.code == file.stem


def test_every_programme_has_its_own_place_in_the_list() -> None:
    programmes = [parse_programme(path.read_bytes(), path.name) for path in FILES]
    assert len({programme.order for programme in programmes}) == len(programmes)


def test_every_rule_can_turn_somebody_away_or_doubt(programme: Programme) -> None:
    for rule in programme.rules:
        judgement = judge(programme, turned_away_by(programme, rule))
        weight = Weight.WARN if rule.is_doubted else Weight.BLOCK
        told = [finding.weight for finding in judgement.findings if finding.code == rule.code]
        assert judgement.rulings[rule.code] is (Ruling.UNKNOWN if rule.is_doubted else Ruling.NO)
        assert told == [weight]


def test_no_rule_turns_away_somebody_of_whom_nothing_is_known(programme: Programme) -> None:
    assert set(judge(programme, NOBODY).rulings.values()) <= {Ruling.UNKNOWN}


def test_somebody_favoured_by_everything_is_ready(programme: Programme) -> None:
    judgement = favoured(programme)
    assert heaviest(judgement.findings) is Weight.OK
    assert Ruling.NO not in judgement.rulings.values()
    assert one_word(programme, judgement)


def test_every_finding_can_be_said_with_its_own_facts(programme: Programme) -> None:
    for finding in findings(programme):
        assert places(finding.code) <= set(finding.facts)
        assert "{" not in sentence(finding.code, finding.facts)
        assert "..." not in sentence(finding.code, finding.facts)


def test_every_finding_of_a_programme_is_about_eligibility(programme: Programme) -> None:
    assert {finding.scope for finding in findings(programme)} == {Scope.ELIGIBILITY}


def test_the_words_of_the_answer_belong_to_findings_that_can_happen(programme: Programme) -> None:
    possible = {finding.code for finding in findings(programme)} | {
        programme.priority.code if programme.priority else ""
    }
    assert {word.finding for word in programme.answer_words} <= possible


def test_whatever_is_warned_of_has_a_word_of_its_own(programme: Programme) -> None:
    warnings = {finding.code for finding in findings(programme) if finding.weight is Weight.WARN}
    assert warnings <= {word.finding for word in programme.answer_words}


def test_the_places_of_a_word_are_facts_of_its_finding(programme: Programme) -> None:
    facts: dict[str, set[str]] = {}
    for finding in findings(programme):
        facts.setdefault(finding.code, set()).update(finding.facts)
    for entry in programme.answer_words:
        wanted = {name for _, name, _, _ in string.Formatter().parse(entry.word) if name}
        assert wanted <= facts.get(entry.finding, set())


def test_a_person_of_whom_nothing_is_known_is_not_ready(programme: Programme) -> None:
    assert one_word(programme, judge(programme, NOBODY)) != one_word(programme, favoured(programme))


def test_whoever_may_know_better_is_named(programme: Programme) -> None:
    for rule in programme.rules:
        answer = next(
            one
            for one in judge(programme, turned_away_by(programme, rule)).answers
            if one.code == rule.code and one.ruling is not Ruling.YES
        )
        assert (answer.asks, answer.source) == (rule.asks if rule.is_doubted else "", rule.source)


def test_the_desk_knows_its_statuses_in_the_file_as_in_the_program() -> None:
    assert {status.value for status in Status} == STATUSES


def test_a_proposal_is_never_called_an_application(programme: Programme) -> None:
    shown = [programme.slip_title, programme.slip_notice, programme.slip_stage, programme.consent_text]
    shown += [*programme.next_steps, *(rule.next_step for rule in programme.rules)]
    is_said = any("pendaftaran" in text.lower() or "mendaftar" in text.lower() for text in shown)
    assert not (programme.code in PROPOSALS and is_said)


def test_the_slip_holds_all_next_steps(programme: Programme) -> None:
    assert 1 <= len(programme.next_steps) + bool(programme.slip_notice) <= MOST_NEXT_STEPS == MOST_IN_A_FILE


def test_a_consent_has_a_text_and_a_version(programme: Programme) -> None:
    assert programme.consent_version
    assert programme.consent_text.endswith(".")
    assert programme.legal_basis


def test_what_is_kept_is_kept_for_a_time(programme: Programme) -> None:
    retention = programme.retention
    assert retention is not None
    assert (retention.drafts_days, retention.photos_days) == (30, 0)
    assert 30 <= retention.local_days <= 90


def test_no_file_asks_for_a_password(programme: Programme) -> None:
    for question in programme.questions:
        assert "sandi" not in question.label.lower()
        assert "password" not in question.name


def test_what_banks_ask_as_a_password_is_kept_secret(programme: Programme) -> None:
    assert [one.name for one in programme.questions if one.name == "mother_name" and not one.is_secret] == []


def test_wage_health_and_need_stay_out_of_lists_that_travel(programme: Programme) -> None:
    specific = {"wage", "income", "children", "hardship", "register_criteria", "in_disability_register"}
    marked = {question.name for question in programme.questions if question.is_specific}
    assert marked == specific & {question.name for question in programme.questions}


def test_only_cards_that_nobody_can_apply_for_go_by_proposal(programme: Programme) -> None:
    assert programme.is_by_proposal is (programme.code in {"KLJ", "KPDJ", "KAJ"})


def test_only_a_child_is_known_by_the_family_card(programme: Programme) -> None:
    assert (programme.id_paper == "KK") is (programme.code == "KAJ")


def test_a_child_is_spoken_for_by_a_guardian() -> None:
    programme = parse_programme(resources.read("programmes", "KAJ.toml"), "KAJ.toml")
    kinds = {question.name: question.kind for question in programme.questions if not question.is_optional}
    assert kinds["guardian"] is QuestionKind.TEXT
    assert kinds["guardian_consent"] is QuestionKind.YES_NO


def test_a_hundred_of_each_rw_make_the_target_of_the_branch() -> None:
    target = parse_programme(resources.read("programmes", "BPU.toml"), "BPU.toml").target
    assert target is not None
    assert sum(area.rw_count for area in target.areas) == 248
    assert target.per_rw * 248 == 24_800


@pytest.mark.parametrize(
    ("code", "role", "on", "name"),
    [
        ("KPJ", "bank", date(2025, 6, 21), "Bank DKI"),
        ("KPJ", "bank", date(2025, 6, 22), "Bank Jakarta"),
        ("KLJ", "register", date(2024, 7, 23), "DTKS"),
        ("KLJ", "register", date(2026, 2, 10), "DTSEN"),
    ],
)
def test_a_partner_is_called_as_it_was_at_that_time(code: str, role: str, on: date, name: str) -> None:
    programme = parse_programme(resources.read("programmes", f"{code}.toml"), f"{code}.toml")
    assert programme.partner_names(on)[role] == name


def bundled(code: str) -> Programme:
    return parse_programme(resources.read("programmes", f"{code}.toml"), f"{code}.toml")


@pytest.mark.parametrize(
    ("on", "amount"),
    [
        (date(2024, 7, 23), 600_000),
        (date(2024, 12, 31), 600_000),
        (date(2025, 1, 1), None),
        (date(2025, 4, 1), 300_000),
    ],
)
def test_the_benefit_of_the_old_was_cut_after_the_year_of_the_report(on: date, amount: int | None) -> None:
    figure = bundled("KLJ").figure("monthly_benefit_rp", on)
    assert (figure.amount if figure else None) == amount


@pytest.mark.parametrize("code", ["KLJ", "KPDJ", "KAJ", "KPJ", "BPU", "PJLP"])
def test_what_comes_each_year_is_once_a_person_and_year(code: str) -> None:
    assert [bundled(code).period_on(date(year, 5, 1)) for year in (2025, 2026)] == ["2025", "2026"]


@pytest.mark.parametrize("code", ["PRAKERJA2020", "PRAKERJA2023"])
def test_what_comes_once_in_a_life_has_one_period(code: str) -> None:
    assert bundled(code).period_on(date(2020, 5, 1)) == bundled(code).period_on(date(2026, 5, 1))


def test_the_first_batch_has_its_quota_and_the_province_its_own() -> None:
    programme = bundled("PRAKERJA2020")
    assert {batch.quota for batch in programme.batches} == {164_000}
    quota = programme.figure("east_java_quota", date(2020, 4, 13))
    assert quota is not None
    assert quota.amount == 543_000


@pytest.mark.parametrize("code", sorted(PROPOSALS))
def test_who_is_found_unfit_is_so_whether_the_register_has_them_or_not(code: str) -> None:
    stage = bundled(code).stage("TIDAK_LAYAK")
    assert stage is not None
    assert {"TERDAFTAR_DTSEN", "TIDAK_TERDAFTAR"} <= set(stage.after)


def test_a_contract_worker_may_leave_at_any_time() -> None:
    programme = bundled("PJLP")
    leaving = programme.stage("KELUAR")
    assert leaving is not None
    before = {stage.code for stage in programme.stages if not stage.is_end}
    assert before | {"TERDAFTAR", "DAFTAR_TUNGGU"} == set(leaving.after)


def test_posko_prints_the_statement_and_the_form_of_the_workers_card() -> None:
    programme = bundled("KPJ")
    assert [paper.code for paper in programme.printed_papers] == ["pernyataan", "formulir"]
    assert not {paper.code for paper in programme.papers} & {paper.code for paper in programme.printed_papers}
