"""Whether a person may take part: yes, no, or cannot know yet, each with its reason and the next paper or step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from core.contribution import bill_of
from core.eligibility_rules import Ruling, Said, Situation, rule_says
from core.findings import Fact, Finding, Scope, Weight
from core.programme import EligibilityCode, OfficeOnly, Programme, RequiredPaper, Rule, RuleKind
from core.programme_parts import NO_BATCH
from core.sentences import SENTENCES


@dataclass(frozen=True, slots=True)
class RuleAnswer:
    """What one rule says of a person, as a screen or slip shows it.

    Args:
        code: of the rule, or of a matter that only an office can know.
        label: the rule in the programme's words; empty where the sentence of ``code`` says it with ``asks``.
        asks: who knows what the desk cannot; empty = this desk, by asking on.
        next_step: what the person does about it; empty = nothing, or nothing yet.
        question: the programme's question that it rests on.
        from_on: the first day on which a no would be a yes, if that can be told.
    """

    code: str
    label: str
    ruling: Ruling
    source: str
    asks: str = ""
    next_step: str = ""
    question: str = ""
    from_on: date | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """All findings of a judgement, and what each rule says for the screen: rules in the file's order, offices last."""

    findings: tuple[Finding, ...]
    answers: tuple[RuleAnswer, ...]

    @property
    def rulings(self) -> Mapping[str, Ruling]:
        """The rulings of the rules by code."""
        return {answer.code: answer.ruling for answer in self.answers if answer.label or not answer.asks}

    @property
    def from_on(self) -> date | None:
        """From which day everything that says no now would say yes; ``None`` = never, or nobody can tell."""
        days = [answer.from_on for answer in self.answers if answer.ruling is Ruling.NO]
        known = [day for day in days if day is not None]
        return max(known) if known and len(known) == len(days) else None


def judge(programme: Programme, situation: Situation) -> Judgement:
    """Judge a situation by the rules that hold on its date."""
    names = programme.partner_names(situation.on)
    findings: list[Finding] = []
    answers: list[RuleAnswer] = []
    for rule in programme.rules:
        if rule.is_valid(situation.on):
            said = rule_says(programme, rule, situation)
            answers.append(_answer(rule, said))
            findings += _findings_of(rule, said, {"programme": programme.name, **names}, situation.on)
    findings = _without_doubts_about_refusals(programme, findings)
    findings += _unanswered(programme, situation)
    findings += _missing(programme, situation)
    if programme.has_batches and not situation.is_batch_open:
        told: dict[str, Fact] = {"on": situation.on, "programme": programme.name}
        findings.append(_finding("batch", Weight.WARN, programme.no_batch, **told))
    findings += _remarks(programme, situation, names)
    answers += [_office(matter, names) for matter in programme.office_only]
    return Judgement(tuple(findings), tuple(answers))


def one_word(programme: Programme, judgement: Judgement) -> str:
    """The judgement in the programme's own words; empty for most refusals.

    The first of its words whose finding occurs; of a judgement that refuses, only words of the refusals count.
    """
    refusals = [finding for finding in judgement.findings if finding.weight is Weight.BLOCK]
    facts: dict[str, dict[str, list[str]]] = {}
    for finding in refusals or judgement.findings:
        of_code = facts.setdefault(rule_of(finding.code, finding.facts), {})
        for name, fact in finding.facts.items():
            of_code.setdefault(name, []).append(str(fact))
    words = (
        _filled(entry.word, {name: "+".join(dict.fromkeys(found)) for name, found in facts[entry.finding].items()})
        for entry in programme.answer_words
        if entry.finding in facts
    )
    return next(words, "" if refusals else programme.ready_word)


def sends_to_waiting_list(programme: Programme, finding: Finding) -> bool:
    """Whether an eligibility warning keeps a person on the waiting list.

    An answer, a paper or a datum that is missing does, and a closed batch. A task (e-mail help) does not, nor a doubt
    that an office settles.
    """
    if finding.scope is not Scope.ELIGIBILITY or finding.weight is not Weight.WARN:
        return False
    return finding.code in waiting_codes(programme)


def waiting_codes(programme: Programme) -> frozenset[str]:
    """Codes of the findings that keep a person on the waiting list."""
    shared = {EligibilityCode.ANSWER_MISSING, EligibilityCode.PAPER_MISSING, *NO_BATCH}
    return frozenset({*shared, *(datum.code for datum in programme.data if not datum.is_task)})


def _finding(field: str, weight: Weight, code: str, **facts: Fact) -> Finding:
    return Finding(field, weight, code, facts, Scope.ELIGIBILITY)


def _answer(rule: Rule, said: Said) -> RuleAnswer:
    is_no = said.ruling is Ruling.NO and not rule.is_doubted
    ruling = Ruling.UNKNOWN if said.ruling is Ruling.NO and rule.is_doubted else said.ruling
    from_on = said.facts.get("from_on")
    return RuleAnswer(
        code=rule.code,
        label=rule.label,
        ruling=ruling,
        source=rule.source,
        asks=rule.asks if said.is_for_office and ruling is Ruling.UNKNOWN else "",
        next_step=rule.next_step if said.ruling is Ruling.NO else "",
        question=rule.question,
        from_on=from_on if is_no and isinstance(from_on, date) else None,
    )


def _office(matter: OfficeOnly, names: Mapping[str, str]) -> RuleAnswer:
    asks = _filled(matter.asks, names)
    return RuleAnswer(matter.code, "", Ruling.UNKNOWN, matter.source, asks, matter.next_step)


