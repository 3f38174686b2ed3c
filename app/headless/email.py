"""``posko email``: help with an e-mail address by words, as the account desk of the window gives it."""

from __future__ import annotations

import argparse
import enum
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar, assert_never

from app.desk.account.acts import AccountKept
from app.desk.account.card import prepare_card
from app.desk.account.figures import account_figures, account_figures_by_day
from app.desk.account.go_on import (
    MOST_STEP,
    change_need,
    choose_road,
    end,
    note_address,
    note_phone,
    pause,
    reach_step,
    reopen,
    resume,
)
from app.desk.account.look import AccountView, account_of, account_view, open_accounts
from app.desk.account.open import open_account
from app.desk.account.proof import ask_proof, read_proof
from app.desk.account.propose import propose
from app.desk.account.reserve import Reserved, new_code, reserve_mailbox
from app.desk.business_day import business_day
from app.desk.context import Desk
from app.desk.lookup import find_one
from app.desk.outputs import put_in_place, refuse_folder
from app.desk.refusal import Refused
from app.headless.answer import Answer
from app.headless.email_answer import (
    card_written,
    figures_answer,
    help_answer,
    list_answer,
    proposed_answer,
    refused_answer,
    reserved_answer,
)
from app.headless.opening import desk_for, refuse_clear_output
from app.headless.queue import ticket_named
from app.headless.stage import day_of
from app.main import settings_of
from core.accounts import CodeWhy, Need, PhoneOwner, Reach, Result, Road
from core.errors import Trouble, unusable
from core.passwords import refuse_password
from core.sentences import os_reason
from papers.card_page import CardPaper

W = TypeVar("W", bound=enum.StrEnum)

_Told = AccountKept | Refused
_Act = Callable[[Desk, argparse.Namespace], Answer]

_LOOKS = frozenset({"show", "list", "propose", "figures"})
"""They run beside the window."""
_WITH_CARD = frozenset({"reserve", "new-code", "card"})
"""An activation code stands on paper alone, so without a file for its card none is made."""


def email(arguments: argparse.Namespace) -> Answer:
    """Do one thing with a help, or say how it stands."""
    if arguments.card is not None:
        refuse_folder(arguments.card)
        refuse_clear_output(arguments, arguments.card)
    elif arguments.what in _WITH_CARD:
        raise unusable("ACCOUNT_CARD_FILE")
    with desk_for(arguments, is_read_only=arguments.what in _LOOKS) as desk:
        return _ACTS[arguments.what](desk, arguments)


# --- a help and how it goes on --------------------------------------------------------------------------------------
def _open(desk: Desk, arguments: argparse.Namespace) -> Answer:
    refuse_password(arguments.name)
    on = day_of(arguments.on) if arguments.on else business_day(desk)
    told = open_account(
        desk,
        on,
        _word(arguments.need, Need),
        name_on_id=arguments.name,
        registration=find_one(desk, arguments.ref).uid if arguments.ref else None,
        ticket=ticket_named(desk, arguments.ticket, on) if arguments.ticket else None,
    )
    return _told(desk, told)


def _need(desk: Desk, arguments: argparse.Namespace) -> Answer:
    return _told(desk, change_need(desk, _help(desk, arguments), _word(arguments.need, Need)))


def _road(desk: Desk, arguments: argparse.Namespace) -> Answer:
    return _told(desk, choose_road(desk, _help(desk, arguments), _word(arguments.road, Road), arguments.provider))


def _step(desk: Desk, arguments: argparse.Namespace) -> Answer:
    if not 0 <= arguments.step <= MOST_STEP:
        raise unusable("ACCOUNT_STEP", most=MOST_STEP)
    return _told(desk, reach_step(desk, _help(desk, arguments), arguments.step))


def _address(desk: Desk, arguments: argparse.Namespace) -> Answer:
    return _told(desk, note_address(desk, _help(desk, arguments), arguments.address))


def _phone(desk: Desk, arguments: argparse.Namespace) -> Answer:
    ways = [_word(one.strip(), Reach) for one in arguments.reach.split(",") if one.strip()]
    owner = _word(arguments.owner, PhoneOwner)
    return _told(desk, note_phone(desk, _help(desk, arguments), owner, ways, arguments.contact))


def _end(desk: Desk, arguments: argparse.Namespace) -> Answer:
    return _told(desk, end(desk, _help(desk, arguments), _word(arguments.result, Result), arguments.reason))


def _on_help(verb: Callable[[Desk, uuid.UUID], _Told]) -> _Act:
    return lambda desk, arguments: _told(desk, verb(desk, _help(desk, arguments)))


# --- an address, its proof, its mailbox -----------------------------------------------------------------------------
def _propose(desk: Desk, arguments: argparse.Namespace) -> Answer:
    name = arguments.name
    if arguments.ref:
        name = name or account_view(desk, _help(desk, arguments)).account.opened.name_on_id
    if not name or not arguments.domain:
        raise unusable("ACCOUNT_NAME_AND_DOMAIN")
    refuse_password(name)
    year = arguments.birth_year or None
    return proposed_answer(propose(desk, name, domain=arguments.domain, birth_year=year, town=arguments.town))


