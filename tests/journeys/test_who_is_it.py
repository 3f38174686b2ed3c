"""Who stands at the desk, in keystrokes: a NIK with a slip, none at all, a name like another, a family, two wishes."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.ui.screens.record import RecordScreen
from core.people import masked_nik
from tests.journeys.applicants import BPU_ANSWERS, BPU_FORM
from tests.journeys.people import Person, fill_in, somebody
from tests.journeys.posts import Place, post_on
from tests.kit.desk import DAY
from tests.kit.enrolled import registrations, server_has
from tests.kit.server import RunningServer
from tests.kit.typist import texts_of
from tests.kit.window import OFFSCREEN_LACKS
from tests.papers.reading import squeezed

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore(OFFSCREEN_LACKS)]

CARD = "3578082308129900"
FATHER = somebody(1, "agus wibowo").but(family_card_no=CARD)
MOTHER = somebody(2, "dewi lestari", born="551187").but(family_card_no=CARD)
SON = somebody(3, "rizky wibowo", born="140202").but(family_card_no=CARD)
BUDI = somebody(4, "budi santoso")
LETTER_FOR_DIGIT = BUDI.but(nik=BUDI.nik.replace("0", "O", 1))
WIRATMO = somebody(5, "wiratmo kusumo")
NAMESAKE = somebody(8, "wiratmo kusumo").but(id_address="jl melati no 9")
NO_NIK = somebody(6, "kartini").but(nik="", birth_date="21041955", sex="p")
SHOPKEEPER = somebody(7, "joko susilo").but(employment_status="usaha")


@pytest.fixture
def place(tmp_path: Path, server: RunningServer) -> Place:
    return post_on(tmp_path, server, DAY)


def test_a_letter_in_the_nik_is_repaired_by_one_key(qtbot: QtBot, place: Place) -> None:
    with place.open(qtbot) as officer:
        officer.begin()
        fill_in(officer.typist, LETTER_FOR_DIGIT, until="nik")
        officer.typist.press("Return")
        officer.sees("Pakai")
        officer.typist.press("Alt+U")
        officer.sees("Laki-laki, 12-03-1985")
        officer.typist.until(lambda: officer.typist.place == "Nama sesuai KTP")
        fill_in(officer.typist, BUDI, since="name_on_id")
        officer.save("terdaftar")
    assert place.at_the_office()["BUDI SANTOSO"]["nik"] == BUDI.nik


def test_the_third_of_a_family_is_recorded_and_the_limit_is_said(qtbot: QtBot, place: Place) -> None:
    with place.open(qtbot) as officer:
        officer.register(FATHER, "terdaftar")
        officer.register(MOTHER, "terdaftar")
        officer.begin()
        fill_in(officer.typist, SON)
        officer.sees("Menurut data posko ini sudah 2 orang dari KK ini")
        officer.save("terdaftar")
    findings = place.at_the_office()["RIZKY WIBOWO"]["findings"]
    assert "FAMILY_CARD_FULL_HERE" in [one["code"] for one in findings]


def test_who_has_no_nik_gets_a_number_and_a_letter_to_dukcapil(qtbot: QtBot, place: Place) -> None:
    with place.open(qtbot) as officer:
        officer.begin()
        fill_in(officer.typist, NO_NIK)
        number = officer.save("Dicatat, belum lengkap", "Cetak rujukan Dukcapil", presses=2)
        slip = place.printed(officer, set())
        before = place.papers()
        officer.typist.press("Alt+R")
        letter = place.printed(officer, before)
        officer.sees("sudah diserahkan ke printer")
    assert number in slip
    assert squeezed("SURAT RUJUKAN KE DUKCAPIL") in letter
    assert "KARTINI" in letter
    kept = place.at_the_office()["KARTINI"]
    assert (kept["nik"], kept["outcome"], kept["queue_number"]) == ("", "incomplete", number)


def test_two_wishes_in_one_visit_have_one_number_and_nothing_is_typed_twice(qtbot: QtBot, place: Place) -> None:
    with place.open(qtbot) as officer:
        typist = officer.typist
        number = officer.register(SHOPKEEPER, "terdaftar", "Program lain")
        officer.choose_programme("bpu")
        officer.sees("Identitas dan berkas terbawa, nomor antrean tetap.", "JOKO SUSILO", "Mojo, Gubeng")
        typist.tab_to("Bekerja sendiri, tidak digaji pemberi kerja: Ya")
        asked = Person({**BPU_ANSWERS, "documents": ""}, form=BPU_FORM)
        fill_in(typist, asked, since="own_account")
        assert officer.save("tercatat") == number
    with place.looked_into() as desk:
        kept = sorted(registrations(desk), key=lambda one: one.registration_no)
    assert [one.body.programme for one in kept] == ["PRAKERJA2020", "BPU"]
    assert {one.queue_number for one in kept} == {number}
    assert {one.body.person for one in kept} == {kept[0].body.person}
    assert all("ktp" in one.body.documents for one in kept)
    assert [one.body.visit for one in kept] == ["", str(kept[0].uid)]
    assert len({one.registration_no for one in kept}) == len({one.body.consent_version for one in kept}) == 2


def test_somebody_with_a_like_name_is_compared_and_kept_as_another(qtbot: QtBot, place: Place) -> None:
    with place.open(qtbot) as officer:
        typist = officer.typist
        number = officer.register(WIRATMO, "terdaftar")
        officer.begin()
        fill_in(typist, NAMESAKE, until="name_on_id")
        typist.press("Return")
        officer.sees("Data yang sudah ada", masked_nik(WIRATMO.nik), masked_nik(NAMESAKE.nik), "sama", "beda")
        officer.sees("Orang yang sama: buka data itu")
        assert any(number in text for text in texts_of(officer.window))
        typist.press("Alt+Y")
        typist.until_gone("Data yang sudah ada")
        fill_in(typist, NAMESAKE, since="birth_place")
        officer.save("terdaftar")
    both = {one["nik"]: one for one in server_has(place.server)}
    assert set(both) == {WIRATMO.nik, NAMESAKE.nik}
    decided = {one["code"]: one for one in both[NAMESAKE.nik]["findings"]}
    assert decided["LIKELY_SAME_PERSON"]["is_confirmed"] is True


def test_the_same_person_with_a_slip_in_the_nik_is_led_to_the_first_registration(qtbot: QtBot, place: Place) -> None:
    with place.open(qtbot) as officer:
        number = officer.register(WIRATMO, "terdaftar")
        officer.begin()
        fill_in(officer.typist, NAMESAKE, until="name_on_id")
        officer.typist.press("Return")
        officer.sees("Orang yang sama: buka data itu")
        officer.typist.press("Alt+O")
        officer.typist.until(lambda: isinstance(officer.shell.front, RecordScreen))
        officer.sees("WIRATMO KUSUMO", number, "JL KENANGA NO 5")
    assert set(place.at_the_office()) == {"WIRATMO KUSUMO"}
