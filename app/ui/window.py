"""The window: set-up, unlock, work, lock, close. It owns what lies over the work area; the shell does the work."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from shiboken6 import isValid

from app.ui.crash import Crashes, CrashReport
from app.ui.gates.gate import Gate
from app.ui.gates.opening import Loader, Opening, load_beside, when_painted
from app.ui.gates.unlock import UnlockScreen
from app.ui.i18n import Language, say, tr
from app.ui.idle import IdleWatch
from app.ui.leaving import Cover, Leaving, Renewal
from app.ui.network import watch_network
from app.ui.station import Notice, Signals
from app.ui.tasks import Tasks
from app.ui.theme import Look, put_on, undressed
from core.errors import Trouble

if TYPE_CHECKING:  # the first picture waits for nothing that stands behind it
    from collections.abc import Callable

    from app.desk.context import Desk
    from app.desk.set_aside import SetAside
    from app.settings import Settings
    from app.sync.state import SyncState
    from app.ui.actions import Command
    from app.ui.house import House
    from app.ui.overlays.overlay import Overlay
    from app.ui.printing import Printing
    from app.ui.screens.draft_keeper import KeptForm
    from app.ui.shell import Shell

TITLE = "Posko"
"""Until the desk is known; then the window's frame names the desk, and the place that is open."""

MINIMUM = (900, 480)
"""Logical pixels: 1366x768 at 150 % still shows everything."""

LAST_SLIP_WITHIN_S = 5.0
"""Closing waits no longer for a printer that does not answer."""


