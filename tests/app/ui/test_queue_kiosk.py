"""The kiosk at the door: one touch, one number, one slip; nobody comes to the desk from there without a secret."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from app.desk.queue.close import close_day
from app.desk.queue.look import queue_now
from app.desk.queue.survey import survey_answers
from app.paths import SETTINGS_NAME
from app.printing.worker import PrintPhase
from app.settings import FOLDER_PRINTER, changed
from app.settings_file import write_settings
from app.ui.actions import KIOSK
from app.ui.gates.unlock import UnlockScreen
from app.ui.public_screens import PublicScreens
from app.ui.public_window import PublicWindow
from app.ui.screens.kiosk import KioskScreen
from app.ui.screens.survey import QUESTIONS, SurveyScreen
from app.ui.station import Notice, Station
from app.ui.window import Window
from core.ids import NUMBERS_A_BLOCK
from core.queue_line import QueueRules
from core.survey import ELEMENTS
from core.tickets import Service, Source
from tests.journeys.officer import Officer
from tests.kit.desk import OFFICER, SECRET, sql
from tests.kit.typist import Typist
from tests.kit.window import OFFSCREEN_LACKS, TRAINING, opened_window, settled, training_home
from tests.papers.reading import words

pytestmark = pytest.mark.qt_log_ignore(OFFSCREEN_LACKS)

TARGET_PX, KIOSK_TARGET_PX = 40, 120


@pytest.fixture
def kiosk(qtbot: QtBot, station: Station) -> KioskScreen:
    screen = KioskScreen(station.desk, station.house, station.look, station.tasks, station.printing)
    qtbot.addWidget(screen)
    screen.resize(1366, 704)
    with qtbot.waitExposed(screen):
        screen.show()
    return screen


@pytest.fixture
def survey(qtbot: QtBot, station: Station) -> SurveyScreen:
    screen = SurveyScreen(station.desk, station.look, station.tasks)
    qtbot.addWidget(screen)
    screen.resize(1366, 704)
    with qtbot.waitExposed(screen):
        screen.show()
    return screen


def touch(button: QAbstractButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


# --- numbers --------------------------------------------------------------------------------------------------------


def test_a_touch_gives_a_number(qtbot: QtBot, station: Station, kiosk: KioskScreen) -> None:
    touch(kiosk.buttons[1])
    settled(qtbot, station)
    assert kiosk.shows_number
    assert kiosk.number.text() == "B001"
    assert kiosk.ahead.text() == "Anda yang berikutnya."
    (ticket,) = queue_now(station.desk, station.desk.today()).tickets
    assert (ticket.service, ticket.source) == (Service.EMAIL, Source.KIOSK)


def test_who_comes_later_is_told_how_many_go_before(qtbot: QtBot, station: Station, kiosk: KioskScreen) -> None:
    for _ in range(3):
        touch(kiosk.buttons[0])
        settled(qtbot, station)
        kiosk.show_services()
    touch(kiosk.buttons[0])
    settled(qtbot, station)
    assert kiosk.ahead.text() == "3 orang di depan Anda."


def test_two_quick_touches_are_one_number(qtbot: QtBot, station: Station, kiosk: KioskScreen) -> None:
    touch(kiosk.buttons[0])
    touch(kiosk.buttons[0])
    settled(qtbot, station)
    assert len(queue_now(station.desk, station.desk.today()).tickets) == 1


def test_without_a_slip_the_number_is_to_be_remembered(qtbot: QtBot, station: Station, kiosk: KioskScreen) -> None:
    touch(kiosk.buttons[0])
    qtbot.waitUntil(lambda: kiosk.slip.text().startswith("Slip tidak keluar."), timeout=20_000)


def test_with_a_slip_that_failed_the_number_stands_there_anew(
    kiosk: KioskScreen,
) -> None:
    kiosk.show_number("A001", 0, None)
    kiosk._back.stop()
    kiosk._show_slip(PrintPhase.FAILED)
    assert kiosk._back.isActive()


def test_whether_a_slip_came_out_is_left_to_the_eye_where_the_printer_does_not_say(kiosk: KioskScreen) -> None:
    kiosk._show_slip(PrintPhase.CONFIRMED)
    assert kiosk.slip.text() == "Ambil slip Anda. Tunggu sampai nomor dipanggil."
    kiosk._show_slip(PrintPhase.UNCONFIRMED)
    assert "Kalau slip tidak keluar" in kiosk.slip.text()


def test_nobody_gives_priority_to_themselves(kiosk: KioskScreen) -> None:
    assert [button.accessibleName() for button in kiosk.buttons] == [
        "Pendaftaran",
        "Bantuan e-mail",
        "Cek status dan pengaduan",
    ]


def test_after_the_day_is_closed_a_sentence_says_so(qtbot: QtBot, station: Station, kiosk: KioskScreen) -> None:
    close_day(station.desk, station.desk.today())
    touch(kiosk.buttons[0])
    settled(qtbot, station)
    assert not kiosk.shows_number
    assert kiosk.refused.text() == "Antrean hari ini sudah ditutup. Silakan bertanya kepada petugas."
    kiosk.show_services()  # as after a while
    assert not kiosk.refused.isVisibleTo(kiosk)


def test_where_the_days_numbers_are_given_it_is_said_of_which_service(qtbot: QtBot, station: Station) -> None:
    desk = dataclasses.replace(station.desk, queue_rules=QueueRules(caps={Service.EMAIL: 1}))
    kiosk = KioskScreen(desk, station.house, station.look, station.tasks, station.printing)
    qtbot.addWidget(kiosk)
    for _ in range(2):
        touch(kiosk.buttons[1])
        settled(qtbot, station)
    assert kiosk.refused.text() == "Nomor Bantuan e-mail hari ini sudah habis. Silakan bertanya kepada petugas."


def test_a_number_goes_away_by_a_touch_or_after_a_while(qtbot: QtBot, station: Station, kiosk: KioskScreen) -> None:
    touch(kiosk.buttons[0])
    settled(qtbot, station)
    assert kiosk._back.isActive()
    touch(kiosk.done)
    assert not kiosk.shows_number
    assert not kiosk._back.isActive()


def test_when_no_number_is_left_the_door_is_told_whom_to_ask(
    qtbot: QtBot, station: Station, kiosk: KioskScreen
) -> None:
    desk = station.desk
    used_up = (Service.REGISTRATION.value, desk.today().isoformat(), desk.store.profile.numbers.block, NUMBERS_A_BLOCK)
    sql(desk.store, "INSERT INTO number (series, business_on, block, used) VALUES (?, ?, ?, ?)", *used_up)
    touch(kiosk.buttons[0])
    settled(qtbot, station)
    assert kiosk.refused.text() == "Nomor belum bisa diberikan. Silakan bertanya kepada petugas."
    assert all(button.isEnabled() for button in kiosk.buttons)


def test_everything_that_is_touched_is_large(kiosk: KioskScreen, survey: SurveyScreen) -> None:
    assert min(button.height() for button in kiosk.buttons) >= KIOSK_TARGET_PX
    small = [one.text() for one in (kiosk.survey, survey.back, *survey.answers) if one.height() < TARGET_PX]
    assert small == []


# --- the survey -----------------------------------------------------------------------------------------------------


def test_nine_touches_fill_in_a_sheet_without_a_name(qtbot: QtBot, station: Station, survey: SurveyScreen) -> None:
    touch(survey.answers[2])
    for place in (3, 2, 1, 3, 3, 2, 3, 0, 3):
        touch(survey.answers[place])
    settled(qtbot, station)
    (sheet,) = survey_answers(station.desk, station.desk.today(), station.desk.today())
    assert (sheet.service, sheet.answers) == (Service.COMPLAINT, (4, 3, 2, 4, 4, 3, 4, 1, 4))
    assert survey.question.text().startswith("Terima kasih.")


def test_every_element_has_its_question_and_four_answers() -> None:
    assert list(QUESTIONS) == list(ELEMENTS)
    assert all(len(set(answers)) == 4 for _question, answers in QUESTIONS.values())


def test_one_can_go_back_and_answer_otherwise(survey: SurveyScreen) -> None:
    touch(survey.answers[0])
    touch(survey.answers[0])
    assert survey.progress.text() == "Pertanyaan 2 dari 9"
    touch(survey.back)
    assert survey.progress.text() == "Pertanyaan 1 dari 9"
    touch(survey.back)
    assert survey.question.text() == "Layanan apa yang Anda terima hari ini?"


def test_from_the_first_question_one_goes_out_again(qtbot: QtBot, survey: SurveyScreen) -> None:
    with qtbot.waitSignal(survey.left):
        touch(survey.back)


def test_an_unfinished_sheet_is_forgotten_and_kept_nowhere(station: Station, survey: SurveyScreen) -> None:
    touch(survey.answers[0])
    touch(survey.answers[1])
    survey.begin()
    assert survey.progress.text() == ""
    today = station.desk.today()
    assert survey_answers(station.desk, today, today) == ()


# --- the lock behind it ---------------------------------------------------------------------------------------------


@pytest.fixture
def slips(tmp_path: Path) -> Path:
    folder = tmp_path / "slip"
    folder.mkdir()
    return folder


@pytest.fixture
def home(tmp_path: Path, slips: Path) -> Path:
    home = training_home(tmp_path / "meja")
    write_settings(home / SETTINGS_NAME, changed(TRAINING, {"printer": f"{FOLDER_PRINTER}{slips}"}))
    return home


@pytest.fixture
def officer(qtbot: QtBot, home: Path) -> Iterator[Officer]:
    with opened_window(qtbot, home) as window:
        officer = Officer(qtbot, window)
        officer.come_in(OFFICER, SECRET)
        yield officer


def door(officer: Officer, key: str = "F12") -> PublicWindow:
    """Open the kiosk as an officer does."""
    officer.typist.press(key)
    public = PublicScreens.of(officer.window).public
    assert public is not None
    officer.typist.until(lambda: officer.window.shell is None, "the desk is locked")
    return public


def test_with_one_monitor_the_desk_behind_the_kiosk_is_locked(officer: Officer) -> None:
    public = door(officer)
    assert public.isFullScreen()
    assert isinstance(officer.window.centralWidget(), UnlockScreen)


def test_a_touch_at_the_door_prints_the_slip(officer: Officer, slips: Path) -> None:
    public = door(officer)
    touch(public.kiosk.buttons[0])
    officer.typist.until(lambda: public.kiosk.slip.text().startswith("Ambil slip Anda."))
    (paper,) = slips.glob("*.pdf")
    assert "A001" in words(paper.read_bytes())


def test_the_officer_comes_back_by_the_secret_alone(officer: Officer) -> None:
    public = door(officer)
    touch(public.kiosk.buttons[0])
    officer.typist.until(lambda: public.kiosk.shows_number)
    touch(public.way_out)
    assert PublicScreens.of(officer.window).public is None
    assert isinstance(officer.window.centralWidget(), UnlockScreen)
    officer.come_in(OFFICER, SECRET)
    officer.typist.until(lambda: officer.shell.station.queue.waiting == 1)


def test_a_slip_that_fails_at_the_door_is_told_at_the_desk(qtbot: QtBot, station: Station) -> None:
    window, notices = QWidget(), list[Notice]()
    qtbot.addWidget(window)
    station.signals.noticed.connect(notices.append)
    screens = PublicScreens.of(window)
    screens.attend(station)
    screens.toggle(KIOSK)
    assert screens.public is not None
    touch(screens.public.kiosk.buttons[0])
    qtbot.waitUntil(lambda: bool(notices), timeout=20_000)
    assert (notices[0].tone, notices[0].text.partition(": ")[0]) == ("stop", "A001")
    screens.close_all()


def test_closing_the_kiosk_by_the_system_leads_to_the_lock_too(officer: Officer) -> None:
    public = door(officer)
    public.close()
    assert PublicScreens.of(officer.window).public is None
    assert officer.window.shell is None


def test_no_key_at_the_kiosk_reaches_the_desk(qtbot: QtBot, officer: Officer) -> None:
    public = door(officer)
    hands = Typist(qtbot, public)
    for key in ("Escape", "F1", "F2", "F12", "Ctrl+K", "Ctrl+1", "Ctrl+L", "Alt+X", "Return"):
        QTest.keySequence(public, key)
    assert public.isVisible()
    assert hands.sees("Selamat datang. Sentuh layanan yang Anda perlukan.")
    assert officer.window.shell is None


def test_the_survey_can_stand_alone(officer: Officer) -> None:
    public = door(officer, "Shift+F12")
    assert public.survey.isVisible()
    touch(public.survey.back)
    assert public.survey.isVisible(), "nobody takes a number from there"


def test_from_the_kiosk_one_comes_to_the_survey_and_back(officer: Officer) -> None:
    public = door(officer)
    touch(public.kiosk.survey)
    assert public.survey.isVisible()
    touch(public.survey.back)
    assert public.kiosk.isVisible()


def test_who_walks_away_from_the_survey_leaves_the_kiosk_behind(officer: Officer) -> None:
    public = door(officer)
    touch(public.kiosk.survey)
    assert public.survey._later.isActive()
    public.survey._later.timeout.emit()  # as after a while
    assert public.kiosk.isVisible()


def test_with_the_window_the_kiosk_goes(qtbot: QtBot, home: Path) -> None:
    with opened_window(qtbot, home) as window:
        officer = Officer(qtbot, window)
        officer.come_in(OFFICER, SECRET)
        door(officer)
        public = PublicScreens.of(window)
        public.close_public()
        officer.come_in(OFFICER, SECRET)
    assert public.public is None
    assert isinstance(window, Window)
