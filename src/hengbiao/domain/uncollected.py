"""Work without garbage collection: it takes up to a third of the time of making many values and finds nothing."""

import contextlib
import gc
from collections.abc import Iterator
from typing import Final

_MANY: Final = 50_000


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """Put garbage collection off while the block runs; grids, trees and texts have no cycles.

    Where the block made many, they are left out of later collections too: walking through them is a pause as well.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if gc.get_count()[0] > _MANY:
                gc.freeze()
            gc.enable()
