"""The commands on what a document says of itself: check, explain, balance."""

import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from hengbiao.cli.printing import say, say_forms, say_json
from hengbiao.cli.telling import field_of, place
from hengbiao.cli.usage import UsageError, suffix_of
from hengbiao.domain import money
from hengbiao.domain.change import Change
from hengbiao.domain.refusal import Refusal
from hengbiao.domain.tree import Tree
from hengbiao.exchange import documents, explanations, opinions
from hengbiao.exchange.tables import WRITERS
from hengbiao.formats.strict_json import Fault, load
from hengbiao.rules.catalog import rulebook
from hengbiao.rules.rule import check as findings_of
from hengbiao.rules.severities import SEVERITIES
from hengbiao.rules.subject import Finding

_STATES: Final = {"balanced": "✓", "unbalanced": "✗", "open": "○", "not_applicable": "—"}
_LONG: Final = 1000


def check(given: Namespace) -> int:
    """Print the findings of a document or of each of a folder; 1 where one is open, 3 where a document is refused."""
    wanted = _wanted(given)
    if rulebook().faults:
        raise rulebook().faults[0]
    path = Path(given.file)
    if path.is_dir():
        if given.to:
            raise UsageError("--to 用于一个文件，不能用于文件夹")
        return _check_folder(given, path, wanted)
    with documents.opened(path) as store:
        tree = store.load()
    found = [one for one in findings_of(tree) if wanted(one)]
    if given.to:
        _write(tree, found, Path(given.to))
    if given.json:
        say_json({"findings": [_finding(tree, one) for one in found]}, long=len(found) > _LONG)
    else:
        _say_findings(tree, found)
    return int(_is_open(found))


def explain(given: Namespace) -> int:
    """Store the 说明 of a JSON file with their findings, all or none."""
    source = Path(given.json)
    data = load(source)

    def wanted(tree: Tree) -> Sequence[Change]:
        try:
            return explanations.changes(tree, explanations.read(data))
        except Fault as fault:
            raise fault.refusal(source) from None

    step = documents.change(Path(given.file), "填写说明", wanted, source=source.name)
    say(f"已写入说明，{len(step.changes)} 处" if step else "没有不同之处，文件未改动")
    return 0


def balance(given: Namespace) -> int:
    """Print every balance equation, and what units and years come to."""
    from hengbiao.domain.balance import all_equations
    from hengbiao.domain.totals import totals
    from hengbiao.domain.wording import sentence

    with documents.opened(Path(given.file)) as store:
        tree = store.load()
    equations = list(all_equations(tree))
    sums = totals(tree)
    if given.json:
        made = [_equation(tree, one) for one in equations]
        say_json({"equations": made, "totals": [_total(tree, one) for one in sums]}, long=len(equations) > _LONG)
        return 0
    say_forms(tree, [(one.record, f"{_STATES[one.state]} {told}") for one in equations if (told := sentence(one))])
    for one in sums:
        say(f"{_owner(tree, one)}：{one.projects} 个项目，预算数 {money.tell(one.total, '万元') or '（空）'} 万元")
    return 0


def _wanted(given: Namespace) -> Any:
    numbers = _listed(given.rule, [*rulebook().shipped, *_added()], "规则")
    classes = _listed(given.severity, SEVERITIES, "级别")
    return lambda one: (not numbers or one.rule in numbers) and (not classes or one.severity in classes)


def _added() -> Iterable[str]:
    return (number for override in rulebook().overrides for number in override.entries)


def _listed(typed: str, known: Iterable[str], what: str) -> frozenset[str]:
    found, all_known = frozenset(filter(None, typed.replace("，", ",").split(","))), frozenset(known)
    if found - all_known:
        raise UsageError(f"没有{what}“{min(found - all_known)}”，可以是 {'、'.join(sorted(all_known))}")
    return found


