"""The texts of a programme's file: what they name in braces can be filled, and its version can be ordered."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from core.programme_parts import EligibilityCode, Rule, RuleKind

if TYPE_CHECKING:
    from core.programme import Programme

_VERSION = re.compile(r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})\.[1-9][0-9]{0,3}")
_PLACE = re.compile(r"[a-z][a-z0-9_]{0,39}")

_AGE = frozenset({"years", "months", "figure"})
_PLACES_OF_KIND: Mapping[RuleKind, frozenset[str]] = {
    RuleKind.AGE_AT_LEAST: _AGE | {"from_on"},
    RuleKind.AGE_AT_MOST: _AGE,
    RuleKind.AGE_BELOW: _AGE,
    RuleKind.AGE_UP_TO_BIRTHDAY: _AGE,
    RuleKind.ID_PROVINCE: frozenset({"place"}),
    RuleKind.HOME_PROVINCE: frozenset({"place"}),
    RuleKind.ANSWER_IS_NONE: frozenset({"answer"}),
    RuleKind.COUNT_BELOW: frozenset({"figure", "count"}),
    RuleKind.AMOUNT_AT_MOST: frozenset({"limit_rp", "amount_rp"}),
}
_PLACES_OF_SHARED: Mapping[str, frozenset[str]] = {
    EligibilityCode.ANSWER_MISSING: frozenset({"question"}),
    EligibilityCode.PAPER_MISSING: frozenset({"paper", "label"}),
    EligibilityCode.BATCH_CLOSED: frozenset({"on", "programme"}),
    EligibilityCode.BATCH_NOT_ON_FILE: frozenset({"on", "programme"}),
    EligibilityCode.FIGURE_NOT_ON_FILE: frozenset({"label", "on", "asks"}),
    EligibilityCode.FAMILY_CARD_FULL_HERE: frozenset({"count", "figure", "asks"}),
}


class Flaw(NamedTuple):
    """What is wrong at which key; the reason is for the log."""

    path: str
    reason: str


def version_flaws(programme: Programme) -> Iterator[Flaw]:
    """A version is a day and a count within it, ``2020-04-11.1``: else nobody knows which of two is newer."""
    found = _VERSION.fullmatch(programme.version)
    try:
        is_day = found is not None and bool(date.fromisoformat(found["day"]))
    except ValueError:
        is_day = False
    if not is_day:
        yield Flaw("version", "a day and a count, such as 2020-04-11.1")


def text_flaws(programme: Programme) -> Iterator[Flaw]:
    """Templates name what there is to fill in; every other text is shown as it stands and names nothing."""
    roles = {partner.role for partner in programme.partners}
    for place, matter in enumerate(programme.office_only):
        if not _is_filled(matter.asks, roles):
            yield Flaw(f"office_only[{place}].asks", "names nobody")
    facts = _facts_by_finding(programme, roles)
    for place, word in enumerate(programme.answer_words):
        if word.finding not in facts:
            yield Flaw(f"answer_words[{place}].finding", "no such finding")
        elif not _is_filled(word.word, facts[word.finding]):
            yield Flaw(f"answer_words[{place}].word", "not a word, or names what its finding has not")
    yield from (
        Flaw(path, "nothing is filled in here") for path, text in _plain_texts(programme) if set("{}") & {*text}
    )


def _facts_by_finding(programme: Programme, roles: set[str]) -> dict[str, set[str]]:
    facts: dict[str, set[str]] = {code: set(_PLACES_OF_SHARED.get(code, ())) for code in EligibilityCode}
    for rule in programme.rules:
        facts.setdefault(rule.code, set()).update(_facts_of(rule, roles))
        if rule.remark:
            facts.setdefault(rule.remark, set()).update(_facts_of(rule, roles))
    facts |= {datum.code: {"label"} for datum in programme.data}
    facts |= {matter.code: {"asks"} for matter in programme.office_only}
    if programme.priority:
        facts[programme.priority.code] = set()
    if programme.contribution:
        facts[programme.contribution.code] = {"amount_rp", "parts"}
    return facts


def _facts_of(rule: Rule, roles: set[str]) -> set[str]:
    asks = {"asks"} if rule.asks else set()
    return {"programme", *roles, *asks, *_PLACES_OF_KIND.get(rule.kind, ())}


def _is_filled(text: str, known: set[str]) -> bool:
    """Whether every place of a template is one of these."""
    try:
        parsed = list(string.Formatter().parse(text))
    except ValueError:
        return False
    names = [name for _, name, _, _ in parsed if name is not None]
    is_plain = all(not spec and not conversion for _, _, spec, conversion in parsed)
    return bool(text) and is_plain and all(_PLACE.fullmatch(name) and name in known for name in names)


def _plain_texts(programme: Programme) -> Iterator[tuple[str, str]]:
    for name in (
        "name",
        "what_for",
        "slip_title",
        "slip_stage",
        "slip_notice",
        "consent_text",
        "ready_word",
        "legal_basis",
    ):
        yield name, getattr(programme, name)
    yield from (("next_steps", step) for step in programme.next_steps)
    keys = ("label", "asks", "next_step", "place", "name", "address")
    many = (
        "questions", "papers", "data", "rules", "figures", "partners", "batches", "stages", "printed_papers",
        "field_labels",
    )  # fmt: skip
    for group in many:
        for place, entry in enumerate(getattr(programme, group)):
            yield from ((f"{group}[{place}].{key}", getattr(entry, key, "")) for key in keys)
    for place, question in enumerate(programme.questions):
        yield from ((f"questions[{place}].choices", choice.label) for choice in question.choices)
    yield from ((f"office_only[{place}].next_step", one.next_step) for place, one in enumerate(programme.office_only))
    for place, paper in enumerate(programme.papers):
        yield from ((f"papers[{place}].alternatives", other.remark) for other in paper.alternatives)
