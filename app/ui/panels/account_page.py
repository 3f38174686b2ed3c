"""What every page of the account desk is: a column with a title, that takes the keys and perhaps a digit."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.ui.theme import Look
from app.ui.widgets.answers import Answer, Answers
from app.ui.widgets.words import words


class HelpPage(QWidget):
    """One page."""

    moved = Signal()
    """Other keys have a meaning now."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.title = words("", "large", wraps=True)
        self.about = words("", "muted", wraps=True)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(look.px(12))
        self.column.addWidget(self.title)
        self.column.addWidget(self.about)

    def ask(self, title: str, about: str = "") -> None:
        """What it is about; an empty remark takes no room."""
        self.title.setText(title)
        self.about.setText(about)
        self.about.setVisible(bool(about))
        self.setAccessibleName(title)

    def take_focus(self) -> None:
        """Where the keys go first."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def bring(self, part: QWidget) -> None:
        """Scroll in a low window until a part is seen, once everything has its place."""
        area: QWidget | None = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None:
            QTimer.singleShot(0, part, partial(area.ensureWidgetVisible, part, 0, 0))

    def take_digit(self, digit: int) -> bool:
        """A digit that was pressed outside every box; whether it meant something."""
        del digit
        return False

    def forget(self) -> None:
        """Nothing of this person stays here."""


class QuestionPage(HelpPage):
    """One question with its answers."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.answers = Answers(look)
        self.answers.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.column.addWidget(self.answers)
        self.column.addStretch(1)

    def put(self, title: str, about: str, answers: tuple[Answer, ...]) -> None:
        """Put another question."""
        self.ask(title, about)
        self.answers.show_answers(answers)

    def take_focus(self) -> None:
        """The first answer."""
        self.answers.take_focus()

    def take_digit(self, digit: int) -> bool:
        """Take an answer."""
        return self.answers.take_digit(digit)
