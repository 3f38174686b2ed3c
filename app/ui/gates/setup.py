"""The set-up of a new desk: four steps that ask, one that hands over the recovery key; keyboard alone is enough."""

from __future__ import annotations

from dataclasses import replace
from typing import NoReturn

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.settings import changed
from app.ui.gates.gate import Gate
from app.ui.gates.key_sheet import KeySheet
from app.ui.gates.setup_key import KeyStep
from app.ui.gates.setup_progress import STEPS, StepLine
from app.ui.gates.setup_step import Answers, SetupStep
from app.ui.gates.setup_steps import ModeStep, OfficerStep, PostStep, ServerStep, founding_of
from app.ui.house import House, NewPost, ProvinceName
from app.ui.i18n import Language, say, tr
from app.ui.theme import Look
from app.ui.widgets.box_signals import ENTER_KEYS
from app.ui.widgets.button import button
from app.ui.widgets.finding_line import FindingLine
from app.ui.widgets.key_chip import key_text
from app.ui.widgets.scrolling import PageArea
from app.ui.widgets.words import words
from core.errors import Trouble
from core.findings import Weight

KEY_PLACE = len(STEPS) - 1
WIDTH_PX = 720
_MAKERS: tuple[type[ModeStep | PostStep | OfficerStep | ServerStep], ...] = (
    ModeStep, PostStep, OfficerStep, ServerStep,
)  # fmt: skip


