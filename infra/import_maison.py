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
        text = chosen.file.read_text(encoding="utf-8-sig")
        if chosen.check:
            return _checked(chosen.file, text)
        from chalicelib.wiring import build  # a check needs no house

        world = build(_environment(chosen, os.environ if environment is None else environment))
        report = world.importer.import_maison(text, world.clock(), chosen.actor)
    except (OSError, UnicodeDecodeError) as error:
        print(f"{chosen.file} cannot be read: {error}", file=sys.stderr)
        return 1
    except ImportRefused as refused:
        for mistake in refused.mistakes:
            print(f"{chosen.file}:{mistake.line}: {mistake.pointer or '/'}: {mistake.detail}", file=sys.stderr)
        count = len(refused.mistakes)
        print(f"{count} {'mistake' if count == 1 else 'mistakes'}; nothing was changed.", file=sys.stderr)
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
    print(told(report))
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


def _checked(file: Path, text: str) -> int:
    blueprint = read_blueprint(text)
    staff = sum(len(house.boutique.staff) for house in blueprint.houses)
    maison = blueprint.maison
    print(
        f"{file} is in order: {maison.name}, {len(blueprint.houses)} boutiques, {staff} staff, "
        f"{len(maison.experiences)} experiences."
    )
    return 0


def _environment(chosen: argparse.Namespace, given: Mapping[str, str]) -> dict[str, str]:
    named = {"SHOWROOM_TABLE": chosen.table, "SHOWROOM_KEYS_TABLE": chosen.keys_table}
    # An import sends nothing: what only messages need may be missing.
    silent = {"SHOWROOM_QUEUE_URL": "none", "SHOWROOM_PUBLIC_URL": "none"}
    return {**silent, **given, **{name: value for name, value in named.items() if value}}


if __name__ == "__main__":
    sys.exit(main())
