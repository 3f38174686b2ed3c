"""Villages by the beginnings of words, over the whole country, the near ones first, within a frame."""

from __future__ import annotations

import dataclasses
import functools
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from app.desk.context import Desk
from app.desk.places import VillagePlace, find_villages, prepare_places
from app.desk.register import register
from app.models.regions import FILE_PARTS, RegionCode, RegionFile
from app.models.village_index import MOST_FOUND
from core.address import Village
from core.errors import Trouble
from tests.kit.desk import DAY, entry_of, person_values, prakerja

SITI = "3578085508909901"
"""A NIK of Gubeng."""

GUBENG = VillagePlace("35.78.08.1001", "Gubeng", "Gubeng", "Kota Surabaya", "Jawa Timur", "60281")


@pytest.fixture(scope="module")
def regions() -> Iterator[RegionFile]:
    with closing(RegionFile()) as file:
        yield file


def villages(regions: RegionFile, text: str, near: str = "") -> list[Village]:
    """What is found, the likeliest first."""
    return [found.village for found in regions.find_villages(text, [near])]


def first(regions: RegionFile, text: str, near: str = "") -> str:
    """The likeliest village with the names above it."""
    village = villages(regions, text, near)[0]
    return f"{village.name}, {village.district}, {village.regency}"


# --- the verb -----------------------------------------------------------------------------------------------------


def test_three_letters_find_a_village_near_the_person(desk: Desk) -> None:
    prepare_places(desk)
    assert find_villages(desk, "gub", near=SITI)[0] == GUBENG


def test_villages_near_the_post_come_before_those_of_other_provinces(desk: Desk) -> None:
    assert find_villages(desk, "gubeng")[0] == GUBENG
    assert {one.province for one in find_villages(desk, "suka")} == {"Jawa Timur"}


def test_who_came_from_far_away_lives_near_the_post_now(desk: Desk) -> None:
    found = find_villages(desk, "airlangga", near="9101015508909901")
    assert (found[0].district, found[0].regency) == ("Gubeng", "Kota Surabaya")


def test_the_district_of_the_person_comes_first(desk: Desk) -> None:
    assert find_villages(desk, "mojo", near=SITI)[0].code == "35.78.08.1002"


def test_the_towns_own_villages_come_before_others_of_the_province_once_people_have_come(desk: Desk) -> None:
    prepare_places(desk)
    assert find_villages(desk, "airl")[0].regency == "Kota Surabaya"
    assert find_villages(desk, "mojo")[0].regency != "Kota Surabaya"
    register(desk, entry_of(person_values(1)), prakerja(), DAY)
    prepare_places(desk)
    assert find_villages(desk, "mojo")[0].district == "Gubeng"
    assert {one.regency for one in find_villages(desk, "gub")[:6]} == {"Kota Surabaya"}


def test_a_new_post_knows_its_town_from_its_letterhead(desk: Desk) -> None:
    head = dataclasses.replace(desk.words.letterhead, agency="Dinas Tenaga Kerja Kota Surabaya")
    here = dataclasses.replace(desk, words=dataclasses.replace(desk.words, letterhead=head))
    prepare_places(here)
    assert here.neighbourhood.codes == ("35.78",)
    assert find_villages(here, "mojo")[0].regency == "Kota Surabaya"


def test_a_village_whose_district_bears_its_name_comes_before_others_that_begin_so(desk: Desk) -> None:
    assert [one.village for one in find_villages(desk, "gub")[:2]] == ["Gubeng", "Gubugklakah"]


@pytest.mark.parametrize(
    ("agency", "codes"),
    [
        ("Disnaker Kota Malang", ("35.73",)),
        ("Disnaker Kab. Malang", ("35.07",)),
        ("Disnaker Malang Raya", ("35.07", "35.73")),
        ("Dinas Tenaga Kerja", ()),
    ],
)
def test_a_letterhead_that_names_no_level_means_both(desk: Desk, agency: str, codes: tuple[str, ...]) -> None:
    head = dataclasses.replace(desk.words.letterhead, agency=agency)
    here = dataclasses.replace(desk, words=dataclasses.replace(desk.words, letterhead=head))
    prepare_places(here)
    assert here.neighbourhood.codes == codes


def test_the_persons_own_district_comes_before_the_posts_usual_ones(desk: Desk) -> None:
    register(desk, entry_of(person_values(1)), prakerja(), DAY)
    prepare_places(desk)
    assert find_villages(desk, "sum", near="3507010101900001")[0].regency == "Kabupaten Malang"


