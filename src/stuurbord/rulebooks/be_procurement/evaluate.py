"""Which procedures the law allows for a contract, why, and what follows.

The truth of every rule is worked out at once when an advice is asked; sentences, duties and warnings are
written when somebody reads them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from stuurbord.rulebooks.be_procurement.advice import (
    ALLOWED,
    CONDITIONAL,
    REFUSED,
    UNKNOWN,
    MissingFact,
    Obligation,
    ProcedureVerdict,
    Reason,
    Validity,
    Warned,
)
from stuurbord.rulebooks.be_procurement.catalogue import DIRECT, OPEN, Procedure, catalogue
from stuurbord.rulebooks.be_procurement.law import REASONED, Law, law_on
from stuurbord.rulebooks.be_procurement.periods import (
    Situation,
    is_minimum_known,
    min_days,
    standstill_days,
)
from stuurbord.rulebooks.be_procurement.told import Told, told_facts
from stuurbord.rulebooks.rule_pack.model import Obligation as Duty
from stuurbord.rulebooks.rule_pack.model import Text

_FALSE, _UNKNOWN, _TRUE = 0, 1, 2
_SCOPE: Final = "SCOPE-"
"""Begins the id of a rule on whether the law is at issue at all: told only where it stands in the way."""
_REASONED_CHOICE: Final = "REASONED-CHOICE"
"""The duty to give reasons for the choice of the procedure."""
_LAWFUL: Final = (ALLOWED, CONDITIONAL)


def advise(facts: Mapping[str, Any], pack: str = "") -> Advice:
    """Return what the law says of a contract on these facts.

    Parameters
    ----------
    facts
        ``buyer, sector, kind, estimate, award, date, chosen, urgency, grounds, lots, framework, related`` and
        others: `docs/methods/procurement.md` lists them. What is absent is not known.
    pack
        Empty for the law; ``draft-2026`` for a draft that lies over it and is no law.

    Raises
    ------
    KeyError
        If there is no pack of that name.

    Examples
    --------
    >>> answer = advise({"buyer": "subcentral", "sector": "classic", "kind": "services", "estimate": 216000,
    ...                  "date": "2026-05-04"})
    >>> answer.level, answer.allowed
    ('eu', ('OP', 'NOP'))
    """
    told = told_facts(facts)
    law = law_on(told.day, pack)
    if law.works_half is not None:
        told.known["works_half"] = law.works_half
    return Advice(law, told, law.compiled.run(told.known), pack)


class Advice:
    """The answer on one contract.

    Attributes
    ----------
    level
        ``eu``, ``national``, ``none`` (no placement of its own, or outside the law) or ``unknown``.
    verdicts
        Code → verdict, in order of merit; a procedure that does not exist in the sector is left out unless it
        was chosen.
    """

    def __init__(self, law: Law, told: Told, truths: list[int], pack: str = "") -> None:
        self.law, self.told, self.pack_name, self._truths = law, told, pack, truths
        places = law.places
        self._is_eu, self._is_out, self._is_over_half = (truths[place] for place in places[:3])
        self._has_direct_ground, self.is_single_operator, self.is_extremely_urgent, self._asks_lots = (
            truths[place] for place in places[3:]
        )
        self.contradictions = tuple(one for one, place in law.contradictions if truths[place] == _TRUE)
        self.is_answered = not (told.is_refused or self.contradictions)
        self.level: str = self._level()
        self.verdicts: Mapping[str, str] = {one.code: self._verdict(one) for one in self._shown()}

    @property
    def pack(self) -> str:
        """The key and version of the rule book."""
        return self.law.pack.key

    @property
    def version(self) -> str:
        """The version of the rule book."""
        return self.law.pack.version

    @property
    def pack_hash(self) -> str:
        """The hash of every text that the answer rests on."""
        return self.law.sha256

    @cached_property
    def hash(self) -> str:
        """The hash of this answer: the texts that it rests on, the facts and the verdicts."""
        from stuurbord.rulebooks.be_procurement.sealing import seal

        return seal(self)

    @property
    def estimate(self) -> Decimal | None:
        """Euro without VAT: as told, or the sum of what was told; None where it is not known."""
        return self.told.estimate if self.is_answered else None

    @property
    def validity(self) -> Validity:
        """The days on which the law behind the answer stands unchanged."""
        return self.law.validity

    @property
    def is_in_scope(self) -> bool | None:
        """Whether the law applies at all; None where that is not known."""
        if not self.is_answered:
            return None
        if self.told.known.get("concession"):
            return False
        return (True, None, False)[self._is_out] if self.law.is_known else None

    @property
    def allowed(self) -> tuple[str, ...]:
        """The procedures that need no special ground, in order of merit."""
        return tuple(code for code, verdict in self.verdicts.items() if verdict == ALLOWED)

    @cached_property
    def procedure(self) -> str:
        """The procedure that sets the duties: the chosen one if it is lawful, else the first that is allowed.

        Empty where none is known to be lawful, or where a fact is missing that may allow a lighter one.
        """
        if self.chosen_is_lawful:
            return self.told.chosen
        for code, verdict in self.verdicts.items():
            if verdict == ALLOWED:
                return code
            if verdict == UNKNOWN and self._waits(code):
                return ""
        return ""

    def _waits(self, code: str) -> bool:
        """Return whether a fact is missing for a procedure; one that nobody verified waits for none."""
        return any(self._truths[asked.place] == _UNKNOWN for asked in self.law.asked[code])

    @property
    def is_call_off(self) -> bool:
        """Whether this is an order under a framework agreement."""
        return bool(self.told.known.get("call_off"))

    @property
    def reaches_eu(self) -> bool:
        """Whether the estimate is known to reach the European threshold, whatever the level."""
        return self._is_eu == _TRUE

    @property
    def chosen_is_lawful(self) -> bool:
        """Whether a procedure was chosen and may be used, if need be on a ground."""
        return self.verdicts.get(self.told.chosen) in _LAWFUL

    def _level(self) -> str:
        known = self.told.known
        if not self.is_answered:
            return UNKNOWN
        if known.get("concession") or known.get("call_off"):
            return "none"
        if not self.law.is_known:
            return UNKNOWN
        if self._is_out == _TRUE:
            return "none"
        return ("national", UNKNOWN, "eu")[self._is_eu]

    def _shown(self) -> Iterator[Procedure]:
        sector, kind, known = self.told.text("sector"), self.told.text("kind"), self.told.known
        named = {"CALLOFF": known.get("call_off"), "HFB": known.get("central_purchasing")}
        chosen = self.told.chosen
        for one in catalogue().procedures:
            is_there = (not sector or sector in one.sectors) and (
                not one.kinds or not kind or kind in one.kinds
            )
            if one.is_named:
                is_there = bool(named[one.code])
            if known.get("concession"):  # its law has other procedures, which this book does not know
                is_there = False
            if is_there or one.code == chosen:
                yield one

    def _verdict(self, one: Procedure) -> str:
        if not self.is_answered or not self.law.is_known:
            return UNKNOWN
        truths = self._truths
        blocks, amounts, is_refused = _TRUE, _TRUE, False
        for asked in self.law.asked[one.code]:
            truth = truths[asked.place]
            if truth == _TRUE:
                continue
            if asked.is_condition:
                amounts = min(amounts, truth)
                is_refused = is_refused or (truth == _FALSE and asked.is_verified)
            else:
                # what nobody verified refuses nothing: it is not known
                blocks = min(blocks, _UNKNOWN if truth == _FALSE and not asked.is_verified else truth)
        if blocks == _FALSE:
            return REFUSED
        if amounts == _FALSE and self._has_ground(one):
            return CONDITIONAL if blocks == _TRUE else UNKNOWN
        if is_refused:
            may_help = one.grounds == DIRECT and self._has_direct_ground == _UNKNOWN
            return UNKNOWN if may_help else REFUSED
        return ALLOWED if amounts == blocks == _TRUE else UNKNOWN

    def _has_ground(self, one: Procedure) -> bool:
        """Return whether a ground may stand in for a ceiling: one that may be named, or one that is given."""
        may_be_named = one.grounds == OPEN and not self._is_without_ground(one)
        return may_be_named or (one.grounds == DIRECT and self._has_direct_ground == _TRUE)

    def _is_without_ground(self, one: Procedure) -> bool:
        """Return whether the buyer said that none of the grounds of the law can be shown for a procedure."""
        if not self.told.known.get("no_grounds") or self.told.grounds:
            return False
        return any(one.code in each.procedures for each in catalogue().grounds.values())

    @cached_property
    def situation(self) -> Situation:
        """What shortens or lengthens the periods."""
        return Situation.of(self.told)

    @cached_property
    def procedures(self) -> tuple[ProcedureVerdict, ...]:
        """The verdict on each procedure with its reasons, in order of merit."""
        return tuple(self._kept_verdict(catalogue().procedure(code)) for code in self.verdicts)

    def _kept_verdict(self, one: Procedure) -> ProcedureVerdict:
        """Return the verdict on a procedure, remembered where nothing but these facts counts."""
        verdict = self.verdicts[one.code]
        if verdict == UNKNOWN:
            return self._told_verdict(one, verdict)
        truths = tuple(self._truths[asked.place] for asked in self.law.asked[one.code])
        key = (one.code, verdict, truths, self.is_against(one.code), self._all_that_counts)
        return self.law.keep(key, lambda: self._told_verdict(one, verdict))

    @cached_property
    def _all_that_counts(self) -> tuple[object, ...]:
        """What the verdict on a procedure is told from, beside the truth of its own rules."""
        told, known = self.told, self.told.known
        names = ("buyer", "sector", "kind", "only_concerned_tenderer")
        of_rules = (self.level, self._is_over_half, self.is_extremely_urgent, self.situation)
        return (*of_rules, told.grounds, *(known.get(name) for name in names))

    def on(self, code: str) -> ProcedureVerdict | None:
        """Return the verdict on one procedure; None where it is not in question."""
        return next((one for one in self.procedures if one.code == code), None)

    def _told_verdict(self, one: Procedure, verdict: str) -> ProcedureVerdict:
        from stuurbord.rulebooks.be_procurement.duties import after, condition_of, ground_reasons, publication

        sector = self.told.text("sector")
        reasons = tuple(_by_sector(each, one, sector) for each in self._reasons(one, verdict))
        if verdict == CONDITIONAL:
            reasons = (*reasons, *ground_reasons(self, one))
        is_lawful = verdict in _LAWFUL
        # Who chose it against the rules still owes the periods of the law: those bind whatever was chosen.
        is_used = is_lawful or self.is_against(one.code)
        articles = tuple(dict.fromkeys(each.article for each in reasons if each.article))
        if own := one.articles.get(sector):
            articles = tuple(dict.fromkeys((own, *articles)))
        return ProcedureVerdict(
            one.code,
            verdict,
            reasons,
            min_days(self.law, one, sector, self.level, self.situation) if is_used else None,
            self.standstill_of(one, is_against=not is_lawful) if is_used else None,
            publication(self, one) if is_used else "",
            articles,
            condition_of(self, one) if verdict == CONDITIONAL else {},
            after(self, one) if is_used else "",
            is_used and is_minimum_known(self.law, one.code, sector, self.level, self.situation),
        )

    def is_against(self, code: str) -> bool:
        """Return whether a procedure was chosen although the rules refuse it."""
        return code == self.told.chosen and self.verdicts.get(code) == REFUSED

    def _reasons(self, one: Procedure, verdict: str) -> Iterator[Reason]:
        """Yield what is not met or not known; for what is allowed, what allows it."""
        if verdict == UNKNOWN:
            from stuurbord.rulebooks.be_procurement.doubts import unknown_reasons

            yield from unknown_reasons(self, one.code)
            return
        if verdict == ALLOWED:
            yield from self._grants(one)
            return
        for asked in self.law.asked[one.code]:
            truth = self._truths[asked.place]
            is_refusing = verdict == REFUSED and truth == _FALSE and asked.is_verified
            if is_refusing or (verdict != REFUSED and truth != _TRUE):
                yield self.law.reasons[asked.rule.id]

    def _grants(self, one: Procedure) -> Iterator[Reason]:
        """Yield why a procedure may be used: the rules that apply here, else those that may.

        A procedure can be allowed by each of several rules; a missing fact leaves open which one applies.
        """
        rules = [asked.rule for asked in self.law.asked[one.code] if not asked.rule.id.startswith(_SCOPE)]
        truths = [self.look.condition(rule.applies) for rule in rules]
        level = _TRUE if _TRUE in truths else _UNKNOWN
        for rule, truth in zip(rules, truths, strict=True):
            if truth == level:
                yield self.law.grants[rule.id]

    @cached_property
    def look(self) -> Any:
        """The facts, for conditions that are read one at a time."""
        from stuurbord.rulebooks.rule_pack.looking import Look

        return Look(self.law.standing, self.told.known)

    def standstill_of(self, one: Procedure, *, is_against: bool = False) -> int | None:
        """Return the standstill of a procedure in days; 0 where none is due, None where that is not known.

        Parameters
        ----------
        is_against
            Whether it was chosen although the rules refuse it: a notice was mandatory then, and so is the
            standstill that follows from one.
        """
        is_eu = {"eu": _TRUE, UNKNOWN: _UNKNOWN}.get(self.level, _FALSE)
        is_only = _TRUE if self.told.known.get("only_concerned_tenderer") else _FALSE
        return standstill_days(
            self.law, one, (is_eu, self._is_over_half, is_only), asks_notice=one.publishes or is_against
        )

    @property
    def asks_lots(self) -> bool | None:
        """Whether lots must be considered; None where that is not known."""
        if not self.is_answered or not self.law.is_known:
            return None
        return (False, None, True)[self._asks_lots]

    @cached_property
    def missing(self) -> tuple[MissingFact, ...]:
        """The facts that are not known and on which a verdict waits."""
        from stuurbord.rulebooks.be_procurement.doubts import missing_facts

        return tuple(missing_facts(self))

    @cached_property
    def obligations(self) -> tuple[Obligation, ...]:
        """The duties that follow for the procedure in force."""
        from stuurbord.rulebooks.be_procurement.duties import obligations

        return tuple(obligations(self)) if self.is_answered else ()

    @cached_property
    def in_force(self) -> tuple[Duty, ...]:
        """The obligations of the rule book that follow for certain."""
        places, truths = self.law.duties.conditions, self._duty_truths
        is_owed = self._owes_reasons
        return tuple(
            one
            for one in self.law.obligations
            if truths[places[one.id]] == _TRUE or (is_owed and one.id == _REASONED_CHOICE)
        )

    @property
    def _owes_reasons(self) -> bool:
        """Whether a procedure that was chosen against the rules must be reasoned, as where it is lawful."""
        chosen = self.told.chosen
        if self.verdicts.get(chosen) != REFUSED:
            return False
        truths = self.law.duties.run({**self.told.known, "procedure": chosen})
        return truths[self.law.duties.conditions[_REASONED_CHOICE]] == _TRUE

    @cached_property
    def _duty_truths(self) -> list[int]:
        procedure = {"procedure": self.procedure} if self.procedure else {}
        return self.law.duties.run({**self.told.known, **procedure})

    @property
    def is_reasoned(self) -> bool:
        """Whether the choice of the procedure in force must be reasoned."""
        return self._duty_truths[self.law.duties.conditions[REASONED]] == _TRUE

    @cached_property
    def warnings(self) -> tuple[Warned, ...]:
        """What must be minded."""
        from stuurbord.rulebooks.be_procurement.doubts import warnings

        return tuple(warnings(self))

    @property
    def label(self) -> Text:
        """How the level is called."""
        found = next((one for one in self.law.pack.verdicts if one.code == self.level), None)
        return found.label if found else self.law.pack.default_label if self.level == "national" else {}

    def truth_of(self, rule: str) -> int:
        """Return the truth of a rule: 0 not met, 1 not known, 2 met."""
        return self._truths[self.law.compiled.rules[rule]]

    def plain(self, language: str = "nl") -> dict[str, Any]:
        """Return the answer as JSON writes it, with the keys of the worked cases.

        Reasons, duties and warnings are sentences in a language; the rest is the same in every language.
        """
        from stuurbord.rulebooks.be_procurement.plain import plain_answer

        return plain_answer(self, language)


def _by_sector(reason: Reason, one: Procedure, sector: str) -> Reason:
    """Return a reason with the article of its sector, where one rule of a procedure holds in both."""
    own = one.articles.get(sector) if reason.rule == one.own_rule else None
    return replace(reason, article=own) if own else reason
