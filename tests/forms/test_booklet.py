import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.forms.documents import document

from hengbiao.domain.department import Department
from hengbiao.domain.tree import Records, Tree
from hengbiao.forms.booklet import booklet
from hengbiao.forms.booklet_look import look, read_look
from hengbiao.forms.booklet_pages import booklet_pages, bound
from hengbiao.forms.booklet_sheet import sheet_contents
from hengbiao.forms.grid import shown
from hengbiao.forms.layouts import load_layout, read_layout
from hengbiao.forms.strict_toml import LayoutError
from hengbiao.forms.text import face_of, width
from hengbiao.paths import resource

TIANJIN = load_layout("tianjin")
BOTH = """
[department]
columns = [1, 3]

[[department.bands]]
cells = [{ text = "部门整体支出绩效目标表", cols = 2, style = "title" }]

[[department.bands]]
cells = [{ text = "目标", style = "label" }, { bind = "goal", style = "text" }]
"""


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """Tianjin's layout with a department form."""
    lines = resource("layouts", "tianjin.toml").read_text("utf-8").splitlines()
    kept = [line for line in lines if line.split(" = ")[0] not in {"id", "forms"}]
    path = tmp_path_factory.mktemp("layouts") / "both.toml"
    path.write_text("\n".join(['id = "both"', 'forms = ["project", "department"]', *kept, BOTH]), "utf-8")
    return read_layout(path)


def listed(made):
    """The lines of the contents as they stand: text, page number."""
    found = []
    text = ""
    for cell in made.contents.cells[1:]:
        value = str(cell.value)
        if value.isdecimal() and cell.style is look().styles["page"]:
            found.append((text, int(value)))
            text = ""
        elif set(value) != {"…"}:
            text += value
    return found


def titles(page):
    """The titles on a page, whatever lines they are broken into."""
    return ["".join(line.text for line in placed.lines) for placed in page.cells if placed.cell.style.role == "title"]


def test_both_parts_with_a_leaf_each(both):
    book = booklet(document(("甲目标", [{"name": "甲"}]), [{"name": "乙"}]), both)
    assert [(part.label, len(part.entries)) for part in book.parts] == [
        ("第一部分　部门整体绩效目标", 1),
        ("第二部分　预算项目绩效目标", 2),
    ]
    made = bound(book)
    assert listed(made) == [
        ("第一部分　部门整体绩效目标", 3),
        ("第1单位　部门整体支出绩效目标表", 4),
        ("第二部分　预算项目绩效目标", 5),
        ("1.甲绩效目标表", 6),
        ("2.乙绩效目标表", 7),
    ]
    assert titles(made.pages[2]) == ["第一部分", "部门整体绩效目标"]
    assert [(mark.title, mark.page, mark.level) for mark in made.marks] == [
        ("目录", 1, 0),
        ("第一部分　部门整体绩效目标", 2, 0),
        ("第1单位　部门整体支出绩效目标表", 3, 1),
        ("第二部分　预算项目绩效目标", 4, 0),
        ("1.甲绩效目标表", 5, 1),
        ("2.乙绩效目标表", 6, 1),
    ]


def test_a_part_alone_has_neither_number_nor_leaf(both):
    book = booklet(document([{"name": "甲"}]), both)
    assert [(part.label, part.divider) for part in book.parts] == [("预算项目绩效目标", None)]
    assert listed(bound(book)) == [("1.甲绩效目标表", 3)]
    assert [(mark.title, mark.level) for mark in bound(book).marks] == [
        ("目录", 0),
        ("预算项目绩效目标", 0),
        ("1.甲绩效目标表", 1),
    ]


def test_one_office_is_not_named_on_every_line(both):
    book = booklet(document(("目标", [{"name": "甲"}])), both)
    assert book.entries[0].label == "部门整体支出绩效目标表"


