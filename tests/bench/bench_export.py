"""Export of 1,000 forms of each layout beside the bare libraries drawing the same: time, read-back, memory.

Each in a process of its own, so that its memory is the program's and not that of the others.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.bench.export_run import BACK, LIMITS, most

from hengbiao.exchange.exports import WRITERS
from hengbiao.forms.layouts import layouts

FORMS = 1000
MEMORY = 250e6 / 2**20
"""MiB that an export may take: 250 MB."""

CASES = [(layout.id, kind, suffix) for layout in layouts() for kind in layout.plans for suffix in WRITERS]


@pytest.mark.parametrize(("layout", "kind", "suffix"), CASES)
def test_a_thousand_forms(layout, kind, suffix):
    child = [sys.executable, str(Path(__file__).with_name("export_run.py")), layout, kind, suffix, str(FORMS)]
    told = json.loads(subprocess.run(child, check=True, capture_output=True, text=True).stdout)
    print(f"\n{layout} {kind}{suffix}: {told['ours']:.2f} s, {told['size']:.1f} MB", end="")
    if suffix in LIMITS:
        print(f"; {told['ours'] / told['bare']:.2f} of bare ({told['bare']:.2f} s; limit {LIMITS[suffix]})", end="")
    print(f"; read back {told['back'] / told['ours']:.2f} of writing (limit {BACK})", end="")
    print(f"; memory {told['memory']:.0f} MiB (limit {MEMORY:.0f})")
    assert told["ours"] <= most(told["bare"], suffix)
    assert told["back"] <= BACK * told["ours"]
    assert told["memory"] <= MEMORY
