"""The evening's comparison of one day at one desk: papers, visits, log and receipts, each counted by itself."""

from __future__ import annotations

import enum
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from core.ids import BLOCK_SIZE, NUMBERS_A_BLOCK, block_number

RECEIPT, NOTE = "receipt", "note"
"""Kinds of papers: of a registration with its number, and of any other visit."""


class DifferenceCode(enum.StrEnum):
    """What does not fit together."""

    NO_SLIP = "RECONCILE_NO_SLIP"
    REPRINTS = "RECONCILE_REPRINTS"
    NO_VISIT = "RECONCILE_NO_VISIT"
    NO_EVENT = "RECONCILE_NO_EVENT"
    OTHER_NUMBER = "RECONCILE_OTHER_NUMBER"
    TWICE = "RECONCILE_TWICE"
    NO_RECEIPT = "RECONCILE_NO_RECEIPT"
    ACT_WAITS = "RECONCILE_ACT_WAITS"
    NOT_KEPT = "RECONCILE_NOT_KEPT"
    NOT_COUNTED = "RECONCILE_NOT_COUNTED"
    SETS = "RECONCILE_SETS"
    """The server and this desk do not hold the same of the post; of no single number."""


class GapReason(enum.StrEnum):
    """Why a number that was begun is nobody's."""

    BURNT = "RECONCILE_BURNT"
    WITHDRAWN = "RECONCILE_WITHDRAWN"
    """It is somebody's who has taken the registration back: it stays used."""
    NOT_KEPT = "RECONCILE_LOST"


@dataclass(frozen=True, slots=True, order=True)
class Numbers:
    """What a visit is called; a registration without its number has none."""

    queue_number: str
    registration_no: str = ""


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit as it stands among the registrations.

    Args:
        is_settled: it has its number and no doubt is open: it is worth a receipt.
        is_purged: its copy, and with it the count of its papers, is past its time.
    """

    uid: uuid.UUID
    numbers: Numbers
    status: str
    is_settled: bool
    is_withdrawn: bool = False
    is_purged: bool = False


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper that was counted for a visit; copy 1 is the original."""

    uid: uuid.UUID
    kind: str
    copy_no: int


@dataclass(frozen=True, slots=True)
class ToldVisit:
    """A visit as the log tells it.

    Args:
        is_vouched: whether its event stands under a receipt of the server that this desk could verify.
        shares_number: the visit goes on with another programme under the queue number that it has already.
    """

    uid: uuid.UUID
    numbers: Numbers
    is_vouched: bool
    shares_number: bool = False


@dataclass(frozen=True, slots=True)
class WaitingAct:
    """An act on a visit of the day, other than the visit itself, that is under no receipt yet."""

    uid: uuid.UUID
    kind: str


@dataclass(frozen=True, slots=True)
class NumberRun:
    """How many numbers of one series and block were begun on the day.

    Args:
        letter: service letter of queue numbers; empty for serials of registrations.
        burnt: the first so many may be burnt: a restore made them unusable.
    """

    letter: str
    block: int
    used: int
    burnt: int = 0

    @property
    def begun(self) -> tuple[int, ...]:
        """The numbers, in the order in which they are given."""
        return tuple(block_number(self.block, count) for count in range(1, self.used + 1))

    @property
    def owned(self) -> frozenset[int]:
        """All numbers of this block."""
        return frozenset(block_number(self.block, count) for count in range(1, NUMBERS_A_BLOCK + 1))


@dataclass(frozen=True, slots=True)
class Gap:
    """A begun number that is nobody's, or whose owner has withdrawn."""

    letter: str
    number: int
    reason: GapReason


