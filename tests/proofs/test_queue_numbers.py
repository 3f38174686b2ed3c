"""Issue 6: ten thousand numbers of three devices over several days, killed, restored and with clocks that jump."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from tests.harness.queue_numbers import QueuePost
from tests.harness.seeds import seeded
from tests.harness.warm import WarmDesk


def give(folder: Path, warm: WarmDesk, many: int) -> None:
    """Give so many numbers; none may stand on two papers, and none may be forgotten."""
    with closing(QueuePost(folder, seeded("queue numbers"), warm)) as post:
        post.give(many)
        days = {day for day, _number in post.given}
        assert post.twice() == []
        assert post.forgotten() == []
        assert post.broken() == []
        print(f"{len(post.given)} numbers on {len(days)} days, {dict(post.done)}: twice 0, forgotten 0")


@pytest.mark.slow
def test_no_number_stands_on_two_papers_of_one_day(folder: Path, warm: WarmDesk) -> None:
    give(folder, warm, 500)


@pytest.mark.proof
def test_not_one_of_ten_thousand_numbers_stands_on_two_papers_of_one_day(folder: Path, warm: WarmDesk) -> None:
    give(folder, warm, 10_000)
