"""Our dates and those of MPXJ's schedulers on the same files, in the same run, against what the files store.

Both read each file; both are scored on the same tasks: no summaries, active, automatic, not external.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from against.real_schedules import reading

from stuurbord.exchange import mpxj
from stuurbord.exchange.fidelity import Cause, Fidelity
from stuurbord.exchange.fidelity.tallies import MEASURES, Tallies, total
from stuurbord.exchange.mpxj import java
from stuurbord.exchange.mpxj.rival import Rival, rival

pytestmark = [
    pytest.mark.java,
    pytest.mark.skipif(
        not mpxj.is_installed() or java.library() is None, reason="the extra msproject or Java is missing"
    ),
]
RESEARCH_NETWORKS = ("33_", "34_")
"""Generated instances: exact, large and all alike, so they stay out of the headline."""


@dataclass(frozen=True)
class Compared:
    """One file, ours and the rival's."""

    file: str
    ours: Fidelity
    theirs: Rival


@pytest.fixture(scope="module")
def compared(shared_data) -> list[Compared]:
    """Return every real file but the research networks."""
    folder: Path = shared_data("schedules")
    made = []
    for path in sorted(folder.iterdir()):
        if path.suffix in (".mpp", ".xml", ".xer") and not path.name.startswith(RESEARCH_NETWORKS):
            ours = reading(path).fidelity
            assert ours is not None, path.name
            made.append(Compared(path.name, ours, rival(path.read_bytes(), ours)))
    return made


def _of_microsoft(compared: list[Compared]) -> list[Compared]:
    return [one for one in compared if not one.file.endswith(".xer")]


def _shares(several: list[Tallies]) -> dict[str, float]:
    tallied = total(several)
    return {measure: tallied[measure].equal / tallied[measure].compared for measure in MEASURES}


def test_ours_are_higher_on_every_measure(compared):
    """On the Microsoft Project files: start and finish, early, late, float."""
    of_microsoft = _of_microsoft(compared)
    ours = _shares([one.ours.scored for one in of_microsoft])
    theirs = _shares([one.theirs.tallies for one in of_microsoft])

    assert sum(one.ours.n_scored for one in of_microsoft) == 1918
    assert all(ours[measure] > theirs[measure] for measure in MEASURES), (ours, theirs)
    assert ours["start_finish"] >= 0.98
    assert min(ours["late"], ours["total_float"]) >= 0.95


def test_ours_are_not_lower_on_primavera_files(compared):
    """The rival is exact on them, and so are we."""
    of_primavera = [one for one in compared if one.file.endswith(".xer")]
    ours = _shares([one.ours.scored for one in of_primavera])
    theirs = _shares([one.theirs.tallies for one in of_primavera])

    assert ours["start_finish"] >= 0.98
    assert all(ours[measure] >= theirs[measure] for measure in MEASURES), (ours, theirs)


def test_the_rival_schedules_with_the_class_of_the_program(compared):
    """And refuses none of the files."""
    used = {one.theirs.scheduler for one in compared}

    assert used == {"MicrosoftScheduler", "PrimaveraScheduler"}
    assert [one.file for one in compared if one.theirs.problem] == []


def test_nearly_every_deviation_has_a_cause(compared):
    """Less than one task in a hundred has a deviation that no evidence explains."""
    n_unexplained = sum(one.ours.n_unexplained for one in compared)
    n_scored = sum(one.ours.n_scored for one in compared)
    causes = {cause for one in compared for cause in one.ours.causes}

    assert n_unexplained < n_scored / 100
    assert causes <= set(Cause)
