"""Made-up people who come to the desk, and how an officer types what their cards say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, Self

FORM = (
    "nik", "name_on_id", "birth_place", "birth_date", "sex", "id_address", "rt_rw", "village_code", "religion",
    "marital_status", "occupation", "citizenship", "family_card_no", "mobile", "email", "employment_status",
    "in_formal_education", "excluded_group", "former_recipient", "education", "training", "documents", "consent",
)  # fmt: skip
"""The stops of the form in their order. Where a person has no keys, Enter passes by: the NIK has said it already."""

USUAL = {
    "birth_place": "surabaya",
    "id_address": "jl kenanga no 5",
    "rt_rw": "3/7",
    "village_code": "mojo",
    "religion": "i",
    "marital_status": "k",
    "occupation": "wiraswasta",
    "employment_status": "1",
    "in_formal_education": "t",
    "excluded_group": "1",
    "former_recipient": "t",
    "education": "4",
    "training": "menjahit",
    "documents": "12",
    "consent": " ",
}
"""What most people's cards and answers say: a capital letter costs no key, the box writes as the card does."""

VILLAGE = "Mojo, Gubeng, Kota Surabaya"


@dataclass(frozen=True)
class Person:
    """Somebody before the desk.

    Args:
        keys: stop of the form -> the keys typed there.
        village: what the list under the box must show before Enter takes its marked line.
        steps_down: so many lines below the first one it lies.
        form: the stops of the programme's form.
    """

    keys: Mapping[str, str]
    village: str = VILLAGE
    steps_down: int = 0
    form: Sequence[str] = FORM

    @property
    def nik(self) -> str:
        """Sixteen digits."""
        return self.keys["nik"]

    @property
    def name(self) -> str:
        """As the card prints it."""
        return self.keys["name_on_id"].upper()

    def but(self, **keys: str) -> Self:
        """The same person with other keys; an empty text takes a stop out."""
        changed = {name: text for name, text in {**self.keys, **keys}.items() if text}
        return replace(self, keys=changed)


def somebody(number: int, name: str, *, born: str = "120385") -> Person:
    """A person whom nothing stands against; another one for every number below 90.

    Args:
        born: as the NIK writes it; women have 40 added to the day.
    """
    return Person(
        {
            **USUAL,
            "nik": f"357808{born}{9901 + number}",
            "name_on_id": name,
            "family_card_no": f"357808230812{9901 + number}",
            "mobile": f"0812456{number:05d}",
            "email": f"{name.partition(' ')[0]}{number}@contoh.id",
        }
    )


class Hands(Protocol):
    """Somebody who types: a ``Typist``, or one who measures."""

    def type(self, text: str, /) -> None:
        """Press the keys of a text."""
        ...

    def press(self, *combinations: str) -> None:
        """Press keys by name."""
        ...

    def until_sees(self, text: str, /) -> None:
        """Wait until this stands somewhere in the window."""
        ...


def fill_in(typist: Hands, person: Person, *, since: str = FORM[0], until: str = FORM[-1]) -> None:
    """Type a person from the stop ``since`` up to and including ``until``, Enter between the stops."""
    form = person.form
    for name in form[form.index(since) : form.index(until) + 1]:
        if name in person.keys:
            typist.type(person.keys[name])
        if name == "village_code" and name in person.keys:
            typist.until_sees(person.village)
            typist.press(*["Down"] * person.steps_down)
        if name != until:
            typist.press("Return")
