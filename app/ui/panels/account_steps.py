"""The steps of a road: the list at the left with what is done, the step that is on as a large card at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.ui.i18n import day_text, number_text, told, tr
from app.ui.panels.account_page import HelpPage
from app.ui.theme import Look
from app.ui.widgets.drawing import drawing_pixmap
from app.ui.widgets.finding_line import FindingLine
from app.ui.widgets.icon import icon_pixmap
from app.ui.widgets.spelled import SpelledStrip
from app.ui.widgets.words import card, set_kind, show_address, words
from core.accounts import Road
from core.findings import Weight
from core.mail_steps import Certainty, MailStep, RoadGuide
from core.spelling import SpelledSign

PICTURE_PX = 120
LIST_PX = 260
ROOMY_PX = 720

_SPELLED = ("address", "card")
"""The steps at which the address is typed, and handed over."""

MOST_LINES = 2


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a help is on its road.

    Args:
        step: so many steps are done.
        address, signs: that is being made, and the same sign by sign; empty = not chosen yet.
        card: how far its card is.
        lacking: codes of steps that were passed by, or have not come about; they have no tick.
        title: what stands over the steps; empty = the road's name.
        lines: what else is to be said, at most two sentences.
        before: the step that one can go back to; ``None`` = the one before this, -1 = none.
    """

    step: int
    address: str = field(repr=False)
    signs: Sequence[SpelledSign] = field(repr=False)
    card: tuple[Weight, str] = (Weight.OK, "")
    lacking: frozenset[str] = frozenset()
    title: str = ""
    lines: Sequence[tuple[Weight, str]] = ()
    before: int | None = None


def is_checked(guide: RoadGuide) -> bool:
    """Whether what the provider asks for was confirmed at all: by a step with a source of its own."""
    return any(step.certainty is Certainty.FACT and step.source for step in guide.steps)


