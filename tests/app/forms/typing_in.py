"""Types people into forms, and says what a form shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from app.forms.registration import RegistrationForm
from app.forms.views import Hint, Missing
from core.registration import Rulebook
from core.sentences import sentence
from core.wire.records import Answer
from tests.kit.desk import person_values

SITI = "3578085508909901"
"""A woman of Gubeng, born on 15-08-1990."""


def type_in(form: RegistrationForm, name: str, text: str) -> None:
    """Come to a field, type key by key, leave it."""
    form.focus(name)
    for end in range(1, len(text) + 1):
        form.set(name, text[:end])
    form.leave(name)


def filled_form(rulebook: Rulebook, number: int = 0, **changes: object) -> RegistrationForm:
    """A form with the made-up person of this number; ``...`` leaves a field out."""
    form = RegistrationForm(rulebook)
    values = person_values(number, **changes)
    for name, value in values.items():
        if isinstance(value, str):
            form.set(name, value)
    for name, answer in cast("Mapping[str, Answer]", values.get("answers", {})).items():
        form.set_answer(name, answer)
    for code in cast("list[str]", values.get("documents", [])):
        form.toggle_document(code)
    form.set_consent(values.get("consent") is True)
    return form


def hints(form: RegistrationForm, name: str) -> list[str]:
    """The grey words beside a field."""
    return [told(hint) for hint in form.view().fields[name].hints]


def codes(form: RegistrationForm, name: str) -> list[str]:
    """The codes of a field's findings, the heaviest first."""
    return [noted.finding.code for noted in form.view().fields[name].findings]


def missing(form: RegistrationForm) -> list[str]:
    """The lines over the save button."""
    return [told(line) for line in form.view().missing]


def told(line: Hint | Missing) -> str:
    """A line as people read it."""
    return sentence(line.code, line.facts)
