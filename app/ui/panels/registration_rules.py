"""What would become of the visit and why: every rule with its yes, its no and from when, or who can know."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.forms.views import FormView, RuleView
from app.ui.i18n import day_text, of_programme, say, tr
from app.ui.panels.registration_words import outcome_text
from app.ui.theme import Look
from app.ui.widgets.drawn_label import GAP_PX, DrawnLabel
from app.ui.widgets.icon import icon_pixmap
from app.ui.widgets.words import tell_around, words
from core.eligibility import EligibilityCode, Ruling
from core.findings import Fact, Finding, Weight
from core.programme import Programme
from core.registration import Outcome
from core.sentences import source_text

LINE_PX = 20
MOST_OUTCOME_LINES = 4

_RULINGS = {
    Ruling.YES: ("check", "ok"),
    Ruling.NO: ("circle-x", "stop"),
    Ruling.UNKNOWN: ("help-circle", "muted"),
}
_KINDS = {
    Outcome.REGISTERED: "ok",
    Outcome.WAITING_LIST: "attention",
    Outcome.INCOMPLETE: "muted",
    Outcome.NOT_ELIGIBLE: "stop",
    Outcome.DUPLICATE: "stop",
}


class SummaryCard(QFrame):
    """A card with a heading."""

    def __init__(self, look: Look, title: str) -> None:
        super().__init__()
        self.look = look
        self.setProperty("is", "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(12))
        self.column.setSpacing(look.px(4))
        self.column.addWidget(words(title, "muted", wraps=True))


class RulesCard(SummaryCard):
    """Outcome, what is computed for today, and the rules in the order of the programme's file."""

    def __init__(self, look: Look, programme: Programme) -> None:
        super().__init__(look, of_programme(programme.name))
        self._programme = programme
        self.outcome = DrawnLabel(look, most_lines=MOST_OUTCOME_LINES, line_px=LINE_PX)
        self.column.addWidget(self.outcome)
        self._figures: list[_FigureRow] = []
        self._rows: dict[str, RuleRow] = {}

    def show_view(self, view: FormView) -> None:
        """Show how things stand."""
        text = outcome_text(self._programme, view.outcome) if view.can_save else tr("Belum ada isian")
        tone = _KINDS[view.outcome] if view.can_save else "muted"
        self.outcome.say(text, tone, is_bold=tone != "muted")
        self._show_figures(view.figures)
        for rule in view.rulings:
            if rule.code not in self._rows:
                self._rows[rule.code] = RuleRow(self.look, rule)
                self.column.addWidget(self._rows[rule.code])
            self._rows[rule.code].show_rule(rule)

    def _show_figures(self, figures: tuple[Finding, ...]) -> None:
        while len(self._figures) < len(figures):
            row = _FigureRow(self.look)
            self._figures.append(row)
            self.column.insertWidget(1 + len(self._figures), row)
        for place, row in enumerate(self._figures):
            row.setVisible(place < len(figures))
            if place < len(figures):
                row.show_figure(figures[place])


