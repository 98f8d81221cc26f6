"""Reference classes are read strictly, rise, and are fat where the world is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from stuurbord.rulebooks.reference_classes import reference_classes
from stuurbord.rulebooks.reference_classes.read import read_class

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTATION = ROOT / "docs" / "methods" / "reference-classes.md"
MINIMAL = """valid_from = 2026-11-26
nl = "x"
en = "x"
fr = "x"
level = "task"
verified = true
source = "s"
licence = "l"
caveats = []

[duration]
n = 3
unit = "u"
probability = [0.1, 0.5, 0.9]
multiple = [0.8, 1.0, 1.6]
"""


def test_a_class_has_quantiles_under_its_code():
    """The code names the class and the quantity, as findings and files do."""
    read = read_class(MINIMAL, "klein.toml")

    assert read.duration is not None
    assert (read.duration.code, read.duration.multiple) == ("klein:duration", (0.8, 1.0, 1.6))
    assert (read.cost, read.n_duration, read.shared_variance) == (None, 3, 0.0)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('level = "task"', 'level = "task"\nkleur = "rood"', "klein.toml, line 6: unknown key 'kleur'"),
        ("n = 3", "n = 3\naantal = 3", "klein.toml, line 13: unknown key 'aantal'"),
        ('source = "s"\n', "", "klein.toml: missing source"),
        ("[0.8, 1.0, 1.6]", "[0.8, 1.2, 1.0]", "klein.toml, line 15: the quantiles of duration do not rise"),
        ("[0.8, 1.0, 1.6]", "[0.8, 1.0]", "klein.toml, line 15: the quantiles of duration do not rise"),
        ("[0.1, 0.5, 0.9]", "[0.1, 0.5, 1.0]", "klein.toml, line 15: the quantiles of duration do not rise"),
        ('level = "task"', 'level = "country"', "klein.toml: level is one of"),
        ("verified = true\n", "", "klein.toml: missing verified"),
        ("verified = true", 'verified = "ja"', "klein.toml, line 6: verified is true or false"),
    ],
)
def test_a_class_is_read_strictly(old, new, told):
    """A slip of the pen is an error with its place, never a silent default."""
    assert old in MINIMAL

    with pytest.raises(ValueError, match=told.replace("(", r"\(")):
        read_class(MINIMAL.replace(old, new, 1), "klein.toml")


def test_classes_for_ict_have_a_fat_right_tail():
    """The way from P50 to P95 is longer than that from P5 to P50: a triangle would not say so."""
    for code in ("ict-projects", "ict-tasks", "bank-software"):
        read = reference_classes()[code]
        for quantiles in filter(None, (read.duration, read.cost)):
            low, middle, high = np.interp((0.05, 0.5, 0.95), quantiles.probability, quantiles.multiple)

            assert high - middle > 1.5 * (middle - low), quantiles.code


def test_classes_of_projects_do_not_cancel_out_over_tasks():
    """What was measured on projects is shared by all tasks of one."""
    shares = {one.level: one.shared_variance for one in reference_classes().values()}

    assert shares["project"] == 1.0
    assert 0 < shares["task"] < 0.2


def test_every_class_is_documented_with_its_size():
    """Nobody has to believe a figure without its origin."""
    text = DOCUMENTATION.read_text(encoding="utf-8")
    for code, read in reference_classes().items():
        assert f"## `{code}`" in text
        for n in filter(None, (read.n_duration, read.n_cost)):
            assert f"{n:,}" in text.split(f"## `{code}`")[1].split("\n## ")[0], (code, n)


def test_the_documentation_tells_which_classes_are_not_verified():
    """Whoever reads where figures come from also reads what nobody held against the source."""
    text = DOCUMENTATION.read_text(encoding="utf-8")
    for code, read in reference_classes().items():
        section = text.split(f"## `{code}`")[1].split("\n## ")[0]
        assert section.count("**Not verified") == (not read.is_verified), code


def test_figures_recompute_from_their_data(shared_data, monkeypatch):
    """Whoever has the public data finds every quantile that stands in the rule book."""
    names = ("sip-tasks", "nyc-capital-projects", "ebspm-492", "dslib")
    folder = next(iter([shared_data(name) for name in names])).parent
    monkeypatch.syspath_prepend(str(ROOT))
    from benchmarks.reference_classes import MEASURED, ict_projects

    found = {code: measure(folder) for code, measure in MEASURED.items()}
    for code, quantities in found.items():
        for name in ("duration", "cost"):
            quantiles, recomputed = getattr(reference_classes()[code], name), quantities.get(name)
            assert (quantiles is None) == (recomputed is None), (code, name)
            if recomputed is not None:
                assert quantiles.probability == recomputed["probability"]
                assert quantiles.multiple == pytest.approx(list(recomputed["multiple"]), abs=0.0051)
                assert getattr(reference_classes()[code], f"n_{name}") == recomputed["n"]
    for name, multiples in ict_projects().items():
        assert getattr(reference_classes()["ict-projects"], name).multiple == pytest.approx(
            list(multiples), abs=0.0051
        )
