"""填写说明 of what is no field: the panes and pages of the window."""

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from hengbiao.paths import resource
from hengbiao.qt.field_help import FieldHelp


def about_pane(name: str) -> FieldHelp:
    """The help on a pane or page; KeyError for one that has none."""
    return FieldHelp(**_places()["pane"][name])


@cache
def _places() -> Mapping[str, Any]:
    return tomllib.loads(resource("help", "places.toml").read_text("utf-8"))
