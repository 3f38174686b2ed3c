"""Which overlay a command lays over the window."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from app.ui.actions import ABOUT, ACCOUNTS, FIND, HELP, LOG, PROGRAMME, SCAN, SHOW, SLIP_CASES, Command
from app.ui.overlays.finder import Finder
from app.ui.overlays.keys import KeysSheet
from app.ui.overlays.overlay import Overlay
from app.ui.shell import Shell

if TYPE_CHECKING:
    from app.ui.overlays.help_card import HelpCard


def overlay_for(command: Command, shell: Shell) -> Overlay:
    """The overlay of a command, not yet opened. Raises: KeyError if it has none."""
    station = shell.station
    match command.code:
        case HELP.code:
            return KeysSheet(station.look, shell)
        case FIND.code:
            return Finder(station, shell, shell.offers(), shell.do)
        case SHOW.code:
            return _shown(shell)
        case PROGRAMME.code:
            from app.ui.overlays.programmes import ProgrammesSheet

            return ProgrammesSheet(station, shell, shell.registration.programme_choice())
        case SCAN.code:
            from app.ui.overlays.scan_sheet import ScanSheet
            from app.ui.scan_desk import open_scanned

            shell.notices.let_good_news_go()  # what was said of the slip before says nothing of the next one
            return ScanSheet(station, shell, partial(open_scanned, shell))
        case SLIP_CASES.code:
            from app.ui.overlays.scan_cases import ScanCasesSheet

            return ScanCasesSheet(station, shell)
        case LOG.code:
            from app.ui.overlays.log_view import LogView

            return LogView(station, shell)
        case ABOUT.code:
            from app.ui.overlays.about import AboutSheet

            return AboutSheet(station, shell)
        case _:
            raise KeyError(command.code)


def _shown(shell: Shell) -> Overlay:
    """What is turned to the applicant: a step or an address of the account desk, else what stands in the form."""
    look, shown = shell.station.look, _help_card(shell)
    if shown is not None:
        from app.ui.overlays.help_card import HelpCardOverlay

        return HelpCardOverlay(look, shell, shown)
    from app.ui.overlays.show import ShowOverlay

    return ShowOverlay(look, shell, shell.registration.form_desk.view)


def _help_card(shell: Shell) -> HelpCard | None:
    """What the account desk shows; ``None`` = another screen is in front."""
    if shell.place is not ACCOUNTS:
        return None
    from app.ui.screens.account import AccountScreen

    front = shell.front
    return front.pages.shown_card() if isinstance(front, AccountScreen) else None
