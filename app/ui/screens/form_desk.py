"""Between the form's values and the form's page: what is typed goes in, what the form says of it is shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, QTimer, Signal

from app.desk.known import known_person
from app.desk.places import VillagePlace, find_villages, prepare_places
from app.forms.registration import RegistrationForm
from app.forms.state import MISSING
from app.forms.ticket_wish import TicketWish, wish_of
from app.forms.views import FormView
from app.ui.i18n import tr
from app.ui.panels.registration_fields import ANSWER, NONE_OF_THESE
from app.ui.panels.registration_page import RegistrationPage
from app.ui.station import Station
from app.ui.widgets.answer_words import has_proposal, is_question
from app.ui.widgets.box_signals import Typed
from app.ui.widgets.line_box import LineBox
from app.ui.widgets.tick_boxes import YES
from app.ui.widgets.village_box import VillageBox, VillageChoice, VillageSearch, village_line
from core.errors import Trouble
from core.findings import Finding
from core.known import KnownPerson, as_before, asked_about
from core.programme import Programme, QuestionKind
from core.wire.records import PersonBody

FIRST_FIELD = "nik"

PREPARE_AFTER_MS = 400
"""After the first key of a form the villages are prepared; their box is dozens of keys away."""

RECENT_VISITS = 200
"""So many of the latest visits say which programmes people come for here."""


class FormDesk(QObject):
    """One form at a time on one page."""

    entered = Signal()
    """Something else stands in the form."""
    first_wanted = Signal()
    """The officer wants to see the earlier registration of this NIK."""

    def __init__(self, station: Station, parent: QObject) -> None:
        super().__init__(parent)
        self._station = station
        desk = station.desk
        self._programmes = {code: desk.programme_of(code) for code in desk.programme_codes()}
        self._used: list[str] = []
        self._is_settled = False
        first = self._most_wanted()
        self.form = self._new_form(first)
        self.page = RegistrationPage(station.look, first, desk.today())
        self.page.programme_button.signals.moved_on.connect(lambda _name: self.jump_to(FIRST_FIELD))
        self.page.strip.field_wanted.connect(self.jump_to_missing)
        self.question = ""
        self._focus = ""
        self._asked: PersonBody | None = None
        self._searched: dict[str, VillageSearch] = {}
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.show_all)
        self._listen()
        self._has_prepared = False
        station.people.indexed.connect(self.follow_use)

    def _most_wanted(self) -> Programme:
        """People come for what has a batch open today; without one, the first programme on file."""
        province, today = self._station.desk.store.profile.post.province, self._station.desk.today()
        programmes = tuple(self._programmes.values())
        return next((one for one in programmes if one.open_batch(province, today)), programmes[0])

    def in_order_of_use(self) -> tuple[Programme, ...]:
        """All programmes, the one used last first: at this desk now, then as its people came, then as on file."""
        recent = self._station.people.index.search("", limit=RECENT_VISITS).visits
        codes = (self.programme.code, *self._used, *(visit.programme for visit in recent), *self._programmes)
        return tuple(self._programmes[code] for code in dict.fromkeys(codes) if code in self._programmes)

    def _listen(self) -> None:
        column = self.page.column
        column.came.connect(self._on_came)
        column.went.connect(self._on_went)
        column.typed.connect(self._on_typed)
        column.village_searched.connect(self._search)
        column.village_chosen.connect(self._on_village)
        column.finding_confirmed.connect(self._confirm)
        column.proposal_accepted.connect(self._accept)
        column.first_wanted.connect(self.first_wanted)
        self.page.summary.paper_toggled.connect(lambda code: self._on_typed(Typed("documents", code)))

    # --- which form -----------------------------------------------------------------------------------------------

    @property
    def programme(self) -> Programme:
        """The programme of the form."""
        return self.form.programme

    @property
    def view(self) -> FormView:
        """What the form says now."""
        return self.form.view()

    def _new_form(self, programme: Programme, ticket: TicketWish | None = None) -> RegistrationForm:
        desk = self._station.desk
        return RegistrationForm(desk.rulebook(programme, self._day_of(ticket)), ticket=ticket)

    def _day_of(self, ticket: TicketWish | None) -> date:
        return ticket.on if ticket else self._station.desk.today()

    def begin(self, *, takes_focus: bool, ticket: TicketWish | None = None) -> None:
        """An empty form for the next person, of the same programme and of today, or of the day of their number.

        Args:
            takes_focus: whether its screen has the keys; else they stay where the officer has gone meanwhile.
            ticket: the number that the person was called by.
        """
        self.page.column.back_to_top()
        self._has_prepared = False
        if takes_focus:
            self.jump_to(FIRST_FIELD)  # while the old form is still there: its field is left, none of the new one's
        self._put(self._new_form(self.programme, ticket))
        if takes_focus and not self._focus:
            self.jump_to(FIRST_FIELD)  # another day's form was laid out anew

    def go_on(self, form: RegistrationForm, *, takes_focus: bool) -> None:
        """Go on with another form; the focus goes to the first thing that its programme still asks."""
        self.page.column.back_to_top()
        is_other = form.programme is not self.programme
        self._note_use(form.programme)
        self.form = form
        if is_other:
            self._rebuild()
        self._put(form)
        if takes_focus:
            missing = [line.field for line in self.view.missing if self.page.column.has_field(line.field)]
            asked = [field for field in missing if field.startswith(ANSWER)]
            self.jump_to(next(iter((*asked, *missing)), FIRST_FIELD))

    def follow_use(self, _reading: object = None) -> None:
        """After unlock: the programme for which this officer served last, unless somebody is being typed already."""
        if self._is_settled or not self._station.people.index:
            return
        self._is_settled = True
        name = self._station.desk.keys.officer.name
        recent = self._station.people.index.search("", limit=RECENT_VISITS).visits
        code = next((visit.programme for visit in recent if visit.officer_name == name), "")
        if self.form.is_empty():
            self.change_programme(code, takes_focus=self.page.column.box(FIRST_FIELD).hasFocus())

    def _note_use(self, programme: Programme) -> None:
        self._is_settled = True
        self._used = [programme.code, *(code for code in self._used if code != programme.code)]

    def load(self, values: dict[str, str], *, takes_focus: bool) -> None:
        """Go on with a draft where it was left."""
        desk = self._station.desk
        self._is_settled = True
        programme = self._programmes.get(values.get("programme", ""), self.programme)
        on = self._day_of(wish_of(values))
        form = RegistrationForm.from_draft(desk.rulebook(programme, on), values)
        is_other = programme is not self.programme
        stage = form.stage
        if takes_focus:
            self.jump_to(FIRST_FIELD)
        self.form = form
        if is_other:
            self._rebuild()
        self._put(form)
        if takes_focus:
            self.jump_to(stage if self.page.column.has_field(stage) else FIRST_FIELD)

    def _put(self, form: RegistrationForm) -> None:
        self.form = form
        if form.on != self.page.on:
            self._rebuild()
        self.page.show_ticket(form.ticket.number if form.ticket else "")
        self.question = ""
        self._asked = None
        self._focus = FIRST_FIELD if self.page.column.box(FIRST_FIELD).hasFocus() else ""
        if self._focus:
            form.focus(self._focus)
        self.show_all()
        self._ask_known()

    def change_programme(self, code: str, *, takes_focus: bool = True) -> None:
        """The person asks for another programme; what was entered stays as far as it is asked there."""
        programme = self._programmes.get(code)
        if programme is None or programme is self.programme:
            return
        if self.form.is_empty() and not self.form.can_undo:  # nothing to keep, and no field was left on purpose
            self.form = self._new_form(programme, self.form.ticket)
        else:
            self.form.change_rulebook(self._station.desk.rulebook(programme, self._day_of(self.form.ticket)))
        self._note_use(programme)
        stage = self.form.stage
        self._rebuild()
        self._asked = None
        self._told()
        if takes_focus:
            self.jump_to(stage if self.page.column.has_field(stage) else FIRST_FIELD)

    def _rebuild(self) -> None:
        self.page.column.blockSignals(True)  # its focus goes, but no field was left
        self.page.change_programme(self.programme, self.form.on)
        self._listen()

    # --- what the officer does ------------------------------------------------------------------------------------

    def _on_came(self, name: str) -> None:
        self._focus = name
        self.form.focus(name)
        self._soon.start()

    def _on_went(self, name: str) -> None:
        if self.form.is_empty() and not self.form.can_undo:
            return  # whoever looks elsewhere before the first key has left nothing out
        self.form.leave(name)
        self._ask_known(left=name)
        self._soon.start()

    def _prepare(self) -> None:
        """Once a person: the list of all villages takes 50 ms and 10 MB at first, so a desk that rests does without."""
        if not self._has_prepared:
            self._has_prepared = True
            # not beside the first key, which has the most to draw
            QTimer.singleShot(PREPARE_AFTER_MS, self, self._prepare_places)

    def _prepare_places(self) -> None:
        desk = self._station.desk
        self._station.tasks.run(self, lambda: prepare_places(desk), lambda _answer: None, is_report=True)

    def _on_typed(self, typed: Typed) -> None:
        name, text = typed.name, typed.text
        if name == "documents":
            self.form.toggle_document(text)
        elif name == "consent":
            self.form.set_consent(bool(text))
        elif name.startswith(ANSWER):
            self._answer(name.removeprefix(ANSWER), text)
        else:
            self.form.set(name, text)
        self.question = ""
        self._prepare()
        self._ask_known()
        self._show_typing(name)
        self.entered.emit()

    def _answer(self, name: str, text: str) -> None:
        question = self.programme.question(name)
        if not text:
            self.form.set_answer(name, MISSING)
        elif question is not None and question.kind is QuestionKind.YES_NO:
            self.form.set_answer(name, text == YES)
        else:
            self.form.set_answer(name, None if text == NONE_OF_THESE and question and question.is_nullable else text)

    def paste(self, text: str) -> None:
        """Begin the form with a NIK that was typed or pasted elsewhere."""
        box = self.page.column.box(FIRST_FIELD)
        if isinstance(box, LineBox):
            box.enter(text)

    def fill(self, name: str, text: str) -> None:
        """Put a text into a box as if it had been typed there and left: what is wrong with it is said."""
        self.form.set(name, text)
        if name != self._focus:
            self.form.leave(name)
        self._told()

    def jump_to(self, name: str) -> None:
        """Put the focus into a field."""
        self.page.column.jump_to(name)

    def jump_to_missing(self, name: str) -> None:
        """Put the focus where what a field lacks can be answered."""
        self.show_all()
        self.jump_to(self.page.column.place_of(name))

    def jump_to_next_missing(self) -> None:
        """Go to the next field behind the focus that still lacks something, round and round."""
        names = list(self.page.column.names())
        fields = [one.field for one in self.view.missing if one.field in names]
        lacking = sorted({names.index(self.page.column.place_of(field)) for field in fields})
        if lacking:
            here = names.index(self._focus) if self._focus in names else -1
            self.jump_to(names[next((place for place in lacking if place > here), lacking[0])])

    def leave_all(self) -> None:
        """Everything has been looked at: say all that is wrong."""
        self.form.leave_all()
        self.show_all()

    def confirm(self) -> None:
        """Answer the nearest question with yes."""
        self._with_nearest(is_question, self._confirm)

    def accept(self) -> None:
        """Take the nearest proposal."""
        self._with_nearest(has_proposal, self._accept)

    def _with_nearest(self, is_fit: Callable[[Finding], bool], act: Callable[[Finding], None]) -> None:
        """Nobody answers what cannot be read: out of sight it is shown first, and the next press answers."""
        column = self.page.column
        shown = column.nearest(self._focus, is_fit)
        if shown is None:
            return
        if column.is_in_sight(shown):
            act(shown.finding)
        else:
            column.jump_to(shown.place)

    def _confirm(self, finding: Finding) -> None:
        self.form.confirm(finding.code, finding.field)
        self._told()

    def _accept(self, finding: Finding) -> None:
        self.form.accept(finding.code, finding.field)
        self._told()

    def undo(self) -> None:
        """Take back the last change and show where it was."""
        name = self.form.undo()
        self._told()
        if name:
            self.jump_to(name)

    def _told(self) -> None:
        self.question = ""
        self._ask_known()
        self.show_all()
        self.entered.emit()

    # --- showing --------------------------------------------------------------------------------------------------

    def show_all(self) -> None:
        """Show everything, findings too."""
        self._soon.stop()
        view = self.view
        self.page.column.show_all(view, self._focus)
        self._show_around(view)

    def _show_typing(self, name: str) -> None:
        view = self.view
        self.page.column.show_typing(view, name)
        self._show_around(view)

    def _show_around(self, view: FormView) -> None:
        self.page.summary.show_view(view)
        strip = self.page.strip
        if self.question:
            strip.show_question(self.question, view.missing)
        elif not view.can_save:
            strip.show_text("muted", "keyboard", tr("Mulai dari NIK. Enter pindah ke isian berikutnya."))
        elif view.missing:
            strip.show_missing(view.missing)
        else:
            strip.show_text("ok", "circle-check", tr("Lengkap. F2 menyimpan dan mencetak slip."))

    # --- what the store knows -------------------------------------------------------------------------------------

    def _ask_known(self, left: str = "") -> None:
        """Ask once the NIK is complete, or name and birth date; about any other text when the officer has left it.

        Args:
            left: the field that the focus is just going from.
        """
        person, asked = self.form.person(), self._asked
        if asked is not None and self._focus not in (FIRST_FIELD, left):
            person = as_before(person, asked, self._focus)
        if asked is not None and asked_about(person) == asked_about(asked):
            return
        self._asked = person
        form, desk, programme = self.form, self._station.desk, self.programme
        if not (person.nik or (person.name_on_id and person.birth_date)):
            form.note_known(None)
            return

        def answer(known: KnownPerson | None) -> None:
            if self.form is form and self._asked is person:
                form.note_known(known)
                self._soon.start()

        def failed(trouble: Trouble) -> None:
            if self._asked is person:
                self._asked = None  # so that the next change asks again
            self._station.tasks.troubled.emit(trouble)

        self._station.tasks.run(self, lambda: known_person(desk, person, programme), answer, on_trouble=failed)

    def _search(self, search: VillageSearch) -> None:
        """Look for villages on the worker; while one answer is under way only the latest text waits."""
        is_under_way = search.name in self._searched
        self._searched[search.name] = search
        if not is_under_way:
            self._find(search)

    def _find(self, search: VillageSearch) -> None:
        desk, near = self._station.desk, self.form.look_up()[0]

        def is_latest() -> bool:
            latest = self._searched.pop(search.name)
            if latest != search:
                self._search(latest)
            return latest == search

        def failed(trouble: Trouble) -> None:
            self._station.tasks.troubled.emit(trouble)
            is_latest()

        def answer(found: tuple[VillagePlace, ...]) -> None:
            if not is_latest():
                return
            box = self.page.column.box(search.name)
            if isinstance(box, VillageBox):
                box.show_lines(search, [village_line(one) for one in found])

        self._station.tasks.run(self, lambda: find_villages(desk, search.text, near), answer, on_trouble=failed)

    def _on_village(self, choice: VillageChoice) -> None:
        self.form.choose_village(choice.name, choice.code)
        self._show_typing(choice.name)
        self.entered.emit()
