"""The close button of windows that act at once: never what Enter means."""

from PySide6.QtWidgets import QDialogButtonBox, QPushButton


def name_close(buttons: QDialogButtonBox, text: str) -> QPushButton:
    """Name the close button, and keep Enter away from it."""
    close = buttons.button(QDialogButtonBox.StandardButton.Close)
    close.setText(text)
    close.setAutoDefault(False)
    close.setDefault(False)
    return close
