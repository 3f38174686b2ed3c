"""The lists of regions in the bundled read-only file: codes in, ``core.address`` records out."""

from __future__ import annotations

import enum
import re
import sqlite3
import threading
from collections.abc import Sequence
from contextlib import closing
from functools import lru_cache
from pathlib import Path

import resources
from app.models.village_index import MOST_FOUND, VillageIndex
from core.address import District, Village
from core.errors import Trouble

APPLICATION_ID = 0x504B5752
"""``PKWR``: what the file's header says it is."""

FORMAT = 2
"""Version of the tables; ``tools/build_regions.py`` writes it, another one is refused."""

FILE_PARTS = ("regions", "wilayah.sqlite")

CACHED_ANSWERS = 512
"""A post meets the same few dozen districts and villages all day."""

_PROVINCE = re.compile(r"\d{2}", re.ASCII)
_DISTRICT = re.compile(r"\d{2}\.\d{2}\.\d{2}", re.ASCII)
_VILLAGE = re.compile(r"\d{2}\.\d{2}\.\d{2}\.\d{4}", re.ASCII)

_FIND_PROVINCE = "SELECT name FROM province WHERE code = ?"
_FIND_DISTRICT = """
    SELECT district.name, regency.name, province.name
    FROM district
    JOIN regency ON regency.code = district.code / 100
    JOIN province ON province.code = district.code / 10000
    WHERE district.code = ?"""
_FIND_OLD_DISTRICT = """
    SELECT old_district.name, old_district.regency, province.name, old_district.successor
    FROM old_district
    JOIN province ON province.code = old_district.code / 10000
    WHERE old_district.code = ?"""
_FIND_VILLAGE = """
    SELECT village.name, district.name, regency.name, province.name
    FROM village
    JOIN district ON district.code = village.code / 10000
    JOIN regency ON regency.code = village.code / 1000000
    JOIN province ON province.code = village.code / 100000000
    WHERE village.code = ?"""
_FIND_OLD_VILLAGE = "SELECT name, successor FROM old_village WHERE code = ?"

_Row = tuple[str | int | None, ...]


class RegionCode(enum.StrEnum):
    """Troubles with the lists of regions; their sentences stand in ``core.sentences``."""

    DAMAGED = "REGION_FILE_DAMAGED"


