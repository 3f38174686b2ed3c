"""Without a display the window says so in one sentence; nothing aborts, nothing is made."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.sentences import sentence

ROOT = Path(__file__).resolve().parents[2]
NOWHERE = ("", ":4711", "127.0.0.1:4711.0", "no display at all")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there every program has a screen")
@pytest.mark.parametrize("display", NOWHERE)
@pytest.mark.parametrize("platform", ["", "xcb"])
def test_a_missing_display_ends_in_one_sentence(tmp_path: Path, display: str, platform: str) -> None:
    said = open_window(tmp_path / "meja", DISPLAY=display, QT_QPA_PLATFORM=platform)
    assert (said.returncode, said.stdout) == (3, "")
    assert said.stderr.splitlines() == [sentence("WINDOW_NO_SCREEN")]
    assert not (tmp_path / "meja").exists()


def open_window(home: Path, **world: str) -> subprocess.CompletedProcess[str]:
    """``python -m app`` in another world; empty = not set."""
    environment = {name: text for name, text in (os.environ | world).items() if text and name != "WAYLAND_DISPLAY"}
    return subprocess.run(
        [sys.executable, "-m", "app", "--home", str(home)],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
