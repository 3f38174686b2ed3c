"""The recap of a programme: one person a row, identity as the law's form asks it, then the programme's answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.desk.context import Desk
from app.desk.exports.gathering import Selection, gathered
from app.desk.exports.making import about_rows, made_at
from app.desk.exports.targets import target_rolls
from app.desk.exports.values import (
    SPECIFIC_FIELDS,
    answer_text,
    day_text,
    label_of,
    status_text,
    text_of,
)
from app.desk.lacks import missing, papers_seen
from core.letter_words import letter_word
from core.programme import Programme, Question, QuestionKind
from core.registered import KeptRegistration
from papers.roll import Cell, Column, Roll

IDENTITY = (
    "name_on_id", "nik", "birth_place", "birth_date", "sex", "family_card_no", "email", "mobile", "id_address", "rt_rw",
)  # fmt: skip
"""In the order of the off-line form of the law [FACTBOOK 2.1], the address of the KTP after it."""

ON_PAPER = frozenset({"name_on_id", "nik", "birth_date", "sex", "family_card_no", "mobile"})
"""What of it stands on a sheet of paper."""

_WIDTHS = {"name_on_id": 30, "nik": 20, "family_card_no": 20, "email": 28, "id_address": 34, "current_address": 34}
_NARROW, _USUAL, _WIDE = 6, 16, 26


@dataclass(frozen=True, slots=True)
class Recap:
    """The visits of a selection and the list that is made of them; papers that go with it carry its checksum."""

    programme: Programme
    selection: Selection
    visits: Sequence[KeptRegistration]
    roll: Roll


def recap(desk: Desk, programme: Programme, selection: Selection, *, has_specific: bool = False) -> Recap:
    """The recap; reads the visits in small steps.

    Args:
        has_specific: with wage, health, need, bank account and children's data, for an office that needs them.
    """
    visits = gathered(desk, selection)
    asked = asked_in_lists(programme, has_specific=has_specific)
    beside = _fields_beside(programme, has_specific=has_specific)
    roll = Roll(
        title=programme.code,
        columns=_columns(programme, asked, beside),
        rows=tuple(_row(desk, number, kept, programme, (asked, beside)) for number, kept in enumerate(visits, 1)),
        about=about_rows(desk, programme, selection),
        made_at=made_at(desk),
        beside=target_rolls(desk, programme.target, visits) if programme.target else (),
    )
    return Recap(programme, selection, visits, roll)


def asked_in_lists(programme: Programme, *, has_specific: bool = False) -> tuple[Question, ...]:
    """The questions whose answers may stand in a list that travels: no secret ones, specific ones only if wanted."""
    open_ones = (question for question in programme.questions if not question.is_secret)
    return tuple(question for question in open_ones if has_specific or not question.is_specific)


def can_have_specific(programme: Programme) -> bool:
    """Whether a recap of this programme could tell more than it usually does."""
    asked = any(question.is_specific and not question.is_secret for question in programme.questions)
    return asked or bool(SPECIFIC_FIELDS & set(programme.extra_fields))


def _fields_beside(programme: Programme, *, has_specific: bool) -> tuple[str, ...]:
    """Identity fields that this programme wants besides those of every list."""
    wanted = (field for field in programme.extra_fields if field not in (*IDENTITY, "current_address"))
    return tuple(field for field in wanted if has_specific or field not in SPECIFIC_FIELDS)


def _columns(programme: Programme, asked: Sequence[Question], beside: Sequence[str]) -> tuple[Column, ...]:
    head = (
        Column(letter_word("no"), _NARROW),
        Column(letter_word("registration_no"), 24),
        Column(letter_word("on"), 12),
    )
    identity = tuple(
        Column(label_of(field, programme), _WIDTHS.get(field, _USUAL), is_on_paper=field in ON_PAPER)
        for field in IDENTITY
    )
    place = (
        Column(letter_word("village"), 20),
        Column(letter_word("district"), 20, is_on_paper=False),
        Column(letter_word("regency"), 22, is_on_paper=False),
        Column(letter_word("postal_code"), 10, is_on_paper=False),
        Column(label_of("current_address", programme), _WIDTHS["current_address"], is_on_paper=False),
    )
    extra = tuple(Column(label_of(field, programme), _WIDE, is_on_paper=False) for field in beside)
    answers = tuple(Column(question.label, _WIDE, _words_of(question), is_on_paper=False) for question in asked)
    tail = (
        Column(letter_word("status"), _USUAL),
        Column(letter_word("papers_seen"), _WIDE, is_on_paper=False),
        Column(letter_word("missing"), _WIDE),
        Column(letter_word("officer"), _USUAL, is_on_paper=False),
    )
    return (*head, *identity, *place, *extra, *answers, *tail)


def _words_of(question: Question) -> tuple[str, ...]:
    if question.kind is QuestionKind.YES_NO:
        return letter_word("yes"), letter_word("no_answer")
    return tuple(choice.label for choice in question.choices)


def _row(
    desk: Desk,
    number: int,
    kept: KeptRegistration,
    programme: Programme,
    told: tuple[Sequence[Question], Sequence[str]],
) -> tuple[Cell, ...]:
    body = kept.body
    asked, beside = told
    village = desk.regions.village(body.person.village_code)
    code = desk.regions.postal_code(body.person.village_code)
    place = (village.name, village.district, village.regency, code) if village else (_typed_village(kept), "", "", "")
    return (
        number,
        kept.registration_no,
        day_text(body.business_on),
        *(text_of(desk, kept, field, programme) for field in IDENTITY),
        *place,
        text_of(desk, kept, "current_address", programme),
        *(text_of(desk, kept, field, programme) for field in beside),
        *(_answer(question, kept) for question in asked),
        status_text(kept.status, programme),
        ", ".join(papers_seen(body, programme)),
        ", ".join(missing(body, programme)),
        body.officer_name,
    )


def _typed_village(kept: KeptRegistration) -> str:
    return kept.body.typed.get("village_code", "")


def _answer(question: Question, kept: KeptRegistration) -> str:
    answers = kept.body.answers
    return answer_text(question, answers[question.name]) if question.name in answers else ""
