"""Checks: each rule with forms that break it and twins that do not; one finding a rule and form."""

from collections.abc import Callable
from dataclasses import replace
from itertools import chain

import pytest
from tests.rules.forms import DEPARTMENT, PROJECT, ROWS, UNIT, and_row, row, tree_of, with_row

from hengbiao.domain.change import Ref
from hengbiao.domain.department import Department, DepartmentFunds, Function, Notes, Task
from hengbiao.domain.project import Estimate, Funds, Payment, Project
from hengbiao.domain.tree import Tree
from hengbiao.domain.unit import Extra
from hengbiao.rules.rule import CHECKS, check, check_record, rules

Form = Project | Department


def department(**changes: object) -> Department:
    return replace(DEPARTMENT, **changes)  # type: ignore[arg-type]


def project(**changes: object) -> Project:
    return replace(PROJECT, **changes)  # type: ignore[arg-type]


def without(*keys: str) -> Project:
    return project(indicators=tuple(one for one in ROWS if one.id not in keys))


def task(name: str, total: int, content: str = "") -> Task:
    return Task(id="t", name=name, total=total, content=content)


def estimate(amount: int, quantity: str = "", price: str = "") -> Estimate:
    return Estimate(id=str(amount), content="扫描费", quantity=quantity, unit="批", price=price, amount=amount)


FULL = 90_000_000
BASIS = "《档案事业发展规划纲要》（清政发〔2024〕{}号）"

