import subprocess
import sys

import pytest
from tests.cli.steps import SAMPLE, NoScreen, Told

from hengbiao import cli


@pytest.fixture
def run(capsys):
    def run(*arguments, screen=None):
        status = cli.run([str(each) for each in arguments], screen or NoScreen())
        return Told(status, *capsys.readouterr())

    return run


@pytest.fixture
def document(tmp_path, run):
    path = tmp_path / "文件.hengbiao"
    assert run("import", SAMPLE, "--into", path).status == 0
    return path


@pytest.fixture
def held(document):
    """The document, open in another process until the test ends."""
    code = (
        "import sys; from hengbiao.store.store import Store\n"
        f"store = Store.open({str(document)!r}, author='王会计'); print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "open\n"
        yield document
        other.stdin.close()
