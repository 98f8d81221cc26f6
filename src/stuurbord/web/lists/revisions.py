"""Keep every version of a line, and read an earlier one back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from stuurbord.web.lists.line_values import raw_values
from stuurbord.web.lists.models.line_revision import LineRevision
from stuurbord.web.lists.register import Register

_PART = 500
"""Lines asked of the database at once: SQLite takes no more parameters than so many."""


def keep(actor: Any, register: Register, changes: Sequence[tuple[Any, Any]]) -> None:
    """Keep the version that lines have now, and the one before where nobody kept it yet.

    Parameters
    ----------
    changes
        Each line as it was (None if it is new) and as it is.
    """
    before = [one for one, _line in changes if one is not None]
    kept = set(
        LineRevision.objects.filter(register=register.slug, line_id__in=[one.pk for one in before])
        .values_list("line_id", "version")
    )  # fmt: skip
    actor_id = getattr(actor, "pk", None)
    made = [_revision(register, one, None) for one in before if (one.pk, one.version) not in kept]
    made += [_revision(register, line, actor_id) for _before, line in changes]
    LineRevision.objects.bulk_create(made, batch_size=500)


def values_at(register: Register, line: Any, version: int) -> dict[str, Any] | None:
    """Return the raw values a line had at a version; None if that version was never kept."""
    if version == line.version:
        return raw_values(register, line)
    found = LineRevision.objects.filter(register=register.slug, line_id=line.pk, version=version).first()
    return found.values if found else None


def values_at_all(register: Register, asked: Iterable[tuple[Any, int]]) -> dict[int, dict[str, Any]]:
    """Return line number → the raw values it had at a version, for those of which that version was kept."""
    asked = list(asked)
    found = {line.pk: raw_values(register, line) for line, version in asked if line.version == version}
    earlier = {line.pk: version for line, version in asked if line.version != version}
    numbers = list(earlier)
    for start in range(0, len(numbers), _PART):
        kept = LineRevision.objects.filter(
            register=register.slug, line_id__in=numbers[start : start + _PART]
        ).filter(version__in=set(earlier.values()))
        rows = kept.values_list("line_id", "version", "values")
        found |= {line_id: values for line_id, version, values in rows if earlier[line_id] == version}
    return found


def _revision(register: Register, line: Any, actor_id: int | None) -> LineRevision:
    return LineRevision(
        register=register.slug,
        line_id=line.pk,
        version=line.version,
        values=raw_values(register, line),
        actor_id=actor_id,
    )
