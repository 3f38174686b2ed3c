"""Who works at this desk: the list, a new officer, another secret of one's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.changes import Changes
from app.desk.officers import add_officer, change_secret
from app.ui.house import OfficerName
from app.ui.i18n import say, tr
from app.ui.panels.settings_card import SettingsCard, show_findings
from app.ui.station import Station
from app.ui.widgets.ask_row import AskRow
from app.ui.widgets.button import button
from app.ui.widgets.line_box import LineBox
from app.ui.widgets.new_secret import NewSecret
from app.ui.widgets.secret_box import SecretBox
from app.ui.widgets.tick_boxes import TickBox
from app.ui.widgets.words import words
from core.errors import Trouble

_ROW_OF_TROUBLE = {"OFFICER_NAME_EMPTY": "name", "OFFICER_EXISTS": "name", "SECRET_TOO_SHORT": "secret"}


class OfficersCard(SettingsCard):
    """Names, and two forms that open when they are asked for."""

    def __init__(self, station: Station) -> None:
        super().__init__(station.look, tr("Petugas"))
        self._station = station
        self.names = words("", wraps=True)
        self.add = button(tr("Tambah petugas"), self._open_add)
        self.change = button(tr("Ganti kata rahasia"), self._open_change)
        self.add_form = AddForm(station, self._added)
        self.secret_form = SecretForm(station)
        hint = words(tr("Hanya koordinator yang bisa menambah petugas."), "muted", wraps=True)
        line = QHBoxLayout()
        line.addWidget(self.add)
        line.addWidget(self.change)
        line.addStretch(1)
        self.column.addWidget(self.names)
        self.column.addWidget(hint)
        self.column.addLayout(line)
        for form in (self.add_form, self.secret_form):
            self.column.addWidget(form)
            form.hide()
        may_add = station.desk.keys.is_coordinator
        self.add.setVisible(may_add)
        hint.setVisible(not may_add)

    def refresh(self) -> None:
        """Read the names again."""
        self._station.tasks.run(self, self._station.house.officers, self._show)

    def close_forms(self) -> None:
        """Forget what was typed: a secret does not stay on a screen that nobody looks at."""
        self.add_form.close_form()
        self.secret_form.close_form()

    def _show(self, officers: Sequence[OfficerName]) -> None:
        lines = [f"{one.name} ({tr('koordinator')})" if one.is_coordinator else one.name for one in officers]
        self.names.setText("\n".join(lines))
        self.names.setAccessibleName(", ".join(lines))

    def _added(self) -> None:
        self.refresh()
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_add(self) -> None:
        self.secret_form.close_form()
        self.add_form.open_form()

    def _open_change(self) -> None:
        self.add_form.close_form()
        self.secret_form.open_form()


class _Form(QWidget):
    """Rows, a button that does it, a button that lets it be."""

    def __init__(self, station: Station, done: str) -> None:
        super().__init__()
        self.station = station
        self.rows: dict[str, AskRow] = {}
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(station.look.px(12))
        self.done = button(done, self.try_it, kind="primary")
        self.leave = button(tr("Batal"), self.close_form)

    def add_rows(self, rows: dict[str, AskRow]) -> None:
        """These, then the buttons. Enter moves on; in the last row it does it."""
        self.rows = {name: row for name, row in rows.items() if name != "strength"}
        for row in rows.values():
            self.column.addWidget(row)
        order = list(self.rows.values())
        for place, row in enumerate(order):
            box = row.box
            behind = order[place + 1].box if place + 1 < len(order) else None
            if isinstance(box, LineBox | SecretBox | TickBox):
                box.signals.moved_on.connect(lambda _name, behind=behind: self._move_on(behind))
                box.signals.typed.connect(lambda _typed, row=row: row.show_finding(""))
        line = QHBoxLayout()
        line.addWidget(self.done)
        line.addWidget(self.leave)
        line.addStretch(1)
        self.column.addLayout(line)

    def _move_on(self, box: QWidget | None) -> None:
        if box is None:
            self.try_it()
        else:
            box.setFocus(Qt.FocusReason.TabFocusReason)

    def open_form(self) -> None:
        """Show it and begin."""
        self.show()
        next(iter(self.rows.values())).box.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_form(self) -> None:
        """Put it away, empty."""
        self.clear()
        show_findings(self.rows, {})
        self.set_busy(is_busy=False)
        self.hide()

    def set_busy(self, *, is_busy: bool) -> None:
        """What is under way cannot be started twice."""
        self.done.setEnabled(not is_busy)
        for row in self.rows.values():
            row.setEnabled(not is_busy)

    def refused(self, trouble: Trouble) -> None:
        """Say it where it belongs."""
        self.set_busy(is_busy=False)
        row = self.row_of(trouble.code)
        show_findings(self.rows, {row: say(trouble.code, trouble.facts)})

    def row_of(self, code: str) -> str:
        """Which row a trouble is about."""
        raise NotImplementedError

    def clear(self) -> None:
        """Forget what was typed."""
        raise NotImplementedError

    def try_it(self) -> None:
        """Do it, if nothing is wrong."""
        raise NotImplementedError


class AddForm(_Form):
    """A new officer."""

    def __init__(self, station: Station, added: Callable[[], None]) -> None:
        super().__init__(station, tr("Tambahkan"))
        self._added = added
        self.name = LineBox("name")
        is_training = station.desk.store.profile.post.is_training
        self.pair = NewSecret(station.look, tr("Kata rahasianya"), is_training=is_training)
        self.tick = TickBox("coordinator", tr("Koordinator"))
        self.add_rows(
            {
                "name": AskRow(station.look, tr("Nama"), self.name),
                **self.pair.rows,
                "coordinator": AskRow(
                    station.look, "", self.tick, tr("Boleh menambah petugas dan mendaftar untuk hari lain.")
                ),
            }
        )
        self.tick.setAccessibleName(self.tick.text())

    def clear(self) -> None:
        """Forget what was typed."""
        self.name.clear()
        self.pair.clear()
        self.tick.setChecked(False)

    def row_of(self, code: str) -> str:
        """The name, unless it is about the secret."""
        return _ROW_OF_TROUBLE.get(code, "name")

    def try_it(self) -> None:
        """Add the officer."""
        desk = self.station.desk
        post = desk.store.profile.post
        name, secret, is_coordinator = self.name.text(), self.pair.secret.text(), self.tick.isChecked()
        self.pair.judge((name, post.code, post.name))
        findings = {} if name.strip() else {"name": say("OFFICER_NAME_EMPTY")}
        if not self.done.isEnabled() or show_findings(
            self.rows, {**findings, **self.pair.findings(is_training=post.is_training)}
        ):
            return
        self.set_busy(is_busy=True)
        self.station.tasks.run_aside(
            self,
            lambda: add_officer(desk, name, secret, is_coordinator=is_coordinator),
            lambda _uid: self._then(" ".join(name.split())),
            on_trouble=self.refused,
        )

    def _then(self, name: str) -> None:
        self.close_form()
        self.station.signals.changed.emit(Changes(has_outbox=True))
        self.station.house.wake()
        self.station.notice("ok", tr("{name} sekarang bisa membuka meja ini.").format(name=name))
        self._added()


class SecretForm(_Form):
    """Another secret of one's own."""

    def __init__(self, station: Station) -> None:
        super().__init__(station, tr("Ganti"))
        self.old = SecretBox(station.look, "old")
        is_training = station.desk.store.profile.post.is_training
        self.pair = NewSecret(station.look, tr("Kata rahasia baru"), is_training=is_training)
        self.add_rows(
            {"old": AskRow(station.look, tr("Kata rahasia sekarang"), self.old, width_px=340), **self.pair.rows}
        )

    def clear(self) -> None:
        """Forget what was typed."""
        self.old.clear()
        self.pair.clear()

    def row_of(self, code: str) -> str:
        """The old secret, unless it is about the new one."""
        return _ROW_OF_TROUBLE.get(code, "old")

    def try_it(self) -> None:
        """Change the secret."""
        desk = self.station.desk
        post = desk.store.profile.post
        old, new = self.old.text(), self.pair.secret.text()
        self.pair.judge((desk.keys.officer.name, post.code, post.name))
        findings = {} if old else {"old": say("SECRET_EMPTY")}
        if not self.done.isEnabled() or show_findings(
            self.rows, {**findings, **self.pair.findings(is_training=post.is_training)}
        ):
            return
        self.set_busy(is_busy=True)
        self.station.tasks.run_aside(self, lambda: change_secret(desk, old, new), self._then, on_trouble=self.refused)

    def _then(self, _none: None) -> None:
        self.close_form()
        self.station.notice("ok", tr("Kata rahasia diganti. Yang lama tidak berlaku lagi."))
