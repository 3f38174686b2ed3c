"""Where bundled files are, from source and from the frozen program."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import resources
from core.errors import Kind, Trouble


@pytest.fixture
def bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as PyInstaller unpacks it, with one file of ours."""
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    (tmp_path / "resources" / "regions").mkdir(parents=True)
    (tmp_path / "resources" / "regions" / "LICENSE-ODbL.txt").write_bytes(b"in the bundle")
    return tmp_path


def test_from_source_a_file_stands_beside_the_code() -> None:
    assert resources.path("regions", "LICENSE-ODbL.txt") == Path(resources.__file__).parent / "regions/LICENSE-ODbL.txt"


def test_from_source_a_file_is_read_whole() -> None:
    assert resources.read("regions", "LICENSE-ODbL.txt").startswith(b"The lists of regions")


def test_frozen_a_file_is_read_from_the_bundle(bundle: Path) -> None:
    assert resources.read("regions", "LICENSE-ODbL.txt") == b"in the bundle"


def test_a_missing_file_is_trouble_of_the_world_and_named(bundle: Path) -> None:
    with pytest.raises(Trouble) as raised:
        resources.read("regions", "wilayah.sqlite")
    trouble = raised.value
    assert (trouble.code, trouble.kind, trouble.facts) == ("RESOURCE_MISSING", Kind.WORLD, {"name": "wilayah.sqlite"})


def test_a_folder_cannot_be_read_as_a_file() -> None:
    with pytest.raises(Trouble) as raised:
        resources.read("regions")
    assert raised.value.code == resources.ResourceCode.MISSING
