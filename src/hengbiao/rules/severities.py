"""The classes of findings, apart from all that finds: the window names them before it checks anything."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

Severity = Literal["error", "warning", "info", "off"]

SEVERITIES: Final[Mapping[Severity, str]] = MappingProxyType(
    {"error": "错误（须改）", "warning": "需核实（可说明）", "info": "提示"},
)
"""What people see for each class, worst first."""
