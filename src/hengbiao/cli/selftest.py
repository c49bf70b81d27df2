"""`hengbiao --self-test`: whether this installation can do its work, step by step, on a sample of its own."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from itertools import product
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Final, NamedTuple

from hengbiao.cli.printing import say
from hengbiao.cli.screen import Screen
from hengbiao.domain.change import Change, Ref
from hengbiao.domain.diff import tree_changes
from hengbiao.domain.refusal import Refusal
from hengbiao.domain.tree import Tree
from hengbiao.exchange import documents, exports
from hengbiao.exchange.books import BOOKS
from hengbiao.exchange.readback import CHECKERS
from hengbiao.exchange.samples import sample
from hengbiao.formats import FORMATS, interchange
from hengbiao.forms.layout import Layout
from hengbiao.forms.layouts import layouts
from hengbiao.paths import resource, resources
from hengbiao.store.store import verify

_GOAL: Final = "自检：改写后的年度绩效目标，含生僻字龘与“引号”。"
_TABS: Final = MappingProxyType({"fill": "填表", "table": "列表", "preview": "打印预览"})
_KINDS: Final = MappingProxyType(
    {"project": "项目表", "department": "部门整体表", "booklet": "表册", "summary": "汇总表"}
)
_SIZE: Final = (1366, 768)
_FEWEST_ROWS: Final = 50
"""Different rows of dots that even an empty window has; a picture of nothing has one."""


class Fault(Exception):
    """What is wrong, for people."""


class Step(NamedTuple):
    """A line of the list, and what is done for it: it returns what to add to the line, or raises."""

    title: str
    run: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Bench:
    """Where the test works: the screen it may show windows on, and a folder of its own."""

    screen: Screen
    folder: Path

    @property
    def document(self) -> Path:
        """The sample, made when first asked for."""
        return sample(self.folder)

    def tree(self) -> Tree:
        """The sample as its file holds it now."""
        with documents.opened(self.document) as store:
            return store.load()


def self_test(screen: Screen) -> int:
    """Try everything the program is there for and print a line for each; 0 where all went well, else 1."""
    with _apart() as folder:
        passed = [_told(step) for step in _steps(Bench(screen, folder))]
    say(f"自检{'通过' if all(passed) else '未通过'}：{sum(passed)} 项正常，{len(passed) - sum(passed)} 项有问题")
    return 0 if all(passed) else 1


@contextmanager
def _apart() -> Iterator[Path]:
    """A temporary folder that holds the settings too, and a window that nobody sees unless a screen is named."""
    before = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="hengbiao-", ignore_cleanup_errors=True) as name:
        os.environ["HENGBIAO_HOME"] = name
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        try:
            yield Path(name)
        finally:
            os.environ.clear()
            os.environ.update(before)


def _steps(bench: Bench) -> Iterator[Step]:
    yield Step("程序文件齐全", _complete)
    yield Step("打开示例", partial(_open, bench))
    yield Step("修改并保存", partial(_edit, bench))
    yield Step("核对文件", partial(_verify, bench))
    yield Step("认出损坏的文件", partial(_notice_damage, bench))
    yield Step("另起进程", partial(_start_again, bench))
    yield Step("上报和收表", partial(_send_and_receive, bench))
    yield Step("读入 PDF", partial(_read_pdf, bench))
    yield Step("导出和导入交换文件", partial(_exchange, bench))
    for layout, suffix in product(layouts(), exports.WRITERS):
        for kind in layout.forms:
            title = f"导出{layout.title}·{_KINDS[kind]}（{suffix}）"
            yield Step(title, partial(_export, bench, layout, kind, suffix))
    yield Step("打印", partial(_print, bench))
    for tab, title in _TABS.items():
        yield Step(f"显示窗口·{title}", partial(_show, bench, tab))


def _told(step: Step) -> bool:
    faults: list[str] = []
    added = ""
    with _overheard(faults):
        try:
            added = step.run()
        except (Fault, Refusal) as fault:
            faults.append(str(fault))
        except Exception as error:  # noqa: BLE001 - every fault is a line of the list
            faults.append(f"{type(error).__name__} {error}")
    said = "；".join(faults) or added
    say(f"{'✗' if faults else '✓'} {step.title}{'：' if said else ''}{said}")
    return not faults


@contextmanager
def _overheard(faults: list[str]) -> Iterator[None]:
    """Note what goes wrong while Qt calls us: such an exception reaches nobody."""

    def heard(kind: type[BaseException], error: BaseException, _: TracebackType | None) -> None:
        faults.append(f"{kind.__name__} {error}")

    before, sys.excepthook = sys.excepthook, heard
    try:
        yield
    finally:
        sys.excepthook = before


def _complete() -> str:
    for module in {*FORMATS.values(), *exports.WRITERS.values(), *CHECKERS.values()}:
        import_module(module)
    for kind in ("fonts", "icons", "layouts", "style", "vocabulary", "rules", "help", "samples"):
        _demand(any(resource(kind).iterdir()), f"资源 {kind} 是空的")
    return f"{sum(path.is_file() for path in resources().rglob('*'))} 个资源文件，{len(layouts())} 种表样"


def _open(bench: Bench) -> str:
    tree = bench.tree()
    found = interchange.read(resource("samples", "sample.json"))
    _demand(interchange.dump(tree) == interchange.dump(found), "打开的内容与示例不同")
    return f"{len(tree.units)} 个预算单位，{len(tree.all_projects())} 个项目"


def _edit(bench: Bench) -> str:
    def wanted(tree: Tree) -> list[Change]:
        project = tree.project(tree.all_projects()[0].id)
        return [Change(Ref(project.id, ("goal",)), project.goal, _GOAL)]

    documents.change(bench.document, "自检", wanted)
    tree = bench.tree()
    _demand(tree.project(tree.all_projects()[0].id).goal == _GOAL, "改动没有留在文件里")
    return ""


def _verify(bench: Bench) -> str:
    problems = verify(bench.document)
    _demand(not problems, "；".join(problems))
    with documents.opened(bench.document) as store:
        return f"{store.edits} 条修改记录完好"


def _notice_damage(bench: Bench) -> str:
    """The control of the step before: a check that finds nothing in a spoilt file checks nothing."""
    spoilt = bench.folder / "损坏.hengbiao"
    shutil.copyfile(bench.document, spoilt)
    data = bytearray(spoilt.read_bytes())
    at = data.rindex(_GOAL.encode()[:9])
    data[at] ^= 1
    spoilt.write_bytes(data)
    try:
        problems = verify(spoilt)
    except Refusal:
        return ""
    _demand(bool(problems), "改坏一个字节的文件没有被认出")
    return ""


def _start_again(bench: Bench) -> str:
    """Foreign files are read in processes of their own, which must find everything this one found."""
    _run("verify", bench.document)
    return ""


def _send_and_receive(bench: Bench) -> str:
    """Received in a process that starts another one to read what was sent."""
    sent, received = bench.folder / "上报", bench.folder / "收表.hengbiao"
    _run("send", bench.document, "--to", sent)
    _run("receive", *sent.iterdir(), "--into", received)
    with documents.opened(received) as store:
        _demand(interchange.dump(store.load()) == interchange.dump(bench.tree()), "收到的内容与上报的不同")
    return ""


def _read_pdf(bench: Bench) -> str:
    tree, layout = bench.tree(), layouts()[0]
    [first, *_] = tree.all_projects()
    unit = tree.headings[first.unit]
    pdf, target = bench.folder / "读入.pdf", bench.folder / "读入.hengbiao"
    exports.export(tree, layout, exports.forms_of(tree, layout.forms[0])[:1], pdf)
    _run("import", pdf, "--into", target, "--unit-code", unit.code, "--year", str(first.year))
    with documents.opened(target) as store:
        found = [(item.name, item.total) for item in store.load().all_projects()]
    _demand(found == [(first.name, first.total)], "读入的内容与导出的不同")
    return ""


def _run(*words: str | Path) -> None:
    """Start the program itself again with `words`; Fault with what it said where it fails."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "hengbiao"]
    done = subprocess.run(  # noqa: S603 - this very program
        [*program, *map(str, words)], check=False, capture_output=True, encoding="utf-8", timeout=60
    )
    _demand(done.returncode == 0, (done.stderr or done.stdout).strip() or f"退出码 {done.returncode}")


