"""The docs are part of the house: links lead somewhere, commands exist, lists are complete, words are in place."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).parent.parent
DOCS = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
TARGET = re.compile(r"\bmake ([a-z][a-z-]*)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]+`|^```.*?^```", re.MULTILINE | re.DOTALL)
FORBIDDEN = re.compile(
    r"/work/|\bshared/|\bTODO\b|\bFIXME\b|\bseamless|\bblazing|\bworld-class\b|\bcutting-edge\b", re.IGNORECASE
)


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _anchors(path: Path) -> set[str]:
    """Return the anchors that a page's titles make, as they are made where the docs are read."""
    titles = re.findall(r"^#+ (.+)$", FENCE.sub("", path.read_text()), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower().replace("`", "")).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", DOCS, ids=_name)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    """A link names a file of this repository, and an anchor a title in it."""
    wrong = []
    for link in LINK.findall(FENCE.sub("", page.read_text())):
        if re.match(r"[a-z]+:", link):
            continue
        place, _, anchor = unquote(link).partition("#")
        target = (page.parent / place).resolve() if place else page
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in _anchors(target)):
            wrong.append(link)
    assert wrong == []


@pytest.mark.parametrize("page", DOCS, ids=_name)
def test_every_command_named_exists(page: Path) -> None:
    """Whoever types a `make` target that a page names gets what the page says."""
    known = set(re.findall(r"^([a-z][a-z-]*):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {target for code in CODE.findall(page.read_text()) for target in TARGET.findall(code)}
    assert named - known == set()


@pytest.mark.parametrize("page", DOCS, ids=_name)
def test_no_page_says_what_we_do_not_say(page: Path) -> None:
    """No places of one machine, no promises for later in the text, no words of advertisement."""
    assert FORBIDDEN.findall(page.read_text()) == []


def test_the_readme_opens_with_the_picture_and_the_two_commands() -> None:
    """First what it looks like, then how to run it and how to test it, then what it is."""
    readme = (ROOT / "README.md").read_text()
    picture, run, test, what = (readme.index(part) for part in ("![", "make run", "make test", "## What it is"))
    assert picture == 0 < run < test < what


def test_every_target_says_what_it_does() -> None:
    """Each phony target of the Makefile has its `##` line, so that `make` lists it."""
    makefile = (ROOT / "Makefile").read_text()
    for target in re.findall(r"^\.PHONY: (\S+)$", makefile, re.MULTILINE):
        assert re.search(rf"^{target}:.* ## \S", makefile, re.MULTILINE), target


@pytest.mark.parametrize(("file", "title"), [("requirements.in", "On Lambda"), ("requirements-dev.in", "To develop")])
def test_each_dependency_is_listed_with_its_reason(file: str, title: str) -> None:
    """docs/dependencies.md names exactly what the requirements name, each with why."""
    page = (ROOT / "docs" / "dependencies.md").read_text()
    (section,) = (part for part in page.split("\n## ") if part.startswith(title))
    listed = dict(re.findall(r"^\| `([^`]+)` \| (.+) \|$", section, re.MULTILINE))
    lines = (ROOT / file).read_text().splitlines()
    wanted = {re.split(r"[=\[]", line)[0] for line in lines if re.match(r"[a-z]", line)}
    assert set(listed) == wanted
    assert all(len(reason) > 10 for reason in listed.values())


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_what_is_asked_for_is_what_is_pinned(name: str) -> None:
    """Each line of an .in file stands with the same version in the pinned .txt beside it."""
    asked = re.findall(r"^([a-z][\w-]*)(?:\[[^\]]*\])?(==\S+)", (ROOT / f"{name}.in").read_text(), re.MULTILINE)
    pinned = dict(re.findall(r"^([a-z][\w-]*)(==\S+)", (ROOT / f"{name}.txt").read_text(), re.MULTILINE))
    assert {package: pinned.get(package) for package, _ in asked} == dict(asked)


def test_nothing_committed_names_the_workplace() -> None:
    """The repository can be read anywhere: no file names a folder of the machine it was written on."""
    listed = subprocess.run(["git", "grep", "-lE", r"/work/(main|shared)"], cwd=ROOT, capture_output=True, text=True)
    assert [name for name in listed.stdout.splitlines() if name != "tests/test_docs.py"] == []
