import re
import shutil
import zipfile
from dataclasses import replace

import pytest

from hengbiao.domain.refusal import Refusal
from hengbiao.exchange import exports
from hengbiao.exchange.readback import Unlike, read_back
from hengbiao.formats import interchange
from hengbiao.forms.layouts import layouts
from hengbiao.paths import resource

SUFFIXES = sorted(exports.WRITERS)
CASES = [(layout, kind) for layout in layouts() for kind in layout.plans]


@pytest.fixture(scope="module")
def tree():
    return interchange.read(resource("samples", "sample.json"))


def changed(tree, record, **fields):
    whole = replace(tree.records[record], **fields)
    return type(tree)({**{key: tree.records[key] for key in tree.records}, record: whole}, tree.headings)


@pytest.fixture(params=CASES, ids=[f"{layout.id}-{kind}" for layout, kind in CASES])
def case(request):
    return request.param


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_was_exported_is_found_again(tree, case, suffix, tmp_path):
    layout, kind = case
    records = exports.forms_of(tree, kind)
    path = tmp_path / f"表{suffix}"
    exports.export(tree, layout, records, path)
    found = read_back(tree, layout, records, path)
    assert found is None or found > 20 * len(records)


@pytest.mark.parametrize("suffix", [".xlsx", ".pdf"])
def test_a_file_of_other_data_is_unlike(tree, case, suffix, tmp_path):
    layout, kind = case
    records = exports.forms_of(tree, kind)
    path = tmp_path / f"表{suffix}"
    exports.export(changed(tree, records[-1], goal="换了一个年度绩效目标"), layout, records, path)
    with pytest.raises(Unlike, match="读"):
        read_back(tree, layout, records, path)


@pytest.mark.parametrize("suffix", [".xlsx", ".pdf"])
def test_a_missing_form_is_noticed(tree, suffix, tmp_path):
    layout = layouts()[0]
    records = exports.forms_of(tree, "project")
    path = tmp_path / f"表{suffix}"
    exports.export(tree, layout, records[:-1], path)
    with pytest.raises(Unlike, match=r"应有 \d+ (张表|页)，读到 \d+ (张表|页)"):
        read_back(tree, layout, records, path)


def test_one_altered_cell_of_a_workbook_is_noticed(tree, tmp_path):
    layout = layouts()[0]
    records = exports.forms_of(tree, "project")
    exports.export(tree, layout, records, tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as old, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as new:
        for name in old.namelist():
            new.writestr(name, re.sub(b"<v>([0-9]+)[.]([0-9]+)</v>", rb"<v>\g<1>9.\2</v>", old.read(name), count=1))
    with pytest.raises(Unlike, match="回读的内容与导出的不同"):
        read_back(tree, layout, records, tmp_path / "b.xlsx")


def test_kinds_that_are_not_read_back_say_so(tree, tmp_path):
    shutil.copy(resource("samples", "sample.json"), tmp_path / "a.odt")
    assert read_back(tree, layouts()[0], (), tmp_path / "a.odt") is None


def test_what_is_no_pdf_is_refused(tree, tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4 cut off")
    with pytest.raises(Refusal, match="不是能读取的 PDF"):
        read_back(tree, layouts()[0], exports.forms_of(tree, "project"), tmp_path / "a.pdf")
