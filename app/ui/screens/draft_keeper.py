"""Keeps the open form as a sealed draft while it is being typed, so that a kill costs at most two seconds of work."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, QTimer, Signal

from app.changes import Changes
from app.desk.drafts import Draft, discard_draft, drafts, save_draft
from app.forms.registration import RegistrationForm
from app.ui.station import Station
from core.errors import Trouble

AFTER_MS = 2000
"""After the last key."""

OPEN = "open"
"""Marks the draft of a form that is still on the screen; one that was put aside does not have it."""


@dataclass(frozen=True, slots=True)
class KeptForm:
    """What has become of the form on the screen.

    Args:
        uid: the draft it belongs to; ``None`` if nothing was entered.
        trouble: why the disk does not have it; ``None`` = it is safe.
        values: what is lost if nobody remembers it; empty while it is safe.
    """

    uid: uuid.UUID | None = None
    trouble: Trouble | None = None
    values: Mapping[str, str] = field(default_factory=dict, repr=False)


Then = Callable[[KeptForm], None]


@dataclass(frozen=True, slots=True)
class _Done:
    """The answer of a job about drafts."""

    changes: Changes


class DraftKeeper(QObject):
    """Owns the draft of the form on the screen, and knows the others."""

    listed = Signal(object)
    """All drafts: a tuple of ``Draft``, the latest first."""

    def __init__(self, station: Station, parent: QObject) -> None:
        super().__init__(parent)
        self._station = station
        self._form: RegistrationForm | None = None
        self._uid: uuid.UUID | None = None
        self._kept: Mapping[str, str] = {}
        self._under_way = 0
        self._drafts: tuple[Draft, ...] = ()
        self._timer = QTimer(self, singleShot=True, interval=AFTER_MS)
        self._timer.timeout.connect(self._save_open)
        station.signals.changed.connect(self._on_changed)

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """All drafts but that of the form on the screen."""
        return tuple(draft for draft in self._drafts if draft.uid != self._uid)

    @property
    def uid(self) -> uuid.UUID | None:
        """The draft of the form on the screen, once it has one."""
        return self._uid

    @property
    def is_safe(self) -> bool:
        """Whether everything that stands in the form is on the disk, or on its way there."""
        if self._form is None or self._form.is_empty():
            return True
        return {**self._form.draft(), OPEN: "1"} == {**self._kept, OPEN: "1"}

    def begin(self, form: RegistrationForm, draft: Draft | None = None) -> None:
        """Another form is on the screen."""
        self._timer.stop()
        self._form = form
        self._uid = draft.uid if draft else None
        self._kept = draft.values if draft else {}

    def take_back(self, form: RegistrationForm, uid: uuid.UUID | None) -> None:
        """A form is on the screen again that the disk could not take; it is tried again in a while."""
        self.begin(form)
        self._uid = uid
        self.note_change()

    def note_change(self) -> None:
        """Something was entered: keep it in a while, also while the typing goes on: a steady hand never pauses."""
        if not self._timer.isActive():
            self._timer.start()

    def pause(self) -> None:
        """The form is being saved as a visit."""
        self._timer.stop()

    def keep(self, then: Then, *, is_open: bool) -> None:
        """Keep the form now.

        Args:
            then: always called: it is safe, nothing was entered, or the disk does not take it.
            is_open: it is to come back by itself, not only on request.
        """
        self._timer.stop()
        form, uid = self._form, self._uid
        if form is None or form.is_empty():
            self.discard_own()
            then(KeptForm())
            return
        values = {**form.draft(), **({OPEN: "1"} if is_open else {})}
        if uid is not None and values == self._kept and not self._under_way:
            then(KeptForm(uid))
            return
        uid = self._uid = uid or uuid.uuid4()
        self._kept = values
        self._under_way += 1
        desk = self._station.desk

        def save() -> _Done:
            return _Done(save_draft(desk, values, uid)[1])

        def saved(_done: _Done) -> None:
            self._under_way -= 1
            then(KeptForm(uid))

        def refused(trouble: Trouble) -> None:
            self._under_way -= 1
            self._tell_refused(uid, trouble)
            then(KeptForm(uid, trouble, values))

        self._station.act(self, save, saved, on_trouble=refused)

    def discard_own(self) -> None:
        """The form is empty, or kept as a visit: its draft is no longer needed."""
        self._timer.stop()
        if self._uid is not None:
            self.discard(self._uid)
        self._uid, self._kept = None, {}

    def discard(self, uid: uuid.UUID) -> None:
        """Forget a draft."""
        desk = self._station.desk
        self._station.act(self, lambda: _Done(discard_draft(desk, uid)), lambda _done: None)

    def restore(self, draft: Draft) -> None:
        """Keep a draft again that was discarded."""
        desk = self._station.desk
        self._station.act(self, lambda: _Done(save_draft(desk, draft.values, draft.uid)[1]), lambda _done: None)

    def refresh(self) -> None:
        """Ask which drafts there are."""
        desk = self._station.desk
        self._station.tasks.run(self, lambda: drafts(desk), self._list)

    def find(self, uid: uuid.UUID, then: Callable[[Draft | None], None]) -> None:
        """Read one draft."""
        desk = self._station.desk

        def answer(found: Sequence[Draft]) -> None:
            then(next((draft for draft in found if draft.uid == uid), None))

        self._station.tasks.run(self, lambda: drafts(desk), answer)

    def _save_open(self) -> None:
        self.keep(lambda _kept: None, is_open=True)

    def _tell_refused(self, uid: uuid.UUID, trouble: Trouble) -> None:
        if uid == self._uid:
            self._kept = {}
        if trouble.code != "PROGRAM_BUG":  # of a bug the window tells itself, with a report
            self._station.tasks.troubled.emit(trouble)

    def _on_changed(self, changes: Changes) -> None:
        if changes.has_drafts:
            self.refresh()

    def _list(self, found: Sequence[Draft]) -> None:
        self._drafts = tuple(found)
        self.listed.emit(self._drafts)
