"""Layout files: what is shipped reads at once; a fault names file, line and reason in Chinese."""

import re
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest

from hengbiao.domain.refusal import Refusal
from hengbiao.forms.layout import in_unit
from hengbiao.forms.layouts import layouts, load_layout, read_layout, serving
from hengbiao.forms.strict_toml import LayoutError
from hengbiao.forms.vocabulary import regions
from hengbiao.paths import resource

GOOD = """\
id = "trial"
title = "试用表"
region = "national"
forms = ["project"]
money_unit = "元"
scheme = "2021"

[paper]
size = "A4"

[styles.label]
role = "label"

[styles.value]
align = "center"

[project]
columns = [1, 2, 3]

[[project.bands]]
cells = [{ text = "{name}", cols = 3, style = "label" }]

[[project.bands]]
lines = [
  [{ text = "资金", rows = 2, style = "label" }, { text = "总额", style = "label" }, { bind = "funds/total", style = "value" }],
  [{ text = "财政", style = "label" }, { bind = "funds/fiscal", style = "value" }],
]

[[project.bands]]
head = true
cells = [
  { text = "一级", style = "label" },
  { text = "名称", style = "label" },
  { text = "值", style = "label" },
]

[[project.bands]]
repeat = "indicators"
cells = [{ bind = "level1", merge = true, style = "value" }, { bind = "name", style = "value" }, { bind = "target", style = "value" }]
"""  # noqa: E501


@pytest.fixture
def file(tmp_path):
    def write(text: str) -> Path:
        path = tmp_path / "trial.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_good_file(file):
    layout = read_layout(file(GOOD))
    plan = layout.plan()
    assert (layout.id, layout.forms, layout.money_unit, layout.scheme) == (
        "trial",
        ("project", "booklet", "summary"),
        "元",
        "2021",
    )
    assert list(plan.fields) == ["funds/total", "funds/fiscal"]
    assert list(plan.columns) == ["indicators"]
    assert sum(plan.widths) == pytest.approx(layout.paper.inner_width)
    assert [cell.col for line in plan.bands[1].lines for cell in line.cells] == [0, 1, 2, 1, 2]
    assert plan.fields["funds/total"].style.show.unit == "元"


