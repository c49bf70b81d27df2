"""Documents of every released version, kept for ever, open and say what they said."""

import json
import shutil
from pathlib import Path

import pytest
from tests.store.documents import everything, put
from tests.store.make_fixture import said

from hengbiao.domain.document import Document
from hengbiao.store.store import Store, rebuild, verify

KEPT = sorted((Path(__file__).parents[1] / "data" / "documents").glob("*.hengbiao"))


def test_the_present_version_is_among_them():
    assert [file.stem for file in KEPT] == ["1.0"]


@pytest.fixture(params=KEPT, ids=lambda file: file.stem)
def kept(request, tmp_path):
    return Path(shutil.copy(request.param, tmp_path)), json.loads(request.param.with_suffix(".json").read_text("utf-8"))


def test_a_document_of_a_released_version_says_what_it_said(kept):
    path, expected = kept
    assert verify(path) == []
    with Store.open(path) as store:
        assert said(store.load()) == expected
        assert not store.notice


def test_its_cache_comes_out_the_same_from_its_log(kept):
    path, _ = kept
    before = everything(path)["record"]
    rebuild(path)
    assert everything(path)["record"] == before


def test_it_can_be_edited(kept):
    path, _ = kept
    with Store.open(path) as store:
        document = Document(store.load(), store.append)
        document.commit("改", [put(document, "p1", ("goal",), "今年")])
    with Store.open(path) as store:
        assert store.load().project("p1").goal == "今年"
    assert verify(path) == []
