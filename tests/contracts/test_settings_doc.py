"""Every setting stands in docs/settings.md with its real default, and nothing stands there that is no setting."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import msgspec
import pytest

from app.settings import Settings
from app.settings_file import read_settings

ROOT = Path(__file__).parents[2]
DOC = (ROOT / "docs" / "settings.md").read_text("utf-8")
ROW = re.compile(r"^\| `(\w+)` \| `(.*?)` \|", re.MULTILINE)
FIELDS = {field.name: field.default for field in msgspec.structs.fields(Settings)}


def test_the_table_has_every_key_in_order_and_no_other() -> None:
    assert [name for name, _default in ROW.findall(DOC)] == list(FIELDS)


@pytest.mark.parametrize(("name", "default"), ROW.findall(DOC))
def test_the_default_is_the_real_one(name: str, default: str) -> None:
    assert tomllib.loads(f"value = {default}")["value"] == FIELDS[name]


def test_the_example_is_read_and_sets_every_key(tmp_path: Path) -> None:
    [example] = re.findall(r"```toml\n(.*?)```", DOC, re.DOTALL)
    (tmp_path / "posko.toml").write_text(example, encoding="utf-8")
    assert isinstance(read_settings(tmp_path / "posko.toml"), Settings)
    assert list(tomllib.loads(example)) == list(FIELDS)


def test_every_variable_of_ours_that_the_desk_reads_is_explained() -> None:
    sources = [path.read_text("utf-8") for path in (ROOT / "app").rglob("*.py")]
    read = {name for text in sources for name in re.findall(r"environ(?:\.get\(|\[)\"(POSKO_\w+)\"", text)}
    assert read
    assert read == set(re.findall(r"^\| `(POSKO_(?!SERVER_)\w+)` \|", DOC, re.MULTILINE))


def test_every_variable_of_ours_that_the_server_reads_is_explained() -> None:
    sources = [path.read_text("utf-8") for path in (ROOT / "server").rglob("*.py")]
    read = {name for text in sources for name in re.findall(r"^[A-Z_]+ = \"(POSKO_SERVER_\w+)\"", text, re.MULTILINE)}
    assert read == set(re.findall(r"^\| `(POSKO_SERVER_\w+)` \|", DOC, re.MULTILINE))