class _Places(dict[str, str]):
    """What a file's words name; what is not known on this day is named as the file calls it."""

    def __missing__(self, name: str) -> str:
        return name


def _filled(text: str, names: Mapping[str, str]) -> str:
    return text.format_map(_Places(names))


def _findings_of(rule: Rule, said: Said, names: Mapping[str, Fact], on: date) -> Iterator[Finding]:
    field = f"answers.{rule.question}" if rule.question else rule.field or _FIELD_OF_RULE[rule.kind]
    if said.is_figure_missing:
        missing = EligibilityCode.FIGURE_NOT_ON_FILE
        yield _finding(field, Weight.WARN, missing, label=rule.label, on=on, asks=rule.asks)
        return
    if said.ruling is Ruling.NO:
        weight = Weight.WARN if rule.is_doubted else Weight.BLOCK
        code = _code_of(rule)
        facts = {**names, **said.facts} | ({"asks": rule.asks} if rule.asks else {})
        by_label = {} if code == rule.code else {"label": rule.label, "rule": rule.code}
        yield Finding(field, weight, code, {**facts, **by_label}, Scope.ELIGIBILITY)
    elif rule.remark:
        yield _finding(field, Weight.OK, rule.remark, **names, **said.facts)


def _code_of(rule: Rule) -> str:
    """A file may bring rules of which this program has never heard: they are told by their label."""
    if rule.code in SENTENCES:
        return rule.code
    return EligibilityCode.CONDITION_TO_CHECK if rule.is_doubted else EligibilityCode.CONDITION_NOT_MET


def rule_of(code: str, facts: Mapping[str, object]) -> str:
    """The code by which the programme's file knows what a finding tells."""
    return str(facts.get("rule", code))


def _without_doubts_about_refusals(programme: Programme, findings: list[Finding]) -> list[Finding]:
    """What one rule refuses, another one need not doubt."""
    doubts = {rule.code for rule in programme.rules if rule.is_doubted}
    refused = {finding.field for finding in findings if finding.weight is Weight.BLOCK}
    return [one for one in findings if rule_of(one.code, one.facts) not in doubts or one.field not in refused]


def _unanswered(programme: Programme, situation: Situation) -> Iterator[Finding]:
    for question in programme.questions:
        if question.is_optional or not question.is_asked(situation.answers, situation.given):
            continue
        answer = situation.answers.get(question.name)
        is_put = question.name in situation.answers
        if not is_put or (answer in (None, "") and not question.is_nullable):
            field = f"answers.{question.name}"
            yield _finding(field, Weight.WARN, EligibilityCode.ANSWER_MISSING, question=question.label)


def missing_papers(programme: Programme, situation: Situation) -> tuple[RequiredPaper, ...]:
    """The papers that nobody has seen, nor anything in their place."""
    wanted = (paper for paper in programme.papers if paper.is_valid(situation.on))
    return tuple(paper for paper in wanted if not paper.is_seen(situation.papers, situation.answers))


def _missing(programme: Programme, situation: Situation) -> Iterator[Finding]:
    labels = {paper.code: paper.label for paper in programme.papers}
    missing = missing_papers(programme, situation)
    named = {paper.code for paper in missing}
    for paper in missing:
        remarks = [f" ({other.remark})" for other in paper.alternatives if other.remark and other.paper in named]
        others = [labels[other.paper] for other in paper.alternatives if not (other.remark and other.paper in named)]
        label = " / ".join((paper.label + "".join(remarks), *others))
        yield _finding("documents", Weight.WARN, EligibilityCode.PAPER_MISSING, paper=paper.code, label=label)
    for datum in programme.data:
        if datum.is_valid(situation.on) and datum.field not in situation.given:
            yield _finding(datum.field, Weight.WARN, datum.code, label=datum.label)


def _remarks(programme: Programme, situation: Situation, names: Mapping[str, str]) -> Iterator[Finding]:
    priority = programme.priority
    if priority is not None and situation.answers.get(priority.question) in priority.answers:
        yield _finding(f"answers.{priority.question}", Weight.OK, priority.code)
    contribution = programme.contribution
    if contribution is not None:
        bill = bill_of(contribution, situation.answers, situation.given, situation.on)
        if bill is None:
            label = ", ".join(dict.fromkeys(part.label for part in contribution.parts))
            missing = EligibilityCode.FIGURE_NOT_ON_FILE
            yield _finding("", Weight.WARN, missing, label=label, on=situation.on, asks=contribution.asks)
        else:
            yield _finding("", Weight.OK, contribution.code, amount_rp=bill.amount_rp, parts=bill.labels)
    for matter in programme.office_only:
        yield _finding("", Weight.OK, matter.code, asks=_filled(matter.asks, names))


_FIELD_OF_RULE: Mapping[RuleKind, str] = {
    RuleKind.AGE_AT_LEAST: "birth_date",
    RuleKind.AGE_AT_MOST: "birth_date",
    RuleKind.AGE_BELOW: "birth_date",
    RuleKind.AGE_UP_TO_BIRTHDAY: "birth_date",
    RuleKind.CITIZEN: "citizenship",
    RuleKind.ID_PROVINCE: "village_code",
    RuleKind.HOME_PROVINCE: "current_village_code",
}
"""Which field a rule rests on that names neither a question nor a field."""

__all__ = [
    "EligibilityCode",
    "Judgement",
    "RuleAnswer",
    "Ruling",
    "Situation",
    "judge",
    "missing_papers",
    "one_word",
    "rule_of",
    "sends_to_waiting_list",
    "waiting_codes",
]
