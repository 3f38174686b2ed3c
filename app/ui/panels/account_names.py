"""Addresses to choose from: three to five proposals with a digit each, or one's own wish, judged while it is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QCheckBox, QWidget

from app.ui.i18n import say, tr
from app.ui.panels.account_page import HelpPage
from app.ui.theme import Look
from app.ui.widgets.answers import Answer, Answers
from app.ui.widgets.ask_row import AskRow
from app.ui.widgets.line_box import LineBox
from app.ui.widgets.spelled import SpelledStrip
from core.findings import Checked, Weight
from core.mail_names import MailName
from core.spelling import SpelledSign


@dataclass(frozen=True, slots=True)
class NameTools:
    """What a name is judged and spelled with.

    Args:
        tail: what stands behind every name, with the sign ``@``.
        check: of a name as typed, without the tail.
    """

    tail: str
    check: Callable[[str], Checked[str]]
    spell: Callable[[str], Sequence[SpelledSign]]


class NamesPage(HelpPage):
    """The proposals, the wish, and the address that is meant, spelled."""

    chosen = Signal(str)
    """What stands before the tail."""
    year_agreed = Signal(bool)

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._tools: NameTools | None = None
        self.meant = ""
        """The address that is spelled now."""
        self.seen: frozenset[str] = frozenset()
        """Every address that was proposed to this person."""
        self._names: Sequence[MailName] = ()
        self.answers = Answers(look)
        self.wish = LineBox("wish")
        self._row = AskRow(look, tr("Atau ketik sendiri"), self.wish, width_px=320)
        self.year = QCheckBox(tr("Pemohon setuju tahun lahirnya terlihat di alamat"))
        self.year.setAccessibleName(self.year.text())
        self.year.setAccessibleDescription(tr("Dua angka terakhir tahun lahir dipakai dalam usulan."))
        self.spelled = SpelledStrip(look)
        for part in (self.answers, self._row, self.year, self.spelled):
            self.column.addWidget(part)
        self.column.addStretch(1)
        self._listen()

    def _listen(self) -> None:
        self.wish.signals.typed.connect(lambda _typed: self._judge())
        self.wish.signals.moved_on.connect(lambda _name: self.take_wish())
        self.wish.signals.came.connect(lambda _name: self._judge())
        self.year.toggled.connect(self.year_agreed)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    def offer(self, tools: NameTools, names: Sequence[MailName], *, has_year: bool) -> None:
        """Offer these names.

        Args:
            has_year: whether the birth year is known and could be used.
        """
        had_focus = self.answers.isAncestorOf(QApplication.focusWidget() or self)
        self._tools, self._names = tools, names
        self.seen |= {one.address for one in names}
        self._row.show_help(tr("Tanpa {tail}. Enter memakainya.").format(tail=tools.tail))
        self.answers.show_answers([self._answer(one) for one in names])
        self.year.setVisible(has_year)
        QWidget.setTabOrder(self.answers.buttons[-1] if self.answers.buttons else self.answers, self.wish)
        QWidget.setTabOrder(self.wish, self.year)
        if had_focus or not self.wish.text():
            self.answers.take_focus()
        self._spell(names[0].address if names else "")

    def _answer(self, name: MailName) -> Answer:
        return Answer(name.address, take=lambda: self.chosen.emit(name.local))

    @property
    def signs(self) -> Sequence[SpelledSign]:
        """The address that is meant, sign by sign."""
        return self._tools.spell(self.meant) if self._tools and self.meant else ()

    def take_focus(self) -> None:
        """The first proposal, or the box while there is none yet."""
        if self.answers.buttons:
            self.answers.take_focus()
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_digit(self, digit: int) -> bool:
        """Take a proposal."""
        return self.answers.take_digit(digit)

    def begin_wish(self, text: str) -> None:
        """A letter was pressed outside the box: the wish begins with it."""
        self.wish.setFocus(Qt.FocusReason.OtherFocusReason)
        self.wish.clear()
        self.wish.enter(text)

    def begin_anew(self) -> None:
        """The name that was meant does not do: what was shown is not shown again."""
        self.wish.clear()
        self.answers.show_answers(())
        self._spell("")

    def take_wish(self) -> None:
        """Use what was typed, if it can be used."""
        checked = self._judge()
        if checked is not None and checked.value is not None:
            self.chosen.emit(checked.value)

    def forget(self) -> None:
        """Nobody's name stays here."""
        self._names, self.seen = (), frozenset()
        self.answers.show_answers(())
        self.wish.clear()
        self.year.blockSignals(True)
        self.year.setChecked(False)
        self.year.blockSignals(False)
        self._row.show_finding("")
        self._spell("")

    def _judge(self) -> Checked[str] | None:
        text, tools = self.wish.text(), self._tools
        if tools is None or not text.strip():
            self._row.show_finding("")
            return None
        checked = tools.check(text)
        worst = max(checked.findings, key=lambda one: one.weight.rank, default=None)
        is_said = worst is not None and worst.weight is not Weight.OK
        said = say(worst.code, worst.facts) if worst is not None and is_said else ""
        self._row.show_finding(said, worst.weight if worst is not None else Weight.BLOCK)
        if said:
            self.bring(self._row)
        if checked.value is not None:
            self._spell(f"{checked.value}{tools.tail}")
        return checked

    def _spell(self, address: str) -> None:
        has_any, self.meant = bool(self.meant), address
        self.spelled.show_signs(self.signs)
        if has_any != bool(address):
            self.moved.emit()

    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        """What the mark stands on is what is spelled."""
        for button, name in zip(self.answers.buttons, self._names, strict=False):
            if button is now:
                self._spell(name.address)
