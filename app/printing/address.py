"""Which thermal printer a line of the settings means: ``tcp:HOST:PORT``, ``device:PATH`` or ``windows:NAME``."""

from __future__ import annotations

import enum
import re

from app.printing.channel import Transport
from core.errors import unusable

MOST_PORT = 65_535

_TCP = re.compile(r"(?P<host>[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::(?P<port>[0-9]{1,5}))?", re.ASCII)


class Way(enum.StrEnum):
    """How a line of the settings begins that means a thermal printer."""

    TCP = "tcp:"
    DEVICE = "device:"
    WINDOWS = "windows:"


def way_of(text: str) -> Way | None:
    """How the printer is reached; ``None`` = it is no thermal printer (a printer of the system, a folder, none)."""
    return next((way for way in Way if text.startswith(way)), None)


def transport_to(text: str) -> Transport | None:
    """The way to a thermal printer; ``None`` as in :func:`way_of`. Raises: Trouble (usage) PRINTER_ADDRESS."""
    way = way_of(text)
    if way is None:
        return None
    # a desk that prints elsewhere loads none of them
    from app.printing.device import DevicePrinter
    from app.printing.windows import WindowsPrinter

    place = text.removeprefix(way).strip()
    match way:
        case _ if not place or not place.isprintable():
            raise unusable("PRINTER_ADDRESS")
        case Way.DEVICE:
            return DevicePrinter(place)
        case Way.WINDOWS:
            return WindowsPrinter(place)
        case Way.TCP:
            return _tcp(place)


def _tcp(place: str) -> Transport:
    from app.printing.tcp import USUAL_PORT, TcpPrinter

    found = _TCP.fullmatch(place)
    port = int(found["port"] or USUAL_PORT) if found else 0
    if found is None or not 0 < port <= MOST_PORT:
        raise unusable("PRINTER_ADDRESS")
    return TcpPrinter(found["host"].strip("[]"), port)
