"""`python -m hengbiao`, the same as the console script."""

import sys

from hengbiao.app import main

if __name__ == "__main__":
    sys.exit(main())
