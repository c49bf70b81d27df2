"""The rows and columns of a grid in whole pixels."""

from itertools import accumulate

from PySide6.QtWidgets import QHeaderView


def resize(header: QHeaderView, sizes: tuple[float, ...]) -> bool:
    """Bring sections to the pixels nearest to their exact edges; whether any changed."""
    edges = [round(edge) for edge in accumulate(sizes, initial=0.0)]
    changed = False
    for section in range(min(header.count(), len(sizes))):
        size = max(1, edges[section + 1] - edges[section])
        if header.sectionSize(section) != size:
            header.resizeSection(section, size)
            changed = True
    return changed
