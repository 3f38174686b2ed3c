"""Make a clear copy for another office: which, of whom, as which kind of file. The one door for window and commands."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.desk.context import Desk
from app.desk.exports.application import applicants_statement, application_form, checklist
from app.desk.exports.gathering import Selection, gathered, note_export
from app.desk.exports.handover import correctness, handover
from app.desk.exports.making import Exported, both_sign, roll_letter, write_clear
from app.desk.exports.proposals import proposals
from app.desk.exports.recap import recap_of
from app.desk.exports.referral import referral
from app.desk.exports.waiting import waiting_roll
from app.desk.lookup import find_one
from core.acts import act_of
from core.errors import unusable
from core.letter_words import letter_word
from core.programme import Programme
from core.registered import KeptRegistration
from papers.letter import Letter, Words
from papers.letter_pdf import letters_pdf
from papers.roll import Roll, csv_bytes, workbook_bytes


class ExportKind(enum.StrEnum):
    """What can be exported."""

    RECAP = "recap"
    FORM = "form"
    STATEMENT = "statement"
    REFERRAL = "referral"
    CORRECTNESS = "correctness"
    HANDOVER = "handover"
    PROPOSALS = "proposals"
    WAITING = "waiting"
    BUNDLE = "bundle"
    """Form, statement and checklist of one applicant, or of a company's or unit's people, as one PDF [FACTBOOK 2.2]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOrder:
    """What is wanted.

    Args:
        programme: code; empty where ``ref`` names a registration.
        ref: one registration, for papers about a person.
        village_code: only this kelurahan, for lists of proposals.
        unit: only people of this company or unit.
        reason: what another office said of the NIK, for a referral.
    """

    kind: ExportKind
    target: Path
    programme: str = ""
    first_on: date | None = None
    last_on: date | None = None
    ref: str = ""
    village_code: str = ""
    unit: str = ""
    reason: str = ""

    @property
    def suffix(self) -> str:
        """The kind of file: ``xlsx``, ``csv`` or ``pdf``."""
        return self.target.suffix.lower().removeprefix(".")


@dataclass(frozen=True, slots=True)
class MadeCopy:
    """A copy before it is written or printed; ``rows``: how many people are in it."""

    content: bytes
    rows: int


_PERSONAL: Mapping[ExportKind, Callable[..., Letter]] = {
    ExportKind.FORM: application_form,
    ExportKind.STATEMENT: applicants_statement,
}
"""Papers out of one registration and nothing else."""

_ABOUT_MANY: Mapping[ExportKind, Callable[..., tuple[Letter, int]]] = {
    ExportKind.CORRECTNESS: correctness,
    ExportKind.HANDOVER: handover,
}

UNIT_QUESTIONS = ("employer", "work_unit")
"""Questions by which programmes ask for a company or a unit [FACTBOOK 7.1]."""

LISTS = frozenset({ExportKind.RECAP, ExportKind.PROPOSALS, ExportKind.WAITING})
"""What can be a workbook, too."""


def export(desk: Desk, order: ExportOrder) -> Exported:
    """Make a clear copy and write it. That it was made is on disk before it is.

    Call in a thread that may wait and is not the database's.

    Raises: Trouble EXPORT_FORMAT, EXPORT_NEEDS_REF, EXPORT_NEEDS_PROGRAMME, EXPORT_EMPTY, REGISTRATION_UNKNOWN, ...
        (usage), EXPORT_CANNOT_WRITE.
    """
    made = made_copy(desk, order)
    write_clear(order.target, made.content)
    return Exported(order.target, made.rows)


def made_copy(desk: Desk, order: ExportOrder) -> MadeCopy:
    """The content of a clear copy, for a printer: nothing is written. That it was made is on disk before this returns.

    Call in a thread that may wait and is not the database's. Raises: Trouble as :func:`export`, but for writing.
    """
    _check_format(order)
    made = _personal(desk, order) if _is_personal(order) else _of_many(desk, order)
    if not made.rows:
        raise unusable("EXPORT_EMPTY")
    note_export(desk, order.kind.value, made.rows)
    return made


