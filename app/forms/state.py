"""Everything the officer has entered into a registration form, as one value: kept for undo, written down as a draft."""

from __future__ import annotations

import dataclasses
import enum
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from core.entry import IDENTITY_FIELDS
from core.passwords import tells_password
from core.programme import Programme
from core.wire.records import Answer

VILLAGES = ("village_code", "current_village_code")
"""Fields whose value is a code and whose text is the name of a village."""

MOST_CHARS = 1000
"""Of one text: twice what an entry keeps, so that its finding about the length is still true."""


class Unasked(enum.Enum):
    """The answer to a question that was not put: different from "none of these", which is ``None``."""

    MISSING = "missing"


MISSING = Unasked.MISSING


class Place(NamedTuple):
    """Where a confirmation holds: this finding of this field."""

    field: str
    code: str


class Taken(NamedTuple):
    """The proposal that the officer took in place of what was typed."""

    code: str
    proposal: str


@dataclass(frozen=True, slots=True)
class FormState:
    """What was entered.

    Args:
        texts: of the fields that the officer touched; an emptied one stands here as empty.
        villages: codes chosen from the list, by field.
        consent_to: version of the text that the applicant agreed to; empty = no consent.
        confirmed: what the officer saw when confirming a finding, by place; it holds for nothing else.
        taken: proposals taken, by field.
        left: fields that the officer has been to and left as they are now.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    villages: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    documents: tuple[str, ...] = ()
    consent_to: str = ""
    confirmed: Mapping[Place, str] = field(default_factory=dict)
    taken: Mapping[str, Taken] = field(default_factory=dict)
    left: frozenset[str] = frozenset()

    def for_other_programme(self, before: Programme, programme: Programme) -> FormState:
        """The same person, asking for another programme: identity and papers stay, its consent is its own."""
        changed = self.with_questions_of(before, programme)
        return dataclasses.replace(changed, consent_to="", left=self.left & set(IDENTITY_FIELDS))

    def with_questions_of(self, before: Programme, programme: Programme) -> FormState:
        """Without the answers that mean another thing there: relation to an heir is none to a representative."""

        def means_another(name: str) -> bool:
            asked, asks = before.question(name), programme.question(name)
            return asked is not None and asks is not None and asked.label != asks.label

        answers = {name: answer for name, answer in self.answers.items() if not means_another(name)}
        return dataclasses.replace(self, answers=answers)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was entered."""
        has_texts = any(text.strip() for text in self.texts.values())
        return not (has_texts or self.answers or self.documents or self.consent_to)

    def with_text(self, name: str, text: str) -> FormState:
        """Another text: what was confirmed, taken or chosen for the old one is gone."""
        texts = {**self.texts, name: text}
        if name == "nik":  # an emptied box may be filled in again from another NIK
            texts = {key: kept for key, kept in texts.items() if kept or key not in ("birth_date", "sex")}
        return dataclasses.replace(
            self,
            texts=texts,
            villages={key: code for key, code in self.villages.items() if key != name},
            confirmed={place: seen for place, seen in self.confirmed.items() if place.field != name},
            taken={key: one for key, one in self.taken.items() if key != name},
        )

    def with_village(self, name: str, code: str, path: str) -> FormState:
        """A village chosen from the list."""
        changed = self.with_text(name, path)
        return dataclasses.replace(changed, villages={**changed.villages, name: code})


def whole(text: str) -> str:
    """Text that every store and line can carry: no half of a surrogate pair, and not without end."""
    return text[:MOST_CHARS].encode("utf-8", "replace").decode("utf-8")


def draft_of(state: FormState) -> dict[str, str]:
    """The state as plain texts by name; :func:`state_of` reads them back.

    A text that tells a password is left out: it never comes to the disk, not even for the time of a draft.
    """
    values = {name: text for name, text in state.texts.items() if not tells_password(text)}
    values |= {f"chosen.{name}": code for name, code in state.villages.items()}
    answers = {key: one for key, one in state.answers.items() if not (isinstance(one, str) and tells_password(one))}
    values |= {f"answers.{name}": json.dumps(answer) for name, answer in answers.items()}
    parts: dict[str, object] = {
        "documents": state.documents,
        "confirmed": [(*place, seen) for place, seen in state.confirmed.items()],
        "taken": [(name, *one) for name, one in state.taken.items()],
        "left": sorted(state.left),
    }
    values |= {name: json.dumps(part) for name, part in parts.items() if part}
    return {**values, "consent": state.consent_to} if state.consent_to else values


def state_of(values: Mapping[str, str]) -> FormState:
    """The state that a draft holds; what is not understood, perhaps a newer program's, is left out."""
    answers = ((name, _decoded(text)) for name, text in values.items() if name.startswith("answers."))
    return FormState(
        texts={name: whole(values[name]) for name in IDENTITY_FIELDS if name in values},
        villages={name: values[f"chosen.{name}"] for name in VILLAGES if f"chosen.{name}" in values},
        answers={
            name.removeprefix("answers."): answer
            for name, answer in answers
            if answer is None or isinstance(answer, str | int)
        },
        documents=tuple(word for word in _listed(values, "documents") if isinstance(word, str)),
        consent_to=values.get("consent", ""),
        confirmed={Place(*row[:2]): row[2] for row in _rows(values, "confirmed")},
        taken={row[0]: Taken(*row[1:]) for row in _rows(values, "taken")},
        left=frozenset(name for name in _listed(values, "left") if isinstance(name, str)),
    )


def _decoded(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return MISSING


def _listed(values: Mapping[str, str], name: str) -> list[object]:
    found = _decoded(values.get(name, "[]"))
    return found if isinstance(found, list) else []


def _rows(values: Mapping[str, str], name: str) -> list[tuple[str, str, str]]:
    """Rows of three texts each."""
    rows = (row for row in _listed(values, name) if isinstance(row, list) and len(row) == 3)
    return [(row[0], row[1], row[2]) for row in rows if all(isinstance(part, str) for part in row)]
