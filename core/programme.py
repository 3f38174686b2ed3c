"""A programme as data: questions, papers, dated rules, batches. Read from a file, never written in code."""

from __future__ import annotations

import tomllib
from datetime import date

import msgspec

from core.data_file import place_of
from core.errors import unusable
from core.people import IdPaper
from core.programme_checks import check_programme
from core.programme_parts import (
    EVERYWHERE,
    Alternative,
    AnswerWord,
    Batch,
    Choice,
    Condition,
    Contribution,
    ContributionPart,
    Dated,
    Datum,
    Discount,
    EligibilityCode,
    FieldLabel,
    Figure,
    OfficeOnly,
    Partner,
    Portal,
    PortalField,
    PrintedPaper,
    Priority,
    Question,
    QuestionKind,
    RequiredPaper,
    Retention,
    Rule,
    RuleKind,
    Stage,
    Target,
    TargetArea,
    Teller,
)
from core.typed import table_as

EACH_YEAR = "year"
"""The period of a programme whose people come anew each year."""

_FAMILY_CARD_LIMIT = "family_card_limit"
"""The figure that says how many people of one family card may take part."""


class Programme(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One programme.

    Args:
        what_for: what it gives to whom, in a line, for whoever chooses among programmes.
        period: bounds "once a person": registrations of one period exclude each other. A word of its own, or ``year``:
            then everybody may come once in each year of the business date.
        order: its place among the programmes of the desk; the first is offered first.
        slip_notice: a sentence that every paper of this programme says.
        legal_basis: why the data may be processed, besides the consent.
        id_paper: which paper shows the NIK: children stand in the family card.
        extra_fields: identity fields that few programmes want and this one does.
        has_batches: whether it takes people in windows only; then no window on file means closed.
        is_by_proposal: nobody can apply; the desk checks and proposes, kelurahan by kelurahan.
    """

    code: str
    name: str
    version: str
    period: str
    slip_title: str
    slip_stage: str
    next_steps: tuple[str, ...]
    consent_version: str
    consent_text: str
    what_for: str = ""
    ready_word: str = ""
    order: int = 100
    slip_notice: str = ""
    legal_basis: str = ""
    id_paper: IdPaper = IdPaper.KTP
    field_labels: tuple[FieldLabel, ...] = ()
    extra_fields: tuple[str, ...] = ()
    has_batches: bool = True
    is_by_proposal: bool = False
    retention: Retention | None = None
    questions: tuple[Question, ...] = ()
    papers: tuple[RequiredPaper, ...] = ()
    printed_papers: tuple[PrintedPaper, ...] = ()
    data: tuple[Datum, ...] = ()
    rules: tuple[Rule, ...] = ()
    figures: tuple[Figure, ...] = ()
    partners: tuple[Partner, ...] = ()
    contribution: Contribution | None = None
    office_only: tuple[OfficeOnly, ...] = ()
    batches: tuple[Batch, ...] = ()
    answer_words: tuple[AnswerWord, ...] = ()
    priority: Priority | None = None
    stages: tuple[Stage, ...] = ()
    portal: Portal | None = None
    target: Target | None = None

    def period_on(self, on: date) -> str:
        """The period to which a registration of this business date belongs, and whose it stays."""
        return str(on.year) if self.period == EACH_YEAR else self.period

    def running_periods(self, on: date) -> tuple[str, ...]:
        """The periods whose people the desk still serves on a day: who waits in December waits in January, too."""
        return (str(on.year - 1), str(on.year)) if self.period == EACH_YEAR else (self.period,)

    @property
    def no_batch(self) -> EligibilityCode:
        """What is said where no batch is open: of a programme without any window on file nobody knows."""
        return EligibilityCode.BATCH_CLOSED if self.batches else EligibilityCode.BATCH_NOT_ON_FILE

    def question(self, name: str) -> Question | None:
        """The question with this name."""
        return next((question for question in self.questions if question.name == name), None)

    def field_label(self, field: str) -> str:
        """What an identity field is called in this programme's own words; empty = as everywhere."""
        return next((own.label for own in self.field_labels if own.field == field), "")

    def stage(self, code: str) -> Stage | None:
        """The stage with this code."""
        return next((stage for stage in self.stages if stage.code == code), None)

    def figure(self, name: str, on: date) -> Figure | None:
        """The figure of this name that counts on a day; ``None`` = none on file, so nobody can know."""
        return next((figure for figure in self.figures if figure.name == name and figure.is_valid(on)), None)

    def family_card_limit(self, on: date) -> Figure | None:
        """How many people of one family card may take part, if the programme bounds it."""
        return self.figure(_FAMILY_CARD_LIMIT, on)

    def partner_names(self, on: date) -> dict[str, str]:
        """What the partners were called on a day, by role."""
        return {partner.role: partner.name for partner in self.partners if partner.is_valid(on)}

    def is_open(self, province: str, on: date) -> bool:
        """Whether registrations of this province are taken on this day."""
        return not self.has_batches or self.open_batch(province, on) is not None

    def open_batch(self, province: str, on: date) -> Batch | None:
        """The batch that takes registrations of this province on this day; the province's own window of it wins."""
        own = [batch for batch in self.batches if batch.province == province]
        numbers = {batch.number for batch in own}
        others = [batch for batch in self.batches if batch.province == EVERYWHERE and batch.number not in numbers]
        return next((batch for batch in (*own, *others) if batch.is_valid(on)), None)

    def urgent_steps(self, codes: frozenset[str] | set[str]) -> tuple[str, ...]:
        """What a person has to do first whose judgement has these findings."""
        entries: tuple[Rule | Datum | OfficeOnly, ...] = (*self.rules, *self.data, *self.office_only)
        steps = (one.next_step for one in entries if one.next_step and one.code in codes)
        return tuple(dict.fromkeys(steps))


def parse_programme(content: bytes, file_name: str) -> Programme:
    """A programme from the bytes of its TOML file.

    Raises: Trouble PROGRAMME_FILE (usage) naming the file, the key and the line.
    """
    text = content.decode("utf-8-sig", "replace")
    try:
        programme = table_as(tomllib.loads(content.decode("utf-8-sig")), Programme)
        check_programme(programme)
    except (ValueError, msgspec.ValidationError, RecursionError) as error:
        raise unusable("PROGRAMME_FILE", file=file_name, place=place_of(error, text)) from error
    return programme


__all__ = [
    "EACH_YEAR",
    "Alternative",
    "AnswerWord",
    "Batch",
    "Choice",
    "Condition",
    "Contribution",
    "ContributionPart",
    "Dated",
    "Datum",
    "Discount",
    "EligibilityCode",
    "FieldLabel",
    "Figure",
    "IdPaper",
    "OfficeOnly",
    "Partner",
    "Portal",
    "PortalField",
    "PrintedPaper",
    "Priority",
    "Programme",
    "Question",
    "QuestionKind",
    "RequiredPaper",
    "Retention",
    "Rule",
    "RuleKind",
    "Stage",
    "Target",
    "TargetArea",
    "Teller",
    "parse_programme",
]
