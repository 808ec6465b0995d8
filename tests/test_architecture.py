"""The house is built as it is drawn: imports run one way, rules are pure, one file reads the world, keys have names."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
LIBRARY = ROOT / "showroom" / "chalicelib"
ROOMS = (
    "foundation",
    "identity",
    "http",
    "boutiques",
    "clients",
    "travel",
    "calendars",
    "pieces",
    "messaging",
    "bookings",
    "events",
    "signin",
    "feeds",
    "web",
    "wiring",
    "app",
)
"""A room may import those before it, never those after it."""

PURE = {
    "calendars/masks.py",
    "calendars/rules.py",
    "calendars/availability.py",
    "calendars/ical.py",
    "messaging/plan.py",
    "clients/consent.py",
    "clients/delegates/delegation.py",
    "clients/merging/pair.py",
    "clients/merging/strict.py",
    "clients/purchases/sheet.py",
    "events/invitations/sheet.py",
    "events/dinner/deliveries.py",
    "events/dinner/diets.py",
    "events/dinner/households.py",
    "events/dinner/kitchens.py",
    "events/dinner/manifest.py",
    "events/dinner/menus.py",
    "events/dinner/prints.py",
    "events/dinner/sheets.py",
    "events/dinner/windows.py",
    "events/dinner/words.py",
}
"""Rules without a world, besides every model.py."""

WORLDLY = {"boto3", "botocore", "pynamodb", "chalice", "os", "time", "socket", "subprocess", "requests"}
DATABASE = {"boto3", "botocore", "pynamodb"}
LAYERS = {"model": 0, "store": 1, "service": 2, "routes": 3}
MOST_LINES = 300


@dataclass(frozen=True)
class Source:
    """One file of ours, parsed."""

    path: Path
    tree: ast.Module

    @property
    def name(self) -> str:
        """Path relative to chalicelib, e.g. `bookings/store.py`; `app.py` for the entrance."""
        return self.path.relative_to(LIBRARY if LIBRARY in self.path.parents else LIBRARY.parent).as_posix()

    @property
    def room(self) -> str:
        """Which room it stands in."""
        return self.name.split("/")[0].removesuffix(".py")

    @property
    def layer(self) -> int | None:
        """How high it stands inside its room, if its name says so."""
        return LAYERS.get(self.path.stem)

    def imports(self) -> Iterator[tuple[str, int]]:
        """Yield every imported module by full name with its line, also those imported inside a function."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((alias.name, node.lineno) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{self.name}:{node.lineno} relative import"
                module = node.module or ""
                yield module, node.lineno
                yield from ((f"{module}.{alias.name}", node.lineno) for alias in node.names)


@cache
def sources() -> tuple[Source, ...]:
    """Every Python file of the project that runs on Lambda."""
    paths = [p for p in sorted(LIBRARY.rglob("*.py")) if "node_modules" not in p.parts]
    app = LIBRARY.parent / "app.py"
    return tuple(Source(path, ast.parse(path.read_text())) for path in [*paths, *([app] if app.exists() else [])])


def ours(module: str) -> str | None:
    """Return the room of a module of ours, else None."""
    parts = module.split(".")
    return parts[1] if parts[0] == "chalicelib" and len(parts) > 1 else None


def found(mistakes: list[str]) -> None:
    """Fail with every mistake at once."""
    assert not mistakes, "\n" + "\n".join(sorted(set(mistakes)))


def test_imports_run_one_way() -> None:
    """A room imports only rooms before it in the drawing, and each room stands in the drawing."""
    mistakes = []
    for source in sources():
        if source.name == "__init__.py":
            continue
        if source.room not in ROOMS:
            mistakes.append(f"{source.name}: a room that is not drawn")
            continue
        for module, line in source.imports():
            room = ours(module)
            if room is not None and ROOMS.index(room) > ROOMS.index(source.room):
                mistakes.append(f"{source.name}:{line} imports {module}")
    found(mistakes)


def test_inside_a_room_imports_run_down() -> None:
    """routes → service → store, model; store → model; whatever else a room has never imports its routes."""
    mistakes = []
    for source in sources():
        for module, line in source.imports():
            if ours(module) != source.room or module.count(".") != 2:
                continue
            target = module.split(".")[2]
            highest = source.layer if source.layer is not None else LAYERS["service"]
            if LAYERS.get(target, -1) > highest or (target == source.path.stem and source.layer is not None):
                mistakes.append(f"{source.name}:{line} imports {target}")
    found(mistakes)


