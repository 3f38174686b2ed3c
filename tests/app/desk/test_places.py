"""Villages by the beginnings of words, over the whole country, the near ones first, within a frame."""

from __future__ import annotations

import functools
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
from app.models.regions import FILE_PARTS, RegionCode, RegionFile
from app.models.village_index import MOST_FOUND
from core.address import Village
from core.errors import Trouble

SITI = "3578085508909901"
"""A NIK of Gubeng."""

GUBENG = VillagePlace("35.78.08.1001", "Gubeng", "Gubeng", "Kota Surabaya", "Jawa Timur")


@pytest.fixture(scope="module")
def regions() -> Iterator[RegionFile]:
    with closing(RegionFile()) as file:
        yield file


def first(regions: RegionFile, text: str, near: str = "") -> str:
    """The likeliest village with the names above it."""
    village = regions.find_villages(text, [near])[0]
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


def test_at_most_twelve_are_offered(desk: Desk) -> None:
    assert len(find_villages(desk, "suka")) == MOST_FOUND == 12


# --- what is typed ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "near", "found"),
    [
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
    assert [village.name for village in regions.find_villages(code)] == ["Gubeng"]


def test_half_a_code_finds_the_villages_below_it(regions: RegionFile) -> None:
    assert {village.district for village in regions.find_villages("35.78.08")} == {"Gubeng"}


@pytest.mark.parametrize("text", ["", " ", "zzzz", "gub zzzz", "12345678901", "قرية", "x" * 500, "\n", "\ud800"])
def test_what_fits_nothing_finds_nothing(regions: RegionFile, text: str) -> None:
    assert regions.find_villages(text) == ()


def test_the_exact_name_comes_before_longer_ones(regions: RegionFile) -> None:
    names = [village.name for village in regions.find_villages("mojo", ["35"])]
    assert names[0] == "Mojo"
    assert names == sorted(names, key=lambda name: (name != "Mojo", not name.startswith("Mojo")))


def test_near_ones_come_first_level_by_level(regions: RegionFile) -> None:
    codes = [village.code for village in regions.find_villages("tambak", ["35.78.08"])]
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
    assert village in regions.find_villages(text, [code])


@functools.cache
def some_codes(regions: RegionFile) -> list[str]:
    """The code of a village in each of some dozen regencies."""
    return [found[0].code for at in range(1101, 9672, 17) if (found := regions.find_villages(str(at)))]


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
