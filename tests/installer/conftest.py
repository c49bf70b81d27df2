import sys
from pathlib import Path

import pytest

INSTALLER = Path(__file__).parents[2] / "installer"


@pytest.fixture(autouse=True, scope="session")
def scripts():
    """The scripts of installer/ import each other as what lies beside them."""
    sys.path.insert(0, str(INSTALLER))
    yield
    sys.path.remove(str(INSTALLER))
