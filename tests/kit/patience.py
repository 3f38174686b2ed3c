"""A bot with more patience than the plugin's own: a busy machine is no failure, and what never comes still ends."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot, _WaitWidgetContextManager
from pytestqt.wait_signal import SignalBlocker

PATIENCE_MS = 60_000


class PatientBot(QtBot):
    """As the plugin's; without a word it waits a minute instead of five seconds (one, for a window to show)."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS) -> None:  # noqa: N802
        """Until it is true."""
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(  # noqa: N802
        self,
        signal: SignalInstance,
        *,
        timeout: int = PATIENCE_MS,
        raising: bool | None = None,
        check_params_cb: Callable[..., bool] | None = None,
    ) -> SignalBlocker:
        """Until the signal has come."""
        return super().waitSignal(signal, timeout=timeout, raising=raising, check_params_cb=check_params_cb)

    def waitExposed(self, widget: QWidget, *, timeout: int = PATIENCE_MS) -> _WaitWidgetContextManager:  # noqa: N802
        """Until the window is shown."""
        return super().waitExposed(widget, timeout=timeout)

    def waitActive(self, widget: QWidget, *, timeout: int = PATIENCE_MS) -> _WaitWidgetContextManager:  # noqa: N802
        """Until the window is in front."""
        return super().waitActive(widget, timeout=timeout)