def test_no_two_files_import_each_other() -> None:
    """There is no circle of imports, however long."""
    graph: dict[str, set[str]] = {}
    open_: list[str] = []
    done: set[str] = set()
    known = {
        f"chalicelib.{s.name.removesuffix('.py').removesuffix('/__init__').replace('/', '.')}": s for s in sources()
    }
    for name, source in known.items():
        imported = {module for module, _ in source.imports() if module in known and module != name}
        # `from package import submodule` needs the package only as a name.
        graph[name] = {
            m for m in imported if not (name.startswith(f"{m}.") and any(o.startswith(f"{m}.") for o in imported))
        }

    def visit(name: str) -> None:
        assert name not in open_, " → ".join([*open_, name])
        if name in done:
            return
        open_.append(name)
        for target in sorted(graph[name]):
            visit(target)
        done.add(open_.pop())

    for name in sorted(graph):
        visit(name)


def is_pure(source: Source) -> bool:
    """Say whether a file holds rules only."""
    return source.path.name == "model.py" or source.name in PURE


def test_rules_are_pure() -> None:
    """Every model.py, and the calendar's and the messages' rules, import no AWS, no HTTP, no system, no clock."""
    mistakes = [
        f"{source.name}:{line} imports {module}"
        for source in sources()
        if is_pure(source)
        for module, line in source.imports()
        if module.split(".")[0] in WORLDLY
        or module.startswith("urllib.request")
        or module.endswith((".store", ".service", ".table"))
    ]
    found(mistakes)


def test_rules_stand_on_rules() -> None:
    """A pure file imports nothing of ours that reaches the database, however far below."""
    by_module = {f"chalicelib.{s.name.removesuffix('.py').replace('/', '.')}": s for s in sources()}
    reaches: dict[str, str | None] = {}

    def database(module: str) -> str | None:
        if module not in reaches:
            reaches[module] = None
            for imported, _ in by_module[module].imports():
                if imported.split(".")[0] in DATABASE:
                    reaches[module] = imported
                elif imported in by_module and (through := database(imported)):
                    reaches[module] = f"{imported} → {through}"
        return reaches[module]

    found(
        [f"{name} reaches {way}" for name, source in by_module.items() if is_pure(source) and (way := database(name))]
    )


def test_only_stores_know_the_database() -> None:
    """pynamodb, boto3 and botocore are imported by foundation, by store.py files, by adapters and by the wiring."""
    mistakes = [
        f"{source.name}:{line} imports {module}"
        for source in sources()
        if source.room not in {"foundation", "wiring", "app"} and source.path.stem != "store"
        for module, line in source.imports()
        if module.split(".")[0] == "pynamodb"
    ]
    found(mistakes)


def test_only_the_edge_knows_chalice() -> None:
    """Chalice is known to http and to the entrance; everybody else declares routes as data."""
    mistakes = [
        f"{source.name}:{line} imports {module}"
        for source in sources()
        if source.room not in {"http", "app"}
        for module, line in source.imports()
        if module.split(".")[0] == "chalice"
    ]
    found(mistakes)


WORLD_CALLS = re.compile(
    r"""\b(datetime\.now|datetime\.utcnow|datetime\.today|date\.today|time\.time|time\.monotonic|time\.sleep
    |os\.environ|os\.getenv|boto3\.client|boto3\.resource|boto3\.Session|boto3\.session)\b""",
    re.VERBOSE,
)


def test_only_the_wiring_touches_the_world() -> None:
    """No clock, no environment, no client, no sleep outside wiring: they are all handed in."""
    mistakes = []
    for source in sources():
        if source.room == "wiring":
            continue
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Attribute) and (said := WORLD_CALLS.search(ast.unparse(node))):
                mistakes.append(f"{source.name}:{node.lineno} {said.group()}")
            measuring = isinstance(node, ast.ImportFrom) and [alias.name for alias in node.names] == ["perf_counter"]
            if isinstance(node, ast.ImportFrom) and node.module in {"os", "time"} and not measuring:
                mistakes.append(f"{source.name}:{node.lineno} from {node.module} import …")
    found(mistakes)


