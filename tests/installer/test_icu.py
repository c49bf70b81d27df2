import json
import os
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Qt for Linux brings ICU along")

SORTS = """
import json
from PySide6.QtCore import QCollator, QDate, QLocale, QStringDecoder, QTimeZone
from PySide6.QtGui import QGuiApplication, QTextLayout
words = ["张三", "李四", "王五", "安阳", "重庆", "长沙", "𠮷田", "a", "B", "10", "9", "（一）", "银行", "曾", "嗯"]
def order(locale):
    collator = QCollator(QLocale(locale))
    collator.setNumericMode(True)
    return sorted(words, key=collator.sortKey)
zone = QTimeZone(b"Asia/Shanghai")
name = zone.displayName(QTimeZone.TimeType.StandardTime, QTimeZone.NameType.LongName, QLocale("zh_CN"))
date = QLocale("zh_CN").toString(QDate(2026, 1, 2), QLocale.FormatType.LongFormat)
codecs = [QStringDecoder(codec).isValid() for codec in ("GB18030", "UTF-8")]
application = QGuiApplication([])
layout = QTextLayout("今天天气很好，hello world，开展培训次数（场）≥24期。")
layout.beginLayout()
breaks = []
while (line := layout.createLine()).isValid():
    line.setLineWidth(60)
    breaks.append(line.textStart())
layout.endLayout()
maps = {line.split()[-1] for line in open("/proc/self/maps") if "libicudata" in line}
orders = {each: order(each) for each in ("zh_CN", "zh_TW", "en_US", "C", "ja_JP")}
print(json.dumps({"orders": orders, "others": [name, date, codecs, breaks], "maps": sorted(maps)}))
"""


@pytest.fixture
def icu():
    import icu

    return icu


@pytest.fixture(scope="module")
def full():
    import PySide6

    (library,) = (Path(PySide6.__file__).parent / "Qt" / "lib").glob("libicudata.so.*")
    return library


@pytest.fixture
def small(icu, full, tmp_path):
    if not shutil.which("as") or not shutil.which("ld"):
        pytest.skip("needs binutils")
    library = tmp_path / "小" / full.name
    library.parent.mkdir()
    shutil.copy(full, library)
    icu.shrink(library)
    return library


def told(library=None):
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **({"LD_PRELOAD": str(library)} if library else {})}
    done = subprocess.run(
        [sys.executable, "-c", SORTS], check=True, env=environment, capture_output=True, encoding="utf-8"
    )
    return json.loads(done.stdout)


def test_chinese_is_sorted_and_written_as_before_by_a_quarter_of_the_tables(full, small):
    before, after = told(), told(small)
    assert after["maps"] == [str(small)] != before["maps"]
    assert small.stat().st_size < full.stat().st_size / 4
    assert after["others"] == before["others"]
    changed = [locale for locale, order in before["orders"].items() if after["orders"][locale] != order]
    assert changed == ["ja_JP"]
    assert before["orders"]["zh_CN"][:5] == ["（一）", "9", "10", "安阳", "曾"]


def test_every_table_that_stays_is_byte_for_byte_what_it_was(icu, full):
    data = full.read_bytes()
    start = data.index(b"CmnD") - 12
    found = [(name, table) for name, table in icu.tables(data[start:]) if icu.kept(name)]
    head = data[start : start + struct.unpack_from("<H", data, start)[0]]
    again = list(icu.tables(icu.packed(head, found)))
    assert [name for name, _ in again] == [name for name, _ in found]
    assert all(
        new.startswith(old) and not new[len(old) :].strip(b"\0")
        for (_, old), (_, new) in zip(found, again, strict=True)
    )


@pytest.mark.parametrize(
    ("name", "stays"),
    [
        ("root.res", True),
        ("supplementalData.res", True),
        ("zh_Hans_CN.res", True),
        ("en_001.res", True),
        ("de.res", False),
        ("yue_Hans.res", False),
        ("coll/zh.res", True),
        ("coll/ucadata.icu", True),
        ("coll/ja.res", False),
        ("gb18030.cnv", True),
        ("ibm-949_P110-1999.cnv", False),
        ("brkitr/cjdict.dict", False),
        ("translit/root.res", False),
        ("curr/pool.res", False),
        ("unit/zh.res", False),
        ("zone/zh.res", True),
        ("nfkc.nrm", True),
    ],
)
def test_what_belongs_to_other_languages_goes(icu, name, stays):
    assert icu.kept(f"icudt73l/{name}") == stays
