"""Make a clear copy for another office: which, of whom, as which kind of file. The one door for window and commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.desk.context import Desk
from app.desk.exports.application import applicants_statement, application_form, can_state, checklist
from app.desk.exports.gathering import Selection, gathered, note_export
from app.desk.exports.handover import correctness, handover
from app.desk.exports.kinds import MAY_BE_EMPTY, ExportKind, ExportOrder, check_order, is_personal
from app.desk.exports.making import Exported, both_sign, roll_letter, write_clear
from app.desk.exports.of_day import SHEETS
from app.desk.exports.proposals import proposals
from app.desk.exports.recap import Recap, recap
from app.desk.exports.reconciliation import evening_letter, evening_roll
from app.desk.exports.referral import referral
from app.desk.exports.waiting import waiting_roll
from app.desk.lookup import find_one
from app.desk.reconcile import Evening, reconcile
from core.acts import act_of
from core.errors import unusable
from core.letter_words import letter_word
from core.programme import Programme
from core.registered import KeptRegistration
from papers.letter import Letter, OfficeSheet, Words
from papers.letter_pdf import letters_pdf
from papers.roll import Roll, csv_bytes, workbook_bytes


@dataclass(frozen=True, slots=True)
class MadeCopy:
    """A copy before it is written or printed; ``rows``: how many people are in it.

    Args:
        evening: what a reconciliation found.
        may_be_empty: it is worth having on a day without anybody.
    """

    content: bytes
    rows: int
    evening: Evening | None = None
    may_be_empty: bool = False


_PERSONAL: Mapping[ExportKind, Callable[[Desk, KeptRegistration, Programme], Letter]] = {
    ExportKind.FORM: application_form,
    ExportKind.STATEMENT: applicants_statement,
}
"""Papers out of one registration and nothing else."""


def export(desk: Desk, order: ExportOrder) -> Exported:
    """Make a clear copy and write it. That it was made is on disk before it is.

    Call in a thread that may wait and is not the database's.

    Raises: Trouble EXPORT_FORMAT, EXPORT_NEEDS_REF, EXPORT_NEEDS_PROGRAMME, EXPORT_EMPTY, REGISTRATION_UNKNOWN, ...
        (usage), EXPORT_CANNOT_WRITE.
    """
    made = made_copy(desk, order)
    write_clear(order.target, made.content)
    return Exported(order.target, made.rows, made.evening)


def made_copy(desk: Desk, order: ExportOrder) -> MadeCopy:
    """The content of a clear copy, for a printer: nothing is written. That it was made is on disk before this returns.

    Call in a thread that may wait and is not the database's. Raises: Trouble as :func:`export`, but for writing.
    """
    check_order(order)
    made = _made(desk, order)
    if not made.rows and made.evening is None and not made.may_be_empty:
        raise unusable("EXPORT_EMPTY")
    note_export(desk, _about(order), made.rows)
    return made


def _made(desk: Desk, order: ExportOrder) -> MadeCopy:
    if order.kind is ExportKind.RECONCILIATION:
        return _evening(desk, order)
    if order.kind in SHEETS:
        return _of_days(desk, order)
    return _personal(desk, order) if is_personal(order) else _of_many(desk, order)


def _evening(desk: Desk, order: ExportOrder) -> MadeCopy:
    """One day of this desk, whatever the programmes; a day without anybody has its sheet as well."""
    evening = reconcile(desk, order.first_on or order.last_on or desk.today())
    content = _sheet_or_list(desk, order, evening_letter(desk, evening), evening_roll(desk, evening))
    return MadeCopy(content, len(evening.counted.visits), evening)


def _of_days(desk: Desk, order: ExportOrder) -> MadeCopy:
    made = SHEETS[order.kind](desk, order.first_on, order.last_on)
    return MadeCopy(
        _sheet_or_list(desk, order, made.letter, made.roll), made.rows, may_be_empty=order.kind in MAY_BE_EMPTY
    )


def _sheet_or_list(desk: Desk, order: ExportOrder, letter: Letter, roll: Roll | None) -> bytes:
    if order.suffix == "pdf" or roll is None:
        return letters_pdf([letter], desk.fonts(), OfficeSheet.F4 if order.is_folio else OfficeSheet.A4)
    return workbook_bytes(roll) if order.suffix == "xlsx" else csv_bytes(roll)


def _about(order: ExportOrder) -> str:
    """What the log calls it: that specific data left the store is said."""
    is_told = order.has_specific and order.kind is ExportKind.RECAP
    return f"{order.kind.value}+specific" if is_told else order.kind.value


def _personal(desk: Desk, order: ExportOrder) -> MadeCopy:
    if not order.ref:
        raise unusable("EXPORT_NEEDS_REF", what=order.kind.value)
    kept = _one(desk, order)
    programme = desk.programme_of(kept.body.programme)
    if order.kind is ExportKind.BUNDLE:
        return _bundles(desk, (kept,), programme)
    if order.kind is ExportKind.REFERRAL:
        letter = referral(desk, kept, programme, order.reason)
    else:
        letter = _PERSONAL[order.kind](desk, kept, programme)
    return MadeCopy(letters_pdf((letter,), desk.fonts()), 1)


def _one(desk: Desk, order: ExportOrder) -> KeptRegistration:
    """The registration that is named; of a person's visits the one for the programme, if one is named."""
    wanted = desk.programme_of(order.programme).code if order.programme else ""
    return find_one(desk, order.ref, wanted)


