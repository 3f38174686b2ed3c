"""The registration form as plain values: what was entered, what the rules say of it, and every step back.

It knows neither window nor store nor clock. Officers read a form through :class:`~app.forms.views.FormView`.
"""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from app.forms.filling import filled_by_program
from app.forms.hints import village_path
from app.forms.judging import Judged, judge_form, questions, seen_of
from app.forms.missing import fields_of
from app.forms.state import VILLAGES, FormState, Place, Taken, Unasked, draft_of, state_of, whole
from app.forms.ticket_wish import TicketWish, texts_of, wish_of
from app.forms.viewing import view_from, view_of
from app.forms.views import FormView
from core.address import check_village_code
from core.entry import IDENTITY_FIELDS, Entry
from core.kept_entry import person_body
from core.known import KnownPerson
from core.programme import Programme
from core.registration import Rulebook
from core.wire.records import Answer, PersonBody

MOST_STEPS = 200
"""Steps back that are kept: more than one visit takes."""


class _Step(NamedTuple):
    """A change that can be taken back: where it was made, and everything before it."""

    field: str
    before: FormState


class RegistrationForm:
    """One visit while it is being typed. For the next person make a new one, so that nothing of this one stays."""

    def __init__(
        self,
        rulebook: Rulebook,
        state: FormState | None = None,
        stage: str = "",
        visit: uuid.UUID | None = None,
        ticket: TicketWish | None = None,
        account: uuid.UUID | None = None,
    ) -> None:
        """An empty form, or one that goes on from a state.

        Args:
            stage: name of the field where the officer was.
            visit: a registration for another programme in the same visit; it keeps the queue number.
            ticket: the number that the person was called by; the visit gets it.
            account: the help with e-mail that this person got beside the form.
        """
        self._rulebook = rulebook
        self.visit = visit
        self.ticket = ticket
        self.account = account
        self._state = state or FormState()
        self._stage = stage
        self._focus = ""
        self._typing_in = ""
        self._steps: list[_Step] = []
        self._known: KnownPerson | None = None
        self._offered: tuple[str, Mapping[str, str]] | None = None
        self._judged: Judged | None = None
        self._view: FormView | None = None
        self._has_moved = False
        """Whether the officer has come to another field since the view was made; judged again is nothing for that."""

    # --- looking ------------------------------------------------------------------------------------------------

    @property
    def programme(self) -> Programme:
        """The programme that the person asks for."""
        return self._rulebook.programme

    @property
    def on(self) -> date:
        """The business date that the form is judged on."""
        return self._rulebook.on

    @property
    def values(self) -> Mapping[str, str]:
        """The text in every box that has one, filled in ones included."""
        return MappingProxyType(dict(self._judge().shown))

    @property
    def stage(self) -> str:
        """Name of the field where the officer is, or was when the draft was kept."""
        return self._focus or self._stage

    def is_empty(self) -> bool:
        """Whether nothing was entered."""
        return self._state.is_empty

    def view(self) -> FormView:
        """Everything the screen shows; judged again only if something has changed."""
        judged = self._judge()
        if self._view is None:
            self._view = view_of(judged, self._state, self._rulebook, self._focus)
        elif self._has_moved:
            self._view = view_from(self._focus, self._view, judged, self._state)
        self._has_moved = False
        return self._view

    def entry(self) -> Entry:
        """The visit as it would be saved now."""
        return self._judge().entry

    def look_up(self) -> tuple[str, str]:
        """NIK and e-mail address that the store should be asked about; empty texts where there is none to ask for."""
        person = self._judge().assessment.applicant
        return person.nik, person.email

    def person(self) -> PersonBody:
        """The person as the rules read them so far: whom the store is asked about."""
        return person_body(self._judge().assessment.applicant)

    # --- entering -----------------------------------------------------------------------------------------------

    def focus(self, name: str) -> None:
        """The officer has come to a field."""
        if self._focus and self._focus != name:
            self.leave(self._focus)
        self._focus = self._stage = name
        self._typing_in = ""
        self._has_moved = True

    def leave(self, name: str) -> None:
        """The officer has left a field: what is wrong with it may be said from now on."""
        if self._focus == name:
            self._focus = ""
        self._typing_in = ""
        self._state = dataclasses.replace(self._state, left=self._state.left | {name})
        self._has_moved = True

    def leave_all(self) -> None:
        """The officer wants to save: everything that is wrong or missing may be said."""
        self._state = dataclasses.replace(self._state, left=frozenset(fields_of(self.programme)))
        self._has_moved = True

    def set(self, name: str, text: str) -> None:
        """Another text in a box. Typed text always wins over what the program fills in.

        Raises: KeyError if there is no such box.
        """
        if name not in IDENTITY_FIELDS:
            raise KeyError(name)
        kept = whole(text)
        if kept != self._judge().shown.get(name, ""):
            self._change(name, self._while_typing(self._state.with_text(name, kept), name), is_typing=True)

    def choose_village(self, name: str, code: str) -> None:
        """A village out of the list: the box shows its names, the value is its code.

        Raises: KeyError if that box holds no village.
        """
        if name not in VILLAGES:
            raise KeyError(name)
        rules = self._rulebook
        village = check_village_code(code, regions=rules.regions, field=name, is_training=rules.is_training).value
        if village is None:
            self.set(name, code)
        else:
            self._change(name, self._state.with_village(name, village.code, village_path(village)))

    def set_answer(self, name: str, answer: Answer | Unasked) -> None:
        """An answer to a question of the programme; ``MISSING`` = not asked, ``None`` = "none of these"."""
        answers = {key: kept for key, kept in self._state.answers.items() if key != name}
        if not isinstance(answer, Unasked):
            answers[name] = whole(answer) if isinstance(answer, str) else answer
        field = f"answers.{name}"
        changed = self._while_typing(dataclasses.replace(self._state, answers=answers), field)
        self._change(field, changed, is_typing=isinstance(answer, str))

    def toggle_document(self, code: str) -> None:
        """A paper was seen, or not after all."""
        seen = self._state.documents
        documents = tuple(one for one in seen if one != code) if code in seen else (*seen, code)
        self._change("documents", dataclasses.replace(self._state, documents=documents))

    def set_consent(self, has_consent: bool) -> None:  # noqa: FBT001 - a box is ticked or not
        """Whether the applicant agrees to the text of this programme; another programme's text asks again."""
        consent_to = self.programme.consent_version if has_consent else ""
        self._change("consent", dataclasses.replace(self._state, consent_to=consent_to))

    # --- answering findings -------------------------------------------------------------------------------------

    def confirm(self, code: str, field: str = "") -> None:
        """The one deliberate key: what this finding asks has been checked. It holds for what stands there now.

        Args:
            field: where; empty = wherever this finding stands.
        """
        judged = self._judge()
        asked = [one for one in questions(judged.findings) if one.code == code and field in ("", one.field)]
        seen = {Place(one.field, one.code): seen_of(one, judged.shown) for one in asked}
        for place in list(seen)[:1]:
            self._change(place.field, dataclasses.replace(self._state, confirmed={**self._state.confirmed, **seen}))

    def accept(self, code: str, field: str = "") -> None:
        """Take the proposal of a finding in place of what was typed; what was typed is kept with the visit."""
        for noted in self._judge().findings:
            finding = noted.finding
            if finding.code == code and field in ("", finding.field) and finding.proposal is not None:
                self._take(finding.field, Taken(code, finding.proposal))
                return

    def note_known(self, known: KnownPerson | None) -> None:
        """What the store answered about this NIK and this address."""
        if known != self._known:
            self._known = known
            self._look_again()

    def change_rulebook(self, rulebook: Rulebook) -> None:
        """Another programme or day: what was entered stays as far as it is asked there."""
        self._state = self._state.with_questions_of(self.programme, rulebook.programme)
        self._rulebook = rulebook
        self._offered = None
        self._look_again()

    # --- steps back, drafts -------------------------------------------------------------------------------------

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._steps)

    def undo(self) -> str:
        """Take back the last change; the name of the field where it was made, empty if there was none."""
        if not self._steps:
            return ""
        field, before = self._steps.pop()
        self._typing_in = ""
        self._state = dataclasses.replace(before, left=before.left | self._state.left)
        self._look_again()
        return field

    def for_other_programme(self, rulebook: Rulebook, visit: uuid.UUID | None) -> RegistrationForm:
        """A form for the same person in the same visit; only what the other programme asks is left to do.

        Args:
            visit: the registration that this person has just got; ``None`` if they had it before: then the number by
                which they were called is still theirs to use.
        """
        state = self._state.for_other_programme(self.programme, rulebook.programme)
        return RegistrationForm(
            rulebook, state, visit=visit, ticket=None if visit else self.ticket, account=self.account
        )

    def take_corrections(self, before: PersonBody, now: PersonBody) -> None:
        """What was put right on the record since the visit was saved stands in the form, too."""
        for name in IDENTITY_FIELDS:
            text = getattr(now, name)
            if text != getattr(before, name):
                (self.choose_village if name in VILLAGES and text else self.set)(name, text)

    def clear(self) -> None:
        """Empty the form; :meth:`undo` brings everything back."""
        self._change(IDENTITY_FIELDS[0], FormState())

    def draft(self) -> dict[str, str]:
        """Everything that was entered, as plain texts."""
        visit = {"visit": str(self.visit)} if self.visit else {}
        account = {"account": str(self.account)} if self.account else {}
        whose = visit | texts_of(self.ticket) | account
        return draft_of(self._state) | {"programme": self.programme.code, "stage": self.stage} | whose

    @classmethod
    def from_draft(cls, rulebook: Rulebook, values: Mapping[str, str]) -> RegistrationForm:
        """The form that a draft holds.

        Args:
            rulebook: of the programme that ``values["programme"]`` names, on the day of its ticket if it has one.
        """
        visit, account = _uid(values.get("visit", "")), _uid(values.get("account", ""))
        return cls(rulebook, state_of(values), values.get("stage", ""), visit, wish_of(values), account)

    # --- inside -------------------------------------------------------------------------------------------------

    def _judge(self) -> Judged:
        if self._judged is None:
            self._judged = judge_form(self._state, self._filled(), self._rulebook, self._known)
        return self._judged

    def _filled(self) -> Mapping[str, str]:
        taken = self._state.taken.get("nik")
        nik = taken.proposal if taken else self._state.texts.get("nik", "")
        if self._offered is None or self._offered[0] != nik:
            self._offered = (nik, filled_by_program(nik, self._rulebook))
        return self._offered[1]

    def _take(self, field: str, taken: Taken) -> None:
        if field in VILLAGES:
            self.choose_village(field, taken.proposal)
            return
        state = self._state
        if field in state.taken:  # a second proposal builds on the first
            state = state.with_text(field, state.taken[field].proposal)
        self._change(field, dataclasses.replace(state, taken={**state.taken, field: taken}))

    def _while_typing(self, state: FormState, field: str) -> FormState:
        """Whoever types in a field has not left it."""
        return dataclasses.replace(state, left=state.left - {field}) if field == self._focus else state

    def _change(self, field: str, state: FormState, *, is_typing: bool = False) -> None:
        """Go on from another state; keys typed one after the other in one field are one step."""
        if state == self._state:
            return
        if not (is_typing and field == self._typing_in):
            self._steps.append(_Step(field, self._state))
            del self._steps[:-MOST_STEPS]
        self._typing_in = field if is_typing else ""
        self._state = state
        self._look_again()

    def _look_again(self) -> None:
        self._judged = None
        self._view = None


def _uid(text: str) -> uuid.UUID | None:
    """A draft may be another program's, or damaged by hand."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
