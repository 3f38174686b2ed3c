"""The survey for whoever was served: nine questions, one touch each, no name and no number."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from app.desk.context import Desk
from app.desk.queue.survey import SurveyAnswered, answer_survey
from app.ui.i18n import mark, say, tr
from app.ui.tasks import Tasks
from app.ui.theme import Look
from app.ui.widgets.button import button
from app.ui.widgets.words import words
from core.errors import Trouble
from core.survey import ELEMENTS, Element
from core.tickets import LINES, Service
from core.visits import HIGHEST_ANSWER, LOWEST_ANSWER

THANKS_MS, IDLE_MS = 6_000, 60_000
"""How long the thanks stand there; and after how long an unfinished sheet is somebody's who has gone."""

QUESTIONS: Mapping[Element, tuple[str, tuple[str, str, str, str]]] = {
    Element.REQUIREMENTS: (
        mark("Apakah syaratnya sesuai dengan layanannya?"),
        (mark("Tidak sesuai"), mark("Kurang sesuai"), mark("Sesuai"), mark("Sangat sesuai")),
    ),
    Element.PROCEDURE: (
        mark("Apakah caranya mudah?"),
        (mark("Tidak mudah"), mark("Kurang mudah"), mark("Mudah"), mark("Sangat mudah")),
    ),
    Element.TIME: (
        mark("Apakah layanannya cepat?"),
        (mark("Tidak cepat"), mark("Kurang cepat"), mark("Cepat"), mark("Sangat cepat")),
    ),
    Element.COST: (
        mark("Berapa biayanya? Layanan ini seharusnya gratis."),
        (mark("Sangat mahal"), mark("Cukup mahal"), mark("Murah"), mark("Gratis")),
    ),
    Element.PRODUCT: (
        mark("Apakah hasilnya sesuai dengan yang dijanjikan?"),
        (mark("Tidak sesuai"), mark("Kurang sesuai"), mark("Sesuai"), mark("Sangat sesuai")),
    ),
    Element.COMPETENCE: (
        mark("Apakah petugasnya mampu?"),
        (mark("Tidak mampu"), mark("Kurang mampu"), mark("Mampu"), mark("Sangat mampu")),
    ),
    Element.CONDUCT: (
        mark("Apakah petugasnya sopan dan ramah?"),
        (mark("Tidak ramah"), mark("Kurang ramah"), mark("Ramah"), mark("Sangat ramah")),
    ),
    Element.FACILITIES: (
        mark("Bagaimana tempat dan perlengkapannya?"),
        (mark("Buruk"), mark("Cukup"), mark("Baik"), mark("Sangat baik")),
    ),
    Element.COMPLAINTS: (
        mark("Bagaimana pengaduan ditangani?"),
        (mark("Tidak ada"), mark("Ada, belum berjalan"), mark("Ada, kurang baik"), mark("Dikelola dengan baik")),
    ),
}
"""Each element's question and its four answers, from 1 to 4. Source: PermenPANRB 14/2017, in shorter words."""


class SurveyScreen(QWidget):
    """First which service, then question by question; at the end thanks, and the next sheet."""

    changed = Signal(object)
    """A sheet was filled in: ``Changes``."""
    left = Signal()
    """The sheet is over, or nobody goes on with it."""

    def __init__(self, desk: Desk, look: Look, tasks: Tasks) -> None:
        super().__init__()
        self._desk, self._look, self._tasks = desk, look, tasks
        self._service: Service | None = None
        self._answers: list[int] = []
        self.setAccessibleName(tr("Survei kepuasan"))
        self.progress = words("", "large-muted")
        self.question = words("", "display", wraps=True)
        self.answers = tuple(self._target() for _ in range(LOWEST_ANSWER, HIGHEST_ANSWER + 1))
        self.back = button(tr("Kembali"), self.go_back, kind="touch-quiet")
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self._leave)
        self._lay_out()
        self.begin()

    def _target(self) -> QPushButton:
        one = QPushButton()
        one.setProperty("is", "touch")
        return one

    def _lay_out(self) -> None:
        look = self._look
        grid = QGridLayout()
        grid.setSpacing(look.px(16))
        for place, one in enumerate(self.answers):
            grid.addWidget(one, place, 0)
            one.clicked.connect(self._taker(place))
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(32), look.px(24), look.px(32), look.px(24))
        column.setSpacing(look.px(16))
        column.addWidget(self.progress)
        column.addWidget(self.question)
        column.addStretch(1)
        column.addLayout(grid, 10)
        column.addStretch(1)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)

    def _taker(self, place: int) -> Callable[[], None]:
        return lambda: self.take(place)

    # --- sheet after sheet ----------------------------------------------------------------------------------------

    def begin(self) -> None:
        """An empty sheet."""
        self._later.stop()
        self._service = None
        self._answers = []
        self._show()

    def open(self) -> None:
        """An empty sheet for somebody who may walk away before the first answer."""
        self.begin()
        self._later.start(IDLE_MS)

    def take(self, place: int) -> None:
        """An answer was touched, the first one at 0."""
        if self._service is None:
            self._service = LINES[place]
        elif len(self._answers) < len(ELEMENTS):
            self._answers.append(place + LOWEST_ANSWER)
        if len(self._answers) == len(ELEMENTS):
            self._keep(self._service, tuple(self._answers))
        else:
            self._later.start(IDLE_MS)
            self._show()

    def go_back(self) -> None:
        """One question back; from the first one the survey is left."""
        if self._answers and len(self._answers) < len(ELEMENTS):
            self._answers.pop()
        elif self._service is not None and not self._answers:
            self._service = None
        else:
            self._leave()
            return
        self._show()

    def _leave(self) -> None:
        self.begin()
        self.left.emit()

    def _keep(self, service: Service, answers: tuple[int, ...]) -> None:
        desk = self._desk
        self._later.stop()
        self._offer(tr("Menyimpan ..."), "", ())
        self._tasks.run(
            self, lambda: answer_survey(desk, desk.today(), service, answers), self._thank, on_trouble=self._cannot
        )

    def _thank(self, answer: SurveyAnswered) -> None:
        self.changed.emit(answer.changes)
        self._offer(tr("Terima kasih. Jawaban Anda tidak memuat nama."), "", ())
        self._later.start(THANKS_MS)

    def _cannot(self, trouble: Trouble) -> None:
        del trouble
        self._offer(tr("Jawaban belum bisa disimpan. Terima kasih sudah mengisi."), "", ())
        self._later.start(THANKS_MS)

    def _show(self) -> None:
        if self._service is None:
            names = tuple(say(f"QUEUE_SERVICE_{service.value}") for service in LINES)
            self._offer(tr("Layanan apa yang Anda terima hari ini?"), "", names)
            return
        element = ELEMENTS[len(self._answers)]
        question, answers = QUESTIONS[element]
        place = tr("Pertanyaan {place} dari {count}").format(place=len(self._answers) + 1, count=len(ELEMENTS))
        self._offer(tr(question), place, tuple(tr(answer) for answer in answers))

    def _offer(self, question: str, progress: str, answers: tuple[str, ...]) -> None:
        self.question.setText(question)
        side = Qt.AlignmentFlag.AlignLeft if answers else Qt.AlignmentFlag.AlignHCenter
        self.question.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        self.progress.setText(progress)
        for place, one in enumerate(self.answers):
            one.setVisible(place < len(answers))
            if place < len(answers):
                one.setText(answers[place])
                one.setAccessibleName(answers[place])
                one.setAccessibleDescription(question)
        self.back.setVisible(bool(answers))
