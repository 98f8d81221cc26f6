"""Random numbers that are looked up: known answers, and that they look random."""

from __future__ import annotations

import numpy as np
import pytest

from stuurbord.engine.schedule_risk.looking_up import normals, uniforms
from stuurbord.engine.schedule_risk.random_numbers import identity_key, identity_keys, mixed_keys, philox

KNOWN = [
    # Counter, key and output of philox4x32-10 in the known-answer tests of Random123 (Salmon et al.).
    ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
]


@pytest.mark.parametrize(("counter", "key", "words"), KNOWN)
def test_philox_gives_the_published_answers(counter, key, words):
    """All three vectors of the authors."""
    numbers = [np.uint64(int(word, 16)) for word in f"{counter} {key}".split()]

    assert [int(word) for word in philox(*numbers)] == [int(word, 16) for word in words.split()]


def test_numbers_are_uniform():
    """Chi square over 256 classes of a million numbers, within what chance allows."""
    counts = np.bincount((uniforms(7, 11, 0, 1_000_000) * 256).astype(int), minlength=256)
    chi_square = float(((counts - 1e6 / 256) ** 2).sum() / (1e6 / 256))

    assert 255 - 4 * 22.6 < chi_square < 255 + 4 * 22.6


def test_normals_are_normal():
    """Moments, and the distribution function at some places, of two million numbers."""
    z = normals(1, 2, 0, 2_000_000).astype(np.float64)

    assert z.mean() == pytest.approx(0, abs=4 / 2e6**0.5)
    assert z.std() == pytest.approx(1, abs=4 / 4e6**0.5)
    assert (z**3).mean() == pytest.approx(0, abs=4 * (15 / 2e6) ** 0.5)
    assert (z**4).mean() == pytest.approx(3, abs=4 * (96 / 2e6) ** 0.5)
    for place, probability in [(-3, 0.0013499), (-1, 0.1586553), (0, 0.5), (2, 0.9772499)]:
        error = 4 * (probability * (1 - probability) / 2e6) ** 0.5
        assert (z < place).mean() == pytest.approx(probability, abs=error)


def test_normals_are_those_of_box_and_muller():
    """The fast arithmetic is right to a millionth."""
    from stuurbord.engine.schedule_risk.kernels import elementwise
    from stuurbord.engine.schedule_risk.kernels.rows import draw_words

    words = np.zeros((4, 20_000), np.uint32)
    draw_words(words, 3, np.uint64(5), np.uint64(6))
    u = (words[0] >> 9) * 2.0**-23 + 2.0**-24
    t = (words[1] >> 9) * 2.0**-22 - 1
    sign = np.where(words[1] & 1, -1, 1)

    assert elementwise.radius(words[0]) == pytest.approx(np.sqrt(-2 * np.log(u)), abs=1e-6)
    assert elementwise.sine(elementwise.turn(words[1])) == pytest.approx(np.sin(np.pi / 2 * t), abs=3e-7)
    assert elementwise.cosine(elementwise.turn(words[1]), words[1]) == pytest.approx(
        sign * np.cos(np.pi / 2 * t), abs=3e-7
    )


def test_iterations_are_distinct_and_independent():
    """No two of a million iterations are alike, and neighbours at any distance do not correlate."""
    z = normals(1, 2, 0, 1_000_000)
    centred = z.astype(np.float64)

    assert len(np.unique(z)) > 0.9 * len(z)  # float32 has no more to give: chance alone doubles some
    for lag in (1, 2, 31, 32, 33, 64, 96, 127, 128, 129, 1024):
        assert np.mean(centred[lag:] * centred[:-lag]) == pytest.approx(0, abs=4.5e-3)
        assert np.mean(centred[lag:] ** 2 * centred[:-lag] ** 2) == pytest.approx(1, abs=0.013)


def test_tasks_are_distinct_and_independent():
    """Neighbouring uids and seeds share nothing."""
    keys = identity_keys("task", np.arange(60)).tolist()
    rows = np.array([normals(1, key, 0, 20_000) for key in keys] + [normals(2, keys[0], 0, 20_000)])
    correlation = np.corrcoef(rows) - np.eye(len(rows))

    assert np.abs(correlation).max() < 5 / 20_000**0.5


def test_any_part_is_the_same_as_the_whole():
    """What is looked up depends on the number of the iteration alone."""
    whole = normals(3, 4, 0, 5000)

    for first, n in [(0, 1), (1, 1), (127, 2), (128, 128), (1000, 777), (4999, 1)]:
        assert np.array_equal(normals(3, 4, first, n), whole[first : first + n])


def test_identities_do_not_collide():
    """A million tasks under three purposes have a key each, also after mixing."""
    keys = np.concatenate([identity_keys(purpose, np.arange(1_000_000)) for purpose in ("task", "cost", "x")])

    assert len(np.unique(keys)) == len(np.unique(mixed_keys(2026, keys))) == 3_000_000
    assert identity_key("event", "R-1") != identity_key("event", "R-2") != identity_key("factor", "R-2")
