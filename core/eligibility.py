"""Whether a person may take part: yes, no, or cannot know yet, each with its reason and the next paper or step."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from core.dates import age_on, birthday_at_age
from core.findings import Fact, Finding, Scope, Weight
from core.programme import Programme, Question, QuestionKind, Rule, RuleKind
from core.wire.records import Answer


class EligibilityCode(enum.StrEnum):
    """Findings that every programme shares; rules and data of a programme bring their own codes."""

    ANSWER_MISSING = "ANSWER_MISSING"
    PAPER_MISSING = "PAPER_MISSING"
    BATCH_CLOSED = "BATCH_CLOSED"


class Ruling(enum.Enum):
    """What a rule says."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Situation:
    """What the desk knows about a person in view of a programme.

    Args:
        on: the business date; age counts on it.
        birth_date: ``None`` while it is not settled.
        citizenship: ``WNI``, ``WNA`` or empty.
        given: names of the identity fields that hold a usable value.
        answers: to the programme's questions; a missing key = not asked yet.
        papers: codes of the papers seen.
        is_batch_open: whether a batch takes this person today.
    """

    on: date
    birth_date: date | None
    citizenship: str
    given: frozenset[str]
    answers: Mapping[str, Answer]
    papers: frozenset[str]
    is_batch_open: bool


@dataclass(frozen=True, slots=True)
class Judgement:
    """All findings of a judgement, and the rulings by rule code for the screen."""

    findings: tuple[Finding, ...]
    rulings: Mapping[str, Ruling]


def judge(programme: Programme, situation: Situation) -> Judgement:
    """Judge a situation by the rules that hold on its date."""
    findings: list[Finding] = []
    rulings: dict[str, Ruling] = {}
    for rule in programme.rules:
        if rule.is_valid(situation.on):
            ruling, facts = _RULES[rule.kind](rule, situation)
            rulings[rule.code] = ruling
            findings += _refusal(programme, rule, ruling, facts)
    findings += _unanswered(programme, situation)
    findings += _missing(programme, situation)
    if not situation.is_batch_open:
        findings.append(_finding("batch", Weight.WARN, EligibilityCode.BATCH_CLOSED, on=situation.on))
    findings += _remarks(programme, situation)
    return Judgement(tuple(findings), rulings)


def one_word(programme: Programme, judgement: Judgement) -> str:
    """The judgement in the programme's own single word; empty for a plain no."""
    if any(finding.weight is Weight.BLOCK for finding in judgement.findings):
        return ""
    codes = {finding.code for finding in judgement.findings}
    return next((entry.word for entry in programme.answer_words if entry.finding in codes), programme.ready_word)


def _finding(field: str, weight: Weight, code: str, **facts: Fact) -> Finding:
    return Finding(field, weight, code, facts, Scope.ELIGIBILITY)


def _refusal(programme: Programme, rule: Rule, ruling: Ruling, facts: Mapping[str, Fact]) -> Iterator[Finding]:
    if ruling is not Ruling.NO:
        return
    field = f"answers.{rule.question}" if rule.question else _FIELD_OF_RULE[rule.kind]
    yield _finding(field, Weight.BLOCK, rule.code, programme=programme.name, **facts)


def _unanswered(programme: Programme, situation: Situation) -> Iterator[Finding]:
    for question in programme.questions:
        answer = situation.answers.get(question.name)
        is_asked = question.name in situation.answers
        if not is_asked or (answer in (None, "") and not question.is_nullable):
            field = f"answers.{question.name}"
            yield _finding(field, Weight.WARN, EligibilityCode.ANSWER_MISSING, question=question.label)


def _missing(programme: Programme, situation: Situation) -> Iterator[Finding]:
    for paper in programme.papers:
        if paper.is_valid(situation.on) and paper.code not in situation.papers:
            yield _finding("documents", Weight.WARN, EligibilityCode.PAPER_MISSING, paper=paper.code, label=paper.label)
    for datum in programme.data:
        if datum.is_valid(situation.on) and datum.field not in situation.given:
            yield _finding(datum.field, Weight.WARN, datum.code, label=datum.label)


