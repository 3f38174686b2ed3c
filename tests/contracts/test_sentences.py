"""Codes and sentences fit: every code can be said, every sentence is said, and with the facts that are there."""

from __future__ import annotations

import ast
import errno
import re
import string
import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from core.eligibility import EligibilityCode
from core.entry import IDENTITY_FIELDS
from core.findings import Fact, Weight
from core.registration import Outcome
from core.sentences import (
    FIELD_LABELS,
    NOTE_REASONS,
    NOTE_REFUSALS,
    SENTENCES,
    fact_text,
    note_reason,
    os_reason,
    sentence,
)
from tests.contracts.codes_in_source import (
    HOUSE,
    Said,
    code_enums,
    members_in_use,
    modules,
    said,
    tables,
    words_in_source,
)

NOT_CODES = {"NOT_DIGITS": "the name of a fault; its code is NIK_NOT_DIGITS or KK_NOT_DIGITS"}
"""Words of the program that look like a code of a known family and are none."""

OTHER_TABLES = {
    "PAPER_WORDS",
    "FIELD_LABELS",
    "NOTE_REASONS",
    "NOTE_REFUSALS",
    "OS_REASONS",
    "REFERRAL_REASONS",
    "SENTENCES",
}
"""Dictionaries of words that are no sentences of codes."""

FRAGMENTS = (
    "OUTCOME_", "NOTE_TITLE_", "STAGE_", "STEP_", "STATUS_NEVER", "HINT_", "TICKET_STATE_", "QUEUE_SERVICE_", "VISIT_",
    "ACCOUNT_NEED_", "ACCOUNT_STATE_", "ACCOUNT_ROAD_", "ACCOUNT_RESULT_", "ACCOUNT_REASON_",
    "PROOF_STATE_", "MAILBOX_STATE_",
    "PAGE_HEAD_", "PAGE_STATUS_", "PAGE_TITLE", "PAGE_NUMBER", "PAGE_QUEUE", "PAGE_POST", "PAGE_ON", "PAGE_STAGE",
    "PAGE_LABEL_", "SERVER_MAILBOX_STATE_", "SERVER_MAILBOX_ACT_",
    "MAIL_CODE_SUBJECT", "MAIL_CODE_FROM", "MAIL_CODE_ITSELF",
)  # fmt: skip
"""Families whose texts stand inside a line: no capital, no full stop asked for."""

LINE_ENDINGS = ("{database}", "{file}", "{url}", "{folder}")
"""Where a sentence may end without a full stop, so that it can be copied."""

LINES = {"SERVER_READY_TRAINING", "SERVER_HEAD", "SERVER_DEVICE", "SERVER_DEVICE_UNTRUSTED", "SERVER_MAILBOX"}
"""Lines of a list or log that are no sentences."""

SPOKEN_IN_CODE = {"$POSKO_SECRET_FILE": "the variable that an officer has to set"}
"""Words of the machine that a sentence must name because the officer has to type them."""

SAID = said()


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def programme_codes() -> set[str]:
    """Every code in the programmes' files."""
    return {code for file in (HOUSE / "resources/programmes").glob("*.toml") for code in codes_in(file.read_text())}


def codes_in(programme: str) -> set[str]:
    values: dict[str, Any] = tomllib.loads(programme)
    entries = [entry for name in ("rules", "data", "office_only") for entry in values.get(name, ())]
    entries += [values[name] for name in ("priority", "contribution") if name in values]
    codes = {entry["code"] for entry in entries} | {word["finding"] for word in values["answer_words"]}
    return codes | {rule["remark"] for rule in values["rules"] if "remark" in rule}


# --- every code can be said ---------------------------------------------------------------------------------------


def test_the_search_sees_codes_of_all_rooms() -> None:
    rooms = {one.place.partition("/")[0] for one in SAID if one.codes}
    assert rooms == {"core", "papers", "app", "server", "resources"}


def test_every_code_of_an_enum_has_a_sentence() -> None:
    codes = {code for members in code_enums().values() for code in members.values()}
    assert codes - set(SENTENCES) == set()