def test_what_the_layout_does_not_draw_is_told(both):
    tree = document(("甲目标", [{}, {}]), ("乙目标", []))
    assert booklet(tree, TIANJIN).notes == ("表样“天津市项目绩效目标表”不印部门整体绩效目标，有 2 张没有编入",)
    assert booklet(tree, both).notes == ()


def test_a_cover_with_title_and_offices():
    tree = document([{}], [{}])
    book = booklet(tree, TIANJIN)
    assert [cell.value for cell in book.cover.cells] == ["2026年度项目绩效目标表", "第1单位\n第2单位"]
    many = booklet(document(*([{}] for _ in range(9))), TIANJIN)
    assert many.cover.cells[1].value == "第1单位等 9 个预算单位"
    years = booklet(document([{"year": 2025}, {"year": 2026}]), TIANJIN)
    assert years.title == "项目绩效目标表"


def test_titles_by_layout_and_by_what_is_bound(both):
    tree = document(("目标", [{}]))
    assert booklet(tree, both).title == "2026年度部门预算绩效目标表"
    assert look().title_for("hebei", ("project",)) == "{year}部门预算绩效目标文本"
    assert look().title_for("shanghai", ("project",)) == "{year}项目绩效目标汇总表"
    assert look().title_for("fujian", ("department",)) == "{year}部门整体绩效目标表"


def test_a_cover_over_several_years_says_so():
    yunnan = load_layout("yunnan")
    tree = document(("目标", [{}]))
    unit = next(record for record in tree.records.values() if isinstance(record, Department))
    over = Tree(Records({**tree.records, unit.id: replace(unit, period="2025-2027")}), tree.headings)
    assert booklet(over, yunnan).title == "2025-2027年部门整体支出绩效目标"
    assert booklet(tree, yunnan).title == "2026年部门整体支出绩效目标"


def test_lines_bear_number_and_name_whatever_the_title_says(tmp_path):
    text = resource("layouts", "tianjin.toml").read_text("utf-8").replace('id = "tianjin"', 'id = "bare"')
    path = tmp_path / "bare.toml"
    path.write_text(text.replace("{n}.{name}绩效目标表", "项目绩效目标申报表"), "utf-8")
    tree = document([{"name": "甲"}, {"name": ""}, {"name": "乙\n 丙"}])
    assert [entry.label for entry in booklet(tree, read_layout(path)).entries] == ["1.甲", "2.未命名项目", "3.乙 丙"]


def test_chosen_forms_keep_their_numbers(both):
    tree = document(("目标", [{"name": "甲"}, {"name": "乙"}]), [{"name": "丙"}])
    book = booklet(tree, both, ["p2-0", "p1-1"])
    assert [entry.label for entry in book.entries] == ["2.乙绩效目标表", "3.丙绩效目标表"]


def test_the_cover_bears_no_number_and_the_rest_go_on():
    pages = booklet_pages(document([{}, {}]), TIANJIN)
    assert [[note.line.text for note in page.notes] for page in pages] == [[], ["— 2 —"], ["— 3 —"], ["— 4 —"]]


def test_a_document_without_forms_has_no_pages():
    assert booklet_pages(document([]), TIANJIN) == ()


