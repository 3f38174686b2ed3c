"""Acts of the account desk: one at a time, each with the help as it stands afterwards."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from app.desk.account.acts import AccountKept
from app.desk.account.look import AccountView, account_view
from app.desk.refusal import Refused
from app.ui.i18n import say
from app.ui.station import Station
from core.errors import Trouble
from core.findings import Weight

if TYPE_CHECKING:
    from app.desk.account.reserve import Reserved

Kept = TypeVar("Kept", AccountKept, "Reserved")


@dataclass(frozen=True, slots=True)
class Told:
    """What came of an act; an empty text = it can be seen."""

    text: str = ""
    weight: Weight = Weight.OK


class AccountActs(QObject):
    """Does what the officer says; a second press while one act is under way does nothing."""

    told = Signal(object)
    """An act was refused, or trouble came: ``Told``."""
    moved = Signal()
    """One has begun or ended."""

    def __init__(self, station: Station, parent: QObject) -> None:
        super().__init__(parent)
        self._station = station
        self.is_acting = False

    def run(self, verb: Callable[[], Kept | Refused], then: Callable[[Kept, AccountView], None]) -> None:
        """Run a verb and read the help again, in one job; a refusal is told and changes nothing."""
        if self.is_acting:
            return
        self._set_acting(is_acting=True)
        desk = self._station.desk

        def job() -> Refused | tuple[Kept, AccountView]:
            answer = verb()
            return answer if isinstance(answer, Refused) else (answer, account_view(desk, answer.account.uid))

        def answered(answer: Refused | tuple[Kept, AccountView]) -> None:
            self._set_acting(is_acting=False)
            if isinstance(answer, Refused):
                self.told.emit(Told(say(answer.code, answer.facts), Weight.WARN))
                return
            kept, view = answer
            self.told.emit(Told())
            then(kept, view)
            self._station.signals.changed.emit(kept.changes)
            self._station.house.wake()

        self._station.tasks.run(self, job, answered, on_trouble=self._cannot)

    def read(self, uid: uuid.UUID, then: Callable[[AccountView], None]) -> None:
        """Read a help anew; that is no act and waits for none."""
        desk = self._station.desk
        self._station.tasks.run(self, lambda: account_view(desk, uid), then)

    def _set_acting(self, *, is_acting: bool) -> None:
        self.is_acting = is_acting
        self.moved.emit()

    def _cannot(self, trouble: Trouble) -> None:
        self._set_acting(is_acting=False)
        self.told.emit(Told(say(trouble.code, trouble.facts), Weight.BLOCK))
