import os
import tempfile
from pathlib import Path

import pytest


@pytest.fixture
def folder():
    """A folder in memory where there is one: nobody pulls a plug here, and a hundred documents wait for the disk."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as place:
        yield Path(place)
