"""The locked desk: who are you, and your secret."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLabel, QListView

from app.ui.gates.gate import CardGate
from app.ui.i18n import say, tr
from app.ui.theme import Look
from app.ui.widgets.box_signals import ENTER_KEYS
from app.ui.widgets.button import button
from app.ui.widgets.finding_line import FindingLine
from app.ui.widgets.secret_box import SecretBox
from app.ui.widgets.words import words
from core.errors import Trouble
from core.findings import Weight

if TYPE_CHECKING:  # the box for the secret is the first picture there is: it waits for nothing that stands behind it
    from app.desk.context import Desk
    from app.ui.house import House, OfficerName

MOST_ROWS = 6
TICK_MS = 250


class OfficerList(QListView):
    """Everybody who may unlock; Enter goes on to the secret."""

    chosen = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._names = QStringListModel(self)
        self.setModel(self._names)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(tr("Petugas"))
        self.setProperty("is", "choices")
        self.clicked.connect(lambda _index: self.chosen.emit())

    @property
    def name(self) -> str:
        """Who is chosen; empty while nobody is known yet."""
        text: str | None = self.currentIndex().data()
        return text or ""

    def show_names(self, names: Sequence[str], chosen: str) -> None:
        """Show these, with one of them chosen; the first if nobody has that name."""
        self._names.setStringList([*names])
        self.setCurrentIndex(self._names.index(names.index(chosen) if chosen in names else 0, 0))
        row_px = max(self.sizeHintForRow(0), 1)
        self.setFixedHeight(row_px * min(len(names), MOST_ROWS) + self._look.px(12))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the toolkit's name
        """Enter chooses."""
        if event.key() in ENTER_KEYS:
            self.chosen.emit()
            return
        super().keyPressEvent(event)


class UnlockScreen(CardGate):
    """Asks until somebody may come in."""

    unlocked = Signal(object)
    """The desk, open: ``Desk``."""

    recovery_wanted = Signal(str)
    """Somebody forgot the secret; who is chosen here."""

    def __init__(
        self, house: House, look: Look, officer_name: str = "", *, has_unkept: bool = False, is_open: bool = True
    ) -> None:
        """Build the card.

        Args:
            officer_name: who worked here until now; asked for the secret at once, others by one key.
            has_unkept: a form waits behind this gate that the disk could not take.
            is_open: the store stands open; else one can begin to type, and :meth:`go_on` is called when it does.
        """
        super().__init__(look)
        self._house = house
        self._before = officer_name
        self._is_hasty = False
        """Whether somebody pressed Enter before the store was open."""
        self._until_s: dict[str, float] = {}
        self._last_wait_s = 0
        self.list = OfficerList(look)
        self.list.chosen.connect(self._ask_secret)
        self.name = words(officer_name, "strong")
        self.other = button(tr("Petugas lain"), self._show_list)
        self.secret = SecretBox(look, "secret")
        self.secret.signals.moved_on.connect(lambda _name: self.try_it())
        self.secret.signals.typed.connect(lambda _typed: self._say(""))
        self.secret.caps_noticed.connect(self._on_caps)
        self.caps = _Hint(look, tr("Caps Lock menyala"))
        self.finding = FindingLine(look)
        self._may_lose = not has_unkept
        self.unkept = FindingLine(look)
        if has_unkept:
            self._warn("FORM_NOT_KEPT")
        self.open = button(tr("Buka"), self.try_it, kind="primary")
        self.forgotten = button(tr("Lupa kata rahasia?"), self._recover, kind="quiet")
        self.forgotten.setEnabled(False)  # until it is known whose desk this is
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self._count_down)
        self._lay_out()
        self._show_one(is_one=True)
        if is_open:
            self._set_busy(is_busy=True)
            self.open.setText(tr("Buka"))
            self.go_on()

    def go_on(self) -> None:
        """The store is open: say which desk this is, and who may come in."""
        post = self._house.post()
        title = tr("Posko {code}").format(code=post.code)
        self._title.setText(title)
        self._training.setText(tr("LATIHAN") if post.is_training else "")
        self._post_name.setText(post.name)
        self.setAccessibleName(title)
        self.setWindowTitle(f"{post.code} - Posko")
        # the database may be busy sending: its answer is not waited for
        self.tasks.run_aside(self, self._house.officers, self._show_officers, on_trouble=self._refused)

    def _lay_out(self) -> None:
        look = self.look
        self._title, self._training = words(tr("Posko"), "large"), words("", "attention")
        self._post_name = words(" ", "muted", wraps=True)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._training)
        who = QHBoxLayout()
        who.addWidget(self.name, 1)
        who.addWidget(self.other)
        label = words(tr("Kata rahasia"))
        label.setBuddy(self.secret.line)
        buttons = QHBoxLayout()
        buttons.addWidget(self.open)
        buttons.addStretch(1)
        buttons.addWidget(self.forgotten)
        self.column.addLayout(head)
        self.column.addWidget(self._post_name)
        self.column.addSpacing(look.px(8))
        self.column.addWidget(self.list)
        self.column.addLayout(who)
        self.column.addWidget(label)
        self.column.addWidget(self.secret)
        self.column.addWidget(self.unkept)
        self.column.addWidget(self.caps)
        self.column.addWidget(self.finding)
        self.column.addLayout(buttons)
        for hidden in (self.caps, self.finding):
            hidden.hide()
        self.unkept.setVisible(not self._may_lose)
        self.secret.setAccessibleName(label.text())
        self.setAccessibleName(self._title.text())

    @property
    def officer_name(self) -> str:
        """Whose secret is asked for."""
        return self.list.name or self._before

    def _show_officers(self, officers: Sequence[OfficerName]) -> None:
        names = [one.name for one in officers]
        is_one = self._before in names or len(names) == 1
        self.list.show_names(names, self._before)
        self.forgotten.setEnabled(True)
        self._set_busy(is_busy=False)
        self._show_one(is_one=is_one)
        is_hasty, self._is_hasty = self._is_hasty, False
        if is_hasty and is_one:
            self.try_it()
            return
        if self.first is not None and self.window().focusWidget() in (None, self, self.secret.line, self.list):
            # nobody is busy over it; the window keeps this for when it is in front
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def is_waiting(self) -> bool:
        """Whether the wait after wrong secrets still runs."""
        return self._tick.isActive()

    def try_it(self) -> None:
        """Open the desk with what was typed; does nothing while a try is under way or a wait runs."""
        if not self.open.isEnabled():
            return
        if not self.secret.text():
            self._say(say("SECRET_EMPTY"))
            self.secret.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._say("")
        if not self.list.name:
            self._is_hasty = True  # tried as soon as it is known whose secret this is
            self._set_busy(is_busy=True)
            return
        name, secret = self.officer_name, self.secret.text()
        self._set_busy(is_busy=True)
        self.tasks.run_aside(self, lambda: self._house.unlock(name, secret), self._enter, on_trouble=self._refused)

    def _enter(self, desk: Desk) -> None:
        self.secret.clear()
        self.unlocked.emit(desk)

    def _refused(self, trouble: Trouble) -> None:
        self.secret.clear()
        self._set_busy(is_busy=False)
        seconds = trouble.facts.get("wait_s" if trouble.code == "SECRET_WRONG" else "seconds")
        if isinstance(seconds, int) and seconds > 0:
            self._until_s[self.officer_name] = time.monotonic() + seconds
            self._wait()
            return
        self._say(say(trouble.code, trouble.facts))
        self.secret.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_crash(self, error: Exception) -> NoReturn:
        """Whoever stands before the desk may try again."""
        self._set_busy(is_busy=False)
        super().on_crash(error)

    def may_close(self) -> bool:
        """Not without a word about the form that would be lost."""
        if self._may_lose:
            return True
        self._may_lose = True
        self._warn("FORM_LOST_BY_CLOSING")
        return False

    def _warn(self, code: str) -> None:
        self.unkept.show_finding(Weight.WARN, say(code), ())

    @property
    def _left_s(self) -> int:
        """Seconds that the chosen officer still has to wait: a wait is one officer's own."""
        return math.ceil(self._until_s.get(self.officer_name, 0) - time.monotonic())

    def _wait(self) -> None:
        """Count down from now on, for everybody to see, and take no secret meanwhile."""
        self.secret.setEnabled(False)
        self.open.setEnabled(False)
        self._last_wait_s = 0
        self._tick.start()
        self._count_down()

    def _count_down(self) -> None:
        left_s = self._left_s
        if left_s <= 0:
            self._end_wait()
            self._say(say("SECRET_AGAIN"), Weight.OK)
            self.secret.setFocus(Qt.FocusReason.OtherFocusReason)
        elif left_s != self._last_wait_s:
            self._say(say("SECRET_WAIT", {"seconds": left_s}))
        self._last_wait_s = max(left_s, 0)

    def _end_wait(self) -> None:
        self._tick.stop()
        self._set_busy(is_busy=False)

    def _set_busy(self, *, is_busy: bool) -> None:
        for part in (self.secret, self.list, self.other, self.open):
            part.setEnabled(not is_busy)
        self.open.setText(tr("Membuka ...") if is_busy else tr("Buka"))

    def _say(self, text: str, weight: Weight = Weight.BLOCK) -> None:
        if text:
            self.finding.show_finding(weight, text, ())
        self.finding.setVisible(bool(text))
        self.secret.setAccessibleDescription(text)

    def _on_caps(self, has_caps: bool) -> None:  # noqa: FBT001 - the signal's shape
        self.caps.setVisible(has_caps)

    def _ask_secret(self) -> None:
        self._show_one(is_one=True)
        if self._left_s > 0:
            self._wait()
        else:
            self.secret.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_list(self) -> None:
        if self.is_waiting:
            self._end_wait()
        self._say("")
        self.secret.clear()
        self._show_one(is_one=False)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_one(self, *, is_one: bool) -> None:
        self.name.setText(self.officer_name)
        self.name.setVisible(is_one)
        self.other.setVisible(is_one and self.list.model().rowCount() > 1)
        self.list.setVisible(not is_one)
        self.first = self.secret.line if is_one else self.list

    def _recover(self) -> None:
        self.secret.clear()
        self.recovery_wanted.emit(self.officer_name)


class _Hint(QLabel):
    """A line with the sign of attention."""

    def __init__(self, look: Look, text: str) -> None:
        super().__init__()
        self._look = look
        self.setAccessibleName(text)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(8))
        self._sign = QLabel()
        row.addWidget(self._sign)
        row.addWidget(words(text, "attention"))
        row.addStretch(1)
        self.setMinimumHeight(look.px(24))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - the toolkit's name
        """The sign is drawn when it is seen: the first picture of the window does not wait for it."""
        from app.ui.widgets.icon import icon_pixmap

        look = self._look
        self._sign.setPixmap(icon_pixmap("alert-triangle", look.colours.attention, look.px(16)))
        super().showEvent(event)
