"""Where the profile is: the option, the environment, else the user's own data on each platform."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from app.paths import profile_folder


@pytest.fixture(autouse=True)
def somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("POSKO_HOME", "XDG_DATA_HOME", "APPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", "/home/rina")
    monkeypatch.setenv("USERPROFILE", "/home/rina")


def test_what_is_said_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSKO_HOME", "/srv/desk")
    assert profile_folder("/mnt/other") == Path("/mnt/other")
    assert profile_folder(None) == Path("/srv/desk")


def test_a_tilde_is_somebodys_home(monkeypatch: pytest.MonkeyPatch) -> None:
    assert profile_folder("~/desk") == Path("/home/rina/desk")
    assert profile_folder("~nobody-by-this-name/desk") == Path("~nobody-by-this-name/desk")


@pytest.mark.parametrize(
    ("platform", "variable", "folder"),
    [
        ("linux", None, "/home/rina/.local/share/posko"),
        ("linux", "XDG_DATA_HOME", "/data/posko"),
        ("win32", None, "/home/rina/AppData/Roaming/posko"),
        ("win32", "APPDATA", "/data/posko"),
        ("darwin", None, "/home/rina/Library/Application Support/posko"),
    ],
)
def test_each_platform_has_its_place(
    monkeypatch: pytest.MonkeyPatch, platform: str, variable: str | None, folder: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    if variable:
        monkeypatch.setenv(variable, "/data")
    assert profile_folder(None) == Path(folder)


def test_an_empty_variable_counts_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSKO_HOME", "")
    monkeypatch.setenv("XDG_DATA_HOME", "")
    assert profile_folder(None) == Path("/home/rina/.local/share/posko")
