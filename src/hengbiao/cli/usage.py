"""What can be typed, and what a person is told who typed something else."""

import argparse
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

from hengbiao.formats.strict_json import Fault, text

if TYPE_CHECKING:
    from hengbiao.forms.layout import Layout

_TOLD: Final = (
    (r"the following arguments are required: (.*)", r"缺少 \1"),
    (r"one of the arguments (.*) is required", r"缺少其中之一：\1"),
    (r"unrecognized arguments: (.*)", r"看不懂 \1"),
    (r"argument (.*): expected one argument", r"\1 后面要写一个值"),
    (r"argument (.*): expected at least one argument", r"\1 至少要写一个"),
    (r"argument (.*): not allowed with argument (.*)", r"\1 不能与 \2 同用"),
    (r"argument (.*): invalid choice: (.*) \(choose from (.*)\)", r"\1 不能是 \2，可以是 \3"),
    (r"argument (.*): ignored explicit argument (.*)", r"\1 后面不写值，多了 \2"),
    (r"argument (.*): (.*)", r"\1 \2"),
)


class UsageError(Exception):
    """What was typed makes no sense; the message is Chinese, `usage` how it should look."""

    def __init__(self, message: str, usage: str = "") -> None:
        super().__init__(message)
        self.usage = usage


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks Chinese and never leaves the program."""

    def __init__(self, usage: str, does: str) -> None:
        super().__init__(prog="hengbiao", usage=usage, add_help=False, allow_abbrev=False)
        self.does = does
        self.add_argument("-h", "--help", action="store_true")

    def error(self, message: str) -> NoReturn:
        """Raise UsageError with the message in Chinese."""
        told = next((re.sub(found, by, message) for found, by in _TOLD if re.fullmatch(found, message)), message)
        raise UsageError(told, str(self.usage))

    def read(self, arguments: Sequence[str]) -> argparse.Namespace | None:
        """The arguments by name; None where only help is asked for."""
        if {"-h", "--help"} & set(arguments):
            return None
        return self.parse_args(arguments)


def year(typed: str) -> int:
    """A year of four digits."""
    if not re.fullmatch(r"(19[4-9]|2\d)\d{1,2}", typed, re.ASCII) or not 1949 <= int(typed) <= 2999:
        raise argparse.ArgumentTypeError(f"应是四位年份，不是“{typed[:20]}”")
    return int(typed)


def words(typed: str) -> str:
    """A text that a document can hold."""
    try:
        found: str = text(typed)
    except Fault as fault:
        raise argparse.ArgumentTypeError(fault.reason) from None
    return found


def size(typed: str) -> tuple[int, int]:
    """Width and height in pixels, such as 1366x768."""
    found = re.fullmatch(r"(\d{3,5})[x×](\d{3,5})", typed, re.ASCII)
    if not found or max(int(found[1]), int(found[2])) > 8000:
        raise argparse.ArgumentTypeError(f"应写成 1366x768 这样，不是“{typed[:20]}”")
    return int(found[1]), int(found[2])


def suffix_of(path: Path, known: Sequence[str]) -> str:
    """The suffix of a file to write; UsageError for one that no command writes."""
    found = path.suffix.lower()
    if found in known:
        return found
    raise UsageError(f"导出的文件名应以 {' 或 '.join(known)} 结尾，不是“{path.name}”")


def layout_called(layout_id: str) -> "Layout":
    """The shipped 表样 with this id; UsageError naming those there are."""
    from hengbiao.forms.layouts import layouts

    found = {layout.id: layout for layout in layouts()}
    if layout_id not in found:
        raise UsageError(f"没有表样“{layout_id[:40]}”，可用的是 {'、'.join(found)}")
    return found[layout_id]


def command(name: str, usage: str, does: str, *arguments: tuple[str, dict[str, Any]]) -> Parser:
    """The parser of one command from its arguments: (flag or name, what argparse is told of it)."""
    parser = Parser(f"hengbiao {name} {usage}".strip(), does)
    for flag, options in arguments:
        parser.add_argument(flag, **options)
    return parser