def _check_format(order: ExportOrder) -> None:
    known = ("xlsx", "csv", "pdf") if order.kind in LISTS else ("pdf",)
    if order.suffix not in known:
        raise unusable("EXPORT_FORMAT", what=order.kind.value, known=known)


def _is_personal(order: ExportOrder) -> bool:
    is_bundle_of_one = order.kind is ExportKind.BUNDLE and bool(order.ref)
    return is_bundle_of_one or order.kind is ExportKind.REFERRAL or order.kind in _PERSONAL


def _personal(desk: Desk, order: ExportOrder) -> MadeCopy:
    if not order.ref:
        raise unusable("EXPORT_NEEDS_REF", what=order.kind.value)
    kept = find_one(desk, order.ref)
    programme = desk.programme_of(kept.body.programme)
    if order.kind is ExportKind.BUNDLE:
        letters = _bundle(desk, kept, programme)
    elif order.kind is ExportKind.REFERRAL:
        letters = (referral(desk, kept, programme, order.reason),)
    else:
        letters = (_PERSONAL[order.kind](desk, kept, programme),)
    return MadeCopy(letters_pdf(letters, desk.fonts()), 1)


def _bundle(desk: Desk, kept: KeptRegistration, programme: Programme) -> tuple[Letter, ...]:
    return tuple(make(desk, kept, programme) for make in (application_form, applicants_statement, checklist))


def _of_many(desk: Desk, order: ExportOrder) -> MadeCopy:
    if not order.programme:
        raise unusable("EXPORT_NEEDS_PROGRAMME", known=desk.programme_codes())
    programme = desk.programme_of(order.programme)
    selection = Selection(frozenset({programme.code}), order.first_on, order.last_on)
    if order.kind in LISTS:
        return _list(desk, order, programme, selection)
    if order.kind is ExportKind.BUNDLE:
        people = _of_unit(gathered(desk, selection), order.unit)
        letters = tuple(letter for kept in people for letter in _bundle(desk, kept, programme))
        return MadeCopy(letters_pdf(letters, desk.fonts()) if letters else b"", len(people))
    letter, rows = _ABOUT_MANY[order.kind](desk, programme, selection)
    return MadeCopy(letters_pdf([letter], desk.fonts()), rows)


def _list(desk: Desk, order: ExportOrder, programme: Programme, selection: Selection) -> MadeCopy:
    if order.kind is ExportKind.PROPOSALS:
        roll = proposals(desk, programme, selection, order.village_code)
        title = letter_word("proposal_title", programme=programme.name.upper())
    elif order.kind is ExportKind.WAITING:
        roll, title = waiting_roll(desk, programme), letter_word("waiting_title", programme=programme.name.upper())
    else:
        people = _of_unit(gathered(desk, selection), order.unit)
        roll = recap_of(desk, programme, selection, people)
        title = letter_word("recap_title", act=act_of(programme), programme=programme.name.upper())
    return MadeCopy(_file(desk, roll, order, title), len(roll.rows))


def _of_unit(people: tuple[KeptRegistration, ...], unit: str) -> tuple[KeptRegistration, ...]:
    """Those whose company or unit is called so; all of them if none is named."""
    wanted = unit.strip().casefold()
    return tuple(kept for kept in people if not wanted or wanted in _units_of(kept))


def _units_of(kept: KeptRegistration) -> set[str]:
    return {str(kept.body.answers.get(question) or "").strip().casefold() for question in UNIT_QUESTIONS}


def _file(desk: Desk, roll: Roll, order: ExportOrder, title: str) -> bytes:
    if order.suffix == "xlsx":
        return workbook_bytes(roll)
    if order.suffix == "csv":
        return csv_bytes(roll)
    is_proposal = order.kind is ExportKind.PROPOSALS
    note = (Words(letter_word("proposal_note")),) if is_proposal else ()
    return letters_pdf([roll_letter(desk, roll, title, title.lower(), (*note, both_sign(desk)))], desk.fonts())
