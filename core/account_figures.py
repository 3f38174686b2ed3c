"""Help with e-mail in figures: asked, had, made by road, put off and failed by reason, proven, minutes. No names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from core.accounts import Need, Reason, Result, Road
from core.queue_times import Times, times_of


@dataclass(frozen=True, slots=True)
class HelpRow:
    """What counts of one help.

    Args:
        is_open: nobody has ended it yet.
        worked_s: how long somebody worked at it; 0 = nothing was measured.
        is_proven: the server has seen the applicant read a mail at the address.
        is_taken: of the regional mailboxes that were promised the server has kept none.
    """

    on: date
    need: str
    is_open: bool
    road: str = ""
    result: str = ""
    reason: str = ""
    worked_s: int = 0
    is_proven: bool = False
    is_taken: bool = False

    @property
    def is_ended(self) -> bool:
        """Whether nobody has to come back to it: whose promised address is somebody else's still needs another one."""
        is_in_vain = self.result == Result.MADE and self.road == Road.REGIONAL and self.is_taken
        return not self.is_open and not is_in_vain


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFigures:
    """Helps in figures: each with an address to be had counts once, in one of had, made, later, failed, open, unclear.

    Args:
        asked: helps about an address; ``phone`` are those about a telephone only, which count nowhere else.
        made: road -> addresses that were made on it, the most frequent first.
        later, failed: reason -> helps, the most frequent first.
        open: nobody has ended them, or the mailbox that was made turned out to be somebody else's.
        unclear: ended with a word of a newer program.
        proven: of all addresses, however they came about.
        worked: of helps that were ended; ``None`` = nothing was measured.
    """

    asked: int = 0
    had: int = 0
    made: Mapping[str, int] = field(default_factory=dict)
    later: Mapping[str, int] = field(default_factory=dict)
    failed: Mapping[str, int] = field(default_factory=dict)
    open: int = 0
    unclear: int = 0
    proven: int = 0
    phone: int = 0
    worked: Times | None = None

    @property
    def made_in_all(self) -> int:
        """Addresses that were made."""
        return sum(self.made.values())

    @property
    def later_in_all(self) -> int:
        """Helps that were put off."""
        return sum(self.later.values())

    @property
    def failed_in_all(self) -> int:
        """Helps that led to no address."""
        return sum(self.failed.values())

    @property
    def is_empty(self) -> bool:
        """Whether nobody was helped at all."""
        return not (self.asked or self.phone)


def figures_document(figures: AccountFigures) -> Mapping[str, int | Mapping[str, int] | None]:
    """The figures as commands print them for machines."""
    return {
        "asked": figures.asked,
        "had": figures.had,
        "made": dict(figures.made),
        "later": dict(figures.later),
        "failed": dict(figures.failed),
        "open": figures.open,
        "unclear": figures.unclear,
        "proven": figures.proven,
        "phone": figures.phone,
        "worked": _times_document(figures.worked),
    }


def _times_document(times: Times | None) -> Mapping[str, int] | None:
    return {"helps": times.measured, "average_s": times.average_s, "median_s": times.median_s} if times else None


def figures_facts(figures: AccountFigures) -> Mapping[str, int]:
    """The facts of the sentence ``ACCOUNT_FIGURES``."""
    return {
        "asked": figures.asked,
        "had": figures.had,
        "made": figures.made_in_all,
        "later": figures.later_in_all,
        "failed": figures.failed_in_all,
        "open": figures.open,
        "proven": figures.proven,
    }


def account_figures(rows: Iterable[HelpRow]) -> AccountFigures:
    """The figures of these helps, in whatever order they come."""
    every = list(rows)
    about = [row for row in every if row.need != Need.PHONE]
    ended = [row for row in about if row.is_ended]
    return AccountFigures(
        asked=len(about),
        had=sum(row.result == Result.HAD for row in ended),
        made=_counted(ended, Result.MADE, lambda row: row.road),
        later=_counted(ended, Result.LATER, _reason),
        failed=_counted(ended, Result.FAILED, _reason),
        open=len(about) - len(ended),
        unclear=sum(row.result not in set(Result) for row in ended),
        proven=sum(row.is_proven for row in about),
        phone=len(every) - len(about),
        worked=times_of([row.worked_s for row in ended if row.worked_s > 0]),
    )


def figures_by_day(rows: Iterable[HelpRow]) -> Mapping[date, AccountFigures]:
    """The figures of every day on which somebody was helped, in the order of days."""
    days: dict[date, list[HelpRow]] = {}
    for row in rows:
        days.setdefault(row.on, []).append(row)
    return {on: account_figures(days[on]) for on in sorted(days)}


def _reason(row: HelpRow) -> str:
    """Why; the word of a newer program, or none at all, is another reason."""
    return row.reason if row.reason in set(Reason) else Reason.OTHER


def _counted(rows: Iterable[HelpRow], result: Result, word: Callable[[HelpRow], str]) -> Mapping[str, int]:
    found = Counter(word(row) for row in rows if row.result == result)
    return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))
