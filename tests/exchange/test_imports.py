import json

import pytest

from hengbiao.domain.refusal import Refusal
from hengbiao.domain.tree import empty
from hengbiao.exchange.imports import Form, Source, Unplaced, import_changes, read_source, refused, report
from hengbiao.formats.interchange import dump, tree_of


def document(*units):
    return {"format": "hengbiao/1", "units": list(units)}


def source(tmp_path, *units, name="x.json"):
    path = tmp_path / name
    path.write_text(json.dumps(document(*units)), "utf-8")
    return read_source(path)


def brought(tree, *sources, **options):
    return tree.changed(import_changes(tree, sources, **options))


UNIT = {"code": "1", "name": "甲会", "region": "tianjin", "year": 2026, "projects": [{"name": "一"}]}


def test_a_file_comes_in_whole_and_a_second_time_not_at_all(tmp_path):
    found = source(tmp_path, UNIT)
    tree = brought(empty(), found)
    assert [item.name for item in tree.all_projects()] == ["一"]
    assert import_changes(tree, [found]) == []


def test_several_files_see_each_other(tmp_path):
    second = {**UNIT, "projects": [{"name": "一", "goal": "目标"}, {"name": "二"}]}
    tree = brought(empty(), source(tmp_path, UNIT), source(tmp_path, second, name="y.json"))
    assert len(tree.units) == 1
    assert [tree.project(item.id).goal for item in tree.all_projects()] == ["目标", ""]


def test_a_unit_without_code_and_year_takes_those_given(tmp_path):
    found = source(tmp_path, {"name": "甲会", "projects": [{"name": "一"}]})
    tree = brought(empty(), found, unit_code="571", year=2027)
    assert (tree.units[0].code, tree.unit_year(tree.units[0].id)) == ("571", 2027)
    stated = brought(empty(), source(tmp_path, UNIT), unit_code="571", year=2027)
    assert (stated.units[0].code, stated.unit_year(stated.units[0].id)) == ("1", 2026)


def test_a_unit_without_year_takes_that_of_its_unit_in_the_file(tmp_path):
    standing = brought(empty(), source(tmp_path, UNIT))
    found = source(tmp_path, {"code": "1", "name": "甲会", "projects": [{"name": "一", "goal": "新"}]})
    tree = brought(standing, found)
    assert len(tree.units) == 1
    assert tree.project(tree.all_projects()[0].id).goal == "新"
    without = brought(empty(), found)
    assert without.unit_year(without.units[0].id) is None


def test_a_unit_without_year_that_stands_in_several_years_needs_one(tmp_path):
    standing = brought(empty(), source(tmp_path, UNIT, {**UNIT, "year": 2025}))
    found = source(tmp_path, {"code": "1", "projects": []}, name="z.json")
    with pytest.raises(Refusal, match="--year"):
        import_changes(standing, [found])
    assert import_changes(standing, [found], year=2025) == []


def test_one_unit_twice_in_a_file_is_refused_with_its_place(tmp_path):
    found = source(tmp_path, UNIT, {**UNIT, "name": "别名"})
    with pytest.raises(Refusal, match=r"\$\.units\[1\].*两次"):
        import_changes(empty(), [found])


def test_kinds_that_are_not_read_are_refused_by_name(tmp_path):
    with pytest.raises(Refusal, match=r"“\.rtf”"):
        read_source(tmp_path / "表.rtf")


def test_the_report_counts_every_filled_cell(tmp_path):
    unit = {
        **UNIT,
        "department": {"goal": "目标"},
        "projects": [{"name": "一", "funds": {"total": "1.00"}, "indicators": [{"name": "甲", "target": "≥1次"}]}],
    }
    found = report([source(tmp_path, unit)])
    assert found["sources"][0]["status"] == "imported"
    assert found["sources"][0]["forms"] == [
        {"unit": "1", "project": "", "cells_read": 1, "cells_placed": 1, "unplaced": []},
        {"unit": "1", "project": "一", "cells_read": 4, "cells_placed": 4, "unplaced": []},
    ]
    json.dumps(found)


def test_the_report_tells_unplaced_cells_and_refusals(tmp_path):
    form = Form("1", "一", 2, 1, (Unplaced("B12", "?", "看不出是哪一栏"),))
    found = Source(tmp_path / "a.xlsx", tree_of(document()), "tianjin", (form,))
    told = report([found])["sources"][0]
    assert (told["status"], told["layout"]) == ("partly", "tianjin")
    assert told["forms"][0]["unplaced"] == [{"where": "B12", "text": "?", "why": "看不出是哪一栏"}]
    assert refused([Refusal("a.json", "$", "不是 JSON", "请检查")])["sources"][0]["status"] == "refused"


def test_the_published_samples_come_in_together_and_again_as_nothing(shared):
    sources = [read_source(path) for path in sorted((shared / "domain" / "data").glob("*.json"))]
    tree = brought(empty(), *sources)
    assert [unit for found in sources for unit in dump(found.tree)["units"]] == dump(tree)["units"]
    assert import_changes(tree, [read_source(found.path) for found in reversed(sources)]) == []
