"""An officer's day in keystrokes: first run, twelve people with every outcome, a line that breaks, and everything else.

Real window, real store, real server; keyboard only; nobody waits for a fixed time.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.desk.drafts import drafts
from app.paths import SETTINGS_NAME
from app.settings import changed
from app.settings_file import read_settings, write_settings
from app.ui.gates.setup import SetupScreen
from app.ui.gates.unlock import UnlockScreen
from app.ui.window import Window
from tests.journeys.officer import Officer
from tests.journeys.people import Person, fill_in, somebody
from tests.kit.desk import DAY, opened
from tests.kit.enrolled import as_the_desk_has_it, as_the_server_has_it, desk_heads, server_heads
from tests.kit.line import BadLine
from tests.kit.logging_state import logging_as_before
from tests.kit.server import RunningServer
from tests.kit.typist import Effort, Keyboard, texts_of
from tests.kit.window import OFFSCREEN_LACKS, SPEAKING, close_window, opened_window
from tests.papers.reading import words

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore(OFFSCREEN_LACKS)]

RINA, RINAS_SECRET = "Rina Setyowati", "kopi tubruk jam tiga"
BUDI, BUDIS_SECRET = "Budi Hartono", "hujan di hari senin"
MOST_TYPING_S = 60.0
RECOVERY_GROUP = re.compile(r"[0-9A-Z]{4}")

FIRST = somebody(1, "budi santoso")
NO_KK = somebody(2, "citra dewi", born="520385").but(documents="1")
SHORT_NIK = somebody(3, "dedi kurnia").but(nik="357808120385990", birth_date="12031985", sex="l")
A_CHILD = somebody(4, "eka putra", born="150804").but(birth_date="15-08-2004")
AGAIN = FIRST.but(mobile="081245600005", email="lain@contoh.id")
NO_MAIL = somebody(6, "fitri handayani", born="550690").but(email="")
OTHER_DATE = somebody(7, "gita lestari", born="500191").but(birth_date="11-01-1991")
TYPO = somebody(8, "hadi wijaya").but(email="hadiwijaya8@gmial.com")
FOREIGN = somebody(9, "indah sari", born="640788").but(mobile="+6591234567")
NEAR = replace(somebody(10, "joko susilo").but(village_code="gubeng"), steps_down=1)
BY_SON = somebody(11, "kartini", born="521155")
NIK_ONLY = Person({"nik": somebody(12, "lina").nik})
LATE = somebody(13, "maya putri", born="430393")


@pytest.fixture
def line(server: RunningServer) -> Iterator[BadLine]:
    with BadLine(server.url) as passing:
        yield passing


@pytest.fixture(autouse=True)
def own_world() -> Iterator[None]:
    """Logging and language are as before when the day ends."""
    with logging_as_before():
        yield
    SPEAKING.speak("id")


def test_an_officers_day(qtbot: QtBot, tmp_path: Path, server: RunningServer, line: BadLine) -> None:
    home, slips = tmp_path / "meja", tmp_path / "slip"
    with opened_window(qtbot, home) as window:
        set_up(Officer(qtbot, window), line.url, server.new_code("SBY01", province="35"))
    stand_on_the_training_day(home)
    with opened_window(qtbot, home) as window:
        officer = Officer(qtbot, window)
        officer.come_in(RINA, RINAS_SECRET)
        choose_a_folder_to_print_to(officer, slips)
        hire_a_second_officer(officer)
        waiting = serve_twelve_people(officer, line)
        look_around(officer)
        correct_a_name(officer)
        bring_the_paper_later(officer, waiting)
        print_again(officer, slips)
        officer.until_all_is_sent()
        line.cut()
        officer.register(LATE, "terdaftar")
        told = go_home(qtbot, window)
    assert "1 data belum terkirim" in told
    line.heal()
    with opened_window(qtbot, home) as window:
        officer = Officer(qtbot, window)
        officer.come_in(BUDI, BUDIS_SECRET)
        officer.until_all_is_sent()
        assert go_home(qtbot, window) == "", "nothing is unsent, so nothing is said"
    both_ends_agree(home, server)


# --- before the day -------------------------------------------------------------------------------------------------


def set_up(officer: Officer, url: str, code: str) -> None:
    """The wizard, from the first step to the gate; the recovery key's end is typed as it was read."""
    typist = officer.typist
    typist.until(lambda: typist.place == "Latihan")
    gate = officer.window.centralWidget()
    assert isinstance(gate, SetupScreen)
    typist.until(lambda: not gate.tasks.is_busy)  # the list of provinces is read in less than a second
    typist.press("Space", "Return")
    type_lines(officer, "sby01", "Posko Contoh 01", "jawa ti", "Disnakertrans Jawa Timur", "Jl. Contoh No. 1", "")
    type_lines(officer, RINA, RINAS_SECRET, RINAS_SECRET)
    typist.press("Down", "Space", "Tab")
    type_lines(officer, url, code)
    officer.sees("Kunci pemulihan")
    groups = [text for text in texts_of(officer.window) if RECOVERY_GROUP.fullmatch(text)]
    typist.tab_to("Empat tanda terakhir")
    type_lines(officer, groups[-1].lower())
    typist.until(lambda: isinstance(officer.window.centralWidget(), UnlockScreen))


