"""What a person would pay each month, computed from the dated parts and discounts of a programme's file."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from core.programme import Contribution, Discount
from core.wire.records import Answer


@dataclass(frozen=True, slots=True)
class Bill:
    """One month's contribution.

    Args:
        labels: of the parts in it, then of the discounts given.
    """

    amount_rp: int
    labels: tuple[str, ...]


def bill_of(
    contribution: Contribution, answers: Mapping[str, Answer], given: AbstractSet[str], on: date
) -> Bill | None:
    """The contribution on a day; ``None`` = a part that is due has no amount on file for that day.

    Args:
        given: identity fields that are filled.
    """
    amounts: dict[str, int | None] = {}
    labels: list[str] = []
    for part in contribution.parts:
        if part.paid_if is None or part.paid_if.is_met(answers, given):
            amounts.setdefault(part.code, None)
            if part.is_valid(on):
                amounts[part.code] = part.amount_rp
                labels.append(part.label)
    known = {code: amount for code, amount in amounts.items() if amount is not None}
    if len(known) < len(amounts):
        return None
    total = sum(known.values())
    for discount in contribution.discounts:
        if _is_given(discount, answers, given, on):
            total -= sum(known.get(code, 0) for code in discount.parts) * discount.percent // 100
            labels.append(discount.label)
    return Bill(total, tuple(labels))


def _is_given(discount: Discount, answers: Mapping[str, Answer], given: AbstractSet[str], on: date) -> bool:
    is_excluded = discount.not_if is not None and discount.not_if.is_met(answers, given)
    return discount.is_valid(on) and discount.given_if.is_met(answers, given) and not is_excluded
