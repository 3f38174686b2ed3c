"""The proposal list of a kelurahan for cards that nobody can apply for directly (KLJ, KPDJ, KAJ) [FACTBOOK 2.3]."""

from __future__ import annotations

from datetime import date

from app.desk.context import Desk
from app.desk.exports.gathering import Selection, gathered
from app.desk.exports.making import about_rows, made_at
from app.desk.exports.signing import signer_for
from app.desk.exports.values import day_text, label_of, status_text, text_of
from app.desk.lacks import missing
from core.dates import age_on
from core.errors import unusable
from core.letter_words import letter_word
from core.programme import Programme
from core.registered import KeptRegistration
from papers.roll import Cell, Column, Roll

_FIELDS = ("name_on_id", "nik", "family_card_no", "birth_date")
_CONTACT = ("id_address", "rt_rw", "mobile")
_REPRESENTED = "represented_by"


def proposals(desk: Desk, programme: Programme, selection: Selection) -> Roll:
    """One row a person, kelurahan by kelurahan.

    Raises: Trouble EXPORT_NOT_BY_PROPOSAL (usage): people apply for the programme by themselves.
    """
    if not programme.is_by_proposal:
        raise unusable("EXPORT_NOT_BY_PROPOSAL", programme=programme.name)
    visits = sorted(gathered(desk, selection), key=lambda kept: kept.body.person.village_code)
    return Roll(
        title=programme.code,
        columns=_columns(programme),
        rows=tuple(_row(desk, number, kept, programme) for number, kept in enumerate(visits, 1)),
        about=about_rows(desk, programme, selection),
        made_at=made_at(desk),
    )


def _columns(programme: Programme) -> tuple[Column, ...]:
    return (
        Column(letter_word("no"), 5),
        Column(letter_word("village"), 18),
        Column(letter_word("district"), 18),
        *(Column(label_of(field, programme), 20) for field in _FIELDS),
        Column(letter_word("age"), 6),
        *(Column(label_of(field, programme), 20) for field in (*_CONTACT, _REPRESENTED)),
        Column(letter_word("status"), 16),
        Column(letter_word("missing"), 20),
        Column(letter_word("on"), 12),
    )


def _row(desk: Desk, number: int, kept: KeptRegistration, programme: Programme) -> tuple[Cell, ...]:
    body = kept.body
    village = desk.regions.village(body.person.village_code)
    return (
        number,
        village.name if village else "",
        village.district if village else "",
        *(text_of(desk, kept, field, programme) for field in _FIELDS),
        _age(body.person.birth_date, body.business_on),
        *(text_of(desk, kept, field, programme) for field in _CONTACT),
        _representative(desk, kept, programme),
        status_text(kept.status, programme),
        ", ".join(missing(body, programme)),
        day_text(body.business_on),
    )


def _age(born: str, on: str) -> str:
    return str(age_on(date.fromisoformat(born), date.fromisoformat(on))) if born else ""


def _representative(desk: Desk, kept: KeptRegistration, programme: Programme) -> str:
    """Who speaks for the person: whom the kelurahan asks about a child is its parent or guardian."""
    signer = signer_for(kept, programme)
    return text_of(desk, kept, _REPRESENTED, programme) or (signer.name if signer else "")
