"""The commands that only look: dump, layouts, balance, check, verify, history."""

import json
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from hengbiao.cli.telling import named, place, stored_value, value_text
from hengbiao.domain.find import told
from hengbiao.domain.refusal import Refusal
from hengbiao.domain.tree import Tree
from hengbiao.exchange.documents import opened

_LONG = 1000


def say(text: str) -> None:
    """A line to whoever asked."""
    sys.stdout.write(f"{text}\n")


def say_json(value: Any, *, long: bool = False) -> None:
    """One JSON value, and nothing else; a `long` one is not indented, which is five times as fast."""
    say(json.dumps(value, ensure_ascii=False, indent=None if long else 1))


def dump(given: Namespace) -> int:
    """Print the interchange JSON of a document."""
    from hengbiao.formats import interchange

    with opened(Path(given.file)) as store:
        tree = store.load()
        say_json(interchange.dump(tree), long=len(tree.headings) > _LONG)
    return 0


def layouts(given: Namespace) -> int:
    """Print the 表样 that are shipped."""
    from hengbiao.forms.layouts import layouts as shipped

    keys = ("id", "title", "region", "forms", "money_unit", "scheme")
    found = [{key: getattr(layout, key) for key in keys} for layout in shipped()]
    if given.json:
        say_json(found)
    else:
        for each in found:
            say(f"{each['id']}\t{each['title']}\t金额单位 {each['money_unit']}\t{'、'.join(each['forms'])}")
    return 0


def verify(given: Namespace) -> int:
    """Check every edit, the sum and the cache of a document; Refusal where they do not fit."""
    from hengbiao.store.store import verify as problems_of

    path = Path(given.file)
    problems = problems_of(path, incomplete=False)
    if problems:
        more = f"（共 {len(problems)} 处）" if len(problems) > 1 else ""
        raise Refusal(path, "", f"文件已损坏：{problems[0]}{more}", "请用备份，或请对方重新发送一份；原文件没有改动")
    with opened(path) as store:
        say(f"{path}：完好，{store.edits} 条修改记录全部核对一致")
    lacking = problems_of(path)
    for each in lacking:
        say(f"{each}：请让对方连同历史重新上报")
    return 1 if lacking else 0


def history(given: Namespace) -> int:
    """Print who changed what, when."""
    with opened(Path(given.file)) as store:
        tree = store.load()
        entries = [_entry(tree, each) for each in store.history()]
    if given.json:
        say_json({"history": entries}, long=len(entries) > _LONG)
    else:
        for each in entries:
            say(_entry_text(each))
    return 0


def _entry(tree: Tree, each: Any) -> dict[str, Any]:
    known = each.record in tree.headings
    where = place(tree, each.record) if known else {"unit": "", "year": None, "project": ""}
    kind = tree.headings[each.record].kind if known else ""
    spelled = {name: stored_value(kind, each.path, getattr(each, name)) for name in ("old", "new")}
    shared = {name: getattr(each, name) for name in ("at", "office", "author", "label", "step")}
    return {**shared, "record": each.record, **where, "field": ".".join(each.path), **spelled}


def _entry_text(each: dict[str, Any]) -> str:
    where = " › ".join(part for part in (each["unit"], each["project"], each["field"]) if part)
    change = f"{value_text(each['old'])} → {value_text(each['new'])}"
    if not each["field"]:
        change = "删除" if each["new"] is None else "新增"
    return f"{each['at']}  {each['author']}  {each['label']}  {where or each['record']}：{change}"


def say_forms(tree: Tree, lines: list[tuple[str, str]]) -> None:
    """Lines under the name of the form that each is about, a name once for its run of lines."""
    last = ""
    for record, line in lines:
        if record != last:
            item = tree.headings[record]
            say(told(tree, item) if item.kind == "project" else f"{told(tree, item)} · {named(item)}")
            last = record
        say(f"  {line}")
