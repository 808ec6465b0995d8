"""The import command: what it prints, what it answers, and that it does what it says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from chalicelib.boutiques.service import Catalogue
from chalicelib.foundation.table import KEYS, MAIN, Table
from chalicelib.foundation.vault import Vault
from infra.import_maison import main
from infra.keys import fresh_keys
from tests.boutiques.files import SMALL, changed, line_of
from tests.harness.moto_world import REGION, Aws, ClockAt


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A maison's file."""
    path = tmp_path / "maison.yaml"
    path.write_text(SMALL)
    return path


@pytest.fixture
def environment(aws: Aws, table_names: dict[str, str]) -> Iterator[dict[str, str]]:
    """The environment of a deployed house, as far as an import needs it."""
    secret = aws.client("secretsmanager").create_secret(
        Name=f"secret-{table_names[MAIN]}", SecretString=json.dumps(fresh_keys())
    )
    yield {
        "SHOWROOM_TABLE": table_names[MAIN],
        "SHOWROOM_KEYS_TABLE": table_names[KEYS],
        "SHOWROOM_SECRET_NAME": secret["Name"],
        "AWS_REGION": REGION,
    }
    aws.client("secretsmanager").delete_secret(SecretId=secret["Name"], ForceDeleteWithoutRecovery=True)


def test_a_check_needs_no_house(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It reads, says what is there, and asks for no account."""
    assert main([str(file), "--check"], {}) == 0
    assert capsys.readouterr().out == f"{file} is in order: Petite, 1 boutique, 2 staff, 2 experiences.\n"


def test_mistakes_are_told_as_editors_read_them(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`file:line: where: what`, one a line, and the answer 1."""
    text = changed("deputy: bruno", "deputy: nobody", changed("zone: Europe/Paris", "zone: Mars/Base"))
    file.write_text(text)
    assert main([str(file), "--check"], {}) == 1
    *mistakes, summary = capsys.readouterr().err.splitlines()
    assert [mistake.split(": ")[:2] for mistake in mistakes] == [
        [f"{file}:{line_of('zone: Mars', text)}", "/boutiques/paris/zone"],
        [f"{file}:{line_of('deputy: nobody', text)}", "/boutiques/paris/staff/anna/deputy"],
    ]
    assert summary == "2 mistakes; nothing was changed."


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read_is_told(
    tmp_path: Path, content: bytes | None, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not there, or no text: one sentence and no traceback."""
    path = tmp_path / "maison.yaml"
    if content is not None:
        path.write_bytes(content)
    assert main([str(path)], {}) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_missing_settings_are_named(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a house to import into, the answer is 2 and says what is missing."""
    assert main([str(file)], {}) == 2
    assert "SHOWROOM_TABLE" in capsys.readouterr().err


def test_an_import_makes_it_true(
    file: Path, environment: dict[str, str], table: Table, vault: Vault, clock: ClockAt,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """The first time it says what it wrote, the second time that there was nothing to do."""
    assert main([str(file)], environment) == 0
    assert "This is revision 1 now.\nBoutiques written: paris." in capsys.readouterr().out
    assert Catalogue(table, vault, clock).maison().name == "Petite"
    assert main([str(file)], environment) == 0
    assert capsys.readouterr().out == "Nothing to do: this is revision 1 already.\n"
