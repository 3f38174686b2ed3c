"""Hears from the system that a network has come back, so that nobody waits out a pause that has lost its reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance

CALM_MS = 1_000
"""A line that comes and goes within this is one change: names and addresses need a moment as well."""


class Network(Protocol):
    """What the system says of the network: an edge of the program, with one stand-in for tests."""

    @property
    def is_up(self) -> bool:
        """Whether anything can be reached now; a system that does not say counts as up."""
        ...

    @property
    def changed(self) -> SignalInstance:
        """Something about the network is other than it was; no value."""
        ...


class SystemNetwork(QObject):
    """The operating system's own word. Where the toolkit knows no way to ask, it stays silent: the sync still tries."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        from PySide6.QtNetwork import QNetworkInformation  # loaded with the first desk that has a server

        self._kinds = QNetworkInformation.Reachability
        QNetworkInformation.loadDefaultBackend()
        self.source: QNetworkInformation | None = QNetworkInformation.instance()
        if self.source is not None:
            self.source.reachabilityChanged.connect(self._tell)
            self.source.transportMediumChanged.connect(self._tell)

    def _tell(self, _now: object) -> None:
        self.changed.emit()

    @property
    def is_up(self) -> bool:
        """Whether anything can be reached now."""
        return self.source is None or self.source.reachability() is not self._kinds.Disconnected


class NetworkWatch(QObject):
    """Says once, and not at once, that the network is there again."""

    came_back = Signal()

    def __init__(self, network: Network, parent: QObject | None = None, *, calm_ms: int = CALM_MS) -> None:
        super().__init__(parent)
        self._network = network
        self._calm = QTimer(self, singleShot=True, interval=calm_ms)
        self._calm.timeout.connect(self._tell)
        network.changed.connect(self._calm.start)

    def _tell(self) -> None:
        if self._network.is_up:
            self.came_back.emit()


def watch_network(owner: QObject, on_back: Callable[[], None]) -> None:
    """Call ``on_back`` whenever the network comes back while ``owner`` lives; asked for again, nothing changes.

    The system is asked only when the first picture stands: loading that part of the toolkit takes a moment.
    """

    def begin() -> None:
        if owner.findChild(NetworkWatch) is None:
            NetworkWatch(SystemNetwork(owner), owner).came_back.connect(on_back)

    QTimer.singleShot(0, owner, begin)
