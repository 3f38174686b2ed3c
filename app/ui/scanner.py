"""Hears a slip's text from a scanner on USB, which types like a keyboard, wherever the focus is; typing passes by.

What comes fast and can become a slip's text is held back for a moment. If it becomes one, nobody else sees it, and what
had gone to the box with the focus by then is taken back. If it does not, it arrives a moment later.
Whoever types, however fast, loses nothing: only what has the shape of a slip's text from beginning to end is kept.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QLineEdit
from shiboken6 import isValid

from core.slip_keys import can_become_slip, is_whole_slip, looks_like_slip

GAP_MS = 70
"""The longest pause between two keys of a scanner, and so long a key waits for the next one. Slow ones take 30 ms."""

SURE_LETTERS = 8
"""Nobody types so many of a slip's letters in a row that fast: it is a scanner then, and pauses are the window's."""

STALL_MS = 600
"""The longest that the window, or the system, may have been busy in the middle of a scan."""

_ENDS = frozenset((Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab))
_SILENT = frozenset((Qt.Key.Key_Shift, Qt.Key.Key_CapsLock))
"""A scanner presses these for its capitals; they write nothing."""

_COMMANDING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


@dataclass(frozen=True, slots=True)
class ScannedText:
    """What a scanner has read."""

    text: str


@dataclass(frozen=True, slots=True)
class _Before:
    """A box as it was before the first key."""

    box: QLineEdit
    text: str
    caret: int
    marked_from: int
    marked: int

    def put_back(self) -> None:
        """As if nothing had been typed; whoever listens to the box hears of it as of typing."""
        box = self.box
        if not isValid(box) or box.text() == self.text:
            return
        box.setSelection(0, len(box.text()))
        box.insert(self.text)
        box.setCursorPosition(self.caret)
        if self.marked:
            box.setSelection(self.marked_from, self.marked)


def _before() -> _Before | None:
    """The box that takes the keys, if a letter in it can be taken back; a secret is not remembered anywhere."""
    box = QApplication.focusWidget()
    if not isinstance(box, QLineEdit) or box.isReadOnly() or QApplication.activePopupWidget() is not None:
        return None
    if box.echoMode() is not QLineEdit.EchoMode.Normal:
        return None
    marked = len(box.selectedText())
    return _Before(box, box.text(), box.cursorPosition(), box.selectionStart() if marked else 0, marked)


class Scanner(QObject):
    """Listens to the keys of a window before anything in it does."""

    begun = Signal()
    """A scanner has begun to type; what it reads will be known in a moment."""
    scanned = Signal(object)
    """A slip's text has been read: ``ScannedText``."""

    def __init__(self, window: QWindow, parent: QObject) -> None:
        """Begin to listen.

        Args:
            window: the system's window: there each key passes once, wherever it then goes, and little else does.
        """
        super().__init__(parent)
        self._window = window
        self._text = ""
        self._held: list[QKeyEvent] = []
        self._began_ms = self._at_ms = self._quick_letters = 0
        self._before: _Before | None = None
        self._is_giving_back = False
        self._patience = QTimer(self, singleShot=True)
        self._patience.timeout.connect(self._lose_patience)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the toolkit's name
        """Keep what a scanner types; let everything else go by, in its order."""
        del watched
        if self._is_giving_back:
            return False
        if event.type() == QEvent.Type.MouseButtonPress:
            self._let_go()  # a click may take the focus elsewhere: what was typed before it belongs here
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            return self._foresee(event)
        return event.type() == QEvent.Type.KeyPress and self._take(event)

    def _foresee(self, event: QKeyEvent) -> bool:
        """A key before any shortcut hears of it: the Enter behind a slip's text is no command."""
        if event.key() in _ENDS and self._is_over(event):
            event.accept()
            return True
        if not _letter(event) and event.key() not in _SILENT:
            self._let_go()
        return False

    def _take(self, event: QKeyEvent) -> bool:
        """Whether a key is kept back."""
        if event.key() in _SILENT:
            return False
        if event.key() in _ENDS and self._is_over(event):
            self._tell()
            return True
        letter = _letter(event)
        if not letter:
            self._let_go()
            return False
        if self._text and not self._goes_on(event, letter):
            self._let_go()
        return can_become_slip(self._text + letter) and self._follow(event, letter)

    def _goes_on(self, event: QKeyEvent, letter: str) -> bool:
        """Whether a letter belongs to those before it: what somebody typed is no beginning of the scan behind it."""
        pause_ms = self._pause_ms(event)
        begins_anew = pause_ms > self._allowed_ms and can_become_slip(letter)
        return pause_ms <= STALL_MS and not begins_anew and can_become_slip(self._text + letter)

    def _follow(self, event: QKeyEvent, letter: str) -> bool:
        """Note a letter that fits; whether it is held back."""
        has_begun, is_quick = bool(self._text), self._pause_ms(event) <= self._allowed_ms
        self._text += letter
        self._quick_letters = self._quick_letters + 1 if has_begun and is_quick else 1
        self._at_ms = event.timestamp()
        if not has_begun:
            self._began_ms, self._before = self._at_ms, _before()
            # an empty box hears nothing yet: taken back, the letter would still have told the form that somebody began
            is_quick = self._before is None or not self._before.text
        if not is_quick:
            self._give_back()
            return False  # whoever types sees each letter at once
        self._held.append(_copy(event))
        self._patience.start(self._allowed_ms)
        if self._quick_letters == SURE_LETTERS:
            self.begun.emit()
        return True

    def _pause_ms(self, event: QKeyEvent) -> int:
        return abs(event.timestamp() - self._at_ms)

    @property
    def _allowed_ms(self) -> int:
        """How long the next letter may take."""
        return GAP_MS if self._quick_letters < SURE_LETTERS else STALL_MS

    def _is_over(self, event: QKeyEvent) -> bool:
        """Whether this key ends a slip's text that came as scanners type."""
        took_ms = event.timestamp() - self._began_ms
        return looks_like_slip(self._text) and took_ms <= GAP_MS * len(self._text) + STALL_MS

    def _lose_patience(self) -> None:
        """Nothing has followed: a scanner that sends no Enter is done, a typist gets the letters.

        The burst stays open: if the window was busy the next key may have come in time and only be late here.
        """
        if is_whole_slip(self._text):
            self._tell()
        else:
            self._give_back()

    def _tell(self) -> None:
        text, before = self._text, self._before
        self._forget()
        if before is not None:
            before.put_back()
        self.scanned.emit(ScannedText(text))

    def _let_go(self) -> None:
        """It was no scanner: every key goes where it was meant to go."""
        self._give_back()
        self._forget()

    def _give_back(self) -> None:
        held, self._held = self._held, []
        self._patience.stop()
        self._is_giving_back = True
        try:
            for event in held:
                QCoreApplication.sendEvent(self._window, event)
        finally:
            self._is_giving_back = False

    def _forget(self) -> None:
        self._patience.stop()
        self._text, self._held, self._before, self._quick_letters = "", [], None, 0


def _letter(event: QKeyEvent) -> str:
    """The one character that a key writes; empty for keys that do something, and for one that is held down."""
    text = event.text()
    is_plain = not event.modifiers() & _COMMANDING and not event.isAutoRepeat()
    return text if is_plain and len(text) == 1 and text.isascii() and text.isprintable() else ""


def _copy(event: QKeyEvent) -> QKeyEvent:
    """An event of our own: the toolkit's is gone when this call returns."""
    copy = QKeyEvent(
        event.type(),
        event.key(),
        event.modifiers(),
        event.nativeScanCode(),
        event.nativeVirtualKey(),
        event.nativeModifiers(),
        event.text(),
        event.isAutoRepeat(),
        event.count(),
    )
    copy.setTimestamp(event.timestamp())
    return copy
