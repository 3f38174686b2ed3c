"""TRUST D3, D4: ``register`` killed or failed at every call that opens, writes, cuts, syncs or removes a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.harness.fault_scenes import (
    Scene,
    Visit,
    fail_at_each,
    fail_program_at_each,
    kill_at_each,
    kill_program_at_each,
    without,
)
from tests.harness.faults import KILL, each_fault
from tests.harness.seeds import seeded
from tests.harness.warm import WarmDesk
from tests.kit.desk import person_values

SCENES: dict[str, tuple[int, Visit]] = {
    "a new person": (6, person_values(1)),
    "the first visit of a profile": (0, person_values(1)),
    "a person who was here before": (6, person_values(100)),
    "a person whose NIK cannot be": (6, person_values(1, nik="123")),
    "a person without a paper": (6, person_values(1, documents=["ktp"])),
    "a person who is too young": (6, person_values(1, nik="3578081708129901", birth_date="17-08-2012")),
}
"""How many people are there already, and the visit that meets the fault."""

ERRORS = ("error=EIO", "error=ENOSPC")


@pytest.fixture
def scene_of(strace: str, warm: WarmDesk, folder: Path) -> Callable[[str], Scene]:
    def build(name: str) -> Scene:
        people, visit = SCENES[name]
        return Scene.build(warm, folder, visit, people=people)

    return build


def kill(scene: Scene) -> None:
    figures = kill_at_each(scene, each_fault(scene.calls(), KILL))
    print(figures)
    assert figures.counted["kills"] > 30


def fail(scene: Scene, effect: str, *, lasts: bool) -> None:
    """Standard output is no file of the desk: its ``write`` is left alone."""
    figures = fail_at_each(scene, each_fault(without(scene.calls(), "write"), effect, lasts=lasts))
    print(effect, "lasting" if lasts else "once", figures)
    assert figures.counted["said"] > 30
    assert figures.counted["told so and yet kept (the last sync)"] <= 1


@pytest.mark.slow
@pytest.mark.parametrize("name", list(SCENES)[:2])
def test_a_desk_killed_at_any_call_keeps_what_was_heard_and_nothing_half(
    name: str, scene_of: Callable[[str], Scene]
) -> None:
    kill(scene_of(name))


@pytest.mark.proof
@pytest.mark.parametrize("name", list(SCENES)[2:])
def test_a_desk_killed_at_any_call_of_any_visit_keeps_what_was_heard(
    name: str, scene_of: Callable[[str], Scene]
) -> None:
    kill(scene_of(name))


@pytest.mark.slow
@pytest.mark.parametrize(("effect", "lasts"), [("error=EIO", False), ("error=ENOSPC", True)])
def test_a_fault_at_any_call_is_said_and_leaves_nothing_half(
    effect: str, lasts: bool, scene_of: Callable[[str], Scene]
) -> None:
    fail(scene_of("a new person"), effect, lasts=lasts)


@pytest.mark.proof
@pytest.mark.parametrize("effect", [*ERRORS, "error=EROFS", "error=EDQUOT"])
@pytest.mark.parametrize("lasts", [False, True])
@pytest.mark.parametrize("name", SCENES)
def test_a_fault_at_any_call_of_any_visit_is_said_and_leaves_nothing_half(
    name: str, lasts: bool, effect: str, scene_of: Callable[[str], Scene]
) -> None:
    fail(scene_of(name), effect, lasts=lasts)


@pytest.mark.slow
@pytest.mark.parametrize(("effect", "lasts"), [("error=EIO", False), ("error=ENOSPC", True)])
def test_the_program_says_what_a_fault_did_and_prints_nothing_before_its_time(
    effect: str, lasts: bool, scene_of: Callable[[str], Scene]
) -> None:
    """Of the many writes to the database each sixth, from a random one on; of the other calls each."""
    chance = seeded(f"program {effect}")
    scene = scene_of("a new person")
    faults = list(each_fault(scene.program_calls(), effect, lasts=lasts))
    writes = [fault for fault in faults if fault.call == "pwrite64"]
    others = [fault for fault in faults if fault.call != "pwrite64"]
    figures = fail_program_at_each(scene, [*others, *writes[chance.randrange(6) :: 6]], "--json")
    print(effect, figures)
    assert figures.counted["exit 3"] > 40


@pytest.mark.proof
def test_the_program_killed_at_any_call_has_printed_nothing_that_is_not_kept(scene_of: Callable[[str], Scene]) -> None:
    scene = scene_of("a new person")
    figures = kill_program_at_each(scene, each_fault(scene.program_calls(), KILL))
    print(figures)
    assert figures.counted["kills"] > 100


@pytest.mark.proof
@pytest.mark.parametrize("effect", [*ERRORS, "error=EROFS", "error=EMFILE"])
@pytest.mark.parametrize(("lasts", "words"), [(False, ("--json",)), (True, ())])
def test_the_program_says_what_any_fault_did(
    words: tuple[str, ...], lasts: bool, effect: str, scene_of: Callable[[str], Scene]
) -> None:
    scene = scene_of("a new person")
    figures = fail_program_at_each(scene, each_fault(scene.program_calls(), effect, lasts=lasts), *words)
    print(effect, figures)
    assert figures.counted["exit 3"] > 80
