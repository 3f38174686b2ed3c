"""Keep the languages of the window complete: collect every marked text, merge it into the ``.ts`` files, compile them.

Run it from the root of the repository::

    python -m tools.translations            # merges new texts, drops vanished ones, compiles
    python -m tools.translations --check    # only says what is stale or not translated yet

``posko_en.ts`` holds the English for our own texts, ``qt_id.ts`` the Indonesian for Qt's own words (Qt ships none).
Both are plain Qt Linguist files: edit them by hand or with ``pyside6-linguist``.

``pyside6-lupdate`` is not used: it files a plain ``tr("...")`` under the class around it instead of one context for
the window, and it does not read programmes' files, whose labels are shown as well.
"""

from __future__ import annotations

import argparse
import ast
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from core.acts import act_of
from core.programme import Programme, parse_programme

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path("resources", "i18n")
ENGLISH = "posko_en.ts"
QT_WORDS = "qt_id.ts"

SENTENCES, WINDOW, PROGRAMME = "sentences", "window", "programme"
"""The contexts of ``posko_en.ts``, as ``app/ui/i18n.py`` asks for them."""

_QUOTES = {'"': "&quot;", "'": "&apos;"}


@dataclass(frozen=True, slots=True, order=True)
class Marked:
    """A text that is shown in the reader's language."""

    context: str
    text: str


# --- collecting ---------------------------------------------------------------------------------------------------


def marked_texts(root: Path) -> tuple[Marked, ...]:
    """Every marked text of the house, once, in the order in which it stands there."""
    found = [*_of_sentences(root), *_of_window(root), *_of_programmes(root)]
    return tuple(dict.fromkeys(found))


def _of_sentences(root: Path) -> Iterator[Marked]:
    for call in _calls(root / "core" / "sentences.py"):
        if _called(call) == "QT_TRANSLATE_NOOP":
            context, text = (_literal(argument) for argument in call.args)
            if context is None or text is None:
                raise ValueError(f"core/sentences.py, line {call.lineno}: only a literal can be marked")
            yield Marked(context, text)


def _of_window(root: Path) -> Iterator[Marked]:
    """Texts of ``tr("...")`` and, where tables are written before a language is chosen, ``mark("...")``."""
    for file in sorted((root / "app" / "ui").rglob("*.py")):
        for call in _calls(file):
            if _called(call) in {"tr", "mark"} and len(call.args) == 1:
                text = _literal(call.args[0])
                if text is not None:
                    yield Marked(WINDOW, text)


def _of_programmes(root: Path) -> Iterator[Marked]:
    for file in sorted((root / "resources" / "programmes").glob("*.toml")):
        yield from (Marked(PROGRAMME, text) for text in _shown(parse_programme(file.read_bytes(), file.name)) if text)


def _shown(programme: Programme) -> Iterator[str]:
    """What the window shows of a programme. Titles of slips and the consent are official words: Indonesian only."""
    yield programme.name
    yield programme.what_for
    yield from (own.label for own in programme.field_labels)
    yield act_of(programme).capitalize()
    yield from programme.next_steps
    yield programme.slip_notice
    for question in programme.questions:
        yield question.label
        yield from (choice.label for choice in question.choices)
    yield from (paper.label for paper in programme.papers)
    for datum in programme.data:
        yield datum.label
        yield datum.next_step
    for rule in programme.rules:
        yield from (rule.label, rule.asks, rule.next_step)
    for office in programme.office_only:
        yield from (office.asks, office.next_step)
    contribution = programme.contribution
    if contribution is not None:
        yield contribution.asks
        yield from (part.label for part in contribution.parts)
        yield from (discount.label for discount in contribution.discounts)
    yield from (batch.label for batch in programme.batches)
    yield from (stage.label for stage in programme.stages)
    yield from (field.label for field in (programme.portal.fields if programme.portal else ()))
    if programme.target is not None:
        yield programme.target.name


def _calls(file: Path) -> list[ast.Call]:
    """The calls in a file, in the order of the text."""
    found = [node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call)]
    return sorted(found, key=lambda call: (call.lineno, call.col_offset))


