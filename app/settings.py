"""Settings of one desk: ``posko.toml``, read once into a frozen record; what is wrong is named with file and key."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from core.errors import Trouble, unusable
from core.sentences import os_reason

Line = Annotated[str, Meta(max_length=120)]

ZONES = {"WIB": 7, "WITA": 8, "WIT": 9}
"""Zones of local time and their hours before UTC."""

_WITA = frozenset({"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"})
_WIT = frozenset({"81", "82", "91", "92", "93", "94", "95", "96"})


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Every key of ``posko.toml`` with its default; ``docs/settings.md`` explains each (a test holds them together)."""

    agency: Line = ""
    post_address: Line = ""
    post_phone: Line = ""
    counter: Annotated[str, Meta(max_length=20)] = "1"
    zone: Literal["WIB", "WITA", "WIT"] = "WIB"
    status_host: Annotated[str, Meta(max_length=60, pattern=r"\A[A-Za-z0-9.:-]*\Z")] = ""
    complaint_line: Line = ""

    @property
    def zone_hours(self) -> int:
        """Hours before UTC."""
        return ZONES[self.zone]


def zone_of_province(province: str) -> Literal["WIB", "WITA", "WIT"]:
    """The zone a province lives in.

    Source: Keppres 41/1987; the Papua provinces of 2022 kept the time of the province they came from.
    """
    if province in _WIT:
        return "WIT"
    return "WITA" if province in _WITA else "WIB"


def latest_business_date(now: datetime) -> date:
    """The business date in the zone that is furthest ahead; whatever zone a desk is set to, its own is no later."""
    return now.astimezone(timezone(timedelta(hours=max(ZONES.values())))).date()


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
        _check_key(path.name, key, value)
    return msgspec.convert(document, Settings)


def _document(name: str, content: bytes) -> Mapping[str, object]:
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise unusable("SETTINGS_FILE", file=name, line=content.count(b"\n", 0, error.start) + 1) from error
    except (ValueError, RecursionError) as error:
        named = re.search(r"at line (\d+)", str(error))
        line = int(named[1]) if named else len(content.splitlines())
        raise unusable("SETTINGS_FILE", file=name, line=line) from error


def _check_key(name: str, key: str, value: object) -> None:
    if key not in Settings.__struct_fields__:
        raise unusable("SETTINGS_KEY", file=name, key=key[:40], known=Settings.__struct_fields__)
    try:
        msgspec.convert({key: value}, Settings)
    except msgspec.ValidationError as error:
        raise unusable("SETTINGS_VALUE", file=name, key=key) from error


def write_settings(path: Path, settings: Settings) -> None:
    """Write a fresh settings file that a person can go on with."""
    lines = ["# Pengaturan meja ini. Penjelasan tiap kunci: docs/settings.md"]
    for name, value in msgspec.structs.asdict(settings).items():
        text = json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")  # which TOML does not want as it is
        lines.append(f"{name} = {text}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
