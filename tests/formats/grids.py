"""Grids built by hand: a form like Tianjin's, so that writers are tested apart from layouts."""

from hengbiao.domain.target import Target
from hengbiao.forms.grid import Cell, Grid, Rect, Show, Slot, Style

TITLE = Style("title", "xiaobiaosong", 16, align="center", border=False)
LINE = Style("line", border=False)
RIGHT = Style("line", align="right", border=False)
LABEL = Style("label", "hei", align="center")
HEAD = Style("head", "hei", align="center")
TEXT = Style("text")
MIDDLE = Style(align="center")
AMOUNT = Style(align="center", show=Show("amount"))
TARGET = Style(align="center", show=Show("target"))

WIDTHS = (66.0, 82.0, 45.0, 45.0, 56.0, 56.0, 45.0, 86.9)

Row = tuple[str, str, str, str, Target]

ROWS: list[Row] = [
    ("产出指标", "数量指标", "开展培训次数", "开展培训次数", Target("≥", "1", "次")),
    ("产出指标", "数量指标", "开展相关活动", "开展京津冀相关活动", Target("≥", "3", "次")),
    ("产出指标", "质量指标", "资金使用合规率", "资金使用合规率", Target("", "100", "%")),
    ("产出指标", "成本指标", "成本指标", "业务培训", Target("≤", "2", "万元")),
    ("效益指标", "社会效益指标", "完成捐献数量", "完成捐献数量", Target(text="各 30 人")),
    ("满意度指标", "服务对象满意度指标", "满意度", "社会服务对象满意度", Target("≥", "90", "%")),
]


def form(
    number: int = 1,
    *,
    name: str = "“三献”工作统筹发展2025年",
    purpose: str = "用于“三献”工作统筹发展方面，开展交流协作、宣传培训。",
    fiscal: int | None = 45_000_000,
    other: int | None = None,
    rows: list[Row] | None = None,
    heights: dict[int, float] | None = None,
) -> Grid:
    """A Tianjin-like form of 8 columns; level 1 merged downward."""
    rows = ROWS if rows is None else rows
    title = f"{number}.{name}绩效目标表"
    cells = [
        Cell(0, 0, 1, 8, title, TITLE),
        Cell(1, 0, 1, 6, "571203 天津市红十字事务中心", LINE),
        Cell(1, 6, 1, 2, "单位：万元", RIGHT),
        Cell(2, 0, 1, 1, "项目名称", LABEL),
        Cell(2, 1, 1, 7, name, TEXT, Slot("name")),
        Cell(3, 0, 2, 1, "预算规模及资金用途", LABEL),
        Cell(3, 1, 1, 1, "预算数", LABEL),
        Cell(3, 2, 1, 2, fiscal, AMOUNT, Slot("funds/total")),
        Cell(3, 4, 1, 1, "其中：财政资金", LABEL),
        Cell(3, 5, 1, 1, fiscal, AMOUNT, Slot("funds/fiscal")),
        Cell(3, 6, 1, 1, "其他资金", LABEL),
        Cell(3, 7, 1, 1, other, AMOUNT, Slot("funds/other")),
        Cell(4, 1, 1, 7, purpose, TEXT, Slot("purpose")),
        Cell(5, 0, 1, 1, "绩效目标", LABEL),
        Cell(5, 1, 1, 7, "1." + purpose, TEXT, Slot("goal")),
        *(Cell(6, col, 1, span, text, HEAD) for text, (col, span) in zip(HEADS, COLUMNS, strict=True)),
        *_rows(rows),
    ]
    sizes = [30.0, 20.0, 24.0, 36.0, 60.0, 60.0, 24.0, *(36.0 for _ in rows)]
    for row, height in (heights or {}).items():
        sizes[row] = height
    tables = {"indicators": Rect(7, 0, len(rows), 8)} if rows else {}
    return Grid(title, WIDTHS, tuple(sizes), tuple(cells), (6, 7), tables)


HEADS = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值")
COLUMNS = ((0, 1), (1, 1), (2, 2), (4, 3), (7, 1))
FIELDS = ("level1", "level2", "name", "description", "target")


def _rows(rows: list[Row]) -> list[Cell]:
    cells = []
    for index, row in enumerate(rows):
        first = index == 0 or rows[index - 1][0] != row[0]
        run = next((i for i in range(index, len(rows)) if rows[i][0] != row[0]), len(rows)) - index
        for field, value, (col, span) in zip(FIELDS, row, COLUMNS, strict=True):
            if field == "level1" and not first:
                continue
            style = TARGET if field == "target" else LABEL if field == "level1" else MIDDLE
            depth = run if field == "level1" else 1
            cells.append(Cell(7 + index, col, depth, span, value, style, Slot(field, "indicators", index)))
    return cells
