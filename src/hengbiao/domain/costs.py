"""What the cost indicators of a form come to: totals added, unit prices multiplied, the rest said and left out."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Final, Literal, NamedTuple

from hengbiao.domain import money
from hengbiao.domain.indicator import Indicator

Reading = Literal["total", "part", "price", "rate", "unclear"]

_FEN: Final = {**money.UNITS, "万": money.UNITS["万元"], "亿": money.UNITS["亿元"]}
_PRICE_WORDS: Final = re.compile(
    r"单价|单位成本|单[方台件户人亩次个套株头栋]|均价|[人户生床次亩件头只株台车校村]均|平均|定额|[补救资奖]助?标准|(?:发放|支出|收费|付费|租赁|采购|保障|配置)标准"
    r"|每(?:平方米|立方米|公里|课时|点位|社区|[人名位户次册份套个台件亩吨床生头只株场期天月站处辆米村校家])"
    r"|[/／][人次册份套个台件户]"
)
_WHOLE: Final = re.compile(r"总成本|成本总|总额|总投资|总费用|总经费|合计|预算控制|预算总|项目总|控制数|全部")
_GENERIC: Final = re.compile(r"成本|指标|单位|经济|单价|标准|费用|支出|控制|项目|平均|人均|每|元|[0-9]")
_SAME_UNITS: Final = {"平米": "平方米", "名": "人", "时": "小时", "％": "%"}


class Cost(NamedTuple):
    """One cost indicator as read: `amount` in 分 where it is known, and the sum it comes from or why it is left out."""

    indicator: str
    label: str
    reading: Reading
    amount: int | None = None
    sentence: str = ""


def is_cost(indicator: Indicator) -> bool:
    """Whether it stands under 成本, in either vocabulary (成本在产出下 or 成本为一级)."""
    return "成本" in indicator.level2 or "成本" in indicator.level1


def costs(indicators: Sequence[Indicator], budget: int | None) -> tuple[Cost, ...]:
    """Read every cost indicator; `budget` (分) decides only where a 元 is a price whose product meets it."""
    quantities = [one for one in indicators if "数量" in one.level2 and _number(one) is not None]
    found = [one for one in indicators if is_cost(one)]
    read = [_read(one, quantities) for one in found]
    if budget is None or total(read) == budget:
        return tuple(read)
    sure = [_if_akin(cost, one, quantities) for cost, one in zip(read, found, strict=True)]
    return tuple(_as_price(_without_parts(sure, budget), found, quantities, budget))


def total(read: Iterable[Cost]) -> int | None:
    """The sum of what is known (分); None where nothing is."""
    known = [cost.amount for cost in read if cost.amount is not None]
    return sum(known) if known else None


def _number(indicator: Indicator) -> Decimal | None:
    try:
        return Decimal(indicator.target.value)
    except InvalidOperation:
        return None


def label_of(indicator: Indicator) -> str:
    """What a cost indicator is called: by its description where its name only copies the level."""
    plain = indicator.name in {"", indicator.level1, indicator.level2}
    return (indicator.description if plain and indicator.description else indicator.name) or indicator.level2


def _read(indicator: Indicator, quantities: Sequence[Indicator]) -> Cost:
    label, target = label_of(indicator), indicator.target
    head, _, per = target.unit.partition("/")
    if _number(indicator) is None:
        return _text_cost(indicator)
    if head not in _FEN:
        return Cost(
            indicator.id, label, "rate", None, f"“{label}”以“{target.unit or '无单位'}”计，不是金额，未计入合计"
        )
    if per:
        return _priced(indicator, per, quantities)
    if _PRICE_WORDS.search(indicator.name + indicator.description):
        return Cost(indicator.id, label, "unclear", None, f"“{label}”像是单价，没有写明是每什么多少钱")
    return Cost(indicator.id, label, "total", _amount(indicator, head))


def _text_cost(indicator: Indicator) -> Cost:
    label, text = label_of(indicator), indicator.target.text
    if re.search(r"\d\s*[千百万亿]*元|\d\s*万", text):
        return Cost(indicator.id, label, "unclear", None, f"“{label}”的金额写在文字里，无法计入合计")
    return Cost(indicator.id, label, "rate", None, f"“{label}”没有金额，未计入合计" if text else "")


def _amount(indicator: Indicator, head: str, times: Decimal | None = None) -> int | None:
    """分, or None where the product is no whole 分 or beyond what money holds."""
    value = indicator.target.value
    try:
        return money.scaled(value if times is None else str(Decimal(value) * times), _FEN[head])
    except money.MoneyError:
        return None


def _priced(indicator: Indicator, per: str, quantities: Sequence[Indicator]) -> Cost:
    label = label_of(indicator)
    wanted = [_plain_unit(part) for part in re.split(r"[·/]", per)]
    matching = [one for one in quantities if _plain_unit(one.target.unit) == wanted[0]]
    if len(matching) != 1 or len(wanted) > 1:
        why = "没有可乘的数量指标" if not matching else "可乘的数量指标不止一条"
        return Cost(indicator.id, label, "unclear", None, f"“{label}”是单价（{indicator.target}），{why}")
    return _product(indicator, matching[0])


def _product(indicator: Indicator, quantity: Indicator) -> Cost:
    head = indicator.target.unit.partition("/")[0]
    times = Decimal(quantity.target.value)
    amount = _amount(indicator, head, times)
    price, count = f"{indicator.target.value} {head}", f"{quantity.target.value} {quantity.target.unit}"
    sentence = f"{price} × {count} = {money.tell(amount).removesuffix('.00')} 元 = {money.tell(amount, '万元')} 万元"
    return Cost(indicator.id, label_of(indicator), "price", amount, sentence)


def _if_akin(cost: Cost, indicator: Indicator, quantities: Sequence[Indicator]) -> Cost:
    """A price whose product misses the budget stays one only where the quantity it was multiplied by is its own."""
    if cost.reading != "price":
        return cost
    per = _plain_unit(indicator.target.unit.partition("/")[2])
    quantity = next(one for one in quantities if _plain_unit(one.target.unit) == per)
    words = _GENERIC.sub("", indicator.name + indicator.description)
    if not words or any(quantity.name[at : at + 2] in words for at in range(len(quantity.name) - 1)):
        return cost
    told = f"“{cost.label}”是单价（{indicator.target}），不能确定要乘哪一条数量指标，未计入合计"
    return cost._replace(reading="unclear", amount=None, sentence=told)


def _without_parts(read: Sequence[Cost], budget: int) -> list[Cost]:
    """Where one row is the whole of the budget and says so, those beside it are its parts and add nothing."""
    totals = [cost for cost in read if cost.reading == "total" and cost.amount is not None]
    whole = [cost for cost in totals if cost.amount == budget and _WHOLE.search(cost.label)]
    if len(whole) != 1 or (total(totals) or 0) > 2 * budget:
        return list(read)
    told = f"已含在“{whole[0].label}”之内，不重复计入"
    return [
        cost._replace(reading="part", amount=None, sentence=f"“{cost.label}”{told}")
        if cost in totals and cost is not whole[0]
        else cost
        for cost in read
    ]


def _as_price(
    read: Sequence[Cost],
    indicators: Sequence[Indicator],
    quantities: Sequence[Indicator],
    budget: int,
) -> list[Cost]:
    """Where the plain sum misses the budget, a bare 元 whose product with one quantity meets it is read as a price."""
    result = list(read)
    bare = {one.id: one for one in indicators if one.target.unit == "元"} if quantities else {}
    for place, cost in enumerate(read):
        one = bare.get(cost.indicator)
        if one is None or cost.reading not in {"total", "unclear"}:
            continue
        rest = total(other for other in read if other is not cost) or 0
        products = [_product(one, quantity) for quantity in quantities]
        fitting = [product for product in products if product.amount == budget - rest]
        if len(fitting) == 1:
            result[place] = fitting[0]
            break
    return result


def _plain_unit(unit: str) -> str:
    return _SAME_UNITS.get(unit, unit)
