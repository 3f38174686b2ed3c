"""What the applicant is shown large: the step that is on with its picture, or the address sign by sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.i18n import told, tr
from app.ui.overlays.help_card import HelpCard
from app.ui.screens.account_pages import CARD, PROVE, Page, is_taken
from core.proofs import ProofState

if TYPE_CHECKING:
    from app.ui.screens.account_course import AccountCourse
    from app.ui.screens.account_fill import AccountPages
    from core.mail_steps import MailStep, RoadGuide

_CODE_UNDER_WAY = (ProofState.WAITING, ProofState.SENT, ProofState.READ, ProofState.WRONG)


def shown_card(course: AccountCourse, pages: AccountPages) -> HelpCard | None:
    """What can be shown of the page that is on; ``None`` = nothing."""
    if pages.of(course.page) is pages.steps:
        return _step(course, pages)
    match course.page:
        case Page.NAMES if pages.names.meant:
            return HelpCard(tr("Apakah alamat ini cocok?"), address=pages.names.meant, signs=pages.names.signs)
        case Page.ADDRESS if pages.address.meant:
            return HelpCard(tr("Apakah ini benar?"), address=pages.address.meant, signs=pages.address.signs)
        case Page.PROOF | Page.END:
            return _address(course, pages)
        case _:
            return None


def _step(course: AccountCourse, pages: AccountPages) -> HelpCard | None:
    steps = pages.steps
    if steps.step is None:
        return None
    step, address = steps.step, course.view.account.address if course.view is not None else ""
    title, text = told(step.title, step.title_en), told(step.text, step.text_en)
    signs = () if step.code == CARD else steps.signs  # on the card in the applicant's hand it stands itself
    return HelpCard(title, text, steps.place_text, step.picture, address, signs)


def _address(course: AccountCourse, pages: AccountPages) -> HelpCard | None:
    """The address; while a code is under way, what to do with it."""
    view = course.view
    if view is None or not view.account.address or is_taken(view):
        return None
    address, step = view.account.address, _prove(course.guide)
    if course.page is Page.PROOF and step is not None and view.proof.state in _CODE_UNDER_WAY:
        return HelpCard(told(step.title, step.title_en), told(step.text, step.text_en), "", step.picture, address)
    return HelpCard(tr("Alamat e-mail Anda"), address=address, signs=pages.spell(address))


def _prove(guide: RoadGuide | None) -> MailStep | None:
    steps = guide.steps if guide is not None else ()
    return next((step for step in steps if step.code == PROVE), None)
