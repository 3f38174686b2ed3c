"""The lists of regions in the bundled read-only file: codes in, ``core.address`` records out."""

from __future__ import annotations

import enum
import re
import sqlite3
import threading
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path

import resources
from app.models.village_index import LEAST_LETTERS, MOST_FOUND, VillageIndex, code_digits, name_words, plain_words
from core.address import PROVINCES, District, Village
from core.errors import Trouble

APPLICATION_ID = 0x504B5752
"""``PKWR``: what the file's header says it is."""

FORMAT = 3
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
_FIND_DEAD = "SELECT code, valid_until FROM old_village WHERE successor IS NULL ORDER BY code"
_FIND_POSTAL = "SELECT postal_code FROM village WHERE code = ?"
_FIND_REGENCIES = "SELECT code, name FROM regency WHERE code / 100 = ? ORDER BY code"
_FIND_REPLACED = """
    SELECT code, successor FROM old_village
    WHERE code BETWEEN ? AND ? AND successor IS NOT NULL ORDER BY code LIMIT ?"""
_VILLAGE_DIGITS = 10
_LEAST_OLD_DIGITS = 4
"""So many digits of a code from before name a regency that had villages."""

_Row = tuple[str | int | None, ...]


@dataclass(frozen=True, slots=True)
class FoundVillage:
    """A village that a text may mean: one of today, or a dead one that no other has replaced.

    Args:
        postal_code: empty = not known.
        name_before: what the text calls it or its district: a name of before; empty if today's names fit.
        code_before: the dead code that was typed; empty if none was.
        valid_until: ISO day, the last one of a dead village; empty if it is not known, or the village lives.
    """

    village: Village
    postal_code: str = ""
    name_before: str = ""
    code_before: str = ""
    valid_until: str = ""


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
        self._dead: tuple[tuple[str, FoundVillage], ...] = ()
        """Villages that nothing has replaced, each with the plain words of its path."""
        self._province = lru_cache(CACHED_ANSWERS)(self._read_province)
        self._district = lru_cache(CACHED_ANSWERS)(self._read_district)
        self._village = lru_cache(CACHED_ANSWERS)(self._read_village)
        self._postal = lru_cache(CACHED_ANSWERS)(self._read_postal)

    def province(self, code: str) -> str | None:
        """Name of the province ``PP``. Raises: Trouble if the file is missing or damaged."""
        return self._province(code) if _PROVINCE.fullmatch(code) else None

    def district(self, code: str) -> District | None:
        """The district ``PP.KK.CC``, current or dead. Raises: Trouble if the file is missing or damaged."""
        return self._district(code) if _DISTRICT.fullmatch(code) else None

    def village(self, code: str) -> Village | None:
        """The village ``PP.KK.CC.NNNN``, current or dead. Raises: Trouble if the file is missing or damaged."""
        return self._village(code) if _VILLAGE.fullmatch(code) else None

    def postal_code(self, village_code: str) -> str:
        """The postal code of a village, of a dead one that of its successor; empty = not known.

        Raises: Trouble if the file is missing or damaged.
        """
        village = self.village(village_code)
        code = "" if village is None else village.code if village.is_current else village.successor
        return self._postal(code) if code else ""

    def postal_provinces(self, code: str) -> frozenset[str]:
        """Two-digit codes of the provinces where this postal code is in use; empty = not in the list.

        Raises: Trouble if the file is missing or damaged.
        """
        return self.prepare_search().provinces_of(code)

    def regencies(self, province: str) -> tuple[tuple[str, str], ...]:
        """Code and name of each regency of a province. Raises: Trouble if the file is missing or damaged."""
        if not _PROVINCE.fullmatch(province):
            return ()
        return tuple((_dotted(code), str(name)) for code, name in self._all(_FIND_REGENCIES, int(province)))

    def find_villages(self, text: str, near: Sequence[str] = (), most: int = MOST_FOUND) -> tuple[FoundVillage, ...]:
        """Villages of today by the beginnings of words of today or before, or by a code; the likeliest first.

        Behind them, as far as there is room, dead villages of that name that nothing has replaced.

        A code may be a postal code or one of a region, whole or not, dead or alive. The first question takes some
        50 ms, see :meth:`prepare_search`.

        Args:
            near: codes of districts, regencies or provinces; villages in these districts come first, then those in
                their regencies, then those in their provinces.

        Raises: Trouble if the file is missing or damaged.
        """
        codes = self.prepare_search().find(text, near, most)
        found = {_dotted(code): "" for code in codes} or self._replaced(code_digits(text), most)
        words = [word for word in name_words(text) if len(word) >= LEAST_LETTERS]
        villages = ((self.village(code), before) for code, before in found.items())
        alive = tuple(
            FoundVillage(one, self.postal_code(one.code), self._name_before(one, words), before)
            for one, before in villages
            if one is not None
        )
        return (*alive, *islice(self._dead_ones(words), most - len(alive))) if words else alive

    def prepare_search(self) -> VillageIndex:
        """Make the index that every later search uses; for a worker, so that no key has to wait for it."""
        with self._index_lock:
            if self._index is None:
                self._index = self._indexed()
                self._dead = tuple(self._read_dead())
            return self._index

    def warm(self) -> None:
        """Open the file and ask it once, so that the window's first question costs what every other does.

        Raises: Trouble if the file is missing or damaged.
        """
        self.village(f"{min(PROVINCES)}.01.01.2001")

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

    def _read_postal(self, code: str) -> str:
        row = self._one(_FIND_POSTAL, _number(code))
        return str(row[0]) if row is not None and row[0] is not None else ""

    def _replaced(self, digits: str, most: int) -> dict[str, str]:
        """Villages of today whose dead code begins so, each with that code."""
        missing = _VILLAGE_DIGITS - len(digits)
        if missing < 0 or len(digits) < _LEAST_OLD_DIGITS:
            return {}
        first = int(digits) * 10**missing
        rows = self._all(_FIND_REPLACED, first, first + 10**missing - 1, most)
        return {_dotted(successor): _dotted(code) for code, successor in rows}

    def _read_dead(self) -> Iterator[tuple[str, FoundVillage]]:
        for code, valid_until in self._all(_FIND_DEAD):
            one = self.village(_dotted(code))
            if one is not None:
                path = f" {plain_words(f'{one.name} {one.district} {one.regency}')}"
                yield path, FoundVillage(one, valid_until=str(valid_until or ""))

    def _dead_ones(self, words: Sequence[str]) -> Iterator[FoundVillage]:
        """Dead villages of which every word begins a word of their path, and one of them a word of their name."""
        for path, found in self._dead:
            name = f" {plain_words(found.village.name)}"
            if all(f" {word}" in path for word in words) and any(f" {word}" in name for word in words):
                yield found

    def _name_before(self, village: Village, words: Sequence[str]) -> str:
        """The name of before that begins with a word which no name of today begins with."""
        today = f" {plain_words(f'{village.name} {village.district} {village.regency}')}"
        strange = [word for word in words if f" {word}" not in today]
        if not strange:
            return ""
        names = self.prepare_search().names_before(_number(village.code))
        return next((name for name in names if any(f" {word}" in f" {plain_words(name)}" for word in strange)), "")

    def _one(self, query: str, *values: int) -> _Row | None:
        """First row of the answer."""
        return next(iter(self._all(query, *values)), None)

    def _all(self, query: str, *values: int) -> list[_Row]:
        """The whole answer. The lock lets threads share the one connection, the cache spares most waits."""
        with self._lock:
            try:
                if self._connection is None:
                    self._connection = self._open()
                rows: list[_Row] = self._connection.execute(query, values).fetchall()
            except (sqlite3.Error, UnicodeDecodeError) as error:  # the latter: SQLite's own message quotes damage
                raise self._damaged() from error
        return rows

    def _indexed(self) -> VillageIndex:
        """Read by a connection of its own: nobody who asks for one village meanwhile has to wait."""
        try:
            with closing(self._open()) as connection:
                return VillageIndex(connection)
        except (sqlite3.Error, zlib.error, ValueError, TypeError, KeyError) as error:  # whatever damaged parts bring
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