def _remarks(programme: Programme, situation: Situation) -> Iterator[Finding]:
    priority = programme.priority
    if priority is not None and situation.answers.get(priority.question) in priority.answers:
        yield _finding(f"answers.{priority.question}", Weight.OK, priority.code)
    for matter in programme.office_only:
        yield _finding("", Weight.OK, matter.code, asks=matter.asks)


def sends_to_waiting_list(programme: Programme, finding: Finding) -> bool:
    """Whether an eligibility warning keeps a person on the waiting list (a task, e.g. e-mail help, does not)."""
    if finding.scope is not Scope.ELIGIBILITY or finding.weight is not Weight.WARN:
        return False
    return not any(datum.code == finding.code and datum.is_task for datum in programme.data)


Facts = Mapping[str, Fact]


def _age_at_least(rule: Rule, situation: Situation) -> tuple[Ruling, Facts]:
    born = situation.birth_date
    if born is None:
        return Ruling.UNKNOWN, {}
    if age_on(born, situation.on) >= rule.figure:
        return Ruling.YES, {}
    from_on = birthday_at_age(born, rule.figure)
    years, months = _years_and_months(born, situation.on)
    return Ruling.NO, {"from_on": from_on, "years": years, "months": months, "figure": rule.figure}


def _years_and_months(born: date, on: date) -> tuple[int, int]:
    months = (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
    return divmod(max(months, 0), 12)


def _citizen(rule: Rule, situation: Situation) -> tuple[Ruling, Facts]:
    del rule
    if not situation.citizenship:
        return Ruling.UNKNOWN, {}
    return (Ruling.YES if situation.citizenship == "WNI" else Ruling.NO), {}


def _answer_is_no(rule: Rule, situation: Situation) -> tuple[Ruling, Facts]:
    answer = situation.answers.get(rule.question)
    if not isinstance(answer, bool):
        return Ruling.UNKNOWN, {}
    return (Ruling.NO if answer else Ruling.YES), {}


def _answer_is_none(rule: Rule, situation: Situation) -> tuple[Ruling, Facts]:
    if rule.question not in situation.answers:
        return Ruling.UNKNOWN, {}
    answer = situation.answers[rule.question]
    return (Ruling.YES, {}) if answer in (None, "") else (Ruling.NO, {"answer": str(answer)})


def _count_below(rule: Rule, situation: Situation) -> tuple[Ruling, Facts]:
    answer = situation.answers.get(rule.question)
    if not isinstance(answer, int) or isinstance(answer, bool):
        return Ruling.UNKNOWN, {}
    return (Ruling.YES, {}) if answer < rule.figure else (Ruling.NO, {"figure": rule.figure, "count": answer})


_RULES: Mapping[RuleKind, Callable[[Rule, Situation], tuple[Ruling, Facts]]] = {
    RuleKind.AGE_AT_LEAST: _age_at_least,
    RuleKind.CITIZEN: _citizen,
    RuleKind.ANSWER_IS_NO: _answer_is_no,
    RuleKind.ANSWER_IS_NONE: _answer_is_none,
    RuleKind.COUNT_BELOW: _count_below,
}

_FIELD_OF_RULE: Mapping[RuleKind, str] = {
    RuleKind.AGE_AT_LEAST: "birth_date",
    RuleKind.CITIZEN: "citizenship",
    RuleKind.ANSWER_IS_NO: "answers",
    RuleKind.ANSWER_IS_NONE: "answers",
    RuleKind.COUNT_BELOW: "answers",
}


def answer_problem(question: Question, answer: Answer) -> bool:
    """Whether an answer cannot be one of this question's."""
    if answer is None or answer == "":
        return False
    match question.kind:
        case QuestionKind.CHOICE:
            return answer not in {choice.code for choice in question.choices}
        case QuestionKind.YES_NO:
            return not isinstance(answer, bool)
        case QuestionKind.TEXT | QuestionKind.DATE:
            return not isinstance(answer, str)
        case QuestionKind.AMOUNT | QuestionKind.COUNT:
            return isinstance(answer, bool) or not isinstance(answer, int) or answer < 0
        case _:
            assert_never(question.kind)
