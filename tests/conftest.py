"""Every test runs without a screen and away from the settings of whoever runs it."""

import os
import tempfile

from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
    os.environ[name] = tempfile.mkdtemp(prefix="hengbiao-tests-")

# A busy machine is no fault of the code: speed is measured in tests/bench.
settings.register_profile("hengbiao", deadline=None)
settings.load_profile("hengbiao")
