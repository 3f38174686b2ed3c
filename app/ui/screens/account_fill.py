"""The pages of the account desk, each filled from the help that is in front."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from app.desk.account.card import activation_page
from app.desk.account.look import AccountView
from app.desk.account.propose import propose
from app.sync.state import Phase, SyncState
from app.ui.i18n import tr
from app.ui.overlays.help_card import HelpCard
from app.ui.panels.account_address import AddressPage
from app.ui.panels.account_contact import ContactPage
from app.ui.panels.account_end import ResultPage
from app.ui.panels.account_find import FindPage
from app.ui.panels.account_home import HomePage
from app.ui.panels.account_name import WhoPage
from app.ui.panels.account_names import NamesPage, NameTools
from app.ui.panels.account_page import HelpPage, QuestionPage
from app.ui.panels.account_proof import ProofPage
from app.ui.panels.account_recovery import RecoveryPage
from app.ui.panels.account_steps import Progress, StepsPage
from app.ui.private_browser import is_page
from app.ui.screens.account_acts import Told
from app.ui.screens.account_course import AccountCourse
from app.ui.screens.account_pages import (
    ACTIVATE,
    CARD,
    PASSWORD,
    PROVE,
    WAIT,
    Page,
    can_recover,
    come_about,
    is_taken,
    regional_places,
)
from app.ui.screens.account_questions import question_of
from app.ui.screens.account_shown import shown_card
from app.ui.screens.account_words import (
    ID_PAPERS,
    OWNERS,
    REACHES,
    mailbox_text,
    proof_text,
    result_text,
)
from app.ui.station import Station
from app.ui.widgets.choice_box import Option
from core.account_rules import again_ms
from core.accounts import Road
from core.clock import from_ms
from core.email import check_email
from core.findings import Checked, Weight
from core.mail_names import MailName, check_stem
from core.proofs import MailboxState
from core.spelling import SpelledSign, spelled


class AccountPages(QObject):
    """Makes the pages and fills the one that is on."""

    moved = Signal()
    """Other keys have a meaning now."""

    def __init__(self, station: Station, course: AccountCourse, parent: QObject) -> None:
        super().__init__(parent)
        look = station.look
        self._station, self._course = station, course
        self._is_online = False
        self._asked_for: tuple[object, ...] = ()
        """For whom and where names were proposed last."""
        self._asked_about: tuple[object, ...] = ()
        """Whose address was asked for last, and what was known of it: what was typed since then stays."""
        self.home, self.who, self.question = HomePage(look), WhoPage(look), QuestionPage(look)
        self.names, self.steps, self.proof = NamesPage(look), StepsPage(look), ProofPage(look)
        self.result, self.find = ResultPage(look), FindPage(look)
        self.recovery = RecoveryPage(look, [Option(paper, tr(paper)) for paper in ID_PAPERS])
        self.address = AddressPage(look, self._check, self.spell)
        owners = [Option(owner.value, tr(text)) for owner, text in OWNERS.items()]
        self.contact = ContactPage(look, owners, [(way, tr(text)) for way, text in REACHES.items()])
        self._listen()

    def _listen(self) -> None:
        course = self._course
        self.who.named.connect(course.name)
        self.find.wanted.connect(self._find)
        self.recovery.finished.connect(self.recover)
        self.names.chosen.connect(self._choose_name)
        self.names.year_agreed.connect(lambda _agreed: self.offer_names())
        self.steps.done.connect(course.reach_step)
        self.address.noted.connect(lambda address: course.note_address(address, Page.PROOF))
        self.proof.read.connect(course.read_code)
        self.contact.finished.connect(self.keep_contact)
        self._station.signals.sync_moved.connect(self._on_sync)
        for page in self.every():
            page.moved.connect(self.moved)

    def every(self) -> Sequence[HelpPage]:
        """All of them."""
        return (
            self.home, self.find, self.who, self.question, self.names, self.steps, self.address, self.proof,
            self.result, self.recovery, self.contact,
        )  # fmt: skip

    def of(self, page: Page) -> HelpPage:
        """Which of them stands for a page."""
        pages: dict[Page, HelpPage] = {
            Page.HOME: self.home, Page.FIND: self.find, Page.WHO: self.who, Page.NAMES: self.names,
            Page.STEPS: self.steps, Page.ADDRESS: self.address, Page.PROOF: self.proof, Page.END: self.result,
            Page.MAILBOX: self.steps if self._has_regional_steps else self.result, Page.RECOVER: self.recovery,
            Page.CONTACT: self.contact,
        }  # fmt: skip
        return pages.get(page, self.question)

    @property
    def _has_regional_steps(self) -> bool:
        """Whether the mailbox is this person's; of somebody else's there are none."""
        view = self._course.view
        return view is not None and not is_taken(view) and self._course.guide is not None

    def forget(self) -> None:
        """Somebody else, or nobody: no name, address or code stays here."""
        self._asked_for = self._asked_about = ()
        for page in self.every():
            page.forget()

    # --- filling --------------------------------------------------------------------------------------------------

    def fill(self, *, is_new: bool) -> None:
        """Show the help as it stands on the page that is on.

        Args:
            is_new: the page has just been come to: what is typed there begins anew.
        """
        course, view = self._course, self._course.view
        if is_new:
            self._begin(course.page)
        if view is None:
            return
        match course.page:
            case Page.NAMES:
                self._fill_names(view, is_new=is_new)
            case Page.STEPS:
                self._fill_steps(view)
            case Page.PROOF:
                self._fill_proof(view)
            case Page.MAILBOX if self._has_regional_steps:
                self._fill_regional(view)
            case Page.MAILBOX | Page.END:
                self._fill_result(view)
            case _:
                if is_new:
                    self._fill_boxes(course.page, view)

    def _begin(self, page: Page) -> None:
        """What is asked before anything is known of a help."""
        question = question_of(self._course)
        if question is not None:
            self.question.put(question.title, question.about, question.answers)
        elif page is Page.WHO:
            self.who.ask(tr("Siapa yang dibantu?"))
        elif page is Page.FIND:
            self.find.begin()

    def _fill_boxes(self, page: Page, view: AccountView) -> None:
        """Pages on which something is typed: what is known stands there when they are come to."""
        account = view.account
        if page is Page.ADDRESS:
            self._fill_address(view)
        elif page is Page.RECOVER and view.mailbox is not None:
            self.recovery.begin(view.mailbox.address)
        elif page is Page.CONTACT:
            self.contact.show_phone(
                tr("Bagaimana orangnya dihubungi?"), account.phone_owner, account.reach, account.contact_person
            )

    def _fill_steps(self, view: AccountView) -> None:
        guide = self._course.guide
        if guide is not None:
            account, card = view.account, self._course.card.told
            lacking = frozenset[str]() if view.proof.is_proven else frozenset({PROVE})
            signs = self.spell(account.address)
            lines = [_recovery_told()] if can_recover(view) else []
            said = card.weight, card.text
            progress = Progress(account.step, account.address, signs, said, lacking, lines=lines)
            self.steps.show_guide(guide, progress)

    def _fill_regional(self, view: AccountView) -> None:
        """What came about elsewhere has its tick, and is no step any more."""
        guide, address = self._course.guide, view.account.address
        if guide is None or view.mailbox is None:
            return
        card, told_of = self._card_told(view), mailbox_text(view.mailbox)
        lacking = frozenset({WAIT, ACTIVATE, PASSWORD, PROVE}) - come_about(view)
        if self._course.card.has_failed:
            lacking |= {CARD}
        is_active = view.mailbox.state is MailboxState.ACTIVE
        title = tr("Kotak e-mailnya sudah aktif") if is_active else tr("Alamatnya sudah dipesan")
        lines = [(told_of.weight, told_of.text)]
        if view.proof.is_proven:
            lines.append(self._proof_told(view))
        place, before = regional_places(view, guide)
        is_at_card = guide.steps[place].code == CARD
        is_said = is_at_card or card.weight is not Weight.OK or self._course.card.is_recovery
        said = (card.weight, card.text if is_said else "")
        progress = Progress(place, address, self.spell(address), said, lacking, title, lines, before)
        self.steps.show_guide(guide, progress)

    def _card_told(self, view: AccountView) -> Told:
        """How far the card is; whoever comes back is reminded of it as long as nobody has used its code."""
        card = self._course.card.told
        waits = view.mailbox is not None and view.mailbox.state in (MailboxState.RESERVED, MailboxState.READY)
        if not waits or card.text:
            return card
        return Told(tr("Kalau kartunya belum di tangan pemohon, F7 mencetak kartu baru."), Weight.WARN)

    def _proof_told(self, view: AccountView) -> tuple[Weight, str]:
        said = proof_text(view.proof, self._again(view), is_online=self._is_online)
        return said.weight, said.text

    def _fill_address(self, view: AccountView) -> None:
        about = tr("Cocokkan huruf demi huruf dengan layar HP pemohon.")
        known = view.account.address or self._course.wish.address
        before, self._asked_about = self._asked_about, (view.account.uid, known)
        typed = self.address.address.text() if before == self._asked_about else ""
        self.address.show_address(tr("Alamat yang mana?"), about, typed or known)

    def _fill_proof(self, view: AccountView) -> None:
        said = proof_text(view.proof, self._again(view), is_online=self._is_online)
        self.proof.show_proof(view.proof, said.text, said.weight, self.spell(view.account.address))

    def _again(self, view: AccountView) -> datetime | None:
        ms = again_ms(view.proof)
        return self._station.desk.words.local(from_ms(ms)) if ms else None

    def _fill_result(self, view: AccountView) -> None:
        account = view.account
        lines: list[tuple[Weight, str]] = []
        if view.mailbox is not None:
            told_of = mailbox_text(view.mailbox)
            lines.append((told_of.weight, told_of.text))
        if account.address and (view.mailbox is None or view.proof.is_proven):
            lines.append(self._proof_told(view))
        signs: Sequence[SpelledSign] = ()
        if not is_taken(view):  # nobody reads out what is somebody else's, and no card of it is wanted
            card, signs = self._card_told(view), self.spell(account.address)
            lines.append((card.weight, card.text))
        if can_recover(view):
            lines.append(_recovery_told())
        self.result.show_result(self._result_title(view), account.address, signs, lines)

    def _result_title(self, view: AccountView) -> str:
        if self._course.page is Page.END:
            return result_text(view.account)
        return tr("Alamat ini milik orang lain") if is_taken(view) else tr("Alamatnya sudah dipesan")

    # --- names ----------------------------------------------------------------------------------------------------

    def _fill_names(self, view: AccountView, *, is_new: bool) -> None:
        account = view.account
        if is_new:
            plain = tr("Bacakan, atau putar layar dengan F8. Angka memilihnya.")
            void = view.mailbox if account.road == Road.REGIONAL else None
            self.names.ask(tr("Alamat yang mana?"), mailbox_text(void).text if void is not None else plain)
        asked = (account.uid, account.road, account.provider)
        if asked != self._asked_for:
            self._asked_for = asked
            self.names.forget()
            self.offer_names()
        elif is_new and account.address:
            self.names.begin_anew()
            self.offer_names()

    @property
    def _domain(self) -> str:
        """Behind the sign of the address that is made; empty where that is not known."""
        view, guide = self._course.view, self._course.guide
        if view is None:
            return ""
        if view.account.road == Road.REGIONAL:
            return view.space.domain if view.space is not None else ""
        return guide.domain if guide is not None else ""

    def offer_names(self) -> None:
        """Propose names; whatever was shown before is not proposed again."""
        view, wish, desk, domain = self._course.view, self._course.wish, self._station.desk, self._domain
        if view is None or not domain:
            return
        name, shown, asked = view.account.opened.name_on_id or wish.name_on_id, self.names.seen, self._asked_for
        year = wish.birth_year if self.names.year.isChecked() else None

        def offer(names: tuple[MailName, ...]) -> None:
            if self._asked_for == asked:
                self.names.offer(self._tools(view, domain), names, has_year=wish.birth_year is not None)
                self.moved.emit()

        self._station.tasks.run(
            self, lambda: propose(desk, name, domain=domain, birth_year=year, town=wish.town, shown=shown), offer
        )

    def _tools(self, view: AccountView, domain: str) -> NameTools:
        desk = self._station.desk
        if view.account.road == Road.REGIONAL and view.space is not None:
            return NameTools(
                view.space.tail, lambda text: check_stem(text, desk.mail_rules(), desk.identity), self.spell
            )
        tail = f"@{domain}"

        def check(text: str) -> Checked[str]:
            checked = self._check(f"{text.strip()}{tail}")
            return Checked(checked.value.removesuffix(tail) if checked.value else None, checked.findings)

        return NameTools(tail, check, self.spell)

    def _choose_name(self, local: str) -> None:
        view = self._course.view
        if view is None:
            return
        if view.account.road == Road.REGIONAL:
            self._course.reserve(local)
        else:
            self._course.note_address(f"{local}@{self._domain}", Page.STEPS)

    # --- what the keys do -----------------------------------------------------------------------------------------

    def _find(self, address: str) -> None:
        unknown = tr("Alamat ini belum dikenal di laptop ini. Periksa ejaannya; kalau benar, kirim data dulu.")
        self._course.find(address, lambda: self.find.say(unknown))

    def recover(self) -> None:
        """The paper was seen: a new code for the mailbox."""
        entry = self.recovery.entry()
        if entry is not None:
            self._course.recover(*entry)

    def keep_contact(self) -> None:
        """Whose telephone, and how somebody is reached."""
        entry = self.contact.entry()
        if entry is not None:
            self._course.note_contact(*entry)

    @property
    def page_address(self) -> str:
        """The page that a browser opens now; empty = none."""
        view, guide = self._course.view, self._course.guide
        if view is None:
            return ""
        if view.account.road == Road.REGIONAL:
            return self._activation_page()
        if guide is None:
            return ""
        if view.account.road == Road.OWN:
            return self._providers_page(view.account.address, "forgotten" if guide.is_forgotten else "sign_in")
        return guide.page("sign_up") or guide.page("sign_in")

    def _providers_page(self, address: str, code: str) -> str:
        """A page of whoever has this address; empty where that is none whose pages are known."""
        domain = address.partition("@")[2]
        provider = next((guide for guide in self._course.guides if guide.domain == domain), None)
        return provider.page(code) if provider is not None else ""

    def _activation_page(self) -> str:
        """Our own page, where this desk knows one that may be opened."""
        desk = self._station.desk
        if desk.store.profile.server is None and not desk.words.status_host:
            return ""
        address = activation_page(desk)
        return address if is_page(address) else ""

    def shown_card(self) -> HelpCard | None:
        """What the applicant is shown; ``None`` = nothing of this page."""
        return shown_card(self._course, self)

    def spell(self, address: str) -> Sequence[SpelledSign]:
        """An address sign by sign."""
        return spelled(address, self._station.desk.mail_rules().names) if address else ()

    def _check(self, text: str) -> Checked[str]:
        return check_email(text, rules=self._station.desk.identity)

    def _on_sync(self, state: SyncState) -> None:
        is_online = state.phase in (Phase.RESTING, Phase.SENDING)
        if is_online != self._is_online:
            self._is_online = is_online
            if self._course.page is not Page.HOME:
                self.fill(is_new=False)


def _recovery_told() -> tuple[Weight, str]:
    """Which way a mailbox that is in use comes back to its owner."""
    return Weight.OK, tr("Lupa kata sandinya: koordinator menekan Ctrl+U.")
