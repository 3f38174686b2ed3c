"""A secret was forgotten: with the recovery key from the coordinator's paper an officer gets a new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NoReturn

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.desk.context import Desk
from app.ui.gates.gate import CardGate
from app.ui.house import House, OfficerName
from app.ui.i18n import say, tr
from app.ui.theme import Look
from app.ui.widgets.ask_row import AskRow
from app.ui.widgets.box_signals import ENTER_KEYS
from app.ui.widgets.button import button
from app.ui.widgets.choice_box import ChoiceBox, Option
from app.ui.widgets.line_box import LineBox
from app.ui.widgets.new_secret import NewSecret
from app.ui.widgets.secret_box import SecretBox
from app.ui.widgets.words import words
from core.errors import Trouble

SIGNS = 32
"""Letters and digits of a recovery key, without the strokes between its groups."""

_MISREAD = str.maketrans("018", "OIB")
"""Digits that no key holds, and the letters that they were taken for."""

_ROW_OF_TROUBLE = {"OFFICER_UNKNOWN": "officer", "SECRET_TOO_SHORT": "secret"}


class RecoveryScreen(CardGate):
    """Asks for the key and the new secret; opens the desk with it."""

    unlocked = Signal(object)
    """The desk, open: ``Desk``."""

    left = Signal()
    """Back to the gate: the secret was remembered, or nobody has the key."""

    def __init__(self, house: House, look: Look, officer_name: str = "", *, has_unkept: bool = False) -> None:
        """Build the card.

        Args:
            officer_name: who stood before the gate; another one can be chosen.
            has_unkept: a form waits behind the gate that the disk could not take: closing goes by that gate.
        """
        super().__init__(look, width_px=640)
        self._house, self._post = house, house.post()
        self._has_unkept = has_unkept
        self.officer = ChoiceBox("officer", [], can_be_empty=False)
        self.officer.show_text(officer_name)
        self.key = LineBox("key", is_upper=True)
        self.pair = NewSecret(look, tr("Kata rahasia baru"), is_training=self._post.is_training)
        self.rows: Mapping[str, AskRow] = {
            "officer": AskRow(look, tr("Petugas"), self.officer, width_px=340),
            "key": AskRow(look, tr("Kunci pemulihan"), self.key, tr("8 kelompok, masing-masing 4 tanda.")),
            "secret": self.pair.rows["secret"],
            "again": self.pair.rows["again"],
        }
        self.done = button(tr("Pasang dan buka"), self.try_it, kind="primary", keys="Return")
        self.back = button(tr("Kembali"), self.go_back, keys="Esc")
        self._lay_out()
        self._listen()
        self.first = self.key
        self.tasks.run_aside(self, house.officers, self._show_officers, on_trouble=self._refused)

    def _lay_out(self) -> None:
        self.setAccessibleName(tr("Kata rahasia baru"))
        self.setWindowTitle(f"{self._post.code} - Posko")
        self.column.addWidget(words(tr("Kata rahasia baru"), "large"))
        self.column.addWidget(words(say("SECRET_FORGOTTEN"), "muted", wraps=True))
        self.column.addSpacing(self.look.px(8))
        for row in (self.rows["officer"], self.rows["key"], *self.pair.rows.values()):
            self.column.addWidget(row)
        buttons = QHBoxLayout()
        buttons.setSpacing(self.look.px(12))
        buttons.addWidget(self.done)
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        self.column.addLayout(buttons)

    def _listen(self) -> None:
        boxes: Sequence[ChoiceBox | LineBox | SecretBox] = (self.officer, self.key, self.pair.secret, self.pair.again)
        for place, box in enumerate(boxes, 1):
            behind = boxes[place] if place < len(boxes) else None
            box.signals.moved_on.connect(lambda _name, behind=behind: self._move_on(behind))
        for name, asked in (("officer", self.officer), ("key", self.key)):
            asked.signals.typed.connect(lambda _typed, name=name: self.rows[name].show_finding(""))

    def _move_on(self, box: QWidget | None) -> None:
        if box is None:
            self.try_it()
        else:
            box.setFocus(Qt.FocusReason.TabFocusReason)

    def _show_officers(self, officers: Sequence[OfficerName]) -> None:
        self.officer.offer([Option(one.name, one.name) for one in officers])

    def try_it(self) -> None:
        """Set the secret, if nothing is wrong with what was typed; does nothing while that is under way."""
        if not self.done.isEnabled():
            return
        name, key = self.officer.chosen, _cleaned(self.key.text())
        self.pair.judge((name, self._post.code, self._post.name))
        findings = {} if len(key) == SIGNS else {"key": say("RECOVERY_SHAPE", {"limit": SIGNS, "count": len(key)})}
        findings |= self.pair.findings(is_training=self._post.is_training)
        self._show_findings(findings)
        if findings:
            return
        secret = self.pair.secret.text()
        self._set_busy(is_busy=True)
        self.tasks.run_aside(
            self, lambda: self._house.recover(key, name, secret), self._enter, on_trouble=self._refused
        )

    def _enter(self, desk: Desk) -> None:
        self._forget()
        self.unlocked.emit(desk)

    def _forget(self) -> None:
        self.key.clear()
        self.pair.clear()

    def _refused(self, trouble: Trouble) -> None:
        self._set_busy(is_busy=False)
        row = _ROW_OF_TROUBLE.get(trouble.code, "key")
        self._show_findings({row: say(trouble.code, trouble.facts)})

    def _show_findings(self, findings: Mapping[str, str]) -> None:
        for name, row in self.rows.items():
            row.show_finding(findings.get(name, ""))
        wrong = next((row for name, row in self.rows.items() if name in findings), None)
        if wrong is not None:
            wrong.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_busy(self, *, is_busy: bool) -> None:
        for part in (*self.rows.values(), self.done, self.back):
            part.setEnabled(not is_busy)
        self.done.setText(tr("Memasang ...") if is_busy else self._done_text)

    @property
    def _done_text(self) -> str:
        return f"{self.done.accessibleName()}   {self.done.accessibleDescription()}"

    def go_back(self) -> None:
        """To the gate; the key does not stay on a screen that nobody looks at."""
        if self.back.isEnabled():
            self._forget()
            self.left.emit()

    def may_close(self) -> bool:
        """Whether the window may close now; where a form would be lost, the gate says so first."""
        if not self.back.isEnabled():
            return False
        if self._has_unkept:
            self.go_back()
        return not self._has_unkept

    def on_crash(self, error: Exception) -> NoReturn:
        """Whoever stands before the desk may try again."""
        self._set_busy(is_busy=False)
        super().on_crash(error)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the toolkit's name
        """Escape goes back; Enter presses the button it is on."""
        focused = self.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self.go_back()
        elif event.key() in ENTER_KEYS and isinstance(focused, QPushButton):
            focused.click()
        else:
            super().keyPressEvent(event)


def _cleaned(text: str) -> str:
    """The signs of a key, whatever was typed between them."""
    return "".join(char for char in text.upper() if char.isalnum()).translate(_MISREAD)
