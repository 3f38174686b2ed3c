"""``posko.toml``: read into the frozen settings, written back whole; what is wrong is named with file, line and key."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from app.settings import Settings
from core.errors import Trouble, unusable
from core.sentences import os_reason
from core.typed import table_as


def read_settings(path: Path) -> Settings:
    """The settings in a file; all defaults if there is none.

    Raises: Trouble (usage) SETTINGS_FILE naming the line, SETTINGS_KEY or SETTINGS_VALUE naming the key.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise Trouble("FILE_CANNOT_USE", file=path.name, reason=os_reason(error.errno)) from error
    document = _document(path.name, content)
    for key, value in document.items():
        _check_key(path.name, key, value, _line_of(key, content))
    return table_as(document, Settings)


def _document(name: str, content: bytes) -> Mapping[str, object]:
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise unusable("SETTINGS_FILE", file=name, line=content.count(b"\n", 0, error.start) + 1) from error
    except (ValueError, RecursionError) as error:
        named = re.search(r"at line (\d+)", str(error))
        line = int(named[1]) if named else len(content.splitlines())
        raise unusable("SETTINGS_FILE", file=name, line=line) from error


def _line_of(key: str, content: bytes) -> int:
    """Where a key stands; the first line where it is written in a way that only a TOML reader finds."""
    found = re.search(rb"^[ \t]*\[?[\"']?" + re.escape(key.encode()) + rb"\b", content, re.MULTILINE)
    return content.count(b"\n", 0, found.start()) + 1 if found else 1


def _check_key(name: str, key: str, value: object, line: int) -> None:
    """Refuse what is no setting, or no value of it. Raises: Trouble (usage) SETTINGS_KEY, SETTINGS_VALUE."""
    if key not in Settings.__struct_fields__:
        raise unusable("SETTINGS_KEY", file=name, line=line, key=key[:40], known=Settings.__struct_fields__)
    try:
        _ = table_as({key: value}, Settings).training_day
    except (ValueError, msgspec.ValidationError) as error:
        raise unusable("SETTINGS_VALUE", file=name, line=line, key=key) from error


def write_settings(path: Path, settings: Settings) -> None:
    """Put a settings file in place that a person can go on with: all of it, or the old one stays.

    Raises: Trouble SETTINGS_VALUE (usage) naming a key whose value could not be read back; FILE_CANNOT_USE.
    """
    import json  # the window reads settings before its first picture, and writes them later if at all
    import secrets

    values = msgspec.structs.asdict(settings)
    lines = ["# Pengaturan meja ini. Penjelasan tiap kunci: docs/settings.md"]
    for name, value in values.items():
        _check_key(path.name, name, value, len(lines) + 1)
        text = json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")  # which TOML does not want as it is
        lines.append(f"{name} = {text}")
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        _write_through(part, "\n".join(lines) + "\n")
        part.replace(path)
    except OSError as error:
        raise Trouble("FILE_CANNOT_USE", file=path.name, reason=os_reason(error.errno)) from error
    finally:
        with suppress(OSError):  # a folder that takes no file has none to take away
            part.unlink(missing_ok=True)


def _write_through(path: Path, text: str) -> None:
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
