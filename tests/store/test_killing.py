"""kill -9 at random points: no acknowledged edit is lost, every document opens, every copy is whole."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forks, as Windows cannot")


def killed(folder, edits, copies, *more):
    script = Path(__file__).with_name("killing.py")
    done = subprocess.run(
        [sys.executable, script, folder, str(edits), str(copies), *more], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def check(result, kills):
    assert result["kills"] == kills
    assert result["acknowledged"] > kills
    assert (result["lost"], result["unopened"], result["halves"]) == (0, 0, 0)
    assert result["behind"] > 5  # between a large step and its rows


def test_thirty_kills_lose_nothing(tmp_path):
    check(killed(tmp_path, 30, 10), 40)


def test_the_control_that_acknowledges_too_early_loses_edits(tmp_path):
    assert killed(tmp_path, 30, 0, "early")["lost"] > 0


@pytest.mark.torture
def test_three_hundred_kills_lose_nothing(tmp_path):
    result = killed(tmp_path, 300, 60)
    check(result, 360)
    assert result["journals"] > 10  # commits were hit in their middle
