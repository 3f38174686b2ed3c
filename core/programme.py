"""A programme as data: questions, papers, dated rules, batches. Read from a file, never written in code."""

from __future__ import annotations

import tomllib
from datetime import date
from enum import StrEnum

import msgspec

from core.data_file import place_of
from core.errors import unusable


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
    CITIZEN = "citizen"
    ANSWER_IS_NO = "answer_is_no"
    ANSWER_IS_NONE = "answer_is_none"
    COUNT_BELOW = "count_below"


class Dated(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that holds from a day on (``since``), perhaps until a day (inclusive), by some source."""

    source: str
    since: date | None = None
    until: date | None = None

    def is_valid(self, on: date) -> bool:
        """Whether it holds on this day."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


class Choice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One possible answer: the code that is stored and the words that are shown."""

    code: str
    label: str


class Question(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One question of the programme. ``is_nullable``: "none of these" is an answer of its own (null)."""

    name: str
    label: str
    kind: QuestionKind
    source: str
    choices: tuple[Choice, ...] = ()
    is_nullable: bool = False


class RequiredPaper(Dated, frozen=True, kw_only=True):
    """A paper that must be seen."""

    code: str
    label: str


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
    """One predicate. ``code`` names its refusal; ``figure`` and ``question`` are what it compares."""

    code: str
    kind: RuleKind
    label: str
    question: str = ""
    figure: int = 0


class OfficeOnly(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the desk cannot know and whom it must leave it to."""

    code: str
    asks: str
    source: str


class Batch(Dated, frozen=True, kw_only=True):
    """A window for one province (``*`` = each without its own); ``since`` and ``until`` are its first and last day.

    ``quota``: persons; ``None`` = not on file.
    """

    number: int
    province: str = "*"
    label: str
    quota: int | None = None


class Stage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
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


class PortalField(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One box of the other site, in the order in which it asks: an identity field or ``answers.NAME``."""

    field: str
    label: str


class Portal(Dated, frozen=True, kw_only=True):
    """Somebody else's site into which the officer types the person."""

    name: str
    address: str
    fields: tuple[PortalField, ...]


class AnswerWord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The one word that sums up a judgement in which this finding occurs."""

    finding: str
    word: str


class Priority(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which answers put a person into a priority group."""

    question: str
    answers: tuple[str, ...]
    code: str
    source: str


class Programme(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One programme. ``period`` bounds "once a person": registrations of one period exclude each other."""

    code: str
    name: str
    version: str
    period: str
    slip_title: str
    slip_stage: str
    next_steps: tuple[str, ...]
    consent_version: str
    consent_text: str
    ready_word: str
    questions: tuple[Question, ...] = ()
    papers: tuple[RequiredPaper, ...] = ()
    data: tuple[Datum, ...] = ()
    rules: tuple[Rule, ...] = ()
    office_only: tuple[OfficeOnly, ...] = ()
    batches: tuple[Batch, ...] = ()
    answer_words: tuple[AnswerWord, ...] = ()
    priority: Priority | None = None
    stages: tuple[Stage, ...] = ()
    portal: Portal | None = None

    def question(self, name: str) -> Question | None:
        """The question with this name."""
        return next((question for question in self.questions if question.name == name), None)

    def open_batch(self, province: str, on: date) -> Batch | None:
        """The batch that takes registrations of this province on this day; the province's own window of it wins."""
        own = [batch for batch in self.batches if batch.province == province]
        numbers = {batch.number for batch in own}
        others = [batch for batch in self.batches if batch.province == "*" and batch.number not in numbers]
        return next((batch for batch in (*own, *others) if batch.is_valid(on)), None)


def parse_programme(text: bytes, file_name: str) -> Programme:
    """A programme from the bytes of its TOML file.

    Raises: Trouble PROGRAMME_FILE (usage) naming the file and the key or line.
    """
    try:
        return msgspec.convert(tomllib.loads(text.decode("utf-8")), Programme)
    except (ValueError, msgspec.ValidationError, RecursionError) as error:
        raise unusable("PROGRAMME_FILE", file=file_name, place=place_of(error)) from error
