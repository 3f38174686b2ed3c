"""Settings of one desk as plain values, their defaults and bounds; ``app.settings_file`` reads and writes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

MOST_LINE, MOST_COUNTER = 120, 20
Line = Annotated[str, Meta(max_length=MOST_LINE)]

QueueCap = Annotated[int, Meta(ge=0, le=2_000)]
"""Numbers a day; 0 = no cap."""

ZONES = {"WIB": 7, "WITA": 8, "WIT": 9}
"""Zones of local time and their hours before UTC."""

FOLDER_PRINTER = "folder:"
"""How a ``printer`` begins that is a folder.

``tcp:``, ``device:`` and ``windows:`` mean thermal printers (``app/printing/address.py``); any other text is the name
that the system knows a printer by.
"""

_WITA = frozenset({"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"})
_WIT = frozenset({"81", "82", "91", "92", "93", "94", "95", "96"})


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Every key of ``posko.toml`` with its default; ``docs/settings.md`` explains each (a test holds them together)."""

    agency: Line = ""
    post_address: Line = ""
    post_phone: Line = ""
    emblem: Annotated[str, Meta(max_length=400)] = ""
    counter: Annotated[str, Meta(max_length=MOST_COUNTER)] = "1"
    zone: Literal["WIB", "WITA", "WIT"] = "WIB"
    status_host: Annotated[str, Meta(max_length=60, pattern=r"\A[A-Za-z0-9.:-]*\Z")] = ""
    complaint_line: Line = ""
    printer: Annotated[str, Meta(max_length=400)] = ""
    paper: Literal["thermal58", "thermal80", "a5", "a4", "f4"] = "thermal80"
    large_print: bool = False
    thermal_cut: Literal["full", "partial", "none"] = "partial"
    thermal_picture: Literal["raster", "columns"] = "raster"
    lock_after_minutes: Annotated[int, Meta(ge=1, le=60)] = 3
    draft_days: Annotated[int, Meta(ge=1, le=90)] = 30
    language: Literal["id", "en"] = "id"
    look: Literal["light", "dark", "contrast", "system"] = "system"
    text_percent: Annotated[int, Meta(ge=90, le=150)] = 100
    queue_priority_after: Annotated[int, Meta(ge=1, le=20)] = 2
    queue_cap_a: QueueCap = 0
    queue_cap_b: QueueCap = 0
    queue_cap_c: QueueCap = 0
    queue_cap_p: QueueCap = 0
    training_on: Annotated[str, Meta(pattern=r"\A(\d{4}-\d{2}-\d{2})?\Z")] = ""

    @property
    def training_day(self) -> date | None:
        """The business date that a training desk stands on; ``None`` = the real day."""
        return date.fromisoformat(self.training_on) if self.training_on else None

    @property
    def zone_hours(self) -> int:
        """Hours before UTC."""
        return ZONES[self.zone]

    @property
    def printer_folder(self) -> Path | None:
        """The folder that gets the slips as clear PDF files in place of a printer; ``None`` if none was chosen."""
        text = self.printer.removeprefix(FOLDER_PRINTER).strip()
        return Path(text) if self.printer.startswith(FOLDER_PRINTER) and text else None


def changed(settings: Settings, values: Mapping[str, str | int]) -> Settings:
    """The settings with some values changed; whoever writes them checks the values."""
    return msgspec.structs.replace(settings, **values)


def zone_of_province(province: str) -> Literal["WIB", "WITA", "WIT"]:
    """The zone a province lives in.

    Source: Keppres 41/1987; the Papua provinces of 2022 kept the time of the province they came from.
    """
    if province in _WIT:
        return "WIT"
    return "WITA" if province in _WITA else "WIB"
