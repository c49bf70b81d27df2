"""What stands in the editor while no form does but a document is open: a unit with what can be made in it."""

from PySide6.QtWidgets import QWidget

from hengbiao.domain import money
from hengbiao.domain.tree import Tree
from hengbiao.qt._ui.unit_page import Ui_UnitPage
from hengbiao.qt.models.outline import label


class UnitPage(QWidget):
    """Shown for a unit: how many projects, how much money, and what comes next."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = Ui_UnitPage()
        self.form.setupUi(self)  # type: ignore[no-untyped-call]

    def show_unit(self, tree: Tree, unit: str, money_unit: str) -> None:
        """Sum up a unit, amounts in `money_unit`."""
        projects = tree.projects(unit)
        known = [item.total for item in projects if item.total is not None]
        blank = len(projects) - len(known)
        year = tree.unit_year(unit)
        self.form.heading.setText(label(tree.headings[unit]))
        parts = [f"{year} 年"] * bool(year) + [f"{len(projects)} 个项目"]
        parts += [f"预算合计 {money.tell(sum(known), money_unit)} {money_unit}"] * bool(known)
        parts += [f"{blank} 个未填预算数"] * bool(blank)
        self.form.summary.setText("　·　".join(parts))
        self.form.advice.setText(self.tr("从左侧选一个项目开始填写") if projects else self.tr("还没有项目，先新建一个"))
        self.form.projectButton.setDefault(not projects)
        self.form.departmentButton.setVisible(tree.department(unit) is None)