class RegionFile:
    """The official lists as ``core.address.Regions``; may be asked from any thread, opens itself at the first question.

    Args:
        file: the SQLite file; the bundled one if not given.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file or resources.path(*FILE_PARTS)
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._index_lock = threading.Lock()
        self._index: VillageIndex | None = None
        self._province = lru_cache(CACHED_ANSWERS)(self._read_province)
        self._district = lru_cache(CACHED_ANSWERS)(self._read_district)
        self._village = lru_cache(CACHED_ANSWERS)(self._read_village)

    def province(self, code: str) -> str | None:
        """Name of the province ``PP``. Raises: Trouble if the file is missing or damaged."""
        return self._province(code) if _PROVINCE.fullmatch(code) else None

    def district(self, code: str) -> District | None:
        """The district ``PP.KK.CC``, current or dead. Raises: Trouble if the file is missing or damaged."""
        return self._district(code) if _DISTRICT.fullmatch(code) else None

    def village(self, code: str) -> Village | None:
        """The village ``PP.KK.CC.NNNN``, current or dead. Raises: Trouble if the file is missing or damaged."""
        return self._village(code) if _VILLAGE.fullmatch(code) else None

    def find_villages(self, text: str, near: Sequence[str] = (), most: int = MOST_FOUND) -> tuple[Village, ...]:
        """Villages of today by the beginnings of words, or by code; the likeliest first.

        The first question takes a quarter of a second, see :meth:`prepare_search`.

        Args:
            near: codes of districts, regencies or provinces; villages in and around the first come first.

        Raises: Trouble if the file is missing or damaged.
        """
        codes = self.prepare_search().find(text, near, most)
        found = (self.village(_dotted(code)) for code in codes)
        return tuple(village for village in found if village is not None)

    def prepare_search(self) -> VillageIndex:
        """Make the index that every later search uses; for a worker, so that no key has to wait for it."""
        with self._index_lock:
            if self._index is None:
                self._index = self._indexed()
            return self._index

    def verify(self) -> None:
        """Read the whole file once. Raises: Trouble if it is missing or damaged anywhere."""
        if self._one("PRAGMA quick_check(1)") != ("ok",):
            raise self._damaged()

    def close(self) -> None:
        """Let go of the file; a later question opens it again."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _read_province(self, code: str) -> str | None:
        row = self._one(_FIND_PROVINCE, int(code))
        return None if row is None else str(row[0])

    def _read_district(self, code: str) -> District | None:
        number = _number(code)
        row = self._one(_FIND_DISTRICT, number)
        if row is not None:
            name, regency, province = map(str, row)
            return District(code, name, regency, province)
        row = self._one(_FIND_OLD_DISTRICT, number)
        if row is None:
            return None
        name, regency, province = map(str, row[:3])
        return District(code, name, regency, province, is_current=False, successor=_dotted(row[3]))

    def _read_village(self, code: str) -> Village | None:
        row = self._one(_FIND_VILLAGE, _number(code))
        if row is None:
            return self._read_old_village(code)
        name, district, regency, province = map(str, row)
        return Village(code, name, district, regency, province)

    def _read_old_village(self, code: str) -> Village | None:
        """A dead village stands in a district that has died with it or lives on."""
        row = self._one(_FIND_OLD_VILLAGE, _number(code))
        above = self._district(code[:8]) if row else None
        if row is None or above is None:
            return None
        name, successor = str(row[0]), _dotted(row[1])
        return Village(code, name, above.name, above.regency, above.province, is_current=False, successor=successor)

    def _one(self, query: str, *values: int) -> _Row | None:
        """First row of the answer. The lock lets threads share the one connection, the cache spares most waits."""
        with self._lock:
            try:
                if self._connection is None:
                    self._connection = self._open()
                row: _Row | None = self._connection.execute(query, values).fetchone()
            except (sqlite3.Error, UnicodeDecodeError) as error:  # the latter: SQLite's own message quotes damage
                raise self._damaged() from error
        return row

    def _indexed(self) -> VillageIndex:
        """Read by a connection of its own: nobody who asks for one village meanwhile has to wait."""
        try:
            with closing(self._open()) as connection:
                return VillageIndex(connection)
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise self._damaged() from error

    def _open(self) -> sqlite3.Connection:
        """Open read-only; *immutable* spares locks and side files, so a read-only program folder will do."""
        if not self._file.is_file():
            raise Trouble(resources.ResourceCode.MISSING, name=self._file.name)
        uri = f"{self._file.resolve().as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        if not _is_ours(connection):
            connection.close()
            raise self._damaged()
        return connection

    def _damaged(self) -> Trouble:
        return Trouble(RegionCode.DAMAGED, name=self._file.name)


def _is_ours(connection: sqlite3.Connection) -> bool:
    """Whether the header says that these are our tables in a format that we can read."""
    try:
        kind = connection.execute("PRAGMA application_id").fetchone()
        version = connection.execute("PRAGMA user_version").fetchone()
    except sqlite3.Error:
        return False
    return (kind, version) == ((APPLICATION_ID,), (FORMAT,))


def _number(code: str) -> int:
    return int(code.replace(".", ""))


def _dotted(code: str | int | None) -> str:
    """``930101`` -> ``93.01.01``, ``9301011002`` -> ``93.01.01.1002``; nothing -> empty text."""
    text = str(code) if isinstance(code, int) else ""
    return ".".join(part for part in (text[:2], text[2:4], text[4:6], text[6:]) if part)
