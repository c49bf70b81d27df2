"""The sample: an invented office with three balanced projects, as a document of one's own to practise on."""

from pathlib import Path

from hengbiao.domain.diff import tree_changes
from hengbiao.exchange import documents
from hengbiao.formats import interchange
from hengbiao.paths import resource

NAME = "示例（临溪县红十字会）.hengbiao"


def sample(folder: Path) -> Path:
    """The sample document in `folder`: as it was left there, else made afresh."""
    path = folder / NAME
    if not path.exists():
        found = interchange.read(resource("samples", "sample.json"))
        documents.make(path, "建立示例", lambda tree: tree_changes(tree, found), source="sample.json")
    return path
