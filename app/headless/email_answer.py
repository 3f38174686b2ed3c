"""What ``posko email`` answers: a help, a mailbox with its card, proposals, figures; as JSON and as lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from app.desk.account.look import AccountView, MailboxView
from app.desk.refusal import Refused
from app.headless.answer import NOT_ALL_GRANTED, Answer, Json, fact_json
from core.account_figures import AccountFigures, figures_document, figures_facts
from core.account_words import spoken
from core.accounts import Account, Need, Reason, Result, Road
from core.clock import from_ms
from core.mail_names import MailName
from core.proofs import Proof
from core.sentences import sentence

_MINUTE_S = 60


def help_answer(view: AccountView) -> Answer:
    """One help."""
    return Answer(help_json(view), help_lines(view))


def list_answer(views: Iterable[AccountView]) -> Answer:
    """Several helps."""
    found = tuple(views)
    lines = tuple(line for view in found for line in help_lines(view)) or (sentence("ACCOUNT_NONE_OPEN"),)
    return Answer([help_json(view) for view in found], lines)


def refused_answer(told: Refused) -> Answer:
    """Why something was not done."""
    said = sentence(told.code, told.facts)
    facts = {name: fact_json(fact) for name, fact in told.facts.items()}
    refusal: dict[str, Json] = {"code": told.code.value, "message": said, "facts": facts}
    return Answer({"refused": refusal}, (said,), NOT_ALL_GRANTED)


def reserved_answer(view: AccountView, address: str, card: Path) -> Answer:
    """A mailbox that was promised; its code stands on the card alone."""
    lines = (sentence("ACCOUNT_RESERVED", {"address": address}), card_written(card))
    return Answer({**help_json(view), "card": str(card)}, lines)


def card_written(card: Path) -> str:
    """Where a card stands now."""
    return sentence("CARD_WRITTEN", {"file": str(card)})


def proposed_answer(names: Iterable[MailName]) -> Answer:
    """Addresses to choose from."""
    found = tuple(names)
    document: list[Json] = [{"address": one.address, "local": one.local, "why": one.why.value} for one in found]
    return Answer(document, tuple(one.address for one in found))


def figures_answer(figures: AccountFigures, by_day: Mapping[date, AccountFigures]) -> Answer:
    """Figures of a period, and of each of its days."""
    days = {on.isoformat(): figures_document(one) for on, one in by_day.items()}
    return Answer({**figures_document(figures), "days": days}, tuple(_figure_lines(figures)))


def help_json(view: AccountView) -> dict[str, Json]:
    """A help with its proof and its mailbox; whoever may open the store may see the address."""
    return {**_account(view.account), "proof": _proof(view.proof), "mailbox": _mailbox(view.mailbox)}


def help_lines(view: AccountView) -> tuple[str, ...]:
    """The same for people."""
    return tuple(_lines(view))


def _account(account: Account) -> dict[str, Json]:
    opened = account.opened
    return {
        "uid": str(account.uid),
        "on": opened.on.isoformat(),
        "need": account.need,
        "name": opened.name_on_id or None,
        "registration": str(opened.registration) if opened.registration else None,
        "ticket": str(opened.ticket) if opened.ticket else None,
        "state": account.state.value,
        "road": account.road or None,
        "provider": account.provider or None,
        "step": account.step,
        "address": account.address or None,
        "result": account.result or None,
        "reason": account.reason or None,
        "phone_owner": account.phone_owner or None,
        "reach": list(account.reach),
        "contact_person": account.contact_person or None,
        "worked_s": account.worked_s,
    }


def _proof(proof: Proof) -> Json:
    asked_at = from_ms(proof.asked_at_ms).isoformat(timespec="seconds").replace("+00:00", "Z")
    return {
        "state": proof.state.value,
        "is_proven": proof.is_proven,
        "asked_at": asked_at if proof.asked else None,
        "facts": {name: fact for name, fact in proof.facts.items() if name != "account"},
    }


def _mailbox(box: MailboxView | None) -> Json:
    return {"address": box.address, "state": box.state.value, "code_turn": box.code_turn} if box else None


def _lines(view: AccountView) -> Iterable[str]:
    account = view.account
    need, state = sentence(f"ACCOUNT_NEED_{spoken(account.need, Need)}"), account.state.upper()
    yield sentence("ACCOUNT_LINE", {"uid": str(account.uid), "need": need, "state": sentence(f"ACCOUNT_STATE_{state}")})
    if account.road:
        road = sentence(f"ACCOUNT_ROAD_{spoken(account.road, Road)}")
        yield sentence("ACCOUNT_LINE_ROAD", {"road": road, "step": account.step})
    if account.address:
        proof = sentence(f"PROOF_STATE_{view.proof.state.upper()}")
        yield sentence("ACCOUNT_LINE_ADDRESS", {"address": account.address, "proof": proof})
    if view.mailbox:
        box_state = sentence(f"MAILBOX_STATE_{view.mailbox.state.upper()}")
        yield sentence("ACCOUNT_LINE_MAILBOX", {"address": view.mailbox.address, "state": box_state})
    if account.result:
        result = sentence(f"ACCOUNT_RESULT_{spoken(account.result, Result)}")
        yield sentence("ACCOUNT_LINE_RESULT", {"result": _with_reason(result, account.reason)})


def _with_reason(result: str, reason: str) -> str:
    return f"{result}, {sentence(f'ACCOUNT_REASON_{spoken(reason, Reason)}')}" if reason else result


def _figure_lines(figures: AccountFigures) -> Iterable[str]:
    yield sentence("ACCOUNT_FIGURES", figures_facts(figures))
    if figures.worked:
        minutes = -(-figures.worked.median_s // _MINUTE_S)
        yield sentence("ACCOUNT_FIGURES_TIME", {"minutes": minutes, "count": figures.worked.measured})
