"""Blocks of cells as spreadsheets put them on the clipboard: HTML tables and tab-separated text, both ways."""

import json
import re
from collections.abc import Sequence
from html import escape
from html.parser import HTMLParser
from typing import Any, Final

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QTextDocumentFragment

from hengbiao.forms.match import cleaned
from hengbiao.qt.models.pieces import Piece

Block = tuple[tuple[str, ...], ...]
"""Rows of texts; rows may differ in length."""

LIMIT: Final = 100_000
"""Most cells read from one clipboard: more is no form but an accident."""

PIECES: Final = "application/x-hengbiao-cells"
"""Where copied cells stood, beside their texts."""

_QUOTED: Final = re.compile(r'"((?:[^"]|"")*)"(?=\t|\r?\n|\r|\Z)')
_BARE: Final = re.compile(r"[^\t\r\n]*")
_END: Final = re.compile(r"\t|\r\n|\n|\r|\Z")
_WRAPPED: Final = re.compile(r"(?<=[\u2e80-\uffef])[ \t]*\r?\n\s*(?=[\u2e80-\uffef])")
_GAPS: Final = re.compile(r"[ \t]*\n\s*\n")
_BLANKS: Final = re.compile(r"[ \t\r\n\f]+")


def read(mime: QMimeData) -> Block:
    """The block on a clipboard: its HTML table where there is one, else its text; () for none."""
    return read_html(mime.html() if mime.hasHtml() else "") or read_tsv(plain(mime))


def read_pieces(mime: QMimeData) -> list[Piece]:
    """The cells that this program copied, with their places; [] for what others did."""
    try:
        found: Any = json.loads(bytes(mime.data(PIECES).data())) if mime.hasFormat(PIECES) else []
        return [Piece(*one) for one in found]
    except (ValueError, TypeError):
        return []


def plain(mime: QMimeData) -> str:
    """The text on a clipboard; that of its page where it has no other."""
    return mime.text() if mime.hasText() else QTextDocumentFragment.fromHtml(mime.html()).toPlainText()


def prose(mime: QMimeData) -> str:
    """Paragraphs that are no table, as one text; "" for anything else."""
    text = plain(mime)
    is_table = "\t" in text or (mime.hasHtml() and bool(read_html(mime.html())))
    return "" if is_table or text.startswith('"') else _GAPS.sub("\n", clean(text))


def text_of(mime: QMimeData) -> str:
    """What goes into one cell that is typed in: the text of a single copied cell without its quotes, else all of it."""
    block = read(mime)
    return block[0][0] if len(block) == 1 and len(block[0]) == 1 else clean(plain(mime))


def written(block: Block, pieces: Sequence[Piece] = ()) -> QMimeData:
    """`block` for the clipboard, as text and as an HTML table, and for this program where its cells stood."""
    mime = QMimeData()
    mime.setText(tsv(block))
    mime.setHtml(html(block))
    if pieces:
        mime.setData(PIECES, json.dumps(pieces).encode())
    return mime


def read_tsv(text: str) -> Block:
    """Cells of tab-separated text; a quoted cell may hold tabs, quotes and line breaks."""
    rows: list[tuple[str, ...]] = []
    row: list[str] = []
    at, count = 0, 0
    while at < len(text) and count < LIMIT:
        cell, at = _cell(text, at)
        row.append(clean(cell))
        count += 1
        end = _END.match(text, at)
        at = end.end() if end else len(text)
        if not end or end[0] != "\t":
            rows.append(tuple(row))
            row = []
        elif at == len(text):
            row.append("")
    return (*rows, tuple(row)) if row else tuple(rows)


def read_html(source: str) -> Block:
    """Cells of the first table of an HTML page, what a merge covers left blank; () where there is no table.

    A row or column in which no cell begins only makes merged cells larger: it is none.
    """
    reader = _TableReader()
    reader.feed(source)
    reader.close()
    return reader.block()


