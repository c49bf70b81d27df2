"""A disk that fails at any call, and a plug that is pulled at any moment, over a season of two offices.

Sending, receiving, keeping, settling, backing up, restoring: old or new, never between, nothing acknowledged is lost.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

HERE = Path(__file__).parent
COMPILER = shutil.which("cc") or shutil.which("gcc")

pytestmark = pytest.mark.skipif(
    not (sys.platform.startswith("linux") and COMPILER), reason="the disk that fails is a C library for Linux"
)


@pytest.fixture(scope="module")
def disk(tmp_path_factory):
    """The library that stands between the program and the disk."""
    made = tmp_path_factory.mktemp("disk") / "disk.so"
    subprocess.run([COMPILER, "-O2", "-shared", "-fPIC", "-o", made, HERE / "disk.c", "-ldl"], check=True)
    return made


def played(disk, script, *arguments):
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        done = subprocess.run(
            [sys.executable, HERE / script, folder, *map(str, arguments)],
            env={**os.environ, "LD_PRELOAD": str(disk)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def holds(found, runs):
    assert found["runs"] >= runs
    assert found["told"] > found["runs"] / 2
    assert (found["between"], found["crashes"]) == ([], [])


def test_a_disk_that_fails_leaves_old_or_new(disk):
    holds(played(disk, "faults.py", 7, 41), 15)


@pytest.mark.torture
def test_a_disk_that_fails_at_any_call_leaves_old_or_new(disk):
    for turn in range(3):  # each call meets each of the three errors
        found = played(disk, "faults.py", 1, 1, turn)
        holds(found, 500)
        print(found["runs"], "calls failed,", found["told"], "told")


def test_a_plug_that_is_pulled_loses_nothing_acknowledged(disk):
    found = played(disk, "powercut.py", 80)
    assert found["states"] == 80
    assert (found["lost"], found["broken"]) == ([], [])


def test_the_control_that_does_not_sync_is_broken(disk):
    found = played(disk, "powercut.py", 40, "off")
    assert found["broken"]
    assert len(found["broken"]) + len(found["lost"]) > 10


@pytest.mark.torture
def test_a_plug_that_is_pulled_five_thousand_times(disk):
    found = played(disk, "powercut.py", 5000)
    assert found["states"] == 5000
    assert (found["lost"], found["broken"]) == ([], [])
