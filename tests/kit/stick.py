"""A USB stick between desks and a server: what waits goes out in a file, the answer comes back in another."""

from __future__ import annotations

import io
import itertools
import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.desk.context import Desk
from app.main import codec
from app.sync.carrying import carry_in, carry_out
from app.sync.log import SyncLog
from app.sync.state import CarriedIn
from server.__main__ import main as posko_server
from tests.kit.server_engines import with_database


@dataclass(frozen=True)
class Answered:
    """What the server's command said."""

    exit_code: int
    document: dict[str, Any]
    answer: Path

    @property
    def code(self) -> str:
        """Why it was refused; empty if it was not."""
        return str(self.document.get("error", {}).get("code", ""))


@dataclass
class Stick:
    """One stick; every file on it has a name of its own."""

    folder: Path
    _numbers: itertools.count[int] = field(default_factory=itertools.count)

    def take_from(self, desk: Desk, *, is_everything: bool = False) -> Path:
        """``posko carry out``."""
        file = self.folder / f"{next(self._numbers)}.poskokirim"
        carry_out(_log(desk), codec(), file, is_everything=is_everything)
        return file

    def bring_to(self, data: Path, file: Path, *settings: str) -> Answered:
        """``posko-server carry`` at the server with its files in ``data``, and more of its arguments."""
        answer = self.folder / f"{next(self._numbers)}.poskojawab"
        words = ["carry", str(file), "--answer", str(answer), "--json", "--data", str(data), *settings]
        output = io.StringIO()
        with redirect_stdout(output), redirect_stderr(io.StringIO()):
            exit_code = posko_server(with_database(words))
        return Answered(exit_code, json.loads(output.getvalue()), answer)

    def bring_back(self, desk: Desk, answer: Path) -> CarriedIn:
        """``posko carry in``."""
        return carry_in(_log(desk), codec(), answer)

    def go_round(self, desk: Desk, data: Path, *settings: str) -> CarriedIn:
        """There and back."""
        answered = self.bring_to(data, self.take_from(desk), *settings)
        assert answered.exit_code == 0, answered.document
        return self.bring_back(desk, answered.answer)


def _log(desk: Desk) -> SyncLog:
    return SyncLog(desk.store, desk.keys, desk.clock)
