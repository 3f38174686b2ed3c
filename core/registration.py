"""From an entry to an assessment: the person, the outcome, and every finding. Pure; the desk verb adds the numbers."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from core.address import Regions
from core.answers import answer_problem, read_answers
from core.eligibility import Judgement, RuleAnswer, Ruling, Situation, judge, sends_to_waiting_list
from core.entry import IDENTITY_FIELDS, Entry, EntryCode
from core.findings import Finding, Scope, Weight, block, heaviest
from core.identity_form import Reading, read_identity
from core.identity_rules import IdentityRules
from core.people import Applicant
from core.programme import Programme
from core.wire.records import Answer


class Outcome(enum.StrEnum):
    """What became of a visit [INTERFACES, Outcomes of a registration]."""

    REGISTERED = "registered"
    WAITING_LIST = "waiting_list"
    INCOMPLETE = "incomplete"
    NOT_ELIGIBLE = "not_eligible"
    DUPLICATE = "duplicate"

    @property
    def has_number(self) -> bool:
        """Whether this visit gets a registration number and a receipt."""
        return self in (Outcome.REGISTERED, Outcome.WAITING_LIST)


class Status(enum.StrEnum):
    """Where a registration stands [FACTBOOK 2.1]."""

    REGISTERED = "TERDAFTAR"
    WAITING_LIST = "DAFTAR_TUNGGU"
    INCOMPLETE = "BELUM_LENGKAP"
    REFUSED = "DITOLAK"
    WITHDRAWN = "DITARIK"


STATUS_OF: Mapping[Outcome, Status] = {
    Outcome.REGISTERED: Status.REGISTERED,
    Outcome.WAITING_LIST: Status.WAITING_LIST,
    Outcome.INCOMPLETE: Status.INCOMPLETE,
    Outcome.NOT_ELIGIBLE: Status.REFUSED,
}


class RegistrationCode(enum.StrEnum):
    """Findings about the visit as a whole."""

    CONSENT_MISSING = "CONSENT_MISSING"
    ANSWER_NOT_A_CHOICE = "ANSWER_NOT_A_CHOICE"
    DUPLICATE = "DUPLICATE"
    NIK_OF_ANOTHER = "NIK_OF_ANOTHER"
    LIKELY_SAME_PERSON = "LIKELY_SAME_PERSON"


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Everything the rules look at besides the entry.

    Args:
        on: the business date, which age, batch and numbers count on.
        province: two digits of the post; batches open per province.
    """

    programme: Programme
    identity: IdentityRules
    regions: Regions
    on: date
    province: str
    is_training: bool


@dataclass(frozen=True, slots=True)
class NotedFinding:
    """A finding and whether the officer confirmed it."""

    finding: Finding
    is_confirmed: bool = False

    @property
    def is_open(self) -> bool:
        """Whether a person must still do something about this field before a number can be given."""
        if self.finding.scope is not Scope.FIELD or self.finding.weight is Weight.OK:
            return False
        return self.finding.weight is Weight.BLOCK or not self.is_confirmed


@dataclass(frozen=True, slots=True)
class Assessment:
    """The judgement of one entry, duplicates apart.

    ``typed`` keeps the text of every field that gave no value, was doubted, or was mended by an accepted proposal.
    ``answers`` have their typed amounts and days as values; ``rules`` are what each rule says, offices last.
    """

    applicant: Applicant
    outcome: Outcome
    findings: tuple[NotedFinding, ...]
    typed: Mapping[str, str]
    answers: Mapping[str, Answer]
    rulings: Mapping[str, Ruling]
    rules: tuple[RuleAnswer, ...] = ()

    @property
    def verdict(self) -> Weight:
        """The heaviest finding."""
        return heaviest(noted.finding for noted in self.findings)


