"""A small document in a file and the window over it, for tests of the window."""

import json
import time

from PySide6.QtWidgets import QApplication, QMessageBox

from hengbiao.domain.change import Change, Ref
from hengbiao.domain.document import Document
from hengbiao.domain.indicator import Indicator
from hengbiao.domain.project import Funds, Project
from hengbiao.domain.target import parse
from hengbiao.domain.tree import empty
from hengbiao.domain.unit import Unit
from hengbiao.store.store import Store

WAN = 1_000_000
"""分 in 万元."""


def indicator(row_id, level2, name, value, position="V"):
    level1 = "满意度指标" if "满意度" in level2 else "效益指标" if "效益" in level2 else "产出指标"
    return Indicator(id=row_id, position=position, level1=level1, level2=level2, name=name, target=parse(value))


def project(key, unit, name, position, *, total=None, fiscal=None, cost=None):
    rows = [indicator(f"{key}a", "数量指标", "开展救护培训", "≥12期", "F")]
    if cost is not None:
        rows.append(indicator(f"{key}b", "成本指标", "培训费用", f"≤{cost}万元", "V"))
    funds = Funds(total=total and total * WAN, fiscal=fiscal and fiscal * WAN)
    return Project(
        id=key, unit=unit, position=position, year=2026, name=name, funds=funds, indicators=tuple(rows), goal="目标"
    )


RECORDS = (
    Unit(id="u1", position="F", code="571203", name="清河县红十字会", region="tianjin", year=2026),
    Unit(id="u2", position="V", code="571204", name="清河县备灾中心", region="tianjin", year=2026),
    project("p1", "u1", "应急救护培训", "F", total=45, fiscal=45, cost=45),
    project("p2", "u1", "人道救助", "V", total=30, fiscal=30, cost=27),
    project("p3", "u1", "备灾物资", "k"),
    project("p4", "u2", "库房租赁", "F", total=8, fiscal=8, cost=8),
)
"""p1 and p4 balance, p2 misses 3 万元, p3 is not filled in."""


def small_tree():
    return empty().changed([Change(Ref(record.id), None, record) for record in RECORDS])


def small_file(folder, name="样例"):
    path = folder / f"{name}.hengbiao"
    with Store.create(path) as store:
        Document(store.load(), store.append).commit("新建", [Change(Ref(r.id), None, r) for r in RECORDS])
    return path


def a_small_screen(folder):
    """The environment in which a program finds a screen of 1366×768 that nobody sees."""
    screen = {"name": "small", "x": 0, "y": 0, "width": 1366, "height": 768, "dpr": 1}
    screen |= {"logicalDpi": 96, "logicalBaseDpi": 96}
    (folder / "screens.json").write_text(json.dumps({"screens": [screen]}), "utf-8")
    return {"QT_QPA_PLATFORM": f"offscreen:configfile={folder / 'screens.json'}"}


def wait_for(condition, seconds=120):
    """Let Qt run until `condition` holds, however busy the machine is; the limit only ends what will never come.

    Between its turns other threads run: QTest.qWait would not let them.
    """
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        QApplication.processEvents()
        time.sleep(0.005)


def shown(window, kind):
    """The one dialog of a kind that is open over the window."""
    [found] = [one for one in window.findChildren(kind) if one.isVisible()]
    return found


def texts(view):
    """The lines of a LinesView, a tuple of texts each."""
    return [line.texts for line in view.lines.lines]


def dismiss(window):
    """Close the open message box; what it said."""
    box = shown(window, QMessageBox)
    said = "\n".join(filter(None, (box.text(), box.informativeText())))
    box.close()
    box.deleteLater()
    return said
