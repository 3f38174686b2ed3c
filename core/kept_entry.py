"""From a kept registration back to an entry, so that later acts are judged by the same rules as the first visit."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping

from core.entry import IDENTITY_FIELDS, Entry, EntryCode, entry_from_json
from core.findings import Finding, Weight
from core.identity_form import read_identity
from core.people import Applicant
from core.registration import Rulebook
from core.wire.records import Answer, PersonBody, RegisteredBody

_RESTS_ON: Mapping[str, frozenset[str]] = {
    "nik": frozenset(("birth_date", "sex")),
    "family_card_no": frozenset(("nik",)),
    "mobile": frozenset(("contact_person",)),
    "email": frozenset(("nik",)),
}
"""Fields whose warnings speak of other fields too: a confirmation ends when one of those changes."""


def person_body(applicant: Applicant) -> PersonBody:
    """A person as events and stores carry them."""
    values = {name: getattr(applicant, name) for name in PersonBody.__struct_fields__}
    values["birth_date"] = applicant.birth_date.isoformat() if applicant.birth_date else ""
    values["sex"] = applicant.sex.value if applicant.sex else ""
    return PersonBody(**values)


def kept_texts(body: RegisteredBody, rulebook: Rulebook) -> dict[str, str]:
    """The identity fields of a kept registration as texts that give the same values and the same doubts again."""
    values = {name: str(getattr(body.person, name)) for name in IDENTITY_FIELDS}
    typed = {**values, **body.typed}
    read = person_body(_read(Entry({name: typed[name] for name in IDENTITY_FIELDS}), rulebook))
    # what was typed still shows a doubt that its value hides; a text that a proposal mended says something else
    return {
        name: typed[name] if not values[name] or getattr(read, name) == values[name] else values[name]
        for name in IDENTITY_FIELDS
    }


def _read(entry: Entry, rulebook: Rulebook) -> Applicant:
    return read_identity(
        entry,
        on=rulebook.on,
        rules=rulebook.identity,
        regions=rulebook.regions,
        is_training=rulebook.is_training,
        is_email_shared=False,
    ).applicant


@dataclasses.dataclass(frozen=True, slots=True)
class Revision:
    """What an officer lays over a kept registration.

    Args:
        fields, answers: corrected ones only.
        documents: papers that were brought later.
        confirm, accept: codes, as in :class:`core.entry.Entry`.
        confirm_at: field and code of warnings that are confirmed at that very field.
    """

    fields: Mapping[str, str] = dataclasses.field(default_factory=dict)
    answers: Mapping[str, Answer] = dataclasses.field(default_factory=dict)
    documents: tuple[str, ...] = ()
    confirm: frozenset[str] = frozenset()
    accept: frozenset[str] = frozenset()
    confirm_at: frozenset[tuple[str, str]] = frozenset()


def revised_entry(body: RegisteredBody, revision: Revision, rulebook: Rulebook) -> Entry:
    """The entry of a kept registration with a revision laid over it.

    Raises: ValueError if there is no such field.
    """
    if not set(revision.fields) <= set(IDENTITY_FIELDS):
        raise ValueError("no identity field")
    kept = kept_texts(body, rulebook)
    changed = {name for name, text in revision.fields.items() if text != kept[name]}
    entry = entry_from_json(
        {
            **kept,
            **revision.fields,
            "answers": {**body.answers, **revision.answers},
            "documents": list(dict.fromkeys((*body.documents, *revision.documents))),
            "consent": bool(body.consent_version),
            "confirm": sorted(revision.confirm),
            "accept": sorted(revision.accept),
        }
    )
    anew = changed | {f"answers.{name}" for name in revision.answers} | ({"documents"} if revision.documents else set())
    return dataclasses.replace(
        entry,
        oddities=(*_oddities(body, anew), *entry.oddities),
        confirmed_before=revision.confirm_at | frozenset(_confirmed(body, changed)),
    )


def _confirmed(body: RegisteredBody, changed: Collection[str]) -> Iterator[tuple[str, str]]:
    for one in body.findings:
        if one.is_confirmed and not ({one.field} | _RESTS_ON.get(one.field, frozenset())) & set(changed):
            yield one.field, one.code


def _oddities(body: RegisteredBody, anew: Collection[str]) -> Iterator[Finding]:
    """What was wrong with the first input where nothing came anew: it cannot be seen in the kept texts any more."""
    for one in body.findings:
        if one.code in set(EntryCode) and one.weight in set(Weight) and one.field not in anew:
            yield Finding(one.field, Weight(one.weight), one.code, dict(one.facts))
