"""What the rules say of a form as it stands: the same judgement that saving it would bring."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from app.forms.state import VILLAGES, FormState, Place
from core.entry import IDENTITY_FIELDS, Entry, entry_from_json
from core.findings import Finding, Scope, Weight, block
from core.known import FirstRegistration, KnownPerson
from core.registration import Assessment, NotedFinding, Outcome, RegistrationCode, Rulebook, assess
from core.sentences import fact_text


@dataclass(frozen=True, slots=True)
class Judged:
    """A form and its judgement.

    Args:
        shown: the text in each box: typed, proposed and taken, or filled in.
        filled: fields that the program filled in.
        entry: what would be saved.
        findings: those of the assessment, each with whether it was confirmed here, and what the store knows.
        outcome: with duplicates, as the store knows them.
    """

    shown: Mapping[str, str]
    filled: frozenset[str]
    entry: Entry
    assessment: Assessment
    findings: tuple[NotedFinding, ...]
    outcome: Outcome
    duplicate: FirstRegistration | None


def judged(state: FormState, offered: Mapping[str, str], rulebook: Rulebook, known: KnownPerson | None) -> Judged:
    """Judge a form.

    Args:
        offered: what the program would fill in where nobody has typed.
    """
    filled = {name: text for name, text in offered.items() if name not in state.texts}
    typed = {**filled, **state.texts}
    shown = {**typed, **{name: taken.proposal for name, taken in state.taken.items() if name in typed}}
    codes = {place.code for place in state.confirmed}
    entry = _entry(state, typed, rulebook, codes)
    assessment = _assess(entry, rulebook, known)
    unseen = {place.code for place in _asked(assessment) if state.confirmed.get(place) != _seen(assessment, place, shown)}
    if unseen & codes:  # an entry confirms by code alone: one that was seen at one field only must not speak for two
        entry = dataclasses.replace(entry, confirm=entry.confirm - unseen)
        assessment = _assess(entry, rulebook, known)
    return Judged(shown, frozenset(filled), entry, assessment, (), assessment.outcome, None)
