import pytest
from tests.cli.steps import edits, listed, written

PROJECT = {"project": "应急救护培训"}


def names(run, document):
    return [each["name"] for each in run("dump", document).json["units"][0]["projects"]]


def test_rollup_adds_up_exactly_and_writes_tables(run, document, tmp_path):
    found = run("rollup", document, "--json").json
    total = found["total"]
    assert (total["projects"], total["total"]) == (3, found["units"][0]["total"])
    assert found["conflicts"] == 0
    assert [one["source"] for one in found["sources"]] == ["fiscal", "carryover", "other"]
    for suffix in ("xlsx", "pdf"):
        assert run("rollup", document, "--to", tmp_path / f"汇总.{suffix}").status == 0
        assert (tmp_path / f"汇总.{suffix}").stat().st_size > 1000
    told = run("rollup", document)
    assert (told.status, "合计：3 个项目" in told.out) == (0, True)


def test_rollup_tells_who_is_missing(run, document, tmp_path):
    code = run("dump", document).json["units"][0]["code"]
    given = written(tmp_path / "名单.csv", f"单位编码,单位名称\n{code},甲\n999999,没有的会\n")
    found = run("rollup", document, "--expect", given, "--json").json
    assert [one["unit"] for one in found["missing"]] == ["999999"]
    assert (found["expected"], found["present"]) == (2, 1)
    assert "999999 没有的会" in found["text"]
    assert "999999 没有的会" in run("rollup", document, "--expect", given).out


def test_rollup_refuses_what_is_no_list_and_where_nothing_can_be_written(run, document, tmp_path):
    assert run("rollup", document, "--expect", tmp_path / "无.csv").status == 3
    assert run("rollup", document, "--to", tmp_path / "x.docx").status == 2
    assert run("rollup", document, "--to", tmp_path / "无" / "x.xlsx").status == 3
    assert listed(tmp_path) == [document.name]


def test_versions_are_kept_and_compared(run, document, tmp_path):
    assert run("keep", document, "--label", "一上").status == 0
    name = names(run, document)[0]
    edit = {"project": name, "indicator": 1, "field": "target", "value": "≥77次"}
    assert run("set", document, "--json", edits(tmp_path, edit)).status == 0
    assert run("keep", document, "--label", "二上").status == 0
    found = run("compare", document, "一上", "二上", "--json").json
    assert (found["a"], found["b"]) == ("一上", "二上")
    (one,) = found["differences"]
    assert (one["project"], one["indicator"], one["field"], one["kind"]) == (name, 1, "target", "changed")
    assert one["new"] == {"comparator": "≥", "value": "77", "unit": "次"}
    assert one["name"].endswith("的指标值")
    assert run("compare", document, "二上", "现在", "--json").json["differences"] == []
    assert [each["label"] for each in run("keep", document, "--json").json["versions"]] == ["一上", "二上"]
    assert "≥77次" in run("compare", document, "一上", "现在", "--to", tmp_path / "对照.pdf").out
    assert (tmp_path / "对照.pdf").exists()
    assert run("verify", document).status == 0


def test_a_label_twice_and_a_version_that_is_not_there(run, document):
    assert run("keep", document, "--label", "一上").status == 0
    again = run("keep", document, "--label", "一上")
    assert (again.status, "已有留存" in again.err) == (3, True)
    missing = run("compare", document, "一上", "三上")
    assert (missing.status, "没有留存“三上”稿" in missing.err) == (2, True)


def test_nothing_is_kept_in_a_document_that_is_held(run, held):
    told = run("keep", held, "--label", "一上")
    assert (told.status, "王会计" in told.err) == (3, True)
    assert run("compare", held, "现在", "现在").out == "没有不同之处\n"


@pytest.mark.parametrize("content", [b"", b"no document", b"SQLite format 3\x00" + b"\x00" * 2000])
def test_what_is_no_document_is_refused_by_every_command(run, tmp_path, content):
    path = tmp_path / "坏.hengbiao"
    path.write_bytes(content)
    remarks = written(tmp_path / "remarks.json", {"remarks": [{"text": "x"}]})
    for command in (
        ("rollup", path),
        ("keep", path, "--label", "一上"),
        ("compare", path, "一上", "现在"),
        ("rollover", path, "--year", "2030", "--to", tmp_path / "n.hengbiao"),
        ("return", path, "--unit-code", "1", "--remarks", remarks, "--to", tmp_path / "x.xlsx"),
    ):
        told = run(*command)
        assert (told.status, told.out) == (3, "")
        assert told.err.count("坏.hengbiao") >= 1
        assert "Traceback" not in told.err
    assert path.read_bytes() == content
    assert listed(tmp_path) == ["remarks.json", path.name]
