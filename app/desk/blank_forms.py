"""Blank forms for hours without electricity: numbers kept ahead, forms on paper, and those that are still out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from app.changes import Changes
from app.desk.context import Desk
from app.desk.exports.making import mark_of
from app.desk.queue.take import reserve_blanks
from app.desk.refusal import Refused
from app.models.blanks import reserved_since
from core.acts import act_of
from core.card_words import CITIZENSHIPS, MARITAL_STATUSES, RELIGIONS
from core.ids import parse_registration_no
from core.letter_words import letter_word
from core.programme import Programme
from core.programme_parts import Question, QuestionKind
from core.sentences import FIELD_LABELS
from core.slip_token import issue_token, qr_text
from core.tickets import Ticket
from papers.letter import (
    Block,
    FormLine,
    FormLines,
    HandBoxes,
    Letter,
    NumberHead,
    OfficeSheet,
    Signature,
    TearOff,
    Words,
)
from papers.letter_pdf import letters_pdf
from papers.words import long_day, word

KEPT_DAYS = 60
"""Blank forms of so many days are looked through; what nobody typed in by then is a matter for the coordinator."""

_NAME_BOXES, _RT_RW, _NIK, _DAY, _MOBILE, _AMOUNT = 52, (3, 3), (16,), (2, 2, 4), (4, 4, 5), (9,)
_CELLS = {
    "nik": _NIK,
    "name_on_id": (_NAME_BOXES,),
    "birth_date": _DAY,
    "rt_rw": _RT_RW,
    "family_card_no": _NIK,
    "mobile": _MOBILE,
}
_IDENTITY = (
    "nik", "name_on_id", "birth_place", "birth_date", "sex", "id_address", "rt_rw", "village_code", "district",
    "religion", "marital_status", "occupation", "citizenship", "family_card_no", "mobile", "email",
)  # fmt: skip
"""In the order of the card, so that the officer's eye goes down it once [FACTBOOK 1.2]."""

_HALVES = frozenset({"birth_place", "birth_date", "rt_rw", "village_code", "occupation", "citizenship"})
"""What shares a row with its neighbour, so that the usual form stays on one sheet."""


@dataclass(frozen=True, slots=True)
class BlanksMade:
    """Forms that are ready to be printed; their numbers are nobody else's from now on."""

    tickets: tuple[Ticket, ...]
    pdf: bytes = field(repr=False)
    changes: Changes


def make_blanks(
    desk: Desk, on: date, count: int, programme: Programme, *, is_folio: bool = False
) -> BlanksMade | Refused:
    """Keep numbers of a day and draw a form for each, on A4 or on sheets of 215 x 330 mm.

    Call in a thread that may wait and is not the database's. Raises: Trouble NUMBERS_USED_UP; then none is kept.
    """
    reserved = reserve_blanks(desk, on, count)
    if isinstance(reserved, Refused):
        return reserved
    letters = [blank_letter(desk, one, programme) for one in reserved.tickets]
    pdf = letters_pdf(letters, desk.fonts(), _sheet(is_folio=is_folio))
    return BlanksMade(reserved.tickets, pdf, reserved.changes)


def draw_blanks_again(desk: Desk, tickets: Sequence[Ticket], programme: Programme, *, is_folio: bool = False) -> bytes:
    """The forms once more, marked as copies, because the first ones were spoilt or never came out."""
    letters = [blank_letter(desk, one, programme, copy_no=2) for one in tickets]
    return letters_pdf(letters, desk.fonts(), _sheet(is_folio=is_folio))


def _sheet(*, is_folio: bool) -> OfficeSheet:
    return OfficeSheet.F4 if is_folio else OfficeSheet.A4


def open_blanks(desk: Desk) -> tuple[Ticket, ...]:
    """Forms that are neither typed in nor torn up, by day and number."""
    since = desk.today() - timedelta(days=KEPT_DAYS)
    found = desk.store.run(lambda: reserved_since(since))
    return tuple(one for one in found if parse_registration_no(one.registration_no) is not None)


