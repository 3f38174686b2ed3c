"""A server that can be ended, copied and put back, at the end of a line whose address stays."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from server.mail_settings import MailSettings
from tests.kit.line import BadLine
from tests.kit.server import RunningServer, running_server
from tests.kit.server_engines import present


class LastingServer:
    """One life of a server after the other, over the files of one folder."""

    def __init__(self, folder: Path, *, mail: MailSettings | None = None) -> None:
        self._folder = folder
        self.mail = mail
        self._life = ExitStack()
        self.line = BadLine()
        self.start()

    def start(self) -> None:
        """Start it over the files as they stand."""
        self.now: RunningServer = self._life.enter_context(running_server(self._folder, mail=self.mail))
        self.line.lead_to(self.now.url)

    def end(self) -> None:
        """End it; its line leads nowhere then."""
        self._life.close()

    def keep_copy(self, copy: Path) -> None:
        """Copy its files, as a backup does; it pauses for that."""
        self.end()
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self._folder, copy)
        present().copy(self._folder, copy)
        self.start()

    def put_back(self, copy: Path) -> None:
        """Go on from a copy: whatever came after it is forgotten."""
        self.end()
        shutil.rmtree(self._folder)
        shutil.copytree(copy, self._folder)
        present().copy(copy, self._folder)
        self.start()

    def lose_everything_but_the_key(self) -> None:
        """Its database is gone; an empty one begins, under the key that was kept elsewhere."""
        self.end()
        name, key = self.now.settings.key_file.name, self.now.settings.key_file.read_bytes()
        shutil.rmtree(self._folder)
        self._folder.mkdir()
        (self._folder / name).write_bytes(key)
        present().recycle(present().in_use() - {self._folder.resolve()})
        self.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.line.cut()
        self.end()
