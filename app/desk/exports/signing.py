"""Who signs an applicant's paper: the applicant, or for a child and for whoever is represented somebody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.desk.exports.values import answer_text
from core.dates import age_on
from core.letter_words import letter_word
from core.people import IdPaper
from core.programme import Programme
from core.registered import KeptRegistration
from papers.letter import Signature

_GUARDIAN = "guardian"
_RELATION = "family_relation"
_REPRESENTED = "represented_by"
_CARD_AGE = 17
"""From this age on a person has a KTP and signs alone."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs for somebody else.

    Args:
        role: ``Wali`` or ``Wakil``.
        name: empty = not written down, so the hand fills it in.
        relation: to the applicant; empty = not asked or not said.
    """

    role: str
    name: str
    relation: str


def signer_for(kept: KeptRegistration, programme: Programme) -> Signer | None:
    """Who signs for this applicant; ``None`` = the applicant."""
    guardian = str(kept.body.answers.get(_GUARDIAN) or "")
    representative = kept.body.person.represented_by or kept.body.typed.get(_REPRESENTED, "")
    if not guardian and not representative and not _is_child(kept, programme):
        return None
    is_guardian = bool(guardian) or _is_child(kept, programme)
    name = guardian or representative
    relation = _relation(kept, programme) if name in ("", representative) or not representative else ""
    return Signer(letter_word("guardian" if is_guardian else "representative"), name, relation)


def applicant_signs(kept: KeptRegistration, programme: Programme) -> Signature:
    """The applicant's place to sign, or that of who signs for them, with both names."""
    name = kept.body.person.name_on_id or kept.body.typed.get("name_on_id", "")
    signer = signer_for(kept, programme)
    hand = letter_word("applicant_hand")
    if signer is None:
        return Signature(letter_word("applicant"), name, hand)
    line = letter_word(
        "signs_for", role=signer.role, name=signer.name or letter_word("name_line"), applicant=name or "-"
    )
    return Signature(letter_word("applicant"), line, ", ".join(filter(None, (signer.relation, hand))))


def _is_child(kept: KeptRegistration, programme: Programme) -> bool:
    if programme.id_paper is not IdPaper.KTP:
        return True
    born, on = kept.body.person.birth_date, kept.body.business_on
    return bool(born) and age_on(date.fromisoformat(born), date.fromisoformat(on)) < _CARD_AGE


def _relation(kept: KeptRegistration, programme: Programme) -> str:
    """How the signer is related; in some programmes the same question is about an heir, who signs nothing."""
    question = programme.question(_RELATION)
    if question is None or not kept.body.answers.get(_RELATION):
        return ""
    is_of_representative = question.asked_if is not None and question.asked_if.field == _REPRESENTED
    if not is_of_representative and programme.question(_GUARDIAN) is None:
        return ""
    return answer_text(question, kept.body.answers[_RELATION])
