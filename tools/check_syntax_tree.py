"""House rules that neither ruff nor import-linter can see, read from the syntax tree; part of `make check`.

Every exception to a rule stands in a table below, with its reason.
"""

from __future__ import annotations

import ast
import io
import re
import sys
import tokenize
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOTS = ("core", "papers", "app", "server", "resources", "tools", "benchmarks")

MAX_FUNCTION_LINES = 60
MAX_FILE_LINES = 450

LONG_PLACES = {
    "core/sentences.py": "one table of everything people read; cutting it would hide gaps",
    "app/models/migrations/": "a frozen list of tables and columns, written once",
    "server/store/migrations/": "a frozen list of tables and columns, written once",
}

CATCH_ALL_EDGES = {
    "app/ui/tasks.py": "a bug in a job becomes a crash notice; the window stays open",
    "app/models/worker.py": "a bug in a job goes back to who asked; the database thread lives on",
    "app/sync/worker.py": "a bug in a round is logged; the next round still runs",
    "app/sync/flight.py": "a bug in a request goes back to the thread that waits for it",
    "app/printing/worker.py": "a bug in a printer becomes a failed job; the next slip is still printed",
    "server/http/": "a bug in a request becomes a problem document",
    "server/office/cross.py": "a bug in work over several posts is logged; the desks are served on",
    "server/office/hourly.py": "a bug in what the server does by itself is logged; the desks are served on",
    "server/mail/mailer.py": "a bug with one mail is logged; the next one still goes out",
    "server/mail/bounces.py": "a bug with one bounce is logged; the next one is still read",
    "server/mail/accounts.py": "a bug in the file for mail programs is logged; the desks are served on",
    "app/__main__.py": "no traceback reaches the user of the command line",
    "server/__main__.py": "no traceback reaches the user of the command line",
}

PEEWEE_HOMES = {
    "app/models/": "the desk's store",
    "server/store/": "the server's store",
    "benchmarks/registration.py": "the plain insert that ours is measured against",
}

PRINTERS = {
    "app/cli": "the command line's answers",
    "app/__main__.py": "the command line's last word",
    "server/cli": "the command line's answers",
    "server/__main__.py": "the command line's last word",
    "tools/": "programs for developers",
    "benchmarks/": "programs for developers",
}

SLEEPERS: dict[str, str] = {}
"""Waiting is done on events, so that closing never has to wait for a nap: nobody sleeps yet."""

MODAL_PLACES = {
    "app/ui/program.py": "the one event loop of the program",
    "tools/keyboard.py": "a program that types has to let the window answer",
    "benchmarks/window_": "what is measured is the window at work",
}
"""Where an event loop may run."""

PUMPS = {
    "benchmarks/window_": "a key's answer is measured until the events that it caused are worked off",
}
"""Where the window's events are pumped by hand."""

LASTING = frozenset({"station", "people", "printing", "house"})
"""What of a station outlives a screen, an overlay or a list."""

CLOCKLESS = ("core/", "papers/", "app/desk/", "app/forms/")
CLOCKS = frozenset(
    {
        "datetime.datetime.now",
        "datetime.datetime.utcnow",
        "datetime.datetime.today",
        "datetime.date.today",
        "time.time",
        "time.time_ns",
        "time.monotonic",
        "time.monotonic_ns",
        "time.perf_counter",
        "time.localtime",
        "time.gmtime",
    }
)

CORE_STAYS_AWAY_FROM = frozenset({
    "asyncio", "glob", "http", "importlib", "locale", "multiprocessing", "os", "pathlib", "platform", "random",
    "secrets", "select", "shutil", "socket", "sqlite3", "ssl", "subprocess", "tempfile", "threading", "time", "urllib",
})  # fmt: skip
"""What reads clock, file, network, machine or chance: the caller does that and hands the value in."""

LOCK_OF_TYPES = ("core/typed.py", "threading")
"""A lock and no thread [decision 0054]."""

