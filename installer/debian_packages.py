"""Installs the Debian packages Qt needs and this machine lacks, or names them; standard library only."""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

LIST = Path(__file__).with_name("debian-packages.txt")


def wanted() -> list[tuple[str, str]]:
    """The pairs (library, package) of debian-packages.txt."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    pairs = [line.split() for line in lines if line and not line.startswith("#")]
    return [(library, package) for library, package in pairs]


def loads(library: str) -> bool:
    """Whether the dynamic loader finds the library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing() -> list[str]:
    """The packages this machine lacks, python3-venv among them."""
    packages = [package for library, package in wanted() if not loads(library)]
    return packages if importlib.util.find_spec("ensurepip") else [*packages, "python3-venv"]


def install(packages: list[str]) -> None:
    """Install by apt-get without questions; CalledProcessError when apt-get fails."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "-qq", "update"], check=True, env=environment)
    subprocess.run(
        ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0", "install", "-y", "--no-install-recommends", *packages],
        check=True,
        env=environment,
    )


def main() -> int:
    """0 when nothing is missing any more, else 1 and one sentence on stderr with the line to type."""
    packages = missing()
    if packages and os.geteuid() == 0 and shutil.which("apt-get"):
        install(packages)
        packages = missing()
    if packages:
        line = f"apt-get install --no-install-recommends {' '.join(packages)}"
        print(f"System libraries are missing. As root: {line}", file=sys.stderr)
    return 1 if packages else 0


if __name__ == "__main__":
    sys.exit(main())
