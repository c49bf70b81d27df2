import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "hengbiao"
MODULES = [path for path in sorted(PACKAGE.rglob("*.py")) if "_ui" not in path.parts]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
VAGUE = {"core", "util", "utils", "helper", "helpers", "manager", "handler", "common", "misc", "base", "impl", "data"}
VAGUE |= {"process"}

# A forbidden import of every kind, as module → what it imports.
SINS = {
    "domain.sin": "hengbiao.rules",
    "forms.sin": "hengbiao.rules",
    "rules.sin": "hengbiao.forms",
    "formats.sin": "hengbiao.store",
    "store.sin": "hengbiao.formats",
    "exchange.sin": "hengbiao.cli",
    "cli": "hengbiao.qt",
    "qt.sin": "hengbiao.app",
    "exchange.window": "PySide6.QtCore",
    "exchange.base64": "sqlite3",
    "exchange.tables": "sqlite_utils",
    "store.sheets": "openpyxl",
    "formats.sheets": "python_calamine",
    "formats.pages": "reportlab",
    "formats.tables": "pdfplumber",
    "formats.pictures": "pypdfium2",
    "formats.letters": "docx",
    "stray": "hengbiao.paths",
}


def run(command, **options):
    """The finished process, its output as text."""
    return subprocess.run(command, check=False, capture_output=True, encoding="utf-8", **options)


def lint(source):
    """What import-linter says about the package in the folder source, and its exit status."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]
    options = ["--no-cache", "--no-logo", "--config", str(ROOT / "pyproject.toml")]
    environment = {"PYTHONPATH": str(source), "COLUMNS": "200", "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"}
    done = run(command + options, env=environment, cwd=source)
    return done.stdout + done.stderr, done.returncode


def ensure_package(folder, top):
    """Make folder a package, and every folder between it and top."""
    folder.mkdir(parents=True, exist_ok=True)
    while folder != top.parent:
        (folder / "__init__.py").touch()
        folder = folder.parent


def imported(path):
    """The dotted names a module imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def assigned(path):
    """The names a module binds at its top with a type."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.target.id for node in tree.body if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }


def words(name):
    """The words of a snake_case or CamelCase name, lower."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def named(path):
    """The names of a module and its classes."""
    yield path.stem
    tree = ast.parse(path.read_text(encoding="utf-8"))
    yield from (node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef))


def test_contracts_are_kept():
    report, status = lint(ROOT / "src")
    assert status == 0, report


def test_contracts_see_every_kind_of_forbidden_import(tmp_path):
    package = shutil.copytree(PACKAGE, tmp_path / "hengbiao")
    for name, target in SINS.items():
        path = package.joinpath(*name.split(".")).with_suffix(".py")
        ensure_package(path.parent, package)
        path.write_text(f"import {target}\n", encoding="utf-8")
    for target in [target for target in SINS.values() if target.startswith("hengbiao.")]:
        if not package.joinpath(*target.split(".")[1:]).with_suffix(".py").exists():
            ensure_package(package.joinpath(*target.split(".")[1:]), package)
    report, status = lint(tmp_path)
    assert status == 1, report
    assert [contract["id"] for contract in CONTRACTS if f"{contract['name']} BROKEN" not in report] == []
    assert [name for name in SINS if f"hengbiao.{name}" not in report] == []


def test_domain_imports_only_the_standard_library_and_itself():
    for path in (PACKAGE / "domain").rglob("*.py"):
        foreign = [
            name
            for name in imported(path)
            if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith("hengbiao.domain")
        ]
        assert foreign == [], path


def test_no_family_of_rules_imports_another():
    families = {path.stem: path for path in (PACKAGE / "rules").glob("*.py") if "CHECKS" in assigned(path)}
    del families["rule"]  # the table of all families
    found = [
        f"{family} imports {name}"
        for family, path in families.items()
        for name in imported(path)
        if f"{name}.".startswith(tuple(f"hengbiao.rules.{other}." for other in families))
    ]
    assert found == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_is_short_and_says_what_it_is_about(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
    assert [name for name in named(path) if words(name) & VAGUE] == []


def test_command_line_works_without_qt():
    code = "import sys; sys.modules['PySide6'] = sys.modules['shiboken6'] = None; import hengbiao.cli"
    done = run([sys.executable, "-W", "error", "-c", code])
    assert done.returncode == 0, done.stderr
