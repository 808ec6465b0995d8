"""`python -m infra.import_maison FILE`: makes a maison's YAML the configuration of a deployed house.

`--check` only reads the file and tells every mistake with its line: no account, no network. Otherwise the house is the
one that the environment names (`SHOWROOM_TABLE` and the others, as in the deployed functions; `--table` and
`--keys-table` stand before it), and AWS credentials are the caller's own.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from infra.pythons import ROOT

sys.path[:0] = [path for path in (str(ROOT / "showroom"),) if path not in sys.path]

from chalicelib.boutiques.blueprint import ImportRefused, read_blueprint  # noqa: E402
from chalicelib.boutiques.importer import ImportReport  # noqa: E402
from chalicelib.boutiques.removals import StillInUse  # noqa: E402
from chalicelib.foundation.errors import ShowroomError  # noqa: E402


class CannotImportError(Exception):
    """Raised when a file cannot be read or has mistakes; says all of them, one a line."""


def main(arguments: list[str] | None = None, environment: Mapping[str, str] | None = None) -> int:
    """Import, or check; 0 when all is well, 1 for a file with mistakes, 2 when the house could not take it."""
    parser = argparse.ArgumentParser(prog="python -m infra.import_maison", description="Import a maison's YAML file.")
    parser.add_argument("file", type=Path, help="the maison's YAML; docs/maison-yaml.md describes it")
    parser.add_argument("--check", action="store_true", help="only read it, and tell every mistake")
    parser.add_argument("--table", help="name of the main table, instead of SHOWROOM_TABLE")
    parser.add_argument("--keys-table", help="name of the keys table, instead of SHOWROOM_KEYS_TABLE")
    parser.add_argument("--actor", default="admin:import", help="who imports, for the audit (an id, no name)")
    chosen = parser.parse_args(arguments)
    try:
        text, summary = checked(chosen.file)
        if chosen.check:
            print(summary)
            return 0
        from chalicelib.wiring import build  # a check needs no house

        world = build(_environment(chosen, os.environ if environment is None else environment))
        report = world.importer.import_maison(text, world.clock(), chosen.actor)
        entered = world.signin.members.follow(chosen.actor)
    except CannotImportError as error:
        print(error, file=sys.stderr)
        return 1
    except StillInUse as needed:
        print(f"{needed} Nothing was changed.", file=sys.stderr)
        return 2
    except ShowroomError as error:
        print(f"{error.detail or 'The table could not answer.'} Import again to see how it stands.", file=sys.stderr)
        return 2
    except ValueError as error:  # settings that are missing
        print(error, file=sys.stderr)
        return 2
    print("\n".join([told(report), *let_in(entered)]))
    return 0


def told(report: ImportReport) -> str:
    """Say in one sentence or two what an import did."""
    if not report.changed:
        return f"Nothing to do: this is revision {report.revision} already."
    parts = [f"This is revision {report.revision} now."]
    for label, names in (
        ("Boutiques written", report.written),
        ("Boutiques removed", report.removed),
        ("Contacts sealed anew", report.contacts),
        ("Gone, and their keys shredded", report.departed),
    ):
        if names:
            parts.append(f"{label}: {', '.join(names)}.")
    if report.unfinished:
        parts.append("What it replaced could not all be removed yet: import again.")
    return "\n".join(parts)


def let_in(entered: Mapping[str, str]) -> list[str]:
    """Say whose sign-in an import changed, one line for each kind of change."""
    kinds = {
        "bound": "May sign in, as they stand now",
        "dismissed": "May sign in no more",
        "shared": "Cannot sign in, for they share an address",
    }
    named = {kind: sorted(staff for staff, done in entered.items() if done == kind) for kind in kinds}
    return [f"{said}: {', '.join(named[kind])}." for kind, said in kinds.items() if named[kind]]


def checked(file: Path) -> tuple[str, str]:
    """Return the text of a maison's file that has no mistakes, and what is in it. Raises CannotImportError."""
    try:
        text = file.read_text(encoding="utf-8-sig")
        blueprint = read_blueprint(text)
    except (OSError, UnicodeDecodeError) as error:
        raise CannotImportError(f"{file} cannot be read: {error}") from None
    except ImportRefused as refused:
        found = [f"{file}:{each.line}: {each.pointer or '/'}: {each.detail}" for each in refused.mistakes]
        raise CannotImportError(
            "\n".join([*found, f"{_counted(len(found), 'mistake')}; nothing was changed."])
        ) from None
    staff = sum(len(house.boutique.staff) for house in blueprint.houses)
    offers = len(blueprint.maison.experiences)
    sizes = f"{_counted(len(blueprint.houses), 'boutique')}, {staff} staff, {_counted(offers, 'experience')}"
    return text, f"{file} is in order: {blueprint.maison.name}, {sizes}."


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _environment(chosen: argparse.Namespace, given: Mapping[str, str]) -> dict[str, str]:
    named = {"SHOWROOM_TABLE": chosen.table, "SHOWROOM_KEYS_TABLE": chosen.keys_table}
    # An import sends nothing: what only messages need may be missing.
    silent = {"SHOWROOM_QUEUE_URL": "none", "SHOWROOM_PUBLIC_URL": "https://none.invalid"}
    return {**silent, **given, **{name: value for name, value in named.items() if value}}


if __name__ == "__main__":
    sys.exit(main())
