"""Make the document of the present version that is kept for ever; run once a version, never again for it.

python tests/store/make_fixture.py tests/data/documents/VERSION.hengbiao
"""

import json
import sys
from pathlib import Path

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.department import Department, DepartmentFunds, Measure
from hengbiao.domain.document import Document
from hengbiao.domain.indicator import Indicator
from hengbiao.domain.project import Estimate, Funds, LifetimeFunds, Payment, Project
from hengbiao.domain.target import Target, parse
from hengbiao.domain.tree import Tree
from hengbiao.domain.unit import Extra, Unit
from hengbiao.store import cache, edits
from hengbiao.store.store import Store

UNIT = Unit(id="u1", position="V", code="100001", name="青石县红十字会", region="tianjin", year=2025)
FORM = Department(
    id="d1",
    unit="u1",
    period="2025-2027",
    goal="全年目标",
    funds=DepartmentFunds(total=9_000_000, project=4_500_000, basic=4_500_000),
    measures=(Measure(id="m1", position="V", title="制度", text="按月\n检查"),),
)
PROJECT = Project(
    id="p1",
    unit="u1",
    position="V",
    year=2025,
    name="应急救护𠮷",
    goal="“三献”",
    funds=Funds(total=4_500_000, fiscal=0),
    lifetime_funds=LifetimeFunds(other=-1),
    extra=(Extra(id="e1", position="V", label="负责人", text="王芳"),),
    estimates=(
        Estimate(id="s1", position="V", content="手册", quantity="1500", unit="册", price="3.00", amount=450_000),
    ),
    payments=(Payment(id="y1", position="V", by="3月底", percent="30"),),
    indicators=(
        Indicator(id="i1", position="V", level1="产出指标", level2="数量指标", name="培训", target=parse("≥1次")),
        Indicator(
            id="i2", position="k", level1="效益指标", level2="社会效益指标", name="意识", target=Target(text="增强")
        ),
    ),
)


def main(path: Path) -> None:
    """Write the document with everything that a log of this version can hold, and beside it what it says."""
    with Store.create(path, author="王芳") as store:
        document = Document(store.load(), store.append)
        document.commit("新建", [Change(Ref(record.id), None, record) for record in (UNIT, FORM, PROJECT)])
        document.commit("改", [Change(Ref("p1", ("indicators", "i1", "target")), parse("≥1次"), parse("≥2次"))])
        document.commit("删行", [Change(Ref("p1", ("indicators", "i2")), PROJECT.indicators[1], None)])
        document.undo()
        document.commit("删项目", [Change(Ref("p1"), document.tree.records["p1"], None)])
        document.undo()
        document.commit("删部门", [Change(Ref("d1"), FORM, None)])
    path.with_suffix(".json").write_text(f"{edits.canonical(said(document.tree))}\n", "utf-8")


def said(tree: Tree) -> dict:
    """Every record as its state."""
    return json.loads(edits.canonical({key: cache.state_of(tree.records[key]) for key in tree.headings}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