IGNORE_MARK = re.compile(r"#\s*(?:type:\s*ignore|noqa)\b")
IGNORE_WITH_REASON = re.compile(
    r"#\s*type:\s*ignore\[[\w, -]+\]\s+#\s*\S+"  # mypy wants a second # before words
    r"|#\s*noqa:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*\s+(?:#|-)\s*\S+"
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One broken rule at one line."""

    path: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text}"


@dataclass(frozen=True)
class Module:
    """A source file, its tree, and what the names in it stand for."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree."""
        return ast.parse(self.text, self.path)

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node of the tree."""
        return tuple(ast.walk(self.tree))

    @cached_property
    def aliases(self) -> dict[str, str]:
        """Imported name -> full dotted name, e.g. ``dt`` -> ``datetime.datetime``."""
        known: dict[str, str] = {}
        for node in self.nodes:
            if isinstance(node, ast.Import):
                known.update((name.asname, name.name) for name in node.names if name.asname)
            elif isinstance(node, ast.ImportFrom):
                known.update((name.asname or name.name, f"{node.module}.{name.name}") for name in node.names)
        return known

    @cached_property
    def calls(self) -> tuple[tuple[ast.Call, str], ...]:
        """Every call with the full dotted name of what is called ('' if it has none)."""
        return tuple((node, self.dotted(node.func)) for node in self.nodes if isinstance(node, ast.Call))

    @cached_property
    def imported(self) -> tuple[tuple[int, str], ...]:
        """Line and full name of every module imported; relative imports do not exist here (ruff)."""
        found: list[tuple[int, str]] = []
        for node in self.nodes:
            if isinstance(node, ast.Import):
                found.extend((node.lineno, name.name) for name in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.append((node.lineno, node.module))
        return tuple(found)

    def dotted(self, node: ast.expr) -> str:
        """The full dotted name of a name or attribute; an unnamed root is left out (``f().exec`` -> ``.exec``)."""
        if isinstance(node, ast.Name):
            return self.aliases.get(node.id, node.id)
        if isinstance(node, ast.Attribute):
            return f"{self.dotted(node.value)}.{node.attr}"
        return ""

    def is_in(self, places: dict[str, str] | tuple[str, ...]) -> bool:
        """Whether the file is one of ``places`` or lies below one."""
        return any(self.path.startswith(place) for place in places)


Rule = Callable[[Module], Iterator[tuple[int, str]]]


def opens_with_its_purpose(module: Module) -> Iterator[tuple[int, str]]:
    """A module opens with one line on what it is for."""
    if not ast.get_docstring(module.tree):
        yield 1, "a module opens with one line on what it is for"


def keeps_its_size(module: Module) -> Iterator[tuple[int, str]]:
    """Files and functions stay small enough to be read at once."""
    if module.is_in(LONG_PLACES):
        return
    lines = module.text.count("\n")
    if lines > MAX_FILE_LINES:
        yield 1, f"{lines} lines; cut the file below {MAX_FILE_LINES}"
    for node in module.nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > MAX_FUNCTION_LINES:
                yield node.lineno, f"{node.name} has {length} lines; cut it below {MAX_FUNCTION_LINES}"


def never_sleeps(module: Module) -> Iterator[tuple[int, str]]:
    """Waiting is done on events, never by sleeping."""
    if module.is_in(("tools/", "benchmarks/")) or module.is_in(SLEEPERS):
        return
    for call, name in module.calls:
        if name == "time.sleep":
            yield call.lineno, "time.sleep: wait on an event instead"


def leaves_the_toolkit_alone(module: Module) -> Iterator[tuple[int, str]]:
    """Threads are plain threads, and nobody pumps the window's events by hand."""
    for node in module.nodes:
        name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
        if isinstance(node, ast.alias):
            name = node.name
        if name == "QThread" or (name == "processEvents" and not module.is_in(PUMPS)):
            yield getattr(node, "lineno", 1), f"{name}: workers are plain threads behind app/ui/tasks.py"
    if not module.is_in(MODAL_PLACES):
        for call, name in module.calls:
            if name.endswith((".exec", ".exec_")):
                yield call.lineno, "a modal exec outside its one place"


def lets_go_of_what_has_gone(module: Module) -> Iterator[tuple[int, str]]:
    """A signal that outlives its listener must know whom it calls: Qt forgets methods of what has gone, not lambdas."""
    if not module.is_in(("app/ui/",)):
        return
    for call, name in module.calls:
        parts = name.split(".")
        is_lasting = parts[-1] == "connect" and any(part.lstrip("_") in LASTING for part in parts[:-1])
        if is_lasting and any(isinstance(argument, ast.Lambda) for argument in call.args):
            yield call.lineno, "connect a method, not a lambda: the signal lives longer than who listens"


def translates_whole_sentences(module: Module) -> Iterator[tuple[int, str]]:
    """What is marked for translation is a literal; places are filled in afterwards."""
    for call, name in module.calls:
        if name.rpartition(".")[2] not in {"tr", "translate", "QT_TRANSLATE_NOOP"}:
            continue
        for argument in call.args:
            if _is_filled_in(argument):
                yield call.lineno, "fill in the places after translation: no f-string, format or % inside tr"


def _is_filled_in(node: ast.expr) -> bool:
    if isinstance(node, ast.JoinedStr):
        return True
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Mod | ast.Add)
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format"