def tsv(block: Block) -> str:
    """Tab-separated text as spreadsheets read it."""
    return "\n".join("\t".join(_quoted(cell) for cell in row) for row in block)


def html(block: Block) -> str:
    """An HTML table whose cells spreadsheets take as text."""
    rows = ("".join(f"<td style=\"mso-number-format:'\\@'\">{_marked(cell)}</td>" for cell in row) for row in block)
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return f'<html><head><meta charset="utf-8"></head><body><table>{body}</table></body></html>'


def clean(text: str) -> str:
    """`text` with line breaks of one kind, no spaces around it, and what no form can hold replaced visibly."""
    return cleaned(text.replace("\xa0", " ")).strip()


def _cell(text: str, at: int) -> tuple[str, int]:
    quoted = _QUOTED.match(text, at)
    if quoted and re.search(r'[\t\r\n]|""', quoted[1]):
        return quoted[1].replace('""', '"'), quoted.end()
    bare = _BARE.match(text, at)
    return (bare[0], bare.end()) if bare else ("", at)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if re.search(r'[\t\r\n"]', cell) else cell


def _marked(cell: str) -> str:
    return escape(cell).replace("\n", '<br style="mso-data-placement:same-cell">')


class _TableReader(HTMLParser):
    """Collects the first table; nested tables are text of their cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._cells: dict[tuple[int, int], str] = {}
        self._rows = 0
        self._depth = 0
        self._done = False
        self._silent = 0
        self._open: tuple[int, int, int, int] | None = None
        self._text: list[str] = []
        self._covered: set[tuple[int, int]] = set()

    def block(self) -> Block:
        """What was read, every row equally long."""
        self._close_cell()
        rows, cols = (sorted({place[way] for place in self._cells}) for way in (0, 1))
        return tuple(tuple(self._cells.get((row, col), "") for col in cols) for row in rows)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Follow tables, rows, cells and line breaks."""
        if tag in {"style", "script"}:
            self._silent += 1
        elif tag == "table":
            self._depth += 1
        elif self._depth == 1 and not self._done and tag == "tr":
            self._close_cell()
            self._rows += 1
        elif self._depth == 1 and not self._done and tag in {"td", "th"}:
            self._open_cell(dict(attrs))
        elif self._open and (tag == "br" or (tag in {"p", "div", "li"} and "".join(self._text).strip())):
            self._text.append("\0")

    def handle_endtag(self, tag: str) -> None:
        """Close cells and the first table."""
        if tag in {"style", "script"}:
            self._silent = max(0, self._silent - 1)
        elif tag == "table":
            self._close_cell()
            self._depth = max(0, self._depth - 1)
            self._done = self._done or self._depth == 0
        elif tag in {"td", "th", "tr"} and self._depth == 1:
            self._close_cell()

    def handle_data(self, data: str) -> None:
        """Gather the text of the open cell."""
        if self._open and not self._silent:
            self._text.append(data)

    def _open_cell(self, attrs: dict[str, str | None]) -> None:
        self._close_cell()
        row = max(0, self._rows - 1)
        col = next(col for col in range(LIMIT) if (row, col) not in self._covered)
        rows, cols = _span(attrs.get("rowspan")), _span(attrs.get("colspan"))
        if len(self._covered) + rows * cols > LIMIT:
            rows = cols = 1
            self._done = len(self._covered) >= LIMIT
        self._covered.update((row + down, col + right) for down in range(rows) for right in range(cols))
        self._open = (row, col, rows, cols)

    def _close_cell(self) -> None:
        if self._open:
            joined = _BLANKS.sub(" ", _WRAPPED.sub("", "".join(self._text)))
            lines = (line.strip() for line in joined.split("\0"))
            self._cells[self._open[:2]] = clean("\n".join(lines))
        self._open, self._text = None, []


def _span(value: str | None) -> int:
    return min(1000, max(1, int(value))) if value and value.isdecimal() else 1
