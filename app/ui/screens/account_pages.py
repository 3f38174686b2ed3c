"""Which page of the account desk fits a help as it stands: questions first, then the road, then what came of it."""

from __future__ import annotations

import enum
from collections.abc import Mapping

from app.desk.account.look import AccountView
from core.accounts import AccountState, Need, Road
from core.mail_steps import RoadGuide
from core.proofs import MailboxState


class Page(enum.Enum):
    """What stands in the middle."""

    HOME = "home"
    """Nobody is being helped: who waits, and the figures of the day."""
    FIND = "find"
    """Somebody comes back with an address."""
    WHO = "who"
    NEED = "need"
    PHONE = "phone"
    ROAD = "road"
    NAMES = "names"
    STEPS = "steps"
    ADDRESS = "address"
    PROOF = "proof"
    MAILBOX = "mailbox"
    """What follows once a regional mailbox is promised."""
    RECOVER = "recover"
    """A coordinator gives a mailbox back to its owner."""
    WHY = "why"
    """Why it is put off, or has failed."""
    CONTACT = "contact"
    """Help with the telephone itself."""
    END = "end"


PROVE = "prove"
"""The step at which the applicant reads the code: it has a page of its own."""

CARD = "card"
"""The step at which the card is printed."""

WAIT, ACTIVATE, PASSWORD = "wait", "activate", "password"
"""The steps of the regional road that come about elsewhere: the server, or the applicant, does them."""

_COME_ABOUT: Mapping[MailboxState, frozenset[str]] = {
    MailboxState.READY: frozenset({WAIT}),
    MailboxState.EXPIRED: frozenset({WAIT}),
    MailboxState.ACTIVE: frozenset({WAIT, ACTIVATE, PASSWORD}),
    MailboxState.DISABLED: frozenset({WAIT, ACTIVATE, PASSWORD}),
}


def page_for(view: AccountView, step: str, domain: str = "") -> Page:
    """Where the officer goes on.

    Args:
        step: code of the road's step that is on; empty = all are done, or it has none.
        domain: behind the sign of an address of this road's provider; empty = it has none of its own.
    """
    account = view.account
    if account.state is AccountState.ENDED:
        return Page.END
    if not account.road:
        return _first_page(view)
    if account.road == Road.REGIONAL:
        return Page.MAILBOX if view.mailbox is not None and not is_taken(view) else Page.NAMES
    if account.road == Road.PUBLIC and not _has_name(view, domain):
        return Page.NAMES
    is_at_steps = step not in ("", PROVE) and not is_known(view)
    return Page.STEPS if is_at_steps else Page.PROOF if account.address else Page.ADDRESS


def is_known(view: AccountView) -> bool:
    """Whether the person knows the address already: then the steps only help to find it."""
    return view.account.road == Road.OWN and view.account.need != Need.FORGOTTEN


def is_taken(view: AccountView) -> bool:
    """Whether the mailbox that was promised turned out to be somebody else's."""
    return view.mailbox is not None and view.mailbox.state is MailboxState.TAKEN


def can_recover(view: AccountView) -> bool:
    """Whether there is a mailbox in use that a coordinator can give back to its owner."""
    return view.mailbox is not None and view.mailbox.state is MailboxState.ACTIVE and bool(view.mailbox.address)


def question_before(view: AccountView, page: Page) -> Page | None:
    """The question whose answer has led to a page; ``None`` = no question leads straight there."""
    account = view.account
    match page:
        case Page.PHONE:
            return Page.NEED
        case Page.CONTACT if account.need == Need.PHONE:
            return Page.NEED
        case Page.ROAD:
            return Page.PHONE if account.need == Need.NONE else Page.NEED
        case Page.NAMES:
            return Page.PHONE if account.road == Road.REGIONAL else Page.ROAD
        case Page.STEPS if not account.step:
            return Page.NEED if account.road == Road.OWN else Page.ROAD
        case _:
            return None


def come_about(view: AccountView) -> frozenset[str]:
    """Codes of the regional road's steps that nobody at the desk does, as far as they have come about."""
    told = _COME_ABOUT.get(view.mailbox.state, frozenset()) if view.mailbox is not None else frozenset[str]()
    return told | {PROVE} if view.proof.is_proven else told


def regional_places(view: AccountView, guide: RoadGuide) -> tuple[int, int]:
    """Which step of the regional road is on, and to which one can go back (-1 = to none).

    Names are chosen once, so nothing is before the card; and what has come about by itself is no step any more.
    """
    codes, done = [step.code for step in guide.steps], come_about(view)
    card, last = codes.index(CARD) if CARD in codes else 0, len(codes) - 1
    to_do = [place for place in range(card, last + 1) if place in (card, last) or codes[place] not in done]
    place = next((place for place in to_do if place >= view.account.step), last)
    return place, max((one for one in to_do if one < place), default=-1)


def _has_name(view: AccountView, domain: str) -> bool:
    """Whether a name was chosen on this road; that of the road before is none.

    Once the first step is done the address is what the provider gave, and that may end otherwise than proposed.
    """
    address, is_begun = view.account.address, view.account.step > 0
    return bool(address) and (is_begun or not domain or address.endswith(f"@{domain}"))


def _first_page(view: AccountView) -> Page:
    if view.account.need == Need.PHONE:
        return Page.CONTACT
    return Page.ROAD if view.account.phone_owner else Page.PHONE