class StepsPage(HelpPage):
    """One road."""

    done = Signal(int)
    """So many steps are done now."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._guide: RoadGuide | None = None
        self.place, self._before = 0, -1
        self._list = QVBoxLayout()
        self._list.setSpacing(look.px(4))
        self._lines: list[QWidget] = []
        self._frame = card()
        self.picture = QLabel()
        self.step_title = words("", "large", wraps=True)
        self.text = words("", "large", wraps=True)
        self.address = words("", "display-accent", wraps=True)
        self.spelled = SpelledStrip(look)
        self.signs: Sequence[SpelledSign] = ()
        """The address sign by sign, at the step where it is typed."""
        self._lacking: frozenset[str] = frozenset()
        self.card = FindingLine(look)
        self.lines = [FindingLine(look) for _place in range(MOST_LINES)]
        for line in (self.card, *self.lines):
            line.hide()
        self.officer = words("", "", wraps=True)
        self.source = words("", "muted", wraps=True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Enter is the page's; there is nothing to stop at
        self._lay_out()

    def _lay_out(self) -> None:
        look = self.look
        inside = QVBoxLayout(self._frame)
        inside.setContentsMargins(look.px(24), look.px(16), look.px(24), look.px(16))
        inside.setSpacing(look.px(12))
        top = QHBoxLayout()
        top.setSpacing(look.px(16))
        top.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.step_title, 1)
        inside.addLayout(top)
        for part in (self.text, self.address, self.spelled):
            inside.addWidget(part)
        inside.addWidget(self._remark())
        inside.addStretch(1)
        inside.addWidget(self.source)
        left = QWidget()
        left.setFixedWidth(look.px(LIST_PX))
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._list)
        column.addStretch(1)
        self._left = left
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._beside.setSpacing(look.px(16))
        self._beside.addWidget(left)
        self._beside.addWidget(self._frame, 1)
        for line in (self.card, *self.lines):  # above, where a low window shows them as well
            self.column.addWidget(line)
        self.column.addLayout(self._beside, 1)

    def _remark(self) -> QFrame:
        """What only the officer minds, set apart from what the applicant reads."""
        look = self.look
        frame = QFrame()
        frame.setProperty("is", "finding")
        frame.setProperty("weight", "warn")
        row = QHBoxLayout(frame)
        row.setContentsMargins(look.px(12), look.px(8), look.px(12), look.px(8))
        row.setSpacing(look.px(8))
        sign = QLabel()
        sign.setPixmap(icon_pixmap("user", look.colours.attention, look.px(18)))
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.officer, 1)
        return frame

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the toolkit's name
        """Where there is no room beside the card, the list goes: the card says which step it is."""
        super().resizeEvent(event)
        self._left.setVisible(self.width() >= self.look.px(ROOMY_PX))

    @property
    def step(self) -> MailStep | None:
        """The step that is on."""
        steps = self._guide.steps if self._guide else ()
        return steps[min(self.place, len(steps) - 1)] if steps else None

    @property
    def is_last(self) -> bool:
        """Whether no step follows."""
        return self._guide is not None and self.place >= len(self._guide.steps) - 1

    @property
    def can_step_back(self) -> bool:
        """Whether there is one before that can be done once more."""
        return self._before >= 0

    @property
    def place_text(self) -> str:
        """Which of how many."""
        many = len(self._guide.steps) if self._guide else 0
        place = min(self.place + 1, many)
        return tr("Langkah {place} dari {many}").format(place=number_text(place), many=number_text(many))

    def show_guide(self, guide: RoadGuide, progress: Progress) -> None:
        """Show this road, so many of its steps done."""
        show_address(self.address, progress.address)
        self.address.setVisible(bool(progress.address))
        self._say((progress.card, *progress.lines))
        self._guide, self.place = guide, min(progress.step, len(guide.steps) - 1)
        self._before = self.place - 1 if progress.before is None else progress.before
        self._lacking = progress.lacking
        self.signs = progress.signs if guide.steps[self.place].code in _SPELLED else ()
        self.spelled.show_signs(self.signs)
        self.ask(progress.title or told(guide.name, guide.name_en), self.place_text)
        self._show_list(guide)
        current = guide.steps[self.place]
        look = self.look
        self.picture.setPixmap(drawing_pixmap(current.picture, look.colours.accent, look.px(PICTURE_PX)))
        self.step_title.setText(told(current.title, current.title_en))
        set_kind(self.step_title, "display")
        self.text.setText(told(current.text, current.text_en))
        self.officer.setText(told(current.officer, current.officer_en))
        checked = tr("Langkah ini dicek {day}. Kalau halaman penyedia lain, ikuti halaman itu.")
        doubtful = tr("Belum dipastikan. Kalau halaman penyedia lain, ikuti halaman itu.")
        said = checked if current.certainty is Certainty.FACT and is_checked(guide) else doubtful
        self.source.setText(said.format(day=day_text(guide.last_checked)))
        self.source.setVisible(guide.road is not Road.REGIONAL)  # there is no provider whose pages could be others
        self.setAccessibleDescription(f"{self.step_title.text()}. {self.text.text()} {self.officer.text()}")

    def _say(self, said: Sequence[tuple[Weight, str]]) -> None:
        """How far the card is, and whatever else is to be known."""
        lines = (self.card, *self.lines)
        for place, line in enumerate(lines):
            weight, text = said[place] if place < len(said) else (Weight.OK, "")
            if text:
                line.show_finding(weight, text, ())
            line.setVisible(bool(text))

    def _show_list(self, guide: RoadGuide) -> None:
        for line in self._lines:
            line.hide()
            line.deleteLater()
        self._lines = [self._line(place, step) for place, step in enumerate(guide.steps)]
        for line in self._lines:
            self._list.addWidget(line)

    def _line(self, place: int, step: MailStep) -> QWidget:
        look = self.look
        is_done, is_on = self._is_done(place, step), place == self.place
        icon = "circle-check" if is_done else "arrow-right" if is_on else "circle-dashed"
        tone = "ok" if is_done else "accent" if is_on else "muted"
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, look.px(4), 0, look.px(4))
        row.setSpacing(look.px(8))
        sign = QLabel()
        sign.setPixmap(icon_pixmap(icon, getattr(look.colours, tone), look.px(18)))
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words(told(step.title, step.title_en), "strong" if is_on else "", wraps=True), 1)
        return line

    def _is_done(self, place: int, step: MailStep) -> bool:
        """Whether it has a tick; what was passed by has none."""
        return place < self.place and step.code not in self._lacking

    @property
    def ticked(self) -> frozenset[str]:
        """Codes of the steps that have a tick."""
        steps = enumerate(self._guide.steps) if self._guide else ()
        return frozenset(step.code for place, step in steps if self._is_done(place, step))

    def finish_step(self) -> None:
        """This one is done."""
        self.done.emit(self.place + 1)

    def step_back(self) -> None:
        """The one before once more."""
        if self.can_step_back:
            self.done.emit(self._before)
