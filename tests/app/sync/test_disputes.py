"""Two real desks of one post correct one registration without seeing each other, over a real server."""

from __future__ import annotations

import itertools
from contextlib import ExitStack
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.desk.complete import add_papers
from app.desk.context import Desk
from app.desk.correct import correct
from app.desk.disputes import DisputeSettled, settle_dispute, settle_dispute_by_text
from app.desk.outbox import Way, outbox
from app.desk.refusal import RefusalCode, Refused
from app.desk.state import desk_state
from app.desk.withdraw import withdraw
from app.models.events import chain_problem
from core.disputes import NUMBER
from core.registered import KeptRegistration
from tests.harness.places import quick_folder
from tests.kit.desk import person_values, register_one
from tests.kit.enrolled import (
    as_the_desk_has_it,
    as_the_server_has_it,
    enrolled_desk,
    registrations,
    server_has,
    sync,
)
from tests.kit.server import RunningServer

_POSTS = itertools.count(1)
_PEOPLE = itertools.count(700)
"""Nobody comes to two posts here."""
MOBILES = ("0812-3456-0001", "0812-3456-0002")


def only(desk: Desk) -> KeptRegistration:
    (kept,) = registrations(desk)
    return kept


def texts(kept: KeptRegistration) -> dict[str, list[str]]:
    return {one.field: [str(claim.text) for claim in one.claims] for one in kept.disputes}


def differing(desks: tuple[Desk, Desk], first: int) -> None:
    """Both desks correct the mobile of one registration; ``first`` tells it to the server first."""
    register_one(desks[0], next(_PEOPLE))
    sync(desks[0])
    sync(desks[1])
    for desk, mobile in zip(desks, MOBILES, strict=True):
        correct(desk, only(desk).uid, {"mobile": mobile}, "Ditelepon")
    for desk in (desks[first], desks[1 - first], desks[first]):
        sync(desk)


@pytest.mark.parametrize("first", [0, 1])
def test_both_texts_stay_and_the_last_the_server_heard_is_shown_everywhere(
    server: RunningServer, desk: Desk, neighbour: Desk, first: int
) -> None:
    differing((desk, neighbour), first)
    shown = f"+62812345600{['02', '01'][first]}"
    assert only(desk).body == only(neighbour).body
    assert only(desk).body.person.mobile == shown
    assert texts(only(desk)) == texts(only(neighbour))
    assert sorted(texts(only(desk))["mobile"]) == ["+6281234560001", "+6281234560002"]
    (row,) = [row for row in server_has(server) if row["uid"] == str(only(desk).uid)]
    assert row["mobile"] == shown
    (dispute,) = row["disputes"]
    assert (dispute["field"], [one["value"] for one in dispute["claims"]]) == ("mobile", texts(only(desk))["mobile"])


def test_different_fields_are_both_kept_everywhere(desk: Desk, neighbour: Desk) -> None:
    register_one(desk, next(_PEOPLE))
    sync(desk)
    sync(neighbour)
    correct(desk, only(desk).uid, {"mobile": MOBILES[0]}, "Ditelepon")
    correct(neighbour, only(neighbour).uid, {"birth_place": "MALANG"}, "Salah baca")
    for one in (desk, neighbour, desk):
        sync(one)
    for one in (desk, neighbour):
        kept = only(one)
        assert (kept.body.person.mobile, kept.body.person.birth_place) == ("+6281234560001", "MALANG")
        assert kept.disputes == ()


def test_a_coordinator_settles_it_for_all(server: RunningServer, desk: Desk, neighbour: Desk) -> None:
    differing((desk, neighbour), 0)
    kept = only(desk)
    other = kept.disputes[0].claims[0]
    settled = settle_dispute(desk, kept.uid, "mobile", other.uid, "Ditelepon lagi")
    assert isinstance(settled, DisputeSettled)
    assert (settled.kept.body.person.mobile, settled.kept.disputes) == (other.value, ())
    sync(desk)
    sync(neighbour)
    assert (only(neighbour).body, only(neighbour).disputes) == (settled.kept.body, ())
    (row,) = [row for row in server_has(server) if row["uid"] == str(kept.uid)]
    assert (row["mobile"], row["disputes"]) == (other.value, [])


