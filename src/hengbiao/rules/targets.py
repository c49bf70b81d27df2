"""Rules on targets: direction, unit, whether the indicator stands where it belongs, and how far it is quantified."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.costs import is_cost
from hengbiao.domain.indicator import Indicator
from hengbiao.domain.money import UNITS
from hengbiao.domain.target import Target
from hengbiao.rules.places import any_of
from hengbiao.rules.reading import is_date_like, moments, quantities
from hengbiao.rules.subject import Check, Hit, Rule, Subject, at_rows

_MONEY_UNITS: Final = frozenset((*UNITS, "万", "亿"))
_PERCENT: Final = frozenset({"%", "‰"})
_UP: Final = frozenset({"≥", ">"})
_DOWN: Final = frozenset({"≤", "<"})

Wanted = Callable[[Indicator, Rule], bool]
Among = Callable[[Subject, Rule], Sequence[Indicator]]
"""Which indicators of a form a rule can be about at all; few, so that most forms are done at one look."""


def _all(subject: Subject, _rule: Rule) -> Sequence[Indicator]:
    return subject.rows


def _numeric(subject: Subject, _rule: Rule) -> Sequence[Indicator]:
    return subject.numeric


def _percents(subject: Subject, _rule: Rule) -> Sequence[Indicator]:
    return subject.percents


def _texts(subject: Subject, _rule: Rule) -> Sequence[Indicator]:
    return subject.texts


def _named(subject: Subject, rule: Rule) -> Sequence[Indicator]:
    """All of them where a word of the rule comes up in any name, else none."""
    return subject.rows if _has(subject.names, rule.words) else ()


def _directed(subject: Subject, rule: Rule) -> Sequence[Indicator]:
    """The numbers where any name has a word for what should be little or much."""
    return subject.numeric if _has(subject.names, rule.words_less + rule.words_more) else ()


def _named_under(*words: str) -> Among:
    """The indicators with one of these words in level 1 or 2, where a word of the rule comes up in any name."""
    return lambda subject, rule: subject.under(words) if _has(subject.names, rule.words) else ()


def _under(*words: str) -> Among:
    """The indicators whose level 1 or 2 has one of these words."""
    return lambda subject, _rule: subject.under(words)


def _rows(wanted: Wanted, sentence: str, inner: str = "target", among: Among = _all) -> Check:
    """The check that reports every indicator `among` those of the form that is `wanted`."""

    def ask(subject: Subject, rule: Rule) -> Hit | None:
        return at_rows([row for row in among(subject, rule) if wanted(row, rule)], sentence, inner)

    return ask


def _fixed(wanted: Wanted, sentence: str, mend: Callable[[Target], Target], fix_label: str, among: Among) -> Check:
    """As `_rows`, with a change of the targets that mends all of them."""

    def ask(subject: Subject, rule: Rule) -> Hit | None:
        rows = [row for row in among(subject, rule) if wanted(row, rule)]
        fix = [_put(subject, row, mend(row.target)) for row in rows]
        return at_rows(rows, sentence, fix=fix, fix_label=fix_label)

    return ask


def _put(subject: Subject, row: Indicator, target: Target) -> Change:
    return Change(Ref(subject.record.id, ("indicators", row.id, "target")), row.target, target)


def _head(row: Indicator) -> str:
    return row.target.unit.partition("/")[0]


def _is_money(row: Indicator) -> bool:
    return _head(row) in _MONEY_UNITS


def _is_percent(row: Indicator) -> bool:
    return row.target.unit in _PERCENT


def _has(text: str, words: tuple[str, ...]) -> bool:
    return any_of(words).search(text) is not None


def _rising_cost(row: Indicator, _rule: Rule) -> bool:
    return is_cost(row) and _is_money(row) and row.target.comparator in _UP


def _moneyless_cost(row: Indicator, rule: Rule) -> bool:
    borne = "社会成本" in row.level2 or "环境" in row.level1 + row.level2 or "生态" in row.level1 + row.level2
    return is_cost(row) and bool(row.target.value) and not (_is_money(row) or borne or _has(row.name, rule.words_not))


def _wrong_way(row: Indicator, rule: Rule) -> bool:
    if not row.target.value or is_cost(row):
        return False
    text, sign = row.name, row.target.comparator
    less = _has(text, rule.words_less) and not _has(text, rule.words_not)
    more = _has(text, rule.words_more) and not _TURNED.search(text)
    if less and text.endswith("率") and "时" in text:  # 时限办结率: a rate of being in time
        return False
    return (less and not more and sign in _UP) or (more and not less and sign in _DOWN)


_TURNED: Final = re.compile(r"[不未非]\S{0,2}(?:满意|合格|达标|及时|完成|覆盖|通过|准确|有效)|下降|降低|减少|压降")
"""What makes much of a good thing little: 不合格率, 满意度下降."""


def _unsigned(row: Indicator, _rule: Rule) -> bool:
    return bool(row.target.value) and not row.target.comparator


def _above_hundred(row: Indicator, rule: Rule) -> bool:
    upward = row.target.comparator in {"≥", ">", "="}
    return (
        _is_percent(row) and row.target.unit == "%" and upward and _above(row, 100) and not _has(row.name, rule.words)
    )


def _above(row: Indicator, limit: int) -> bool:
    return bool(row.target.value) and Decimal(row.target.value) > limit


def _rate_without_percent(row: Indicator, rule: Rule) -> bool:
    if not row.name.endswith(rule.words) or _has(row.name, rule.words_not):
        return False
    if row.target.value:
        return not _is_percent(row) and not _is_money(row)
    return _starts_with_date(row.target.text)


def _starts_with_date(text: str) -> bool:
    return bool(re.match(r"\s*(\d{4}\s?年|\d{1,2}\s?月)", text))


def _percent_without_rate(row: Indicator, rule: Rule) -> bool:
    satisfied = "满意" in row.level1 + row.level2
    return (
        _is_percent(row)
        and bool(row.target.value)
        and not satisfied
        and not _has(row.name + row.description, rule.words)
    )


def _broken_count(row: Indicator, rule: Rule) -> bool:
    return "." in row.target.value and row.target.unit in rule.words and Decimal(row.target.value) % 1 != 0


def _rate_as_quantity(row: Indicator, _rule: Rule) -> bool:
    named_rate = row.name.endswith("率") and not row.name.endswith(("效率", "频率"))
    return "数量" in row.level2 and (_is_percent(row) or named_rate)


def _count_as_quality(row: Indicator, rule: Rule) -> bool:
    return "质量" in row.level2 and row.target.unit in rule.words_more and not _has(row.name, rule.words)


def _satisfaction_elsewhere(row: Indicator, rule: Rule) -> bool:
    return _has(row.name, rule.words) and "满意" not in row.level2 + row.level1


def _timeliness_elsewhere(row: Indicator, rule: Rule) -> bool:
    return ("质量" in row.level2 or "效益" in row.level1) and _has(row.name, rule.words)


def _activity_as_benefit(row: Indicator, rule: Rule) -> bool:
    counted = "效益" in row.level1 and "满意" not in row.level2 and row.target.unit in rule.words
    return counted and Decimal(row.target.value or 1) != 0 and not _has(row.name, rule.words_not)


def _no_time(row: Indicator, rule: Rule) -> bool:
    if "时效" not in row.level2 or not row.target:
        return False
    text = row.target.text
    if text:
        return text.strip() in rule.words or not (
            is_date_like(text) or _has(text, ("及时", "按时", "周期", "频次", "频率", "%"))
        )
    return row.target.unit not in _OF_TIME and "/" not in row.target.unit


_OF_TIME: Final = frozenset(
    (
        *(
            "%",
            "‰",
            "天",
            "日",
            "个工作日",
            "工作日",
            "时",
            "小时",
            "分钟",
            "分",
            "秒",
            "周",
            "月",
            "个月",
            "季度",
            "年",
        ),
        *("学期", "学年", "课时", "学时", "自然日", "日历天", "工日"),
    )
)


def _vague(row: Indicator, rule: Rule) -> bool:
    return row.target.text.strip("。，,. ") in rule.words and "时效" not in row.level2


def _plain_copy(row: Indicator, _rule: Rule) -> bool:
    return bool(row.name) and row.description.strip() == row.name.strip()


def _unwieldy(subject: Subject, rule: Rule) -> Hit | None:
    """R40: a name that is a sentence, or tells the target."""
    names, most = subject.names, rule.limits["length"]
    signed, timed = bool(_SIGN.search(names)), bool(_TIMES.search(names))
    rows = [
        row
        for row in subject.rows
        if len(name := row.name) > most
        or "。" in name
        or (signed and _SIGN.search(name))
        or ((value := row.target.value) and (timed or value in name) and _tells(name, value))
    ]
    return at_rows(rows, "名称不够简短：{rows}", "name")


_SIGN: Final = re.compile(r"[≥≤]|[0-9]\s?[%％]")
_TIMES: Final = re.compile(r"[0-9]\s?[百千万亿]")


def _tells(name: str, value: str) -> bool:
    return any(str(quantity.value) == value for quantity in quantities(name))


def _late(subject: Subject, _rule: Rule) -> Hit | None:
    """R35: a date outside the years of the form; the lifetime of a project counts as its years."""
    years = _years(subject)
    if not years:
        return None
    late = [row for row in subject.under(("时效",)) if _outside(row, years)]
    span = f"{min(years)}" if min(years) == max(years) else f"{min(years)}—{max(years)}"
    return at_rows(late, f"时效日期不在 {span} 年内：{{rows}}", also=(span,))


def _years(subject: Subject) -> set[int]:
    years = set() if subject.year is None else {subject.year}
    period = getattr(subject.record, "period", "")
    texts = [getattr(subject.record, name, "") for name in ("start", "end")]
    years = years.union(*(_years_in(text) for text in (*texts, period)))
    return set(range(min(years), max(years) + 1)) if years else years


@lru_cache(maxsize=1024)
def _years_in(text: str) -> frozenset[int]:
    return frozenset(int(found) for found in re.findall(r"(?:19|20)\d\d", text))


def _outside(row: Indicator, years: set[int]) -> bool:
    """A span that begins the year before or ends the year after touches the year and is sound."""
    found = moments(row.target.text)
    return bool(found) and all(moment.year not in years for moment in found)


def _mixed_dates(subject: Subject, _rule: Rule) -> Hit | None:
    """R36: dates written otherwise than the first one of the unit."""
    first = subject.survey.date_form(subject.unit.id)
    differing = [row for row in subject.under(("时效",)) if any(form != first for form in _row_forms(row))]
    return at_rows(
        differing, f"本单位前面的日期写作{_shown(first, subject.year)}这样，这里不同：{{rows}}", also=(first,)
    )


def _row_forms(row: Indicator) -> list[str]:
    return [moment.form for moment in moments(row.target.text)]


def _shown(form: str, year: int | None) -> str:
    """A date in the form that a unit writes it, of the year of the form."""
    parts = (str(year or 2026), "12", "31")
    return f"“{parts[0]}年12月31日”" if form == "年月日" else f"“{form.join(parts)}”"


def _mostly_words(subject: Subject, rule: Rule) -> Hit | None:
    texts = [row for row in subject.texts if not is_date_like(row.target.text)]
    told = len(subject.numeric) + len(texts)
    if len(texts) * 100 <= told * rule.limits["percent"]:
        return None
    worded = [row for row in texts if not any(quantities(row.target.text))]
    if len(worded) * 100 <= told * rule.limits["percent"]:
        return None
    return Hit(
        ("indicators",),
        f"{told} 条指标中 {len(worded)} 条是定性的",
        tuple(f"{row.name}|{row.target}" for row in worded),
    )


_COST = _under("成本")

CHECKS: Final[Mapping[str, Check]] = MappingProxyType(
    {
        "R20": _fixed(
            _rising_cost,
            "成本用了 ≥，成了花得越多越好：{rows}",
            lambda target: replace(target, comparator="≤"),
            "改为 ≤",
            _COST,
        ),
        "R21": _rows(_moneyless_cost, "成本指标的单位不是货币：{rows}", among=_COST),
        "R23": _rows(_wrong_way, "关系符号与含义相反：{rows}", among=_directed),
        "R24": _fixed(
            _unsigned, "没有关系符号：{rows}", lambda target: replace(target, comparator="="), "改为 =", _numeric
        ),
        "R25": _rows(_above_hundred, "百分比大于 100：{rows}", among=_percents),
        "R26": _rows(_rate_without_percent, "名称是比率而值不是百分比：{rows}", among=_named),
        "R27": _rows(_percent_without_rate, "值是百分比而名称看不出是什么率：{rows}", "name", _percents),
        "R28": _rows(_broken_count, "计数不是整数：{rows}", among=_numeric),
        "R29": _rows(_rate_as_quantity, "数量指标下是比率：{rows}", "level2", _under("数量")),
        "R30": _rows(_count_as_quality, "质量指标下是计数：{rows}", "level2", _under("质量")),
        "R31": _rows(_satisfaction_elsewhere, "满意度放在了别处：{rows}", "level2", _named),
        "R32": _rows(
            _timeliness_elsewhere, "及时、时限类内容不在时效指标下：{rows}", "level2", _named_under("质量", "效益")
        ),
        "R33": _rows(_activity_as_benefit, "效益指标下是活动次数：{rows}", "level2", _under("效益")),
        "R34": _rows(_no_time, "看不出何时完成：{rows}", among=_under("时效")),
        "R35": _late,
        "R36": _mixed_dates,
        "R37": _rows(_vague, "只有空泛的词，无法考核：{rows}", among=_texts),
        "R38": _mostly_words,
        "R39": _rows(_plain_copy, "{count} 条指标的描述与名称相同", "description"),
        "R40": _unwieldy,
    },
)
