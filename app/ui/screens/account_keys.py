"""Which keys the account desk has, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.ui import actions as to
from app.ui.actions import Action
from app.ui.i18n import tr
from app.ui.screens.account_pages import CARD, PROVE, WAIT, Page, can_recover, is_known, is_taken
from core.accounts import Result, Road
from core.proofs import MailboxState, ProofState

if TYPE_CHECKING:
    from app.ui.screens.account import AccountScreen
    from app.ui.screens.account_course import AccountCourse

QUESTIONS = (Page.NEED, Page.PHONE, Page.ROAD, Page.WHY)
_SHOWN = (Page.STEPS, Page.ADDRESS, Page.PROOF, Page.MAILBOX, Page.NAMES, Page.END)
_UNASKED = (ProofState.NONE, ProofState.EXPIRED)
"""No code is good now: the first thing to do is to have one mailed."""
_ASKABLE = (ProofState.REFUSED, ProofState.LIMITED, ProofState.WRONG, ProofState.SENT, ProofState.OFF)
_PASSING = (Page.ROAD, Page.WHY, Page.CONTACT, Page.NAMES)
"""Pages that one comes to for a moment, by a key."""


def offers_of(screen: AccountScreen) -> Iterator[Action]:
    """What can be done now, the primary one first."""
    course = screen.course
    if course.page is Page.HOME:
        yield Action(to.OPEN, screen.pages.home.list.take_marked, tr("Bantu yang ditandai"), is_primary=True)
        yield Action(to.FIND_ADDRESS, screen.find_address)
        return
    yield from _primary(screen)
    if course.page in _SHOWN:
        yield Action(to.SHOW, screen.show_large, is_enabled=screen.pages.shown_card() is not None)
    yield from _of_page(screen)
    back = course.wish.back_text or tr("Daftar bantuan")
    yield Action(to.CANCEL, course.leave, back)
    if course.view is not None and course.view.account.is_open:
        yield from _of_every_page(course)


def _primary(screen: AccountScreen) -> Iterator[Action]:
    course = screen.course
    match course.page:
        case Page.STEPS:
            yield from _of_step(screen)
        case Page.PROOF:
            yield from _of_proof(screen)
        case Page.MAILBOX if course.view is not None and is_taken(course.view):
            yield Action(to.OPEN, lambda: course.go(Page.NAMES), tr("Pilih nama lain"), is_primary=True)
        case Page.MAILBOX:
            yield from _of_mailbox(screen)
        case Page.END:
            goes_on = course.view is not None and is_taken(course.view)
            yield Action(to.OPEN, course.leave, course.wish.back_text or tr("Kembali"), is_primary=not goes_on)
        case _:
            yield from _of_box(screen)


def _of_box(screen: AccountScreen) -> Iterator[Action]:
    """What was typed is whole."""
    course, pages = screen.course, screen.pages
    primary = {
        Page.WHO: (to.OPEN, pages.who.go_on, tr("Lanjut")),
        Page.FIND: (to.OPEN, pages.find.go_on, tr("Cari")),
        Page.ADDRESS: (to.OPEN, pages.address.go_on, tr("Pakai alamat ini")),
        Page.CONTACT: (to.SAVE, pages.keep_contact, tr("Simpan")),
        Page.RECOVER: (to.SAVE, pages.recover, tr("Cetak kartu dengan kode baru")),
    }.get(course.page)
    if primary is not None:
        command, run, text = primary
        yield Action(command, run, text, is_primary=True, is_enabled=not course.acts.is_acting)


def _of_step(screen: AccountScreen) -> Iterator[Action]:
    """One step after the other; at the last one the card is printed."""
    steps, is_free = screen.pages.steps, not screen.course.acts.is_acting
    is_at_card = steps.step is not None and steps.step.code == CARD
    if is_at_card:
        has_address = screen.course.view is not None and bool(screen.course.view.account.address)
        yield Action(to.REPRINT, screen.print_card, tr("Cetak kartu"), is_enabled=is_free and has_address)
    text = tr("Selesai") if is_at_card else tr("Langkah ini selesai")
    yield Action(to.OPEN, steps.finish_step, text, is_primary=True, is_enabled=is_free)


def _of_mailbox(screen: AccountScreen) -> Iterator[Action]:
    """With the card in hand it can end at any step; whoever wants goes on to the activation here and now."""
    course, code = screen.course, _code_of_step(screen)
    is_free = not course.acts.is_acting
    if code == CARD:
        yield from _of_card(screen)
        return
    is_last = screen.pages.steps.is_last
    if code == PROVE:
        yield Action(to.OPEN, lambda: course.go(Page.PROOF), tr("Buktikan alamat"), is_primary=True)
    else:
        waits = code == WAIT  # nobody says that it is there before the server has said so
        text, run = tr("Langkah ini selesai"), screen.pages.steps.finish_step
        if is_last:
            text, run = tr("Selesai"), course.finish
        yield Action(to.OPEN, run, text, is_primary=True, is_enabled=is_free and not waits)
    if not is_last:
        yield Action(to.SAVE, course.finish, tr("Selesai, sisanya nanti"), is_enabled=is_free)


def _code_of_step(screen: AccountScreen) -> str:
    step = screen.pages.steps.step
    return step.code if step is not None else CARD


def _of_card(screen: AccountScreen) -> Iterator[Action]:
    """The card goes home with the applicant; where it did not come out, another one is printed first."""
    course = screen.course
    is_free, lacks_card = not course.acts.is_acting, course.card.has_failed
    text = tr("Selesai tanpa kartu") if lacks_card else tr("Selesai")
    if lacks_card:
        yield Action(to.REPRINT, screen.print_card, tr("Cetak kartu baru"), is_primary=True, is_enabled=is_free)
    yield Action(to.OPEN, course.finish, text, is_primary=not lacks_card, is_enabled=is_free)
    yield Action(to.NEXT_STEP, screen.pages.steps.finish_step, tr("Lanjut ke aktivasi"), is_enabled=is_free)


def _of_proof(screen: AccountScreen) -> Iterator[Action]:
    """Ask for the code first; without one, or with it, the help can end."""
    course, view = screen.course, screen.course.view
    if view is None:
        return
    is_free, state = not course.acts.is_acting, view.proof.state
    can_end = view.account.is_open
    plain = tr("Lanjut tanpa bukti") if course.has_steps_left else tr("Selesai tanpa bukti")
    if state in _UNASKED:
        yield Action(to.OPEN, course.ask_code, tr("Kirim kode ke alamat ini"), is_primary=True, is_enabled=is_free)
        yield Action(to.SAVE, course.go_on_after_proof, plain, is_enabled=is_free and can_end)
        return
    is_proven = state is ProofState.GOOD
    if is_proven:
        text = tr("Lanjut") if course.has_steps_left and can_end else tr("Selesai")
        yield Action(to.OPEN, course.go_on_after_proof if can_end else course.leave, text, is_primary=True)
    else:
        yield Action(to.SAVE, course.go_on_after_proof, plain, is_enabled=is_free and can_end)
    if state in _ASKABLE:
        yield Action(to.ASK_CODE, course.ask_code, tr("Kirim kode lagi"), is_enabled=is_free)


def _of_page(screen: AccountScreen) -> Iterator[Action]:
    course, pages, view = screen.course, screen.pages, screen.course.view
    is_free = not course.acts.is_acting
    match course.page:
        case Page.NAMES:
            yield Action(to.OTHER_NAMES, pages.offer_names, is_enabled=is_free)
        case Page.STEPS:
            if pages.steps.can_step_back:
                yield Action(to.UNDO, pages.steps.step_back, tr("Langkah sebelumnya"), is_enabled=is_free)
            if view is not None and view.account.road == Road.PUBLIC:
                yield Action(to.OTHER_NAMES, lambda: course.go(Page.NAMES), is_enabled=is_free)
            yield Action(to.BROWSER, screen.open_browser, is_enabled=bool(pages.page_address))
        case Page.ADDRESS:
            yield Action(to.ACCEPT, pages.address.accept, is_in_bar=False)
            yield Action(to.CONFIRM, pages.address.confirm, is_in_bar=False)
            has_steps = course.guide is not None
            is_to_find = course.view is not None and is_known(course.view)
            text = tr("Cara mencarinya") if is_to_find else tr("Langkah sebelumnya")
            yield Action(to.UNDO, course.back_to_steps, text, is_enabled=has_steps)
        case Page.PROOF:
            if view is not None and view.account.road == Road.REGIONAL:
                yield Action(to.UNDO, course.go_where_it_stands, tr("Langkah sebelumnya"))
            else:
                yield Action(to.UNDO, lambda: course.go(Page.ADDRESS), tr("Ubah alamat"))
            yield Action(to.REPRINT, screen.print_card, tr("Cetak kartu"), is_enabled=is_free)
            yield Action(to.COPY_FIELD, screen.copy_address, tr("Salin alamat"), is_in_bar=False)
        case Page.MAILBOX | Page.END if view is not None:
            yield from _of_result(screen, course)
        case Page.RECOVER:
            yield Action(to.UNDO, course.go_where_it_stands, tr("Kembali"))
        case _:
            pass


def _of_result(screen: AccountScreen, course: AccountCourse) -> Iterator[Action]:
    view, is_free = course.view, not course.acts.is_acting
    if view is None:
        return
    account, mailbox = view.account, view.mailbox
    if account.address and not is_taken(view):
        if course.page is Page.END or not course.card.has_failed:
            yield Action(to.REPRINT, screen.print_card, tr("Cetak kartu"), is_enabled=is_free)
        yield Action(to.COPY_FIELD, screen.copy_address, tr("Salin alamat"), is_in_bar=False)
    if can_recover(view):
        yield Action(to.RECOVER, course.ask_recovery, is_enabled=is_free)
    waits = mailbox is not None and mailbox.state is not MailboxState.ACTIVE
    if account.address and not view.proof.is_proven and not waits:
        prove, is_by_enter = tr("Buktikan alamat"), course.page is Page.MAILBOX and _code_of_step(screen) == PROVE
        yield Action(to.ASK_CODE, lambda: course.go(Page.PROOF), prove, is_enabled=is_free, is_in_bar=not is_by_enter)
    has_page = bool(screen.pages.page_address)
    if mailbox is not None and account.road == Road.REGIONAL and waits and not is_taken(view):
        yield Action(to.BROWSER, screen.open_browser, tr("Aktifkan di sini"), is_enabled=has_page)
    if course.page is Page.MAILBOX and not is_taken(view) and screen.pages.steps.can_step_back:
        yield Action(to.UNDO, screen.pages.steps.step_back, tr("Langkah sebelumnya"), is_enabled=is_free)
    if not account.is_open:
        yield Action(to.UNDO, course.reopen, tr("Lanjutkan lagi"), is_primary=is_taken(view), is_enabled=is_free)


def _way_back(course: AccountCourse) -> Iterator[Action]:
    """Back to where it stands from a page that one came to for a moment; else one question back."""
    is_passing = course.page in _PASSING and not course.is_going_back
    if course.can_go_back and (is_passing or course.page is Page.NEED):
        yield Action(to.UNDO, course.go_where_it_stands, tr("Kembali"))
    elif course.question_before is not None:
        yield Action(to.UNDO, course.go_back, tr("Pertanyaan sebelumnya"), is_enabled=not course.acts.is_acting)


def _of_every_page(course: AccountCourse) -> Iterator[Action]:
    """Somebody else's turn, another road, put off, not to be had, the telephone; a mailbox that is in use."""
    is_free, view = not course.acts.is_acting, course.view
    if course.page not in (Page.MAILBOX, Page.END, Page.RECOVER) and view is not None and can_recover(view):
        is_at_work = course.page in _SHOWN
        yield Action(to.RECOVER, course.ask_recovery, is_enabled=is_free, is_in_bar=is_at_work)
    yield from _way_back(course)
    yield Action(to.PAUSE, course.pause, is_enabled=is_free)
    if course.page not in (Page.ROAD, Page.CONTACT):
        is_in_bar = course.page not in QUESTIONS
        is_own = view is not None and view.account.road == Road.OWN
        text = tr("Lupa sandi, cara lain") if is_own else ""
        yield Action(to.CHANGE_ROAD, lambda: course.go(Page.ROAD), text, is_enabled=is_free, is_in_bar=is_in_bar)
    if course.page is not Page.CONTACT:
        yield Action(to.PHONE_HELP, lambda: course.go(Page.CONTACT), is_enabled=is_free, is_in_bar=False)
    yield Action(to.LATER, lambda: course.ask_why(Result.LATER), is_enabled=is_free, is_in_bar=False)
    yield Action(to.CANNOT, lambda: course.ask_why(Result.FAILED), is_enabled=is_free, is_in_bar=False)
