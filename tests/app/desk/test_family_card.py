"""How many of one family card have a number here: a warning at the limit, for the office decides."""

from __future__ import annotations

import msgspec

from app.desk.context import Desk
from app.desk.correct import Corrected, correct
from app.desk.known import known_person
from app.desk.register import Registered
from app.desk.slips import slip_of
from app.desk.withdraw import withdraw
from core.findings import Scope, Weight
from core.known import family_card_findings
from core.registration import Outcome
from core.sentences import sentence
from tests.app.forms.typing_in import filled_form, missing
from tests.kit.desk import DAY, prakerja, register_one

CARD = "3578082308129901"
CODE = "FAMILY_CARD_FULL_HERE"


def one_of_the_family(desk: Desk, number: int, **changes: object) -> Registered:
    return register_one(desk, number, on=DAY, family_card_no=CARD, **changes)


def codes(answer: Registered | Corrected) -> set[str]:
    return {noted.finding.code for noted in answer.findings}


def test_the_third_of_a_family_is_registered_with_a_warning(desk: Desk) -> None:
    answers = [one_of_the_family(desk, number) for number in (0, 1, 2)]
    assert [CODE in codes(answer) for answer in answers] == [False, False, True]
    assert [answer.outcome for answer in answers] == [Outcome.REGISTERED] * 3
    finding = next(noted.finding for noted in answers[2].findings if noted.finding.code == CODE)
    assert (finding.field, finding.weight, finding.scope) == ("family_card_no", Weight.WARN, Scope.ELIGIBILITY)
    assert sentence(CODE, finding.facts) == (
        "Menurut data posko ini sudah 2 orang dari KK ini yang tercatat, batasnya 2. Kunjungan ini tetap dicatat; "
        "dinas yang memutuskan."
    )
    assert CODE in {one.code for one in answers[2].kept.body.findings}


def test_the_slip_of_the_third_says_by_whose_data_and_who_decides(desk: Desk) -> None:
    second, third = [one_of_the_family(desk, number).kept for number in (0, 1, 2)][1:]
    said = "Menurut data posko ini sudah 2 orang dari KK Anda tercatat; keputusan ada di dinas."
    assert said in slip_of(desk, third, 1).next_steps
    assert said not in slip_of(desk, second, 1).next_steps


def test_what_the_family_says_itself_still_blocks(desk: Desk) -> None:
    answers = {
        "employment_status": "phk",
        "in_formal_education": False,
        "excluded_group": None,
        "former_recipient": False,
        "family_card_recipients": 2,
        "education": "SMA",
        "training": "Menjahit",
    }
    answer = one_of_the_family(desk, 0, answers=answers)
    assert answer.outcome is Outcome.NOT_ELIGIBLE
    assert CODE not in codes(answer)


def test_only_who_has_a_number_that_stands_counts(desk: Desk) -> None:
    withdraw(desk, one_of_the_family(desk, 0).kept.uid, "Pindah ke luar kota")
    one_of_the_family(desk, 1, consent=False)
    one_of_the_family(desk, 2)
    assert CODE not in codes(one_of_the_family(desk, 3))


def test_the_person_at_the_desk_is_not_counted(desk: Desk) -> None:
    one_of_the_family(desk, 0)
    last = one_of_the_family(desk, 1).kept
    answer = correct(desk, last.uid, {"birth_place": "MALANG"}, "Salah baca kartu")
    assert isinstance(answer, Corrected)
    assert CODE not in codes(answer)


def test_a_corrected_family_card_is_counted_anew(desk: Desk) -> None:
    for number in (0, 1):
        one_of_the_family(desk, number)
    other = register_one(desk, 2).kept
    answer = correct(desk, other.uid, {"family_card_no": CARD}, "Salah baca kartu")
    assert isinstance(answer, Corrected)
    assert CODE in codes(answer)
    assert answer.outcome is Outcome.REGISTERED


def test_the_form_says_it_while_it_is_typed_and_holds_nobody_back(desk: Desk) -> None:
    for number in (0, 1):
        one_of_the_family(desk, number)
    form = filled_form(desk.rulebook(prakerja(), DAY), 2, family_card_no=CARD)
    known = known_person(desk, form.person(), prakerja())
    assert known is not None
    assert known.family_card_recipients == 2
    form.note_known(known)
    view = form.view()
    assert CODE in {noted.finding.code for noted in view.fields["family_card_no"].findings}
    assert view.outcome is Outcome.REGISTERED
    assert missing(form) == []


def test_a_programme_without_a_limit_says_nothing(desk: Desk) -> None:
    other = filled_form(desk.rulebook(prakerja(), DAY)).programme
    no_limit = [figure for figure in other.figures if figure.name != "family_card_limit"]
    assert list(family_card_findings(msgspec.structs.replace(other, figures=tuple(no_limit)), DAY, 9)) == []
