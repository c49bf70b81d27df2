"""Run in the bundle before the program: programs it starts (WPS, a browser) must not load the bundle's libraries."""

import os

if "LD_LIBRARY_PATH_ORIG" in os.environ:
    os.environ["LD_LIBRARY_PATH"] = os.environ.pop("LD_LIBRARY_PATH_ORIG")
else:
    os.environ.pop("LD_LIBRARY_PATH", None)

# Ourselves started again would trust that path to be set by us: it shall find the libraries anew.
os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"
