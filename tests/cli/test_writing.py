import json

import pytest
from tests.cli.steps import SAMPLE, edits, listed, written


def test_a_new_document_holds_its_unit(tmp_path, run):
    path = tmp_path / "新.hengbiao"
    assert (
        run("new", path, "--unit-code", "1", "--unit-name", "甲会", "--region", "tianjin", "--year", "2026").status == 0
    )
    assert run("dump", path).json["units"] == [
        {"code": "1", "name": "甲会", "region": "tianjin", "year": 2026, "projects": []},
    ]
    assert run("verify", path).status == 0
    assert listed(tmp_path) == ["新.hengbiao"]


@pytest.mark.parametrize(
    "change",
    [("--year", "26"), ("--year", "二〇二六"), ("--unit-name", " "), ("--unit-code", "a\x00"), ("--region", "\udcff")],
)
def test_a_new_document_of_nonsense_is_wrong_usage(tmp_path, run, change):
    given = {"--unit-code": "1", "--unit-name": "甲会", "--region": "tianjin", "--year": "2026"} | dict([change])
    told = run("new", tmp_path / "x.hengbiao", *(part for pair in given.items() for part in pair))
    assert (told.status, told.out) == (2, "")
    assert listed(tmp_path) == []


def test_a_new_document_never_replaces_a_file(document, run):
    before = document.read_bytes()
    told = run("new", document, "--unit-code", "1", "--unit-name", "甲", "--region", "tianjin", "--year", "2026")
    assert told.status == 3
    assert "已有同名文件" in told.err
    assert document.read_bytes() == before


def test_a_new_document_where_there_is_no_folder_is_refused(tmp_path, run):
    arguments = ("--unit-code", "1", "--unit-name", "甲", "--region", "tianjin", "--year", "2026")
    told = run("new", tmp_path / "无" / "x.hengbiao", *arguments)
    assert (told.status, told.err.count("\n")) == (3, 1)
    assert str(tmp_path / "无" / "x.hengbiao") in told.err


def test_what_is_imported_is_dumped_the_same(document, run):
    assert run("dump", document).json == json.loads(SAMPLE.read_text("utf-8"))


def test_importing_again_changes_nothing(document, run):
    edits = len(run("history", document, "--json").json["history"])
    told = run("import", SAMPLE, "--into", document)
    assert (told.status, "没有改动" in told.out) == (0, True)
    assert len(run("history", document, "--json").json["history"]) == edits


def test_importing_changes_only_what_differs(document, tmp_path, run):
    data = json.loads(SAMPLE.read_text("utf-8"))
    data["units"][0]["projects"][1]["goal"] = "新的目标"
    told = run("import", written(tmp_path / "改.json", data), "--into", document)
    assert "修改 1 处" in told.out
    last = run("history", document, "--json").json["history"][-1]
    assert (last["field"], last["new"], last["label"]) == ("goal", "新的目标", "导入")
    assert run("dump", document).json == data


def test_the_published_samples_come_back_through_a_document(shared, tmp_path, run):
    path = tmp_path / "x.hengbiao"
    files = sorted((shared / "domain" / "data").glob("*.json"))
    assert run("import", *files, "--into", path).status == 0
    expected = [unit for file in files for unit in json.loads(file.read_text("utf-8"))["units"]]
    assert run("dump", path).json["units"] == expected
    assert run("verify", path).status == 0


def test_a_dry_run_writes_nothing(tmp_path, document, run):
    told = run("import", SAMPLE, "--into", tmp_path / "新.hengbiao", "--dry-run")
    assert told.status == 0
    assert "新增 3 个项目" in told.out
    before = document.read_bytes()
    data = json.loads(SAMPLE.read_text("utf-8"))
    data["units"][0]["name"] = "改名"
    told = run("import", written(tmp_path / "改.json", data), "--into", document, "--dry-run")
    assert (told.status, "修改 1 处" in told.out) == (0, True)
    assert document.read_bytes() == before
    assert listed(tmp_path) == ["改.json", "文件.hengbiao"]


def test_the_report_of_an_import_counts_cells(tmp_path, run):
    report = tmp_path / "r.json"
    assert run("import", SAMPLE, "--into", tmp_path / "x.hengbiao", "--report", report).status == 0
    [source] = json.loads(report.read_text("utf-8"))["sources"]
    assert (source["file"], source["status"]) == (str(SAMPLE), "imported")
    assert len(source["forms"]) == 4
    assert all(form["cells_read"] == form["cells_placed"] + len(form["unplaced"]) > 20 for form in source["forms"])


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("{", "$"),
        ('{"format": "x"}', "$.format"),
        ('{"format": "hengbiao/1", "units": [{"nam": ""}]}', "$.units[0]"),
        ('{"format": "hengbiao/1", "units": [{"projects": [{"funds": {"total": NaN}}]}]}', "funds.total"),
        ('{"format": "hengbiao/1", "units": [{"name": "\\ud800"}]}', "$.units[0].name"),
    ],
)
def test_bad_json_is_refused_in_one_sentence_and_nothing_changes(tmp_path, document, run, content, place):
    bad = written(tmp_path / "坏.json", content)
    before = document.read_bytes()
    for into in (document, tmp_path / "新.hengbiao"):
        told = run("import", SAMPLE, bad, "--into", into, "--report", tmp_path / "r.json")
        assert (told.status, told.out, told.err.count("\n")) == (3, "", 1)
        assert "坏.json" in told.err
        assert place in told.err
    assert document.read_bytes() == before
    assert listed(tmp_path) == ["r.json", "坏.json", "文件.hengbiao"]
    assert json.loads((tmp_path / "r.json").read_text("utf-8"))["sources"][0]["status"] == "refused"


