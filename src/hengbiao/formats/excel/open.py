"""Opening workbooks to read them; what is wrong with one is a refusal."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile

import python_calamine
from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from hengbiao.domain.refusal import Refusal
from hengbiao.domain.uncollected import uncollected


@contextlib.contextmanager
def opened(path: str | Path) -> Iterator[python_calamine.CalamineWorkbook]:
    """The workbook at `path`; whatever of it cannot be read comes out as a Refusal."""
    try:
        with python_calamine.CalamineWorkbook.from_path(path) as book, uncollected():
            yield book
    except (BadZipFile, KeyError, ElementTree.ParseError, DefusedXmlException, python_calamine.CalamineError) as error:
        raise Refusal(
            path, "", "不是能读的 Excel 工作簿，或已损坏", "请用 WPS 或 Excel 打开并另存为 .xlsx 后再试"
        ) from error
    except OSError as error:
        raise Refusal(
            path, "", f"打不开文件（{error.strerror or error}）", "请确认文件存在、没有被其他程序占用"
        ) from error
