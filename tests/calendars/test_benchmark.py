"""The benchmark measures the real search: its answer is the expected one, in the expected form."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

from benchmarks.slots import demand_of, search, written

ROOT = Path(__file__).parents[2]
DATA = ROOT / "benchmarks" / "data"


def test_the_search_gives_the_expected_slots() -> None:
    """Every start of slots-10.json with the ids of all free hosts, as worked out by brute force."""
    demand, window = demand_of(json.loads((DATA / "slots-10.json").read_text(encoding="utf-8")))
    expected = json.loads((DATA / "slots-10.expected.json").read_text(encoding="utf-8"))
    found = search(demand, window)
    assert written(found) == expected["slots"]
    assert (len(found), sum(map(len, found.values()))) == (expected["starts"], expected["pairs"])


def test_more_hosts_keep_the_first_ones_as_they_are() -> None:
    """With 13 hosts, the offers of hosts 1 to 10 are those of the file, and 11 to 13 are others."""
    data = json.loads((DATA / "slots-10.json").read_text(encoding="utf-8"))
    few, many = (written(search(*demand_of(data, hosts))) for hosts in (None, 13))
    first = {start: [each for each in ids if each <= 10] for start, ids in many.items()}
    assert {start: ids for start, ids in first.items() if ids} == few
    assert {each for ids in many.values() for each in ids} == set(range(1, 14))


def test_the_command_prints_one_line_of_json() -> None:
    """`python -m benchmarks.slots FILE` works from the root and hashes the answer."""
    command = [sys.executable, "-m", "benchmarks.slots", str(DATA / "slots-10.json"), "--rounds", "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    report = json.loads(done.stdout)
    expected = json.loads((DATA / "slots-10.expected.json").read_text(encoding="utf-8"))["slots"]
    answer = json.dumps(expected, sort_keys=True, separators=(",", ":"))
    assert list(report) == ["ms_median", "starts", "pairs", "slots_sha256"]
    assert report["slots_sha256"] == hashlib.sha256(answer.encode()).hexdigest()
    assert done.stdout.count("\n") == 1
