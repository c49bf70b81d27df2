"""Long work watched from outside: how far it is, and a place where it can be stopped."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar, overload

Report = Callable[[int, int], None]
"""(done, total): told as work goes on; what it raises stops the work, and no file is left half written."""

Thing = TypeVar("Thing")


def unwatched(_done: int, _total: int) -> None:
    """Nobody watches."""


def told(things: Iterable[Thing], total: int, report: Report, start: int = 0) -> Iterator[Thing]:
    """The things, each told before it is given, counted from `start` of `total`."""
    for done, thing in enumerate(things, start):
        report(done, total)
        yield thing


def second_half(report: Report) -> Report:
    """What tells the steps of the writer as the second half of all, the first having made what is written."""
    return lambda done, total: report(total + done, 2 * total)


class Watched(Sequence[Thing]):
    """Things that tell when they are taken one after another, as by what writes them to a file.

    They tell the second half of `total` steps, the first having made them; going through them again tells no step back.
    """

    def __init__(self, things: Sequence[Thing], report: Report) -> None:
        self._things, self._report = things, report
        self._furthest = 0

    def __len__(self) -> int:
        """How many."""
        return len(self._things)

    @overload
    def __getitem__(self, at: int) -> Thing: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Thing]: ...
    def __getitem__(self, at: int | slice) -> Thing | Sequence[Thing]:
        """One of them, or several, untold."""
        return self._things[at]

    def __iter__(self) -> Iterator[Thing]:
        """Each of them, told."""
        for done, thing in enumerate(self._things):
            self._furthest = max(self._furthest, done)
            self._report(len(self) + self._furthest, 2 * len(self))
            yield thing
