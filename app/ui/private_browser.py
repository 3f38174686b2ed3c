"""Opens the system's browser in a private window: of what an applicant does there nothing stays on this laptop."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from PySide6.QtCore import QProcess

from core.errors import Trouble

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser that somebody may have installed.

    Args:
        commands: what it is called on the search path.
        file: below one of the folders of programs of Windows.
        private: what opens a private window.
    """

    name: str
    commands: tuple[str, ...]
    file: str
    private: str


BROWSERS = (
    Browser("Firefox", ("firefox", "firefox-esr"), "Mozilla Firefox/firefox.exe", "-private-window"),
    Browser(
        "Google Chrome",
        ("google-chrome", "google-chrome-stable", "chrome"),
        "Google/Chrome/Application/chrome.exe",
        "--incognito",
    ),
    Browser("Chromium", ("chromium", "chromium-browser"), "Chromium/Application/chrome.exe", "--incognito"),
    Browser(
        "Microsoft Edge",
        ("microsoft-edge", "microsoft-edge-stable", "msedge"),
        "Microsoft/Edge/Application/msedge.exe",
        "--inprivate",
    ),
)
"""In the order in which they are asked for."""

_PROGRAM_FOLDERS = ("ProgramFiles", "ProgramFiles(x86)", "LocalAppData")
_APP_PATHS = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths"


@dataclass(frozen=True, slots=True)
class Installed:
    """A browser that is there."""

    browser: Browser
    program: Path


def open_private(address: str) -> Installed:
    """Open a page in a private window of the first browser that is there.

    Args:
        address: of a provider or of our own server, out of our files; never what somebody typed.

    Raises: Trouble BROWSER_NONE, BROWSER_REFUSED. ValueError: that is no page of the network.
    """
    if not is_page(address):
        raise ValueError("only https, or our own machine")
    found = next(installed(), None)
    if found is None:
        raise Trouble("BROWSER_NONE", address=address)
    has_begun, _number = QProcess.startDetached(str(found.program), [found.browser.private, address])
    if not has_begun:
        raise Trouble("BROWSER_REFUSED", browser=found.browser.name, address=address)
    return found


def is_page(address: str) -> bool:
    """Whether it is a page that may be opened: sealed on its way, or of this very machine."""
    parts = urlsplit(address)
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    )


def installed() -> Iterator[Installed]:
    """Every browser that is there, in the order of :data:`BROWSERS`."""
    for browser in BROWSERS:
        program = next(_programs(browser), None)
        if program is not None:
            yield Installed(browser, program)


def _programs(browser: Browser) -> Iterator[Path]:
    """Where it is: on the search path, where Windows has it in its list of programs, in its usual folder."""
    for command in browser.commands:
        if path := shutil.which(command):
            yield Path(path)
    registered = _registered(Path(browser.file).name)
    if registered is not None:
        yield registered
    for name in _PROGRAM_FOLDERS:
        folder = os.environ.get(name, "")
        if folder and (usual := Path(folder, browser.file)).is_file():
            yield usual


def _registered(file: str) -> Path | None:
    if sys.platform == "win32":
        import winreg

        for root in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
            try:
                path = Path(winreg.QueryValue(root, f"{_APP_PATHS}\\{file}").strip('"'))
            except OSError:
                continue
            if path.is_file():
                return path
    return None
