"""Who may import whom: the middle column of the layer table, module by module.

The right-hand column (what must not, along whole chains) is checked by import-linter; its contracts stand in
pyproject.toml.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("core", "papers", "app", "server", "resources")

MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "core": ("core", "stdnum", "msgspec"),
    "core.agreement": ("core", "cryptography"),
    "core.sealed_file": ("core", "cryptography", "msgspec"),
    "core.signing": ("core", "cryptography"),
    "core.like_names": ("core", "rapidfuzz"),
    "core.likeness": ("core", "rapidfuzz"),
    "resources": ("resources", "core"),
    "papers": ("papers", "core", "reportlab", "qrcode", "openpyxl"),
    "app.changes": ("core",),
    "app.models": ("app.models", "core", "app.changes", "resources", "peewee", "playhouse", "cryptography", "msgspec"),
    "app.desk": ("app.desk", "core", "app.changes", "app.models", "papers", "rapidfuzz"),
    "app.forms": ("app.forms", "core"),
    "app.printing": ("app.printing", "core", "app.changes"),
    "app.sound": ("app.sound", "resources"),
    "app.sync": ("app.sync", "core", "app.changes", "app.models", "h11", "certifi", "msgspec"),
    "app.ui": (
        "app.ui", "core", "app.changes", "app.desk", "app.forms", "app.printing", "app.sound", "resources",
        "app.settings", "app.sync.state", "PySide6", "shiboken6", "pypdfium2", "zxingcpp",
    ),
    "app.settings": ("core", "msgspec"),
    "app.settings_file": ("app.settings", "core", "msgspec"),
    "app.paths": ("core", "resources"),
    "app.logs": ("core", "app.log_file"),
    "app.log_file": ("app.paths",),
    "app": ("app", "core", "papers", "resources"),
    "server.store": (
        "server.store", "core", "papers", "resources", "peewee", "playhouse", "psycopg", "cryptography", "msgspec",
    ),
    "server.bugs": (),
    "server.office": ("server.office", "server.store", "server.bugs", "core", "papers", "resources", "msgspec"),
    "server.office.passwords": ("core", "cryptography"),
    "server.exchange": ("server.exchange", "server.store", "core", "papers", "resources", "msgspec"),
    "server.mail": ("server.mail", "server.store", "server.bugs", "core", "papers", "resources"),
    "server.http": (
        "server.http", "server.exchange", "server.office", "server.store", "core", "papers", "resources",
        "litestar", "msgspec", "prometheus_client",
    ),
    "server": ("server", "core", "papers", "resources", "uvicorn"),
}  # fmt: skip
"""Layer -> what its modules may import, apart from the standard library. The longest fitting layer counts."""


def module_name(path: Path) -> str:
    """``app/desk/register.py`` -> ``app.desk.register``; a package is named without ``__init__``."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def is_below(name: str, place: str) -> bool:
    """Whether ``name`` is ``place`` or lies in it."""
    return name == place or name.startswith(f"{place}.")


def layer_of(module: str) -> str:
    """The longest layer name that fits."""
    return max((layer for layer in MAY_IMPORT if is_below(module, layer)), key=len)


def imports(tree: ast.Module) -> Iterator[tuple[str, ...]]:
    """Each import as its possible full names: ``from app import sync`` means ``app`` or ``app.sync``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name,) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or "."
            yield from ((base, f"{base}.{alias.name}") for alias in node.names)


def strangers(module: str, text: str) -> list[str]:
    """What ``module`` imports although its layer may not."""
    allowed = MAY_IMPORT[layer_of(module)]
    return [
        names[-1]
        for names in imports(ast.parse(text))
        if names[0].partition(".")[0] not in sys.stdlib_module_names
        and not any(is_below(name, place) for name in names for place in allowed)
    ]


def sources() -> list[Path]:
    """Every module of the product."""
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


@pytest.mark.parametrize("path", sources(), ids=module_name)
def test_a_module_imports_only_what_its_layer_may(path: Path) -> None:
    assert strangers(module_name(path), path.read_text("utf-8")) == []


@pytest.mark.parametrize("package", PACKAGES)
def test_no_part_of_the_house_is_left_unchecked(package: str) -> None:
    assert any(is_below(module_name(path), package) for path in sources())


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("core.nik", "import peewee"),
        ("core.names", "from rapidfuzz.distance import OSA"),
        ("core.slip_token", "from cryptography.hazmat.primitives import hashes"),
        ("papers.receipt", "import resources"),
        ("app.desk.register", "from app.sync import state"),
        ("app.forms.person", "from app import models"),
        ("app.ui.shell", "from app.sync import worker"),
        ("app.ui.shell", "from app.models import tables"),
        ("app.ui.screens.settings", "from app.settings_file import write_settings"),
        ("app.ui.shell", "from app.house import DeskHouse"),
        ("app.sync.worker", "import app.desk.register"),
        ("app.cli", "import server.store"),
        ("server.store.tables", "import server.http.routes"),
        ("server.exchange.receive", "import litestar"),
        ("resources", "import app.paths"),
    ],
)
def test_a_stranger_is_noticed(module: str, text: str) -> None:
    assert len(strangers(module, text)) == 1


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("core.wire.codec", "import msgspec"),
        ("core.signing", "from cryptography.hazmat.primitives import hashes"),
        ("core.ids", "from stdnum import damm"),
        ("app.ui.shell", "from app.sync import state"),
        ("app.ui.shell", "from app.sync.state import Seen"),
        ("app.ui.shell", "from app.settings import Settings"),
        ("app.main", "import app.sync.worker, app.models.database, app.ui.shell"),
        ("server.http.routes", "from litestar import post"),
        ("core.dates", "import re\nfrom datetime import date"),
    ],
)
def test_a_neighbour_is_welcome(module: str, text: str) -> None:
    assert strangers(module, text) == []
