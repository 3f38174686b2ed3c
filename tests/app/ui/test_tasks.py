"""The door to the workers: whoever waits for an answer is called back, whatever the job comes to."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from app.ui.tasks import Tasks
from core.errors import Trouble


def fall() -> None:
    """A bug."""
    raise LookupError


@pytest.fixture
def owner(qapp: QApplication) -> QObject:
    return QObject(qapp)


def troubles_of(qtbot: QtBot, owner: QObject, job: Callable[[], None]) -> list[Trouble]:
    """What the owner of a job is told when it goes wrong."""
    tasks, told = Tasks(None, owner), list[Trouble]()
    tasks.run_aside(owner, job, lambda _none: None, on_trouble=told.append)
    qtbot.waitUntil(lambda: bool(told))
    return told


def test_whoever_waits_for_a_job_hears_of_its_bug(qtbot: QtBot, owner: QObject) -> None:
    assert [trouble.code for trouble in troubles_of(qtbot, owner, fall)] == ["PROGRAM_BUG"]


def test_a_bug_is_told_to_the_program_too(qtbot: QtBot, owner: QObject) -> None:
    tasks = Tasks(None, owner)
    with qtbot.waitSignal(tasks.crashed) as crashed:
        tasks.run_aside(owner, fall, lambda _none: None, on_trouble=lambda _trouble: None)
    assert crashed.args is not None
    assert isinstance(crashed.args[0], LookupError)


def test_a_door_that_was_put_away_goes_when_nothing_is_under_way(qtbot: QtBot, owner: QObject) -> None:
    tasks = Tasks(None, owner)
    tasks.put_away()
    qtbot.waitUntil(lambda: not isValid(tasks))


def test_a_door_that_was_put_away_waits_for_its_last_answer(qtbot: QtBot, owner: QObject) -> None:
    tasks, go_on, answers = Tasks(None, owner), threading.Event(), list[bool]()
    tasks.run_aside(owner, go_on.wait, answers.append)
    tasks.put_away()
    go_on.set()
    qtbot.waitUntil(lambda: not isValid(tasks))
    assert answers == [True]


class Held:
    """Stands for a widget that a job has in its hands."""


@pytest.mark.parametrize("is_refused", [False, True])
def test_what_a_job_holds_is_let_go_before_its_answer_is_heard(
    qtbot: QtBot, owner: QObject, *, is_refused: bool
) -> None:
    def job_with(held: Held) -> Callable[[], None]:
        return lambda: refuse(held) if is_refused else look_at(held)

    held = Held()
    alive, tasks, heard = weakref.ref(held), Tasks(None, owner), list[object]()
    tasks.run_aside(
        owner, job_with(held), lambda _none: heard.append(alive()), on_trouble=lambda _t: heard.append(alive())
    )
    del held
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [None]


def look_at(held: Held) -> None:
    """Whatever a job does with what it holds."""
    repr(held)


def refuse(held: Held) -> None:
    """What the officer is told of, and goes on."""
    raise Trouble("STORE_IN_USE", what=type(held).__name__)
