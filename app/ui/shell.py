"""The work area of an unlocked desk: header, places, bar, keys. It knows the screens and nothing of what they do."""

from __future__ import annotations

import dataclasses
import functools
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.changes import Changes
from app.desk.set_aside import SetAside, set_aside, taken_up
from app.desk.state import pending_events
from app.forms.ticket_wish import TicketWish
from app.sync.state import Phase, SyncState
from app.ui.actions import (
    ACCOUNTS,
    CALL_NEXT,
    CALL_SCREEN,
    COMMANDS,
    EXPORTS,
    FIND,
    HELP,
    KIOSK,
    LOCK,
    NEW,
    OUTBOX,
    PLACES,
    QUEUE,
    QUIT,
    REGISTER,
    SIDE_PLACES,
    SURVEY,
    WAITING,
    Action,
    Command,
)
from app.ui.i18n import say, tr
from app.ui.panels.action_bar import ActionBar
from app.ui.panels.header import Header
from app.ui.panels.sidebar import Sidebar
from app.ui.panels.status_line import StatusLine
from app.ui.places import place_screen, record_screen
from app.ui.public_screens import PublicScreens
from app.ui.screen import Screen
from app.ui.screens.draft_keeper import Then
from app.ui.screens.registration import RegistrationScreen
from app.ui.station import CopyWish, Notice, Station
from app.ui.widgets.notice_bar import NoticeBar
from core.errors import Trouble

if TYPE_CHECKING:
    from app.ui.account_wish import AccountWish, HelpOutcome
    from app.ui.screens.record import RecordScreen

AnyScreen = TypeVar("AnyScreen", bound=Screen)

ROOMY_PX = 1050
"""From this width on, at 100 %, the places show their words."""

GLOBAL_HINTS = (HELP,)
"""Commands of everywhere that the bar shows behind the screen's own."""


