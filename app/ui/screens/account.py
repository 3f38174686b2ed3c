"""Bantuan e-mail: one person at a time from the first question to an address, as a side road of whatever was open."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from app.changes import Changes
from app.desk.account.figures import account_figures
from app.desk.account.look import AccountView, open_accounts
from app.ui.account_wish import AccountWish
from app.ui.actions import SHOW, Action
from app.ui.clipboard import Clipboard
from app.ui.i18n import number_text, say, tr
from app.ui.panels.account_head import AccountHead
from app.ui.panels.account_home import figure_rows
from app.ui.panels.account_page import HelpPage
from app.ui.private_browser import Installed, open_private
from app.ui.screen import Screen
from app.ui.screens.account_acts import Told
from app.ui.screens.account_course import AccountCourse
from app.ui.screens.account_fill import AccountPages
from app.ui.screens.account_keys import offers_of
from app.ui.screens.account_pages import ACTIVATE, WAIT, Page, come_about
from app.ui.screens.account_words import minutes_of, minutes_text, opened_text, road_name, road_text
from app.ui.station import Station
from app.ui.tables.lines import Line
from app.ui.widgets.finding_line import FindingLine
from app.ui.widgets.scrolling import PageArea
from core.account_figures import AccountFigures
from core.accounts import AccountState
from core.errors import Trouble
from core.findings import Weight
from core.proofs import ProofState

COUNT_EVERY_MS = 15_000
"""How often the minutes are counted anew."""

_WITH_CARD = (Page.STEPS, Page.MAILBOX, Page.END)
"""Pages that say themselves how far the card is."""

LONG_MINUTES = 15
"""Where no road says how long it usually takes [FACTBOOK 3]."""


class AccountScreen(Screen):
    """The head with name and minutes, what came of the last act, and the page that is on."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        look = station.look
        self._is_in_front = False
        self._waiting = 0
        self.course = AccountCourse(station, self)
        self.pages = AccountPages(station, self.course, self)
        self.clipboard = Clipboard(self)
        self.head = AccountHead(look)
        self.answer = FindingLine(look)
        self._stack = QStackedWidget()
        self._areas: dict[HelpPage, PageArea] = {}
        self._shown: tuple[Page, HelpPage] | None = None
        self._lay_out()
        self._listen()
        self._minutes = QTimer(self, interval=COUNT_EVERY_MS)
        self._minutes.timeout.connect(self._tick)

    def _lay_out(self) -> None:
        look = self.station.look
        for page in self.pages.every():
            area = PageArea(page)
            area.setWidgetResizable(True)
            self._areas[page] = area
            self._stack.addWidget(area)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(24), look.px(16), look.px(24), look.px(16))
        column.setSpacing(look.px(12))
        for part in (self.head, self.answer):
            column.addWidget(part)
        column.addWidget(self._stack, 1)
        self.answer.hide()
        self.head.hide()

    def _listen(self) -> None:
        self.course.moved.connect(self._show)
        self.course.acts.told.connect(self._tell)
        self.course.acts.moved.connect(self.offers_changed)
        self.course.card.moved.connect(self._show_card)
        self.pages.moved.connect(self.offers_changed)
        self.station.signals.changed.connect(self._on_changed)

    # --- what the shell asks --------------------------------------------------------------------------------------

    def begin(self, wish: AccountWish) -> None:
        """Help this person."""
        self.pages.forget()
        self._tell(Told())
        self.course.begin(wish)

    def find_address(self) -> None:
        """Somebody comes back with a card."""
        self._tell(Told())
        self.course.go(Page.FIND)

    def count(self) -> int:
        """How many are paused or left open."""
        return self._waiting

    def enter(self) -> None:
        """Go on where the officer was."""
        self._is_in_front = True
        self._minutes.start()
        self._read_home()
        self._show()
        self._page.take_focus()

    def leave(self) -> None:
        """Nothing stays in the clipboard."""
        self._is_in_front = False
        self._minutes.stop()
        self.clipboard.clear()

    def offers(self) -> Sequence[Action]:
        """The keys of the page that is on."""
        return tuple(offers_of(self))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the toolkit's name
        """Digits answer; at the names a letter begins one's own wish."""
        text = event.text()
        is_plain = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if is_plain and len(text) == 1 and text.isascii() and text.isalnum():
            if text.isdigit() and self._page.take_digit(int(text)):
                return
            for action in self.offers():
                if action.command.keys == text and action.is_enabled:
                    action.run()
                    return
            if text.isalpha() and self.course.page is Page.NAMES:
                self.pages.names.begin_wish(text)
                return
        super().keyPressEvent(event)

    # --- showing --------------------------------------------------------------------------------------------------

    @property
    def _page(self) -> HelpPage:
        return self.pages.of(self.course.page)

    def _show(self) -> None:
        """Show the page that is on, as the help stands now."""
        page = self._page
        shown = self.course.page, page
        is_new = self._shown != shown
        if is_new and self.course.page is Page.HOME:
            self.pages.forget()
        self._shown = shown
        self.pages.fill(is_new=is_new)
        self._stack.setCurrentWidget(self._areas[page])
        self._show_head()
        if is_new:
            self._areas[page].to_top()
            if self.has_keys:
                page.take_focus()
            if self._is_in_front and self.course.page is Page.HOME:
                self._read_home()
        self.offers_changed.emit()

    def _show_card(self) -> None:
        """How far the card is: on its own line of the page, or where that has none over it."""
        if self.course.view is not None and self.course.page not in _WITH_CARD:
            self._tell(self.course.card.told)
        self._show()

    def _show_head(self) -> None:
        view, wish = self.course.view, self.course.wish
        self.head.setVisible(self.course.page is not Page.HOME)
        account = view.account if view is not None else None
        name = account.opened.name_on_id if account is not None else wish.name_on_id
        road = road_text(account) if account is not None and account.road else ""
        self.head.show_person(name, wish.ticket_number, road)
        self._show_minutes()

    def _show_minutes(self) -> None:
        view, desk = self.course.view, self.station.desk
        if view is None or view.account.state is AccountState.ENDED:
            self.head.show_minutes("", "")
            return
        minutes = minutes_of(view.account, desk.now_ms(), desk.store.profile.stream)
        guide = self.course.guide
        is_long = minutes >= (guide.most_minutes if guide is not None else LONG_MINUTES)
        hint = tr("Sudah lama, dan itu biasa. Boleh dijeda dengan Ctrl+J dan dilanjutkan nanti.")
        self.head.show_minutes(minutes_text(minutes), hint if is_long else "")

    def _tick(self) -> None:
        """Minutes pass; and while the server has a word to say about a proof or a mailbox, it is asked for it."""
        self._show_minutes()
        view = self.course.view
        if view is None:
            return
        is_box_awaited = self.course.page is Page.MAILBOX and not come_about(view) >= {WAIT, ACTIVATE}
        if is_box_awaited or view.proof.state in (ProofState.WAITING, ProofState.READ):
            self.station.house.wake()

    def _tell(self, told: Told) -> None:
        if told.text:
            self.answer.show_finding(told.weight, told.text, ())
        self.answer.setVisible(bool(told.text))

    # --- home -----------------------------------------------------------------------------------------------------

    def _on_changed(self, changes: Changes) -> None:
        is_told = bool(changes.registrations) and self._is_in_front and self.course.page is Page.HOME
        if changes.has_accounts or is_told:
            self._read_home()

    def _read_home(self) -> None:
        desk = self.station.desk
        self.station.tasks.run(self, lambda: open_accounts(desk), self._list)
        if self._is_in_front and self.course.page is Page.HOME:
            day = desk.today()
            self.station.tasks.run(self, lambda: account_figures(desk, day), self._count, is_report=True)

    def _list(self, views: tuple[AccountView, ...]) -> None:
        self._waiting = len(views)
        somebody = Line(
            "user-plus", tr("Bantu orang lain"), "", tr("baru"), lambda: self.begin(AccountWish()), "accent"
        )
        self.pages.home.show_lines([somebody, *(self._line(view) for view in reversed(views))])
        self.offers_changed.emit()

    def _line(self, view: AccountView) -> Line:
        account, desk = view.account, self.station.desk
        is_paused = account.state is AccountState.PAUSED
        minutes = minutes_text(minutes_of(account, desk.now_ms(), desk.store.profile.stream))
        standing = tr("dijeda, {minutes}") if is_paused else tr("dibantu, {minutes}")
        name = account.opened.name_on_id or tr("(nama belum terbaca)")
        wish = AccountWish(account=account.uid)
        icon, tone = ("clock", "attention") if is_paused else ("user", "muted")
        return Line(icon, name, opened_text(account), standing.format(minutes=minutes), lambda: self.begin(wish), tone)

    def _count(self, figures: AccountFigures) -> None:
        roads = [(road_name(road), count) for road, count in figures.made.items()]
        self.pages.home.show_figures(figure_rows(figures, roads))

    # --- acts that are the window's own ---------------------------------------------------------------------------

    def show_large(self) -> None:
        """Turn the screen to the applicant."""
        self.station.signals.overlay_chosen.emit(SHOW)

    def print_card(self) -> None:
        """The card of the address; where a code stands on it, with a new one."""
        if self.course.card.is_recovery:
            self.course.ask_recovery()
        elif self.course.view is not None:
            self.course.card.print_again(self.course.view)

    def copy_address(self) -> None:
        """The address, for a minute."""
        view = self.course.view
        if view is not None and view.account.address:
            self.clipboard.put(tr("Alamat e-mail"), view.account.address)
            said = tr("Alamat disalin. Papan klip dikosongkan dalam {seconds} detik.")
            self._tell(Told(said.format(seconds=number_text(self.clipboard.held.seconds))))

    def open_browser(self) -> None:
        """A private window at the provider's page, or at our own."""
        address = self.pages.page_address
        if address:
            self.station.tasks.run_aside(self, lambda: open_private(address), self._opened, on_trouble=self._not_opened)

    def _opened(self, found: Installed) -> None:
        said = tr("{browser} dibuka di jendela privat. Sesudah selesai: keluar dari akun, lalu tutup jendelanya.")
        self._tell(Told(said.format(browser=found.browser.name), Weight.WARN))

    def _not_opened(self, trouble: Trouble) -> None:
        self._tell(Told(say(trouble.code, trouble.facts), Weight.BLOCK))
