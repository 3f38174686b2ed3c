"""The files about e-mail are sound: every road can be shown, read out and followed back to its sources."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest

import resources
from app.bundled import identity_rules, mail_rules
from core.mail_steps import Certainty, MailStep, RoadGuide
from core.passwords import tells_password

FILES = sorted(resources.path("mail", "roads").glob("*.toml"))
PICTURES = sorted(resources.path("mail", "pictures").glob("*.svg"))
GUIDES = mail_rules().guides
STEPS = [(guide, step) for guide in GUIDES for step in guide.steps]
NEVER = ("jangan", "bukan", "palingkan", "tunggu", "biarkan")

SVG = "{http://www.w3.org/2000/svg}"


def texts(step: MailStep) -> Iterator[str]:
    """What a step says to the applicant and the officer, in both languages."""
    yield from (step.title, step.title_en, step.text, step.text_en, step.officer, step.officer_en)


def named(guides: object) -> list[str]:
    return [f"{guide.code}-{step.code}" for guide, step in STEPS] if guides is STEPS else [one.code for one in GUIDES]


@pytest.fixture(params=GUIDES, ids=named(GUIDES))
def guide(request: pytest.FixtureRequest) -> RoadGuide:
    found = request.param
    assert isinstance(found, RoadGuide)
    return found


def test_a_guide_is_named_like_its_file() -> None:
    assert sorted(guide.code for guide in GUIDES) == [file.stem for file in FILES]


def test_the_times_of_the_steps_fit_the_time_of_the_road(guide: RoadGuide) -> None:
    assert guide.least_minutes <= sum(step.minutes for step in guide.steps) <= guide.most_minutes


def test_a_public_road_takes_ten_to_fifteen_minutes(guide: RoadGuide) -> None:
    assert not guide.provider or (guide.least_minutes, guide.most_minutes) == (10, 15)


def test_a_public_road_says_where_to_sign_up_in_and_help_a_bad_memory(guide: RoadGuide) -> None:
    wanted = {"sign_up", "sign_in", "forgotten"} if guide.provider else set()
    assert {page.code for page in guide.pages} == wanted


def test_a_public_road_leads_to_a_provider_whose_rules_are_known(guide: RoadGuide) -> None:
    assert not guide.provider or identity_rules().email.provider(guide.domain) is not None


def test_the_card_says_how_to_sign_in_and_what_to_do_with_a_bad_memory(guide: RoadGuide) -> None:
    assert len(guide.card_lines) == 2
    assert guide.card_lines[1].startswith(("Lupa kata sandi:", "Lupa lagi:"))


def test_every_road_ends_with_a_proof_and_none_asks_the_officer_for_it(guide: RoadGuide) -> None:
    assert "prove" in {step.code for step in guide.steps}


@pytest.mark.parametrize(("guide_of", "step"), STEPS, ids=named(STEPS))
def test_a_step_is_short_enough_for_a_large_card(guide_of: RoadGuide, step: MailStep) -> None:
    assert len(step.title) <= 30
    assert all(len(text) <= 120 for text in texts(step))
    assert 1 <= len(re.findall(r"[.?!](?:\s|$)", step.text)) <= 3
    assert all(text[-1] in ".?" for text in (step.text, step.text_en, step.officer, step.officer_en))


@pytest.mark.parametrize(("guide_of", "step"), STEPS, ids=named(STEPS))
def test_a_step_tells_the_officer_what_not_to_do_or_how_to_help(guide_of: RoadGuide, step: MailStep) -> None:
    if step.code in ("password", "sign_out", "card", "prove", "recovery"):
        assert any(word in step.officer.lower() for word in NEVER)


@pytest.mark.parametrize(("guide_of", "step"), STEPS, ids=named(STEPS))
def test_a_step_speaks_plain_indonesian(guide_of: RoadGuide, step: MailStep) -> None:
    said = f"{step.title} {step.text} {step.officer}".lower()
    assert not re.search(r"\b(?:password|login|logout|upload|download|link|klik|browser|error|sign|tap)\b", said)
    assert not any(map(tells_password, texts(step)))


def test_a_belief_says_where_it_comes_from() -> None:
    assert [step.code for _, step in STEPS if step.certainty is Certainty.BELIEF and not step.source] == []


def test_every_picture_is_used_and_there() -> None:
    assert {step.picture for _, step in STEPS} == {file.stem for file in PICTURES}


@pytest.mark.parametrize("file", PICTURES, ids=lambda file: file.stem)
def test_pictures_are_of_one_style_and_can_take_any_colour(file: Path) -> None:
    drawing = ET.parse(file).getroot()  # noqa: S314 - our own files
    assert (drawing.get("viewBox"), drawing.get("stroke"), drawing.get("stroke-width")) == (
        "0 0 96 96",
        "currentColor",
        "4",
    )
    assert drawing.get("fill") == "none"
    assert {part.tag for part in drawing} <= {f"{SVG}{name}" for name in ("path", "rect", "circle")}
    assert not any(part.get("fill") or part.get("stroke") or part.get("style") for part in drawing)


def test_every_innocent_word_holds_a_bad_one_and_no_word_is_bad_twice() -> None:
    names = mail_rules().names
    assert {word for word in names.innocent if not any(bad in word for bad in names.bad_anywhere)} == set()
    assert names.bad_alone & names.bad_anywhere == set()


def test_a_title_is_no_degree_too() -> None:
    names = mail_rules().names
    assert names.degrees & names.degrees_or_names == set()
    assert names.front_titles & (names.degrees | names.degrees_or_names) == set()


def test_neutral_words_are_long_enough_to_fill_up_with_four_figures() -> None:
    assert all(len(word) >= 5 for word in mail_rules().names.neutral)
