"""The registration desk: the form, the view after saving, the drafts; keys and workers meet here, nothing is judged."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.desk.drafts import Draft
from app.desk.known import known_person
from app.desk.places import VillagePlace, find_villages, prepare_places
from app.desk.register import Registered, register
from app.forms.registration import RegistrationForm
from app.forms.state import MISSING
from app.forms.views import FormView, MissingCode
from app.ui.actions import (
    ACCEPT,
    CANCEL,
    CONFIRM,
    DISCARD,
    DRAFT,
    NEW,
    NEXT_MISSING,
    OPEN,
    REPRINT,
    SAVE,
    SHOW,
    SUMMARY,
    UNDO,
    Action,
)
from app.ui.i18n import say, tr
from app.ui.overlays.show import ShowOverlay
from app.ui.panels.registration_drafts import DraftsPanel
from app.ui.panels.registration_fields import ANSWER, NONE_OF_THESE
from app.ui.panels.registration_page import RegistrationPage
from app.ui.panels.registration_saved import SavedPanel
from app.ui.printing import PrintState
from app.ui.screen import Screen
from app.ui.screens.draft_keeper import OPEN as STILL_OPEN
from app.ui.screens.draft_keeper import DraftKeeper, Then
from app.ui.screens.registration_saved import kept_text, saved_text
from app.ui.station import Notice, Station
from app.ui.widgets.box_signals import Typed
from app.ui.widgets.tick_boxes import YES
from app.ui.widgets.village_box import VillageBox, VillageChoice, VillageLine, VillageSearch
from core.errors import Trouble
from core.findings import Finding, Weight
from core.known import KnownPerson
from core.programme import Programme, QuestionKind
from core.registration import Outcome

FIRST_FIELD = "nik"

ASKED_FOR = frozenset({MissingCode.ANSWER, MissingCode.EMPTY, MissingCode.CONSENT, MissingCode.MEND, MissingCode.CONFIRM})
"""What an officer can still do something about at once: the first F2 goes there, the second one saves."""