BROKEN: dict[str, tuple[Form, ...]] = {
    "R01": (project(name=""), project(name=" ")),
    "R02": (project(funds=Funds()), department(funds=DepartmentFunds(total=0))),
    "R03": (project(goal=""), department(goal="\n")),
    "R04": (without("e"), project(indicators=())),
    "R05": (without("f"),),
    "R06": (without("a"),),
    "R07": (without("b"),),
    "R08": (without("c"),),
    "R09": (without("d"),),
    "R10": (with_row("a", target=""), with_row("b", name=""), with_row("c", level2="")),
    "R11": (with_row("e", level2="数量指标"), with_row("d", level2="经济成本指标")),
    "R12": (
        project(indicators=ROWS[:2]),
        and_row(*(row(f"g{n}", "产出指标", "数量指标", f"第{chr(65 + n)}类档案", "≥1卷") for n in range(10))),
    ),
    "R13": (with_row("f", name="服务对象满意度指标"), with_row("d", name="成本指标")),
    "R14": (project(goal="完成XX项工作"), with_row("e", target="请填写")),
    "R15": (and_row(replace(ROWS[0], id="z")),),
    "R16": (with_row("c", name="数字化档案"),),
    "R17": (and_row(row("z", "产出指标", "数量指标", "开展数字化档案工作", "≥3册")),),
    "R18": (with_row("d", target="≤44万元"),),
    "R19": (with_row("d", target="≤46万元"),),
    "R20": (with_row("d", target="≥45万元"),),
    "R21": (and_row(row("z", "产出指标", "成本指标", "预算执行完成率", "≥90%")),),
    "R22": (with_row("d", target="≤375元"), with_row("d", name="每卷扫描费", target="≤375元")),
    "R23": (with_row("f", target="≤90%"), and_row(row("z", "产出指标", "质量指标", "差错数", "≥3处"))),
    "R24": (with_row("a", target="1200册"),),
    "R25": (with_row("b", target="≥101%"),),
    "R26": (with_row("b", target="≥98册"), with_row("c", name="扫描完成率")),
    "R27": (with_row("b", name="扫描件"),),
    "R28": (with_row("a", target="≥1200.5册"),),
    "R29": (with_row("a", name="数字化率", target="≥80%"),),
    "R30": (with_row("b", name="检查扫描件", target="≥6次"),),
    "R31": (with_row("b", name="查档群众满意度"),),
    "R32": (with_row("b", name="扫描及时率"),),
    "R33": (with_row("e", target="≥5场"),),
    "R34": (with_row("c", target="及时"), with_row("c", target="≥5册")),
    "R35": (with_row("c", target="2025年10月底前"),),
    "R36": (and_row(row("z", "产出指标", "时效指标", "挂接完成时间", "2026.11.30")),),
    "R37": (with_row("e", target="有效提升"),),
    "R38": (
        project(
            indicators=(
                *ROWS[2:5],
                *(row(f"g{n}", "效益指标", "社会效益指标", f"效果{n}", f"群众可网上查到第{n}类目录") for n in range(4)),
            ),
        ),
    ),
    "R39": (with_row("a", description="数字化档案"),),
    "R40": (with_row("a", name="采购的设备质量达到100%。"), with_row("a", name="数" * 31)),
    "R41": (project(payments=(Payment(id="0", position="0", by="3月底", percent="70"), *PROJECT.payments)),),
    "R42": (project(payments=PROJECT.payments[:1]),),
    "R43": (project(payments=(Payment(id="0", position="0", by="3月底", percent="0"), *PROJECT.payments)),),
    "R44": (project(funds=Funds(total=45_000_000, fiscal=44_000_000)),),
    "R45": (department(tasks=(task("档案数字化扫描", 1),)),),
    "R46": (department(funds=replace(DEPARTMENT.funds, basic=1)),),
    "R47": (department(functions=(Function(id="f", project="档案事业", amount=FULL),)),),
    "R48": (department(tasks=(task("档案数字化扫描", FULL, "全年扫描费用共需7.6万元。"),)),),
    "R49": (
        department(tasks=(task("档案数字化扫描", FULL, "补助30人至50人，每人补助1000元至2000元，预计全年2万元"),)),
    ),
    "R50": (project(goal="扫描档案1300册。"),),
    "R51": (project(goal="完成馆藏数字化档案1300册。"),),
    "R52": (department(tasks=(task("应急物资储备租赁", FULL),)),),
    "R53": (
        project(
            purpose="用于全馆各类馆藏纸质档案的集中整理、扫描、挂接和逐页校对工作",
            goal="用于全馆各类馆藏纸质档案的集中整理、扫描、挂接和逐页校对工作",
        ),
    ),
    "R54": (with_row("f", name="查档群众满意度", description="反映参训学员的满意情况"),),
    "R55": (
        project(
            indicators=(replace(ROWS[0], basis=BASIS.format(6)), replace(ROWS[1], basis=BASIS.format(7)), *ROWS[2:])
        ),
    ),
    "R56": (with_row("d", scoring="得分=完成数量/目标数量*指标分值"),),
    "R57": (project(indicators=tuple(replace(one, scoring="是否完成") for one in ROWS)),),
    "R58": (project(goal="推动全省档案1200册数字化。"), department(notes=Notes(goal="按省委要求归纳"))),
    "R59": (with_row("d", target="≤45万"),),
    "R60": (project(goal="1. 1.扫描1200册。"), with_row("a", description="是否额完成指标")),
    "R61": (with_row("a", name=" 数字化档案"), with_row("a", name="数字化\n档案"), project(name="２０２６档案")),
    "R62": (with_row("a", weight="80"),),
    "R69": (project(code="1302002300707510213"),),
    "R70": (project(name="3.馆藏档案数字化绩效目标表"),),
    "R71": (department(funds=replace(DEPARTMENT.funds, project=44_000_000, basic=46_000_000)),),
    "R72": (
        project(name="馆藏档案数字化（非财政拨款）"),
        project(name="馆藏档案数字化（非财政拨款）", funds=Funds(total=45_000_000, fiscal=1, other=44_999_999)),
    ),
    "R73": (project(estimates=(estimate(45_000_000, "9", "40000"), estimate(0))),),
    "R74": (project(estimates=(estimate(44_000_000),)),),
    "R75": (project(extra=(Extra(id="x", label="控制数（万元）", text="44"),)),),
    "R76": (project(extra=(Extra(id="x", label="控制数（万元）", text="46"),)),),
}