class Shell(QWidget):
    """One officer's window between unlock and lock."""

    lock_wanted = Signal()
    close_wanted = Signal()
    overlay_wanted = Signal(object)
    """Something should lie over the window: its ``Command``."""

    def __init__(self, station: Station) -> None:
        super().__init__()
        self.station = station
        self.setProperty("is", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._sync = SyncState(Phase.WAITING if station.desk.store.profile.server else Phase.OFFLINE, 0)
        self._screens: dict[Command, Screen] = {}
        self._record: RecordScreen | None = None
        self._public: PublicScreens | None = None
        self._place = REGISTER
        self._stack = QStackedWidget()
        self._screen(REGISTER)
        self.notices = NoticeBar(station.look)
        self.status = StatusLine(station.look)
        self.bar = ActionBar(station.look, self.status)
        self.sidebar = Sidebar(station.look, self.go)
        self._lay_out()
        self._shortcuts = [self._shortcut(command) for command in COMMANDS if command.keys and not command.is_place_key]
        self._listen()
        self.refresh_counts()
        self.go(REGISTER)

    def _screen(self, place: Command) -> Screen:
        """The screen of a place, built when it is first gone to: a desk at rest holds only what it shows."""
        if place not in self._screens:
            self._screens[place] = self._stacked(place_screen(place, self.station))
            self._screens[place].note_sync(self._sync)
        return self._screens[place]

    def _stacked(self, screen: AnyScreen) -> AnyScreen:
        self._stack.addWidget(screen)
        screen.offers_changed.connect(self._show_actions)
        return screen

    @property
    def place(self) -> Command:
        """The place of the sidebar that is open."""
        return self._place

    @property
    def registration(self) -> RegistrationScreen:
        """The form: what stands in it must survive lock, switch and close."""
        screen = self._screens[REGISTER]
        if not isinstance(screen, RegistrationScreen):
            raise TypeError(type(screen))
        return screen

    @property
    def front(self) -> Screen:
        """The screen in front."""
        widget = self._stack.currentWidget()
        if not isinstance(widget, Screen):
            raise TypeError(type(widget))
        return widget

    def _lay_out(self) -> None:
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.notices)
        middle.addWidget(self._stack, 1)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addLayout(middle, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Header(self.station, Action(FIND, lambda: self.overlay_wanted.emit(FIND))))
        column.addLayout(row, 1)
        column.addWidget(self.bar)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the toolkit's name
        """A small window gives its room to the work."""
        super().resizeEvent(event)
        self.sidebar.fold(is_narrow=self.width() < self.station.look.px(ROOMY_PX))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - the toolkit's name
        """Now it stands in the window that the call screen and the kiosk belong to."""
        super().showEvent(event)
        if self._public is None:
            self._public = PublicScreens.of(self.window())
            self._public.changed.connect(self.station.signals.changed)
            self._public.lock_wanted.connect(self.lock_wanted)
            self._public.attend(self.station)

    def _listen(self) -> None:
        signals = self.station.signals
        signals.changed.connect(self._on_changed)
        signals.sync_moved.connect(self._on_sync)
        signals.noticed.connect(self.notices.say)
        signals.place_chosen.connect(self.go)
        signals.person_begun.connect(self.notices.let_good_news_go)
        signals.record_chosen.connect(self.open_record)
        signals.correction_chosen.connect(self._correct)
        signals.correction_begun.connect(self._go_on_correcting)
        signals.overlay_chosen.connect(self.overlay_wanted)
        signals.draft_chosen.connect(self.open_draft)
        signals.copy_chosen.connect(self.make_copy)
        signals.ticket_chosen.connect(self.register_ticket)
        signals.public_chosen.connect(self.toggle_public)
        signals.call_chosen.connect(self.call_next)
        signals.help_chosen.connect(self.help_with_email)
        self.station.queue.moved.connect(self._show_queue)
        self.station.people.indexed.connect(self._show_waiting)
        self.station.tasks.troubled.connect(self.tell_trouble)

    def go(self, place: Command) -> None:
        """Open a place of the sidebar."""
        self._show(self._screen(place))
        self._place = place
        self.sidebar.mark(place)
        self.setWindowTitle(f"{tr(place.text)} {self.station.desk.store.profile.post.code} - Posko")

    def open_record(self, uid: uuid.UUID) -> None:
        """Open a registration over the place it was found at."""
        record = self.record_page()
        record.open(uid, back=lambda: self.go(self._place))
        self._show(record)

    def record_page(self) -> RecordScreen:
        """The page of one registration, built when it is first wanted."""
        if self._record is None:
            self._record = self._stacked(record_screen(self.station))
        return self._record

    def correct_record(self, uid: uuid.UUID, begun: Mapping[str, str] | None = None) -> None:
        """Open a registration with the editor in front, perhaps with what was typed there before."""
        self.open_record(uid)
        if self._record is not None:
            self._record.correct_when_read(begun)

    def _correct(self, uid: uuid.UUID) -> None:
        self.correct_record(uid)

    def _go_on_correcting(self, begun: Mapping[str, str]) -> None:
        self.correct_record(uuid.UUID(begun["uid"]), begun)

    def begun_correction(self) -> SetAside | None:
        """The correction that is being typed, sealed: the lock puts the editor away."""
        begun = self._record.begun if self._record is not None and self.front is self._record else {}
        return set_aside(self.station.desk, begun) if begun else None

    def take_up(self, kept: SetAside) -> bool:
        """Go on with a correction, if it is this officer's."""
        begun = taken_up(self.station.desk, kept)
        if begun is None:
            return False
        self._go_on_correcting(begun)
        return True

    def open_draft(self, uid: uuid.UUID) -> None:
        """Go on with a form that nobody finished."""
        self.go(REGISTER)
        self.registration.resume(uid)

    def make_copy(self, wish: CopyWish) -> None:
        """Open the place where clear copies are made, with this one chosen; Escape there goes back to here."""
        from app.ui.screens.exports import ExportsScreen

        place, is_record = self._place, self.front is self._record
        self.go(EXPORTS)
        screen = self.front
        if isinstance(screen, ExportsScreen):
            screen.prepare(wish, functools.partial(self._back_from_copy, place, wish.uid if is_record else None))

    def _back_from_copy(self, place: Command, uid: uuid.UUID | None) -> None:
        self.go(place)
        if uid is not None:
            self.open_record(uid)

    def register_ticket(self, wish: TicketWish) -> None:
        """Open the form for somebody with a queue number."""
        self.go(REGISTER)
        self.registration.begin_ticket(wish)

    def help_with_email(self, wish: AccountWish) -> None:
        """Open the account desk for somebody; it leads back to where it began."""
        from app.ui.screens.account import AccountScreen

        place = self._place
        self.go(ACCOUNTS)
        if isinstance(self.front, AccountScreen):
            self.front.begin(dataclasses.replace(wish, back=functools.partial(self._back_from_help, place, wish)))

    def _back_from_help(self, place: Command, wish: AccountWish, outcome: HelpOutcome) -> None:
        self.go(place)
        wish.back(outcome)

    def toggle_public(self, command: Command) -> None:
        """Open a screen for the public, or close it."""
        if self._public is not None:
            self._public.toggle(command)

    def call_next(self) -> None:
        """Whoever has the next turn is called; what comes of it stands at the queue."""
        from app.ui.screens.queue import QueueScreen

        self.go(QUEUE)
        if isinstance(self.front, QueueScreen):
            self.front.call_next()

    def _show(self, screen: Screen) -> None:
        self.front.leave()
        self.setFocus(Qt.FocusReason.OtherFocusReason)  # else the toolkit chooses a box, and the form forgets its own
        self._stack.setCurrentWidget(screen)
        screen.enter()
        self._show_actions()

    def offers(self) -> Sequence[Action]:
        """What can be done now: the screen's own, then those of everywhere."""
        return (*self.front.offers(), *self.global_actions())

    def global_actions(self) -> Sequence[Action]:
        """What can be done everywhere."""
        overlays = [
            command for command in COMMANDS if command.code in ("help", "find", "scan", "slip_cases", "about", "log")
        ]
        return (
            *(Action(one, self._overlay(one), is_in_bar=one in GLOBAL_HINTS) for one in overlays),
            Action(NEW, self._new, is_in_bar=False),
            Action(CALL_NEXT, self.call_next, is_in_bar=False),
            *(Action(one, self._public_toggler(one), is_in_bar=False) for one in (CALL_SCREEN, KIOSK, SURVEY)),
            *(Action(place, self._goer(place), is_in_bar=False) for place in (*PLACES, *SIDE_PLACES)),
            Action(LOCK, self.lock_wanted.emit, is_in_bar=False),
            Action(QUIT, self.close_wanted.emit, is_in_bar=False),
        )

    def _overlay(self, command: Command) -> Callable[[], None]:
        return lambda: self.overlay_wanted.emit(command)

    def _public_toggler(self, command: Command) -> Callable[[], None]:
        return lambda: self.toggle_public(command)

    def _goer(self, place: Command) -> Callable[[], None]:
        return lambda: self.go(place)

    def _new(self) -> None:
        self.go(REGISTER)
        self.registration.start_next()

    def _shortcut(self, command: Command) -> QShortcut:
        shortcut = QShortcut(QKeySequence(command.keys), self)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)  # also while nothing has the focus
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(lambda: self.do(command))
        return shortcut

    def do(self, command: Command) -> None:
        """Give a command as its key would; nothing happens where it has no meaning now."""
        for action in self.offers():
            if action.command is command and action.is_enabled:
                action.run()
                return

    def _show_actions(self) -> None:
        self.bar.show_actions(self.offers())
        if self._screens.get(self._place) is self.front and self._place is not OUTBOX:
            self.sidebar.show_count(self._place, self.front.count())

    def _show_queue(self, _now: object) -> None:
        self.sidebar.show_count(QUEUE, self.station.queue.waiting)

    def _show_waiting(self, _reading: object) -> None:
        self.sidebar.show_count(WAITING, self.station.people.waiting)

    def _on_changed(self, changes: Changes) -> None:
        del changes
        self.refresh_counts()

    def refresh_counts(self) -> None:
        """Ask how many wait, and tell the sidebar and the status."""
        store = self.station.desk.store
        self.station.tasks.run(self, lambda: pending_events(store), self._show_pending)

    def _show_pending(self, pending: int) -> None:
        if self._sync.phase is not Phase.SENDING:
            self._sync = dataclasses.replace(self._sync, pending=pending)
        self._show_sync()

    def _on_sync(self, state: SyncState) -> None:
        self._sync = state
        self._show_sync()
        if state.touched:  # by other desks: their people stand in our lists too
            self.station.signals.changed.emit(Changes(state.touched))

    def _show_sync(self) -> None:
        self.status.show_state(self.station.desk, self._sync)
        self.sidebar.show_count(OUTBOX, self._sync.pending)
        for place, screen in self._screens.items():
            if place is not OUTBOX:
                self.sidebar.show_count(place, screen.count())

    def tell_trouble(self, trouble: Trouble) -> None:
        """Say a trouble on top of the screen."""
        self.notices.say(Notice("stop", say(trouble.code, trouble.facts)))

    def put_away(self, then: Then) -> None:
        """The window locks, changes or closes: nothing that was typed may be lost.

        Args:
            then: told what has become of the open form; the window decides whether it goes.
        """
        for screen in (*self._screens.values(), self._record):
            if screen is not None:
                screen.leave()
        self.registration.keep_draft(then)

    def let_go(self) -> None:
        """It really goes: nobody's name stays behind, and no answer that is still to come asks the desk anew."""
        if self._public is not None:
            self._public.dismiss()
        self.station.people.drop()
        self.station.printing.close()
        self.station.tasks.put_away()