def _called(call: ast.Call) -> str:
    return ast.unparse(call.func).rpartition(".")[2]


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


# --- the files of Qt Linguist -------------------------------------------------------------------------------------


def finished(ts_file: Path) -> dict[Marked, str]:
    """The translations of a file that somebody has finished."""
    return {marked: text for marked, text in _messages(ts_file) if text}


def unfinished(ts_file: Path) -> list[Marked]:
    """What a file still lacks."""
    return [marked for marked, text in _messages(ts_file) if not text]


def _messages(ts_file: Path) -> Iterator[tuple[Marked, str]]:
    """Every text of a file with its translation; "" = not finished."""
    for context in ET.parse(ts_file).getroot().iter("context"):  # noqa: S314 - our own file
        for message in context.iter("message"):
            translation = message.find("translation")
            is_finished = translation is not None and translation.get("type") is None
            text = (translation.text or "") if translation is not None and is_finished else ""
            yield Marked(context.findtext("name", ""), message.findtext("source", "")), text


def merged(marked: Sequence[Marked], translations: Mapping[Marked, str]) -> str:
    """The English file anew: exactly the marked texts, each with its translation or marked as unfinished."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<!DOCTYPE TS>"]
    lines.append('<TS version="2.1" language="en_GB" sourcelanguage="id_ID">')
    for context in dict.fromkeys(one.context for one in marked):
        lines += ["<context>", f"    <name>{context}</name>"]
        for one in marked:
            if one.context == context:
                lines += _message(one.text, translations.get(one, ""))
        lines.append("</context>")
    return "\n".join([*lines, "</TS>", ""])


def _message(source: str, translation: str) -> list[str]:
    todo = '<translation type="unfinished"></translation>'
    done = f"<translation>{escape(translation, _QUOTES)}</translation>"
    return [
        "    <message>",
        f"        <source>{escape(source, _QUOTES)}</source>",
        f"        {done if translation else todo}",
        "    </message>",
    ]


def compiled(ts_file: Path) -> bytes:
    """What Qt reads at run time: the finished translations of a file, packed by ``pyside6-lrelease``."""
    with tempfile.TemporaryDirectory() as folder:
        qm_file = Path(folder, "out.qm")
        tool = Path(sys.executable).with_name("pyside6-lrelease")
        subprocess.run(
            [tool, "-silent", "-nounfinished", ts_file, "-qm", qm_file], check=True, stdout=subprocess.DEVNULL
        )
        return qm_file.read_bytes()


# --- the command --------------------------------------------------------------------------------------------------


def faults(root: Path) -> list[str]:
    """What is stale or unfinished, a line each."""
    folder = root / FOLDER
    english = folder / ENGLISH
    found = []
    if merged(marked_texts(root), finished(english)) != english.read_text("utf-8"):
        found.append(f"{ENGLISH} does not hold exactly the marked texts")
    for name in (ENGLISH, QT_WORDS):
        ts_file = folder / name
        found += [f"{name}: not translated yet: {one.context}: {one.text}" for one in unfinished(ts_file)]
        qm_file = ts_file.with_suffix(".qm")
        if not qm_file.exists() or qm_file.read_bytes() != compiled(ts_file):
            found.append(f"{qm_file.name} is not what {name} gives")
    return found


def renew(root: Path) -> None:
    """Merge and compile."""
    folder = root / FOLDER
    english = folder / ENGLISH
    known = finished(english) if english.exists() else {}
    english.write_text(merged(marked_texts(root), known), "utf-8", newline="\n")
    for name in (ENGLISH, QT_WORDS):
        ts_file = folder / name
        # put in its place whole: a running window has the old file mapped into its memory
        draft = ts_file.with_suffix(".qm.new")
        draft.write_bytes(compiled(ts_file))
        draft.replace(ts_file.with_suffix(".qm"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Renew the files, or check them; 1 if something is stale or not translated."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="change nothing; 1 if something is stale or unfinished")
    if not parser.parse_args(arguments).check:
        renew(ROOT)
    found = faults(ROOT)
    for fault in found:
        print(fault)
    print(f"translations: {len(marked_texts(ROOT))} texts, {len(found)} faults")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