def _exchange(bench: Bench) -> str:
    tree = bench.tree()
    file = bench.folder / "交换.json"
    file.write_text(json.dumps(interchange.dump(tree), ensure_ascii=False), encoding="utf-8")
    target = bench.folder / "导入.hengbiao"
    documents.make(target, "自检", lambda empty: tree_changes(empty, interchange.read(file)))
    with documents.opened(target) as store:
        _demand(interchange.dump(store.load()) == interchange.dump(tree), "导入的内容与导出的不同")
    return ""


def _export(bench: Bench, layout: Layout, kind: str, suffix: str) -> str:
    tree = bench.tree()
    path = bench.folder / f"{layout.id}-{kind}{suffix}"
    records = () if kind in BOOKS else exports.forms_of(tree, kind)
    written = BOOKS.get(kind, exports.export)(tree, layout, records, path)
    _demand(written.forms >= max(len(records), 1) and path.stat().st_size > 0, "导出的文件不完整")
    _demand(written.readback is not None, "导出的文件没有回读")
    _demand(not (written.readback and written.readback.differences), str(written.readback))
    return f"{written.forms} 张表，{written.readback}"


def _print(bench: Bench) -> str:
    target = bench.folder / "打印.pdf"
    pages = bench.screen.printed(bench.document, target)
    _demand(pages > 0 and target.read_bytes().startswith(b"%PDF"), "送到打印机的页是空的")
    return f"{pages} 页"


def _show(bench: Bench, tab: str) -> str:
    picture = bench.folder / f"{tab}.png"
    bench.screen.picture(bench.document, picture, _SIZE, "", tab)
    width, rows = _picture(picture.read_bytes())
    _demand((width, len(rows)) == _SIZE, f"窗口图像是 {width}×{len(rows)}")
    _demand(len(set(rows)) > _FEWEST_ROWS, "窗口图像是空白的")
    return f"{width}×{len(rows)}"


def _picture(png: bytes) -> tuple[int, list[bytes]]:
    """The width of a PNG and its rows as they are stored; Fault where it is none."""
    _demand(png.startswith(b"\x89PNG\r\n\x1a\n"), "没有得到窗口图像")
    width, height = (int.from_bytes(png[at : at + 4]) for at in (16, 20))
    data, at = b"", 8
    while at < len(png):
        size = int.from_bytes(png[at : at + 4])
        data += png[at + 8 : at + 8 + size] if png[at + 4 : at + 8] == b"IDAT" else b""
        at += 12 + size
    dots = zlib.decompress(data)
    each = len(dots) // height
    return width, [dots[row * each : (row + 1) * each] for row in range(height)]


def _demand(right: bool, otherwise: str) -> None:  # noqa: FBT001 - a condition, no flag
    if not right:
        raise Fault(otherwise)
