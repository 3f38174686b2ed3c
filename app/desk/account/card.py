"""The *kartu e-mail* of a help: what stands on it. Nothing of it is kept: neither the paper nor the code."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from urllib.parse import urlsplit

from app.desk.account.look import AccountView, MailboxView, account_view
from app.desk.context import Desk
from core.account_rules import AccountCode
from core.accounts import Account, Need, Road
from core.clock import from_ms
from core.errors import unusable
from core.letter_words import letter_word
from core.mail_steps import RoadGuide, guide_for, public_guides
from core.proofs import MailboxState
from papers.card import Activation, CardFacts, card_pdf
from papers.card_page import CardPaper

ACTIVATION_PATH = "/aktivasi"
"""Where the server's page is [decision 0059]; capitals lead there as well."""

_HTTPS = "https"
_UNUSED = frozenset({MailboxState.RESERVED, MailboxState.READY, MailboxState.EXPIRED})
"""Nobody has chosen a password for it: without a code its card would be good for nothing."""


@dataclass(frozen=True, slots=True)
class PreparedCard:
    """A card, ready for a printer.

    Args:
        title: what a list of print jobs may show: nobody's name, no address.
    """

    pdf: bytes = field(repr=False)
    title: str


def prepare_card(desk: Desk, uid: uuid.UUID, paper: str, code: str = "") -> PreparedCard:
    """Make the card of a help's address in memory.

    Drawing takes some 50 ms, so call it in a thread that may wait and is not the database's.

    Args:
        paper: one of :class:`papers.card_page.CardPaper`, or its name.
        code: the activation code that was just made for its mailbox; it is printed, and nowhere else.

    Raises: Trouble ACCOUNT_UNKNOWN, ACCOUNT_NO_ADDRESS, CARD_MAILBOX_TAKEN, CARD_NEEDS_CODE (usage).
    """
    facts = card_facts(desk, account_view(desk, uid), code)
    return PreparedCard(card_pdf(facts, CardPaper(paper), desk.fonts()), letter_word("card_job"))


def card_facts(desk: Desk, view: AccountView, code: str = "") -> CardFacts:
    """What stands on a card. Raises: as :func:`prepare_card`."""
    words, address = desk.words, view.account.address
    if code and view.mailbox:  # it is this mailbox's, whatever address was meant since
        address = view.mailbox.address
    if not address:
        raise unusable(AccountCode.NO_ADDRESS)
    box = view.mailbox if view.mailbox and view.mailbox.address == address else None
    _refuse_dead(box, code)
    return CardFacts(
        # a card is small, and no official paper
        letterhead=replace(words.letterhead, address="", phone="", emblem=b""),
        address=address,
        on=_today(desk),
        sign_in=_sign_in(desk, view.account, address),
        activation=_activation(desk, box, code) if box and code else None,
        is_training=desk.store.profile.post.is_training,
        is_large=words.is_large,
    )


def _refuse_dead(box: MailboxView | None, code: str) -> None:
    """No card of a mailbox that is somebody else's, or that nobody could open with it."""
    if box and box.state is MailboxState.TAKEN:
        raise unusable("CARD_MAILBOX_TAKEN")
    if box and box.state in _UNUSED and not code:
        raise unusable("CARD_NEEDS_CODE")


def _today(desk: Desk) -> date:
    """The day on the wall: a card is made now, whatever business date it is for."""
    return desk.words.local(desk.clock.now()).date()


def _sign_in(desk: Desk, account: Account, address: str) -> tuple[str, ...]:
    """How to get in with this address: by its provider's guide, else by that of the road."""
    on, guides = _today(desk), desk.mail_rules().guides
    domain = address.partition("@")[2]
    provider = next((one for one in public_guides(guides, on) if one.domain == domain), None)
    road = account.road if address == account.address else Road.REGIONAL
    if road == Road.REGIONAL:
        provider = None
    is_forgotten = account.need == Need.FORGOTTEN
    guide: RoadGuide | None = provider or guide_for(
        guides, on, road or Road.OWN, account.provider, is_forgotten=is_forgotten
    )
    return guide.card_lines if guide else ()


def _activation(desk: Desk, box: MailboxView, code: str) -> Activation:
    page = activation_page(desk)
    scheme, _, bare = page.partition("://")
    shown = bare if scheme == _HTTPS else page
    return Activation(code, shown, page.upper(), _until(desk, box))


def activation_page(desk: Desk) -> str:
    """Address of the page where a code is used: at the post's public host, else at the server itself.

    Raises: Trouble CARD_NO_PAGE (usage) at a desk that has neither.
    """
    if desk.words.status_host:
        return f"{_HTTPS}://{desk.words.status_host}{ACTIVATION_PATH}"
    bond = desk.store.profile.server
    if bond is None:
        raise unusable("CARD_NO_PAGE")
    parts = urlsplit(bond.url)
    return f"{parts.scheme}://{parts.netloc}{ACTIVATION_PATH}"


def _until(desk: Desk, box: MailboxView) -> date | None:
    """The last day of a code; one that only brings a password back has none."""
    if box.state not in _UNUSED:
        return None
    begins = _today(desk) if box.state is MailboxState.EXPIRED else _day_of(desk, box.reserved_at_ms)
    return begins + timedelta(days=desk.mail_rules().regional.unused_days)


def _day_of(desk: Desk, at_ms: int) -> date:
    return desk.words.local(from_ms(at_ms)).date()
