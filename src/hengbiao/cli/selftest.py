"""`hengbiao --self-test`: whether this installation can do its work, step by step, on a temporary sample."""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from hengbiao.cli.printing import say
from hengbiao.cli.screen import Screen
from hengbiao.domain.change import Change, Ref
from hengbiao.domain.tree import Tree
from hengbiao.exchange import documents, exports
from hengbiao.exchange.samples import sample
from hengbiao.formats import interchange
from hengbiao.forms.layouts import load_layout
from hengbiao.store.store import verify

_GOAL = "自检：改写后的年度绩效目标。"


def self_test(screen: Screen) -> int:
    """Open the sample, edit, save, verify, export, show the window; a list, 0 where all went well, else 1."""
    with tempfile.TemporaryDirectory(prefix="hengbiao-") as name:
        folder = Path(name)
        steps: Sequence[tuple[str, Callable[[], object]]] = (
            ("打开示例", lambda: _open(folder)),
            ("修改并保存", lambda: _edit(folder)),
            ("核对文件", lambda: _verify(folder)),
            ("导出 Excel", lambda: _export(folder / "表.xlsx", b"PK")),
            ("导出 PDF", lambda: _export(folder / "表.pdf", b"%PDF")),
            ("显示窗口", lambda: _show(screen, folder)),
        )
        failed = [title for title, step in steps if not _told(title, step)]
        return 1 if failed else 0


def _told(title: str, step: Callable[[], object]) -> bool:
    try:
        step()
    except Exception as error:  # noqa: BLE001 - every fault is a line of the list
        say(f"✗ {title}：{type(error).__name__} {error}")
        return False
    say(f"✓ {title}")
    return True


def _open(folder: Path) -> None:
    tree = _tree(folder)
    found = interchange.dump(tree)
    _demand(len(found["units"][0]["projects"]) == 3, "示例应有 3 个项目")


def _edit(folder: Path) -> None:
    def wanted(tree: Tree) -> list[Change]:
        project = tree.project(tree.all_projects()[0].id)
        return [Change(Ref(project.id, ("goal",)), project.goal, _GOAL)]

    documents.change(sample(folder), "自检", wanted)
    tree = _tree(folder)
    _demand(tree.project(tree.all_projects()[0].id).goal == _GOAL, "改动没有留在文件里")


def _verify(folder: Path) -> None:
    problems = verify(sample(folder))
    _demand(not problems, "；".join(problems))


def _export(path: Path, starts: bytes) -> None:
    tree = _tree(path.parent)
    written = exports.export(tree, load_layout("tianjin"), exports.forms_of(tree, "project"), path)
    _demand(written.forms == 3 and path.read_bytes().startswith(starts), "导出的文件不完整")


def _show(screen: Screen, folder: Path) -> None:
    for tab in ("fill", "table", "preview"):
        picture = folder / f"{tab}.png"
        screen.picture(sample(folder), picture, (1366, 768), "", tab)
        _demand(picture.read_bytes().startswith(b"\x89PNG"), "没有得到窗口图像")


def _tree(folder: Path) -> Tree:
    with documents.opened(sample(folder)) as store:
        return store.load()


def _demand(right: bool, otherwise: str) -> None:  # noqa: FBT001 - a condition, no flag
    if not right:
        raise AssertionError(otherwise)
