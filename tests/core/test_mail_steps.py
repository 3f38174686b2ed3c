"""The roads' guides: which one counts on a day, and what keeps a file from being used."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

import resources
from core.accounts import Road
from core.errors import Kind, Trouble
from core.mail_rules import MailRules, parse_guide, parse_names, parse_regional
from core.mail_steps import PROVIDERS, RoadGuide, StepNeed, guide_for, public_guides

GMAIL = resources.read("mail", "roads", "public-gmail.toml")
ON = date(2026, 11, 22)


def gmail(**changes: object) -> RoadGuide:
    return msgspec.structs.replace(parse_guide(GMAIL, "public-gmail.toml"), **changes)


def trouble_of(content: bytes) -> Trouble:
    with pytest.raises(Trouble) as raised:
        parse_guide(content, "public-gmail.toml")
    return raised.value


def test_each_road_has_its_guide(mail_rules: MailRules) -> None:
    for provider in PROVIDERS:
        guide = guide_for(mail_rules.guides, ON, Road.PUBLIC, provider)
        assert guide is not None
        assert guide.provider == provider
    own, forgotten = (guide_for(mail_rules.guides, ON, Road.OWN, is_forgotten=one) for one in (False, True))
    assert own is not None
    assert forgotten is not None
    assert (own.code, forgotten.code) == ("own", "forgotten")
    assert guide_for(mail_rules.guides, ON, Road.REGIONAL) is not None


def test_a_provider_says_nothing_where_the_road_has_none(mail_rules: MailRules) -> None:
    assert guide_for(mail_rules.guides, ON, Road.REGIONAL, "gmail") is not None


def test_a_road_of_a_newer_program_has_no_guide(mail_rules: MailRules) -> None:
    assert guide_for(mail_rules.guides, ON, "pigeon") is None
    assert guide_for(mail_rules.guides, ON, Road.PUBLIC, "pigeon") is None


def test_of_two_files_the_newest_that_has_begun_counts() -> None:
    old, new = gmail(), gmail(code="public-gmail-2027", valid_from=date(2027, 1, 1))
    assert guide_for([new, old], date(2026, 12, 31), Road.PUBLIC, "gmail") == old
    assert guide_for([new, old], date(2027, 1, 1), Road.PUBLIC, "gmail") == new
    assert guide_for([new, old], date(2020, 1, 1), Road.PUBLIC, "gmail") == old


def test_public_providers_come_in_the_order_of_the_house(mail_rules: MailRules) -> None:
    assert [guide.provider for guide in public_guides(mail_rules.guides, ON)] == list(PROVIDERS)
    assert len(public_guides(mail_rules.guides, date(2000, 1, 1))) == len(PROVIDERS)
    assert public_guides((), ON) == ()


def test_a_road_needs_what_its_steps_need(mail_rules: MailRules) -> None:
    needs = {guide.code: guide.needs for guide in mail_rules.guides}
    assert needs["public-gmail"] == {StepNeed.SMARTPHONE, StepNeed.CREDIT, StepNeed.LINE}
    assert needs["regional"] == {StepNeed.LINE}


def test_a_page_that_is_not_known_is_empty() -> None:
    assert gmail().page("sign_up").startswith("https://")
    assert gmail(pages=()).page("sign_up") == ""


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        (b'road = "public"', b'road = "own"', "provider"),
        (b'domain = "gmail.com"', b"", "domain"),
        (b'road = "public"', b'road = "public"\nis_forgotten = true', "is_forgotten"),
        (b"least_minutes = 10", b"least_minutes = 20", "least_minutes"),
        (b"last_checked = 2026-11-22", b"last_checked = 2020-01-01", "last_checked"),
        (b'code = "page"', b'code = "ready"', "steps[1].code"),
        (b'road = "public"', b'road = "pigeon"', "road #{line}"),
        (b"minutes = 1\n", b"minutes = 0\n", "steps[0].minutes #{line}"),
        (b'url = "https:', b'url = "http:', "pages[0].url #{line}"),
        (b'name = "Gmail di HP pemohon"', b"", "name"),
        (b'code = "public-gmail"', b'cod = "public-gmail"', "cod #{line}"),
        (b"[[steps]]", b"[[steps", "#{line}"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_file_key_and_line(old: bytes, new: bytes, place: str) -> None:
    assert old in GMAIL
    line = GMAIL[: GMAIL.index(old)].count(b"\n") + 1
    trouble = trouble_of(GMAIL.replace(old, new, 1))
    assert (trouble.code, trouble.kind) == ("MAIL_FILE", Kind.USAGE)
    assert trouble.facts == {"file": "public-gmail.toml", "place": place.format(line=line)}


def test_a_file_that_is_no_text_is_refused() -> None:
    assert trouble_of(GMAIL[:50] + b"\xff" + GMAIL[50:]).facts["place"] == "#1"


def test_a_file_saved_by_a_windows_editor_is_read() -> None:
    assert parse_guide(b"\xef\xbb\xbf" + GMAIL, "public-gmail.toml").provider == "gmail"


def test_words_of_names_need_every_sign_to_read_out() -> None:
    content = resources.read("mail", "names.toml").replace(b'"@" = "et"\n', b"")
    with pytest.raises(Trouble) as raised:
        parse_names(content, "names.toml")
    assert raised.value.facts == {"file": "names.toml", "place": "spelling @"}


def test_regional_names_may_not_be_longer_at_least_than_at_most() -> None:
    content = (
        resources.read("mail", "regional.toml").replace(b"least = 4", b"least = 20").replace(b"most = 30", b"most = 10")
    )
    with pytest.raises(Trouble) as raised:
        parse_regional(content, "regional.toml")
    assert raised.value.facts == {"file": "regional.toml", "place": "least"}
