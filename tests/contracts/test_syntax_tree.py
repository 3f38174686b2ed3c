"""The house rules of tools/check_syntax_tree.py find what they are there to find, and nothing else."""

from __future__ import annotations

import pytest

from tools import check_syntax_tree
from tools.check_syntax_tree import faults_in

OPENING = '"""What it is for."""\n'


def texts(path: str, code: str) -> list[str]:
    """The faults of a module with its opening line in place."""
    return [fault.text for fault in faults_in(path, OPENING + code)]


PLANTED = [
    ("app/desk/register.py", "import time\ntime.sleep(1)\n", "time.sleep"),
    ("server/exchange/receive.py", "from time import sleep\nsleep(1)\n", "time.sleep"),
    ("app/sync/worker.py", "import time as t\nt.sleep(1)\n", "time.sleep"),
    ("app/ui/shell.py", "from PySide6.QtCore import QThread\n", "QThread"),
    ("app/ui/shell.py", "import PySide6.QtCore as q\nw = q.QThread()\n", "QThread"),
    ("app/ui/shell.py", "QApplication.processEvents()\n", "processEvents"),
    ("app/ui/dialogs/ask.py", "dialog.exec()\n", "modal exec"),
    ("app/ui/dialogs/ask.py", "make_dialog().exec_()\n", "modal exec"),
    ("app/ui/panels/x.py", "self.station.signals.changed.connect(lambda one: self.go())\n", "connect a method"),
    ("app/ui/overlays/x.py", "people.indexed.connect(lambda _one: self.go())\n", "connect a method"),
    ("app/ui/i18n.py", 'self.tr(f"Ada {n} orang")\n', "inside tr"),
    ("core/sentences.py", 'QT_TRANSLATE_NOOP("x", f"Ada {n}")\n', "inside tr"),
    ("app/ui/i18n.py", 'tr("Ada {n}".format(n=1))\n', "inside tr"),
    ("app/ui/i18n.py", 'tr("Ada %d" % n)\n', "inside tr"),
    ("app/ui/i18n.py", 'tr("Ada " + n)\n', "inside tr"),
    ("app/desk/register.py", "try:\n    go()\nexcept Exception:\n    pass\n", "catching everything"),
    ("server/store/database.py", "try:\n    go()\nexcept:\n    pass\n", "catching everything"),
    ("app/sync/exchange.py", "try:\n    go()\nexcept (OSError, BaseException):\n    pass\n", "catching everything"),
    ("tools/run_day.py", "import contextlib\nwith contextlib.suppress(Exception):\n    go()\n", "catching everything"),
    ("app/desk/lookup.py", "import peewee\n", "peewee stays"),
    ("server/exchange/merge.py", "from playhouse.migrations import Runner\n", "peewee stays"),
    ("app/desk/register.py", "from datetime import date\ndate.today()\n", "clock is handed in"),
    ("core/dates.py", "import datetime as dt\ndt.datetime.now(dt.UTC)\n", "clock is handed in"),
    ("papers/receipt.py", "from time import time\ntime()\n", "clock is handed in"),
    ("app/forms/person.py", "import time\ntime.monotonic()\n", "clock is handed in"),
    ("core/programme.py", "from pathlib import Path\n", "core imports pathlib"),
    ("core/programme.py", "import os.path\n", "core imports os.path"),
    ("core/programme.py", "open('x')\n", "core calls open"),
    ("core/ids.py", "from uuid import uuid4\nuuid4()\n", "core calls uuid.uuid4"),
    ("app/desk/register.py", "print('x')\n", "print:"),
    ("server/http/routes.py", "print('x')\n", "print:"),
    ("app/logs.py", "x = 1  # noqa: E501\n", "code and reason"),
    ("app/logs.py", "x = 1  # type: ignore[misc]\n", "code and reason"),
    ("app/logs.py", "x = 1  # type: ignore\n", "code and reason"),
    ("app/logs.py", "x = 1  # type: ignore[misc] - mypy does not read this\n", "code and reason"),
    ("app/logs.py", "x = 1  # noqa\n", "code and reason"),
]