def test_every_code_that_is_raised_or_said_has_a_sentence() -> None:
    missing = {(one.place, code) for one in SAID for code in one.codes if code not in SENTENCES}
    assert missing == set()


def test_no_word_of_a_known_family_lacks_its_sentence() -> None:
    families = {code.partition("_")[0] for code in SENTENCES}
    strangers = {word for word in words_in_source() if word.partition("_")[0] in families and word not in SENTENCES}
    assert strangers == set(NOT_CODES)


def test_every_code_of_a_programme_has_a_sentence() -> None:
    assert programme_codes() <= set(SENTENCES)


def test_every_outcome_and_weight_has_its_words() -> None:
    no_number = [outcome for outcome in Outcome if not outcome.has_number and outcome is not Outcome.DUPLICATE]
    wanted = {f"OUTCOME_{outcome.upper()}" for outcome in Outcome} | {f"VERDICT_{weight.upper()}" for weight in Weight}
    wanted |= {f"{family}_{outcome.upper()}" for family in ("NOTE_TITLE", "NEXT_STEP") for outcome in no_number}
    assert wanted <= set(SENTENCES)


# --- every sentence is said ---------------------------------------------------------------------------------------


def test_every_sentence_is_used() -> None:
    words = words_in_source() | {code for one in SAID for code in one.codes} | programme_codes()
    words |= {value for members in code_enums().values() for value in members.values()}
    families = tuple(one.family for one in SAID if one.family)
    assert {code for code in SENTENCES if code not in words and not code.startswith(families)} == set()


def test_every_code_of_an_enum_can_happen() -> None:
    used = members_in_use()
    never = {
        (name, member) for name, members in code_enums().items() for member in members if (name, member) not in used
    }
    assert never == set()


def test_no_code_is_defined_twice() -> None:
    keys = (key for name, table in tables() if name not in OTHER_TABLES for key in table.keys)
    codes = [str(key.value) for key in keys if isinstance(key, ast.Constant)]
    assert len(codes) == len(SENTENCES)
    assert sorted(codes) == sorted(set(codes))


def test_every_table_of_codes_is_part_of_the_whole() -> None:
    whole = next(table for name, table in tables() if name == "SENTENCES")
    merged = {value.id for value in whole.values if isinstance(value, ast.Name)}
    assert merged == {name for name, _ in tables()} - OTHER_TABLES


# --- with the facts that are there --------------------------------------------------------------------------------


def test_every_place_of_a_sentence_is_filled_where_it_is_raised() -> None:
    unfilled = {
        (one.place, code, tuple(sorted(places(SENTENCES[code]) - one.facts)))
        for one in SAID
        if one.facts is not None and one.is_exact
        for code in one.codes
        if not places(SENTENCES[code]) <= one.facts
    }
    assert unfilled == set()


def test_every_code_handed_on_in_a_variable_finds_its_facts_somewhere() -> None:
    by_code: dict[str, list[Said]] = {}
    for one in SAID:
        for code in one.codes:
            by_code.setdefault(code, []).append(one)
    unfilled = {
        code
        for code, found in by_code.items()
        if not any(one.facts is None or places(SENTENCES[code]) <= one.facts for one in found)
    }
    assert unfilled == set()


def test_a_sentence_can_be_said_without_its_facts() -> None:
    assert [code for code in SENTENCES if "{" in sentence(code)] == []


def test_the_places_of_a_sentence_have_plain_names() -> None:
    names = {name for text in SENTENCES.values() for name in places(text)}
    assert {name for name in names if not re.fullmatch("[a-z_]+", name)} == set()


def test_a_fact_that_an_older_program_did_not_keep_leaves_a_gap() -> None:
    assert sentence("SLIP_VALID") == "Slip asli: ...."


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        (date(1990, 8, 17), "17-08-1990"),
        (("ktp", "kk"), "ktp, kk"),
        (16, "16"),
        ("{nik}", "{nik}"),
    ],
)
def test_a_fact_is_shown_as_an_officer_writes_it(fact: Fact, text: str) -> None:
    assert fact_text(fact) == text
    assert sentence("SLIP_VALID", {"number": fact}) == f"Slip asli: {text}."


