"""Registrations that meet faults: through the verb or through the command line, each on a fresh copy of a profile."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.desk.state import desk_state
from app.headless.answer import TROUBLE, USAGE
from app.models.store import Store
from tests.harness.acks import Ack, acks_in
from tests.harness.faults import Fault, Struck, calls_of, strike
from tests.harness.holding import DATABASE, clear_problem, store_problem
from tests.harness.warm import Run, WarmDesk
from tests.kit.desk import DAY, SECRET, new_profile, person_values

NOT_KEPT = "belum tersimpan"
"""What an officer must read whenever a visit is not kept."""

OF_THE_PROGRAM = frozenset({"REGION_FILE_DAMAGED", "RESOURCE_MISSING"})
"""Troubles with files that ship with the program: their sentences say what to do about the program."""

BEFORE_THE_STORE = frozenset({"SECRET_FILE", "FILE_CANNOT_USE"})
"""Troubles with files that are read before the store is opened."""

SYNCS = frozenset({"fsync", "fdatasync"})
FIRST_BEFORE = 100
"""Number of the first person who is there already."""

Visit = Mapping[str, object]
NEXT, LAST = person_values(2), person_values(3)


@dataclass
class Scene:
    """A profile as it stood before any fault, and the visit that meets one."""

    warm: WarmDesk
    folder: Path
    visit: Visit
    before: list[Ack] = field(default_factory=list)

    @classmethod
    def build(cls, warm: WarmDesk, folder: Path, visit: Visit, *, people: int) -> Scene:
        """A profile with so many people."""
        scene = cls(warm, folder, visit)
        new_profile(folder / "before")
        (folder / "secret").write_text(f"{SECRET}\n", encoding="ascii")
        order = {"home": str(folder / "before"), "first": FIRST_BEFORE, "many": people}
        scene.before = _acks(warm.start("register_visits", **order).end())
        assert len(scene.before) == people
        return scene

    @property
    def home(self) -> Path:
        """The copy that is used up."""
        return self.folder / "desk"

    @property
    def slips(self) -> Path:
        """Where the command line puts papers."""
        return self.folder / "slips"

    def waiting(self) -> Run:
        """A desk with a fresh copy, opened and unlocked; it will register the visit and then the next one."""
        self._refresh()
        return self.warm.start("register_after_go", home=str(self.home), visits=[self.visit, NEXT])

    def waiting_program(self, *words: str) -> Run:
        """The program ``posko register`` about to start over a fresh copy; it reads the visit from stdin."""
        self._refresh()
        return self._program(*words)

    def _program(self, *words: str) -> Run:
        argv = ["register", "--home", str(self.home), "--secret-file", str(self.folder / "secret")]
        argv += ["--programme", "PRAKERJA2020", "--on", DAY.isoformat(), "--slips", str(self.slips), "--input", "-"]
        return self.warm.start("run_command", argv=[*argv, *words])

    def _refresh(self) -> None:
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.rmtree(self.slips, ignore_errors=True)
        shutil.copytree(self.folder / "before", self.home)

    def calls(self) -> Mapping[str, int]:
        """What registering the visit alone asks of the system."""
        self._refresh()
        run = self.warm.start("register_after_go", home=str(self.home), visits=[self.visit])
        return calls_of(run, self.folder / "strace.log")

    def program_calls(self) -> Mapping[str, int]:
        """What the whole program asks of the system."""
        return calls_of(self.waiting_program("--json"), self.folder / "strace.log", self.text)

    @property
    def text(self) -> bytes:
        """The visit as input of the program."""
        return json.dumps(self.visit).encode()

    def meet(self, fault: Fault) -> Struck:
        """The visit and the next one, the fault somewhere in them."""
        return strike(self.waiting(), self.folder / "strace.log", fault)

    def meet_with_program(self, fault: Fault, *words: str) -> Struck:
        """The whole program with this fault in it."""
        return strike(self.waiting_program(*words), self.folder / "strace.log", fault, self.text)

    def problem(self, heard: Iterable[Ack], *, unheard: int) -> str | None:
        """What is wrong with the profile after the fault, or ``None``."""
        acks = [*self.before, *heard]
        return store_problem(self.home, acks) or clear_problem(self.home / DATABASE, acks, unheard=unheard)

    def look_in(self) -> None:
        """Somebody asks for the state of the desk at once, as ``posko status`` does; that must work."""
        with Store(self.home, is_read_only=True) as store:
            assert sum(desk_state(store).visits.by_outcome.values()) >= sum(ack.is_new for ack in self.before)

    def come_again(self) -> list[Ack]:
        """The program is started again without a fault; the same people come again, and one more."""
        run = self.warm.start("register_after_go", home=str(self.home), visits=[self.visit, NEXT, LAST])
        run.wait_until_ready()
        run.go()
        ended = run.end()
        acks = _acks(ended)
        assert len(acks) == 3, ended
        return acks

    def assert_kept(self, fault: Fault, heard: list[Ack], *, is_in_doubt: bool) -> bool:
        """Everything heard is kept and nothing half kept, now and after the same people have come again.

        Returns: whether a visit is kept that nobody was told of (only ``is_in_doubt`` allows that).
        """
        problem = self.problem(heard, unheard=0)
        is_kept_unheard = problem is not None and is_in_doubt
        if is_kept_unheard:
            problem = self.problem(heard, unheard=1)
        assert problem is None, f"{fault}: {problem}"
        again = self.come_again()
        problem = self.problem([*heard, *again], unheard=int(is_kept_unheard))
        assert problem is None, f"{fault}, afterwards: {problem}"
        return is_kept_unheard


def _acks(ended: tuple[int, bytes, bytes]) -> list[Ack]:
    exit_code, said, complaints = ended
    assert exit_code == 0, f"{exit_code} {said!r} {complaints!r}"
    return list(acks_in(said.splitlines(keepends=True)))


@dataclass
class Figures:
    """What was counted, for the report."""

    name: str
    counted: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        return f"{self.name}: " + ", ".join(f"{count} {what}" for what, count in self.counted.items())


def kill_at_each(scene: Scene, faults: Iterable[Fault]) -> Figures:
    """Die at each of these calls of ``register``."""
    figures = Figures("killed")
    for fault in faults:
        struck = scene.meet(fault)
        assert not struck.bugs, f"{fault}: {struck}"
        scene.look_in()
        figures.counted["kills"] += struck.exit_code < 0
        figures.counted["kept though nobody heard it"] += scene.assert_kept(fault, struck.acks, is_in_doubt=True)
    return figures


def kill_program_at_each(scene: Scene, faults: Iterable[Fault]) -> Figures:
    """Die at each of these calls of ``posko register --slips``: no paper without a registration."""
    figures = Figures("program killed")
    for fault in faults:
        struck = scene.meet_with_program(fault, "--json")
        is_kept = scene.problem([], unheard=0) is not None
        assert scene.problem([], unheard=1) is None, f"{fault}: {struck}"
        assert is_kept or not list(scene.slips.glob("*.pdf")), f"{fault}: a slip without a registration"
        assert is_kept or not struck.said, f"{fault}: {struck}"
        figures.counted["kills"] += struck.exit_code < 0
        assert len(scene.come_again()) == 3
    return figures


def fail_at_each(scene: Scene, faults: Iterable[Fault]) -> Figures:
    """Fail at each of these calls of ``register``: it is said, nothing is half stored, and the next visit works."""
    figures = Figures("failed")
    for fault in faults:
        struck = scene.meet(fault)
        assert (struck.exit_code, struck.bugs) == (0, []), f"{fault}: {struck}"
        assert len(struck.acks) + len(struck.troubles) == 2, f"{fault}: {struck}"
        assert fault.lasts or len(struck.acks) >= 1, f"{fault}: the next registration did not work: {struck}"
        assert all(map(_says_not_kept, struck.troubles)), f"{fault}: {struck}"
        is_in_doubt = bool(struck.troubles) and fault.call in SYNCS
        figures.counted["faults"] += 1
        figures.counted["said"] += len(struck.troubles)
        figures.counted["told so and yet kept (the last sync)"] += scene.assert_kept(
            fault, struck.acks, is_in_doubt=is_in_doubt
        )
    return figures


def _says_not_kept(trouble: Mapping[str, str]) -> bool:
    return NOT_KEPT in trouble["sentence"].lower() or trouble["trouble"] in OF_THE_PROGRAM


def fail_program_at_each(scene: Scene, faults: Iterable[Fault], *words: str) -> Figures:
    """Fail at each of these calls of ``posko register``: done, or said in a sentence; no paper before its time."""
    figures = Figures("program")
    for fault in faults:
        struck = scene.meet_with_program(fault, *words)
        assert not struck.bugs, f"{fault}: {struck}"
        is_kept = scene.problem([], unheard=0) is not None
        papers = list(scene.slips.glob("*.pdf"))
        assert scene.problem([], unheard=1) is None, f"{fault}: {struck}"
        assert is_kept or not papers, f"{fault}: a slip without a registration: {struck}"
        figures.counted["faults"] += 1
        figures.counted[f"exit {struck.exit_code}"] += 1
        figures.counted["told so and yet kept (the last sync)"] += _judge_words(
            fault, struck, is_kept=is_kept, has_paper=bool(papers)
        )
        assert len(scene.come_again()) == 3
    return figures


def _judge_words(fault: Fault, struck: Struck, *, is_kept: bool, has_paper: bool) -> bool:
    """What was said must be so. Returns whether "not kept" was said of a visit that is kept."""
    said, complaints = struck.said.decode(), struck.complaints.decode()
    if struck.exit_code == 0:
        assert is_kept, f"{fault}: {struck}"
        assert has_paper, f"{fault}: {struck}"
        return False
    if fault.call == "write" and fault.lasts:
        return False  # not even to /dev/null can anything be said
    assert struck.exit_code == TROUBLE or (struck.exit_code == USAGE and not is_kept), f"{fault}: {struck}"
    assert said or complaints, f"{fault}: nothing was said"
    says_not_kept = NOT_KEPT in (said + complaints).lower()
    assert not (is_kept and says_not_kept) or fault.call in SYNCS, f"{fault}: {struck}"
    if said.startswith("{") and not is_kept:
        code = json.loads(said)["error"]["code"]
        assert says_not_kept or code in (*OF_THE_PROGRAM, *BEFORE_THE_STORE), f"{fault}: {struck}"
    return is_kept and says_not_kept


def without(calls: Mapping[str, int], *names: str) -> dict[str, int]:
    """The calls but for these kinds."""
    return {call: count for call, count in calls.items() if call not in names}
