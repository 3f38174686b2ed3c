"""A server that can be ended, copied and put back, at the end of a line whose address stays."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from tests.kit.line import BadLine
from tests.kit.server import RunningServer, running_server


class LastingServer:
    """One life of a server after the other, over the files of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._life = ExitStack()
        self.line = BadLine()
        self.start()

    def start(self) -> None:
        """Start it over the files as they stand."""
        self.now: RunningServer = self._life.enter_context(running_server(self._folder))
        self.line.lead_to(self.now.url)

    def end(self) -> None:
        """End it; its line leads nowhere then."""
        self._life.close()

    def keep_copy(self, copy: Path) -> None:
        """Copy its files, as a backup does; it pauses for that."""
        self.end()
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self._folder, copy)
        self.start()

    def put_back(self, copy: Path) -> None:
        """Go on from a copy: whatever came after it is forgotten."""
        self.end()
        shutil.rmtree(self._folder)
        shutil.copytree(copy, self._folder)
        self.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.line.cut()
        self.end()
