"""审核情况说明 and 绩效目标审核表 of a document, as tables to a workbook or PDF."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Literal

from hengbiao.domain.tree import Tree
from hengbiao.exchange.naming import record_name, unit_name
from hengbiao.exchange.tables import write_tables
from hengbiao.formats.writing import Written
from hengbiao.forms.grid import Grid
from hengbiao.forms.listing import Item, listed, listing
from hengbiao.rules.opinion import Opinion, Point, opinion
from hengbiao.rules.rule import check_record
from hengbiao.rules.severities import SEVERITIES
from hengbiao.rules.subject import Finding
from hengbiao.rules.survey import Survey

Kind = Literal["findings", "opinion"]
Report = Callable[[int, int], None]


def write(tree: Tree, findings: Sequence[Finding], path: Path) -> Written:
    """Write 审核情况说明 of all findings, then an 审核表 for each form of the document, to one file."""
    return write_tables([findings_table(tree, findings), *opinion_tables(tree, findings)], path)


def write_reports(tree: Tree, records: Collection[str], path: Path, told: Kind, report: Report) -> Written:
    """Review these forms anew and write their 审核情况说明, or an 审核表 for each; `report` hears how far."""
    survey = Survey(tree)
    found = [one for record in _heard(records, report) for one in check_record(tree, record, survey)]
    if told == "findings":
        return write_tables([findings_table(tree, found)], path)
    return write_tables(list(opinion_tables(tree, found, records)), path)


def _heard(records: Collection[str], report: Report) -> Iterator[str]:
    for done, record in enumerate(records):
        report(done, len(records) + 1)
        yield record


def findings_table(tree: Tree, findings: Sequence[Finding]) -> Grid:
    """审核情况说明: each finding with what the unit says to it; one line that says so where there is none."""
    open_ones = Counter(one.severity for one in findings if not one.explained)
    counts = "，".join(f"{name} {open_ones[severity]}" for severity, name in SEVERITIES.items())
    explained = sum(one.explained for one in findings)
    words = {**_words(tree), "counts": f"{counts}，已说明 {explained}"}
    items = [_item(tree, one) for one in findings] or [{"message": "没有发现问题"}]
    return listed(listing("findings"), words, items)


def opinion_tables(tree: Tree, findings: Sequence[Finding], records: Collection[str] = ()) -> Iterator[Grid]:
    """绩效目标审核表 of each form (of `records`, where named), prefilled; the reviewer decides."""
    by_form = {key: tuple(many) for key, many in groupby(findings, key=lambda one: one.ref.record)}
    for unit in tree.units:
        for part in tree.parts(unit.id):
            if records and part.id not in records:
                continue
            words = {
                "period": _period(part.year if part.year is not None else tree.unit_year(unit.id)),
                "kind": "部门整体支出" if part.kind == "department" else "项目支出",
                "project": "" if part.kind == "department" else f"项目：{record_name(part)}",
                "office": unit_name(tree, unit.id),
            }
            yield listed(listing("opinion"), words, list(_rows(opinion(by_form.get(part.id, ())))))


def _rows(made: Opinion) -> Iterator[Item]:
    for aspect in made.aspects:
        for point in aspect.points:
            yield {
                "aspect": aspect.name,
                "point": point.text,
                "found": _found(point),
                "full": f"{aspect.full}",
                "score": f"{aspect.score}",
                "group": aspect.name,
            }
    full = sum(aspect.full for aspect in made.aspects)
    yield {"aspect": "合计", "found": f"建议等次：{made.grade}", "full": f"{full}", "score": f"{made.score}"}
    yield {"aspect": "审核意见", "point": "由审核人填写"}
    yield {"aspect": "审核人", "point": "签字", "found": "日期：　　　　年　　月　　日"}


def _found(point: Point) -> str:
    told = [f"{one.rule} {one.message}" for one in point.open]
    told += [f"{one.rule} 已说明：{one.explanation}" for one in point.explained]
    return "\n".join(told) or "未发现问题"


def _item(tree: Tree, one: Finding) -> Item:
    item = tree.headings[one.ref.record]
    return {
        "unit": unit_name(tree, item.unit),
        "project": record_name(item),
        "severity": SEVERITIES[one.severity].partition("（")[0],
        "rule": one.rule,
        "message": one.message,
        "explanation": one.explanation or (f"（数值已变，原说明）{one.lapsed}" if one.lapsed else ""),
    }


def _words(tree: Tree) -> dict[str, str]:
    years = {tree.unit_year(unit.id) for unit in tree.units}
    only = unit_name(tree, tree.units[0].id) if len(tree.units) == 1 else f"共 {len(tree.units)} 个预算单位"
    return {"period": _period(years.pop()) if len(years) == 1 else "", "office": only}


def _period(year: int | None) -> str:
    return f"{year}年度" if year else ""
