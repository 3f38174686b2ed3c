"""Antrean by keys alone: numbers, calls, who does not come, other lines, service C, the end of the day."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.desk.queue.look import queue_now
from app.desk.queue.take import TicketTaken, take_ticket
from app.desk.queue.visits import visits_on
from app.forms.ticket_wish import TicketWish
from app.settings import FOLDER_PRINTER, changed
from app.sound.pieces import Loudness
from app.ui.actions import CALL_SCREEN, REQUEUE, TRANSFER, UNDO, Command
from app.ui.queue_memory import QueueMemory
from app.ui.screens.queue import QueueScreen
from app.ui.station import Station
from app.ui.tables.queue import EXPECTED, NUMBER, PLACE, SERVICE, STATE
from core.registered import KeptRegistration
from core.tickets import Service, Ticket, TicketState
from tests.kit.desk import register_one, sql
from tests.kit.stage import Stage
from tests.kit.typist import Typist
from tests.kit.window import OFFSCREEN_LACKS, settled
from tests.papers.reading import words

pytestmark = pytest.mark.qt_log_ignore(OFFSCREEN_LACKS)


class Queueing:
    """The place, and the hands at its keyboard."""

    def __init__(self, qtbot: QtBot, station: Station) -> None:
        self.qtbot, self.station = qtbot, station
        station.queue.memory.loudness = Loudness.SILENT
        self.screen = QueueScreen(station)
        self.stage = Stage(self.screen)
        self.wishes: list[TicketWish] = []
        self.called: list[Ticket] = []
        self.public: list[Command] = []
        station.signals.ticket_chosen.connect(self.wishes.append)
        station.signals.public_chosen.connect(self.public.append)
        station.queue.called.connect(self.called.append)
        qtbot.addWidget(self.stage)
        self.stage.resize(1176, 640)
        self.hands = Typist(qtbot, self.stage)
        with qtbot.waitExposed(self.stage):
            self.stage.show()
        self.stage.activateWindow()
        qtbot.waitUntil(self.stage.isActiveWindow, timeout=20_000)
        settled(qtbot, station)
        self.screen.enter()
        self.rest()

    def rest(self) -> None:
        settled(self.qtbot, self.station)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.hands.press(key)
            self.rest()

    def type(self, letters: str) -> None:
        """Bare letters, one after the other."""
        for letter in letters:
            self.hands.type(letter)
            self.rest()

    def column(self, column: int) -> Sequence[str]:
        model = self.screen.model
        return [str(model.index(row, column).data()) for row in range(model.rowCount())]

    def mark(self, number: str) -> None:
        self.screen.table.mark(self.column(NUMBER).index(number))

    @property
    def told(self) -> str:
        return self.screen.answer.text if self.screen.answer.isVisible() else ""

    @property
    def large(self) -> str:
        """The number on the card."""
        return self.screen.called.number.text() if self.screen.called.number.isVisible() else ""

    def state(self, number: str) -> TicketState:
        now = queue_now(self.station.desk, self.station.desk.today())
        return next(ticket.state for ticket in now.tickets if ticket.number == number)


def known_person(qtbot: QtBot, station: Station) -> KeptRegistration:
    """Somebody whom the window can find."""
    registered = register_one(station.desk, 0)
    station.signals.changed.emit(registered.changes)
    qtbot.waitUntil(lambda: station.people.reading.is_whole and bool(station.people.index), timeout=20_000)
    return registered.kept


@pytest.fixture
def queue(qtbot: QtBot, station: Station) -> Queueing:
    return Queueing(qtbot, station)


# --- numbers --------------------------------------------------------------------------------------------------------


def test_nobody_waits_and_the_place_says_which_keys_give_numbers(queue: Queueing) -> None:
    assert queue.screen.empty.text() == "Belum ada yang menunggu. A, B, C, atau P mengambil nomor."
    assert queue.hands.sees("Belum ada yang dipanggil. F10 memanggil berikutnya.")
    assert not queue.screen.table.isVisible()


def test_a_letter_gives_a_number_of_its_service(queue: Queueing) -> None:
    queue.type("abcp")
    assert queue.column(NUMBER) == ["A001", "B001", "P001", "C001"]
    assert queue.column(SERVICE) == ["Pendaftaran", "Bantuan e-mail", "Pendaftaran", "Cek status dan pengaduan"]
    assert queue.station.queue.waiting == queue.screen.count() == 4


def test_capital_letters_do_the_same(queue: Queueing) -> None:
    queue.press("Shift+A")
    assert queue.column(NUMBER) == ["A001"]


def test_who_takes_a_number_is_told_how_many_go_before(queue: Queueing) -> None:
    queue.type("a")
    assert queue.told.startswith("A001 diambil, dan berikutnya dipanggil.")
    queue.type("aa")
    assert queue.told.startswith("A003 diambil. 2 orang di depannya.")


def test_without_a_printer_the_number_is_to_be_written_down(queue: Queueing) -> None:
    queue.type("a")
    assert queue.told.endswith("Tuliskan nomornya; belum ada printer yang dipilih.")


def test_nobody_knows_yet_how_long_it_takes(queue: Queueing) -> None:
    queue.type("a")
    assert queue.column(EXPECTED) == ["belum tahu"]


def test_a_click_takes_a_number_too(queue: Queueing) -> None:
    queue.screen.lines.cards[Service.EMAIL].chip.click()
    queue.rest()
    assert queue.column(NUMBER) == ["B001"]


def test_the_services_say_what_was_given_and_served(queue: Queueing) -> None:
    queue.type("aab")
    queue.press("F10")
    queue.type("s")
    card = queue.screen.lines.cards[Service.REGISTRATION]
    assert card.waiting.text() == "1"
    assert card.figures.text().startswith("1 dilayani")


def test_letters_in_a_box_are_typing_and_take_no_number(queue: Queueing) -> None:
    queue.screen.head.counter.setFocus()
    queue.hands.press("Ctrl+A")
    queue.type("b2a")
    assert queue.station.queue.memory.counter == "b2a"
    assert queue.column(NUMBER) == []


# --- calling --------------------------------------------------------------------------------------------------------


def test_one_key_calls_the_next_one_to_this_counter(queue: Queueing) -> None:
    queue.type("aa")
    queue.press("F10")
    assert queue.large == "A001"
    assert queue.hands.sees("Dipanggil ke loket 1")
    assert queue.hands.sees("Panggilan ke-1 dari 3")
    assert queue.column(NUMBER) == ["A002"]
    assert [(one.number, one.counter) for one in queue.called] == [("A001", "1")]


def test_nobody_is_called_where_nobody_waits(queue: Queueing) -> None:
    queue.press("F10")
    assert queue.told == "Tidak ada yang menunggu. Antrean kosong."
    assert queue.called == []


def test_while_somebody_is_at_the_counter_no_other_is_called(queue: Queueing) -> None:
    queue.type("aa")
    queue.press("F10", "F10")
    assert "A001" in queue.told
    assert queue.large == "A001"


def test_priority_comes_after_two_others_at_the_latest(queue: Queueing) -> None:
    queue.type("aaaap")
    order = []
    for _ in range(5):
        queue.press("F10")
        order.append(queue.large)
        queue.type("s")
    assert order == ["A001", "A002", "P001", "A003", "A004"]


def test_a_counter_for_one_service_calls_nobody_else(queue: Queueing) -> None:
    queue.type("aab")
    queue.station.queue.memory.line = Service.EMAIL
    queue.press("F10")
    assert queue.large == "B001"


def test_enter_calls_the_marked_one_out_of_turn(queue: Queueing) -> None:
    queue.type("aaa")
    queue.mark("A003")
    queue.press("Return")
    assert queue.large == "A003"


def test_the_same_number_is_called_again_and_heard_again(queue: Queueing) -> None:
    queue.type("a")
    queue.press("F10")
    queue.type("u")
    assert queue.hands.sees("Panggilan ke-2 dari 3")
    assert [one.number for one in queue.called] == ["A001", "A001"]


def test_a_call_by_mistake_is_taken_back(queue: Queueing) -> None:
    queue.type("aa")
    queue.press("F10", "Ctrl+Z")
    assert queue.large == ""
    assert queue.column(NUMBER) == ["A001", "A002"]
    assert queue.told == "Panggilan A001 dibatalkan; tempatnya tetap."


def test_another_counter_shows_its_own_number(queue: Queueing) -> None:
    queue.type("aa")
    queue.press("F10")
    queue.screen.head.counter.setFocus()
    queue.hands.press("Ctrl+A")
    queue.type("2")
    assert queue.large == ""
    queue.press("Return", "F10")
    assert queue.large == "A002"


def test_who_is_at_a_counter_that_is_no_more_is_found_in_the_list(queue: Queueing) -> None:
    queue.type("aa")
    queue.press("F10")
    queue.screen.head.counter.setFocus()
    queue.hands.press("Ctrl+A")
    queue.type("2")
    queue.press("Return")
    rows = [line.ticket for line in queue.screen.model.rows]
    assert [(one.number, one.counter) for one in rows] == [("A002", ""), ("A001", "1")]
    queue.press("Down")
    queue.type("s")
    assert queue.told == "A001 selesai dilayani."


# --- who does not come ----------------------------------------------------------------------------------------------


def test_who_does_not_come_is_set_aside_and_comes_back_behind_three(queue: Queueing) -> None:
    queue.type("aaaaa")
    queue.press("F10")
    queue.type("l")
    assert queue.column(STATE)[-1] == "dilewati"
    assert queue.column(PLACE)[-1] == "\u2014"
    queue.mark("A001")
    queue.type("k")
    assert queue.column(NUMBER) == ["A002", "A003", "A004", "A001", "A005"]
    assert queue.told == "A001 kembali antre, di belakang paling banyak tiga orang."


def test_a_number_lapses_after_three_calls_and_not_before(queue: Queueing) -> None:
    queue.type("a")
    queue.press("F10")
    queue.type("h")
    assert queue.state("A001") is TicketState.CALLED
    assert "A001" in queue.told
    queue.type("uuh")
    assert queue.state("A001") is TicketState.LAPSED
    assert queue.told == "A001 hangus. Tekan K kalau orangnya datang lagi."


def test_a_fourth_call_is_refused_with_what_to_do(queue: Queueing) -> None:
    queue.type("a")
    queue.press("F10")
    queue.type("uuu")
    assert "A001" in queue.told
    assert len(queue.called) == 3


def test_who_goes_home_is_gone(queue: Queueing) -> None:
    queue.type("aa")
    queue.mark("A002")
    queue.press("Delete")
    assert queue.column(STATE) == ["menunggu", "pulang"]
    assert queue.told == "A002 dicatat pulang."
    assert queue.station.queue.waiting == 1


def test_who_was_sent_home_by_mistake_comes_back_into_the_line(queue: Queueing) -> None:
    queue.type("aa")
    queue.mark("A001")
    queue.press("Delete")
    queue.mark("A001")
    queue.type("k")
    assert queue.column(STATE) == ["menunggu", "menunggu"]


# --- other lines ----------------------------------------------------------------------------------------------------


def test_sent_to_another_line_the_number_stays(queue: Queueing) -> None:
    queue.type("a")
    queue.press("F10")
    queue.type("t")
    assert queue.told == "A001 pindah ke layanan yang mana? Nomornya tetap."
    queue.type("b")
    assert (queue.column(NUMBER), queue.column(SERVICE)) == (["A001"], ["Bantuan e-mail"])
    assert queue.told == "A001 pindah ke Bantuan e-mail; nomornya tetap."


def test_while_it_is_asked_to_which_line_no_number_is_taken(queue: Queueing) -> None:
    queue.type("a")
    queue.press("F10")
    queue.type("tap")
    assert queue.large == "A001"
    assert not any(card.chip.isEnabled() for card in queue.screen.lines.cards.values())
    queue.press("Escape")
    queue.type("p")
    assert queue.column(NUMBER) == ["P001"]


def test_done_is_done(queue: Queueing) -> None:
    queue.type("b")
    queue.press("F10")
    queue.type("ms")
    assert queue.state("B001") is TicketState.DONE
    assert queue.large == ""


# --- to the form, to the visit --------------------------------------------------------------------------------------


def test_one_key_begins_the_registration_of_who_was_called(queue: Queueing) -> None:
    queue.type("a")
    queue.press("F10")
    queue.type("m")
    (wish,) = queue.wishes
    assert (wish.number, wish.on, wish.is_blank) == ("A001", queue.station.desk.today(), False)
    assert queue.state("A001") is TicketState.SERVING


def test_for_service_c_the_same_key_opens_the_visit(queue: Queueing) -> None:
    queue.type("c")
    queue.press("F10")
    queue.type("m")
    assert queue.hands.sees("Catat kunjungan C001")
    assert queue.screen.visit.asked.hasFocus()


def test_a_visit_keeps_what_was_asked_about_whom_and_what_came_of_it(qtbot: QtBot, station: Station) -> None:
    kept = known_person(qtbot, station)
    queue = Queueing(qtbot, station)
    queue.type("c")
    queue.press("F10")
    queue.type("m1")
    queue.press("Return")
    queue.type(kept.body.person.nik)
    queue.press("Return")
    assert queue.hands.sees("Sekarang: Terdaftar.")
    queue.type("1")
    queue.press("Return")
    queue.type("tahap sudah dijelaskan")
    queue.press("F2")
    (visit,) = visits_on(station.desk, station.desk.today())
    assert (visit.asked, visit.result, visit.note) == ("status_check", "answered", "tahap sudah dijelaskan")
    assert visit.about == kept.uid
    assert queue.state("C001") is TicketState.DONE
    assert queue.told == "Kunjungan dicatat."
    assert not queue.screen.visit.isVisible()


def test_what_lacks_in_a_visit_is_said_at_its_box(queue: Queueing) -> None:
    queue.type("n")
    queue.press("F2")
    assert queue.hands.sees("Pilih dulu salah satu.")
    assert queue.screen.visit.asked.hasFocus()


def test_a_password_in_the_note_is_refused_and_nothing_is_kept(queue: Queueing) -> None:
    queue.type("n1")
    queue.press("Return", "Return")
    queue.type("1")
    queue.press("Return")
    queue.type("password: abc")
    queue.press("F2")
    assert visits_on(queue.station.desk, queue.station.desk.today()) == ()
    assert queue.screen.visit.isVisible()


def test_somebody_at_the_telephone_needs_no_number(queue: Queueing) -> None:
    queue.type("n")
    assert queue.hands.sees("Catat kunjungan tanpa nomor")
    queue.type("4")
    queue.press("Return", "Return")
    queue.type("2")
    queue.press("F2")
    (visit,) = visits_on(queue.station.desk, queue.station.desk.today())
    assert (visit.asked, visit.result, visit.ticket) == ("phone_help", "helped", None)


def test_the_record_that_is_asked_about_can_be_opened_and_the_visit_waits(qtbot: QtBot, station: Station) -> None:
    kept = known_person(qtbot, station)
    queue = Queueing(qtbot, station)
    queue.type("n1")
    queue.press("Return")
    queue.type("budi")
    queue.press("Return", "Alt+O")
    assert queue.stage.records == [kept.uid]
    queue.screen.leave()
    queue.screen.enter()
    assert queue.hands.sees("Sekarang: Terdaftar.")


# --- two people with one number -------------------------------------------------------------------------------------


def test_one_key_gives_one_of_two_with_one_number_another(queue: Queueing, tmp_path: Path) -> None:
    print_into(queue.station, tmp_path / "slip")
    give_twice(queue)
    assert queue.hands.sees("Ada dua orang dengan nomor A001. Tandai yang datang belakangan dan tekan G")
    queue.screen.table.mark(1)
    queue.type("g")
    assert queue.column(NUMBER) == ["A001", "A003"]
    assert queue.told.startswith("A001 sekarang A003; tempatnya tetap. Berikan slip barunya")
    assert not queue.hands.sees("Ada dua orang dengan nomor A001.")
    queue.hands.until(lambda: any("PenggantinomorA001" in paper for paper in papers(tmp_path)))
    assert not any("DUPLIKAT" in paper for paper in papers(tmp_path))


def test_whoever_is_at_the_counter_can_get_the_other_number(queue: Queueing) -> None:
    give_twice(queue)
    queue.press("F10")
    queue.mark("A001")
    queue.press("Delete")
    queue.type("g")
    assert queue.large == "A003"
    assert queue.told == "A001 sekarang A003; tempatnya tetap. Tuliskan nomornya; belum ada printer yang dipilih."


def test_where_every_number_is_one_persons_the_key_does_nothing(queue: Queueing) -> None:
    queue.type("ag")
    assert queue.column(NUMBER) == ["A001"]


def give_twice(queue: Queueing) -> None:
    """Two people with A001, as a copy of the profile gives it."""
    queue.type("aa")
    sql(queue.station.desk.store, "UPDATE ticket SET number = 'A001' WHERE number = 'A002'")
    queue.station.queue.refresh()
    queue.rest()


# --- the end of the day, and what the window remembers --------------------------------------------------------------


def test_closing_asks_first_and_says_who_went_home(queue: Queueing) -> None:
    queue.type("aa")
    queue.press("Alt+X")
    assert "2 orang yang masih menunggu dicatat pulang." in queue.told
    queue.press("Alt+Y")
    assert queue.told == "Antrean hari ini ditutup. 2 orang dicatat pulang tanpa dilayani."
    queue.type("a")
    assert "sudah ditutup" in queue.told
    assert queue.column(NUMBER) == []


def test_before_closing_it_is_said_who_is_still_at_the_counters(queue: Queueing) -> None:
    queue.type("aab")
    queue.press("F10")
    queue.type("m")
    queue.screen.head.counter.setFocus()
    queue.hands.press("Ctrl+A")
    queue.type("2")
    queue.press("Return", "F10", "Alt+X")
    assert "1 orang yang masih menunggu dicatat pulang." in queue.told
    assert "Dipanggil dan belum dicatat datang: A002 (loket 2), dicatat pulang." in queue.told
    assert "Masih dilayani: A001 (loket 1), dicatat selesai." in queue.told
    queue.press("Alt+Y")
    assert queue.told.endswith("Yang masih dilayani dicatat selesai: A001 (loket 1).")
    assert [queue.state(one) for one in ("A001", "A002")] == [TicketState.DONE, TicketState.LEFT]


def test_who_was_on_the_way_when_it_was_closed_is_found_and_called_again(queue: Queueing) -> None:
    queue.type("aa")
    queue.press("F10", "Alt+X", "Alt+Y")
    assert queue.column(NUMBER) == ["A001"]
    assert queue.screen.called.about.text() == "Antrean hari ini sudah ditutup."
    queue.mark("A001")
    queue.press("Return")
    assert queue.large == "A001"


def test_nobody_is_offered_a_line_that_is_closed(queue: Queueing) -> None:
    queue.type("aa")
    queue.press("F10", "Alt+X", "Alt+Y")
    queue.mark("A001")
    into_line = {REQUEUE, TRANSFER, UNDO}
    assert not into_line & {action.command for action in queue.screen.offers()}
    queue.press("Return")
    assert queue.large == "A001"
    assert not into_line & {action.command for action in queue.screen.offers()}
    queue.type("k")
    queue.press("Ctrl+Z")
    assert queue.state("A001") is TicketState.CALLED


def test_closing_can_be_thought_over(queue: Queueing) -> None:
    queue.type("a")
    queue.press("Alt+X", "Escape", "Alt+Y")
    assert queue.state("A001") is TicketState.WAITING


def test_a_coordinator_opens_it_again_with_a_reason(queue: Queueing) -> None:
    queue.press("Alt+X", "Alt+Y", "Alt+X", "Return")
    assert queue.told, "without a reason it stays closed"
    queue.press("Alt+X")
    queue.type("bus terlambat")
    queue.press("Return")
    queue.type("a")
    assert queue.column(NUMBER) == ["A001"]


def test_what_was_chosen_is_remembered_by_this_window(queue: Queueing) -> None:
    memory = queue.station.queue.memory
    memory.counter, memory.line = "7", Service.EMAIL
    memory.is_still = memory.has_call_screen = True
    queue.type("v")
    again = QueueMemory(queue.station.house.home, "1")
    assert (again.counter, again.line, again.loudness) == ("7", Service.EMAIL, Loudness.VOICE)
    assert again.is_still
    assert again.has_call_screen


def test_without_a_counter_chosen_here_that_of_the_settings_holds(queue: Queueing) -> None:
    queue.screen.head.counter.setFocus()
    queue.hands.press("Ctrl+A")
    queue.press("Backspace")
    assert queue.station.queue.memory.counter == "1"


def test_the_screen_on_the_wall_is_one_key_away(queue: Queueing) -> None:
    queue.press("F11")
    assert queue.public == [CALL_SCREEN]


def test_a_slow_finger_takes_one_number_only(queue: Queueing) -> None:
    queue.hands.type("aaa")
    queue.rest()
    assert len(queue.column(NUMBER)) == 1


def test_in_a_low_window_nothing_is_lost(queue: Queueing) -> None:
    queue.stage.resize(840, 392)
    queue.type("aab")
    queue.press("F10")
    assert queue.large == "A001"
    card = queue.screen.lines.cards[Service.REGISTRATION]
    card.chip.click()
    queue.rest()
    assert (card.waiting.text(), card.figures.isVisible()) == ("2", False)
    queue.stage.resize(1176, 640)
    assert card.figures.isVisible()


def test_what_another_desk_took_is_seen_when_it_comes(queue: Queueing) -> None:
    desk = queue.station.desk
    taken = take_ticket(desk, Service.REGISTRATION, desk.today())
    assert isinstance(taken, TicketTaken)
    queue.station.signals.changed.emit(taken.changes)
    queue.rest()
    assert queue.column(NUMBER) == ["A001"]


def test_eyes_that_bear_no_flashing_are_spared_it(queue: Queueing) -> None:
    queue.press("Shift+F11")
    assert queue.station.queue.memory.is_still
    assert queue.told == "Nomor baru di layar panggil tidak berkedip."
    queue.press("Shift+F11")
    assert not queue.station.queue.memory.is_still


def test_a_number_comes_out_of_the_printer_and_once_more_as_a_copy(queue: Queueing, tmp_path: Path) -> None:
    print_into(queue.station, tmp_path / "slip")
    queue.type("a")
    queue.hands.until(lambda: len(papers(tmp_path)) == 1)
    queue.press("F7")
    queue.hands.until(lambda: len(papers(tmp_path)) == 2)
    assert sum("DUPLIKAT" in paper for paper in papers(tmp_path)) == 1
    assert all("A001" in paper for paper in papers(tmp_path))


def test_a_number_whose_paper_does_not_come_out_is_told(queue: Queueing, tmp_path: Path) -> None:
    print_into(queue.station, tmp_path / "slip")
    (tmp_path / "slip").rmdir()
    (tmp_path / "slip").touch()
    queue.type("a")
    queue.hands.until(lambda: any(one.tone == "stop" and "A001" in one.text for one in queue.stage.notices))
    assert queue.column(NUMBER) == ["A001"], "it is kept all the same"


def print_into(station: Station, folder: Path) -> None:
    """Papers go into a folder from now on."""
    folder.mkdir()
    settings = changed(station.house.settings(), {"printer": f"{FOLDER_PRINTER}{folder}"})
    station.house.save_settings(settings)


def papers(folder: Path) -> list[str]:
    return [words(path.read_bytes()) for path in (folder / "slip").glob("*.pdf")]
