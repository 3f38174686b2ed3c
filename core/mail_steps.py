"""The roads to an e-mail address, step by step, as dated data: what the applicant does, what the officer never does."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable
from datetime import date
from typing import Annotated, Literal

import msgspec

from core.accounts import Road

Code = Annotated[str, msgspec.Meta(pattern="^[a-z][a-z0-9_]{0,39}$")]
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=240)]
Picture = Annotated[str, msgspec.Meta(pattern="^[a-z][a-z0-9-]{0,39}$")]
Url = Annotated[str, msgspec.Meta(pattern=r"^https://[a-z0-9.-]+(/[A-Za-z0-9/._?=&-]*)?$", max_length=200)]
Minutes = Annotated[int, msgspec.Meta(ge=1, le=60)]

PROVIDERS = ("gmail", "outlook", "yahoo")
"""In the order in which they are offered."""


class StepNeed(enum.StrEnum):
    """What a step cannot be done without."""

    SMARTPHONE = "smartphone"
    CREDIT = "credit"
    LINE = "line"


class Certainty(enum.StrEnum):
    """Whether somebody has confirmed it."""

    FACT = "fact"
    BELIEF = "belief"


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something in a road's file; an unknown key is a slip of the pen."""


class MailStep(Part, frozen=True, kw_only=True):
    """One step.

    Args:
        title, text: what the applicant reads, or hears read out.
        officer: what the officer minds, above all what never to do.
        picture: name of a drawing in ``resources/mail/pictures``.
        minutes: how long it takes as a rule.
        source: where it comes from, if not from where the whole file does.
    """

    code: Code
    title: Text
    title_en: Text
    text: Text
    text_en: Text
    officer: Text
    officer_en: Text
    picture: Picture
    minutes: Minutes
    needs: tuple[StepNeed, ...] = ()
    source: str = ""
    certainty: Certainty = Certainty.FACT


class Page(Part, frozen=True, kw_only=True):
    """A page of the provider."""

    code: Literal["sign_up", "sign_in", "forgotten"]
    url: Url
    source: str
    certainty: Certainty = Certainty.FACT


class RoadGuide(Part, frozen=True, kw_only=True):
    """The steps of one road.

    Args:
        domain: what stands behind the ``@``; empty where that is not known beforehand.
        is_forgotten: for somebody who has an address and cannot get into it.
        valid_from: of several files for one road the newest that has begun counts.
        last_checked: when somebody last looked whether the provider still asks for this.
        least_minutes, most_minutes: how long it usually takes; then a pause is a good idea.
        card_lines: how to sign in and what to do about a forgotten password, for the card; Indonesian as all papers.
    """

    code: Annotated[str, msgspec.Meta(pattern="^[a-z][a-z0-9-]{0,39}$")]
    road: Road
    name: Text
    name_en: Text
    source: Text
    valid_from: date
    last_checked: date
    least_minutes: Minutes
    most_minutes: Minutes
    steps: Annotated[tuple[MailStep, ...], msgspec.Meta(min_length=1, max_length=12)]
    provider: Literal["", "gmail", "outlook", "yahoo"] = ""
    domain: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9.-]*$")] = ""
    is_forgotten: bool = False
    card_lines: Annotated[tuple[Text, ...], msgspec.Meta(max_length=4)] = ()
    pages: tuple[Page, ...] = ()

    @property
    def needs(self) -> frozenset[StepNeed]:
        """What the whole road cannot be done without."""
        return frozenset(need for step in self.steps for need in step.needs)

    def page(self, code: str) -> str:
        """Address of the provider's page; empty if none is known."""
        return next((page.url for page in self.pages if page.code == code), "")


def check_guide(guide: RoadGuide) -> str:
    """The key at which a road's file does not hold together; empty if it does."""
    codes = [step.code for step in guide.steps]
    twice = next((place for place, code in enumerate(codes) if code in codes[:place]), None)
    flaws = (
        ("provider", (guide.road is Road.PUBLIC) is not bool(guide.provider)),
        ("domain", guide.road is Road.PUBLIC and not guide.domain),
        ("is_forgotten", guide.is_forgotten and guide.road is not Road.OWN),
        ("least_minutes", guide.least_minutes > guide.most_minutes),
        ("last_checked", guide.last_checked < guide.valid_from),
        (f"steps[{twice}].code", twice is not None),
    )
    return next((key for key, is_flawed in flaws if is_flawed), "")


def guide_for(
    guides: Iterable[RoadGuide], on: date, road: str, provider: str = "", *, is_forgotten: bool = False
) -> RoadGuide | None:
    """The guide that counts on a day; before the first one has begun, as a training desk may stand, that first one.

    Args:
        road: a word of :class:`core.accounts.Road`, or of a newer program.
    """
    asked = (road, provider if road == Road.PUBLIC else "", is_forgotten and road == Road.OWN)
    fit = sorted(
        (one for one in guides if (one.road, one.provider, one.is_forgotten) == asked), key=lambda one: one.valid_from
    )
    begun = [one for one in fit if one.valid_from <= on]
    return next(iter([*begun[-1:], *fit]), None)


def public_guides(guides: Collection[RoadGuide], on: date) -> tuple[RoadGuide, ...]:
    """The public providers that can be offered on a day."""
    found = (guide_for(guides, on, Road.PUBLIC, provider) for provider in PROVIDERS)
    return tuple(guide for guide in found if guide is not None)