def type_lines(officer: Officer, *texts: str) -> None:
    """Each with Enter behind it."""
    for text in texts:
        officer.typist.type(text)
        officer.typist.press("Return")


def stand_on_the_training_day(home: Path) -> None:
    """What the office's trainer writes into the settings file before the course begins."""
    settings = read_settings(home / SETTINGS_NAME)
    assert settings.agency == "Disnakertrans Jawa Timur"
    write_settings(home / SETTINGS_NAME, changed(settings, {"training_on": DAY.isoformat()}))


def choose_a_folder_to_print_to(officer: Officer, slips: Path) -> None:
    """Slips become files."""
    slips.mkdir()
    officer.typist.press("Ctrl+5")
    officer.come_to_rest()
    officer.typist.tab_to("Cetak ke")
    officer.typist.type("s")
    officer.typist.tab_to("Folder")
    officer.typist.type(str(slips))
    officer.typist.press("F2")
    officer.sees("Pengaturan disimpan")
    officer.come_to_rest()


def hire_a_second_officer(officer: Officer) -> None:
    """In the settings."""
    officer.typist.press("Ctrl+5")
    officer.come_to_rest()
    officer.typist.tab_to("Tambah petugas")
    officer.typist.press("Space")
    type_lines(officer, BUDI, BUDIS_SECRET, BUDIS_SECRET, "")
    officer.sees(f"{BUDI} sekarang bisa membuka meja ini")


# --- twelve people --------------------------------------------------------------------------------------------------


def serve_twelve_people(officer: Officer, line: BadLine) -> str:
    """Every outcome; the line is cut behind the third and heals behind the tenth. The number on the waiting list."""
    first = officer.register(FIRST, "terdaftar", "35-SBY01-20200413-0001")
    report("somebody whom nothing stands against", officer.efforts[FIRST.keys["name_on_id"]])
    waiting = officer.register(NO_KK, "masuk daftar tunggu")
    officer.register(SHORT_NIK, "Dicatat, belum lengkap", presses=2)
    line.cut()
    officer.register(A_CHILD, "Belum memenuhi syarat")
    assert officer.register(AGAIN, "Sudah terdaftar") == first
    officer.typist.press("Ctrl+3")
    officer.sees("Luring", "Kirim sekarang")
    serve_while_locking(officer)
    confirm_another_date(officer)
    accept_a_better_address(officer)
    change_officers_in_the_middle(officer)
    officer.register(NEAR, "terdaftar")
    line.heal()
    register_by_a_son(officer)
    officer.begin()
    fill_in(officer.typist, NIK_ONLY, until="nik")
    officer.save("Dicatat, belum lengkap", presses=2)
    return waiting


def serve_while_locking(officer: Officer) -> None:
    """The form comes back as it was; without an e-mail there is a number and a task."""
    officer.begin()
    fill_in(officer.typist, NO_MAIL, until="occupation")
    officer.lock()
    officer.come_in(RINA, RINAS_SECRET)
    officer.typist.until(lambda: officer.typist.place == "Pekerjaan")
    officer.sees("FITRI HANDAYANI", "Mojo, Gubeng")
    fill_in(officer.typist, NO_MAIL, since="occupation")
    officer.save("terdaftar", "Minta bantuan membuat e-mail")


def confirm_another_date(officer: Officer) -> None:
    """The card differs from the NIK: amber, one key."""
    officer.begin()
    fill_in(officer.typist, OTHER_DATE, until="sex")
    officer.sees("Ya, memang begitu")
    officer.typist.press("Alt+Y")
    officer.typist.until_gone("Ya, memang begitu")
    officer.typist.press("Return")
    fill_in(officer.typist, OTHER_DATE, since="id_address")
    officer.save("terdaftar")


def accept_a_better_address(officer: Officer) -> None:
    """gmial.com becomes gmail.com with one key."""
    officer.begin()
    fill_in(officer.typist, TYPO, until="email")
    officer.typist.press("Return")
    officer.sees("Pakai hadiwijaya8@gmail.com")
    officer.typist.press("Alt+U")
    officer.sees("hadiwijaya8@gmail.com")
    fill_in(officer.typist, TYPO, since="employment_status")
    officer.save("terdaftar")


def change_officers_in_the_middle(officer: Officer) -> None:
    """Budi takes over the form that Rina has begun; a number from abroad is confirmed."""
    officer.begin()
    fill_in(officer.typist, FOREIGN, until="mobile")
    officer.lock()
    officer.come_in(BUDI, BUDIS_SECRET)
    officer.typist.until(lambda: officer.typist.place == "Nomor HP")
    officer.sees("INDAH SARI", FOREIGN.keys["mobile"])
    fill_in(officer.typist, FOREIGN, since="mobile", until="mobile")
    officer.typist.press("Return")
    officer.sees("Ya, memang begitu")
    officer.typist.press("Alt+Y")
    officer.typist.until_gone("Ya, memang begitu")
    fill_in(officer.typist, FOREIGN, since="email")
    officer.save("terdaftar")


