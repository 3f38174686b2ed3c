"""Looking at a whole NIK: shown, and kept with the officer's name but without the NIK."""

from __future__ import annotations

import uuid

import pytest

from app.desk.context import Desk
from app.desk.show_nik import show_nik
from app.models.events import events_of
from core.errors import Trouble
from core.wire.codec import decode
from core.wire.events import Kind
from core.wire.records import NikShownBody
from tests.kit.desk import person_values, register_one, sql

NIK = str(person_values(0)["nik"])


def test_a_look_is_kept_with_the_officers_name_and_without_the_nik(desk: Desk) -> None:
    uid = register_one(desk).kept.uid
    assert show_nik(desk, uid) == NIK
    (_first, (header, body)) = desk.store.run(lambda: events_of(uid.bytes, desk.keys.sealer))
    assert (header.kind, decode(body, NikShownBody).officer_name) == (Kind.NIK_SHOWN, desk.keys.officer.name)
    assert NIK.encode() not in body


def test_a_nik_that_could_not_be_read_is_shown_as_it_was_typed(desk: Desk) -> None:
    assert show_nik(desk, register_one(desk, nik="3578 0815").kept.uid) == "3578 0815"


def test_a_look_that_cannot_be_kept_shows_nothing(desk: Desk) -> None:
    uid = register_one(desk).kept.uid
    sql(desk.store, "PRAGMA query_only=1")
    with pytest.raises(Trouble) as caught:
        show_nik(desk, uid)
    assert caught.value.code == "STORE_READ_ONLY"


def test_an_unknown_registration_is_said(desk: Desk) -> None:
    with pytest.raises(Trouble) as caught:
        show_nik(desk, uuid.uuid4())
    assert caught.value.code == "REGISTRATION_UNKNOWN"
