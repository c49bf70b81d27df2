"""check, explain and balance as scripts and people use them; 未定稿 in what is exported meanwhile."""

import shutil

import pytest
from tests.cli.steps import SAMPLE, edits, written

from hengbiao.domain.change import value_at
from hengbiao.store.store import Store


@pytest.fixture
def spoilt(tmp_path, document, run):
    """The sample with an error (a cost that may not be undercut) and a warning (costs below the budget)."""
    first = run("dump", document).json["units"][0]["projects"][0]
    at, row = next((at, row) for at, row in enumerate(first["indicators"], 1) if "成本" in row["level2"])
    target = {**row["target"], "comparator": "≥", "value": "0.01"}
    edit = {"unit": unit_code(run, document), "project": first["name"], "indicator": at, "field": "target"}
    assert run("set", document, "--json", edits(tmp_path, {**edit, "value": target})).status == 0
    return document


def unit_code(run, document):
    return run("dump", document).json["units"][0]["code"]


def findings(run, document, *more):
    return run("check", document, "--json", *more).json["findings"]


def explain(tmp_path, run, document, rule, text, told_as=""):
    one = next(each for each in findings(run, document) if each["rule"] == rule)
    entry = {"unit": one["unit"], "year": one["year"], "project": one["project"], "rule": told_as or rule, "text": text}
    return run("explain", document, "--json", written(tmp_path / "e.json", {"explanations": [entry]}))


def test_only_the_rules_and_classes_asked_for(run, spoilt):
    assert {one["rule"] for one in findings(run, spoilt)} == {"R18", "R20"}
    assert [one["rule"] for one in findings(run, spoilt, "--rule", "R18,R24")] == ["R18"]
    assert [one["rule"] for one in findings(run, spoilt, "--severity", "error，info")] == ["R20"]
    assert run("check", spoilt, "--rule", "R24").status == 0


@pytest.mark.parametrize(("flag", "typed"), [("--rule", "R18,R99"), ("--severity", "fatal")])
def test_what_there_is_not_is_wrong_usage(run, document, flag, typed):
    told = run("check", document, flag, typed)
    assert told.status == 2
    assert f"“{typed.split(',')[-1]}”" in told.err


def test_an_explained_finding_is_told_and_does_not_count_as_open(tmp_path, run, spoilt):
    assert explain(tmp_path, run, spoilt, "R18", "余款为上年已签合同的尾款").status == 0
    assert run("check", spoilt).status == 1
    assert explain(tmp_path, run, spoilt, "R20", "按合同下限").status == 0
    told = run("check", spoilt)
    assert told.status == 0
    assert "说明：余款为上年已签合同的尾款" in told.out
    assert "共 2 条审核结果，其中 2 条已说明" in told.out
    assert {(one["rule"], one["explained"]) for one in findings(run, spoilt)} == {("R18", True), ("R20", True)}
    assert run("verify", spoilt).status == 0


def test_it_comes_back_when_the_figures_change(tmp_path, run, spoilt):
    explain(tmp_path, run, spoilt, "R18", "余款为尾款")
    name = next(one["project"] for one in findings(run, spoilt) if one["rule"] == "R18")
    edit = {"unit": unit_code(run, spoilt), "project": name, "field": "funds.total", "value": "999999.00"}
    run("set", spoilt, "--json", edits(tmp_path, edit))
    assert not next(one for one in findings(run, spoilt) if one["rule"] == "R18")["explained"]
    assert "数值已变，原说明：余款为尾款" in run("check", spoilt).out


def test_explanations_travel_with_the_file_that_is_sent(tmp_path, run, spoilt):
    explain(tmp_path, run, spoilt, "R18", "余款为尾款")
    (tmp_path / "out").mkdir()
    assert run("send", spoilt, "--to", tmp_path / "out").status == 0
    (sent,) = (tmp_path / "out").glob("*.hengbiao")
    assert next(one for one in findings(run, sent) if one["rule"] == "R18")["explained"]


def test_interchange_json_does_not_carry_them(tmp_path, run, spoilt):
    before = run("dump", spoilt).json
    explain(tmp_path, run, spoilt, "R18", "余款为尾款")
    assert run("dump", spoilt).json == before


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ("[]", "$：这里应是对象"),
        ({"explanation": []}, "explanation"),
        ({"explanations": {}}, "$.explanations："),
        ({"explanations": [{"project": 3}]}, "$.explanations[0].project"),
        ({"explanations": [{"proyect": "x"}]}, "$.explanations[0]"),
        ({"explanations": [{"year": "2026"}]}, "$.explanations[0].year"),
        ({"explanations": [{"project": "没有这个项目", "rule": "R18", "text": "x"}]}, "没有项目“没有这个项目”"),
        ({"explanations": [{"rule": "R18", "text": "x"}]}, "没有写明 project"),
    ],
)
def test_explanations_that_are_not_right_are_refused_and_none_is_stored(tmp_path, run, spoilt, data, place):
    good = {"explanations": []}
    assert run("explain", spoilt, "--json", written(tmp_path / "g.json", good)).status == 0
    told = run("explain", spoilt, "--json", written(tmp_path / "e.json", data))
    assert told.status == 3
    assert place in told.err
    assert not any(one["explained"] for one in findings(run, spoilt))


