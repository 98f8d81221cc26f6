"""The dates a plan file stores beside the recomputed ones: kept with the import, shown on its page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stuurbord.exchange.fidelity import SENTENCES, Cause, Fidelity
from stuurbord.exchange.fidelity.columns import FLOATS
from stuurbord.exchange.fidelity.kinds import LABELS as KINDS
from stuurbord.exchange.fidelity.record import written
from stuurbord.exchange.fidelity.tallies import MEASURES, rounded_share, tallies_record
from stuurbord.exchange.plan_file import PlanReading
from stuurbord.language import NBSP
from stuurbord.web.imports.plan_arrivals import PlanArrival
from stuurbord.web.reader import reader

MOST_KEPT: Final = 500
"""So many deviating tasks of a plan are kept; the command ``stuurbord plan check`` tells them all."""
SHOWN: Final = 25
_MEASURES: Final = {
    "start_finish": gettext_lazy("Start and finish"),
    "early": gettext_lazy("Early dates"),
    "late": gettext_lazy("Late dates"),
    "total_float": gettext_lazy("Float"),
}
_FIELDS: Final = {
    "start": gettext_lazy("Start"),
    "finish": gettext_lazy("Finish"),
    "early_start": gettext_lazy("Early start"),
    "early_finish": gettext_lazy("Early finish"),
    "late_start": gettext_lazy("Late start"),
    "late_finish": gettext_lazy("Late finish"),
    "total_float": gettext_lazy("Total float"),
    "start_float": gettext_lazy("Start float"),
}


def kept_checks(plans: Sequence[PlanReading], arrivals: Iterable[PlanArrival]) -> list[dict[str, Any]]:
    """Return what is kept of each plan that stores dates; arrivals stand in the order of the plans."""
    pairs = zip(plans, arrivals, strict=False)  # plans of sheets come behind, and store no dates
    return [
        {"project": arrival.project_code, **_kept(reading.fidelity, reading.producer)}
        for reading, arrival in pairs
        if reading.fidelity is not None
    ]


def _kept(of: Fidelity, producer: str) -> dict[str, Any]:
    by_task = [list(its) for _idx, its in groupby(of.deviations, key=lambda one: one.task_idx)]
    tasks = of.plan.tasks
    return {
        "producer": _storable(producer),
        "scored": {"tasks": of.n_scored, **tallies_record(of.scored)},
        "kinds": {kind: tallies_record(one) for kind, one in of.kinds.items()},
        "unexplained": of.n_unexplained,
        "seconds_per_day": of.plan.seconds_per_day,
        "n_deviating": len(by_task),
        "rows": [
            {
                "wbs": _storable(tasks.wbs[its[0].task_idx]),
                "name": _storable(tasks.name[its[0].task_idx]),
                "field": its[0].field,
                "stored": written(its[0].field, its[0].stored),
                "computed": written(its[0].field, its[0].computed),
                "cause": its[0].cause.value,
                "n_more": len(its) - 1,
            }
            for its in by_task[:MOST_KEPT]
        ],
    }


def _storable(text: str) -> str:
    """Return a text as a database can hold it: PostgreSQL refuses the null character."""
    return text.replace("\0", "␀")[:200]


@dataclass(frozen=True, slots=True)
class ShareLine:
    """A measure, or a kind of task, with how many are equal."""

    label: str
    compared: int
    equal: int
    share: str


@dataclass(frozen=True, slots=True)
class DeviationLine:
    """A task with the first of its dates that is not the recomputed one."""

    wbs: str
    name: str
    field: str
    stored: str
    computed: str
    cause: str
    is_unexplained: bool
    n_more: int


@dataclass(frozen=True, slots=True)
class DateCheck:
    """What the page shows of one plan."""

    project: str
    producer: str
    conclusion: str
    measures: list[ShareLine]
    kinds: list[ShareLine]
    lines: list[DeviationLine]
    n_deviating: int
    n_kept: int

    @property
    def is_cut(self) -> bool:
        """Whether there are lines that are kept and not shown."""
        return self.n_kept > len(self.lines)


def shown_checks(kept: Iterable[dict[str, Any]], *, whole: bool = False) -> list[DateCheck]:
    """Return the comparison of each plan; of the deviating tasks the first `SHOWN`, or all that are kept."""
    return [_shown(one, whole) for one in kept]


def _shown(kept: dict[str, Any], whole: bool) -> DateCheck:
    rows = kept["rows"] if whole else kept["rows"][:SHOWN]
    measures = [
        _share_line(str(_MEASURES[name]), kept["scored"], name)
        for name in MEASURES
        if kept["scored"][_compared(name)]
    ]
    kinds = [
        _share_line(_(KINDS[kind]), record, "start_finish")
        for kind, record in kept["kinds"].items()
        if record["compared"]
    ]
    lines = [_line(row, kept["seconds_per_day"]) for row in rows]
    return DateCheck(
        kept["project"],
        kept["producer"],
        _conclusion(kept),
        measures,
        kinds,
        lines,
        kept["n_deviating"],
        len(kept["rows"]),
    )


def _conclusion(kept: dict[str, Any]) -> str:
    scored = kept["scored"]
    n, equal = scored["compared"], scored["start_finish_equal"]
    if not n:
        return _("The file stores dates only of tasks that were dated by hand.")
    if n == equal:
        text = ngettext(
            "The task that the scheduler dates starts and ends to the minute as in the file.",
            "All {count} tasks that the scheduler dates start and end to the minute as in the file.",
            n,
        )
    else:
        text = ngettext(
            "Recomputed, {equal} of {n} task starts and ends to the minute as the file says.",
            "Recomputed, {equal} of {n} tasks start and end to the minute as the file says.",
            n,
        )
    sentences = [text.format(equal=reader().number(equal), n=reader().number(n), count=reader().number(n))]
    if unexplained := kept["unexplained"]:
        more = ngettext(
            "For {n} task no cause of a deviation could be established.",
            "For {n} tasks no cause of a deviation could be established.",
            unexplained,
        )
        sentences.append(more.format(n=reader().number(unexplained)))
    return " ".join(sentences)


def _compared(measure: str) -> str:
    return "compared" if measure == "start_finish" else f"compared_{measure}"


def _share_line(label: str, record: dict[str, Any], measure: str) -> ShareLine:
    compared, equal = record[_compared(measure)], record[f"{measure}_equal"]
    written_share = reader().percent(rounded_share(equal, compared), 0 if equal == compared else 1)
    return ShareLine(label[:1].upper() + label[1:], compared, equal, written_share)


def _line(row: dict[str, Any], seconds_per_day: int) -> DeviationLine:
    cause = Cause(row["cause"])
    return DeviationLine(
        row["wbs"],
        row["name"],
        str(_FIELDS[row["field"]]),
        _value(row["field"], row["stored"], seconds_per_day),
        _value(row["field"], row["computed"], seconds_per_day),
        _(SENTENCES[cause]),
        cause is Cause.UNEXPLAINED,
        row["n_more"],
    )


def _value(field: str, value: Any, seconds_per_day: int) -> str:
    if value is None:
        return "–"
    if field in FLOATS:
        return f"{reader().number(value * 60 / seconds_per_day, 2)}{NBSP}{_('d')}"
    return reader().moment(datetime.fromisoformat(value))
