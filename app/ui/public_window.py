"""The full-screen window that the public touches: kiosk or survey, and one small way back to the lock screen."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.desk.context import Desk
from app.ui.house import House
from app.ui.i18n import tr
from app.ui.idle import PUBLIC
from app.ui.panels.header import CLOCK_EVERY_MS
from app.ui.printing import Printing
from app.ui.screens.calls import other_screen
from app.ui.screens.kiosk import KioskScreen
from app.ui.screens.survey import SurveyScreen
from app.ui.tasks import Tasks
from app.ui.theme import Look
from app.ui.widgets.scrolling import PageArea
from app.ui.widgets.words import words

HEAD_PX = 64


class PublicWindow(QWidget):
    """Nothing here leads to the desk: whoever leaves it stands before the locked window."""

    changed = Signal(object)
    """Somebody took a number or filled in a sheet: ``Changes``."""
    left = Signal()
    """An officer wants the laptop back."""

    def __init__(self, desk: Desk, house: House, look: Look, tasks: Tasks, printing: Printing) -> None:
        super().__init__()
        self._desk, self._look, self._tasks = desk, look, tasks
        self._may_close = False
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setProperty("is", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)  # the program ends with its window
        self.kiosk = KioskScreen(desk, house, look, tasks, printing)
        self.survey = SurveyScreen(desk, look, tasks)
        self._has_kiosk = True
        self.way_out = QPushButton(tr("Petugas"))
        self.way_out.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # nobody comes to it by chance
        self.way_out.setProperty("is", "touch-quiet")
        self.way_out.setAccessibleName(tr("Petugas"))
        self.way_out.setAccessibleDescription(tr("Kembali ke layar terkunci"))
        self._clock = words("", "large-muted")
        self._pages = QStackedWidget()
        self._lay_out()
        self._listen()

    def _lay_out(self) -> None:
        look = self._look
        head = QFrame()
        head.setProperty("is", "header")
        head.setFixedHeight(look.px(HEAD_PX))
        row = QHBoxLayout(head)
        row.setContentsMargins(look.px(32), 0, look.px(16), 0)
        row.setSpacing(look.px(16))
        profile = self._desk.store.profile
        row.addWidget(words(profile.post.name, "large"), 1)
        if profile.post.is_training:
            row.addWidget(words(tr("LATIHAN"), "attention"))
        row.addWidget(self._clock)
        row.addWidget(self.way_out)
        self._pages.addWidget(self.kiosk)
        self._pages.addWidget(PageArea(self.survey))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self._pages, 1)

    def _listen(self) -> None:
        self.kiosk.changed.connect(self.changed)
        self.survey.changed.connect(self.changed)
        self.kiosk.survey_wanted.connect(self._open_survey)
        self.survey.left.connect(self._leave_survey)
        self.way_out.clicked.connect(self.left)
        timer = QTimer(self, interval=CLOCK_EVERY_MS)
        timer.timeout.connect(self._tick)
        timer.start()
        self._tick()

    def open_beside(self, window: QWidget, *, has_kiosk: bool) -> bool:
        """Fill a monitor; whether it is the one on which the window is, which must then be locked.

        Args:
            has_kiosk: numbers can be taken; else the survey alone stands here.
        """
        self._has_kiosk = has_kiosk
        self._pages.setCurrentIndex(0 if has_kiosk else 1)
        self.setWindowTitle((self.kiosk if has_kiosk else self.survey).accessibleName())
        other = other_screen(window)
        self.way_out.setVisible(other is None)
        if other is not None:  # who touches it must not take the keys from the officer
            self.setWindowFlag(Qt.WindowType.WindowDoesNotAcceptFocus)
            self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setGeometry((other or window.screen()).geometry())
        self.setProperty(PUBLIC, True)
        self.winId()  # its window is made now: what is touched comes by there first
        self.windowHandle().setProperty(PUBLIC, True)
        self.showFullScreen()
        return other is None

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - the toolkit's name
        """The focus is on no button: the ring is for those who use keys."""
        super().showEvent(event)
        if self.way_out.isVisibleTo(self):
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def go(self) -> None:
        """Close for good: an officer has said so."""
        self._may_close = True
        self.close()

    def _open_survey(self) -> None:
        self.survey.open()
        self._pages.setCurrentIndex(1)

    def _leave_survey(self) -> None:
        if self._has_kiosk:
            self._pages.setCurrentIndex(0)

    def _tick(self) -> None:
        local = self._desk.words.local(self._desk.clock.now())
        self._clock.setText(f"{local:%H.%M} {self._desk.words.zone}")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the toolkit's name
        """Keys do nothing but go from button to button."""
        event.accept()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - the toolkit's name
        """Whoever closes it in another way wants the laptop back, and stands before the lock."""
        if self._may_close:
            event.accept()
            return
        event.ignore()
        if self.way_out.isVisible():
            self.left.emit()
