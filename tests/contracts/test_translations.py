"""Two languages, complete: every text of ours has its English, every word of Qt its Indonesian; both are compiled."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QErrorMessage,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QProgressDialog,
    QTextBrowser,
    QWidget,
    QWizard,
    QWizardPage,
)

from tools.translations import (
    ENGLISH,
    FOLDER,
    PROGRAMME,
    QT_WORDS,
    ROOT,
    SENTENCES,
    WINDOW,
    Marked,
    compiled,
    faults,
    finished,
    marked_texts,
    merged,
    unfinished,
)

FILES = (ENGLISH, QT_WORDS)
MARKED = marked_texts(ROOT)

INDONESIAN = {"tidak", "yang", "dan", "belum", "untuk", "sudah", "dari", "atau", "lagi", "bisa", "dulu", "ini", "itu"}
"""Little words that no English text has."""

ENGLISH_WORDS = frozenset(
    re.findall(
        "[a-z]+",
        """
        about account apply back browse browser cancel check clear click close confirm connection copy date delete
        disconnect download edit email empty enter error exception exit export failed fail file filter find finish first
        from help home invalid language last link list loading lock login logout missing name new next not note open
        option options or order password paste phone please press previous preview print quit record refresh register
        registration remove report required reset retry save search select send set settings setup show size sort start
        stop submit success sync the to today type undo unknown unlock update upload user value view wait warning
        welcome with wizard yes you your
        """,
    )
)
"""English words an officer must not meet; "server", "laptop" and the like are Indonesian by now."""

COMMANDS = re.compile(
    r'"posko(?:-server)? [^"]*"|posko-server( \w+)+|--\w[\w-]*|\$\w+|\{\w+\}|\w+://\S*|\(cloud\)'
    r"|\b(Enter|Backspace|Esc|Alt|Ctrl|Home|End|Caps Lock)\b"
)
"""What has to be typed, places, addresses and names of keys: not words of any language."""

FAITHFUL = re.compile(r"--\w[\w-]*|\$[A-Z]\w*|posko-server|\"posko \w+|\w+:/{2,}|\d[\d./-]*\d|\d")
"""Commands, addresses and figures, which mean the same in both languages."""


def english() -> dict[Marked, str]:
    return finished(ROOT / FOLDER / ENGLISH)


@cache
def qt_words() -> dict[Marked, str]:
    return finished(ROOT / FOLDER / QT_WORDS)


def places(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


# --- the files hold what the program says -------------------------------------------------------------------------


def test_all_three_sources_of_texts_are_read() -> None:
    assert {one.context for one in MARKED} == {SENTENCES, WINDOW, PROGRAMME}


def test_the_english_file_holds_exactly_the_marked_texts() -> None:
    assert set(english()) | set(unfinished(ROOT / FOLDER / ENGLISH)) == set(MARKED)


@pytest.mark.parametrize("name", FILES)
def test_every_text_is_translated(name: str) -> None:
    assert unfinished(ROOT / FOLDER / name) == []


@pytest.mark.parametrize("name", FILES)
def test_what_qt_reads_is_what_the_translators_wrote(name: str) -> None:
    ts_file = ROOT / FOLDER / name
    assert ts_file.with_suffix(".qm").read_bytes() == compiled(ts_file), "run: python -m tools.translations"


def test_the_check_of_the_house_agrees() -> None:
    assert faults(ROOT) == []


# --- the English says the same ------------------------------------------------------------------------------------


def test_both_languages_have_the_same_places() -> None:
    assert [one.text for one, text in english().items() if places(one.text) != places(text)] == []


def test_commands_addresses_and_figures_are_kept() -> None:
    differing = [
        (one.text, text)
        for one, text in english().items()
        if sorted(FAITHFUL.findall(one.text)) != sorted(FAITHFUL.findall(text))
    ]
    assert differing == []


def test_both_languages_end_alike() -> None:
    def ending(text: str) -> str:
        return text[-1] if text[-1] in ".?:" else ""

    assert [(one.text, text) for one, text in english().items() if ending(one.text) != ending(text)] == []


def test_no_indonesian_is_left_in_the_english() -> None:
    assert [text for text in english().values() if INDONESIAN & set(re.findall("[a-z]+", text.lower()))] == []


def test_every_english_text_is_written_cleanly() -> None:
    untidy = re.compile(r"^\s|\s$|  | [,.;:?]|\.\.(?!\.)")
    assert [text for text in english().values() if untidy.search(text.replace("...", "…"))] == []


# --- the Indonesian is Indonesian ---------------------------------------------------------------------------------


@pytest.mark.parametrize("context", [SENTENCES, WINDOW, PROGRAMME])
def test_no_english_word_has_slipped_into_the_indonesian(context: str) -> None:
    found = {
        (word, one.text)
        for one in MARKED
        if one.context == context
        for word in re.findall(r"[a-z][a-z-]*", COMMANDS.sub(" ", one.text).lower())
        if word in ENGLISH_WORDS
    }
    assert found == set()


# --- Qt's own words -----------------------------------------------------------------------------------------------


def test_words_of_qt_keep_their_places() -> None:
    def marks(text: str) -> list[str]:
        return sorted(re.findall(r"%\d|<[^>]+>|\n", text))

    assert [one.text for one, text in qt_words().items() if marks(one.text) != marks(text)] == []


def test_words_of_qt_keep_the_letter_that_chooses_them() -> None:
    assert [one for one, text in qt_words().items() if one.text.count("&") != text.count("&")] == []


@pytest.fixture
def indonesian(qapp: QApplication) -> Iterator[QApplication]:
    """A real application in which Qt speaks Indonesian."""
    before = QLocale()
    translator = QTranslator()
    assert translator.load(str((ROOT / FOLDER / QT_WORDS).with_suffix(".qm")))
    qapp.installTranslator(translator)
    QLocale.setDefault(QLocale(QLocale.Language.Indonesian, QLocale.Country.Indonesia))
    yield qapp
    qapp.removeTranslator(translator)
    QLocale.setDefault(before)


def all_buttons() -> QWidget:
    box = QDialogButtonBox()
    for button in QDialogButtonBox.StandardButton:
        if button is not QDialogButtonBox.StandardButton.NoButton:
            box.addButton(button)
    return box


def a_file_dialog(mode: QFileDialog.AcceptMode) -> QWidget:
    dialog = QFileDialog()
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAcceptMode(mode)
    return dialog


def a_wizard() -> QWidget:
    wizard = QWizard()
    wizard.setOption(QWizard.WizardOption.HaveHelpButton)
    wizard.addPage(QWizardPage())
    wizard.addPage(QWizardPage())
    return wizard


def a_message_with_details() -> QWidget:
    box = QMessageBox()
    box.setDetailedText("1")
    box.setStandardButtons(QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.NoToAll)
    return box


def with_its_menu(edit: QLineEdit | QPlainTextEdit | QTextBrowser) -> QWidget:
    edit.createStandardContextMenu().setParent(edit)
    return edit


PIECES_OF_QT: dict[str, Callable[[], QWidget]] = {
    "buttons": all_buttons,
    "dialog to open": lambda: a_file_dialog(QFileDialog.AcceptMode.AcceptOpen),
    "dialog to save": lambda: a_file_dialog(QFileDialog.AcceptMode.AcceptSave),
    "wizard": a_wizard,
    "message": a_message_with_details,
    "complaint": QErrorMessage,
    "progress": QProgressDialog,
    "menu of a field": lambda: with_its_menu(QLineEdit()),
    "menu of a text": lambda: with_its_menu(QPlainTextEdit()),
    "menu of a page": lambda: with_its_menu(QTextBrowser()),
    "print": lambda: QPrintDialog(QPrinter()),
    "print preview": lambda: QPrintPreviewDialog(QPrinter()),
}


def words_on(piece: QWidget) -> set[str]:
    """Every word that a piece of the window shows or says, without the keys beside it."""
    widgets = [piece, *piece.findChildren(QWidget)]
    found = {action.text() for action in piece.findChildren(QAction)}
    found |= {text for one in widgets for text in (one.toolTip(), one.accessibleName(), one.windowTitle())}
    found |= {one.text() for one in widgets if isinstance(one, QLabel | QAbstractButton)}
    found |= {one.itemText(place) for one in widgets if isinstance(one, QComboBox) for place in range(one.count())}
    plain = {text.partition("\t")[0] for text in found}
    return {text for text in plain if re.search("[A-Za-z]", text) and not Path(text).exists()}


@pytest.mark.parametrize("name", PIECES_OF_QT)
def test_qt_speaks_indonesian(indonesian: QApplication, name: str) -> None:
    piece = PIECES_OF_QT[name]()
    words, known = words_on(piece), set(qt_words().values())
    assert {word for word in words if word not in known and word.removeprefix("Tampilkan ") not in known} == set()
    assert words
    piece.deleteLater()


def test_keys_are_called_what_their_caps_say(indonesian: QApplication) -> None:
    keys = ("Ctrl+Return", "Ctrl+Shift+F", "Alt+Space", "Alt+Left", "F2", "PgDown", "Del", "Esc")
    shown = [QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in keys]
    assert shown == [
        "Ctrl+Enter",
        "Ctrl+Shift+F",
        "Alt+Spasi",
        "Alt+Panah kiri",
        "F2",
        "PgDn",
        "Del",
        "Esc",
    ]


# --- the tool -----------------------------------------------------------------------------------------------------


def a_house(root: Path, *, sentences: str, window: str) -> Path:
    """A small house with one sentence file and one module of the window."""
    for folder in ("core", "app/ui", "resources/programmes", "resources/i18n"):
        (root / folder).mkdir(parents=True)
    (root / "core" / "sentences.py").write_text(sentences, "utf-8")
    (root / "app" / "ui" / "screen.py").write_text(window, "utf-8")
    return root


def test_joined_literals_marks_and_words_of_the_window_are_found_once(tmp_path: Path) -> None:
    house = a_house(
        tmp_path,
        sentences='A = QT_TRANSLATE_NOOP("sentences", "Satu " "dua.")\n',
        window='a = tr("Cari"); b = (mark("Batal"), tr("Cari")); c = tr(b[0])\n',
    )
    found = marked_texts(house)
    assert found == (Marked("sentences", "Satu dua."), Marked("window", "Cari"), Marked("window", "Batal"))


def test_a_marked_text_that_is_no_literal_is_refused(tmp_path: Path) -> None:
    house = a_house(tmp_path, sentences='A = QT_TRANSLATE_NOOP("sentences", words)\n', window="")
    with pytest.raises(ValueError, match="line 1"):
        marked_texts(house)


def test_merging_keeps_what_is_done_marks_what_is_new_and_drops_what_vanished(tmp_path: Path) -> None:
    file = tmp_path / "some.ts"
    old, new, gone = (Marked("window", text) for text in ('"Simpan" & cetak', "Cari", "Dulu"))
    file.write_text(merged([old, new], {old: "Save & 'print'", gone: "Once"}), "utf-8")
    assert finished(file) == {old: "Save & 'print'"}
    assert unfinished(file) == [new]


def test_an_unfinished_text_is_not_compiled(tmp_path: Path, qapp: QApplication) -> None:
    file = tmp_path / "some.ts"
    old, new = Marked("window", "Simpan"), Marked("window", "Cari")
    file.write_text(merged([old, new], {old: "Save"}), "utf-8")
    (tmp_path / "some.qm").write_bytes(compiled(file))
    translator = QTranslator()
    assert translator.load(str(tmp_path / "some.qm"))
    assert [translator.translate("window", one.text) or "" for one in (old, new)] == ["Save", ""]
