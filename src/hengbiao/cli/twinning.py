"""The command for projects that were entered twice: twins."""

from argparse import Namespace
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from hengbiao.cli.printing import say, say_json
from hengbiao.cli.usage import UsageError
from hengbiao.domain import twins as judging
from hengbiao.domain.change import Change
from hengbiao.domain.find import told
from hengbiao.domain.marks import SAME
from hengbiao.domain.tree import Heading, Tree
from hengbiao.exchange import documents
from hengbiao.exchange.doubles import suggestions

_ACTS: Final[Mapping[str, tuple[str, Callable[[Tree, str, str], list[Change]]]]] = MappingProxyType(
    {
        "same": ("认定为同一项目", judging.link),
        "apart": ("认定为不是同一项目", judging.keep_apart),
        "undo": ("取消认定", judging.unlink),
    }
)


def twins(given: Namespace) -> int:
    """Judge two projects, or print what was judged and what looks as if it were one; 1 where something does."""
    asked = [(name, pair) for name in _ACTS if (pair := getattr(given, name))]
    if len(asked) > 1 or (asked and given.json):
        raise UsageError("--same、--apart、--undo、--json 一次只用一个")
    return _judged(Path(given.file), *asked[0]) if asked else _listed(given)


def _judged(path: Path, name: str, pair: list[str]) -> int:
    label, act = _ACTS[name]
    step = documents.change(path, label, lambda tree: act(tree, *(_project(tree, key) for key in _two(pair))))
    say(f"已{label}" if step else "原来就是这样，文件未改动")
    return 0


def _two(pair: list[str]) -> list[str]:
    if pair[0] == pair[1]:
        raise UsageError("两个项目的编号相同，请写两个不同的编号")
    return pair


def _project(tree: Tree, key: str) -> str:
    item = tree.headings.get(key)
    if item is None or item.kind != "project":
        raise UsageError(f"没有编号为“{key[:40]}”的项目，请用 hengbiao twins FILE 列出")
    return key


def _listed(given: Namespace) -> int:
    with documents.opened(Path(given.file)) as store:
        tree = store.load()
        found, said = suggestions(tree), judging.judged(tree)
    if given.json:
        say_json(
            {
                "suggested": [
                    {"first": _spelled(tree, o.first), "second": _spelled(tree, o.second), "why": list(o.why)}
                    for o in found
                ],
                "judged": [
                    {"counts": _spelled(tree, o.counts), "other": _spelled(tree, o.other), "same": o.verdict == SAME}
                    for o in said
                ],
            }
        )
    else:
        for one in found:
            say(f"疑似同一项目（{'，'.join(one.why)}）：{_line(tree, one.first)}｜{_line(tree, one.second)}")
        for each in said:
            word = "同一项目，只计前一个" if each.verdict == SAME else "不是同一项目"
            say(f"已认定{word}：{_line(tree, each.counts)}｜{_line(tree, each.other)}")
        if not found:
            say("没有疑似重复填报的项目")
    return 1 if found else 0


def _line(tree: Tree, item: Heading) -> str:
    return f"{item.id} {told(tree, item)}"


def _spelled(tree: Tree, item: Heading) -> dict[str, Any]:
    unit = tree.headings[item.unit]
    return {"id": item.id, "unit": unit.code or unit.name, "project": item.name, "code": item.code}
