"""A large document of realistic, varied Chinese texts: as interchange JSON, and as a tree.

python tests/bench/make_large.py OUT.json [PROJECTS [INDICATORS]]
"""

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path

from hengbiao.domain.indicator import Indicator
from hengbiao.domain.position import new_id, new_row_id, spread
from hengbiao.domain.project import Estimate, Funds, Payment, Project
from hengbiao.domain.target import Target
from hengbiao.domain.tree import Records, Tree, heading
from hengbiao.domain.unit import Extra, Unit

PER_UNIT = 50


def _words(text: str) -> list[str]:
    return text.split()


_PLACES = _words("临河 清源 安平 永宁 青石 北川 柳林 新桥 白沙 双溪 大田 石门 东湖 南岭 西坪 平山 长乐 古城 金沙 玉泉")
_OFFICES = _words("红十字会 民政局 卫生健康局 教育局 农业农村局 文化和旅游局 残疾人联合会 应急管理局 水利局 林业局")
_FIELDS = _words(
    "应急救护培训 人道救助 造血干细胞捐献 遗体和人体器官捐献 养老护理服务 农村饮水安全 校园足球推广"
    " 公共图书馆开放 森林防火巡护 灾害信息员队伍 残疾人康复 非遗传承保护 高标准农田管护 食品安全抽检"
    " 社区矫正帮扶 青少年心理健康 河道清淤 疫苗冷链运转 村级会计委托代理 地方志编修"
)
_VERBS = _words("开展 举办 组织 完成 更新 维护 印制 采购 建设 巡查 走访 培训")
_THINGS = _words(
    "救护员取证班 师资复训 宣传手册 应急演练 困难家庭慰问 志愿者骨干培训 档案数字化"
    " 监测点位 便民服务站 数据核查 入户调查 专题讲座 设备检修 物资储备"
    " 成果展示 基层站点 需求评估 回访记录 安全检查 网络直播课"
)
_EFFECTS = (
    "群众自救互救意识进一步增强，身边人救身边人的氛围逐步形成",
    "困难群众的急难问题得到及时回应，基层服务网络更加稳固",
    "服务流程更加规范，办理时间明显缩短，投诉逐年减少",
    "设施完好率保持在较高水平，为后续年度持续发挥作用打下基础",
)
_LEVELS = (
    ("产出指标", "数量指标"),
    ("产出指标", "质量指标"),
    ("产出指标", "时效指标"),
    ("产出指标", "成本指标"),
    ("效益指标", "社会效益指标"),
    ("满意度指标", "服务对象满意度指标"),
)
_UNITS = _words("次 期 场 人 人次 册 套 个 户 份")


def document(projects: int = 10_000, indicators: int = 20, seed: int = 1) -> dict:
    """Interchange JSON with this many projects, fifty a unit, balanced: costs add up to the budget."""
    dice = random.Random(seed)
    rows = (_project(dice, number, indicators) for number in range(projects))
    units = []
    for start in range(0, projects, PER_UNIT):
        code = f"{100_001 + start // PER_UNIT}"
        name = f"{dice.choice(_PLACES)}县{dice.choice(_OFFICES)}"
        mine = [next(rows) for _ in range(min(PER_UNIT, projects - start))]
        units.append({"code": code, "name": name, "region": "tianjin", "year": 2025, "projects": mine})
    return {"format": "hengbiao/1", "units": units}


def tree(projects: int = 10_000, indicators: int = 20, seed: int = 1) -> Tree:
    """The same as a tree with random ids."""
    records = [record for unit in document(projects, indicators, seed)["units"] for record in _records(unit)]
    ready = {record.id: record for record in records}
    return Tree(Records(ready), {key: heading(record) for key, record in ready.items()})


