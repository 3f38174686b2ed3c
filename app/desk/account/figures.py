"""Help with e-mail in figures, for a day or a period: what this desk and its neighbours have told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from app.desk.context import Desk
from app.models.account_counts import help_rows
from core.account_figures import AccountFigures, figures_by_day
from core.account_figures import account_figures as figures_of


def account_figures(desk: Desk, first_on: date, last_on: date | None = None) -> AccountFigures:
    """Count the helps that began on a business date, or on any from the first to the last, in one job."""
    return desk.store.run(lambda: figures_of(help_rows(first_on, last_on or first_on)))


def account_figures_by_day(desk: Desk, first_on: date, last_on: date) -> Mapping[date, AccountFigures]:
    """The same for each day of a period on which somebody was helped."""
    return desk.store.run(lambda: figures_by_day(help_rows(first_on, last_on)))
