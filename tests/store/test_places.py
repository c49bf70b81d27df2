"""Sticks and shares are told from disks that stay."""

import sys

import pytest

from hengbiao.store import places

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows says it itself")

MOUNTS = r"""27 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 27 0:25 / /dev/shm rw - tmpfs tmpfs rw
31 27 8:17 / /run/media/wang/KINGSTON\040盘 rw,nosuid shared:5 - vfat /dev/sdb1 rw
32 27 0:40 / /srv/share rw shared:6 - cifs //server/公共 rw
33 27 0:41 / /srv/share/inner rw - ext4 /dev/vdb rw
34 27 0:42 / /home/wang/nas rw - nfs4 nas:/x rw
35 27 0:43 / /mnt/usb rw - ext4 /dev/sdc1 rw
broken
"""


@pytest.fixture(autouse=True)
def mounts(monkeypatch):
    read = places.Path.read_text
    monkeypatch.setattr(
        places.Path, "read_text", lambda self, *given: MOUNTS if self.name == "mountinfo" else read(self, *given)
    )
    monkeypatch.setattr(places, "_is_plugged", lambda device: device == "/dev/sdc1")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/wang/a.hengbiao", ""),
        ("/dev/shm/a.hengbiao", ""),
        ("/run/media/wang/KINGSTON 盘/表/a.hengbiao", "removable"),
        ("/run/media/wang/别的/a.hengbiao", ""),
        ("/srv/share/a.hengbiao", "network"),
        ("/srv/share/inner/a.hengbiao", ""),
        ("/srv/shared/a.hengbiao", ""),
        ("/home/wang/nas/a.hengbiao", "network"),
        ("/mnt/usb/a.hengbiao", "removable"),
    ],
)
def test_the_innermost_mount_decides(path, kind):
    assert places.kind(places.Path(path)) == kind


def test_a_system_that_says_nothing_has_disks_that_stay(monkeypatch):
    def fail(*_):
        raise OSError(2, "no such file")

    monkeypatch.setattr(places.Path, "read_text", fail)
    assert places.kind(places.Path("/run/media/wang/KINGSTON 盘/a.hengbiao")) == ""
