"""The names in memory: whoever is registered is found, by any number and any spelling, the best first."""

from __future__ import annotations

import random
import uuid

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.desk.context import Desk
from app.desk.lookup import find
from app.desk.people_index import Filters, Found, PeopleIndex, read_again, read_page
from core.registered import ListedVisit
from tests.kit.crowd import COMMON, crowd, one_visit
from tests.kit.desk import register_one, sql

LETTERS = "abcdefghijklmnopqrstuvwxyz"

NAMES = st.lists(st.sampled_from(COMMON), min_size=1, max_size=4).map(" ".join)


def index_of(*visits: ListedVisit) -> PeopleIndex:
    index = PeopleIndex()
    index.add(visits)
    return index


def named(*names: str) -> PeopleIndex:
    return index_of(*(one_visit(number, name=name) for number, name in enumerate(names)))


def names(found: Found) -> list[str]:
    return [visit.name for visit in found.visits]


# --- names ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("SITI AMINAH", "siti"),
        ("SITI AMINAH", "AMINAH  siti"),
        ("SITI AMINAH", "ami si"),
        ("SITI AMINAH", "amniah"),
        ("SITI AMINAH", "aminsh siti"),
        ("SITI NURHALIZA", "nurhalzia"),
        ("SITI NURHALIZA", "nurhalisaa"),
        ("SITI NURHALIZA", "nurhalz"),
        ("MUHAMMAD ARIF", "moch arif"),
        ("MOCH. ARIF", "muhammad arif"),
        ("M. ARIF", "mohamad arif"),
        ("MUHAMMAD ARIF", "m. arif"),
        ("ACHMAD FAUZI", "ahmad"),
        ("AHMAD FAUZI", "achm"),
        ("SOEKARNO", "sukarno"),
        ("SUKARNO", "soekarno"),
        ("DJOKO TJAHJONO", "joko cahyono"),
        ("JOKO CAHYONO", "djoko tjahjono"),
        ("TAUFIQ BUDHI", "taufik budi"),
        ("NU'MAN MA'RUF", "numan maruf"),
        ("NUMAN MARUF", "nu'man"),
        ("ANDRÉ GÜNTHER", "andre gunther"),
        ("ABD. RAHMAN", "abdul rahman"),
        ("H. EKO SAPUTRA, S.PD.", "eko saputra"),
        ("AL-GHAZALI", "al ghazali"),
    ],
)
def test_a_name_is_found_in_any_spelling(name: str, text: str) -> None:
    assert names(named("WULAN PERTIWI", name).search(text)) == [name]


def test_other_people_are_not_found() -> None:
    index = named("SITI AMINAH", "RINI", "TONO")
    for text in ("rina", "budi", "siti tono", "xyz", "aminahsiti", "aaaa", "a" * 9999):
        assert names(index.search(text)) == []


def test_the_name_as_typed_comes_before_names_that_begin_so_and_those_before_typing_mistakes() -> None:
    index = named("SUHARTI", "SUHARTINI", "SUHARTO", "SUHARTI DEWI")
    found = index.search("suharti")
    assert names(found) == ["SUHARTI DEWI", "SUHARTI", "SUHARTINI", "SUHARTO"]
    assert (found.count, found.nearly) == (4, 1)


def test_among_equals_the_newest_comes_first_and_everybody_is_shown_without_a_text() -> None:
    index = index_of(one_visit(3), one_visit(900), one_visit(1), one_visit(450))
    for text in ("", "   ", "budi"):
        assert [visit.seq for visit in index.search(text).visits] == [901, 451, 4, 2]


def test_more_than_the_limit_are_counted() -> None:
    found = index_of(*map(one_visit, range(30))).search("budi", limit=10)
    assert (len(found.visits), found.count) == (10, 30)


@given(NAMES, st.randoms(use_true_random=False))
def test_whoever_is_registered_is_found_by_the_words_in_any_order(name: str, chance: random.Random) -> None:
    words = name.lower().split()
    chance.shuffle(words)
    assert names(named("WULAN", name).search(" ".join(words))) == [name]