def test_two_numbers_of_one_visit_stay_in_sight(desk: Desk, neighbour: Desk) -> None:
    number = next(_PEOPLE)
    register_one(desk, number, nik="3578")
    sync(desk)
    sync(neighbour)
    for one in (desk, neighbour):
        correct(one, only(one).uid, {"nik": str(person_values(number)["nik"])}, "Salah baca")
    mine, theirs = only(desk).registration_no, only(neighbour).registration_no
    assert mine != theirs
    for one in (desk, neighbour, desk):
        sync(one)
    assert only(desk).registration_no == only(neighbour).registration_no == mine
    assert texts(only(desk)) == texts(only(neighbour)) == {NUMBER: [theirs, mine]}
    refused = settle_dispute_by_text(desk, only(desk).uid, NUMBER, theirs, "Slip lama")
    assert isinstance(refused, Refused)
    assert refused.code is RefusalCode.NUMBER_STANDS
    assert isinstance(settle_dispute_by_text(desk, only(desk).uid, NUMBER, mine, "Slip ditukar"), DisputeSettled)
    assert only(desk).disputes == ()


def test_what_is_disputed_is_on_the_list_of_what_needs_a_look(desk: Desk, neighbour: Desk) -> None:
    differing((desk, neighbour), 0)
    for one in (desk, neighbour):
        box = outbox(one)
        (row,) = box.to_look_at
        assert (box.attention, row.way, row.code, row.about) == (1, Way.ATTENTION, "DISPUTE", only(one).uid)
        assert not row.can_be_let_go
        assert [matter.code for matter in desk_state(one.store).attention] == ["DISPUTE"]
    withdraw(desk, only(desk).uid, "Pindah")
    assert outbox(desk).attention == 0


FIELDS = st.one_of(
    st.fixed_dictionaries({"birth_place": st.sampled_from(["MALANG", "SURABAYA", ""])}),
    st.fixed_dictionaries({"mobile": st.sampled_from(["", *MOBILES, "08"])}),
    st.fixed_dictionaries({"nik": st.sampled_from([str(person_values(0)["nik"]), "3578"])}),
)
DESKS = st.integers(0, 1)
ACTS = st.one_of(
    st.tuples(st.just("correct"), DESKS, FIELDS),
    st.tuples(st.just("papers"), DESKS, st.just(("kk",))),
    st.tuples(st.just("settle"), DESKS, st.integers(0, 3)),
    st.tuples(st.just("withdraw"), DESKS, st.none()),
    st.tuples(st.just("sync"), DESKS, st.none()),
    st.tuples(st.just("sync"), DESKS, st.none()),
)


def do(desk: Desk, act: str, what: Any) -> None:  # noqa: ANN401 - as hypothesis drew them
    """One act of an officer."""
    kept = only(desk)
    if act == "sync":
        sync(desk)
    elif act == "correct":
        correct(desk, kept.uid, what, "Salah baca", confirm=frozenset({"MOBILE_NONE"}))
    elif act == "papers":
        add_papers(desk, kept.uid, what)
    elif act == "withdraw":
        withdraw(desk, kept.uid, "Pindah")
    elif kept.disputes:
        claims = kept.disputes[0].claims
        settle_dispute(desk, kept.uid, kept.disputes[0].field, claims[what % len(claims)].uid, "Ditelepon")


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts=st.lists(ACTS, min_size=4, max_size=12))
def test_whatever_two_desks_do_all_ends_agree(server: RunningServer, acts: list[tuple[str, int, Any]]) -> None:
    post = f"M{next(_POSTS):05d}"
    with quick_folder() as folder, ExitStack() as stack:
        desks = tuple(
            stack.enter_context(enrolled_desk(folder / name, server.url, server.new_code(post), post=post))
            for name in ("one", "two")
        )
        register_one(desks[0], 0, documents=["ktp"], nik="3578")
        for desk in desks:
            sync(desk)
        for act, number, what in acts:
            do(desks[number], act, what)
        for desk in (*desks, *desks):
            sync(desk)
        mine = as_the_desk_has_it(desks[0])
        names = set(next(iter(mine.values())))
        assert mine == as_the_desk_has_it(desks[1]) == as_the_server_has_it(server, post, names)
        assert only(desks[0]).disputes == only(desks[1]).disputes
        (row,) = [row for row in server_has(server) if row["post"] == post]
        ours = [(one.field, [claim.value for claim in one.claims]) for one in only(desks[0]).disputes]
        assert [(one["field"], [claim["value"] for claim in one["claims"]]) for one in row["disputes"]] == ours
        assert [desk.store.run(chain_problem) for desk in desks] == [None, None]
