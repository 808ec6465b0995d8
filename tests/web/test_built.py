"""What the build makes: small, whole in every language, safe under a strict content policy, in the house's words."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from chalicelib.events.dinner.words import allergens
from infra.build import WEB, build_web, node_path

LIMIT = 30_000
INVITATION = 34_000
"""What an invitation may weigh with any one language: it has a dinner's table in it as well."""
WORDS = WEB.parents[2] / "docs" / "words.md"


@pytest.fixture(scope="module", autouse=True)
def built() -> None:
    """The bundles as their sources are now."""
    if not shutil.which("npm", path=node_path()):
        pytest.skip("THE PAGES ARE NOT BUILT: no npm on this machine")
    build_web()


def manifest() -> dict[str, dict[str, str]]:
    """What was built."""
    found: dict[str, dict[str, str]] = json.loads((WEB / "bundles" / "manifest.json").read_text())
    return found


def size(name: str) -> int:
    """Bytes over the wire."""
    return len(gzip.compress((WEB / "bundles" / name).read_bytes(), 9))


@pytest.mark.parametrize("language", ["ar", "en", "fr", "it", "ja", "zh"])
def test_the_widget_is_small(language: str) -> None:
    """Lit, every step and any one language: at most 30 kB. The six are what there is."""
    six = ["ar", "en", "fr", "it", "ja", "zh"]
    for group in ("languages", "pageLanguages", "eventLanguages", "nightLanguages", "consoleLanguages"):
        assert sorted(manifest()[group]) == six
    assert size("widget.js") + size(manifest()["languages"][language]) <= LIMIT


@pytest.mark.parametrize("language", ["ar", "en", "fr", "it", "ja", "zh"])
def test_the_invitation_is_small(language: str) -> None:
    """An invitation is opened on the way: its page with any one language is at most 34 kB."""
    assert size(manifest()["pages"]["event"]) + size(manifest()["eventLanguages"][language]) <= INVITATION


@pytest.mark.parametrize("language", ["ar", "en", "fr", "it", "ja", "zh"])
@pytest.mark.parametrize("page", ["round", "kitchen"])
def test_the_night_is_small(page: str, language: str) -> None:
    """A round is opened at a kitchen's back door, on one bar of network: with any one language at most 24 kB."""
    assert size(manifest()["pages"][page]) + size(manifest()["nightLanguages"][language]) <= 24_000


@pytest.mark.parametrize("language", ["ar", "en", "fr", "it", "ja", "zh"])
def test_allergens_have_one_name(language: str) -> None:
    """A screen, a sheet of paper and a label call each of the fourteen the same (rule D1)."""
    text = (WEB / "src" / "languages" / "night" / f"{language}.ts").read_text()
    (named,) = re.findall(r"allergens:\s*\"([^\"]*)\"", text)
    assert named.split("|") == list(allergens(language).values())


def test_what_keeps_the_round_names_its_files() -> None:
    """All that the courier's page needs to open without a network, and nothing of another page's."""
    told = set(re.findall(r"assets/[\w-]+\.\w+", (WEB / "bundles" / "round-worker.js").read_text()))
    made = manifest()
    assert told == {made["pages"]["round"], made["styles"]["page"], *made["nightLanguages"].values()}


def test_files_fit_one_sitting() -> None:
    """No source has more than three hundred lines."""
    assert [path.name for path in (WEB / "src").rglob("*.ts") if path.read_text().count("\n") > 300] == []


def test_types_hold() -> None:
    """The sources are sound TypeScript; so every catalogue has every sentence."""
    tsc = WEB / "node_modules" / ".bin" / "tsc"
    environ = {**os.environ, "PATH": node_path()}
    done = subprocess.run([tsc, "--noEmit"], cwd=WEB, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("language", ["ar", "en", "fr", "it", "ja", "zh"])
def test_the_widget_has_its_own_words_alone(language: str) -> None:
    """What only the pages say is not sent to those who only book; a page has the widget's words and its own."""
    known = {key: re.compile(rf"\b{key}:") for key in ("whatTitle", "linkOver", "roomOpensIn", "acceptTitle")}
    in_widget, in_pages, in_event = (
        [key for key, said in known.items() if said.search((WEB / "bundles" / manifest()[group][language]).read_text())]
        for group in ("languages", "pageLanguages", "eventLanguages")
    )
    assert in_widget == ["whatTitle"]
    assert in_pages == ["whatTitle", "linkOver", "roomOpensIn"]
    assert in_event == ["whatTitle", "linkOver", "acceptTitle"]


@pytest.mark.parametrize(
    "path", sorted((WEB / "src" / "languages").rglob("*.ts")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_the_house_s_words(path: Path) -> None:
    """No exclamation mark, and none of the words that docs/words.md keeps from clients."""
    text = re.sub(r"^\s*(//|/\*\*).*$", "", path.read_text(), flags=re.MULTILINE)
    said = re.findall(r'"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`', text)
    sentences = [re.sub(r"\$\{[^}]*\}", "", first or second) for first, second in said]
    assert len(sentences) > 20
    (row,) = re.findall(rf"^\| {path.stem} \| .* \| (.*) \|$", WORDS.read_text(), re.MULTILINE)
    # Chinese and Japanese write words without spaces: there a word is wherever its signs are.
    edge = "" if path.stem in {"zh", "ja"} else r"\b"
    words = [rf"{edge}{re.escape(word)}{edge}" for word in row.split(", ")]
    never = re.compile("|".join([r"[!！]", *words]), re.IGNORECASE)
    assert [one for one in sentences if never.search(one) and not one.startswith("./")] == []


@pytest.mark.parametrize(
    "path", sorted((WEB / "src" / "languages").rglob("*.ts")), ids=lambda path: f"{path.parent.name}/{path.stem}"
)
def test_apostrophes_are_printed_ones(path: Path) -> None:
    """’ and not ' within a word, as in the letters."""
    lines = path.read_text().splitlines()
    typed = [
        line for line in lines if not line.lstrip().startswith(("/", "*")) and re.search(r"[^\W\d_]'[^\W\d_]", line)
    ]
    assert typed == []


def test_nothing_a_strict_policy_refuses() -> None:
    """No eval, no inline style attribute, no address of anybody else's."""
    for name in ("widget.js", "round-worker.js", *manifest()["pages"].values()):
        script = (WEB / "bundles" / name).read_text()
        assert not re.search(r"\beval\(|new Function\(|\sstyle=", script)
        hosts = set(re.findall(r"https?://([\w.-]+)", script))
        # The calendar's library names pages in what it says of a developer's mistakes; nothing is fetched there.
        assert hosts <= {"www.w3.org", *(("svelte.dev", "github.com") if "console-" in name else ())}


def test_the_lock_names_no_registry() -> None:
    """Dependencies are pinned by hash; where they are fetched from is the machine's own business."""
    lock = (WEB / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert '"integrity"' in lock


def test_physical_sides_are_never_named() -> None:
    """Logical properties only: the same sheet serves Arabic."""
    physical = re.compile(
        r"(?:margin|padding|border)-(?:left|right)|text-align:\s*(?:left|right)|^\s*(?:left|right|width|height):",
        re.MULTILINE,
    )
    wrong = [path.name for path in (WEB / "src").rglob("*.ts") if physical.search(path.read_text())]
    assert wrong == []
