import pytest
from tests.cli.steps import SAMPLE, edits, written

from hengbiao.store import closed, places
from hengbiao.store.errors import not_written


@pytest.fixture(autouse=True)
def home(tmp_path_factory, monkeypatch):
    monkeypatch.setenv("HENGBIAO_HOME", str(tmp_path_factory.mktemp("home")))


def goals(run, document):
    return [project["goal"] for project in run("dump", document).json["units"][0]["projects"]]


def listed(run, document):
    return run("backups", document, "--json").json["backups"]


def change(run, document, tmp_path):
    name = run("dump", document).json["units"][0]["projects"][0]["name"]
    assert (
        run("set", document, "--json", edits(tmp_path, {"project": name, "field": "goal", "value": "改过"})).status == 0
    )


def test_a_document_is_backed_up_before_an_import_and_restored(run, document, tmp_path):
    assert listed(run, document) == []
    assert "还没有备份" in run("backups", document).out
    change(run, document, tmp_path)
    before = goals(run, document)
    assert run("import", SAMPLE, "--into", document).status == 0
    assert goals(run, document) != before
    (made,) = listed(run, document)
    assert made["reason"] == "import"
    assert run("import", SAMPLE, "--into", document, "--dry-run").status == 0
    assert len(listed(run, document)) == 1
    told = run("restore", document, "--backup", made["backup"])
    assert (told.status, "已恢复到" in told.out) == (0, True)
    assert goals(run, document) == before
    assert [one["reason"] for one in listed(run, document)] == ["restore", "import"]


def test_a_damaged_document_is_set_aside(run, document, tmp_path):
    assert run("import", SAMPLE, "--into", document).status == 0
    whole = goals(run, document)
    content = document.read_bytes()
    document.write_bytes(content[:5000])
    assert run("dump", document).status == 3
    told = run("restore", document, "--backup", listed(run, document)[0]["backup"])
    assert (told.status, "损坏的原文件另存为" in told.out) == (0, True)
    assert goals(run, document) == whole
    assert len(list(tmp_path.glob("*损坏*"))) == 1


def test_what_cannot_be_restored_is_told(run, document, held):
    assert run("restore", document, "--backup", "没有").status == 2


def test_a_backup_that_fails_stops_nothing(run, document, monkeypatch, tmp_path):
    blocked = written(tmp_path / "blocked", "x")
    monkeypatch.setenv("HENGBIAO_HOME", str(blocked))
    told = run("import", SAMPLE, "--into", document)
    assert (told.status, "操作继续" in told.err) == (0, True)


def test_a_new_year_backs_up_the_old_one(run, document, tmp_path):
    assert run("rollover", document, "--year", "2031", "--to", tmp_path / "n.hengbiao").status == 0
    assert [one["reason"] for one in listed(run, document)] == ["year"]


def test_work_that_was_not_written_back_is_listed_and_forgotten(document, run, tmp_path, monkeypatch):
    stick = tmp_path / "U 盘"
    stick.mkdir()
    path = document.rename(stick / document.name)
    monkeypatch.setattr(places, "kind", lambda place: "removable" if place.parent == stick else "")
    assert (run("leftovers").status, run("leftovers").out) == (0, "没有未写回的修改\n")
    monkeypatch.setattr(closed, "_bring", full)
    change = edits(tmp_path, {"unit": "386001", "field": "name", "value": "新名称"})
    told = run("set", path, "--json", change)
    assert (told.status, "修改都保存在本机" in told.err) == (3, True)
    [left] = run("leftovers", "--json").json["leftovers"]
    assert left["file"] == str(path)
    assert (run("leftovers").status, str(path) in run("leftovers").out) == (1, True)
    assert run("dump", left["copy"]).json["units"][0]["name"] == "新名称"
    assert run("leftovers", "--forget", tmp_path / "别的").status == 2
    assert run("leftovers", "--forget", path).status == 0
    assert run("leftovers").status == 0


def full(_built, target, _expected):
    raise not_written(target, OSError(28, "No space left on device"))
