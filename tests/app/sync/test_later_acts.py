"""Any order of corrections, papers and withdrawals: numbers stay unique, and server and neighbour follow the desk."""

from __future__ import annotations

import itertools
from contextlib import ExitStack
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.desk.complete import add_papers
from app.desk.context import Desk
from app.desk.correct import correct
from app.desk.withdraw import withdraw
from app.models.events import chain_problem
from core.registration import Outcome
from tests.harness.places import quick_folder
from tests.kit.desk import person_values, register_one
from tests.kit.enrolled import as_the_desk_has_it, as_the_server_has_it, enrolled_desk, registrations, sync
from tests.kit.server import RunningServer

PEOPLE = 3
_POSTS = itertools.count(1)

NIKS = st.integers(0, PEOPLE - 1).map(lambda number: str(person_values(number)["nik"]))
FIELDS = st.one_of(
    st.fixed_dictionaries({"nik": st.one_of(NIKS, st.just("3578"))}),
    st.fixed_dictionaries({"birth_place": st.sampled_from(["MALANG", "SURABAYA", ""])}),
    st.fixed_dictionaries({"citizenship": st.sampled_from(["WNI", "WNA"])}),
    st.fixed_dictionaries({"mobile": st.sampled_from(["", "0812-3456-0123", "08"])}),
)
ACTS = st.one_of(
    st.tuples(st.just("register"), st.integers(0, PEOPLE - 1), st.sampled_from([{}, {"nik": "35"}, {"documents": []}])),
    st.tuples(st.just("correct"), st.integers(0, 9), FIELDS),
    st.tuples(st.just("papers"), st.integers(0, 9), st.sampled_from([("kk",), ("ktp", "kk")])),
    st.tuples(st.just("withdraw"), st.integers(0, 9), st.none()),
    st.tuples(st.just("sync"), st.none(), st.none()),
)


def do(desk: Desk, act: str, number: Any, what: Any) -> None:  # noqa: ANN401 - as hypothesis drew them
    """One act of an officer."""
    if act == "register":
        register_one(desk, number, **what)
        return
    if act == "sync":
        sync(desk)
        return
    kept = registrations(desk)
    if kept:
        uid = kept[number % len(kept)].uid
        if act == "correct":
            correct(desk, uid, what, "Salah baca", confirm=frozenset({"MOBILE_NONE"}))
        elif act == "papers":
            add_papers(desk, uid, what)
        else:
            withdraw(desk, uid, "Pindah")


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts=st.lists(ACTS, min_size=4, max_size=14))
def test_numbers_stay_unique_and_all_ends_agree(server: RunningServer, acts: list[tuple[str, Any, Any]]) -> None:
    post = f"L{next(_POSTS):05d}"
    with quick_folder() as folder, ExitStack() as stack:
        desk = stack.enter_context(enrolled_desk(folder / "desk", server.url, server.new_code(post), post=post))
        neighbour = stack.enter_context(enrolled_desk(folder / "two", server.url, server.new_code(post), post=post))
        for act in acts:
            do(desk, *act)
        kept = registrations(desk)
        numbers = [one.registration_no for one in kept if one.registration_no]
        assert len(numbers) == len(set(numbers))
        claims = [one.body.person.nik for one in kept if one.registration_no and one.status != "DITARIK"]
        claims = [nik for nik in claims if nik]
        assert len(claims) == len(set(claims)), "a person with two numbers"
        sync(desk)
        sync(neighbour)
        mine = as_the_desk_has_it(desk)
        names = set(next(iter(mine.values()))) if mine else set()
        assert mine == as_the_server_has_it(server, post, names) == as_the_desk_has_it(neighbour)
        assert desk.store.run(chain_problem) is None
        assert neighbour.store.run(chain_problem) is None


def test_two_desks_take_turns_with_one_registration(server: RunningServer, desk: Desk, neighbour: Desk) -> None:
    kept = register_one(desk, 480, documents=["ktp"], nik="3578").kept
    sync(desk)
    sync(neighbour)
    correct(neighbour, kept.uid, {"nik": str(person_values(480)["nik"])}, "Salah baca")
    sync(neighbour)
    sync(desk)
    add_papers(desk, kept.uid, ("kk",))
    sync(desk)
    sync(neighbour)
    (mine,), (theirs,) = registrations(desk), registrations(neighbour)
    assert mine.body == theirs.body
    assert mine.body.outcome == Outcome.REGISTERED
    assert mine.registration_no
