"""The name space of one life of a device: regional mailboxes that nobody else can give out, so none is given twice."""

from __future__ import annotations

from dataclasses import dataclass

FIRST_TAG = 22

_LEAST_FIGURE = "2"
_FIGURES = 8


@dataclass(frozen=True, slots=True)
class MailSpace:
    """Names that end with ``.tag`` before the ``@``, as the server granted them to one stream."""

    domain: str
    tag: str

    def address(self, stem: str) -> str:
        """The whole address of a name in this space."""
        return f"{stem}.{self.tag}@{self.domain}"

    @property
    def tail(self) -> str:
        """What stands behind every name."""
        return f".{self.tag}@{self.domain}"


def tag_after(number: int) -> int:
    """The next tag: a whole number without 0 and 1, which are read as letters where an address is copied by hand."""
    digits = str(max(number + 1, FIRST_TAG))
    good = next((at for at, digit in enumerate(digits) if digit < _LEAST_FIGURE), len(digits))
    return int(digits[:good].ljust(len(digits), _LEAST_FIGURE))


def is_tag(number: int) -> bool:
    """Whether this number can be a tag."""
    return number == tag_after(number - 1)


def tag_at(place: int) -> int:
    """The tag at a place in their row: ``tag_no`` turned round."""
    digits = ""
    while place:
        place, digit = divmod(place - 1, _FIGURES)
        digits = str(digit + int(_LEAST_FIGURE)) + digits
    return int(digits)


def tag_no(tag: int) -> int:
    """The place of a tag in their row, so that two of them tell how many lie between."""
    place = 0
    for digit in str(tag):
        place = place * _FIGURES + int(digit) - 1
    return place