def _check_folder(given: Namespace, folder: Path, wanted: Any) -> int:
    paths = sorted(path for path in folder.rglob("*.hengbiao") if not path.name.startswith("."))
    if not paths:
        raise Refusal(folder, "", "文件夹里没有 .hengbiao 文件", "请换一个文件夹")
    made = [(path, *_checked(path, wanted)) for path in paths]
    if given.json:
        say_json({"files": [_file(path, tree, found, why) for path, tree, found, why in made]}, long=True)
    else:
        _say_counts(folder, made)
    if any(why for _, _, _, why in made):
        return 3
    return int(any(_is_open(found) for _, _, found, _ in made))


def _checked(path: Path, wanted: Any) -> tuple[Tree | None, list[Finding], str]:
    try:
        with documents.opened(path) as store:
            tree = store.load()
        return tree, [one for one in findings_of(tree) if wanted(one)], ""
    except Refusal as refusal:
        return None, [], str(refusal)


def _file(path: Path, tree: Tree | None, found: Sequence[Finding], why: str) -> dict[str, Any]:
    if tree is None:
        return {"file": str(path), "status": "refused", "reason": why}
    return {"file": str(path), "status": "checked", "findings": [_finding(tree, one) for one in found]}


def _say_counts(folder: Path, made: Sequence[tuple[Path, Tree | None, list[Finding], str]]) -> None:
    say("\t".join(("文件", *SEVERITIES.values(), "已说明")))
    for path, _, found, why in made:
        say("\t".join((str(path.relative_to(folder)), *((why,) if why else _counts(found)))))
    if len(made) > 1:
        say("\t".join((f"合计 {len(made)} 个文件", *_counts(one for _, _, found, _ in made for one in found))))


def _counts(found: Iterable[Finding]) -> list[str]:
    counts = Counter("" if one.explained else one.severity for one in found)
    return [str(counts[severity]) for severity in (*SEVERITIES, "")]


def _say_findings(tree: Tree, found: Sequence[Finding]) -> None:
    say_forms(tree, [(one.ref.record, _line(one)) for one in found])
    done = sum(one.explained for one in found)
    counted = f"共 {len(found)} 条审核结果" + (f"，其中 {done} 条已说明" if done else "")
    say(counted if found else "没有发现问题")


def _line(one: Finding) -> str:
    told = f"{SEVERITIES[one.severity]} {one.rule} {one.message}"
    if one.explained:
        return f"{told}\n    说明：{one.explanation}"
    return f"{told}\n    数值已变，原说明：{one.lapsed}" if one.lapsed else told


def _write(tree: Tree, found: Sequence[Finding], path: Path) -> None:
    suffix_of(path, tuple(WRITERS))
    written = opinions.write(tree, found, path)
    sys.stderr.write(f"{written.path}（{written.forms} 张表）\n")


def _is_open(found: Iterable[Finding]) -> bool:
    return any(not one.explained for one in found)


def _finding(tree: Tree, one: Finding) -> dict[str, Any]:
    told = {
        "rule": one.rule,
        "severity": one.severity,
        **place(tree, one.ref.record),
        **field_of(tree, one.ref),
        "message": one.message,
        "explained": one.explained,
    }
    return {**told, "explanation": one.explanation} if one.explained else told


def _equation(tree: Tree, one: Any) -> dict[str, Any]:
    amounts = {side: _amount(getattr(one, side)) for side in ("left", "right", "difference")}
    return {"name": one.name, **place(tree, one.record), **amounts, "state": one.state, "cause": one.cause}


def _total(tree: Tree, one: Any) -> dict[str, Any]:
    unit = tree.headings[one.unit] if one.unit else None
    name = (unit.code or unit.name) if unit else ""
    return {"unit": name, "year": one.year, "projects": one.projects, "total": _amount(one.total)}


def _owner(tree: Tree, one: Any) -> str:
    unit = tree.headings[one.unit] if one.unit else None
    year = f"{one.year} 年" if one.year else "未写年度"
    return f"{year} · {unit.code} {unit.name}".strip() if unit else f"{year}合计"


def _amount(fen: int | None) -> str | None:
    return None if fen is None else money.yuan(fen)
