"""A coordinator settles what two desks said differently: with a reason, judged anew, a number never replaced."""

from __future__ import annotations

import dataclasses

import pytest

from app.desk.context import Desk
from app.desk.correct import correct
from app.desk.disputes import DisputeSettled, settle_dispute, settle_dispute_by_text, shown_texts
from app.desk.history import FieldChange, history
from app.desk.lookup import find_one
from app.desk.refusal import RefusalCode, Refused
from app.desk.withdraw import withdraw
from app.models.events import chain_problem, events_of
from app.models.news import keep_news
from app.models.officers import Role
from core.disputes import NUMBER
from core.registered import KeptRegistration
from core.registration import Outcome
from core.wire.codec import decode, encode
from core.wire.envelope import Change, EventUp
from core.wire.events import event_uid
from core.wire.records import Answer, CorrectedBody, JudgementBody, SettledBody
from tests.kit.desk import person_values, register_one
from tests.kit.desk_wire import WireDesk

MINE, THEIRS = "+6281234560001", "+6281234560002"


def hear(
    desk: Desk,
    uid: bytes,
    fields: dict[str, str] | None = None,
    *,
    answers: dict[str, Answer] | None = None,
    typed: dict[str, str] | None = None,
    number: str = "",
) -> bytes:
    """A neighbour who had seen nothing of ours corrected the registration; the event's uid."""
    wire = WireDesk()
    judged = JudgementBody("registered", "TERDAFTAR", number, (), "2")
    body = CorrectedBody(fields or {}, answers or {}, typed or {}, judged, "Salah baca", "Tetangga")
    wire.add("corrected", encode(body), uid)
    up = wire.events[0]
    change = Change(1, wire.stream, 1, EventUp(up.kind, up.at_ms, up.officer, up.body, uid))
    desk.store.write(lambda: keep_news(desk.shelf(), change))
    return event_uid(wire.stream, 1, up.at_ms).bytes


def again(desk: Desk, kept: KeptRegistration) -> KeptRegistration:
    return find_one(desk, str(kept.uid))


def refusal(answer: DisputeSettled | Refused) -> RefusalCode:
    assert isinstance(answer, Refused)
    assert isinstance(answer.code, RefusalCode)
    return answer.code


@pytest.fixture
def kept(desk: Desk) -> KeptRegistration:
    """Registered here; its mobile is corrected at two desks."""
    first = register_one(desk).kept
    correct(desk, first.uid, {"mobile": "0812-3456-0001"}, "Ditelepon")
    hear(desk, first.uid.bytes, {"mobile": THEIRS}, typed={"mobile": ""})
    return again(desk, first)


def test_what_the_server_has_not_numbered_yet_is_shown(kept: KeptRegistration) -> None:
    assert kept.body.person.mobile == MINE
    ((field, claims),) = [(one.field, [claim.value for claim in one.claims]) for one in kept.disputes]
    assert (field, claims) == ("mobile", [THEIRS, MINE])


def test_the_choice_stands_and_names_both(desk: Desk, kept: KeptRegistration) -> None:
    theirs, mine = kept.disputes[0].claims
    settled = settle_dispute(desk, kept.uid, "mobile", theirs.uid, "  Ditelepon   lagi ")
    assert isinstance(settled, DisputeSettled)
    assert (settled.kept.body.person.mobile, settled.kept.disputes) == (THEIRS, ())
    assert again(desk, kept) == settled.kept
    header, packed = desk.store.run(lambda: events_of(kept.uid.bytes, desk.keys.sealer))[-1]
    assert decode(packed, SettledBody).over == (theirs.uid, mine.uid)
    assert set(header.base) >= {theirs.uid}
    last = history(desk, kept.uid)[-1]
    assert (last.kind, last.reason) == ("dispute_settled", "Ditelepon lagi")
    assert last.changes == (FieldChange("mobile", MINE, THEIRS),)
    assert desk.store.run(chain_problem) is None


def test_the_shown_text_may_be_the_right_one(desk: Desk, kept: KeptRegistration) -> None:
    settled = settle_dispute_by_text(desk, kept.uid, "mobile", MINE, "Ditelepon")
    assert isinstance(settled, DisputeSettled)
    assert (settled.kept.body.person.mobile, settled.kept.disputes) == (MINE, ())


def test_a_correction_of_the_field_settles_too_and_one_of_another_field_does_not(
    desk: Desk, kept: KeptRegistration
) -> None:
    correct(desk, kept.uid, {"birth_place": "MALANG"}, "Salah baca")
    assert again(desk, kept).disputes == kept.disputes
    correct(desk, kept.uid, {"mobile": "0812-3456-0003"}, "Ditelepon")
    assert again(desk, kept).disputes == ()


