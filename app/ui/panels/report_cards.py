"""Cards of the report of a day: the queue by service, who was registered, what is missing, how long it took."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from app.ui.i18n import mark, number_text, of_programme, say, tr
from app.ui.theme import Look
from app.ui.widgets.bar_chart import BarChart
from app.ui.widgets.words import words
from core.daily_report import AgeBand, DailyReport, ServiceCount, SexCount
from core.queue_times import Times

LINE_PX = 22
_MINUTE_S = 60
_HEADS = (mark("Diberikan"), mark("Dilayani"), mark("Hangus"), mark("Pulang"), mark("Menunggu"))


class FigureGrid(QFrame):
    """Figures in lines under heads; what was there is taken away when others are shown."""

    def __init__(self, look: Look, title: str, heads: Sequence[str]) -> None:
        super().__init__()
        self._look = look
        self._heads = tuple(heads)
        self.setProperty("is", "card")
        self.setAccessibleName(title)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(12))
        self._grid.setHorizontalSpacing(look.px(16))
        self._grid.setVerticalSpacing(look.px(4))
        self._grid.setColumnStretch(0, 1)
        self._cells: list[QWidget] = []
        self._put(words(title, "strong"), 0, 0, Qt.AlignmentFlag.AlignLeft)
        for at, head in enumerate(self._heads, 1):
            self._put(words(head, "muted"), 0, at, Qt.AlignmentFlag.AlignRight)
        self._cells.clear()  # they stay
        self.show_lines(())

    def show_lines(self, lines: Sequence[tuple[str, Sequence[str]]]) -> None:
        """Show a label with its figures in each line."""
        for cell in self._cells:
            self._grid.removeWidget(cell)
            cell.deleteLater()
        self._grid.setRowStretch(self._grid.rowCount() - 1, 0)
        self._cells = []
        for row, (label, figures) in enumerate(lines, 1):
            self._put(words(label), row, 0, Qt.AlignmentFlag.AlignLeft)
            for at, figure in enumerate(figures, 1):
                self._put(words(figure, "strong"), row, at, Qt.AlignmentFlag.AlignRight)
        self._grid.setRowStretch(len(lines) + 1, 1)
        self.setAccessibleDescription("; ".join(self._said(label, figures) for label, figures in lines))

    def _said(self, label: str, figures: Sequence[str]) -> str:
        told = zip(self._heads, figures, strict=False) if self._heads else (("", figure) for figure in figures)
        return f"{label}: " + ", ".join(f"{head} {figure}".strip() for head, figure in told)

    def _put(self, cell: QWidget, row: int, column: int, align: Qt.AlignmentFlag) -> None:
        cell.setMinimumHeight(self._look.px(LINE_PX))
        self._grid.addWidget(cell, row, column, align if column else Qt.AlignmentFlag.AlignVCenter)
        self._cells.append(cell)


class ChartCard(QFrame):
    """A chart under its heading."""

    def __init__(self, look: Look, title: str, empty: str) -> None:
        super().__init__()
        self.setProperty("is", "card")
        self.chart = BarChart(look, title, empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(12))
        column.setSpacing(look.px(8))
        column.addWidget(words(title, "strong"))
        column.addWidget(self.chart)
        column.addStretch(1)


def queue_grid(look: Look) -> FigureGrid:
    """Numbers by service."""
    return FigureGrid(look, tr("Antrean"), [tr(head) for head in _HEADS])


def queue_lines(services: Sequence[ServiceCount]) -> list[tuple[str, Sequence[str]]]:
    """A line for each service, and one for all."""
    found = [(f"{one.letter}  {say(f'QUEUE_SERVICE_{one.letter}')}", _counts(one)) for one in services]
    sums = [sum(column) for column in zip(*(counts for _label, counts in found), strict=True)]
    found.append((tr("Semua"), tuple(sums)))
    return [(label, [number_text(many) for many in counts]) for label, counts in found]


def _counts(one: ServiceCount) -> tuple[int, ...]:
    return one.given, one.served, one.lapsed, one.left, one.waiting


def programme_grid(look: Look) -> FigureGrid:
    """People by programme and sex."""
    return FigureGrid(look, tr("Terdaftar"), [tr("P"), tr("L"), tr("Jumlah")])


def programme_lines(
    programmes: Mapping[str, SexCount], whole: SexCount, names: Mapping[str, str]
) -> list[tuple[str, Sequence[str]]]:
    """A line for each programme, and one for all; who is neither woman nor man yet counts in the sum."""
    found = [(of_programme(names.get(code, code)), one) for code, one in programmes.items()]
    found.append((tr("Semua"), whole))
    return [(name, [number_text(many) for many in (one.women, one.men, one.people)]) for name, one in found]


def age_rows(report: DailyReport) -> list[tuple[str, int]]:
    """Bands of ages as bars."""
    return [(_age(band), many) for band, many in report.ages.items()]


def _age(band: AgeBand) -> str:
    return tr("tidak diketahui") if band is AgeBand.UNKNOWN else tr("{band} tahun").format(band=band.value)


def besides_lines(report: DailyReport) -> list[tuple[str, Sequence[str]]]:
    """Times, and how far the data are."""
    sync = report.sync
    settled = (tr("Masih dilayani saat antrean ditutup"), [number_text(report.settled)])
    return [
        (tr("Menunggu dipanggil, rata-rata"), [_average(report.waited)]),
        (tr("Dilayani di loket, rata-rata"), [_average(report.served_in)]),
        *((settled,) if report.settled else ()),
        (tr("Catatan terkirim"), [number_text(sync.sent)]),
        (tr("Menunggu dikirim"), [number_text(sync.waiting)]),
        (tr("Perlu dilihat"), [number_text(sync.refused)]),
    ]


def _average(times: Times | None) -> str:
    if times is None:
        return tr("tidak terukur")
    return tr("{time} ({count} orang)").format(time=duration_text(times.average_s), count=number_text(times.measured))


def duration_text(seconds: int) -> str:
    """A duration as people say it."""
    if seconds < _MINUTE_S:
        return tr("kurang dari 1 menit")
    hours, minutes = divmod(round(seconds / _MINUTE_S), _MINUTE_S)
    told = tr("{hours} jam {minutes} menit") if hours else tr("{minutes} menit")
    return told.format(hours=hours, minutes=minutes)


def asked_rows(report: DailyReport) -> list[tuple[str, int]]:
    """What people of service C asked, and what came of it."""
    return [
        (f"{say(f'VISIT_ASKED_{asked.upper()}')}: {say(f'VISIT_RESULT_{result.upper()}')}", many)
        for (asked, result), many in sorted(report.asked.items())
    ]
