"""The recap of a programme: one person a row, identity as the law's form asks it, then the programme's answers."""

from __future__ import annotations

from collections.abc import Sequence

from app.desk.context import Desk
from app.desk.exports.gathering import Selection, gathered
from app.desk.exports.making import about_rows, made_at
from app.desk.exports.values import answer_text, day_text, label_of, missing, papers_seen, status_text, text_of
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


def recap(desk: Desk, programme: Programme, selection: Selection) -> Roll:
    """The recap; reads the visits in small steps."""
    return recap_of(desk, programme, selection, gathered(desk, selection))


def recap_of(desk: Desk, programme: Programme, selection: Selection, visits: Sequence[KeptRegistration]) -> Roll:
    """The recap of these visits."""
    return Roll(
        title=programme.code,
        columns=_columns(programme),
        rows=tuple(_row(desk, number, kept, programme) for number, kept in enumerate(visits, 1)),
        about=about_rows(desk, programme, selection),
        made_at=made_at(desk),
    )


def asked_in_lists(programme: Programme) -> tuple[Question, ...]:
    """The questions whose answers may stand in a list that travels (no secret ones)."""
    return tuple(question for question in programme.questions if not question.is_secret)


def _columns(programme: Programme) -> tuple[Column, ...]:
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
    answers = tuple(
        Column(question.label, _WIDE, _words_of(question), is_on_paper=False) for question in asked_in_lists(programme)
    )
    tail = (
        Column(letter_word("status"), _USUAL),
        Column(letter_word("papers_seen"), _WIDE, is_on_paper=False),
        Column(letter_word("missing"), _WIDE),
        Column(letter_word("officer"), _USUAL, is_on_paper=False),
    )
    return (*head, *identity, *place, *answers, *tail)


def _words_of(question: Question) -> tuple[str, ...]:
    if question.kind is QuestionKind.YES_NO:
        return letter_word("yes"), letter_word("no_answer")
    return tuple(choice.label for choice in question.choices)


def _row(desk: Desk, number: int, kept: KeptRegistration, programme: Programme) -> tuple[Cell, ...]:
    body = kept.body
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
        *(_answer(question, kept) for question in asked_in_lists(programme)),
        status_text(kept.status),
        ", ".join(papers_seen(body, programme)),
        ", ".join(missing(body, programme)),
        body.officer_name,
    )


def _typed_village(kept: KeptRegistration) -> str:
    return kept.body.typed.get("village_code", "")


def _answer(question: Question, kept: KeptRegistration) -> str:
    answers = kept.body.answers
    return answer_text(question, answers[question.name]) if question.name in answers else ""
