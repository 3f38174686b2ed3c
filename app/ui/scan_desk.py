"""What a scan in the window leads to: the registration in front, or a sheet that says what is the matter with the slip.

It waits in every place of the window, over every overlay; at the gates a scan is heard and leads nowhere.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.ui.actions import SCAN
from app.ui.gates.opening import RECORD, Loader
from app.ui.i18n import say, tr
from app.ui.scanner import ScannedText, Scanner
from app.ui.station import Notice

if TYPE_CHECKING:  # behind the gates
    import uuid

    from app.desk.scan import Scanned
    from app.ui.overlays.overlay import Overlay
    from app.ui.shell import Shell


class ScanDesk(QObject):
    """Judges what the scanner of a window reads."""

    def __init__(
        self,
        window: QWidget,
        shell: Callable[[], Shell | None],
        lay_over: Callable[[Overlay], None],
        close_overlay: Callable[[], None],
    ) -> None:
        """Begin to listen; the window must have been shown.

        Args:
            shell: the work area, while the desk is unlocked.
        """
        super().__init__(window)
        self._shell = shell
        self._lay_over = lay_over
        self._close_overlay = close_overlay
        self._loader = Loader(self, RECORD)
        handle = window.windowHandle()
        if handle is not None:
            scanner = Scanner(handle, self)
            scanner.begun.connect(self._make_ready)
            scanner.scanned.connect(self._judge)

    def _make_ready(self) -> None:
        """Have the page at hand that the slip will probably open: there is time between a scanner's keys."""
        if self._shell() is not None:
            self._loader.load(self._build_page)

    def _build_page(self) -> None:
        shell = self._shell()
        if shell is not None:
            shell.record_page()

    def _judge(self, scanned: ScannedText) -> None:
        shell = self._shell()
        if shell is None:
            return
        from app.desk.scan import scan

        desk = shell.station.desk
        shell.station.tasks.run(shell, lambda: scan(desk, scanned.text), lambda found: self._show(shell, found))

    def _show(self, shell: Shell, found: Scanned) -> None:
        if shell is not self._shell():
            return  # locked meanwhile
        shell.notices.let_good_news_go()  # that the slip before was a true one says nothing of this one
        if _is_reason_begun(shell):
            self._tell_behind(shell, found)
        elif found.is_proven:
            self._close_overlay()
            open_scanned(shell, found)
        else:
            self._lay_sheet(shell, found)

    def _tell_behind(self, shell: Shell, found: Scanned) -> None:
        """The sheet in which somebody is typing stays in front; the slip waits below it."""
        uid = found.uid
        if uid is None or not found.is_proven:
            text = say(found.code, found.facts)
            shell.notices.say(Notice("attention", text, tr(SCAN.text), lambda: self._lay_sheet(shell, found)))
            return
        _keep_waiting(shell, found, uid)

    def _lay_sheet(self, shell: Shell, found: Scanned) -> None:
        from app.ui.overlays.scan_sheet import ScanSheet

        self._lay_over(ScanSheet(shell.station, shell, partial(open_scanned, shell), found))


def open_scanned(shell: Shell, found: Scanned) -> None:
    """Open the registration of a slip; what somebody is typing about another one is not pushed aside by it."""
    uid = found.uid
    if uid is None:
        return
    if _is_panel_begun(shell):
        _keep_waiting(shell, found, uid)
        return
    shell.open_record(uid)
    shell.notices.say(Notice("ok" if found.is_proven else "attention", say(found.code, found.facts)))


def _keep_waiting(shell: Shell, found: Scanned, uid: uuid.UUID) -> None:
    text, action_text = say("SLIP_WHILE_TYPING", found.facts), tr("Buka pendaftarannya")
    shell.notices.say(Notice("attention", text, action_text, lambda: shell.open_record(uid)))


def _is_panel_begun(shell: Shell) -> bool:
    """Whether the registration in front asks for something that would have to be typed anew."""
    from app.ui.screens.record import RecordScreen

    front = shell.front
    if not isinstance(front, RecordScreen):
        return False
    return bool(front.begun) or not front.withdrawal.isHidden() or front.stage.is_open or front.disputes.is_open


def _is_reason_begun(shell: Shell) -> bool:
    """Whether something that is not kept yet stands in the sheet in front; what is searched for is no such thing."""
    from app.ui.overlays.scan_cases import ScanCasesSheet

    return any(sheet.isVisible() and sheet.reason.text().strip() for sheet in shell.findChildren(ScanCasesSheet))


def watch_scanner(
    window: QWidget,
    shell: Callable[[], Shell | None],
    lay_over: Callable[[Overlay], None],
    close_overlay: Callable[[], None],
) -> None:
    """Listen to a window's scanner from now on; asked for again, nothing changes."""
    if window.findChild(ScanDesk) is None:
        ScanDesk(window, shell, lay_over, close_overlay)
