"""What one desk writes into the report of the day stands in the report of its neighbour, too."""

from __future__ import annotations

from app.desk.context import Desk
from app.desk.daily_report import daily_report
from app.desk.incidents import incidents_on, note_incident
from core.incidents import IncidentKind
from tests.app.sync.conftest import Visit
from tests.kit.desk import DAY
from tests.kit.enrolled import sync


def test_an_incident_reaches_the_neighbour_once(desk: Desk, neighbour: Desk) -> None:
    note_incident(desk, DAY, IncidentKind.INTERNET, "Putus satu jam")
    for _ in range(2):
        sync(desk)
        sync(neighbour)
    assert incidents_on(neighbour, DAY) == incidents_on(desk, DAY) != ()


def test_the_report_counts_both_desks(desk: Desk, neighbour: Desk, visit: Visit) -> None:
    visit(desk, 0)
    visit(neighbour, 1)
    for one in (desk, neighbour, desk):
        sync(one)
    mine, theirs = daily_report(desk, DAY), daily_report(neighbour, DAY)
    assert (mine.desks, theirs.desks) == (2, 2)
    assert mine.registered.people == theirs.registered.people == 2
    assert mine.programmes == theirs.programmes
