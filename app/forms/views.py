"""What the screen shows of the registration form, as frozen values: fields, hints, rulings, papers, what is missing."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.eligibility import Ruling
from core.findings import Fact, Finding, Weight
from core.known import FirstRegistration, LikelyPerson
from core.people import Applicant, Sex
from core.registration import NotedFinding, Outcome
from core.wire.records import Answer


class HintCode(enum.StrEnum):
    """Grey remarks beside a field: what the program has understood so far."""

    COUNT = "HINT_COUNT"
    WOMAN = "HINT_WOMAN"
    MAN = "HINT_MAN"
    BORN = "HINT_BORN"
    AGE = "HINT_AGE"
    DISTRICT = "HINT_DISTRICT"
    DISTRICT_UNKNOWN = "HINT_DISTRICT_UNKNOWN"
    DISTRICT_TRAINING = "HINT_DISTRICT_TRAINING"
    VILLAGE = "HINT_VILLAGE"
    NUMBER = "HINT_NUMBER"
    OPERATOR = "HINT_OPERATOR"
    RT_RW = "HINT_RT_RW"
    FROM_NIK = "HINT_FROM_NIK"
    USUAL = "HINT_USUAL"
    BEFORE = "HINT_BEFORE"
    PAPERS = "HINT_PAPERS"
    AMOUNT = "HINT_AMOUNT"
    UNPRINTED = "HINT_UNPRINTED"


class MissingCode(enum.StrEnum):
    """What still keeps a person from being registered; findings that refuse speak with their own code."""

    EMPTY = "MISSING_EMPTY"
    MEND = "MISSING_MEND"
    CONFIRM = "MISSING_CONFIRM"
    ANSWER = "MISSING_ANSWER"
    PAPER = "MISSING_PAPER"
    CONSENT = "MISSING_CONSENT"
    BATCH = "MISSING_BATCH"
    BATCH_UNKNOWN = "MISSING_BATCH_UNKNOWN"


@dataclass(frozen=True, slots=True)
class Hint:
    """One grey remark: the code of a sentence and its facts."""

    code: str
    facts: Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class FieldView:
    """What the screen shows about one field, as of now.

    Args:
        name: ``nik``, ``answers.employment_status``, ``documents``, ``consent`` ...
        text: as typed or filled in; once a proposal is taken, the proposal.
        hints: grey remarks, to be shown one after the other.
        findings: of this field, the heaviest first; those that wait for an answer have ``is_open``.
        is_filled_in: the program filled the value in; nobody typed it.
        is_quiet: what is wrong is not yet said, because the officer has not come here or is still typing.
        is_asked: whether it is put to this person; some questions hang on the answer to another one.
    """

    name: str
    text: str
    hints: tuple[Hint, ...]
    findings: tuple[NotedFinding, ...]
    is_filled_in: bool
    is_quiet: bool
    is_asked: bool = True

    @property
    def weight(self) -> Weight:
        """The colour of the field: its heaviest finding that waits for somebody, as far as it is said already."""
        is_open = bool(self.findings) and not self.is_quiet
        return next((one.finding.weight for one in self.findings if one.is_open), Weight.OK) if is_open else Weight.OK


@dataclass(frozen=True, slots=True)
class Missing:
    """One line over the save button: what to do, and the field to jump to.

    Args:
        rule: the rule that says no, in the programme's words; empty where something is missing or to be put right.
    """

    field: str
    code: str
    facts: Mapping[str, Fact]
    rule: str = ""


@dataclass(frozen=True, slots=True)
class RuleView:
    """One rule of the programme and what it says so far.

    Args:
        label: in the programme's words; empty where the sentence of ``code`` says it with ``asks``.
        asks: who decides what the desk cannot know; empty = this desk.
        next_step: what the person does about a no or a doubt.
        from_on: the first day on which a no would be a yes, if that can be told.
        told: the finding that says why, or which figure counts today, or that none is on file.
    """

    code: str
    label: str
    ruling: Ruling
    asks: str = ""
    next_step: str = ""
    from_on: date | None = None
    told: Finding | None = None


@dataclass(frozen=True, slots=True)
class PaperView:
    """One paper that the programme wants to see.

    Args:
        is_replaced: it was not seen, but something that may stand in its place was.
    """

    code: str
    label: str
    is_seen: bool
    is_replaced: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """The person in a few words, for the officer's glance and the applicant's nod.

    Args:
        place: village, district and regency, as far as they are known.
    """

    name: str
    sex: Sex | None
    birth_date: date | None
    age: int | None
    place: tuple[str, ...]
    mobile: str
    email: str


@dataclass(frozen=True, slots=True)
class FormView:
    """The whole form as of now.

    Args:
        outcome: what would become of the visit if it were saved now.
        rulings: rule by rule; those that another office decides stand last.
        missing: everything that keeps this from "registered", in the order of the form.
        duplicate: the earlier registration of this NIK, if the store knows one.
        likely: who is likely the same person under another NIK, to be shown side by side.
        can_save: whether there is anything to record; nobody at the desk is ever refused that.
        remarks: findings that belong to no field (a closed batch).
        figures: what the programme computes for this person today, or that no figure for it is on file.
    """

    summary: Summary
    applicant: Applicant
    outcome: Outcome
    rulings: tuple[RuleView, ...]
    papers: tuple[PaperView, ...]
    missing: tuple[Missing, ...]
    fields: Mapping[str, FieldView]
    answers: Mapping[str, Answer]
    has_consent: bool
    duplicate: FirstRegistration | None
    can_save: bool
    remarks: tuple[NotedFinding, ...]
    likely: LikelyPerson | None = None
    figures: tuple[Finding, ...] = ()
