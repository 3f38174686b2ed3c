"""From a judged form to what the screen shows of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

from app.forms.hints import hints_of
from app.forms.judging import Judged, given_of
from app.forms.missing import fields_of, missing_of
from app.forms.state import FormState
from app.forms.views import FieldView, FormView, Hint, HintCode, PaperView, RuleView, Summary
from core.dates import age_on
from core.eligibility import EligibilityCode, RuleAnswer, Ruling, rule_of
from core.family_card import FamilyCardCode
from core.findings import Finding, Scope
from core.nik import NikCode
from core.programme import Programme
from core.registration import NotedFinding, Rulebook

_WAITS_FOR: Mapping[str, str] = {
    NikCode.BIRTH_DATE_DIFFERS: "birth_date",
    NikCode.SEX_DIFFERS: "sex",
    FamilyCardCode.IS_NIK: "nik",
}
"""Findings that compare with another field: not said while that one is being typed, it would flicker with every key."""


def view_of(judged: Judged, state: FormState, rulebook: Rulebook, focus: str) -> FormView:
    """The whole form as of now.

    Args:
        focus: name of the field that the officer is in; empty = none.
    """
    programme = rulebook.programme
    names = fields_of(programme)
    found = _by_field(judged, state, focus)
    papers = tuple(_papers(judged, rulebook))
    texts = _texts(judged, programme)
    given = given_of(judged.shown)
    answers = judged.entry.answers
    unasked = {f"answers.{one.name}" for one in programme.questions if not one.is_asked(answers, given)}
    return FormView(
        summary=_summary(judged, rulebook),
        applicant=judged.assessment.applicant,
        outcome=judged.outcome,
        rulings=tuple(_rulings(judged, programme, has_entries=not state.is_empty)),
        figures=tuple(_figures(judged, programme)),
        papers=papers,
        missing=missing_of(judged, programme),
        fields={
            name: FieldView(
                name=name,
                text=texts.get(name, ""),
                hints=_papers_hint(papers) if name == "documents" else hints_of(name, judged, state, rulebook),
                findings=found.get(name, ()),
                is_filled_in=name in judged.filled,
                is_quiet=_is_quiet(name, texts.get(name, ""), state, focus),
                is_asked=name not in unasked,
            )
            for name in names
        },
        answers=judged.entry.answers,
        has_consent=judged.entry.has_consent,
        duplicate=judged.duplicate,
        can_save=not state.is_empty,
        remarks=tuple(noted for name, noted_here in found.items() if name not in names for noted in noted_here),
        likely=judged.likely,
    )


def view_from(focus: str, view: FormView, judged: Judged, state: FormState) -> FormView:
    """The same judgement looked at from another field: only what may be said of each field is asked anew."""
    found = _by_field(judged, state, focus)
    fields = {name: _field_from(field, found.get(name, ()), state, focus) for name, field in view.fields.items()}
    return dataclasses.replace(view, fields=fields)


def _field_from(field: FieldView, findings: tuple[NotedFinding, ...], state: FormState, focus: str) -> FieldView:
    is_quiet = _is_quiet(field.name, field.text, state, focus)
    if is_quiet == field.is_quiet and findings == field.findings:
        return field
    return dataclasses.replace(field, is_quiet=is_quiet, findings=findings)


def _is_quiet(name: str, text: str, state: FormState, focus: str) -> bool:
    return name not in state.left and (name == focus or not text.strip())


def _by_field(judged: Judged, state: FormState, focus: str) -> Mapping[str, tuple[NotedFinding, ...]]:
    """The findings of each field, the most urgent first."""
    typing_in = focus if focus not in state.left else ""
    found: dict[str, list[NotedFinding]] = {}
    for noted in judged.findings:
        if not typing_in or _WAITS_FOR.get(noted.finding.code) != typing_in:
            found.setdefault(noted.finding.field, []).append(noted)
    return {name: tuple(sorted(here, key=_urgency) if len(here) > 1 else here) for name, here in found.items()}


def _urgency(noted: NotedFinding) -> tuple[bool, int]:
    return not noted.is_open, -noted.finding.weight.rank


def _texts(judged: Judged, programme: Programme) -> Mapping[str, str]:
    """The text of every field, also of those that are no boxes to type in."""
    answers = judged.entry.answers
    given = {question.name: answers[question.name] for question in programme.questions if question.name in answers}
    return {
        **judged.shown,
        **{f"answers.{name}": "-" if answer is None else str(answer) for name, answer in given.items()},
        "documents": " ".join(judged.entry.documents),
        "consent": programme.consent_version if judged.entry.has_consent else "",
    }


def _papers(judged: Judged, rulebook: Rulebook) -> Iterator[PaperView]:
    for paper in rulebook.programme.papers:
        if paper.is_valid(rulebook.on):
            is_seen = paper.code in judged.entry.documents
            is_enough = paper.is_seen(judged.entry.documents, judged.assessment.answers)
            yield PaperView(paper.code, paper.label, is_seen, is_replaced=is_enough and not is_seen)


def _papers_hint(papers: tuple[PaperView, ...]) -> tuple[Hint, ...]:
    seen = sum(paper.is_seen for paper in papers)
    return (Hint(HintCode.PAPERS, {"seen": seen, "needed": len(papers)}),) if papers else ()


def _rulings(judged: Judged, programme: Programme, *, has_entries: bool) -> Iterator[RuleView]:
    """What each rule says; of nobody yet none says anything, whatever the program fills in as usual."""
    findings = [
        (noted.finding, rule_of(noted.finding.code, noted.finding.facts))
        for noted in judged.assessment.findings
        if noted.finding.scope is Scope.ELIGIBILITY
    ]
    remarks = {rule.code: rule.remark for rule in programme.rules if rule.remark}
    for rule in judged.assessment.rules:
        # a rule on something that this form does not ask for stays unknown whatever the officer does
        is_asked = not rule.question or programme.question(rule.question) is not None
        if is_asked or rule.ruling is not Ruling.UNKNOWN:
            ruling = rule.ruling if has_entries else Ruling.UNKNOWN
            remark = remarks.get(rule.code, "")
            # an office's matter has no label and no finding
            mine = (one for one, of_rule in findings if _tells(one, of_rule, rule, remark)) if rule.label else iter(())
            yield RuleView(rule.code, rule.label, ruling, rule.asks, rule.next_step, rule.from_on, next(mine, None))


def _tells(finding: Finding, of_rule: str, rule: RuleAnswer, remark: str) -> bool:
    """Whether a finding is this rule's: its refusal or doubt, the figure that counts, or that none is on file."""
    if finding.code == EligibilityCode.FIGURE_NOT_ON_FILE:
        return finding.facts.get("label") == rule.label
    return of_rule == rule.code or finding.code == remark


def _figures(judged: Judged, programme: Programme) -> Iterator[Finding]:
    """The contribution of the month, or that nobody here knows it; and that a person comes first."""
    contribution, priority = programme.contribution, programme.priority
    codes = {contribution.code if contribution else "", priority.code if priority else ""}
    for noted in judged.assessment.findings:
        finding = noted.finding
        is_not_on_file = finding.code == EligibilityCode.FIGURE_NOT_ON_FILE and not finding.field
        if finding.scope is Scope.ELIGIBILITY and (finding.code in codes or is_not_on_file):
            yield finding


def _summary(judged: Judged, rulebook: Rulebook) -> Summary:
    person = judged.assessment.applicant
    village = rulebook.regions.village(person.village_code) if person.village_code else None
    born = person.birth_date
    return Summary(
        name=person.name_on_id or judged.shown.get("name_on_id", "").strip(),
        sex=person.sex,
        birth_date=born,
        age=age_on(born, rulebook.on) if born else None,
        place=(village.name, village.district, village.regency) if village else (),
        mobile=person.mobile,
        email=person.email,
    )
