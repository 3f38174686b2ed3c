"""The state of the desk in figures: what is registered, what waits, when the server was last heard."""

from __future__ import annotations

from dataclasses import dataclass

from app.models import drafts as draft_rows
from app.models.attention import Attention, attention
from app.models.disputed import disputed
from app.models.events import stream_states
from app.models.registrations import counts
from app.models.store import Store
from app.models.tickets import doubled_numbers
from core.registered import DayCounts


@dataclass(frozen=True, slots=True)
class DeskState:
    """Figures of one desk; needs no secret."""

    visits: DayCounts
    pending: int
    attention: tuple[Attention, ...]
    drafts: int
    last_contact_ms: int | None
    drift_ms: int | None


def desk_state(store: Store) -> DeskState:
    """Read the figures."""
    return store.run(lambda: _state(store))


def pending_events(store: Store) -> int:
    """How many events are not yet under a receipt."""
    return store.run(_pending)


def _pending() -> int:
    return sum(state.pending for state in stream_states())


def _state(store: Store) -> DeskState:
    return DeskState(
        visits=counts(),
        pending=_pending(),
        attention=(*attention(), *disputed(), *doubled_numbers()),
        drafts=draft_rows.count(),
        last_contact_ms=store.profile.last_contact_ms,
        drift_ms=store.profile.drift_ms,
    )
