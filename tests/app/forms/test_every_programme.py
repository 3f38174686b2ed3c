"""The form of each programme: its questions as they are asked, its figures, and the same person's next programme."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Callable
from datetime import date

import msgspec
import pytest

from app.bundled import programme, programme_codes
from app.forms.registration import RegistrationForm
from app.forms.state import MISSING
from app.forms.views import FormView, RuleView
from core.eligibility import Ruling
from core.people import Sex
from core.registration import Outcome, Rulebook
from core.sentences import sentence
from tests.app.forms.typing_in import codes, hints, missing, type_in

TODAY = date(2026, 2, 10)
GEDONG = "31.75.05.1001"

RulebookOf = Callable[..., Rulebook]


@pytest.fixture(scope="session")
def rulebook_of(rulebook: Rulebook) -> RulebookOf:
    def make(code: str, on: date = TODAY) -> Rulebook:
        return dataclasses.replace(rulebook, programme=programme(code), on=on, province="31")

    return make


def rule(view: FormView, code: str) -> RuleView:
    return next(one for one in view.rulings if one.code == code)


@pytest.mark.parametrize("code", programme_codes())
def test_every_question_has_its_field_and_only_what_is_asked_of_all_is_missing(
    code: str, rulebook_of: RulebookOf
) -> None:
    form = RegistrationForm(rulebook_of(code))
    questions = form.programme.questions
    asked = {f"answers.{one.name}" for one in questions if not one.is_optional and one.asked_if is None}
    assert {f"answers.{one.name}" for one in questions} < set(form.view().fields)
    assert {line.field for line in form.view().missing if line.field.startswith("answers.")} == asked


@pytest.mark.parametrize("code", programme_codes())
def test_of_nobody_yet_no_rule_says_yes_or_no(code: str, rulebook_of: RulebookOf) -> None:
    view = RegistrationForm(rulebook_of(code)).view()
    assert {one.ruling for one in view.rulings} == {Ruling.UNKNOWN}


def test_a_question_that_hangs_on_another_answer_is_asked_when_that_is_given(rulebook_of: RulebookOf) -> None:
    form = RegistrationForm(rulebook_of("KPJ"))
    assert not form.view().fields["answers.dependants"].is_asked
    assert "answers.dependants" not in {line.field for line in form.view().missing}
    form.set_answer("supports_family", answer=True)
    assert form.view().fields["answers.dependants"].is_asked
    assert "answers.dependants" in {line.field for line in form.view().missing}


def test_an_answer_that_is_no_longer_asked_for_is_not_kept_but_comes_back_with_its_question(
    rulebook_of: RulebookOf,
) -> None:
    form = RegistrationForm(rulebook_of("KPJ"))
    form.set_answer("supports_family", answer=True)
    form.set_answer("dependants", "3")
    form.set_answer("supports_family", answer=False)
    assert form.entry().answers == {"supports_family": False}
    form.set_answer("supports_family", answer=True)
    assert form.view().fields["answers.dependants"].text == "3"


@pytest.mark.parametrize(("text", "is_asked"), [("DEWI LESTARI", True), ("-", False), ("", False)])
def test_who_comes_for_somebody_else_is_asked_how_they_are_related(
    text: str, is_asked: bool, rulebook_of: RulebookOf
) -> None:
    form = RegistrationForm(rulebook_of("KLJ"))
    form.set("represented_by", text)
    assert form.view().fields["answers.family_relation"].is_asked is is_asked


@pytest.mark.parametrize("text", ["4500000", "4.500.000", "Rp 4.500.000", "4,5 juta"])
def test_an_amount_is_read_as_people_write_it(text: str, rulebook_of: RulebookOf) -> None:
    form = RegistrationForm(rulebook_of("KPJ"))
    form.set_answer("wage", text)
    assert rule(form.view(), "WAGE_ABOVE_LIMIT").ruling is Ruling.YES


def test_an_amount_in_other_words_is_said_back_in_figures(rulebook_of: RulebookOf) -> None:
    form = RegistrationForm(rulebook_of("KPJ"))
    form.set_answer("wage", "4,5 juta")
    assert hints(form, "answers.wage") == ["Rp4.500.000"]
    form.set_answer("wage", "4.500.000")
    assert hints(form, "answers.wage") == []


def test_an_amount_that_cannot_be_read_is_put_right_not_asked_again(rulebook_of: RulebookOf) -> None:
    form = RegistrationForm(rulebook_of("KPJ"))
    form.set_answer("wage", "banyak")
    assert codes(form, "answers.wage")[0] == "AMOUNT_UNREADABLE"
    assert "Perbaiki Upah sebulan (gaji pokok dan tunjangan tetap)." in missing(form)


def test_an_amount_that_is_hardly_possible_waits_for_a_key(rulebook_of: RulebookOf) -> None:
    form = RegistrationForm(rulebook_of("KPJ"))
    form.set_answer("wage", "4500")
    assert "Pastikan Upah sebulan (gaji pokok dan tunjangan tetap)." in missing(form)
    form.confirm("AMOUNT_UNLIKELY", "answers.wage")
    assert "Pastikan Upah sebulan (gaji pokok dan tunjangan tetap)." not in missing(form)


def test_a_number_from_a_family_card_is_read_as_a_childs(rulebook_of: RulebookOf) -> None:
    number = "3175070212199911"
    of_child, of_adult = RegistrationForm(rulebook_of("KAJ")), RegistrationForm(rulebook_of("KPJ"))
    for form in (of_child, of_adult):
        type_in(form, "nik", number)
    assert hints(of_child, "nik")[1] == "02-12-2019"
    assert hints(of_adult, "nik")[1] == "02-12-1919"


def test_a_day_in_words_is_said_back_in_figures(rulebook_of: RulebookOf) -> None:
    form = RegistrationForm(rulebook_of("PJLP"))
    form.set_answer("contract_start", "1 Maret 2026")
    assert hints(form, "answers.contract_start") == ["01-03-2026"]


def test_a_secret_says_that_it_goes_nowhere(rulebook_of: RulebookOf) -> None:
    assert hints(RegistrationForm(rulebook_of("BPU")), "answers.mother_name") == ["rahasia, tidak dicetak"]


def test_the_wage_limit_of_the_day_stands_beside_its_rule(rulebook_of: RulebookOf) -> None:
    told = rule(RegistrationForm(rulebook_of("KPJ")).view(), "WAGE_ABOVE_LIMIT").told
    assert told is not None
    assert told.facts["limit_rp"] == 6589357


def test_one_rupiah_over_the_limit_says_no_and_why(rulebook_of: RulebookOf) -> None:
    form = RegistrationForm(rulebook_of("KPJ"))
    form.set_answer("wage", "6.589.358")
    said = rule(form.view(), "WAGE_ABOVE_LIMIT")
    assert said.ruling is Ruling.NO
    assert said.told is not None
    assert sentence(said.told.code, said.told.facts).endswith("upah Rp6.589.358 sebulan, batasnya Rp6.589.357.")


def test_a_day_without_a_limit_on_file_is_left_to_who_knows(rulebook_of: RulebookOf) -> None:
    form = RegistrationForm(rulebook_of("KPJ", date(2024, 5, 1)))
    form.set_answer("wage", "4.500.000")
    said = rule(form.view(), "WAGE_ABOVE_LIMIT")
    assert (said.ruling, said.asks) == (Ruling.UNKNOWN, "Disnakertrans")
    assert said.told is not None
    assert said.told.code == "FIGURE_NOT_ON_FILE"


def test_somebody_too_young_reads_from_which_day_it_would_be_a_yes(rulebook_of: RulebookOf) -> None:
    form = RegistrationForm(rulebook_of("KLJ"))
    form.set("birth_date", "15-08-1990")
    said = rule(form.view(), "AGE_TOO_YOUNG")
    assert (said.ruling, said.from_on) == (Ruling.NO, date(2050, 8, 15))


def test_the_contribution_follows_the_answers(rulebook_of: RulebookOf) -> None:
    form = RegistrationForm(rulebook_of("BPU"))
    assert [one.facts["amount_rp"] for one in form.view().figures] == [16800]
    form.set_answer("sector", "transportasi")
    form.set_answer("old_age_savings", answer=True)
    assert [one.facts["amount_rp"] for one in form.view().figures] == [28400]


def test_a_paper_in_place_of_another_counts_for_it(rulebook_of: RulebookOf) -> None:
    form = RegistrationForm(rulebook_of("KPJ"))
    form.toggle_document("skk")
    form.set_answer("wage_on_letter", answer=True)
    slip = next(paper for paper in form.view().papers if paper.code == "slip")
    assert (slip.is_seen, slip.is_replaced) == (False, True)


def test_an_answer_of_one_programme_is_none_to_another_ones_question_of_the_same_name(rulebook_of: RulebookOf) -> None:
    form = RegistrationForm(rulebook_of("BPU"))
    form.set_answer("family_relation", "anak")
    form.set("name_on_id", "SITI AMINAH")
    form.set_consent(has_consent=True)
    form.change_rulebook(rulebook_of("KAJ"))
    assert form.view().fields["answers.family_relation"].text == ""
    assert form.values["name_on_id"] == "SITI AMINAH"
    assert not form.view().has_consent


def elderly(rulebook_of: RulebookOf) -> RegistrationForm:
    form = RegistrationForm(rulebook_of("KLJ"))
    type_in(form, "nik", "3175055508600001")
    type_in(form, "name_on_id", "SITI AMINAH")
    form.choose_village("village_code", GEDONG)
    form.set("represented_by", "DEWI")
    form.set_answer("family_relation", "anak")
    form.set_answer("in_welfare_register", answer=True)
    form.set_answer("hardship", None)
    form.toggle_document("ktp")
    form.set_consent(has_consent=True)
    return form


def test_the_next_programme_of_a_visit_keeps_person_and_papers_and_asks_for_consent_anew(
    rulebook_of: RulebookOf,
) -> None:
    form, visit = elderly(rulebook_of), uuid.uuid4()
    other = form.for_other_programme(rulebook_of("KPDJ"), visit)
    view = other.view()
    assert (view.applicant.nik, view.applicant.sex, view.summary.place[0]) == ("3175055508600001", Sex.FEMALE, "Gedong")
    assert [paper.code for paper in view.papers if paper.is_seen] == ["ktp"]
    assert not view.has_consent
    assert other.visit == visit
    assert view.outcome is Outcome.INCOMPLETE


def test_what_both_programmes_ask_in_the_same_words_is_not_asked_twice(rulebook_of: RulebookOf) -> None:
    other = elderly(rulebook_of).for_other_programme(rulebook_of("KPDJ"), uuid.uuid4())
    assert other.entry().answers == {"family_relation": "anak", "in_welfare_register": True}
    heir = elderly(rulebook_of).for_other_programme(rulebook_of("BPU"), uuid.uuid4())
    assert heir.entry().answers == {}


def test_a_draft_remembers_whose_visit_it_belongs_to(rulebook_of: RulebookOf) -> None:
    visit = uuid.uuid4()
    other = elderly(rulebook_of).for_other_programme(rulebook_of("KPDJ"), visit)
    again = RegistrationForm.from_draft(rulebook_of("KPDJ"), other.draft())
    assert again.visit == visit
    assert again.entry() == other.entry()


def test_a_help_with_email_belongs_to_the_person_also_in_a_draft_and_in_the_next_programme(
    rulebook_of: RulebookOf,
) -> None:
    form = elderly(rulebook_of)
    form.account = uuid.uuid4()
    other = form.for_other_programme(rulebook_of("KPDJ"), uuid.uuid4())
    again = RegistrationForm.from_draft(rulebook_of("KPDJ"), other.draft())
    assert form.account == other.account == again.account
    assert RegistrationForm.from_draft(rulebook_of("KPDJ"), {"account": "?"}).account is None


def test_a_draft_with_a_broken_visit_is_a_visit_of_its_own(rulebook_of: RulebookOf) -> None:
    assert RegistrationForm.from_draft(rulebook_of("KPDJ"), {"visit": "?"}).visit is None


def test_what_was_corrected_after_saving_goes_into_the_next_form(rulebook_of: RulebookOf) -> None:
    form = elderly(rulebook_of)
    before = form.person()
    other = form.for_other_programme(rulebook_of("KPDJ"), uuid.uuid4())
    now = msgspec.structs.replace(before, name_on_id="SITI AMINAH BINTI ALI", village_code="31.75.05.1002")
    other.take_corrections(before, now)
    assert (other.person().name_on_id, other.person().village_code) == ("SITI AMINAH BINTI ALI", "31.75.05.1002")


def test_an_answer_that_is_taken_back_was_not_given(rulebook_of: RulebookOf) -> None:
    form = RegistrationForm(rulebook_of("KPJ"))
    form.set_answer("supports_family", answer=True)
    form.set_answer("supports_family", MISSING)
    assert form.entry().answers == {}


def test_a_refusal_is_told_by_its_rule_and_not_as_something_missing(rulebook_of: RulebookOf) -> None:
    form = RegistrationForm(rulebook_of("KPJ"))
    form.set_answer("wage", "90000000")
    lines = {line.field: line.rule for line in form.view().missing}
    assert lines["answers.wage"].startswith("upah")
    assert lines["documents"] == ""
