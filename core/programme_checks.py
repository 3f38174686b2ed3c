"""Whether a programme's file makes sense as a whole: what it names exists, what belongs together is together."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from core.dates import OLDEST_YEARS
from core.entry import IDENTITY_FIELDS
from core.programme_parts import (
    EVERYWHERE,
    STATUSES,
    Condition,
    Dated,
    EligibilityCode,
    Question,
    QuestionKind,
    Rule,
    RuleKind,
)
from core.programme_texts import Flaw, text_flaws, version_flaws
from core.sentences import SENTENCES

if TYPE_CHECKING:
    from core.programme import Programme

MOST_NEXT_STEPS = 3
"""A slip has room for these [FACTBOOK 7.3]."""

_AGES = frozenset({RuleKind.AGE_AT_LEAST, RuleKind.AGE_AT_MOST, RuleKind.AGE_BELOW, RuleKind.AGE_UP_TO_BIRTHDAY})
_PLACES = frozenset({RuleKind.ID_PROVINCE, RuleKind.HOME_PROVINCE})
_COMPARES: Mapping[RuleKind, QuestionKind] = {
    RuleKind.ANSWER_IS_NO: QuestionKind.YES_NO,
    RuleKind.ANSWER_IS_YES: QuestionKind.YES_NO,
    RuleKind.ANSWER_IS_NONE: QuestionKind.CHOICE,
    RuleKind.COUNT_BELOW: QuestionKind.COUNT,
    RuleKind.AMOUNT_AT_MOST: QuestionKind.AMOUNT,
}
_LIMITED = frozenset({RuleKind.COUNT_BELOW, RuleKind.AMOUNT_AT_MOST})

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_CODE = re.compile(r"[A-Z][A-Z0-9_]{1,39}")
_PROVINCE = re.compile(r"[1-9][0-9]")
_DISTRICT = re.compile(r"[1-9][0-9]\.[0-9]{2}\.[0-9]{2}")


def check_programme(programme: Programme) -> None:
    """Look through the whole file.

    Raises: ValueError naming the first key that is wrong, written as ``at `$.rules[1].figure```.
    """
    for check in _CHECKS:
        for flaw in check(programme):
            raise ValueError(f"{flaw.reason} - at `$.{flaw.path}`")


def _texts(programme: Programme) -> Iterator[Flaw]:
    for name in ("code", "name", "version", "period", "slip_title", "slip_stage", "consent_version", "consent_text"):
        if not getattr(programme, name).strip():
            yield Flaw(name, "no text")
    if not _CODE.fullmatch(programme.code):
        yield Flaw("code", "not a code")
    if not 1 <= len(programme.next_steps) <= MOST_NEXT_STEPS or not all(programme.next_steps):
        yield Flaw("next_steps", f"one to {MOST_NEXT_STEPS} steps")
    for field in programme.extra_fields:
        if field not in IDENTITY_FIELDS:
            yield Flaw("extra_fields", "no such field")
    for place, own in enumerate(programme.field_labels):
        if own.field not in IDENTITY_FIELDS:
            yield Flaw(f"field_labels[{place}].field", "no such field")
        if not own.label.strip():
            yield Flaw(f"field_labels[{place}].label", "no text")


def _sources(programme: Programme) -> Iterator[Flaw]:
    sourced: dict[str, Iterable[object]] = {
        name: getattr(programme, name)
        for name in (
            "questions", "papers", "data", "rules", "figures", "partners", "office_only", "batches", "stages",
            "printed_papers",
        )
    }  # fmt: skip
    if programme.contribution:
        sourced["contribution.parts"] = programme.contribution.parts
        sourced["contribution.discounts"] = programme.contribution.discounts
    alone: dict[str, object] = {
        name: getattr(programme, name) for name in ("priority", "portal", "target", "retention")
    }
    listed = ((f"{name}[{place}]", one) for name, many in sourced.items() for place, one in enumerate(many))
    for path, one in (*listed, *((name, one) for name, one in alone.items() if one)):
        if len(getattr(one, "source", "").strip()) < 4:
            yield Flaw(f"{path}.source", "no source")
        if isinstance(one, Dated) and one.since and one.until and one.until < one.since:
            yield Flaw(f"{path}.until", "ends before it begins")


def _once(programme: Programme) -> Iterator[Flaw]:
    names: dict[str, list[str]] = {
        "questions.name": [question.name for question in programme.questions],
        "papers.code": [paper.code for paper in programme.papers],
        "printed_papers.code": [paper.code for paper in programme.printed_papers],
        "data.field": [datum.field for datum in programme.data],
        "field_labels.field": [own.field for own in programme.field_labels],
        "stages.code": [stage.code for stage in programme.stages],
        "office_only.code": [matter.code for matter in programme.office_only],
        "answer_words.finding": [word.finding for word in programme.answer_words],
    }
    for place, question in enumerate(programme.questions):
        names[f"questions[{place}].choices.code"] = [choice.code for choice in question.choices]
    for path, found in names.items():
        yield from (Flaw(_at(path, found, name), "given twice") for name, count in Counter(found).items() if count > 1)


def _at(path: str, found: Sequence[str], name: str) -> str:
    """The path of the second of two that have one name."""
    place = [index for index, each in enumerate(found) if each == name][1]
    many, _, key = path.rpartition(".")
    return f"{many}[{place}].{key}"


def _overlaps(programme: Programme) -> Iterator[Flaw]:
    """Of the facts of one name only one may count on a day."""
    parts = programme.contribution.parts if programme.contribution else ()
    groups: dict[str, list[tuple[str, Dated]]] = {
        "rules": [(rule.code, rule) for rule in programme.rules],
        "figures": [(figure.name, figure) for figure in programme.figures],
        "partners": [(partner.role, partner) for partner in programme.partners],
        "batches": [(batch.province, batch) for batch in programme.batches],
        "contribution.parts": [(part.code, part) for part in parts],
    }
    for name, entries in groups.items():
        for (_, (own_name, own)), (place, (other_name, other)) in itertools.combinations(enumerate(entries), 2):
            if own_name == other_name and own.overlaps(other):
                yield Flaw(f"{name}[{place}].since", "overlaps another one of this name")


def _questions(programme: Programme) -> Iterator[Flaw]:
    before: dict[str, Question] = {}
    for place, question in enumerate(programme.questions):
        path = f"questions[{place}]"
        if not _NAME.fullmatch(question.name):
            yield Flaw(f"{path}.name", "not a plain name")
        if bool(question.choices) != (question.kind is QuestionKind.CHOICE):
            yield Flaw(f"{path}.choices", "a choice has choices, nothing else has")
        if question.is_nullable and question.kind is not QuestionKind.CHOICE:
            yield Flaw(f"{path}.is_nullable", "only a choice has none of these")
        if question.asked_if:
            yield from _condition(question.asked_if, before, f"{path}.asked_if")
        before[question.name] = question


def _condition(condition: Condition, known: Mapping[str, Question], path: str) -> Iterator[Flaw]:
    if bool(condition.field) == bool(condition.question) or bool(condition.field) == bool(condition.answers):
        yield Flaw(path, "either a field, or a question with answers")
    elif condition.field:
        if condition.field not in IDENTITY_FIELDS:
            yield Flaw(f"{path}.field", "no such field")
    elif condition.question not in known:
        yield Flaw(f"{path}.question", "no such question, or a later one")
    elif not set(map(repr, condition.answers)) <= _possible(known[condition.question]):
        yield Flaw(f"{path}.answers", "nobody can answer that")


def _possible(question: Question) -> set[str]:
    if question.kind is QuestionKind.YES_NO:
        return {"True", "False"}
    return {repr(choice.code) for choice in question.choices} | ({"None"} if question.is_nullable else set())


def _rules(programme: Programme) -> Iterator[Flaw]:
    for place, rule in enumerate(programme.rules):
        path = f"rules[{place}]"
        if not _CODE.fullmatch(rule.code) or rule.code in set(EligibilityCode):
            yield Flaw(f"{path}.code", "not a code of its own")
        yield from _wanted(rule, path)
        yield from _asked(programme, rule, path)
        if rule.is_doubted and not rule.asks:
            yield Flaw(f"{path}.asks", "a doubt names who settles it")


def _wanted(rule: Rule, path: str) -> Iterator[Flaw]:
    """Each kind compares what it needs and nothing more."""
    is_limited = rule.kind in _LIMITED
    if is_limited and bool(rule.figure) == bool(rule.limit):
        yield Flaw(f"{path}.limit", "a figure, or the name of a dated one")
    wanted = {
        "figure": rule.kind in _AGES or (is_limited and not rule.limit),
        "limit": is_limited and not rule.figure,
        "question": rule.kind in _COMPARES,
        "field": rule.kind is RuleKind.GIVEN,
        "province": rule.kind in _PLACES,
        "place": rule.kind in _PLACES,
    }
    for name, is_wanted in wanted.items():
        if bool(getattr(rule, name)) != is_wanted:
            yield Flaw(f"{path}.{name}", "missing" if is_wanted else "not for this kind of rule")
    if not 0 <= rule.figure <= (OLDEST_YEARS if rule.kind in _AGES else rule.figure):
        yield Flaw(f"{path}.figure", "nobody is so old, or below nothing")
    if rule.province and not _PROVINCE.fullmatch(rule.province):
        yield Flaw(f"{path}.province", "two digits")
    if rule.field and rule.field not in IDENTITY_FIELDS:
        yield Flaw(f"{path}.field", "no such field")
    if rule.counts_on and rule.kind not in _AGES:
        yield Flaw(f"{path}.counts_on", "not for this kind of rule")


def _asked(programme: Programme, rule: Rule, path: str) -> Iterator[Flaw]:
    question = programme.question(rule.question)
    if rule.question and bool(question) == rule.is_unasked:
        yield Flaw(f"{path}.question", "no such question")
    if question and question.kind is not _COMPARES.get(rule.kind):
        yield Flaw(f"{path}.question", "another kind of question")
    if question and rule.kind is RuleKind.ANSWER_IS_NONE and not question.is_nullable:
        yield Flaw(f"{path}.question", "has no answer for none of these")
    if rule.limit and rule.limit not in {figure.name for figure in programme.figures}:
        yield Flaw(f"{path}.limit", "no such figure")
    day = programme.question(rule.counts_on)
    if rule.counts_on and (day is None or day.kind is not QuestionKind.DATE):
        yield Flaw(f"{path}.counts_on", "no such question for a day")


def _papers(programme: Programme) -> Iterator[Flaw]:
    papers = {paper.code for paper in programme.papers}
    for place, paper in enumerate(programme.papers):
        for number, other in enumerate(paper.alternatives):
            path = f"papers[{place}].alternatives[{number}]"
            if other.paper not in papers - {paper.code}:
                yield Flaw(f"{path}.paper", "no such paper")
            question = programme.question(other.question)
            if other.question and (question is None or question.kind is not QuestionKind.YES_NO):
                yield Flaw(f"{path}.question", "no such question for a yes")
    for place, datum in enumerate(programme.data):
        if datum.field not in IDENTITY_FIELDS:
            yield Flaw(f"data[{place}].field", "no such field")
        if datum.code in set(EligibilityCode):
            yield Flaw(f"data[{place}].code", "not a code of its own")


def _figures(programme: Programme) -> Iterator[Flaw]:
    for place, figure in enumerate(programme.figures):
        if not _NAME.fullmatch(figure.name):
            yield Flaw(f"figures[{place}].name", "not a plain name")
        if figure.amount < 0:
            yield Flaw(f"figures[{place}].amount", "below nothing")


def _contribution(programme: Programme) -> Iterator[Flaw]:
    contribution = programme.contribution
    if contribution is None:
        return
    questions = {question.name: question for question in programme.questions}
    for place, part in enumerate(contribution.parts):
        if part.paid_if:
            yield from _condition(part.paid_if, questions, f"contribution.parts[{place}].paid_if")
    for place, discount in enumerate(contribution.discounts):
        path = f"contribution.discounts[{place}]"
        if not set(discount.parts) <= {part.code for part in contribution.parts}:
            yield Flaw(f"{path}.parts", "no such part")
        if not 1 <= discount.percent <= 100:
            yield Flaw(f"{path}.percent", "1 to 100")
        yield from _condition(discount.given_if, questions, f"{path}.given_if")
        if discount.not_if:
            yield from _condition(discount.not_if, questions, f"{path}.not_if")


def _said(programme: Programme) -> Iterator[Flaw]:
    """Rules are told by their label if need be; whatever else is told needs a sentence that is there."""
    codes = {f"rules[{place}].remark": rule.remark for place, rule in enumerate(programme.rules) if rule.remark}
    codes |= {f"data[{place}].code": datum.code for place, datum in enumerate(programme.data)}
    codes |= {f"office_only[{place}].code": matter.code for place, matter in enumerate(programme.office_only)}
    codes |= {"priority.code": programme.priority.code} if programme.priority else {}
    codes |= {"contribution.code": programme.contribution.code} if programme.contribution else {}
    yield from (Flaw(path, "no sentence of that code") for path, code in codes.items() if code not in SENTENCES)


def _batches(programme: Programme) -> Iterator[Flaw]:
    if programme.batches and not programme.has_batches:
        yield Flaw("has_batches", "there are batches")
    for place, batch in enumerate(programme.batches):
        if batch.province != EVERYWHERE and not _PROVINCE.fullmatch(batch.province):
            yield Flaw(f"batches[{place}].province", "two digits, or * for all")
        if batch.quota is not None and batch.quota < 0:
            yield Flaw(f"batches[{place}].quota", "below nothing")
    priority = programme.priority
    if priority is not None:
        known = {question.name: question for question in programme.questions}
        yield from _condition(Condition(question=priority.question, answers=priority.answers), known, "priority")


def _stages(programme: Programme) -> Iterator[Flaw]:
    stages = {stage.code: stage for stage in programme.stages}
    reached = set(STATUSES)
    for _ in stages:
        reached |= {code for code, stage in stages.items() if reached & set(stage.after)}
    for place, stage in enumerate(programme.stages):
        path = f"stages[{place}]"
        if not _CODE.fullmatch(stage.code) or stage.code in STATUSES:
            yield Flaw(f"{path}.code", "not a code of its own")
        if not stage.told_by:
            yield Flaw(f"{path}.told_by", "nobody says so")
        if not set(stage.after) <= {*stages, *STATUSES} or stage.code not in reached:
            yield Flaw(f"{path}.after", "follows nothing that can be reached")
        if any(before in stages and stages[before].is_end for before in stage.after):
            yield Flaw(f"{path}.after", "follows an end")


def _portal_and_target(programme: Programme) -> Iterator[Flaw]:
    questions = {question.name: question for question in programme.questions}
    known = {*IDENTITY_FIELDS, *(f"answers.{name}" for name in questions)}
    for place, field in enumerate(programme.portal.fields if programme.portal else ()):
        if field.field not in known:
            yield Flaw(f"portal.fields[{place}].field", "no such field")
    if programme.portal is None and any(stage.is_portal for stage in programme.stages):
        yield Flaw("portal", "missing, though a stage is a step there")
    target = programme.target
    if target is None:
        return
    yield from _condition(Condition(question=target.question, answers=(True,)), questions, "target")
    if target.per_rw < 1:
        yield Flaw("target.per_rw", "nobody")
    for place, area in enumerate(target.areas):
        if area.rw_count < 1:
            yield Flaw(f"target.areas[{place}].rw_count", "none")
        if not _DISTRICT.fullmatch(area.district):
            yield Flaw(f"target.areas[{place}].district", "PP.KK.CC")


_CHECKS = (
    _texts, version_flaws, _sources, _once, _overlaps, _questions, _rules, _papers, _figures, _contribution, _said,
    text_flaws, _batches, _stages, _portal_and_target,
)  # fmt: skip
