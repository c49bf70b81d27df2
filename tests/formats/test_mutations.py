"""Published files with bytes changed, cut and doubled: each is read or refused in one sentence, at once."""

import random
import time

import pytest

from hengbiao.domain.refusal import Refusal
from hengbiao.formats import interchange

SPICE = [b'"', b"{", b"}", b"[", b"]", b",", b":", b"\\", b"-1", b"NaN", b"1e999", b"\x00", b"\xff"]
SPICE += [b"\\u0000", b"\\ud800"]


def mutated(raw, chance):
    made = bytearray(raw)
    for _ in range(chance.randint(1, 4)):
        at, far = sorted(chance.randrange(len(made) + 1) for _ in range(2))
        match chance.randrange(5):
            case 0 if at < len(made):
                made[at] ^= 1 << chance.randrange(8)
            case 1:
                made[at:at] = chance.choice(SPICE)
            case 2:
                del made[at : min(far, at + 40)]
            case 3:
                made[at:at] = made[at : min(far, at + 200)]
            case _:
                made[at : at + 1] = chance.choice(SPICE)
    return bytes(made)


def told(path):
    """What the refusal of a file says; None where it is read."""
    try:
        interchange.dump(interchange.read(path))
    except Refusal as refusal:
        return refusal
    return None


def outcomes(folder, path, count, seed):
    chance = random.Random(seed)
    sources = [file.read_bytes() for file in sorted(folder.glob("*.json"))]
    refused = 0
    for _ in range(count):
        path.write_bytes(mutated(chance.choice(sources), chance))
        start = time.perf_counter()
        refusal = told(path)
        assert time.perf_counter() - start < 5
        assert refusal is None or (refusal.place.startswith("$") and "\n" not in str(refusal))
        refused += refusal is not None
    return count - refused, refused


def test_mutated_files_are_read_or_refused(shared, tmp_path):
    read, refused = outcomes(shared / "domain" / "data", tmp_path / "x.json", 300, seed=1)
    assert read > 3
    assert refused > 200


@pytest.mark.torture
def test_many_mutated_files_are_read_or_refused(shared, tmp_path):
    read, refused = outcomes(shared / "domain" / "data", tmp_path / "x.json", 5000, seed=2)
    assert read + refused == 5000
