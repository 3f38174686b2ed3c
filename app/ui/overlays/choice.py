"""Which overlay a command lays over the window."""

from __future__ import annotations

from app.ui.actions import ABOUT, FIND, HELP, LOG, PROGRAMME, SHOW, Command
from app.ui.overlays.finder import Finder
from app.ui.overlays.keys import KeysSheet
from app.ui.overlays.overlay import Overlay
from app.ui.shell import Shell


def overlay_for(command: Command, shell: Shell) -> Overlay:
    """The overlay of a command, not yet opened. Raises: KeyError if it has none."""
    station = shell.station
    match command.code:
        case HELP.code:
            return KeysSheet(station.look, shell)
        case FIND.code:
            return Finder(station, shell, shell.offers(), shell.do)
        case SHOW.code:
            from app.ui.overlays.show import ShowOverlay

            return ShowOverlay(station.look, shell, shell.registration.form_desk.view)
        case PROGRAMME.code:
            from app.ui.overlays.programmes import ProgrammesSheet

            return ProgrammesSheet(station, shell, shell.registration.programme_choice())
        case LOG.code:
            from app.ui.overlays.log_view import LogView

            return LogView(station, shell)
        case ABOUT.code:
            from app.ui.overlays.about import AboutSheet

            return AboutSheet(station, shell)
        case _:
            raise KeyError(command.code)
