"""Label texts that name facts, such as `{n}.{name}绩效目标表`."""

import re
from collections.abc import Callable
from typing import Final

_MARK: Final = re.compile(r"\{([^{}]*)\}")


def marks(text: str) -> list[str]:
    """The names in braces, in order."""
    return _MARK.findall(text)


def filled_in(text: str, value: Callable[[str], str]) -> str:
    """`text` with each name replaced by its value, without blanks at the ends."""
    return _MARK.sub(lambda found: value(found[1]), text).strip()


def pattern(text: str) -> re.Pattern[str]:
    """What matches every text that the template can give; blanks do not count."""
    parts = _MARK.split("".join(text.split()))
    return re.compile(".*?".join(re.escape(part) for part in parts[::2]), re.DOTALL)
