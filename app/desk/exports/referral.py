"""The referral to Dukcapil: what the desk found about a NIK that cannot be used, for the applicant to take along."""

from __future__ import annotations

from datetime import date

from app.desk.context import Desk
from app.desk.exports.making import mark_of, officer_signs, place_and_day
from app.desk.exports.signing import applicant_signs
from app.desk.exports.values import label_of, text_of
from core.errors import unusable
from core.letter_words import letter_word
from core.passwords import refuse_password
from core.programme import Programme
from core.registered import KeptRegistration
from core.sentences import referral_reason
from papers.letter import Block, Fields, Letter, Points, Signatures, Words

_SHOWN = ("nik", "name_on_id", "birth_place", "birth_date", "sex", "id_address", "family_card_no")


def needs_referral(kept: KeptRegistration) -> bool:
    """Whether the NIK of this visit is missing, refused or in open doubt."""
    return not kept.body.person.nik or any(one.field == "nik" and one.is_open for one in kept.body.findings)


def referral(desk: Desk, kept: KeptRegistration, programme: Programme, reason: str = "") -> Letter:
    """The letter; it says what was found, never that the applicant did something wrong.

    Args:
        reason: what another office or site answered about the NIK; without it the NIK must be in doubt here.

    Raises: Trouble REFERRAL_NOT_NEEDED, TEXT_HAS_PASSWORD (usage).
    """
    refuse_password(reason)
    if not reason and not needs_referral(kept):
        raise unusable("REFERRAL_NOT_NEEDED")
    found = (reason,) if reason else found_about_nik(kept)
    blocks: tuple[Block, ...] = (
        Words(letter_word("referral_begin", post=desk.store.profile.post.name)),
        Fields(tuple((label_of(field, programme), text_of(desk, kept, field, programme)) for field in _SHOWN)),
        Words(letter_word("referral_reason"), is_strong=True),
        Points(found or (letter_word("referral_none"),)),
        Words(letter_word("referral_end")),
        Words(letter_word("referral_free"), is_strong=True),
        Signatures(
            place_and_day(desk, date.fromisoformat(kept.body.business_on)),
            (officer_signs(desk), applicant_signs(kept, programme)),
        ),
    )
    number = kept.registration_no or f"{kept.queue_number}/{kept.body.business_on}"
    return Letter(
        letterhead=desk.words.letterhead,
        title=letter_word("referral_title"),
        number=letter_word("number", number=number),
        blocks=blocks,
        mark=mark_of(desk, "rujukan"),
        is_training=desk.store.profile.post.is_training,
    )


def found_about_nik(kept: KeptRegistration) -> tuple[str, ...]:
    """What was found about the NIK of a visit, in sentences for Dukcapil."""
    about_nik = (one for one in kept.body.findings if one.field == "nik" and one.weight != "ok")
    return tuple(dict.fromkeys(referral_reason(one.code, one.facts) for one in about_nik))
