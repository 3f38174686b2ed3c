"""What this desk already knows about the person at it, so that it can be said before saving; the verbs ask the same."""

from __future__ import annotations

import logging
from concurrent.futures import Future
from contextlib import suppress
from datetime import date
from functools import partial

from app.desk.context import Desk
from app.models.applicants import Asking, family_card_recipients, is_email_of_another, nearly_of_age, standing_of
from app.models.applicants import fill_marks as fill_some
from app.models.worker import Priority
from core.errors import Trouble
from core.known import FirstRegistration, KnownPerson, LikelyPerson, asked_about
from core.likeness import Likeness, Newcomer
from core.people import masked_nik
from core.programme import Programme
from core.registered import KeptRegistration
from core.wire.records import PersonBody

LOG = logging.getLogger(__name__)

PAGE_PEOPLE = 100
"""So many get their marks in one transaction: neither a visit nor a key may wait for more."""


def known_person(desk: Desk, person: PersonBody, programme: Programme, on: date | None = None) -> KnownPerson | None:
    """What the store says of a person as the rules read them so far; ``None`` if it has nothing to say.

    That is: the earlier registration of this NIK, whose the address is, who is likely the same person under another
    NIK, and how many of the family card have a number here.

    Args:
        on: the business date of the visit; ``None`` = today.
    """
    period = programme.period_on(on or desk.today())

    def look() -> KnownPerson | None:
        first = desk.shelf().first_of(person.nik, programme.code, period)
        known = look_up(desk, person, programme, period, first=first_registration(first, programme) if first else None)
        says_something = known.first or known.is_email_of_another or known.likely or known.family_card_recipients
        return known if says_something else None

    return desk.store.run(look)


def look_up(
    desk: Desk,
    person: PersonBody,
    programme: Programme,
    period: str,
    *,
    first: FirstRegistration | None = None,
    besides: bytes | None = None,
    has_likely: bool = True,
) -> KnownPerson:
    """Everything that the store says of a person; inside a job.

    Args:
        period: of the visit; only registrations of this one count.
        first: the earlier registration of this NIK; with it nobody else is looked for.
        besides: uid of the person whose registration is judged anew: they are not their own double.
        has_likely: whether it is asked who is likely the same person: the dearest of the questions.
    """
    sealer, asking = desk.keys.sealer, Asking(programme.code, period, besides)
    return KnownPerson(
        nik=person.nik,
        email=person.email,
        first=first,
        is_email_of_another=is_email_of_another(sealer, person.email, person.nik, besides),
        about=asked_about(person),
        likely=_likely(desk, person, programme, asking) if has_likely and first is None else None,
        family_card_recipients=family_card_recipients(sealer, person.family_card_no, person.nik, asking),
    )


def fill_marks(desk: Desk) -> int:
    """Give those whom an older program kept the marks by which they are found, all of them; the number of steps.

    Raises: Trouble of the store; what was done until then stays done.
    """
    after, steps = 0, 0
    while steps == 0 or after:
        after = _fill_step(desk, after)
        steps += 1
    return steps


def fill_marks_meanwhile(desk: Desk, after: int = 0) -> None:
    """The same without waiting, step by step behind whatever else there is to do; for every unlocking.

    A store that is closed or in trouble stops it; the next unlocking goes on with who is left.
    """
    with suppress(RuntimeError):  # the store is being closed
        desk.submit(lambda: _fill_step(desk, after), is_report=True).add_done_callback(partial(_go_on, desk))


def _go_on(desk: Desk, done: Future[int]) -> None:
    error = done.exception()
    if isinstance(error, Trouble):
        LOG.warning("marks are not filled in: %s", error.code)
    elif after := done.result():
        fill_marks_meanwhile(desk, after)


def _fill_step(desk: Desk, after: int) -> int:
    """One step; where the next one begins, 0 = it was the last."""
    return desk.store.write(lambda: fill_some(desk.keys.sealer, after, PAGE_PEOPLE), Priority.REPORT)


def _likely(desk: Desk, person: PersonBody, programme: Programme, asking: Asking) -> LikelyPerson | None:
    newcomer = Newcomer(person)
    compared = ((newcomer.likeness(other), uid) for uid, other in nearly_of_age(desk.keys.sealer, person))
    alike = sorted(((likeness, uid) for likeness, uid in compared if likeness is not None), reverse=True)
    for likeness, other_uid in alike:
        for uid in standing_of(other_uid, asking):
            kept = desk.shelf().by_uids([uid])  # one whose seal is broken can be shown to nobody
            return _likely_person(desk, kept[0], programme, likeness) if kept else None
    return None


def _likely_person(desk: Desk, kept: KeptRegistration, programme: Programme, likeness: Likeness) -> LikelyPerson:
    person = kept.body.person
    village = desk.regions.village(person.village_code)
    return LikelyPerson(
        uid=kept.uid,
        registration_no=kept.registration_no,
        queue_number=kept.queue_number,
        on=date.fromisoformat(kept.body.business_on),
        programme=programme.name,
        name_on_id=person.name_on_id,
        birth_date=person.birth_date,
        sex=person.sex,
        village=village.name if village else "",
        masked_nik=masked_nik(person.nik),
        agreeing=likeness.agreeing,
    )


def first_registration(kept: KeptRegistration, programme: Programme) -> FirstRegistration:
    """What may be said of a registration that stands already."""
    return FirstRegistration(
        uid=kept.uid,
        registration_no=kept.registration_no,
        on=date.fromisoformat(kept.body.business_on),
        programme=programme.name,
        name_on_id=kept.body.person.name_on_id,
    )