def register_by_a_son(officer: Officer) -> None:
    """Her son stands at the desk for her: one of the boxes that are folded away."""
    typist = officer.typist
    officer.begin()
    fill_in(typist, BY_SON, until="email")
    typist.press("Tab", "Space")
    typist.tab_to("Diwakili oleh")
    typist.type("Agus, anak")
    typist.tab_to("Status kerja")
    fill_in(typist, BY_SON, since="employment_status")
    officer.save("terdaftar")


def report(who: str, effort: Effort) -> None:
    """Keys and a keystroke-level estimate of one registration."""
    print(
        f"\n{who}: {effort.strokes} keys in {effort.chunks} stops; {effort.typing_s:.0f} s of typing, "
        f"{effort.total_s:.0f} s with the moments of thought"
    )
    assert effort.typing_s <= MOST_TYPING_S


# --- everything else ------------------------------------------------------------------------------------------------


def look_around(officer: Officer) -> None:
    """The sheet of keys, the finder, the day, the outbox."""
    typist = officer.typist
    typist.press("F1")
    officer.sees("Isian berikutnya yang kurang")
    typist.press("Esc", "Ctrl+K")
    typist.type("kartini")
    officer.sees("KARTINI")
    typist.press("Return")
    officer.sees("Riwayat", "AGUS, ANAK")
    typist.press("Ctrl+4")
    officer.sees("Senin, 13 April 2020", "Masih terbuka", "DEDI KURNIA")
    typist.press("Ctrl+3")
    officer.sees("Kirim data")


def correct_a_name(officer: Officer) -> None:
    """One letter of a name, with the reason."""
    officer.open_record("budi", "BUDI SANTOSO")
    officer.typist.press("Alt+P")
    officer.typist.until(lambda: officer.typist.place == "Isian yang diperbaiki")
    officer.typist.press("Return", "Ctrl+A")
    officer.typist.type("budi santosa")
    officer.typist.press("Return")
    officer.typist.until(lambda: officer.typist.place == "Alasan perbaikan")
    officer.typist.type("salah ketik")
    officer.typist.press("F2")
    officer.sees("Perbaikan tersimpan.", "BUDI SANTOSA")


def bring_the_paper_later(officer: Officer, number: str) -> None:
    """Found by the last four digits; the same number, no waiting list any more."""
    officer.open_record(NO_KK.nik[-4:], "CITRA DEWI")
    officer.sees(number)
    officer.typist.press("Alt+B")
    officer.sees("Berkas tercatat.", "Sekarang: Terdaftar.")


def print_again(officer: Officer, slips: Path) -> None:
    """A copy is counted, and says that it is one."""
    officer.open_record(FIRST.nik, "BUDI SANTOSA")
    before = set(slips.glob("*.pdf"))
    officer.typist.press("F7")
    officer.typist.until(lambda: len(set(slips.glob("*.pdf")) - before) == 1, "the copy did not come out")
    (copy,) = set(slips.glob("*.pdf")) - before
    assert "DUPLIKAT" in words(copy.read_bytes())
    officer.sees("Slip dicetak ulang")


def go_home(qtbot: QtBot, window: Window) -> str:
    """Ctrl+Q; what the farewell says."""
    return close_window(qtbot, window, lambda: Keyboard(window).press("Ctrl+Q"))


def both_ends_agree(home: Path, server: RunningServer) -> None:
    """Everybody once, every field the same, the heads equal; no form was left lying."""
    with opened(home, officer=RINA, secret=RINAS_SECRET) as desk:
        mine = as_the_desk_has_it(desk)
        names = set(next(iter(mine.values())))
        assert mine == as_the_server_has_it(server, "SBY01", names)
        assert desk_heads(desk) == server_heads(server, desk)
        assert drafts(desk) == ()
    outcomes = Counter(one["outcome"] for one in mine.values())
    assert outcomes == {"registered": 9, "incomplete": 2, "not_eligible": 1}
    people = Counter(one["nik"] for one in mine.values() if one["nik"])
    assert set(people.values()) == {1}, "somebody is there twice"
    assert len({one["queue_number"] for one in mine.values()}) == len(mine) == 12
    by_name = {one["name_on_id"]: one for one in mine.values()}
    assert by_name["HADI WIJAYA"]["email"] == "hadiwijaya8@gmail.com"
    assert by_name["INDAH SARI"]["officer_name"] == BUDI
    assert by_name["KARTINI"]["represented_by"] == "AGUS, ANAK"
    assert by_name["GITA LESTARI"]["birth_date"] == "1991-01-11"
