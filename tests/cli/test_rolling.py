from tests.cli.steps import edits, listed


def test_the_next_year_is_another_document(run, document, tmp_path):
    new = tmp_path / "明年.hengbiao"
    before = run("dump", document).json
    year = before["units"][0]["projects"][0].get("year") or before["units"][0]["year"]
    found = run("rollover", document, "--year", str(year + 1), "--to", new, "--json").json
    assert (found["year"], found["projects"]) == (year + 1, 3)
    assert found["carried"] > 50
    after = run("dump", new).json["units"][0]
    assert [project["funds"] for project in after["projects"]] == [p["funds"] for p in before["units"][0]["projects"]]
    assert all(str(year) in one["old"] if isinstance(one["old"], str) else True for one in found["shifted"])
    assert run("verify", new).status == 0
    assert run("dump", document).json == before


def test_typing_over_a_carried_value_confirms_it(run, document, tmp_path):
    from hengbiao.exchange import documents

    new = tmp_path / "明年.hengbiao"
    assert run("rollover", document, "--year", "2030", "--to", new).status == 0
    project = run("dump", new).json["units"][0]["projects"][0]["name"]
    assert (
        run("set", new, "--json", edits(tmp_path, {"project": project, "field": "goal", "value": "新目标"})).status == 0
    )
    with documents.opened(new) as store:
        tree = store.load()
        marks = {mark.id for mark in tree.project(tree.all_projects()[0].id).carried}
    assert "goal" not in marks
    assert "name" in marks


def test_it_tells_what_was_moved_and_refuses_what_makes_no_sense(run, document, tmp_path):
    new = tmp_path / "明年.hengbiao"
    assert "沿用上年（未核对）共" in run("rollover", document, "--year", "2030", "--to", new).out
    again = run("rollover", document, "--year", "2030", "--to", new)
    assert (again.status, "已有同名文件" in again.err) == (3, True)
    assert run("rollover", document, "--year", "1990", "--to", tmp_path / "y.hengbiao").status == 3
    assert run("rollover", document, "--year", "明年", "--to", tmp_path / "y.hengbiao").status == 2
    assert run("rollover", tmp_path / "无.hengbiao", "--year", "2030", "--to", tmp_path / "y.hengbiao").status == 3
    assert listed(tmp_path) == [document.name, new.name]
