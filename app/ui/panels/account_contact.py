"""Help with the telephone: whose it is, how somebody is reached, and who else can be reached if there is none."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from app.ui.i18n import tr
from app.ui.panels.account_page import HelpPage
from app.ui.theme import Look
from app.ui.widgets.ask_row import AskRow
from app.ui.widgets.choice_box import ChoiceBox, Option
from app.ui.widgets.line_box import LineBox
from core.accounts import PhoneOwner, Reach

MOST_CONTACT = 120


class ContactPage(HelpPage):
    """A few boxes; Enter goes from one to the next, and from the last one on."""

    finished = Signal()
    """Enter in the last box."""

    def __init__(self, look: Look, owners: Sequence[Option], reaches: Sequence[tuple[Reach, str]]) -> None:
        super().__init__(look)
        self.owner = ChoiceBox("phone_owner", owners)
        self.contact = LineBox("contact_person")
        self.contact.setMaxLength(MOST_CONTACT)
        self.ways = {way: QCheckBox(label) for way, label in reaches}
        help_text = tr("Ketik angkanya atau huruf depannya.")
        self._rows = {
            "owner": AskRow(look, tr("HP siapa"), self.owner, help_text, width_px=320),
            "contact": AskRow(
                look,
                tr("Orang yang bisa dihubungi"),
                self.contact,
                tr("Nama dan nomornya, misalnya anak atau tetangga. Boleh kosong kalau ada HP."),
                width_px=420,
            ),
        }
        self.column.addWidget(self._rows["owner"])
        self.column.addWidget(self._way_row())
        self.column.addWidget(self._rows["contact"])
        self.column.addStretch(1)
        self.owner.signals.moved_on.connect(lambda _name: self._next())
        self.owner.signals.typed.connect(lambda _typed: self._forgive())
        self.contact.signals.moved_on.connect(lambda _name: self.finished.emit())

    def _way_row(self) -> QWidget:
        boxes = QWidget()
        row = QHBoxLayout(boxes)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.look.px(16))
        for box in self.ways.values():
            box.setAccessibleName(box.text())
            box.setAccessibleDescription(tr("Bisa dihubungi dengan ini"))
            row.addWidget(box)
        row.addStretch(1)
        return AskRow(self.look, tr("Bisa dihubungi lewat"), boxes)

    def show_phone(self, title: str, owner: str, reach: Sequence[str], contact_person: str) -> None:
        """What is known so far."""
        self.ask(title, tr("Beri tahu pemohon: jangan ganti nomor HP selama 6 bulan."))
        self.owner.show_text(owner)
        for way, box in self.ways.items():
            box.setChecked(way.value in reach)
        self.contact.show_text(contact_person)
        self._forgive()

    def entry(self) -> tuple[PhoneOwner, tuple[Reach, ...], str] | None:
        """What was entered; ``None`` and a word where something lacks."""
        if not self.owner.chosen:
            self._rows["owner"].show_finding(tr("Pilih dulu salah satu."))
            self.take_focus()
            return None
        owner, contact = PhoneOwner(self.owner.chosen), " ".join(self.contact.text().split())
        if owner is PhoneOwner.NONE and not contact:
            self._rows["contact"].show_finding(tr("Tanpa HP perlu nama orang yang bisa dihubungi."))
            self.contact.setFocus(Qt.FocusReason.OtherFocusReason)
            return None
        ways = tuple(way for way, box in self.ways.items() if box.isChecked())
        return owner, ways, contact

    def take_focus(self) -> None:
        """The first box."""
        self.owner.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Nobody's name stays here."""
        self.contact.clear()

    def _next(self) -> None:
        has_phone = self.owner.chosen not in ("", PhoneOwner.NONE.value)
        target: QWidget = next(iter(self.ways.values())) if has_phone else self.contact
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def _forgive(self) -> None:
        for row in self._rows.values():
            row.show_finding("")
