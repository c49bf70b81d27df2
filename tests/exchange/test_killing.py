"""kill -9 while sending and receiving: old or new, never between, nothing acknowledged is lost."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forks, as Windows cannot")


def killed(folder, kills, *more):
    script = Path(__file__).with_name("killing.py")
    done = subprocess.run(
        [sys.executable, script, folder, str(kills), *more], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def check(result, kills):
    assert (result["kills"], result["lost"], result["broken"]) == (kills, 0, 0)
    assert result["sent"] > kills / 2
    assert result["received"] > 0


def test_thirty_kills_leave_old_or_new(folder):
    check(killed(folder, 30), 30)


def test_the_control_that_acknowledges_too_early_is_found(folder):
    assert killed(folder, 30, "early")["broken"] > 0


@pytest.mark.torture
def test_three_hundred_kills_leave_old_or_new(folder):
    check(killed(folder, 300), 300)
