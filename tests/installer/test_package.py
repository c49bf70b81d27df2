import subprocess
import sys
from pathlib import Path

import pytest

BUILD = Path(__file__).parents[2] / "installer" / "build.py"


@pytest.mark.torture
def test_two_builds_of_the_program_are_alike_and_pass_their_own_test():
    done = subprocess.run(
        [sys.executable, BUILD, "--folder-only", "--twice"], check=False, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "自检通过" in done.stdout
    assert "，0 个不同" in done.stdout
