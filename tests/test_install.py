import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROBE = """
import importlib, json, pkgutil
import hengbiao
from hengbiao.paths import resource, resources
from hengbiao.qt import _ui
forms = [form.name for form in pkgutil.iter_modules(_ui.__path__)]
for form in forms:
    importlib.import_module(f"hengbiao.qt._ui.{form}")
files = [path.relative_to(resources()).as_posix() for path in resources().rglob("*") if path.is_file()]
print(json.dumps({"program": hengbiao.__file__, "forms": sorted(forms), "resources": sorted(files)}))
"""


def run(*command, **options):
    """The output of a command that must succeed."""
    done = subprocess.run(command, check=False, capture_output=True, encoding="utf-8", **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def tracked():
    """The files git would clone, as they lie in the working tree; without git, all but what .gitignore names."""
    try:
        names = run("git", "ls-files", "-z", cwd=ROOT).split("\0")
    except (OSError, AssertionError):
        ignored = {".git", *re.findall(r"^([^#\n]+)/$", (ROOT / ".gitignore").read_text("utf-8"), re.MULTILINE)}
        files = [path.relative_to(ROOT) for path in ROOT.rglob("*")]
        names = [path.as_posix() for path in files if not ignored & {path.as_posix(), *parents(path)}]
    return [name for name in names if (ROOT / name).is_file()]


def parents(path):
    """The names of the folders a path lies in, and these folders from the top."""
    return {*path.parts, *(parent.as_posix() for parent in path.parents)}


def copy_tracked(target):
    for name in tracked():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, target / name)
    return target


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    return copy_tracked(tmp_path_factory.mktemp("绩效 目标") / "衡表 clone")


@pytest.fixture(scope="module")
def installed(clone):
    """The bin folder of a fresh environment with the wheel of the clone; other libraries come from this one."""
    place = clone.parent / "环境 venv"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    run(*pip, "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", clone.parent, clone)
    venv.create(place, with_pip=False)
    python = place / "bin" / "python"
    wheel = next(clone.parent.glob("hengbiao-*.whl"))
    run(*pip, "--python", python, "install", "--quiet", "--no-deps", "--no-index", "--no-compile", wheel)
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return place / "bin"


@pytest.fixture
def outside(tmp_path):
    """Options to run a program as a stranger would: another folder, an empty home, no screen."""
    keep = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    return {"cwd": tmp_path, "env": {**keep, "HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}}


def test_wheel_holds_compiled_forms_and_every_resource(clone, installed, outside):
    found = json.loads(run(installed / "python", "-W", "error", "-c", PROBE, **outside))
    assert Path(found["program"]).is_relative_to(installed.parent)
    assert found["forms"] == sorted(path.stem for path in (clone / "ui").glob("*.ui"))
    resources = clone / "resources"
    assert found["resources"] == sorted(
        path.relative_to(resources).as_posix() for path in resources.rglob("*") if path.is_file()
    )


def test_building_leaves_the_clone_as_it_was(clone, installed):
    left = {path.relative_to(clone).as_posix() for path in clone.rglob("*") if path.is_file()}
    assert {name for name in left - set(tracked()) if "__pycache__" not in name} == set()


def test_installed_program_knows_its_layouts(installed, outside):
    layouts = json.loads(run(installed / "hengbiao", "layouts", "--json", **outside))
    assert "tianjin" in {layout["id"] for layout in layouts}


def test_installed_program_passes_its_own_test(installed, outside):
    assert run(installed / "hengbiao", "--self-test", **outside)
