"""kill -9 while keeping and restoring: old or new, never between, and every backup stays good."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forks, as Windows cannot")


def check(folder, kills):
    script = Path(__file__).with_name("kept_killing.py")
    done = subprocess.run([sys.executable, script, folder, str(kills)], capture_output=True, text=True, check=True)
    result = json.loads(done.stdout)
    assert (result["kills"], result["lost"], result["broken"]) == (kills, 0, 0)
    assert result["kept"] >= kills // 2


def test_twenty_kills_leave_old_or_new(tmp_path):
    check(tmp_path, 20)


@pytest.mark.torture
def test_two_hundred_kills_leave_old_or_new(tmp_path):
    check(tmp_path, 200)
