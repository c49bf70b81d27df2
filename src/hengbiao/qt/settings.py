"""What the window remembers of itself between runs; never anything of a document's content."""

import json
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QSettings

from hengbiao.paths import settings_folder

_RECENT: Final = "files/recent"
_MOST: Final = 10


class Settings:
    """A small ini file in the user's settings folder."""

    def __init__(self, file: Path | None = None) -> None:
        self._kept = QSettings(str(file or settings_folder() / "window.ini"), QSettings.Format.IniFormat)

    def get(self, key: str, otherwise: Any = None) -> Any:
        """The value kept under `key`."""
        return self._kept.value(key, otherwise)

    def flag(self, key: str, *, otherwise: bool = False) -> bool:
        """The yes or no kept under `key`."""
        return str(self.get(key, otherwise)).lower() == "true"

    def put(self, key: str, value: Any) -> None:
        """Keep `value` under `key`."""
        self._kept.setValue(key, value)

    def numbers(self, key: str) -> dict[str, float]:
        """The numbers by name kept under `key`; what is no such thing counts as nothing."""
        try:
            kept = json.loads(str(self.get(key, "{}")))
            return {str(name): float(number) for name, number in kept.items()}
        except (ValueError, TypeError, AttributeError):
            return {}

    def put_number(self, key: str, name: str, number: float) -> None:
        """Keep one more number by name under `key`."""
        self.put(key, json.dumps({**self.numbers(key), name: round(number, 2)}))

    def drop(self, group: str) -> None:
        """Forget everything under `group`."""
        self._kept.remove(group)

    def recent(self) -> list[str]:
        """The files opened last, newest first, that are still there."""
        return [file for file in self.opened_last() if Path(file).is_file()]

    def opened_last(self) -> list[str]:
        """The same with those that are gone or out of reach."""
        kept: Any = self._kept.value(_RECENT, [])
        return [kept] if isinstance(kept, str) else list(kept or [])

    def opened(self, path: Path) -> None:
        """Put `path` first among the recent files."""
        file = str(path.resolve())
        self._kept.setValue(_RECENT, [file, *(one for one in self.opened_last() if one != file)][:_MOST])

    def forget(self, file: str) -> None:
        """Leave `file` out of the recent files."""
        self._kept.setValue(_RECENT, [one for one in self.opened_last() if one != file])

    def sync(self) -> None:
        """Write it out."""
        self._kept.sync()