def _of_many(desk: Desk, order: ExportOrder) -> MadeCopy:
    if not order.programme and not order.ref:
        raise unusable("EXPORT_NEEDS_PROGRAMME", known=desk.programme_codes())
    kept = _one(desk, order) if order.ref else None
    programme = desk.programme_of(kept.body.programme if kept else order.programme)
    selection = Selection(
        programmes=frozenset({programme.code}),
        first_on=order.first_on,
        last_on=order.last_on,
        uid=kept.uid if kept else None,
        village_code=order.village_code,
        unit=order.unit,
    )
    match order.kind:
        case ExportKind.BUNDLE:
            return _bundles(desk, [one for one in gathered(desk, selection) if can_state(one)], programme)
        case ExportKind.PROPOSALS:
            title = letter_word("proposal_title", programme=programme.name.upper())
            return _list(desk, order, proposals(desk, programme, selection), title)
        case ExportKind.WAITING:
            title = letter_word("waiting_title", programme=programme.name.upper())
            return _list(desk, order, waiting_roll(desk, programme), title)
        case _:
            return _about_recap(desk, order, recap(desk, programme, selection, has_specific=order.has_specific))


def _bundle(desk: Desk, kept: KeptRegistration, programme: Programme) -> tuple[Letter, ...]:
    return tuple(make(desk, kept, programme) for make in (application_form, applicants_statement, checklist))


def _bundles(desk: Desk, people: Sequence[KeptRegistration], programme: Programme) -> MadeCopy:
    letters = tuple(letter for kept in people for letter in _bundle(desk, kept, programme))
    return MadeCopy(letters_pdf(letters, desk.fonts()) if letters else b"", len(people))


def _about_recap(desk: Desk, order: ExportOrder, made: Recap) -> MadeCopy:
    """A recap, or a paper that goes with it and counts the same people."""
    rows = len(made.roll.rows)
    if order.kind is ExportKind.RECAP:
        programme = made.programme
        title = letter_word("recap_title", act=act_of(programme), programme=programme.name.upper())
        return _list(desk, order, made.roll, title)
    letter = correctness(desk, made) if order.kind is ExportKind.CORRECTNESS else handover(desk, made)
    return MadeCopy(letters_pdf([letter], desk.fonts()), rows)


def _list(desk: Desk, order: ExportOrder, roll: Roll, title: str) -> MadeCopy:
    return MadeCopy(_file(desk, roll, order, title), len(roll.rows))


def _file(desk: Desk, roll: Roll, order: ExportOrder, title: str) -> bytes:
    if order.suffix == "xlsx":
        return workbook_bytes(roll)
    if order.suffix == "csv":
        return csv_bytes(roll)
    is_proposal = order.kind is ExportKind.PROPOSALS
    note = (Words(letter_word("proposal_note")),) if is_proposal else ()
    return letters_pdf([roll_letter(desk, roll, title, title.lower(), (*note, both_sign(desk)))], desk.fonts())
