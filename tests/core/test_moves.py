"""What later acts make of a registration, whoever applies them and in whatever order they come."""

from __future__ import annotations

import itertools

import msgspec
import pytest

from core.moves import MOVES, Move, moved
from core.registration import Status
from core.wire.events import Kind
from core.wire.records import (
    BatchJoinedBody,
    CorrectedBody,
    JudgementBody,
    PapersAddedBody,
    RegisteredBody,
    SettledBody,
    WithdrawnBody,
)
from tests.kit.desk_wire import registered


def judgement(outcome: str = "registered", status: str = "TERDAFTAR", number: str = "") -> JudgementBody:
    return JudgementBody(outcome, status, number, (), "2")


def correction(fields: dict[str, str], typed: dict[str, str] | None = None, **of: str) -> CorrectedBody:
    return CorrectedBody(fields, {}, typed or {}, judgement(**of), "Salah baca", "Rina")


BODY = registered(1, typed={"birth_date": "15-08-1990", "rt_rw": "-"})
WITHDRAWN = WithdrawnBody("Pindah", "Rina")


def test_every_move_has_its_kind() -> None:
    assert set(MOVES) == {Kind.CORRECTED, Kind.PAPERS_ADDED, Kind.WITHDRAWN, Kind.BATCH_JOINED, Kind.DISPUTE_SETTLED}


def test_a_correction_changes_what_it_names_and_nothing_else() -> None:
    after = moved(BODY, correction({"mobile": "", "birth_place": "MALANG"}, {"mobile": "0812", "rt_rw": ""}))
    assert after.person == msgspec.structs.replace(BODY.person, mobile="", birth_place="MALANG")
    assert after.typed == {"birth_date": "15-08-1990", "mobile": "0812"}
    assert (after.queue_number, after.documents, after.rules_version) == (BODY.queue_number, BODY.documents, "2")


def test_a_field_of_a_later_program_is_passed_over() -> None:
    assert moved(BODY, correction({"shoe_size": "42"})).person == BODY.person


def test_papers_are_added_once() -> None:
    after = moved(BODY, PapersAddedBody(("kk", "sim"), judgement(), "Rina"))
    assert after.documents == ("ktp", "kk", "sim")


def test_a_number_is_given_once_and_never_replaced() -> None:
    without = registered(1, registration_no="")
    given = moved(without, correction({}, number="35-SBY01-20200413-0009-0"))
    assert given.registration_no == "35-SBY01-20200413-0009-0"
    assert moved(given, correction({}, number="35-SBY01-20200413-0010-0")).registration_no == given.registration_no
    assert moved(given, correction({}, outcome="incomplete")).registration_no == given.registration_no


def test_the_judgement_is_the_acts() -> None:
    after = moved(BODY, correction({}, outcome="incomplete", status="BELUM_LENGKAP"))
    assert (after.outcome, after.status, after.findings) == ("incomplete", "BELUM_LENGKAP", ())


@pytest.mark.parametrize("order", list(itertools.permutations((WITHDRAWN, correction({"birth_place": "MALANG"})))))
def test_what_is_withdrawn_stays_so_whoevers_word_comes_first(order: tuple[Move, ...]) -> None:
    after: RegisteredBody = BODY
    for move in order:
        after = moved(after, move)
    assert (after.status, after.person.birth_place) == (Status.WITHDRAWN, "MALANG")


def test_joining_a_batch_moves_what_a_closed_one_had_kept_waiting_and_nothing_else() -> None:
    waiting = msgspec.structs.replace(BODY, outcome="waiting_list", status="DAFTAR_TUNGGU")
    joined = BatchJoinedBody(2, "2020-04-20", "Rina", 1)
    assert moved(waiting, joined) == waiting
    after = moved(waiting, msgspec.structs.replace(joined, judgement=judgement()))
    assert (after.status, after.outcome, after.registration_no) == ("TERDAFTAR", "registered", BODY.registration_no)


@pytest.mark.parametrize(
    ("field", "value", "typed", "shown"),
    [("mobile", "+628123", "", ("+628123", None)), ("mobile", "", "08 12", ("", "08 12"))],
)
def test_a_settlement_says_what_stands_in_the_field(
    field: str, value: str, typed: str, shown: tuple[str, str | None]
) -> None:
    settled = SettledBody(field, value, typed, (), judgement(outcome="incomplete"), "Ditanya", "Rina")
    after = moved(BODY, settled)
    assert (after.person.mobile, after.typed.get("mobile")) == shown
    assert after.outcome == "incomplete"


def test_a_settlement_may_be_about_an_answer() -> None:
    settled = SettledBody("answers.children", 3, "", (), judgement(), "Ditanya", "Rina")
    after = moved(BODY, settled)
    assert (after.answers["children"], after.person, after.typed) == (3, BODY.person, BODY.typed)
