"""未报名单: the units that were to report against those that a document holds, with a text to paste."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from hengbiao.domain.refusal import Refusal
from hengbiao.domain.tree import Heading, Tree
from hengbiao.formats.rows import read
from hengbiao.forms.grid import Grid
from hengbiao.forms.listing import listed, listing

State = Literal["missing", "older", "twice", "unlisted"]

STATES: Final[dict[State, str]] = {"missing": "未报", "older": "只有往年", "twice": "报了两份", "unlisted": "不在名单"}
"""What each state is called, in the order in which they are told."""

_CODE: Final = ("单位编码", "预算单位编码", "预算编码", "单位代码", "编码", "代码")
_NAME: Final = ("单位名称", "预算单位名称", "预算单位", "名称", "单位")
_YEAR: Final = ("年度", "预算年度")
_IS_CODE: Final = re.compile(r"[0-9A-Za-z._-]{1,32}")
_IS_YEAR: Final = re.compile(r"(19|2\d)\d\d(?=年?度?$)")


@dataclass(frozen=True, slots=True)
class Expected:
    """A unit that is to report; either of `code` and `name` may be "". `year` is None where the list states none."""

    code: str
    name: str
    year: int | None = None

    def __str__(self) -> str:
        """By code and name."""
        return f"{self.code} {self.name}".strip()


@dataclass(frozen=True, slots=True)
class Absence:
    """A unit that is not there as it should be, and why in Chinese."""

    state: State
    unit: Expected
    why: str


@dataclass(frozen=True, slots=True)
class Reporting:
    """How many of the expected units are there once, and what is amiss, in the order of STATES and of the list."""

    year: int | None
    expected: int
    present: int
    absences: tuple[Absence, ...]

    def of(self, state: State) -> tuple[Absence, ...]:
        """The absences of one state."""
        return tuple(one for one in self.absences if one.state == state)


def read_expected(path: Path) -> tuple[Expected, ...]:
    """The units of a list (.csv, .xlsx, .xls): by the heads of its columns, else code and name as they stand.

    A unit that stands in it twice counts once. Refusal where the file is no list of units.
    """
    rows = read(path)
    code, name, year, start = _columns(rows)
    found = (Expected(_cell(row, code), _cell(row, name), _year(_cell(row, year))) for row in rows[start:])
    units = tuple(dict.fromkeys(one for one in found if one.code or one.name))
    if not units:
        raise Refusal(path, "", "名单里没有预算单位", "请写明单位编码、单位名称两列，第一行写表头")
    return units


def reporting(tree: Tree, expected: Sequence[Expected]) -> Reporting:
    """What of the expected is there; where the list states no year, the last year of the document counts.

    A unit without any form has not reported. A unit is the same by code, else by name.
    """
    year = max((found for unit in tree.units if (found := tree.unit_year(unit.id))), default=None)
    absences = [one for unit in expected if (one := _absence(tree, unit, unit.year or year))]
    known = {unit.id for one in expected for unit in _standing(tree, one)}
    others = [unit for unit in tree.units if unit.id not in known and tree.unit_year(unit.id) == year]
    absences += [Absence("unlisted", Expected(unit.code, unit.name), "文件里有，名单上没有") for unit in others]
    order = list(STATES)
    amiss = sum(one.state != "unlisted" for one in absences)
    told = tuple(sorted(absences, key=lambda one: order.index(one.state)))
    return Reporting(year, len(expected), len(expected) - amiss, told)


def text(found: Reporting) -> str:
    """What to paste into WeChat: who is to send what."""
    head = f"【{found.year} 年度绩效目标表】" if found.year else "【绩效目标表】"
    lines = [f"{head}应报 {found.expected} 个单位，已报 {found.present} 个。"]
    asked: tuple[tuple[State, str], ...] = (
        ("missing", "以下单位尚未报送，请尽快报送："),
        ("older", "以下单位报来的是往年的表，请报本年度的："),
        ("twice", "以下单位报了两份，请告知以哪一份为准："),
    )
    for state, ask in asked:
        units = found.of(state)
        if units:
            lines += [ask, *(f"{number}. {one.unit}" for number, one in enumerate(units, 1))]
    return "\n".join(lines if len(lines) > 1 else [*lines, "全部报齐，谢谢。"])


def grid(found: Reporting) -> Grid:
    """The 未报名单 as a table."""
    words = {
        "period": f"{found.year}年度" if found.year else "",
        "expected": str(found.expected),
        "present": str(found.present),
    }
    items = (
        {"state": STATES[one.state], "code": one.unit.code, "name": one.unit.name, "why": one.why}
        for one in found.absences
    )
    return listed(listing("expected"), words, list(items))


def _absence(tree: Tree, unit: Expected, year: int | None) -> Absence | None:
    standing = _standing(tree, unit)
    now = [one for one in standing if tree.unit_year(one.id) == year]
    filled = [one for one in now if tree.counted(one.id)]
    if len(filled) > 1:
        return Absence("twice", unit, f"文件里有 {len(filled)} 份 {year} 年度的表" if year else "文件里有两份")
    if filled:
        return None
    if now:
        return Absence("missing", unit, "有这个单位，没有填写任何表")
    years = sorted(found for one in standing if (found := tree.unit_year(one.id)))
    if years:
        return Absence("older", unit, f"只有 {'、'.join(map(str, years))} 年度的表")
    return Absence("missing", unit, "没有收到")


def _standing(tree: Tree, unit: Expected) -> list[Heading]:
    by_code = [one for one in tree.units if unit.code and one.code == unit.code]
    return by_code or [
        one for one in tree.units if unit.name and one.name == unit.name and not (one.code and unit.code)
    ]


def _columns(rows: Sequence[Sequence[str]]) -> tuple[int, int, int, int]:
    """The columns of code, name and year (−1 for none), and the first row of units."""
    for start, row in enumerate(rows[:10]):
        code, name, year = (_place(row, names) for names in (_CODE, _NAME, _YEAR))
        if max(code, name) >= 0:
            return code, name, year, start + 1
    coded = sum(bool(_IS_CODE.fullmatch(_cell(row, 0))) for row in rows)
    return (0, 1, -1, 0) if rows and coded * 2 > len(rows) else (-1, 0, -1, 0)


def _place(row: Sequence[str], names: Iterable[str]) -> int:
    plain = ["".join(cell.split()) for cell in row]
    return next((plain.index(name) for name in names if name in plain), -1)


def _cell(row: Sequence[str], column: int) -> str:
    return row[column] if 0 <= column < len(row) else ""


def _year(text: str) -> int | None:
    found = _IS_YEAR.match(text)
    return int(found[0]) if found else None
