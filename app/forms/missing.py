"""What still keeps a person from being registered, each line with the field to jump to."""

from __future__ import annotations

from collections.abc import Mapping

from app.forms.judging import Judged
from app.forms.views import Missing, MissingCode
from core.eligibility import EligibilityCode, rule_of, sends_to_waiting_list
from core.entry import IDENTITY_FIELDS
from core.findings import Finding, Scope, Weight
from core.nik import NikCode
from core.programme import Programme
from core.programme_parts import NO_BATCH

ASKED_AT: Mapping[str, str] = {NikCode.BIRTH_DATE_DIFFERS: "birth_date", NikCode.SEX_DIFFERS: "sex"}
"""Where the NIK says another thing than the card: asked at the card's own words, which the officer looks at."""


def fields_of(programme: Programme) -> tuple[str, ...]:
    """All fields of the form, in the order in which an officer goes through them."""
    questions = (f"answers.{question.name}" for question in programme.questions)
    return (*IDENTITY_FIELDS, *questions, "documents", "consent")


def missing_of(judged: Judged, programme: Programme) -> tuple[Missing, ...]:
    """Everything that keeps this from "registered", in the order of the form; one line for a field, one for a paper."""
    places = {name: place for place, name in enumerate(fields_of(programme))}
    lines: dict[tuple[str, str], Missing] = {}
    for noted in sorted(judged.findings, key=lambda one: places.get(one.finding.field, len(places))):
        finding = noted.finding
        keeps_back = noted.is_open or (finding.scope is Scope.ELIGIBILITY and finding.weight is Weight.BLOCK)
        if keeps_back or sends_to_waiting_list(programme, finding):
            lines.setdefault((finding.field, str(finding.facts.get("paper", ""))), _line(finding, judged, programme))
    return tuple(lines.values())


def _line(finding: Finding, judged: Judged, programme: Programme) -> Missing:
    facts = finding.facts
    field = finding.field
    if finding.code == EligibilityCode.ANSWER_MISSING:
        return Missing(field, MissingCode.ANSWER, {"question": facts.get("question", "")})
    if finding.scope is Scope.ELIGIBILITY and finding.weight is Weight.BLOCK:
        rule = rule_of(finding.code, facts)
        label = next((one.label for one in programme.rules if one.code == rule), "")
        return Missing(field, finding.code, facts, rule=label)
    if finding.code == EligibilityCode.PAPER_MISSING:
        return Missing(field, MissingCode.PAPER, {"label": facts["label"]})
    if finding.code in NO_BATCH:
        is_known = finding.code == EligibilityCode.BATCH_CLOSED
        return Missing(field, MissingCode.BATCH if is_known else MissingCode.BATCH_UNKNOWN, {})
    if field == "consent":
        return Missing(field, MissingCode.CONSENT, {})
    is_answer = field.startswith("answers.")
    if not is_answer and not judged.shown.get(field, "").strip():
        return Missing(field, MissingCode.EMPTY, {"field": field})
    named = facts.get("question", field) if is_answer else field
    if finding.weight is Weight.BLOCK:
        return Missing(field, MissingCode.MEND, {"field": named})
    return Missing(field, MissingCode.CONFIRM, {"field": ASKED_AT.get(finding.code, named)})
