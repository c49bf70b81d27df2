"""Compiles ui/*.ui into Python: as a script into the source tree, as hatchling's build hook into the wheel."""

import ast
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "hengbiao/qt/_ui"
UIC = "from PySide6.scripts.pyside_tool import uic; uic()"


def compile_ui(target: Path) -> list[Path]:
    """Compile every ui/*.ui of the project into the folder target, remove what has no source any more; the files."""
    sources = sorted((ROOT / "ui").glob("*.ui"))
    if not sources:
        return []
    target.mkdir(parents=True, exist_ok=True)
    init = target / "__init__.py"
    init.write_text('"""Compiled from ui/*.ui; edited there."""\n', encoding="utf-8")
    made = [init, *(compile_one(source, target) for source in sources)]
    for stale in set(target.glob("*.py")) - set(made):
        stale.unlink()
    return made


def compile_one(source: Path, target: Path) -> Path:
    """Compile one .ui file into target/NAME.py and return that path; CalledProcessError when it is no valid form."""
    module = target / f"{source.stem}.py"
    subprocess.run([sys.executable, "-c", UIC, str(source), "-o", str(module)], check=True)
    module.write_text(without_unused_imports(module.read_text(encoding="utf-8")), encoding="utf-8")
    return module


def without_unused_imports(code: str) -> str:
    """The same module importing only what it names: PySide6 builds each class with its enums when it is imported."""
    tree = ast.parse(code)
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom):
            node.names = [name for name in node.names if name.name in used]
    tree.body = [node for node in tree.body if not isinstance(node, ast.ImportFrom) or node.names]
    return ast.unparse(tree) + "\n"


def main() -> None:
    """Compile into the source tree."""
    for module in compile_ui(ROOT / "src" / PACKAGE):
        print(module.relative_to(ROOT))


if __name__ == "__main__":
    main()
else:
    from hatchling.builders.config import BuilderConfig
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface

    class CompileUi(BuildHookInterface[BuilderConfig]):
        """Adds the compiled forms to a wheel; an editable install gets them in its source tree."""

        PLUGIN_NAME = "custom"

        def initialize(self, version: str, build_data: dict[str, Any]) -> None:
            """Compile, and name the files to the wheel builder."""
            if version == "editable":
                compile_ui(ROOT / "src" / PACKAGE)
                return
            self.scratch = tempfile.TemporaryDirectory()
            modules = compile_ui(Path(self.scratch.name))
            build_data["force_include"].update({str(module): f"{PACKAGE}/{module.name}" for module in modules})

        def finalize(self, *_: object) -> None:
            """Remove the compiled copies once the wheel holds them."""
            if hasattr(self, "scratch"):
                self.scratch.cleanup()
