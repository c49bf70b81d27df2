"""The text of a PDF as other programs extract it."""

from pathlib import Path

import pypdfium2

from hengbiao.domain.refusal import Refusal


def page_texts(path: Path) -> list[str]:
    """The text of each page; Refusal where the file is no PDF."""
    try:
        with pypdfium2.PdfDocument(path) as document:
            return [page.get_textpage().get_text_range() for page in document]
    except pypdfium2.PdfiumError as error:
        raise Refusal(path, "", "这不是能读取的 PDF 文件", "请换一个 PDF 文件") from error
