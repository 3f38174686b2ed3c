"""What the desk knows of a person before the visit is saved."""

from __future__ import annotations

from app.desk.context import Desk
from app.desk.known import known_person
from app.desk.register import register
from app.forms.registration import RegistrationForm
from core.known import FirstRegistration, KnownPerson, asked_about
from core.registration import Outcome
from core.wire.records import PersonBody
from tests.app.forms.typing_in import filled_form
from tests.kit.desk import DAY, prakerja, register_one

NIK, EMAIL = "3578080101709901", "contoh0@contoh.id"


def ask(desk: Desk, form: RegistrationForm) -> KnownPerson | None:
    return known_person(desk, form.person(), form.programme)


def somebody(**changes: str) -> PersonBody:
    """A person of whom little is known so far."""
    return PersonBody(**(dict.fromkeys(PersonBody.__struct_fields__, "") | changes))


def form_of(desk: Desk, number: int = 0, **changes: object) -> RegistrationForm:
    return filled_form(desk.rulebook(prakerja(), DAY), number, **changes)


def test_of_a_stranger_nothing_is_known(desk: Desk) -> None:
    assert known_person(desk, somebody(nik=NIK, email=EMAIL), prakerja()) is None
    assert known_person(desk, somebody(), prakerja()) is None


def test_an_earlier_registration_is_known_with_its_number(desk: Desk) -> None:
    kept = register_one(desk).kept
    known = known_person(desk, somebody(nik=NIK, email=EMAIL), prakerja())
    first = FirstRegistration(kept.uid, kept.registration_no, DAY, "Kartu Pra Kerja 2020", "BUDI AAA")
    assert known == KnownPerson(NIK, EMAIL, first, about=asked_about(somebody(nik=NIK, email=EMAIL)))
    assert first.masked_name == "BUDI A***"


def test_a_visit_without_a_number_is_no_registration(desk: Desk) -> None:
    register_one(desk, consent=False)
    assert known_person(desk, somebody(nik=NIK), prakerja()) is None


def test_an_address_of_another_person_is_known(desk: Desk) -> None:
    register_one(desk)
    known = known_person(desk, somebody(nik="3578080101709902", email=EMAIL), prakerja())
    assert known is not None
    assert (known.first, known.is_email_of_another) == (None, True)


def test_nik_and_names_are_not_told_to_a_log(desk: Desk) -> None:
    register_one(desk)
    told = repr(known_person(desk, somebody(nik=NIK, email=EMAIL), prakerja()))
    assert [secret for secret in (NIK, EMAIL, "BUDI") if secret in told] == []


def test_the_form_foresees_what_registering_answers(desk: Desk) -> None:
    register_one(desk)
    again, sharing, mistyped = (
        form_of(desk),
        form_of(desk, 1, email=EMAIL),
        form_of(desk, name_on_id="AGUS", birth_date="02-01-1970"),
    )
    for form in (again, sharing, mistyped):
        form.note_known(ask(desk, form))
    outcomes = [form.view().outcome for form in (again, sharing, mistyped)]
    assert outcomes == [Outcome.DUPLICATE, Outcome.INCOMPLETE, Outcome.INCOMPLETE]
    assert outcomes == [saved(desk, form) for form in (again, sharing, mistyped)]


def saved(desk: Desk, form: RegistrationForm) -> Outcome:
    return register(desk, form.entry(), form.programme, DAY).outcome