@settings(max_examples=300)
@given(st.data())
def test_whoever_is_registered_is_found_with_one_mistake_in_a_long_word(data: st.DataObject) -> None:
    word = data.draw(st.sampled_from([word.lower() for word in COMMON if len(word) > 5 and word.isalpha()]))
    place = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from(LETTERS))
    mistakes = (
        word[:place] + word[place + 1 :],
        word[:place] + letter + word[place + 1 :],
        word[:place] + letter + word[place:],
        word[:place] + word[place + 1 : place + 2] + word[place] + word[place + 2 :],
    )
    typed = data.draw(st.sampled_from(mistakes))
    assert names(named("ZZ", f"DEWI {word.upper()}").search(f"dewi {typed}")) == [f"DEWI {word.upper()}"]


@given(st.text(max_size=300))
def test_any_text_is_answered(text: str) -> None:
    index = index_of(*map(one_visit, range(3)))
    assert index.search(text).count in range(4)


# --- numbers ----------------------------------------------------------------------------------------------------
@given(st.integers(0, 10**10 - 1), st.integers(4, 16))
def test_whoever_is_registered_is_found_by_the_beginning_and_the_end_of_the_nik(rest: int, length: int) -> None:
    nik = f"357808{rest:010d}"
    index = index_of(one_visit(0, nik=nik, registration_no=""), one_visit(1, nik="1101010101010001"))
    assume(nik[-length:] not in ("1101010101010001"[-length:], "0002", "0001"))
    assert [visit.nik for visit in index.search(nik[:length]).visits] == [nik]
    assert [visit.nik for visit in index.search(nik[-length:]).visits] == [nik]


def test_a_nik_is_found_however_it_is_typed() -> None:
    index = index_of(one_visit(0, nik="3578085508909901"), one_visit(1))
    for text in ("3578 0855 0890 9901", "357808.550890.9901", "357808-550890-9901", " 3578085508909901 "):
        assert [visit.nik for visit in index.search(text).visits] == ["3578085508909901"]


def test_four_digits_from_the_middle_find_nobody() -> None:
    assert index_of(one_visit(0, nik="3578085508909901")).search("5508").count == 0


def test_a_nik_that_could_not_be_taken_is_found_by_what_was_typed() -> None:
    index = index_of(one_visit(0, nik="35780855089"))
    assert index.search("357808").count == index.search("5089").count == 1


def test_a_registration_number_is_found_whole_begun_and_by_its_serial() -> None:
    index = index_of(*map(one_visit, range(400)))
    wanted = one_visit(241)
    whole = wanted.registration_no
    serial, check = whole.split("-")[-2:]
    assert index.search(whole).visits == [wanted]
    assert index.search(whole.lower()).visits == [wanted]
    assert index.search(f"{serial}-{check}").visits == index.search(serial + check).visits == [wanted]
    assert {visit.registration_no[-6:-2] for visit in index.search(serial).visits} == {serial}
    for length in range(3, len(whole)):
        assert wanted in index.search(whole[:length]).visits


def test_a_queue_number_means_todays_first_then_the_newest() -> None:
    index = index_of(*(one_visit(number * 200 + 41) for number in range(4)))
    days = [visit.business_on for visit in index.search("a042", today="2020-01-03").visits]
    assert days == ["2020-01-03", "2020-01-05", "2020-01-04", "2020-01-02"]
    assert index.search("42").count == index.search("042").count == 4


# --- filters ----------------------------------------------------------------------------------------------------
def test_filters_narrow_with_and_without_a_text() -> None:
    index = index_of(
        one_visit(0, name="SITI"),
        one_visit(200, name="SITI", status="DITARIK"),
        one_visit(400, name="BUDI", outcome="waiting_list"),
        one_visit(600, name="SITI", outcome="waiting_list"),
    )
    assert index.search("", Filters(first_on="2020-01-03", last_on="2020-01-04")).count == 2
    assert index.search("", Filters(first_on="2020-01-04")).count == 2
    assert index.search("", Filters(last_on="2020-01-02")).count == 1
    assert index.search("siti", Filters(outcome="waiting_list")).count == 1
    assert index.search("siti", Filters(status="DITARIK")).count == 1
    assert index.search("siti", Filters(status="DITARIK", outcome="waiting_list")).count == 0
    assert index.search("", Filters(status="TIDAK_ADA")).count == 0


