"""Once the toolkit is loaded, modules are loaded without their source text being read for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from app.ui.gates.opening import BESIDE, WORK_AREA

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


def test_what_is_loaded_in_another_thread_does_not_use_the_toolkit() -> None:
    program = f"""
import sys
from importlib import import_module
for name in {BESIDE!r}:
    import_module(name)
print([name for name in sys.modules if name.startswith("PySide6")])
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_the_work_area_is_loaded_in_pieces_of_which_none_brings_most_of_it() -> None:
    program = f"""
import sys
from importlib import import_module
import app.ui.window
for name in {BESIDE!r}:
    import_module(name)
for name in {WORK_AREA!r}:
    before = len([one for one in sys.modules if one.startswith("app.")])
    import_module(name)
    print(len([one for one in sys.modules if one.startswith("app.")]) - before)
"""
    pieces = [int(line) for line in answer(program).splitlines()]
    assert max(pieces) * 4 < sum(pieces), pieces