FAULTS = [
    # old text, new text, text of the line that is named, reason
    ("head = true", "foot = true", "foot = true", "“foot”的行里应有 fact，不能有 bind"),
    (
        'text = "一级", style = "label" }',
        'fact = "midterm.nmae", style = "label" }',
        "midterm.nmae",
        "没有“midterm.nmae”",
    ),
    ('repeat = "indicators"', 'repeat = "indicators"\nfoot = true', "foot = true", "“foot”的行不能重复"),
    ('bind = "name", style', 'fact = "midterm.nmae", style', "midterm.nmae", "没有“midterm.nmae”"),
    ('size = "A4"', 'size = "A4"\nsise = 3', "sise", "不认识的“sise”"),
    ('title = "试用表"\n', "", "id =", "缺少“title”"),
    ('id = "trial"', 'id = "other"', "id =", "“id”应与文件名“trial”相同"),
    ('money_unit = "元"', 'money_unit = "角"', "money_unit", "“money_unit”不能是“角”"),
    ('scheme = "2021"', 'scheme = "1999"', "scheme", "“scheme”不能是“1999”"),
    ('region = "national"', 'region = "national"\ntarget = "{op}{value}"', "target", "“target”应含有"),
    ('region = "national"', 'region = "national"\nday = "年月日"', "day", "“day”应含有"),
    ('region = "national"', 'region = "mars"', "region", "“region”不能是“mars”"),
    ('forms = ["project"]', 'forms = ["department"]', "forms", "“forms”应包含"),
    ('forms = ["project"]', 'forms = ["project", 3]', "forms", "“forms”里应都是文字"),
    ('size = "A4"', 'size = "A9"', "A9", "“size”不能是“A9”"),
    ('size = "A4"', 'size = "A4"\nmargins = [1, 2]', "margins", "“margins”应是"),
    ('size = "A4"', 'size = "A4"\nmargins = [200, 100, 200, 100]', "margins", "页边距太大"),
    ('role = "label"', 'role = "labbel"', "labbel", "“role”不能是“labbel”"),
    ('role = "label"', 'role = "label"\nsize = 99', "size = 99", "“size”应在"),
    ('role = "label"', 'role = "label"\ncolour = "red"', "colour", "不认识的“colour”"),
    ("columns = [1, 2, 3]", "columns = [1, 0, 3]", "columns", "都大于 0"),
    ("columns = [1, 2, 3]", 'columns = [1, "2", 3]', "columns", "“columns”里应都是数字"),
    ("columns = [1, 2, 3]", "columns = [1, 2, 3]\nloop = 3", "loop", "不认识的“loop”"),
    ('text = "{name}", cols = 3', 'text = "{name}", cols = 4', "{name}", "这一行超出了 3 列"),
    ('text = "{name}", cols = 3', 'text = "{name}", cols = 2', "[[project.bands]]", "有一行只占了 2 列"),
    ('text = "{name}", cols = 3', 'text = "{nome}", cols = 3', "{nome}", "“{nome}”不是现成内容的名称"),
    ('text = "{name}", cols = 3', 'text = "{item}", cols = 3', "{item}", "“{item}”不是现成内容的名称"),
    ('text = "{name}", cols = 3', 'text = "{name}", cols = 0', "cols = 0", "至少是 1"),
    ('text = "{name}", cols = 3', 'text = "{name}", cols = true', "cols = true", "“cols”应是整数"),
    ('text = "{name}", cols = 3', 'text = "x", if = "a>b", cols = 3', 'if = "a', "不认识的“if”"),
    ('text = "{name}", cols = 3', "cols = 3", "{ cols = 3", "之一"),
    ('text = "{name}", cols = 3', 'text = "x", bind = "name", cols = 3', 'text = "x", bind', "之一"),
    (
        'text = "{name}", cols = 3',
        'fact = "funds/total*2", cols = 3',
        "funds/total*2",
        "没有“funds/total*2”这样的现成内容",
    ),
    ('text = "{name}", cols = 3', 'fact = "sum.tasks.total", cols = 3', "sum.tasks", "“sum.tasks.total”应写成"),
    ('text = "{name}", cols = 3', 'fact = "sum.estimates.price", cols = 3', "sum.estimates", "应写成 sum.明细.金额栏"),
    (
        'text = "{name}", cols = 3',
        'text = "x", merge = true, cols = 3',
        "merge = true, cols",
        "“merge”只用在重复的行里",
    ),
    ('bind = "funds/fiscal", style', 'bind = "funds/fiskal", style', "funds/fiskal", "没有“funds/fiskal”这一栏"),
    ('bind = "funds/fiscal", style', 'bind = "funds", style', 'bind = "funds",', "没有“funds”这一栏"),
    (
        'bind = "funds/fiscal", style',
        'bind = "funds/total", style',
        '财政", style',
        "“funds/total”已经填在另一个单元格里",
    ),
    ('bind = "funds/fiscal", style', 'bind = "funds/fiscal", suggest = "fund", style', "suggest", "没有“fund”这一栏"),
    (
        'bind = "funds/fiscal", style = "value"',
        'bind = "funds/fiscal", style = "valu"',
        '"valu"',
        "“style”不能是“valu”",
    ),
    (
        'bind = "funds/fiscal", style',
        'bind = "funds/fiscal", rows = 2, style',
        '"值"',
        "1 列被上面伸下来的单元格占着",
    ),
    ('text = "财政", style', 'text = "财政", cols = 2, style', "财政", "这一行超出了 3 列"),
    ('text = "资金", rows = 2', 'text = "资金", rows = 9', '"值"', "1 列被上面伸下来的单元格占着"),
    ('text = "总额", style', 'text = "总额", rows = 2, style', "财政", "2 列被上面伸下来的单元格占着"),
    ('[{ text = "财政", style = "label" }', '[{ text = "财政", cols = 2, style = "label" }', "财政", "超出了 3 列"),
    ('repeat = "indicators"', 'repeat = "tasks"', '"tasks"', "没有“tasks”这样的明细"),
    ('repeat = "indicators"', 'repeat = "indicators"\nwhile = 3', "while", "不认识的“while”"),
    ('repeat = "indicators"', 'repeat = "indicators"\nheight = -3', "height", "“height”应大于 0"),
    ('bind = "level1", merge = true', 'bind = "level9", merge = true', "level9", "没有“level9”这一栏"),
    ('bind = "level1", merge = true', 'bind = "target/sign", merge = true', "target/sign", "没有“target/sign”这一栏"),
    (
        'bind = "level1", merge = true',
        'text = "{name}", merge = true',
        'text = "{name}", merge',
        "重复的行里不能用“{name}”",
    ),
    ('bind = "level1", merge = true', 'bind = "level1", rows = 2', "repeat", "不能伸到下面的行"),
    ('bind = "level1", merge = true', 'bind = "level1", codes = "level"', "codes", "“codes”不能是“level”"),
    ("[[project.bands]]\nrepeat", "[[project.bands]]\nhead = true\nrepeat", "head = true\nrepeat", "应有重复的行"),
    ('role = "label"', 'role = "label', "label\n", "不合 TOML 的写法"),
]


