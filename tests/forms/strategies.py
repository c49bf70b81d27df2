"""Forms as hypothesis makes them: what clerks write, and what breaks careless programs."""

from functools import cache

from hypothesis import strategies as st

from hengbiao.domain.fields import ROW_TYPES, kinds
from hengbiao.domain.money import LIMIT
from hengbiao.domain.target import COMPARATORS, Target
from hengbiao.forms.form import Form, Row, field_kind, filled, paths

# fmt: off
TRICKY = (
    "成本指标", "合计", "产出指标", "指标值", "一级指标", "预算数", "其中：\n财政资金", "绩效目标：", "单位：万元",
    "项目名称",
    "=3000.00(份)", "=SUM(A1)", "+1", "-5", "@name", "'quoted", "“三献”工作", '"两"\n"行"', "  两端有空格  ", " ", "\n",
    "a\tb",
    "𠮷野家㐂", "👩‍👩‍👧", "_x000D_", "<p>富文本</p>", "&amp;", "{n}.{name}", "100%", "2025年11月底前完成", "0", "0.00",
    "TRUE",
    "1e5", "2024-01-01", "2024年1月1日", "001", "004", "≥", "社会效益", "社会效益指标", "服务对象满意度", "定量",
    "30%", "（一）",
    "很长的文字，" * 60, "无标点" * 40, "x" * 80,
)
# fmt: on

_CHARACTERS = st.characters(
    codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff", include_characters="\n\t"
)
texts = st.one_of(st.just(""), st.sampled_from(TRICKY), st.text(_CHARACTERS, max_size=20))
"""Blank, tricky or any text that XML can hold."""

amounts = st.one_of(st.none(), st.sampled_from((0, 1, -1, 100, 45_000_000, LIMIT, -LIMIT)), st.integers(-LIMIT, LIMIT))
"""分, blank and 0 told apart."""

numbers = st.one_of(
    st.sampled_from(("0", "1", "80.00", "3000.00", "100", "0.5", "-3")), st.integers(0, 10**12).map(str)
)
units = st.one_of(
    st.sampled_from(("", "次", "%", "万元", "元/人·月", "人次", "条次", "怪单位", "份")), st.text(max_size=3)
)
targets = st.one_of(
    st.just(Target()),
    st.builds(Target, st.sampled_from(("", *COMPARATORS)), numbers, units.filter(str.isprintable)),
    texts.map(lambda text: Target(text=text)),
    st.builds(Target, st.sampled_from(COMPARATORS)),
)
"""Numbers with and without sign and unit, words, and halves of targets."""

years = st.one_of(st.just(""), st.integers(1990, 2099).map(str))
days = st.one_of(texts, st.dates().map(str))
levels = st.one_of(st.sampled_from(("产出指标", "效益指标", "成本指标", "社会效益", "数量指标", "")), texts)

_BY_KIND = {"amount": amounts, "target": targets, "year": years}
_BY_NAME = {"start": days, "end": days, "level1": levels, "level2": levels}


def _value(name, kind):
    return _BY_NAME[name] if name in _BY_NAME else _BY_KIND.get(kind, texts)


def rows(table, columns, max_size):
    """Rows of a table with these columns, blank rows among them."""
    known = kinds(ROW_TYPES[table])
    names = {column.split("/")[0] for column in columns}
    fields = {name: _value(name, kind) for name, kind in known.items() if name in names}
    made = st.fixed_dictionaries(fields).map(lambda values: Row(filled(values.items())))
    return st.lists(made, max_size=max_size).map(tuple)


@cache
def forms(layout, kind="", max_rows=5):
    """Any form that the layout draws, with something of what it does not print too."""
    plan = layout.plan(kind)
    unprinted = [path for path in paths(plan.kind) if path not in plan.fields][:2]
    tables = {name: (*columns, "remark") for name, columns in plan.columns.items()} | {"extra": ("label", "text")}
    return st.builds(
        lambda values, made, facts: Form(
            plan.kind,
            filled(values.items()),
            {name: found for name, found in made.items() if found},
            filled(facts.items()),
        ),
        st.fixed_dictionaries({path: _field(plan.kind, path) for path in (*plan.fields, *unprinted)}),
        st.fixed_dictionaries({name: rows(name, columns, max_rows) for name, columns in tables.items()}),
        st.fixed_dictionaries({"n": numbers, "unit.code": texts, "unit.name": texts, "year": years}),
    )


def long_forms(layout, kind=""):
    """Forms of up to 60 rows."""
    return forms(layout, kind, max_rows=60)


def _field(kind, path):
    if path.startswith("extra/"):
        return texts
    return _value(path, field_kind(kind, path)) if path != "year" else years
