"""What becomes, or would become, of each document in 收表, and what a person agrees to."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from hengbiao.domain.refusal import Refusal
from hengbiao.store.conflicts import Conflict


class Reported(NamedTuple):
    """A unit that a document holds forms of: its record, what it is called, the years of its forms in order."""

    unit: str
    code: str
    name: str
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one document: counts are of units, department forms and projects.

    `older` where ours is further; `newer` where it comes from a newer program; `incomplete` counts records that lack
    what their sender never sent; `others` are records of units that another office works on; `overtyped` are units and
    forms whose year was changed, as happens where last year's file is filled in anew. `left_out` are the records that
    were not taken because nobody agreed to them. `doubled` is the document before it that holds the same.
    """

    path: Path
    status: str
    added: int = 0
    changed: int = 0
    deleted: int = 0
    conflicts: int = 0
    refusal: Refusal | None = None
    older: bool = False
    newer: bool = False
    incomplete: int = 0
    others: tuple[str, ...] = ()
    overtyped: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    units: tuple[Reported, ...] = ()
    doubled: Path | None = None

    @property
    def asks(self) -> bool:
        """Whether a person has to agree to part of it."""
        return bool(self.others or self.overtyped)


class Tick(NamedTuple):
    """What a person agrees to: that a document comes in; with it changes to others' forms; with it changed years."""

    take: bool = True
    others: bool = False
    overtyped: bool = False


UNASKED: Final = Tick()
"""Where nobody was asked: what is the sender's own comes in, nothing else."""

Agree = Callable[[Received], Tick]
"""Asked, before it is merged, of a document that `asks`."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of all, and the conflicts that this made, each once."""

    sources: tuple[Received, ...]
    conflicts: tuple[Conflict, ...]


def unticked(told: Received) -> Refusal:
    """Why a document of which all was left out did not come in."""
    if told.overtyped:
        reason = "它把已有的表改成了另一个年度，像是在上年的文件上直接填写"
        next_step = "请对方用“套用上年”另起年度后重新上报，或把它作为另一年度导入；本文件中原年度的内容没有改动"
        return Refusal(told.path, "", reason, next_step)
    return Refusal(told.path, "", "它改动了别的预算单位的表，没有勾选确认", "请核实后勾选再收一次，本文件没有改动")
