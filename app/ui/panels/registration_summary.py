"""What the program has understood so far, in words: the person, the programme's rules, the papers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.forms.views import FormView, PaperView
from app.ui.i18n import number_text, of_programme, tr
from app.ui.panels.registration_rules import RulesCard, SummaryCard
from app.ui.theme import LEAD_PT, Look
from app.ui.widgets.drawn_label import DrawnLabel
from app.ui.widgets.icon import icon_pixmap
from app.ui.widgets.words import set_kind, set_style_property, words
from core.people import Sex
from core.programme import Programme

WIDTH_PX = 296
NAME_PX, LINE_PX = 22, 20
MOST_NAME_LINES, MOST_LINES = 3, 2


class SummaryPanel(QScrollArea):
    """Three cards. Everything is built once per programme; a key changes words only."""

    paper_toggled = Signal(str)

    def __init__(self, look: Look, programme: Programme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setProperty("is", "panel")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(look.px(WIDTH_PX))
        self.setAccessibleName(tr("Ringkasan"))
        page = QWidget()
        page.setProperty("is", "page")
        column = QVBoxLayout(page)
        page.setFixedWidth(look.px(WIDTH_PX) - look.px(14))  # the scroll bar has its room: nothing moves when it comes
        column.setContentsMargins(look.px(4), look.px(16), 0, look.px(16))
        column.setSpacing(look.px(12))
        self._person = _PersonCard(look)
        self._rules = RulesCard(look, programme)
        self._papers = _PapersCard(look, self.paper_toggled.emit)
        for one in (self._person, self._rules, self._papers):
            column.addWidget(one)
        column.addStretch(1)
        self.setWidget(page)

    def set_floating(self, *, is_floating: bool) -> None:
        """Whether the panel lies over the form instead of beside it."""
        set_style_property(self, "is", "drawer" if is_floating else "panel")

    def show_view(self, view: FormView) -> None:
        """Show how things stand."""
        self._person.show_view(view)
        self._rules.show_view(view)
        self._papers.show_papers(view.papers)


class _PersonCard(SummaryCard):
    """Name, sex, age, place."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, tr("Pemohon"))
        self._name = DrawnLabel(look, points=LEAD_PT, most_lines=MOST_NAME_LINES, line_px=NAME_PX)
        self._who = DrawnLabel(look, most_lines=MOST_LINES, line_px=LINE_PX)
        self._place = DrawnLabel(look, most_lines=MOST_LINES, line_px=LINE_PX)
        for label in (self._name, self._who, self._place):
            self.column.addWidget(label)  # empty ones keep their room, too: nothing below moves while somebody types

    def show_view(self, view: FormView) -> None:
        """Show the person."""
        person = view.summary
        sexes = {Sex.FEMALE: tr("Perempuan"), Sex.MALE: tr("Laki-laki")}
        age = tr("{years} tahun").format(years=number_text(person.age)) if person.age is not None else ""
        known = [sexes[person.sex] if person.sex else "", age]
        who = ", ".join(one for one in known if one)
        self._name.say(person.name, is_bold=True)
        if who or person.name:
            self._who.say(who)
        else:
            self._who.say(tr("Muncul di sini setelah NIK diisi."), "muted")
        self._place.say(", ".join(dict.fromkeys(person.place[1:])), "muted")


class _PapersCard(SummaryCard):
    """Which papers are there; a click says so too."""

    def __init__(self, look: Look, toggle: Callable[[str], None]) -> None:
        super().__init__(look, tr("Berkas"))
        self._toggle = toggle
        self._rows: dict[str, _PaperRow] = {}
        self._remark = words(tr("Tanpa ini masuk daftar tunggu."), "muted", wraps=True)
        self.column.addWidget(self._remark)

    def show_papers(self, papers: Sequence[PaperView]) -> None:
        """Show them."""
        for digit, paper in enumerate(papers, 1):
            if paper.code not in self._rows:
                row = self._rows[paper.code] = _PaperRow(self.look, digit, paper)
                row.clicked.connect(lambda _checked=False, code=paper.code: self._toggle(code))
                self.column.insertWidget(self.column.count() - 1, row)
            self._rows[paper.code].show_paper(paper)
        self._remark.setVisible(any(not (paper.is_seen or paper.is_replaced) for paper in papers))
        self.setVisible(bool(papers))


class _PaperRow(QPushButton):
    """One paper: digit, name, and whether it is there."""

    def __init__(self, look: Look, digit: int, paper: PaperView) -> None:
        super().__init__()
        self._look = look
        self._shown: PaperView | None = None
        self.setProperty("is", "row")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # by keys the papers are ticked in the form
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._text = f"{digit}   {of_programme(paper.label)}"
        self._label = words(self._text)
        self._label.setMinimumWidth(1)
        self._icon = QLabel()
        self._word = words("")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(6))
        row.addWidget(self._label, 1)
        row.addWidget(self._icon)
        row.addWidget(self._word)
        for one in (self._label, self._icon, self._word):
            one.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setMinimumHeight(look.px(26))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the toolkit's name
        """Another part of a long name fits."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """What is longer than its room is cut, and told whole by the mouse."""
        room = self.width() - self._icon.sizeHint().width() - self._word.sizeHint().width() - self._look.px(12)
        shown = self._label.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, room)
        self._label.setText(shown)
        self._label.setToolTip("" if shown == self._text else self._text)
        self.setToolTip(self._label.toolTip())

    def show_paper(self, paper: PaperView) -> None:
        """Show whether it is there."""
        if paper == self._shown:
            return
        self._shown = paper
        is_enough = paper.is_seen or paper.is_replaced
        kind, icon_name = ("ok", "check") if is_enough else ("attention", "x")
        self._icon.setPixmap(icon_pixmap(icon_name, getattr(self._look.colours, kind), self._look.px(16)))
        self._word.setText(tr("ada") if paper.is_seen else tr("diganti") if is_enough else tr("belum"))
        set_kind(self._word, kind)
        self._fit()
        self.setAccessibleName(f"{of_programme(paper.label)}: {self._word.text()}")
