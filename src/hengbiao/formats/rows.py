"""Plain lists of people: the rows of a CSV file or of the first sheet of a workbook, as texts."""

import csv
import io
from pathlib import Path
from typing import Final
from zipfile import BadZipFile, ZipFile

from hengbiao.domain.refusal import Refusal, system_said

SUFFIXES: Final = (".csv", ".xlsx", ".xls")
"""What `read` takes."""

_LARGEST: Final = 20_000_000
_UNPACKED: Final = 100_000_000
_MOST: Final = 100_000
_CODES: Final = ("utf-8-sig", "gb18030")


def read(path: Path) -> list[list[str]]:
    """The rows that hold anything, cells without blanks around them; Refusal where the file is no such list."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise Refusal(path, "", f"名单不能是“{path.suffix or '无后缀'}”文件", f"请用 {'、'.join(SUFFIXES)} 文件")
    content = _bytes(path)
    found = _csv(path, content) if suffix == ".csv" else _sheet(path, content)
    rows = [[cell.strip() for cell in row] for row in found]
    return [row for row in rows if any(row)]


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except OSError as error:
        raise Refusal(path, "", f"打不开文件（{system_said(error)}）", "请确认文件存在、可以读取") from error
    if not content:
        raise Refusal(path, "", "文件是空的", "请选择写有预算单位编码和名称的名单")
    if len(content) > _LARGEST:
        raise Refusal(path, "", "文件超过 20 MB，不像单位名单", "请只保留编码和名称两列后再试")
    return content


def _csv(path: Path, content: bytes) -> list[list[str]]:
    text = next((found for code in _CODES if (found := _decoded(content, code)) is not None), None)
    if text is None or "\0" in text:
        raise Refusal(path, "", "不是文字名单（编码不是 UTF-8 或 GB18030）", "请在 WPS 或 Excel 中另存为 CSV 后再试")
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise Refusal(
            path, "", "不是合规的 CSV（引号不配对，或单元格过长）", "请在 WPS 或 Excel 中另存为 CSV 后再试"
        ) from error
    return _bounded(path, rows)


def _decoded(content: bytes, code: str) -> str | None:
    try:
        return content.decode(code)
    except UnicodeDecodeError:
        return None


def _sheet(path: Path, content: bytes) -> list[list[str]]:
    from hengbiao.formats.excel.first_sheet import CalamineError, first_sheet

    try:
        if content[:2] == b"PK":
            with ZipFile(io.BytesIO(content)) as archive:
                unpacked = sum(entry.file_size for entry in archive.infolist())
            if unpacked > _UNPACKED:
                raise Refusal(path, "", "解压后超过 100 MB，不像单位名单", "请只保留编码和名称两列后再试")
        return _bounded(path, first_sheet(content))
    except (BadZipFile, CalamineError, ValueError) as error:
        raise Refusal(
            path, "", "不是能读的 Excel 工作簿，或已损坏", "请用 WPS 或 Excel 打开并另存为 .xlsx 后再试"
        ) from error


def _bounded(path: Path, rows: list[list[str]]) -> list[list[str]]:
    if len(rows) > _MOST:
        raise Refusal(path, "", f"超过 {_MOST:,} 行，不像单位名单", "请只保留应报单位")
    return rows
