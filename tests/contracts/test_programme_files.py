"""Every programme on file is sound: it can be read, said, and followed back to its sources."""

from __future__ import annotations

import dataclasses
import itertools
import re
import string
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import resources
from core.eligibility import EligibilityCode, Judgement, Ruling, Situation, judge, one_word
from core.entry import IDENTITY_FIELDS
from core.findings import Finding, Scope, Weight
from core.programme import Batch, Dated, Programme, QuestionKind, RuleKind, parse_programme
from core.sentences import SENTENCES, sentence
from papers import MOST_NEXT_STEPS

FILES = sorted(resources.path("programmes").glob("*.toml"))
TOO_YOUNG = date(2019, 1, 1)
ON = date(2020, 4, 13)

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

QUESTION_KINDS = {RuleKind.ANSWER_IS_NO, RuleKind.ANSWER_IS_NONE, RuleKind.COUNT_BELOW}


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


def refused_by_everything(programme: Programme) -> Situation:
    """Somebody whom every rule of the programme turns away."""
    answers = {rule.question: _worst(rule.kind, rule.figure) for rule in programme.rules if rule.question}
    return dataclasses.replace(NOBODY, birth_date=TOO_YOUNG, citizenship="WNA", answers=answers)


def _worst(kind: RuleKind, figure: int) -> bool | int | str:
    return {RuleKind.ANSWER_IS_NO: True, RuleKind.COUNT_BELOW: figure}.get(kind, "asn")


def judgements(programme: Programme) -> Iterator[Judgement]:
    yield judge(programme, NOBODY)
    yield judge(programme, refused_by_everything(programme))


def findings(programme: Programme) -> list[Finding]:
    """Every finding that the programme can have, apart from the priority group's."""
    return [finding for judgement in judgements(programme) for finding in judgement.findings]


def dated(programme: Programme) -> tuple[Dated, ...]:
    return (*programme.rules, *programme.papers, *programme.data, *programme.batches)


def test_there_is_a_programme() -> None:
    assert "PRAKERJA2020" in [path.stem for path in FILES]


def test_a_programme_is_named_like_its_file(programme: Programme, file: Path) -> None:
    assert programme.code == file.stem


def test_every_rule_can_turn_somebody_away(programme: Programme) -> None:
    rulings = judge(programme, refused_by_everything(programme)).rulings
    assert {code for code, ruling in rulings.items() if ruling is not Ruling.NO} == set()
    assert set(rulings) == {rule.code for rule in programme.rules}


def test_no_rule_turns_away_somebody_of_whom_nothing_is_known(programme: Programme) -> None:
    assert set(judge(programme, NOBODY).rulings.values()) <= {Ruling.UNKNOWN}


def test_every_finding_can_be_said_with_its_own_facts(programme: Programme) -> None:
    for finding in findings(programme):
        assert places(finding.code) <= set(finding.facts)
        assert "{" not in sentence(finding.code, finding.facts)


def test_every_finding_of_a_programme_is_about_eligibility(programme: Programme) -> None:
    assert {finding.scope for finding in findings(programme)} == {Scope.ELIGIBILITY}


def test_the_words_of_the_answer_belong_to_findings_that_can_happen(programme: Programme) -> None:
    possible = {finding.code for finding in findings(programme)} | {
        programme.priority.code if programme.priority else ""
    }
    assert {word.finding for word in programme.answer_words} <= possible


def test_whatever_keeps_somebody_waiting_has_a_word_of_its_own(programme: Programme) -> None:
    warnings = {finding.code for finding in findings(programme) if finding.weight is Weight.WARN}
    assert warnings <= {word.finding for word in programme.answer_words}


def test_a_person_of_whom_nothing_is_known_is_not_ready(programme: Programme) -> None:
    assert one_word(programme, judge(programme, NOBODY)) != programme.ready_word


def test_every_rule_paper_datum_and_batch_names_its_source(programme: Programme) -> None:
    sources = [entry.source for entry in dated(programme)]
    sources += [question.source for question in programme.questions]
    sources += [matter.source for matter in programme.office_only]
    sources += [programme.priority.source] if programme.priority else []
    assert [source for source in sources if len(source.strip()) < 4] == []


def test_nothing_ends_before_it_begins(programme: Programme) -> None:
    assert [entry for entry in dated(programme) if entry.since and entry.until and entry.until < entry.since] == []


def test_the_windows_of_one_province_do_not_overlap(programme: Programme) -> None:
    for own, other in itertools.combinations(programme.batches, 2):
        if own.province == other.province:
            assert not overlap(own, other)


def overlap(one: Batch, other: Batch) -> bool:
    latest_start = max(batch.since or date.min for batch in (one, other))
    return latest_start <= min(batch.until or date.max for batch in (one, other))


def test_a_window_is_for_a_province_or_for_all(programme: Programme) -> None:
    assert [batch for batch in programme.batches if not re.fullmatch(r"\*|[1-9][0-9]", batch.province)] == []


def test_codes_and_names_are_given_once(programme: Programme) -> None:
    for names in (
        [rule.code for rule in programme.rules],
        [paper.code for paper in programme.papers],
        [question.name for question in programme.questions],
        [datum.field for datum in programme.data],
        [word.finding for word in programme.answer_words],
        *([choice.code for choice in question.choices] for question in programme.questions),
    ):
        assert [name for name, count in Counter(names).items() if count > 1] == []


def test_a_rule_brings_what_its_kind_compares(programme: Programme) -> None:
    for rule in programme.rules:
        assert bool(rule.question) == (rule.kind in QUESTION_KINDS)
        assert bool(rule.figure) == (rule.kind in {RuleKind.AGE_AT_LEAST, RuleKind.COUNT_BELOW})


def test_rules_ask_questions_that_are_asked_or_counted(programme: Programme) -> None:
    asked = {question.name for question in programme.questions}
    wanted = {rule.question for rule in programme.rules if rule.kind in QUESTION_KINDS - {RuleKind.COUNT_BELOW}}
    assert wanted <= asked


def test_only_questions_with_choices_have_them(programme: Programme) -> None:
    for question in programme.questions:
        assert bool(question.choices) == (question.kind is QuestionKind.CHOICE)


def test_the_priority_group_is_chosen_among_the_answers(programme: Programme) -> None:
    if programme.priority is not None:
        question = programme.question(programme.priority.question)
        assert question is not None
        assert set(programme.priority.answers) <= {choice.code for choice in question.choices}


def test_data_are_fields_of_the_input(programme: Programme) -> None:
    assert {datum.field for datum in programme.data} <= set(IDENTITY_FIELDS)


def test_shared_codes_keep_their_meaning(programme: Programme) -> None:
    """A programme's own codes may not take the place of those that every programme shares."""
    own = {rule.code for rule in programme.rules} | {datum.code for datum in programme.data}
    assert own.isdisjoint(EligibilityCode)


def test_the_slip_holds_all_next_steps(programme: Programme) -> None:
    assert 1 <= len(programme.next_steps) <= MOST_NEXT_STEPS


def test_a_consent_has_a_text_and_a_version(programme: Programme) -> None:
    assert programme.consent_version
    assert programme.consent_text.endswith(".")
