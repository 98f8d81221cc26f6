"""Every code that people meet is explained, and nothing else."""

from __future__ import annotations

from docs.pages import MANUAL, first_cells
from docs.source_codes import error_codes, finding_codes

PAGE = MANUAL / "foutcodes.md"
SEVERITIES = {"**fout**", "**let op**", "**informatie**"}


def test_every_code_of_a_finding_or_error_is_explained() -> None:
    """A code without a line leaves a reader alone with a word."""
    told = finding_codes() | error_codes()

    assert told - set(first_cells(PAGE)) == set()


def test_no_code_is_explained_that_nothing_tells() -> None:
    """A line that outlives its code misleads."""
    told = finding_codes() | error_codes()

    assert set(first_cells(PAGE)) - told == set()


def test_each_code_is_explained_once() -> None:
    """Two lines for one code would contradict each other some day."""
    explained = first_cells(PAGE)

    assert len(explained) == len(set(explained))


def test_the_collector_finds_codes_in_all_their_forms() -> None:
    """Literal, assigned beforehand, from a table, through a helper and by a cell: one known code of each."""
    forms = {"empty_file", "unknown_task", "java_missing", "duplicate_uid", "not_a_date", "external_task"}

    assert forms <= finding_codes()
