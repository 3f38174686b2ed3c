"""``make bench-peers``: the peers in environments of their own under ``run/peers``; nothing else downloads them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks import stage

FOLDER = stage.ROOT / "run" / "peers"
ANKI = "anki==26.9.3"
POUCHDB = ("pouchdb@9.0.0", "pouchdb-server@4.2.0")


def anki_python() -> Path | None:
    """The Python that has Anki, if there is one."""
    python = FOLDER / "anki" / "bin" / "python"
    return python if python.exists() and (FOLDER / "anki" / "has-anki").exists() else None


def pouch_modules() -> Path | None:
    """The folder of PouchDB's modules, if it and Node are there."""
    modules = FOLDER / "pouchdb" / "node_modules"
    has_both = all((modules / name).is_dir() for name in ("pouchdb", "pouchdb-server"))
    return modules if has_both and shutil.which("node") else None


def install_anki() -> None:
    """Anki with its built-in server, from its wheel."""
    home = FOLDER / "anki"
    subprocess.run((sys.executable, "-m", "venv", home), check=True)
    subprocess.run((home / "bin" / "python", "-m", "pip", "install", "--quiet", ANKI), check=True)
    (home / "has-anki").touch()


def install_pouchdb() -> None:
    """PouchDB and its server; their native parts come built, no script of theirs has to run."""
    home = FOLDER / "pouchdb"
    home.mkdir(parents=True, exist_ok=True)
    npm = shutil.which("npm")
    if npm is None:
        print("no npm: PouchDB is left out", file=sys.stderr)
        return
    words = (npm, "install", "--no-audit", "--no-fund", "--no-save", "--ignore-scripts", "--prefix", home, *POUCHDB)
    subprocess.run(words, check=True)


def main() -> int:
    """Install what is missing."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    if anki_python() is None:
        install_anki()
    if pouch_modules() is None:
        install_pouchdb()
    for name, found in (("Anki", anki_python()), ("PouchDB", pouch_modules())):
        print(f"{name}: {'ready' if found else 'MISSING'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