class Window(QMainWindow):
    """The one window of the program."""

    _sync_told = Signal(object)
    """From the sync worker's thread; the window outlives every work area that wants to hear of it."""

    def __init__(self, house: House, look: Look, language: Language) -> None:
        super().__init__()
        self._house = house
        self._look = look
        self._language = language
        self._signals = Signals()
        self._doors = Tasks(None, self)
        self._loader = Loader(self)
        self.crashes = Crashes(house.note_bug, self)
        self.crashes.happened.connect(self._tell_crash)
        self._doors.crashed.connect(self.crashes.catch)
        self._left: KeptForm | None = None
        self._begun: SetAside | None = None
        self._wishes: set[Leaving] = set()
        self._may_lose = False
        self._question = ""
        self._renewal: Renewal | None = None
        self._cover: Cover | None = None
        self._is_opening = self._wants_close = False
        self._officer_name = ""
        self._shell: Shell | None = None
        self._overlay: Overlay | None = None
        self._may_close = False
        self._printings: list[Printing] = []
        self._sync_told.connect(self._pass_sync)
        self._idle = IdleWatch(self)
        self._idle.was_idle.connect(self.lock)
        self.setWindowTitle(TITLE)
        self.setMinimumSize(*MINIMUM)
        self._memory = QSettings(str(house.home / "window.ini"), QSettings.Format.IniFormat)
        self._take_place()
        self.start()

    @property
    def shell(self) -> Shell | None:
        """The work area, while the desk is unlocked."""
        return self._shell

    def start(self) -> None:
        """Show what comes first: set-up, unlock, or why neither is possible."""
        gate = self._unlock_screen(is_open=False) if self._house.is_founded() else Opening(self._look)
        when_painted(gate, self._begin_opening)
        self._put(gate)

    def _begin_opening(self) -> None:
        # a store of an older version is copied and brought up to date first: not in the window's thread
        self._is_opening = True
        self._doors.run_aside(self, self._open_house, self._pass_gate, on_trouble=self._cannot_open)

    def _open_house(self) -> bool:
        """Runs aside; whether there is a profile."""
        if not self._house.is_founded():
            return False
        self._house.open()
        return True

    def _pass_gate(self, is_founded: bool) -> None:  # noqa: FBT001 - an answer
        self._is_opening = False
        if self._wants_close:
            self._say_farewell()
            return
        gate = self.centralWidget()
        if is_founded:
            if isinstance(gate, UnlockScreen):
                gate.go_on()
            self._doors.run_aside(self, load_beside, lambda _none: self._loader.load())  # while the secret is typed
            self._hear_scanner()
            return
        from app.ui.gates.setup import SetupScreen

        setup = SetupScreen(self._house, self._look, self._language)
        setup.finished.connect(self.start)
        self._put(setup)

    def _hear_scanner(self) -> None:
        from app.ui.scan_desk import watch_scanner

        watch_scanner(self, lambda: self.shell, self._lay_over, self._close_overlay)

    def _cannot_open(self, trouble: Trouble) -> None:
        self._is_opening = False
        if self._wants_close:
            self._say_farewell()
            return
        from app.ui.gates.damaged import TroubleScreen

        self._put(TroubleScreen(self._look, trouble, self.start, self._house.home))

    def _ask_for_secret(self) -> None:
        self._put(self._unlock_screen(is_open=True))

    def _unlock_screen(self, *, is_open: bool) -> UnlockScreen:
        name = self._officer_name
        unlock = UnlockScreen(self._house, self._look, name, has_unkept=self._has_unkept, is_open=is_open)
        unlock.unlocked.connect(self._come_in)
        unlock.recovery_wanted.connect(self._ask_for_key)
        return unlock

    def _come_in(self, desk: Desk, told: str = "") -> None:
        # whoever types fast is here before all is loaded and read: the window does not stand still for the rest
        enter = partial(self._enter, desk, told)
        self._doors.run_aside(self, partial(load_beside, desk), lambda _none: self._loader.load(enter))

    @property
    def _has_unkept(self) -> bool:
        """Whether a form waits for who unlocks that the disk could not take."""
        return self._left is not None and self._left.trouble is not None

    def _ask_for_key(self, officer_name: str) -> None:
        from app.ui.gates.recovery import RecoveryScreen

        recovery = RecoveryScreen(self._house, self._look, officer_name, has_unkept=self._has_unkept)
        recovery.unlocked.connect(lambda desk: self._come_in(desk, say("OFFICER_SECRET_SET")))
        recovery.left.connect(self._ask_for_secret)
        self._put(recovery)

    def _enter(self, desk: Desk, told: str = "") -> None:
        from app.ui.work_area import work_area

        tasks = Tasks(desk.submit, self)
        tasks.crashed.connect(self.crashes.catch)
        self._officer_name = desk.keys.officer.name
        self._signals = Signals()  # nothing of a work area that has gone still listens
        self._signals.settings_saved.connect(self._take_settings)
        with undressed():
            shell = work_area(self._house, desk, tasks, self._look, self._signals)
            self._put(shell)
        shell.lock_wanted.connect(self.lock)
        shell.close_wanted.connect(self.close)
        shell.overlay_wanted.connect(self._show_overlay)
        self._shell = shell
        self._may_lose = False
        shell.front.enter()  # the focus that was asked for before it stood in the window went to nobody
        self._house.start_sync(self._report_sync)
        if desk.store.profile.server is not None:
            watch_network(self, self._house.line_came_back)
        self._idle.start(self._house.settings().lock_after_minutes)
        self._give_back(shell)
        if told:
            shell.notices.say(Notice("ok", told))

    def _give_back(self, shell: Shell) -> None:
        """The form that was open when the desk was put away; one that the disk refused is remembered here only."""
        left, self._left = self._left, None
        if left is not None and left.trouble is not None:
            shell.registration.take_back(left)
        elif left is not None and left.uid is not None:
            shell.registration.resume(left.uid)
        if self._begun is not None and shell.take_up(self._begun):
            self._begun = None

    def _report_sync(self, state: SyncState) -> None:
        if isValid(self):  # told by the sync worker, perhaps while the program ends
            self._sync_told.emit(state)

    def _pass_sync(self, state: SyncState) -> None:
        self._signals.sync_moved.emit(state)

    def lock(self) -> None:
        """Put everything away and ask for a secret; what was typed comes back with whoever unlocks."""
        self._leave_work(Leaving.LOCK)

    def _leave_work(self, why: Leaving) -> None:
        """Keep the form, then do what was wished; a wish that comes meanwhile is remembered, not begun beside it."""
        shell, is_leaving = self.shell, bool(self._wishes)
        if shell is None and not is_leaving:
            return
        self._wishes.add(why)
        if shell is not None and not is_leaving:
            self._close_overlay()
            self._cover = Cover(shell)
            self._begun = shell.begun_correction() or self._begun
            shell.put_away(self._have_kept)

    def _have_kept(self, left: KeptForm) -> None:
        self._left = left
        self._go_on()

    def _go_on(self) -> None:
        """Close, lock, or dress anew. Locking needs nothing; closing asks first if a form would be lost."""
        wishes, shell = self._wishes, self.shell
        is_lossy = self._has_unkept and not self._may_lose
        if Leaving.CLOSE in wishes and not is_lossy:
            self._say_farewell()
        elif wishes == {Leaving.CLOSE} and shell is not None:
            self._ask_about_loss(shell)
        elif wishes & {Leaving.LOCK, Leaving.CLOSE}:
            wishes.clear()
            self._idle.stop()
            self._wear_renewed()
            self._ask_for_secret()
        elif shell is not None:
            # the old work area goes first: dressing it once more would take as long as building the new one
            self._put(QWidget())
            QTimer.singleShot(0, self, self._go_on)
        else:
            wishes.clear()
            self._rebuild()

    def _ask_about_loss(self, shell: Shell) -> None:
        """The work area stays, with a question on top; whoever closes once more means it."""
        self._wishes.clear()
        left, self._left = self._left, None
        reason = say(left.trouble.code, left.trouble.facts) if left is not None and left.trouble is not None else ""
        self._question = f"{reason} {say('FORM_LOST_BY_CLOSING')}".strip()
        self._lift_cover()
        shell.notices.say(Notice("stop", self._question, tr("Tutup juga"), self._close_all_the_same))
        shell.front.enter()

    def _close_all_the_same(self) -> None:
        self._may_lose = True
        self.close()

    def _lift_cover(self) -> None:
        if self._cover is not None:
            self._cover.lift()
            self._cover = None

    def _take_settings(self, settings: Settings) -> None:
        """The desk works by its new settings from now on."""
        from app.ui.program import look_of, running

        self._language.speak(settings.language)
        self.change_look(look_of(running(), settings))

    def change_look(self, look: Look) -> None:
        """Build the work area anew in another look or language; form, place and focus come back as they were."""
        shell = self.shell
        if shell is not None:
            desk, focused = self._house.renewed(shell.station.desk), QApplication.focusWidget()
            name = focused.objectName() if focused is not None else ""
            self._renewal = Renewal(look, desk, shell.place, name)
            self._leave_work(Leaving.LOOK)

    def _wear_renewed(self) -> Renewal | None:
        from app.ui.program import running

        renewal, self._renewal = self._renewal, None
        if renewal is not None and renewal.look != self._look:
            self._look = renewal.look
            put_on(running(), renewal.look)
        return renewal

    def _rebuild(self) -> None:
        renewal = self._wear_renewed()
        if renewal is None:
            return
        self._enter(renewal.desk)
        shell = self.shell
        if shell is None:
            return
        shell.go(renewal.place)
        for box in shell.front.findChildren(QWidget, renewal.focused) if renewal.focused else ():
            box.setFocus(Qt.FocusReason.OtherFocusReason)
        shell.notices.say(Notice("ok", tr("Pengaturan disimpan.")))

    def _put(self, widget: QWidget) -> None:
        self._close_overlay()
        self._let_go()
        before = self.takeCentralWidget()
        if before is not None:
            if isinstance(before, Gate):
                before.let_go()
            before.hide()
            before.deleteLater()
        self.setCentralWidget(widget)
        self._lift_cover()
        widget.show()  # the toolkit would do it later, and until then every key would be lost
        self.setWindowTitle(widget.windowTitle() or TITLE)
        widget.windowTitleChanged.connect(self.setWindowTitle)
        widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _let_go(self) -> None:
        """The work area goes, and with it everything that knows a name, or the way to the keys."""
        shell, self._shell = self._shell, None
        if shell is None:
            return
        shell.let_go()
        self._signals = Signals()
        tasks, printing = shell.station.tasks, shell.station.printing
        self._printings.append(printing)

        def forget(have_ended: bool) -> None:  # noqa: FBT001 - an answer
            if have_ended and not (isValid(tasks) and tasks.is_busy):  # else closing waits for it once more
                self._printings.remove(printing)

        self._doors.run_aside(self, lambda: printing.close(LAST_SLIP_WITHIN_S), forget)

    def _show_overlay(self, command: Command) -> None:
        shell = self.shell
        if shell is not None:
            from app.ui.overlays.choice import overlay_for

            self._lay_over(overlay_for(command, shell))

    def _tell_crash(self, report: CrashReport) -> None:
        """Nothing that was typed may be lost to a bug; the report can be read at leisure, or at once at the gates."""
        shell = self.shell
        if shell is None:
            self._show_crash(report)
            return
        if not self._question or shell.notices.text != self._question:  # that one waits for an answer
            text, action_text = say("WINDOW_BUG"), tr("Lihat laporan")
            shell.notices.say(Notice("stop", text, action_text, lambda: self._show_crash(report)))
        shell.registration.keep_draft(lambda _draft: None)

    def _show_crash(self, report: CrashReport) -> None:
        from app.ui.overlays.crash_report import CrashReportSheet

        self._lay_over(CrashReportSheet(self._look, self.centralWidget() or self, report))

    def _lay_over(self, overlay: Overlay) -> None:
        self._close_overlay()
        self._overlay = overlay
        self._overlay.closed.connect(self._forget_overlay)
        self._overlay.open()

    def _forget_overlay(self) -> None:
        self._overlay = None
        shell = self.shell
        if shell is not None and self.focusWidget() in (None, shell):
            shell.front.enter()  # what had the focus before has gone meanwhile

    def _close_overlay(self) -> None:
        if self._overlay is not None:
            self._overlay.close_overlay()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - the toolkit's name
        """Keep the form, finish what is under way, say what is still unsent; only then go."""
        if self._may_close:
            self._keep_place()
            event.accept()
            return
        event.ignore()
        if self._is_opening:
            self._wants_close = True  # in the middle of opening nothing can be closed
            return
        gate, shell = self.centralWidget(), self.shell
        if isinstance(gate, Gate) and not gate.may_close():
            return
        if shell is None and not self._wishes:
            self._say_farewell()
            return
        if shell is not None and not self._wishes:
            self._may_lose = self._may_lose or (bool(self._question) and shell.notices.text == self._question)
        self._leave_work(Leaving.CLOSE)

    def _say_farewell(self) -> None:
        self._wishes.clear()
        self._idle.stop()
        from app.ui.gates.farewell import Farewell

        farewell = Farewell(self._house, self._look, self._leave, self._come_back)
        self._put(farewell)
        self._when_printed(farewell.begin)  # a slip that is being drawn still needs the store

    def _come_back(self) -> None:
        """Somebody is not done yet: the desk is opened anew, and the form comes back with the secret."""
        self._wants_close = self._may_lose = False
        self.start()

    def _leave(self) -> None:
        """Go when the last slip is with the printer: nobody would see that it never came out."""
        self._when_printed(self._go)

    def _when_printed(self, then: Callable[[], None]) -> None:
        printings = tuple(self._printings)
        if not printings:
            then()
            return
        self._doors.run_aside(
            self,
            lambda: [printing.close(LAST_SLIP_WITHIN_S) for printing in printings],
            lambda _are_done: then(),
            on_trouble=lambda _trouble: then(),
        )

    def _go(self) -> None:
        self._may_close = True
        QTimer.singleShot(0, self, self.close)  # in the midst of a wish to close, a second one would not be heard

    def _take_place(self) -> None:
        place = self._memory.value("window/geometry")
        if not (isinstance(place, QByteArray) and self.restoreGeometry(place)):
            self.resize(1366, 728)

    def _keep_place(self) -> None:
        self._memory.setValue("window/geometry", self.saveGeometry())
        self._memory.sync()
