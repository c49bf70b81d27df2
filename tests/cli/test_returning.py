import openpyxl
import pytest
from tests.cli.steps import edits, listed, written


@pytest.fixture
def unit(run, document):
    return run("dump", document).json["units"][0]


@pytest.fixture
def send_back(run, document, unit, tmp_path):
    def act(to, *remarks, code=unit["code"]):
        given = written(tmp_path / "remarks.json", {"remarks": list(remarks)})
        return run("return", document, "--unit-code", code, "--remarks", given, "--to", tmp_path / to)

    return act


def remarks(path):
    from hengbiao.exchange import documents

    with documents.opened(path) as store:
        tree = store.load()
        return [(one.place, one.text) for key in tree.headings for one in tree.records[key].remarks]


def test_a_document_goes_back_with_the_remarks_pinned(run, document, unit, send_back, tmp_path):
    name = unit["projects"][0]["name"]
    told = send_back(
        "退回.hengbiao",
        {"project": name, "indicator": 2, "field": "target", "text": "目标值偏低"},
        {"project": name, "field": "funds.fiscal", "text": "请核对"},
        {"project": name, "text": "整表再看"},
    )
    assert (told.status, "新记入 3 条意见" in told.out) == (0, True)
    found = remarks(tmp_path / "退回.hengbiao")
    assert [text for _, text in found] == ["目标值偏低", "请核对", "整表再看"]
    assert found[0][0].startswith("indicators.")
    assert found[1:] == [("funds.fiscal", "请核对"), ("", "整表再看")]
    assert remarks(document) == found
    assert run("verify", tmp_path / "退回.hengbiao").status == 0
    assert run("dump", tmp_path / "退回.hengbiao").json == run("dump", document).json


def test_what_was_returned_comes_back_without_conflicts(run, document, unit, send_back, tmp_path):
    name = unit["projects"][0]["name"]
    assert send_back("退回.hengbiao", {"project": name, "field": "goal", "text": "请改"}).status == 0
    edit = {"project": name, "field": "goal", "value": "改好了"}
    assert run("set", tmp_path / "退回.hengbiao", "--json", edits(tmp_path, edit)).status == 0
    assert run("receive", tmp_path / "退回.hengbiao", "--into", document).status == 0
    assert run("conflicts", document, "--json").json["conflicts"] == []
    assert run("dump", document).json["units"][0]["projects"][0]["goal"] == "改好了"
    assert len(remarks(document)) == 1


def test_the_same_remark_is_noted_once(send_back, document):
    assert send_back("a.xlsx", {"text": "部门整体请补充"}).status == 0
    assert "新记入 0 条意见" in send_back("b.xlsx", {"text": "部门整体请补充"}).out
    assert len(remarks(document)) == 1


def test_an_excel_goes_back_with_notes_at_the_cells(send_back, unit, tmp_path):
    project = unit["projects"][0]
    said = [
        {"project": project["name"], "indicator": 1, "field": "target", "text": "=偏低"},
        {"project": project["name"], "field": "funds.total", "text": "请核对"},
        {"project": project["name"], "field": "lifetime_goal", "text": "不打印的栏目"},
    ]
    assert send_back("退回.xlsx", *said).status == 0
    book = openpyxl.load_workbook(tmp_path / "退回.xlsx")
    notes = {
        (sheet.title, cell.coordinate): (cell.value, cell.comment.text)
        for sheet in book
        for row in sheet
        for cell in row
        if cell.comment
    }
    told = [text for _, text in notes.values()]
    assert len(told) == 3
    value, text = next(pair for pair in notes.values() if "=偏低" in pair[1])
    target = project["indicators"][0]["target"]
    assert value == target.get("text") or value == f"{target['comparator']}{target['value']}{target['unit']}"
    assert text.startswith("【退回意见】=偏低")
    assert any("项目总目标：不打印的栏目" in text for text in told)


@pytest.mark.parametrize(
    ("remark", "why"),
    [
        ({"project": "没有", "text": "x"}, "没有项目“没有”"),
        ({"project": 0, "text": "x"}, "project"),
        ({"field": "money", "text": "x"}, "没有“money”这个栏目"),
        ({"field": "indicators.a.b.c", "text": "x"}, "这个栏目"),
        ({"text": " "}, "意见是空的"),
        ({}, "意见是空的"),
        ({"text": "x", "mood": 1}, "mood"),
        ("x", "对象"),
    ],
)
def test_a_remark_that_makes_no_sense_is_told_and_none_is_noted(run, send_back, document, remark, why):
    told = send_back("x.xlsx", {"text": "先看这条"}, remark)
    assert (told.status, why in told.err, "$.remarks[1]" in told.err) == (3, True, True)
    assert remarks(document) == []


@pytest.mark.parametrize("indicator", [0, 99, "1", True])
def test_an_indicator_goes_by_its_number(send_back, unit, indicator):
    told = send_back("x.xlsx", {"project": unit["projects"][0]["name"], "indicator": indicator, "text": "x"})
    assert (told.status, "indicator" in told.err) == (3, True)


def test_targets_that_cannot_be(run, send_back, document, tmp_path):
    written(tmp_path / "在.hengbiao", "别人的")
    assert send_back("在.hengbiao", {"text": "x"}).status == 3
    assert send_back("无/x.xlsx", {"text": "x"}).status == 3
    assert send_back("x.pdf", {"text": "x"}).status == 2
    assert send_back("x.xlsx", {"text": "x"}, code="000").status == 2
    assert send_back("x.xlsx").status == 3
    assert remarks(document) == []
    assert listed(tmp_path) == ["remarks.json", "在.hengbiao", document.name]
