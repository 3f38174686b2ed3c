"""The bundled lists of regions, asked as the rules ask them; and what is said when the file is not whole."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from app.models.regions import FILE_PARTS, RegionCode, RegionFile
from core.address import District, RegionMatch, Regions, Village, match_district
from core.errors import Trouble
from core.sentences import sentence

BUNDLED = resources.path(*FILE_PARTS)


@pytest.fixture
def regions() -> Iterator[RegionFile]:
    with closing(RegionFile()) as file:
        yield file


def number(query: str) -> int:
    """The one number that a query over the bundled file gives."""
    with closing(sqlite3.connect(f"{BUNDLED.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        return int(connection.execute(query).fetchone()[0])


def trouble_of(file: Path, code: str = "35.78.08") -> Trouble:
    """The trouble that the first question to this file brings."""
    with closing(RegionFile(file)) as regions, pytest.raises(Trouble) as raised:
        regions.district(code)
    return raised.value


# --- what is in the lists ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("SELECT count(*) FROM province", 38),
        ("SELECT count(*) FROM regency", 514),
        ("SELECT count(*) FROM district", 7285),
        ("SELECT count(*) FROM village", 83762),
        ("SELECT count(*) FROM old_district", 588),
        ("SELECT count(*) FROM old_village", 6038),
    ],
)
def test_every_list_is_complete(query: str, count: int) -> None:
    assert number(query) == count


@pytest.mark.parametrize(
    ("place", "query", "count"),
    [
        ("regencies of East Java", "SELECT count(*) FROM regency WHERE code / 100 = 35", 38),
        ("districts of Surabaya", "SELECT count(*) FROM district WHERE code / 100 = 3578", 31),
        ("districts of Jakarta", "SELECT count(*) FROM district WHERE code / 10000 = 31", 44),
        ("villages of Jakarta", "SELECT count(*) FROM village WHERE code / 100000000 = 31", 267),
        ("villages of East Jakarta", "SELECT count(*) FROM village WHERE code / 1000000 = 3175", 65),
        ("customary villages", "SELECT count(*) FROM village WHERE code % 10000 / 1000 = 3", 14),
        ("dead districts of 91", "SELECT count(*) FROM old_district WHERE code / 10000 = 91", 456),
        ("dead districts of 92", "SELECT count(*) FROM old_district WHERE code / 10000 = 92", 132),
        ("dead villages of 91", "SELECT count(*) FROM old_village WHERE code / 100000000 = 91", 4544),
        ("dead villages of 92", "SELECT count(*) FROM old_village WHERE code / 100000000 = 92", 1066),
    ],
)
def test_known_places_have_as_many_parts_as_the_decrees_say(place: str, query: str, count: int) -> None:
    assert number(query) == count, place


@pytest.mark.parametrize(
    ("query", "longest"),
    [
        ("SELECT max(length(name)) FROM regency", 42),
        ("SELECT max(length(name)) FROM district", 31),
        ("SELECT max(length(name)) FROM village", 44),
        ("SELECT max(length(name)) FROM old_village", 22),
    ],
)
def test_longest_names_are_what_the_screens_and_slips_are_made_for(query: str, longest: int) -> None:
    assert number(query) == longest


# --- asking ------------------------------------------------------------------------------------------------------
def test_a_district_comes_with_the_names_above_it(regions: RegionFile) -> None:
    assert regions.district("35.78.08") == District("35.78.08", "Gubeng", "Kota Surabaya", "Jawa Timur")


def test_a_district_of_jakarta_is_found(regions: RegionFile) -> None:
    found = regions.district("31.75.02")
    assert found is not None
    assert found.name == "Pulogadung"


def test_a_village_comes_with_the_names_above_it(regions: RegionFile) -> None:
    assert regions.village("31.75.02.1001") == Village(
        "31.75.02.1001",
        "Pulo Gadung",
        "Pulogadung",
        "Kota Administrasi Jakarta Timur",
        "Daerah Khusus Ibukota Jakarta",
    )


def test_a_province_is_found_by_two_digits(regions: RegionFile) -> None:
    assert regions.province("96") == "Papua Barat Daya"


def test_a_dead_district_is_known_with_its_successor(regions: RegionFile) -> None:
    assert regions.district("91.01.01") == District(
        "91.01.01", "Merauke", "Kabupaten Merauke", "Papua", is_current=False, successor="93.01.01"
    )


def test_a_dead_district_whose_spelling_changed_has_its_successor(regions: RegionFile) -> None:
    found = regions.district("91.18.18")
    assert found is not None
    assert (found.name, found.successor) == ("Ayip", "93.04.18")


def test_a_successor_is_a_current_district(regions: RegionFile) -> None:
    found = regions.district("92.71.01")
    assert found is not None
    successor = regions.district(found.successor)
    assert successor is not None
    assert successor.is_current


def test_a_village_of_a_dead_district_is_known_with_the_names_of_then(regions: RegionFile) -> None:
    assert regions.village("91.01.02.2005") == Village(
        "91.01.02.2005",
        "Wan",
        "Muting",
        "Kabupaten Merauke",
        "Papua",
        is_current=False,
        successor="93.01.02.2003",
    )


def test_a_dead_village_of_a_living_district_is_known_with_its_successor(regions: RegionFile) -> None:
    assert regions.village("53.03.01.1006") == Village(
        "53.03.01.1006",
        "Bitefa",
        "Miomaffo Timur",
        "Kabupaten Timor Tengah Utara",
        "Nusa Tenggara Timur",
        is_current=False,
        successor="53.03.01.2006",
    )


def test_a_dead_village_that_nothing_has_replaced_is_found_behind_the_living_ones(regions: RegionFile) -> None:
    found = regions.find_villages("batee shoek")
    assert [(one.village.name, one.village.is_current, one.valid_until) for one in found][-1:] == [
        ("Batee Shoek", False, "")
    ]
    mindi = regions.find_villages("mindi porong")
    assert [(one.village.code, one.village.is_current) for one in mindi] == [("35.15.04.1005", False)]
    assert regions.find_villages("porong mindi xyz") == ()


def test_a_dead_village_never_stands_before_a_living_one(regions: RegionFile) -> None:
    found = [one.village.is_current for one in regions.find_villages("jatirejo")]
    assert found == sorted(found, reverse=True)
    assert len(found) <= 12


@pytest.mark.parametrize("code", ["91.01.02.2013", "91.03.01.2007", "91.07.01.2003", "53.03.20.1006"])
def test_a_dead_village_that_is_not_found_again_by_its_name_has_no_successor(regions: RegionFile, code: str) -> None:
    found = regions.village(code)
    assert found is not None
    assert (found.is_current, found.successor) == (False, "")


@pytest.mark.parametrize("code", ["91.01.01.1001", "91.01.01.1999"])
def test_a_village_number_never_given_in_a_dead_district_is_unknown(regions: RegionFile, code: str) -> None:
    assert regions.village(code) is None


@pytest.mark.parametrize("code", ["64.73.01", "00.00.00", "99.99.99"])
def test_a_district_in_no_list_is_unknown(regions: RegionFile, code: str) -> None:
    assert regions.district(code) is None


def test_a_village_number_that_was_never_given_is_unknown(regions: RegionFile) -> None:
    assert regions.village("31.75.02.1099") is None


def test_a_province_never_issued_is_unknown(regions: RegionFile) -> None:
    assert regions.province("10") is None


def test_an_apostrophe_in_a_name_stays(regions: RegionFile) -> None:
    found = regions.district("12.14.21")
    assert found is not None
    assert found.name == "O'o'u"


def test_the_rules_take_the_file_as_their_regions(regions: RegionFile) -> None:
    lists: Regions = regions
    matches = [match_district(code, lists) for code in ("35.78.08", "91.01.01", "64.73.01")]
    assert matches == [RegionMatch.CURRENT, RegionMatch.OLD, RegionMatch.UNKNOWN]


@pytest.mark.parametrize(
    "text", ["", "3578", "35.78", "35.78.08 ", "35.78.08\n", "35-78-08", "٣٥.٧٨.٠٨", "35.78.08.1", "\ud800", "\0"]
)
def test_a_text_that_is_no_code_is_unknown(regions: RegionFile, text: str) -> None:
    assert (regions.province(text), regions.district(text), regions.village(text)) == (None, None, None)


@given(text=st.text() | st.from_regex(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?"))
def test_no_text_ever_raises(text: str) -> None:
    with closing(RegionFile()) as regions:
        province, district, village = regions.province(text), regions.district(text), regions.village(text)
    assert province is None or province
    assert district is None or district.code == text
    assert village is None or village.code == text


def test_many_threads_may_ask_at_once(regions: RegionFile) -> None:
    codes = [f"35.{regency:02d}.{district:02d}" for regency in range(1, 30) for district in range(1, 10)] * 4
    alone = [regions.district(code) for code in codes]
    with closing(RegionFile()) as shared, ThreadPoolExecutor(8) as threads:
        assert list(threads.map(shared.district, codes)) == alone


def test_a_closed_file_opens_again_at_the_next_question(regions: RegionFile) -> None:
    regions.district("35.78.08")
    regions.close()
    regions.close()
    assert regions.district("35.78.09") is not None


def test_asking_leaves_no_file_behind(tmp_path: Path) -> None:
    copy = tmp_path / "wilayah.sqlite"
    copy.write_bytes(BUNDLED.read_bytes())
    with closing(RegionFile(copy)) as regions:
        regions.verify()
    assert list(tmp_path.iterdir()) == [copy]


def test_a_folder_with_odd_letters_in_its_name_is_no_trouble(tmp_path: Path) -> None:
    folder = tmp_path / "Posko #1 50% ?é"
    folder.mkdir()
    (folder / "wilayah.sqlite").write_bytes(BUNDLED.read_bytes())
    with closing(RegionFile(folder / "wilayah.sqlite")) as regions:
        assert regions.province("35") == "Jawa Timur"


# --- not whole ---------------------------------------------------------------------------------------------------
def test_the_bundled_file_is_whole(regions: RegionFile) -> None:
    regions.verify()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    trouble = trouble_of(tmp_path / "wilayah.sqlite")
    assert (trouble.code, trouble.facts) == (resources.ResourceCode.MISSING, {"name": "wilayah.sqlite"})


def test_a_folder_in_the_files_place_is_a_missing_file(tmp_path: Path) -> None:
    assert trouble_of(tmp_path).code == resources.ResourceCode.MISSING


@pytest.mark.parametrize("content", [b"", b"<html>Silakan masuk</html>", bytes(9000)], ids=["empty", "html", "zeros"])
def test_a_file_that_is_something_else_is_damaged(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "wilayah.sqlite"
    file.write_bytes(content)
    assert trouble_of(file).code == RegionCode.DAMAGED


def test_a_cut_file_is_damaged(tmp_path: Path) -> None:
    file = tmp_path / "wilayah.sqlite"
    whole = BUNDLED.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    assert trouble_of(file).code == RegionCode.DAMAGED


@pytest.mark.parametrize("setting", ["application_id", "user_version"])
def test_a_database_of_another_kind_or_format_is_damaged(tmp_path: Path, setting: str) -> None:
    file = tmp_path / "wilayah.sqlite"
    file.write_bytes(BUNDLED.read_bytes())
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"PRAGMA {setting} = 77")
    assert trouble_of(file).code == RegionCode.DAMAGED


def test_a_hole_in_the_middle_is_found_by_reading_it_all(tmp_path: Path) -> None:
    file = tmp_path / "wilayah.sqlite"
    content = bytearray(BUNDLED.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 4096] = bytes(4096)
    file.write_bytes(content)
    with closing(RegionFile(file)) as regions, pytest.raises(Trouble) as raised:
        regions.verify()
    assert raised.value.code == RegionCode.DAMAGED


@pytest.mark.parametrize("seed", range(40))
def test_any_damage_gives_an_answer_or_a_trouble_and_never_another_error(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(BUNDLED.read_bytes())
    for _ in range(2000):
        content[chance.randrange(100, len(content))] = chance.randrange(256)
    file = tmp_path / "wilayah.sqlite"
    file.write_bytes(content)
    codes = set()
    for code in ("35.78.08", "91.01.01", "31.75.02", "92.71.01"):
        with closing(RegionFile(file)) as regions:
            try:
                regions.district(code)
                regions.village(f"{code}.1001")
                regions.verify()
            except Trouble as trouble:
                codes.add(trouble.code)
    assert codes == {RegionCode.DAMAGED}


@pytest.mark.parametrize("code", [RegionCode.DAMAGED, resources.ResourceCode.MISSING])
def test_each_trouble_has_a_sentence_that_names_the_file(code: str) -> None:
    assert "wilayah.sqlite" in sentence(code, {"name": "wilayah.sqlite"})


# --- postal codes -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("village", "code"),
    [
        ("35.78.08.1001", "60281"),
        ("91.01.01.2001", "99618"),  # a dead one: that of its successor
        ("91.01.02.2013", ""),  # dead without successor
        ("31.75.02.1099", ""),
        ("31.99.99.1001", ""),
        ("60281", ""),
    ],
)
def test_a_village_has_its_postal_code(regions: RegionFile, village: str, code: str) -> None:
    assert regions.postal_code(village) == code


@pytest.mark.parametrize(("code", "provinces"), [("60281", {"35"}), ("10110", {"31"}), ("99618", {"93"})])
def test_a_postal_code_is_known_by_its_province(regions: RegionFile, code: str, provinces: set[str]) -> None:
    assert regions.postal_provinces(code) == provinces


@pytest.mark.parametrize("code", ["", "6028", "602811", "00000", "99999", "6028O", "६०२८१", "-6028", "6" * 5000])
def test_what_is_no_postal_code_in_use_has_no_province(regions: RegionFile, code: str) -> None:
    assert regions.postal_provinces(code) == frozenset()


@given(text=st.text(max_size=12))
def test_any_text_may_be_asked_as_a_postal_code_or_a_village(text: str) -> None:
    with closing(RegionFile()) as regions:
        regions.postal_code(text)
        assert regions.regencies(text) == () or len(text) == 2


def test_a_damaged_search_is_said_to_be_damaged(tmp_path: Path) -> None:
    for part, content in (("village.text", b"no zlib"), ("village.codes", None), ("district.words", b"")):
        file = tmp_path / f"{part}.sqlite"
        file.write_bytes(BUNDLED.read_bytes())
        with closing(sqlite3.connect(file)) as connection, connection:
            connection.execute("DELETE FROM search WHERE part = ?", [part])
            if content is not None:
                connection.execute("INSERT INTO search VALUES (?, ?)", [part, content])
        with closing(RegionFile(file)) as regions, pytest.raises(Trouble) as raised:
            regions.prepare_search()
        assert raised.value.code == RegionCode.DAMAGED


def test_warming_opens_the_file_and_says_when_it_is_missing(tmp_path: Path) -> None:
    with closing(RegionFile(tmp_path / "wilayah.sqlite")) as regions, pytest.raises(Trouble):
        regions.warm()
