"""The address: typed, judged while it is typed, spelled large, and confirmed by one deliberate key where in doubt."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal

from app.ui.actions import ACCEPT, CONFIRM
from app.ui.i18n import say, tr
from app.ui.panels.account_page import HelpPage
from app.ui.theme import Look
from app.ui.widgets.ask_row import AskRow
from app.ui.widgets.finding_line import Answering, FindingLine
from app.ui.widgets.line_box import LineBox
from app.ui.widgets.spelled import SpelledStrip
from core.email import MAX_ADDRESS
from core.findings import Checked, Finding, Weight
from core.spelling import SpelledSign


class AddressPage(HelpPage):
    """One box, what is wrong with it, and the address sign by sign."""

    noted = Signal(str)
    """The address that is meant."""

    def __init__(
        self, look: Look, check: Callable[[str], Checked[str]], spell: Callable[[str], Sequence[SpelledSign]]
    ) -> None:
        super().__init__(look)
        self._check, self._spell = check, spell
        self._confirmed: frozenset[str] = frozenset()
        self.open: Finding | None = None
        """What waits for one deliberate key."""
        self.meant = ""
        """The address as it is understood now; empty = it is none yet."""
        self.address = LineBox("address")
        self.address.setMaxLength(MAX_ADDRESS)
        self._row = AskRow(look, tr("Alamat e-mail"), self.address, tr("Minta pemohon membacanya dari HP-nya."))
        self.finding = FindingLine(look)
        self.spelled = SpelledStrip(look)
        for part in (self._row, self.finding, self.spelled):
            self.column.addWidget(part)
        self.column.addStretch(1)
        self.finding.hide()
        self.address.signals.typed.connect(lambda _typed: self._typed())
        self.address.signals.moved_on.connect(lambda _name: self.go_on())

    def show_address(self, title: str, about: str, address: str) -> None:
        """Ask for the address; what is known of it stands there already."""
        self.ask(title, about)
        self.address.show_text(address)
        self._confirmed, self.open = frozenset(), None
        self._judge(is_final=False)

    def take_focus(self) -> None:
        """The box; whoever types goes on at its end."""
        self.address.setFocus(Qt.FocusReason.OtherFocusReason)
        self.address.end(False)

    def forget(self) -> None:
        """Nobody's address stays here."""
        self.address.clear()
        self._confirmed, self.open = frozenset(), None
        self._say(())
        self._mean("")

    def go_on(self) -> None:
        """The address is whole: noted, unless something speaks against it."""
        address = self._judge(is_final=True)
        if address is not None:
            self.noted.emit(address)

    def confirm(self) -> None:
        """It looks odd and is right."""
        if self.open is not None and self.open.weight is Weight.WARN:
            self._confirmed |= {self.open.code}
            self.go_on()

    def accept(self) -> None:
        """Take the better text that the rule knows."""
        proposal = self.open.proposal if self.open is not None else None
        if proposal is not None:
            self.address.show_text(proposal)
            self._typed()

    def _typed(self) -> None:
        self._confirmed = frozenset()
        self._judge(is_final=False)

    def _judge(self, *, is_final: bool) -> str | None:
        """The address if nothing is open; while it is typed only what a proposal can mend is said."""
        text = self.address.text()
        checked = self._check(text)
        waiting = [one for one in checked.findings if one.weight is not Weight.OK and one.code not in self._confirmed]
        said = waiting if is_final else [one for one in waiting if one.proposal is not None]
        self._say(said if text.strip() or is_final else ())
        self._mean(checked.value or "")
        return checked.value if not waiting else None

    @property
    def signs(self) -> Sequence[SpelledSign]:
        """The address that is meant, sign by sign."""
        return self._spell(self.meant) if self.meant else ()

    def _mean(self, address: str) -> None:
        has_any, self.meant = bool(self.meant), address
        self.spelled.show_signs(self.signs)
        if has_any != bool(address):
            self.moved.emit()

    def _say(self, findings: Sequence[Finding]) -> None:
        first = findings[0] if findings else None
        has_moved = first != self.open
        self.open = first
        if first is not None:
            self.finding.show_finding(first.weight, say(first.code, first.facts), tuple(self._answers(first)))
            self.bring(self.finding)
        self.finding.setVisible(first is not None)
        self.address.setAccessibleDescription(self.finding.text if first is not None else "")
        if has_moved:
            self.moved.emit()

    def _answers(self, finding: Finding) -> Sequence[Answering]:
        answers = []
        if finding.proposal is not None:
            answers.append(Answering(ACCEPT.keys, tr(ACCEPT.text), self.accept))
        if finding.weight is Weight.WARN:
            answers.append(Answering(CONFIRM.keys, tr(CONFIRM.text), self.confirm))
        return answers
