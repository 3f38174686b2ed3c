"""Somebody who is likely registered already under another NIK: asked about before saving, decided by the officer."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest

from app.desk.complete import PapersAdded, add_papers
from app.desk.context import Desk
from app.desk.correct import Corrected, correct
from app.desk.known import fill_marks, fill_marks_meanwhile, known_person
from app.desk.register import Registered
from app.desk.withdraw import withdraw
from app.forms.registration import RegistrationForm
from app.models.applicants import Asking, nearly_of_age, standing_of
from core.findings import Weight
from core.known import LikelyPerson, as_before
from core.registration import Outcome
from core.sentences import sentence
from tests.app.forms.typing_in import filled_form
from tests.kit.desk import DAY, prakerja, register_one, sql

CODE = "LIKELY_SAME_PERSON"
NAME = "SOLIKIN MASDUKI"


def known_one(desk: Desk, name_on_id: str = NAME, **changes: object) -> Registered:
    """Somebody who has a number already."""
    return register_one(desk, 0, on=DAY, name_on_id=name_on_id, **changes)


def like_one(desk: Desk, name_on_id: str = "SOLIKHIN MASDUKI, S.E.", on: date = DAY, **changes: object) -> Registered:
    """The same name and birth date with another NIK and another telephone."""
    return register_one(desk, 1, on=on, name_on_id=name_on_id, **changes)


def codes(answer: Registered | Corrected) -> set[str]:
    return {noted.finding.code for noted in answer.findings}


def test_another_nik_with_the_same_name_and_birth_date_is_asked_about(desk: Desk) -> None:
    first = known_one(desk).kept
    answer = like_one(desk)
    assert answer.outcome is Outcome.INCOMPLETE
    noted = next(one for one in answer.findings if one.finding.code == CODE)
    assert (noted.finding.field, noted.finding.weight, noted.is_confirmed) == ("name_on_id", Weight.WARN, False)
    assert sentence(CODE, noted.finding.facts) == (
        f"Mirip SOLIKIN M***, yang sudah tercatat di Kartu Pra Kerja 2020 pada 13-04-2020 dengan nomor "
        f"{first.registration_no}. Kalau orangnya sama, buka data itu dan jangan dicatat lagi; kalau orang lain, "
        "simpan."
    )


def test_a_person_without_nik_is_asked_about(desk: Desk) -> None:
    known_one(desk)
    assert CODE in codes(like_one(desk, nik=...))


def test_one_key_says_that_it_is_somebody_else_and_that_is_kept(desk: Desk) -> None:
    known_one(desk)
    answer = like_one(desk, confirm=[CODE])
    assert answer.outcome is Outcome.REGISTERED
    kept = next(one for one in answer.kept.body.findings if one.code == CODE)
    assert kept.is_confirmed
    assert kept.facts["name"] == "SOLIKIN M***"
    assert answer.kept.body.officer_name == "RINA SETYOWATI"


@pytest.mark.parametrize(
    "changes",
    [
        {"name_on_id": "MARKONAH SUMINTEN"},
        {"sex": "P", "nik": "3578084101709902"},
        {"birth_date": "27-11-1984", "nik": "3578082711849902"},
    ],
    ids=["another name", "another sex", "another birth date"],
)
def test_others_are_left_in_peace(desk: Desk, changes: dict[str, Any]) -> None:
    known_one(desk)
    answer = like_one(desk, **changes)
    assert CODE not in codes(answer)
    assert answer.outcome is Outcome.REGISTERED


def test_a_visit_that_got_no_number_stands_in_nobodys_way(desk: Desk) -> None:
    known_one(desk, consent=False)
    assert like_one(desk).outcome is Outcome.REGISTERED


def test_who_withdrew_stands_in_nobodys_way(desk: Desk) -> None:
    withdraw(desk, known_one(desk).kept.uid, "Pindah ke luar kota")
    assert like_one(desk).outcome is Outcome.REGISTERED


def test_the_same_nik_is_a_duplicate_and_nothing_else_is_asked(desk: Desk) -> None:
    known_one(desk)
    like_one(desk, confirm=[CODE])
    again = like_one(desk)
    assert again.outcome is Outcome.DUPLICATE
    assert CODE not in codes(again)


def test_the_same_year_and_village_are_enough_for_a_rare_name(desk: Desk) -> None:
    known_one(desk)
    assert CODE in codes(like_one(desk, nik=..., birth_date="27-11-1970"))


def test_the_likeliest_of_several_is_named(desk: Desk) -> None:
    known_one(desk)
    nearest = register_one(desk, 2, name_on_id=NAME, mobile="081277700001", confirm=[CODE]).kept
    register_one(desk, 3, name_on_id=NAME, confirm=[CODE])
    form = filled_form(desk.rulebook(prakerja(), DAY), 5, name_on_id=NAME, mobile="081277700001")
    known = known_person(desk, form.person(), prakerja())
    assert known is not None
    assert known.likely is not None
    assert known.likely.uid == nearest.uid


def test_in_a_crowd_the_likeliest_are_compared_first(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(2, 5):
        register_one(desk, number)  # of the same day, kept before and after
    first = known_one(desk).kept
    for number in range(5, 8):
        register_one(desk, number)
    monkeypatch.setattr("app.models.applicants.MOST_COMPARED", 1)
    noted = next(one for one in like_one(desk).findings if one.finding.code == CODE)
    assert noted.finding.facts["registration_no"] == first.registration_no


def test_a_damaged_person_is_passed_over(desk: Desk) -> None:
    uid = known_one(desk).kept.uid
    sql(desk.store, "UPDATE person SET sealed = x'00'")
    assert like_one(desk).outcome is Outcome.REGISTERED
    assert desk.store.run(lambda: desk.shelf().by_uid(uid)) is not None


def test_a_damaged_registration_cannot_be_shown_and_is_passed_over(desk: Desk) -> None:
    known_one(desk)
    sql(desk.store, "UPDATE registration SET sealed = x'00'")
    assert like_one(desk).outcome is Outcome.REGISTERED


# --- in the window ------------------------------------------------------------------------------------------------


def form_like_one(desk: Desk, **changes: object) -> RegistrationForm:
    values = {"name_on_id": "SOLIKHIN MASDUKI"} | changes
    return filled_form(desk.rulebook(prakerja(), DAY), 1, **values)


def test_the_form_shows_both_side_by_side(desk: Desk) -> None:
    first = known_one(desk).kept
    form = form_like_one(desk)
    form.note_known(known_person(desk, form.person(), prakerja()))
    view = form.view()
    assert view.likely == LikelyPerson(
        uid=first.uid,
        registration_no=first.registration_no,
        queue_number="A001",
        on=DAY,
        programme="Kartu Pra Kerja 2020",
        name_on_id=NAME,
        birth_date="1970-01-01",
        sex="L",
        village="Mojo",
        masked_nik="357808******9901",
        agreeing=("name_on_id", "birth_place", "birth_date", "sex", "village_code"),
    )
    assert view.outcome is Outcome.INCOMPLETE


def test_the_one_key_of_the_form_is_what_registering_wants(desk: Desk) -> None:
    known_one(desk)
    form = form_like_one(desk)
    form.note_known(known_person(desk, form.person(), prakerja()))
    form.confirm(CODE, "name_on_id")
    assert form.view().outcome is Outcome.REGISTERED
    assert form.entry().confirm == {CODE}


def test_an_answer_about_another_name_is_not_believed(desk: Desk) -> None:
    known_one(desk)
    form = form_like_one(desk)
    late = known_person(desk, form.person(), prakerja())
    form.set("name_on_id", "MARKONAH")
    form.note_known(late)
    assert (form.view().likely, form.view().outcome) == (None, Outcome.REGISTERED)


def test_a_name_that_is_being_typed_is_asked_about_when_it_is_finished(desk: Desk) -> None:
    before, now = (form_like_one(desk, name_on_id=name).person() for name in ("SOLIKHIN", "SOLIKHIN MAS"))
    assert as_before(now, before, "name_on_id") == before
    assert as_before(now, before, "documents") == now


def test_names_are_not_told_to_a_log(desk: Desk) -> None:
    known_one(desk)
    form = form_like_one(desk)
    told = repr(known_person(desk, form.person(), prakerja()))
    assert [secret for secret in ("SOLIK", "1970-01-01", "3578080101709902") if secret in told] == []


# --- later acts ---------------------------------------------------------------------------------------------------


def corrected(desk: Desk, uid: uuid.UUID, fields: dict[str, str], confirm: frozenset[str] = frozenset()) -> Corrected:
    answer = correct(desk, uid, fields, "Salah baca kartu", confirm=confirm)
    assert isinstance(answer, Corrected)
    return answer


def test_who_came_later_is_not_held_against_who_came_first(desk: Desk) -> None:
    first = known_one(desk).kept
    like_one(desk, confirm=[CODE])
    answer = corrected(desk, first.uid, {"birth_place": "MALANG"})
    assert answer.outcome is Outcome.REGISTERED
    assert CODE not in codes(answer)


def test_a_corrected_name_is_looked_at_anew(desk: Desk) -> None:
    known_one(desk)
    other = like_one(desk, name_on_id="MARKONAH SUMINTEN").kept
    answer = corrected(desk, other.uid, {"name_on_id": NAME})
    assert answer.outcome is Outcome.INCOMPLETE
    assert CODE in codes(answer)


def test_the_decision_outlives_other_corrections(desk: Desk) -> None:
    known_one(desk)
    other = like_one(desk, confirm=[CODE]).kept
    answer = corrected(desk, other.uid, {"birth_place": "MALANG"})
    assert answer.outcome is Outcome.REGISTERED
    assert [one.is_confirmed for one in answer.findings if one.finding.code == CODE] == [True]


def test_an_open_question_can_be_decided_later(desk: Desk) -> None:
    known_one(desk)
    waiting = like_one(desk).kept
    answer = corrected(desk, waiting.uid, {}, confirm=frozenset({CODE}))
    assert (answer.outcome, answer.has_new_number) == (Outcome.REGISTERED, True)


def test_papers_brought_later_ask_nothing_new(desk: Desk) -> None:
    first = known_one(desk, documents=["ktp"]).kept
    like_one(desk, confirm=[CODE])
    answer = add_papers(desk, first.uid, ("kk",))
    assert isinstance(answer, PapersAdded)
    assert answer.outcome is Outcome.REGISTERED


# --- people whom an older program kept ----------------------------------------------------------------------------


def forget_marks(desk: Desk) -> None:
    """As an older program left it."""
    sql(desk.store, "UPDATE person SET birth_mark = NULL, name_mark = NULL")


def test_marks_of_an_older_store_are_filled_in_after_unlocking(desk: Desk) -> None:
    known_one(desk)
    before = sql(desk.store, "SELECT birth_mark, name_mark FROM person")
    forget_marks(desk)
    assert fill_marks(desk) == 1
    assert sql(desk.store, "SELECT birth_mark, name_mark FROM person") == before
    assert CODE in codes(like_one(desk))


def test_who_is_not_settled_gets_no_marks(desk: Desk) -> None:
    known_one(desk, consent=False)
    fill_marks(desk)
    assert sql(desk.store, "SELECT birth_mark, name_mark FROM person") == [(None, None)]


def test_many_are_marked_in_steps(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.desk.known.PAGE_PEOPLE", 2)
    for number in range(5):
        register_one(desk, number)
    forget_marks(desk)
    sql(desk.store, "UPDATE person SET sealed = x'00' WHERE rowid = 2")
    assert fill_marks(desk) == 3
    assert sql(desk.store, "SELECT count(birth_mark), count(name_mark) FROM person") == [(4, 4)]


def marked(desk: Desk) -> int:
    return int(sql(desk.store, "SELECT count(birth_mark) FROM person")[0][0])


def everything_done(desk: Desk) -> None:
    """Wait until the worker has nothing left of what was queued so far, step after step."""
    for _step in range(9):
        desk.submit(lambda: None, is_report=True).result()


def test_the_window_marks_them_behind_the_desks_own_work(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.desk.known.PAGE_PEOPLE", 2)
    for number in range(5):
        register_one(desk, number)
    forget_marks(desk)
    fill_marks_meanwhile(desk)
    everything_done(desk)
    assert marked(desk) == 5


def test_a_store_in_trouble_stops_it_until_the_next_unlocking(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    known_one(desk)
    forget_marks(desk)
    sql(desk.store, "PRAGMA query_only=1")
    fill_marks_meanwhile(desk)
    everything_done(desk)
    assert "marks are not filled in: STORE_READ_ONLY" in caplog.text
    sql(desk.store, "PRAGMA query_only=0")
    assert marked(desk) == 0
    fill_marks_meanwhile(desk)
    everything_done(desk)
    assert marked(desk) == 1


def test_a_store_that_is_closed_stops_it(desk: Desk) -> None:
    desk.store.close()
    fill_marks_meanwhile(desk)


def test_marks_tell_equal_from_unequal_and_nothing_more(desk: Desk) -> None:
    known_one(desk)
    like_one(desk, confirm=[CODE])
    register_one(desk, 90)
    (one, two, other) = sql(desk.store, "SELECT birth_mark, name_mark FROM person ORDER BY rowid")
    assert one == two
    assert set(one).isdisjoint(other)
    assert {len(mark) for mark in (*one, *other)} == {16}


def test_without_a_birth_date_nobody_is_looked_for(desk: Desk) -> None:
    known_one(desk)
    form = form_like_one(desk, nik=..., birth_date=...)
    assert desk.store.run(lambda: list(nearly_of_age(desk.keys.sealer, form.person()))) == []


def test_another_period_is_another_matter(desk: Desk) -> None:
    kept = known_one(desk).kept
    person = desk.store.run(lambda: desk.shelf().person_of(kept.uid))
    asked = [Asking("PRAKERJA2020", "2020"), Asking("PRAKERJA2020", "2021"), Asking("PRAKERJA2020", "2020", person)]
    found = desk.store.run(lambda: [list(standing_of(person, asking)) for asking in asked])
    assert found == [[kept.uid], [], []]


def test_a_day_of_other_rules_asks_the_same(desk: Desk) -> None:
    known_one(desk)
    assert CODE in codes(like_one(desk, on=date(2020, 4, 14)))
