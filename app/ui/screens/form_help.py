"""From the form to the account desk and back: the person's name goes along, the address comes back like typed."""

from __future__ import annotations

import uuid

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QLineEdit

from app.forms.registration import RegistrationForm
from app.ui.account_wish import AccountWish, HelpOutcome
from app.ui.i18n import tr
from app.ui.screens.draft_keeper import DraftKeeper
from app.ui.screens.form_desk import FormDesk
from app.ui.station import Station

_REGENCY = 2
"""Of the places in a summary: village, district, regency."""


class FormHelp(QObject):
    """One side road at a time; the form is kept as a draft before it is left."""

    def __init__(self, station: Station, form_desk: FormDesk, keeper: DraftKeeper, parent: QObject) -> None:
        super().__init__(parent)
        self._station, self._form_desk, self._keeper = station, form_desk, keeper

    def begin(self) -> None:
        """Help whoever stands in the form."""
        form, view = self._form_desk.form, self._form_desk.view
        summary, place = view.summary, view.summary.place
        box = QApplication.focusWidget()
        caret = box.cursorPosition() if isinstance(box, QLineEdit) else -1
        self._keeper.keep(lambda _kept: None, is_open=True)
        self._station.signals.help_chosen.emit(
            AccountWish(
                name_on_id=summary.name,
                nik=view.applicant.nik,
                town=place[_REGENCY] if len(place) > _REGENCY else "",
                birth_year=summary.birth_date.year if summary.birth_date else None,
                address=form.values.get("email", ""),
                account=form.account,
                back_text=tr("Kembali ke formulir"),
                begun=lambda account: self._remember(form, account),
                back=lambda outcome: self._take_back(form, outcome, caret),
            )
        )

    def _remember(self, form: RegistrationForm, account: uuid.UUID) -> None:
        """The form and the help belong together from now on, also after a kill."""
        form.account = account
        if form is self._form_desk.form:
            self._keeper.note_change()

    def _take_back(self, form: RegistrationForm, outcome: HelpOutcome, caret: int) -> None:
        """What came of it stands in the form, and the caret where it stood; another person's form is left alone."""
        if form is not self._form_desk.form:
            return
        if outcome.account is not None:
            form.account = outcome.account
        for name, text in (("email", outcome.address), ("contact_person", outcome.contact_person)):
            if text:
                self._form_desk.fill(name, text)
        box = QApplication.focusWidget()
        if isinstance(box, QLineEdit) and caret >= 0:
            box.setCursorPosition(min(caret, len(box.text())))
