"""What each kind of rule says of a situation. Nothing here knows any programme: the figures come from its file."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from core.answers import day_of
from core.dates import age_on, birthday_at_age
from core.findings import Fact
from core.programme import Programme, Rule, RuleKind
from core.wire.records import Answer


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
        lacking: identity fields of which it is known that the person has none.
        id_province: two digits of the province of the address on the card; empty = not known.
        home_province: the same of where the person lives.
    """

    on: date
    birth_date: date | None
    citizenship: str
    given: frozenset[str]
    answers: Mapping[str, Answer]
    papers: frozenset[str]
    is_batch_open: bool
    lacking: frozenset[str] = frozenset()
    id_province: str = ""
    home_province: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a rule says.

    Args:
        facts: for the sentence of its refusal, doubt or remark.
        is_figure_missing: no figure is on file for the day, so nobody can know here.
        is_for_office: whoever the rule names must be asked; else asking on at the desk settles it.
    """

    ruling: Ruling
    facts: Mapping[str, Fact] = dataclasses.field(default_factory=dict)
    is_figure_missing: bool = False
    is_for_office: bool = False


NOT_KNOWN = Said(Ruling.UNKNOWN)


def rule_says(programme: Programme, rule: Rule, situation: Situation) -> Said:
    """What a rule says; a rule that is only doubted leaves its no to whom it names."""
    if rule.limit:
        figure = programme.figure(rule.limit, situation.on)
        if figure is None:
            return Said(Ruling.UNKNOWN, is_figure_missing=True, is_for_office=True)
        rule = _with_figure(rule, figure.amount)
    said = _SAYS[rule.kind](rule, situation)
    question = programme.question(rule.question)
    is_left_open = said.ruling is Ruling.UNKNOWN and question is not None and question.is_optional
    is_doubt = said.ruling is Ruling.NO and rule.is_doubted
    return dataclasses.replace(said, is_for_office=True) if is_left_open or is_doubt else said


def _with_figure(rule: Rule, figure: int) -> Rule:
    values = {name: getattr(rule, name) for name in Rule.__struct_fields__}
    return Rule(**values | {"figure": figure})


def _age_at_least(rule: Rule, situation: Situation) -> Said:
    born = situation.birth_date
    if born is None:
        return NOT_KNOWN
    on = _age_day(rule, situation)
    if age_on(born, on) >= rule.figure:
        return Said(Ruling.YES)
    return Said(Ruling.NO, {**_age_facts(rule, born, on), "from_on": birthday_at_age(born, rule.figure)})


def _age_at_most(rule: Rule, situation: Situation) -> Said:
    return _age_until(rule, situation, lambda born, on: age_on(born, on) <= rule.figure)


def _age_below(rule: Rule, situation: Situation) -> Said:
    return _age_until(rule, situation, lambda born, on: age_on(born, on) < rule.figure)


def _age_up_to_birthday(rule: Rule, situation: Situation) -> Said:
    return _age_until(rule, situation, lambda born, on: on <= birthday_at_age(born, rule.figure))


def _age_until(rule: Rule, situation: Situation, is_young: Callable[[date, date], bool]) -> Said:
    born = situation.birth_date
    if born is None:
        return NOT_KNOWN
    on = _age_day(rule, situation)
    return Said(Ruling.YES) if is_young(born, on) else Said(Ruling.NO, _age_facts(rule, born, on))


def _age_day(rule: Rule, situation: Situation) -> date:
    """The day on which age counts: the business date, or the day that a question asks for once it is answered."""
    return (day_of(situation.answers.get(rule.counts_on)) if rule.counts_on else None) or situation.on


def _age_facts(rule: Rule, born: date, on: date) -> Mapping[str, Fact]:
    months = (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
    years, rest = divmod(max(months, 0), 12)
    return {"years": years, "months": rest, "figure": rule.figure}


def _citizen(rule: Rule, situation: Situation) -> Said:
    del rule
    if not situation.citizenship:
        return NOT_KNOWN
    return Said(Ruling.YES if situation.citizenship == "WNI" else Ruling.NO)


def _given(rule: Rule, situation: Situation) -> Said:
    if rule.field in situation.given:
        return Said(Ruling.YES)
    return Said(Ruling.NO) if rule.field in situation.lacking else NOT_KNOWN


def _id_province(rule: Rule, situation: Situation) -> Said:
    return _in_province(rule, situation.id_province)


def _home_province(rule: Rule, situation: Situation) -> Said:
    return _in_province(rule, situation.home_province)


def _in_province(rule: Rule, province: str) -> Said:
    if not province:
        return NOT_KNOWN
    return Said(Ruling.YES if province == rule.province else Ruling.NO, {"place": rule.place})


def _answer_is_no(rule: Rule, situation: Situation) -> Said:
    answer = situation.answers.get(rule.question)
    if not isinstance(answer, bool):
        return NOT_KNOWN
    return Said(Ruling.NO if answer else Ruling.YES)


def _answer_is_yes(rule: Rule, situation: Situation) -> Said:
    answer = situation.answers.get(rule.question)
    if not isinstance(answer, bool):
        return NOT_KNOWN
    return Said(Ruling.YES if answer else Ruling.NO)


def _answer_is_none(rule: Rule, situation: Situation) -> Said:
    if rule.question not in situation.answers:
        return NOT_KNOWN
    answer = situation.answers[rule.question]
    return Said(Ruling.YES) if answer in (None, "") else Said(Ruling.NO, {"answer": str(answer)})


def _count_below(rule: Rule, situation: Situation) -> Said:
    answer = _number(rule, situation)
    if answer is None:
        return NOT_KNOWN
    facts: Mapping[str, Fact] = {"figure": rule.figure, "count": answer}
    return Said(Ruling.YES if answer < rule.figure else Ruling.NO, facts)


def _amount_at_most(rule: Rule, situation: Situation) -> Said:
    answer = _number(rule, situation)
    facts: Mapping[str, Fact] = {"limit_rp": rule.figure}
    if answer is None:
        return Said(Ruling.UNKNOWN, facts)
    return Said(Ruling.YES if answer <= rule.figure else Ruling.NO, {**facts, "amount_rp": answer})


def _number(rule: Rule, situation: Situation) -> int | None:
    answer = situation.answers.get(rule.question)
    return answer if isinstance(answer, int) and not isinstance(answer, bool) else None


_SAYS: Mapping[RuleKind, Callable[[Rule, Situation], Said]] = {
    RuleKind.AGE_AT_LEAST: _age_at_least,
    RuleKind.AGE_AT_MOST: _age_at_most,
    RuleKind.AGE_BELOW: _age_below,
    RuleKind.AGE_UP_TO_BIRTHDAY: _age_up_to_birthday,
    RuleKind.CITIZEN: _citizen,
    RuleKind.GIVEN: _given,
    RuleKind.ID_PROVINCE: _id_province,
    RuleKind.HOME_PROVINCE: _home_province,
    RuleKind.ANSWER_IS_NO: _answer_is_no,
    RuleKind.ANSWER_IS_YES: _answer_is_yes,
    RuleKind.ANSWER_IS_NONE: _answer_is_none,
    RuleKind.COUNT_BELOW: _count_below,
    RuleKind.AMOUNT_AT_MOST: _amount_at_most,
}
