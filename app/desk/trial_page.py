"""A page that tries a printer, in the post's own letterhead; it is no act: nothing is counted, nothing is kept."""

from __future__ import annotations

from app.desk.context import Desk
from papers import Paper
from papers.trial import Trial, trial_page


def trial_of(desk: Desk, paper: str) -> bytes:
    """The PDF of the page; drawing takes some 50 ms, so call it in a thread that may wait.

    Args:
        paper: one of :class:`papers.Paper`, or its name.
    """
    words = desk.words
    return trial_page(Trial(words.letterhead, words.local(desk.clock.now()), words.zone), Paper(paper), desk.fonts())