def assess(
    entry: Entry, rulebook: Rulebook, *, is_email_shared: bool = False, known: tuple[Finding, ...] = ()
) -> Assessment:
    """Judge one entry by the rules of its programme.

    Args:
        is_email_shared: whether this address stands on another person of the post.
        known: what the store says of this person besides (:meth:`core.known.KnownPerson.findings`).
    """
    reading = read_identity(
        entry,
        on=rulebook.on,
        rules=rulebook.identity,
        regions=rulebook.regions,
        is_training=rulebook.is_training,
        is_email_shared=is_email_shared,
        paper=rulebook.programme.id_paper,
    )
    answers, misread = read_answers(rulebook.programme, entry.answers, rulebook.on)
    judgement = judge(rulebook.programme, _situation(reading, answers, entry, rulebook))
    unfit = _unfit_answers(rulebook.programme, answers, {finding.field for finding in misread})
    # a text that may not be kept reads as empty: nobody is told that they have left it out
    read = (finding for finding in reading.findings if finding.field not in _unkept(entry))
    fields = (*entry.oddities, *read, *known, *misread, *unfit, *_consent(entry))
    noted = tuple(_noted(finding, entry) for finding in (*fields, *judgement.findings))
    outcome = _outcome(rulebook.programme, judgement, noted)
    return Assessment(reading.applicant, outcome, noted, reading.typed, answers, judgement.rulings, judgement.answers)


def _noted(finding: Finding, entry: Entry) -> NotedFinding:
    needs_answer = finding.scope is Scope.FIELD and finding.weight is Weight.WARN
    return NotedFinding(finding, needs_answer and entry.is_confirmed(finding.code, finding.field))


def _outcome(programme: Programme, judgement: Judgement, noted: tuple[NotedFinding, ...]) -> Outcome:
    open_fields = {one.finding.field for one in noted if one.is_open}
    # a NIK in doubt leaves the birth date in doubt: both stand for one day
    unsettled = open_fields | ({"birth_date"} if "nik" in open_fields else set())
    refusals = [finding for finding in judgement.findings if finding.weight is Weight.BLOCK]
    # a refusal counts only if the field it rests on is settled: a wrong birth date must not send anybody home
    if any(finding.field not in unsettled for finding in refusals):
        return Outcome.NOT_ELIGIBLE
    if open_fields:
        return Outcome.INCOMPLETE
    if any(sends_to_waiting_list(programme, finding) for finding in judgement.findings):
        return Outcome.WAITING_LIST
    return Outcome.REGISTERED


def _situation(reading: Reading, answers: Mapping[str, Answer], entry: Entry, rulebook: Rulebook) -> Situation:
    applicant = reading.applicant
    values = {name for name in IDENTITY_FIELDS if getattr(applicant, name)}
    id_province = province_of(applicant.village_code)
    lives_elsewhere = bool(applicant.current_address or applicant.current_village_code)
    return Situation(
        on=rulebook.on,
        birth_date=applicant.birth_date,
        citizenship=applicant.citizenship,
        # what was typed but is blocked is not missing: its own finding says what is wrong
        given=frozenset(values | set(reading.typed) | _unkept(entry)),
        answers=answers,
        papers=frozenset(entry.documents),
        is_batch_open=rulebook.programme.is_open(rulebook.province, rulebook.on),
        id_province=id_province,
        home_province=province_of(applicant.current_village_code) if lives_elsewhere else id_province,
    )


def _unkept(entry: Entry) -> frozenset[str]:
    """Fields whose text told a password."""
    return frozenset(one.field for one in entry.oddities if one.code == EntryCode.HAS_PASSWORD)


def province_of(village_code: str) -> str:
    """The two digits of the province in a village's code; empty for none."""
    return village_code[:2]


def _unfit_answers(programme: Programme, answers: Mapping[str, Answer], misread: set[str]) -> Iterator[Finding]:
    for question in programme.questions:
        field = f"answers.{question.name}"
        if field not in misread and answer_problem(question, answers.get(question.name)):
            yield block(field, RegistrationCode.ANSWER_NOT_A_CHOICE, question=question.label)


def _consent(entry: Entry) -> Iterator[Finding]:
    if not entry.has_consent:
        yield block("consent", RegistrationCode.CONSENT_MISSING)