names = st.one_of(
    st.sampled_from(
        ("救护培训", "“三献”工作（2026年非财政拨款）", "A" * 90, "Red Cross first aid training and relief")
    ),
    st.integers(1, 120).map(
        lambda count: "红十字应急救护培训与防灾减灾知识普及项目"[: count % 20 + 1] * (count // 20 + 1)
    ),
)


@given(st.lists(names, min_size=1, max_size=60), st.booleans(), st.booleans())
@settings(max_examples=25)
def test_the_page_a_line_names_is_where_the_title_stands(both, named, with_department, long_forms):
    goal = "目标" * (1500 if long_forms else 1)
    projects = [{"name": name, "goal": goal if n % 3 == 0 else ""} for n, name in enumerate(named)]
    made = bound(booklet(document(("整体", projects) if with_department else projects), both))
    lines = listed(made)
    assert len(lines) == len(made.book.entries) + (2 if with_department else 0)
    for text, page in lines:
        stands = titles(made.pages[page - 1])
        assert text in {*stands, "　".join(stands)}
    assert [page for _, page in lines] == sorted({page for _, page in lines})
    assert [mark.page + 1 for mark in made.marks if mark.level] == [
        page for text, page in lines if not text.startswith("第")
    ]


@given(st.lists(names, min_size=1, max_size=60))
@settings(max_examples=25)
def test_nothing_in_the_contents_leaves_its_cell(named):
    made = bound(booklet(document([{"name": name} for name in named]), TIANJIN))
    for page in made.pages[1 : made.links[-1].page + 1]:
        for placed in page.cells:
            assert len(placed.lines) == 1
            line = placed.lines[0]
            assert placed.x <= line.x
            style = placed.cell.style
            assert line.x + width(line.text, face_of(style), style.size) <= placed.x + placed.width + 0.1


def test_dots_end_in_one_line_and_numbers_too():
    named = ["救护", "救护培训与普及" * 9, "救灾物资储备"]
    made = bound(booklet(document([{"name": name} for name in named]), TIANJIN))
    ends = {
        (set(line.text) == {"…"}, round(line.x + width(line.text, face_of(placed.cell.style), 12.0), 2))
        for placed in made.pages[1].cells
        for line in placed.lines
        if set(line.text) == {"…"} or line.text.isdecimal()
    }
    assert len(ends) == 2


def test_every_line_of_the_contents_is_a_link_to_its_page():
    named = ["救护培训与普及" * 9, "救护"]
    made = bound(booklet(document([{"name": name} for name in named] * 30), TIANJIN))
    pages = {link.page for link in made.links}
    assert pages == {1, 2, 3, 4, 5}
    assert {link.target for link in made.links} == {page - 1 for _, page in listed(made)}
    for link in made.links:
        on_line = [
            placed.cell.value
            for placed in made.pages[link.page].cells
            if placed.y == link.y and placed.cell.style is look().styles["page"]
        ]
        assert on_line in ([], [str(link.target + 1)])


def test_contents_of_a_workbook_lead_to_the_forms(both):
    book = booklet(document(("目标", [{"name": "甲"}]), [{"name": "乙"}]), both)
    grid, targets = sheet_contents(book)
    cells = {(cell.row, cell.col): shown(cell.value, cell.style.show) for cell in grid.cells}
    assert {place: cells[place] for place in targets} == {
        place: book.entries[entry].label for place, entry in targets.items()
    }
    assert [cells[row, 0] for row in range(1, 7)] == [
        "表名",
        "第一部分　部门整体绩效目标",
        "第1单位　部门整体支出绩效目标表",
        "第二部分　预算项目绩效目标",
        "1.甲绩效目标表",
        "2.乙绩效目标表",
    ]


def test_sixteen_forms_are_paged_while_one_waits():
    tree = document([{"name": f"项目{n}"} for n in range(16)])
    booklet_pages(tree, TIANJIN)
    before = time.perf_counter()
    assert len(booklet_pages(tree, TIANJIN)) == 18
    assert time.perf_counter() - before < 2


@pytest.mark.parametrize(
    ("was", "now", "reason"),
    [
        ('[parts]\ndepartment = "', '[parts]\nunit = "', "“parts”应有且只有 department、project"),
        ("{year}项目绩效目标表", "{yaer}项目绩效目标表", "里只能用 {year}"),
        ("[styles.leader]", "[styles.dots]", "“styles”应有且只有"),
        ("title = ", "name = ", "缺少“title”"),
        ('title = "', 'motto = "x"\ntitle = "', "不认识的“motto”"),
    ],
)
def test_a_look_that_is_wrong_is_refused(tmp_path, was, now, reason):
    text = resource("booklet.toml").read_text("utf-8")
    assert was in text
    path = tmp_path / "booklet.toml"
    path.write_text(text.replace(was, now, 1), "utf-8")
    with pytest.raises(LayoutError) as told:
        read_look(path)
    assert reason in str(told.value)
