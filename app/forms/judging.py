"""What the rules say of a form as it stands: the same judgement that saving it would bring."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from app.forms.state import FormState, Place
from core.entry import IDENTITY_FIELDS, Entry, entry_from_json
from core.findings import Finding, Scope, Weight, block
from core.kept_entry import person_body
from core.known import FirstRegistration, KnownPerson, LikelyPerson, is_nik_of_another
from core.programme import Programme
from core.registration import Assessment, NotedFinding, Outcome, RegistrationCode, Rulebook, assess
from core.sentences import fact_text
from core.typed_text import says_none, tidy
from core.wire.records import Answer


@dataclass(frozen=True, slots=True)
class Judged:
    """A form and its judgement.

    Args:
        shown: the text in each box: typed, proposed and taken, or filled in.
        filled: fields that the program filled in.
        entry: what would be saved.
        findings: those of the assessment, each with whether it was confirmed here, and what the store knows.
        outcome: with duplicates, as far as the store has been asked.
        duplicate: the earlier registration of this NIK, also where it is more likely another person's.
        likely: who is likely the same person under another NIK, for the side-by-side view.
    """

    shown: Mapping[str, str]
    filled: frozenset[str]
    entry: Entry
    assessment: Assessment
    findings: tuple[NotedFinding, ...]
    outcome: Outcome
    duplicate: FirstRegistration | None
    likely: LikelyPerson | None = None


def judge_form(state: FormState, offered: Mapping[str, str], rulebook: Rulebook, known: KnownPerson | None) -> Judged:
    """Judge a form.

    Args:
        offered: what the program fills in where nobody has typed.
    """
    filled = {name: text for name, text in offered.items() if name not in state.texts}
    typed = {**filled, **state.texts}
    shown = typed | {name: taken.proposal for name, taken in state.taken.items()}
    entry = _entry(state, typed, rulebook)
    assessment = _assess(entry, rulebook, known)
    doubted = {finding.code for finding in questions(assessment.findings) if not _is_confirmed(finding, state, shown)}
    if doubted & entry.confirm:
        # an entry confirms by code alone: what was seen at one field must not speak for another one
        entry = dataclasses.replace(entry, confirm=entry.confirm - doubted)
        assessment = _assess(entry, rulebook, known)
    findings = tuple(_noted(noted, state, shown) for noted in assessment.findings)
    first = _first(known, assessment)
    outcome, added = _with_first(assessment, first)
    likely = _likely(known, assessment)
    return Judged(shown, frozenset(filled), entry, assessment, (*added, *findings), outcome, first, likely)


def questions(findings: Iterable[NotedFinding]) -> Iterator[Finding]:
    """The findings that wait for an officer's one deliberate key."""
    for noted in findings:
        if noted.finding.scope is Scope.FIELD and noted.finding.weight is Weight.WARN:
            yield noted.finding


def seen_of(finding: Finding, shown: Mapping[str, str]) -> str:
    """What an officer sees when confirming: the text of the field and the facts of the finding."""
    facts = (f"{name}={fact_text(fact)}" for name, fact in sorted(finding.facts.items()))
    return "\n".join((shown.get(finding.field, ""), *facts))


def _is_confirmed(finding: Finding, state: FormState, shown: Mapping[str, str]) -> bool:
    return state.confirmed.get(Place(finding.field, finding.code)) == seen_of(finding, shown)


def _noted(noted: NotedFinding, state: FormState, shown: Mapping[str, str]) -> NotedFinding:
    is_question = noted.finding.scope is Scope.FIELD and noted.finding.weight is Weight.WARN
    is_confirmed = is_question and _is_confirmed(noted.finding, state, shown)
    return noted if is_confirmed == noted.is_confirmed else NotedFinding(noted.finding, is_confirmed)


def _entry(state: FormState, typed: Mapping[str, str], rulebook: Rulebook) -> Entry:
    """The entry, with the bounds that every visit has to keep."""
    programme = rulebook.programme
    wanted = {paper.code for paper in programme.papers}
    fields = {**typed, **state.villages}
    values: dict[str, object] = {name: fields[name] for name in IDENTITY_FIELDS if name in fields}
    values["answers"] = _asked_answers(state.answers, given_of(fields), programme)
    values["documents"] = [code for code in state.documents if code in wanted]
    values["consent"] = state.consent_to == programme.consent_version
    values["confirm"] = sorted({place.code for place in state.confirmed})
    values["accept"] = sorted({taken.code for taken in state.taken.values()})
    return entry_from_json(values)


def given_of(shown: Mapping[str, str]) -> frozenset[str]:
    """Names of the fields in which something stands; the dash that officers write for "has none" is nothing."""
    return frozenset(name for name, text in shown.items() if not says_none(tidy(text)))


def _asked_answers(answers: Mapping[str, Answer], given: frozenset[str], programme: Programme) -> dict[str, Answer]:
    """What was answered to questions that are put to this person; what hung on another answer goes with it."""
    asked: dict[str, Answer] = {}
    for question in programme.questions:
        if question.name in answers and question.is_asked(asked, given):
            asked[question.name] = answers[question.name]
    return asked


def _assess(entry: Entry, rulebook: Rulebook, known: KnownPerson | None) -> Assessment:
    assessment = assess(entry, rulebook)
    if known is None:
        return assessment
    person = person_body(assessment.applicant)
    findings = tuple(known.findings(person, rulebook.programme, rulebook.on))
    is_shared = known.is_email_of_another and (known.email, known.nik) == (person.email, person.nik)
    if not findings and not is_shared:
        return assessment
    return assess(entry, rulebook, is_email_shared=is_shared, known=findings)


def _first(known: KnownPerson | None, assessment: Assessment) -> FirstRegistration | None:
    is_same = known is not None and known.nik == assessment.applicant.nik != ""
    return known.first if known is not None and is_same else None


def _likely(known: KnownPerson | None, assessment: Assessment) -> LikelyPerson | None:
    is_asked = any(noted.finding.code == RegistrationCode.LIKELY_SAME_PERSON for noted in assessment.findings)
    return known.likely if known is not None and is_asked else None


def _with_first(assessment: Assessment, first: FirstRegistration | None) -> tuple[Outcome, tuple[NotedFinding, ...]]:
    """The outcome in view of an earlier registration, and its finding: the same person's, or more likely another's."""
    if first is None:
        return assessment.outcome, ()
    if is_nik_of_another(assessment, first.name_on_id):
        return assessment.outcome, (NotedFinding(block("nik", RegistrationCode.NIK_OF_ANOTHER, **first.facts)),)
    finding = Finding("nik", Weight.BLOCK, RegistrationCode.DUPLICATE, first.facts, Scope.ELIGIBILITY)
    return Outcome.DUPLICATE, (NotedFinding(finding),)
