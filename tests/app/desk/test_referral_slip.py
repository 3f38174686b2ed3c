"""The referral to Dukcapil as a slip: what was found, with the NIK masked, counted like every slip."""

from __future__ import annotations

import pytest

from app.desk.context import Desk
from app.desk.reconcile import reconcile
from app.desk.referral_slip import prepare_referral
from app.desk.slips import prepare_slip
from app.desk.withdraw import withdraw
from core.errors import Trouble
from core.reconciliation import DifferenceCode
from papers import Paper
from tests.kit.desk import DAY, register_one
from tests.papers.reading import squeezed, words

REASON = "NIK tidak ditemukan di situs program"


@pytest.mark.parametrize("paper", Paper)
def test_a_nik_in_doubt_is_referred_on_every_paper(desk: Desk, paper: Paper) -> None:
    kept = register_one(desk, 0, nik="35780").kept
    text = words(prepare_referral(desk, kept, paper.value).pdf)
    for said in ("RUJUKAN KE DUKCAPIL", "BUDI AAA", "Yang ditemukan di posko", "Bawa slip ini, KTP, dan KK"):
        assert squeezed(said) in text


def test_what_another_office_said_stands_on_it(desk: Desk) -> None:
    kept = register_one(desk, 0).kept
    text = words(prepare_referral(desk, kept, "thermal58", REASON).pdf)
    assert squeezed(REASON) in text
    assert kept.body.person.nik not in text
    assert kept.registration_no not in text


def test_a_nik_that_nobody_doubts_needs_no_referral(desk: Desk) -> None:
    kept = register_one(desk, 0).kept
    with pytest.raises(Trouble) as trouble:
        prepare_referral(desk, kept, "thermal58")
    assert trouble.value.code == "REFERRAL_NOT_NEEDED"


def test_whoever_withdrew_is_not_sent_anywhere(desk: Desk) -> None:
    kept = register_one(desk, 0).kept
    withdraw(desk, kept.uid, "Pindah")
    [kept] = desk.store.run(lambda: desk.shelf().by_uids([kept.uid]))
    with pytest.raises(Trouble) as trouble:
        prepare_referral(desk, kept, "thermal58", REASON)
    assert trouble.value.code == "SLIP_OF_WITHDRAWN"


def test_further_copies_say_so(desk: Desk) -> None:
    kept = register_one(desk, 0, nik="35780").kept
    assert [prepare_referral(desk, kept, "thermal58").copy_no for _ in range(3)] == [1, 2, 3]
    assert "DUPLIKAT(cetakanke-4)" in words(prepare_referral(desk, kept, "thermal58").pdf)


def test_a_referral_does_not_count_as_the_note_of_the_visit(desk: Desk) -> None:
    kept = register_one(desk, 0, nik="35780").kept
    for _ in range(2):
        prepare_referral(desk, kept, "thermal58")
    codes = {one.code for one in reconcile(desk, DAY).counted.differences}
    assert DifferenceCode.NO_SLIP in codes
    assert DifferenceCode.REPRINTS not in codes
    prepare_slip(desk, kept, "thermal58", is_reprint=False)
    assert DifferenceCode.NO_SLIP not in {one.code for one in reconcile(desk, DAY).counted.differences}
