"""What a programme's file is made of: questions, papers, dated rules and figures, stages. Data only."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from enum import StrEnum

import msgspec

from core.wire.records import Answer

STATUSES = frozenset({"TERDAFTAR", "DAFTAR_TUNGGU", "BELUM_LENGKAP", "DITOLAK", "DITARIK"})
"""What the desk decides; a stage may follow one of them (``core.registration.Status``)."""

EVERYWHERE = "*"
"""The province of a batch window that counts wherever there is no own one."""


class EligibilityCode(StrEnum):
    """Findings that every programme shares; rules and data of a programme bring their own codes."""

    ANSWER_MISSING = "ANSWER_MISSING"
    PAPER_MISSING = "PAPER_MISSING"
    BATCH_CLOSED = "BATCH_CLOSED"
    BATCH_NOT_ON_FILE = "BATCH_NOT_ON_FILE"
    """The programme takes people in batches, and its file knows none: nobody here can say whether one is open."""
    FIGURE_NOT_ON_FILE = "FIGURE_NOT_ON_FILE"
    CONDITION_NOT_MET = "CONDITION_NOT_MET"
    """A rule without a sentence of its own says no: its label is told."""
    CONDITION_TO_CHECK = "CONDITION_TO_CHECK"
    """The same for a rule that only doubts."""
    FAMILY_CARD_FULL_HERE = "FAMILY_CARD_FULL_HERE"
    """As far as this desk knows; the office decides, and nobody waits for it."""


NO_BATCH = frozenset({EligibilityCode.BATCH_CLOSED, EligibilityCode.BATCH_NOT_ON_FILE})
"""No batch takes this person today, as far as the file says."""


class QuestionKind(StrEnum):
    """How a question is answered."""

    CHOICE = "choice"
    YES_NO = "yes_no"
    TEXT = "text"
    AMOUNT = "amount"
    """Whole rupiah."""
    COUNT = "count"
    DATE = "date"
    """ISO text."""


class Teller(StrEnum):
    """Who says that a stage is reached."""

    APPLICANT = "applicant"
    PORTAL = "portal"
    SERVER = "server"
    OFFICE = "office"


class RuleKind(StrEnum):
    """The closed vocabulary of predicates; what they compare with stands in the programme's file."""

    AGE_AT_LEAST = "age_at_least"
    """Completed years, on the business date or on the day that the question ``counts_on`` asks for."""
    AGE_AT_MOST = "age_at_most"
    """The whole year of that age still counts."""
    AGE_BELOW = "age_below"
    """Before that birthday."""
    AGE_UP_TO_BIRTHDAY = "age_up_to_birthday"
    """On that birthday still, from the next day on no more."""
    CITIZEN = "citizen"
    GIVEN = "given"
    """An identity field that must be there."""
    ID_PROVINCE = "id_province"
    """The address on the identity card lies there."""
    HOME_PROVINCE = "home_province"
    """The person lives there."""
    ANSWER_IS_NO = "answer_is_no"
    ANSWER_IS_YES = "answer_is_yes"
    ANSWER_IS_NONE = "answer_is_none"
    COUNT_BELOW = "count_below"
    AMOUNT_AT_MOST = "amount_at_most"


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something in a programme's file; an unknown key is a slip of the pen."""


class Dated(Part, frozen=True, kw_only=True):
    """Something that holds from a day on (``since``), perhaps until a day (inclusive), by some source."""

    source: str
    since: date | None = None
    until: date | None = None

    def is_valid(self, on: date) -> bool:
        """Whether it holds on this day."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)

    def overlaps(self, other: Dated) -> bool:
        """Whether both hold on some day."""
        latest_start = max(self.since or date.min, other.since or date.min)
        return latest_start <= min(self.until or date.max, other.until or date.max)


class Condition(Part, frozen=True, kw_only=True):
    """When something applies: a question has one of these answers, or an identity field is filled."""

    question: str = ""
    answers: tuple[Answer, ...] = ()
    field: str = ""

    def is_met(self, answers: Mapping[str, Answer], given: AbstractSet[str]) -> bool:
        """Whether it applies, as far as is known."""
        if self.field:
            return self.field in given
        return self.question in answers and answers[self.question] in self.answers


class Choice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One possible answer: the code that is stored and the words that are shown."""

    code: str
    label: str


class Question(Part, frozen=True, kw_only=True):
    """One question of the programme.

    ``is_nullable``: "none of these" is an answer of its own (null). ``is_optional``: nobody waits for its answer.
    ``is_secret``: never printed, never in a list (a bank asks for it as a password). ``is_specific``: its answer tells
    of wage, health, need or children, so it is in lists that travel only when asked for. ``asked_if``: else not put.
    """

    name: str
    label: str
    kind: QuestionKind
    source: str
    choices: tuple[Choice, ...] = ()
    is_nullable: bool = False
    is_optional: bool = False
    is_secret: bool = False
    is_specific: bool = False
    asked_if: Condition | None = None

    def is_asked(self, answers: Mapping[str, Answer], given: AbstractSet[str]) -> bool:
        """Whether the question is put to this person."""
        return self.asked_if is None or self.asked_if.is_met(answers, given)


class Alternative(Part, frozen=True, kw_only=True):
    """A paper that takes another one's place, perhaps only if a question about it is answered with yes.

    ``remark``: what is said instead of its label where it is missing itself, so that nothing is named twice.
    """

    paper: str
    question: str = ""
    remark: str = ""


