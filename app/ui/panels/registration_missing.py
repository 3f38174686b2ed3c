"""The strip over the save button: what is still missing, each a click or F9 away. It never changes its height."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from app.forms.views import Missing, MissingCode
from app.ui.i18n import field_label, number_text, of_programme, say, tr
from app.ui.theme import Look
from app.ui.widgets.icon import icon_pixmap
from app.ui.widgets.words import set_kind, words
from core.sentences import SENTENCES

HEIGHT_PX = 40
MOST_LINKS = 8
LEAST_LINK_PX = 120
"""So much of the first line is shown however narrow the window is."""


_LISTED = ("missing", "refused")
"""What the strip says where the lines are the message."""


class MissingStrip(QFrame):
    """One line: ``Masih kurang: NIK, Tanggal lahir, KK, dan 3 lagi``."""

    field_wanted = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._missing: tuple[Missing, ...] = ()
        self._said = ("", "", "")
        self.setProperty("is", "strip")
        self.setFixedHeight(look.px(HEIGHT_PX))
        self.setMinimumWidth(1)  # what does not fit is left out; the window never grows for it
        self._icon = QLabel()
        self._words = words("", "muted")
        self._rest = words("", "muted")
        self._links = [self._link(place) for place in range(MOST_LINKS)]
        self._line = QWidget(self)  # laid out apart: what changes in it with every key moves nothing around the strip
        row = QHBoxLayout(self._line)
        row.setContentsMargins(look.px(28), 0, look.px(20), 0)
        row.setSpacing(look.px(4))
        row.addWidget(self._icon)
        row.addWidget(self._words)
        for link in self._links:
            row.addWidget(link)
        row.addWidget(self._rest)
        row.addStretch(1)

    @property
    def text(self) -> str:
        """What it says, links left out."""
        return self._words.text()

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What it lists."""
        return self._missing

    def _link(self, place: int) -> QPushButton:
        link = QPushButton()
        link.setProperty("is", "link")
        link.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # F9 is the way by keys; Tab stays on the form
        link.setCursor(Qt.CursorShape.PointingHandCursor)
        link.clicked.connect(lambda: self.field_wanted.emit(self._missing[place].field))
        link.hide()
        return link

    def show_missing(self, missing: Sequence[Missing]) -> None:
        """List what is missing, in the order of the form; where rules say no, these and nothing else."""
        refusals = tuple(line for line in missing if line.rule)
        shown = refusals or tuple(missing)
        if shown == self._missing and self._said[0] in _LISTED:
            return
        self._missing = shown
        if refusals:  # what else is missing changes nothing
            self._say("refused", "circle-x", "stop", tr("Belum memenuhi syarat:"))
        else:
            self._say("missing", "alert-triangle", "muted", tr("Masih kurang:"))
        self._fit()

    def show_question(self, text: str, missing: Sequence[Missing]) -> None:
        """Say what a second key would do, beside what is missing."""
        self._missing = tuple(missing)
        self._say("attention", "alert-triangle", "attention", text)
        self._fit()

    def show_text(self, kind: str, icon_name: str, text: str) -> None:
        """Say something else instead: how to begin, that all is there, what a second key would do.

        Args:
            kind: ``muted``, ``ok`` or ``attention``.
        """
        self._missing = ()
        self._say(kind, icon_name, kind, text)
        self._fit()

    def _say(self, what: str, icon_name: str, kind: str, text: str) -> None:
        if (what, icon_name, text) == self._said:
            return
        self._said = (what, icon_name, text)
        self._icon.setPixmap(icon_pixmap(icon_name, getattr(self._look.colours, kind), self._look.px(18)))
        set_kind(self._words, kind)
        self._words.setText(text)
        self.setAccessibleName(text)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the toolkit's name
        """Another number of links fits."""
        super().resizeEvent(event)
        self._line.setGeometry(self.contentsRect())
        self._fit()

    def _fit(self) -> None:
        metrics, look = QFontMetrics(self.font()), self._look
        room = self.width() - look.px(48 + 22 + 110) - metrics.horizontalAdvance(self._words.text())
        shown = 0
        for link, line in zip(self._links, self._missing, strict=False):
            text = short_text(line)
            left = room - look.px(26)
            room = left - metrics.horizontalAdvance(text)
            if room < 0 and (shown or self._said[0] not in _LISTED):
                break  # whole or not at all: it is counted among the rest
            if room < 0:
                text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(left, look.px(LEAST_LINK_PX)))
            if link.text() != text:
                link.setText(text)
                link.setAccessibleName(missing_text(line))
                link.setToolTip(missing_text(line))
            link.show()
            shown += 1
        for link in self._links[shown:]:
            link.hide()
        rest = len(self._missing) - shown
        self._rest.setText(tr("dan {count} lagi").format(count=number_text(rest)) if rest > 0 else "")


def missing_text(line: Missing) -> str:
    """The whole sentence of a line."""
    facts = {
        name: of_programme(fact) if isinstance(fact, str) and name != "field" else fact
        for name, fact in line.facts.items()
    }
    return say(line.code, facts) if line.code in SENTENCES else say("MISSING_MEND", {"field": line.field})


def short_text(line: Missing) -> str:
    """A line in a word or two."""
    match line.code:
        case MissingCode.PAPER:
            return of_programme(str(line.facts["label"]))
        case MissingCode.BATCH:
            return tr("gelombang belum dibuka")
        case MissingCode.BATCH_UNKNOWN:
            return tr("jadwal gelombang tidak tercatat")
        case _ if line.rule:
            return of_programme(line.rule)
        case MissingCode.MEND | MissingCode.CONFIRM:
            return missing_text(line).rstrip(".")
        case _ if "question" in line.facts:
            return of_programme(str(line.facts["question"]))
        case _:  # of a refusal the whole sentence stands under its field
            return field_label(line.field)
