"""Rekap in the window: figures, chart and everything that is open, each line leading where it is mended."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.changes import Changes
from app.desk.drafts import save_draft
from app.models.purging import wipe
from app.ui.actions import DAY_AFTER, DAY_BEFORE, OUTBOX, RECONCILE, Command
from app.ui.panels.day_targets import TargetCard
from app.ui.screens.day import DayScreen
from app.ui.station import CopyWish, Station
from tests.kit.desk import DAY, register_one, sql
from tests.kit.looking import cuts_of
from tests.kit.vulnerable import vulnerable
from tests.kit.window import settled


def shown(qtbot: QtBot, station: Station) -> DayScreen:
    """The screen, in front and read."""
    screen = DayScreen(station)
    qtbot.addWidget(screen)
    screen.resize(1100, 640)
    screen.show()
    screen.enter()
    settled(qtbot, station)
    return screen


def lines(screen: DayScreen) -> list[str]:
    return [str(screen.model.index(row).data()) for row in range(screen.model.rowCount())]


def abouts(screen: DayScreen) -> list[str]:
    found = [screen.model.line(row) for row in range(screen.model.rowCount())]
    return [line.about for line in found if line]


def offered(screen: DayScreen, command: Command) -> bool:
    return any(action.command is command and action.is_enabled for action in screen.offers())


def test_a_day_without_anybody_says_so(qtbot: QtBot, station: Station) -> None:
    screen = shown(qtbot, station)
    assert screen.all_done.isVisible()
    assert not screen.list.isVisible()
    assert screen.counts.accessibleName() == "0 kunjungan"
    assert screen.chart.accessibleDescription() == "Belum ada yang datang."


def test_the_day_is_named_in_words(qtbot: QtBot, station: Station) -> None:
    assert shown(qtbot, station).day_name.text() == "Senin, 13 April 2020"


def test_figures_and_chart_are_read_aloud(qtbot: QtBot, station: Station) -> None:
    register_one(station.desk, 0)
    register_one(station.desk, 1, documents=["ktp"])
    screen = shown(qtbot, station)
    assert screen.counts.accessibleName() == "2 kunjungan"
    assert "Terdaftar 1, Daftar tunggu 1" in screen.counts.accessibleDescription()
    assert screen.chart.accessibleDescription().endswith(": 2 orang")


def test_what_is_open_says_what_it_lacks(qtbot: QtBot, station: Station) -> None:
    register_one(station.desk, 0, documents=["ktp"])
    register_one(station.desk, 1, nik="35780")
    screen = shown(qtbot, station)
    assert lines(screen) == ["2 catatan belum terkirim", "A001   BUDI AAA", "A002   BUDI AAB"]
    assert abouts(screen)[1:] == ["kurang: Kartu Keluarga (KK)", "kurang: NIK"]


def test_enter_on_an_open_visit_opens_its_record(qtbot: QtBot, station: Station) -> None:
    kept = register_one(station.desk, 0, documents=["ktp"]).kept
    screen = shown(qtbot, station)
    qtbot.keyClick(screen.list, Qt.Key.Key_Down)
    with qtbot.waitSignal(station.signals.record_chosen) as chosen:
        qtbot.keyClick(screen.list, Qt.Key.Key_Return)
    assert chosen.args == [kept.uid]


def test_what_is_unsent_leads_to_the_outbox(qtbot: QtBot, station: Station) -> None:
    register_one(station.desk, 0)
    screen = shown(qtbot, station)
    with qtbot.waitSignal(station.signals.place_chosen) as chosen:
        qtbot.keyClick(screen.list, Qt.Key.Key_Return)
    assert chosen.args == [OUTBOX]


def test_a_draft_leads_back_into_the_form(qtbot: QtBot, station: Station) -> None:
    uid, _changes = save_draft(station.desk, {"name_on_id": "SLAMET RIYADI"})
    screen = shown(qtbot, station)
    assert lines(screen) == ["SLAMET R***"], "whoever looks over a shoulder reads no name"
    with qtbot.waitSignal(station.signals.draft_chosen) as chosen:
        qtbot.keyClick(screen.list, Qt.Key.Key_Return)
    assert chosen.args == [uid]


def test_left_and_right_go_from_day_to_day_and_never_beyond_today(qtbot: QtBot, station: Station) -> None:
    before = DAY - timedelta(days=4)
    register_one(station.desk, 0, on=before)
    screen = shown(qtbot, station)
    assert not offered(screen, DAY_AFTER)
    qtbot.keyClick(screen.list, Qt.Key.Key_Left)
    settled(qtbot, station)
    assert screen.day_name.text() == "Kamis, 9 April 2020"
    assert not offered(screen, DAY_BEFORE)
    qtbot.keyClick(screen.list, Qt.Key.Key_Right)
    settled(qtbot, station)
    assert screen.day_name.text() == "Senin, 13 April 2020"


def test_the_keys_work_also_where_nothing_is_open(qtbot: QtBot, station: Station) -> None:
    register_one(station.desk, 0, on=DAY - timedelta(days=4))
    sql(station.desk.store, "UPDATE stream SET receipt_seq = 1")
    screen = shown(qtbot, station)
    assert not screen.list.isVisible()
    qtbot.keyClick(screen, Qt.Key.Key_Left)
    settled(qtbot, station)
    assert screen.day_name.text() == "Kamis, 9 April 2020"


def test_the_page_follows_what_happens_meanwhile(qtbot: QtBot, station: Station) -> None:
    screen = shown(qtbot, station)
    answer = register_one(station.desk, 0)
    station.signals.changed.emit(answer.changes)
    settled(qtbot, station)
    assert screen.counts.accessibleName() == "1 kunjungan"


def test_nobodys_name_stays_when_one_leaves(qtbot: QtBot, station: Station) -> None:
    register_one(station.desk, 0, documents=["ktp"])
    screen = shown(qtbot, station)
    screen.leave()
    station.signals.changed.emit(Changes(has_outbox=True))
    settled(qtbot, station)
    assert screen.model.rowCount() == 0


def test_every_control_has_a_name(qtbot: QtBot, station: Station) -> None:
    register_one(station.desk, 0)
    screen = shown(qtbot, station)
    stops = [one for one in screen.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert [type(one).__name__ for one in stops if not one.accessibleName()] == []


def test_the_evening_sheet_is_wished_for_the_day_that_is_shown(qtbot: QtBot, station: Station) -> None:
    screen = shown(qtbot, station)
    assert offered(screen, RECONCILE)
    with qtbot.waitSignal(station.signals.copy_chosen) as chosen:
        next(action for action in screen.offers() if action.command is RECONCILE).run()
    assert chosen.args == [CopyWish("reconciliation", on=DAY)]


def test_a_target_that_concerns_nobody_here_takes_no_room(qtbot: QtBot, station: Station) -> None:
    register_one(station.desk, 0)
    assert not shown(qtbot, station).targets.isVisible()


def test_a_target_on_file_is_told_per_rw(qtbot: QtBot, station: Station) -> None:
    for number in range(3):
        vulnerable(station.desk, number, "001/007")
    screen = shown(qtbot, station)
    (card,) = screen.targets.findChildren(TargetCard)
    assert card.accessibleName() == "1 RW 100 pekerja rentan"
    said = "3 orang, 0 dari 1 RW yang mulai sudah penuh. Paling dekat ke 100: RW 007 Pisangan Baru (3)."
    assert card.accessibleDescription().startswith(said)
    assert list(cuts_of(screen)) == []


def test_who_comes_while_the_day_is_open_counts_at_once(qtbot: QtBot, station: Station) -> None:
    vulnerable(station.desk, 1, "001/007")
    screen = shown(qtbot, station)
    kept = vulnerable(station.desk, 2, "001/007")
    station.signals.changed.emit(Changes(frozenset({kept.uid})))
    station.signals.changed.emit(Changes(frozenset({kept.uid})))  # while the first count runs
    settled(qtbot, station)
    (card,) = screen.targets.findChildren(TargetCard)
    assert "RW 007 Pisangan Baru (2)" in card.accessibleDescription()


def test_the_targets_are_counted_anew_only_when_registrations_change(qtbot: QtBot, station: Station) -> None:
    vulnerable(station.desk, 1, "001/007")
    screen = shown(qtbot, station)
    (card,) = screen.targets.findChildren(TargetCard)
    kept = vulnerable(station.desk, 2, "001/007")
    station.signals.changed.emit(Changes(has_queue=True, has_outbox=True))
    settled(qtbot, station)
    assert screen.counts.accessibleName() == "2 kunjungan"
    assert "RW 007 Pisangan Baru (1)" in card.accessibleDescription()
    station.signals.changed.emit(Changes(frozenset({kept.uid})))
    settled(qtbot, station)
    assert "RW 007 Pisangan Baru (2)" in card.accessibleDescription()


def test_the_card_says_how_many_copies_are_gone_from_this_laptop(qtbot: QtBot, station: Station) -> None:
    desk = station.desk
    gone = [vulnerable(desk, number, "001/007").uid for number in range(3)][1:]
    screen = shown(qtbot, station)
    (card,) = screen.targets.findChildren(TargetCard)
    assert "Tidak terhitung" not in card.accessibleDescription()
    desk.store.write(lambda: [wipe(desk.keys.sealer, uid) for uid in gone])
    station.signals.changed.emit(Changes(frozenset(gone)))
    settled(qtbot, station)
    assert card.accessibleDescription().startswith("1 orang,")
    assert "Tidak terhitung: 2 pendaftaran yang salinannya di laptop ini sudah dihapus" in card.accessibleDescription()
    assert list(cuts_of(screen)) == []


def test_the_targets_go_with_the_day(qtbot: QtBot, station: Station) -> None:
    register_one(station.desk, 0, on=DAY - timedelta(days=4))
    vulnerable(station.desk, 1, "001/007")
    screen = shown(qtbot, station)
    assert screen.targets.isVisible()
    screen.day_before()
    settled(qtbot, station)
    assert not screen.targets.isVisible()