def test_a_rule_without_a_finding_cannot_be_explained(tmp_path, run, spoilt):
    told = explain(tmp_path, run, spoilt, "R18", "x", told_as="R05")
    assert (told.status, "没有 R05 的审核结果" in told.err) == (3, True)


def test_a_folder_is_checked_in_one_run(tmp_path, run, spoilt):
    folder = tmp_path / "各单位"
    (folder / "甲").mkdir(parents=True)
    shutil.copy(spoilt, folder / "甲" / "一.hengbiao")
    assert run("import", SAMPLE, "--into", folder / "二.hengbiao").status == 0
    told = run("check", folder)
    assert told.status == 1
    lines = [line.split("\t") for line in told.out.splitlines()]
    assert lines[0] == ["文件", "错误（须改）", "需核实（可说明）", "提示", "已说明"]
    assert lines[-1] == ["合计 2 个文件", "1", "1", "0", "0"]
    assert sorted(lines[1:-1]) == [["二.hengbiao", "0", "0", "0", "0"], ["甲/一.hengbiao", "1", "1", "0", "0"]]
    files = run("check", folder, "--json").json["files"]
    assert sorted(len(each["findings"]) for each in files) == [0, 2]


def test_a_damaged_file_of_a_folder_is_told_beside_the_others(tmp_path, run, document):
    folder = tmp_path / "各单位"
    folder.mkdir()
    shutil.copy(document, folder / "好.hengbiao")
    (folder / "坏.hengbiao").write_bytes(b"no document")
    told = run("check", folder)
    assert told.status == 3
    assert "好.hengbiao\t0\t0\t0\t0" in told.out
    assert {each["status"] for each in run("check", folder, "--json").json["files"]} == {"checked", "refused"}


def test_a_folder_without_documents_is_refused(tmp_path, run):
    (tmp_path / "空").mkdir()
    assert run("check", tmp_path / "空").status == 3


@pytest.mark.parametrize("suffix", [".xlsx", ".pdf"])
def test_findings_and_opinions_are_written_to_a_file(tmp_path, run, spoilt, suffix):
    explain(tmp_path, run, spoilt, "R18", "余款为尾款")
    told = run("check", spoilt, "--to", tmp_path / f"审核{suffix}")
    assert told.status == 1
    text = text_of(tmp_path / f"审核{suffix}")
    for words in (
        "绩效目标审核情况说明",
        "已说明1",
        "余款为尾款",
        "绩效目标审核表",
        "完整性",
        "建议等次：优",
        "未发现问题",
    ):
        assert words in text, words


def text_of(path):
    if path.suffix == ".pdf":
        import pypdfium2

        with pypdfium2.PdfDocument(path) as pdf:
            found = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    else:
        import openpyxl

        book = openpyxl.load_workbook(path)
        found = "".join(str(cell.value or "") for sheet in book for row in sheet for cell in row)
    return "".join(found.split())


def test_an_output_that_is_no_table_is_wrong_usage(tmp_path, run, spoilt):
    assert run("check", spoilt, "--to", tmp_path / "x.docx").status == 2


@pytest.mark.parametrize("suffix", ["xlsx", "pdf", "docx"])
def test_an_export_with_open_errors_says_so_and_exits_1(tmp_path, run, spoilt, suffix):
    path = tmp_path / f"x.{suffix}"
    told = run("export", spoilt, "--layout", "tianjin", "--to", path)
    assert (told.status, "未定稿：1 处错误" in told.out) == (1, True)
    if suffix == "pdf":
        assert "未定稿：1处错误" in text_of(path)
    assert explain(tmp_path, run, spoilt, "R20", "按合同下限").status == 0
    assert run("export", spoilt, "--layout", "tianjin", "--to", path).status == 0
    if suffix == "pdf":
        assert "未定稿" not in text_of(path)


def test_balance_adds_up_units_and_years(run, document):
    told = run("balance", document, "--json").json
    whole = [one for one in told["totals"] if not one["unit"]]
    parts = [one for one in told["totals"] if one["unit"]]
    assert sum(one["projects"] for one in parts) == whole[0]["projects"] == 3
    assert {one["name"] for one in told["equations"]} >= {"cost", "sources", "control", "execution", "scores"}
    assert "年合计：3 个项目" in run("balance", document).out


def test_one_explanation_is_one_change(tmp_path, run, spoilt):
    explain(tmp_path, run, spoilt, "R18", "余款为尾款")
    with Store.open(spoilt, read_only=True) as store:
        tree = store.load()
        rows = [value_at(tree.records[item.id], ("explanations",)) for item in tree.all_projects()]
    assert sum(map(len, rows)) == 1
