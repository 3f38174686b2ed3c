"""Every dependency is pinned, locked with hashes, and has its reason written down."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")
PIN = re.compile(r"([A-Za-z0-9._-]+)==([\w.]+)")


@cache
def pins(group: str) -> dict[str, str]:
    """Package -> version that pyproject.toml asks for; ``group`` is ``run`` or ``dev``."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted: list[str] = project["project"]["dependencies"] if group == "run" else project["dependency-groups"]["dev"]
    matches = [PIN.fullmatch(line) for line in wanted]
    assert None not in matches, "every dependency is pinned with =="
    return {match[1]: match[2] for match in matches if match}


def locked(lock: str) -> dict[str, str]:
    """Package -> version in a lock file."""
    lines = (ROOT / lock).read_text("utf-8").splitlines()
    return {match[1]: match[2] for line in lines if (match := PIN.match(line))}


def test_the_program_runs_on_what_is_asked_for() -> None:
    assert pins("run").items() <= locked("requirements.lock").items()


def test_the_workshop_has_what_is_asked_for() -> None:
    assert (pins("run") | pins("dev")).items() <= locked("requirements-dev.lock").items()


def test_the_workshop_tests_what_the_program_runs_on() -> None:
    assert locked("requirements.lock").items() <= locked("requirements-dev.lock").items()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_a_hash(lock: str) -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text("utf-8"))
    bare = [entry for entry in entries if PIN.match(entry) and "--hash=sha256:" not in entry]
    assert bare == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_place_to_fetch_from(lock: str) -> None:
    assert re.findall(r"://|--\w*index|--find-links|(?m:^/)", (ROOT / lock).read_text("utf-8")) == []


@pytest.mark.parametrize("package", sorted(pins("run") | pins("dev")))
def test_every_dependency_has_its_reason(package: str) -> None:
    rows = (ROOT / "docs" / "dependencies.md").read_text("utf-8").splitlines()
    assert any(row.startswith(f"| {package} ") for row in rows), f"docs/dependencies.md has no row for {package}"
