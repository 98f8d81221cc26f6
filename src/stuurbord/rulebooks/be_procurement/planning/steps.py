"""The steps of a procurement: working durations from a template, minima from the rule book's verdict."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Final

from stuurbord.plan.model import DependencyKind
from stuurbord.rulebooks.be_procurement.advice import ProcedureVerdict
from stuurbord.rulebooks.rule_pack.model import Text

OPTIONAL: Final = ("market_consultation", "inspection_of_finance")
"""Steps that a file may ask for."""
WORKING: Final = "working"
CALENDAR: Final = "calendar"
EU_PUBLICATION: Final = "TED"
_LINK: Final = re.compile(r"(S\d\d)(?:(SS|FS)\+(\d{1,3})%)?")


@dataclass(frozen=True, slots=True)
class LegalTerm:
    """A period of so many calendar days that the law asks at least."""

    days: int
    article: str
    verified: bool = True

    def __post_init__(self) -> None:
        if self.days < 1:
            raise ValueError(f"days {self.days} < 1")


@dataclass(frozen=True, slots=True)
class LegalTerms:
    """What the law asks of one procedure; None where it asks no number of days."""

    requests: LegalTerm | None = None
    tenders: LegalTerm | None = None
    standstill: LegalTerm | None = None


@dataclass(frozen=True, slots=True)
class StepLink:
    """What a step waits for.

    Attributes
    ----------
    share
        Percentage of that step after its start, for a step that begins while it runs.
    """

    step: str
    kind: DependencyKind = DependencyKind.FS
    share: int = 0


@dataclass(frozen=True, slots=True)
class PlanningStep:
    """A step of a procedure.

    Attributes
    ----------
    step
        ``S01`` to ``S27``.
    minimum, typical, maximum
        Days, in ``unit``: ``working``, or ``calendar`` for what runs on the clock.
    legal_minimum
        Calendar days that it takes at least by law; 0 where the law sets none.
    legal_maximum
        Calendar days within which it has to be done; 0 where the law sets none.
    verified
        Whether the legal figure was read in the law.
    last_day
        How the last day of the period is called; empty where the law sets no minimum.
    """

    step: str
    name: Text
    minimum: int
    typical: int
    maximum: int
    unit: str
    legal_minimum: int
    article: str
    verified: bool
    after: tuple[StepLink, ...]
    legal_maximum: int = 0
    last_day: Text | None = None


@dataclass(frozen=True, slots=True)
class PlanningRisk:
    """What may happen to a procedure.

    Attributes
    ----------
    delays
        The step that takes longer by ``delay`` (minimum, typical, maximum, calendar days); empty for none.
    repeats
        Steps that are done once more.
    """

    key: str
    name: Text
    probability: float
    delays: str = ""
    delay: tuple[int, int, int] = (0, 0, 0)
    repeats: tuple[str, ...] = ()


def terms_of(verdict: ProcedureVerdict, sector: str = "classic") -> LegalTerms:
    """Return the legal terms of a verdict, with the articles that set them.

    Whether a term is verified is a matter of its own article: a procedure may be allowed by a rule that
    nobody verified and have a term that everybody can read. Where it is not known whether a standstill is
    due, one is planned, unverified.

    Raises
    ------
    ValueError
        If the sector is neither ``classic`` nor ``special``.
    """
    articles = _template()["articles"]
    if sector not in ("classic", "special"):
        raise ValueError(f"sector {sector!r} is neither classic nor special")
    article = articles[sector].get(verdict.code, "")
    verified = bool(article)
    article = article or "; ".join(verdict.articles)
    days = verdict.min_days
    requests: int | None = None
    tenders: int | None = None
    if isinstance(days, tuple):
        requests, tenders = days
    elif verdict.code in _template()["procedures"]["two_phase"]:
        requests = days  # the law fixes only the first of the two
    else:
        tenders = days
    is_eu = EU_PUBLICATION in verdict.publication
    return LegalTerms(
        _term(requests, article, verified),
        _term(tenders, article, verified),
        _standstill(verdict, articles["standstill"]["eu" if is_eu else "national"]),
    )


def procedure_steps(
    code: str, terms: LegalTerms | ProcedureVerdict, *, optional: Collection[str] = ()
) -> tuple[PlanningStep, ...]:
    """Return the steps of a procedure in order, each with what it waits for.

    A step that a procedure does not have is passed over: what waited for it waits for what came before it.

    Parameters
    ----------
    code
        The procedure, in the codes of the rule book.
    terms
        What the law asks; of a verdict, as `terms_of` reads it for the classic sectors.
    optional
        Which of `OPTIONAL` this file has.

    Raises
    ------
    ValueError
        If an optional step is unknown.
    """
    if unknown := set(optional) - set(OPTIONAL):
        raise ValueError(f"there are no optional steps {', '.join(sorted(unknown))}")
    if isinstance(terms, ProcedureVerdict):
        terms = terms_of(terms)
    facts = _facts(code, terms) | set(optional)
    rows = _template()["step"]
    only = _template()["procedures"]["only"].get(code)
    kept = {
        row["id"]
        for row in rows
        if row.get("when", "") in facts | {""} and (only is None or row["id"] in only)
    }
    waits: dict[str, tuple[StepLink, ...]] = {}
    made = []
    for row in rows:
        waits[row["id"]] = tuple(_links(row, kept, waits))
        if row["id"] in kept:
            made.append(replace(_step(row, code, terms), after=waits[row["id"]]))
    return tuple(made)


def procedure_risks(steps: Iterable[PlanningStep]) -> tuple[PlanningRisk, ...]:
    """Return what may happen to these steps: a risk whose steps are not there is none."""
    there = {one.step for one in steps}
    made = []
    for row in _template()["risk"]:
        repeats = tuple(step for step in row.get("repeats", ()) if step in there)
        delays = row.get("delays", "")
        if repeats or delays in there:
            delay = (row.get("minimum", 0), row.get("typical", 0), row.get("maximum", 0))
            made.append(PlanningRisk(row["id"], row["name"], row["probability"], delays, delay, repeats))
    return tuple(made)


def _facts(code: str, terms: LegalTerms) -> set[str]:
    procedures = _template()["procedures"]
    facts = {name for name in ("two_phase", "publication", "negotiation") if code in procedures[name]}
    if code in (*procedures["publication"], *procedures["invitation"]):
        facts.add("dispatch")
    if terms.requests is not None:
        facts.add("two_phase")
    if terms.standstill is not None:
        facts.add("standstill")
    return facts


def _links(
    row: Mapping[str, Any], kept: Collection[str], waits: Mapping[str, tuple[StepLink, ...]]
) -> Iterable[StepLink]:
    seen = set()
    for text in row.get("after", ()):
        link = _link(text)
        for one in (link,) if link.step in kept else waits[link.step]:
            if one not in seen:
                seen.add(one)
                yield one


def _link(text: str) -> StepLink:
    found = _LINK.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no link between steps")
    if found[2] is None:
        return StepLink(found[1])
    return StepLink(found[1], DependencyKind[found[2]], int(found[3]))


def _step(row: Mapping[str, Any], code: str, terms: LegalTerms) -> PlanningStep:
    if period := row.get("period"):
        return _period(row, code, getattr(terms, period))
    if maximum := row.get("legal_maximum", 0):
        return PlanningStep(
            row["id"],
            row["name"],
            0,
            maximum,
            maximum,
            CALENDAR,
            0,
            row["article"],
            row["verified"],
            (),
            maximum,
        )
    if "invitation" in row and code in _template()["procedures"]["invitation"]:
        row = {**row, **row["invitation"]}
    days = (row["minimum"], row["typical"], row["maximum"])
    return PlanningStep(row["id"], row["name"], *days, WORKING, 0, "", True, ())


def _period(row: Mapping[str, Any], code: str, term: LegalTerm | None) -> PlanningStep:
    typical = int(row.get("typical_for", {}).get(code, row["typical"]))
    least = term.days if term else 0
    typical = max(typical, least)
    days = (least or typical, typical, typical)
    article, verified = (term.article, term.verified) if term else ("", True)
    last_day = row["last_day"] if term else None
    name = row["name"]
    return PlanningStep(row["id"], name, *days, CALENDAR, least, article, verified, (), last_day=last_day)


def _term(days: int | None, article: str, verified: bool) -> LegalTerm | None:
    return LegalTerm(days, article, verified) if days else None


def _standstill(verdict: ProcedureVerdict, article: str) -> LegalTerm | None:
    if verdict.standstill_days is None:
        unknown = _template()["unknown_standstill"]
        return LegalTerm(unknown["days"], unknown["article"], unknown["verified"])
    return _term(verdict.standstill_days, article, True)


@cache
def _template() -> dict[str, Any]:
    text = (
        files("stuurbord.rulebooks.be_procurement.planning")
        .joinpath("steps.toml")
        .read_text(encoding="utf-8")
    )
    return tomllib.loads(text)
