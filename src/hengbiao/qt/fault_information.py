"""故障信息（不含数据）: what a maintainer wants to know of program, machine and document, without a word of content."""

from __future__ import annotations

import locale
import os
import platform
import sys
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from hengbiao.qt import errors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hengbiao.qt.main_window import MainWindow
    from hengbiao.qt.session import Session


def gathered(window: MainWindow) -> str:
    """The whole text: counts and versions only; no name of a unit, project, person or file."""
    parts = (_program(), _machine(), _window(window), _document(window.session), _faults())
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _program() -> Iterator[str]:
    import PySide6

    yield f"衡表 {errors.version()}　{datetime.now().astimezone():%Y-%m-%d %H:%M:%S %z}"
    yield f"Python {platform.python_version()}，PySide6 {PySide6.__version__}，{'打包' if _frozen() else '源码'}运行"


def _machine() -> Iterator[str]:
    yield f"系统：{platform.system()} {platform.release()} {platform.machine()}，{os.cpu_count()} 核"
    yield f"语言：{locale.getlocale()[0]}，显示平台：{QGuiApplication.platformName()}"
    for screen in QGuiApplication.screens():
        size = screen.size()
        yield (
            f"屏幕：{size.width()}×{size.height()}，缩放 {screen.devicePixelRatio():g}，"
            f"{screen.logicalDotsPerInch():g} dpi"
        )


def _window(window: MainWindow) -> Iterator[str]:
    font = QApplication.font()
    yield f"窗口：{window.width()}×{window.height()}，字体 {font.family()} {font.pointSizeF():g} 磅"
    yield f"高对比度：{window.actions_['highContrast'].isChecked()}，显示比例：{window.editor.zoom:.0%}"
    yield f"视图：{window.editor.tab}，表样：{window.editor.layout_id}，金额单位：{window.editor.money_unit}"


def _document(session: Session | None) -> Iterator[str]:
    if session is None:
        yield "没有打开文件"
        return
    tree, store = session.tree, session.store
    kinds = [item.kind for item in tree.headings.values()]
    yield f"文件：{session.path.stat().st_size} 字节，{store.edits} 条修改记录，只读：{store.read_only}"
    counted = "，".join(f"{kind} {kinds.count(kind)}" for kind in ("unit", "department", "project"))
    rows = sum(len(getattr(tree.records[key], "indicators", ())) for key in tree.headings)
    yield f"内容：{counted}，指标 {rows}，未决冲突 {store.open_conflicts}"


def _faults() -> Iterator[str]:
    reports = errors.late_reports()
    yield f"本次运行的差错：{len(reports)}"
    yield from reports


def _frozen() -> bool:
    return bool(getattr(sys, "frozen", False))