def _read(desk: Desk, arguments: argparse.Namespace) -> Answer:
    return _told(desk, read_proof(desk, _help(desk, arguments), arguments.code))


def _reserve(desk: Desk, arguments: argparse.Namespace) -> Answer:
    uid, paper = _help(desk, arguments), _paper(arguments)
    return _with_code(desk, uid, reserve_mailbox(desk, uid, arguments.stem), arguments.card, paper)


def _new_code(desk: Desk, arguments: argparse.Namespace) -> Answer:
    uid, paper = _help(desk, arguments), _paper(arguments)
    why = _word(arguments.why, CodeWhy)
    told = new_code(desk, uid, why, reason=arguments.reason, id_paper=arguments.id_paper)
    return _with_code(desk, uid, told, arguments.card, paper)


def _with_code(desk: Desk, uid: uuid.UUID, told: Reserved | Refused, card: Path, paper: CardPaper) -> Answer:
    if isinstance(told, Refused):
        return refused_answer(told)
    _write_card(card, prepare_card(desk, uid, paper, told.code).pdf)
    return reserved_answer(account_view(desk, uid), told.address, card)


def _card(desk: Desk, arguments: argparse.Namespace) -> Answer:
    """A card without a code: of an address that its owner can get into already."""
    uid = _help(desk, arguments)
    _write_card(arguments.card, prepare_card(desk, uid, _paper(arguments)).pdf)
    return Answer({"uid": str(uid), "card": str(arguments.card)}, (card_written(arguments.card),))


def _write_card(target: Path, pdf: bytes) -> None:
    """Raises: Trouble CARD_CANNOT_WRITE; a code that it carried is lost with it."""
    try:
        put_in_place(target, pdf, is_private=True)
    except OSError as error:
        raise Trouble("CARD_CANNOT_WRITE", file=target.name, reason=os_reason(error.errno)) from error


# --- how it stands --------------------------------------------------------------------------------------------------
def _show(desk: Desk, arguments: argparse.Namespace) -> Answer:
    return help_answer(account_view(desk, _help(desk, arguments)))


def _figures(desk: Desk, arguments: argparse.Namespace) -> Answer:
    first = day_of(arguments.since or arguments.on) if arguments.since or arguments.on else business_day(desk)
    last = day_of(arguments.until) if arguments.until else max(first, business_day(desk)) if arguments.since else first
    return figures_answer(account_figures(desk, first, last), account_figures_by_day(desk, first, last))


_ACTS: Mapping[str, _Act] = {
    "open": _open,
    "need": _need,
    "road": _road,
    "step": _step,
    "address": _address,
    "phone": _phone,
    "pause": _on_help(pause),
    "resume": _on_help(resume),
    "end": _end,
    "reopen": _on_help(reopen),
    "propose": _propose,
    "reserve": _reserve,
    "new-code": _new_code,
    "card": _card,
    "ask": _on_help(ask_proof),
    "read": _read,
    "show": _show,
    "list": lambda desk, _arguments: list_answer(open_accounts(desk)),
    "figures": _figures,
}


def _told(desk: Desk, told: _Told) -> Answer:
    match told:
        case AccountKept():
            return help_answer(account_view(desk, told.account.uid))
        case Refused():
            return refused_answer(told)
        case _:
            assert_never(told)


def _help(desk: Desk, arguments: argparse.Namespace) -> uuid.UUID:
    """The help that is meant: by its own uid, or as the latest of a registration.

    Raises: Trouble ACCOUNT_REF_MISSING, ACCOUNT_UNKNOWN, REGISTRATION_UNKNOWN (usage).
    """
    if not arguments.ref:
        raise unusable("ACCOUNT_REF_MISSING")
    view = _named(desk, arguments.ref) or account_of(desk, find_one(desk, arguments.ref).uid)
    if view is None:
        raise unusable("ACCOUNT_UNKNOWN")
    return view.account.uid


def _named(desk: Desk, ref: str) -> AccountView | None:
    """The help with this uid; ``None`` = it names something else."""
    try:
        return account_view(desk, uuid.UUID(ref))
    except ValueError:
        return None
    except Trouble as trouble:
        if trouble.code != "ACCOUNT_UNKNOWN":
            raise
        return None


def _paper(arguments: argparse.Namespace) -> CardPaper:
    """The paper of a card. Raises: Trouble PAPER_UNKNOWN (usage)."""
    name = arguments.paper or settings_of(arguments.home).paper
    try:
        return CardPaper(name)
    except ValueError as error:
        raise unusable("PAPER_UNKNOWN", paper=name[:40], known=tuple(CardPaper)) from error


def _word(text: str, words: type[W]) -> W:
    """A word of the program. Raises: Trouble ACCOUNT_WORD_UNKNOWN (usage)."""
    try:
        return words(text)
    except ValueError as error:
        raise unusable("ACCOUNT_WORD_UNKNOWN", word=text[:40] or "-", known=tuple(words)) from error