class RequiredPaper(Dated, frozen=True, kw_only=True):
    """A paper that must be seen, or one of its alternatives."""

    code: str
    label: str
    alternatives: tuple[Alternative, ...] = ()

    def is_seen(self, papers: Collection[str], answers: Mapping[str, Answer]) -> bool:
        """Whether it was seen, or something that may stand in its place."""
        if self.code in papers:
            return True
        return any(
            other.paper in papers and (not other.question or answers.get(other.question) is True)
            for other in self.alternatives
        )


class FieldLabel(Part, frozen=True, kw_only=True):
    """What an identity field is called here, where the usual words would be wrong: a child has no KTP."""

    field: str
    label: str


class PrintedPaper(Part, frozen=True, kw_only=True):
    """A paper of the application that Posko prints, so that nobody has to bring it."""

    code: str
    label: str
    source: str


class Datum(Dated, frozen=True, kw_only=True):
    """A field whose absence refuses nobody: it keeps on the waiting list, or (``is_task``) is helped with.

    ``next_step`` is what the slip then tells the person to do.
    """

    field: str
    label: str
    code: str
    is_task: bool = False
    next_step: str = ""


class Rule(Dated, frozen=True, kw_only=True):
    """One predicate. ``code`` names its refusal; one without a sentence of its own is told by its label.

    ``figure`` or ``limit`` (a dated figure's name), ``question``, ``field``, ``province`` (``place`` in words) are what
    it compares. ``is_doubted``: a no is no refusal but a doubt that ``asks`` settles. ``is_unasked``: no question of
    the form; the store or the input may know. ``remark``: code of the remark that tells the figure that counted.
    ``next_step``: what the slip tells the person to do about a no or a doubt.
    """

    code: str
    kind: RuleKind
    label: str
    question: str = ""
    figure: int = 0
    limit: str = ""
    field: str = ""
    province: str = ""
    place: str = ""
    counts_on: str = ""
    is_doubted: bool = False
    is_unasked: bool = False
    asks: str = ""
    next_step: str = ""
    remark: str = ""


class OfficeOnly(Part, frozen=True, kw_only=True):
    """What the desk cannot know and whom it must leave it to."""

    code: str
    asks: str
    source: str
    next_step: str = ""


class Figure(Dated, frozen=True, kw_only=True):
    """An amount (name ends with ``_rp``) or a number that changes with the years, e.g. a wage limit."""

    name: str
    label: str
    amount: int


class Partner(Dated, frozen=True, kw_only=True):
    """What a partner (``role``: bank, register ...) was called at that time; sentences name it as ``{role}``."""

    role: str
    name: str


class ContributionPart(Dated, frozen=True, kw_only=True):
    """One part of a monthly contribution; without its condition nobody pays it."""

    code: str
    label: str
    amount_rp: int
    paid_if: Condition | None = None


class Discount(Dated, frozen=True, kw_only=True):
    """A part of the contribution that some need not pay."""

    label: str
    parts: tuple[str, ...]
    percent: int
    given_if: Condition
    not_if: Condition | None = None


class Contribution(Part, frozen=True, kw_only=True):
    """What is paid each month. ``code`` names the remark that tells it; ``asks`` knows what is not on file."""

    code: str
    asks: str
    parts: tuple[ContributionPart, ...]
    discounts: tuple[Discount, ...] = ()


class Batch(Dated, frozen=True, kw_only=True):
    """A window for one province (``*`` = each without its own); ``since`` and ``until`` are its first and last day.

    ``quota``: persons; ``None`` = not on file.
    """

    number: int
    province: str = EVERYWHERE
    label: str
    quota: int | None = None


class Stage(Part, frozen=True, kw_only=True):
    """A place on the programme's way after the desk: ``after`` names the stages (or statuses) that it may follow.

    ``told_by``: who can say so. ``is_end``: nothing follows. ``is_portal``: a step in the other site's worklist.
    """

    code: str
    label: str
    after: tuple[str, ...]
    told_by: tuple[Teller, ...]
    source: str
    is_end: bool = False
    is_portal: bool = False


class PortalField(Part, frozen=True, kw_only=True):
    """One box of the other site, in the order in which it asks: an identity field or ``answers.NAME``."""

    field: str
    label: str


class Portal(Dated, frozen=True, kw_only=True):
    """Somebody else's site into which the officer types the person."""

    name: str
    address: str
    fields: tuple[PortalField, ...]


class AnswerWord(Part, frozen=True, kw_only=True):
    """The one word that sums up a judgement in which this finding occurs; ``{name}`` is filled with its facts."""

    finding: str
    word: str


class Priority(Part, frozen=True, kw_only=True):
    """Which answers put a person into a priority group."""

    question: str
    answers: tuple[str, ...]
    code: str
    source: str


class Retention(Part, frozen=True, kw_only=True):
    """How many days what is kept: drafts, the desk's copy after the server's receipt, photos for another site.

    0 = gone at the end of the visit.
    """

    drafts_days: int
    local_days: int
    photos_days: int
    source: str


class TargetArea(Part, frozen=True, kw_only=True):
    """A district (``PP.KK.CC``) and how many RW it has."""

    district: str
    label: str
    rw_count: int


class Target(Dated, frozen=True, kw_only=True):
    """How many people each RW should have. ``question``: its yes counts a person for it."""

    name: str
    question: str
    per_rw: int
    areas: tuple[TargetArea, ...]
