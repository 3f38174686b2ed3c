"""Targets per RW on the day page: how far the post is, in a bar and a few words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.desk.target_progress import TargetProgress, target_progress
from app.ui.i18n import number_text, of_programme, tr
from app.ui.station import Station
from app.ui.theme import Look
from app.ui.widgets.words import words
from core.errors import Trouble

LEAST_TEXT_PX = 400
"""Else the page reserves the height that the words would need in a narrow column."""


class DayTargets(QWidget):
    """A card for each target that concerns this post; not there at all where none does."""

    def __init__(self, station: Station) -> None:
        super().__init__()
        self._station = station
        self._on = station.desk.today()
        self._is_counting = self._is_stale = False
        self._cards: dict[str, TargetCard] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(station.look.px(8))
        self.hide()

    def show_day(self, on: date) -> None:
        """Count up to a day, beside everything else; while a count runs, only the latest wish waits."""
        self._on = on
        self._is_stale = True
        if not self._is_counting:
            self._count()

    def _count(self) -> None:
        desk, on = self._station.desk, self._on
        self._is_counting, self._is_stale = True, False
        self._station.tasks.run_aside(self, lambda: target_progress(desk, on), self._show, on_trouble=self._cannot)

    def _cannot(self, trouble: Trouble) -> None:
        self._is_counting = False
        self._station.tasks.troubled.emit(trouble)

    def _show(self, found: tuple[TargetProgress, ...]) -> None:
        self._is_counting = False
        if self._is_stale:
            self._count()
            return
        shown = {one.count.target.name: one for one in found}
        for name, progress in shown.items():
            self._card(name).show_progress(progress)
        for name, card in self._cards.items():
            card.setVisible(name in shown)
        self.setVisible(bool(shown))

    def _card(self, name: str) -> TargetCard:
        if name not in self._cards:
            self._cards[name] = TargetCard(self._station.look, of_programme(name))
            self._column.addWidget(self._cards[name])
        return self._cards[name]


class TargetCard(QFrame):
    """One target: its name, how much is there, a bar where the whole is known, and what comes next."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self.setProperty("is", "card")
        self.setAccessibleName(name)
        self._sum = words("")
        self._bar = QProgressBar()
        self._bar.setAccessibleName(name)
        self._about = words("", "muted", wraps=True)
        self._about.setMinimumWidth(look.px(LEAST_TEXT_PX))
        head = QHBoxLayout()
        head.setSpacing(look.px(16))
        head.addWidget(words(name, "strong"))
        head.addStretch(1)
        head.addWidget(self._sum)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(16), look.px(8), look.px(16), look.px(8))
        column.setSpacing(look.px(6))
        column.addLayout(head)
        column.addWidget(self._bar)
        column.addWidget(self._about)

    def show_progress(self, progress: TargetProgress) -> None:
        """Show these figures."""
        summed, about = _sum_text(progress), " ".join(_about(progress))
        self._sum.setText(summed)
        self._about.setText(about)
        self._bar.setVisible(progress.has_districts)
        self._bar.setMaximum(progress.count.wanted_in_all)
        self._bar.setValue(min(progress.count.people_inside, self._bar.maximum()))
        self._bar.setAccessibleDescription(summed)
        self.setAccessibleDescription(f"{summed} {about}")


def _sum_text(progress: TargetProgress) -> str:
    count = progress.count
    if not progress.has_districts:
        text = tr("{people} orang, {full} dari {begun} RW yang mulai sudah penuh.")
        return text.format(
            people=number_text(count.people), full=number_text(count.reached), begun=number_text(count.begun)
        )
    full, rws = sum(one.reached for one in count.areas), sum(one.area.rw_count for one in count.areas)
    text = tr("{people} dari {wanted} orang, {full} dari {rws} RW penuh.")
    return text.format(
        people=number_text(count.people_inside),
        wanted=number_text(count.wanted_in_all),
        full=number_text(full),
        rws=number_text(rws),
    )


def _about(progress: TargetProgress) -> Iterator[str]:
    count = progress.count
    if progress.has_districts:
        named = [f"{one.area.label} {number_text(one.people)}" for one in count.areas]
        if count.outside:
            named.append(tr("luar kecamatan itu {count}").format(count=number_text(count.outside)))
        yield f"{', '.join(named)}."
    if progress.next_rws:
        near = ", ".join(f"RW {one.rw} {one.village} ({number_text(one.people)})" for one in progress.next_rws)
        yield tr("Paling dekat ke {per_rw}: {rws}.").format(per_rw=number_text(count.target.per_rw), rws=near)
    yield tr("Data laptop ini, menurut alamat KTP.")
    if progress.wiped:
        text = tr(
            "Tidak terhitung: {count} pendaftaran yang salinannya di laptop ini sudah dihapus; di pusat tetap ada."
        )
        yield text.format(count=number_text(progress.wiped))
