"""Somebody who is likely registered already: the question in the window, and both answers to it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton

from app.ui.panels.registration_likely import pairs_of
from core.registered import KeptRegistration
from tests.app.ui.test_registration_screen import desk
from tests.kit.desk import register_one
from tests.kit.registering import Desk

__all__ = ["desk"]

CODE = "LIKELY_SAME_PERSON"
OTHER_NIK = "3578080101709944"
"""Of a man born on the day of the made-up people, in the same district."""


@pytest.fixture
def known(desk: Desk) -> KeptRegistration:
    """A rare name, registered yesterday or an hour ago under another NIK; now somebody like him is typed in."""
    kept = register_one(desk.station.desk, 0, name_on_id="SOLIKIN MASDUKI").kept
    desk.hands.type(OTHER_NIK)
    desk.hands.press("Return")
    desk.hands.type("solikhin masduki")
    desk.hands.press("Return")
    desk.hands.until(lambda: CODE in desk.findings(), "nothing was asked")
    return kept


def test_the_question_stands_under_the_name_with_both_answers(desk: Desk, known: KeptRegistration) -> None:
    likely = desk.screen.form_desk.view.likely
    assert likely is not None
    assert likely.uid == known.uid
    texts = [one.text() for one in desk.stage.findChildren(QAbstractButton) if one.isVisible()]
    assert {"Orang lain", "Orang yang sama: buka data itu"} <= set(texts)


def test_both_stand_side_by_side_with_what_agrees_in_words(desk: Desk, known: KeptRegistration) -> None:
    view = desk.screen.form_desk.view
    assert view.likely is not None
    pairs = {pair.label: pair for pair in pairs_of(view, view.likely)}
    name = pairs["Nama sesuai KTP"]
    assert (name.here, name.before, name.agreement) == ("SOLIKHIN MASDUKI", "SOLIKIN MASDUKI", "near")
    assert pairs["Tanggal lahir"].agreement == "same"
    assert pairs["NIK"].here == "357808******9944"
    assert pairs["Nomor registrasi"].before == known.registration_no
    desk.hands.until_sees("Data yang sudah ada")
    assert desk.hands.sees("mirip")
    assert desk.hands.sees(known.queue_number)


def test_the_other_key_opens_the_record_that_is_there(desk: Desk, known: KeptRegistration) -> None:
    desk.go_to("name_on_id")
    desk.hands.press("Alt+O")
    assert desk.stage.records == [known.uid]


@pytest.mark.usefixtures("known")
def test_the_table_goes_with_the_question(desk: Desk) -> None:
    desk.hands.until_sees("Data yang sudah ada")
    desk.go_to("name_on_id")
    desk.hands.press("Alt+Y")
    desk.hands.until_gone("Data yang sudah ada")


@pytest.mark.usefixtures("known")
def test_one_key_says_that_it_is_somebody_else(desk: Desk) -> None:
    desk.go_to("name_on_id")
    desk.screen.form_desk.confirm()
    desk.hands.until(lambda: CODE not in desk.findings())
    confirmed = [noted for noted in desk.screen.form_desk.view.fields["name_on_id"].findings if noted.is_confirmed]
    assert [noted.finding.code for noted in confirmed] == [CODE]


@pytest.mark.usefixtures("known")
def test_another_name_takes_the_question_away(desk: Desk) -> None:
    desk.go_to("name_on_id")
    desk.hands.press("Ctrl+A")
    desk.hands.type("markonah suminten")
    desk.hands.press("Return")
    desk.hands.until(lambda: CODE not in desk.findings())
    assert desk.screen.form_desk.view.likely is None
