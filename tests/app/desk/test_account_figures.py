"""Help with e-mail in figures at the desk, on the sheet and in the list of the day; the slip of who comes again."""

from __future__ import annotations

import io
import uuid
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest

from app.desk.account.figures import account_figures, account_figures_by_day
from app.desk.account.go_on import choose_road, end, note_address, pause, reopen
from app.desk.account.open import open_account
from app.desk.account.proof import ask_proof, read_proof
from app.desk.context import Desk
from app.desk.daily_report import daily_report
from app.desk.exports.kinds import ExportKind, ExportOrder
from app.desk.exports.order import made_copy
from app.desk.register import register
from app.desk.slips import slip_of
from app.models.mail_notices import keep_mail_notice
from core.account_figures import AccountFigures
from core.accounts import Need, Reason, Result, Road
from core.proofs import MailNotice
from core.queue_times import Times
from core.wire.envelope import Notice
from core.wire.events import Kind
from tests.kit.desk import DAY, entry_of, person_values, prakerja, register_one, sql
from tests.kit.helped import reserved, server_tells, with_space
from tests.kit.manual_clock import ManualClock
from tests.papers.reading import squeezed, words

LATER_STEP = "Datang lagi ke meja bantuan e-mail"


def helped(
    desk: Desk,
    result: Result | None,
    reason: str = "",
    *,
    address: str = "",
    road: Road = Road.PUBLIC,
    need: Need = Need.NONE,
    registration: uuid.UUID | None = None,
) -> uuid.UUID:
    uid = open_account(desk, DAY, need, registration=registration).account.uid
    choose_road(desk, uid, road, "gmail" if road is Road.PUBLIC else "")
    if address:
        note_address(desk, uid, address)
    if result:
        end(desk, uid, result, reason)
    return uid


def one_of_each(desk: Desk, clock: ManualClock) -> None:
    helped(desk, Result.HAD, address="ani@contoh.id", road=Road.OWN, need=Need.HAS)
    slow = helped(desk, None, address="budi.santoso@contoh.id")
    clock.pass_s(720)
    end(desk, slow, Result.MADE)
    helped(desk, Result.LATER, Reason.NO_CREDIT)
    helped(desk, Result.FAILED, Reason.NO_PHONE)
    helped(desk, None)
    helped(desk, Result.HAD, need=Need.PHONE)


def copy(desk: Desk, suffix: str) -> bytes:
    return made_copy(desk, ExportOrder(kind=ExportKind.DAILY, target=Path(f"x.{suffix}"), first_on=DAY)).content


# --- figures ------------------------------------------------------------------------------------------------------


def test_a_day_without_help_is_empty(desk: Desk) -> None:
    assert account_figures(desk, DAY) == AccountFigures()
    assert account_figures_by_day(desk, DAY, DAY) == {}


def test_everybody_is_counted_where_they_belong(desk: Desk, clock: ManualClock) -> None:
    one_of_each(desk, clock)
    found = account_figures(desk, DAY)
    assert (found.asked, found.had, found.made, found.open, found.phone) == (5, 1, {"public": 1}, 1, 1)
    assert (found.later, found.failed, found.proven) == ({"no_credit": 1}, {"no_phone": 1}, 0)
    assert found.worked == Times(measured=1, average_s=720, median_s=720)


def test_a_pause_does_not_count_as_work(desk: Desk, clock: ManualClock) -> None:
    uid = helped(desk, None, address="budi.santoso@contoh.id")
    clock.pass_s(300)
    pause(desk, uid)
    clock.pass_s(7200)
    reopen(desk, uid)
    end(desk, uid, Result.MADE)
    worked = account_figures(desk, DAY).worked
    assert worked is not None
    assert worked.median_s == 300


def test_a_help_that_goes_on_is_open_again(desk: Desk) -> None:
    uid = helped(desk, Result.LATER, Reason.NO_TIME)
    reopen(desk, uid)
    assert (account_figures(desk, DAY).open, account_figures(desk, DAY).later) == (1, {})


def test_only_the_server_s_word_makes_an_address_proven(desk: Desk) -> None:
    uid = helped(desk, Result.MADE, address="budi.santoso@contoh.id")
    ask_proof(desk, uid)
    read_proof(desk, uid, "123456")
    assert account_figures(desk, DAY).proven == 0
    [(stream, seq)] = sql(desk.store, "SELECT stream, seq FROM mail_act WHERE kind = 'proof_read'")
    notice = Notice(1, stream, seq, MailNotice.PROOF_GOOD.value, {"account": str(uid)})
    desk.store.write(lambda: keep_mail_notice(notice))
    assert account_figures(desk, DAY).proven == 1


