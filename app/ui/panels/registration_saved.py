"""What became of the visit: the number to call out, or an honest reason, what happens next, and the keys for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.ui.actions import Action
from app.ui.i18n import tr
from app.ui.theme import Look
from app.ui.widgets.icon import icon_pixmap
from app.ui.widgets.key_chip import KeyChip
from app.ui.widgets.words import card, set_kind, words

WIDTH_PX = 720
MOST_TEXT_PX = 560
MOST_IN_A_ROW = 3
"""Of the keys; with more of them they take two rows."""
LOW_PX = 470
"""A window lower than this gets the number in a smaller type, so that nothing is cut."""


@dataclass(frozen=True, slots=True)
class SavedText:
    """The words of the view.

    Args:
        caption, number: the number and what it is; ``is_huge`` = it fills the middle.
        title: what became of the visit where there is no number to be proud of; empty = the number says it.
        name: of the person.
        under: registration number, outcome.
        reasons: why, and what to bring.
    """

    caption: str
    number: str
    name: str = field(repr=False)
    is_huge: bool = True
    title: str = ""
    tone: str = "attention"
    under: str = ""
    reasons: tuple[str, ...] = ()


class SavedPanel(QWidget):
    """Stands in the form's place until the next NIK is typed."""

    nik_typed = Signal(str)
    """The next person's NIK begins with this."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._is_huge = True
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # it hears keys; there is nothing on it to stop at
        centre = Qt.AlignmentFlag.AlignCenter
        self.title = words("", "display", wraps=True)
        self.caption = words("", "muted")
        self.number = words("", "huge")
        self.name = words("", "large", wraps=True)
        self.under = words("", "muted", wraps=True)
        self.reasons = words("", "", wraps=True)
        self.kept = words("", "ok", wraps=True)
        self.steps = words("", "", wraps=True)
        self._sign = QLabel()
        self._chips = (QHBoxLayout(), QHBoxLayout())
        self._shown_chips: list[KeyChip] = []
        for label in (self.title, self.caption, self.number, self.name, self.under, self.reasons, self.steps):
            label.setAlignment(centre)
        self._lay_out()

    def _lay_out(self) -> None:
        look = self._look
        frame = card()
        frame.setMaximumWidth(look.px(WIDTH_PX))
        frame.setMinimumWidth(look.px(480))
        self._column = QVBoxLayout(frame)
        self._column.setContentsMargins(look.px(32), look.px(24), look.px(32), look.px(24))
        self._column.setSpacing(look.px(8))
        kept = QHBoxLayout()
        kept.setSpacing(look.px(8))
        kept.addStretch(1)
        kept.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        kept.addWidget(self.kept)
        kept.addStretch(1)
        self.kept.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        for label in (self.title, self.caption, self.number, self.name, self.under, self.reasons):
            self._column.addWidget(label)
        self._column.addLayout(kept)
        self._column.addWidget(self.steps)
        for chips in self._chips:
            chips.setSpacing(look.px(20))
            line = QHBoxLayout()
            line.addStretch(1)
            line.addLayout(chips)
            line.addStretch(1)
            self._column.addLayout(line)
        hint = words(tr("Ketik NIK berikutnya untuk mulai"), "muted")
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(frame, 20)
        row.addStretch(1)
        page = QWidget()
        page.setProperty("is", "page")
        area = QScrollArea()  # in a low window nothing is cut
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        column = QVBoxLayout(page)
        column.setContentsMargins(look.px(16), look.px(8), look.px(16), look.px(8))
        column.addStretch(1)
        column.addLayout(row)
        column.addSpacing(look.px(12))
        column.addWidget(hint)
        column.addStretch(1)
        area.setWidget(page)

    def show_saved(self, text: SavedText, chips: Sequence[Action]) -> None:
        """Show what became of a visit."""
        self._is_huge = text.is_huge
        self.show_steps(())
        for label, said in (
            (self.title, text.title), (self.caption, text.caption), (self.number, text.number),
            (self.name, text.name), (self.under, text.under), (self.reasons, "\n".join(text.reasons)),
        ):  # fmt: skip
            label.setText(said)
            label.setVisible(bool(said))
        set_kind(self.title, f"display-{text.tone}")
        self._size_number()
        self._show_chips(chips)
        self.setAccessibleName(". ".join(one for one in (text.title, text.number, text.name, text.under) if one))

    def show_waiting(self, name: str) -> None:
        """The visit is on its way to the disk."""
        self.show_saved(SavedText(caption=tr("Menyimpan ..."), number="", name=name), ())
        self._sign.clear()
        self.kept.setText("")

    def show_steps(self, steps: Sequence[str]) -> None:
        """What happens next, a line each."""
        self.steps.setText("\n".join(steps))
        self.steps.setVisible(bool(steps))

    def show_kept(self, tone: str, text: str) -> None:
        """The line about where the visit is now: on this laptop, on paper, at the server."""
        icon_name = {"ok": "check", "attention": "alert-triangle", "muted": "info-circle"}[tone]
        colour = getattr(self._look.colours, tone)
        self._sign.setPixmap(icon_pixmap(icon_name, colour, self._look.px(18)))
        set_kind(self.kept, tone)
        self.kept.setText(text)
        # a label that wraps knows no width of its own; this one stands close to its sign
        bold = QFontMetrics(self._look.font(is_bold=True))
        self.kept.setFixedWidth(min(bold.horizontalAdvance(text) + self._look.px(8), self._look.px(MOST_TEXT_PX)))
        self.setAccessibleDescription(text)

    def _show_chips(self, chips: Sequence[Action]) -> None:
        for chip in self._shown_chips:
            chip.hide()
            chip.deleteLater()
        self._shown_chips = [self._chip(action) for action in chips]
        in_first = len(chips) if len(chips) <= MOST_IN_A_ROW else len(chips) // 2
        for place, chip in enumerate(self._shown_chips):
            self._chips[place >= in_first].addWidget(chip)

    def _chip(self, action: Action) -> KeyChip:
        chip = KeyChip(self._look, action.command.keys, action.text or tr(action.command.text))
        chip.clicked.connect(action.run)
        return chip

    def _size_number(self) -> None:
        is_low = self.height() < self._look.px(LOW_PX)
        set_kind(self.number, "huge" if self._is_huge and not is_low else "display-accent")
        set_kind(self.name, "section" if is_low else "large")
        margin = self._look.px(12 if is_low else 24)
        self._column.setContentsMargins(self._look.px(32), margin, self._look.px(32), margin)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the toolkit's name
        """As large as there is room."""
        super().resizeEvent(event)
        self._size_number()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the toolkit's name
        """A digit, or something pasted, is the next person's NIK."""
        text = event.text()
        if event.matches(QKeySequence.StandardKey.Paste):
            text = QGuiApplication.clipboard().text()
        elif not text.isdecimal():
            super().keyPressEvent(event)
            return
        if text:
            self.nik_typed.emit(text)
