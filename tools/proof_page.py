"""Run the long proofs and write ``docs/bukti.md``: date, version, seed, figures, and what the proofs have found.

Run it from the root of the repository::

    python -m tools.proof_page --seed 7                          # all of them, as `make prove` does
    python -m tools.proof_page --seed 7 tests/proofs -k sqlite   # some; the page says so
"""

from __future__ import annotations

import argparse
import ast
import os
import platform
import sqlite3
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parent.parent
PAGE = Path("docs", "bukti.md")
FOUND = Path("tests", "proofs", "found.toml")
RESULTS = Path("run", "prove.xml")

HEAD = """\
# Bukti: what was proved, how often, and what was found

Written by `make prove`; run it, do not edit this page. Every number stands for the real program: the real desk against
the real server over a line that is harmed as TRUST 4 asks (S1 to S19), real files, real kills. Four zeros hold
wherever a proof passed: **0 acknowledged lost, 0 doubled, 0 silently overwritten, 0 stuck**. A seed repeats a run.
"""


@dataclass(frozen=True, slots=True)
class Proof:
    """One proof and what it said."""

    module: str
    name: str
    outcome: str
    seconds: float
    said: tuple[str, ...]


def proofs_in(results: Path) -> tuple[Proof, ...]:
    """The proofs of a run, in its order."""
    cases = ET.parse(results).getroot().iter("testcase")  # noqa: S314 - pytest wrote it a moment ago
    return tuple(_proof(case) for case in cases)


def _proof(case: ET.Element) -> Proof:
    bad = next((tag for tag in ("failure", "error", "skipped") if case.find(tag) is not None), "")
    outcome = {"": "passed", "failure": "FAILED", "error": "FAILED", "skipped": "not run here"}[bad]
    said = (case.findtext("system-out") or "").splitlines()
    return Proof(
        module=case.get("classname", "").replace(".", "/") + ".py",
        name=case.get("name", "").removeprefix("test_").replace("_", " "),
        outcome=outcome,
        seconds=float(case.get("time", "0")),
        said=tuple(line.strip() for line in said if line.strip() and not line.startswith(("---", "..", "["))),
    )


def page_of(
    proofs: Sequence[Proof], *, seed: str, words: Sequence[str], on: str, found: Iterable[dict[str, object]]
) -> str:
    """The whole page."""
    parts = [HEAD, "\n".join(_facts(proofs, seed, words, on))]
    modules = dict.fromkeys(proof.module for proof in proofs)
    parts += ["\n".join(_section(module, [one for one in proofs if one.module == module])) for module in modules]
    parts.append("\n".join(_found(found)))
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _facts(proofs: Sequence[Proof], seed: str, words: Sequence[str], on: str) -> Iterator[str]:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    counts = {
        outcome: sum(proof.outcome == outcome for proof in proofs) for outcome in ("passed", "FAILED", "not run here")
    }
    yield f"- On {on}, version {version}, seed {seed}: `make prove SEED={seed}` repeats it."
    yield f"- {counts['passed']} passed, {counts['FAILED']} failed, {counts['not run here']} could not run here."
    programs = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    yield f"- {sum(proof.seconds for proof in proofs) / 60:.0f} minutes; {programs}."
    if words:
        yield f"- Only a part of the proofs was run: `{' '.join(words)}`."


def _section(module: str, proofs: Sequence[Proof]) -> Iterator[str]:
    yield f"## `{module}`\n"
    path = ROOT / module
    if path.is_file():
        yield (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").partition("\n\n")[0].replace(
            "\n", " "
        ) + "\n"
    yield "| proof | result | figures |\n|---|---|---|"
    for proof in proofs:
        yield f"| {_cell(proof.name)} | {proof.outcome} | {'<br>'.join(map(_cell, proof.said))} |"


def _found(found: Iterable[dict[str, object]]) -> Iterator[str]:
    yield "## Found and fixed\n"
    yield "| on | by | what | fixed | test |\n|---|---|---|---|---|"
    for one in found:
        yield "| " + " | ".join(_cell(str(one[name])) for name in ("on", "by", "what", "fixed", "test")) + " |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def prove(seed: str, words: Sequence[str]) -> int:
    """Run the proofs; pytest's exit code."""
    (ROOT / RESULTS).parent.mkdir(exist_ok=True)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-v",
        "-m",
        "proof",
        f"--hypothesis-seed={seed}",
        f"--junitxml={RESULTS}",
    ]
    command += ["-o", "junit_logging=system-out", *words]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, "POSKO_SEED": seed}, check=False).returncode


def main(words: Sequence[str] | None = None) -> int:
    """Prove, and write the page; 0 if everything passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", required=True)
    given, rest = parser.parse_known_args(words)
    exit_code = prove(given.seed, rest)
    found = tomllib.loads((ROOT / FOUND).read_text("utf-8"))["found"]
    on = datetime.now(UTC).date().isoformat()
    page = page_of(proofs_in(ROOT / RESULTS), seed=given.seed, words=rest, on=on, found=found)
    (ROOT / PAGE).write_text(page, encoding="utf-8")
    print(f"{PAGE} is written")
    return exit_code


if __name__ == "__main__":
    sys.exit(main())
