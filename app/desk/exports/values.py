"""What a registration says, field by field, in the words and forms that other offices expect."""

from __future__ import annotations

from datetime import date

from app.desk.context import Desk
from core.acts import registers
from core.letter_words import letter_word
from core.phone import printed_mobile
from core.programme import Programme, Question, QuestionKind
from core.registered import KeptRegistration
from core.registration import Status
from core.sentences import FIELD_LABELS
from core.wire.records import Answer

ANSWERS = "answers."
_SEXES = {"P": "female", "L": "male"}
_DAYS = frozenset({"birth_date"})
_VILLAGES = frozenset({"village_code", "current_village_code"})


SPECIFIC_FIELDS = frozenset({"disability", "bank_account"})
"""Identity fields that lists for other offices leave out unless they are asked for, as questions that say so."""


def status_text(status: str, programme: Programme) -> str:
    """A status as people read it: ``Daftar tunggu``; where nobody registers, nobody is called registered."""
    if status == Status.REGISTERED and not registers(programme):
        return letter_word("recorded")
    return status.replace("_", " ").capitalize()


def label_of(field: str, programme: Programme) -> str:
    """What a field is called: an identity field, or ``answers.NAME``."""
    if field.startswith(ANSWERS):
        question = programme.question(field.removeprefix(ANSWERS))
        return question.label if question else field.removeprefix(ANSWERS)
    return programme.field_label(field) or FIELD_LABELS.get(field, field)


def text_of(desk: Desk, kept: KeptRegistration, field: str, programme: Programme) -> str:
    """What stands in a field, as people write it: days ``dd-mm-yyyy``, villages by name, choices by their label."""
    if field.startswith(ANSWERS):
        question = programme.question(field.removeprefix(ANSWERS))
        name = field.removeprefix(ANSWERS)
        return answer_text(question, kept.body.answers.get(name)) if name in kept.body.answers else ""
    text = str(getattr(kept.body.person, field, "")) or kept.body.typed.get(field, "")
    if field == "sex" and text in _SEXES:
        return letter_word(_SEXES[text])
    if field in _DAYS:
        return day_text(text)
    if field in _VILLAGES:
        village = desk.regions.village(text)
        return village.name if village else text
    return printed_mobile(text) if field == "mobile" else text


def day_text(text: str) -> str:
    """An ISO day as ``17-08-1990``; any other text as it stands."""
    try:
        return date.fromisoformat(text).strftime("%d-%m-%Y")
    except ValueError:
        return text


def answer_text(question: Question | None, answer: Answer) -> str:
    """An answer in the words of its question."""
    if isinstance(answer, bool):
        return letter_word("yes" if answer else "no_answer")
    if answer is None or answer == "":
        return "-"
    if question is None:
        return str(answer)
    if question.kind is QuestionKind.AMOUNT:
        return f"Rp{answer:,}".replace(",", ".")
    if question.kind is QuestionKind.DATE:
        return day_text(str(answer))
    labels = {choice.code: choice.label for choice in question.choices}
    return labels.get(str(answer), str(answer))
