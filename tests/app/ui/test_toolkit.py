"""Once the toolkit is loaded, modules are loaded without their source text being read for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
BEGINNING = """
import builtins
from app.ui.toolkit import load_plainly
load_plainly()
"""


def answer(program: str) -> str:
    """What a fresh process prints."""
    words = [sys.executable, "-c", BEGINNING + program]
    return subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True, timeout=60).stdout.strip()


def test_the_import_that_reads_every_source_text_is_gone() -> None:
    assert answer("print(builtins.__import__ is builtins.__feature_import__)") == "False"


def test_no_source_text_is_read_and_kept_of_what_is_loaded_later() -> None:
    assert answer("import linecache, app.ui.theme; print(len(linecache.cache))") == "0"


def test_the_toolkit_works_as_before() -> None:
    program = """
from PySide6.QtCore import QCoreApplication, QTimer
application = QCoreApplication([])
QTimer.singleShot(0, application.quit)
print(application.exec())
"""
    assert answer(program) == "0"
