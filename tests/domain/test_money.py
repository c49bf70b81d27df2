from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hengbiao.domain import money

fens = st.integers(-money.LIMIT, money.LIMIT)
units = st.sampled_from(sorted(money.UNITS))


@given(fens, units, st.booleans())
def test_what_is_shown_parses_to_the_same_amount(fen, unit, grouped):
    assert money.parse(money.show(fen, unit, grouped=grouped), unit) == fen


@given(fens, units)
def test_showing_loses_no_digit_and_has_at_least_two_decimals(fen, unit):
    shown = money.show(fen, unit)
    assert Decimal(shown) * money.UNITS[unit] == fen
    assert len(shown.partition(".")[2]) >= 2


@pytest.mark.parametrize(
    ("text", "unit", "fen"),
    [
        ("87.8万", "元", 87_800_000),
        ("1.2万", "元", 1_200_000),
        ("45.00", "万元", 45_000_000),
        ("45", "万元", 45_000_000),
        ("450,000.00", "元", 45_000_000),
        ("450，000.00", "元", 45_000_000),
        ("４５０　０００", "元", 45_000_000),
        ("￥3.5元", "万元", 350),
        ("0", "元", 0),
        ("-0.01", "元", -1),
        (".5", "元", 50),
        ("2000万", "元", 2_000_000_000),
        ("0.5亿", "元", 5_000_000_000),
        ("150.000001", "万元", 150_000_001),
        ("9,999,999,999,999.99", "元", money.LIMIT),
        ("  ", "元", None),
        ("", "万元", None),
    ],
)
def test_amounts_are_read_as_people_write_them(text, unit, fen):
    assert money.parse(text, unit) == fen


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("1.234", "元"),
        ("0.0000001", "万元"),
        ("10000000000000.00", "元"),
        ("1e5", "元"),
        ("4,5", "元"),
        ("四十五", "元"),
        ("45次", "万元"),
        ("4 5.0.0", "元"),
        ("=45", "元"),
        ("NaN", "元"),
        ("Infinity", "元"),
        ("9" * 4000, "元"),
    ],
)
def test_what_is_no_amount_is_refused(text, unit):
    with pytest.raises(money.MoneyError):
        money.parse(text, unit)


def test_printing_in_wan_shows_every_digit_of_the_fen():
    assert money.show(150_000_001, "万元") == "150.000001"
    assert money.show(45_000_000, "万元") == "45.00"
    assert money.show(52_240_000, "元", grouped=True) == "522,400.00"
    assert money.show(0) == "0.00"
    assert money.show(None) == ""
    assert money.yuan(-5) == "-0.05"
