"""The clocks of desk and server, moved to the day and hour that pictures show: whoever takes them may do so at night.

``python -m tools.office_hours SECONDS run ...`` is ``posko-server run ...`` with its clock so far ahead (or behind).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone

import app.main
import server.clock
from server.__main__ import main as server_main

WIB = timezone(timedelta(hours=7))

ARRIVALS: Mapping[int, int] = {8: 34, 9: 41, 10: 38, 11: 27, 12: 9, 13: 21, 14: 12}
"""Hour of the wall clock -> people who come in it; 182 in all."""


class MovedClock:
    """A clock that everybody of this process reads."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def now(self) -> datetime:
        """The moment that is shown."""
        return datetime.now(UTC) + self.ahead

    def stand_at(self, at: datetime) -> None:
        """Go on from this moment."""
        self.ahead = at - datetime.now(UTC)

    def worn_by(self, *clocks: type) -> None:
        """Let these clocks tell this time."""
        for clock in clocks:
            setattr(clock, "now", lambda _clock: self.now())  # noqa: B010 - a method that the type says cannot change


def arrivals(on: date) -> Iterator[datetime]:
    """When the people of a day come, the first first."""
    for hour, many in ARRIVALS.items():
        for place in range(many):
            yield datetime.combine(on, time(hour, 60 * place // many, 60 * 60 * place // many % 60), WIB)


def main() -> int:
    """Run the server's command."""
    ahead_s, *words = sys.argv[1:]
    moved = MovedClock()
    moved.ahead = timedelta(seconds=float(ahead_s))
    moved.worn_by(app.main.SystemClock, server.clock.SystemClock)
    return server_main(words)


if __name__ == "__main__":
    sys.exit(main())