def blank_letter(desk: Desk, ticket: Ticket, programme: Programme, *, copy_no: int = 1) -> Letter:
    """One form: its numbers, boxes in the order of the card, the programme's questions, and an end to take home."""
    day = long_day(ticket.business_on)
    head = NumberHead(ticket.number, ticket.registration_no, day)
    return Letter(
        letterhead=desk.words.letterhead,
        title=letter_word("blank_title", act=act_of(programme), programme=programme.name.upper()),
        blocks=(head, *_blocks(desk, ticket, programme), _tear_off(desk, ticket, head)),
        mark=mark_of(desk, letter_word("blank_mark", number=ticket.number, day=day)),
        is_training=desk.store.profile.post.is_training,
        is_dense=True,
        copy_no=copy_no,
    )


def _blocks(desk: Desk, ticket: Ticket, programme: Programme) -> Iterator[Block]:
    on = ticket.business_on
    yield Words(letter_word("blank_hint"))
    yield Words(letter_word("blank_identity"), is_strong=True)
    yield FormLines(tuple(_identity_line(name, programme) for name in _fields(programme)))
    asked = [question for question in programme.questions if not question.is_secret]
    if asked:
        yield Words(letter_word("blank_programme"), is_strong=True)
        yield FormLines(tuple(map(_question_line, asked)))
    seen = tuple(paper.label for paper in programme.papers if paper.is_valid(on))
    papers = (FormLine(letter_word("blank_papers"), choices=seen),) if seen else ()
    yield Words(letter_word("blank_end"), is_strong=True)
    yield FormLines((*papers, FormLine(letter_word("blank_consent"), choices=(programme.consent_text,))))
    applicant = Signature(letter_word("applicant"), "", letter_word("applicant_hand"))
    yield HandBoxes((applicant, Signature(letter_word("officer_hand"), desk.keys.officer.name)))


def _fields(programme: Programme) -> Iterable[str]:
    """What everybody is asked, then what this programme wants besides."""
    extra = (name for name in programme.extra_fields if name not in _IDENTITY)
    return (*_IDENTITY, *extra)


def _identity_line(name: str, programme: Programme) -> FormLine:
    label = programme.field_label(name) or FIELD_LABELS.get(name) or letter_word("district")
    is_half = name in _HALVES
    if name == "sex":
        return FormLine(label, choices=(letter_word("male").upper(), letter_word("female").upper()))
    words = {"religion": RELIGIONS, "marital_status": MARITAL_STATUSES, "citizenship": CITIZENSHIPS}.get(name)
    if words is not None:
        return FormLine(label, choices=tuple(dict.fromkeys(filter(None, words.values()))), is_half=is_half)
    return FormLine(label, _CELLS.get(name, ()), is_half=is_half)


def _question_line(question: Question) -> FormLine:
    label = question.label
    if question.asked_if is not None or question.is_optional:
        label = letter_word("blank_if", label=label)
    match question.kind:
        case QuestionKind.YES_NO:
            return FormLine(label, choices=(letter_word("yes"), letter_word("no_answer")))
        case QuestionKind.CHOICE:
            none = (letter_word("blank_none"),) if question.is_nullable else ()
            return FormLine(label, choices=(*(choice.label for choice in question.choices), *none))
        case QuestionKind.DATE:
            return FormLine(f"{label} {letter_word('blank_age_hint')}", _DAY)
        case QuestionKind.AMOUNT:
            return FormLine(f"{label} (Rp)", _AMOUNT)
        case QuestionKind.TEXT | QuestionKind.COUNT:
            return FormLine(label)


def _tear_off(desk: Desk, ticket: Ticket, head: NumberHead) -> TearOff:
    """What the applicant takes home, signed by this desk ahead: any posko can tell it from an invented one."""
    number = parse_registration_no(ticket.registration_no)
    if number is None:
        raise ValueError("a kept registration number must be well formed")
    text = qr_text(issue_token(desk.keys.device, number, ticket.number), desk.words.status_host)
    line = desk.words.complaint_line
    complaint = f"{word('complaint')}: {line}" if line else ""
    texts = (letter_word("blank_tear_keep"), letter_word("blank_tear_proof"), complaint)
    return TearOff(head, letter_word("blank_tear_title"), text, tuple(filter(None, texts)))
