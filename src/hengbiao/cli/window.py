"""`hengbiao [FILE]`: the window, its picture, the sample, the self-test."""

import argparse
from argparse import Namespace
from importlib.metadata import version
from pathlib import Path
from typing import Final

from hengbiao.cli.printing import say
from hengbiao.cli.screen import Screen
from hengbiao.cli.usage import Parser, UsageError, size
from hengbiao.domain.refusal import Refusal

TABS: Final = ("fill", "table", "preview")
USAGE: Final = (
    "hengbiao [FILE] [--screenshot OUT.png [--size 1366x768] [--project 名称或编码] [--tab fill|table|preview]]"
)


def parser() -> Parser:
    """What may be typed where no command is."""
    made = Parser(USAGE, "打开窗口；--screenshot 把窗口画成图片。另有 --sample、--self-test、--version。")
    made.add_argument("file", nargs="?", metavar="FILE")
    made.add_argument("--screenshot", metavar="OUT.png")
    made.add_argument("--size", type=size)
    made.add_argument("--project")
    made.add_argument("--tab", choices=TABS)
    for flag in ("--self-test", "--sample", "--version"):
        made.add_argument(flag, action="store_true", help=argparse.SUPPRESS)
    return made


def window(given: Namespace, screen: Screen) -> int:
    """Do what is asked without a command."""
    if given.version:
        say(f"衡表 {version('hengbiao')}")
        return 0
    if given.self_test:
        from hengbiao.cli.selftest import self_test

        return self_test(screen)
    if given.sample:
        return _sample(screen)
    if given.screenshot:
        return _picture(given, screen)
    if given.size or given.project or given.tab:
        raise UsageError("--size、--project、--tab 只与 --screenshot 同用", USAGE)
    _need(screen, given.file or "衡表")
    return screen.open(Path(given.file) if given.file else None)


def _picture(given: Namespace, screen: Screen) -> int:
    from hengbiao.domain.find import project_called
    from hengbiao.exchange.documents import opened

    if not given.file:
        raise UsageError("--screenshot 要写明 FILE", USAGE)
    document = Path(given.file)
    record = ""
    if given.project:
        with opened(document) as store:
            record = project_called(store.load(), given.project).id
    screen.picture(document, Path(given.screenshot), given.size or (1366, 768), record, given.tab or TABS[0])
    return 0


def _need(screen: Screen, what: str) -> None:
    if not screen.available:
        raise Refusal(what, "", "这里没有图形显示，打不开窗口", "请在桌面环境中运行，或使用命令（hengbiao --help）")


def _sample(screen: Screen) -> int:
    """With a display the window on a sample of one's own; without one, everything the sample can show as files."""
    from hengbiao.exchange.samples import sample
    from hengbiao.paths import data_folder

    if screen.available:
        return screen.open(sample(data_folder()))
    folder = data_folder() / "sample"
    folder.mkdir(exist_ok=True)
    document = sample(folder)
    picture = folder / "窗口.png"
    screen.picture(document, picture, (1366, 768), "", TABS[0])
    say("这里没有图形显示，示例已写成文件：")
    for path in (document, picture, *_exported(document, folder)):
        say(f"  {path}")
    return 0


def _exported(document: Path, folder: Path) -> tuple[Path, ...]:
    from hengbiao.exchange import documents, exports
    from hengbiao.forms.layouts import load_layout

    made = []
    with documents.opened(document) as store:
        tree = store.load()
        for suffix in exports.WRITERS:
            path = folder / f"绩效目标表{suffix}"
            made.append(exports.export(tree, load_layout("tianjin"), exports.forms_of(tree, "project"), path).path)
    return tuple(made)
