"""The work area of one officer; all that it needs is loaded with this module, while the secret is still being typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.people import People
from app.ui.printing import Printing
from app.ui.queue_desk import QueueDesk
from app.ui.queue_memory import QueueMemory
from app.ui.shell import Shell
from app.ui.station import Signals, Station

if TYPE_CHECKING:
    from app.desk.context import Desk
    from app.ui.house import House
    from app.ui.tasks import Tasks
    from app.ui.theme import Look


def work_area(house: House, desk: Desk, tasks: Tasks, look: Look, signals: Signals) -> Shell:
    """A fresh work area at an unlocked desk."""
    people = People(desk, tasks, signals.changed, tasks)
    printing = Printing(desk, house, tasks, signals, tasks)
    queue = QueueDesk(desk, tasks, signals.changed, QueueMemory(house.home, desk.words.counter), tasks)
    return Shell(Station(desk, house, tasks, look, signals, people, printing, queue))
