"""From a registration to the account desk and back: an address that was made there goes through the correction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.account_wish import AccountWish, HelpOutcome
from app.ui.actions import ACCOUNTS, Action
from app.ui.i18n import tr
from app.ui.station import Station
from core.registered import KeptRegistration

if TYPE_CHECKING:
    from app.desk.account.look import AccountView
    from app.desk.record import Record


def help_action(station: Station, record: Record) -> Action:
    """Help the person of a record; it leads back to the record."""

    def begin() -> None:
        help_registered(station, record.kept, record.village.rpartition(", ")[2], is_record=True)

    return Action(ACCOUNTS, begin, is_enabled=not record.is_withdrawn)


def help_registered(station: Station, kept: KeptRegistration, town: str = "", *, is_record: bool = False) -> None:
    """Help somebody who is registered; an address that differs is taken to the correction, for the officer to save.

    Args:
        is_record: it began on the record's page and leads back there; else to whatever was open.
    """
    person, uid = kept.body.person, kept.uid

    def back(outcome: HelpOutcome) -> None:
        if outcome.address and outcome.address != person.email:
            reason = tr("Dibantu di meja e-mail")
            begun = {"uid": str(uid), "field": "email", "text": outcome.address, "reason": reason}
            station.signals.correction_begun.emit(begun)
        elif is_record:
            station.show_record(uid)

    station.signals.help_chosen.emit(
        AccountWish(
            name_on_id=person.name_on_id or kept.body.typed.get("name_on_id", ""),
            nik=person.nik,
            town=town,
            birth_year=int(person.birth_date[:4]) if person.birth_date else None,
            address=person.email,
            registration=uid,
            back_text=tr("Kembali ke data") if is_record else tr("Kembali"),
            back=back,
        )
    )


def help_text(view: AccountView | None) -> str:
    """The line about the e-mail on a registration's page; empty = nobody helped."""
    if view is None:
        return ""
    from app.ui.screens.account_words import standing_text  # most people need no help with it

    return standing_text(view)