def test_other_kinds_are_refused_until_they_are_read(tmp_path, run):
    told = run("import", written(tmp_path / "表.rtf", "x"), "--into", tmp_path / "x.hengbiao")
    assert (told.status, "还不能导入" in told.err) == (3, True)


def test_year_and_unit_code_fill_in_what_a_source_leaves_out(tmp_path, run):
    source = written(tmp_path / "x.json", {"format": "hengbiao/1", "units": [{"name": "甲会", "projects": []}]})
    path = tmp_path / "x.hengbiao"
    assert run("import", source, "--into", path, "--unit-code", "571", "--year", "2027").status == 0
    assert run("dump", path).json["units"][0] == {
        "code": "571",
        "name": "甲会",
        "region": "",
        "year": 2027,
        "projects": [],
    }


def test_edits_are_one_step(tmp_path, document, run):
    file = edits(
        tmp_path,
        {"unit": "386001", "project": "困难家庭人道救助（2026年）", "field": "funds.fiscal", "value": "1.00"},
        {"unit": "386001", "project": "困难家庭人道救助（2026年）", "indicator": 2, "field": "target", "value": "≥5人"},
        {"unit": "386001", "field": "goal", "value": "=1+1"},
    )
    told = run("set", document, "--json", file)
    assert (told.status, "3 处" in told.out) == (0, True)
    steps = {entry["step"] for entry in run("history", document, "--json").json["history"]}
    assert len(steps) == 2
    unit = run("dump", document).json["units"][0]
    assert unit["projects"][1]["indicators"][1]["target"] == {"comparator": "≥", "value": "5", "unit": "人"}
    assert unit["department"]["goal"] == "=1+1"
    assert run("set", document, "--json", file).status == 0


def test_one_bad_edit_keeps_all_from_being_made(tmp_path, document, run):
    before = document.read_bytes()
    good = {"unit": "386001", "field": "goal", "value": "x"}
    told = run("set", document, "--json", edits(tmp_path, good, {**good, "value": 5}))
    assert (told.status, told.err.count("\n")) == (3, 1)
    assert "edits.json" in told.err
    assert "$.edits[1].value" in told.err
    assert document.read_bytes() == before


def test_an_ambiguous_project_is_asked_for(tmp_path, run):
    unit = {"code": "1", "name": "甲会", "year": 2026, "projects": [{"name": "同名", "code": "A"}, {"name": "同名"}]}
    source = written(tmp_path / "x.json", {"format": "hengbiao/1", "units": [unit]})
    path = tmp_path / "x.hengbiao"
    run("import", source, "--into", path)
    told = run("set", path, "--json", edits(tmp_path, {"unit": "1", "project": "同名", "field": "goal", "value": "x"}))
    assert told.status == 2
    assert "$.edits[0]" in told.err
    assert "2026 年 · 1 甲会 · 编码 A · 同名" in told.err
    told = run("export", path, "--layout", "tianjin", "--to", tmp_path / "x.pdf", "--project", "同名")
    assert (told.status, "编码 A" in told.err) == (2, True)
    told = run(path, "--screenshot", tmp_path / "x.png", "--project", "同名")
    assert (told.status, "编码 A" in told.err) == (2, True)
    assert listed(tmp_path) == ["edits.json", "x.hengbiao", "x.json"]


def test_a_held_document_is_not_changed_and_its_holder_is_named(held, tmp_path, run):
    before = held.read_bytes()
    data = json.loads(SAMPLE.read_text("utf-8"))
    data["units"][0]["name"] = "改名"
    for arguments in (
        ("import", SAMPLE, "--into", held),
        ("import", written(tmp_path / "改.json", data), "--into", held),
        ("set", held, "--json", edits(tmp_path, {"unit": "386001", "field": "goal", "value": "x"})),
    ):
        told = run(*arguments)
        assert told.status == 3
        assert "王会计" in told.err
    assert held.read_bytes() == before


def test_a_held_document_can_be_looked_at(held, tmp_path, run):
    assert run("dump", held).status == 0
    assert run("balance", held).status == 0
    assert run("export", held, "--layout", "tianjin", "--to", tmp_path / "x.pdf").status == 0
