"""The base of every place of the window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.sync.state import SyncState
from app.ui.actions import Action
from app.ui.overlays.overlay import Overlay
from app.ui.station import Station


class Screen(QWidget):
    """One place. It says what can be done now; the shell shows that in the bar and listens to the keys."""

    offers_changed = Signal()

    def __init__(self, station: Station) -> None:
        super().__init__()
        self.station = station

    def offers(self) -> Sequence[Action]:
        """What can be done now, the primary one first."""
        return ()

    @property
    def has_keys(self) -> bool:
        """Whether it is in front and nothing lies over it: an answer that comes late takes no keys from elsewhere."""
        return self.isVisible() and not Overlay.lies_over(self.window())

    def count(self) -> int:
        """The number beside the place's name; 0 = none is shown."""
        return 0

    def note_sync(self, state: SyncState) -> None:
        """How the sending goes: told when the place is built, and whenever it moves on."""

    def enter(self) -> None:
        """The place was opened: put the focus where work begins."""

    def leave(self) -> None:
        """Another place is opened, or the window locks: hide what others should not see."""
