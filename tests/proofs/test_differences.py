"""TRUST S17-S19: differences that nobody told of are seen, and what two say of one person is kept from both."""

from __future__ import annotations

import random
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from app.desk.context import Desk
from app.models.attention import attention
from core.registration import Outcome
from core.wire.envelope import StreamSet
from core.wire.sets import EMPTY_SUM, added, post_digest
from tests.app.sync import test_disputes
from tests.harness.places import quick_folder
from tests.harness.seeds import seeded
from tests.kit.desk import person_values, register_one, sql
from tests.kit.ends import Ends
from tests.kit.enrolled import enrolled_desk, registrations, server_has, sync
from tests.kit.manual_clock import ManualClock
from tests.kit.server import running_server
from tests.kit.server_engines import Engine
from tests.kit.zeros import settle

# --- S17: a digest of everything ------------------------------------------------------------------------------------


def find_changes(many: int, chance: random.Random) -> None:
    """Change one thing of what a side holds, again and again: the digest is never the same."""
    hashes = {chance.randbytes(20): [chance.randbytes(32) for _ in range(40)] for _ in range(8)}
    sets = {name: StreamSet(name, len(own), added(EMPTY_SUM, own)) for name, own in hashes.items()}
    before = post_digest(sets.values())
    for _ in range(many):
        name = chance.choice(list(sets))
        own, place, whim = hashes[name], chance.randrange(40), chance.randrange(4)
        if whim == 0:  # one bit of one header
            changed = bytearray(own[place])
            changed[chance.randrange(32)] ^= 1 << chance.randrange(8)
            other = _exchanged(sets[name], [own[place]], [bytes(changed)])
        elif whim == 1:  # one is gone
            other = _exchanged(sets[name], [own[place]], [])
        elif whim == 2:  # one came from nowhere
            other = _exchanged(sets[name], [], [chance.randbytes(32)])
        else:  # one stands in another's place
            other = _exchanged(sets[name], [own[place]], [own[place - 1]])
        assert post_digest({**sets, name: other}.values()) != before, "not seen"


def _exchanged(held: StreamSet, gone: list[bytes], come: list[bytes]) -> StreamSet:
    """What a stream's set is without some events and with others."""
    modulus = 1 << (8 * len(EMPTY_SUM))
    less = (int.from_bytes(held.sum, "big") - int.from_bytes(added(EMPTY_SUM, gone), "big")) % modulus
    total = added(less.to_bytes(len(EMPTY_SUM), "big"), come)
    return StreamSet(held.stream, held.count - len(gone) + len(come), total)


def test_no_single_change_escapes_the_digest() -> None:
    find_changes(5_000, seeded("digest"))


@pytest.mark.proof
def test_no_single_change_of_a_million_escapes_the_digest() -> None:
    find_changes(1_000_000, seeded("digest"))
    print("S17: 1,000,000 single changes, all seen by the digest")


LOSSES = {
    "the end of what was heard": "DELETE FROM news WHERE stream = ?1 AND seq = (SELECT max(seq) FROM news)",
    "the middle of what was heard": "DELETE FROM news WHERE stream = ?1 AND seq = 2",
    "all that was heard": "DELETE FROM news WHERE stream = ?1",
    "the hash of an event": "UPDATE news SET hash = zeroblob(32) WHERE stream = ?1 AND seq = 2",
}


@pytest.mark.one_engine
@pytest.mark.slow
@pytest.mark.parametrize("name", LOSSES)
def test_what_a_desk_lost_of_its_neighbours_is_back_after_the_next_exchange(ends: Ends, name: str) -> None:
    desk, neighbour = ends.found("desk"), ends.found("neighbour")
    for _ in range(3):
        ends.visit(neighbour)
    settle(neighbour, desk)
    stream = neighbour.store.profile.stream
    sql(desk.store, LOSSES[name], stream)
    sync(desk)
    ends.check()


@pytest.mark.slow
def test_what_a_server_lost_in_silence_is_back_after_the_next_exchange(ends: Ends) -> None:
    """The tail of one stream and everything derived from it vanish from the server's tables."""
    desk, neighbour = ends.found("desk"), ends.found("neighbour")
    for _ in range(3):
        ends.visit(neighbour)
    settle(neighbour, desk)
    ends.desks.remove(neighbour)
    with ends.server.now.store.writing() as work:
        for table in ("registration", "answer", "event", "stream"):
            work.db.execute_sql(f"DELETE FROM {table}")
    ends.check()


# --- S18: the same person at several posts --------------------------------------------------------------------------


def _flagged(desks: list[Desk]) -> list[int]:
    """So many people each desk has been told to be elsewhere, too, after another exchange."""
    for desk in desks:
        sync(desk)
    return [sum(one.code == "NIK_ELSEWHERE" for one in desk.store.run(attention)) for desk in desks]


def meet_everywhere(folder: Path, posts: int, people: int) -> None:
    """The same people come to several posts in the same second, all of them off line."""
    with running_server(folder / "server") as server, ExitStack() as stack:
        clock = ManualClock()
        desks = []
        for number in range(posts):
            post = f"SBY{number:02d}"
            home, code = folder / post, server.new_code(post)
            desks.append(stack.enter_context(enrolled_desk(home, server.url, code, post=post, clock=clock)))
        niks = [str(person_values(number)["nik"]) for number in range(people)]
        for desk in desks:
            for number in range(people):
                assert register_one(desk, number).outcome is not Outcome.DUPLICATE
        for desk in desks:
            sync(desk)
        for _round in range(200):
            if _flagged(desks) == [people] * posts:
                break
        assert _flagged(desks) == [people] * posts, "not flagged at every post"
        rows = server_has(server)
        assert len(rows) == posts * people
        for nik in niks:
            groups = {row["duplicate_group"] for row in rows if row["nik"] == nik}
            assert len(groups) == 1
            assert groups != {None}
        for desk in desks:
            assert {one.body.person.nik for one in registrations(desk)} == set(niks)
            assert len(registrations(desk)) == people, "another post's people are not shown"
    print(f"S18: {people} people at {posts} posts in the same second: all kept, all flagged everywhere")


@pytest.mark.slow
def test_the_same_person_at_several_posts_is_kept_and_flagged_at_each(engine: Engine) -> None:
    with quick_folder() as folder:
        meet_everywhere(folder, 3, 2)


@pytest.mark.proof
def test_many_people_at_several_posts_are_kept_and_flagged_at_each(engine: Engine) -> None:
    with quick_folder() as folder:
        meet_everywhere(folder, 5, 300)


# --- S19: two officers correct one registration ---------------------------------------------------------------------


@pytest.mark.proof
def test_whatever_two_officers_correct_no_value_is_gone(engine: Engine) -> None:
    many = 400
    examples = settings(max_examples=many, deadline=None, suppress_health_check=list(HealthCheck))
    with quick_folder() as folder, running_server(folder) as server:
        examples(test_disputes.test_whatever_two_desks_do_all_ends_agree)(server)
    print(f"S19: {many} histories of two desks with one registration: all ends agree, no value gone")
