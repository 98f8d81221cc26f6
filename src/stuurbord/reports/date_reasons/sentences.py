"""A sentence per step of a driving path, the same on the page and on the command line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from stuurbord.engine.driving_path import End, Step, StepKind
from stuurbord.engine.driving_path.rests import RestKind, rests
from stuurbord.errors import N_
from stuurbord.language import NBSP, Language
from stuurbord.plan.assignment_clock import ELAPSED
from stuurbord.plan.calendar import DAY, NONE, moment
from stuurbord.plan.model import Constraint, DependencyKind, Plan
from stuurbord.reports.date_reasons.spans import (
    closings_in_words,
    lag_span,
    moment_in_words,
    rests_in_words,
    span,
)

_LINKS: Final = {
    DependencyKind.FS: N_("It waits until “{name}” is finished{lag}."),
    DependencyKind.SS: N_("It waits until “{name}” has started{lag}."),
    DependencyKind.FF: N_("It cannot finish before “{name}” is finished{lag}."),
    DependencyKind.SF: N_("It cannot finish before “{name}” has started{lag}."),
}
_SHORT_LINKS: Final = {
    DependencyKind.FS: N_("finish to start"),
    DependencyKind.SS: N_("start to start"),
    DependencyKind.FF: N_("finish to finish"),
    DependencyKind.SF: N_("start to finish"),
}
_CONSTRAINTS: Final = {
    Constraint.MSO: N_("Fixed in the plan: starts on {date}."),
    Constraint.MFO: N_("Fixed in the plan: finishes on {date}."),
    Constraint.SNET: N_("Fixed in the plan: starts no earlier than {date}."),
    Constraint.SNLT: N_("Fixed in the plan: starts no later than {date}."),
    Constraint.FNET: N_("Fixed in the plan: finishes no earlier than {date}."),
    Constraint.FNLT: N_("Fixed in the plan: finishes no later than {date}."),
}
_ORIGINS: Final = {
    StepKind.PROJECT_START: N_("Nothing holds it: it starts with the project."),
    StepKind.PROJECT_FINISH: N_("Nothing else asks for it: the project finishes on {date}."),
    StepKind.DEADLINE: N_("Its deadline is {date}."),
    StepKind.EXPECTED_FINISH: N_("What remains is stretched or shortened to finish on {date}."),
    StepKind.ACTUAL_START: N_("It really started on {date}."),
    StepKind.ACTUAL_FINISH: N_("It really finished on {date}."),
    StepKind.RESUME: N_("What remains goes on from {moment}, as the plan says."),
    StepKind.MANUAL: N_("Its dates were set by hand; the plan does not move them."),
    StepKind.EXTERNAL: N_("Its dates come from another plan."),
    StepKind.LATEST: N_("It is planned as late as possible: what follows decides its date."),
    StepKind.UNEXPLAINED: N_("No rule that is known here gives this date: {moment}."),
}
_STATUS_DATE: Final = N_("It has not begun, so it cannot start before the status date, {date}.")
_REST_OF_WORK: Final = N_("What remains cannot be done before the status date, {date}.")


@dataclass(frozen=True, slots=True)
class PathWords:
    """The words for the steps of one plan in one language."""

    plan: Plan
    words: Language

    def sentence(self, step: Step) -> str:
        """Return what a step says of the dates of its task."""
        if step.kind is StepKind.CONSTRAINT:
            return self._filled(_CONSTRAINTS[step.constraint], step)
        if step.kind is StepKind.STATUS_DATE:
            has_begun = self.plan.tasks.actual_start[step.task_idx] != NONE
            return self._filled(_REST_OF_WORK if has_begun else _STATUS_DATE, step)
        if step.is_origin:
            return self._filled(_ORIGINS[step.kind], step)
        return {
            StepKind.LINK: self._link,
            StepKind.SUMMARY: self._summary,
            StepKind.PART: self._part,
            StepKind.PAUSE: self._pause,
            StepKind.LEVELING: self._leveling,
            StepKind.DELAY: self._delay,
        }.get(step.kind, self._work)(step)

    def is_worth_telling(self, step: Step) -> bool:
        """Tell whether a step says more than that everybody goes home in the evening.

        A pause that the project's own calendar also has, outside the hours of one working day or of two
        days in a row, is only a night or a break: told at every link it would drown what matters.
        """
        if step.kind is not StepKind.PAUSE or not step.rests:
            return True
        since, until = sorted((step.at, step.since))
        first, last = since // DAY, (until - 1) // DAY
        common = (*step.rests, *rests((self.plan.calendar,), since, until))
        if last > first + 1 or any(rest.kind is not RestKind.HOURS for rest in common):
            return True
        n_days = sum(rest.last_day - rest.first_day + 1 for rest in common[len(step.rests) :])
        return n_days <= last - first  # the project works on one of these days while this one rests

    def short_link(self, link: int) -> str:
        """Return a link in a few words, empty for the usual one: finish to start without lag."""
        kind = DependencyKind(int(self.plan.dependencies.kind[link]))
        is_usual = kind == DependencyKind.FS and not self.plan.dependencies.lag[link]
        return "" if is_usual else self.link(link)

    def link(self, link: int) -> str:
        """Return a link in a few words: ``finish to start, plus 3 wd``."""
        kind = DependencyKind(int(self.plan.dependencies.kind[link]))
        return f"{self._(_SHORT_LINKS[kind])}{lag_span(self.plan, link, self.words)}"

    def moment(self, instant: int) -> str:
        """Return ``ma 04/01/2027 08:00``."""
        return moment_in_words(instant, self.words)

    def _(self, text: str) -> str:
        return self.words.gettext(text)

    def _filled(self, pattern: str, step: Step) -> str:
        date = self.words.day(moment(step.at).date())
        return self._(pattern).format(date=date, moment=self.moment(step.at))

    def _name(self, idx: int) -> str:
        return self.plan.tasks.name[idx]

    def _link(self, step: Step) -> str:
        links, link = self.plan.dependencies, step.link_idx
        kind = DependencyKind(int(links.kind[link]))
        lag = lag_span(self.plan, link, self.words)
        if links.successor_idx[link] == step.task_idx:
            return self._(_LINKS[kind]).format(name=self._name(int(links.predecessor_idx[link])), lag=lag)
        pattern = (
            N_("“{name}” has to finish by {moment}{lag}.")
            if kind in (DependencyKind.FF, DependencyKind.SF)
            else N_("“{name}” has to start by {moment}{lag}.")
        )
        name = self._name(int(links.successor_idx[link]))
        return self._(pattern).format(name=name, moment=self.moment(step.since), lag=lag)

    def _summary(self, step: Step) -> str:
        text = self._(N_("What holds the task above it, “{name}”, holds it too."))
        return text.format(name=self._name(step.above_idx))

    def _part(self, step: Step) -> str:
        if step.end is End.START:
            text = self._(N_("Its first part, “{name}”, sets the start."))
        else:
            text = self._(N_("Its last part, “{name}”, sets the finish."))
        return text.format(name=self._name(step.above_idx))

    def _pause(self, step: Step) -> str:
        reasons = rests_in_words(step.rests, self.words)
        fields = {"calendar": self.calendar(step), "reasons": reasons}
        if step.at > step.since:
            text = self._(N_("It begins on {moment} because {calendar} does not work before ({reasons})."))
            return text.format(moment=self.moment(step.at), **fields)
        text = self._(N_("From {moment} to {until} {calendar} does not work ({reasons})."))
        return text.format(moment=self.moment(step.at), until=self.moment(step.since), **fields)

    def _leveling(self, step: Step) -> str:
        time = span(self.plan, abs(step.amount), self.words, step.clock is None)
        if step.at < step.since:
            return self._(N_("Levelling puts {time} before it.")).format(time=time)
        return self._(N_("Levelling delays it by {time}, to {moment}.")).format(
            time=time, moment=self.moment(step.at)
        )

    def _delay(self, step: Step) -> str:
        text = self._(N_("{resource} begins {time} later, on {moment}."))
        time = span(self.plan, step.amount, self.words)
        return text.format(resource=self.resource(step), time=time, moment=self.moment(step.at))

    def _work(self, step: Step) -> str:
        """Return how long it takes, for whom, on which calendar, and what that passes over."""
        is_elapsed = step.clock is None or step.clock.calendar_idx == ELAPSED
        time = span(self.plan, abs(step.amount), self.words, is_elapsed)
        if step.kind is StepKind.PROGRESS:
            text = self._(N_("{time} of it is done; the rest goes on from {moment}."))
            return text.format(time=time, moment=self.moment(step.at))
        sentences = [self._duration(step, time, is_elapsed)]
        if step.resting:
            sentences.append(self._resting(step, is_elapsed))
        if step.rests:
            names = closings_in_words(step.rests, self.words)
            sentences.append(self._(N_("Closed meanwhile: {names}.")).format(names=names))
        return " ".join(sentences)

    def _resting(self, step: Step, is_elapsed: bool) -> str:
        time = span(self.plan, step.resting, self.words, is_elapsed)
        if self._resource_idx(step) < 0:
            return self._(N_("For {time} of that it rests.")).format(time=time)
        text = self._(N_("For {time} of that {resource} does not work on it."))
        return text.format(time=time, resource=self.resource(step))

    def _duration(self, step: Step, time: str, is_elapsed: bool) -> str:
        fields = {"time": time, "calendar": self.calendar(step), "moment": self.moment(step.at)}
        if not step.amount:
            return self._(N_("It takes no time."))
        if is_elapsed:
            pattern = N_("It takes {time} on the clock, to {moment}.")
        elif step.kind is StepKind.REMAINING:
            pattern = N_("What remains takes {time} on {calendar}, to {moment}.")
        elif step.kind is StepKind.WORK_BACK:
            pattern = N_("It takes {time} on {calendar}, so it starts on {moment}.")
        else:
            pattern = N_("It takes {time} on {calendar}, to {moment}.")
        return self._(pattern).format(**fields)

    def calendar(self, step: Step) -> str:
        """Return ``calendar “Standard”``, with whose it is where that is known."""
        if step.clock is None or step.clock.calendar_idx == ELAPSED:
            return self._(N_("the clock"))
        calendars = step.clock.calendars(self.plan.calendars, self.plan.calendar_idx)
        name = "” + “".join(one.name for one in calendars)
        if self._resource_idx(step) < 0:
            return self._(N_("calendar “{name}”")).format(name=name)
        text = self._(N_("calendar “{name}” of {resource}"))
        return text.format(name=name, resource=self.resource(step))

    def resource(self, step: Step) -> str:
        """Return who works, with the share of their time where it is not all of it."""
        resource = self._resource_idx(step)
        if resource < 0:
            return self._(N_("nobody in particular"))
        units = float(self.plan.assignments.units[step.assignment_idx])
        share = "" if units == 1 else f"{NBSP}({self.words.percent(round(units, 4))})"
        return f"{self.plan.resources.name[resource] or '–'}{share}"

    def _resource_idx(self, step: Step) -> int:
        row = step.assignment_idx
        return int(self.plan.assignments.resource_idx[row]) if row >= 0 else -1
