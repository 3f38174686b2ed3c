"""A help that was begun before: looked for by what is known of the person, while the first question stands there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.desk.account.look import AccountView, account_of, account_with_address, account_with_nik, open_accounts
from app.desk.context import Desk
from app.ui.account_wish import AccountWish
from app.ui.i18n import say
from app.ui.screens.account_acts import Told
from app.ui.station import Station
from core.accounts import Need
from core.errors import Trouble
from core.findings import Weight

_Job = Callable[[], AccountView | None]
_Then = Callable[[AccountView | None, Need | None], None]


class AccountSearch(QObject):
    """One search at a time; an answer that is quicker waits for what is found."""

    told = Signal(object)
    """Trouble came: ``Told``."""

    def __init__(self, station: Station, parent: QObject) -> None:
        super().__init__(parent)
        self._station = station
        self._looking: object | None = None
        """Stands for the search that is under way; ``None`` = there is none."""
        self._need: Need | None = None

    def begin(self, wish: AccountWish, then: _Then) -> None:
        """Look for the help of this person.

        Args:
            then: told what was found, and the first answer, if it was given meanwhile.
        """
        job = _job_of(self._station.desk, wish)
        if job is None:
            return
        looking = self._looking = object()

        def found(view: AccountView | None) -> None:
            if self._looking is looking:  # else somebody else sits there by now
                need = self._need
                self.stop()
                then(view, need)

        def failed(trouble: Trouble) -> None:
            found(None)
            self.told.emit(Told(say(trouble.code, trouble.facts), Weight.BLOCK))

        self._station.tasks.run(self, job, found, on_trouble=failed)

    def stop(self) -> None:
        """Nothing is looked for any more."""
        self._looking = self._need = None

    def keeps(self, need: Need) -> bool:
        """Whether the first answer has to wait for what is found."""
        if self._looking is None:
            return False
        self._need = need
        return True

    def by_address(self, address: str, then: Callable[[AccountView | None], None]) -> None:
        """Look for the help of whoever has this address."""
        desk = self._station.desk
        self._station.tasks.run(self, lambda: account_with_address(desk, address), then)


def _job_of(desk: Desk, wish: AccountWish) -> _Job | None:
    registration, nik, ticket = wish.registration, wish.nik, wish.ticket
    if registration is not None:
        return lambda: account_of(desk, registration)
    if nik:
        return lambda: account_with_nik(desk, nik)
    if ticket is not None:
        return lambda: next((one for one in open_accounts(desk) if one.account.opened.ticket == ticket), None)
    return None