def _project(dice: random.Random, number: int, indicators: int) -> dict:
    total = dice.randrange(30, 50_000) * 10_000
    field, place = dice.choice(_FIELDS), dice.choice(_PLACES)
    first = total * dice.randrange(10, 60) // 100
    return {
        "year": 2025,
        "code": f"12010025P{number:012d}",
        "name": f"{place}{field}{dice.choice(('工作经费', '补助', '专项', '运行维护', '能力建设'))}（{number + 1}）",
        "nature": dice.choice(("经常性专项业务费", "其他一次性项目")),
        "category": "特定目标类",
        "authority": f"{place}县财政局",
        "implementer": f"{place}县{dice.choice(_OFFICES)}",
        "start": "2025-01-01",
        "end": "2025-12-31",
        "funds": {"total": _yuan(total), "fiscal": _yuan(total)},
        "extra": {"负责人": dice.choice("王李张刘陈杨赵黄周吴") + dice.choice("芳伟敏静丽强磊洋艳勇")},
        "estimates": [
            {"content": f"{field}材料费", "quantity": "1", "unit": "项", "price": _yuan(first), "amount": _yuan(first)},
            {
                "content": f"{field}劳务费",
                "quantity": "1",
                "unit": "项",
                "price": _yuan(total - first),
                "amount": _yuan(total - first),
                "basis": "按上年同类支出测算",
            },
        ],
        "purpose": _paragraph(dice, field, 3),
        "goal": "\n".join(f"{i}.{_paragraph(dice, field, 1)}" for i in range(1, 4)),
        "payments": [{"by": by, "percent": part} for by, part in (("3月底", "30"), ("6月底", "60"), ("12月底", "100"))],
        "indicators": [_indicator(dice, field, i, first, total) for i in range(indicators)],
    }


def _indicator(dice: random.Random, field: str, at: int, first: int, total: int) -> dict:
    level1, level2 = _LEVELS[at % len(_LEVELS)]
    name = f"{dice.choice(_VERBS)}{field[:4]}{dice.choice(_THINGS)}{at + 1}"
    return {
        "level1": level1,
        "level2": level2,
        "name": name,
        "description": f"反映本年度{name}的完成情况，以{dice.choice(('签到表', '验收单', '台账', '系统统计'))}为准",
        "basis": dice.choice(("工作计划", "历史标准", "行业标准", "预算支出标准")),
        "property": "定性" if level2 == "社会效益指标" else "定量",
        "target": _target(dice, level2, at, first, total),
    }


def _target(dice: random.Random, level2: str, at: int, first: int, total: int) -> dict:
    if level2 == "成本指标":
        part = first if at < 6 else total - first if at < 12 else 0
        return {"comparator": "≤", "value": f"{part // 1_000_000}.{part // 10_000 % 100:02d}", "unit": "万元"}
    if level2 == "社会效益指标":
        return {"text": dice.choice(_EFFECTS)}
    if level2 == "时效指标":
        return {"text": f"2025年{dice.randrange(3, 13)}月底前完成"}
    if level2 == "数量指标":
        return {"comparator": "≥", "value": str(dice.randrange(1, 5000)), "unit": dice.choice(_UNITS)}
    return {"comparator": "≥", "value": str(dice.randrange(80, 100)), "unit": "%"}


def _paragraph(dice: random.Random, field: str, sentences: int) -> str:
    made = (
        f"全年{dice.choice(_VERBS)}{field}{dice.choice(_THINGS)}{dice.randrange(2, 900)}{dice.choice(_UNITS)}，"
        f"{dice.choice(_EFFECTS)}。"
        for _ in range(sentences)
    )
    return "".join(made)


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def _fen(yuan: str) -> int:
    return int(yuan.replace(".", ""))


def _records(unit: dict) -> Iterator[Unit | Project]:
    key = new_id()
    yield Unit(id=key, position=f"V{unit['code']}", **{name: unit[name] for name in ("code", "name", "region", "year")})
    for position, project in zip(spread(len(unit["projects"])), unit["projects"], strict=True):
        yield _record(key, position, project)


def _record(unit: str, position: str, project: dict) -> Project:
    plain = {name: value for name, value in project.items() if not isinstance(value, dict | list)}
    estimates = [{**row, "amount": _fen(row["amount"])} for row in project["estimates"]]
    indicators = [{**row, "target": Target(**row["target"])} for row in project["indicators"]]
    return Project(
        id=new_id(),
        unit=unit,
        position=position,
        funds=Funds(**{name: _fen(value) for name, value in project["funds"].items()}),
        extra=_rows(Extra, [{"label": label, "text": text} for label, text in project["extra"].items()]),
        estimates=_rows(Estimate, estimates),
        payments=_rows(Payment, project["payments"]),
        indicators=_rows(Indicator, indicators),
        **plain,
    )


def _rows(kind: type, rows: list[dict]) -> tuple:
    places = spread(len(rows))
    return tuple(kind(id=new_row_id(), position=place, **row) for place, row in zip(places, rows, strict=True))


if __name__ == "__main__":
    numbers = [int(text) for text in sys.argv[2:4]]
    Path(sys.argv[1]).write_text(json.dumps(document(*numbers), ensure_ascii=False), "utf-8")
