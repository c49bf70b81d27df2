import errno
import os

import pytest

from hengbiao.domain.refusal import Refusal, system_said


def test_a_refusal_is_a_sentence_with_its_place():
    assert str(Refusal("a.xlsx", "B3", "不是数字", "请改正")) == "a.xlsx，B3：不是数字。请改正。"
    assert str(Refusal("a.xlsx", "", "打不开", "请重试")) == "a.xlsx：打不开。请重试。"


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "磁盘空间不足"),
        (errno.EIO, "磁盘读写出错，可能已损坏或已拔出"),
        (errno.EACCES, "没有权限"),
        (errno.EROFS, "磁盘是只读的"),
    ],
)
def test_what_the_system_says_is_told_in_chinese(number, said):
    assert system_said(OSError(number, os.strerror(number))) == said


def test_what_is_not_known_is_told_as_it_is():
    assert system_said(OSError(errno.EXDEV, "Invalid cross-device link")) == "Invalid cross-device link"
    assert system_said(OSError("odd")) == "odd"
