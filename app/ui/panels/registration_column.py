"""The middle of the registration screen: all rows in KTP order, scrolling after the focus."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import cast

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.forms.missing import ASKED_AT
from app.forms.views import FieldView, FormView
from app.ui.actions import ACCEPT, CONFIRM, OPEN_KNOWN
from app.ui.i18n import say, tr
from app.ui.panels.registration_fields import Box, Section, sections_of
from app.ui.panels.registration_likely import LikelyPanel, pairs_of
from app.ui.panels.registration_row import GUTTER_PX, RowWidget, ShownFinding
from app.ui.theme import Look
from app.ui.widgets.answer_words import accept_text, confirm_text, has_proposal, is_question
from app.ui.widgets.finding_line import Answering
from app.ui.widgets.icon import icon
from app.ui.widgets.village_box import VillageBox
from app.ui.widgets.words import words
from core.eligibility import EligibilityCode
from core.findings import Finding, Scope, Weight
from core.known import LikelyPerson
from core.programme import Programme
from core.registration import NotedFinding, RegistrationCode

AIR_PX = 96
"""Room that is kept above and below the focus while scrolling."""

BOX_AIR_PX = 8
"""The same in a window that is lower than a row with its sentences."""

MORE_PX = 560
"""Room for the names of the fields that are folded away; the mouse tells them whole."""

_SELDOM = frozenset({"SEX_FROM_NIK"})
"""Remarks that the hint beside the box says already."""


class FieldColumn(QScrollArea):
    """All boxes of one programme's form. It shows views and tells what is typed; it judges nothing."""

    came = Signal(str)
    went = Signal(str)
    typed = Signal(object)
    village_searched = Signal(object)
    village_chosen = Signal(object)
    finding_confirmed = Signal(object)
    proposal_accepted = Signal(object)
    first_wanted = Signal()

    def __init__(self, look: Look, programme: Programme, on: date) -> None:
        """The empty form of a programme on a day."""
        super().__init__()
        self._look = look
        self._likely: LikelyPanel | None = None
        self._rows: dict[str, RowWidget] = {}
        self._fields: Mapping[str, FieldView] = {}
        self._extra: list[RowWidget] = []
        self._more = QPushButton()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        page = QWidget()
        page.setProperty("is", "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(look.px(28), look.px(4), look.px(20), look.px(24))
        column.setSpacing(look.px(1))
        for section in sections_of(programme, on):
            self._add_section(column, section)
        column.addStretch(1)
        self.setWidget(page)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._follow)
        self.verticalScrollBar().rangeChanged.connect(lambda _least, _most: self._soon.start())
        self._chain()

    def _add_section(self, column: QVBoxLayout, section: Section) -> None:
        look = self._look
        title = words(section.title, "section")
        title.setContentsMargins(0, look.px(10), 0, look.px(2))
        column.addWidget(title)
        if section.text:
            text = words(section.text, wraps=True)
            text.setMaximumWidth(look.px(640))
            line = QHBoxLayout()  # it knows how wide the text really is, and so how many lines that makes
            line.addWidget(text, 100)
            line.addStretch(1)
            column.addLayout(line)
        for plan in section.rows:
            if plan.is_extra and not self._extra:
                self._add_more(column)
            row = RowWidget(look, plan)
            column.addWidget(row)
            if plan.is_extra:
                self._extra.append(row)
                row.hide()
            for name, box in row.boxes.items():
                self._rows[name] = row
                self._listen(box)
        folded = [plan.label for plan in section.rows if plan.is_extra]
        if folded:
            fields_named = tr("Isian lain: {fields}").format(fields=", ".join(folded).lower())
            room = self._look.px(MORE_PX)
            self._more.setText(self._more.fontMetrics().elidedText(fields_named, Qt.TextElideMode.ElideRight, room))
            self._more.setToolTip(fields_named)
            self._more.setAccessibleName(fields_named)

    def _add_more(self, column: QVBoxLayout) -> None:
        self._more.setProperty("is", "link")
        self._more.clicked.connect(lambda: self._show_extra(is_shown=self._extra[0].isHidden()))
        holder = QVBoxLayout()
        holder.setContentsMargins(self._look.px(GUTTER_PX - 12), 0, 0, 0)
        holder.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(holder)
        self._more.setIcon(icon("chevron-right", self._look.colours.accent))

    def _show_extra(self, *, is_shown: bool) -> None:
        for row in self._extra:
            row.setVisible(is_shown)
        self._more.setIcon(icon("chevron-down" if is_shown else "chevron-right", self._look.colours.accent))

    def _listen(self, box: QWidget) -> None:
        signals = cast("Box", box).signals
        signals.came.connect(self._on_came)
        signals.went.connect(self.went)
        signals.typed.connect(self.typed)
        signals.moved_on.connect(self.move_on)
        if isinstance(box, VillageBox):
            box.searched.connect(self.village_searched)
            box.chosen.connect(self.village_chosen)

    def _chain(self) -> None:
        """Tab goes as the eye does."""
        stops: list[QWidget] = []
        for name, row in self._rows.items():
            if row in self._extra and self._more not in stops:
                stops.append(self._more)
            stops.append(row.boxes[name])  # the whole box: with its parts alone Tab would turn round inside the form
        for before, after in itertools.pairwise(stops):
            QWidget.setTabOrder(before, after)

    # --- where the officer is -------------------------------------------------------------------------------------

    def _on_came(self, name: str) -> None:
        self._bring(name)
        self.came.emit(name)

    def _bring(self, name: str) -> None:
        """Scroll to a row; of one that is higher than the window at least the box is seen."""
        self.ensureWidgetVisible(self._rows[name], 0, self._look.px(AIR_PX))
        self.ensureWidgetVisible(self._rows[name].boxes[name], 0, self._look.px(BOX_AIR_PX))

    def _follow(self) -> None:
        """Sentences came or went and moved the rows: the box that has the focus stays in sight."""
        focus = QApplication.focusWidget()
        names = (name for name, row in self._rows.items() if focus is not None and row.boxes[name].isAncestorOf(focus))
        here = next((name for name in self._rows if self.box(name) is focus), None) or next(names, None)
        if here is not None:
            self._bring(here)

    def names(self) -> Sequence[str]:
        """The fields in reading order."""
        return tuple(self._rows)

    def row(self, name: str) -> RowWidget:
        """The row of a field. Raises: KeyError if the form has no such field."""
        return self._rows[name]

    def box(self, name: str) -> QWidget:
        """The box of a field. Raises: KeyError if the form has no such field."""
        return self._rows[name].boxes[name]

    def is_in_sight(self, shown: ShownFinding) -> bool:
        """Whether the sentence under its boxes can be read without scrolling."""
        line = self._rows[shown.place].line_of(shown)
        top = line.mapTo(self.viewport(), QPoint(0, 0)).y()
        return top >= 0 and top + line.height() <= self.viewport().height()

    def has_field(self, name: str) -> bool:
        """Whether there is a box to go to."""
        return name in self._rows

    def jump_to(self, name: str) -> None:
        """Put the focus into a field, and show it if it was folded away."""
        if name not in self._rows:
            return
        if self._rows[name] in self._extra:
            self._show_extra(is_shown=True)
        box = self.box(name)
        box.setFocus(Qt.FocusReason.TabFocusReason)
        self._bring(name)

    def place_of(self, name: str) -> str:
        """Where the officer answers what is asked about a field: mostly there, sometimes beside another one."""
        for row in dict.fromkeys(self._rows.values()):
            for shown in row.findings:
                if shown.finding.field == name:
                    return shown.place
        return name

    def move_on(self, name: str) -> None:
        """To the next field that is shown; from the last one the focus stays."""
        names = list(self._rows)
        for later in names[names.index(name) + 1 :]:
            if not self._rows[later].isHidden():
                self.jump_to(later)
                return

    def back_to_top(self) -> None:
        """As for a new person."""
        self._show_extra(is_shown=False)
        self.verticalScrollBar().setValue(0)

    # --- showing ----------------------------------------------------------------------------------------------

    def show_typing(self, view: FormView, name: str) -> None:
        """Show what a key has changed: texts and hints; findings wait until the field is left."""
        self._show_fields(view)
        row = self._rows.get(name)
        if row is not None:
            row.settle(view.fields)

    def show_all(self, view: FormView, focus: str) -> None:
        """Show everything.

        Args:
            focus: the field where the officer is; keys answer what stands nearest to it.
        """
        self._show_fields(view)
        wanted: dict[RowWidget, list[ShownFinding]] = {row: [] for row in self._rows.values()}
        spoken = tuple(self._spoken(view))
        live = tuple(self._nearest(spoken, focus, is_fit) for is_fit in (has_proposal, is_question))
        likely: tuple[LikelyPerson, tuple[Answering, ...]] | None = None
        for shown in spoken:
            answers = tuple(self._answers(shown, view, live))
            if shown.finding.code == RegistrationCode.LIKELY_SAME_PERSON and view.likely is not None:
                likely, answers = (view.likely, answers), ()
            wanted[self._rows[shown.place]].append(dataclasses.replace(shown, answers=answers))
        self._show_likely(view, likely)
        for row, findings in wanted.items():
            row.show_findings(findings)
            row.show_states(view.fields)
            if findings and row in self._extra:
                self._show_extra(is_shown=True)
        if any(view.fields[name].text for row in self._extra for name in row.boxes):
            self._show_extra(is_shown=True)

    def _show_likely(self, view: FormView, likely: tuple[LikelyPerson, tuple[Answering, ...]] | None) -> None:
        """Both people side by side under the name, as long as the question waits for its answer."""
        if likely is not None:
            if self._likely is None:
                self._likely = LikelyPanel(self._look)
                self._rows["name_on_id"].add_below(self._likely)
            person, answers = likely
            self._likely.show_pairs(tuple(pairs_of(view, person)), answers)
        if self._likely is not None:
            self._likely.setVisible(likely is not None)

    def _show_fields(self, view: FormView) -> None:
        for name, row in self._rows.items():
            field = view.fields[name]
            before = self._fields.get(name)
            if field != before:
                if row.plan.is_wide and row.isHidden() == field.is_asked:
                    row.setVisible(field.is_asked)
                row.show_field(field)
                if before is None or before.is_filled_in != field.is_filled_in:
                    row.show_states(view.fields)
        self._fields = view.fields

    def _spoken(self, view: FormView) -> Iterator[ShownFinding]:
        for name, field in view.fields.items():
            for noted in field.findings:
                place = ASKED_AT.get(noted.finding.code, name)
                is_quiet = field.is_quiet or view.fields[place].is_quiet
                if name in self._rows and _is_said(noted) and not is_quiet:
                    yield ShownFinding(place, noted.finding, say(noted.finding.code, noted.finding.facts))

    def _answers(
        self, shown: ShownFinding, view: FormView, live: tuple[ShownFinding | None, ...]
    ) -> Iterator[Answering]:
        """Keys stand only where they answer; what they do not answer now leads there."""
        finding = shown.finding
        is_elsewhere = all(one is None or one.place != shown.place for one in live)
        if (has_proposal(finding) or is_question(finding)) and is_elsewhere:
            yield Answering("", tr("Jawab di isian ini"), lambda: self.jump_to(shown.place))
            return
        takes, stays = live
        if finding.proposal is not None:
            keys = ACCEPT.keys if shown == takes else ""
            yield Answering(keys, accept_text(finding), lambda: self.proposal_accepted.emit(finding))
        if is_question(finding):
            text = confirm_text(finding, view.fields[finding.field].text)
            keys = CONFIRM.keys if shown == stays else ""
            yield Answering(keys, text, lambda: self.finding_confirmed.emit(finding))
        known = (RegistrationCode.DUPLICATE, RegistrationCode.NIK_OF_ANOTHER)
        if finding.code in known and view.duplicate is not None:
            yield Answering(OPEN_KNOWN.keys, tr("Buka data"), self.first_wanted.emit)
        if finding.code == RegistrationCode.LIKELY_SAME_PERSON and view.likely is not None:
            yield Answering(OPEN_KNOWN.keys, tr("Orang yang sama: buka data itu"), self.first_wanted.emit)

    def nearest(self, name: str, is_fit: Callable[[Finding], bool]) -> ShownFinding | None:
        """The finding that a key answers: that of the field with the focus, else the nearest above it, else below."""
        rows = dict.fromkeys(self._rows.values())
        return self._nearest([shown for row in rows for shown in row.findings], name, is_fit)

    def _nearest(
        self, findings: Iterable[ShownFinding], name: str, is_fit: Callable[[Finding], bool]
    ) -> ShownFinding | None:
        names = list(self._rows)
        here = names.index(name) if name in self._rows else 0
        places = {field: (place > here, abs(here - place)) for place, field in enumerate(names)}
        fit = (shown for shown in findings if is_fit(shown.finding))
        return min(fit, key=lambda shown: places[shown.place], default=None)


def _is_said(noted: NotedFinding) -> bool:
    finding = noted.finding
    if finding.scope is Scope.ELIGIBILITY:
        return finding.weight is Weight.BLOCK or finding.code == EligibilityCode.FAMILY_CARD_FULL_HERE
    return noted.is_open or (finding.weight is Weight.OK and finding.code not in _SELDOM)
