"""The only file that knows everything: builds clock, rules, store, desk and line out of a profile's folder."""

from __future__ import annotations

import functools
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import resources
from app.bundled import identity_rules, mail_rules, survey_rules
from app.desk.context import Desk, PostWords
from app.desk.emblem import emblem_or_none
from app.models.regions import RegionFile
from app.models.store import Keys, Store
from app.paths import SETTINGS_NAME
from app.programmes import Programmes
from app.settings import Settings
from app.settings_file import read_settings
from core.queue_line import QueueRules
from core.tickets import Service
from core.wire.codec import Codec
from papers import Fonts, Letterhead


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant."""
        return datetime.now(UTC)

    def monotonic_s(self) -> float:
        """Seconds that only grow."""
        return time.monotonic()


@dataclass(frozen=True, slots=True)
class Unlocking:
    """What opens the store: an officer's name (``None`` = the only one) and secret, or the recovery code."""

    officer_name: str | None = None
    secret: str = ""
    recovery_code: str = ""


@functools.cache
def fonts() -> Fonts:
    """The typeface of the papers."""
    return Fonts(resources.read("fonts", "NotoSans-Regular.ttf"), resources.read("fonts", "NotoSans-Bold.ttf"))


@functools.cache
def codec() -> Codec:
    """The wire's codec with every preset dictionary on file; the newest one writes."""
    found = {int(path.stem): path.read_bytes() for path in resources.path("dictionaries").glob("*.zdict")}
    return Codec(found, max(found, default=0))


def settings_of(home: Path) -> Settings:
    """The settings of a profile."""
    return read_settings(home / SETTINGS_NAME)


@contextmanager
def opened_desk(home: Path, unlocking: Unlocking, *, holder: str, is_read_only: bool = False) -> Iterator[Desk]:
    """An unlocked desk for the time of a ``with`` block.

    Raises: Trouble of profile, lock, secret or files.
    """
    settings = settings_of(home)
    with Store(home, holder=holder, is_read_only=is_read_only) as store:
        keys = _unlocked(store, unlocking, is_read_only=is_read_only)
        regions = RegionFile()
        try:
            yield desk_of(store, keys, settings, regions)
        finally:
            regions.close()


def _unlocked(store: Store, unlocking: Unlocking, *, is_read_only: bool) -> Keys:
    if unlocking.recovery_code:
        return store.unlock_by_recovery(unlocking.recovery_code)
    if is_read_only:
        return store.look_in(unlocking.officer_name, unlocking.secret, SystemClock())
    return store.unlock(unlocking.officer_name, unlocking.secret, SystemClock())


def desk_of(store: Store, keys: Keys, settings: Settings, regions: RegionFile) -> Desk:
    """The desk that verbs work with."""
    programmes = Programmes(store)
    return Desk(
        store=store,
        keys=keys,
        clock=SystemClock(),
        regions=regions,
        identity=identity_rules(),
        mail_rules=mail_rules,
        survey_rules=survey_rules,
        programme_codes=programmes.codes,
        programme_of=programmes.of,
        fonts=fonts,
        words=post_words(settings, store.profile.post.name, store.home),
        training_on=settings.training_day,
        queue_rules=queue_rules(settings),
    )


def queue_rules(settings: Settings) -> QueueRules:
    """How the post queues."""
    caps = {service: getattr(settings, f"queue_cap_{service.lower()}") for service in Service}
    return QueueRules(settings.queue_priority_after, caps)


def post_words(settings: Settings, post_name: str, home: Path) -> PostWords:
    """What the post prints about itself; ``home``: where an emblem without a folder lies."""
    emblem = emblem_or_none(home, settings.emblem)
    return PostWords(
        letterhead=Letterhead(settings.agency, post_name, settings.post_address, settings.post_phone, emblem),
        counter=settings.counter,
        zone=settings.zone,
        zone_hours=settings.zone_hours,
        status_host=settings.status_host,
        complaint_line=settings.complaint_line,
        is_large=settings.large_print,
    )
