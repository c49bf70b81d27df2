"""Foreign PDFs read by a process of their own: its crash, its hunger and its sleep are refusals."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from hengbiao.domain.refusal import Refusal
from hengbiao.forms.grid import Cell, Grid, Slot, Style

OPTION: Final = "--pdf-worker"
"""Starts the worker in a bundle, where there is no other Python."""

SECONDS: Final = 90.0
MEMORY: Final = 1 << 30
_RETRY: Final = "请换一个由衡表导出的 PDF 文件，或导入对应的 Excel 文件"
_PLAIN: Final = Style(border=False)


def read_apart(path: Path) -> list[Grid]:
    """What `read` gives, read by another process; Refusal where the file is bad, too long, or takes too long."""
    if not path.is_file():
        raise Refusal(path, "", "打不开文件", "请确认文件存在、没有被其他程序占用")
    try:
        done = subprocess.run(  # noqa: S603 - this very program
            [*_command(), str(path)],
            check=False,
            capture_output=True,
            timeout=SECONDS,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        answer = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise Refusal(path, "", f"读了 {SECONDS:.0f} 秒还没有读完", _RETRY) from error
    except ValueError as error:
        raise Refusal(path, "", "读取这个 PDF 时出错，文件可能已损坏", _RETRY) from error
    if "refused" in answer:
        raise Refusal(path, *map(str, answer["refused"]))
    return [_grid(cells) for cells in answer["forms"]]


def main(path: str) -> int:
    """Read `path` and print the answer as JSON: {"refused": […]}, or {"forms": [[cell, …], …]}."""
    _limit()
    sys.stdout.write(json.dumps(_answer(path)))
    return 0


def _answer(path: str) -> dict[str, Any]:
    from hengbiao.formats.pdf.read import read

    try:
        return {"forms": [[_spelled(cell) for cell in grid.cells] for grid in read(path)]}
    except Refusal as refusal:
        return {"refused": [refusal.place, refusal.reason, refusal.next_step]}
    except (MemoryError, RecursionError):
        return {"refused": ["", "内容过大或嵌套过深", _RETRY]}
    except Exception as error:  # noqa: BLE001 - whatever a foreign PDF does, it is the PDF that is wrong
        return {"refused": ["", f"内容无法识别（{type(error).__name__}）", _RETRY]}


def _spelled(cell: Cell) -> list[Any]:
    return [*cell.rect, cell.value, list(cell.slot) if cell.slot else None]


def _grid(cells: list[list[Any]]) -> Grid:
    made = tuple(
        Cell(row, col, rows, cols, value, _PLAIN, Slot(*slot) if slot else None)
        for row, col, rows, cols, value, slot in cells
    )
    width, height = max((c.col + c.cols for c in made), default=0), max((c.row + c.rows for c in made), default=0)
    return Grid("", (0.0,) * width, (0.0,) * height, made, (0, 0), {}, kind="")


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, OPTION]
    return [sys.executable, "-m", "hengbiao.formats.pdf.worker"]


def _limit() -> None:
    """Bound memory and time where the system can; elsewhere the clock of the one who asks must do."""
    if sys.platform == "win32":
        return
    import resource

    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, int(SECONDS)), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(what, (most, resource.getrlimit(what)[1]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[-1]))
