"""Sound forms of other offices, written afresh: nothing is made of what only looks like a fault."""

from dataclasses import replace

import pytest
from tests.rules.forms import PROJECT, UNIT, row, tree_of

from hengbiao.domain.department import Department, DepartmentFunds, Function, Task
from hengbiao.domain.project import Funds, Project
from hengbiao.domain.unit import Unit
from hengbiao.rules.rule import check_record

OUT, EFFECT, PEOPLE = "产出指标", "效益指标", "满意度指标"
COUNT, QUALITY, TIME, COST = "数量指标", "质量指标", "时效指标", "成本指标"
SOCIAL, LASTING, SERVED = "社会效益指标", "可持续影响指标", "服务对象满意度指标"


def project(name: str, total: int, goal: str, purpose: str, *rows: object) -> Project:
    return replace(
        PROJECT,
        name=name,
        goal=goal,
        purpose=purpose,
        funds=Funds(total=total, fiscal=total),
        indicators=rows,
        payments=(),
    )


SCHOOL = project(
    "义务教育学校营养改善计划",
    120_000_000,
    "为12所农村学校的3000名学生每天提供一餐，食材抽检合格，家长放心。",
    "按每生每天5元、全年200天的标准补助食材采购。",
    row("a", OUT, COUNT, "受益学生人数", "≥3000人"),
    row("b", OUT, COUNT, "覆盖农村学校", "=12所"),
    row("c", OUT, QUALITY, "食材抽检合格率", "≥98%"),
    row("d", OUT, TIME, "补助资金到校时间", "每学期开学后15个工作日内"),
    row("e", OUT, COST, "食材采购总成本", "≤120万元"),
    row("f", EFFECT, SOCIAL, "学生贫血率", "≤3%"),
    row("g", PEOPLE, SERVED, "学生家长满意度", "≥90%"),
)
WATER = project(
    "农村供水管网改造",
    86_550_000,
    "改造管网18公里，4754户群众用上达标自来水，漏损率降到12%以下。",
    "用于管材采购、沟槽开挖和阀门井砌筑。",
    row("a", OUT, COUNT, "改造管网长度", "≥18公里"),
    row("b", OUT, COUNT, "受益户数", "≥4754户"),
    row("c", OUT, QUALITY, "工程验收合格率", "=100%"),
    row("d", OUT, QUALITY, "管网漏损率", "≤12%"),
    row("e", OUT, TIME, "工程完工时间", "2026年9月30日前"),
    row("f", "成本指标", "经济成本指标", "每公里改造成本", "≤4.50万元/公里"),
    row("g", "成本指标", "经济成本指标", "监理及检测费用", "≤5.55万元"),
    row("h", EFFECT, SOCIAL, "停水投诉次数下降比例", "≥30%"),
    row("i", EFFECT, LASTING, "管网设计使用年限", "≥30年"),
    row("j", PEOPLE, SERVED, "用水户满意度", "≥92%"),
)
CLINIC = project(
    "基层疫苗冷链运转",
    32_000_000,
    "保障全区26个接种点冷链正常，接种儿童2.4万人次，断链事故为零。",
    "用于冷藏车燃料、冰排和温度监测设备维护。",
    row("a", OUT, COUNT, "保障接种点", "≥26个"),
    row("b", OUT, COUNT, "接种儿童人次", "≥2.4万人次"),
    row("c", OUT, QUALITY, "温度记录完整率", "≥99%"),
    row("d", OUT, TIME, "疫苗配送及时率", "≥98%"),
    row("e", OUT, COST, "冷链运转总成本", "≤32万元"),
    row("f", EFFECT, SOCIAL, "冷链断链事故数", "=0起"),
    row("g", PEOPLE, SERVED, "受种者满意度", "≥90%"),
)
ROADS = project(
    "公路日常养护",
    5_500_000_00,
    "养护县道120公里，路面完好率保持在90%以上，汛期断道24小时内抢通。",
    "用于小修保养、标线施划和应急抢通。",
    row("a", OUT, COUNT, "养护里程", "≥120公里"),
    row("b", OUT, QUALITY, "路面完好率", "≥90%"),
    row("c", OUT, TIME, "汛期断道抢通时限", "≤24小时"),
    row("d", OUT, COST, "养护总成本", "≤550万元"),
    row("e", EFFECT, "经济效益指标", "沿线农产品运输成本降低率", "≥5%"),
    row("f", PEOPLE, SERVED, "过往驾乘人员满意度", "≥85%"),
)