def test_what_is_not_settled_is_said(desk: Desk, kept: KeptRegistration) -> None:
    def settled(field: str = "mobile", text: str = MINE, reason: str = "Ditelepon") -> DisputeSettled | Refused:
        return settle_dispute_by_text(desk, kept.uid, field, text, reason)

    assert refusal(settled(field="birth_place")) is RefusalCode.NOT_DISPUTED
    assert refusal(settled(text="0812")) is RefusalCode.NOT_SAID
    assert refusal(settled(reason=" ")) is RefusalCode.NO_REASON
    assert again(desk, kept).disputes == kept.disputes
    withdraw(desk, kept.uid, "Pindah")
    assert refusal(settled()) is RefusalCode.WITHDRAWN


def test_an_officer_settles_nothing(desk: Desk, kept: KeptRegistration) -> None:
    officer = dataclasses.replace(desk.keys.officer, role=Role.OFFICER)
    other = dataclasses.replace(desk, keys=dataclasses.replace(desk.keys, officer=officer))
    answer = settle_dispute_by_text(other, kept.uid, "mobile", MINE, "Ditelepon")
    assert refusal(answer) is RefusalCode.NEEDS_COORDINATOR


def test_the_choice_is_judged_anew(desk: Desk) -> None:
    first = register_one(desk, nik="3578").kept
    nik = str(person_values(0)["nik"])
    correct(desk, first.uid, {"nik": "35780"}, "Salah baca")
    hear(desk, first.uid.bytes, {"nik": nik}, typed={"nik": ""})
    assert again(desk, first).body.typed["nik"] == "35780"
    settled = settle_dispute_by_text(desk, first.uid, "nik", nik, "Kartunya dilihat")
    assert isinstance(settled, DisputeSettled)
    assert settled.has_new_number
    assert (settled.kept.body.outcome, settled.kept.body.person.nik) == (Outcome.REGISTERED, nik)
    assert "nik" not in settled.kept.body.typed


def test_what_the_rules_only_ask_is_answered_by_the_choice(desk: Desk) -> None:
    first = register_one(desk).kept
    correct(desk, first.uid, {"mobile": "0812-3456-0001"}, "Ditelepon")
    hear(desk, first.uid.bytes, {"mobile": ""}, typed={"mobile": ""})
    settled = settle_dispute_by_text(desk, first.uid, "mobile", "-", "Tidak punya HP")
    assert isinstance(settled, DisputeSettled)
    about = [one for one in settled.kept.body.findings if one.field == "mobile" and one.weight == "warn"]
    assert all(one.is_confirmed for one in about)


def test_a_nik_that_somebody_else_has_is_not_chosen(desk: Desk) -> None:
    register_one(desk, 1)
    first = register_one(desk, 0).kept
    taken = str(person_values(1)["nik"])
    correct(desk, first.uid, {"nik": str(person_values(2)["nik"])}, "Salah baca")
    hear(desk, first.uid.bytes, {"nik": taken})
    answer = settle_dispute_by_text(desk, first.uid, "nik", taken, "Salah baca")
    assert refusal(answer) is RefusalCode.NIK_TAKEN


def test_answers_are_disputed_and_settled_like_fields(desk: Desk) -> None:
    first = register_one(desk).kept
    correct(desk, first.uid, {}, "Salah baca", answers={"education": "SMK"})
    hear(desk, first.uid.bytes, answers={"education": "D3"})
    assert [one.field for one in again(desk, first).disputes] == ["answers.education"]
    settled = settle_dispute_by_text(desk, first.uid, "answers.education", "D3", "Ijazahnya dilihat")
    assert isinstance(settled, DisputeSettled)
    assert (settled.kept.body.answers["education"], settled.kept.disputes) == ("D3", ())
    assert history(desk, first.uid)[-1].changes == (FieldChange("answers.education", "SMK", "D3"),)


def test_a_number_that_stands_is_the_only_choice(desk: Desk) -> None:
    first = register_one(desk).kept
    hear(desk, first.uid.bytes, {"birth_place": "MALANG"}, number="35-SBY01-20200413-9999-0")
    kept = again(desk, first)
    assert [(one.field, one.shown.value) for one in kept.disputes] == [(NUMBER, first.registration_no)]
    other = settle_dispute_by_text(desk, first.uid, NUMBER, "35-SBY01-20200413-9999-0", "Slip lama")
    assert refusal(other) is RefusalCode.NUMBER_STANDS
    settled = settle_dispute_by_text(desk, first.uid, NUMBER, first.registration_no, "Slip ditukar")
    assert isinstance(settled, DisputeSettled)
    assert (settled.kept.registration_no, settled.kept.disputes) == (first.registration_no, ())
    assert settled.kept.body.outcome == kept.body.outcome


def test_numbers_of_people_are_masked_but_for_what_differs(desk: Desk) -> None:
    first = register_one(desk).kept
    nik = str(person_values(0)["nik"])
    mine, theirs = f"{nik[:12]}0011", f"{nik[:11]}90011"
    correct(desk, first.uid, {"nik": mine}, "Salah baca")
    hear(desk, first.uid.bytes, {"nik": theirs})
    (dispute,) = again(desk, first).disputes
    texts = [str(text) for _claim, text in shown_texts(dispute)]
    assert {len(text) for text in texts} == {16}
    assert all("*" in text for text in texts)
    assert len(set(texts)) == 2