def test_nothing_random_is_made_at_import() -> None:
    """Ids, keys and nonces are made when asked for: a process may be frozen after import and woken twice."""
    mistakes = []
    for source in sources():
        for node in source.tree.body:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                continue
            calls = [inner for inner in ast.walk(node) if isinstance(inner, ast.Call)]
            chance = re.compile(r"\b(new_id|secrets\.|urandom|uuid4|random\.)")
            mistakes += [f"{source.name}:{call.lineno}" for call in calls if chance.search(ast.unparse(call.func))]
    found(mistakes)


def test_each_room_says_what_it_is() -> None:
    """A paragraph in every __init__.py, and a docstring at the head of every file."""
    mistakes = []
    for source in sources():
        said = ast.get_docstring(source.tree) or ""
        if source.path.name == "__init__.py" and source.path.parent.parent == LIBRARY and len(said) < 60:
            mistakes.append(f"{source.name}: no paragraph")
        elif not said and source.path != LIBRARY / "__init__.py":
            mistakes.append(f"{source.name}: no docstring")
    found(mistakes)


def test_files_fit_one_sitting() -> None:
    """No file is longer than 300 lines."""
    lengths = {source.name: len(source.path.read_text().splitlines()) for source in sources()}
    found([f"{name}: {length} lines" for name, length in lengths.items() if length > MOST_LINES])


# ── keys and access patterns ─────────────────────────────────────────────────────────────────────────────────

PREFIX = re.compile(r"[A-Z]{2,}#")


def key_functions() -> dict[str, ast.FunctionDef]:
    """Return `room.function` of every function that builds a key of the table (or the partition of an index)."""
    return {
        f"{source.room}.{node.name}": node
        for source in sources()
        for node in source.tree.body
        if isinstance(node, ast.FunctionDef)
        and node.name.endswith("_key")
        and not node.name.startswith("_")
        and node.returns is not None
        and ast.unparse(node.returns) in {"Key", "str"}
    }


def documented() -> dict[str, str]:
    """Return key function → its row, from the table in the documentation."""
    rows: dict[str, str] = {}
    for line in (ROOT / "docs" / "access-patterns.md").read_text().splitlines():
        if line.startswith("| `"):
            rows[line.split("`")[1]] = line
    return rows


def test_every_key_has_a_row_in_the_documentation() -> None:
    """docs/access-patterns.md has a row for each key function, and none for a function that is no more."""
    assert set(documented()) == set(key_functions())


def test_every_row_shows_the_key_that_the_function_builds() -> None:
    """The prefix in the row is the prefix in the code."""
    mistakes = []
    for name, node in key_functions().items():
        row = documented().get(name, "")
        constants = [c.value for c in ast.walk(node) if isinstance(c, ast.Constant) and isinstance(c.value, str)]
        prefixes = {text.split("#")[0] + "#" for text in constants if PREFIX.match(text)}
        mistakes += [f"{name}: {prefix} is not in its row" for prefix in prefixes if prefix not in row]
    found(mistakes)


def test_keys_are_built_by_named_functions_only() -> None:
    """`Key(…)` and key prefixes appear only in functions called *_key; the committer reads keys back from raw items."""
    mistakes = []
    for source in sources():
        if source.name in {"foundation/table.py", "foundation/steps.py"}:
            continue
        inside = {
            id(inner)
            for node in ast.walk(source.tree)
            if isinstance(node, ast.FunctionDef) and node.name.endswith("_key")
            for inner in ast.walk(node)
        }
        constants = {
            id(inner)
            for node in source.tree.body
            if isinstance(node, (ast.Assign, ast.AnnAssign))
            for inner in ast.walk(node)
        }
        for node in ast.walk(source.tree):
            if id(node) in inside | constants:
                continue
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Key":
                mistakes.append(f"{source.name}:{node.lineno} Key(…)")
            if isinstance(node, ast.JoinedStr) and (head := node.values[:1]):
                first = head[0]
                if isinstance(first, ast.Constant) and PREFIX.match(str(first.value)):
                    mistakes.append(f"{source.name}:{node.lineno} {ast.unparse(node)}")
    found(mistakes)


# ── what the API does not carry ──────────────────────────────────────────────────────────────────────────────

HEAVY = (
    *("babel", "jinja2", "icalendar", "recurring_ical_events", "holidays", "phonenumbers", "moto", "mrml", "yaml"),
    "xlsxwriter",
)


def test_the_api_imports_nothing_it_does_not_need() -> None:
    """Importing the entrance, in a fresh process, imports none of the heavy libraries (cold starts)."""
    code = f"import sys, app; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=LIBRARY.parent, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stdout + done.stderr
