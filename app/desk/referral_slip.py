"""The referral to Dukcapil as a slip: for desks that have a roll and no office paper; counted like every slip."""

from __future__ import annotations

from dataclasses import replace

from app.desk.context import Desk
from app.desk.exports.referral import found_about_nik, needs_referral
from app.desk.slips import PreparedSlip, counted_copy, slip_of, slip_title
from core.errors import Trouble, unusable
from core.letter_words import letter_word
from core.passwords import refuse_password
from core.registered import KeptRegistration
from core.registration import Status
from papers import Paper, Slip, SlipKind, render


def prepare_referral(desk: Desk, kept: KeptRegistration, paper: str, reason: str = "") -> PreparedSlip:
    """Make the slip in memory; its first copy is the original, every later one says DUPLIKAT.

    Draw it in a thread that may wait and is not the database's.

    Args:
        paper: one of :class:`papers.Paper`, or its name.
        reason: what another office or site answered about the NIK; without it the NIK must be in doubt here.

    Raises: Trouble REFERRAL_NOT_NEEDED, SLIP_OF_WITHDRAWN, TEXT_HAS_PASSWORD (usage), SLIP_NOT_COUNTED.
    """
    refuse_password(reason)
    if not reason and not needs_referral(kept):
        raise unusable("REFERRAL_NOT_NEEDED")
    if kept.status == Status.WITHDRAWN:
        raise unusable("SLIP_OF_WITHDRAWN", number=kept.registration_no or kept.queue_number)
    kind, title = SlipKind.REFERRAL, f"{slip_title(kept)}-rujukan"
    try:
        copy_no = desk.store.write(lambda: counted_copy(desk, kept, kind, Paper(paper), is_reprint=False))
    except Trouble as trouble:
        raise Trouble("SLIP_NOT_COUNTED", file=title, cause=trouble.code) from trouble
    return PreparedSlip(render(referral_slip(desk, kept, copy_no, reason), Paper(paper), desk.fonts()), copy_no, title)


def referral_slip(desk: Desk, kept: KeptRegistration, copy_no: int, reason: str = "") -> Slip:
    """What stands on it: who, with the NIK masked, what was found, and what to do; Dukcapil sees the card itself."""
    return replace(
        slip_of(desk, kept, copy_no),
        kind=SlipKind.REFERRAL,
        title=letter_word("referral_slip_title"),
        registration_no="",
        qr_text="",
        stage="",
        papers_missing=(),
        reasons=(reason,) if reason else found_about_nik(kept) or (letter_word("referral_none"),),
        eligible_from=None,
        next_steps=(letter_word("referral_go"), letter_word("referral_come_back")),
        status_check="",
    )