def test_a_post_with_many_people_is_learnt_in_a_moment(desk: Desk) -> None:
    register(desk, entry_of(person_values(1)), prakerja(), DAY)
    register(desk, entry_of(person_values(2, village_code="35.15.07.2001")), prakerja(), DAY)
    register(desk, entry_of(person_values(3)), prakerja(), DAY)
    prepare_places(desk)
    assert desk.neighbourhood.codes == ("35.78.08", "35.15.07")


# --- postal codes and what was before -----------------------------------------------------------------------------


def test_a_postal_code_finds_its_villages(desk: Desk) -> None:
    found = find_villages(desk, "60281")
    assert {one.postal_code for one in found} == {"60281"}
    assert GUBENG in found


@pytest.mark.parametrize("digits", ["602", "6028", " 60281 "])
def test_the_beginning_of_a_postal_code_will_do(desk: Desk, digits: str) -> None:
    found = find_villages(desk, digits, near=SITI)
    assert found
    assert all(one.postal_code.startswith(digits.strip()) for one in found)


def test_near_villages_of_a_postal_code_come_first(desk: Desk) -> None:
    assert find_villages(desk, "602", near=SITI)[0].district == "Gubeng"


def test_digits_with_dots_are_no_postal_code(desk: Desk) -> None:
    assert {one.code[:5] for one in find_villages(desk, "35.11")} == {"35.11"}


@pytest.mark.parametrize(
    ("text", "code", "before"),
    [
        ("holuon", "95.03.34.2001", "Holuon"),
        ("rumbai pesisir", "14.71.12.1001", "Rumbai Pesisir"),
        ("pardamean lawe perbunga", "11.02.06.2006", "Pardamean"),
    ],
)
def test_a_name_of_before_finds_its_successor(desk: Desk, text: str, code: str, before: str) -> None:
    assert {one.code: one.name_before for one in find_villages(desk, text)}[code] == before


@pytest.mark.parametrize("text", ["91.01.01.2001", "9101012001"])
def test_a_dead_code_finds_its_successor_and_is_told(desk: Desk, text: str) -> None:
    (found,) = find_villages(desk, text)
    assert (found.code, found.province, found.code_before) == ("93.01.01.2001", "Papua Selatan", "91.01.01.2001")


def test_a_dead_district_finds_the_villages_of_its_successor(desk: Desk) -> None:
    assert {one.district for one in find_villages(desk, "91.13.36")} == {"Holuwon"}


def test_todays_names_are_not_told_as_names_of_before(desk: Desk) -> None:
    assert {one.name_before for one in find_villages(desk, "kel. gubeng kec. gubeng")} == {""}


def test_at_most_twelve_are_offered(desk: Desk) -> None:
    assert len(find_villages(desk, "suka")) == MOST_FOUND == 12


# --- what is typed ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "near", "found"),
    [
        ("gub", "35.78.08", "Gubeng, Gubeng, Kota Surabaya"),
        ("kota surabaya air", "", "Airlangga, Gubeng, Kota Surabaya"),
        ("gunung anyar s", "35", "Gunung Anyar, Gunung Anyar, Kota Surabaya"),
        ("airl gub", "", "Airlangga, Gubeng, Kota Surabaya"),
        ("surab airl", "", "Airlangga, Gubeng, Kota Surabaya"),
        ("kel. airlangga kec. gubeng kota surabaya", "", "Airlangga, Gubeng, Kota Surabaya"),
        ("  ÉLO ", "", "Elo, Kepulauan Luang Sermata, Kabupaten Maluku Barat Daya"),
        ("ja'an", "35", 'Ja"an, Gondang, Kabupaten Nganjuk'),
        ("jaan", "35.18", 'Ja"an, Gondang, Kabupaten Nganjuk'),
        ("gubeng", "35", "Gubeng, Gubeng, Kota Surabaya"),
        ("pulo gadung", "31.75", "Pulo Gadung, Pulogadung, Kota Administrasi Jakarta Timur"),
        ("pulogadung", "31.75.02", "Pulo Gadung, Pulogadung, Kota Administrasi Jakarta Timur"),
        ("karang bangun", "12", "Karang Bangun, Siantar, Kabupaten Simalungun"),
        ("mandor b a", "", "Kuala Mandor A, Kuala Mandor B, Kabupaten Kubu Raya"),
        ("op", "", "OP, Nunkolo, Kabupaten Timor Tengah Selatan"),
    ],
)
def test_words_find_a_village(regions: RegionFile, text: str, near: str, found: str) -> None:
    assert first(regions, text, near) == found


