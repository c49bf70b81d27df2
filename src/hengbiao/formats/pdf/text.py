"""The text of a PDF as other programs extract it."""

from collections.abc import Iterator
from pathlib import Path

import pypdfium2

from hengbiao.domain.refusal import Refusal


def read_texts(path: Path) -> Iterator[str]:
    """The text of each page, one page in memory at a time; Refusal where the file is no PDF."""
    try:
        with pypdfium2.PdfDocument(path) as document:
            for page in document:
                yield page.get_textpage().get_text_range()
                page.close()
    except pypdfium2.PdfiumError as error:
        raise Refusal(path, "", "这不是能读取的 PDF 文件", "请换一个 PDF 文件") from error
