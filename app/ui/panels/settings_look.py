"""How the window looks and speaks; a change shows at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal

from app.settings import Settings
from app.ui.i18n import mark, tr
from app.ui.panels.settings_card import SettingsCard
from app.ui.theme import PERCENTS, Look
from app.ui.widgets.ask_row import AskRow
from app.ui.widgets.choice_box import ChoiceBox, Option

LANGUAGES = (Option("id", "Bahasa Indonesia"), Option("en", "English"))
"""A language is called what those who speak it call it."""

_LOOKS = (
    ("system", mark("Ikut komputer")),
    ("light", mark("Terang")),
    ("dark", mark("Gelap")),
    ("contrast", mark("Kontras tinggi")),
)
BOX_PX = 220


class LookCard(SettingsCard):
    """Language, look, size of the text."""

    changed = Signal()
    """Something was chosen."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, tr("Tampilan"))
        self.boxes: dict[str, ChoiceBox] = {}
        self._add("language", tr("Bahasa jendela"), LANGUAGES, tr("Slip dan surat selalu berbahasa Indonesia."))
        self._add("look", tr("Warna"), [Option(name, tr(text)) for name, text in _LOOKS])
        sizes = [Option(str(percent), f"{percent} %") for percent in PERCENTS]
        self._add("text_percent", tr("Ukuran tulisan"), sizes)

    def _add(self, name: str, label: str, options: Sequence[Option], help_text: str = "") -> None:
        box = ChoiceBox(name, options, can_be_empty=False)
        self.boxes[name] = box
        self.add_row(name, AskRow(self.look, label, box, help_text, width_px=BOX_PX), box.signals)
        box.signals.typed.connect(lambda _typed: self.changed.emit())

    def show_settings(self, settings: Settings) -> None:
        """Show what holds now."""
        self.boxes["language"].show_text(settings.language)
        self.boxes["look"].show_text(settings.look)
        self.boxes["text_percent"].show_text(str(settings.text_percent))

    def values(self) -> Mapping[str, str | int]:
        """What stands here, by key of the settings."""
        return {
            "language": self.boxes["language"].chosen,
            "look": self.boxes["look"].chosen,
            "text_percent": int(self.boxes["text_percent"].chosen),
        }
