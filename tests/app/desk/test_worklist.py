"""The worklist at a desk: who is to be typed in, what to copy, and that every look and every typing is kept."""

from __future__ import annotations

import dataclasses
import uuid
from datetime import date

import msgspec
import pytest

from app.desk.context import Desk
from app.desk.history import history
from app.desk.refusal import RefusalCode, Refused
from app.desk.stage import reach_stage
from app.desk.withdraw import withdraw
from app.desk.worklist import PortalSheet, PortalTyped, note_typed, portal_fields, worklist
from core.errors import Trouble
from core.programme import Programme, Teller
from core.stages import StageCode
from tests.kit.desk import DAY, person_values, prakerja, register_one, sql

NIK = str(person_values(0)["nik"])


def with_programme(desk: Desk, programme: Programme) -> Desk:
    return dataclasses.replace(desk, programme_of=lambda _code: programme)


def test_who_is_typed_in_leaves_the_next_to_type_until_the_news_come(desk: Desk) -> None:
    first, second = (register_one(desk, number).kept for number in range(2))
    assert [row.uid for row in worklist(desk, prakerja()).to_type] == [first.uid, second.uid]
    answer = note_typed(desk, first.uid)
    assert isinstance(answer, PortalTyped)
    assert (answer.typed.code, answer.typed.officer_name, answer.typed.on) == (
        "AKUN_DIBUAT",
        desk.keys.officer.name,
        DAY,
    )
    listed = worklist(desk, prakerja())
    assert ([row.uid for row in listed.to_type], [row.typed for row in listed.typed]) == ([second.uid], [answer.typed])
    reach_stage(desk, first.uid, "AKUN_DIBUAT", DAY, Teller.PORTAL)
    assert [(row.uid, row.next_step.code) for row in worklist(desk, prakerja()).to_type] == [
        (first.uid, "TES_SELESAI"),
        (second.uid, "AKUN_DIBUAT"),
    ]
    assert [one.kind for one in history(desk, first.uid)][1:] == ["portal_typed", "stage_reached"]


def test_a_day_may_be_asked_for(desk: Desk) -> None:
    kept = register_one(desk).kept
    assert [row.uid for row in worklist(desk, prakerja(), DAY).rows] == [kept.uid]
    assert worklist(desk, prakerja(), date(2020, 4, 14)).rows == ()


def test_what_is_copied_is_whole_and_the_look_is_kept(desk: Desk) -> None:
    kept = register_one(desk).kept
    sheet = portal_fields(desk, kept.uid)
    assert isinstance(sheet, PortalSheet)
    texts = {value.field: value.text for value in sheet.values}
    assert (texts["nik"], texts["answers.education"], sheet.portal.address) == (NIK, "SMA/sederajat", "prakerja.go.id")
    assert [one.kind for one in history(desk, kept.uid)] == ["registered", "nik_shown"]


def test_a_look_without_a_whole_nik_is_no_look_and_villages_have_names(desk: Desk) -> None:
    portal = prakerja().portal
    assert portal is not None
    box = msgspec.structs.replace(portal.fields[0], field="village_code")
    here = with_programme(
        desk, msgspec.structs.replace(prakerja(), portal=msgspec.structs.replace(portal, fields=(box,)))
    )
    kept = register_one(here).kept
    sheet = portal_fields(here, kept.uid)
    assert isinstance(sheet, PortalSheet)
    assert [value.text for value in sheet.values] != [kept.body.person.village_code]
    assert [one.kind for one in history(here, kept.uid)] == ["registered"]


def test_a_programme_without_a_site_says_so(desk: Desk) -> None:
    here = with_programme(desk, msgspec.structs.replace(prakerja(), portal=None))
    kept = register_one(here).kept
    for answer in (note_typed(here, kept.uid), portal_fields(here, kept.uid)):
        assert isinstance(answer, Refused)
        assert answer.code is StageCode.NO_PORTAL


def test_what_is_withdrawn_is_not_typed_anywhere(desk: Desk) -> None:
    kept = register_one(desk).kept
    withdraw(desk, kept.uid, "Pindah")
    for answer in (note_typed(desk, kept.uid), portal_fields(desk, kept.uid)):
        assert isinstance(answer, Refused)
        assert answer.code is RefusalCode.WITHDRAWN
    assert worklist(desk, prakerja()).rows == ()


def test_a_look_that_cannot_be_kept_shows_nothing(desk: Desk) -> None:
    kept = register_one(desk).kept
    sql(desk.store, "PRAGMA query_only=1")
    with pytest.raises(Trouble) as caught:
        portal_fields(desk, kept.uid)
    assert caught.value.code == "STORE_READ_ONLY"


def test_an_unknown_registration_is_said(desk: Desk) -> None:
    with pytest.raises(Trouble) as caught:
        note_typed(desk, uuid.uuid4())
    assert caught.value.code == "REGISTRATION_UNKNOWN"
