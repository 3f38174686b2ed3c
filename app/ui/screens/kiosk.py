"""The kiosk at the door: touch a service, take the slip. Large targets, few words, no way to the desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from app.desk.context import Desk
from app.desk.queue.take import TicketTaken, take_ticket
from app.desk.refusal import Refused
from app.desk.tickets_paper import wait_minutes
from app.printing.worker import PrintPhase, PrintState
from app.ui.house import House
from app.ui.i18n import mark, number_text, say, tr
from app.ui.printing import Printing
from app.ui.tasks import Tasks
from app.ui.theme import Look
from app.ui.ticket_printing import print_ticket
from app.ui.widgets.button import button
from app.ui.widgets.scrolling import PageArea
from app.ui.widgets.words import words
from core.errors import Trouble
from core.queue_line import QueueCode
from core.tickets import LINES, Service, Source

LETTER_PX = 48
"""The names stand below each other whatever their letter is."""

SHOWN_MS = 12_000
"""So long a number stands there, if nobody touches it away."""

ABOUT: Mapping[Service, str] = {
    Service.REGISTRATION: mark("Mendaftar program. Bawa KTP dan KK."),
    Service.EMAIL: mark("Dibantu membuat alamat e-mail."),
    Service.COMPLAINT: mark("Bertanya tentang pendaftaran, atau mengadu."),
}
"""What each service is for. Priority is given by the officer, by sight [FACTBOOK 4]: nobody has to ask for it here."""


class ServiceButton(QPushButton):
    """One service: its letter, its name, what it is for."""

    def __init__(self, look: Look, service: Service, take: Callable[[Service], None]) -> None:
        super().__init__()
        self.setProperty("is", "touch")
        self.setProperty("size", "large")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        name, about = say(f"QUEUE_SERVICE_{service.value}"), tr(ABOUT[service])
        self.setAccessibleName(name)
        self.setAccessibleDescription(about)
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(32), look.px(12), look.px(32), look.px(12))
        row.setSpacing(look.px(32))
        column = QVBoxLayout()
        column.setSpacing(look.px(4))
        column.addStretch(1)
        column.addWidget(words(name, "display", wraps=True))
        column.addWidget(words(about, "large-muted", wraps=True))
        column.addStretch(1)
        letter = words(service.value, "touch-letter")
        letter.setMinimumWidth(look.px(LETTER_PX))
        row.addWidget(letter)
        row.addLayout(column, 1)
        for label in self.findChildren(QLabel):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.clicked.connect(lambda: take(service))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - the toolkit's name
        """Room for what stands on it, also with large letters."""
        layout = self.layout()
        least = super().minimumSizeHint()
        return least if layout is None else least.expandedTo(QSize(0, layout.totalMinimumSize().height()))


class KioskScreen(QWidget):
    """Services, then the number; after a while the services again."""

    changed = Signal(object)
    """A number was taken: ``Changes``."""
    slip_failed = Signal(object)
    """A slip did not come out, or waits before the printer: the ``PrintState``."""
    survey_wanted = Signal()

    def __init__(self, desk: Desk, house: House, look: Look, tasks: Tasks, printing: Printing) -> None:
        super().__init__()
        self._desk, self._house, self._look, self._tasks, self._printing = desk, house, look, tasks, printing
        self._is_taking = False
        self._taken: TicketTaken | None = None
        self.setAccessibleName(tr("Kios ambil nomor"))
        self._pages = QStackedWidget()
        self.services = QWidget()
        self.number_page = QWidget()
        self.buttons = tuple(ServiceButton(look, service, self.take) for service in LINES)
        self.refused = words("", "large-attention", wraps=True)
        self.number = words("", "huge")
        self.ahead = words("", "large", wraps=True)
        self.slip = words("", "large-muted", wraps=True)
        self.done = button(tr("Selesai"), self.show_services, kind="touch-primary")
        self.survey = button(tr("Sudah dilayani? Isi survei kepuasan"), self.survey_wanted.emit, kind="touch-quiet")
        self._back = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._back.timeout.connect(self.show_services)
        self._lay_out()

    def _lay_out(self) -> None:
        for page, fill in ((self.services, self._fill_services), (self.number_page, self._fill_number)):
            fill(page)
            self._pages.addWidget(PageArea(page))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)

    def _fill_services(self, page: QWidget) -> None:
        look = self._look
        grid = QGridLayout()
        grid.setSpacing(look.px(24))
        for row, one in enumerate(self.buttons):
            grid.addWidget(one, row, 0)
        column = QVBoxLayout(page)
        column.setContentsMargins(look.px(32), look.px(24), look.px(32), look.px(24))
        column.setSpacing(look.px(16))
        column.addWidget(words(tr("Selamat datang. Sentuh layanan yang Anda perlukan."), "display", wraps=True))
        column.addWidget(self.refused)
        column.addLayout(grid, 1)
        text = tr(
            "Lansia, penyandang disabilitas, ibu hamil, dan yang membawa anak kecil: silakan langsung ke petugas."
        )
        column.addWidget(words(text, "large-muted", wraps=True))
        column.addWidget(self.survey)
        self.refused.hide()

    def _fill_number(self, page: QWidget) -> None:
        look, centre = self._look, Qt.AlignmentFlag.AlignHCenter
        column = QVBoxLayout(page)
        column.setContentsMargins(look.px(32), look.px(24), look.px(32), look.px(32))
        column.setSpacing(look.px(16))
        column.addStretch(1)
        caption = words(tr("Nomor antrean Anda"), "display")
        for label in (caption, self.number, self.ahead, self.slip):
            label.setAlignment(centre)
            column.addWidget(label)
        column.addStretch(1)
        column.addWidget(self.done)

    # --- taking a number ------------------------------------------------------------------------------------------

    @property
    def shows_number(self) -> bool:
        """Whether somebody's number stands there."""
        return self._pages.currentIndex() == 1

    def take(self, service: Service) -> None:
        """Take a number; a second touch meanwhile takes none."""
        if self._is_taking:
            return
        self._is_taking = True
        self._enable(is_enabled=False)
        desk = self._desk
        self._tasks.run(
            self,
            lambda: take_ticket(desk, service, desk.today(), source=Source.KIOSK),
            self._show,
            on_trouble=self._cannot,
        )

    def _show(self, answer: TicketTaken | Refused) -> None:
        self._is_taking = False
        self._enable(is_enabled=True)
        if isinstance(answer, Refused):
            self._refuse(refused_text(answer))
            return
        self._taken = answer
        self.show_number(answer.ticket.number, answer.before, answer.wait_s)
        print_ticket(self._desk, self._house, self._printing, answer.ticket, told=self._printer_for(answer))
        self.changed.emit(answer.changes)

    def show_number(self, number: str, before: int, wait_s: int | None) -> None:
        """Let somebody's number stand there, large, until it is touched away or a while has gone by."""
        self.refused.hide()
        self.number.setText(number)
        self.ahead.setText(ahead_text(before, wait_s))
        self.slip.setText(tr("Slip sedang dicetak."))
        self.number_page.setAccessibleName(f"{number}. {self.ahead.text()}")
        self._pages.setCurrentIndex(1)
        self._back.start()

    def _cannot(self, trouble: Trouble) -> None:
        """Whoever stands at the door can do nothing about it but ask."""
        del trouble
        self._is_taking = False
        self._enable(is_enabled=True)
        self._refuse(tr("Nomor belum bisa diberikan. Silakan bertanya kepada petugas."))

    def _refuse(self, text: str) -> None:
        self.refused.setText(text)
        self.refused.show()
        self._back.start()

    def _enable(self, *, is_enabled: bool) -> None:
        for one in self.buttons:
            one.setEnabled(is_enabled)

    def _printer_for(self, taken: TicketTaken) -> Callable[[PrintState], None]:
        def told(state: PrintState) -> None:
            if not isValid(self):
                return
            if state.code:
                self.slip_failed.emit(state)
            if self._taken is taken:  # else the next one stands there already
                self._show_slip(state.phase)

        return told

    def _show_slip(self, phase: PrintPhase) -> None:
        if phase is PrintPhase.FAILED:
            self.slip.setText(tr("Slip tidak keluar. Ingat atau foto nomor ini; nomornya sudah tercatat."))
            self._back.start()  # the number stands there long enough for that
        elif phase is PrintPhase.UNCONFIRMED:
            self.slip.setText(tr("Ambil slip Anda. Kalau slip tidak keluar, cukup ingat atau foto nomor ini."))
        elif phase is PrintPhase.CONFIRMED:
            self.slip.setText(tr("Ambil slip Anda. Tunggu sampai nomor dipanggil."))

    def show_services(self) -> None:
        """The next person comes to the door."""
        self._back.stop()
        self._taken = None
        self.refused.hide()
        self._pages.setCurrentIndex(0)


def refused_text(refused: Refused) -> str:
    """Why somebody at the door gets no number, and what to do."""
    if refused.code is not QueueCode.CAP_REACHED:
        return tr("Antrean hari ini sudah ditutup. Silakan bertanya kepada petugas.")
    service = say(f"QUEUE_SERVICE_{refused.facts['letter']}")
    return tr("Nomor {service} hari ini sudah habis. Silakan bertanya kepada petugas.").format(service=service)


def ahead_text(before: int, wait_s: int | None) -> str:
    """How many go before, and how long that may take."""
    if not before:
        return tr("Anda yang berikutnya.")
    said = tr("{count} orang di depan Anda.").format(count=number_text(before))
    return said if wait_s is None else f"{said} {wait_text(wait_s)}"


def wait_text(wait_s: int) -> str:
    """``Kira-kira 25 menit.``; as the slip says it."""
    return tr("Kira-kira {minutes} menit.").format(minutes=number_text(wait_minutes(wait_s)))
