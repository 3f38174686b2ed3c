"""Desks that journeys begin at: enrolled with a real server, on a day of the course, their slips in a folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pytestqt.qtbot import QtBot

from app.desk.context import Desk
from app.models.profile import Post
from app.paths import SETTINGS_NAME
from app.settings import FOLDER_PRINTER, Settings, changed
from app.settings_file import read_settings, write_settings
from tests.journeys.officer import Officer
from tests.kit.desk import OFFICER, SECRET, new_profile, opened
from tests.kit.enrolled import join, server_has
from tests.kit.server import RunningServer
from tests.kit.window import opened_window
from tests.papers.reading import words


@dataclass(frozen=True)
class Place:
    """One desk and the server behind it."""

    home: Path
    slips: Path
    server: RunningServer
    code: str

    def stand_on(self, day: date) -> None:
        """Another day comes; the window is closed meanwhile."""
        settings = self.home / SETTINGS_NAME
        write_settings(settings, changed(read_settings(settings), {"training_on": day.isoformat()}))

    @contextmanager
    def open(self, qtbot: QtBot) -> Iterator[Officer]:
        """The officer at the window of that day; everything is sent when the block ends."""
        with opened_window(qtbot, self.home) as window:
            officer = Officer(qtbot, window)
            officer.come_in(OFFICER, SECRET)
            yield officer
            officer.until_all_is_sent()

    @contextmanager
    def looked_into(self) -> Iterator[Desk]:
        """What the desk has kept; the window is closed meanwhile."""
        with opened(self.home, officer=OFFICER) as desk:
            yield desk

    def papers(self) -> set[Path]:
        """Everything that has come out of the printer."""
        return set(self.slips.glob("*.pdf"))

    def printed(self, officer: Officer, before: set[Path]) -> str:
        """The words of the one paper that has come out since ``before``, without white space."""
        officer.typist.until(lambda: len(self.papers() - before) == 1, "one paper did not come out")
        (paper,) = self.papers() - before
        return words(paper.read_bytes())

    def at_the_office(self) -> dict[str, dict[str, Any]]:
        """What the server exports of this post, by name."""
        return {one["name_on_id"]: one for one in server_has(self.server) if one["post"] == self.code}


def post_on(folder: Path, server: RunningServer, day: date, *, province: str = "35", code: str = "SBY01") -> Place:
    """A new desk on this day."""
    place = Place(folder / "meja", folder / "slip", server, code)
    place.slips.mkdir()
    new_profile(place.home, post=Post(code, f"Posko {code}", province, is_training=True))
    settings = Settings(agency="Dinas Contoh", training_on=day.isoformat(), printer=f"{FOLDER_PRINTER}{place.slips}")
    write_settings(place.home / SETTINGS_NAME, settings)
    with opened(place.home, officer=OFFICER) as desk:
        join(desk, server.url, server.new_code(code, province=province))
    return place