# --- keeping current --------------------------------------------------------------------------------------------
def test_what_was_read_again_takes_the_place_of_what_was_known() -> None:
    index = named("SITI AMINAH", "BUDI")
    old = index.search("siti").visits[0]
    index.replace([old.uid], [one_visit(0, name="SARTIKA", status="DITARIK")])
    assert index.search("siti").count == 0
    assert names(index.search("sartika")) == ["SARTIKA"]
    assert index.search("", Filters(status="DITARIK")).count == 1
    assert len(index) == 2


def test_who_is_not_there_any_more_is_gone_and_an_unknown_one_disturbs_nobody() -> None:
    index = named("SITI AMINAH", "BUDI")
    index.replace([index.search("siti").visits[0].uid, uuid.uuid4()], [])
    assert (index.search("siti").count, len(index)) == (0, 1)


def test_after_the_lock_nobody_is_known() -> None:
    index = named("SITI AMINAH")
    index.drop()
    assert (len(index), index.search("siti").count, index.search("").count) == (0, 0, 0)


def test_pages_in_any_order_and_one_by_one_give_the_same_list() -> None:
    everybody = crowd(700)
    whole = index_of(*everybody)
    pages = PeopleIndex()
    pages.add(everybody[400:])
    for visit in everybody[:400]:
        pages.add([visit])
    for text in ("", "siti", "s a", "3578", "0042", "35-SBY01-2020", "suhrti"):
        assert pages.search(text) == whole.search(text)


# --- out of the store -------------------------------------------------------------------------------------------
def read_everybody(desk: Desk) -> tuple[PeopleIndex, int]:
    index, before, broken = PeopleIndex(), None, 0
    while before != 0:
        page = read_page(desk, before)
        index.add(page.visits)
        before, broken = page.before, broken + page.broken
    return index, broken


def test_the_store_is_read_page_by_page_the_latest_first(desk: Desk) -> None:
    kept = [register_one(desk, number).kept for number in range(5)]
    pages = [read_page(desk, most=2)]
    while pages[-1].before:
        pages.append(read_page(desk, pages[-1].before, most=2))
    assert [len(page.visits) for page in pages] == [2, 2, 1]
    assert [visit.uid for visit in pages[0].visits] == [kept[4].uid, kept[3].uid]
    assert (pages[0].total, pages[0].broken) == (5, 0)
    index, _broken = read_everybody(desk)
    assert [visit.uid for visit in index.search("").visits] == [one.uid for one in reversed(kept)]


def test_a_broken_seal_is_counted_and_hides_nobody_else(desk: Desk) -> None:
    kept = [register_one(desk, number).kept for number in range(3)]
    sql(desk.store, "UPDATE registration SET sealed = x'00' WHERE uid = ?", kept[1].uid.bytes)
    index, broken = read_everybody(desk)
    assert (len(index), broken) == (2, 1)
    assert read_again(desk, [kept[1].uid]) == ()


def test_an_empty_store_is_one_empty_page(desk: Desk) -> None:
    page = read_page(desk)
    assert (page.visits, page.before, page.total) == ((), 0, 0)


def test_the_list_knows_what_the_visit_was(desk: Desk) -> None:
    kept = register_one(desk, 7, name_on_id="DEWI LESTARI").kept
    (visit,) = read_again(desk, [kept.uid])
    assert (visit.uid, visit.name, visit.nik) == (kept.uid, "DEWI LESTARI", kept.body.person.nik)
    assert (visit.registration_no, visit.queue_number) == (kept.registration_no, kept.queue_number)
    assert (visit.status, visit.outcome) == (kept.status, kept.body.outcome)


def test_headless_find_and_the_window_answer_alike(desk: Desk) -> None:
    for number, name in enumerate(("SITI AMINAH", "MOCH. ARIF", "SOEKARNO", "SITI NURHALIZA", "AMINAH")):
        register_one(desk, number, name_on_id=name)
    index, _broken = read_everybody(desk)
    for text in ("siti", "aminah", "muhammad", "sukarno", "nurhalzia", "9901", "3578", "0002", "42", "xyz"):
        assert [one.uid for one in find(desk, text)] == [visit.uid for visit in index.search(text).visits]
