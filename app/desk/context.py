"""What every verb works with: the unlocked store, the clock, the rules, and the words this post prints."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, TypeVar

from app.desk.places import Neighbourhood
from app.models.events import Writer
from app.models.regions import RegionFile
from app.models.registrations import Shelf
from app.models.store import Keys, Store
from app.models.worker import Priority
from core.clock import Clock, to_ms
from core.identity_rules import IdentityRules
from core.programme import Programme
from core.queue_line import QueueRules
from core.registration import Rulebook
from papers import Fonts, Letterhead

if TYPE_CHECKING:
    from core.mail_rules import MailRules
    from core.survey_rules import SurveyRules

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PostWords:
    """What a post prints about itself, out of its settings.

    Args:
        zone, zone_hours: label and offset of local time (WIB 7, WITA 8, WIT 9).
        status_host: host of the public status page; empty = the QR holds the bare token.
        is_large: slips and tickets in large type.
    """

    letterhead: Letterhead
    counter: str
    zone: str
    zone_hours: int
    status_host: str
    complaint_line: str
    is_large: bool = False

    def local(self, at: datetime) -> datetime:
        """An instant as the clock on the wall shows it."""
        return at.astimezone(timezone(timedelta(hours=self.zone_hours)))


@dataclass(frozen=True, slots=True)
class Desk:
    """One officer at one unlocked desk."""

    store: Store
    keys: Keys
    clock: Clock
    regions: RegionFile
    identity: IdentityRules
    mail_rules: Callable[[], MailRules]
    survey_rules: Callable[[], SurveyRules]
    programme_codes: Callable[[], tuple[str, ...]]
    programme_of: Callable[[str], Programme]
    fonts: Callable[[], Fonts]
    words: PostWords
    training_on: date | None = None
    queue_rules: QueueRules = field(default_factory=QueueRules)
    neighbourhood: Neighbourhood = field(default_factory=Neighbourhood, compare=False)

    def today(self) -> date:
        """The business date by the desk's own clock, in local time; a training desk may stand on another day."""
        if self.training_on is not None and self.store.profile.post.is_training:
            return self.training_on
        return self.words.local(self.clock.now()).date()

    def now_ms(self) -> int:
        """The desk's clock in milliseconds: a remark in events, never an order."""
        return to_ms(self.clock.now())

    def submit(self, job: Callable[[], T], *, is_report: bool = False) -> Future[T]:
        """Queue a job (a verb, as a rule) on the database worker; the answer or what it raises comes in the future.

        Args:
            is_report: it may wait until nobody registers and nothing is sent; cut long ones into jobs of 50 ms.
        """
        return self.store.submit(job, Priority.REPORT if is_report else Priority.DESK)

    def shelf(self) -> Shelf:
        """The registrations; use inside a job."""
        return self.store.shelf(self.keys)

    def writer(self) -> Writer:
        """The event log's pen; use inside a writing job."""
        return self.store.writer(self.keys)

    def rulebook(self, programme: Programme, on: date) -> Rulebook:
        """The rules of a programme at this post on this day."""
        post = self.store.profile.post
        return Rulebook(programme, self.identity, self.regions, on, post.province, post.is_training)
