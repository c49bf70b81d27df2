"""Files as they were when last looked at; `GOLDEN=update` in the environment of the test takes them anew."""

import os
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat
from tests.formats.grids import form

from hengbiao.formats import excel, pdf

GOLDEN = Path(__file__).parents[1] / "golden"
UPDATE = os.environ.get("GOLDEN") == "update"
PARTS = ("xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml", "docProps/core.xml")


@pytest.mark.parametrize("part", PARTS)
def test_the_parts_of_a_workbook(part, tmp_path):
    excel.write([form(), form(2, name="=甲", heights={4: 500.0})], tmp_path / "a.xlsx", footer="校验码 A1B2")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        made = archive.read(part).decode().replace("><", ">\n<")
    golden = GOLDEN / "excel" / Path(part).name
    if UPDATE:
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(made, "utf-8")
    assert made == golden.read_text("utf-8")


def test_the_picture_of_a_page(tmp_path):
    pdf.write([form()], tmp_path / "a.pdf", footer="校验码 A1B2")
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as document:
        made = document[0].render(scale=1.25, grayscale=True).to_pil()
    golden = GOLDEN / "pdf" / "form.png"
    if UPDATE:
        golden.parent.mkdir(parents=True, exist_ok=True)
        made.save(golden, optimize=True)
    with Image.open(golden) as before:
        assert made.size == before.size
        difference = ImageChops.difference(made, before.convert("L"))
    assert ImageStat.Stat(difference).mean[0] < 0.2
