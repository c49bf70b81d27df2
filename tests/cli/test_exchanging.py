"""send, receive, conflicts, resolve as they are typed: two offices, each with a home of its own."""

import json
import shutil
import sqlite3
from contextlib import closing

import pytest
from tests.cli.steps import edits, listed, written
from tests.store.test_verify import alter

from hengbiao.store import cache, meta, places
from hengbiao.store import edits as stored
from hengbiao.store.identity import Identity, _of_this_run

PROJECT = "困难家庭人道救助（2026年）"


@pytest.fixture
def at(run, monkeypatch, tmp_path):
    """Type a command at an office."""

    def at(office, *arguments):
        _of_this_run.cache_clear()  # it is another process
        monkeypatch.setenv("HENGBIAO_HOME", str(tmp_path / "homes" / office))
        return run(*arguments)

    return at


@pytest.fixture
def two(document, at, tmp_path):
    """The document at 甲, and 乙 with what 甲 sent."""
    out = tmp_path / "甲出"
    out.mkdir()
    assert at("甲", "send", document, "--to", out).status == 0
    other = tmp_path / "乙.hengbiao"
    assert at("乙", "receive", out, "--into", other).status == 0
    return document, other


def goal(at, office, document, tmp_path, value):
    change = edits(tmp_path, {"unit": "386001", "project": PROJECT, "field": "goal", "value": value})
    assert at(office, "set", document, "--json", change).status == 0


def goals(told):
    return {project["name"]: project["goal"] for project in told.json["units"][0]["projects"]}


def test_what_is_sent_is_received_the_same(two, at, tmp_path):
    document, other = two
    assert at("乙", "dump", other).json == at("甲", "dump", document).json
    assert at("乙", "verify", other).status == 0
    [sent] = listed(tmp_path / "甲出")
    assert sent.startswith("临溪县红十字会_2026_")
    told = at("甲", "send", document, "--to", tmp_path / "甲出")
    assert told.out.splitlines()[-1] == "已校验"
    assert "4 张表" in told.out


def test_only_what_lies_on_a_stick_may_be_pulled_out(document, at, tmp_path, monkeypatch):
    stick = tmp_path / "U"
    stick.mkdir()
    monkeypatch.setattr(places, "kind", lambda path: "removable" if path.parent == stick else "")
    told = at("甲", "send", document, "--to", stick)
    assert told.out.splitlines()[-1] == "已校验，可安全拔出"


def test_a_conflict_is_reported_listed_settled_and_over(two, at, tmp_path):
    document, other = two
    goal(at, "甲", document, tmp_path, "甲写的")
    goal(at, "乙", other, tmp_path, "乙写的")
    out, report = tmp_path / "乙出", tmp_path / "r.json"
    out.mkdir()
    assert at("乙", "send", other, "--to", out).status == 0
    told = at("甲", "receive", out, "--into", document, "--report", report)
    assert (told.status, "未决 1 处" in told.out) == (1, True)
    assert f"{PROJECT} › 年度绩效目标｜" in told.out
    found = json.loads(report.read_text("utf-8"))
    assert [(each["status"], each["conflicts"]) for each in found["sources"]] == [("merged", 1)]
    [conflict] = found["conflicts"]
    assert (conflict["unit"], conflict["project"], conflict["field"]) == ("386001", PROJECT, "goal")
    assert {side["value"] for side in conflict["values"]} == {"甲写的", "乙写的"}
    assert len({side["office"] for side in conflict["values"]}) == 2
    assert conflict["base"].startswith("坚持应助尽助")
    listed_ = at("甲", "conflicts", document, "--json")
    assert (listed_.status, listed_.json["conflicts"]) == (1, [conflict])
    assert conflict["id"] in at("甲", "conflicts", document).out
    again = at("甲", "receive", out, "--into", document, "--report", report)
    assert (again.status, json.loads(report.read_text("utf-8"))["conflicts"]) == (1, [])
    decisions = written(tmp_path / "d.json", {"decisions": [{"conflict": conflict["id"], "value": "商定的"}]})
    assert at("甲", "resolve", document, "--json", decisions).status == 0
    assert at("甲", "conflicts", document, "--json").json == {"conflicts": []}
    assert goals(at("甲", "dump", document))[PROJECT] == "商定的"
    told = at("甲", "resolve", document, "--json", decisions)
    assert (told.status, "$.decisions[0].conflict" in told.err) == (3, True)
    assert at("甲", "receive", out, "--into", document).status == 0
    back = tmp_path / "还"
    back.mkdir()
    at("甲", "send", document, "--to", back)
    assert at("乙", "receive", back, "--into", other).status == 0
    assert at("乙", "dump", other).json == at("甲", "dump", document).json


