"""Numbers out of a device's own block: unique within a post, a day and a series, whatever happens to the laptop."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from app.desk.context import Desk
from app.models.backups import Opener, make_backup, restore_backup
from app.models.numbers import REGISTRATION_SERIES, NumberBlock, take_number
from core.errors import Trouble
from core.ids import BLOCK_SIZE, NUMBERS_A_BLOCK
from tests.kit.desk import DAY, SECRET, all_rows, fresh_desk, new_profile, opened, register_one, while_numbers_last
from tests.kit.manual_clock import ManualClock

NEXT_DAY = DAY + timedelta(days=1)


def take(desk: Desk, many: int = 1, series: str = "A", on: date = DAY) -> list[int]:
    """The next numbers of a series."""
    numbers = desk.store.profile.numbers
    return desk.store.write(lambda: [take_number(series, on, numbers) for _each in range(many)])


def test_numbers_count_from_the_beginning_of_the_block(desk: Desk) -> None:
    assert take(desk, 3) == [1, 2, 3]


@pytest.mark.parametrize(("block", "first"), [(1, 1), (2, 201), (10, 1801), (11, 10_001), (12, 11_001)])
def test_every_block_begins_elsewhere(home: Path, block: int, first: int) -> None:
    with fresh_desk(home, block=block) as desk:
        assert take(desk) == [first]


def test_every_series_counts_for_itself(desk: Desk) -> None:
    assert [take(desk, 1, series) for series in ("A", "B", "A", REGISTRATION_SERIES)] == [[1], [1], [2], [1]]


def test_every_day_counts_for_itself(desk: Desk) -> None:
    assert [take(desk, 1, on=on) for on in (DAY, NEXT_DAY, DAY)] == [[1], [1], [2]]


def test_a_used_up_chunk_goes_on_in_four_digits(desk: Desk) -> None:
    numbers = take(desk, BLOCK_SIZE + 1)
    assert numbers[:BLOCK_SIZE] == list(range(1, BLOCK_SIZE + 1))
    assert numbers[BLOCK_SIZE] == 2001


def test_after_a_thousand_numbers_a_day_the_block_is_used_up(desk: Desk) -> None:
    assert len(set(take(desk, NUMBERS_A_BLOCK))) == NUMBERS_A_BLOCK
    with pytest.raises(Trouble) as caught:
        take(desk)
    assert (caught.value.code, caught.value.facts["count"]) == ("NUMBERS_USED_UP", NUMBERS_A_BLOCK)
    assert take(desk, on=NEXT_DAY) == [1]


def test_a_person_who_finds_no_number_left_is_not_half_kept(desk: Desk) -> None:
    take(desk, NUMBERS_A_BLOCK)
    before = all_rows(desk.store)
    with pytest.raises(Trouble) as caught:
        register_one(desk)
    assert caught.value.code == "NUMBERS_USED_UP"
    assert all_rows(desk.store) == before


def test_a_number_whose_act_failed_is_given_to_the_next(desk: Desk) -> None:
    numbers = desk.store.profile.numbers

    def take_and_fail() -> None:
        take_number("A", DAY, numbers)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        desk.store.write(take_and_fail)
    assert take(desk) == [1]


def test_numbers_go_on_after_closing(home: Path) -> None:
    with fresh_desk(home) as desk:
        take(desk, 7)
    with opened(home) as desk:
        assert take(desk) == [8]


def test_burnt_chunks_end_with_their_day() -> None:
    numbers = NumberBlock(1, burnt_until=DAY, burnt_chunks=2)
    assert [numbers.floor(on) for on in (DAY - timedelta(days=1), DAY, NEXT_DAY)] == [400, 400, 0]
    assert NumberBlock(1).floor(DAY) == 0


BLOCKS = (1, 2, 11)
SERIES = ("A", "B", REGISTRATION_SERIES)


class Post(RuleBasedStateMachine):
    """The desks of one post through days of work, backups, restores, and profiles that nobody can read any more."""

    backups = Bundle("backups")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="posko-test-"))
        self.clock = ManualClock()
        self.on_paper: dict[tuple[str, date], list[int]] = {}
        self.given: Counter[tuple[int, str]] = Counter()
        """Numbers of today that the profile in place has given, by block and series."""
        for block in BLOCKS:
            new_profile(self.home(block), clock=self.clock, block=block)

    def home(self, block: int) -> Path:
        """The folder of the desk with this block."""
        return self.folder / f"blok{block}"

    @property
    def today(self) -> date:
        """The business date."""
        return self.clock.now().date()

    @rule(block=st.sampled_from(BLOCKS), series=st.sampled_from(SERIES), many=st.sampled_from([1, 7, 199, 200, 250]))
    def give(self, block: int, series: str, many: int) -> None:
        """Give out some numbers; what stands on paper can never be taken back."""
        paper = self.on_paper.setdefault((series, self.today), [])
        with opened(self.home(block), clock=self.clock) as desk, while_numbers_last():
            paper += take(desk, many, series, self.today)
        self.given[block, series] += many

    @rule()
    def sleep(self) -> None:
        """A new day."""
        self.clock.pass_s(86_400)
        self.given.clear()

    @rule(target=backups, block=st.sampled_from(BLOCKS))
    def back_up(self, block: int) -> tuple[int, Path]:
        """Make a backup."""
        target = self.folder / f"{len(list(self.folder.iterdir()))}.posko"
        with opened(self.home(block), clock=self.clock) as desk:
            make_backup(desk.store, desk.keys, target, b"")
        return block, target

    @rule(backup=backups)
    def restore(self, backup: tuple[int, Path]) -> None:
        """Put any backup of the desk back."""
        block, source = backup
        restore_backup(source, self.home(block), Opener(None, SECRET), self.clock, self.today)
        for series in SERIES:
            self.given[block, series] = 0

    @rule(backup=backups)
    def restore_over_ruins(self, backup: tuple[int, Path]) -> None:
        """The profile became unreadable; promised for what it gave within one chunk."""
        block, _source = backup
        if all(self.given[block, series] <= BLOCK_SIZE for series in SERIES):
            (self.home(block) / "posko.db").write_bytes(b"ruins")
            self.restore(backup)

    @invariant()
    def no_number_stands_on_two_papers(self) -> None:
        """Within a post, a series and a day."""
        assert all(len(set(numbers)) == len(numbers) for numbers in self.on_paper.values())

    def teardown(self) -> None:
        shutil.rmtree(self.folder)


TestPost = pytest.mark.slow(Post.TestCase)
TestPost.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
