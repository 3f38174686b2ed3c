"""Anki as a peer, run by the Python of its own environment: one note a registration, one field a value.

``anki_child.py fill FOLDER URL FILE`` makes a collection, uploads it while empty, and adds the notes off-line;
``anki_child.py push FOLDER URL`` is its normal synchronisation; ``anki_child.py count FOLDER URL`` loads all down anew.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from anki.collection import Collection  # type: ignore[import-not-found]  # lives in an environment of its own

USER = SECRET = "posko"


def flat(values: dict[str, object], before: str = "") -> Iterator[tuple[str, str]]:
    """Every value with a name; what is no text as JSON."""
    for name, value in values.items():
        if isinstance(value, dict):
            yield from flat(value, f"{before}{name}_")
        else:
            yield before + name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def notes_of(file: Path) -> list[dict[str, str]]:
    """The registrations as fields."""
    return [dict(flat(json.loads(line))) for line in file.read_text("utf-8").splitlines()]


def fill(folder: Path, url: str, file: Path) -> dict[str, float]:
    """The collection that everything waits in; the server has it without the notes."""
    folder.mkdir(parents=True, exist_ok=True)
    notes = notes_of(file)
    mine = Collection(str(folder / "mine.anki2"))
    kind = mine.models.new("Posko")
    for name in dict.fromkeys(name for note in notes for name in note):
        mine.models.add_field(kind, mine.models.new_field(name))
    card = mine.models.new_template("card")
    card["qfmt"], card["afmt"] = "{{registration_no}} {{name_on_id}}", "{{nik}}"
    mine.models.add_template(kind, card)
    mine.models.add(kind)
    key = mine.sync_login(USER, SECRET, url)
    mine.sync_collection(key, False)
    mine.close_for_full_sync()
    mine.full_upload_or_download(auth=key, server_usn=None, upload=True)
    mine.reopen(after_full_sync=True)
    kind = mine.models.by_name("Posko")
    for values in notes:
        note = mine.new_note(kind)
        for name, value in values.items():
            note[name] = value
        mine.add_note(note, 1)
    mine.close()
    return {"notes": len(notes)}


def push(folder: Path, url: str) -> dict[str, float]:
    """What is timed leaves out the login, which it does once and keeps."""
    mine = Collection(str(folder / "mine.anki2"))
    key = mine.sync_login(USER, SECRET, url)
    started_s = time.perf_counter()
    mine.sync_collection(key, False)
    taken_s = time.perf_counter() - started_s
    waiting = mine.db.scalar("select count() from notes where usn = -1")
    mine.close()
    return {"taken_s": taken_s, "waiting": waiting}


def count(folder: Path, url: str) -> dict[str, float]:
    """How many notes the server has."""
    other = Collection(str(folder / "other.anki2"))
    key = other.sync_login(USER, SECRET, url)
    other.sync_collection(key, False)
    other.close_for_full_sync()
    other.full_upload_or_download(auth=key, server_usn=None, upload=False)
    other.reopen(after_full_sync=True)
    notes = other.db.scalar("select count() from notes")
    other.close()
    return {"notes": notes}


def main() -> int:
    """One step."""
    step, folder, url = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    match step:
        case "fill":
            done = fill(folder, url, Path(sys.argv[4]))
        case "push":
            done = push(folder, url)
        case _:
            done = count(folder, url)
    print(json.dumps(done))
    return 0


if __name__ == "__main__":
    sys.exit(main())
