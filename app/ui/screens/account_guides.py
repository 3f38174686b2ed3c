"""The guides of the roads as they are today, and where in them the proof of the address has its place."""

from __future__ import annotations

from datetime import date

from app.desk.account.look import AccountView
from app.desk.context import Desk
from app.ui.screens.account_pages import PROVE
from core.accounts import Need
from core.mail_steps import RoadGuide, guide_for, public_guides


def guide_of(desk: Desk, view: AccountView) -> RoadGuide | None:
    """The steps of the road that a help goes; ``None`` = it goes none, or one without steps."""
    account = view.account
    is_forgotten = account.need == Need.FORGOTTEN
    guides = desk.mail_rules().guides
    return guide_for(guides, _today(desk), account.road, account.provider, is_forgotten=is_forgotten)


def public_guides_of(desk: Desk) -> tuple[RoadGuide, ...]:
    """The public providers of today."""
    return public_guides(desk.mail_rules().guides, _today(desk))


def step_at(guide: RoadGuide | None, step: int) -> str:
    """Code of the step behind so many others; empty = there is none."""
    return guide.steps[step].code if guide is not None and step < len(guide.steps) else ""


def step_after_proof(guide: RoadGuide | None) -> int:
    """How many steps are done when the code was read; 0 = nothing follows."""
    codes = [step.code for step in guide.steps] if guide is not None else []
    place = codes.index(PROVE) + 1 if PROVE in codes else 0
    return place if place < len(codes) else 0


def _today(desk: Desk) -> date:
    """The day on the wall: a provider's pages are those of now, also while somebody practises on another day."""
    return desk.words.local(desk.clock.now()).date()
