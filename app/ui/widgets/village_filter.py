"""The box for a village where a list is narrowed down: it looks for villages itself; empty stands for all of them."""

from __future__ import annotations

from collections.abc import Mapping

from app.desk.places import find_villages
from app.ui.station import Station
from app.ui.widgets.village_box import VillageBox, VillageChoice, VillageLine, VillageSearch, village_line


class VillageFilter(VillageBox):
    """Holds a village once one of the list is chosen; typing on lets go of it."""

    def __init__(self, name: str, station: Station) -> None:
        super().__init__(name, station.look)
        self._station = station
        self._paths: Mapping[str, str] = {}
        self._code = ""
        self.searched.connect(self._find)
        self.chosen.connect(self._take)
        self.textEdited.connect(lambda _text: self._let_go())

    @property
    def code(self) -> str:
        """Code of the chosen village; empty = none is chosen."""
        return self._code

    @property
    def is_undecided(self) -> bool:
        """Whether something is typed and no village is chosen."""
        return not self._code and bool(self.text().strip())

    def empty(self) -> None:
        """All villages again."""
        self._let_go()
        self.show_text("")

    def _let_go(self) -> None:
        self._code = ""

    def _find(self, search: VillageSearch) -> None:
        desk = self._station.desk

        def find() -> tuple[VillageLine, ...]:
            return tuple(map(village_line, find_villages(desk, search.text)))

        def show(lines: tuple[VillageLine, ...]) -> None:
            self._paths = {line.code: line.path for line in lines}
            self.show_lines(search, lines)

        self._station.tasks.run(self, find, show)

    def _take(self, choice: VillageChoice) -> None:
        self.show_text(self._paths.get(choice.code, choice.code))
        self._code = choice.code
        self.signals.tell_typed(self.text())