@pytest.mark.parametrize(("old", "new", "named", "reason"), FAULTS, ids=[f"{n}" for n in range(len(FAULTS))])
def test_a_fault_names_file_line_and_reason(file, old, new, named, reason):
    assert GOOD.count(old) == 1
    text = GOOD.replace(old, new)
    path = file(text)
    with pytest.raises(LayoutError) as caught:
        read_layout(path)
    message = str(caught.value)
    assert reason in message
    assert str(path) in message
    line = int(re.search(r"第 (\d+) 行", message)[1])
    lines = text.splitlines()
    assert named.split("\n")[0] in "\n".join(lines[line - 2 : line + 1]) or named.split("\n")[0] in lines[line - 1]
    assert isinstance(caught.value, Refusal)


def test_a_cell_that_meets_one_from_above(file):
    text = (
        GOOD.replace('"资金", rows = 2', '"资金"')
        .replace('"总额"', '"总额", rows = 2')
        .replace('"财政"', '"财政", cols = 2')
    )
    with pytest.raises(LayoutError, match="第 26 行：这个单元格与上面伸下来的单元格（rows）重叠"):
        read_layout(file(text))


def test_a_layout_without_columns_or_bands(file):
    with pytest.raises(LayoutError, match="缺少“bands”"):
        read_layout(file(GOOD[: GOOD.index("[[project.bands]]")]))


def test_a_file_that_is_no_text(tmp_path):
    path = tmp_path / "trial.toml"
    path.write_bytes(b'id = "trial"\n\xff\xfe')
    with pytest.raises(LayoutError, match="第 2 行：不是 UTF-8 文字"):
        read_layout(path)


def test_every_shipped_file_is_a_layout():
    names = {path.stem for path in Path(resource("layouts")).glob("*.toml")}
    assert {layout.id for layout in layouts()} == names
    assert [layout.id for layout in layouts()][:3] == ["tianjin", "hebei", "yunnan"]
    assert load_layout("tianjin").forms == ("project", "booklet", "summary")


def test_an_unknown_layout():
    with pytest.raises(KeyError):
        load_layout("atlantis")


def test_another_unit_of_money():
    layout = in_unit(load_layout("tianjin"), "元")
    shows = [cell.style.show for cell in layout.plan().fields.values()]
    assert layout.money_unit == "元"
    assert {show.unit for show in shows} == {"元"}
    assert replace(layout, money_unit="万元", plans={}) == replace(load_layout("tianjin"), plans={})


def test_equal_styles_are_one_object():
    cells = chain.from_iterable(line.cells for band in load_layout("tianjin").plan().bands for line in band.lines)
    styles = {}
    for cell in cells:
        styles.setdefault(cell.style, set()).add(id(cell.style))
    assert all(len(ids) == 1 for ids in styles.values())


def test_the_national_forms_serve_what_a_region_does_not_draw():
    assert serving(load_layout("tianjin"), "project").id == "tianjin"
    assert serving(load_layout("tianjin"), "department").id == "national-department"
    assert serving(load_layout("yunnan"), "project").id == "national-project"
    assert serving(load_layout("hebei"), "department").id == "hebei"


@pytest.mark.parametrize("layout", layouts(), ids=lambda layout: layout.id)
def test_the_default_form_is_one_that_the_layout_draws(layout):
    assert layout.forms[0] in layout.plans
    assert layout.region in regions()
    assert layout.paper.width in {595.28, 841.89}
