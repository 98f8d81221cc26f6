"""The words for a quality assessment: values, limits, verdicts, what is missing, how it was judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from stuurbord.engine.schedule_quality import (
    DurationBasis,
    Measure,
    Missing,
    PathLength,
    Point,
    QualitySettings,
    ScheduleQuality,
    Verdict,
)
from stuurbord.errors import N_
from stuurbord.language import NBSP, Language
from stuurbord.plan.calendar import moment
from stuurbord.reports.schedule_quality.points import POINTS

_VERDICTS: Final = {
    Verdict.PASS: N_("met"),
    Verdict.FAIL: N_("not met"),
    Verdict.UNKNOWN: N_("undetermined"),
}
_MISSING: Final = {
    Missing.OPEN_TASKS: N_("there are no open tasks"),
    Missing.LINKS: N_("there are no links"),
    Missing.STATUS_DATE: N_("a status date is missing"),
    Missing.BASELINE: N_("a baseline is missing"),
    Missing.DUE_TASKS: N_("nothing was promised by the status date"),
    Missing.RESOURCES: N_("the plan holds no resources and no costs"),
    Missing.TIME_LEFT: N_("the end lies before the status date"),
}
_DURATIONS: Final = {
    DurationBasis.BASELINE: N_("Point 8 looks at the promised duration, else at the planned one."),
    DurationBasis.PLANNED: N_("Point 8 looks at the planned duration."),
    DurationBasis.REMAINING: N_("Point 8 looks at the remaining duration."),
}
_LENGTHS: Final = {
    PathLength.BASELINE_FINISH: N_("Point 13 measures from the status date to the promised end."),
    PathLength.FORECAST_FINISH: N_("Point 13 measures from the status date to the expected end."),
}


@dataclass(frozen=True, slots=True)
class QualityWords:
    """The words for one assessment in one language."""

    quality: ScheduleQuality
    words: Language

    def conclusion(self) -> str:
        """Return how many points are met, and which are not."""
        _ = self.words.gettext
        failed = [_(POINTS[one.number].title) for one in self.quality.points if one.verdict is Verdict.FAIL]
        n_met, n_unknown = self.quality.count(Verdict.PASS), self.quality.count(Verdict.UNKNOWN)
        first = _(N_("{n_met} of {total} points are met.")).format(
            n_met=self.words.number(n_met), total=self.words.number(len(self.quality.points))
        )
        parts = [first]
        if failed:
            listed = ", ".join(name[:1].lower() + name[1:] for name in failed)
            parts.append(_(N_("Not met: {points}.")).format(points=listed))
        if n_unknown:
            text = self.words.ngettext(
                N_("{count} point cannot be judged."), N_("{count} points cannot be judged."), n_unknown
            )
            parts.append(text.format(count=self.words.number(n_unknown)))
        return " ".join(parts)

    def title(self, point: Point) -> str:
        """Return the name of a point."""
        return self.words.gettext(POINTS[point.number].title)

    def about(self, point: Point) -> str:
        """Return what a point counts."""
        settings = self.quality.settings
        return self.words.gettext(POINTS[point.number].about).format(
            high_days=self.words.number(settings.high_days), delay_days=self.words.number(settings.delay_days)
        )

    def verdict(self, point: Point) -> str:
        """Return ``met``, ``not met`` or ``undetermined``."""
        return self.words.gettext(_VERDICTS[point.verdict])

    def value(self, point: Point) -> str:
        """Return the value with its unit; a dash where it is not known."""
        return "–" if point.value is None else self._figure(point, point.value)

    def limit(self, point: Point) -> str:
        """Return ``≤ 5 %``."""
        sign = "≥" if point.at_least else "≤" if point.limit else "="
        return f"{sign}{NBSP}{self._figure(point, point.limit)}"

    def missing(self, point: Point) -> str:
        """Return which facts are missing, empty where none is."""
        said = ", ".join(self.words.gettext(_MISSING[one]) for one in point.missing)
        return said and said[:1].upper() + said[1:] + "."

    def detail(self, point: Point) -> str:
        """Return the figures behind a point."""
        _, number, facts = self.words.gettext, self.words.number, point.facts
        if point.number == 12 and facts:
            text = _(N_("The end moves from {before} to {after}."))
            return text.format(before=self._day(facts["before"]), after=self._day(facts["after"]))
        if point.number == 13 and facts:
            text = _(N_("Length {length} working days, float of the end {room} working days."))
            room = self.words.signed(facts["float_days"], 1)
            return text.format(length=number(facts["length_days"], 1), room=room)
        if point.number == 14 and facts:
            text = _(N_("{finished} finished; {due} due, {unpromised} without a promise."))
            return text.format(**{name: number(facts[name]) for name in ("finished", "due", "unpromised")})
        if point.measure is Measure.SHARE and point.n_population:
            n_found = len(point.link_idx) or len(point.task_idx)
            n_found = point.n_population - n_found if point.at_least else n_found
            text = _(N_("{found} of {total}"))
            return text.format(found=number(n_found), total=number(point.n_population))
        return ""

    def settings(self) -> list[str]:
        """Return how the points were read, a sentence per choice."""
        _, chosen = self.words.gettext, self.quality.settings
        return [
            self._milestones(chosen),
            _(N_("Point 1 lets the first task lack a predecessor and the last one a successor."))
            if chosen.excepts_ends
            else _(N_("Point 1 excepts no task.")),
            _(N_("Points 2 to 4 count links into finished tasks as well."))
            if chosen.counts_links_of_finished
            else _(N_("Points 2 to 4 leave out links into finished tasks.")),
            _(N_("Links of summaries count."))
            if chosen.counts_links_of_summaries
            else _(N_("Links of summaries do not count.")),
            _(_DURATIONS[chosen.duration_basis]),
            _(_LENGTHS[chosen.path_length]),
            _(N_("Point 14 counts tasks without a promise as due."))
            if chosen.index_counts_unpromised
            else _(N_("Point 14 leaves out tasks without a promise.")),
        ]

    def _milestones(self, chosen: QualitySettings) -> str:
        text = (
            N_("Points 1, 5, 6, 7, 11 and 14 count milestones.")
            if chosen.counts_milestones
            else N_("Points 1, 5, 6, 7, 11 and 14 leave out milestones and tasks without duration.")
        )
        return self.words.gettext(text)

    def _figure(self, point: Point, value: float) -> str:
        if point.measure is Measure.SHARE:
            digits = 0 if round(value, 2) == round(value, 6) else 1
            return self.words.percent(round(value, 6), digits)
        if point.measure is Measure.INDEX:
            return self.words.number(value, 2)
        if point.measure is Measure.DAYS:
            return f"{self.words.number(value, 0)}{NBSP}{self.words.gettext(N_('wd'))}"
        return self.words.number(value)

    def _day(self, instant: float) -> str:
        return self.words.day(moment(int(instant)).date())