@pytest.mark.parametrize(("path", "code", "fault"), PLANTED)
def test_a_planted_fault_is_found_once(path: str, code: str, fault: str) -> None:
    found = texts(path, code)
    assert len(found) == 1
    assert fault in found[0]


INNOCENT = [
    ("tools/run_day.py", "import time\ntime.sleep(1)\nprint('x')\n"),
    ("app/sync/worker.py", "event.wait(1.5)\nstop.sleep(2)\n"),
    ("app/ui/i18n.py", 'tr("Ada {n} orang").format(n=1)\ntr(sentence)\n'),
    ("app/models/worker.py", "try:\n    go()\nexcept Exception:\n    pass\n"),
    ("server/http/app.py", "try:\n    go()\nexcept Exception:\n    pass\n"),
    ("app/desk/register.py", "try:\n    go()\nexcept (OSError, ValueError):\n    pass\n"),
    ("app/models/database.py", "try:\n    go()\nexcept BaseException:\n    close()\n    raise\n"),
    ("app/models/tables.py", "import peewee\nfrom playhouse import migrations\n"),
    ("server/store/tables.py", "from peewee import Model\n"),
    ("app/desk/register.py", "now = clock.now()\ntoday = clock.now().date()\n"),
    ("app/sync/worker.py", "import time\ntime.monotonic()\n"),
    ("core/ids.py", "import uuid\nuuid.UUID(int=1)\n"),
    ("app/cli.py", "print('x')\n"),
    ("app/cli_store.py", "print('x')\n"),
    ("server/__main__.py", "print('x')\n"),
    ("app/logs.py", "x = 1  # noqa: E501 - a web address cannot be cut\n"),
    ("app/logs.py", "x = 1  # noqa: E501, S101 - a web address cannot be cut\n"),
    ("app/logs.py", "x = 1  # type: ignore[misc]  # the stubs forget it\n"),
    ("app/logs.py", "text = '# noqa'\n"),
]


@pytest.mark.parametrize(("path", "code"), INNOCENT)
def test_what_is_allowed_is_let_pass(path: str, code: str) -> None:
    assert texts(path, code) == []


def test_a_module_without_its_opening_line_is_found() -> None:
    assert [fault.text for fault in faults_in("core/nik.py", "x = 1\n")] == [
        "a module opens with one line on what it is for"
    ]


def test_a_function_of_sixty_lines_passes_and_one_more_does_not() -> None:
    def function(lines: int) -> str:
        return "def act() -> None:\n" + "    step()\n" * (lines - 1)

    assert texts("app/desk/register.py", function(60)) == []
    assert texts("app/desk/register.py", function(61)) == ["act has 61 lines; cut it below 60"]


def test_a_file_of_four_hundred_and_fifty_lines_passes_and_one_more_does_not() -> None:
    assert texts("app/desk/register.py", "x = 1\n" * 449) == []
    assert texts("app/desk/register.py", "x = 1\n" * 450) == ["451 lines; cut the file below 450"]


@pytest.mark.parametrize("path", ["core/sentences.py", "app/models/migrations/0002_more.py"])
def test_tables_of_words_and_of_columns_may_be_long(path: str) -> None:
    assert texts(path, "x = 1\n" * 1000) == []


def test_a_fault_names_file_and_line() -> None:
    fault = faults_in("app/desk/register.py", OPENING + "\nprint('x')\n")[0]
    assert str(fault) == "app/desk/register.py:3: print: log it, or return it to the command line"


@pytest.mark.parametrize(
    "table",
    [
        check_syntax_tree.LONG_PLACES,
        check_syntax_tree.CATCH_ALL_EDGES,
        check_syntax_tree.PEEWEE_HOMES,
        check_syntax_tree.PRINTERS,
        check_syntax_tree.SLEEPERS,
        check_syntax_tree.MODAL_PLACES,
    ],
)
def test_every_exception_has_its_reason(table: dict[str, str]) -> None:
    assert [place for place, reason in table.items() if len(reason.split()) < 2] == []
