"""The command line in this process: words in, what stands on stdout and stderr out."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.__main__ import main
from tests.kit.desk import SECRET, new_profile
from tests.kit.logging_state import logging_as_before


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - any JSON
        """The one JSON document on stdout; fails if there is anything else."""
        return json.loads(self.out)

    @property
    def error(self) -> str:
        """The code of the trouble."""
        code: str = self.json["error"]["code"]
        return code


Posko = Callable[..., Said]


@pytest.fixture(autouse=True)
def own_world(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No profile of this machine is near, and logging is as before when the test ends."""
    for name in ("POSKO_HOME", "POSKO_SECRET_FILE", "POSKO_ALLOW_PLAIN_HTTP"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "user-data"))
    with logging_as_before():
        yield


@pytest.fixture
def posko(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Posko:
    """Run one command in this process."""

    def run(*words: str | Path, stdin: bytes | None = None) -> Said:
        if stdin is not None:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capsys.readouterr()
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return Said(code, said.out, said.err)

    return run


@pytest.fixture
def secret_file(tmp_path: Path) -> Path:
    """A file with the officer's secret in its first line."""
    path = tmp_path / "secret.txt"
    path.write_text(f"{SECRET}\nwhat else stands here does not count\n", encoding="utf-8")
    return path


@pytest.fixture
def home(tmp_path: Path, secret_file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A training profile; its place and secret stand in the environment."""
    folder = tmp_path / "desk"
    new_profile(folder)
    monkeypatch.setenv("POSKO_HOME", str(folder))
    monkeypatch.setenv("POSKO_SECRET_FILE", str(secret_file))
    return folder


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, Any], Path]:
    """Write an input file: bytes as they are, text as UTF-8, one object as JSON, a list of objects as JSON lines."""

    def write(name: str, content: bytes | str | Mapping[str, object] | list[Mapping[str, object]]) -> Path:
        path = tmp_path / name
        path.write_bytes(_bytes(content))
        return path

    return write


def _bytes(content: bytes | str | Mapping[str, object] | list[Mapping[str, object]]) -> bytes:
    if isinstance(content, bytes):
        return content
    if isinstance(content, str):
        return content.encode()
    if isinstance(content, list):
        return "\n".join(json.dumps(one) for one in content).encode()
    return json.dumps(content).encode()