def office(name: str, *rows: object, total: int, project_spending: int, **more: object) -> Department:
    funds = DepartmentFunds(total=total, project=project_spending, basic=total - project_spending)
    return Department(id="d", unit="u", year=2026, goal=name, funds=funds, indicators=rows, **more)


OFFICES = [
    office(
        "全年新改建农村公路120公里，养护公路860公里，群众出行更加安全便捷。",
        row("a", OUT, COUNT, "新改建农村公路里程", "≥120公里"),
        row("b", OUT, COUNT, "公路养护里程", "≥860公里"),
        row("c", OUT, QUALITY, "工程验收合格率", "=100%"),
        row("d", OUT, TIME, "年度建设任务完成时间", "2026年12月底前"),
        row("e", OUT, COST, "项目支出控制数", "≤4600万元"),
        row("f", EFFECT, SOCIAL, "建制村通客车率", "=100%"),
        row("g", PEOPLE, SERVED, "群众出行满意度", "≥90%"),
        total=530_000_000_0,
        project_spending=460_000_000_0,
        tasks=(
            Task(id="1", name="农村公路建设", content="新改建120公里，预计投入3000万元", total=300_000_000_0),
            Task(id="2", name="公路日常养护", content="养护860公里，全年安排1600万元", total=160_000_000_0),
            Task(id="3", name="人员及机构运转", content="保障人员工资和日常运转", total=70_000_000_0),
        ),
    ),
    office(
        "巩固义务教育成果，改善办学条件，保障3.2万名学生就学。",
        row("a", OUT, COUNT, "保障学生人数", "≥32000人"),
        row("b", OUT, COUNT, "维修校舍面积", "≥4.5万平方米"),
        row("c", OUT, QUALITY, "校舍维修验收合格率", "=100%"),
        row("d", OUT, TIME, "资助金发放及时率", "=100%"),
        row("e", OUT, COST, "项目支出总额", "≤2000万元"),
        row("f", EFFECT, SOCIAL, "九年义务教育巩固率", "≥97%"),
        row("g", PEOPLE, SERVED, "家长满意度", "≥88%"),
        total=900_000_000_0,
        project_spending=200_000_000_0,
        functions=(
            Function(id="1", duty="义务教育", task="改善办学条件", project="校舍维修", amount=120_000_000_0),
            Function(id="2", duty="学生资助", task="资助困难学生", project="学生资助", amount=80_000_000_0),
        ),
    ),
]


@pytest.mark.parametrize("form", OFFICES, ids=lambda form: form.goal[:8])
def test_sound_forms_of_whole_offices_are_not_scolded(form: Department) -> None:
    tree = tree_of(form, unit=replace(UNIT, name="石泉县交通运输局"))
    assert [f"{one.rule} {one.message}" for one in check_record(tree, "d")] == []


@pytest.mark.parametrize("form", [SCHOOL, WATER, CLINIC, ROADS], ids=lambda form: form.name)
@pytest.mark.parametrize(
    "unit", [UNIT, replace(UNIT, name="临江市交通运输局", region="hebei")], ids=lambda unit: unit.name
)
def test_sound_forms_of_other_offices_are_not_scolded(form: Project, unit: Unit) -> None:
    assert [f"{one.rule} {one.message}" for one in check_record(tree_of(form, unit=unit), "p")] == []
