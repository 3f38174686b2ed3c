"""What every screen works with: the unlocked desk, the door to the workers, the look, and what the others tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:  # the first picture of the window does not wait for what is behind the secret
    import uuid
    from datetime import date

    from app.changes import Changes
    from app.desk.context import Desk
    from app.ui.actions import Command
    from app.ui.house import House
    from app.ui.people import People
    from app.ui.printing import Printing
    from app.ui.queue_desk import QueueDesk
    from app.ui.tasks import Tasks
    from app.ui.theme import Look
    from core.errors import Trouble


class HasChanges(Protocol):
    """An answer of a verb that says what it touched."""

    @property
    def changes(self) -> Changes:
        """What it touched."""
        ...


T = TypeVar("T", bound=HasChanges)


@dataclass(frozen=True, slots=True)
class Notice:
    """A line on top of the screen: what happened, are the data safe, what to do.

    Args:
        tone: ``ok``, ``attention`` or ``stop``.
        text: whole sentence, translated.
        action_text, action: what one key or click does about it.
    """

    tone: str
    text: str
    action_text: str = ""
    action: Callable[[], None] | None = None


@dataclass(frozen=True, slots=True)
class CopyWish:
    """A clear copy that somebody wants made.

    Args:
        kind: of the copy, as ``app.desk.exports.order`` names it.
        programme: code of the programme of a list.
        uid: the registration, for papers about one person.
        number: what this person's registration is called on paper.
        on: the business date of a reconciliation; ``None`` = today.
    """

    kind: str
    programme: str = ""
    uid: uuid.UUID | None = None
    number: str = ""
    on: date | None = None


class Signals(QObject):
    """What screens tell each other: past-tense nouns, one frozen value each."""

    changed = Signal(object)
    """A verb has touched something: ``Changes``."""
    sync_moved = Signal(object)
    """The synchronisation goes on: ``SyncState``."""
    printed = Signal(object)
    """A slip has gone further on its way to paper: ``PrintState``."""
    noticed = Signal(object)
    """A line for the officer: ``Notice``."""
    place_chosen = Signal(object)
    """Somebody wants to go to a place: its ``Command``."""
    record_chosen = Signal(object)
    """Somebody wants to see a registration: its ``UUID``."""
    correction_chosen = Signal(object)
    """Somebody wants to put a registration right: its ``UUID``."""
    correction_begun = Signal(object)
    """A correction that is half typed already is to be looked at and saved: as ``RecordScreen.begun`` tells it."""
    person_begun = Signal()
    """Somebody has begun to type the next person: good news about the one before has had its time."""
    draft_chosen = Signal(object)
    """Somebody wants to go on with a draft: its ``UUID``."""
    ticket_chosen = Signal(object)
    """Somebody with a queue number is to be registered: ``TicketWish``."""
    ticket_served = Signal(object)
    """The registration of somebody with a queue number was saved: its ``TicketWish``."""
    help_chosen = Signal(object)
    """Somebody is to be helped with an e-mail address: ``AccountWish``."""
    call_chosen = Signal()
    """Somebody wants the next number called."""
    public_chosen = Signal(object)
    """Somebody wants a screen for the public opened, or closed if it is open: its ``Command``."""
    copy_chosen = Signal(object)
    """Somebody wants a clear copy made: ``CopyWish``."""
    overlay_chosen = Signal(object)
    """Somebody wants something laid over the window: its ``Command``."""
    settings_saved = Signal(object)
    """``posko.toml`` was written: the new ``Settings``."""


@dataclass(frozen=True, slots=True)
class Station:
    """One officer at one unlocked desk, as the screens see it."""

    desk: Desk
    house: House
    tasks: Tasks
    look: Look
    signals: Signals
    people: People
    printing: Printing
    queue: QueueDesk

    def act(
        self,
        owner: QObject,
        verb: Callable[[], T],
        then: Callable[[T], None],
        *,
        on_trouble: Callable[[Trouble], None] | None = None,
    ) -> None:
        """Run a verb on the database worker; afterwards tell every screen what it touched, and the sync to wake."""

        def told(answer: T) -> None:
            then(answer)
            self.signals.changed.emit(answer.changes)
            if answer.changes.has_outbox:
                self.house.wake()

        self.tasks.run(owner, verb, told, on_trouble=on_trouble)

    def notice(self, tone: str, text: str) -> None:
        """Say a line on top of the screen."""
        self.signals.noticed.emit(Notice(tone, text))

    def go(self, place: Command) -> None:
        """Go to a place."""
        self.signals.place_chosen.emit(place)

    def show_record(self, uid: uuid.UUID) -> None:
        """Open a registration."""
        self.signals.record_chosen.emit(uid)

    def correct_record(self, uid: uuid.UUID) -> None:
        """Open a registration to put it right."""
        self.signals.correction_chosen.emit(uid)
