"""What a desk with 60,000 people knows of the next one before saving, and how long it takes to mark those of old."""

from __future__ import annotations

import random
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial

from app.bundled import programme
from app.desk.context import Desk
from app.desk.known import PAGE_PEOPLE, known_person
from app.models.applicants import fill_marks
from app.models.registrations import Place
from benchmarks import stage
from benchmarks.measuring import Figure, alternating, seconds
from core.ids import queue_number
from core.registered import ListedVisit
from core.wire.records import PersonBody, RegisteredBody
from tests.kit.crowd import crowd

PEOPLE = 60_000
ASKED = 300
ROUNDS = 9
HEAPED = 20
"""Of so many people one says 31 December: whoever does not know the day is entered so."""

_KEPT_AT_ONCE = 5_000


def person_of(visit: ListedVisit, chance: random.Random) -> PersonBody:
    """The crowd's person with a birth date."""
    born = date(1955 + chance.randrange(50), 12, 31)
    if chance.randrange(HEAPED):
        born = date.fromordinal(date(1955, 1, 1).toordinal() + chance.randrange(18_000))
    return PersonBody(
        nik=f"3578{visit.seq:012d}",
        name_on_id=visit.name,
        birth_place="SURABAYA",
        birth_date=born.isoformat(),
        sex=visit.sex,
        id_address="JL. KENANGA NO. 12",
        rt_rw="003/007",
        village_code=f"35.78.{chance.randrange(1, 32):02d}.{1001 + chance.randrange(5)}",
        religion="ISLAM",
        marital_status="KAWIN",
        occupation="WIRASWASTA",
        citizenship="WNI",
        family_card_no=f"357808{chance.randrange(10**10):010d}",
        mobile=f"+62812{chance.randrange(10**8):08d}",
        email="",
    )


def _keep(desk: Desk, visits: list[ListedVisit], people: list[PersonBody]) -> None:
    shelf, officer = desk.shelf(), desk.keys.officer
    for visit, person in zip(visits, people, strict=True):
        body = RegisteredBody(
            outcome="registered",
            status="TERDAFTAR",
            programme="PRAKERJA2020",
            period="2020",
            business_on=visit.business_on,
            registration_no=visit.registration_no,
            queue_number=queue_number("A", visit.seq),
            person=person,
            answers={},
            documents=("ktp", "kk"),
            findings=(),
            typed={},
            consent_version="",
            officer_name=officer.name,
            rules_version="",
        )
        shelf.insert(Place(bytes(20), visit.seq, visit.key, visit.at_ms, officer.uid.bytes), body)


@contextmanager
def crowded() -> Iterator[tuple[Desk, list[PersonBody]]]:
    """A desk whose store holds everybody of the crowd, and the crowd."""
    chance = random.Random(7)
    visits = crowd(PEOPLE)
    people = [person_of(visit, chance) for visit in visits]
    with stage.folder() as home:
        stage.bear(home / "meja")
        with stage.opened(home / "meja") as desk:
            for start in range(0, PEOPLE, _KEPT_AT_ONCE):
                end = start + _KEPT_AT_ONCE
                desk.store.write(partial(_keep, desk, visits[start:end], people[start:end]))
            yield desk, people


def newcomers(people: list[PersonBody]) -> list[PersonBody]:
    """Who comes next: people of the same names and days, some of them once more under another NIK."""
    chance = random.Random(9)
    pairs = [(chance.choice(people), chance.choice(people)) for _ in range(ASKED)]
    return [
        newcomer(one, other.birth_date if number % 2 else one.birth_date) for number, (one, other) in enumerate(pairs)
    ]


def newcomer(one: PersonBody, born: str) -> PersonBody:
    """Somebody of this name, born on this day, who has no NIK yet."""
    values = {name: getattr(one, name) for name in PersonBody.__struct_fields__}
    return PersonBody(**{**values, "nik": "", "birth_date": born, "mobile": "+6281200000000"})


def measure() -> list[Figure]:
    """One question to the store: any newcomer, and one of the day that most people are born on; then the marking."""
    wanted = programme("PRAKERJA2020")
    with crowded() as (desk, people):
        taken = sorted(1000 * seconds(partial(known_person, desk, one, wanted)) for one in newcomers(people))
        heaped = newcomer(people[0], "1979-12-31")
        by_name = partial(desk.store.run, lambda: desk.shelf().first_of(people[0].nik, "PRAKERJA2020", "2020"))
        hard, floor = alternating(partial(known_person, desk, heaped, wanted), by_name, ROUNDS)
        pages = list(_marked_anew(desk))
    return [
        Figure("known of 60,000, a person, median", "ms", statistics.median(taken)),
        Figure("known of 60,000, 99 of 100 below", "ms", taken[len(taken) * 99 // 100], aim=50, is_aim_of_ours=True),
        Figure("known of 60,000, born on 31 December (floor: NIK)", "ms", hard * 1000, floor * 1000),
        Figure("60,000 of old get their marks, slowest step", "ms", max(pages), aim=50, is_aim_of_ours=True),
        Figure("60,000 of old get their marks, all steps", "ms", sum(pages)),
    ]


def _marked_anew(desk: Desk) -> Iterator[float]:
    """Milliseconds of each step."""
    desk.store.write(_forget_marks)
    after = [0]

    def step() -> None:
        after[0] = desk.store.write(lambda: fill_marks(desk.keys.sealer, after[0], PAGE_PEOPLE))

    yield 1000 * seconds(step)
    while after[0]:
        yield 1000 * seconds(step)


def _forget_marks() -> None:
    from app.models.statements import run

    run("UPDATE person SET birth_mark = NULL, name_mark = NULL")