class SetupScreen(Gate):
    """The wizard in the window. What was answered stays, whatever goes wrong."""

    finished = Signal()
    """The desk is founded, and somebody has its recovery key."""

    def __init__(self, house: House, look: Look, language: Language | None = None) -> None:
        """Build the frame and the first step.

        Args:
            language: what the window speaks with, so that the first step can change it.
        """
        super().__init__(look)
        self._house = house
        self._language = language
        self._is_busy = self._wants_offline = self._has_warned = False
        self._place = 0
        self.answers = Answers(NewPost("", "", "", "", ""))
        self.step: SetupStep | KeyStep | None = None
        self._page = QVBoxLayout()
        self._build()
        self.tasks.run_aside(self, house.provinces, self._take_provinces)

    def _build(self) -> None:
        """Everything in the language that is spoken now."""
        look = self.look
        self.progress = StepLine(look)
        self.trouble = FindingLine(look)
        self.trouble.hide()
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(tr("Sedang bekerja"))
        self.bar.hide()
        self.wait = words("", "muted", wraps=True)
        self.back = button(tr("Kembali"), self.go_back, keys="Esc")
        self.skip = button(tr("Luring dulu saja"), self._skip_server)
        self.next = button(tr("Lanjut"), self.go_on, kind="primary", keys="Return")
        if self.layout() is None:
            outer = QVBoxLayout(self)
            outer.setContentsMargins(0, 0, 0, 0)
            outer.setSpacing(0)
            outer.addLayout(self._page)
        self._page.addWidget(self._frame())
        self._show_step()

    def _frame(self) -> QWidget:
        look = self.look
        middle = QWidget()
        middle.setMaximumWidth(look.px(WIDTH_PX))
        self._column = QVBoxLayout(middle)
        margin = look.px(24)
        self._column.setContentsMargins(margin, look.px(32), margin, margin)
        self._column.setSpacing(look.px(16))
        self._column.addWidget(self.trouble)
        self._column.addStretch(1)
        page = QWidget()
        centre = QHBoxLayout(page)
        centre.setContentsMargins(0, 0, 0, 0)
        centre.addStretch(1)
        centre.addWidget(middle, 100)
        centre.addStretch(1)
        frame = QWidget()
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.progress)
        column.addWidget(PageArea(page), 1)
        column.addWidget(self._footer())
        return frame

    def _footer(self) -> QFrame:
        look = self.look
        footer = QFrame()
        footer.setProperty("is", "footer")
        footer.setMinimumHeight(look.px(52))
        row = QHBoxLayout(footer)
        row.setContentsMargins(look.px(16), look.px(8), look.px(16), look.px(8))
        row.setSpacing(look.px(12))
        row.addWidget(self.next)
        row.addWidget(self.back)
        row.addWidget(self.skip)
        self.bar.setFixedWidth(look.px(120))
        self.wait.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.wait, 1)
        row.addWidget(self.bar)
        return footer

    def _take_provinces(self, provinces: tuple[ProvinceName, ...]) -> None:
        self.answers = replace(self.answers, provinces=provinces)
        if isinstance(self.step, PostStep):  # somebody was quicker than the disk
            self.step.offer_provinces(provinces)

    def _show_step(self) -> None:
        before = self.step
        step = _MAKERS[self._place](self.look, self.answers)
        self.step = step
        step.moved_on.connect(self.go_on)
        if isinstance(step, ModeStep):
            step.language_chosen.connect(self._speak)
        self._replace(before, step)

    def _replace(self, before: QWidget | None, step: SetupStep | KeyStep) -> None:
        if before is not None:
            before.hide()
            before.deleteLater()
        self._column.insertWidget(1, step)
        step.show()  # a layout would do it later, and what is not shown takes no focus
        self.progress.show_place(self._place)
        self.trouble.hide()
        self._show_buttons()
        self.first = step.first
        if self.isVisible():
            step.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_buttons(self) -> None:
        name = tr("Selesai") if self._place == KEY_PLACE else tr("Lanjut")
        self.next.setEnabled(not self._is_busy)
        self.next.setText(f"{name}   {key_text('Return')}")
        self.next.setAccessibleName(name)
        can_skip = self._is_busy and self.answers.wants_server and not self._wants_offline
        can_go_back = 0 < self._place < KEY_PLACE and not self._is_busy
        self.wait.setText(self._wait_text() if self._is_busy else "")
        shown = [(self.bar, self._is_busy), (self.skip, can_skip), (self.back, can_go_back)]
        for part, is_shown in sorted(shown, key=lambda one: one[1]):  # never all at once: the window would grow
            part.setVisible(is_shown)
        if self.step is not None and not isinstance(self.step, KeyStep):
            self.step.setEnabled(not self._is_busy)

    def _wait_text(self) -> str:
        if not self.answers.wants_server:
            return tr("Menyiapkan meja ...")
        if self._wants_offline:
            return tr("Berhenti begitu server menjawab atau 30 detik lewat ...")
        return tr("Menghubungi server, paling lama 30 detik ...")

    def _speak(self, name: str) -> None:
        """The whole set-up in the other language, the choice where it was."""
        if self._language is None or not isinstance(self.step, SetupStep):
            return
        self.answers = replace(self.step.taken(self.answers), language=name)
        self._language.speak(name)
        frame = self._page.takeAt(0)
        if frame is not None and (widget := frame.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        self.step = None
        self._build()
        self._focus_language()

    def _focus_language(self) -> None:
        if isinstance(self.step, ModeStep):
            self.step.language.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_on(self) -> None:
        """Take the answers of this step; the next one only if nothing is wrong with them."""
        if self._is_busy or self.step is None:
            return
        if isinstance(self.step, KeyStep):
            self._finish(self.step)
            return
        self.answers = self.step.taken(self.answers)
        found = self._house.check_post(self.answers.new)
        findings = self.step.findings(self.answers, found)
        self.step.show_findings(findings)
        if findings:
            return
        if self._place < KEY_PLACE - 1:
            self._place += 1
            self._show_step()
        else:
            self._found()

    def go_back(self) -> None:
        """The step before; what was typed stays."""
        if self._is_busy or not 0 < self._place < KEY_PLACE or not isinstance(self.step, SetupStep):
            return
        self.answers = self.step.taken(self.answers)
        self._place -= 1
        self._show_step()

    def _found(self) -> None:
        """Make the desk. With a server this asks the line: the answer may take as long as the line lets it."""
        self._is_busy = True
        self._wants_offline = False
        self.trouble.hide()
        self._show_buttons()
        new = founding_of(self.answers).new
        self.tasks.run_aside(self, lambda: self._house.found(new), self._founded, on_trouble=self._not_founded)

    def _skip_server(self) -> None:
        """Off-line after all, as soon as the line has answered: no code may be used up by a desk that is none."""
        self._wants_offline = True
        self._show_buttons()

    def _founded(self, recovery_code: str) -> None:
        self._is_busy = False
        self._place = KEY_PLACE
        self._keep_language()
        new = self.answers.new
        sheet = KeySheet(f"{new.post_code.strip().upper()} {new.post_name.strip()}", new.officer_name, recovery_code)
        self.answers = replace(self.answers, new=replace(new, secret=""), again="")  # nobody needs it any more
        step = KeyStep(self.look, self.tasks, sheet, self._house.home)
        step.moved_on.connect(self.go_on)
        before, self.step = self.step, step
        self._replace(before, step)

    def _keep_language(self) -> None:
        settings = self._house.settings()
        if self.answers.language != settings.language:
            self.tasks.run_aside(
                self,
                lambda: self._house.save_settings(changed(settings, {"language": self.answers.language})),
                lambda _none: None,
            )

    def _not_founded(self, trouble: Trouble) -> None:
        self._is_busy = False
        if self._wants_offline and isinstance(self.step, ServerStep):
            self.step.go_offline()
            self._show_buttons()
            self.go_on()
            return
        self._show_buttons()
        self.trouble.show_finding(Weight.BLOCK, say(trouble.code, trouble.facts), ())
        self.trouble.show()
        if isinstance(self.step, SetupStep):
            self.step.setFocus(Qt.FocusReason.OtherFocusReason)
            self.step.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_crash(self, error: Exception) -> NoReturn:
        """The answers stay; whoever sets up may try again."""
        self._is_busy = False
        self._show_buttons()
        super().on_crash(error)

    def _finish(self, step: KeyStep) -> None:
        if step.is_proven:
            self.finished.emit()
        else:
            step.ask_again()

    def may_close(self) -> bool:
        """Whether the window may close now: not in the middle of founding, and not without a word about the key."""
        if self._is_busy:
            return False
        if isinstance(self.step, KeyStep) and not self.step.is_proven and not self._has_warned:
            self._has_warned = True
            self.step.warn_of_loss()
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the toolkit's name
        """Enter goes on, or presses the button it is on; Escape goes back."""
        focused = self.focusWidget()
        if event.key() in ENTER_KEYS:
            if isinstance(focused, QPushButton) and focused.hasFocus():
                focused.click()
            else:
                self.go_on()
        elif event.key() == Qt.Key.Key_Escape:
            self.go_back()
        else:
            super().keyPressEvent(event)