@dataclass(frozen=True, slots=True)
class NumberSpan:
    """A series of the day: from, to, how many are somebody's, and the rest."""

    letter: str
    first: int
    last: int
    taken: int
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that does not fit, by number; ``kind``: of the act that waits."""

    code: DifferenceCode
    numbers: Numbers
    kind: str = ""


@dataclass(frozen=True, kw_only=True)
class Reconciliation:
    """Everything that was counted for the day; nothing in it was concluded from another part of it.

    Args:
        serials: serials of the day's registration numbers, whoever's registration or blank form has them now.
        tickets: numbers of the queue that were taken before a visit, or without one.
        is_equal: whether the server holds the same of the post; ``None`` = not compared since the program began.
    """

    visits: tuple[VisitRow, ...]
    papers: tuple[PaperRow, ...]
    told: tuple[ToldVisit, ...]
    reprinted: Mapping[uuid.UUID, int]
    waiting: tuple[WaitingAct, ...]
    runs: tuple[NumberRun, ...]
    serials: Mapping[int, str]
    tickets: tuple[str, ...] = ()
    is_equal: bool | None = None

    @cached_property
    def slips(self) -> int:
        """Visits whose paper was written."""
        return sum(1 for visit in self.visits if self._has_paper(visit))

    @property
    def under_receipt(self) -> int:
        """Visits whose event the server vouches for."""
        return sum(one.is_vouched for one in self.told)

    @property
    def purged(self) -> int:
        """Visits of which nobody can say any more which papers they had."""
        return sum(visit.is_purged for visit in self.visits)

    @property
    def reprints(self) -> int:
        """Papers written again."""
        return sum(paper.copy_no > 1 for paper in self.papers)

    @property
    def by_status(self) -> Mapping[str, int]:
        """Status -> visits."""
        return Counter(visit.status for visit in self.visits)

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """Everything that does not fit, by number."""
        found = (
            *self._about_papers(),
            *self._about_log(),
            *self._about_receipts(),
            *self._about_numbers(),
        )
        of_no_number = (Difference(DifferenceCode.SETS, Numbers("")),) if self.is_equal is False else ()
        return (*sorted(dict.fromkeys(found), key=lambda one: (one.numbers, one.code)), *of_no_number)

    @cached_property
    def spans(self) -> tuple[NumberSpan, ...]:
        """The series of the day, with what is missing in each."""
        return tuple(self._span(run) for run in self.runs if run.used > run.burnt or self._taken(run))

    # --- papers -----------------------------------------------------------------------------------------------------
    @cached_property
    def _originals(self) -> Mapping[uuid.UUID, frozenset[str]]:
        kinds: dict[uuid.UUID, set[str]] = {}
        for paper in self.papers:
            if paper.copy_no == 1:
                kinds.setdefault(paper.uid, set()).add(paper.kind)
        return {uid: frozenset(found) for uid, found in kinds.items()}

    def _has_paper(self, visit: VisitRow) -> bool:
        """Whether the paper that this visit is worth was written; who withdrew before needs any of them."""
        kinds = self._originals.get(visit.uid, frozenset())
        return RECEIPT in kinds if visit.is_settled and not visit.is_withdrawn else bool(kinds & {RECEIPT, NOTE})

    def _about_papers(self) -> Iterator[Difference]:
        again = Counter(paper.uid for paper in self.papers if paper.copy_no > 1)
        for visit in self.visits:
            if visit.is_purged:
                continue
            if not self._has_paper(visit):
                yield Difference(DifferenceCode.NO_SLIP, visit.numbers)
            if again[visit.uid] != self.reprinted.get(visit.uid, 0):
                yield Difference(DifferenceCode.REPRINTS, visit.numbers)

    # --- log and receipts -------------------------------------------------------------------------------------------
    def _about_log(self) -> Iterator[Difference]:
        rows = {visit.uid: visit for visit in self.visits}
        events = {one.uid: one for one in self.told}
        for told in self.told:
            row = rows.get(told.uid)
            if row is None:
                yield Difference(DifferenceCode.NO_VISIT, told.numbers)
            elif not _fits(row.numbers, told.numbers):
                yield Difference(DifferenceCode.OTHER_NUMBER, row.numbers)
        for row in self.visits:
            if row.uid not in events:
                yield Difference(DifferenceCode.NO_EVENT, row.numbers)
        yield from self._twice()

    def _twice(self) -> Iterator[Difference]:
        queue = Counter(one.numbers.queue_number for one in self.told if not one.shares_number)
        serial = Counter(row.numbers.registration_no for row in self.visits if row.numbers.registration_no)
        yield from (
            Difference(DifferenceCode.TWICE, Numbers(one)) for one, many in Counter(self.tickets).items() if many > 1
        )
        for one in self.told:
            if not one.shares_number and queue[one.numbers.queue_number] > 1:
                yield Difference(DifferenceCode.TWICE, one.numbers)
        for row in self.visits:
            if serial[row.numbers.registration_no] > 1:
                yield Difference(DifferenceCode.TWICE, row.numbers)

    def _about_receipts(self) -> Iterator[Difference]:
        yield from (Difference(DifferenceCode.NO_RECEIPT, one.numbers) for one in self.told if not one.is_vouched)
        called = {told.uid: told.numbers for told in self.told} | {row.uid: row.numbers for row in self.visits}
        for act in self.waiting:
            yield Difference(DifferenceCode.ACT_WAITS, called.get(act.uid, Numbers("")), act.kind)

    # --- numbers ----------------------------------------------------------------------------------------------------
    def _about_numbers(self) -> Iterator[Difference]:
        for span in self.spans:
            for gap in span.gaps:
                if gap.reason is GapReason.NOT_KEPT:
                    yield Difference(DifferenceCode.NOT_KEPT, _called(gap.letter, gap.number))
        for letter in dict.fromkeys(run.letter for run in self.runs):
            yield from self._uncounted(letter)

    def _uncounted(self, letter: str) -> Iterator[Difference]:
        """Numbers of our blocks that somebody has although the count says that they are still to be given."""
        runs = [run for run in self.runs if run.letter == letter]
        owned = frozenset(number for run in runs for number in run.owned)
        begun = frozenset(number for run in runs for number in run.begun)
        for number in sorted((self._in_use(letter) & owned) - begun):
            yield Difference(DifferenceCode.NOT_COUNTED, _called(letter, number))

    def _in_use(self, letter: str) -> frozenset[int]:
        if not letter:
            return frozenset(self.serials)
        kept = {row.numbers.queue_number for row in self.visits} | {told.numbers.queue_number for told in self.told}
        kept |= set(self.tickets)
        return frozenset(int(text[1:]) for text in kept if text[:1] == letter and text[1:].isdecimal())

    def _taken(self, run: NumberRun) -> frozenset[int]:
        return self._in_use(run.letter) & frozenset(run.begun)

    def _span(self, run: NumberRun) -> NumberSpan:
        taken, withdrawn = self._taken(run), self._withdrawn(run.letter)
        ends = {(count - 1) // BLOCK_SIZE: count for count, number in enumerate(run.begun, 1) if number in taken}
        gaps = tuple(
            Gap(run.letter, number, GapReason.WITHDRAWN if number in taken else _why(run, count, ends))
            for count, number in enumerate(run.begun, 1)
            if number not in taken or number in withdrawn
        )
        shown = [number for number in run.begun if number in taken] or list(run.begun)
        unexplained = [gap.number for gap in gaps if gap.reason is GapReason.NOT_KEPT]
        told = [*shown, *unexplained]
        return NumberSpan(run.letter, min(told), max(told), len(taken), gaps)

    def _withdrawn(self, letter: str) -> frozenset[int]:
        gone = [visit.numbers for visit in self.visits if visit.is_withdrawn]
        if letter:
            queue = (numbers.queue_number for numbers in gone if numbers.queue_number[:1] == letter)
            return frozenset(int(text[1:]) for text in queue if text[1:].isdecimal())
        numbers_gone = {numbers.registration_no for numbers in gone}
        return frozenset(serial for serial, text in self.serials.items() if text in numbers_gone)


def _why(run: NumberRun, count: int, ends: Mapping[int, int]) -> GapReason:
    """A restore burns to the end of a chunk: what lies before a number that somebody has was not burnt.

    Args:
        ends: chunk -> how many of its numbers lie up to the last one that is somebody's.
    """
    is_burnt = count <= run.burnt and count > ends.get((count - 1) // BLOCK_SIZE, 0)
    return GapReason.BURNT if is_burnt else GapReason.NOT_KEPT


def _fits(row: Numbers, told: Numbers) -> bool:
    """A number may have come after the visit; one that was given is never another one."""
    return row.queue_number == told.queue_number and told.registration_no in ("", row.registration_no)


def _called(letter: str, number: int) -> Numbers:
    return Numbers(f"{letter}{number:03d}") if letter else Numbers("", f"{number:04d}")


def in_words(numbers: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Numbers as stretches from-to, the lowest first."""
    stretches: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if stretches and number == stretches[-1][1] + 1:
            stretches[-1] = (stretches[-1][0], number)
        else:
            stretches.append((number, number))
    return tuple(stretches)