def catches_what_it_understands(module: Module) -> Iterator[tuple[int, str]]:
    """Everything is caught only at the few edges; elsewhere a bug stays a bug. Tidying up and raising on is fine."""
    if module.is_in(CATCH_ALL_EDGES):
        return
    text = "catching everything belongs to the edges listed in tools/check_syntax_tree.py"
    for node in module.nodes:
        if isinstance(node, ast.ExceptHandler) and _names_everything(node.type) and not _raises_on(node):
            yield node.lineno, text
    for call, name in module.calls:
        if name == "contextlib.suppress" and any(map(_names_everything, call.args)):
            yield call.lineno, text


def _raises_on(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def _names_everything(node: ast.expr | None) -> bool:
    if node is None:
        return True
    names = node.elts if isinstance(node, ast.Tuple) else [node]
    return any(isinstance(name, ast.Name) and name.id in {"Exception", "BaseException"} for name in names)


def keeps_peewee_at_home(module: Module) -> Iterator[tuple[int, str]]:
    """The store's library never leaves the store."""
    if module.is_in(PEEWEE_HOMES):
        return
    for line, name in module.imported:
        if name.partition(".")[0] in {"peewee", "playhouse"}:
            yield line, "peewee stays in app/models and server/store"


def is_handed_the_time(module: Module) -> Iterator[tuple[int, str]]:
    """Rules and verbs do not read the machine's clock."""
    if not module.is_in(CLOCKLESS):
        return
    for call, name in module.calls:
        if name in CLOCKS:
            yield call.lineno, f"{name}: the clock is handed in (core.clock.Clock)"


READS_A_TYPE = re.compile(r"msgspec\.(convert|(json|msgpack|toml|yaml)\.(decode|Decoder))")


def reads_types_in_one_place(module: Module) -> Iterator[tuple[int, str]]:
    """Two threads that have msgspec look at a type at once end the process [decision 0054]."""
    if module.path == LOCK_OF_TYPES[0] or not module.is_in(("core/", "papers/", "app/", "server/")):
        return
    for call, name in module.calls:
        if READS_A_TYPE.fullmatch(name):
            yield call.lineno, f"{name}: core.typed reads a type"


def is_pure(module: Module) -> Iterator[tuple[int, str]]:
    """``core`` reads no clock, file, network or chance."""
    if not module.path.startswith("core/"):
        return
    for line, name in module.imported:
        if name.partition(".")[0] in CORE_STAYS_AWAY_FROM and (module.path, name) != LOCK_OF_TYPES:
            yield line, f"core imports {name}: what it needs of the world is handed in"
    for call, name in module.calls:
        if name in {"open", "input", "uuid.uuid1", "uuid.uuid4"}:
            yield call.lineno, f"core calls {name}: what it needs of the world is handed in"


def prints_only_where_printing_is_the_job(module: Module) -> Iterator[tuple[int, str]]:
    """Standard output belongs to the command line."""
    if module.is_in(PRINTERS):
        return
    for call, name in module.calls:
        if name == "print":
            yield call.lineno, "print: log it, or return it to the command line"


def gives_reasons_for_exceptions(module: Module) -> Iterator[tuple[int, str]]:
    """A silenced check names its code and its reason."""
    for token in tokenize.generate_tokens(io.StringIO(module.text).readline):
        if token.type != tokenize.COMMENT:
            continue
        if IGNORE_MARK.search(token.string) and not IGNORE_WITH_REASON.search(token.string):
            yield token.start[0], "name code and reason: `# type: ignore[code]  # why` or `# noqa: CODE - why`"


RULES: tuple[Rule, ...] = (
    opens_with_its_purpose,
    keeps_its_size,
    never_sleeps,
    leaves_the_toolkit_alone,
    lets_go_of_what_has_gone,
    translates_whole_sentences,
    catches_what_it_understands,
    keeps_peewee_at_home,
    is_handed_the_time,
    is_pure,
    reads_types_in_one_place,
    prints_only_where_printing_is_the_job,
    gives_reasons_for_exceptions,
)


def faults_in(path: str, text: str) -> list[Fault]:
    """Every broken rule of one file; ``path`` is relative to the root, with forward slashes."""
    module = Module(path, text)
    return [Fault(path, line, fault) for rule in RULES for line, fault in rule(module)]


def sources(root: Path) -> list[Path]:
    """The files under the rules, in order."""
    return sorted(path for part in ROOTS for path in (root / part).rglob("*.py"))


def main() -> int:
    """Check the whole tree; 1 if a rule is broken."""
    root = Path(__file__).resolve().parent.parent
    files = sources(root)
    faults = [
        fault for path in files for fault in faults_in(path.relative_to(root).as_posix(), path.read_text("utf-8"))
    ]
    for fault in faults:
        print(fault)
    print(f"syntax tree: {len(files)} files, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