def test_a_mailbox_that_is_somebody_elses_was_not_made_until_there_is_another(desk: Desk) -> None:
    with_space(desk)
    uid = open_account(desk, DAY, Need.NONE, name_on_id="SITI AMINAH").account.uid
    choose_road(desk, uid, Road.REGIONAL)
    reserved(desk, uid, "siti.aminah")
    end(desk, uid, Result.MADE)
    assert account_figures(desk, DAY).made == {"regional": 1}
    server_tells(desk, uid, Kind.MAILBOX_RESERVED, MailNotice.MAILBOX_TAKEN)
    found = account_figures(desk, DAY)
    assert (found.made, found.open) == ({}, 1)
    reopen(desk, uid)
    reserved(desk, uid, "siti.a.aminah")
    end(desk, uid, Result.MADE)
    assert account_figures(desk, DAY).made == {"regional": 1}


def test_a_period_counts_all_its_days(desk: Desk) -> None:
    helped(desk, Result.LATER, Reason.NO_TIME)
    later = DAY + timedelta(days=2)
    open_account(desk, later, Need.NONE)
    assert account_figures(desk, DAY, later).asked == 2
    assert list(account_figures_by_day(desk, DAY, later)) == [DAY, later]


# --- the day ------------------------------------------------------------------------------------------------------


def test_the_report_of_the_day_has_the_same_figures(desk: Desk, clock: ManualClock) -> None:
    one_of_each(desk, clock)
    assert daily_report(desk, DAY).email == account_figures(desk, DAY)


def test_the_sheet_says_what_came_of_the_help_and_why_not(desk: Desk, clock: ManualClock) -> None:
    one_of_each(desk, clock)
    text = words(copy(desk, "pdf"))
    said = ["E. Bantuan e-mail", "Dibuat: e-mail umum di HP sendiri", "Dilanjutkan lain hari: pulsa habis"]
    said += ["Belum berhasil: tidak ada HP pintar", "tengah 12 menit", "H. Kejadian"]
    assert [one for one in said if squeezed(one) not in text] == []


def test_the_list_of_the_day_has_a_line_for_each_figure_and_nobody_s_address(desk: Desk, clock: ManualClock) -> None:
    one_of_each(desk, clock)
    rows = list(openpyxl.load_workbook(io.BytesIO(copy(desk, "xlsx"))).worksheets[0].iter_rows(values_only=True))
    assert ("E. Bantuan e-mail", "Semua yang dibantu", 5) in rows
    assert ("E. Bantuan e-mail", "Belum berhasil: tidak ada HP pintar", 1) in rows
    assert "@" not in str(rows)


def test_a_day_without_help_says_so_on_its_sheet(desk: Desk) -> None:
    assert squeezed("E. Bantuan e-mail tidak ada") in words(copy(desk, "pdf"))


# --- the slip -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("documents", "nik"),
    [(["ktp", "kk"], None), (["ktp"], None), (["ktp", "kk"], "35780")],
    ids=["receipt", "waiting list", "note"],
)
def test_who_comes_again_for_an_address_reads_so_on_the_paper(
    desk: Desk, documents: list[str], nik: str | None
) -> None:
    changes: dict[str, object] = {"nik": nik} if nik else {}
    values = person_values(0, email="", documents=documents, **changes)
    kept = register(desk, entry_of(values), prakerja(), DAY).kept
    helped(desk, Result.LATER, Reason.NO_CREDIT, registration=kept.uid)
    steps = slip_of(desk, kept, 2).next_steps
    assert [step for step in steps if LATER_STEP in step]
    assert len(steps) <= 3


@pytest.mark.parametrize("result", [Result.FAILED, None])
def test_a_help_that_failed_or_goes_on_promises_nothing(desk: Desk, result: Result | None) -> None:
    kept = register_one(desk, 0, email="").kept
    helped(desk, result, Reason.NO_PHONE, registration=kept.uid)
    assert not [step for step in slip_of(desk, kept, 1).next_steps if LATER_STEP in step]


def test_who_has_an_address_by_now_need_not_come_for_one(desk: Desk) -> None:
    kept = register_one(desk, 0, email="budi@contoh.id").kept
    helped(desk, Result.LATER, Reason.NO_TIME, registration=kept.uid)
    assert not [step for step in slip_of(desk, kept, 1).next_steps if LATER_STEP in step]


def test_a_form_that_named_its_help_reads_the_same(desk: Desk) -> None:
    uid = helped(desk, Result.LATER, Reason.NO_TIME)
    kept = register(desk, entry_of(person_values(0, email="")), prakerja(), DAY, account=uid).kept
    assert [step for step in slip_of(desk, kept, 1).next_steps if LATER_STEP in step]