class RuleRow(QWidget):
    """One rule: its words, its sign and word, and below them why, from when, or who knows."""

    def __init__(self, look: Look, rule: RuleView) -> None:
        super().__init__()
        self._look = look
        self._shown: RuleView | None = None
        label = of_programme(rule.label) if rule.label else say(rule.code, {"asks": of_programme(rule.asks)})
        self._label = words(label[:1].upper() + label[1:], "" if rule.label else "muted", wraps=True)
        self._mark = DrawnLabel(look, sign_px=16)
        # whatever it says, it is as wide, and the label beside it breaks at the same places
        self._mark.setFixedSize(look.px(16) + (self._word_px() if rule.label else 0), look.px(20))
        self._mark.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._about = words("", "muted", wraps=True)
        self._about.setContentsMargins(look.px(8), 0, 0, look.px(4))
        row = QHBoxLayout()
        row.setSpacing(look.px(6))
        row.addWidget(self._label, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self._about)
        self._about.hide()

    @property
    def text(self) -> str:
        """Everything that it says."""
        return " ".join(one for one in (self._label.text(), self._mark.text(), self._about.text()) if one)

    def show_rule(self, rule: RuleView) -> None:
        """Show what the rule says now."""
        if self._shown == rule:
            return
        self._shown = rule
        icon_name, kind = _RULINGS[rule.ruling]
        is_somebody_asked = bool(rule.asks) and rule.ruling is Ruling.UNKNOWN
        kind = "attention" if is_somebody_asked and rule.label else kind
        unknown = tr("tanya") if is_somebody_asked else tr("belum")
        said = {Ruling.YES: tr("ya"), Ruling.NO: tr("tidak"), Ruling.UNKNOWN: unknown if rule.label else ""}
        self._mark.say(said[rule.ruling], kind, sign=icon_name, is_bold=kind != "muted")
        about = " ".join(_about(rule))
        if about != self._about.text():
            self._about.setText(about)
            self._about.setVisible(bool(about))
            tell_around(self)
        self.setAccessibleName(self.text)

    def _word_px(self) -> int:
        metrics = QFontMetrics(self._look.font(is_bold=True))
        said = (tr("ya"), tr("tidak"), tr("belum"), tr("tanya"))
        return self._look.px(GAP_PX) + max(metrics.horizontalAdvance(word) for word in said)


def _about(rule: RuleView) -> Iterator[str]:
    told = rule.told
    match rule.ruling:
        case Ruling.NO:
            if told is not None:
                yield figure_text(told)
            if rule.from_on is not None and (told is None or "{from_on}" not in source_text(told.code)):
                yield tr("Terpenuhi mulai {on}.").format(on=day_text(rule.from_on))
        case Ruling.UNKNOWN if told is not None and told.code == EligibilityCode.FIGURE_NOT_ON_FILE:
            yield _not_on_file(rule.asks)
        case Ruling.UNKNOWN if told is not None and told.code != EligibilityCode.CONDITION_TO_CHECK:
            yield figure_text(told)
        case Ruling.UNKNOWN if rule.asks and rule.label:
            yield tr("Yang tahu: {asks}.").format(asks=of_programme(rule.asks))
        case Ruling.YES if told is not None and told.weight is Weight.OK:
            yield figure_text(told)
        case _:
            pass
    if rule.next_step:
        yield of_programme(rule.next_step)


class _FigureRow(QWidget):
    """What is computed for this person today, or that nobody here knows it."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._shown: Finding | None = None
        self._icon = QLabel()
        self._words = words("", wraps=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, self._look.px(4))
        row.setSpacing(look.px(6))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)

    def show_figure(self, figure: Finding) -> None:
        """Show this one."""
        if figure == self._shown:
            return
        self._shown = figure
        icon_name, kind = ("info-circle", "accent") if figure.weight is Weight.OK else ("help-circle", "attention")
        self._icon.setPixmap(icon_pixmap(icon_name, getattr(self._look.colours, kind), self._look.px(16)))
        self._words.setText(figure_text(figure))
        self.setAccessibleName(self._words.text())
        tell_around(self)


def figure_text(figure: Finding) -> str:
    """A figure in words; of one that is not on file who knows it."""
    facts = {name: _shown(fact) for name, fact in figure.facts.items()}
    if figure.code == EligibilityCode.FIGURE_NOT_ON_FILE:
        return f"{facts['label']}: {_not_on_file(str(facts['asks']))}"
    return say(figure.code, facts)


def _not_on_file(asks: str) -> str:
    return tr("Belum ada angka untuk tanggal ini. Yang tahu: {asks}.").format(asks=of_programme(asks))


def _shown(fact: Fact) -> Fact:
    if isinstance(fact, tuple):
        return tuple(of_programme(one) for one in fact)
    return of_programme(fact) if isinstance(fact, str) else fact