def tree_with(form: Form) -> Tree:
    return tree_of(*(form if form.id == sound.id else sound for sound in (DEPARTMENT, PROJECT)))


def test_every_rule_has_words_a_question_and_an_example() -> None:
    assert rules().keys() == CHECKS.keys() == BROKEN.keys()


def test_sound_forms_have_no_findings() -> None:
    assert [finding.message for finding in check(tree_of(DEPARTMENT, PROJECT))] == []


CASES = list(chain.from_iterable([(number, form) for form in forms] for number, forms in BROKEN.items()))


@pytest.mark.parametrize(
    ("number", "form"), CASES, ids=[f"{number}-{place}" for place, (number, _) in enumerate(CASES)]
)
def test_each_rule_finds_its_fault_once(number: str, form: Form) -> None:
    found = [finding.rule for finding in check_record(tree_with(form), form.id)]
    assert found.count(number) == 1


@pytest.mark.parametrize(
    ("number", "form"), CASES, ids=[f"{number}-{place}" for place, (number, _) in enumerate(CASES)]
)
def test_every_fix_mends_its_fault(number: str, form: Form) -> None:
    tree = tree_with(form)
    finding = next(one for one in check_record(tree, form.id) if one.rule == number)
    mended = tree.changed(finding.fix)
    left = {one.rule for one in check_record(mended, form.id)}
    assert (number in left) == (not finding.fix)


def test_a_finding_says_what_and_what_to_do() -> None:
    finding = check_record(tree_with(with_row("d", target="≤44万元")), "p")[0]
    assert finding.message.startswith("成本指标合计 44.00 万元，比预算数 45.00 万元少 1.00 万元。请")
    assert finding.ref == Ref("p", ("funds", "total"))


def test_a_region_may_have_another_class() -> None:
    tree = tree_of(without("d"), unit=replace(UNIT, region="shanghai"))
    classes = {region: _class_of(replace_region(tree, region), "R09") for region in ("tianjin", "shanghai")}
    assert classes == {"tianjin": "warning", "shanghai": "info"}


def replace_region(tree: Tree, region: str) -> Tree:
    return tree_of(tree.project("p"), unit=replace(UNIT, region=region))


def _class_of(tree: Tree, number: str) -> str:
    return next(one.severity for one in check_record(tree, "p") if one.rule == number)


def test_same_names_told_apart_by_description_weigh_less() -> None:
    twice = (replace(ROWS[0], description="文书档案"), replace(ROWS[0], id="z", description="会计档案"), *ROWS[1:])
    assert _class_of(tree_of(project(indicators=twice)), "R15") == "warning"
    assert _class_of(tree_of(and_row(replace(ROWS[0], id="z"))), "R15") == "error"


SILENT: list[tuple[str, Callable[[], Form]]] = [
    ("R25", lambda: with_row("b", name="查档量增长率", target="≥120%")),
    ("R26", lambda: with_row("a", name="扫描效率", target="≥30册")),
    ("R35", lambda: replace(with_row("c", target="2027年10月底前"), end="2027-12-31")),
    ("R50", lambda: project(goal="扫描馆藏档案1200册，培训1次。")),
    ("R48", lambda: department(tasks=(task("档案数字化扫描", FULL, "全年扫描费用共需90万元。"),))),
    ("R58", lambda: project(goal="按《全省档案事业规划》扫描1200册。")),
]


@pytest.mark.parametrize(("number", "make"), SILENT, ids=[number for number, _ in SILENT])
def test_what_only_looks_like_a_fault_is_left_alone(number: str, make: Callable[[], Form]) -> None:
    form = make()
    assert number not in {finding.rule for finding in check_record(tree_with(form), form.id)}
