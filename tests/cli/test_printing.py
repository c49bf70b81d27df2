import pytest
from tests.cli.steps import edits


def test_the_balance_of_the_sample_is_told_in_yuan(document, run):
    equations = run("balance", document, "--json").json["equations"]
    cost = [each for each in equations if each["name"] == "cost"]
    assert [each["left"] for each in cost] == ["186000.00", "320000.00", "268500.00"]
    assert {each["state"] for each in equations} == {"balanced", "not_applicable"}
    assert set(cost[0]) == {"name", "unit", "year", "project", "left", "right", "difference", "state", "cause"}
    assert (cost[0]["unit"], cost[0]["year"], cost[0]["difference"]) == ("386001", 2026, "0.00")
    assert {each["project"] for each in equations if each["name"] == "department"} == {""}
    told = run("balance", document)
    assert (told.status, "与预算数一致" in told.out) == (0, True)


def test_an_unbalanced_document_still_exits_0_from_balance_and_1_from_check(tmp_path, document, run):
    project = "困难家庭人道救助（2026年）"
    run("set", document, "--json", edits(tmp_path, {"project": project, "field": "funds.total", "value": "330000.00"}))
    told = run("balance", document, "--json")
    assert told.status == 0
    wrong = {each["name"]: each for each in told.json["equations"] if each["state"] == "unbalanced"}
    assert (wrong["cost"]["difference"], wrong["cost"]["project"]) == ("-10000.00", project)
    assert run("balance", document).status == 0
    told = run("check", document, "--json")
    assert told.status == 1
    finding = next(each for each in told.json["findings"] if each["rule"] == "R44")
    assert (finding["severity"], finding["unit"], finding["year"], finding["project"]) == (
        "error",
        "386001",
        2026,
        project,
    )
    assert finding["field"].startswith("funds")
    assert finding["explained"] is False
    human = run("check", document)
    assert (human.status, "R44" in human.out, "错误（须改）" in human.out) == (1, True, True)


def test_findings_on_an_indicator_say_which(tmp_path, document, run):
    run(
        "set",
        document,
        "--json",
        edits(tmp_path, {"project": "困难家庭人道救助（2026年）", "indicator": 4, "field": "target", "value": ""}),
    )
    findings = run("check", document, "--json").json["findings"]
    assert (4, "target") in {(each.get("indicator"), each["field"]) for each in findings}


def test_a_clean_document_exits_0_from_check(document, run):
    told = run("check", document, "--json")
    assert (told.json["findings"], told.status) == ([], 0)
    assert "没有发现问题" in run("check", document).out


def test_layouts_are_listed_for_scripts_and_people(run):
    found = run("layouts", "--json").json
    tianjin = next(each for each in found if each["id"] == "tianjin")
    assert tianjin["forms"][0] == "project"
    assert (tianjin["region"], tianjin["money_unit"], tianjin["scheme"]) == ("tianjin", "万元", "2015")
    assert "tianjin" in run("layouts").out


def test_history_tells_who_what_and_when_in_yuan(tmp_path, document, run):
    project = "困难家庭人道救助（2026年）"
    run("set", document, "--json", edits(tmp_path, {"project": project, "field": "funds.other", "value": "5.00"}))
    last = run("history", document, "--json").json["history"][-1]
    assert (last["project"], last["field"], last["old"], last["new"]) == (project, "funds.other", "120000.00", "5.00")
    assert last["author"]
    assert last["at"]
    human = run("history", document)
    assert "120000.00 → 5.00" in human.out
    assert "：新增" in human.out


def test_a_damaged_document_is_refused_by_verify(document, run):
    raw = bytearray(document.read_bytes())
    at = raw.find("困难家庭".encode())
    raw[at] ^= 1
    document.write_bytes(raw)
    told = run("verify", document)
    assert (told.status, told.out) == (3, "")
    assert "损坏" in told.err


@pytest.mark.parametrize("command", ["dump", "balance", "check", "verify", "history"])
@pytest.mark.parametrize("content", [None, b"", b"SQLite format 3\x00" + b"x" * 5000, b"PK\x03\x04 no document"])
def test_what_is_no_document_is_refused(tmp_path, run, command, content):
    path = tmp_path / "x.hengbiao"
    if content is not None:
        path.write_bytes(content)
    told = run(command, path)
    assert (told.status, told.out, told.err.count("\n")) == (3, "", 1)
    assert str(path) in told.err
