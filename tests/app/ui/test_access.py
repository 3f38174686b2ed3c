"""Without a mouse, without a screen, without good eyes: every control can be reached, is named, and shows its ring."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.ui.actions import COMMANDS, FIND, Command
from app.ui.collector import collecting_here
from app.ui.i18n import tr
from app.ui.overlays.finder import Finder
from app.ui.panels.header import Header
from app.ui.panels.registration_row import RowWidget
from app.ui.shell import Shell
from app.ui.widgets.key_chip import KeyChip
from tests.kit.everywhere import Setting, every_view
from tests.kit.looking import Control, controls_of, goes_back, has_ring, heard, tab_round, takes_tab
from tests.kit.window import dress

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Seen:
    """What was found in a view.

    Args:
        controls: everything that takes keys or clicks.
        repeated: names that two different controls have.
        missed: where Tab should stop and does not.
        steps_back: steps of Tab that go against the reading order.
        ringless: stops of Tab whose edge does not change.
        unexplained: boxes of the form whose remark or finding is not told with them.
        offered: commands that have a meaning there.
        clickable: codes of those that the mouse can give: by a button of the bar, or by a line of the finder.
    """

    controls: Sequence[Control]
    repeated: Sequence[str]
    missed: Sequence[str]
    steps_back: Sequence[str]
    ringless: Sequence[str]
    unexplained: Sequence[str]
    offered: frozenset[Command]
    clickable: frozenset[str]


@pytest.fixture(scope="module")
def seen(
    qapp: QApplication, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mapping[str, Seen]]:
    """One walk through the whole window; every test asks something else of it."""
    folder = tmp_path_factory.mktemp("everywhere")
    with collecting_here():
        yield {view.name: look_at(view.root, view.shell) for view in every_view(QtBot(request), folder, Setting())}
    dress(qapp)


def look_at(root: QWidget, shell: Shell | None) -> Seen:
    """Everything about one view."""
    controls = controls_of(root)
    stops = tab_round(root)
    offers = shell.offers() if shell is not None else ()
    return Seen(
        controls=[heard(one) for one in controls],
        repeated=list(repeated(controls)),
        missed=[heard(one).name for one in controls if takes_tab(one) and one not in stops and not is_choice(one)],
        steps_back=list(steps_back(stops, root)),
        ringless=[f"{type(one).__name__} {one.accessibleName()}" for one in ringless(stops)],
        unexplained=list(unexplained(root)),
        offered=frozenset(action.command for action in offers),
        clickable=frozenset(clickable(shell, controls)) if shell is not None else frozenset(),
    )


def clickable(shell: Shell, controls: Sequence[QWidget]) -> Iterator[str]:
    """Codes of the commands that the mouse can give now."""
    names = {one.accessibleName() for one in controls if isinstance(one, QAbstractButton)}
    for action in shell.offers():
        if action.is_in_bar and (action.text or tr(action.command.text)) in names:
            yield action.command.code
    header = shell.findChild(Header)
    if header is not None and tr(FIND.text) in {chip.accessibleName() for chip in header.findChildren(KeyChip)}:
        yield FIND.code
        possible = [replace(action, is_enabled=True) for action in shell.offers()]  # as on a day when it has a meaning
        finder = Finder(shell.station, shell, possible, shell.do)
        given = {tr(action.command.text): action.command.code for action in shell.offers()}
        given |= {action.text: action.command.code for action in shell.offers() if action.text}
        for row in range(finder.model.rowCount()):
            yield given[str(finder.model.index(row).data())]
        finder.close_overlay()


def is_choice(one: QWidget) -> bool:
    """Whether the arrows go there: Tab stops at one of a few choices only."""
    return isinstance(one, QAbstractButton) and one.autoExclusive()


def repeated(controls: Sequence[QWidget]) -> Iterator[str]:
    """Names that two controls share though neither of them is a chip, which only repeats what a key does."""
    told = Counter(
        (one.accessibleName(), one.accessibleDescription()) for one in controls if not isinstance(one, KeyChip)
    )
    yield from (name for (name, _description), count in told.items() if count > 1)


def steps_back(stops: Sequence[QWidget], root: QWidget) -> Iterator[str]:
    """Steps against the reading order; the one that comes round to the beginning is none."""
    back = [
        f"{before.accessibleName()} -> {after.accessibleName()}"
        for before, after in zip(stops, [*stops[1:], *stops[:1]], strict=True)
        if goes_back(before, after, root)
    ]
    yield from back if len(back) > 1 else ()


def ringless(stops: Sequence[QWidget]) -> Iterator[QWidget]:
    """Stops that look the same with the focus and without."""
    now = QApplication.focusWidget()
    for one in filter(takes_tab, stops):
        one.clearFocus()
        if not has_ring(one):
            yield one
    if now is not None:
        now.setFocus()


def unexplained(root: QWidget) -> Iterator[str]:
    """Boxes of the registration form beside or below which something stands that is not told with them."""
    for row in root.findChildren(RowWidget):
        for shown in row.findings:
            box = row.boxes[shown.place]
            if shown.text not in box.accessibleDescription():
                yield f"{box.accessibleName()}: {shown.text}"


def test_every_control_has_a_name(seen: Mapping[str, Seen]) -> None:
    nameless = {(view, one.kind) for view, found in seen.items() for one in found.controls if not one.name}
    assert nameless == set()


def test_every_control_says_what_it_is(seen: Mapping[str, Seen]) -> None:
    silent = {
        (view, one.kind, one.name)
        for view, found in seen.items()
        for one in found.controls
        if one.role is QAccessible.Role.NoRole or (one.role is QAccessible.Role.Client and not one.is_page)
    }
    assert silent == set()


def test_no_two_controls_of_a_view_are_called_the_same(seen: Mapping[str, Seen]) -> None:
    assert {view: found.repeated for view, found in seen.items() if found.repeated} == {}


def test_tab_comes_to_every_control_and_round_again(seen: Mapping[str, Seen]) -> None:
    assert {view: found.missed for view, found in seen.items() if found.missed} == {}


def test_tab_goes_as_one_reads(seen: Mapping[str, Seen]) -> None:
    assert {view: found.steps_back for view, found in seen.items() if found.steps_back} == {}


def test_the_focus_is_always_seen(seen: Mapping[str, Seen]) -> None:
    assert {view: found.ringless for view, found in seen.items() if found.ringless} == {}


def test_what_stands_below_a_box_is_told_with_it(seen: Mapping[str, Seen]) -> None:
    assert {view: found.unexplained for view, found in seen.items() if found.unexplained} == {}


def test_every_command_can_be_given_somewhere(seen: Mapping[str, Seen]) -> None:
    offered = frozenset[Command]().union(*(found.offered for found in seen.values()))
    assert {one.code for one in COMMANDS} - {one.code for one in offered} == set()


def test_every_command_can_be_clicked(seen: Mapping[str, Seen]) -> None:
    """What can be given stands in the finder, which a click on the header opens; the finder itself is that click."""
    clickable = frozenset[str]().union(*(found.clickable for found in seen.values()))
    assert {one.code for one in COMMANDS} - clickable == set()
