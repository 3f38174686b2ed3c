"""Settings of one desk: ``posko.toml``, read once into a frozen record; what is wrong is named with file and key."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from core.errors import Trouble, unusable

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
    zone: Annotated[str, Meta(pattern="^(WIB|WITA|WIT)$")] = "WIB"
    status_host: Annotated[str, Meta(max_length=60, pattern="^[A-Za-z0-9.:-]*$")] = ""
    complaint_line: Line = ""

    @property
    def zone_hours(self) -> int:
        """Hours before UTC."""
        return ZONES[self.zone]


def zone_of_province(province: str) -> str:
    """The zone a province lives in.

    Source: Keppres 41/1987; the Papua provinces of 2022 kept the time of the province they came from.
    """
    if province in _WIT:
        return "WIT"
    return "WITA" if province in _WITA else "WIB"


def read_settings(path: Path) -> Settings:
    """The settings in a file; all defaults if there is none.

    Raises: Trouble SETTINGS_FILE (usage) naming file and key.
    """
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise Trouble("FILE_CANNOT_USE", file=path.name, reason=error.strerror or "") from error
    try:
        return msgspec.convert(tomllib.loads(text.decode("utf-8-sig")), Settings)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise unusable("SETTINGS_FILE", file=path.name, detail=str(error)) from error


def write_settings(path: Path, settings: Settings) -> None:
    """Write a fresh settings file that a person can go on with."""
    lines = ["# Pengaturan meja ini. Penjelasan tiap kunci: docs/settings.md"]
    for name, value in msgspec.structs.asdict(settings).items():
        lines.append(f"{name} = {json.dumps(value, ensure_ascii=False)}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