@pytest.mark.parametrize("code", ["35.78.08.1001", "3578081001", " 35 78 08 1001 "])
def test_a_code_finds_its_village(regions: RegionFile, code: str) -> None:
    assert [village.name for village in villages(regions, code)] == ["Gubeng"]


def test_half_a_code_finds_the_villages_below_it(regions: RegionFile) -> None:
    assert {village.district for village in villages(regions, "35.78.08")} == {"Gubeng"}


@pytest.mark.parametrize("text", ["", " ", "zzzz", "gub zzzz", "12345678901", "قرية", "x" * 500, "\n", "\ud800"])
def test_what_fits_nothing_finds_nothing(regions: RegionFile, text: str) -> None:
    assert regions.find_villages(text) == ()


def test_the_exact_name_comes_before_longer_ones(regions: RegionFile) -> None:
    names = [village.name for village in villages(regions, "mojo", "35")]
    assert names[0] == "Mojo"
    assert names == sorted(names, key=lambda name: (name != "Mojo", not name.startswith("Mojo")))


def test_near_ones_come_first_level_by_level(regions: RegionFile) -> None:
    codes = [village.code for village in villages(regions, "tambak", "35.78.08")]
    nearness = [max(length for length in (0, 2, 5, 8) if code[:length] == "35.78.08"[:length]) for code in codes]
    assert nearness == sorted(nearness, reverse=True)


@given(text=st.text(max_size=30), near=st.text("0123456789. x", max_size=12))
def test_any_text_may_be_typed(regions: RegionFile, text: str, near: str) -> None:
    found = regions.find_villages(text, [near])
    assert len(set(found)) == len(found) <= MOST_FOUND


@given(data=st.data())
def test_every_village_is_found_by_its_own_names(regions: RegionFile, data: st.DataObject) -> None:
    code = data.draw(st.sampled_from(some_codes(regions)))
    village = regions.village(code)
    assert isinstance(village, Village)
    text = f"{village.name} {village.district}"
    assert village in villages(regions, text, code)


@functools.cache
def some_codes(regions: RegionFile) -> list[str]:
    """The code of a village in each of some dozen regencies."""
    return [found[0].code for at in range(1101, 9672, 17) if (found := villages(regions, f"{at // 100}.{at % 100:02}"))]


def test_every_tenth_of_a_regency_is_found_by_name_and_district(regions: RegionFile) -> None:
    assert lost(regions, slice(0, None, 97)) == []


@pytest.mark.slow
def test_every_village_of_the_country_is_found_by_name_and_district(regions: RegionFile) -> None:
    assert lost(regions, slice(None)) == []


def lost(regions: RegionFile, which: slice) -> list[str]:
    """The villages that nobody finds who types their name and that of their district, near by."""
    with closing(sqlite3.connect(f"{resources.path(*FILE_PARTS).as_uri()}?mode=ro&immutable=1", uri=True)) as lists:
        query = """
            SELECT village.code, village.name, district.name
            FROM village JOIN district ON district.code = village.code / 10000 ORDER BY village.code"""
        rows = lists.execute(query).fetchall()[which]
    search = regions.prepare_search()
    return [name for code, name, district in rows if code not in search.find(f"{name} {district}", [str(code)[:6]])]


# --- how fast -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_every_key_is_answered_within_a_frame(regions: RegionFile) -> None:
    regions.prepare_search()
    keys = [text[:end] for text in ("sukamaju", "karang bangun", "kota surabaya", "desa ban") for end in range(3, 14)]
    costs_ms = sorted(min(_cost_ms(regions, key) for _ in range(3)) for key in keys)
    print(f"village search: median {costs_ms[len(costs_ms) // 2]:.1f} ms, longest {costs_ms[-1]:.1f} ms")
    assert costs_ms[len(costs_ms) // 2] < 16


def _cost_ms(regions: RegionFile, text: str) -> float:
    started = time.perf_counter()
    regions.find_villages(text, ["357808"])
    return (time.perf_counter() - started) * 1000


# --- trouble ------------------------------------------------------------------------------------------------------


def test_a_damaged_list_is_said_to_be_damaged(tmp_path: Path) -> None:
    damaged = tmp_path / "wilayah.sqlite"
    content = bytearray(resources.path(*FILE_PARTS).read_bytes())
    content[4096:400000] = bytes(len(content[4096:400000]))
    damaged.write_bytes(content)
    with closing(RegionFile(damaged)) as regions, pytest.raises(Trouble) as raised:
        regions.find_villages("gubeng")
    assert raised.value.code == RegionCode.DAMAGED