def test_a_field_is_called_by_its_label() -> None:
    said_of: Mapping[str, str] = {
        name: sentence("FIELD_REQUIRED", {"field": name}) for name in ("birth_place", "answers.x", "?")
    }
    assert said_of == {
        "birth_place": "Tempat lahir belum diisi. Salin dari kartu.",
        "answers.x": "Pertanyaan program belum diisi. Salin dari kartu.",
        "?": "? belum diisi. Salin dari kartu.",
    }


def test_every_field_of_the_input_has_a_label() -> None:
    others = {"documents", "answers", "consent", "confirm", "accept", "postal_code"}
    assert set(FIELD_LABELS) == {*IDENTITY_FIELDS, *others}


def test_a_note_names_a_reason_for_any_field() -> None:
    assert set(NOTE_REASONS) - {""} <= set(FIELD_LABELS)
    assert note_reason("answers.training") == NOTE_REASONS["answers"]
    assert note_reason("rt_rw") == "RT/RW perlu dicocokkan. Bawa KTP asli."


def test_a_note_says_in_its_own_words_why_each_rule_of_a_programme_says_no() -> None:
    files = (HOUSE / "resources/programmes").glob("*.toml")
    rules = [rule for file in files for rule in tomllib.loads(file.read_text("utf-8"))["rules"]]
    assert set(NOTE_REFUSALS) - {""} == {rule["code"] for rule in rules if not rule.get("is_doubted")} | {
        EligibilityCode.CONDITION_NOT_MET
    }
    assert [text for text in NOTE_REFUSALS.values() if re.search("bisa didaftarkan", text)] == []


def test_every_complaint_of_the_system_is_said_in_indonesian() -> None:
    assert os_reason(errno.ENOSPC) == "disk penuh"
    assert os_reason(errno.ENOEXEC) == os_reason(None) == "ditolak oleh laptop"


# --- in the tone of the house -------------------------------------------------------------------------------------


def test_no_sentence_has_words_of_the_machine() -> None:
    machine = re.compile(
        r"\b(errors?|exceptions?|null|none|invalid|failed|bugs?|traceback|[A-Z]+_[A-Z_]+)\b", re.IGNORECASE
    )
    texts = {code: _without_spoken(text) for code, text in SENTENCES.items()}
    assert {code: machine.findall(text) for code, text in texts.items() if machine.search(text)} == {}


def _without_spoken(text: str) -> str:
    """The text without its places and without the few words of the machine that an officer has to type."""
    for spoken in SPOKEN_IN_CODE:
        text = text.replace(spoken, "")
    return re.sub(r"\{\w+\}", "", text)


def test_every_sentence_is_written_cleanly() -> None:
    untidy = re.compile(r"^\s|\s$|  | [,.;:?]|\.\.")
    assert [code for code, text in SENTENCES.items() if untidy.search(text)] == []


def test_every_sentence_is_whole() -> None:
    texts = {code: text for code, text in SENTENCES.items() if not code.startswith(FRAGMENTS) and code not in LINES}
    assert [code for code, text in texts.items() if not (text[0].isupper() or text[0] in '{"')] == []
    assert [code for code, text in texts.items() if text[-1] not in ".?" and not text.endswith(LINE_ENDINGS)] == []


def _marked_words(tree: ast.Module) -> set[int]:
    """Texts that the window marks for translation at their place."""
    return {
        id(text)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in {"tr", "mark"}
        for text in call.args
    }


def test_only_the_file_of_sentences_and_marked_words_speak_indonesian() -> None:
    little_words = {"tidak", "yang", "dan", "belum", "untuk", "sudah", "dari", "atau", "lagi", "bisa", "dulu", "ini"}
    strays = [
        (path, node.value)
        for path, tree in modules().items()
        if path not in ("core/sentences.py", "core/letter_words.py")
        for marked in [_marked_words(tree) if path.startswith("app/ui/") else set()]
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in marked
        if len(little_words & set(node.value.lower().split())) > 1
    ]
    assert strays == []
