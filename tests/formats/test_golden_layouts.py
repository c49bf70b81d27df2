"""One form of every layout as sheet and first page, as last looked at; `GOLDEN=update` takes them anew."""

import zipfile

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat
from tests.formats.test_golden import GOLDEN, UPDATE
from tests.forms.conftest import SHIPPED

from hengbiao.domain.target import Target
from hengbiao.formats import excel, pdf
from hengbiao.forms.form import Form, Row
from hengbiao.forms.render import render

FOLDER = GOLDEN / "layouts"
PLANS = [(name, kind) for name, layout in SHIPPED.items() for kind in layout.plans]

GOAL = "全年举办应急救护培训12期，培训600人次；建成救护站2处，群众满意度不低于90%。"
ROWS = [
    ("产出指标", "数量指标", "举办培训期数", Target("≥", "12", "期")),
    ("产出指标", "数量指标", "培训人次", Target("≥", "600", "人次")),
    ("产出指标", "质量指标", "培训合格率", Target("≥", "95.00", "%")),
    ("产出指标", "时效指标", "培训完成时间", Target(text="2025年11月底前完成")),
    ("产出指标", "成本指标", "培训费用", Target("≤", "12.5", "万元")),
    ("效益指标", "社会效益指标", "群众自救互救能力", Target(text="逐步提高")),
    ("满意度指标", "服务对象满意度指标", "参训人员满意度", Target("≥", "90", "%")),
]
INDICATORS = tuple(
    Row(
        {
            "level1": level1,
            "level2": level2,
            "name": name,
            "description": f"反映{name}",
            "target": target,
            "basis": "工作计划",
            "formula": "统计法",
            "scoring": "完成得满分，未完成按比例扣分",
            "property": "定性" if target.text else "定量",
        }
    )
    for level1, level2, name, target in ROWS
)
FACTS = {
    "n": "1", "unit.code": "000001", "unit.name": "某县红十字会", "year": "2025", "span": "2025-2027",
    "unit.extra/填报人": "王芳", "unit.extra/联系电话": "000-1234567", "unit.extra/单位负责人": "李强",
}  # fmt: skip
PROJECT = Form(
    "project",
    {
        "code": "00000025P00000000001X", "name": "应急救护培训经费", "nature": "延续项目", "category": "特定目标类",
        "authority": "[001]某县红十字会", "implementer": "某县红十字会", "start": "2025-01-01", "end": "2026-12-31",
        "purpose": "用于培训教材、师资和救护站设备。", "goal": GOAL, "lifetime_goal": "两年培训1200人次。",
        "lifetime_funds/total": 30_000_000, "lifetime_funds/fiscal": 30_000_000, "lifetime_funds/other": 0,
        "funds/total": 15_000_000, "funds/fiscal": 12_500_000, "funds/carryover": 0, "funds/other": 2_500_000,
        "extra/项目周期": "2年",
    },
    {
        "payments": tuple(
            Row({"by": by, "percent": percent})
            for by, percent in (("3月底", "30"), ("6月底", "60"), ("10月底", "80"), ("12月底", "100"))
        ),
        "indicators": INDICATORS,
    },
    FACTS,
)  # fmt: skip
DEPARTMENT = Form(
    "department",
    {
        "period": "2025-2027", "budget_code": "000001", "funds/total": 41_000_000, "funds/project": 15_000_000,
        "funds/basic": 26_000_000, "duties": "宣传普及救护知识；\n开展人道救助。", "goal": GOAL,
        "lifetime_goal": "三年普及培训3000人次。", "notes/duties": "按三定方案", "notes/goal": "按年度工作安排",
    },
    {
        "functions": (Row({"duty": "救护培训", "task": GOAL, "project": "应急救护培训经费", "amount": 15_000_000}),),
        "tasks": (
            Row({"name": "救护培训", "content": GOAL, "total": 15_000_000, "fiscal": 12_500_000, "other": 2_500_000}),
            Row({"name": "人道救助", "content": "救助困难群众", "total": 26_000_000, "fiscal": 26_000_000, "other": 0}),
        ),
        "sections": (Row({"title": "救护培训", "goal": GOAL, "indicators": "培训600人次"}),),
        "measures": (Row({"title": "完善制度", "text": "按月检查支出进度，按季通报完成情况。"}),),
        "indicators": INDICATORS,
    },
    FACTS,
)  # fmt: skip
FORMS = {"project": PROJECT, "department": DEPARTMENT}


@pytest.mark.parametrize(("name", "kind"), PLANS)
def test_the_sheet(name, kind, tmp_path):
    excel.write([render(SHIPPED[name], FORMS[kind])], tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        made = archive.read("xl/worksheets/sheet1.xml").decode().replace("><", ">\n<")
    golden = FOLDER / f"{name}-{kind}.xml"
    if UPDATE:
        FOLDER.mkdir(parents=True, exist_ok=True)
        golden.write_text(made, "utf-8")
    assert made == golden.read_text("utf-8")


@pytest.mark.parametrize(("name", "kind"), PLANS)
def test_the_first_page(name, kind, tmp_path):
    pdf.write([render(SHIPPED[name], FORMS[kind])], tmp_path / "a.pdf")
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as document:
        made = document[0].render(scale=1.1, grayscale=True).to_pil()
    golden = FOLDER / f"{name}-{kind}.png"
    if UPDATE:
        FOLDER.mkdir(parents=True, exist_ok=True)
        made.quantize(16).save(golden, optimize=True)
    with Image.open(golden) as before:
        assert made.size == before.size
        difference = ImageChops.difference(made, before.convert("L"))
    assert ImageStat.Stat(difference).mean[0] < 0.5
