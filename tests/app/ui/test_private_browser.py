"""A private window of the browser that is there: found on the search path, told only pages that may be opened."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.ui.private_browser import is_page, open_private
from core.errors import Trouble

PAGE = "https://accounts.contoh.id/daftar"


def browser_in(folder: Path, command: str) -> Path:
    """A program that writes down what it was told."""
    told = folder / f"{command}.txt"
    program = folder / command
    program.write_text(f'#!/bin/sh\necho "$@" > "{told}.new" && /bin/mv "{told}.new" "{told}"\n', encoding="utf-8")
    program.chmod(0o755)
    return told


@pytest.mark.parametrize(
    ("command", "private"),
    [("firefox", "-private-window"), ("google-chrome", "--incognito"), ("microsoft-edge", "--inprivate")],
)
def test_the_page_opens_in_a_private_window(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, private: str
) -> None:
    told = browser_in(tmp_path, command)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert open_private(PAGE).program == tmp_path / command
    qtbot.waitUntil(told.exists, timeout=20_000)
    assert told.read_text("utf-8").split() == [private, PAGE]


def test_without_a_browser_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Trouble) as told:
        open_private(PAGE)
    assert (told.value.code, told.value.facts) == ("BROWSER_NONE", {"address": PAGE})


@pytest.mark.parametrize(
    "address", ["http://contoh.id/", "file:///etc/passwd", "javascript:alert(1)", "--version", "", "https:///x"]
)
def test_nothing_else_is_ever_opened(address: str) -> None:
    assert not is_page(address)
    with pytest.raises(ValueError, match="https"):
        open_private(address)


def test_our_own_machine_is_a_page_too() -> None:
    assert is_page("http://127.0.0.1:8080/aktivasi")
