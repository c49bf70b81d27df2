"""Asking for files and folders without stopping anything else."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

TABLES: Final = ("Excel 工作簿 (*.xlsx)", "PDF 文件 (*.pdf)")
"""What tables are written as."""


def home_folder() -> Path:
    """Where people keep documents: the folder of the system for them where there is one, else their own."""
    found = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(found) if found and Path(found).is_dir() else Path.home()


def ask_target(
    parent: QWidget, title: str, suggestion: Path, kinds: Sequence[str], use: Callable[[str], object]
) -> QFileDialog:
    """Ask where to write a file of one of `kinds` (“name (*.suffix)”), then `use` it; the open dialog."""
    dialog = QFileDialog(parent, title, str(suggestion.parent))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setNameFilters(list(kinds))
    dialog.setDefaultSuffix(_suffix(kinds[0]))
    dialog.filterSelected.connect(lambda kind: dialog.setDefaultSuffix(_suffix(kind)))
    dialog.selectFile(suggestion.name)
    dialog.fileSelected.connect(use)
    dialog.open()
    return dialog


def ask_sources(
    parent: QWidget, title: str, folder: Path, kinds: Sequence[str], use: Callable[[list[str]], object]
) -> QFileDialog:
    """Ask for files of one of `kinds`, then `use` them; the open dialog."""
    dialog = QFileDialog(parent, title, str(folder))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilters(list(kinds))
    dialog.filesSelected.connect(use)
    dialog.open()
    return dialog


def ask_source(
    parent: QWidget, title: str, folder: Path, kinds: Sequence[str], use: Callable[[str], object]
) -> QFileDialog:
    """Ask for one file of one of `kinds`, then `use` it; the open dialog."""
    dialog = ask_sources(parent, title, folder, kinds, lambda files: use(files[0]))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return dialog


def ask_folder(parent: QWidget, title: str, folder: Path, use: Callable[[str], object]) -> QFileDialog:
    """Ask for a folder, then `use` it; the open dialog."""
    dialog = QFileDialog(parent, title, str(folder))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(use)
    dialog.open()
    return dialog


def _suffix(kind: str) -> str:
    return kind.rpartition(".")[2].rstrip(")")
