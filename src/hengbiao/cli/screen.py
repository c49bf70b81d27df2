"""What the command line wants of a window: `app.py` brings one, so that commands run where there is none."""

from pathlib import Path
from typing import Protocol


class Screen(Protocol):
    """Opens windows, imported only when one is wanted."""

    @property
    def available(self) -> bool:
        """Whether a person would see a window opened here."""

    def open(self, path: Path | None) -> int:
        """Show the window, with the document at `path` if given, until it is closed; the exit status."""

    def picture(self, document: Path, target: Path, size: tuple[int, int], record: str, tab: str) -> None:
        """Show `document` at a record ("" for the first) and tab, and save the picture; works without a display."""

    def printed(self, document: Path, target: Path) -> int:
        """Print the booklet of `document` as a printer would, into a PDF; how many pages. Works without a printer."""
