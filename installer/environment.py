"""Run in the bundle before the program: sets right what the bundle changes for it and for programs it starts."""

import os
import sys

# Programs we start (WPS, a browser) must not load our libraries.
if "LD_LIBRARY_PATH_ORIG" in os.environ:
    os.environ["LD_LIBRARY_PATH"] = os.environ.pop("LD_LIBRARY_PATH_ORIG")
else:
    os.environ.pop("LD_LIBRARY_PATH", None)

# Ourselves started again would trust that path to be set by us: we shall find our libraries anew.
os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"

# Where a system has no fonts set up, fontconfig complains on every start.
if sys.platform == "linux" and not os.path.exists("/etc/fonts/fonts.conf"):  # noqa: PTH110 - pathlib costs start-up
    os.environ.setdefault("FONTCONFIG_FILE", os.path.join(os.path.dirname(sys.executable), "desktop", "fonts.conf"))  # noqa: PTH118, PTH120
