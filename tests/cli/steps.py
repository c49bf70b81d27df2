"""What every test of the command line needs: a machine without a screen, files, edits."""

import json

from hengbiao.paths import resource

SAMPLE = resource("samples", "sample.json")


class NoScreen:
    """A machine without a display, that notes what pictures it was asked for."""

    available = False

    def __init__(self):
        self.asked = []

    def open(self, path):
        raise AssertionError("no window can be opened here")

    def picture(self, document, target, size, record, tab):
        self.asked.append((document, size, record, tab))
        target.write_bytes(b"\x89PNG")

    def printed(self, document, target):
        raise AssertionError("nothing is printed here")


class Told:
    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err

    @property
    def json(self):
        return json.loads(self.out)


def written(path, data):
    path.write_text(data if isinstance(data, str) else json.dumps(data), "utf-8")
    return path


def listed(folder):
    return sorted(path.name for path in folder.iterdir())


def edits(path, *made):
    return written(path / "edits.json", {"edits": list(made)})
