"""What the window is handed by ``app.launch``: the house behind it, as the window sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # the first picture of the window does not wait for what is behind the secret
    from app.desk.context import Desk
    from app.settings import Settings
    from app.sync.state import CarriedIn, CarriedOut, SyncState
    from core.findings import Finding


@dataclass(frozen=True, slots=True)
class NewPost:
    """The answers of the set-up wizard.

    Args:
        server_url, enrol_code: both empty = off-line, with the number block ``block``.
    """

    post_code: str
    post_name: str
    province: str
    officer_name: str
    secret: str
    server_url: str = ""
    enrol_code: str = ""
    block: int = 1
    is_training: bool = False
    agency: str = ""
    post_address: str = ""
    counter: str = "1"


@dataclass(frozen=True, slots=True)
class OfficerName:
    """Who may unlock this desk."""

    name: str
    is_coordinator: bool


@dataclass(frozen=True, slots=True)
class PostName:
    """Which desk this is."""

    code: str
    name: str
    province: str
    is_training: bool
    has_server: bool


@dataclass(frozen=True, slots=True)
class ProvinceName:
    """A province as the set-up offers it."""

    code: str
    name: str


class House(Protocol):
    """Opens, unlocks, sends, closes. What blocks is called off the window's thread."""

    home: Path

    def is_founded(self) -> bool:
        """Whether there is a profile in the folder."""
        ...

    def provinces(self) -> tuple[ProvinceName, ...]:
        """Every province, by name (reads a file)."""
        ...

    def check_post(self, new: NewPost) -> tuple[Finding, ...]:
        """What is wrong with the wizard's answers, by field."""
        ...

    def found(self, new: NewPost) -> str:
        """Make the profile (blocking, perhaps over the network) and return its recovery code."""
        ...

    def open(self) -> None:
        """Open the store, still locked. Raises: Trouble STORE_IN_USE, STORE_TOO_NEW, STORE_DAMAGED ..."""
        ...

    def post(self) -> PostName:
        """Which desk this is."""
        ...

    def officers(self) -> tuple[OfficerName, ...]:
        """Who may unlock it, the eldest first."""
        ...

    def unlock(self, officer_name: str, secret: str) -> Desk:
        """Open the seal (blocking, about 0.2 s). Raises: Trouble SECRET_WRONG, SECRET_WAIT ..."""
        ...

    def recover(self, recovery_code: str, officer_name: str, secret: str) -> Desk:
        """Give an officer a new secret with the recovery code, and open the seal. Raises: Trouble RECOVERY_WRONG ..."""
        ...

    def start_sync(self, report: Callable[[SyncState], None]) -> None:
        """Send by itself from now on; ``report`` is called in the sync worker's thread."""
        ...

    def wake(self) -> None:
        """Something new waits."""
        ...

    def send_now(self) -> None:
        """Do not wait for the next try."""
        ...

    def line_came_back(self) -> None:
        """The system has found a network: do not wait for the next try, unless a person stopped the sending."""
        ...

    def pause_sending(self) -> None:
        """Stop after the request that is under way, until :meth:`send_now`."""
        ...

    def enrol(self, desk: Desk, server_url: str, enrol_code: str) -> None:
        """Make this desk known to a server (blocking, network)."""
        ...

    def carry_out(self, desk: Desk, target: Path) -> CarriedOut:
        """Write what waits into a sealed file for the server (blocking). Raises: Trouble; no file is left then."""
        ...

    def carry_in(self, desk: Desk, source: Path) -> CarriedIn:
        """Let the server's answer in a file count (blocking). Raises: Trouble; nothing has changed then."""
        ...

    def renewed(self, desk: Desk) -> Desk:
        """The same unlocked desk with the settings as they are now."""
        ...

    def settings(self) -> Settings:
        """What ``posko.toml`` says."""
        ...

    def save_settings(self, settings: Settings) -> None:
        """Write ``posko.toml``. Raises: Trouble if it cannot be written."""
        ...

    def recent_log(self, most_lines: int) -> tuple[str, ...]:
        """The last lines of the log, masked, the newest last."""
        ...

    def note_bug(self, error: BaseException) -> str:
        """Log a bug and return the masked report that may be handed on; from any thread."""
        ...

    def close(self) -> int:
        """Finish, close everything, and return how many events are still unsent."""
        ...
