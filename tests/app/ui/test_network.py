"""A network that comes back wakes the sending, once, and never what a person has stopped."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.network import Network, NetworkWatch, SystemNetwork, watch_network


class StandIn(QObject):
    """The network as a test wants it."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.is_up = True

    def turn(self, *, is_up: bool) -> None:
        self.is_up = is_up
        self.changed.emit()


def stand_in() -> tuple[Network, Callable[[], None]]:
    network = StandIn()
    return network, lambda: network.turn(is_up=True)


def of_the_system() -> tuple[Network, Callable[[], None]]:
    network = SystemNetwork()
    source = network.source
    if source is None:
        pytest.skip("this system does not tell the toolkit about its network")
    return network, lambda: source.reachabilityChanged.emit(source.reachability())


@pytest.mark.parametrize("made", [stand_in, of_the_system])
def test_every_network_says_whether_it_is_up_and_when_it_changes(
    qapp: QApplication, qtbot: QtBot, made: Callable[[], tuple[Network, Callable[[], None]]]
) -> None:
    network, turn = made()
    assert isinstance(network.is_up, bool)
    with qtbot.waitSignal(network.changed):
        turn()


def test_a_network_that_comes_back_is_told_once_however_often_it_flickers(qtbot: QtBot) -> None:
    network = StandIn()
    watch = NetworkWatch(network, calm_ms=5)
    told: list[None] = []
    watch.came_back.connect(lambda: told.append(None))
    with qtbot.waitSignal(watch.came_back):
        for is_up in (False, True, False, True):
            network.turn(is_up=is_up)
    assert told == [None]


def test_a_network_that_goes_is_not_told(qtbot: QtBot) -> None:
    network = StandIn()
    watch = NetworkWatch(network, calm_ms=1)
    with qtbot.assertNotEmitted(watch.came_back, wait=50):
        network.turn(is_up=False)


def test_the_window_asks_the_system_once_and_hears_from_it(qapp: QApplication, qtbot: QtBot) -> None:
    owner, woken = QObject(), []
    for _ in range(2):
        watch_network(owner, lambda: woken.append(1))
    qtbot.waitUntil(lambda: owner.findChild(NetworkWatch) is not None)
    [watch] = owner.findChildren(NetworkWatch)
    watch.came_back.emit()
    assert woken == [1]