def test_a_deleted_row_against_an_edit_is_told_with_null(two, at, tmp_path):
    document, other = two
    rows = at("甲", "dump", document).json["units"][0]["projects"][1]["indicators"]
    whole = {"unit": "386001", "project": PROJECT, "field": "indicators", "value": rows[1:]}
    assert at("甲", "set", document, "--json", edits(tmp_path, whole)).status == 0
    one = {"unit": "386001", "project": PROJECT, "indicator": 1, "field": "name", "value": "改了的"}
    assert at("乙", "set", other, "--json", edits(tmp_path, one)).status == 0
    at("乙", "receive", document, "--into", other)
    found = at("乙", "conflicts", other, "--json").json["conflicts"]
    if found:  # equal rows may have kept the identity of the first
        assert None in [side["value"] for side in found[0]["values"]]
        keep = written(tmp_path / "d.json", {"decisions": [{"conflict": found[0]["id"], "value": {}}]})
        assert at("乙", "resolve", other, "--json", keep).status == 0
        assert "改了的" in json.dumps(at("乙", "dump", other).json, ensure_ascii=False)


BAD = {
    "空文件夹": ("没有 .hengbiao 文件", lambda path: (path.unlink(), path.mkdir())),
    "别的程序": ("别的程序", lambda path: alter(path, ("PRAGMA application_id = 7",))),
    "更新的大版本": ("更新的版本（2.0）", lambda path: alter(path, ("PRAGMA user_version = 2000",))),
    "损坏": ("损坏", lambda path: path.write_bytes(path.read_bytes()[:20000])),
    "触发器": ("多出", lambda path: alter(path, ("CREATE TRIGGER t AFTER INSERT ON edit BEGIN SELECT 1; END",))),
    "视图": ("多出", lambda path: alter(path, ("CREATE VIEW v AS SELECT 1",))),
    "与修改记录不符": ("不符", lambda path: alter(path, ("UPDATE record SET name = '别的'",))),
    "不是文件": ("这不是衡表文件", lambda path: path.write_bytes(b"<html>" * 2000)),
    "没有": ("找不到", lambda path: path.unlink()),
}


@pytest.mark.parametrize("what", BAD)
def test_bad_input_is_a_sentence_and_changes_nothing(two, at, tmp_path, what):
    document, other = two
    reason, spoil = BAD[what]
    bad = tmp_path / "坏.hengbiao"
    shutil.copyfile(document, bad)
    spoil(bad)
    before = other.read_bytes()
    told = at("乙", "receive", bad, "--into", other, "--report", tmp_path / "r.json")
    assert (told.status, told.out, told.err.count("\n")) == (3, "", 1)
    assert "坏.hengbiao" in told.err
    assert reason in told.err
    assert other.read_bytes() == before
    assert at("乙", "receive", bad, "--into", tmp_path / "新.hengbiao").status == 3
    assert not [name for name in listed(tmp_path) if name.startswith((".", "新"))]


def test_the_same_file_twice_and_a_bad_one_beside_good_ones(two, at, tmp_path):
    document, other = two
    goal(at, "甲", document, tmp_path, "新的")
    bad = written(tmp_path / "坏.hengbiao", "x" * 100)
    report = tmp_path / "r.json"
    told = at("乙", "receive", document, bad, document, "--into", other, "--report", report)
    assert (told.status, told.err.count("\n")) == (1, 1)
    assert "坏.hengbiao" in told.err
    assert [each["status"] for each in json.loads(report.read_text("utf-8"))["sources"]] == [
        "merged",
        "refused",
        "nothing_new",
    ]


def test_what_a_newer_minor_version_wrote_is_carried_on(two, at, tmp_path):
    document, other = two
    with closing(sqlite3.connect(document, isolation_level=None)) as connection:
        (row_id, body) = connection.execute(
            "SELECT record, body FROM edit WHERE body LIKE '%困难家庭人道救助%' LIMIT 1"
        ).fetchone()
        content = json.loads(body)
    with closing(sqlite3.connect(document, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        heads = json.loads(connection.execute("SELECT heads FROM record WHERE id = ?", (row_id,)).fetchone()[0])
        mark = stored.stamp("新版本", Identity("newer", "丁"))
        row, _ = stored.write(mark, row_id, "put", heads, {"mood": "好"})
        connection.execute("INSERT INTO edit(id, record, step, body) VALUES (?, ?, ?, ?)", row)
        found, _ = cache.outcome(row_id, cache.log_of(connection, row_id))
        connection.execute(cache.INSERT_RECORD, found)
        connection.execute("PRAGMA user_version = 1001")
        meta.add(connection, [row.id])
        connection.execute("COMMIT")
    assert content["record"] == row_id
    told = at("乙", "receive", document, "--into", other)
    assert (told.status, "较新的版本" in told.out) == (0, True)
    out = tmp_path / "再交"
    out.mkdir()
    assert at("乙", "send", other, "--to", out).status == 0
    assert '"mood":"好"'.encode() in (out / listed(out)[0]).read_bytes()


def test_wrong_usage_is_told(document, run, tmp_path):
    assert run("send", document).status == 2
    assert run("send", document, "--to", tmp_path, "--unit-code", "9").status == 2
    assert run("send", document, "--to", tmp_path / "无" / "更无").status == 3
    assert run("receive", document).status == 2
    assert run("resolve", document).status == 2
    assert run("resolve", document, "--json", written(tmp_path / "d.json", "[")).status == 3
    assert run("conflicts", tmp_path / "无.hengbiao").status == 3


def test_a_held_document_neither_receives_nor_resolves(held, run, tmp_path):
    before = held.read_bytes()
    source = tmp_path / "x.hengbiao"
    source.write_bytes(before)
    decisions = written(tmp_path / "d.json", {"decisions": []})
    for arguments in (("receive", source, "--into", held), ("resolve", held, "--json", decisions)):
        told = run(*arguments)
        assert told.status == 3
        assert "王会计" in told.err
    assert held.read_bytes() == before


def test_a_dry_run_tells_and_writes_nothing(two, at, tmp_path):
    document, other = two
    goal(at, "甲", document, tmp_path, "新的")
    assert at("甲", "send", document, "--to", tmp_path / "o2").status == 0
    before, report = other.read_bytes(), tmp_path / "r.json"
    told = at("乙", "receive", tmp_path / "o2", "--into", other, "--dry-run", "--report", report)
    assert (told.status, "试运行，未作改动" in told.out, "修改 1 张" in told.out) == (0, True, True)
    assert other.read_bytes() == before
    [source] = json.loads(report.read_text("utf-8"))["sources"]
    assert (source["changed"], source["units"][0]["unit"], source["units"][0]["years"]) == (1, "386001", [2026])
    new = tmp_path / "新.hengbiao"
    assert "新增 5 张" in at("乙", "receive", tmp_path / "o2", "--into", new, "--dry-run").out
    assert not new.exists()


def test_another_units_forms_come_in_where_it_is_written_so(document, at, tmp_path):
    new = ("--unit-name", "乙局", "--region", "tianjin", "--year", "2026")
    mine, county = tmp_path / "乙.hengbiao", tmp_path / "县.hengbiao"
    assert at("乙", "new", mine, "--unit-code", "2", *new).status == 0
    for office, file in (("甲", document), ("乙", mine)):
        assert at(office, "send", file, "--to", tmp_path / office).status == 0
    assert at("县", "receive", tmp_path / "甲", tmp_path / "乙", "--into", county).status == 0
    assert at("乙", "receive", tmp_path / "甲", "--into", mine).status == 0
    goal(at, "乙", mine, tmp_path, "乙改了甲的")
    assert at("乙", "send", mine, "--to", tmp_path / "乙二").status == 0
    told = at("县", "receive", tmp_path / "乙二", "--into", county)
    assert (told.status, "别的预算单位" in told.err, "没有改动" in told.err) == (3, True, True)
    assert all_goals(at("县", "dump", county))[PROJECT] != "乙改了甲的"
    told = at("县", "receive", tmp_path / "乙二", "--into", county, "--accept-other-units")
    assert (told.status, "请核实：改动了别的预算单位的表" in told.out) == (1, True)
    assert all_goals(at("县", "dump", county))[PROJECT] == "乙改了甲的"


def all_goals(told):
    return {project["name"]: project["goal"] for unit in told.json["units"] for project in unit.get("projects", ())}


def test_projects_entered_twice_are_listed_judged_and_counted_once(document, run):
    def total():
        return run("rollup", document, "--json").json["total"]["projects"]

    before = total()
    assert (run("twins", document).status, run("twins", document).out) == (0, "没有疑似重复填报的项目\n")
    found = run("dump", document).json
    [project] = [one for one in found["units"][0]["projects"] if one["name"] == PROJECT]
    found["units"][0] = {**found["units"][0], "projects": [{**project, "code": "", "name": f"{PROJECT}经费"}]}
    found["units"][0].pop("department", None)
    copy = written(document.with_name("又.json"), found)
    assert run("import", copy, "--into", document).status == 0
    assert total() == before + 1
    told = run("twins", document, "--json")
    assert told.status == 1
    [pair] = told.json["suggested"]
    ids = pair["first"]["id"], pair["second"]["id"]
    assert run("twins", document, "--same", *ids).out == "已认定为同一项目\n"
    assert (total(), "同一项目，只计前一个" in run("twins", document).out) == (before, True)
    assert run("twins", document, "--apart", *ids).status == 0
    assert total() == before + 1
    assert run("twins", document, "--undo", *ids).status == 0
    assert run("twins", document).status == 1
    for wrong in (("--same", "无", ids[0]), ("--same", ids[0], ids[0]), ("--same", *ids, "--undo", *ids)):
        assert run("twins", document, *wrong).status == 2
